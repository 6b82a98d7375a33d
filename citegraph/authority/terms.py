"""The table of congress terms in, terms out. Owner of `data/terms.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from citegraph.model import IsoDate


@dataclass(frozen=True, slots=True)
class Term:
    """A congress term (khóa): its documents are numbered from 01 from `start` to `end`; the running one has no end."""

    name: str  # "XII"
    start: IsoDate  # opening of the congress: papers of the first plenum may be signed while it meets
    end: IsoDate | None

    def covers(self, date: IsoDate) -> bool:
        """Whether a document of `date` can be of this term; a date without day or month may fit two."""
        exact = len(self.start[: len(date)])
        return self.start[:exact] <= date and (self.end is None or date <= self.end[:exact])


@cache
def load_terms() -> tuple[Term, ...]:
    """All terms, I first."""
    text = files("citegraph").joinpath("data/terms.csv").read_text(encoding="utf-8")
    return tuple(
        Term(row["term"], row["congress_start"], row["term_end"] or None) for row in csv.DictReader(text.splitlines())
    )
