"""Write a corpus in any of the supported formats, and write files safely."""

from __future__ import annotations

import errno
import json
import os
import stat
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from importlib import import_module
from pathlib import Path, PurePath
from pkgutil import iter_modules

from citegraph import system
from citegraph.errors import MORE_FILES, ExportError, is_too_many_open_files, os_error_text
from citegraph.export.format_definition import ExportFormat
from citegraph.file_stamps import files_with_stamp, has_stamp
from citegraph.graph import count_edges
from citegraph.i18n import Message, message
from citegraph.model import Corpus

__all__ = [
    "MAX_EDGES",
    "PART",
    "ExportFormat",
    "all_formats",
    "check_format_names",
    "folder_lock",
    "formats_by_name",
    "is_own_file",
    "refuse_foreign_file",
    "refuse_large_graph",
    "refuse_linked_folder",
    "refuse_unwritable_folder",
    "remove_output",
    "remove_temporary_files",
    "write",
    "write_atomically",
]

PART = ".citegraph-part"
"""Suffix of a file that is not yet complete."""

EMPTY_BYTES = 3
"""A file of at most this many bytes holds no work that could be lost: "", a byte order mark, or "[]"."""

MAX_EDGES = 1_000_000
"""The most edges of a graph that is written. networkx and its writers need up to 4.3 KB of memory per edge, measured
over the formats: 4.3 GB in all, about half the memory of an ordinary machine. A report that cites k documents has
k(k-1)/2 edges, so a few long lists are enough to fill any memory."""

_MOVE = message("do.move_or_output")

_FRESH_SECONDS = 10
"""A temporary file may be this young and not yet locked by the process that is creating it."""


@cache
def all_formats() -> tuple[ExportFormat, ...]:
    """Return every format, sorted by name. Each module of this package lists its own in a constant FORMATS."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    rows = (row for module in modules for row in getattr(module, "FORMATS", ()))
    return tuple(sorted(rows, key=lambda row: (row.name, row.file)))


def check_format_names(names: Collection[str] | None) -> None:
    """Raise ExportError if a name is not a format."""
    formats_by_name(names)


def formats_by_name(names: Collection[str] | None) -> list[ExportFormat]:
    """Return the formats with these names; the usual formats by default.

    Raises ExportError if a name is not a format.
    """
    known = dict.fromkeys(row.name for row in all_formats())
    if unknown := sorted(set(names or ()) - known.keys()):
        raise ExportError(
            unknown[0] or "--format", message("write.no_format"), message("do.choose", names=", ".join(known))
        )
    return [row for row in all_formats() if (row.usual if names is None else row.name in names)]


def is_own_file(path: Path) -> bool:
    """Whether `write` wrote the file at `path`: it has the file name and the stamp of a format."""
    if any(path.name == row.file and has_stamp(path, row.stamp) for row in all_formats() if row.write is not None):
        return True
    names = ("/".join(path.parts[-2:]), path.name) if path.suffix == ".md" else ()
    return any(
        has_stamp(path, _note_stamp(row, name)) for name in names for row in all_formats() if row.notes is not None
    )


def refuse_foreign_file(path: Path, stamp: bytes, remedy: Message = _MOVE) -> None:
    """Raise ExportError if the file at `path` has content but not our stamp, because it may be the user's work.

    Args:
        path: The file to be written.
        stamp: The stamp of files that may be replaced.
        remedy: What the user can do.
    """
    refuse_special_file(path)
    with _raise_export_errors(path):
        foreign = path.is_file() and path.stat().st_size > EMPTY_BYTES and not has_stamp(path, stamp)
    if foreign:
        raise ExportError(str(path), message("write.foreign"), remedy)


def refuse_special_file(path: Path) -> None:
    """Raise ExportError if `path` is, or links to, a folder, pipe, device or socket."""
    with _raise_export_errors(path):
        try:
            regular = stat.S_ISREG(path.stat().st_mode)
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ELOOP):  # a broken link may be replaced
                raise
            return
    if not regular:
        raise ExportError(str(path), message("write.irregular"), _MOVE)


def refuse_linked_folder(folder: Path) -> None:
    """Raise ExportError if `folder`, which a run fills, is a link, because the files would be written elsewhere."""
    with _raise_export_errors(folder):
        linked = folder.is_symlink()
    if linked:
        raise ExportError(str(folder), message("write.link"), _MOVE)


def refuse_unwritable_folder(folder: Path) -> None:
    """Raise ExportError if `folder`, or its nearest existing parent, cannot be written."""
    with _raise_export_errors(folder):
        found = next(one for one in (folder, *folder.absolute().parents) if one.exists())
        if found.is_dir() and not os.access(found, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def refuse_large_graph(corpus: Corpus, rows: Iterable[ExportFormat]) -> None:
    """Raise ExportError if writing one of the formats needs a graph of more than `MAX_EDGES` edges in memory."""
    whole = count_edges(corpus)
    for row in rows if whole > MAX_EDGES else ():  # no other graph of the corpus is larger
        held = row.edges(corpus) if row.edges is not None else 0
        if held > MAX_EDGES:
            what = message("write.too_many_edges", edges=held, most=MAX_EDGES)
            raise ExportError(row.file, what, message("do.take_less"))


def write(corpus: Corpus, folder: str | Path, names: Collection[str] | None = None, *, lang: str = "vi") -> list[Path]:
    """Write a corpus into a folder.

    Each file is written under a temporary name and then renamed, so that readers see the old or the new file, never a
    partial one. The same corpus gives the same bytes.

    Args:
        corpus: What to write.
        folder: Where to write.
        names: The formats; the usual ones by default.
        lang: The language of labels and headings: "vi" or "en".

    Returns:
        The files and folders that were written.

    Raises:
        ExportError: A format is unknown, the graph has more than `MAX_EDGES` edges, or the folder cannot be written.
    """
    rows = formats_by_name(names)
    refuse_large_graph(corpus, rows)
    remove_temporary_files(Path(folder))
    return [path for row in rows for path in _write_format(row, corpus, Path(folder), lang)]


def remove_output(path: Path) -> None:
    """Remove a file that `write_atomically` wrote. Raises ExportError if that is not allowed."""
    with _raise_export_errors(path, "write.cannot_remove"):
        path.unlink(missing_ok=True)


def _write_format(row: ExportFormat, corpus: Corpus, folder: Path, lang: str) -> Iterator[Path]:
    """Write the file of a format, or its folder of notes, and yield the path."""
    if row.write is not None:
        yield write_atomically(folder / row.file, row.write(corpus, lang))
    if row.notes is not None:
        yield _write_notes(row, row.notes(corpus, lang), folder / row.file)


def _write_notes(row: ExportFormat, notes: Iterable[tuple[str, Iterable[bytes]]], folder: Path) -> Path:
    """Write a folder of notes, and remove our notes of documents and reports that are no longer in the corpus."""
    refuse_linked_folder(folder)
    remove_temporary_files(folder, "**/")
    written = set()
    for name, parts in notes:
        if ".." in PurePath(name).parts or PurePath(name).anchor:
            raise ExportError(str(folder), message("write.outside", name=name), message("do.other_format"))
        for parent in PurePath(name).parents:
            refuse_linked_folder(folder / parent)
        refuse_foreign_file(folder / name, _note_stamp(row, name))
        written.add(write_atomically(folder / name, parts))
    for path in files_with_stamp(folder, "**/*.md", partial(_note_stamp, row)):
        if path not in written:
            remove_output(path)
    return folder


def _note_stamp(row: ExportFormat, name: str) -> bytes:
    """Return the stamp of the note with this name."""
    return row.stamp + json.dumps(name, ensure_ascii=False).encode() + b"\n"


def write_atomically(path: Path, parts: Iterable[bytes]) -> Path:
    """Write one file under a temporary name, and rename it when all of it is on the disk.

    Args:
        path: The file. Missing folders are created.
        parts: Its content.

    Returns:
        `path`.

    Raises:
        ExportError: The file cannot be written, or `path` is not a regular file.
    """
    refuse_special_file(path)
    with _raise_export_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        system.replace_file(path, parts, suffix=PART)
    return path


def remove_temporary_files(folder: Path, below: str = "") -> None:
    """Remove temporary files that killed runs left in a folder.

    Call it once before writing many files; a folder may contain one page per report.

    Args:
        folder: Where to look.
        below: "**/" to look in subfolders as well.

    Raises:
        ExportError: The folder cannot be read.
    """
    with _raise_export_errors(folder):
        found = list(folder.glob(f"{below}.*{PART}"))
    for left in found:
        try:
            with left.open("rb") as file:
                old = time.time() - os.fstat(file.fileno()).st_mtime > _FRESH_SECONDS
                if old and system.try_lock(file.fileno()):
                    left.unlink(missing_ok=True)
        except OSError:  # gone or not removable; it does no harm
            continue


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Wait until no other run writes into `folder`, and block others while the block runs.

    The folder itself is locked; no lock file is left in it. On Windows and on file systems without such locks, nothing
    is locked; there, only the lock on the store separates builds of the same store.

    Args:
        folder: Created if it is missing.

    Raises:
        ExportError: The folder cannot be opened.
    """
    if not system.CAN_LOCK_FOLDERS:
        yield
        return
    with _raise_export_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # the file system has no such locks
            system.lock(descriptor, wait=True)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _raise_export_errors(path: Path, what: str = "write.cannot") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        remedy = message("do.check_space")
        if is_too_many_open_files(error):
            remedy = MORE_FILES
        elif system.is_held_open(error):
            remedy = message("do.close_file")
        raise ExportError(str(path), message(what, why=os_error_text(error)), remedy) from error
