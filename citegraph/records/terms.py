"""Congress terms, from the table of terms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from citegraph.errors import KnowledgeError
from citegraph.grammar import numerals
from citegraph.knowledge.tables import Own, Row, cached, each, packaged
from citegraph.model import IsoDate, is_date


@dataclass(frozen=True, slots=True)
class Term:
    """A congress term (khóa): its documents are numbered from 01 from `start` to `end`; the running one has no end."""

    name: str  # "XII"
    start: IsoDate  # opening of the congress: papers of the first plenum may be signed while it meets
    end: IsoDate | None

    def covers(self, day: IsoDate) -> bool:
        """Whether a document of that day can be of this term; a date without day or month may fit two."""
        exact = len(self.start[: len(day)])
        return self.start[:exact] <= day and (self.end is None or day <= self.end[:exact])


@cached
def load_terms() -> tuple[Term, ...]:
    """All terms, I first; one whose end is not told ends where the next begins.

    Raises KnowledgeError for a row of the user's that is no term.
    """
    found = [*map(_term, packaged("terms")), *each("terms", _checked)]
    found.sort(key=lambda term: term.start)
    return tuple(
        replace(term, end=_day_before(following.start)) if term.end is None and following is not None else term
        for term, following in zip_longest(found, found[1:])
    )


def _day_before(start: IsoDate) -> IsoDate:
    return (date.fromisoformat(start) - timedelta(days=1)).isoformat()


def _term(row: Row) -> Term:
    return Term(row["term"], row["congress_start"], row["term_end"] or None)


def _checked(one: Own) -> Term:
    row = one.cells
    if numerals.term(row["term"]) != row["term"]:
        raise KnowledgeError(one.where, f"{row['term']!r} is no term", "write it like XII")
    for column in ("congress_start", "term_end"):
        said = row[column]
        if (said or column == "congress_start") and not (is_date(said) and len(said) == 10):
            raise KnowledgeError(one.where, f"{said!r} is no date", "write it like 2018-10-22")
    return _term(row)
