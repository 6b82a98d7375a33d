"""Commands about relations between documents: related, timeline, path, search."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citegraph.cli.options import (
    DEFAULT_STORE,
    LARGEST,
    DocumentArgument,
    LimitOption,
    LocalityOption,
    PeriodChoice,
    PublisherOption,
    ShapeOption,
    SinceOption,
    StoreOption,
    UntilOption,
)
from citegraph.cli.printing import (
    OutputFormat,
    localized,
    print_answers_as_json,
    print_json,
    print_line,
    print_rows,
    print_table,
)
from citegraph.cli.usage_errors import usage_error

if TYPE_CHECKING:
    from citegraph.query import Coupling, Related, Timeline

WIDE = 40
"""Characters in the longest bar of a chart."""


def related(  # noqa: PLR0917 - typer calls it by name
    document: Annotated[
        list[str] | None, typer.Argument(help="The document, as you would type it.", metavar="DOCUMENT")
    ] = None,
    coupling: Annotated[
        str | None, typer.Option("--coupling", help="List the reports that cite alike instead.", metavar="REPORT")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    shape: ShapeOption = OutputFormat.TABLE,
    limit: LimitOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    locality: LocalityOption = None,
) -> None:
    """List the documents that reports cite together with one, or the reports that cite alike.

    The weight is what is common over the geometric mean of what each has: 1 where two are always cited together.

    \b
    Examples:
      citegraph related 35-NQ/TW --limit 10
      citegraph related "nghị quyết 35 khóa XII" --since 2023 --format csv
      citegraph related --coupling bao-cao-quy-2
    """
    from citegraph import query
    from citegraph.store import Store

    if bool(document) == (coupling is not None):
        raise usage_error("usage.document_or_coupling")
    only: query.Filters = {"since": since, "until": until, "publisher": publisher, "locality": locality}
    with Store(store) as opened:
        if coupling is not None:
            _print_coupling(query.coupling(opened, coupling, limit=limit, **only), shape)
            return
        found = query.related(opened, " ".join(document or ()), limit=limit, **only)
    if shape is OutputFormat.JSON:
        print_answers_as_json([_related_json(each) for each in found])
        return
    if shape is OutputFormat.CSV:
        print_rows(query.table(found), ("of", "document", "label", "reports", "weight", "date", "title"), shape)
        return
    for each in found:
        print_line(f"{each.document.id}  {each.document.label}: {localized('related.to', n=each.reports)}")
        columns = ("document", "reports", "weight", "date", "title")
        print_rows(_related_json(each)["related"], columns, shape)


def timeline(  # noqa: PLR0917 - typer calls it by name
    document: DocumentArgument,
    every: Annotated[PeriodChoice, typer.Option("--every", help="Count by year or by month.")] = PeriodChoice.YEAR,
    save: Annotated[
        Path | None, typer.Option("--save", help="Draw it into a .svg or .png file too.", metavar="FILE")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    shape: ShapeOption = OutputFormat.TABLE,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", min=1, max=LARGEST, metavar="N", help="The latest years or months only. [default: all]"
        ),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    locality: LocalityOption = None,
) -> None:
    """Show how many reports cite a document, year by year or month by month.

    --save needs citegraph[plot].

    \b
    Examples:
      citegraph timeline 35-NQ/TW
      citegraph timeline 35-NQ/TW --every month --since 2024 --format csv
      citegraph timeline "nghị quyết 57" --save nq57.svg
    """
    from citegraph import query
    from citegraph.store import Store, store_files

    if save is not None:
        from citegraph.i18n import message
        from citegraph.publish import output_checks

        output_checks.refuse_input_file(output_checks.real_paths(store_files(store)), save, message("do.save"))
    with Store(store) as opened:
        found = query.timeline(
            opened,
            " ".join(document),
            every=every.value,
            limit=limit,
            since=since,
            until=until,
            publisher=publisher,
            locality=locality,
        )
    if save is not None:
        from citegraph.export import timeline_chart

        timeline_chart.draw_charts(
            [(each.document.label, each.periods) for each in found], save, heading=localized("chart.reports")
        )
        print_line(localized("saved", path=save), error=True)
    if shape is OutputFormat.JSON:
        print_answers_as_json([_timeline_json(each) for each in found])
    elif shape is OutputFormat.CSV:
        print_rows(query.table(found), ("document", "period", "reports"), shape)
    else:
        for each in found:
            print_line(f"{each.document.id}  {each.document.label}")
            most = max((reports for _, reports in each.periods), default=0)
            bars = [(period, reports, "█" * -(-reports * WIDE // most)) for period, reports in each.periods]
            if bars:
                print_table(("period", "reports", "chart"), bars)
            if each.undated:
                print_line(localized("undated", n=each.undated))


def path(  # noqa: PLR0917 - typer calls it by name
    start: Annotated[str, typer.Argument(help="The document to begin with.", metavar="A")],
    end: Annotated[str, typer.Argument(help="The document to end with.", metavar="B")],
    store: StoreOption = DEFAULT_STORE,
    shape: ShapeOption = OutputFormat.TABLE,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", min=1, max=LARGEST, metavar="N", help="How many reports to name a step at most. [default: all]"
        ),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    locality: LocalityOption = None,
) -> None:
    """Show the shortest way between two documents, through reports that cite both of two.

    Of several ways that are as short, it is the one with the most reports along it.

    \b
    Example:
      citegraph path 35-NQ/TW 18-NQ/TW@XII
    """
    from citegraph import query
    from citegraph.store import Store

    with Store(store) as opened:
        steps = query.path(opened, start, end, since=since, until=until, publisher=publisher, locality=locality)
    rows: list[dict[str, Any]] = [
        {
            "document": step.document.id,
            "label": step.document.label,
            "common": len(step.reports) if step.reports else None,
            "title": step.document.title,
            "reports": list(step.reports[:limit]),
        }
        for step in steps
    ]
    if shape is OutputFormat.JSON:
        print_json(rows)
        return
    shown = [{**row, "reports": ", ".join(row["reports"])} for row in rows]
    print_rows(shown, ("document", "title", "common", "reports"), shape)


def search(  # noqa: PLR0917 - typer calls it by name
    words: Annotated[list[str], typer.Argument(help="Words, with or without diacritics.", metavar="WORDS")],
    store: StoreOption = DEFAULT_STORE,
    shape: ShapeOption = OutputFormat.TABLE,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", min=1, max=LARGEST, metavar="N", help="How many of each kind to show at most. [default: all]"
        ),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    locality: LocalityOption = None,
) -> None:
    """Find words in the names of documents, the titles of reports and the quotes from them.

    A word typed with diacritics matches only these; a word typed without them matches any.
    found.

    \b
    Examples:
      citegraph search bao ve nen tang
      citegraph search "chuyển đổi số" --limit 5 --format json
    """
    from citegraph import query
    from citegraph.store import Store

    with Store(store) as opened:
        hits = query.search(
            opened,
            " ".join(words),
            limit=limit,
            since=since,
            until=until,
            publisher=publisher,
            locality=locality,
        )
    rows: list[dict[str, Any]] = list(query.table(hits))
    if shape is OutputFormat.TABLE:
        rows = [{**row, "found": localized(f"kind.{row['found']}")} for row in rows]
    if shape is not OutputFormat.JSON:
        rows = [{**row, "documents": ", ".join(row["documents"])} for row in rows]
    print_rows(rows, ("found", "report", "date", "documents", "text"), shape)
    if not rows:
        raise typer.Exit(1)


def _related_json(found: Related) -> dict[str, Any]:
    from citegraph import query

    others = [{name: row[name] for name in row if name != "of"} for row in query.table(found)]
    own = {"document": found.document.id, "label": found.document.label, "reports": found.reports}
    return {**own, "related": others}


def _print_coupling(found: Coupling, shape: OutputFormat) -> None:
    from citegraph import query

    rows = [{name: row[name] for name in row if name != "of"} for row in query.table(found)]
    if shape is OutputFormat.JSON:
        print_json({"report": found.report.id, "documents": found.documents, "alike": rows})
        return
    if shape is OutputFormat.TABLE:
        print_line(f"{found.report.id}: {localized('coupled.with', n=found.documents)}")
    rows = [{**row, "documents": ", ".join(row["documents"])} for row in rows]
    print_rows(rows, ("report", "date", "title", "common", "weight", "documents"), shape)


def _timeline_json(found: Timeline) -> dict[str, Any]:
    return {
        "document": found.document.id,
        "label": found.document.label,
        "periods": [{"period": period, "reports": reports} for period, reports in found.periods],
        "undated": found.undated,
    }
