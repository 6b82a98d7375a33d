"""Index the records for the audit: by date, by words of the title, by name of the law."""

from __future__ import annotations

from collections import defaultdict
from datetime import date as day
from functools import cached_property, lru_cache

import regex

from citegraph.audit import title_comparison
from citegraph.grammar import codes
from citegraph.grammar.codes import Code
from citegraph.ids import DocumentId
from citegraph.knowledge import kinds
from citegraph.model import Document, IsoDate, Scope, Status, is_day
from citegraph.records import Plenum, Records
from citegraph.text import strip_diacritics

WELL_KNOWN = 10
"""How many numbers of a series must be known before its highest number, and the date of each number, can be judged."""

_WHOLE = 4  # a title with more words than this is of one document
_RARE = 40  # a word that occurs in more titles than this does not help to identify one
_YEAR = regex.compile(r"(?P<name>.+?)(?:\s+năm)?\s+(?P<year>(?:19|20)\d\d)")


class Index:
    """Index the known documents by the values that the audit looks up. Built once per set of records."""

    def __init__(self, records: Records) -> None:
        self._records = records

    @cached_property
    def _documents_by_date(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = defaultdict(list)
        for document in self._records:
            if document.date and document.status is Status.KNOWN:
                found[document.date].append(document)
        return found

    def documents_issued_on(self, date: IsoDate) -> tuple[Document, ...]:
        """Return the documents issued on one day."""
        return tuple(self._documents_by_date.get(date, ()))

    @cached_property
    def _documents_by_title_word(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = defaultdict(list)
        for document in self._records:
            if document.title and document.status is Status.KNOWN:
                for word in {*title_comparison.title_words(document.title)}:
                    found[word].append(document)
        return {word: documents for word, documents in found.items() if len(documents) <= _RARE}

    def documents_with_similar_title(self, title: str) -> tuple[Document, ...]:
        """Return the documents whose titles share at least two rare words with this one, in no particular order."""
        counts: dict[str, int] = defaultdict(int)
        met: dict[str, Document] = {}
        for word in {*title_comparison.title_words(title)}:
            for document in self._documents_by_title_word.get(word, ()):
                counts[document.id] += 1
                met[document.id] = document
        return tuple(met[name] for name in sorted(counts) if counts[name] >= 2)

    @cached_property
    def _documents_by_title(self) -> dict[tuple[str, ...], list[Document]]:
        found: dict[tuple[str, ...], list[Document]] = defaultdict(list)
        for document in self._records:
            if document.title and document.status is Status.KNOWN:
                found[title_comparison.title_words(document.title)].append(document)
        return found

    def documents_with_leading_title(self, said: str) -> list[Document]:
        """Return the documents whose whole title is the longest that begins `said`; a short one may be of several.

        One of a few words is taken only where it is all that is said: "về chế độ đảng phí".
        """
        words = title_comparison.title_words(said)
        if len(words) == _WHOLE:
            return self._documents_by_title.get(words, [])
        return next(
            (found for at in range(len(words), _WHOLE, -1) if (found := self._documents_by_title.get(words[:at]))), []
        )

    @cached_property
    def _laws_by_name(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = defaultdict(list)
        laws = kinds.kind_names_with_flag("law")
        for document in self._records:
            if document.scope is Scope.STATE and document.title and document.kind in laws:
                found[_law_key(document.title)].append(document)
            for alias in document.aliases:  # "Hiến pháp 2013"
                match = _YEAR.fullmatch(alias) if document.scope is Scope.STATE else None
                if match is not None and document not in found[_law_key(match["name"])]:
                    found[_law_key(match["name"])].append(document)
        return found

    def laws_named(self, name: str) -> tuple[Document, ...]:
        """Return the laws with a name, which may end in a year: "Luật Đất đai 2013" finds every Luật Đất đai."""
        match = _YEAR.fullmatch(name)
        return tuple(self._laws_by_name.get(_law_key(match["name"] if match else name), ()))

    def only_law_named(self, name: str) -> Document | None:
        """Return the only law with this name and year; None if the name has no year or several laws match."""
        match = _YEAR.fullmatch(name)
        of_year = [law for law in self.laws_named(name) if match and (law.date or "").startswith(match["year"])]
        return of_year[0] if len(of_year) == 1 else None

    @cached_property
    def _numbers_by_series(self) -> dict[tuple[str, str, str], list[tuple[int, IsoDate]]]:
        found: dict[tuple[str, str, str], list[tuple[int, IsoDate]]] = defaultdict(list)
        for document in self._records:
            key, number = _series_key(document), _number_without_year(document.number)
            if key is not None and number is not None and document.date and document.status is Status.KNOWN:
                found[key].append((number, document.date))
        return {key: sorted(numbers) for key, numbers in found.items()}

    def numbers_of_series(self, symbol: str, body: str, part: str) -> list[tuple[int, IsoDate]]:
        """Return the numbers of a series with their dates, lowest first.

        `part` is its term, or the year of State papers, with a stroke before it where their numbers print it.
        """
        return self._numbers_by_series.get((symbol, body, part), [])

    def numbers_out_of_order(
        self, code: Code, kind: str | None, date: IsoDate, days: int = 0
    ) -> list[tuple[int, IsoDate]]:
        """Return the numbers in the series of `code` that are lower but later, or higher but earlier.

        Args:
            code: A number code.
            kind: The kind of its document.
            date: The date that the draft gives.
            days: How far apart the days must lie.

        Returns:
            The numbers that contradict the date; empty if too little of the series is known.
        """
        value = _number_without_year(code.number)
        year = code.number.partition("/")[2]
        part = f"/{year}" if year else date[:4]
        if code.scope is Scope.PARTY:
            term = self._records.term_on(date)
            part = term.name if term is not None else ""
        numbers = self.numbers_of_series(code.symbol or f"{kind} ", code.body, part)
        if value is None or len(numbers) < WELL_KNOWN:
            return []
        return [
            (number, day)
            for number, day in numbers
            if (number < value and _days_from_to(date, day) > days)
            or (number > value and _days_from_to(day, date) > days)
        ]

    @cached_property
    def _highest_by_series(self) -> dict[tuple[str, str], tuple[int, int]]:
        highest: dict[tuple[str, str], tuple[int, int]] = {}
        for (symbol, body, _), numbers in self._numbers_by_series.items():
            number, known = highest.get((symbol, body), (0, 0))
            highest[symbol, body] = max(number, numbers[-1][0]), known + len(numbers)
        return highest

    def highest_number_and_count(self, symbol: str, body: str) -> tuple[int, int]:
        """Return the highest known number of a body and symbol, and how many numbers of them are known."""
        return self._highest_by_series.get((symbol, body), (0, 0))

    @cached_property
    def _plenums_by_document(self) -> dict[str, list[Plenum]]:
        found: dict[str, list[Plenum]] = defaultdict(list)
        for plenum in self._records.plenums:
            for document in plenum.documents:
                found[document].append(plenum)
        return found

    def plenum_documents(self) -> tuple[Document, ...]:
        """Return the documents of a plenum that have a title."""
        return self._titled_plenum_documents

    @cached_property
    def _titled_plenum_documents(self) -> tuple[Document, ...]:
        found = (self._records.get(name) for name in self._plenums_by_document)
        return tuple(one for one in found if one is not None and one.title)

    def plenums_of_document(self, document: str) -> tuple[Plenum, ...]:
        """Return the plenums that led to a document."""
        return tuple(self._plenums_by_document.get(document, ()))


@lru_cache(maxsize=4)
def record_index(records: Records) -> Index:
    """Return the index of these records."""
    return Index(records)


def _series_key(document: Document) -> tuple[str, str, str] | None:
    if not document.number or document.body is None:
        return None
    if document.scope is Scope.PARTY:
        return (document.symbol or "", document.body, document.term) if document.term else None
    # "84/2010/QĐ-TTg" and "800/QĐ-TTg" are of two series, and so are laws and resolutions of the National Assembly.
    symbol = document.symbol or f"{document.kind} "
    if (year := document.number.partition("/")[2]) != "":
        return symbol, document.body, f"/{year}"
    year = DocumentId.parse(document.id).year or ""
    return (symbol, document.body, year) if year else None


def _days_from_to(earlier: IsoDate, later: IsoDate) -> int:
    """Return the days from the first date to the second; 0 if one of them is not a full date."""
    if not (is_day(earlier) and is_day(later)):
        return 0
    return (day.fromisoformat(later) - day.fromisoformat(earlier)).days


def days_apart(one: IsoDate, other: IsoDate) -> int:
    """Return how many days lie between two full dates, in either order.

    >>> days_apart("2018-10-22", "2018-10-20")
    2
    """
    return max(_days_from_to(one, other), _days_from_to(other, one))


def _number_without_year(number: str | None) -> int | None:
    head = (number or "").partition("/")[0]
    return int(head) if head.isdecimal() else None


def _law_key(name: str) -> str:
    return strip_diacritics(title_comparison.without_version(" ".join(name.split())))


def is_near_number(one: str, other: str) -> bool:
    """Whether two numbers differ by one digit or two exchanged ones, as slips of the finger do.

    >>> (is_near_number("35", "36"), is_near_number("35", "53"), is_near_number("15/2020", "15/2021"),
    ... is_near_number("5", "47"))
    (True, True, True, False)
    """
    from rapidfuzz.distance import OSA

    one, other = (number if "/" in number else codes.pad_number(number) for number in (one, other))
    return one != other and OSA.distance(one, other) <= 1


def is_near_date(one: IsoDate, other: IsoDate) -> bool:
    """Whether two days are the same, differ in the day, the month or the year alone, or have day and month exchanged.

    >>> [is_near_date("2018-10-22", other) for other in ("2018-10-20", "2018-10-22", "2011-03-01")]
    [True, True, False]
    """
    a, b = one.split("-"), other.split("-")
    if len(a) != 3 or len(b) != 3:
        return False
    exchanged = a[0] == b[0] and a[1:] == b[:0:-1]
    return exchanged or sum(x == y for x, y in zip(a, b, strict=True)) >= 2
