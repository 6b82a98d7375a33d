"""Find the documents that titles of others name by code: "về tiếp tục thực hiện Nghị quyết số 26-NQ/TW … khóa IX"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from citegraph.grammar import codes, dates, numerals
from citegraph.model import Document, is_day
from citegraph.records import Records

_TERM = regex.compile(rf"\bkh(?:óa|oá)\s+(?P<term>{numerals.ROMAN})(?!\p{{L}})")


def documents_named_in_title(records: Records, document: str) -> frozenset[str]:
    """Return the canonical ids of the listed documents that the title of a Party document names by code.

    Args:
        records: The listed documents.
        document: The canonical id of the document.

    Returns:
        The documents that the title names without ambiguity, given the date and term after the code.
    """
    return _named_ids_by_document(records).get(document, frozenset())


@lru_cache(maxsize=8192)
def codes_in_title(title: str) -> frozenset[str]:
    """Return the codes that a title names, as canonical ids write them.

    >>> sorted(codes_in_title("về tiếp tục thực hiện Chỉ thị số 07 -CT/TW của Bộ Chính trị"))
    ['07-CT/TW']
    """
    matches = codes.compiled_code_pattern().finditer(title) if "/" in title else ()
    return frozenset(str(code) for match in matches if (code := codes.code_of_match(match)) is not None)


@lru_cache(maxsize=4)
def _named_ids_by_document(records: Records) -> dict[str, frozenset[str]]:
    named = {document.id: frozenset(_ids_in_title(document, records)) for document in records if document.term}
    return {document: found for document, found in named.items() if found}


def _ids_in_title(document: Document, records: Records) -> Iterator[str]:
    title = document.title or ""
    matches = [*codes.compiled_code_pattern().finditer(title)] if "/" in title else []
    ends = [*(match.start() for match in matches), len(title)]
    for match, end in zip(matches, ends[1:], strict=True):
        code = codes.code_of_match(match)
        date = next((date.iso for date in dates.find(title, match.end(), end) if is_day(date.iso)), None)
        term = _TERM.search(title, match.end(), end)
        meant = [
            each.id
            for each in (records.by_code(code) if code is not None else ())
            if each.id != document.id and (each.date or "") <= (document.date or "9999")
            if term is None or each.term == term["term"]
            if date is None or each.date in (None, date)
        ]
        if len(meant) == 1:
            yield meant[0]
