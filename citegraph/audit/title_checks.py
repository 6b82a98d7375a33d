"""Check the title of a document, and the name of a law, against the official words."""

from __future__ import annotations

from collections.abc import Iterator

from citegraph.audit import sentences, titles
from citegraph.audit.index import index
from citegraph.audit.intended import FITS
from citegraph.audit.registry import Slip, check
from citegraph.audit.subject import Subject
from citegraph.knowledge import kinds
from citegraph.model import Document, Form, Severity, Span

_FOREIGN = 0.2  # share below which a title in quotation marks is none of the document's
_FOLLOWED = 6  # words of the official title from which one without quotation marks is held to it
_FEW_STRANGE = 5  # for every so many of them one may be another
_LAST = 2  # words at the end that may stand for others
_MOST_DIFFERENT = 0.5  # share of an official title's words from which the one said is a slip of it, not a summary


@check("title", Severity.WRONG)
def title(subject: Subject) -> Iterator[Slip]:
    """The title is not in the words of the official one.

    Example: "Nghị quyết số 35-NQ/TW về tăng cường bảo vệ nền móng tư tưởng của Đảng": it says "nền tảng".
    """
    said, known = _whole_title(subject), subject.known
    if said is None or known is None or not titles.tells(known.title) or not titles.tells(said):
        return
    official, part = known.title or "", subject.where("title")
    quoted = (subject.words(part) or "").rstrip(" .").endswith(("”", '"', "»"))
    if subject.is_shared("title"):
        return
    fitted = titles.fit(said, official)
    one, other = titles.difference(said, official, whole=quoted, plain=subject.mention.surface.isascii())
    if one and fitted >= _MOST_DIFFERENT and _is_slip(subject, said, quoted=quoted):
        yield Slip(one, subject.fact(other), part, severity=None if fitted >= FITS and quoted else Severity.DOUBTFUL)
    elif one and fitted < _FOREIGN and subject.meant.by == "decided" and quoted:
        yield Slip(said, subject.fact(official), part, severity=Severity.DOUBTFUL)
    elif (whose := _whose_title(subject, said)) is not None:
        other_id = whose.id if subject.mention.date is None else None  # the date tells that the title is the slip
        yield Slip(
            whose.title or "", sentences.title_of(official, whose.id), part, other=other_id, severity=Severity.DOUBTFUL
        )


def _whole_title(subject: Subject) -> str | None:
    """The title said, and the meeting whose resolution it is about: "về thực hiện Nghị quyết Đại hội XIV"."""
    said, part = subject.mention.title, subject.where("title")
    following = subject.draft.citations[subject.draft.index_of[subject.mention.span.start] + 1 :][:1]
    if said is None or part is None or not following or following[0].mention.form not in (Form.CONGRESS, Form.PLENUM):
        return said
    named = following[0].mention.span
    rest = subject.words(Span(part.end, max(part.end, named.end)))
    return " ".join(f"{said}{rest}".split()) if rest and 0 <= named.start - part.end <= 1 else said


def _whose_title(subject: Subject, said: str) -> Document | None:
    """The other document of this kind whose whole title is said here, word for word, where its own begins otherwise."""
    known = subject.known
    if known is None or known.title is None or titles.begins(said, known.title):
        return None
    return next(
        (
            one
            for one in index(subject.records).beginning(said)
            if one.kind == known.kind and one.scope is known.scope and not titles.begins(known.title, one.title or "")
        ),
        None,
    )


def _is_slip(subject: Subject, said: str, *, quoted: bool) -> bool:
    """Whether a title misquotes the official one rather than summarizes it: most words are kept and few are replaced.

    Words left out at the end are no slip. Outside quotation marks a title may be told in other words; it is held to
    the official one only as far as it follows it from the first word.
    """
    official = subject.known.title or "" if subject.known is not None else ""
    one, other = titles.terms(said), titles.terms(official)
    if quoted:
        return len(one) - titles.shared(said, official) <= max(3, len(one) // 3)
    if subject.mention.date and titles.word_for_word(said, official):
        return True  # cited in full, title and all
    told = titles.retold(said, official)
    if one[:1] != other[:1] or told.shared < _FOLLOWED:
        return False
    return told.strange <= max(2, told.shared // _FEW_STRANGE) and (told.strange > 0 or told.behind <= _LAST)


@check("name", Severity.WRONG)
def name(subject: Subject) -> Iterator[Slip]:
    """The name of the law is not that of its number.

    Example: "Luật An toàn thông tin mạng số 24/2018/QH14": 24/2018/QH14 is the Luật An ninh mạng.
    """
    said, known = subject.mention.name, subject.known
    if said is None or known is None or subject.code is None or known.title is None or not kinds.is_law(known.kind):
        return
    if known.number != subject.code.number or "sửa đổi" in known.title.casefold() or "sửa đổi" in said.casefold():
        return
    plain = titles.without_year(said)
    versions = index(subject.records).versions(plain)
    if versions and known not in versions:
        yield Slip(plain, known.title, severity=Severity.WRONG)


CHECKS = (title, name)
