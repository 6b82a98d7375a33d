"""Decide whether a file was written by citegraph, so that nothing else is overwritten."""

from __future__ import annotations

import glob
import os
from collections.abc import Collection
from pathlib import Path

from citegraph import annotate, export, store

DEMO_STORE = "demo.sqlite"
SAMPLES = "samples"
"""What the demo lays into its folder: its store, and copies of the bundled reports."""


class Apart:
    """Tells the files that are no reports wherever they lie: those this program wrote, and the samples of the demo."""

    def __init__(self, names: Collection[str]) -> None:
        self._roots = [_real(root(name)) for name in names]

    def __call__(self, path: Path) -> bool:
        """Whether the file at `path` is one."""
        return ours(path) or self._is_sample(path)

    def _is_sample(self, path: Path) -> bool:
        """Whether it is a copy that the demo made, in a folder that nobody named."""
        folder = path.parent
        demo = folder.name == SAMPLES and (folder.parent / DEMO_STORE).is_file()
        return demo and not any(root.is_relative_to(_real(folder.parent)) for root in self._roots)


def ours(path: Path) -> bool:
    """Whether the file at `path` is an export, an annotated page or a store, and bears its stamp."""
    return export.ours(path) or annotate.ours(path) or store.ours(path)


def root(name: str) -> str:
    """What is there of a name before its first sign of a pattern: "r/*.txt" lies in "r", "*.txt" in "."."""
    if os.path.lexists(name) or not glob.has_magic(name):
        return name
    parts = Path(name).parts
    return str(Path(*parts[: next(at for at, part in enumerate(parts) if glob.has_magic(part))]))


def _real(path: str | Path) -> Path:
    return Path(os.path.realpath(path))
