"""Corpus in, files out: the table of formats and the one way to write them."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from glob import escape
from importlib import import_module
from pathlib import Path, PurePath
from pkgutil import iter_modules

from citegraph.errors import ExportError
from citegraph.export.format import Format
from citegraph.model import Corpus

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

__all__ = ["Format", "check", "discard", "formats", "save", "write"]

_PART = ".citegraph-part"
"""The ending of a file that is not whole yet."""

_FRESH_SECONDS = 10
"""A file beside another may be this young and not yet held by the process that is just making it."""


@cache
def formats() -> tuple[Format, ...]:
    """Every format, sorted by name: each module of this folder adds its own rows by a constant FORMATS."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    rows = (row for module in modules for row in getattr(module, "FORMATS", ()))
    return tuple(sorted(rows, key=lambda row: (row.name, row.file)))


def check(names: Collection[str] | None) -> None:
    """Raise ExportError for a name that is no format."""
    known = dict.fromkeys(row.name for row in formats())
    if unknown := sorted(set(names or ()) - known.keys()):
        raise ExportError(unknown[0] or "--format", "is no known format", f"choose among {', '.join(known)}")


def write(corpus: Corpus, folder: str | Path, names: Collection[str] | None = None, *, lang: str = "vi") -> list[Path]:
    """Write the corpus into the folder in the formats `names` (default: those that `usual` says); return the files.

    A file is written beside its place and then renamed, so a reader sees the old one or the new one and never a part.
    The same corpus gives the same bytes. Raises ExportError for an unknown format, or where the folder cannot be
    written.
    """
    check(names)
    folder = Path(folder)
    chosen = [row for row in formats() if (row.usual if names is None else row.name in names)]
    return [path for row in chosen for path in _all(row, corpus, folder, lang)]


def save(path: Path, parts: Iterable[bytes]) -> Path:
    """Write one file in the way of `write`, and return its path; ExportError where it cannot be written."""
    return _write(path, parts)


def discard(path: Path) -> None:
    """Remove a file that `save` wrote; ExportError where that is not allowed."""
    with _faults(path, "cannot be removed"):
        path.unlink(missing_ok=True)


def _all(row: Format, corpus: Corpus, folder: Path, lang: str) -> Iterator[Path]:
    """Write what one row of the table says: a file, or a folder of files, of which the folder is named."""
    if row.write is not None:
        yield _write(folder / row.file, row.write(corpus, lang))
    if row.notes is not None:
        for name, parts in row.notes(corpus, lang):
            if ".." in PurePath(name).parts or PurePath(name).anchor:
                raise ExportError(str(folder / row.file), f"{name} would lie outside", "write another format")
            _write(folder / row.file / name, parts)
        yield folder / row.file


def _write(path: Path, parts: Iterable[bytes]) -> Path:
    """Write the bytes to a file beside `path`, and give it that name when all are on the disk."""
    with _faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        beside = tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=_PART, delete=False)  # noqa: SIM115
    try:
        with _faults(path), beside:  # closing a file writes too
            _hold(beside.fileno())
            for part in parts:
                beside.write(part)
            beside.flush()
            os.fsync(beside.fileno())
            Path(beside.name).chmod(0o666 & ~_umask())
        with _faults(path):
            Path(beside.name).replace(path)
    except BaseException:
        Path(beside.name).unlink(missing_ok=True)
        raise
    return path


def _sweep(path: Path) -> None:
    """Remove what killed runs left beside `path`."""
    for left in path.parent.glob(f".{escape(path.name)}.*{_PART}"):
        try:
            with left.open("rb") as file:
                old = time.time() - os.fstat(file.fileno()).st_mtime > _FRESH_SECONDS
                if old and _hold(file.fileno()):
                    left.unlink(missing_ok=True)
        except OSError:  # gone or not ours to remove: it is in nobody's way
            continue


def _hold(descriptor: int) -> bool:
    """Mark an open file as in use for as long as it is open; whether nobody else does."""
    if fcntl is None:  # Windows: what is open there cannot be removed anyway
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def _faults(path: Path, what: str = "cannot be written") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        said = f"{what}: {error.strerror or error}"
        raise ExportError(str(path), said, "check the folder and the room on the disk") from error


def _umask() -> int:
    """The mask new files get; a temporary file is made for its owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
