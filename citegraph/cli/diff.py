"""The command `diff`: what changed between two stores."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from citegraph.cli.options import LimitOption, ShapeOption
from citegraph.cli.printing import OutputFormat, localized, print_line, print_rows

_COLUMNS = ("change", "report", "surface", "old", "new")


def diff(
    old: Annotated[Path, typer.Argument(help="The earlier store.", metavar="OLD")],
    new: Annotated[Path, typer.Argument(help="The later store.", metavar="NEW")],
    shape: ShapeOption = OutputFormat.TABLE,
    limit: LimitOption = None,
) -> None:
    """Tell what changed between two stores: reports, citations, documents, decisions.

    Exit code 1 where something changed.

    \b
    Examples:
      citegraph diff last-month/citegraph.sqlite output/citegraph.sqlite
      citegraph diff old.sqlite new.sqlite --format csv > changes.csv
    """
    from citegraph import query

    changes = query.diff(old, new)
    rows = [{"change": each.kind, **{k: v for k, v in asdict(each).items() if k != "kind"}} for each in changes][:limit]
    if shape is not OutputFormat.TABLE:
        print_rows(rows, _COLUMNS, shape)
    elif not changes:
        print_line(localized("diff.nothing"))
    else:
        print_rows([{**row, "change": localized(f"change.{row['change']}")} for row in rows], _COLUMNS, shape)
        for kind, count in sorted(Counter(each.kind for each in changes).items()):
            print_line(f"{localized(f'change.{kind}')}: {count}")
    if changes:
        raise typer.Exit(1)
