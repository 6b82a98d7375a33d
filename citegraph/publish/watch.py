"""Watch paths and report when a file in them may have changed."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from threading import Event

from citegraph import export, store
from citegraph.errors import ExportError
from citegraph.i18n import message
from citegraph.publish.file_ownership import is_own_file, pattern_root
from citegraph.publish.output_checks import MARKED

WAIT = 500
"""Milliseconds without further changes before a change is reported."""


class Watch:
    """Watches the inputs of a build, but not its outputs.

    Args:
        paths: The inputs.
        folder: The output folder.
        store_path: The store.

    Raises:
        ExportError: watchfiles is not installed, or there is nothing to watch.
    """

    def __init__(self, paths: Collection[str], folder: Path, store_path: Path) -> None:
        try:
            import watchfiles
        except ImportError as error:
            remedy = message("do.install", command="pip install 'citegraph[watch]'")
            raise ExportError("--watch", message("need.package", library="watchfiles"), remedy) from error
        self.roots = [found for found in dict.fromkeys(map(pattern_root, paths)) if os.path.exists(found)]  # noqa: PTH110 - never raises
        if not self.roots:
            raise ExportError("--watch", message("need.paths"), message("do.existing_paths"))
        self._library = watchfiles
        self._store = {path.absolute() for path in store.store_files(store_path)}
        self._files = {(folder / row.file).absolute() for row in export.all_formats()} | {folder.absolute()}
        folders = [row.file for row in export.all_formats() if row.notes is not None]
        self._folders = [(folder / name).absolute() for name in (MARKED, *folders)]

    def changes(self, ends: Event | None = None) -> Iterator[tuple[str, ...]]:
        """Yield the names of the files after every change, until Ctrl-C, or until `ends` is set."""
        seen = self._library.DefaultFilter()
        for changes in self._library.watch(
            *self.roots,
            watch_filter=lambda change, path: seen(change, path) and self._is_relevant(Path(path).absolute()),
            debounce=WAIT,
            stop_event=ends,
            raise_interrupt=False,
        ):
            yield tuple(sorted({Path(path).name for _, path in changes}))

    def _is_relevant(self, path: Path) -> bool:
        """Whether a change of this path may concern a report.

        Files that builds write, hidden and temporary files do not count.
        """
        if path in self._store or path.name.startswith((".", "~$")) or is_own_file(path):
            return False
        place = path in self._files or any(path.is_relative_to(folder) for folder in self._folders)
        return path.is_file() or not place
