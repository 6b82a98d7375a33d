"""Build the store in a separate process, and report the progress on standard output, one JSON object per line.

A build uses a whole CPU core for a long time. In the server's process it would delay all requests. Here it lets the
server go first.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from threading import Thread
from typing import Any

from citegraph import pipeline, system
from citegraph.errors import CitegraphError
from citegraph.i18n import to_json
from citegraph.publish.file_ownership import Exclusions
from citegraph.web.build_queue import ENDS_WITH_INPUT

FAILURES = 500
"""The most files that could not be read of which a build tells."""


def main(arguments: Sequence[str]) -> None:
    """Build a store.

    Args:
        arguments: The store and the paths to read into it; before them the option, if wanted.
    """
    system.lower_priority()
    if arguments[0] == ENDS_WITH_INPUT:
        arguments = arguments[1:]
        Thread(target=_end_with_input, daemon=True).start()
    store, *paths = arguments
    with suppress(BrokenPipeError):  # the server has ended; the next build continues from what was read
        try:
            summary = pipeline.build(
                paths, store, exclude=Exclusions(paths), progress=_print_progress, on_page=_print_recognized_page
            )
        except CitegraphError as error:
            _print_json({"error": [to_json(error.where), to_json(error.what), to_json(error.remedy)]})
            return
        files_first = sorted(summary.failures, key=lambda one: not Path(one.path).is_file())  # then those in archives
        failures = [[one.path, to_json(one.reason), to_json(one.remedy)] for one in files_first[:FAILURES]]
        counts = {name: getattr(summary, name) for name in ("files_read", "files_unchanged", "reports", "citations")}
        _print_json({"finished": counts, "failures": failures})


def _end_with_input() -> None:
    """End at once when the server has ended, as if killed. The next build continues from what was read."""
    with suppress(OSError):
        while os.read(0, 4096):
            pass
    os._exit(1)


def _print_progress(done: int, files: int, reports: int) -> None:
    _print_json({"done": done, "files": files, "reports": reports})


def _print_recognized_page(path: str, pages: int, of: int) -> None:
    _print_json({"recognizing": {"name": PurePath(path).name, "pages": pages, "of": of}})


def _print_json(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
