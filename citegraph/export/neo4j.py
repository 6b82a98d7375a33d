"""Write CSV files for the Neo4j importer: documents, reports, citations and relations."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from citegraph.export.format_definition import ExportFormat
from citegraph.model import Citation, Corpus

DOCUMENTS = (
    *("id:ID(Document)", "name", "scope", "status", "kind", "number", "term", "locality", "issuer", "date", "title"),
    *("aliases:string[]", ":LABEL"),
)
REPORTS = ("id:ID(Report)", "title", "date", "publisher", "locality", "number", "url", "path", ":LABEL")
CITES = (":START_ID(Report)", ":END_ID(Document)", "citations:int", "quote", "method", ":TYPE")
RELATIONS = (":START_ID(Document)", ":END_ID(Document)", ":TYPE")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Cell = str | int | None


def documents_csv(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Yield one node per document."""
    names = ("scope", "status", "kind", "number", "term", "locality", "issuer", "date", "title")
    rows = (
        [
            d.id,
            d.label,
            *(getattr(d, name) for name in names),
            ";".join(a.replace(";", ",") for a in d.aliases),
            "Document",
        ]
        for d in corpus.documents
    )
    return _csv_lines(DOCUMENTS, rows)


def reports_csv(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Yield one node per report."""
    names = ("id", "title", "date", "publisher", "locality", "number", "url", "path")
    return _csv_lines(REPORTS, ([*(getattr(report, name) for name in names), "Report"] for report in corpus.reports))


def cites_csv(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Yield one relationship per report and document it cites, with the number of citations and the first quote."""
    known = {document.id for document in corpus.documents}
    citations: defaultdict[tuple[str, str], list[Citation]] = defaultdict(list)
    for citation in corpus.citations:
        if citation.document in known:
            citations[citation.report, citation.document].append(citation)
    rows: Iterator[list[Cell]] = (
        [report, document, len(group), group[0].mention.quote, group[0].method.value, "CITES"]
        for (report, document), group in sorted(citations.items())
    )
    return _csv_lines(CITES, rows)


def relations_csv(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Yield one relationship per document and document that it replaces or amends, if both are in the corpus."""
    known = {document.id for document in corpus.documents}
    edges = set()
    for document in corpus.documents:
        edges |= {(document.id, other, "REPLACES") for other in document.replaces}
        edges |= {(other, document.id, "REPLACES") for other in document.replaced_by}
        edges |= {(document.id, other, "AMENDS") for other in document.amends}
        edges |= {(other, document.id, "AMENDS") for other in document.amended_by}
    return _csv_lines(RELATIONS, (list(row) for row in sorted(edges) if {row[0], row[1]} <= known))


def _csv_lines(columns: Iterable[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield the table line by line. The importer would read a byte order mark or an apostrophe as content."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for row in chain([tuple(columns)], rows):
        writer.writerow([_CONTROL.sub(" ", cell) if isinstance(cell, str) else cell for cell in row])
        yield line.getvalue().encode("utf-8", "backslashreplace")
        line.seek(0)
        line.truncate()


def _csv_format(
    file: str, about: str, columns: Iterable[str], write: Callable[[Corpus, str], Iterable[bytes]]
) -> ExportFormat:
    return ExportFormat(name="neo4j", file=file, help=about, stamp=",".join(columns).encode(), write=write)


FORMATS = (
    _csv_format("neo4j-documents.csv", "CSV for neo4j-admin database import: …", DOCUMENTS, documents_csv),
    _csv_format("neo4j-reports.csv", "… reports …", REPORTS, reports_csv),
    _csv_format("neo4j-cites.csv", "… who cites what …", CITES, cites_csv),
    _csv_format("neo4j-relations.csv", "… and what replaces or amends what.", RELATIONS, relations_csv),
)
