"""Convert between the model and rows of the store."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import Field, dataclass, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from citegraph.model import (
    CLAIM_FIELDS,
    Attachment,
    Candidate,
    Citation,
    Claim,
    ClaimField,
    Document,
    Evidence,
    Failure,
    Finding,
    Form,
    Mention,
    Method,
    ReportInfo,
    Scope,
    Severity,
    Span,
    Status,
    is_date,
)
from citegraph.store.integrity import UnsoundError, checked, wordless

Row = Sequence[Any]

RELATIONS = ("replaces", "replaced_by", "amends", "amended_by")

# The columns that hold a noun are its fields, so a field that schema.sql does not know of fails at once.
MENTION = ("start", '"end"', *(field.name for field in fields(Mention)[1:]))
DECISION = ("method", "confidence", "evidence", "candidates")
REPORT = tuple(field.name for field in fields(ReportInfo)[1:])
DOCUMENT = ("name", *(field.name for field in fields(Document)[1:] if field.name not in RELATIONS))
FINDING = (
    "start",
    '"end"',
    *(field.name for field in fields(Finding)[2:] if field.name != "part"),
    "part_start",
    "part_end",
)

_KINDS = {"int": "i", "Span | None": "I", "str | None": "S", "IsoDate | None": "S"}


def _kinds(noun: Sequence[Field[Any]], names: Iterable[str]) -> str:
    """A letter for the type of each column, as `soundness.asked` takes them; nouns within nouns are kept as text."""
    types = {field.name: str(field.type) for field in noun}
    return "".join(_KINDS.get(types.get(name, "int" if name in ("start", '"end"') else "str"), "s") for name in names)


REPORT_KINDS = "s" + _kinds(fields(ReportInfo), REPORT)
"""Of the id of a report and the columns REPORT."""
CITATION_KINDS = "s" + _kinds(fields(Mention), MENTION) + "ssfss"
"""Of the id of a report, the columns MENTION, a canonical id and the columns DECISION."""
REPORTED_KINDS = REPORT_KINDS + CITATION_KINDS[1:]
DOCUMENT_KINDS = _kinds(fields(Document), DOCUMENT)
FINDING_KINDS = "s" + _kinds(fields(Finding), FINDING[:-2]) + "II"
"""Of the id of a report and the columns FINDING."""

_of_report = attrgetter(*REPORT)
_of_mention = attrgetter(*MENTION[2:-1])
_FORMS = {form.value: form for form in Form}
_SCOPES = {scope.value: scope for scope in Scope}
_METHODS = {method.value: method for method in Method}
_ATTACHMENTS = {attachment.value: attachment for attachment in Attachment}
_CLAIM_FIELDS: dict[str, ClaimField] = {name: name for name in CLAIM_FIELDS}


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
    """Turn what `pack` made into rows: (stem, report row, citation rows) of each report, and failure rows.

    Raises UnsoundError for what `pack` did not make.
    """
    try:
        reports, failures = json.loads(zlib.decompress(payload))
        unpacked = [(*checked(REPORT_KINDS, said), citations) for *said, citations in reports]
        for *_, citations in unpacked:
            for row in citations:
                checked(CITATION_KINDS[1:], row)
        return [(stem, row, citations) for stem, *row, citations in unpacked], [checked("sss", row) for row in failures]
    except (zlib.error, LookupError, RecursionError, TypeError, ValueError) as error:
        raise UnsoundError from wordless(error)


def report_row(info: ReportInfo) -> Row:
    """The columns REPORT of a report, texts as they are."""
    *said, warnings, extra = _of_report(info)
    return [*said, _json(warnings) if warnings else "[]", _json(extra) if extra else "[]"]


def report(row: Row) -> ReportInfo:
    """Make a report from its id and the columns REPORT."""
    known = dict(zip(REPORT, row[1:], strict=True))
    known["date"] = _date(known["date"])
    known["warnings"] = _texts(known["warnings"])
    known["extra"] = tuple((_text(key), _text(value)) for key, value in _list(known["extra"]))
    return ReportInfo(id=row[0], **known)


def citation_row(citation: Citation) -> Row:
    """The columns MENTION of a citation, its canonical id, and the columns DECISION, texts as they are."""
    mention = citation.mention
    said = _of_mention(mention)
    return [mention.span.start, mention.span.end, *said, _claims(mention), citation.document, *_decision(citation)]


def decision_row(citation: Citation) -> Row:
    """The columns DECISION of a citation."""
    return [*map(column, _decision(citation))]


def citation(row: Row) -> Citation:
    """Make a citation from the id of its report, the columns MENTION, its canonical id, and the columns DECISION."""
    report_name, start, end, *said, name, method, confidence, evidence, candidates = row
    known = dict(zip(MENTION[2:], said, strict=True))
    known["form"], known["scope"] = _FORMS[known["form"]], _SCOPES[known["scope"]]
    known["date"] = _said_date(known["date"])
    known["claims"] = _read_claims(known["claims"])
    return Citation(
        report=report_name,
        mention=Mention(span=_span(start, end), **known),
        document=name,
        method=_METHODS[method],
        evidence=_evidence(evidence),
        confidence=_share(confidence),
        candidates=tuple(
            Candidate(_text(name), _number(score), _reasons(why), _share(probability))
            for name, score, probability, why in _list(candidates)
        ),
    )


class Reported:
    """Makes a citation with its report from the columns of both; of one report after another it makes each once."""

    def __init__(self) -> None:
        self._last: ReportInfo | None = None

    def __call__(self, row: Row) -> tuple[ReportInfo, Citation]:
        """Of the id of the report, the columns REPORT, and those of `citation` without the id."""
        end = 1 + len(REPORT)
        if self._last is None or self._last.id != row[0]:
            self._last = report(row[:end])
        return self._last, citation((row[0], *row[end:]))


def document_row(document: Document) -> Row:
    """The columns DOCUMENT of a document."""
    return [column(document.id), *(column(getattr(document, name)) for name in DOCUMENT[1:])]


def document(found: Sequence[Row]) -> Document:
    """Make a document from its rows, one for each relation: key, columns DOCUMENT, kind of relation, canonical id."""
    known = dict(zip(DOCUMENT, found[0][1:-2], strict=True))
    relations: dict[str, tuple[str, ...]] = {}
    for *_, kind, other in found:
        if kind is not None:
            relations[kind] = (*relations.get(kind, ()), _text(other))
    known["scope"], known["status"] = Scope(known["scope"]), Status(known["status"])
    for field in ("date", "since", "until"):
        known[field] = _date(known[field])
    known["aliases"] = _texts(known["aliases"])
    return Document(id=known.pop("name"), **known, **dict[str, Any](relations))


def finding_row(found: Finding) -> Row:
    """The columns FINDING of a finding."""
    part = (None, None) if found.part is None else (found.part.start, found.part.end)
    return [found.span.start, found.span.end, *(column(getattr(found, name)) for name in FINDING[2:-2]), *part]


def finding(row: Row) -> Finding:
    """Make a finding from the id of its report and the columns FINDING."""
    report_name, start, end, *rest, part_start, part_end = row
    known = dict(zip(FINDING[2:-2], rest, strict=True))
    known["severity"] = Severity(known["severity"])
    part = None if part_start is None else _span(part_start, part_end)
    return Finding(report=report_name, span=_span(start, end), part=part, **known)


def failure(row: Row) -> Failure:
    """Make a failure from its path, reason and remedy."""
    return Failure(*row)


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
    """What `_json` made of a list; ValueError where it is none."""
    values = json.loads(text) if text != "[]" else []
    if not isinstance(values, list):
        raise TypeError
    if "\\u" in text:
        _json(values).encode("utf-8")  # `_json` spells no half of a surrogate pair
    return values


def _texts(text: str) -> tuple[str, ...]:
    return tuple(map(_text, _list(text)))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError
    return value


def _share(value: Any) -> float:
    if not 0 <= _number(value) <= 1:
        raise ValueError
    return float(value)


def _span(start: int, end: int) -> Span:
    if not 0 <= start <= end:
        raise ValueError
    return Span(start, end)


@lru_cache(maxsize=8192)
def _date(text: str | None) -> str | None:
    """The date; ValueError for what no calendar has: those who count days and years rely on it."""
    if text is not None and not is_date(text):
        raise ValueError
    return text


@lru_cache(maxsize=8192)
def _said_date(text: str | None) -> str | None:
    """As `_date`, of a mention, which may leave the year out."""
    _date(f"2000{text[1:]}" if text is not None and text.startswith("--") else text)
    return text


def _claims(mention: Mention) -> str:
    """The claims of a mention that stand outside of its own words, which the other columns tell."""
    claims = [
        [claim.field, claim.value, claim.span.start, claim.span.end, claim.attachment.value]
        for claim in mention.claims
        if claim.span != mention.span
    ]
    return _json(claims) if claims else "[]"


def _read_claims(text: str) -> tuple[Claim, ...]:
    if text == "[]":
        return ()
    return tuple(
        Claim(_CLAIM_FIELDS[name], _text(value), _span(start, end), _ATTACHMENTS[attachment])
        for name, value, start, end, attachment in _list(text)
    )


def _decision(citation: Citation) -> Row:
    candidates = [[c.document, c.score, c.probability, _plain(c.evidence)] for c in citation.candidates]
    evidence = _json(_plain(citation.evidence)) if citation.evidence else "[]"
    return [citation.method.value, citation.confidence, evidence, _json(candidates) if candidates else "[]"]


def _plain(evidence: Iterable[Evidence]) -> list[list[Any]]:
    return [[reason.name, reason.weight, reason.detail] for reason in evidence]


@lru_cache(maxsize=4096)
def _evidence(text: str) -> tuple[Evidence, ...]:
    """The same few reasons stand with most citations of a corpus, so they are shared."""
    return _reasons(_list(text))


def _reasons(values: Iterable[list[Any]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(_text(name), _number(weight), _text(detail)) for name, weight, detail in values)
