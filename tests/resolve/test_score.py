"""Scores, probabilities and the threshold."""

from __future__ import annotations

import math

import pytest

from citegraph.model import Candidate
from citegraph.resolve.score import THRESHOLD, best_if_probable, rank_candidates, reliabilities, reliability, weights


def test_probabilities_are_those_of_a_softmax() -> None:
    ranked = rank_candidates([Candidate("b", 1.0), Candidate("a", 3.0), Candidate("c", 1.0)])
    assert [each.document for each in ranked] == ["a", "b", "c"]
    whole = math.e**3 + 2 * math.e
    assert [each.probability for each in ranked] == pytest.approx([math.e**3 / whole, *[math.e / whole] * 2], abs=1e-4)


def test_scores_far_apart_do_not_overflow() -> None:
    assert [each.probability for each in rank_candidates([Candidate("a", 5000.0), Candidate("b", -5000.0)])] == [
        1.0,
        0.0,
    ]


def test_no_candidate_has_no_winner() -> None:
    assert rank_candidates([]) == ()
    assert best_if_probable(()) is None


def test_only_a_likely_candidate_wins() -> None:
    lead = math.log(THRESHOLD / (1 - THRESHOLD))
    assert best_if_probable(rank_candidates([Candidate("a", lead + 0.01), Candidate("b", 0.0)])) is not None
    assert best_if_probable(rank_candidates([Candidate("a", lead - 0.01), Candidate("b", 0.0)])) is None
    assert best_if_probable(rank_candidates([Candidate("a", 0.0)])) is not None


def test_the_order_of_candidates_changes_nothing() -> None:
    some = [Candidate(name, score) for name, score in zip("abcd", (1.0, 2.0, 1.0, 0.5), strict=True)]
    assert rank_candidates(some) == rank_candidates(reversed(some))


def test_weights_say_how_sure_they_are() -> None:
    assert all(row.error > 0 and row.seen > 0 for row in weights().values())


def test_reliabilities_are_shares() -> None:
    assert all(0 < reliability(reason) < 1 for reason in reliabilities())
