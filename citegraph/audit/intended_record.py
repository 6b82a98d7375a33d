"""Decide which record a citation is compared with, even if a slip in it leads to another document or to none.

A citation that was decided is compared with the record of its document. If that record does not fit the claims, or
there is none, another record may: that of the same date and title, of the same number on nearly that day, of the same
number under another body.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

from citegraph.audit import title_comparison
from citegraph.audit.audited_report import AuditedReport
from citegraph.audit.record_index import Index, days_apart, is_near_date, is_near_number, record_index
from citegraph.grammar import codes, issuers
from citegraph.grammar.codes import Code
from citegraph.knowledge import bodies, kinds
from citegraph.model import Citation, Document, Form, Mention, Method, Scope, Status, is_day

FITS = 0.75
"""Share of the words of a title from which it is the same title: reports leave words out and misspell some."""

FITS_ALONE = 0.9
"""The same, if only the title points to a document."""

_IMPLEMENTS = regex.compile(
    r"\W*(?:\p{L}+\s+){0,4}(?:thi\s+hành|thực\s+hiện|triển\s+khai)\s*(?:các\s+)?", regex.IGNORECASE
)
_CLAUSE_END = regex.compile(r"[;()\"“”<>]|\.\s|\n\s*\n")
_MONTHS = 100  # days within which a code is issued once; a term is never so short
_ENOUGH_ALONE = 7  # words of a title that may speak alone; shorter ones are of several years
_CLASHES = 0.45  # share below which two titles are of two documents
_OPENING = 5  # first words of a title from which the day and they are enough, though the sentence goes on
_OPENING_LEAD = 2  # how many more of them the intended document must have than the cited one
_OPENING_VERB = 2  # words of a title that tell what is done with its subject: "phê duyệt", "ban hành"
_LEAD = 0.3  # how much better the title must fit the intended document than the cited one


class Meant(NamedTuple):
    """The record that a citation is compared with."""

    document: Document | None
    by: str | None = None  # "decided"; "title", "date", "number" where it was found by what else is said
    sure: bool = False  # whether two facts speak for it


def find_intended_record(citation: Citation, draft: AuditedReport) -> Meant:
    """Return the record that a citation is to be compared with.

    Args:
        citation: As it was decided, or left open.
        draft: The report it stands in.

    Returns:
        The record and how it was found; no document if nothing is known.
    """
    if citation.method is Method.ANAPHOR:
        return Meant(None)
    decided = _decided_record(citation, draft)
    search = _Search(citation.mention, draft, decided)
    if (found := search.find_by_code_and_date() or search.find_by_facts()) is not None:
        return found
    if decided is not None:
        return Meant(decided, "decided", sure=True)
    found = search.find_by_code()
    if found is None or found.document is None or _is_of_another_series(citation.mention, found.document):
        return Meant(None)
    return found


def _decided_record(citation: Citation, draft: AuditedReport) -> Document | None:
    if not citation.decided:
        return None
    known = draft.record(citation.document)
    if known is None and citation.mention.form is Form.TITLE and citation.mention.name:
        known = record_index(draft.records).only_law_named(citation.mention.name)
        known = known or record_index(draft.records).only_law_named(citation.document)
    if known is None or known.status is Status.MINTED or _is_of_another_series(citation.mention, known):
        return None
    return known


def _is_of_another_series(mention: Mention, known: Document) -> bool:
    """Whether a resolution of the National Assembly has the number of a law: each has a series of its own.

    Where the day said is that of the law, the kind word is the slip.
    """
    if known.scope is not Scope.STATE or not mention.kind or not known.kind or not is_day(mention.date):
        return False
    is_another_kind = kinds.is_law_kind(known.kind) != kinds.is_law_kind(mention.kind)
    return "QH" in known.id and is_another_kind and mention.date != known.date


class _Search:
    """Search for the record that fits what a mention states."""

    def __init__(self, mention: Mention, draft: AuditedReport, decided: Document | None) -> None:
        self._mention, self._draft, self._decided = mention, draft, decided
        self._index: Index = record_index(draft.records)
        said = mention.date
        self._date = said if is_day(said) else None
        self._title = _stated_title(mention, draft)
        self._code = codes.parse(mention.code) if mention.code else None
        self._issuer = issuers.parse(mention.issuer) if mention.issuer else None

    def find_by_facts(self) -> Meant | None:
        """Return another record than the decided one that date, title and issuer all match, or None."""
        if self._mention.number is None or self._mention.form not in (Form.FULL, Form.SHORT):
            return None
        named = self._find_law_by_name()
        if named is not None and (self._decided is None or named.id != self._decided.id):
            return Meant(named, "title", sure=True)
        if self._decided_record_fits():
            return None
        dated = self._documents_issued_on_date()
        for pool, sure in ((dated, True), ([] if self._date else self._documents_with_similar_title(), False)):
            fitting = [each for each in pool if self._is_eligible(each) and self._title_fits(each, alone=not sure)]
            best = self._best_by_title(fitting)
            if best is not None:
                return Meant(best, "title", sure=sure)
        same_day = [each for each in dated if self._is_eligible(each) and self._title_does_not_contradict(each)]
        slips = [each for each in same_day if self._has_stated_number(each)]
        if not slips and self._is_number_out_of_order():
            slips = [each for each in same_day if self._is_number_misprint_of(each)]
        if not slips:
            slips = [each for each in same_day if self._is_number_misprint_of(each) and self._is_title_before(each)]
        if len(slips) == 1 and (
            self._decided is None
            or self._has_stated_number(slips[0])
            or (self._is_decided_far_from_date() and self._issuer_agrees(slips[0]))
        ):
            return Meant(slips[0], "date", sure=False)
        return None

    def find_by_code_and_date(self) -> Meant | None:
        """Return another document with the stated code, issued exactly on the stated date, or None.

        A decision keeps to what was issued before the report, so a later document of that number is not considered.
        """
        if self._code is None or self._date is None or self._decided is None or self._decided.date == self._date:
            return None
        same = [each for each in self._draft.records.by_code(self._code) if each.date == self._date]
        return (
            Meant(same[0], "date", sure=True) if len(same) == 1 and self._title_does_not_contradict(same[0]) else None
        )

    def _find_law_by_name(self) -> Document | None:
        """Return the law with the stated name, if its number or date equals or nearly equals the stated one."""
        if self._mention.name is None or self._code is None:
            return None
        found = [
            law
            for law in self._index.laws_named(self._mention.name)
            if self._was_issued_by_then(law) and law.number and is_near_number(self._code.number, law.number)
            if self._date is None or law.date == self._date
        ]
        return found[0] if len(found) == 1 else None

    def find_by_code(self) -> Meant | None:
        """Return the only record with the stated code, if the other stated facts nearly match it."""
        mention, records = self._mention, self._draft.records
        if self._code is None:
            return None
        pool = [each for each in records.by_code(self._code) if self._was_issued_by_then(each)]
        near_by = [each for each in pool if self._date and each.date and is_near_date(self._date, each.date)]
        near_by = (
            [each for each in near_by if each.date == self._date] or near_by or self._documents_issued_near_date(pool)
        )
        titled = [each for each in pool if self._title_fits(each, alone=False)]
        for found, by in ((titled, "title"), (near_by, "date")):
            if len(found) == 1:
                return Meant(found[0], by, sure=by == "title" and found == near_by)
        if self._code.scope is Scope.STATE and "/" in self._code.number:
            same = [each for each in records.by_number(self._code.number) if each.number == self._code.number]
            fitting = [each for each in same if self._was_issued_by_then(each) and self._is_same_state_document(each)]
            if len(fitting) == 1:
                return Meant(fitting[0], "number", sure=fitting[0].date == self._date)
        if mention.term and len(of_term := [each for each in pool if each.term == mention.term]) == 1:
            return Meant(of_term[0], "term", sure=False)
        later = [each for each in records.by_code(self._code) if each not in pool and self._has_stated_title(each)]
        return Meant(later[0], "title", sure=True) if len(later) == 1 else None

    def _has_stated_title(self, known: Document) -> bool:
        """Whether a record, which may be later than the report, has the stated title."""
        said, official = self._title or "", known.title or ""
        return (
            title_comparison.is_distinctive(said)
            and title_comparison.is_distinctive(official)
            and title_comparison.partial_similarity(said, official) >= FITS_ALONE
        )

    def _documents_issued_near_date(self, pool: list[Document]) -> list[Document]:
        """Return the central documents of the stated code and issuer within months of the stated date."""
        date, issuer = self._date, self._issuer
        if date is None or issuer is None or not issuer.central:
            return []
        signed = [each for each in pool if each.issuer and issuers.parse(each.issuer) == issuer]
        return [each for each in signed if each.date and days_apart(each.date, date) <= _MONTHS]

    def _decided_record_fits(self) -> bool:
        """Whether the decided record fits the stated facts: the date, or the title and nearly the date."""
        known = self._decided
        if known is None or any(self._has_clearly_better_title(each) for each in self._documents_issued_on_date()):
            return False
        if self._title is None or known.title is None or not title_comparison.is_distinctive(known.title):
            if self._date is None or known.date is None or known.date == self._date:
                return True
            return self._mention.title is None and is_near_date(known.date, self._date)
        fitted = title_comparison.partial_similarity(self._title, known.title)
        same_day = self._date is not None and known.date == self._date
        if fitted >= FITS or not same_day:
            return fitted >= FITS
        return fitted >= _CLASHES and not any(
            self._title_fits(each, alone=True) for each in self._documents_issued_on_date()
        )

    def _documents_issued_on_date(self) -> list[Document]:
        return [*self._index.documents_issued_on(self._date)] if self._date else []

    def _is_eligible(self, known: Document) -> bool:
        """Whether a record can be the one meant: of the same kind and side, issued by then, another than decided."""
        mention = self._mention
        if known.number is None or known.scope is not mention.scope or not self._was_issued_by_then(known):
            return False
        if self._decided is not None and known.id == self._decided.id:
            return False
        if mention.rule != "code" and mention.kind and known.kind and mention.kind not in ("Văn bản", known.kind):
            return False
        if self._issuer is not None and self._issuer.central and known.issuer and not issuers.is_vague(self._issuer):
            return True  # the issuer is a slip as often as the rest; the title or the date decides
        return self._code is None or known.body is None or _is_same_level(self._code, known)

    def _was_issued_by_then(self, known: Document) -> bool:
        written = self._draft.validity_date
        return written is None or known.date is None or known.date <= written or known.date == self._date

    def _documents_with_similar_title(self) -> tuple[Document, ...]:
        return self._index.documents_with_similar_title(self._title) if self._title else ()

    def _title_fits(self, known: Document, *, alone: bool) -> bool:
        if self._title is None:
            return False
        if not alone and title_comparison.begins_with_title(self._title, known.title or ""):
            return True  # short as it is: the day speaks for it too
        if not title_comparison.is_distinctive(known.title) or not title_comparison.is_distinctive(self._title):
            return False
        if not alone and (self._title_opens_like(known) or self._has_clearly_better_title(known)):
            return True
        fitted = title_comparison.partial_similarity(self._title, known.title or "")
        if fitted < (FITS_ALONE if alone else FITS):
            return False
        if alone and title_comparison.count_shared_words(self._title, known.title or "") < _ENOUGH_ALONE:
            return False
        decided = self._decided
        if decided is None or decided.title is None:  # a later document may bear the title of an earlier one
            said = self._code.number if self._code is not None else self._mention.number
            return not alone or (decided is None and is_near_number(said or "", known.number or ""))
        return fitted >= title_comparison.partial_similarity(self._title, decided.title) + _LEAD

    def _has_clearly_better_title(self, known: Document) -> bool:
        """Whether a record has all words of the title said, and the decided one has others in the place of some.

        Titles of one day or one series may be alike in all but what they are about: "… vùng Tây Nguyên đến năm 2030".
        """
        decided, said = self._decided, self._title
        if said is None or decided is None or not self._is_eligible(known):
            return False
        if not all(map(title_comparison.is_distinctive, (said, known.title, decided.title))):
            return False
        mine, other = known.title or "", decided.title or ""
        lead = title_comparison.count_shared_words(said, mine) - title_comparison.count_shared_words(said, other)
        fitted = title_comparison.partial_similarity(said, mine)
        return (
            fitted >= FITS_ALONE
            and lead >= _OPENING_LEAD
            and title_comparison.missing_content_words(said, other)[0] > 0
        )

    def _title_opens_like(self, known: Document) -> bool:
        """Whether the title said begins as that of a record, and not as that of the decided one.

        What follows may be the rest of the sentence: "… về cải cách chính sách tiền lương và với việc này, việc nọ".
        """
        decided, said = self._decided, self._mention.title
        if said is None or decided is None or decided.title is None or decided.date == self._date:
            return False
        run = title_comparison.count_leading_words_in_common(said, known.title or "")
        return run >= max(_OPENING, title_comparison.count_leading_words_in_common(said, decided.title) + _OPENING_LEAD)

    def _best_by_title(self, fitting: list[Document]) -> Document | None:
        """Return the record with the best matching title; None if two match equally well."""
        scored = sorted(((*self._title_similarity(each.title or ""), each.id) for each in fitting), reverse=True)
        if not scored or (len(scored) > 1 and scored[0][:2] == scored[1][:2]):
            return None
        return next(each for each in fitting if each.id == scored[0][2])

    def _title_similarity(self, title: str) -> tuple[int, float]:
        """Return how many words of the stated title another one has, and how similar the two are."""
        said = self._title or ""
        return title_comparison.count_shared_words(said, title), title_comparison.similarity(said, title)

    def _title_does_not_contradict(self, known: Document) -> bool:
        """Whether the stated title, if any, does not contradict a record."""
        title = self._mention.title  # words that merely follow speak against nothing
        if (
            title is None
            or not title_comparison.is_distinctive(title)
            or not title_comparison.is_distinctive(known.title)
        ):
            return True
        return title_comparison.partial_similarity(title, known.title or "") >= _CLASHES

    def _is_number_out_of_order(self) -> bool:
        """Whether the number said cannot be of the day said, for lower ones came later or higher ones earlier."""
        if self._code is None or self._date is None:
            return True
        return bool(self._index.numbers_out_of_order(self._code, self._mention.kind, self._date))

    def _is_decided_far_from_date(self) -> bool:
        """Whether the decided record was issued on another day than the one said, in more than a figure of it."""
        known = self._decided
        return (
            known is not None
            and bool(self._date and known.date)
            and not is_near_date(known.date or "", self._date or "")
        )

    def _issuer_agrees(self, known: Document) -> bool:
        """Whether the issuer said is that of a record."""
        return self._issuer is not None and bool(known.issuer) and issuers.parse(known.issuer or "") == self._issuer

    def _has_stated_number(self, known: Document) -> bool:
        """Whether a record has the number said, under another symbol or body."""
        code = self._code
        if code is None or code.number != known.number:
            return False
        return code.symbol != known.symbol or (code.body != known.body and self._may_be_misprint_of_central(known))

    def _is_number_misprint_of(self, known: Document) -> bool:
        """Whether the stated number is a misprint of this record's number."""
        code = self._code
        number = known.number or ""
        if code is None:
            return is_near_number(self._mention.number or "", number)
        return is_near_number(code.number, number) and code.symbol == known.symbol and code.body == known.body

    def _is_title_before(self, known: Document) -> bool:
        """Whether the sentence has the title of a record before the citation: "Chương trình …, phê duyệt tại …"."""
        before = self._mention.quote[: self._mention.quote_at]
        words = len(title_comparison.title_words(known.title or ""))
        shared = title_comparison.count_shared_words(before, known.title or "")
        return shared >= max(_ENOUGH_ALONE, FITS_ALONE * (words - _OPENING_VERB))

    def _may_be_misprint_of_central(self, known: Document) -> bool:
        """Whether a local code may be a misprint of this central one: the stated issuer, if any, is not local."""
        return known.term is not None and (self._issuer is None or self._issuer.central)

    def _is_same_state_document(self, known: Document) -> bool:
        """Whether a State document with the same number and year is the one meant: same day, title or kind."""
        mention = self._mention
        if self._date and known.date:
            return known.date == self._date or (is_near_date(known.date, self._date) and known.kind == mention.kind)
        if (
            self._title
            and title_comparison.is_distinctive(known.title)
            and title_comparison.is_distinctive(self._title)
        ):
            return title_comparison.partial_similarity(self._title, known.title or "") >= FITS
        return known.kind == mention.kind and known.body is not None and bodies.scope_of_symbol(known.body) is not None


def _is_same_level(code: Code, known: Document) -> bool:
    return bodies.is_local_symbol(code.body) == bodies.is_local_symbol(known.body or "")


def _stated_title(mention: Mention, draft: AuditedReport) -> str | None:
    """Return the stated title: as recognized, or else the words right after the citation."""
    if mention.title:
        return mention.title
    after = mention.quote[mention.quote_at + len(mention.surface) :]
    claimed = max((claim.span.end for claim in mention.claims), default=mention.span.end)
    start = max(0, claimed - mention.span.end)
    following = draft.citations[draft.citation_index_by_start[mention.span.start] + 1 :][:1]
    limit = max(0, following[0].mention.span.start - mention.span.end) if following else len(after)
    rest = after[start:limit]
    if following and _IMPLEMENTS.fullmatch(rest):  # the title goes on with what it is about
        rest = _CLAUSE_END.split(after[start:], maxsplit=1)[0]
    return rest.strip(' ,:;.\n"“”') or None
