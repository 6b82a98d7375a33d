"""Commands that list what a store holds: cited-by, cites, documents, reports, failures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from citegraph.cli.options import (
    DEFAULT_STORE,
    DocumentArgument,
    LimitOption,
    LocalityOption,
    PublisherOption,
    RankOrder,
    ScopeChoice,
    ScopeOption,
    ShapeOption,
    SinceOption,
    StoreOption,
    UntilOption,
)
from citegraph.cli.printing import OutputFormat, localized, print_answers_as_json, print_line, print_rows, print_table

if TYPE_CHECKING:
    from citegraph.model import Citation
    from citegraph.query import CitedBy


def cited_by(  # noqa: PLR0917 - typer calls it by name
    document: DocumentArgument,
    store: StoreOption = DEFAULT_STORE,
    shape: ShapeOption = OutputFormat.TABLE,
    limit: LimitOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    locality: LocalityOption = None,
) -> None:
    """List the reports that cite a document.

    DOCUMENT is a number, a name, a plenum or words of a title, in any spelling, with or without diacritics. Where
    several documents fit, each is shown with its own reports.

    \b
    Examples:
      citegraph cited-by 35-NQ/TW
      citegraph cited-by "nghị quyết 35" --since 2023 --format json
      citegraph cited-by "Nghị quyết Trung ương 4 khóa XII"
      citegraph cited-by bao ve nen tang tu tuong
    """
    from citegraph import query
    from citegraph.store import Store

    with Store(store) as opened:
        found = query.cited_by(
            opened, " ".join(document), limit=limit, since=since, until=until, publisher=publisher, locality=locality
        )
    if shape is OutputFormat.JSON:
        print_answers_as_json([_cited_by_json(each) for each in found])
    elif shape is OutputFormat.CSV:
        place = ("start", "end", "position", "surface", "quote")
        columns = ("document", "label", "report", "title", "date", "path", *place, "method")
        print_rows(query.table(found), columns, shape)
    else:
        for each in found:
            title = f": {each.document.title}" if each.document.title else ""
            print_line(f"{each.document.id}  {each.document.label}{title}")
            if not each.reports:
                print_line(localized("none.fits"), error=True)
                continue
            print_table(
                ("report", "date", "title", "mentions", "quote"),
                (
                    (report.id, report.date, report.title, len(citations), citations[0].mention.quote)
                    for report, citations in each.reports
                ),
            )


def cites(
    report: Annotated[str, typer.Argument(help="The report: its id, path or file name.", metavar="REPORT")],
    store: StoreOption = DEFAULT_STORE,
    shape: ShapeOption = OutputFormat.TABLE,
    limit: LimitOption = None,
) -> None:
    """List what a report cites, in the order of its text.

    \b
    Examples:
      citegraph cites bao-cao-quy-2
      citegraph cites reports/bao-cao-quy-2.pdf --format csv
    """
    from citegraph import query
    from citegraph.store import Store

    with Store(store) as opened:
        found = query.cites(opened, report, limit=limit)
    columns = ("start", "end", "position", "surface", "document", "method", "quote")
    print_rows(query.table(found), columns, shape)


def documents(  # noqa: PLR0917 - typer calls it by name
    store: StoreOption = DEFAULT_STORE,
    shape: ShapeOption = OutputFormat.TABLE,
    scope: ScopeOption = ScopeChoice.PARTY,
    by: Annotated[
        RankOrder,
        typer.Option("--by", help="What puts a document first: reports, rank on the graph, first or last cited."),
    ] = RankOrder.REPORTS,
    limit: LimitOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    locality: LocalityOption = None,
) -> None:
    """List the cited documents, those that most reports cite first.

    PageRank is that of the co-citation graph; first and last are the dates of the reports that cite the document.

    \b
    Examples:
      citegraph documents
      citegraph documents --by pagerank --limit 20
      citegraph documents --locality "Thanh Hóa" --since 2023 --scope all --format csv
    """
    from citegraph import query
    from citegraph.store import Store

    with Store(store) as opened:
        ranked = query.documents(
            opened,
            scope=scope.scope,
            by=by.value,
            limit=limit,
            since=since,
            until=until,
            publisher=publisher,
            locality=locality,
        )
    rows = query.table(ranked)
    columns = ("document", "reports", "citations", "pagerank", "first", "last", "date", "status", "title")
    hidden = {"date", "status"} | ({"pagerank"} if by is not RankOrder.PAGERANK else set())
    print_rows(rows, columns, shape, table=[column for column in columns if column not in hidden])


def reports(  # noqa: PLR0917 - typer calls it by name
    store: StoreOption = DEFAULT_STORE,
    shape: ShapeOption = OutputFormat.TABLE,
    limit: LimitOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    locality: LocalityOption = None,
) -> None:
    """List the reports, sorted by id as a Vietnamese dictionary would.

    \b
    Examples:
      citegraph reports --format csv
      citegraph reports --publisher "nhân dân" --since 2024-05
    """
    from citegraph import query
    from citegraph.store import Store

    with Store(store) as opened:
        missing = opened.missing_reports()
        found = query.reports(opened, limit=limit, since=since, until=until, publisher=publisher, locality=locality)
    names = ("title", "date", "publisher", "locality", "number", "url", "path")
    rows = [
        {
            "report": report.id,
            **{name: getattr(report, name) for name in names},
            "missing": report.id in missing,
            "warnings": list(report.warnings),
        }
        for report in found
    ]
    columns = ("report", "date", "title", "locality", "publisher", "path")
    print_rows(rows, columns, shape, table=columns[:-1])


def failures(
    store: StoreOption = DEFAULT_STORE, shape: ShapeOption = OutputFormat.TABLE, limit: LimitOption = None
) -> None:
    """List what could not be read, why, and what to do about it. Exit code 1 where there is anything.

    \b
    Example:
      citegraph failures
    """
    from citegraph.cli.printing import output_language
    from citegraph.i18n import translated
    from citegraph.store import Store

    with Store(store) as opened:
        found = list(opened.failures())[:limit]
    language = output_language() if shape is OutputFormat.TABLE else "en"
    rows = (
        {
            "path": failure.path,
            "reason": translated(language, failure.reason),
            "remedy": translated(language, failure.remedy),
        }
        for failure in found
    )
    print_rows(rows, ("path", "reason", "remedy"), shape)
    if found:
        raise typer.Exit(1)


def _cited_by_json(found: CitedBy) -> dict[str, Any]:
    reports = [
        {
            "id": report.id,
            "title": report.title,
            "date": report.date,
            "path": report.path,
            "mentions": [_mention_row(citation) for citation in citations],
        }
        for report, citations in found.reports
    ]
    return {"document": found.document.id, "label": found.document.label, "reports": reports}


def _mention_row(citation: Citation) -> dict[str, Any]:
    from citegraph.query import answer_tables

    return answer_tables.mention_columns(citation)
