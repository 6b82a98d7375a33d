"""Recognize the files that citegraph wrote, by a stamp near their beginning or end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

REACH = 16_384
"""A stamp is within this many bytes of the beginning or the end of a file; in Parquet it is at the end."""


def has_stamp(path: Path, stamp: bytes) -> bool:
    """Whether the file at `path` bears the stamp. False if it cannot be read."""
    try:
        if not path.is_file():  # opening a named pipe would block
            return False
        with path.open("rb") as file:
            head = file.read(REACH)
            file.seek(max(len(head), os.fstat(file.fileno()).st_size - REACH))
            return stamp in head or stamp in file.read(REACH)
    except OSError:
        return False


def files_with_stamp(folder: Path, pattern: str, stamp: Callable[[str], bytes]) -> Iterator[Path]:
    """Yield the files of a folder that bear their stamp, sorted. Links are skipped.

    A stamp may contain the name of the file. A file that was renamed or copied then no longer matches.

    Args:
        folder: Where to look.
        pattern: A glob pattern, such as "**/*.md".
        stamp: The stamp of a file, by its path relative to `folder`.
    """
    for path in sorted(folder.glob(pattern)):
        if not path.is_symlink() and has_stamp(path, stamp(path.relative_to(folder).as_posix())):
            yield path
