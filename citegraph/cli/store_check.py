"""The command `check`: check that a store is intact and its files are unchanged."""

from __future__ import annotations

import typer

from citegraph.cli.options import DEFAULT_STORE, ShapeOption, StoreOption
from citegraph.cli.printing import OutputFormat, localized, print_line, print_rows


def check(store: StoreOption = DEFAULT_STORE, shape: ShapeOption = OutputFormat.TABLE) -> None:
    """Check that a store is whole, and that its files are still what was read.

    Run it in the folder in which the store was built. Exit code 1 where a file is gone or changed, 4 where the store
    is damaged.

    \b
    Examples:
      citegraph check
      citegraph check --store archive/citegraph.sqlite --format csv
    """
    from citegraph.query.store_check import check_and_list_stale_files
    from citegraph.store import Store

    with Store(store) as opened:
        found = check_and_list_stale_files(opened)
        files = sum(1 for _ in opened.sources())
    if found or shape is not OutputFormat.TABLE:
        remedy = localized("do.build_again")
        rows = [{"path": file.path, "state": localized(f"state.{file.state}"), "remedy": remedy} for file in found]
        print_rows(rows, ("path", "state", "remedy"), shape)
    else:
        print_line(localized("check.sound", store=store, n=files))
    if found:
        raise typer.Exit(1)
