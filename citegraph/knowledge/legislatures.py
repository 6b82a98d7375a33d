"""Terms of the National Assembly ("QH15"), from `data/legislatures.csv`.

>>> legislature_on("2018-06-12"), legislature_of_year("2020"), legislature_of_year("2021")
(14, 14, None)
"""

from __future__ import annotations

from citegraph.errors import KnowledgeError
from citegraph.i18n import message
from citegraph.knowledge.tables import UserRow, cached, packaged_rows, user_values
from citegraph.model import IsoDate, is_date, is_day


@cached
def _first_days() -> tuple[tuple[IsoDate, int], ...]:
    """Return the first day and the number of each legislature, oldest first."""
    found = {row["since"]: int(row["number"]) for row in packaged_rows("legislatures")}
    found |= user_values("legislatures", _from_user_row)
    return tuple(sorted(found.items()))


def _from_user_row(one: UserRow) -> tuple[IsoDate, int]:
    number, since = one.cells["number"], one.cells["since"]
    if not number.isdecimal():
        raise KnowledgeError(
            one.where, message("cell.legislature", value=number), message("do.write_like", example="15")
        )
    if not is_date(since) or not is_day(since):
        raise KnowledgeError(
            one.where, message("cell.date", value=since), message("do.write_like", example="2018-10-22")
        )
    return since, int(number)


def legislature_on(date: IsoDate | None) -> int | None:
    """Return the legislature on `date`; None without a date or before the table begins."""
    sitting = [number for start, number in _first_days() if date and date >= start]
    return sitting[-1] if sitting else None


def legislature_of_year(year: str) -> int | None:
    """Return the legislature during all of `year`; None for a year with two legislatures."""
    first, last = legislature_on(f"{year}-01-01"), legislature_on(f"{year}-12-31")
    return first if first == last else None
