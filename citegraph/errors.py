"""The exceptions of citegraph. Each says where the problem is, what it is, and what to do."""

from __future__ import annotations

import errno

MORE_FILES = "close other programs, or raise the limit, e.g. with ulimit -n 1024"
"""The remedy if a process cannot open more files."""


def no_more_files(error: BaseException) -> bool:
    """Whether an error says that no further file can be opened. It is not the fault of the file, and ends the run."""
    return isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE)


class CitegraphError(Exception):
    """Base class of the errors that citegraph raises on purpose.

    Args:
        where: The file, row or argument.
        what: What is wrong.
        remedy: What the user can do about it.
    """

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        self.where, self.what, self.remedy = where, what, remedy
        super().__init__(where, what, remedy)

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f"; {self.remedy}" if self.remedy else "")


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

    def __init__(self, argument: str, value: str, what: str, remedy: str = "") -> None:
        self.argument, self.value = argument, value
        super().__init__(f"{argument} {value}", what, remedy)

    def __reduce__(self) -> tuple[type[ArgumentError], tuple[str, str, str, str]]:
        """Keep the argument and its value when pickled."""
        return type(self), (self.argument, self.value, self.what, self.remedy)


class ExportError(CitegraphError):
    """An output cannot be written."""


class ClusterError(CitegraphError):
    """Spark is missing or cannot be reached, a job failed, or its output already exists."""
