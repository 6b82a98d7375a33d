"""Convert between the data model and the rows of a store."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import Field, dataclass, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from citegraph.i18n import from_column_text, from_json, to_column_text, to_json
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
from citegraph.store.integrity import DamagedDataError, redact_error, validate_row

Row = Sequence[Any]

RELATIONS = ("replaces", "replaced_by", "amends", "amended_by")

# Columns have the names of fields, so a field that is missing in schema.sql fails at once.
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

_KINDS = {"int": "i", "Span | None": "I", "str | None": "S", "IsoDate | None": "S", "Said | None": "S"}


def _column_kinds(item: Sequence[Field[Any]], names: Iterable[str]) -> str:
    """Return one type letter per column, as `integrity.select` expects them. Nested values are stored as text."""
    types = {field.name: str(field.type) for field in item}
    return "".join(_KINDS.get(types.get(name, "int" if name in ("start", '"end"') else "str"), "s") for name in names)


REPORT_KINDS = "s" + _column_kinds(fields(ReportInfo), REPORT)
"""Types of the id of a report and the columns REPORT."""
CITATION_KINDS = "s" + _column_kinds(fields(Mention), MENTION) + "ssfss"
"""Types of the id of a report, the columns MENTION, a canonical id and the columns DECISION."""
REPORTED_KINDS = REPORT_KINDS + CITATION_KINDS[1:]
DOCUMENT_KINDS = _column_kinds(fields(Document), DOCUMENT)
FINDING_KINDS = "s" + _column_kinds(fields(Finding), FINDING[:-2]) + "II"
"""Types of the id of a report and the columns FINDING."""

_report_values = attrgetter(*REPORT)
_mention_values = attrgetter(*MENTION[2:-1])
_FORMS = {form.value: form for form in Form}
_SCOPES = {scope.value: scope for scope in Scope}
_METHODS = {method.value: method for method in Method}
_ATTACHMENTS = {attachment.value: attachment for attachment in Attachment}
_CLAIM_FIELDS: dict[str, ClaimField] = {name: name for name in CLAIM_FIELDS}


@dataclass(frozen=True, slots=True)
class FilePart:
    """The content of one part of a file: reports with their citations as decided by each report alone, and failures."""

    reports: tuple[tuple[ReportInfo, tuple[Citation, ...]], ...] = ()
    failures: tuple[Failure, ...] = ()


def pack(reading: FilePart) -> bytes:
    """Return the part as compressed JSON, which is fast to send between processes and safe to open."""
    value = [
        [[info.id, *report_row(info), [citation_row(c) for c in citations]] for info, citations in reading.reports],
        [
            [failure.path, to_column_text(failure.reason), to_column_text(failure.remedy)]
            for failure in reading.failures
        ],
    ]
    try:
        plain = _to_json(value).encode("utf-8")
    except UnicodeEncodeError:  # lone surrogates; escaped only on this error, because searching takes time
        plain = _to_json(_escape_texts(value)).encode("utf-8")
    return zlib.compress(plain, 1)


def unpack(payload: bytes) -> tuple[list[tuple[str, Row, list[Row]]], list[Row]]:
    """Return the rows of a packed part.

    Args:
        payload: What `pack` returned.

    Returns:
        (stem, report row, citation rows) of each report, and the failure rows.

    Raises:
        DamagedDataError: `pack` did not write this payload.
    """
    try:
        reports, failures = json.loads(zlib.decompress(payload))
        unpacked = [(*validate_row(REPORT_KINDS, columns), citations) for *columns, citations in reports]
        for *_, citations in unpacked:
            for row in citations:
                validate_row(CITATION_KINDS[1:], row)
        return [(stem, row, citations) for stem, *row, citations in unpacked], [
            validate_row("sss", row) for row in failures
        ]
    except (zlib.error, LookupError, RecursionError, TypeError, ValueError) as error:
        raise DamagedDataError from redact_error(error)


def report_row(info: ReportInfo) -> Row:
    """Return the values of a report for the columns in `REPORT`. Texts are not escaped."""
    *columns, warnings, extra = _report_values(info)
    return [*columns, _to_json([*map(to_json, warnings)]) if warnings else "[]", _to_json(extra) if extra else "[]"]


def report_of_row(row: Row) -> ReportInfo:
    """Return the report of a row: its id and the columns REPORT."""
    values = dict(zip(REPORT, row[1:], strict=True))
    values["date"] = _checked_date(values["date"])
    values["warnings"] = tuple(map(from_json, _parse_list(values["warnings"])))
    values["extra"] = tuple((_required_str(key), _required_str(value)) for key, value in _parse_list(values["extra"]))
    return ReportInfo(id=row[0], **values)


def citation_row(citation: Citation) -> Row:
    """Return the values of a citation: for `MENTION`, its canonical id, and for `DECISION`. Texts are not escaped."""
    mention = citation.mention
    columns = _mention_values(mention)
    return [
        mention.span.start,
        mention.span.end,
        *columns,
        _claims_to_json(mention),
        citation.document,
        *_decision_columns(citation),
    ]


def decision_row(citation: Citation) -> Row:
    """Return the values of a citation for the columns in `DECISION`."""
    return [*map(sqlite_value, _decision_columns(citation))]


def citation_of_row(row: Row) -> Citation:
    """Return the citation of a row: id of its report, columns MENTION, canonical id, columns DECISION."""
    report_name, start, end, *columns, name, method, confidence, evidence, candidates = row
    values = dict(zip(MENTION[2:], columns, strict=True))
    values["form"], values["scope"] = _FORMS[values["form"]], _SCOPES[values["scope"]]
    values["date"] = _checked_mention_date(values["date"])
    values["claims"] = _read_claims(values["claims"])
    return Citation(
        report=report_name,
        mention=Mention(span=_checked_span(start, end), **values),
        document=name,
        method=_METHODS[method],
        evidence=_read_evidence(evidence),
        confidence=_checked_probability(confidence),
        candidates=tuple(
            Candidate(
                _required_str(name), _checked_number(score), _evidence_of_lists(why), _checked_probability(probability)
            )
            for name, score, probability, why in _parse_list(candidates)
        ),
    )


class ReportedCitations:
    """Convert rows to pairs of report and citation. Consecutive rows of the same report share one report value."""

    def __init__(self) -> None:
        self._last: ReportInfo | None = None

    def __call__(self, row: Row) -> tuple[ReportInfo, Citation]:
        """Convert the id of the report, the columns REPORT, and the columns of `citation` without the id."""
        end = 1 + len(REPORT)
        if self._last is None or self._last.id != row[0]:
            self._last = report_of_row(row[:end])
        return self._last, citation_of_row((row[0], *row[end:]))


def document_row(document: Document) -> Row:
    """Return the values of a document for the columns in `DOCUMENT`."""
    values = {name: getattr(document, name) for name in DOCUMENT[1:]}
    values["source"] = to_column_text(document.source) if document.source is not None else None
    return [sqlite_value(document.id), *map(sqlite_value, values.values())]


def document_of_rows(group: Sequence[Row]) -> Document:
    """Return the document of its rows, one per relation: key, columns DOCUMENT, kind of relation, canonical id."""
    values = dict(zip(DOCUMENT, group[0][1:-2], strict=True))
    relations: dict[str, tuple[str, ...]] = {}
    for *_, kind, other in group:
        if kind is not None:
            relations[kind] = (*relations.get(kind, ()), _required_str(other))
    values["scope"], values["status"] = Scope(values["scope"]), Status(values["status"])
    for field in ("date", "since", "until"):
        values[field] = _checked_date(values[field])
    values["aliases"] = _parse_texts(values["aliases"])
    values["source"] = from_column_text(values["source"]) if values["source"] is not None else None
    return Document(id=values.pop("name"), **values, **dict[str, Any](relations))


def finding_row(found: Finding) -> Row:
    """Return the values of a finding for the columns in `FINDING`, and its part."""
    part = (None, None) if found.part is None else (found.part.start, found.part.end)
    values = {name: getattr(found, name) for name in FINDING[2:-2]}
    values |= {"said": to_column_text(found.said), "known": to_column_text(found.known)}
    return [found.span.start, found.span.end, *map(sqlite_value, values.values()), *part]


def finding_of_row(row: Row) -> Finding:
    """Return the finding of a row: the id of its report and the columns FINDING."""
    report_name, start, end, *rest, part_start, part_end = row
    values = dict(zip(FINDING[2:-2], rest, strict=True))
    values |= {"said": from_column_text(values["said"]), "known": from_column_text(values["known"])}
    values["severity"] = Severity(values["severity"])
    part = None if part_start is None else _checked_span(part_start, part_end)
    return Finding(report=report_name, span=_checked_span(start, end), part=part, **values)


def failure_of_row(row: Row) -> Failure:
    """Return the failure of a row: its path, reason and remedy."""
    path, reason, remedy = row
    return Failure(path, from_column_text(reason), from_column_text(remedy))


def sqlite_value(value: Any) -> Any:
    """Return a value that SQLite accepts.

    Tuples become JSON; lone surrogates, which UTF-8 cannot encode, are escaped.
    """
    if isinstance(value, tuple):
        return sqlite_value(_to_json(value))
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value


def _escape_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _escape_texts(each) for name, each in value.items()}
    return [*map(_escape_texts, value)] if isinstance(value, list) else sqlite_value(value)


def _to_json(value: Any) -> str:
    """Return JSON for a column that no query filters on."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _parse_list(text: str) -> list[Any]:
    """Return the list that `_to_json` wrote. Raises ValueError or TypeError if the text is something else."""
    values = json.loads(text) if text != "[]" else []
    if not isinstance(values, list):
        raise TypeError
    if "\\u" in text:
        _to_json(values).encode("utf-8")  # fails for a lone surrogate, which `_to_json` never writes
    return values


def _parse_texts(text: str) -> tuple[str, ...]:
    return tuple(map(_required_str, _parse_list(text)))


def _required_str(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _checked_number(value: Any) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError
    return value


def _checked_probability(value: Any) -> float:
    if not 0 <= _checked_number(value) <= 1:
        raise ValueError
    return float(value)


def _checked_span(start: int, end: int) -> Span:
    if not 0 <= start <= end:
        raise ValueError
    return Span(start, end)


@lru_cache(maxsize=8192)
def _checked_date(text: str | None) -> str | None:
    """Return the date.

    Raises ValueError for a date that is not in the calendar, because other code computes with dates.
    """
    if text is not None and not is_date(text):
        raise ValueError
    return text


@lru_cache(maxsize=8192)
def _checked_mention_date(text: str | None) -> str | None:
    """Like `_checked_date`, for the date of a mention, which may lack the year."""
    _checked_date(f"2000{text[1:]}" if text is not None and text.startswith("--") else text)
    return text


def _claims_to_json(mention: Mention) -> str:
    """Return the claims from outside the mention itself; the other columns contain the rest."""
    claims = [
        [claim.field, claim.value, claim.span.start, claim.span.end, claim.attachment.value]
        for claim in mention.claims
        if claim.span != mention.span
    ]
    return _to_json(claims) if claims else "[]"


def _read_claims(text: str) -> tuple[Claim, ...]:
    if text == "[]":
        return ()
    return tuple(
        Claim(_CLAIM_FIELDS[name], _required_str(value), _checked_span(start, end), _ATTACHMENTS[attachment])
        for name, value, start, end, attachment in _parse_list(text)
    )


def _decision_columns(citation: Citation) -> Row:
    candidates = [[c.document, c.score, c.probability, _evidence_lists(c.evidence)] for c in citation.candidates]
    evidence = _to_json(_evidence_lists(citation.evidence)) if citation.evidence else "[]"
    return [citation.method.value, citation.confidence, evidence, _to_json(candidates) if candidates else "[]"]


def _evidence_lists(evidence: Iterable[Evidence]) -> list[list[Any]]:
    return [[reason.name, reason.weight, to_json(reason.detail)] for reason in evidence]


@lru_cache(maxsize=4096)
def _read_evidence(text: str) -> tuple[Evidence, ...]:
    """Return the evidence. Most citations of a corpus share the same few reasons, so the values are cached."""
    return _evidence_of_lists(_parse_list(text))


def _evidence_of_lists(values: Iterable[list[Any]]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(_required_str(name), _checked_number(weight), from_json(detail)) for name, weight, detail in values
    )
