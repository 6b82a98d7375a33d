"""Congresses of provincial Party committees: ordinal by locality and years, from `data/congresses.csv`.

>>> ordinal_by_years("Nam Định", "2020-2025"), ordinal_by_years("Nam Định", "1990-1995")
('XX', None)
"""

from __future__ import annotations

import regex

from citegraph.errors import KnowledgeError
from citegraph.i18n import message
from citegraph.knowledge.tables import UserRow, cached, packaged_rows, rows, user_values
from citegraph.model import IsoDate

_ORDINAL = regex.compile(r"[IVXL]+")


@cached
def _ordinal_by_locality_and_years() -> dict[tuple[str, str], str]:
    """Return the ordinals of congresses by locality and the years of the term, "2020-2025"."""
    found = {(row["locality"], f"{row['from']}-{row['to']}"): row["ordinal"] for row in packaged_rows("congresses")}
    found |= user_values("congresses", _from_user_row)
    return found


def _from_user_row(one: UserRow) -> tuple[tuple[str, str], str]:
    locality, sitting, begun, ended = (one.cells[column].strip() for column in ("locality", "ordinal", "from", "to"))
    if not _ORDINAL.fullmatch(sitting):
        raise KnowledgeError(one.where, message("cell.ordinal", value=sitting), message("do.write_like", example="XX"))
    if not (begun.isdecimal() and ended.isdecimal()):
        remedy = message("do.write_like_either", example="2020", other="2025")
        raise KnowledgeError(one.where, message("cell.years", value=f"{begun}-{ended}"), remedy)
    return (locality, f"{begun}-{ended}"), sitting


def ordinal_by_years(locality: str, years: str) -> str | None:
    """Return the ordinal of the congress of `locality` whose term had these years, "2020-2025", or None."""
    return _ordinal_by_locality_and_years().get((locality, years))


@cached
def _opening_dates() -> dict[tuple[str, str], IsoDate]:
    return {(row["locality"], row["ordinal"]): day for row in rows("congresses") if (day := row.get("date"))}


def opening_date(locality: str, sitting: str) -> IsoDate | None:
    """Return the day or month on which the congress of this ordinal opened, or None if unknown.

    >>> opening_date("Thanh Hóa", "XX")
    '2025-10-15'
    """
    return _opening_dates().get((locality, sitting))


def check_user_table() -> None:
    """Check the user's table.

    Raises:
        KnowledgeError: A row breaks its rules.
    """
    _ordinal_by_locality_and_years()
