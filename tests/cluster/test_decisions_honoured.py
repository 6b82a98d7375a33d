"""A cluster job honors what people decided as one machine does."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "decisions"))

import test_decisions as made

from citegraph import decisions
from citegraph.pipeline import build

pytest.importorskip("pyspark")


def test_a_job_honors_decisions_as_one_machine_does(tmp_path: Path, monkeypatch: Any) -> None:
    from citegraph.cluster import load, run

    monkeypatch.chdir(tmp_path)
    folder = made.write(Path("reports"))
    one, many = Path("one.sqlite"), Path("many") / "many.sqlite"
    build([folder], one, jobs=1)
    table = one.with_name(decisions.FILE)
    decisions.save(table, made.made(one, 200))
    build([folder], one, jobs=1)
    many.parent.mkdir()
    run(str(folder), "dataset", people=table)
    load("dataset", many)
    assert list(made.cited(many).values()) == list(made.cited(one).values())
    assert made.rows(many) == made.rows(one)
