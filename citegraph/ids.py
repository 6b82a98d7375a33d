"""Canonical ids of documents. No other module formats or parses them.

A canonical id is a name, "@", and a part that distinguishes documents of the same name. An undecided part is "?".

    35-NQ/TW@XII            numbered document of the center, by congress term
    16-NQ/TU@Thanh Hóa      numbered document of a locality
    153/NQ-CP@2025          numbered document of the State without its year, by year
    45/KH-UBND@Thanh Hóa:2011  the same for a locality
    HNTW6@XII               the documents of a plenum together
    NQĐH@XIII, NQĐH@Nam Định:XX  resolution of a national or a local congress, by ordinal or years
    24/2018/QH14, Luật Đất đai 2024, Điều lệ Đảng  documents identified by name alone
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

UNKNOWN = "?"
"""The undecided part of a canonical id: "18-NQ/TW@?"."""

PLENUM = "HNTW"
CONGRESS = "NQĐH"

_TERM = re.compile(r"[IVX]+")
_CODE_YEAR = re.compile(r"^\d+/((?:19|20)\d\d)/")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERED = re.compile(r"\d+[^\s/-]{0,2}[-/]\S+")


@dataclass(frozen=True, slots=True)
class DocumentId:
    """The parts of a canonical id. An undecided part is "?".

    `name` is the part before "@": a number code, a plenum, "NQĐH", or the whole name of a document identified by name
    alone. `sitting` is the ordinal or the years of a local congress.

    >>> DocumentId.parse("45/KH-UBND@Thanh Hóa:2011")
    DocumentId(name='45/KH-UBND', term=None, locality='Thanh Hóa', year='2011', sitting=None)
    >>> str(DocumentId("NQĐH", locality="Nam Định", sitting="XX"))
    'NQĐH@Nam Định:XX'
    >>> DocumentId.parse("18-NQ/TW@?").is_decided
    False
    """

    name: str
    term: str | None = None
    locality: str | None = None
    year: str | None = None
    sitting: str | None = None

    @classmethod
    def parse(cls, text: str) -> DocumentId:
        """Return the parts of a canonical id. Never fails: any other text is taken as a name."""
        return _parse_id(text)

    def __str__(self) -> str:
        """Return the id as stores, exports and addresses write it."""
        if self.locality is not None and (last := self.sitting or self.year) is not None:
            return f"{self.name}@{self.locality}:{last}"
        part = self.term or self.locality or self.year
        return self.name if part is None else f"{self.name}@{part}"

    @property
    def is_decided(self) -> bool:
        """Whether the id names exactly one document."""
        return is_decided(str(self))

    @property
    def year_of_issue(self) -> str | None:
        """The year of issue, if the id contains it.

        >>> DocumentId.parse("113/2018/NĐ-CP").year_of_issue, DocumentId.parse("153/NQ-CP@2025").year_of_issue
        ('2018', '2025')
        """
        code = _CODE_YEAR.search(self.name)
        return self.year or (code[1] if code else None)

    @property
    def is_complete(self) -> bool:
        """Whether the form of the id alone shows that it names one document: a code, plenum or congress with its part.

        >>> DocumentId.parse("07-KL/HU@Vĩnh Linh").is_complete, DocumentId.parse("24/2018/QH14").is_complete
        (True, True)
        >>> DocumentId.parse("07-KL/HU").is_complete, DocumentId.parse("Luật Đất đai 2024").is_complete
        (False, False)
        """
        if not self.is_decided:
            return False
        if self.is_congress or self.is_plenum:
            return self.term is not None or self.sitting is not None
        part = self.term or self.locality or self.year or _CODE_YEAR.search(self.name)
        return _NUMBERED.fullmatch(self.name) is not None and bool(part)

    @property
    def is_plenum(self) -> bool:
        """Whether the id stands for all documents of a plenum."""
        return self.name.startswith(PLENUM)

    @property
    def is_congress(self) -> bool:
        """Whether the id is that of a congress resolution."""
        return self.name == CONGRESS


def is_decided(text: str) -> bool:
    """Return whether a canonical id names exactly one document.

    >>> is_decided("18-NQ/TW@XII"), is_decided("18-NQ/TW@?")
    (True, False)
    """
    return UNKNOWN not in text


@lru_cache(maxsize=16_384)
def _parse_id(text: str) -> DocumentId:
    name, at, part = text.rpartition("@")
    if not at:
        return DocumentId(text)
    locality, colon, last = part.rpartition(":")
    if colon:
        return (
            DocumentId(name, locality=locality, sitting=last)
            if name == CONGRESS
            else DocumentId(name, locality=locality, year=last)
        )
    if part == UNKNOWN or _TERM.fullmatch(part):
        return DocumentId(name, term=part)
    return DocumentId(name, year=part) if _YEAR.fullmatch(part) else DocumentId(name, locality=part)
