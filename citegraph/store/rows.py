"""Nouns in, rows and packed parts out, and back again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter
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

_of_report = attrgetter(*REPORT)
_of_mention = attrgetter(*MENTION[2:])
_FORMS = {form.value: form for form in Form}
_SCOPES = {scope.value: scope for scope in Scope}
_LINKS = {link.value: link for link in Link}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one part of a file gave: each report with its citations as the report alone decides them, and failures."""

    reports: tuple[tuple[ReportInfo, tuple[Citation, ...]], ...] = ()
    failures: tuple[Failure, ...] = ()


def pack(reading: Reading) -> bytes:
    """Turn a reading into compressed JSON: quick to send between processes, and safe to open whoever wrote it."""
    value = [
        [[info.id, *report_row(info), [citation_row(c) for c in citations]] for info, citations in reading.reports],
        [[failure.path, failure.reason, failure.remedy] for failure in reading.failures],
    ]
    try:
        plain = _json(value).encode("utf-8")
    except UnicodeEncodeError:  # half surrogate pairs, spelled out only where there are any: looking costs time
        plain = _json(_spelled(value)).encode("utf-8")
    return zlib.compress(plain, 1)


def unpack(payload: bytes) -> tuple[list[tuple[str, Row, list[Row]]], list[Row]]:
    """Turn what `pack` made into rows: (stem, report row, citation rows) of each report, and failure rows."""
    reports, failures = json.loads(zlib.decompress(payload))
    return [(stem, row, citations) for stem, *row, citations in reports], failures


def report_row(info: ReportInfo) -> Row:
    """The columns REPORT of a report, texts as they are."""
    *said, warnings, extra = _of_report(info)
    return [*said, _json(warnings) if warnings else "[]", _json(extra) if extra else "[]"]


def report(name: str, row: Row) -> ReportInfo:
    """Make a report from the columns REPORT."""
    known = dict(zip(REPORT, row, strict=True))
    known["warnings"] = tuple(_list(known["warnings"]))
    known["extra"] = tuple((key, value) for key, value in _list(known["extra"]))
    return ReportInfo(id=name, **known)


def citation_row(citation: Citation) -> Row:
    """The columns MENTION of a citation, its canonical id, and the columns DECISION, texts as they are."""
    mention = citation.mention
    said = _of_mention(mention)
    return [mention.span.start, mention.span.end, *said, citation.document, *_decision(citation)]


def decision_row(citation: Citation) -> Row:
    """The columns DECISION of a citation."""
    return [*map(column, _decision(citation))]


def citation(report_name: str, row: Row) -> Citation:
    """Make a citation from the columns MENTION, its canonical id, and the columns DECISION."""
    start, end, *said = row[: len(MENTION)]
    name, link, evidence, candidates = row[len(MENTION) :]
    known = dict(zip(MENTION[2:], said, strict=True))
    known["form"], known["scope"] = _FORMS[known["form"]], _SCOPES[known["scope"]]
    return Citation(
        report=report_name,
        mention=Mention(span=Span(start, end), **known),
        document=name,
        link=_LINKS[link],
        evidence=_evidence(evidence),
        candidates=tuple(Candidate(name, score, _reasons(why)) for name, score, why in _list(candidates)),
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
        return column(_json(value))
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value


def _spelled(value: Any) -> Any:
    return [*map(_spelled, value)] if isinstance(value, list) else column(value)


def _json(value: Any) -> str:
    """JSON for a column nobody filters on."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _list(text: str) -> list[Any]:
    """What `_json` made of a list."""
    return json.loads(text) if text != "[]" else []


def _decision(citation: Citation) -> Row:
    candidates = [[c.document, c.score, _plain(c.evidence)] for c in citation.candidates]
    evidence = _json(_plain(citation.evidence)) if citation.evidence else "[]"
    return [citation.link.value, evidence, _json(candidates) if candidates else "[]"]


def _plain(evidence: Iterable[Evidence]) -> list[list[Any]]:
    return [[reason.name, reason.weight, reason.detail] for reason in evidence]


@lru_cache(maxsize=4096)
def _evidence(text: str) -> tuple[Evidence, ...]:
    """The same few reasons stand with most citations of a corpus, so they are shared."""
    return _reasons(_list(text))


def _reasons(values: Iterable[list[Any]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(name, weight, detail) for name, weight, detail in values)
