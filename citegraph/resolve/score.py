"""Score: features become weights, weights of all candidates become probabilities, and the best decides or not.

The score of a candidate is the sum of the weights of its features; its probability is that of a softmax over all
candidates of the mention, so what counts is the lead over the others. The weights are fitted, not set: see the table
`data/weights.csv` and `tests/bench/fit.py`, which makes it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from math import exp
from typing import NamedTuple

from citegraph.model import Candidate, Evidence
from citegraph.resolve.features import MEANINGS, Pair, compare

THRESHOLD = 0.9
"""Probability from which the best candidate decides. A wrong join is the worst error, an undecided citation none: nine
to one is where fitted and counted shares of right decisions meet on texts that were not fitted on."""


class Weight(NamedTuple):
    """A row of the table of weights."""

    weight: float  # what the level adds to the score, in logits
    error: float  # standard error of it
    seen: int  # candidates that had the level where it was fitted


@cache
def weights() -> dict[str, Weight]:
    """The fitted weights by the level of a comparison; 0 for a level that the fit could not tell from nothing."""
    text = files("citegraph").joinpath("data/weights.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    found = {row["level"]: Weight(float(row["weight"]), float(row["error"]), int(row["n"])) for row in rows}
    if unknown := found.keys() ^ MEANINGS.keys():
        raise ValueError(f"weights.csv and the comparisons differ in {', '.join(sorted(unknown))}")
    return found


@cache
def reliabilities() -> dict[str, float]:
    """How often a decision for each plain reason was right on annotated texts, 0 to 1."""
    text = files("citegraph").joinpath("data/reliability.csv").read_text(encoding="utf-8")
    return {row["reason"]: float(row["reliability"]) for row in csv.DictReader(text.splitlines())}


def reliability(reason: str) -> float:
    """How often a decision for this one plain reason was right on annotated texts, 0 to 1.

    >>> 0.9 < reliability("number") <= 1
    True
    """
    return reliabilities()[reason]


def weigh(pair: Pair) -> Candidate:
    """The document of `pair` as a candidate: every feature it has, and their sum."""
    known = weights()
    evidence = tuple(
        Evidence(each.level, round(known[each.level].weight * each.value, 2), each.detail) for each in compare(pair)
    )
    return Candidate(pair.document.id, round(sum((each.weight for each in evidence), 0.0), 3), evidence)


def rank(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates with their probabilities, the likeliest first; of equals the first by id."""
    ordered = sorted(candidates, key=lambda candidate: (-candidate.score, candidate.document))
    if not ordered:
        return ()
    shares = [exp(candidate.score - ordered[0].score) for candidate in ordered]
    whole = sum(shares)
    return tuple(
        replace(candidate, probability=round(share / whole, 4))
        for candidate, share in zip(ordered, shares, strict=True)
    )


def winner(ranked: Sequence[Candidate]) -> Candidate | None:
    """The candidate that is likely enough to decide; None where none is."""
    return ranked[0] if ranked and ranked[0].probability >= THRESHOLD else None
