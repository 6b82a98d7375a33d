"""Congresses of provincial Party committees: ordinal by locality and years, from `data/congresses.csv`.

>>> ordinal("Nam Định", "2020-2025"), ordinal("Nam Định", "1990-1995")
('XX', None)
"""

from __future__ import annotations

import regex

from citegraph.errors import KnowledgeError
from citegraph.knowledge.tables import Own, cached, each, packaged

_ORDINAL = regex.compile(r"[IVXL]+")


@cached
def _ordinals() -> dict[tuple[str, str], str]:
    """The ordinal of a congress by its place and the years of its term, "2020-2025"."""
    found = {(row["locality"], f"{row['from']}-{row['to']}"): row["ordinal"] for row in packaged("congresses")}
    found |= each("congresses", _checked)
    return found


def _checked(one: Own) -> tuple[tuple[str, str], str]:
    locality, sitting, begun, ended = (one.cells[column].strip() for column in ("locality", "ordinal", "from", "to"))
    if not _ORDINAL.fullmatch(sitting):
        raise KnowledgeError(one.where, f"{sitting!r} is no ordinal", "write it like XX")
    if not (begun.isdecimal() and ended.isdecimal()):
        raise KnowledgeError(one.where, f"{begun}-{ended} are no years", "write them like 2020 and 2025")
    return (locality, f"{begun}-{ended}"), sitting


def ordinal(locality: str, years: str) -> str | None:
    """The ordinal of the congress of `place` whose term ran in these years, "2020-2025"; None where none is known."""
    return _ordinals().get((locality, years))


def check() -> None:
    """Raise KnowledgeError for the first row of the user's table that breaks its rules."""
    _ordinals()
