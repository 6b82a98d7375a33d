"""The command `demo`: build the graph of the bundled sample reports."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from citegraph.cli.build import DEFAULT_FOLDER, DEMO, publish_and_print
from citegraph.cli.options import DEFAULT_STORE
from citegraph.cli.printing import localized, print_line
from citegraph.errors import ExportError
from citegraph.i18n import message


def demo(
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder to write to.", metavar="DIR")
    ] = DEFAULT_FOLDER / DEMO,
) -> None:
    """Build the graph of the bundled sample reports, and say what to open.

    One of the samples is a scan without text, to show how a failure is listed.

    \b
    Example:
      citegraph demo
    """
    from citegraph import export
    from citegraph.publish import output_checks
    from citegraph.publish.file_ownership import DEMO_STORE, SAMPLES

    if os.path.exists(output / DEFAULT_STORE.name):  # noqa: PTH110 - never raises
        raise ExportError(str(output), message("write.own_graph"), message("do.output"))
    samples = output / SAMPLES
    store = output / DEMO_STORE  # never the store of a build into the same folder
    output_checks.check_outputs(
        [
            *output_checks.planned_outputs(output, export.formats_by_name(None), store),
            output_checks.Output(samples, SAMPLES, folder=True),
        ],
        [],
    )
    for sample in (files("citegraph") / SAMPLES).iterdir():
        if sample.is_file() and not sample.name.endswith(".py"):
            export.write_atomically(samples / sample.name, [sample.read_bytes()])
    publish_and_print([str(samples)], output, store, ocr="never", opens=False)  # the same with and without Tesseract
    # A command that can be copied: an inactive virtual environment is not on the path.
    off = shutil.which("citegraph") is None and Path(sys.argv[0]).name == "citegraph"
    command = sys.argv[0] if off else "citegraph"
    print_line(localized("demo.open", page=output / "graph.html", command=command, store=store))
