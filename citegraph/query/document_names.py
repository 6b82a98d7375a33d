"""Match what a person types ("nq 35", "nghi quyet tw 4") to the documents of a store, or suggest the nearest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from citegraph.errors import QueryError
from citegraph.grammar import dates
from citegraph.ids import PLENUM, DocumentId
from citegraph.model import Document, Report
from citegraph.store import Store
from citegraph.text import normalize_space, strip_diacritics

NEAREST = 5

# "TƯ" with its horn is the Central Committee, "TU" without is a provincial one; without diacritics both would be one.
_CENTRAL = re.compile(r"(?<=[-/])\s*TƯ\b|\bT\.\s?Ư\b\.?", re.IGNORECASE)

_NUMBER = re.compile(r"\d+[a-z]?(?![a-z\d])|\d+")
_TERM = re.compile(r"\b(?:khoa|nhiem ky)\s+([ivx]+)\b")
_PLENUM = re.compile(r"\b(?:hoi nghi|trung uong|(?:nq)?tw)\s*(?:lan thu\s+)?(\d{1,2})\b(?!/)")
_CONGRESS = re.compile(r"\bdai hoi\s+(?:dang\s+)?(?:lan thu\s+)?([ivx]+)\b")
_MEETING = re.compile(r"\b(?:hoi nghi|dai hoi|(?:trung uong|(?:nq)?tw)\s*(?:lan thu\s+)?\d{1,2}\b(?!/))")
_IN_CODE = re.compile(r"(?<=[-/])\s*([a-z]+)|([a-z]+)\s*(?=[-/])")
_WORD = re.compile(r"[a-z]+")
_TOKEN = re.compile(r"[a-z]+|\d+")
_EMPTY = frozenset({"so", "ngay", "thang", "nam", "cua", "ve", "khoa", "nhiem", "ky"})


def documents(store: Store, asked: str) -> list[Document]:
    """The documents that may be meant, best first; QueryError, naming the nearest, where there are none."""
    typed = strip_diacritics(normalize_space(_CENTRAL.sub("TW", asked)))
    found = _by_meeting(store, asked, typed) if _MEETING.search(typed) else _by_number(store, typed)
    found = found or _by_words(store, typed)
    if not found:
        what = "no cited document is called that" + _left_open(store, typed)
        raise none(asked, what, _described(store, numbered="/" in asked))
    return found


def _by_number(store: Store, typed: str) -> list[Document]:
    """The documents of the number typed, of which all else that was typed holds."""
    typed, _, home = typed.partition("@")
    date = dates.typed(typed)
    rest = f"{typed[: date.start]} {typed[date.end :]}" if date else typed
    term = _TERM.search(rest)
    rest = _TERM.sub(" ", rest)
    number = _NUMBER.search(rest)
    if number is None:
        return []
    rest = _NUMBER.sub(" ", rest, count=1)
    code = {word for found in _IN_CODE.findall(rest) for word in found if word}
    words = set(_WORD.findall(rest)) - _EMPTY
    found = [
        document
        for document in store.numbered(number.group().upper())
        if words <= _words(document)
        and code <= set(_WORD.findall(strip_diacritics(document.id)))
        and (term is None or strip_diacritics(document.term or "") == term.group(1))
        and (date is None or (document.date or _home(document.id)).startswith(date.iso))
        and strip_diacritics(_home(document.id)).startswith(home.strip())
    ]
    return _ranked(store, found)


def _by_meeting(store: Store, asked: str, typed: str) -> list[Document]:
    """The documents of a plenum or congress: what reports mean by the phrase, and for a plenum all it issued."""
    from citegraph.cite import cite
    from citegraph.records import load

    known = load()
    names: dict[str, None] = {}
    for text in (asked, *_spelled_out(typed)):
        report = Report(id="", path="", sha256="", text=text)
        for citation in cite(report, known):
            names |= dict.fromkeys([citation.document, *(candidate.document for candidate in citation.candidates)])
    if plenum := _PLENUM.search(typed):
        term = _TERM.search(typed)
        for meeting in known.plenums_of(plenum.group(1)):
            if term is None or strip_diacritics(meeting.term) == term.group(1):
                names |= dict.fromkeys(
                    [str(DocumentId(PLENUM + meeting.number, term=meeting.term)), *meeting.documents]
                )
    return _ranked(store, (document for name in names if (document := store.document(name)) is not None))


def _spelled_out(typed: str) -> Iterator[str]:
    """What was typed without diacritics or in short, as a report would have it."""
    term = _TERM.search(typed)
    if plenum := _PLENUM.search(typed):
        yield f"Nghị quyết Trung ương {plenum.group(1)}" + (f" khóa {term.group(1).upper()}" if term else "")
    if congress := _CONGRESS.search(typed):
        yield f"Nghị quyết Đại hội {congress.group(1).upper()}"


def _by_words(store: Store, typed: str) -> list[Document]:
    """The documents whose title or name holds every word typed; those that hold them together, where there are any."""
    from rapidfuzz import fuzz

    asked = set(_TOKEN.findall(typed)) - _EMPTY
    if not asked:
        return []
    likeness: dict[Document, float] = {}
    for document in store.documents():
        title = f"{document.kind} {document.title}" if document.title else ""
        names = [strip_diacritics(name) for name in (title, document.label, document.id, *document.aliases)]
        fitting = [fuzz.partial_ratio(typed, name) for name in names if asked <= set(_TOKEN.findall(name))]
        if fitting:
            likeness[document] = max(fitting)
    close = max(likeness.values(), default=0.0) - 10
    return _ranked(store, (document for document, like in likeness.items() if like >= close))


def _words(document: Document) -> set[str]:
    """The words a person may use of a document beside its number."""
    said = (
        document.id,
        document.label,
        document.kind,
        document.issuer,
        document.locality,
        document.title,
        *document.aliases,
    )
    return {word for name in said if name for word in _WORD.findall(strip_diacritics(name))} | (
        {"tw"} if document.body == "TW" else set()
    )


def _home(document: str) -> str:
    """The place, the term or the year that an id ends in."""
    known = DocumentId.parse(document)
    return known.locality or known.term or known.year or ""


def _ranked(store: Store, found: Iterable[Document]) -> list[Document]:
    """Most cited first, central before local."""
    return sorted(found, key=lambda document: (-store.times_cited(document.id), document.locality or "", document.id))


def _left_open(store: Store, typed: str) -> str:
    """How many reports cite what was typed without saying which document of that name they mean; "" for none."""
    asked = set(_TOKEN.findall(typed)) - _EMPTY
    left = [
        (name, reports) for name, reports in store.undecided() if asked <= set(_TOKEN.findall(strip_diacritics(name)))
    ]
    said = ", ".join(f"{name} ({reports} reports)" for name, reports in left)
    return f", though reports leave it open which they mean by {said}" if asked and left else ""


def _described(store: Store, *, numbered: bool) -> dict[str, str]:
    """The documents as a person is shown them, with what the question is to be compared with: code or title."""
    shown = {}
    for document in store.documents():
        title = document.title or document.label
        short = title if len(title) <= 60 else title[:59].rsplit(" ", 1)[0] + "…"
        shown[f"{document.id} ({short})"] = DocumentId.parse(document.id).name if numbered else title
    return shown


def is_file_name(asked: str, path: str) -> bool:
    """Whether the file at `path` is called `asked`, with its ending or without, whatever the case and diacritics."""
    file = PurePath(path.removesuffix("#"))  # which stands behind the name of a file that ends like that of a row
    return strip_diacritics(asked) in (strip_diacritics(file.name), strip_diacritics(file.stem))


def none(asked: str, what: str, names: Mapping[str, str]) -> QueryError:
    """The error that says what was asked for, what is wrong with it, and which of `names` are nearest."""
    from rapidfuzz import fuzz, process

    near = process.extract(asked, names, scorer=fuzz.WRatio, processor=strip_diacritics, limit=NEAREST)
    return QueryError(asked, what, "the nearest are " + "; ".join(name for *_, name in near) if near else "")
