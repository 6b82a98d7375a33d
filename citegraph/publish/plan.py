"""Plan a build: every output path is checked before anything is read or written."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from citegraph import export, store
from citegraph.errors import ExportError
from citegraph.export import Format
from citegraph.publish.ownership import ours
from citegraph.read.file_names import STDIN

MARKED = "annotated"
"""The folder, beside the graph page, of the reports with their citations marked."""

_REMEDY = "name another folder with --output, or another store with --store"


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a run writes, or a folder that it fills."""

    path: Path
    asked: str  # what it is written for: an option
    stamp: bytes | None = None  # by which a file of ours is known again; the store tells for itself
    folder: bool = False


def outputs(folder: Path, rows: Collection[Format], held: Path, *, annotate: bool = False) -> list[Output]:
    """What a build into `folder` writes: `held`, its store, with the files beside it; the formats; marked reports."""
    return [
        *(Output(path, "--store") for path in store.files(held)),
        *(Output(folder / row.file, f"--format {row.name}", row.stamp, row.notes is not None) for row in rows),
        *([Output(folder / MARKED, "--annotate", folder=True)] if annotate else []),
    ]


def check(planned: Collection[Output], names: Iterable[str | Path]) -> None:
    """Raise ExportError where two outputs have one place, or one has that of `names`, which are read.

    So too where an output would lie in another, where a file lies there that this program did not write, where
    something lies there that is no file, and where a folder may not be written. Links are followed; names that differ
    in case alone are one place among outputs, as some file systems have it.
    """
    beside_store = [one for one in planned if one.stamp is None and not one.folder]
    for one, other in combinations(planned, 2):
        if one not in beside_store or other not in beside_store:
            _refuse_clash(one, other)
    read = {_identity(name): Path(name) for name in names if name != STDIN}
    for output in planned:
        if (name := read.get(_identity(output.path))) is not None:
            _refuse_read(output.path, name)
        if output.folder:
            inside = (name for name in read.values() if _within(name, output.path) and ours(name))
            if output.path.exists() and (name := next(inside, None)) is not None:
                _refuse_read(output.path, name)
            export.refuse_astray(output.path)
        elif output.stamp is not None:
            export.refuse_foreign(output.path, output.stamp)
    of_store = {one.path.parent for one in beside_store}  # the store says itself what is wrong there
    for folder in sorted({one.path.parent for one in planned} - of_store):
        export.refuse_sealed(folder)


def files(names: Iterable[str | Path]) -> frozenset[Path]:
    """What the names of files lead to, links followed."""
    return frozenset(_real(name) for name in names if name != STDIN)


def refuse_read(read: Container[Path], path: Path, remedy: str = _REMEDY) -> None:
    """Raise ExportError where the file at `path` is one of those, as `files` gives them, that are read."""
    if _real(path) in read:
        _refuse_read(path, path, remedy)


def _refuse_read(path: Path, name: Path, remedy: str = _REMEDY) -> None:
    what = "is to be read and would be written over"
    if os.path.normpath(name) != os.path.normpath(path):
        what = f"is to be read, as {name}, and would be written over"
    raise ExportError(str(path), what, remedy)


def _refuse_clash(one: Output, other: Output) -> None:
    """Raise ExportError where both have one place, or one lies in the other."""
    if _identity(one.path) == _identity(other.path) or _folded(one.path) == _folded(other.path):
        what = f"would be written twice, by {one.asked} and by {other.asked} as {other.path}"
        raise ExportError(str(one.path), what, _REMEDY)
    for inner, outer in ((one, other), (other, one)):
        if _within(inner.path, outer.path):
            what = f"of {inner.asked} would lie in {outer.path}, which is written by {outer.asked}"
            raise ExportError(str(inner.path), what, _REMEDY)


def _within(inner: Path, outer: Path) -> bool:
    return f"{_folded(inner)}{os.sep}".startswith(f"{_folded(outer)}{os.sep}")


def _identity(path: str | Path) -> object:
    """What is equal for two paths that lead to one file, by links of either kind, be it there or not."""
    try:
        found = os.stat(path)  # noqa: PTH116 - of many names, which need not be made paths
    except OSError:
        return _real(path)
    return found.st_dev, found.st_ino


def _folded(path: Path) -> str:
    """The place in one spelling, for file systems that tell no case and no composition of letters apart."""
    return unicodedata.normalize("NFC", str(_real(path))).casefold()


def _real(path: str | Path) -> Path:
    return Path(os.path.realpath(path))
