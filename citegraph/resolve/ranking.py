"""Weighed candidates in, the same best first out, and the one that has won, if any has.

A candidate is chosen when its sum reaches FLOOR and leads the next by MARGIN; otherwise the citation stays undecided
with the candidates in order.
"""

from __future__ import annotations

from citegraph.model import Candidate
from citegraph.resolve.evidence import WEIGHTS, reason

FLOOR = 4.5
MARGIN = 3.0

_REACHED_EVERY_TERM = 50  # numbers up to here are used in about every term (authority notes: "assumed reused")

# Of the papers of departments few are known: that one of them is the only one of its number tells nothing.
_WELL_KNOWN = ("/TW", "/HNTW")


def rank(
    candidates: list[Candidate],
    *,
    number: str | None = None,
    whole: bool = True,
    certain: bool = True,
    lone_series: bool = False,
) -> tuple[Candidate, ...]:
    """Candidates best first; the only one of its type gets the evidence of being the only one known of its `number`.

    `whole` says that the code was cited with its symbol, `certain` that it can be no number of the State's or of a
    company's, `lone_series` that this symbol was counted in one term only.
    """
    possible = _of_some_subject([c for c in candidates if c.score > WEIGHTS["not yet issued"][0] / 2])
    fitting = [c for c in possible if all(e.name != "other kind" for e in c.evidence)]
    if len(fitting) == 1 and number is not None:  # what is left when the impossible is taken away
        only = fitting[0]
        digits = int("".join(c for c in number if c.isdigit()) or 0)
        alone = lone_series or (certain and digits > _REACHED_EVERY_TERM)
        another = any(e.name == "other issuer" for e in only.evidence)  # speaks of a paper that is not known
        if alone or not (another or (whole and not only.document.partition("@")[0].endswith(_WELL_KNOWN))):
            name = "only one" if alone else "only one known" if whole else "only one so numbered"
            extra = reason(name, f"number {number}")
            more = Candidate(only.document, round(only.score + extra.weight, 2), (*only.evidence, extra))
            possible = [more if c is only else c for c in possible]
    return tuple(sorted(possible, key=lambda c: (-c.score, c.document)))


def _of_some_subject(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, without the evidence of another subject where none is of the report's: then it tells nothing."""
    if any(all(e.name != "other subject" for e in c.evidence) for c in candidates):
        return candidates
    kept = [tuple(e for e in c.evidence if e.name != "other subject") for c in candidates]
    return [
        Candidate(c.document, round(sum(e.weight for e in evidence), 2), evidence)
        for c, evidence in zip(candidates, kept, strict=True)
    ]


def winner(ranked: tuple[Candidate, ...]) -> Candidate | None:
    """The candidate that has won, None where the lead is too small."""
    if not ranked or ranked[0].score < FLOOR:
        return None
    return ranked[0] if len(ranked) == 1 or ranked[0].score - ranked[1].score >= MARGIN else None
