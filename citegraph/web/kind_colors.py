"""Assign colors to the kinds of documents, for the light and the dark theme."""

from __future__ import annotations

from citegraph.export.node_style import COLORS, NEUTRAL
from citegraph.store import BoundedStore

OTHERS = len(COLORS)
"""The place in the palette of all kinds that have no color of their own."""
LIGHT = (*COLORS, NEUTRAL)
DARK = (
    *("#7fb2f0", "#ed8712", "#8de47a", "#8e78ea", "#da6554", "#f9c92c", "#7ef0e8", "#d991d2", "#68a182", "#bc5571"),
    *("#317fc8", "#adc367", "#b582d9", "#9c5b4a", "#b4eba8", "#5661cc", "#78d3fd", "#b6a461", "#287510", "#d0b7d1"),
    *("#72870d", "#8696fc", "#fea621", "#92bfa6", "#8d45aa", "#bcd2b7", "#587f86", "#9664ac", "#785e8b", "#9984a9"),
    "#98a3ae",
)
"""The colors of the graph page, and the neutral one."""


def colored_kinds(store: BoundedStore) -> list[str]:
    """Return the kinds that have colors, in the order of the palette: the most frequent kinds of a store."""
    return [kind for kind, _ in store.facet("kind", OTHERS)]


def color_rules() -> str:
    """Return style sheet rules with the colors of the palette.

    >>> color_rules().splitlines()[0]
    '.k0 { --swatch: light-dark(#2f6bb3, #7fb2f0); }'
    """
    pairs = enumerate(zip(LIGHT, DARK, strict=True))
    return "".join(f".k{at} {{ --swatch: light-dark({light}, {dark}); }}\n" for at, (light, dark) in pairs)
