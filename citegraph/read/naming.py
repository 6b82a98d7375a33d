"""Names of files as people type them in, the names under which a store knows them out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from citegraph.read.sources import STDIN


def normal(paths: Iterable[str | Path]) -> list[str]:
    """The paths without what changes nothing about them, "./a//b.txt" as "a/b.txt"; "-" is standard input and stays.

    >>> normal(["./a//b.txt", "-", "./-"])
    ['a/b.txt', '-', './-']
    """
    names = [os.fspath(path) for path in paths]
    return [name if name == STDIN else _plain(os.path.normpath(name)) for name in names]


def _plain(name: str) -> str:
    return os.path.join(os.curdir, name) if name == STDIN else name  # noqa: PTH118 - Path would drop the "./"
