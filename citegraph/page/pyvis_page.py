"""Render the page through pyvis, with our own template."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from citegraph.page import bundle

# Positions are given and the page draws by itself, in batches: vis-network is left the view and the hand on it.
OPTIONS = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 0},
    "nodes": {"shape": "dot", "chosen": False, "opacity": 0, "font": {"size": 0}},
    "interaction": {
        "dragNodes": True,
        "dragView": True,
        "zoomView": True,
        "hover": False,
        "keyboard": False,
        "navigationButtons": False,
        "selectable": False,
        "tooltipDelay": 0,
    },
}

# In the text of a script element these could end it, or break a line where JSON has none.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def to_script(value: object) -> Markup:
    """A value as JSON that may stand in a script element, whatever its strings say."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # Lone surrogates, the rubble of a broken decoder, have no UTF-8.
    return Markup(text.translate(_ESCAPES).encode("utf-8", "replace").decode())  # noqa: S704 - escaped above


class PageNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis network that renders the page's template instead of pyvis' own."""

    def __init__(
        self, *, title: str | None, lang: str, outline: Mapping[str, object], details: Mapping[str, object]
    ) -> None:
        """A network without nodes yet; `outline` is drawn first, `details` are read when the picture stands."""
        super().__init__(heading=title or bundle.strings()[lang]["page-title"], cdn_resources="in_line")
        self.set_options(json.dumps(OPTIONS))
        self.templateEnv = Environment(
            loader=PackageLoader("citegraph.page", "assets"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.path = "page.html.j2"
        self._outline, self._details = dict(outline), dict(details)
        said = bundle.strings()
        style, scripts = bundle.style(), [bundle.guard(), bundle.script(), bundle.vis()]
        self.templateEnv.globals |= {
            "lang": lang,
            "titled": title is not None,
            "say": said[lang].__getitem__,
            "outline": self._drawn,
            "details": to_script(self._details),
            "style": Markup(style),  # noqa: S704 - our own file
            "guard": Markup(bundle.guard()),  # noqa: S704 - our own file
            "script": Markup(bundle.script()),  # noqa: S704 - our own files
            "vis": Markup(bundle.vis()),  # noqa: S704 - pyvis' file
            "policy": _policy(style, scripts),
        }

    def page(self) -> str:
        """The HTML of the page."""
        return str(self.generate_html())

    def _drawn(self, nodes: list[dict[str, Any]], edges: list[dict[str, Any]], options: str, lang: str) -> Markup:
        """What the first picture is made of: the outline, what pyvis holds, and the strings of every language."""
        return to_script(
            {
                **self._outline,
                "places": [place for node in nodes for place in (node["x"], node["y"])],
                "relations": [[edge["from"], edge["to"], edge["kind"]] for edge in edges],
                "options": json.loads(options),
                "strings": bundle.strings(),
                "lang": lang,
            }
        )


def _policy(style: str, scripts: list[str]) -> str:
    """Nothing may load, run or be sent but the style and the scripts of this very page; pictures only from memory."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(bundle.digest, scripts))}",
            f"style-src {bundle.digest(style)}",
            "img-src blob: data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
