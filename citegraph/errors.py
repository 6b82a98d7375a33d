"""The exceptions of citegraph: each says where, what is wrong, and what to do."""

from __future__ import annotations

import errno

MORE_FILES = "close other programs, or raise the limit, e.g. with ulimit -n 1024"
"""What to do where a process may open no more files."""


def no_more_files(error: BaseException) -> bool:
    """Whether an error says that no further file can be opened: the fault of none, and the end of any run."""
    return isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE)


class CitegraphError(Exception):
    """Base of every error citegraph raises on purpose.

    `where` names the file, row or argument, `what` the fault, `remedy` what the reader can do about it.
    """

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        self.where, self.what, self.remedy = where, what, remedy
        super().__init__(where, what, remedy)

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f"; {self.remedy}" if self.remedy else "")


class ReadError(CitegraphError):
    """A file, or a row of one, that cannot be read as a report."""


class KnowledgeError(CitegraphError):
    """A table of known documents that breaks its own rules."""


class StoreError(CitegraphError):
    """A store that cannot be opened, is of another version, or is held by another run."""


class QueryError(CitegraphError):
    """A question that cannot be answered as it was asked."""


class ArgumentError(QueryError):
    """A value that an argument of a function, or an option of the command, does not take."""

    def __init__(self, argument: str, value: str, what: str, remedy: str = "") -> None:
        self.argument, self.value = argument, value
        super().__init__(f"{argument} {value}", what, remedy)

    def __reduce__(self) -> tuple[type[ArgumentError], tuple[str, str, str, str]]:
        """Keep the argument and its value when pickled."""
        return type(self), (self.argument, self.value, self.what, self.remedy)


class ExportError(CitegraphError):
    """An output that cannot be written."""


class ClusterError(CitegraphError):
    """Spark that is missing or cannot be reached, a job that fails, or an output that is there already."""
