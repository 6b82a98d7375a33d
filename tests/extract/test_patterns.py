"""Each pattern of extract earns its place: the table of what the ablation found says what each of them changes."""

from __future__ import annotations

import csv
import importlib
import pkgutil
import sys
from pathlib import Path

import regex

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from ablation import ELSEWHERE, gives_pattern

TABLE = Path(__file__).resolve().parents[1] / "bench" / "patterns.tsv"


def rows() -> dict[str, tuple[int, int]]:
    with TABLE.open(encoding="utf-8") as file:
        table = csv.DictReader(file, delimiter="\t")
        return {row["pattern"]: (int(row["sentences"]), int(row["citations"])) for row in table}


def test_the_table_holds_every_pattern() -> None:
    patterns = {
        f"extract.{info.name}.{name}"
        for info in pkgutil.iter_modules(importlib.import_module("citegraph.extract").__path__)
        for name, value in vars(importlib.import_module(f"citegraph.extract.{info.name}")).items()
        if isinstance(value, regex.Pattern) or gives_pattern(value, f"citegraph.extract.{info.name}")
    }
    assert patterns == rows().keys(), "write the table anew: python tests/bench/ablation.py --only patterns --write"


def test_a_sentence_shows_what_each_pattern_is_for() -> None:
    unseen = {name for name, (sentences, _) in rows().items() if not sentences}
    assert unseen == {name for name in ELSEWHERE if name.startswith("extract.")}
