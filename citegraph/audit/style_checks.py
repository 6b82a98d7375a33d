"""Check spelling against the rules for Party and State documents: how codes and dates are written."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from citegraph.audit import citation_parts
from citegraph.audit.check_definition import Discrepancy, check
from citegraph.audit.checked_citation import Subject
from citegraph.audit.official_form import format_day_and_month
from citegraph.model import Scope, Severity
from citegraph.text import fold, strip_diacritics

_DATE = regex.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})")


@check("code-spelling", Severity.STYLE)
def code_spelling(subject: Subject) -> Iterator[Discrepancy]:
    """The code is not spelt as papers of the Party or the State spell it.

    Example: "Nghị quyết số 35 - NQ/TW", "Chỉ thị 5-CT/TW".
    """
    code, found = subject.code, citation_parts.printed_code(subject.mention)
    if code is None or found is None:
        return
    part, said = found
    written = subject.printed_code
    if written is not None and (written.swapped or written.symbol.upper() != code.symbol.upper()):
        return  # which another check says
    right = str(code)
    if code.scope is Scope.STATE and code.number.partition("/")[0] != said[: len(code.number.partition("/")[0])]:
        return
    plain = subject.lacks_diacritics and strip_diacritics(right).upper() == fold(said).text.upper()
    if fold(said).text != right and not plain and "&" not in said:
        yield Discrepancy(said, right, part, right)


@check("date-spelling", Severity.STYLE)
def date_spelling(subject: Subject) -> Iterator[Discrepancy]:
    """Days under 10, January and February are written with two digits, other months without a leading zero.

    Example: "ngày 4/05/2025": 04/5/2025.
    """
    part = subject.claim_span_outside_citation("date")
    match = _DATE.search(subject.words_at(part) or "")
    if part is None or match is None or not 1 <= int(match["month"]) <= 12:
        return
    day, month = format_day_and_month(int(match["day"]), int(match["month"]))
    said, right = match.group(), f"{day}/{month}/{match['year']}"
    if said not in (right, f"{int(match['day']):02}/{int(match['month']):02}/{match['year']}"):
        start = part.start + match.start()
        yield Discrepancy(said, right, type(part)(start, start + len(said)), right)


CHECKS = (code_spelling, date_spelling)
