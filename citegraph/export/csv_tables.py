"""Write documents, reports and citations as CSV tables.

The files are UTF-8 with a byte order mark. Without it Excel reads CSV in the local code page and garbles Vietnamese;
pandas, R, DuckDB, LibreOffice and Google Sheets skip it. A cell that a spreadsheet would evaluate as a formula starts
with an apostrophe, as when typed by hand.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import chain

from citegraph.export.format_definition import ExportFormat
from citegraph.model import Citation, Corpus, Document, ReportInfo

# The beginning of a formula in a spreadsheet, also in full width, and the characters that may precede it.
_FORMULA = re.compile(r"[\t\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]")

# Control characters are replaced; line breaks inside a quote are kept.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

Value = str | int | float | None

DOCUMENTS = ("document", *(field.name for field in fields(Document)[1:]), "reports", "citations")
ABOUT = ("title", "date", "publisher", "locality", "number", "url", "path")
REPORTS = ("report", *ABOUT, "documents", "citations", "undecided", "warnings")
MENTION_FIELDS = (
    "kind",
    "number",
    "symbol",
    "body",
    "date",
    "term",
    "issuer",
    "title",
    "locality",
    "plenum",
    "pinpoint",
    "position",
    "quote",
)
CITATIONS = (
    *(
        "report",
        "report_title",
        "report_date",
        "start",
        "end",
        "surface",
        "form",
        "scope",
        "document",
        "label",
        "method",
    ),
    *("confidence", *MENTION_FIELDS, "candidates", "evidence"),
)


def documents_csv(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Yield documents.csv: one row per document, with the numbers of its reports and citations."""
    citing: defaultdict[str, list[str]] = defaultdict(list)
    for citation in corpus.citations:
        citing[citation.document].append(citation.report)

    def document_row(document: Document) -> dict[str, Value]:
        known = {name: _join_values(getattr(document, name)) for name in DOCUMENTS[1:-2]}
        reports = citing[document.id]
        return {"document": document.id, **known, "reports": len(set(reports)), "citations": len(reports)}

    return _csv_lines(DOCUMENTS, map(document_row, corpus.documents))


def reports_csv(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Yield reports.csv: one row per report, with the numbers of its documents, citations and undecided citations."""
    cited: defaultdict[str, list[Citation]] = defaultdict(list)
    for citation in corpus.citations:
        cited[citation.report].append(citation)

    def report_row(report: ReportInfo) -> dict[str, Value]:
        decided = [citation.document for citation in cited[report.id] if citation.decided]
        return {
            "report": report.id,
            **{name: getattr(report, name) for name in ABOUT},
            "documents": len(set(decided)),
            "citations": len(cited[report.id]),
            "undecided": len(cited[report.id]) - len(decided),
            "warnings": _join_values(report.warnings),
        }

    return _csv_lines(REPORTS, map(report_row, corpus.reports))


def citations_csv(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Yield citations.csv: one row per citation, with its quote and evidence."""
    reports = {report.id: report for report in corpus.reports}
    labels = {document.id: document.label for document in corpus.documents}

    def citation_row(citation: Citation) -> dict[str, Value]:
        mention, report = citation.mention, reports[citation.report]
        return {
            "report": report.id,
            "report_title": report.title,
            "report_date": report.date,
            "start": mention.span.start,
            "end": mention.span.end,
            "surface": mention.surface,
            "form": mention.form,
            "scope": mention.scope,
            "document": citation.document,
            "label": labels.get(citation.document),
            "method": citation.method,
            "confidence": citation.confidence,
            **{name: getattr(mention, name) for name in MENTION_FIELDS},
            "candidates": _join_values(tuple(candidate.document for candidate in citation.candidates)),
            "evidence": _join_values(tuple(f"{reason.name}: {reason.detail}" for reason in citation.evidence)),
        }

    return _csv_lines(CITATIONS, map(citation_row, corpus.citations))


def csv_cell(value: Value) -> str | int | float:
    """Return a value for a CSV file that no spreadsheet evaluates as a formula.

    >>> csv_cell("=1+1"), csv_cell("35-NQ/TW"), csv_cell(None)
    ("'=1+1", '35-NQ/TW', '')
    """
    if not isinstance(value, str):
        return "" if value is None else value
    value = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "'" + value if _FORMULA.match(value) else value


def _join_values(value: Value | tuple[str, ...]) -> Value:
    return "; ".join(value) if isinstance(value, tuple) else value


def _csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> Iterator[bytes]:
    """Yield the table line by line."""
    yield codecs.BOM_UTF8
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for values in chain([columns], ([row[name] for name in columns] for row in rows)):
        writer.writerow(map(csv_cell, values))
        yield line.getvalue().encode("utf-8", "backslashreplace")
        line.seek(0)
        line.truncate()


def _csv_format(
    file: str, about: str, columns: Sequence[str], write: Callable[[Corpus, str], Iterable[bytes]]
) -> ExportFormat:
    return ExportFormat(name="csv", file=file, help=about, stamp=",".join(columns).encode(), write=write, usual=True)


FORMATS = (
    _csv_format("documents.csv", "Tables, for spreadsheets and databases: documents …", DOCUMENTS, documents_csv),
    _csv_format("reports.csv", "… reports …", REPORTS, reports_csv),
    _csv_format("citations.csv", "… and citations, with quotes and evidence.", CITATIONS, citations_csv),
)
