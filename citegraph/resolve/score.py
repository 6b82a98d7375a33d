"""Score candidates: weigh their features, turn scores into probabilities, and choose the best if probable enough.

The score of a candidate is the sum of the weights of its features. A softmax over all candidates of the mention gives
its probability, so its lead over the others counts. The weights are fitted: see the table `data/weights.csv` and
`tests/bench/fit.py`, which computes it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import NamedTuple

from citegraph.model import Candidate, Evidence
from citegraph.resolve.features import MEANINGS, Pair, compare

THRESHOLD = 0.9
"""Minimum probability for the best candidate to decide. A wrong decision is the worst error; an undecided citation is
none. At nine to one, fitted probabilities and counted shares of right decisions agree on texts that were not used for
the fit.
"""


class Weight(NamedTuple):
    """A row of the table of weights."""

    weight: float  # contribution of the level to the score, in logits
    error: float  # its standard error
    seen: int  # number of candidates with this level in the fit


@cache
def weights() -> dict[str, Weight]:
    """Return the fitted weights by level; 0 for a level without significant effect.

    Raises:
        ValueError: The table and COMPARISONS have different levels.
    """
    text = files("citegraph").joinpath("data/weights.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    found = {row["level"]: Weight(float(row["weight"]), float(row["error"]), int(row["n"])) for row in rows}
    if unknown := found.keys() ^ MEANINGS.keys():
        raise ValueError(f"weights.csv and the comparisons differ in {', '.join(sorted(unknown))}")
    return found


@cache
def reliabilities() -> dict[str, float]:
    """Return the share of right decisions for each single reason on annotated texts, 0 to 1."""
    text = files("citegraph").joinpath("data/reliability.csv").read_text(encoding="utf-8")
    return {row["reason"]: float(row["reliability"]) for row in csv.DictReader(text.splitlines())}


def reliability(reason: str) -> float:
    """Return the share of right decisions for this reason on annotated texts, 0 to 1.

    >>> 0.9 < reliability("number") <= 1
    True
    """
    return reliabilities()[reason]


def score_candidate(pair: Pair) -> Candidate:
    """Return the document of `pair` as a candidate, with its evidence and score."""
    by_level = weights()
    evidence = tuple(
        Evidence(part.level, round(by_level[part.level].weight * part.value, 2), part.detail) for part in compare(pair)
    )
    return Candidate(pair.document.id, round(sum((part.weight for part in evidence), 0.0), 3), evidence)


def rank_candidates(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates with their probabilities, most probable first; ties by id."""
    ordered = sorted(candidates, key=lambda candidate: (-candidate.score, candidate.document))
    if not ordered:
        return ()
    shares = [exp(candidate.score - ordered[0].score) for candidate in ordered]
    whole = sum(shares)
    return tuple(
        Candidate(candidate.document, candidate.score, candidate.evidence, round(share / whole, 4))
        for candidate, share in zip(ordered, shares, strict=True)
    )


def best_if_probable(ranked: Sequence[Candidate]) -> Candidate | None:
    """Return the best candidate if it is probable enough to decide, or None."""
    return ranked[0] if ranked and ranked[0].probability >= THRESHOLD else None
