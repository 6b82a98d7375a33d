"""Give the rows of a split their numbers in the whole table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from citegraph.model import Failure, Report
from citegraph.read import Source

LINES, TABLE = "\N{NULL}.jsonl", "\N{NULL}.parquet"
"""Names for pieces that no file can have, so that ids made from them differ from ids in a row."""


def with_whole_table_number(found: Report | Failure, path: str, numbers: Sequence[int]) -> Report | Failure:
    """Return a report or failure of a piece with its number in the whole table.

    Args:
        found: The item, read as row k of a piece named LINES or TABLE.
        path: The path of the whole table.
        numbers: The numbers of the rows of the piece: row k gets `numbers[k - 1]`.
    """
    _, sharp, row = found.path.rpartition("#")
    if not sharp:  # the piece as a whole could not be read
        return replace(found, path=f"{path}#{numbers[0]}")
    number = numbers[int(row) - 1]
    if isinstance(found, Failure):
        return replace(found, path=f"{path}#{number}")
    stem = Source(path, Path(path)).stem
    return replace(
        found, path=f"{path}#{number}", id=f"{stem}#{number}" if found.id.startswith("\N{NULL}") else found.id
    )
