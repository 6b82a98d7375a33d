"""Write a corpus in any of the supported formats: the table of formats and one safe way to write files."""

from __future__ import annotations

import errno
import json
import os
import stat
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from importlib import import_module
from pathlib import Path, PurePath
from pkgutil import iter_modules

from citegraph import system
from citegraph.errors import MORE_FILES, ExportError, no_more_files
from citegraph.export.format import Format
from citegraph.graph import edges
from citegraph.model import Corpus
from citegraph.provenance import own, stamped

__all__ = [
    "MOST",
    "PART",
    "Format",
    "alone",
    "check",
    "chosen",
    "discard",
    "formats",
    "ours",
    "refuse_astray",
    "refuse_foreign",
    "refuse_large",
    "refuse_sealed",
    "save",
    "sweep",
    "write",
]

PART = ".citegraph-part"
"""The ending of a file that is not whole yet."""

NOTHING = 3
"""Bytes of a file in which nobody's work is lost: "", a byte order mark, "[]" of an empty corpus."""

MOST = 1_000_000
"""Edges of a graph that is written at most. networkx and its writers take up to 4.3 KB of memory for each, as measured
over the formats: 4.3 GB in all, about half of what an ordinary machine has. Reports that cite k documents have
k(k-1)/2, so a few long lists are enough to fill any memory."""

_MOVE = "move it away, or name another folder with --output"

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
    chosen(names)


def chosen(names: Collection[str] | None) -> list[Format]:
    """The rows of the formats `names` (default: those that `usual` says); ExportError for a name that is no format."""
    known = dict.fromkeys(row.name for row in formats())
    if unknown := sorted(set(names or ()) - known.keys()):
        raise ExportError(unknown[0] or "--format", "is no known format", f"choose among {', '.join(known)}")
    return [row for row in formats() if (row.usual if names is None else row.name in names)]


def ours(path: Path) -> bool:
    """Whether `write` made the file at `path`: it has the name and the stamp of a format."""
    if any(path.name == row.file and stamped(path, row.stamp) for row in formats() if row.write is not None):
        return True
    names = ("/".join(path.parts[-2:]), path.name) if path.suffix == ".md" else ()
    return any(stamped(path, _stamp(row, name)) for name in names for row in formats() if row.notes is not None)


def refuse_foreign(path: Path, stamp: bytes, remedy: str = _MOVE) -> None:
    """Raise ExportError where a file lies at `path` that does not bear our stamp: somebody's work may be in it."""
    refuse_special(path)
    with _faults(path):
        foreign = path.is_file() and path.stat().st_size > NOTHING and not stamped(path, stamp)
    if foreign:
        raise ExportError(str(path), "is there already and was not written by citegraph", remedy)


def refuse_special(path: Path) -> None:
    """Raise ExportError where a folder, pipe, device or socket lies at `path`, or a link leads to one."""
    with _faults(path):
        try:
            regular = stat.S_ISREG(path.stat().st_mode)
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ELOOP):  # a link that leads nowhere is in nobody's way
                raise
            return
    if not regular:
        raise ExportError(str(path), "is there already and is no regular file", _MOVE)


def refuse_astray(folder: Path) -> None:
    """Raise ExportError where `folder`, which a run fills, is a link, and what is written would lie elsewhere."""
    with _faults(folder):
        astray = folder.is_symlink()
    if astray:
        raise ExportError(str(folder), "is a link, and what is written would lie elsewhere", _MOVE)


def refuse_sealed(folder: Path) -> None:
    """Raise ExportError where `folder`, or the nearest one above it that is there, may not be written."""
    with _faults(folder):
        found = next(one for one in (folder, *folder.absolute().parents) if one.exists())
        if found.is_dir() and not os.access(found, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def refuse_large(corpus: Corpus, rows: Iterable[Format]) -> None:
    """Raise ExportError where one of the formats has to hold a graph of more than `MOST` edges to be written."""
    whole = edges(corpus)
    for row in rows if whole > MOST else ():  # the edges of no other graph are more
        held = row.edges(corpus) if row.edges is not None else 0
        if held > MOST:
            what = f"would hold {held} edges, more than the {MOST} that are drawn"
            raise ExportError(row.file, what, "take less with --top or --edges, or all of it with --format csv")


def write(corpus: Corpus, folder: str | Path, names: Collection[str] | None = None, *, lang: str = "vi") -> list[Path]:
    """Write the corpus into the folder in the formats `names` (default: those that `usual` says); return the files.

    A file is written beside its place and then renamed, so a reader sees the old one or the new one and never a part.
    The same corpus gives the same bytes. Raises ExportError for an unknown format, for a graph of more than `MOST`
    edges, or where the folder cannot be written.
    """
    rows = chosen(names)
    refuse_large(corpus, rows)
    sweep(Path(folder))
    return [path for row in rows for path in _all(row, corpus, Path(folder), lang)]


def discard(path: Path) -> None:
    """Remove a file that `save` wrote; ExportError where that is not allowed."""
    with _faults(path, "cannot be removed"):
        path.unlink(missing_ok=True)


def _all(row: Format, corpus: Corpus, folder: Path, lang: str) -> Iterator[Path]:
    """Write what one row of the table says: a file, or a folder of files, of which the folder is named."""
    if row.write is not None:
        yield save(folder / row.file, row.write(corpus, lang))
    if row.notes is not None:
        yield _write_notes(row, row.notes(corpus, lang), folder / row.file)


def _write_notes(row: Format, notes: Iterable[tuple[str, Iterable[bytes]]], folder: Path) -> Path:
    """Write a folder of notes, and remove those of ours that the corpus has no more."""
    refuse_astray(folder)
    sweep(folder, "**/")
    written = set()
    for name, parts in notes:
        if ".." in PurePath(name).parts or PurePath(name).anchor:
            raise ExportError(str(folder), f"{name} would lie outside", "write another format")
        for parent in PurePath(name).parents:
            refuse_astray(folder / parent)
        refuse_foreign(folder / name, _stamp(row, name))
        written.add(save(folder / name, parts))
    for path in own(folder, "**/*.md", partial(_stamp, row)):
        if path not in written:
            discard(path)
    return folder


def _stamp(row: Format, name: str) -> bytes:
    """What stands in the note of this name."""
    return row.stamp + json.dumps(name, ensure_ascii=False).encode() + b"\n"


def save(path: Path, parts: Iterable[bytes]) -> Path:
    """Write one file, to a place beside `path` from which it gets that name when all is on the disk, and return `path`.

    ExportError where it cannot be written, or where something lies there that is no regular file.
    """
    refuse_special(path)
    with _faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=PART, delete=False)  # noqa: SIM115
    try:
        with _faults(path), beside:  # closing a file writes too
            _hold(beside.fileno())
            for part in parts:
                beside.write(part)
            beside.flush()
            os.fsync(beside.fileno())
            Path(beside.name).chmod(0o666 & ~system.umask())
        with _faults(path):
            Path(beside.name).replace(path)
    except BaseException:
        Path(beside.name).unlink(missing_ok=True)
        raise
    return path


def sweep(folder: Path, below: str = "") -> None:
    """Remove what killed runs left in `folder`, and with "**/" in all below it.

    To be done once before much is saved there: a folder may hold a page for each report. Raises ExportError where the
    folder cannot be.
    """
    with _faults(folder):
        found = list(folder.glob(f"{below}.*{PART}"))
    for left in found:
        try:
            with left.open("rb") as file:
                old = time.time() - os.fstat(file.fileno()).st_mtime > _FRESH_SECONDS
                if old and _hold(file.fileno()):
                    left.unlink(missing_ok=True)
        except OSError:  # gone or not ours to remove: it is in nobody's way
            continue


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other run writes into `folder`, then keep others waiting, so that its files are those of one run.

    The folder itself is locked, and no file is left in it. On Windows, and on file systems without such locks, nobody
    waits; there only the right to write to the store keeps builds of the same store apart.
    """
    if not system.CAN_LOCK_FOLDERS:
        yield
        return
    with _faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # no such locks here
            system.lock(descriptor, wait=True)
        yield
    finally:
        os.close(descriptor)


def _hold(descriptor: int) -> bool:
    """Mark an open file as in use for as long as it is open; whether nobody else does."""
    try:
        return system.lock(descriptor, wait=False)  # on Windows an open file cannot be removed anyway
    except OSError:
        return False


@contextmanager
def _faults(path: Path, what: str = "cannot be written") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        said, remedy = f"{what}: {error.strerror or error}", "check the folder and the room on the disk"
        if no_more_files(error):
            remedy = MORE_FILES
        elif system.held_open(error):
            remedy = "close the program that has the file open, such as Excel"
        raise ExportError(str(path), said, remedy) from error
