"""The command `explain`: show why a document was chosen, and the evidence for the other candidates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citegraph.cli.options import (
    KnowledgeOption,
    ShapeOption,
)
from citegraph.cli.printing import OutputFormat, localized, output_language, print_json, print_line, print_rows

if TYPE_CHECKING:
    from citegraph.model import Candidate
    from citegraph.query import Explanation


_CANDIDATE = ("candidate", "probability", "weight", "evidence", "detail")


def explain(  # noqa: PLR0917 - typer calls it by name
    text: Annotated[str, typer.Argument(help="A sentence or more, as a report has it.", metavar="TEXT")],
    date: Annotated[str | None, typer.Option("--date", help="The day of the report.", metavar="DATE")] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", help="Who published the report.", metavar="NAME")
    ] = None,
    locality: Annotated[
        str | None, typer.Option("--locality", help="The place the report is about.", metavar="NAME")
    ] = None,
    shape: ShapeOption = OutputFormat.TABLE,
    knowledge: KnowledgeOption = None,
    people: Annotated[
        Path | None,
        typer.Option("--decisions", help="The table of decisions that people took.", metavar="FILE"),
    ] = None,
) -> None:
    """Show which document each mention in a text names, and why.

    Each reason for or against a document has its weight; the documents that did not win are shown with theirs.

    \b
    Examples:
      citegraph explain "Theo Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị"
      citegraph explain "Thực hiện Nghị quyết 18-NQ/TW" --date 2018-05-02
      citegraph explain "Nghị quyết số 16-NQ/TU của Tỉnh ủy" --locality "Thanh Hóa" --format json
    """
    from citegraph import query
    from citegraph.i18n import value_name

    found = query.explain(text, date, publisher=publisher, locality=locality, knowledge=knowledge, people=people)
    if shape is OutputFormat.JSON:
        print_json([_explanation_json(each) for each in found])
        return
    rows = [row for each in found for row in _evidence_rows(each)]
    if shape is OutputFormat.CSV:
        columns = ("start", "end", "surface", "decision", *_CANDIDATE)
        print_rows(rows, columns, shape)
        return
    for number, each in enumerate(found, start=1):
        print_line(f"{number}. {each.mention.surface} {_decision_line(each)}")
        if each.citation is not None:
            rule = value_name(output_language(), "rule", each.mention.rule)
            print_line(f"   {localized('explain.how', rule=rule, method=localized(f'method.{each.citation.method}'))}")
        if each.candidates:
            print_rows(map(_translated_row, _evidence_rows(each)), _CANDIDATE, shape)
        print_line("")
    if not found:
        print_line(localized("explain.nothing"))
    elif any(len(each.candidates) > 1 for each in found):
        from citegraph.i18n import format_number as spoken
        from citegraph.resolve.score import THRESHOLD

        print_line(localized("explain.threshold", threshold=spoken(output_language(), THRESHOLD)))


def _decision_line(found: Explanation) -> str:
    if found.citation is None:
        return f"{localized('explain.no_citation')}: {localized('mention.with_report')}"
    if found.document is None or not found.citation.decided:
        from citegraph.resolve import canonical_ids

        label = canonical_ids.document_label(found.citation.document, found.mention.kind)
        if not found.citation.decided:
            return localized("explain.undecided", document=label)
        return localized("explain.decided", document=f"{label}, {localized(f'method.{found.citation.method}')}")
    from citegraph.i18n import format_date
    from citegraph.model import Status

    doubt = "" if found.document.checked or found.document.status is not Status.KNOWN else localized("unconfirmed")
    known = (
        found.document.full_label,
        format_date(output_language(), found.document.date or ""),
        found.document.title,
        doubt,
    )
    return localized("explain.decided", document=", ".join(part for part in known if part))


def _explanation_json(found: Explanation) -> dict[str, Any]:
    mention, citation = found.mention, found.citation
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "surface": mention.surface,
        "form": mention.form,
        "rule": mention.rule,
        "document": citation.document if citation else None,
        "decided": citation.decided if citation else False,
        "method": citation.method if citation else None,
        "title": found.document.title if found.document else None,
        "date": found.document.date if found.document else None,
        "url": found.document.url if found.document else None,
        "checked": found.document.checked if found.document else None,
        "candidates": [
            {
                "document": candidate.document,
                "score": candidate.score,
                "probability": candidate.probability,
                "evidence": [{"name": e.name, "weight": e.weight, "detail": e.detail} for e in candidate.evidence],
            }
            for candidate in found.candidates
        ],
    }


def _evidence_rows(found: Explanation) -> list[dict[str, Any]]:
    """Yield one row per piece of evidence, and one for a candidate without evidence."""

    def evidence_row(candidate: Candidate, **reason: Any) -> dict[str, Any]:
        chosen = found.citation is not None and candidate.document == found.citation.document
        return {
            "start": found.mention.span.start,
            "end": found.mention.span.end,
            "surface": found.mention.surface,
            "decision": "chosen" if chosen else "",
            "candidate": candidate.document,
            "probability": candidate.probability,
            **reason,
        }

    nothing = {"weight": None, "evidence": None, "detail": None}
    return [
        one
        for candidate in found.candidates
        for one in (
            [evidence_row(candidate, weight=e.weight, evidence=e.name, detail=e.detail) for e in candidate.evidence]
            or [evidence_row(candidate, **nothing)]
        )
    ]


def _translated_row(row: dict[str, Any]) -> dict[str, Any]:
    """Translate a row into the language of the output."""
    from citegraph.i18n import translated, value_name

    if row["evidence"] is None:
        return row
    name, detail = (
        value_name(output_language(), "evidence", row["evidence"]),
        translated(output_language(), row["detail"]),
    )
    return {**row, "evidence": name, "detail": detail}
