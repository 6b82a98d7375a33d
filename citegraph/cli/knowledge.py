"""The commands `known suggest` and `known check`, for tables of your own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citegraph.cli.localized_commands import LangOption
from citegraph.cli.options import DEFAULT_STORE, LARGEST, ShapeOption, StoreOption
from citegraph.cli.printing import OutputFormat, localized, output_language, print_json, print_line, print_rows

if TYPE_CHECKING:
    from citegraph.query import Suggestion

_ROW = ("number", "kind", "issuer", "term", "date", "title")
_SHOWN = ("document", "reports", "kind", "issuer", "date", "date_said", "date_otherwise", "title", "title_said")


def known(lang: LangOption = None) -> None:
    """Find what your own tables of documents lack, and what is wrong in them.

    \b
    Examples:
      citegraph known suggest --to my/documents.csv
      citegraph known check my
    """


def suggest(
    store: StoreOption = DEFAULT_STORE,
    to: Annotated[
        Path | None,
        typer.Option("--to", help="Add them to this table, documents.csv or state.csv, too.", metavar="FILE"),
    ] = None,
    least: Annotated[
        int,
        typer.Option("--least", min=1, max=LARGEST, help="Only documents that N reports cite or more.", metavar="N"),
    ] = 1,
    top: Annotated[
        int | None,
        typer.Option("--top", min=1, max=LARGEST, help="Only the N most cited. [default: all]", metavar="N"),
    ] = None,
    shape: ShapeOption = OutputFormat.TABLE,
) -> None:
    """List the documents that your reports cite and no table lists, as rows to be checked and added.

    Type, issuer, date and title are those that most reports give, with how many say so and how many say otherwise. A
    date or a title that cannot be right is left out.

    \b
    Examples:
      citegraph known suggest --least 3
      citegraph known suggest --to my/documents.csv --top 50
    """
    from citegraph import query
    from citegraph.publish import user_table_rows as tables
    from citegraph.store import Store

    whose = tables.scope_of_table(to) if to is not None else None
    with Store(store) as opened:
        found = query.suggest_documents(opened, scope=whose, least=least, top=top if to is None else None)
    if to is not None:
        found = tables.add_rows(found, to, top)
    if shape is OutputFormat.JSON:
        print_json([_json_object(one) for one in found])
    else:
        said = [f"{name}_{how}" for name in ("kind", "issuer", "date", "title") for how in ("said", "otherwise")]
        columns = ("document", "table", "reports", *_ROW, *said, "source")
        print_rows([_csv_row(one) for one in found], columns, shape, table=_SHOWN)
    if to is not None and found:
        print_line(localized("known.added", n=len(found), path=to), error=True)


def check(
    folder: Annotated[Path, typer.Argument(help="The folder of your tables.", metavar="FOLDER")],
    shape: ShapeOption = OutputFormat.TABLE,
) -> None:
    """Check a folder of tables of your own row by row. Exit code 1 where there is anything to look at.

    What is listed as an error breaks a rule: a number, date, term, issuer, type or address that is none or that another
    contradicts, a document that stands there twice or replaces itself. A warning is seldom right.

    \b
    Example:
      citegraph known check my
    """
    from citegraph.i18n import translated
    from citegraph.records.table_checks import check_knowledge

    found = check_knowledge(folder)
    language = output_language() if shape is OutputFormat.TABLE else "en"
    rows = [
        {
            "path": fault.path,
            "line": fault.line,
            "level": fault.level,
            "reason": translated(language, fault.what),
            "remedy": translated(language, fault.remedy),
        }
        for fault in found
    ]
    if found or shape is not OutputFormat.TABLE:
        print_rows(rows, ("path", "line", "level", "reason", "remedy"), shape)
    else:
        print_line(localized("known.sound", folder=folder))
    if found:
        raise typer.Exit(1)


def _csv_row(one: Suggestion) -> dict[str, Any]:
    counts = {
        f"{column}_{how}": count
        for column, value in one.reported.items()
        for how, count in (("said", len(value.reports)), ("otherwise", value.otherwise))
    }
    row = {name: one.row.get(name, "") for name in (*_ROW, "source")}
    return {"document": one.document, "table": one.table, "reports": len(one.reports), **row, **counts}


def _json_object(one: Suggestion) -> dict[str, Any]:
    paths = {report.id: report.path for report in one.reports}
    said = {
        column: {
            "value": value.value or None,
            "reports": [{"id": name, "path": paths[name]} for name in value.reports],
            "otherwise": value.otherwise,
        }
        for column, value in one.reported.items()
    }
    cited = [{"id": name, "path": path} for name, path in paths.items()]
    return {"document": one.document, "table": one.table, "row": dict(one.row), "said": said, "reports": cited}
