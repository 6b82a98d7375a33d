"""Plan a build: check every output path before anything is read or written."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from citegraph import export, store
from citegraph.errors import ExportError
from citegraph.export import ExportFormat
from citegraph.i18n import Message, message
from citegraph.publish.file_ownership import is_own_file
from citegraph.read.file_name_encoding import STDIN

MARKED = "annotated"
"""The folder of annotated reports, beside the graph page."""

_REMEDY = message("do.output_or_store")


@dataclass(frozen=True, slots=True)
class Output:
    """A file or folder that a run writes."""

    path: Path
    option: str  # the option that requests it
    stamp: bytes | None = None  # marks a file that citegraph wrote; None for the store, which is checked elsewhere
    folder: bool = False


def planned_outputs(
    folder: Path, rows: Collection[ExportFormat], store_path: Path, *, annotate: bool = False
) -> list[Output]:
    """Return the outputs of a build into `folder`.

    Args:
        folder: Where the formats are written.
        rows: The formats.
        store_path: The store; the files beside it count as well.
        annotate: Whether annotated reports are written.
    """
    return [
        *(Output(path, "--store") for path in store.store_files(store_path)),
        *(Output(folder / row.file, f"--format {row.name}", row.stamp, row.notes is not None) for row in rows),
        *([Output(folder / MARKED, "--annotate", folder=True)] if annotate else []),
    ]


def check_outputs(planned: Collection[Output], names: Iterable[str | Path]) -> None:
    """Check that no output replaces an input, another output, or a file that citegraph did not write.

    Links are followed. Outputs whose names differ only in case count as the same place, as on some file systems.

    Args:
        planned: The outputs.
        names: The inputs.

    Raises:
        ExportError: Two outputs have the same path or are inside each other, an output is an input, its path is a
            foreign or special file, or a folder cannot be written.
    """
    beside_store = [output for output in planned if output.stamp is None and not output.folder]
    for one, other in combinations(planned, 2):
        if one not in beside_store or other not in beside_store:
            _refuse_clash(one, other)
    read = {_file_identity(name): Path(name) for name in names if name != STDIN}
    for output in planned:
        if (name := read.get(_file_identity(output.path))) is not None:
            _raise_input_error(output.path, name)
        if output.folder:
            inside = (name for name in read.values() if _is_inside(name, output.path) and is_own_file(name))
            if output.path.exists() and (name := next(inside, None)) is not None:
                _raise_input_error(output.path, name)
            export.refuse_linked_folder(output.path)
        elif output.stamp is not None:
            export.refuse_foreign_file(output.path, output.stamp)
    of_store = {output.path.parent for output in beside_store}  # opening the store reports errors there
    for folder in sorted({output.path.parent for output in planned} - of_store):
        export.refuse_unwritable_folder(folder)


def real_paths(names: Iterable[str | Path]) -> frozenset[Path]:
    """Return the real paths of the names, with links followed."""
    return frozenset(_real_path(name) for name in names if name != STDIN)


def refuse_input_file(read: Container[Path], path: Path, remedy: Message = _REMEDY) -> None:
    """Raise ExportError if the file at `path` is one of the inputs `read`, as `files` returns them."""
    if _real_path(path) in read:
        _raise_input_error(path, path, remedy)


def _raise_input_error(path: Path, name: Path, remedy: Message = _REMEDY) -> None:
    what = message("write.input")
    if os.path.normpath(name) != os.path.normpath(path):
        what = message("write.input_as", name=str(name))
    raise ExportError(str(path), what, remedy)


def _refuse_clash(one: Output, other: Output) -> None:
    """Raise ExportError if both outputs are in the same place, or one inside the other."""
    if _file_identity(one.path) == _file_identity(other.path) or _folded_path(one.path) == _folded_path(other.path):
        what = message("write.twice", one=one.option, other=other.option, path=str(other.path))
        raise ExportError(str(one.path), what, _REMEDY)
    for inner, outer in ((one, other), (other, one)):
        if _is_inside(inner.path, outer.path):
            what = message("write.inside", one=inner.option, path=str(outer.path), other=outer.option)
            raise ExportError(str(inner.path), what, _REMEDY)


def _is_inside(inner: Path, outer: Path) -> bool:
    return f"{_folded_path(inner)}{os.sep}".startswith(f"{_folded_path(outer)}{os.sep}")


def _file_identity(path: str | Path) -> object:
    """Return a value that is equal for two paths to the same file, which need not exist. Links are resolved."""
    try:
        found = os.stat(path)  # noqa: PTH116 - called for many names, where Path is slow
    except OSError:
        return _real_path(path)
    return found.st_dev, found.st_ino


def _folded_path(path: Path) -> str:
    """Return the path in one spelling, for file systems that ignore letter case and Unicode composition."""
    return unicodedata.normalize("NFC", str(_real_path(path))).casefold()


def _real_path(path: str | Path) -> Path:
    return Path(os.path.realpath(path))
