"""The command `audit`: what a draft cites wrongly, what is in order, and what cannot be checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citegraph.cli.decisions import print_decision_problems
from citegraph.cli.options import (
    DEFAULT_STORE,
    KnowledgeOption,
    LimitOption,
    LocalityOption,
    PublisherOption,
    SinceOption,
    UntilOption,
)
from citegraph.cli.printing import (
    OutputFormat,
    localized,
    output_language,
    print_failure,
    print_json,
    print_line,
    print_rows,
)
from citegraph.cli.usage_errors import usage_error

if TYPE_CHECKING:
    from citegraph.audit import Outcome
    from citegraph.decisions import Decision
    from citegraph.model import ReportInfo
    from citegraph.query import CheckedDraft, Filters, ReportFinding


class AuditFormat(StrEnum):
    """How an audit prints what it found."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    SARIF = "sarif"


LISTED = 20
"""Citations that could not be checked, as many as are listed where not all are asked for."""

_COLUMNS = ("report", "path", "line", "column", "start", "end", "document", "field", "severity", "surface")


def audit(  # noqa: PLR0917 - typer calls it by name
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Drafts: files, folders, patterns, or - for standard input.", metavar="PATH"),
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option("--store", help=f"Show what a build found. [default: {DEFAULT_STORE}]", metavar="FILE"),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option("--date", help="The day by which validity is judged. [default: the draft's]", metavar="DATE"),
    ] = None,
    style: Annotated[bool, typer.Option("--style", help="Check spelling and order of citations too.")] = False,
    every: Annotated[bool, typer.Option("--all", help="List every citation with what became of it.")] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="A copy of the draft with its findings: .docx, .pdf or .html.", metavar="FILE"
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Write safe corrections into the copy: tracked changes in .docx, in place in .txt."),
    ] = False,
    decisions: Annotated[
        Path | None,
        typer.Option(
            "--decisions",
            help=f"What people decided about the drafts. [default: that beside {DEFAULT_STORE}]",
            metavar="FILE",
        ),
    ] = None,
    shape: Annotated[AuditFormat, typer.Option("--format", help="How to print it.")] = AuditFormat.TABLE,
    limit: LimitOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    locality: LocalityOption = None,
    knowledge: KnowledgeOption = None,
) -> None:
    """Check the citations of a draft, or of a whole store, against what is known of the documents.

    A wrong number, date, issuer, type, title, term or plenum, a document cited before it was issued or after it was
    replaced: each is quoted, with what is said, what is known and how to write it. The end tells what was checked and
    in order, and what could not be checked. Exit code 1 where something was found.

    \b
    Examples:
      citegraph audit draft.docx
      citegraph audit draft.docx -o checked.docx --fix
      citegraph audit drafts --date 2025-11-10 --style --format csv > findings.csv
      citegraph audit --store output/citegraph.sqlite --since 2024
    """
    _refuse_bad_options(paths, store, knowledge, date, style=style)
    if decisions is not None and not paths:
        raise usage_error("usage.decisions_of_drafts")
    if output is not None and not paths:
        raise usage_error("usage.output_of_drafts")
    if fix and output is None:
        raise usage_error("usage.fix_needs_output")
    only: Filters = {"since": since, "until": until, "publisher": publisher, "locality": locality}
    drafts = paths or []
    audited = (
        _audit_drafts(drafts, only, knowledge, date=date, style=style, people=_decisions_of_people(decisions))
        if drafts
        else _audit_store(store or DEFAULT_STORE, only)
    )
    rows = [_finding_row(each) for each in audited.findings][:limit]
    if output is not None:
        _write_marked_copy(audited, paths or [], output, fix=fix)
    if shape is AuditFormat.SARIF:
        print_json(_sarif_log(audited))
    elif shape is AuditFormat.JSON:
        counts = Counter(outcome.standing.value for _, outcome, _ in audited.outcomes)
        cited = [_outcome_row(*each) for each in audited.outcomes]
        print_json(
            {
                "findings": rows,
                "citations": cited,
                "counts": dict(sorted(counts.items())),
                "undated": [one.report.path for one in audited.undated_drafts],
            }
        )
    elif shape is AuditFormat.CSV:
        print_rows(rows, (*_COLUMNS, "said", "known", "other", "correction", "suggestion", "quote"), OutputFormat.CSV)
    else:
        for row in rows:
            _print_finding(row)
        _print_summary(audited, every=every)
    if audited.findings or audited.failed:
        raise typer.Exit(1)


@dataclass
class _Audited:
    """The outcomes for all drafts or reports that were asked for."""

    findings: list[ReportFinding] = field(default_factory=list)
    outcomes: list[tuple[ReportInfo, Outcome, int | None]] = field(default_factory=list)  # with the line of the text
    checked: list[CheckedDraft] = field(default_factory=list)
    failed: bool = False

    @property
    def undated_drafts(self) -> list[CheckedDraft]:
        """The drafts that cite documents but have no known day. Validity was not judged in them."""
        return [one for one in self.checked if one.outcomes and one.day is None]


def _refuse_bad_options(
    paths: list[str] | None, store: Path | None, knowledge: Path | None, date: str | None, *, style: bool
) -> None:
    from citegraph.model import is_date, is_day

    if paths and store:
        raise usage_error("usage.drafts_or_store")
    if knowledge and not paths:
        raise usage_error("usage.knowledge_of_drafts")
    if style and not paths:
        raise usage_error("usage.style_of_drafts")
    if date and not paths:
        raise usage_error("usage.date_of_drafts")
    if date and not (is_date(date) and is_day(date)):
        raise usage_error("usage.no_day", date=date)


def _decisions_of_people(table: Path | None) -> Sequence[Decision]:
    """Return the decisions in `table`, or else in the table beside the default store, if it exists."""
    from citegraph import decisions
    from citegraph.errors import KnowledgeError
    from citegraph.i18n import message

    if table is not None and not table.exists():
        raise KnowledgeError(str(table), message("file.not_found"), message("do.check_name"))
    held = decisions.load(table if table is not None else DEFAULT_STORE.with_name(decisions.FILE))
    print_decision_problems(held)
    return held


def _audit_drafts(
    paths: list[str],
    only: Filters,
    knowledge: Path | None,
    *,
    date: str | None,
    style: bool,
    people: Sequence[Decision],
) -> _Audited:
    from citegraph import query
    from citegraph.model import Failure
    from citegraph.query import filters

    audited = _Audited()
    passes = filters.report_filter(only)
    for checked in query.audit(paths, knowledge, date=date, style=style, people=people):
        if isinstance(checked, Failure):
            audited.failed = True
            print_failure(checked)
        elif passes(checked.report):
            audited.checked.append(checked)
            audited.findings += checked.findings
            text = checked.report.text
            audited.outcomes += (
                (checked.report, each, text.count("\n", 0, each.citation.mention.span.start) + 1)
                for each in checked.outcomes
            )
    return audited


def _audit_store(path: Path, only: Filters) -> _Audited:
    from citegraph import query
    from citegraph.store import Store

    with Store(path) as opened, opened.snapshot():
        found = query.audit_store(opened, **only)
        outcomes = query.outcomes_in_store(opened, **only)
        return _Audited(findings=found, outcomes=[(report, each, None) for report, each in outcomes])


def _write_marked_copy(audited: _Audited, paths: list[str], output: Path, *, fix: bool) -> None:
    """Write a copy of the draft with its findings marked in place."""
    from citegraph import markup
    from citegraph.errors import ExportError
    from citegraph.export import write_atomically
    from citegraph.i18n import message
    from citegraph.records import load

    if len(audited.checked) != 1 or len(paths) != 1:
        raise ExportError(str(output), message("audit.one_draft"), message("do.one_file"))
    [checked] = audited.checked
    source = Path(paths[0])
    if source.exists() and output.exists() and source.samefile(output):
        raise ExportError(str(output), message("audit.is_draft"), message("do.another_file"))
    found = [one.finding for one in checked.findings]
    if output.suffix.lower() == ".html":
        if fix:
            raise ExportError(str(output), message("markup.no_corrections"), message("do.fix_same_ending"))
        from citegraph import annotate
        from citegraph.annotate.marked_segments import mark_citations

        shown = mark_citations(checked.report, [one.citation for one in checked.outcomes], found, load())
        write_atomically(output, [annotate.render(shown, graph=None, lang=output_language()).encode()])
        print_line(localized("saved", path=output))
        return
    if source.suffix.lower() != output.suffix.lower() or not source.is_file():
        raise ExportError(str(output), message("audit.no_copy", name=source.name), message("do.same_ending"))
    told = markup.notes(found, load().get, output_language())
    data, placed = markup.marked_copy(source.read_bytes(), source.suffix, checked.report.text, told, fix=fix)
    write_atomically(output, [data])
    print_line(localized("saved", path=output))
    if placed < len(told):
        missing = "audit.uncorrected" if source.suffix.lower() in markup.WITHOUT_COMMENTS else "audit.unplaced"
        print_line(localized(missing, n=len(told) - placed), error=True)


def _sarif_log(audited: _Audited) -> dict[str, Any]:
    from citegraph import __version__, markup
    from citegraph.records import load

    known = load().get
    told = [
        (checked.report, markup.notes([one.finding for one in checked.findings], known, output_language()))
        for checked in audited.checked
    ]
    return markup.sarif(told, __version__)


def _finding_row(found: ReportFinding) -> dict[str, Any]:
    one = found.finding
    return {
        "report": found.report.id,
        "path": found.report.path,
        "line": found.line,
        "column": found.column,
        "position": found.position,
        "start": one.where.start,
        "end": one.where.end,
        "document": one.document,
        "field": one.field,
        "severity": one.severity.value,
        "surface": found.surface,
        "said": one.said,
        "known": one.known,
        "other": one.other,
        "correction": one.correction,
        "suggestion": found.suggestion,
        "quote": one.quote,
    }


def _outcome_row(report: ReportInfo, outcome: Outcome, line: int | None) -> dict[str, Any]:
    mention = outcome.citation.mention
    return {
        "report": report.id,
        "path": report.path,
        "line": line,
        "start": mention.span.start,
        "end": mention.span.end,
        "surface": mention.surface,
        "document": outcome.document,
        "standing": outcome.standing.value,
        "compared": list(outcome.compared),
        "candidates": list(outcome.candidates),
    }


def _print_finding(row: dict[str, Any]) -> None:
    """Print a finding like a spelling checker: the place, the error, and the correct form."""
    from citegraph.i18n import format_date, translated
    from citegraph.positions import Position

    spoken = output_language()
    said, known = (format_date(spoken, translated(spoken, row[name])) for name in ("said", "known"))
    place = ":".join(str(part) for part in (row["path"], row["line"], row["column"]) if part)
    if row["position"] and not row["position"].startswith("line"):  # a page, a paragraph: as people find it
        place = f"{row['path']}, {Position.parse(row['position']).text(spoken)}"
    doubt = "" if row["severity"] == "wrong" else f" ({localized('severity.' + row['severity'])})"
    print_line(f"{place}: {row['surface']}")
    print_line(
        f"    {localized('field.' + row['field'])}{doubt}: {localized('audit.says')} {said}; "
        f"{localized('audit.known')} {known}"
    )
    if row["suggestion"]:
        print_line(f"    {localized('audit.write')}: {row['suggestion']}")
    print_line(f"    “{row['quote']}”")


def _print_summary(audited: _Audited, *, every: bool) -> None:
    """Print how many findings there are, what was in order, and what could not be checked and why."""
    from citegraph.audit import Standing

    counts = Counter(outcome.standing for _, outcome, _ in audited.outcomes)
    in_order = counts[Standing.IN_ORDER]
    found = localized("audit.found", n=len(audited.findings)) if audited.findings else ""
    if not counts:
        if found:
            print_line(found)
        elif not audited.failed:
            print_line(localized("audit.nothing"))
        return
    if found or not in_order:
        print_line("; ".join(part for part in (found, localized("audit.in_order", n=in_order)) if part))
    else:
        print_line(localized("audit.clean", n=in_order))
    for one in audited.undated_drafts:
        print_line(localized("audit.undated", path=one.report.path))
    unchecked = [each for each in audited.outcomes if each[1].standing in (Standing.UNKNOWN, Standing.UNDECIDED)]
    if unchecked:
        print_line(localized("audit.unchecked", n=len(unchecked)))
    if counts[Standing.POINTS_BACK]:
        print_line(localized("audit.points_back", n=counts[Standing.POINTS_BACK]))
    listed: Sequence[Any] = audited.outcomes if every else unchecked[:LISTED]
    for line in _outcome_lines(listed):
        print_line(line)
    if not every and len(unchecked) > LISTED:
        print_line(localized("audit.more", n=len(unchecked) - LISTED))


def _outcome_lines(outcomes: Sequence[tuple[ReportInfo, Outcome, int | None]]) -> Iterator[str]:
    from citegraph.i18n import value_name

    for report, outcome, line in outcomes:
        place = f"{report.path}:{line}" if line else report.path
        why = localized(f"standing.{outcome.standing.value}")
        parts = [value_name(output_language(), "field", one) for one in outcome.compared] or list(
            outcome.candidates[:3]
        )
        said = f"{why}: {', '.join(parts)}" if parts else why
        say_of = " ".join(outcome.citation.mention.surface.split())
        yield f"    {place}: {say_of}: {said}"
