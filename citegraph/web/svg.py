"""Write a picture as SVG: for a page, where circles are links, or as a file for a slide."""

# ruff: noqa: S704 - texts are escaped one by one; the rest are numbers

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup, escape
from starlette.responses import Response

from citegraph.web.kind_colors import LIGHT
from citegraph.web.label_placement import SIZE
from citegraph.web.ring_picture import Dot, Line, Picture

FONTS = "system-ui, 'Noto Sans', Arial, sans-serif"

Link = Callable[[Dot], str]


def svg_of_picture(picture: Picture, title: str, link: Link | None = None) -> Markup:
    """Return a picture as SVG.

    Args:
        picture: The picture.
        title: What it shows, for screen readers.
        link: Returns the address of a circle's link; None for a file, which has its own colors and size.
    """
    left, top, width, height = picture.box
    box = f"{left:.1f} {top:.1f} {width:.1f} {height:.1f}"
    whole = link is None
    size = f' width="{width:.0f}" height="{height:.0f}" font-family="{FONTS}"' if whole else ""
    ground = f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="#ffffff"/>\n' if whole else ""
    name = escape(title)
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="{"img" if whole else "group"}" '
        f'aria-label="{name}" class="picture"{size}>\n<title>{name}</title>\n'
        f"{ground}{svg_elements(picture, link)}</svg>\n"
    )


def svg_elements(picture: Picture, link: Link | None = None) -> Markup:
    """Return the elements of a picture in SVG: lines, then circles with their names."""
    lines = "\n".join(map(_line_element, picture.lines))
    dots = "\n".join([_dot_element(dot, link) for dot in picture.dots])
    return Markup(f'<g class="lines" stroke="#6b7787" stroke-opacity="0.45">\n{lines}\n</g>\n{dots}\n')


def svg_part(picture: Picture, scale: float, link: Link) -> Response:
    """Return the elements of a picture whose positions are scaled, to replace those shown."""
    shown = f'<g transform="scale({1 / scale:.6g})">\n{svg_elements(picture, link)}</g>\n'
    return Response(shown.encode("utf-8", "replace"), media_type="image/svg+xml")


def svg_file(picture: Picture, title: str) -> Response:
    """Return a picture as an SVG file."""
    headers = {"Content-Disposition": 'attachment; filename="citegraph.svg"'}
    return Response(
        svg_of_picture(picture, title).encode("utf-8", "replace"), media_type="image/svg+xml", headers=headers
    )


def _line_element(line: Line) -> str:
    one, two = line.ends
    ends = f"{_escape(one.document.id)} {_escape(two.document.id)}"
    return f'<line x1="{one.x}" y1="{one.y}" x2="{two.x}" y2="{two.y}" stroke-width="{line.width}" data-ends="{ends}"/>'


def _dot_element(dot: Dot, link: Link | None) -> str:
    document = dot.document
    begin, end, ink = "<g>", "</g>", ' fill="#1a2029"'
    if link is not None:
        begin = f'<a href="{_escape(link(dot))}" class="dot" data-id="{_escape(document.id)}">'
        end, ink = "</a>", ""
    about = f"{document.full_label}: {document.title}" if document.title else document.full_label
    name = ""
    if dot.label:
        x, y = round(dot.x + dot.label.dx, 1), round(dot.y + dot.label.dy, 1)
        name = (
            f'<text x="{x}" y="{y}" text-anchor="{dot.label.anchor}" font-size="{SIZE:g}"{ink}>'
            f"{_escape(dot.name)}</text>\n"
        )
    return (
        f"{begin}\n<title>{_escape(about)} ({dot.reports})</title>\n"
        f'<circle cx="{dot.x}" cy="{dot.y}" r="{dot.radius}" class="k{dot.color}" fill="{LIGHT[dot.color]}"/>\n'
        f"{name}{end}"
    )


@lru_cache(16_384)
def _escape(text: str) -> str:
    """Return a text for SVG. Pictures name the same documents again and again."""
    return str(escape(text))
