"""The data model: frozen values that the stages pass on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date as day
from enum import StrEnum
from typing import Literal, TypeGuard, get_args

from citegraph.i18n import Message
from citegraph.ids import is_decided

Said = str | Message
"""A text for people: a message, which is told in the reader's language, or a name that is the same in all."""

IsoDate = str
"""A date as exact as the text prints it: "2018-10-22", "2018-10" or "2018". These sort as text. "--10-22" is the date
of a mention that gives day and month only.
"""


def is_date(text: str) -> bool:
    """Return whether `text` is an IsoDate that exists in the calendar: a day, a month or a year.

    >>> [is_date(text) for text in ("2024", "2024-02-29", "2023-02-29", "--10-22")]
    [True, True, False, False]
    """
    if not re.fullmatch(r"[1-9][0-9]{3}(?:-[0-9]{2}){0,2}", text):
        return False
    try:
        day.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def is_day(date: IsoDate | None) -> TypeGuard[IsoDate]:
    """Return whether a date names a day of a year, and not only a month, a year, or a day of any year.

    >>> [is_day(date) for date in ("2018-10-22", "2018-10", "--10-22", None)]
    [True, False, False, False]
    """
    return date is not None and len(date) == 10


class Form(StrEnum):
    """How a mention names its document."""

    FULL = "full"
    SHORT = "short"
    PLENUM = "plenum"
    CONGRESS = "congress"
    TITLE = "title"
    NAMED = "named"
    ANAPHOR = "anaphor"


class Scope(StrEnum):
    """Whether the document belongs to the Party or the State."""

    PARTY = "party"
    STATE = "state"


class Method(StrEnum):
    """How a mention was resolved."""

    EXACT = "exact"  # the mention is complete: number, symbol, body, and what determines the term or locality
    COREFERENCE = "coreference"  # another mention in the same report is complete
    RECORD = "record"  # evidence selected a known document
    LEARNED = "learned"  # evidence selected a document learned from other reports
    ANAPHOR = "anaphor"  # a demonstrative bound to an earlier mention
    MINTED = "minted"  # the mention is complete, but no such document is known: a new node
    AMBIGUOUS = "ambiguous"  # several documents fit, and the evidence does not select one
    PERSON = "person"  # a person decided it


class Status(StrEnum):
    """Where a document is known from."""

    KNOWN = "known"  # a record in the tables
    LEARNED = "learned"  # learned from reports that agree on its date or title
    MINTED = "minted"  # cited, but otherwise unknown


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open interval `[start, end)` in code points of a report's decoded text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInfo:
    """The metadata of a report, without its text."""

    id: str  # unique in a store: the file name without extensions, extended where two files share it
    path: str  # where it was read; a table row is "file.jsonl#12" (1-based)
    sha256: str  # of the source bytes, or of the row
    title: str | None = None
    date: IsoDate | None = None  # publication, else event
    publisher: str | None = None
    locality: str | None = None  # the province, district or organization it is about
    number: str | None = None  # its own number, "12-BC/HU"
    url: str | None = None
    warnings: tuple[Said, ...] = ()  # problems found while reading, one sentence each
    extra: tuple[tuple[str, str], ...] = ()  # further columns of a table row, sorted by name


CHARACTERS = 10_000_000
"""The maximum length of a report, in characters: some 5,000 printed pages. The cost of reading and examining a text
grows with its length. At this length any text takes less than 600 MB of memory and less than a minute.
"""


LineUnit = Literal["line", "paragraph", "row"]
"""What a line of a report's text is in the original: a line, a paragraph, or a row of a sheet."""


SectionUnit = Literal["page", "slide", "sheet"]


@dataclass(frozen=True, slots=True)
class Section:
    """A page, slide or sheet of the original, which begins at a line of the text."""

    line: int  # index of its first line in the text, from 0
    unit: SectionUnit
    name: str  # "3", "Kế hoạch"
    confidence: float | None = None  # confidence of text recognition, 0 to 1; None for text that was not recognized
    first: int = 1  # the number of its first line; a sheet goes on as another section behind empty rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(ReportInfo):
    """A report with its text. Spans index `text`, exactly as decoded."""

    text: str
    sections: tuple[Section, ...] = ()  # in the order of their lines
    unit: LineUnit = "line"


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or table row that could not be read, with the reason and a remedy."""

    path: str
    reason: Said
    remedy: Said


def failure_sort_key(failure: Failure) -> tuple[str, int, str]:
    """Return the key to sort failures by: their path, rows of a file by number ("a.csv#2" before "a.csv#10")."""
    path = failure.path
    return path.rstrip("0123456789"), len(path), path


Level = Literal["error", "warning"]
"""The severity of a fault: an error, or a warning about what is rarely correct."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a row of a knowledge table, with a remedy."""

    where: str  # "my/documents.csv, line 2"
    what: Message
    remedy: Message | Literal[""]
    level: Level = "error"

    @property
    def path(self) -> str:
        """The path of the table."""
        path, line, _ = self.where.rpartition(_LINE)
        return path if line else self.where

    @property
    def line(self) -> int | None:
        """The line on which the row begins, from 1; None for the whole file."""
        _, line, number = self.where.rpartition(_LINE)
        return int(number) if line else None


_LINE = ", line "


ClaimField = Literal["date", "issuer", "term", "title", "locality", "plenum"]
"""The field of a mention that a claim fills."""

CLAIM_FIELDS: tuple[ClaimField, ...] = get_args(ClaimField)


class Attachment(StrEnum):
    """How a claim is attached to its mention, closest first."""

    PHRASE = "phrase"  # part of the mention itself: "Nghị quyết Trung ương 4 khóa XII"
    CLAUSE = "clause"  # directly after or before it: "Nghị quyết 35 ngày 22/10/2018 của Bộ Chính trị"
    LIST = "list"  # stated once for its list: "Chỉ thị 13 và 14-CT/TW của Ban Bí thư"
    SENTENCE = "sentence"  # farther away: "Ngày 22/10/2018, tại Hà Nội, Bộ Chính trị ban hành Nghị quyết 35"


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement in the text about the document of a mention: `field` is `value`."""

    field: ClaimField
    value: str
    span: Span
    attachment: Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place in the text that names a document, before resolution."""

    span: Span
    surface: str  # text[span.start:span.end]
    form: Form
    scope: Scope
    rule: str  # name of the rule that found it
    kind: str | None = None  # kind of document, "Nghị quyết"
    number: str | None = None  # "35", "05", "33B"; with the year for State documents: "24/2018"
    symbol: str | None = None  # "NQ"
    body: str | None = None  # "TW", "TU", "CP"
    code: str | None = None  # the number code in normal spelling, "35-NQ/TW", "15/2020/NĐ-CP"
    name: str | None = None  # of a law or a document with a name of its own, "Luật Đất đai 2024", "Điều lệ Đảng"
    date: IsoDate | None = None
    term: str | None = None  # "XII"
    issuer: str | None = None  # as printed
    title: str | None = None  # as printed, without its quotation marks
    locality: str | None = None  # "Thanh Hóa", where the text gives the locality of a local document
    plenum: str | None = None  # "4", "6 (lần 2)"
    pinpoint: str | None = None  # "khoản 2 Điều 3"
    position: str | None = None  # in the original, as `positions.Position` writes it: "page 3, line 12"
    quote: str = ""  # the surrounding text, at most a sentence
    quote_at: int = 0  # offset of the surface in `quote`, in code points
    claims: tuple[Claim, ...] = field(default=(), compare=False, repr=False)  # sources of the fields above


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reason for or against a document, with its weight in the decision."""

    name: str
    weight: float
    detail: Said


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a mention may mean, with its score and its probability."""

    document: str
    score: float
    evidence: tuple[Evidence, ...] = ()
    probability: float = 0.0  # 0 to 1, over all candidates of the mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A mention with the document that it was resolved to."""

    report: str  # id of the citing report
    mention: Mention
    document: str  # canonical id; contains "?" where a part is undecided
    method: Method
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[Candidate, ...] = ()  # most probable first; more than one only where undecided
    confidence: float = 0.0  # 0 to 1, probability that `document` is right; where undecided, of the first candidate

    @property
    def decided(self) -> bool:
        """Whether the canonical id names exactly one document."""
        return is_decided(self.document)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A node of the graph: a cited document, or one related to it."""

    id: str  # canonical id, "35-NQ/TW@XII"
    label: str  # for display, "Nghị quyết 35-NQ/TW"
    scope: Scope
    status: Status
    kind: str | None = None
    number: str | None = None
    symbol: str | None = None
    body: str | None = None
    term: str | None = None
    locality: str | None = None
    issuer: str | None = None
    date: IsoDate | None = None
    title: str | None = None
    aliases: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()  # canonical ids
    replaced_by: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    since: IsoDate | None = None  # the first day in force, if not the day of issue
    until: IsoDate | None = None  # the first day out of force
    url: str | None = None  # of a page that contains or describes it
    checked: int = 0  # how many independent pages agree on its number and date; 0: unconfirmed
    source: Said | None = None

    @property
    def full_label(self) -> str:
        """The label with the part that distinguishes documents of one number: "Nghị quyết 04-NQ/TW (khóa XII)"."""
        apart = self.locality or (f"khóa {self.term}" if self.term else "")
        return f"{self.label} ({apart})" if self.number and apart and apart not in self.label else self.label


class Severity(StrEnum):
    """How serious a finding is, most serious first."""

    WRONG = "wrong"  # contradicts a confirmed fact
    DOUBTFUL = "doubtful"  # rarely correct, or the fact has only one source
    STYLE = "style"  # the right document, but not in official spelling


@dataclass(frozen=True, slots=True)
class Finding:
    """A citation that contradicts the known facts about its document, or is not in official spelling."""

    report: str
    span: Span  # of the citation
    document: str
    field: str  # name of the check that found it: "date", "issuer", "replaced"; see `citegraph.audit`
    said: Said
    known: Said
    quote: str
    other: str | None = None  # canonical id of the document meant, if that is not the one cited
    severity: Severity = Severity.WRONG
    part: Span | None = None  # of the words that are wrong; None for the citation as a whole
    correction: str | None = None  # replacement for `part`, if replacing it corrects the citation

    @property
    def where(self) -> Span:
        """The span of the wrong words, as precise as possible."""
        return self.part or self.span


TOP = 3_000
EDGES = 300_000
"""The default maximum numbers of documents and edges written from a large store: what a browser or Gephi opens in
bounded memory.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Limits on what a corpus takes from a large store. The defaults set no limit."""

    top: int | None = None  # number of documents, the most cited ones
    min_reports: int = 0  # leave out documents cited by fewer reports
    min_weight: int = 0  # leave out documents that fewer reports cite together with any other document
    edges: int | None = None  # add reports, newest first, up to this many pairs of documents (or citations)


@dataclass(frozen=True, slots=True)
class Omitted:
    """How much of the store a corpus leaves out."""

    documents: int = 0
    reports: int = 0
    citations: int = 0
    edges: int = 0  # edges of the graph: pairs of documents in one report, or loops


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class Corpus:
    """The content of one graph, each part sorted by id and position."""

    documents: tuple[Document, ...]
    reports: tuple[ReportInfo, ...]
    citations: tuple[Citation, ...]
    findings: tuple[Finding, ...] = ()
    omitted: Omitted = Omitted()
