"""Congress terms, from the table of terms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from citegraph.errors import KnowledgeError
from citegraph.grammar import numerals
from citegraph.i18n import message
from citegraph.knowledge.tables import Row, UserRow, cached, packaged_rows, user_values
from citegraph.model import IsoDate, is_date, is_day


@dataclass(frozen=True, slots=True)
class Term:
    """A congress term (khóa).

    Its documents are numbered from 01 from `start` to `end`; the running term has no end.
    """

    name: str  # "XII"
    start: IsoDate  # opening of the congress, during which the first plenum may sign documents
    end: IsoDate | None
    congress_end: IsoDate | None = None  # last day of the congress

    def covers(self, day: IsoDate) -> bool:
        """Return whether a document of that day may belong to this term; a date without day or month may fit two."""
        exact = len(day)
        return self.start[:exact] <= day and (self.end is None or day <= self.end[:exact])


@cached
def load_terms() -> tuple[Term, ...]:
    """Return all terms, I first; a term without an end in its row ends when the next begins.

    Raises:
        KnowledgeError: A row of the user's table has an invalid term or date.
    """
    found = [*map(_term_of_row, packaged_rows("terms")), *user_values("terms", _from_user_row)]
    found.sort(key=lambda term: term.start)
    return tuple(
        replace(term, end=_day_before(following.start)) if term.end is None and following is not None else term
        for term, following in zip_longest(found, found[1:])
    )


def _day_before(start: IsoDate) -> IsoDate:
    return (date.fromisoformat(start) - timedelta(days=1)).isoformat()


def _term_of_row(row: Row) -> Term:
    return Term(row["term"], row["congress_start"], row["term_end"] or None, row["congress_end"] or None)


def _from_user_row(one: UserRow) -> Term:
    row = one.cells
    if numerals.canonical_term(row["term"]) != row["term"]:
        raise KnowledgeError(
            one.where, message("cell.term", value=row["term"]), message("do.write_like", example="XII")
        )
    for column in ("congress_start", "congress_end", "term_end"):
        cell = row[column]
        if (cell or column == "congress_start") and not (is_date(cell) and is_day(cell)):
            raise KnowledgeError(
                one.where, message("cell.date", value=cell), message("do.write_like", example="2018-10-22")
            )
    return _term_of_row(row)
