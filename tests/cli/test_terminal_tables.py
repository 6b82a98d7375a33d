"""Tables on a terminal of 80 columns: a row takes two lines, and an id is never broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command import on_a_terminal
from corpora import Recipe, corpus
from filled import fill

from citegraph import query
from citegraph.model import Scope

pytest.importorskip("termios", reason="terminals of this kind are POSIX")


def lines_on_terminal(*arguments: str, folder: Path, columns: int) -> list[str]:
    """What a command prints, without its styles."""
    return re.sub(
        r"\x1b\[[\d;]*m", "", on_a_terminal(*arguments, "--lang", "en", folder=folder, columns=columns)
    ).splitlines()


def test_a_row_takes_two_lines_at_80_columns_and_its_id_stays_whole(tmp_path: Path) -> None:
    store = fill(tmp_path / "s.sqlite", corpus(Recipe(documents=20, reports=30)))
    lines = lines_on_terminal("documents", "--store", str(store), folder=tmp_path, columns=80)
    ranked = [rank.document for rank in query.documents(store, scope=Scope.PARTY)]
    heading, texts, rule = lines[:3]
    assert (heading.split()[:2], texts.strip()) == (["document", "reports"], "title")
    assert rule == "─" * 80
    ids = [line.split("  ")[0] for line in lines[3:] if not line.startswith(" ")]
    assert ids == [document.id for document in ranked]
    titled = [line for line in lines[3:] if line.startswith(" ")]
    assert len(titled) == sum(document.title is not None for document in ranked) > 5
    assert all(len(line) <= 80 for line in lines)


def test_a_row_takes_one_line_where_it_has_room(tmp_path: Path) -> None:
    store = fill(tmp_path / "s.sqlite", corpus(Recipe(documents=20, reports=30)))
    lines = lines_on_terminal("documents", "--store", str(store), folder=tmp_path, columns=400)
    assert sum(bool(line.strip(" ─")) for line in lines) == len(query.documents(store, scope=Scope.PARTY)) + 1
