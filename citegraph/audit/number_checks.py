"""Check number codes: the number of another document, a number that was never assigned, a wrong symbol or body."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import regex
from rapidfuzz.distance import OSA

from citegraph.audit import citation_parts, finding_texts
from citegraph.audit.check_definition import Discrepancy, check
from citegraph.audit.checked_citation import Subject
from citegraph.audit.record_index import WELL_KNOWN, days_apart, record_index
from citegraph.grammar import codes
from citegraph.grammar.codes import Code
from citegraph.ids import DocumentId
from citegraph.knowledge import bodies, kinds, legislatures
from citegraph.model import Document, IsoDate, Method, Scope, Severity, Span, is_day
from citegraph.text import strip_diacritics

_BEYOND = 1.5  # times the highest known number: no series of record ever went that much further
_BEYOND_DENSE = 1.1  # times that of a term that is over, where most numbers or the last ones of the series are known
_DENSE = 0.8  # share of the numbers up to the highest that are most of them
_DAYS_APART = 31  # by which dates must speak against a number; papers are numbered before or after they are signed
_ANY_CODE = regex.compile(r"\d{1,4}\s?[-–/]\s?(?P<symbol>\p{Lu}{1,4})\s?[-–/]\s?\p{Lu}[\p{Lu}-]*$")
_ASSEMBLY = regex.compile(r"(?P<symbol>.*?)QH(?P<number>\d{1,2})")


@check("number", Severity.WRONG)
def number(subject: Subject) -> Iterator[Discrepancy]:
    """Date, title and issuer all name another document than the number does.

    Example: "Nghị quyết số 36-NQ/TW ngày 22/10/2018 về tăng cường bảo vệ nền tảng tư tưởng của Đảng": it is 35-NQ/TW.
    """
    known, code = subject.known_record, subject.code
    if subject.intended_record.by not in ("title", "date") or known is None or known.number is None:
        return
    said = code.number if code is not None else subject.mention.number or ""
    if codes.pad_number(said) == codes.pad_number(known.number):
        return
    part = citation_parts.number_span(subject.mention)
    right = _number_as_printed(subject, known)
    severity = Severity.WRONG if subject.intended_record.sure else Severity.DOUBTFUL
    yield Discrepancy((code and str(code)) or said, _code_and_day(known), part, right, known.id, severity)


@check("unknown-number", Severity.WRONG)
def unknown_number(subject: Subject) -> Iterator[Discrepancy]:
    """This series has no number as high as this.

    Example: "Nghị quyết số 999-NQ/TW".
    """
    code = subject.code
    local = code is not None and bodies.is_local_symbol(code.body.partition("-")[0])
    if code is None or subject.known_record is not None or local:
        return
    value, symbol = _numeric_value(code.number), code.symbol or f"{subject.mention.kind} "
    highest, known = record_index(subject.records).highest_number_and_count(symbol, code.body)
    if value is not None and known >= WELL_KNOWN and value > highest * _BEYOND:
        yield Discrepancy(
            str(code), finding_texts.highest_known_number(highest), citation_parts.number_span(subject.mention)
        )
        return
    year = code.number.partition("/")[2]
    of_year = record_index(subject.records).numbers_of_series(symbol, code.body, f"/{year}") if year else []
    if value is not None and len(of_year) >= WELL_KNOWN and value > of_year[-1][0] * _BEYOND:
        yield Discrepancy(
            str(code),
            finding_texts.highest_known_number_of_year(year, of_year[-1][0]),
            citation_parts.number_span(subject.mention),
        )
        return
    term = subject.records.term_named(DocumentId.parse(subject.citation.document).term)
    if term is None or value is None:
        return
    of_term = record_index(subject.records).numbers_of_series(symbol, code.body, term.name)
    today = subject.draft.validity_date
    later = [one for one in of_term if today is not None and one[1] > today]
    by_then = [one for one in of_term if today is None or one[1] <= today]
    if len(by_then) < WELL_KNOWN:
        passed = sorted(one for one in later if one[0] < value)
        if len(passed) > 1:  # one witness may be wrong, two are not
            what = finding_texts.number_and_day(*passed[0])
            yield Discrepancy(str(code), what, citation_parts.number_span(subject.mention), severity=Severity.DOUBTFUL)
        return
    if not (later or term.end):
        return  # how far a running series has gone by now is not known
    is_known_to_end = term.end is not None and days_apart(by_then[-1][1], term.end) <= _DAYS_APART
    beyond = _BEYOND_DENSE if is_known_to_end or _is_series_densely_known(by_then) else _BEYOND
    if value > by_then[-1][0] * beyond:
        what = finding_texts.highest_known_number_of_term(term.name, by_then[-1][0])
        yield Discrepancy(str(code), what, citation_parts.number_span(subject.mention), severity=Severity.DOUBTFUL)


def _is_series_densely_known(numbers: list[tuple[int, IsoDate]]) -> bool:
    return bool(numbers) and len({number for number, _ in numbers}) >= _DENSE * numbers[-1][0]


@check("out-of-order", Severity.DOUBTFUL)
def out_of_order(subject: Subject) -> Iterator[Discrepancy]:
    """An unlisted number does not fit its date: lower numbers are later, or higher ones earlier.

    Example: "Chỉ thị số 49-CT/TW ngày 10/3/2016", when 05-CT/TW came in May.
    """
    code, date = subject.code, subject.mention.date
    if code is None or subject.known_record is not None or not is_day(date):
        return
    if bodies.is_local_symbol(code.body.partition("-")[0]):
        return
    against = record_index(subject.records).numbers_out_of_order(code, subject.mention.kind, date, _DAYS_APART)
    if len(against) > 1:  # one witness may be wrong, two are not
        value = _numeric_value(code.number) or 0
        number, day = min(against, key=lambda one: (abs(one[0] - value), one))
        yield Discrepancy(
            finding_texts.code_and_day(str(code), date),
            finding_texts.number_and_day(number, day),
            citation_parts.number_span(subject.mention),
        )


@check("legislature", Severity.WRONG)
def legislature_number(subject: Subject) -> Iterator[Discrepancy]:
    """The number of the National Assembly is not that of the one that sat then, or that passed the law of this number.

    Example: "Luật số 24/2018/QH13": in 2018 the 14th Assembly sat.
    """
    code = subject.code
    match = _ASSEMBLY.fullmatch(code.body) if code is not None else None
    if code is None or match is None or "/" not in code.number:
        return
    year = code.number.partition("/")[2]
    day = subject.mention.date if is_day(subject.mention.date) else ""
    days = (day,) if day[:4] == year else (f"{year}-01-01", f"{year}-12-31")
    sat = {legislatures.legislature_on(day) for day in days} - {None}
    if not sat or not year.isdecimal():
        return
    known = subject.known_record
    if int(match["number"]) in sat:
        other = None if str(code) in subject.records else _document_of_other_assembly(subject, code, sat)
        if other is not None:
            found = citation_parts.printed_code(subject.mention)
            yield Discrepancy(str(code), other, found and found[0], other, other)
        return
    found = citation_parts.printed_code(subject.mention)
    right = DocumentId.parse(known.id).name if known is not None and known.number == code.number else None
    if right is None and len(sat) == 1:
        right = str(code).removesuffix(f"QH{match['number']}") + f"QH{next(iter(sat))}"
    if any(str(one).startswith(match["number"]) for one in sat):
        return  # cut off where the next word is glued to it
    told = " / ".join(f"QH{one}" for one in sorted(one for one in sat if one is not None))
    yield Discrepancy(str(code), right or told, found and found[0], right, known.id if known is not None else None)


def _document_of_other_assembly(subject: Subject, code: Code, sat: Collection[int | None]) -> str | None:
    """Return the listed law or resolution of the same number that the other Assembly of the year passed, or None."""
    stem = str(code).rpartition("QH")[0]
    return next((name for one in sorted(filter(None, sat)) if (name := f"{stem}QH{one}") in subject.records), None)


@check("order", Severity.WRONG)
def separators(subject: Subject) -> Iterator[Discrepancy]:
    """The separators of a Party code are written like those of a State code, or its parts have changed places.

    Example: "Nghị quyết số 35/NQ-TW", "Nghị quyết số 35/TW-NQ".
    """
    written = subject.printed_code
    if written is not None and written.swapped:
        yield from _code_discrepancy(subject, written.text, _right_code(subject))


@check("symbol", Severity.WRONG)
def symbol(subject: Subject) -> Iterator[Discrepancy]:
    """The symbol of the kind is misspelt, or is that of another kind.

    Example: "Nghị quyết số 35-NQQ/TW", "Nghị quyết số 35-CT/TW".
    """
    code, known = subject.code, subject.known_record
    if code is None:
        return
    written = subject.printed_code
    plain = subject.lacks_diacritics  # typed without diacritics, "QD" is how QĐ is typed
    if written is not None and not _is_same_spelling(written.symbol, code.symbol, plain=plain):
        yield from _code_discrepancy(subject, written.symbol, code.symbol, _right_code(subject))
        return
    if written is None and (misprinted := _unknown_symbol(subject)) is not None:
        part, said = misprinted
        yield Discrepancy(said, code.symbol, part, str(code))
        return
    if (meant := symbol_of_kind_word(subject)) is not None:
        yield from _code_discrepancy(subject, code.symbol, meant, str(replace(code, symbol=meant)))
        return
    if known is None or _is_legislature_symbol(code.body):
        return
    of_its_kind = known.kind in {kind.name for kind in kinds.kinds_of_symbol(code.symbol)}
    if subject.intended_record.by == "decided" and (
        of_its_kind or (plain and _is_same_spelling(code.symbol, known.symbol or "", plain=True))
    ):
        return  # one kind may have several symbols
    if known.symbol and code.symbol != known.symbol and _is_same_number(code.number, known):
        yield from _code_discrepancy(subject, code.symbol, known.symbol, DocumentId.parse(known.id).name, other=known)


def _unknown_symbol(subject: Subject) -> tuple[Span, str] | None:
    """Return the span of a Party code whose symbol no kind has, and the symbol: "KT" in "Kết luận số 72-KT/TW"."""
    code, mention = subject.code, subject.mention
    found = _ANY_CODE.search(mention.surface)
    if code is None or found is None or code.scope is not Scope.PARTY or not code.symbol:
        return None
    if _is_same_spelling(found["symbol"], code.symbol, plain=True) or kinds.kinds_of_symbol(found["symbol"]):
        return None
    return Span(mention.span.start + found.start(), mention.span.end), found["symbol"]


def symbol_of_kind_word(subject: Subject) -> str | None:
    """Return the symbol of the kind that a State paper is called, if the number can only be of a paper of that kind.

    Decrees have their year in the number, resolutions of the Government do not: in "Nghị quyết số 11/NĐ-CP ngày
    24/02/2011" the symbol is the slip.
    """
    code, mention = subject.code, subject.mention
    named = kinds.by_name().get(mention.kind or "")
    if code is None or subject.known_record is not None or code.scope is not Scope.STATE or not is_day(mention.date):
        return None
    if named is None or not code.symbol or code.symbol in named.symbols:
        return None
    index, year = record_index(subject.records), (mention.date or "")[:4]
    own, other = (f"/{year}", year) if "/" in code.number else (year, f"/{year}")

    def known_numbers(symbol: str, part: str) -> int:
        return len(index.numbers_of_series(symbol, code.body, part))

    if known_numbers(code.symbol, own) or known_numbers(code.symbol, other) < WELL_KNOWN:
        return None
    fitting = [one for one in named.symbols if index.highest_number_and_count(one, code.body)[1]]
    fitting = [one for one in fitting if not known_numbers(one, other)]
    return fitting[0] if len(fitting) == 1 else None


@check("body", Severity.WRONG)
def body(subject: Subject) -> Iterator[Discrepancy]:
    """The body in the code is not the one that issued the document.

    Example: "Nghị quyết số 68-NQ/TU ngày 04/5/2025 của Bộ Chính trị": it is 68-NQ/TW.
    """
    code, known, mention = subject.code, subject.known_record, subject.mention
    if code is None or mention.body is None or _is_legislature_symbol(code.body):
        return
    if known is not None and subject.intended_record.by != "decided":
        of_its_symbol = code.symbol == known.symbol or not known.symbol  # an Assembly prints none
        same = known.body is None or _is_same_spelling(code.body, known.body, plain=subject.lacks_diacritics)
        if known.body and not same and _is_same_number(code.number, known) and of_its_symbol:
            severity = Severity.WRONG if subject.intended_record.sure else Severity.DOUBTFUL
            yield from _code_discrepancy(
                subject, code.body, known.body, DocumentId.parse(known.id).name, other=known, severity=severity
            )
        return
    right = DocumentId.parse(subject.citation.document).name
    issued = right.rpartition("/")[2]
    decided = subject.citation.method is not Method.AMBIGUOUS and "/" in right and code.scope is Scope.PARTY
    plain = subject.lacks_diacritics
    if (
        decided
        and not issued.startswith(mention.body)
        and not (plain and _is_same_spelling(mention.body, issued, plain=True))
    ):
        yield from _code_discrepancy(subject, mention.body, issued, right)
        return
    for meant in _meant_codes(subject):
        yield from _code_discrepancy(subject, mention.body, meant.body, str(meant))
    for fitting in _central_documents_of_day(subject):
        told = finding_texts.body_and_its_document("TW", fitting.id)
        yield from _code_discrepancy(subject, mention.body, told, DocumentId.parse(fitting.id).name, other=fitting)


def _meant_codes(subject: Subject) -> list[Code]:
    """Return the code for which one with an unknown body probably stands, or nothing: "49-KL/WT" is 49-KL/TW.

    Its body is known, differs by a misprint, and is the issuer's or gives the code of a record of the same day.
    """
    code, date, issuer = subject.code, subject.mention.date, subject.issuer
    if code is None or code.body in bodies.bodies_by_symbol():
        return []
    plain = subject.lacks_diacritics
    meant = [
        replace(code, body=symbol, scope=one.scope or code.scope)
        for symbol, one in bodies.bodies_by_symbol().items()
        if one.is_central and len(symbol) == len(code.body) and OSA.distance(code.body, symbol) == 1
        if not _is_same_spelling(code.body, symbol, plain=plain)
    ]
    return [
        one
        for one in meant
        if (issuer is not None and issuer.body == one.body)
        or any(date and known.date == date for known in subject.records.by_code(one))
    ][:1]


def _central_documents_of_day(subject: Subject) -> list[Document]:
    """Return the central documents of the same number and day, if the code is local but its issuer is not."""
    code, issuer = subject.code, subject.issuer
    if code is None or code.body != "TU" or (issuer is not None and not issuer.central):
        return []
    central = codes.parse(str(code).replace("/TU", "/TW"))
    date = subject.mention.date
    return [one for one in subject.records.by_code(central) if date and one.date == date] if central else []


def _code_discrepancy(
    subject: Subject,
    said: str,
    known: str,
    right: str | None = None,
    *,
    other: Document | None = None,
    severity: Severity | None = None,
) -> Iterator[Discrepancy]:
    found = citation_parts.printed_code(subject.mention)
    correction = right or known
    decided = other is not None and other.id == subject.citation.document
    yield Discrepancy(
        said, known, found and found[0], correction, None if other is None or decided else other.id, severity
    )


def _right_code(subject: Subject) -> str:
    known = subject.known_record
    return DocumentId.parse(known.id if known is not None else subject.citation.document).name


def _code_and_day(known: Document) -> str:
    code = DocumentId.parse(known.id).name
    return finding_texts.code_and_day(code, known.date) if known.date else code


def _number_as_printed(subject: Subject, known: Document) -> str | None:
    """Return the replacement for the number alone, without the year if none is printed."""
    if known.number is None:
        return None
    span = citation_parts.number_span(subject.mention)
    said = subject.words_at(span) or ""
    return known.number if "/" in said else known.number.partition("/")[0]


def _is_same_spelling(said: str, right: str, *, plain: bool) -> bool:
    return said.upper() == right.upper() or (plain and strip_diacritics(said) == strip_diacritics(right))


def _is_same_number(said: str, known: Document) -> bool:
    return codes.pad_number(said) == codes.pad_number(known.number or "")


def _is_legislature_symbol(body: str) -> bool:
    return _ASSEMBLY.fullmatch(body) is not None


def _numeric_value(number: str) -> int | None:
    head = number.partition("/")[0]
    return int(head) if head.isdecimal() else None


CHECKS = (number, unknown_number, out_of_order, legislature_number, separators, symbol, body)
