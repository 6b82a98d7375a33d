"""The command `extract`: show what reports cite, without a store."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citegraph.cli.options import KnowledgeOption, Ocr, OcrOption, PathsArgument
from citegraph.cli.printing import print_failure, print_json, print_table, print_warnings

if TYPE_CHECKING:
    from citegraph.model import Citation


class MentionFormat(StrEnum):
    """How mentions are printed."""

    JSONL = "jsonl"
    TABLE = "table"


def extract(
    paths: PathsArgument,
    form: Annotated[
        MentionFormat, typer.Option("--format", help="A JSON object a line, or a table.")
    ] = MentionFormat.JSONL,
    knowledge: KnowledgeOption = None,
    ocr: OcrOption = Ocr.AUTO,
) -> None:
    """Show every mention of a document in the reports, and which document it names, without a store.

    Offsets count code points of the decoded text. Warnings, and what cannot be read, are listed on standard error. What
    cannot be read makes the exit code 1.

    \b
    Examples:
      citegraph extract report.txt
      echo "Theo Nghị quyết số 35-NQ/TW" | citegraph extract - --format table
      citegraph extract reports > mentions.jsonl
    """
    from citegraph import pipeline
    from citegraph.model import Failure

    failed = False
    rows = []
    for found in pipeline.citations(paths, knowledge, ocr=ocr.value, on_report=print_warnings):
        if isinstance(found, Failure):
            failed = True
            print_failure(found)
        elif form is MentionFormat.JSONL:
            print_json(_mention_json(found), indent=None)
        else:
            mention = found.mention
            rows.append(
                (found.report, mention.span.start, mention.surface, found.document, found.method, mention.quote)
            )
    if form is MentionFormat.TABLE:
        print_table(("report", "start", "surface", "document", "method", "quote"), rows)
    if failed:
        raise typer.Exit(1)


def _mention_json(citation: Citation) -> dict[str, Any]:
    mention = citation.mention
    return {
        "doc": citation.report,
        "start": mention.span.start,
        "end": mention.span.end,
        "surface": mention.surface,
        "form": mention.form,
        "scope": mention.scope,
        "document": citation.document,
        "method": citation.method,
        "confidence": citation.confidence,
        "candidates": [candidate.document for candidate in citation.candidates],
        "date": mention.date,
        "issuer": mention.issuer,
        "title": mention.title,
        "pinpoint": mention.pinpoint,
        "position": mention.position,
        "quote": mention.quote,
        "evidence": [f"{reason.name}: {reason.detail}" for reason in citation.evidence],
    }
