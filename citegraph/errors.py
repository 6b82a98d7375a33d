"""The exceptions of citegraph. Each says where the problem is, what it is, and what to do."""

from __future__ import annotations

import errno
from typing import Literal

from citegraph.i18n import Message, message, translated

MORE_FILES = message("do.more_files")
"""The remedy if a process cannot open more files."""

_REFUSALS = {
    errno.ENOENT: message("os.no_such_file"),
    errno.EACCES: message("os.permission"),
    errno.EPERM: message("os.permission"),
    errno.EEXIST: message("os.exists"),
    errno.ENOTDIR: message("os.not_folder"),
    errno.EISDIR: message("os.is_folder"),
    errno.ENOSPC: message("os.full"),
    errno.EROFS: message("os.read_only"),
    errno.EIO: message("os.io"),
    errno.ENAMETOOLONG: message("os.name_too_long"),
    errno.ELOOP: message("os.loop"),
    errno.EMFILE: message("os.too_many_files"),
    errno.ENFILE: message("os.too_many_files"),
}

_GIST = 200  # characters


def is_too_many_open_files(error: BaseException) -> bool:
    """Whether the error says that no more files can be opened. That is no fault of the file, and it ends the run."""
    return isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE)


def os_error_text(error: OSError) -> str:
    """Return the text of a system error: our own message for common errors, else that of the system."""
    return _REFUSALS.get(error.errno or 0) or error.strerror or str(error)


def first_line(error: BaseException) -> str:
    """Return the first line of a library's error message, without the long text that it may quote."""
    first, *_ = str(error).splitlines() or [""]
    return first if len(first) <= _GIST else f"{first[: _GIST - 1]}…"


def one_line_message(lang: str, where: str, what: str, remedy: str = "") -> str:
    """Return an error as one line in a language: where it is, what is wrong, and what to do.

    >>> one_line_message("vi", "a.pdf", message("file.empty"), message("do.split"))
    'a.pdf: là tệp rỗng; chia nhỏ tệp'
    """
    said = f"{translated(lang, where)}: {translated(lang, what)}"
    return said + (f"; {translated(lang, remedy)}" if remedy else "")


class CitegraphError(Exception):
    """Base class of the errors that citegraph raises on purpose.

    Args:
        where: The file, row or argument.
        what: What is wrong.
        remedy: What the user can do about it.
    """

    def __init__(self, where: str, what: Message, remedy: Message | Literal[""] = "") -> None:
        self.where, self.what, self.remedy = where, what, remedy
        super().__init__(where, what, remedy)

    def __str__(self) -> str:
        return one_line_message("en", self.where, self.what, self.remedy)


class ReadError(CitegraphError):
    """A file, or a row of one, cannot be read as a report."""


class KnowledgeError(CitegraphError):
    """A table of known documents is not valid."""


class StoreError(CitegraphError):
    """A store cannot be opened, has another version, or is in use by another run."""


class QueryError(CitegraphError):
    """A query cannot be answered as it was asked."""


class ArgumentError(QueryError):
    """An argument of a function, or an option of the command, has an invalid value."""

    def __init__(self, argument: str, value: str, what: Message, remedy: Message | Literal[""] = "") -> None:
        self.argument, self.value = argument, value
        super().__init__(f"{argument} {value}", what, remedy)

    def __reduce__(self) -> tuple[type[ArgumentError], tuple[str, str, Message, Message | Literal[""]]]:
        """Keep the argument and its value when pickled."""
        return type(self), (self.argument, self.value, self.what, self.remedy)


class ExportError(CitegraphError):
    """An output cannot be written."""


class ClusterError(CitegraphError):
    """Spark is missing or cannot be reached, a job failed, or its output already exists."""
