"""Compact JSON tables, and limits on how many rows the page carries."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

Plain = Any  # str | int | float | list | dict of the same, as JSON has them


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where a large corpus is cut, so that the page still opens at once; the page says what was left out."""

    documents: int = 12_000  # documents that travel, the most cited first
    drawn: int = 10_000  # of them in the picture at first
    quotes: int = 8_000  # citations that travel with their quotes, the newest of each document first
    repeats: int = 3  # quotes of one document in one report
    findings: int = 2_000  # undecided citations and findings, each


class Table:
    """Values kept once and named by their place: quotes and evidence come back again and again."""

    def __init__(self) -> None:
        """An empty table."""
        self.rows: list[Plain] = []
        self._at: dict[Hashable, int] = {}

    def __call__(self, row: Hashable) -> int:
        """The place of a row, which is added when it is new."""
        if row not in self._at:
            self._at[row] = len(self.rows)
            self.rows.append(row)
        return self._at[row]
