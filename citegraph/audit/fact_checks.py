"""Check facts that the draft states about a document: date, issuer, kind, term, plenum, title and name."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from rapidfuzz import fuzz

from citegraph.audit import printed, sentences, titles
from citegraph.audit.index import index, near_date
from citegraph.audit.intended import FITS
from citegraph.audit.registry import Slip, check
from citegraph.audit.subject import Subject
from citegraph.audit.writing import date_like, is_impossible
from citegraph.grammar import issuers
from citegraph.knowledge import bodies, cues, kinds
from citegraph.model import Document, Form, IsoDate, Scope, Severity, Span

_NO_KIND_WORD = ("code", "plenum", "plenum list", "plenum terms")  # rules whose kind is not read from a kind word
_ALIKE = 80  # of 100, likeness of two names of which one is misspelt
_YEAR = regex.compile(r"\s+(?:năm\s+)?(?:19|20)\d\d$")
_FOREIGN = 0.2  # share below which a title in quotation marks is none of the document's
_FOLLOWED = 6  # words of the official title from which one without quotation marks is held to it
_FEW_STRANGE = 5  # for every so many of them one may be another
_LAST = 2  # words at the end that may stand for others
_MOST_DIFFERENT = 0.5  # share of an official title's words from which the one said is a slip of it, not a summary


@check("date", Severity.WRONG)
def date(subject: Subject) -> Iterator[Slip]:
    """The document was issued on another day.

    Example: "Nghị quyết số 35-NQ/TW ngày 20/10/2018": it is of 22 October.
    """
    said, known = subject.mention.date, subject.known
    if said is None or known is None or known.date is None or subject.mention.form is Form.PLENUM:
        return
    if not _differs(said, known.date) and not is_impossible(subject.words(subject.where("date"))):
        return
    if subject.mention.form in (Form.TITLE, Form.SHORT) and subject.is_state and len(said) == 4:
        return  # the year in the name of a law, or of another paper of this number
    if subject.mention.form is Form.SHORT and not (near_date(said, known.date) or _is_titled_so(subject)):
        return  # a bare number: another paper of this number
    part = subject.where("date")
    severity = Severity.DOUBTFUL if subject.is_shared("date") or subject.is_learned else None
    right = date_like(subject.words(part), known.date)
    if not (near_date(said, known.date) or _is_titled_so(subject) or _is_issued_so(subject)):
        severity, right = Severity.DOUBTFUL, None  # the number may be the slip as well
    other = known.id if known.id != subject.citation.document else None
    yield Slip(said, subject.fact(known.date), part, right, other, severity)


@check("law-year", Severity.DOUBTFUL)
def law_year(subject: Subject) -> Iterator[Slip]:
    """There is no law of this name from this year.

    Example: "Luật Đất đai năm 2014": there are those of 1993, 2003, 2013 and 2024.
    """
    name = subject.mention.name
    if (
        name is None
        or subject.mention.form not in (Form.TITLE, Form.NAMED)
        or subject.known is not None
        or not _YEAR.search(name)
    ):
        return
    years = sorted({(law.date or "")[:4] for law in index(subject.records).versions(name)} - {""})
    said = (subject.mention.date or name[-4:])[:4]
    if years and said.isdecimal() and said not in years:
        yield Slip(said, ", ".join(years))


@check("issuer", Severity.WRONG)
def issuer(subject: Subject) -> Iterator[Slip]:
    """Another body issued the document.

    Example: "Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Ban Bí thư": it is of the Bộ Chính trị.
    """
    said, known = subject.issuer, subject.known
    if said is None or issuers.is_vague(said) or not said.central or "plenum" in said.flags:
        return
    if cues.tells_of_signing(subject.before):
        return  # who signs for a body is not its issuer
    part, shown = subject.where("issuer"), subject.mention.issuer or ""
    doubt = Severity.DOUBTFUL if subject.is_shared("issuer") or subject.is_learned else None
    if known is not None and known.issuer:
        right = issuers.parse(known.issuer)
        if (
            right is not None
            and right.central
            and _is_another(said, right)
            and not _is_misspelt(said, shown, known.issuer)
        ):
            yield Slip(shown, subject.fact(known.issuer), part, known.issuer, severity=doubt)
        return
    signs = subject.code.body if subject.code is not None else None
    row = bodies.by_symbol().get(signs.partition("-")[0]) if signs and subject.code and subject.code.symbol else None
    if row is None or said.body is None or "variant" in row.flags or said.body == row.former:
        return
    if said.body in (signs or "").split("-"):
        return
    if subject.code is not None and subject.code.scope is said.scope and _signs_apart(said.body, signs or ""):
        yield Slip(shown, row.name, part, row.name, severity=doubt)


@check("kind", Severity.WRONG)
def kind(subject: Subject) -> Iterator[Slip]:
    """The document is of another kind.

    Example: "Chỉ thị số 35-NQ/TW ngày 22/10/2018": it is a Nghị quyết.
    """
    mention, known = subject.mention, subject.known
    if not mention.kind or mention.kind == "Văn bản" or mention.rule in _NO_KIND_WORD:
        return
    found = printed.kind(mention)
    part = found[0] if found is not None else None
    if known is not None and known.kind:
        said, right = mention.kind, known.kind
        if said not in right and right not in said and not (_is_law(said) and _is_law(right) and mention.name):
            yield Slip(said, subject.fact(right), part, right if part else None)
        return
    code = subject.code
    meant = [one.name for one in kinds.kinds_of(code.symbol)] if code is not None and code.symbol else []
    of_another = meant and all(one.casefold() not in mention.kind.casefold() for one in meant)
    if of_another and mention.kind in kinds.flagged("firm") and part is not None:
        yield Slip(
            mention.kind, ", ".join(meant), part, meant[0] if len(meant) == 1 else None, severity=Severity.DOUBTFUL
        )


@check("term", Severity.WRONG)
def term(subject: Subject) -> Iterator[Slip]:
    """The document belongs to another congress term, or its date is outside the stated term.

    Example: "Nghị quyết số 35-NQ/TW ngày 22/10/2018 (khóa XIII)": it is of khóa XII.
    """
    mention, known = subject.mention, subject.known
    if mention.form is Form.PLENUM or not mention.term or subject.is_state:
        return
    part = subject.where("term")
    if known is not None and known.term:
        if mention.term != known.term and subject.records.term_named(mention.term) is not None:
            said = subject.words(part)
            right = said.replace(mention.term, known.term) if said and mention.term in said else None
            yield Slip(mention.term, subject.fact(known.term), part, right)
        return
    running = subject.records.term_named(mention.term)
    if mention.date and not mention.date.startswith("--") and running is not None and not running.covers(mention.date):
        yield Slip(
            sentences.date_in_term(mention.date, mention.term),
            sentences.term_ran(running.name, running.start, running.end),
            part,
        )


@check("plenum", Severity.WRONG)
def plenum(subject: Subject) -> Iterator[Slip]:
    """Another plenum passed the document.

    Example: "Nghị quyết số 18-NQ/TW của Hội nghị lần thứ bảy Ban Chấp hành Trung ương khóa XII": it was the sixth.
    """
    mention = subject.mention
    document, part = subject.known, subject.where("plenum")
    if mention.form is Form.PLENUM:
        document, part = _bracketed(subject), None
    said = (mention.plenum or "").partition(" ")[0]
    if not said or document is None:
        return
    passed = [one for one in index(subject.records).plenums(document.id) if one.term == (mention.term or one.term)]
    numbers = {one.number.partition(" ")[0] for one in passed}
    if passed and said not in numbers:
        yield Slip(said, ", ".join(sorted(numbers)), part, other=None if part else document.id)


def _bracketed(subject: Subject) -> Document | None:
    """The document whose number stands in brackets right behind a plenum: "Nghị quyết Trung ương 7 (18-NQ/TW)"."""
    at = subject.draft.index_of[subject.mention.span.start]
    following = subject.draft.citations[at + 1 : at + 2]
    if not following or not subject.behind.lstrip().startswith("(") or not following[0].decided:
        return None
    gap = following[0].mention.span.start - subject.mention.span.end
    return subject.records.get(following[0].document) if gap <= len("  (số ") else None


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
    if said is None or known is None or subject.code is None or known.title is None or not _is_law(known.kind or ""):
        return
    if known.number != subject.code.number or "sửa đổi" in known.title.casefold() or "sửa đổi" in said.casefold():
        return
    plain = _YEAR.sub("", said)
    versions = index(subject.records).versions(plain)
    if versions and known not in versions:
        yield Slip(plain, known.title, severity=Severity.WRONG)


def _is_renamed(one: str | None, other: str | None) -> bool:
    """Whether two symbols are of one body before and after it was renamed."""
    return one is not None and other is not None and other in (bodies.former(one), _renamed(one))


def _renamed(symbol: str) -> str | None:
    return next((body.symbol for body in bodies.everything() if body.former == symbol), None)


def _is_titled_so(subject: Subject) -> bool:
    said, known = subject.mention.title, subject.known
    return bool(said and known is not None and known.title and titles.fit(said, known.title) >= FITS)


def _is_issued_so(subject: Subject) -> bool:
    known, said = subject.known, subject.issuer
    right = issuers.parse(known.issuer) if known is not None and known.issuer else None
    return said is not None and right is not None and said.name == right.name


def _is_misspelt(said: issuers.Issuer, shown: str, right: str) -> bool:
    """Whether a body that no table has is the right one, misspelt: "Bộ Chnh trị"."""
    return said.body is None and fuzz.partial_ratio(shown, right) >= _ALIKE


def _differs(said: IsoDate, known: IsoDate) -> bool:
    if said.startswith("--"):
        return len(known) == 10 and said[2:] != known[5:]
    exact = min(len(said), len(known))
    return said[:exact] != known[:exact]


def _is_another(said: issuers.Issuer, right: issuers.Issuer) -> bool:
    if said.name == right.name or _is_renamed(said.body, right.body):
        return False
    if said.scope is Scope.PARTY:  # "Ban Chấp hành Trung ương" is all of them together
        return said.name not in right.name and right.name not in said.name
    return said.body is None or right.body is None or said.body != right.body or said.name not in right.name


def _signs_apart(said: str, printed_body: str) -> bool:
    head = printed_body.partition("-")[0]
    return not (said.startswith(head) or head.startswith(said) or bodies.former(said) == head)


def _is_law(name: str) -> bool:
    return name in kinds.flagged("law")


CHECKS = (date, law_year, issuer, kind, term, plenum, title, name)
