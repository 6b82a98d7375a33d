"""Turn errors into a message and an exit code. A message cannot control the terminal."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable, Mapping

import typer

from citegraph.cli.output import fail, lang, say
from citegraph.cli.streams import UnwritableError, forget_output
from citegraph.errors import MORE_FILES, ArgumentError, CitegraphError, ExportError, ReadError, no_more_files
from citegraph.i18n import misused

DEBUG = "CITEGRAPH_DEBUG"
"""The environment variable that makes errors show a traceback."""


def ended(command: Callable[..., object], codes: Mapping[type[CitegraphError], int]) -> int:
    """Run a Typer command and return its exit code.

    Args:
        command: The command.
        codes: The exit code of each kind of error.
    """
    try:
        code = command(standalone_mode=False)
        sys.stdout.flush()
    except typer.Abort:
        return 130
    except CitegraphError as error:
        return _failed(error, codes)
    except UnwritableError as error:
        forget_output()
        what = f"cannot be written: {error.strerror or error}"
        return _failed(ExportError("standard output", what, "check where it leads, and the room on the disk"), codes)
    except OSError as error:
        refused = _refused(error)
        if refused is None:  # a bug of this program
            raise
        return _failed(refused, codes)
    except Exception as error:
        show = getattr(error, "show", None)  # an error of the argument parser; Typer works with and without Click
        if show is None:
            raise
        shown = io.StringIO()
        show(file=shown)
        for line in shown.getvalue().splitlines():
            say(misused(lang(), line), error=True)
        return int(getattr(error, "exit_code", 2))
    return code if isinstance(code, int) else 0


def _failed(error: CitegraphError, codes: Mapping[type[CitegraphError], int]) -> int:
    if os.environ.get(DEBUG):
        for line in "".join(traceback.format_exception(error)).splitlines():
            say(line, error=True)
    else:
        where = f"--{error.where}" if isinstance(error, ArgumentError) else error.where
        fail(CitegraphError(f"citegraph: {where}", error.what, error.remedy))
    return next((code for kind, code in codes.items() if isinstance(error, kind)), 2)


def _refused(error: OSError) -> CitegraphError | None:
    """Return the error to show for an OSError that no file caused; None if it is a bug."""
    if no_more_files(error):
        return ReadError("open files", "there may be no more of them", MORE_FILES)
    try:
        os.getcwd()  # noqa: PTH109 - only checks that it exists
    except OSError:
        return ReadError("the current folder", "is gone or cannot be entered", "go to another folder")
    if error.filename is not None:
        return None
    return ReadError("the system", f"refused what was asked: {error.strerror or error}", "see where with --debug")
