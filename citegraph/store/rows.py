"""Nouns in, rows and packed parts out, and back again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from citegraph.model import (
    UNKNOWN,
    Candidate,
    Citation,
    Discrepancy,
    Document,
    Evidence,
    Failure,
    Form,
    Link,
    Mention,
    ReportInfo,
    Scope,
    Span,
    Status,
)

Row = Sequence[Any]

RELATIONS = ("replaces", "replaced_by", "amends", "amended_by")

# The columns that hold a noun are its fields, so a field that schema.sql does not know of fails at once.
MENTION = ("start", '"end"', *(field.name for field in fields(Mention)[1:]))
DECISION = ("link", "evidence", "candidates")
REPORT = tuple(field.name for field in fields(ReportInfo)[1:])
DOCUMENT = ("name", *(field.name for field in fields(Document)[1:] if field.name not in RELATIONS))
DISCREPANCY = ("start", '"end"', *(field.name for field in fields(Discrepancy)[2:]))


@dataclass(frozen=True, slots=True)
class Reading:
    """What one part of a file gave: each report with its citations as the report alone decides them, and failures."""

    reports: tuple[tuple[ReportInfo, tuple[Citation, ...]], ...] = ()
    failures: tuple[Failure, ...] = ()


def pack(reading: Reading) -> bytes:
    """Turn a reading into compressed JSON: quick to send between processes, and safe to open whoever wrote it."""
    value = [
        [
            [column(info.id), *report_row(info), [citation_row(c) for c in citations]]
            for info, citations in reading.reports
        ],
        [[*map(column, (failure.path, failure.reason, failure.remedy))] for failure in reading.failures],
    ]
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8"), 1)


def unpack(payload: bytes) -> tuple[list[tuple[str, Row, list[Row]]], list[Row]]:
    """Turn what `pack` made into rows: (stem, report row, citation rows) of each report, and failure rows."""
    reports, failures = json.loads(zlib.decompress(payload))
    return [(stem, row, citations) for stem, *row, citations in reports], failures


def report_row(info: ReportInfo) -> Row:
    """The columns REPORT of a report."""
    return [column(getattr(info, name)) for name in REPORT]


def report(name: str, row: Row) -> ReportInfo:
    """Make a report from the columns REPORT."""
    known = dict(zip(REPORT, row, strict=True))
    known["warnings"] = tuple(json.loads(known["warnings"]))
    known["extra"] = tuple((key, value) for key, value in json.loads(known["extra"]))
    return ReportInfo(id=name, **known)


def citation_row(citation: Citation) -> Row:
    """The columns MENTION of a citation, its canonical id, and the columns DECISION."""
    mention = citation.mention
    said = (column(getattr(mention, name)) for name in MENTION[2:])
    return [mention.span.start, mention.span.end, *said, column(citation.document), *decision_row(citation)]


def decision_row(citation: Citation) -> Row:
    """The columns DECISION of a citation."""
    candidates = [[c.document, c.score, _reasons(c.evidence)] for c in citation.candidates]
    return [citation.link.value, _json(_reasons(citation.evidence)), _json(candidates)]


def citation(report_name: str, row: Row) -> Citation:
    """Make a citation from the columns MENTION, its canonical id, and the columns DECISION."""
    start, end, *said = row[: len(MENTION)]
    name, link, evidence, candidates = row[len(MENTION) :]
    known = dict(zip(MENTION[2:], said, strict=True))
    known["form"], known["scope"] = Form(known["form"]), Scope(known["scope"])
    return Citation(
        report=report_name,
        mention=Mention(span=Span(start, end), **known),
        document=name,
        link=Link(link),
        evidence=_evidence(json.loads(evidence)),
        candidates=tuple(Candidate(name, score, _evidence(why)) for name, score, why in json.loads(candidates)),
    )


def document_row(document: Document) -> Row:
    """The columns DOCUMENT of a document."""
    return [column(document.id), *(column(getattr(document, name)) for name in DOCUMENT[1:])]


def document(row: Row, relations: Mapping[str, tuple[str, ...]]) -> Document:
    """Make a document from the columns DOCUMENT and the canonical ids it is related to, by kind of relation."""
    known = dict(zip(DOCUMENT, row, strict=True))
    known["scope"], known["status"] = Scope(known["scope"]), Status(known["status"])
    known["aliases"] = tuple(json.loads(known["aliases"]))
    return Document(id=known.pop("name"), **known, **dict[str, Any](relations))


def discrepancy_row(found: Discrepancy) -> Row:
    """The columns DISCREPANCY of a discrepancy."""
    return [found.span.start, found.span.end, *(column(getattr(found, name)) for name in DISCREPANCY[2:])]


def discrepancy(report_name: str, row: Row) -> Discrepancy:
    """Make a discrepancy from the columns DISCREPANCY."""
    start, end, *rest = row
    return Discrepancy(report_name, Span(start, end), *rest)


def decided(name: str) -> bool:
    """Whether a canonical id names exactly one document."""
    return UNKNOWN not in name


def column(value: Any) -> Any:
    """A value as SQLite takes it: tuples as JSON, half surrogate pairs spelled out, for UTF-8 cannot hold them."""
    if isinstance(value, tuple):
        return _json(value)
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value


def _json(value: Any) -> str:
    """JSON for a column nobody filters on."""
    return str(column(json.dumps(value, ensure_ascii=False, separators=(",", ":"))))


def _reasons(evidence: Iterable[Evidence]) -> list[list[Any]]:
    return [[reason.name, reason.weight, reason.detail] for reason in evidence]


def _evidence(values: Iterable[list[Any]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(name, weight, detail) for name, weight, detail in values)
