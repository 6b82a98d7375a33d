"""A command in, its exit code out: whatever goes wrong is said in words, and nothing said can steer the terminal."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable, Mapping

import typer

from citegraph.cli.output import fail, lang, say
from citegraph.errors import CitegraphError, ExportError
from citegraph.words import misused

DEBUG = "CITEGRAPH_DEBUG"
"""The environment variable that has errors told with the place in the program where they arose."""


def ended(command: Callable[..., object], codes: Mapping[type[CitegraphError], int]) -> int:
    """Run the command of a Typer app; `codes` gives the exit code of each kind of error."""
    try:
        code = command(standalone_mode=False)
        sys.stdout.flush()
    except typer.Abort:
        return 130
    except CitegraphError as error:
        return _failed(error, codes)
    except OSError as error:
        if error.filename is not None:  # not the output, but a fault of this program
            raise
        _forget_output()
        what = f"cannot be written: {error.strerror or error}"
        return _failed(ExportError("standard output", what, "check where it leads, and the room on the disk"), codes)
    except Exception as error:
        show = getattr(error, "show", None)  # of the parser of the command line; Typer comes with Click and without
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
        fail(type(error)(f"citegraph: {error.where}", error.what, error.remedy))
    return codes.get(type(error), 2)


def _forget_output() -> None:
    """Give up what could not be written: it would be tried once more, and fail once more, as Python ends."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
