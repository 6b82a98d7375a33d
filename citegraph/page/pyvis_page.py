"""Render the page with pyvis and our own template.

The page draws the graph itself; vis-network, which pyvis adds to its own pages, is not included.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from citegraph.page import asset_bundle

# In a script element these characters could end the element or a line.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def to_script(value: object) -> Markup:
    """Return a value as JSON that is safe inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # Lone surrogates, left by a broken decoder, cannot be encoded in UTF-8.
    return Markup(text.translate(_ESCAPES).encode("utf-8", "replace").decode())  # noqa: S704 - escaped above


class PageNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis network that renders our template instead of pyvis's own.

    Args:
        title: The heading of the page; by default a text in the language of the reader.
        lang: The language of the page: "vi" or "en".
        outline: The data of the first drawing.
        details: The data that is read after it.
    """

    def __init__(
        self, *, title: str | None, lang: str, outline: Mapping[str, object], details: Mapping[str, object]
    ) -> None:
        """Begin with a network without nodes."""
        super().__init__(heading=title or asset_bundle.texts_by_language()[lang]["page-title"], cdn_resources="in_line")
        self.templateEnv = Environment(
            loader=PackageLoader("citegraph.page", "assets"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.path = "page.html.j2"
        self._outline, self._details = dict(outline), dict(details)
        texts = asset_bundle.texts_by_language()
        style, scripts = asset_bundle.style_sheet(), [asset_bundle.error_script(), asset_bundle.script()]
        self.templateEnv.globals |= {
            "lang": lang,
            "titled": title is not None,
            "say": texts[lang].__getitem__,
            "outline": self._first_drawing_data,
            "details": to_script(self._details),
            "style": Markup(style),  # noqa: S704 - our own file
            "guard": Markup(asset_bundle.error_script()),  # noqa: S704 - our own file
            "script": Markup(asset_bundle.script()),  # noqa: S704 - our own files
            "policy": _security_policy(style, scripts),
        }

    def page_html(self) -> str:
        """Return the HTML of the page."""
        return str(self.generate_html())

    def _first_drawing_data(self, nodes: list[dict[str, Any]], edges: list[dict[str, Any]], lang: str) -> Markup:
        """Return the data of the first drawing: the outline, what pyvis holds, and the strings of every language."""
        return to_script(
            {
                **self._outline,
                "places": [place for node in nodes for place in (node["x"], node["y"])],
                "relations": [[edge["from"], edge["to"], edge["kind"]] for edge in edges],
                "strings": asset_bundle.texts_by_language(),
                "lang": lang,
            }
        )


def _security_policy(style: str, scripts: list[str]) -> str:
    """Return a policy that allows only the style and scripts of this page, and pictures only from memory (CSP)."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(asset_bundle.csp_hash, scripts))}",
            f"style-src {asset_bundle.csp_hash(style)}",
            "img-src blob: data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
