"""Compact JSON tables, and limits on how much the page includes."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

Plain = Any  # a JSON value: str | int | float | list | dict of the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on a large corpus, so that the page opens fast. The page shows what was left out."""

    documents: int = 12_000  # documents included, most cited first
    drawn: int = 10_000  # documents drawn initially
    quotes: int = 8_000  # citations included with their quotes, newest of each document first
    repeats: int = 3  # quotes of one document in one report
    findings: int = 2_000  # undecided citations, and findings


class ValueTable:
    """A list of distinct values that are referenced by index, because quotes and evidence repeat."""

    def __init__(self) -> None:
        """Begin with an empty list."""
        self.rows: list[Plain] = []
        self._at: dict[Hashable, int] = {}

    def __call__(self, row: Hashable) -> int:
        """Return the index of a value, and add it if it is new."""
        if row not in self._at:
            self._at[row] = len(self.rows)
            self.rows.append(row)
        return self._at[row]
