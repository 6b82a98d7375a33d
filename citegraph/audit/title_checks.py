"""Check the title of a document, and the name of a law, against the official words."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from citegraph.audit import bracketed_numbers, citation_parts, finding_texts, title_comparison
from citegraph.audit.check_definition import Discrepancy, check
from citegraph.audit.checked_citation import Subject
from citegraph.audit.intended_record import FITS
from citegraph.audit.record_index import is_near_date, record_index
from citegraph.audit.title_replacements import Replacement, first_replacement
from citegraph.knowledge import kinds
from citegraph.model import Document, Form, Mention, Severity, Span

_FOREIGN = 0.45  # share below which a title in quotation marks is none of the document's
_FOREIGN_WHERE_DATED = 0.15  # share below which one without them is none of the document's, told in other words
_FOLLOWED = 6  # words of the official title from which one without quotation marks is held to it
_FEW_STRANGE = 5  # for every so many of them one may be another
_LAST = 2  # words at the end that may stand for others
_FEWEST = 2  # words that must be the official ones for others to stand in a place among them
_SAME_WHERE_DATED = 0.45  # share of such words, where the date says that the document is cited in full
_SAME_WHERE_UNCHECKED = 0.5  # and where no page confirms the record, whose title may be told freely itself
_SAME = 0.7  # and where it does not, so that the title may be told in other words
_FIRST = 3  # words at the beginning of a title by which it is one, where no word before it says so
_LEAD = 0.3  # how much better a title fits a document than the one of the same code that is cited
_SHORT, _LONG = 2, 7  # words that stand for so many others
_BRACKETED = regex.compile(r"\[[^\[\]]*\]")  # the words that differ, among those around them
_CELL = " | "  # between the cells of a row, as readers write it
_CLOSING = regex.compile(r"(?P<rest>[^“”\"«»;]{1,200})[”\"»]")
_CLAUSE_END = regex.compile(r"[;()\"“”<>]|\.\s|\n\s*\n")
_LOOSELY_TOLD = 0.5  # share of the content words that a title may have in other words and still be confirmed
_MOST_DIFFERENT = 0.5  # share of an official title's words from which the one said is a slip of it, not a summary


@check("title", Severity.WRONG)
def title(subject: Subject) -> Iterator[Discrepancy]:
    """The title is not in the words of the official one.

    Example: "Nghị quyết số 35-NQ/TW về tăng cường bảo vệ nền móng tư tưởng của Đảng": it says "nền tảng".
    """
    said, known = _whole_stated_title(subject), subject.known_record
    if said is None or known is None or known.title is None or subject.has_shared_claim("title"):
        return
    official, part = known.title, _title_span(subject)
    quoted = _is_quoted(subject)
    if not title_comparison.is_distinctive(official) or not title_comparison.is_distinctive(said):
        if _is_foreign_title(subject, said, quoted=quoted):
            namesake = _same_code_with_stated_content(subject, said)
            what = finding_texts.right_title_and_other_document(official, namesake.id) if namesake else official
            yield Discrepancy(said, subject.with_learned_note(what), part, severity=Severity.DOUBTFUL)
        return
    fitted = title_comparison.partial_similarity(said, official)
    one, other = title_comparison.differing_parts(said, official, whole=quoted, plain=subject.lacks_diacritics)
    if one and not quoted and _is_abridgement(one, other):
        return
    if one and fitted >= _MOST_DIFFERENT and _is_misquotation(subject, said, quoted=quoted):
        yield Discrepancy(
            one,
            subject.with_learned_note(other),
            _span_of_difference(subject, one, part),
            severity=None if fitted >= FITS and quoted else Severity.DOUBTFUL,
        )
    elif one and fitted < _FOREIGN and subject.intended_record.by == "decided" and quoted:
        yield Discrepancy(said, subject.with_learned_note(official), part, severity=Severity.DOUBTFUL)
    elif (found := _find_replacement(subject, said, quoted=quoted)) is not None:
        where = _span_of_difference(subject, found.said, part)
        yield Discrepancy(found.said, subject.with_learned_note(found.known), where, severity=Severity.DOUBTFUL)
    elif (namesake := _same_code_with_stated_title(subject, said, fitted)) is not None:
        what = finding_texts.right_title_and_other_document(official, namesake.id)
        yield Discrepancy(namesake.title or "", what, part, severity=Severity.DOUBTFUL)
    elif _is_title_of_another(subject, said, fitted):
        yield Discrepancy(said, subject.with_learned_note(official), part, severity=Severity.DOUBTFUL)
    elif (whose := _document_with_title(subject, said)) is not None:
        other_id = whose.id if subject.mention.date is None else None  # the date tells that the title is the slip
        yield Discrepancy(
            whose.title or "",
            finding_texts.right_title_and_other_document(official, whose.id),
            part,
            other=other_id,
            severity=Severity.DOUBTFUL,
        )
    elif _is_foreign_title(subject, said, quoted=quoted):
        yield Discrepancy(said, subject.with_learned_note(official), part, severity=Severity.DOUBTFUL)


def _span_of_difference(subject: Subject, shown: str, part: Span | None) -> Span | None:
    """Return the span of the words of a title that differ from the official ones, or else of the title."""
    start = part.start if part is not None else subject.mention.span.end
    return citation_parts.bracketed_words_span(subject.mention, shown, start) or part


def is_title_confirmed(subject: Subject) -> bool:
    """Return whether the stated title was held against the official one and is that of the document.

    A title that is told in other words, or of which the record knows nothing, is neither confirmed nor wrong.
    """
    said, known = subject.mention.title, subject.known_record
    if said is None or known is None or known.title is None or subject.has_shared_claim("title"):
        return False
    missing, content = title_comparison.missing_content_words(said, known.title)
    if all(map(title_comparison.is_distinctive, (said, known.title))):
        return missing <= content * _LOOSELY_TOLD
    return content > 0 and missing == 0


def has_unconfirmed_title(subject: Subject) -> bool:
    """Return whether the draft states a title that could not be found to be that of the document."""
    said, known = subject.mention.title, subject.known_record
    if said is None or known is None or kinds.is_law_kind(known.kind) or subject.has_shared_claim("title"):
        return False
    if not _is_quoted(subject) and not title_comparison.begins_like_official(said):
        return False
    if known.title is None:
        return True
    missing, content = title_comparison.missing_content_words(said, known.title)
    return missing == content


def _is_quoted(subject: Subject) -> bool:
    return (subject.words_at(_title_span(subject)) or "").rstrip(" .").endswith(("”", '"', "»"))


def _is_foreign_title(subject: Subject, said: str, *, quoted: bool) -> bool:
    """Whether a title has no word of the official one, or a few words in quotation marks have one that it lacks.

    In quotation marks a title must be the official one. Without them the title may be told freely, so none of its
    words must be, and the day must say that the document is cited in full.
    """
    known = subject.known_record
    if known is None or known.title is None or kinds.is_law_kind(known.kind) or subject.intended_record.by != "decided":
        return False
    missing, content = title_comparison.missing_content_words(said, known.title)
    if quoted:
        return missing > 0 and (missing == content or not title_comparison.is_distinctive(said))
    dated = subject.mention.date is not None and subject.mention.date == known.date
    if not dated or _citation_at_end(subject, _title_span(subject)) is not None:
        return False
    return 0 < missing == content and title_comparison.begins_like_official(said)


def _same_code_with_stated_content(subject: Subject, said: str) -> Document | None:
    """Return the only document of another term with the same code whose title has all words of the one said."""
    others = subject.records.by_code(subject.code) if subject.code is not None else ()
    found = [one for one in others if one.title and title_comparison.missing_content_words(said, one.title)[0] == 0]
    return found[0] if len(found) == 1 and found[0] != subject.known_record else None


def _is_abridgement(said: str, official: str) -> bool:
    """Whether a word or two stand for a long part of the official title: it is told in short, not misquoted."""
    short, long = (len((_BRACKETED.search(words) or [""])[0].split()) for words in (said, official))
    return 0 < short <= _SHORT and long >= _LONG


def _title_span(subject: Subject) -> Span | None:
    """Return the span of the title, up to the end of its cell in a table."""
    part = subject.claim_span_outside_citation("title")
    if part is None or _CELL not in (words := subject.words_at(part) or ""):
        return part
    return Span(part.start, part.start + len(words.partition(_CELL)[0].rstrip()))


def _is_title_of_another(subject: Subject, said: str, fitted: float) -> bool:
    """Whether a document cited with its day has a title that is none of its own."""
    known, mention = subject.known_record, subject.mention
    if (
        known is None
        or subject.intended_record.by != "decided"
        or kinds.is_law_kind(known.kind)
        or mention.date != known.date
    ):
        return False
    return (
        fitted < _FOREIGN_WHERE_DATED
        and len(title_comparison.title_words(said)) >= _FOLLOWED
        and title_comparison.begins_like_official(said)
    )


def _same_code_with_stated_title(subject: Subject, said: str, fitted: float) -> Document | None:
    """Return the document of another term with the same code whose title is the one said: numbers recur in each term.

    Args:
        subject: The citation.
        said: The title said.
        fitted: How much of it the title of the cited document has.
    """
    code, known = subject.code, subject.known_record
    others = subject.records.by_code(code) if code is not None and known is not None else ()
    best = max(
        (
            (title_comparison.partial_similarity(said, one.title), one.id)
            for one in others
            if one.title and one != known
        ),
        default=(0.0, ""),
    )
    return subject.records.get(best[1]) if best[0] >= FITS and best[0] >= fitted + _LEAD else None


def _whole_stated_title(subject: Subject) -> str | None:
    """Return the stated title, including what is cited in it: "một số điều của Bộ luật Lao động về …"."""
    said, part, known = subject.mention.title, _title_span(subject), subject.known_record
    if said is not None and _CELL in said:
        return said.partition(_CELL)[0].rstrip()
    if (
        said is None
        and known is not None
        and known.title
        and is_near_date(known.date or "", subject.mention.date or "")
    ):
        return _unquoted_official_title(subject, known.title)
    named = _citation_at_end(subject, part)
    if said is None or part is None or named is None:
        return said
    if (quoted := _rest_of_quotation(subject, part)) is not None:
        return _joined_title(said, quoted)
    rest = subject.words_at(Span(part.end, max(part.end, named.span.end)))
    if not rest:
        return said
    if named.form in (Form.CONGRESS, Form.PLENUM):
        return _joined_title(said, rest)
    if known is None or known.title is None or not title_comparison.continues_with(known.title, said, rest):
        return said
    at = part.end - subject.mention.span.end
    return _joined_title(said, _CLAUSE_END.split(subject.words_after[at:], maxsplit=1)[0])


def _joined_title(said: str, rest: str) -> str:
    """Return a title with what follows it, with single spaces: the span of the title may include the space."""
    gap = "" if rest[:1] in (",", ";", ":", ".", ")", "") else " "
    return " ".join(f"{said}{gap}{rest}".split())


def _citation_at_end(subject: Subject, title_span: Span | None) -> Mention | None:
    """Return the citation right after a title, which is part of it: "về tổng kết Nghị quyết số 18-NQ/TW"."""
    following = subject.draft.citations[subject.draft.citation_index_by_start[subject.mention.span.start] + 1 :][:1]
    if title_span is None or not following or not 0 <= following[0].mention.span.start - title_span.end <= 1:
        return None
    return following[0].mention


def _unquoted_official_title(subject: Subject, official: str) -> str | None:
    """Return the words after a citation, if they begin as its official title does: "sửa đổi, bổ sung một số điều …"."""
    end = max((claim.span.end for claim in subject.mention.claims), default=0)
    after = subject.words_after[max(0, end - subject.mention.span.end) :].lstrip(' ,:“"')
    rest = " ".join(_CLAUSE_END.split(after, maxsplit=1)[0].split())
    return (
        rest if title_comparison.title_words(rest)[:_FIRST] == title_comparison.title_words(official)[:_FIRST] else None
    )


def _rest_of_quotation(subject: Subject, part: Span) -> str | None:
    """Return what follows a title in its quotation marks; None without quotation marks, or if it ends with them."""
    opening = subject.words_at(Span(part.start - 1, part.start)) or ""
    closing = _CLOSING.match(subject.words_after[part.end - subject.mention.span.end :])
    return closing["rest"] if opening in ("“", '"', "«") and closing is not None else None


def _find_replacement(subject: Subject, said: str, *, quoted: bool) -> Replacement | None:
    """Return the words of the title that replace official ones, if enough of the rest is the same."""
    known, mention = subject.known_record, subject.mention
    if known is None or subject.intended_record.by == "title" or (known.title or "").endswith(("...", "…")):
        return None
    found = first_replacement(said, known.title or "", whole=quoted or mention.rule == bracketed_numbers.RULE)
    if found is None or found.same < _FEWEST:
        return None
    dated = mention.date is not None and mention.date == known.date
    enough = (_SAME_WHERE_DATED if known.checked else _SAME_WHERE_UNCHECKED) if dated else _SAME
    return found if found.share_of_common_words >= enough and (dated or not found.said.startswith("[")) else None


def _document_with_title(subject: Subject, said: str) -> Document | None:
    """Return the other document of this kind with exactly the stated title, if the cited one's begins otherwise."""
    known = subject.known_record
    if (
        known is None
        or known.title is None
        or title_comparison.begins_with_title(said, known.title)
        or title_comparison.contains_phrase(known.title, said)
    ):
        return None
    return next(
        (
            one
            for one in record_index(subject.records).documents_with_leading_title(said)
            if one.kind == known.kind
            and one.scope is known.scope
            and not title_comparison.begins_with_title(known.title, one.title or "")
        ),
        None,
    )


def _is_misquotation(subject: Subject, said: str, *, quoted: bool) -> bool:
    """Whether a title misquotes the official one rather than summarizes it: most words are kept and few are replaced.

    Words left out at the end are no slip. Outside quotation marks a title may be told in other words; it is held to
    the official one only as far as it follows it from the first word.
    """
    official = subject.known_record.title or "" if subject.known_record is not None else ""
    one, other = title_comparison.title_words(said), title_comparison.title_words(official)
    if quoted:
        return len(one) - title_comparison.count_shared_words(said, official) <= max(3, len(one) // 3)
    if subject.mention.date and title_comparison.follows_word_for_word(said, official):
        return True  # cited in full, title and all
    told = title_comparison.match_unquoted(said, official)
    if one[:1] != other[:1] or told.shared < _FOLLOWED:
        return False
    return told.strange <= max(2, told.shared // _FEW_STRANGE) and (told.strange > 0 or told.after <= _LAST)


@check("name", Severity.WRONG)
def law_name(subject: Subject) -> Iterator[Discrepancy]:
    """The law with this number has another name.

    Example: "Luật An toàn thông tin mạng số 24/2018/QH14": 24/2018/QH14 is the Luật An ninh mạng.
    """
    said, known = subject.mention.name, subject.known_record
    if (
        said is None
        or known is None
        or subject.code is None
        or known.title is None
        or not kinds.is_law_kind(known.kind)
    ):
        return
    if known.number != subject.code.number or "sửa đổi" in known.title.casefold() or "sửa đổi" in said.casefold():
        return
    plain = title_comparison.without_year(said)
    versions = record_index(subject.records).laws_named(plain)
    if versions and known not in versions:
        same_year = [
            law.id for law in versions if law.number and law.number.split("/")[1:] == known.number.split("/")[1:]
        ]
        other = same_year[0] if len(same_year) == 1 else None  # the number is the slip, not the name
        yield Discrepancy(plain, known.title, other=other, severity=Severity.WRONG)
    elif (
        not versions
        and plain != known.title
        and title_comparison.law_name_key(plain) == title_comparison.law_name_key(known.title)
    ):
        yield Discrepancy(plain, known.title, severity=Severity.WRONG)  # "Luật Lao động": it is a Bộ luật
    elif not versions and (found := first_replacement(plain, known.title, whole=True)) is not None:
        yield Discrepancy(found.said, found.known, severity=Severity.DOUBTFUL)


CHECKS = (title, law_name)
