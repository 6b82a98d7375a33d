"""Match what a user types ("nq 35", "nghi quyet tw 4") to the documents of a store, or suggest the nearest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from citegraph.errors import QueryError
from citegraph.grammar import dates
from citegraph.i18n import Message, joined, message
from citegraph.ids import PLENUM, DocumentId
from citegraph.model import Document, Report
from citegraph.store import Store
from citegraph.text import normalize_space, strip_diacritics

NEAREST = 5

# "TƯ" is the Central Committee, "TU" a provincial committee. Without diacritics they would be equal.
_CENTRAL = re.compile(r"(?<=[-/])\s*TƯ\b|\bT\.\s?Ư\b\.?", re.IGNORECASE)

_NUMBER = re.compile(r"\d+[a-z]?(?![a-z\d])|\d+")
_TERM = re.compile(r"\b(?:khoa|nhiem ky)\s+([ivx]+)\b")
_PLENUM = re.compile(r"\b(?:hoi nghi|trung uong|(?:nq)?tw)\s*(?:lan thu\s+)?(\d{1,2})\b(?!/)")
_CONGRESS = re.compile(r"\bdai hoi\s+(?:dang\s+)?(?:lan thu\s+)?([ivx]+)\b")
_MEETING = re.compile(r"\b(?:hoi nghi|dai hoi|(?:trung uong|(?:nq)?tw)\s*(?:lan thu\s+)?\d{1,2}\b(?!/))")
_IN_CODE = re.compile(r"(?<=[-/])\s*([a-z]+)|([a-z]+)\s*(?=[-/])")
_WORD = re.compile(r"[a-z]+")
_TOKEN = re.compile(r"[a-z]+|\d+")
_INDEXED = re.compile(r"[a-z\d]+")  # as the index of words splits a text
_EMPTY = frozenset({"so", "ngay", "thang", "nam", "cua", "ve", "khoa", "nhiem", "ky"})


def documents(store: Store, query: str) -> list[Document]:
    """Return the documents that may be meant, best first. Raises QueryError, naming the nearest, if there are none."""
    found = matching(store, query)
    if not found:
        raise no_match(query, _not_found(store, _folded(query)), _described(store, numbered="/" in query))
    return found


def matching(store: Store, query: str) -> list[Document]:
    """Return the documents that may be meant, best first; none where nothing fits."""
    typed = _folded(query)
    found = _by_meeting(store, query, typed) if _MEETING.search(typed) else _by_number(store, typed)
    return found or _by_words(store, typed)


def _folded(query: str) -> str:
    return strip_diacritics(normalize_space(_CENTRAL.sub("TW", query)))


def _by_number(store: Store, typed: str) -> list[Document]:
    """Return the documents with the number that was typed and everything else that was typed."""
    typed, _, suffix = typed.partition("@")
    date = dates.typed(typed)
    rest = f"{typed[: date.start]} {typed[date.end :]}" if date else typed
    term = _TERM.search(rest)
    rest = _TERM.sub(" ", rest)
    number = _NUMBER.search(rest)
    if number is None:
        return []
    rest = _NUMBER.sub(" 0 ", rest, count=1)  # a digit, lest the word before it seem part of the code
    code = {word for found in _IN_CODE.findall(rest) for word in found if word}
    words = set(_WORD.findall(rest)) - _EMPTY
    found = [
        document
        for document in store.numbered(number.group().upper())
        if words <= _words(document)
        and code <= set(_WORD.findall(strip_diacritics(document.id)))
        and (term is None or strip_diacritics(document.term or "") == term.group(1))
        and (date is None or (document.date or _id_suffix(document.id)).startswith(date.iso))
        and strip_diacritics(_id_suffix(document.id)).startswith(suffix.strip())
    ]
    return _ranked(store, found)


def _by_meeting(store: Store, query: str, typed: str) -> list[Document]:
    """Return the documents of a plenum or congress: what reports mean by the phrase, and all that the plenum issued."""
    from citegraph.cite import cite
    from citegraph.records import load

    records = load()
    names: dict[str, None] = {}
    for text in (query, *_spelled_out(typed)):
        report = Report(id="", path="", sha256="", text=text)
        for citation in cite(report, records):
            names |= dict.fromkeys([citation.document, *(candidate.document for candidate in citation.candidates)])
    if plenum := _PLENUM.search(typed):
        term = _TERM.search(typed)
        for meeting in records.plenums_of(plenum.group(1)):
            if term is None or strip_diacritics(meeting.term) == term.group(1):
                names |= dict.fromkeys(
                    [str(DocumentId(PLENUM + meeting.number, term=meeting.term)), *meeting.documents]
                )
    return _ranked(store, (document for name in names if (document := store.document(name)) is not None))


def _spelled_out(typed: str) -> Iterator[str]:
    """Yield the phrase that a report would use for what was typed without diacritics or abbreviated."""
    term = _TERM.search(typed)
    if plenum := _PLENUM.search(typed):
        yield f"Nghị quyết Trung ương {plenum.group(1)}" + (f" khóa {term.group(1).upper()}" if term else "")
    if congress := _CONGRESS.search(typed):
        yield f"Nghị quyết Đại hội {congress.group(1).upper()}"


def _by_words(store: Store, typed: str) -> list[Document]:
    """Return the documents with a title or name that contains every word typed; only the most similar ones."""
    from rapidfuzz import fuzz

    query = set(_TOKEN.findall(typed)) - _EMPTY
    if not query:
        return []
    likeness: dict[Document, float] = {}
    for document in store.worded_documents(set(_INDEXED.findall(typed)) - _EMPTY):
        title = f"{document.kind} {document.title}" if document.title else ""
        names = [strip_diacritics(name) for name in (title, document.label, document.id, *document.aliases)]
        fitting = [fuzz.partial_ratio(typed, name) for name in names if query <= set(_TOKEN.findall(name))]
        if fitting:
            likeness[document] = max(fitting)
    close = max(likeness.values(), default=0.0) - 10
    return _ranked(store, (document for document, like in likeness.items() if like >= close))


def _words(document: Document) -> set[str]:
    """Return the words that a user may type for a document besides its number."""
    fields = (
        document.id,
        document.label,
        document.kind,
        document.issuer,
        document.locality,
        document.title,
        *document.aliases,
    )
    return {word for name in fields if name for word in _WORD.findall(strip_diacritics(name))} | (
        {"tw"} if document.body == "TW" else set()
    )


def _id_suffix(document: str) -> str:
    """Return the locality, term or year at the end of an id."""
    parsed = DocumentId.parse(document)
    return parsed.locality or parsed.term or parsed.year or ""


def _ranked(store: Store, found: Iterable[Document]) -> list[Document]:
    """Return the documents sorted by reports, most first, central ones before local ones."""
    return sorted(found, key=lambda document: (-store.times_cited(document.id), document.locality or "", document.id))


def _not_found(store: Store, typed: str) -> Message:
    """Return that nothing matches, with the undecided citations that match what was typed, if any."""
    query = set(_TOKEN.findall(typed)) - _EMPTY
    undecided = [
        (name, reports) for name, reports in store.undecided() if query <= set(_TOKEN.findall(strip_diacritics(name)))
    ]
    if not query or not undecided:
        return message("ask.no_document")
    names = [message("ask.undecided", name=DocumentId.parse(name).name, n=reports) for name, reports in undecided]
    return message("ask.undecided_document", names=joined(names))


def _described(store: Store, *, numbered: bool) -> dict[str, str]:
    """Return the documents as shown to the user, each with the text to compare what was typed with: code or title."""
    shown = {}
    for document in store.documents():
        title = document.title or document.label
        short = title if len(title) <= 60 else title[:59].rsplit(" ", 1)[0] + "…"
        shown[f"{document.full_label}: {short}" if document.title else document.full_label] = (
            DocumentId.parse(document.id).name if numbered else title
        )
    return shown


def is_file_name(query: str, path: str) -> bool:
    """Whether the file at `path` has the name `query`, with or without its suffix, ignoring case and diacritics."""
    file = PurePath(path.removesuffix("#"))  # appended to a name that looks like a table row
    return strip_diacritics(query) in (strip_diacritics(file.name), strip_diacritics(file.stem))


def no_match(query: str, what: Message, names: Mapping[str, str]) -> QueryError:
    """Return the error for a name that nothing matches.

    Args:
        query: What was typed.
        what: What is wrong with it.
        names: The possible answers, each with the text to compare `query` with; the error names the nearest.
    """
    from rapidfuzz import fuzz, process

    near = process.extract(query, names, scorer=fuzz.WRatio, processor=strip_diacritics, limit=NEAREST)
    return QueryError(query, what, message("do.nearest", names="; ".join(name for *_, name in near)) if near else "")
