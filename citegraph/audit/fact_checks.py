"""Check facts that the draft states about a document: date, year of a law, kind and term."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

import regex

from citegraph.audit import bracketed_numbers, citation_parts, finding_texts, title_comparison
from citegraph.audit.check_definition import Discrepancy, check
from citegraph.audit.checked_citation import Subject
from citegraph.audit.intended_record import FITS
from citegraph.audit.number_checks import symbol_of_kind_word
from citegraph.audit.official_form import format_date_like, is_impossible_date
from citegraph.audit.record_index import is_near_date, record_index
from citegraph.grammar import dates, issuers
from citegraph.ids import DocumentId
from citegraph.knowledge import congresses, kinds
from citegraph.knowledge.diacritics import lacks_diacritics, restore_diacritics
from citegraph.model import Form, IsoDate, Scope, Severity, Span

_PASSED = regex.compile(
    r"[\s,]*(?:đã\s+)?(?:được\s+[^.;\n]{0,60}?|\p{Lu}\p{Ll}+\s+\p{Ll}+\s+(?:khóa\s+\w+\s+)?(?:đã\s+)?)thông\s+qua\s+(?:vào\s+)?ngày\s+",
    regex.IGNORECASE,
)
_NO_KIND_WORD = ("code", "plenum", "plenum list", "plenum terms")  # rules whose kind is not read from a kind word


@check("date", Severity.WRONG)
def date(subject: Subject) -> Iterator[Discrepancy]:
    """The document was issued on another day.

    Example: "Nghị quyết số 35-NQ/TW ngày 20/10/2018": it is of 22 October.
    """
    said, known = subject.mention.date, subject.known_record
    if said is None and known is not None and known.date and (passed := _day_of_passing(subject)) is not None:
        if _dates_differ(passed.iso, known.date):
            end = subject.mention.span.end
            printed_at = Span(end + passed.start, end + passed.end)
            right = format_date_like(subject.words_at(printed_at), known.date)
            yield Discrepancy(passed.iso, subject.with_learned_note(known.date), printed_at, right)
        return
    if said is None or known is None or known.date is None or subject.mention.form is Form.PLENUM:
        return
    if not _dates_differ(said, known.date) and not is_impossible_date(
        subject.words_at(subject.claim_span_outside_citation("date"))
    ):
        return
    if subject.mention.form in (Form.TITLE, Form.SHORT) and subject.is_state_document and len(said) == 4:
        return  # the year in the name of a law, or of another paper of this number
    if subject.mention.form is Form.SHORT and not (is_near_date(said, known.date) or _has_stated_title(subject)):
        return  # a bare number: another paper of this number
    part = subject.claim_span_outside_citation("date")
    severity = Severity.DOUBTFUL if subject.has_shared_claim("date") or subject.is_learned else None
    right = format_date_like(subject.words_at(part), known.date)
    if not (is_near_date(said, known.date) or _has_stated_title(subject) or _has_stated_issuer(subject)):
        severity, right = Severity.DOUBTFUL, None  # the number may be the slip as well
    other = known.id if known.id != subject.citation.document else None
    yield Discrepancy(said, subject.with_learned_note(known.date), part, right, other, severity)


@check("law-year", Severity.DOUBTFUL)
def law_year(subject: Subject) -> Iterator[Discrepancy]:
    """There is no law of this name from this year.

    Example: "Luật Đất đai năm 2014": there are those of 1993, 2003, 2013 and 2024.
    """
    name = subject.mention.name
    if (
        name is None
        or subject.mention.form not in (Form.TITLE, Form.NAMED)
        or subject.known_record is not None
        or title_comparison.without_year(name) == name
    ):
        return
    years = sorted({(law.date or "")[:4] for law in record_index(subject.records).laws_named(name)} - {""})
    said = (subject.mention.date or name[-4:])[:4]
    if years and said.isdecimal() and said not in years:
        yield Discrepancy(said, ", ".join(years))


@check("kind", Severity.WRONG)
def kind(subject: Subject) -> Iterator[Discrepancy]:
    """The document is of another kind.

    Example: "Chỉ thị số 35-NQ/TW ngày 22/10/2018": it is a Nghị quyết.
    """
    mention, known = subject.mention, subject.known_record
    if not mention.kind or mention.kind == "Văn bản" or mention.rule in _NO_KIND_WORD:
        return
    found = citation_parts.printed_kind(mention)
    part = found[0] if found is not None else bracketed_numbers.kind_word_span(mention)
    if known is not None and known.kind:
        said, right = mention.kind, known.kind
        named_law = mention.name and kinds.is_law_kind(said) and kinds.is_law_kind(right)
        if said not in right and right not in said and not named_law:
            yield Discrepancy(said, subject.with_learned_note(right), part, right if part else None)
        return
    if symbol_of_kind_word(subject) is not None:
        return  # the symbol is the slip
    code = subject.code
    meant = [one.name for one in kinds.kinds_of_symbol(code.symbol)] if code is not None and code.symbol else []
    of_another = meant and all(one.casefold() not in mention.kind.casefold() for one in meant)
    firm = kinds.kind_names_with_flag("firm")
    # "Quyết định" may also be a decision by which a regulation is issued; a decree is never called so.
    of_decree = code is not None and code.scope is Scope.STATE and len(meant) == 1 and firm.issuperset(meant)
    is_kind_word = mention.kind in firm or (of_decree and found is not None and found[1][:1].isupper())
    if of_another and is_kind_word and part is not None:
        yield Discrepancy(
            mention.kind, ", ".join(meant), part, meant[0] if len(meant) == 1 else None, severity=Severity.DOUBTFUL
        )


@check("term", Severity.WRONG)
def term(subject: Subject) -> Iterator[Discrepancy]:
    """The document belongs to another congress term, or its date is outside the stated term.

    Example: "Nghị quyết số 35-NQ/TW ngày 22/10/2018 (khóa XIII)": it is of khóa XII.
    """
    mention, known = subject.mention, subject.known_record
    if mention.form is Form.CONGRESS:
        yield from _check_congress_years(subject)
        return
    if mention.form is Form.PLENUM or not mention.term or subject.is_state_document:
        return
    part = subject.claim_span_outside_citation("term")
    if known is not None and known.term:
        if mention.term != known.term and subject.records.term_named(mention.term) is not None:
            said = normalize("NFC", subject.words_at(part) or "")
            right = said.replace(mention.term, known.term) if mention.term in said else None
            yield Discrepancy(mention.term, subject.with_learned_note(known.term), part, right)
        return
    running = subject.records.term_named(mention.term)
    if mention.date and not mention.date.startswith("--") and running is not None and not running.covers(mention.date):
        yield Discrepancy(
            finding_texts.date_and_stated_term(mention.date, mention.term),
            finding_texts.term_ran(running.name, running.start, running.end),
            part,
        )


def _check_congress_years(subject: Subject) -> Iterator[Discrepancy]:
    """Compare the ordinal of a provincial congress with the years said: "lần thứ XXI, nhiệm kỳ 2020 - 2025"."""
    named, said = DocumentId.parse(subject.citation.document), dates.YEARS_OF_TERM.match(subject.words_after)
    if said is None or named.locality is None or named.sitting is None:
        return
    known = congresses.ordinal_by_years(named.locality, f"{said['from']}-{said['to']}")
    if known is not None and known != named.sitting:
        yield Discrepancy(named.sitting, known)


def _day_of_passing(subject: Subject) -> dates.PrintedDate | None:
    """Return the day on which the sentence says a law was passed: "được Quốc hội khóa XV thông qua ngày 18/01/2024"."""
    if not subject.is_state_document:
        return None
    text = restore_diacritics(subject.words_after) if lacks_diacritics(subject.words_after) else subject.words_after
    told = _PASSED.match(text)
    found = next(dates.find(text, told.end()), None) if told is not None else None
    return found if found is not None and told is not None and found.start <= told.end() + 1 else None


def _has_stated_title(subject: Subject) -> bool:
    said, known = subject.mention.title, subject.known_record
    return bool(
        said and known is not None and known.title and title_comparison.partial_similarity(said, known.title) >= FITS
    )


def _has_stated_issuer(subject: Subject) -> bool:
    known, said = subject.known_record, subject.issuer
    right = issuers.parse(known.issuer) if known is not None and known.issuer else None
    return said is not None and right is not None and said.name == right.name


def _dates_differ(said: IsoDate, known: IsoDate) -> bool:
    if said.startswith("--"):
        return len(known) == 10 and said[2:] != known[5:]
    exact = min(len(said), len(known))
    return said[:exact] != known[:exact]


CHECKS = (date, law_year, kind, term)
