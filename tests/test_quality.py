"""The quality gate: annotated reports are scored by their own tool, and no figure may fall below its floor.

Floors are raised when the code gets better and never lowered. Scores are of `citegraph extract` as a user runs it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command import run

FLOORS = {
    "seeds": {
        "party": {"f1": 1.0, "exact": 1.0, "identity": 1.0, "edge_f1": 1.0},
        "state": {"f1": 1.0, "exact": 1.0, "identity": 1.0, "edge_f1": 1.0},
    },
    "dev": {
        "party": {"f1": 0.995, "exact": 0.995, "identity": 0.982, "edge_f1": 0.979},
        "state": {"f1": 0.995, "exact": 0.995, "identity": 0.98, "edge_f1": 0.979},
    },
    "fresh": {
        "party": {"f1": 0.99, "exact": 0.99, "identity": 0.975, "edge_f1": 0.965},
        "state": {"f1": 1.0, "exact": 1.0, "identity": 1.0, "edge_f1": 1.0},
    },
}
ANAPHORS = 5  # of the six Party anaphors


@pytest.fixture(scope="module")
def scores(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, dict[str, object]]]:
    folder = tmp_path_factory.mktemp("scores")
    out = {}
    places = {"seeds": shared / "seeds", "dev": shared / "gold" / "dev", "fresh": shared / "gold" / "fresh"}
    for gold, texts in places.items():
        found = folder / f"{gold}.jsonl"
        ran = run("extract", texts, folder=folder)
        assert ran.returncode == 0, ran.stderr
        found.write_text(ran.stdout, encoding="utf-8")
        score = [
            sys.executable,
            str(shared / "tools" / "score.py"),
            str(shared / "gold" / f"{gold}.jsonl"),
            str(found),
            "--json",
        ]
        out[gold] = json.loads(subprocess.run(score, capture_output=True, text=True, check=True).stdout)
    return out


@pytest.mark.parametrize(
    ("gold", "scope", "figure"),
    [(gold, scope, figure) for gold, scopes in FLOORS.items() for scope, floors in scopes.items() for figure in floors],
)
def test_no_figure_falls_below_its_floor(
    scores: dict[str, dict[str, dict[str, float]]], gold: str, scope: str, figure: str
) -> None:
    assert scores[gold][scope][figure] >= FLOORS[gold][scope][figure]


@pytest.mark.parametrize("gold", ["seeds", "dev", "fresh"])
@pytest.mark.parametrize("scope", ["party", "state"])
def test_no_two_documents_are_joined_and_none_is_guessed(
    scores: dict[str, dict[str, dict[str, float]]], gold: str, scope: str
) -> None:
    assert scores[gold][scope]["joined"] == 0
    assert scores[gold][scope]["guessed"] == 0


def test_demonstratives_are_bound(scores: dict[str, dict[str, dict[str, str]]]) -> None:
    bound, _ = scores["dev"]["party"]["anaphors"].split("/")
    assert int(bound) >= ANAPHORS
