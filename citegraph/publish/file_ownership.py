"""Decide whether citegraph wrote a file, so that no other file is replaced."""

from __future__ import annotations

import glob
import os
from collections.abc import Collection
from pathlib import Path

from citegraph import annotate, export, store

DEMO_STORE = "demo.sqlite"
SAMPLES = "samples"
"""What the demo writes into its folder: its store, and copies of the bundled reports."""


class Exclusions:
    """Decides which files are never reports: what citegraph wrote, and the sample reports of the demo."""

    def __init__(self, names: Collection[str]) -> None:
        self._roots = [_real_path(pattern_root(name)) for name in names]

    def __call__(self, path: Path) -> bool:
        """Whether the file at `path` is not a report."""
        return is_own_file(path) or self._is_sample(path)

    def _is_sample(self, path: Path) -> bool:
        """Whether the file is a copy made by the demo, in a folder that the user did not name."""
        folder = path.parent
        demo = folder.name == SAMPLES and (folder.parent / DEMO_STORE).is_file()
        return demo and not any(root.is_relative_to(_real_path(folder.parent)) for root in self._roots)


def is_own_file(path: Path) -> bool:
    """Whether the file at `path` is an export, an annotated page or a store that bears citegraph's stamp."""
    return export.is_own_file(path) or annotate.is_own_file(path) or store.is_own_file(path)


def pattern_root(name: str) -> str:
    """Return the part of a path before its first wildcard.

    >>> pattern_root("r/*.txt"), pattern_root("*.txt")
    ('r', '.')
    """
    if os.path.lexists(name) or not glob.has_magic(name):
        return name
    parts = Path(name).parts
    return str(Path(*parts[: next(at for at, part in enumerate(parts) if glob.has_magic(part))]))


def _real_path(path: str | Path) -> Path:
    return Path(os.path.realpath(path))
