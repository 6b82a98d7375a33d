"""Write a citation in official form: complete, with the date in the same form as in the draft."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from unicodedata import normalize

import regex

from citegraph.audit import title_comparison
from citegraph.ids import DocumentId
from citegraph.knowledge import kinds
from citegraph.model import Document, Finding, IsoDate, Severity, is_day

_NEVER_SUGGESTED = frozenset(
    {"not-issued", "not-met", "meeting-date", "out-of-force", "unknown-number", "out-of-order", "two-ways"}
)
"""Findings for which no document is right in the place of the one cited."""

_SHORT_MONTHS = frozenset({"01", "02", "10", "11", "12"})
"""Months that official papers write with two digits, so that 1/2/2020 and 12/2020 are not mistaken: Nghị định
30/2020/NĐ-CP and Hướng dẫn 36-HD/VPTW say so of days under 10 and of January and February."""

_NUMBER = regex.compile(r"\d+")
_PRINTED_DATE = regex.compile(
    r"(?P<lead>[Nn]g(?:à|a)y\s+)?\d{1,2}(?:\s?(?P<sign>[/.\-–])\s?\d{1,2}\s?(?P=sign)\s?\d{2,4}"
    r"|(?P<month>\s+th(?:á|a)ng\s+)\d{1,2}(?P<year>\s*,?\s*(?:n(?:ă|a)m\s+|/)?)\d{4})",
    regex.IGNORECASE,
)


def suggestion(found: Finding, known: Callable[[str], Document | None]) -> str | None:
    """Return the form in which the document should be cited; None if it is unknown or there is no right form.

    Args:
        found: The finding.
        known: What gives the record of a canonical id.

    Returns:
        The citation in full.
    """
    if found.field in _NEVER_SUGGESTED:
        return None
    if found.field == "date" and found.severity is Severity.DOUBTFUL and found.correction is None:
        return None  # the number may be the error: the document that has it now would only look right
    document = known(found.other or found.document)
    if document is None:
        return None
    cited = known(found.document)
    if found.field == "amended" and cited is not None:
        return f"{full_citation(cited)} (được sửa đổi, bổ sung bởi {full_citation(document)})"
    return full_citation(document)


def full_citation(document: Document) -> str:
    """Return a document as an office cites it: "Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị".

    >>> from citegraph.records import load
    >>> full_citation(load().get("35-NQ/TW@XII"))
    'Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị'
    >>> full_citation(load().get("24/2018/QH14"))
    'Luật An ninh mạng số 24/2018/QH14 ngày 12/6/2018 của Quốc hội'
    >>> full_citation(load().get("68-NQ/TW@XIII"))
    'Nghị quyết số 68-NQ/TW ngày 04/5/2025 của Bộ Chính trị'
    >>> full_citation(load().get("31/2024/QH15"))
    'Luật Đất đai số 31/2024/QH15 ngày 18/01/2024 của Quốc hội'
    """
    code = DocumentId.parse(document.id).name
    numbered = "/" in code and document.kind and document.number
    named = title_comparison.without_version(document.title or "") if _has_law_name(document) else document.kind
    parts = [f"{named} số {code}" if numbered else document.label]
    if is_day(document.date):
        year, month, day = document.date.split("-")
        day, month = format_day_and_month(int(day), int(month))
        parts.append(f"ngày {day}/{month}/{year}")
    if document.issuer:
        parts.append(f"của {document.issuer}")
    return " ".join(parts)


def _has_law_name(document: Document) -> bool:
    """Whether the title of a law is a name that begins with its kind: "Luật An ninh mạng"."""
    return kinds.is_law_kind(document.kind) and (document.title or "").startswith(document.kind or " ")


def format_day_and_month(day: int, month: int) -> tuple[str, str]:
    """Return a day and a month as official papers write them.

    >>> format_day_and_month(4, 5), format_day_and_month(22, 1)
    (('04', '5'), ('22', '01'))
    """
    padded = f"{month:02}"
    return f"{day:02}", padded if padded in _SHORT_MONTHS else str(month)


def is_impossible_date(printed: str | None) -> bool:
    """Whether a printed full date is not in the calendar: "31/02/2024".

    >>> is_impossible_date("ngày 38/3/2025"), is_impossible_date("ngày 28/3/2025"), is_impossible_date("tháng 3/2025")
    (True, False, False)
    """
    match = _PRINTED_DATE.fullmatch(normalize("NFC", printed or "").strip())
    if match is None:
        return False
    day, month, year = (int(part) for part in _NUMBER.findall(match.group()))
    return not (1 <= month <= 12 and 1 <= day <= monthrange(max(year, 1), month)[1])


def format_date_like(printed: str | None, right: IsoDate) -> str | None:
    """Return a date in the same form as the printed one; None if the form is unknown or the date is not a full date.

    >>> format_date_like("ngày 20/10/2018", "2018-10-22"), format_date_like("20 tháng 10 năm 2018", "2018-05-02")
    ('ngày 22/10/2018', '02 tháng 5 năm 2018')
    """
    match = _PRINTED_DATE.fullmatch(normalize("NFC", printed or "").strip())
    if match is None or len(right) != 10:
        return None
    year, month, day = (int(part) for part in right.split("-"))
    days, months = format_day_and_month(day, month)
    lead = match["lead"] or ""
    if match["sign"]:
        return f"{lead}{days}{match['sign']}{months}{match['sign']}{year}"
    return f"{lead}{days}{match['month']}{months}{match['year']}{year}"
