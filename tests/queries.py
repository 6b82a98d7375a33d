"""The queries of tests/query/queries.tsv, and a corpus in which each has its first answer.

The corpus has the documents of tests/query/documents.tsv, each cited by so many reports of its own. What the tables of
the package know of them they have; the others have a kind.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from citegraph.ids import DocumentId
from citegraph.model import Citation, Corpus, Document, Form, Mention, Method, ReportInfo, Scope, Span, Status
from citegraph.records import load
from citegraph.resolve import canonical_ids

HERE = Path(__file__).resolve().parent / "query"


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


QUERIES = [(row["query"], row["first"]) for row in _rows("queries.tsv")]
"""What is typed, and the document that comes first; "" if none may come."""


def _document(name: str, kind: str) -> Document:
    known = load().get(name)
    if known is not None:
        return replace(known, replaces=(), replaced_by=(), amends=(), amended_by=())
    parsed = DocumentId.parse(name)
    number = parsed.name.partition("-")[0] if parsed.name[0].isdecimal() else None
    return Document(
        id=name,
        label=canonical_ids.document_label(name, kind or None),
        scope=Scope.STATE if kind.startswith(("Luật", "Bộ luật", "Hiến pháp")) else Scope.PARTY,
        status=Status.MINTED,
        kind=kind or None,
        number=number,
        term=parsed.term,
        locality=parsed.locality,
    )


def corpus() -> Corpus:
    """The documents of the table with their reports."""
    rows = sorted(_rows("documents.tsv"), key=lambda row: row["document"])
    documents = tuple(_document(row["document"], row["kind"]) for row in rows)
    reports, citations = [], []
    for at, (row, document) in enumerate(zip(rows, documents, strict=True)):
        for copy in range(int(row["reports"])):
            name = f"r{at:03d}-{copy:02d}"
            reports.append(ReportInfo(id=name, path=f"{name}.txt", sha256=name))
            mention = Mention(
                span=Span(0, 1), surface="x", form=Form.FULL, scope=document.scope, rule="test", quote="x"
            )
            citations.append(Citation(report=name, mention=mention, document=document.id, method=Method.EXACT))
    return Corpus(documents=documents, reports=tuple(reports), citations=tuple(citations))
