"""Remember which files were written from which state of a store, so that unchanged files are not written again."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from citegraph.model import Bounds, Omitted, Scope
from citegraph.pipeline.fingerprint import package_fingerprint
from citegraph.store import Writer


@dataclass(frozen=True, slots=True)
class Written:
    """What was written into a folder."""

    files: tuple[Path, ...]  # files, and folders that were filled
    omitted: Omitted
    edges: int


@dataclass(frozen=True, slots=True)
class Request:
    """The output options of a build. The same request writes the same bytes from the same state of the store."""

    formats: Collection[str]
    scope: Scope | None
    bounds: Bounds
    annotate: bool
    lang: str
    tables: str  # digest of the user's own tables


class OutputMemory:
    """What was last written from a store into a folder.

    Args:
        store: The store.
        folder: The folder.
        request: What is to be written into it.
    """

    def __init__(self, store: Writer, folder: Path, request: Request) -> None:
        self._store, self._folder = store, str(folder.resolve())
        facts = asdict(request) | {"formats": sorted(request.formats), "edition": store.edition()}
        self._made_from = json.dumps([package_fingerprint(), facts], sort_keys=True)

    def recall(self) -> Written | None:
        """Return what was written for this request, if store and files are unchanged; else None."""
        text = self._store.written_record(self._folder)
        record: dict[str, Any] = json.loads(text) if text is not None else {}
        if record.get("made_from") != self._made_from:
            return None
        written = Written(tuple(map(Path, record["files"])), Omitted(**record["omitted"]), record["edges"])
        return written if record["states"] == _file_states(written.files) else None

    def remember(self, written: Written) -> None:
        """Remember what was written for this request."""
        record = {
            "made_from": self._made_from,
            "files": [str(path) for path in written.files],
            "states": _file_states(written.files),
            "omitted": asdict(written.omitted),
            "edges": written.edges,
        }
        self._store.save_written_record(self._folder, json.dumps(record))


def _file_states(paths: Collection[Path]) -> list[list[str | int]]:
    """Return path, size in bytes and time of change in nanoseconds of all files, also of those in folders."""
    states: list[list[str | int]] = []
    for path in paths:
        for file in _files_below(path):
            found = file.stat() if file.exists() else None
            states.append([str(file), found.st_size, found.st_mtime_ns] if found else [str(file)])
    return states


def _files_below(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, names, files in os.walk(path):
        names.sort()
        yield from (Path(folder, name) for name in sorted(files))
