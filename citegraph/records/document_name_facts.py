"""The facts that people use to name a document: kind, number, symbol, body, term, plenum, congress, date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citegraph.grammar import numerals, query_parsing
from citegraph.ids import PLENUM, DocumentId
from citegraph.model import Document
from citegraph.records import Records
from citegraph.text import strip_diacritics

_PART = re.compile(r"\d+(?:[a-z](?![a-z]))?|[a-z]+")


def document_facts(document: Document, records: Records) -> frozenset[str]:
    """Return the facts of a document, as `query_parsing.parse_query` returns those of a typed name.

    Args:
        document: The document.
        records: The known plenums.

    >>> from citegraph.records import load
    >>> sorted(document_facts(load().get("04-NQ/TW@XII"), load()))
    ['4', 'day:30', 'kind:nghiquyet', 'month:10', 'nq', 'plenum:4', 'term:12', 'tw', 'year:2016']
    """
    return frozenset(_compute_facts(document, records))


def _compute_facts(document: Document, records: Records) -> Iterator[str]:
    parsed = DocumentId.parse(document.id)
    if document.kind:
        yield query_parsing.kind_fact(document.kind)
    if document.number:
        yield from (part.lstrip("0") or "0" for part in _PART.findall(strip_diacritics(parsed.name)))
    elif parsed.is_congress or parsed.is_plenum:
        yield "nq"
    if parsed.is_plenum:
        yield "plenum:" + "".join(_PART.findall(parsed.name.removeprefix(PLENUM))[:1])
    if parsed.term and (term := numerals.numeral_value(parsed.term)):
        yield f"term:{term}"
    sitting = parsed.sitting or (parsed.term if parsed.is_congress else None)
    if sitting and (ordinal := numerals.numeral_value(sitting)):
        yield f"congress:{ordinal}"
    for plenum in records.plenums_of_document(document.id):
        yield f"plenum:{plenum.number.partition(' ')[0]}"
    date = document.date or parsed.year or ""
    for name, part in zip(("year", "month", "day"), date.split("-"), strict=False):
        if part.isdecimal():
            yield f"{name}:{int(part)}"
