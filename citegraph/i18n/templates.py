"""Match a sentence against templates with holes, and fill the values into its translation."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

Row = tuple[str, str]


class Sentences:
    """Rows of English and Vietnamese; "{}" in a row stands for a value, which is taken along."""

    def __init__(self, rows: tuple[Row, ...], value: Callable[[str], str] = str) -> None:
        """The table of `rows`; `value` gives what is put in for a value."""
        self.rows = rows
        self._value = value

    def vietnamese(self, said: str) -> str | None:
        """`said` in Vietnamese; None where no row knows it."""
        whole = self._whole.get(said)
        if whole is not None:
            return whole
        for pattern, vietnamese in self._patterns:
            found = pattern.fullmatch(said)
            if found is not None:
                return vietnamese.format(*map(self._value, found.groups()))
        return None

    @cached_property
    def _whole(self) -> dict[str, str]:
        return {english: vietnamese for english, vietnamese in self.rows if "{}" not in english}

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """The rows with holes as patterns; the one with the most words of its own first."""
        holed = sorted((row for row in self.rows if "{}" in row[0]), key=lambda row: -len(row[0].replace("{}", "")))
        return tuple((re.compile("(.+)".join(map(re.escape, row[0].split("{}"))), re.DOTALL), row[1]) for row in holed)
