"""Turn errors into a message and an exit code. A message cannot control the terminal."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Mapping

import typer

from citegraph.cli import usage_errors
from citegraph.cli.printing import output_language, print_line
from citegraph.cli.standard_streams import UnwritableError, discard_pending_output
from citegraph.errors import (
    MORE_FILES,
    ArgumentError,
    CitegraphError,
    ExportError,
    ReadError,
    is_too_many_open_files,
    one_line_message,
    os_error_text,
)
from citegraph.i18n import message

DEBUG = "CITEGRAPH_DEBUG"
"""The environment variable that makes errors show a traceback."""


def run_command(command: Callable[..., object], codes: Mapping[type[CitegraphError], int]) -> int:
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
        return _print_error(error, codes)
    except UnwritableError as error:
        discard_pending_output()
        what = message("write.cannot", why=os_error_text(error))
        return _print_error(ExportError(message("where.stdout"), what, message("do.check_receiver")), codes)
    except OSError as error:
        refused = _error_to_show(error)
        if refused is None:  # a bug of this program
            raise
        return _print_error(refused, codes)
    except Exception as error:
        if not hasattr(error, "show"):  # of the parser of the command line; Typer comes with Click and without
            raise
        for line in usage_errors.error_message_lines(error, output_language()):
            print_line(line, error=True)
        return int(getattr(error, "exit_code", 2))
    return code if isinstance(code, int) else 0


def _print_error(error: CitegraphError, codes: Mapping[type[CitegraphError], int]) -> int:
    if os.environ.get(DEBUG):
        for each in "".join(traceback.format_exception(error)).splitlines():
            print_line(each, error=True)
    else:
        where = f"--{error.where}" if isinstance(error, ArgumentError) else error.where
        print_line(f"citegraph: {one_line_message(output_language(), where, error.what, error.remedy)}", error=True)
    return next((code for kind, code in codes.items() if isinstance(error, kind)), 2)


def _error_to_show(error: OSError) -> CitegraphError | None:
    """Return the error to show for an OSError that is not about a file; None if it is a bug of this program."""
    if is_too_many_open_files(error):
        return ReadError(message("where.open_files"), message("os.too_many_files"), MORE_FILES)
    try:
        os.getcwd()  # noqa: PTH109 - only checks that it exists
    except OSError:
        return ReadError(message("where.folder"), message("os.no_folder"), message("do.other_folder"))
    if error.filename is not None:
        return None
    return ReadError(message("where.system"), message("os.refused", why=os_error_text(error)), message("do.debug"))
