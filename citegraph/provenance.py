"""Recognise files written by citegraph, by a stamp near their beginning or end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

REACH = 16_384
"""A stamp stands in the first or the last bytes of a file, as many as these; in the last of Parquet."""


def stamped(path: Path, stamp: bytes) -> bool:
    """Whether there is a file at `path` that bears the stamp; not where it cannot be read."""
    try:
        if not path.is_file():  # opening a named pipe would wait
            return False
        with path.open("rb") as file:
            head = file.read(REACH)
            file.seek(max(len(head), os.fstat(file.fileno()).st_size - REACH))
            return stamp in head or stamp in file.read(REACH)
    except OSError:
        return False


def own(folder: Path, pattern: str, stamp: Callable[[str], bytes]) -> Iterator[Path]:
    """The files of `folder` like `pattern` that bear the stamp of their name in it, sorted; a link is none.

    What was renamed or copied by hand is no longer ours, where the stamp holds the name.
    """
    for path in sorted(folder.glob(pattern)):
        if not path.is_symlink() and stamped(path, stamp(path.relative_to(folder).as_posix())):
            yield path
