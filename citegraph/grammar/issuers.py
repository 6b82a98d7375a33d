"""Read the name of an issuer as printed: its body, its scope, its symbol and its locality.

The phrases that name a body are in its row of the table of bodies. This module fills their slots.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from citegraph.errors import KnowledgeError
from citegraph.grammar import numerals
from citegraph.grammar.body_patterns import Phrase, PhraseError, Slot, compile_phrase
from citegraph.grammar.disambiguation_patterns import REACH, may_match_at
from citegraph.i18n import message
from citegraph.knowledge import bodies
from citegraph.knowledge.disk_cache import cached_on_disk
from citegraph.knowledge.gazetteer import DISTRICT, PROVINCE, Level, gazetteer, levels_of_unit_word, unit_pattern, units
from citegraph.knowledge.organizations_with_committee import complete_names, is_organization, military_units
from citegraph.knowledge.tables import cached, cached_recent, note_or_raise
from citegraph.model import Scope


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuing body as reports name it.

    `body` is the symbol on its documents; None if it has none or if it depends on the locality. `central` is true for bodies
    that exist once, and false for those that every locality has. `levels` and `flags` are those of the table.
    """

    name: str
    scope: Scope
    body: str | None
    central: bool
    levels: tuple[str, ...]
    flags: frozenset[str]
    example: str


STATE = Scope.STATE

_BLANK = r"\s+"
_ORDINAL = rf"(?:lần\s+)?(?:thứ\s+)?(?:\d{{1,2}}|{numerals.ORDINAL}|{numerals.ROMAN})\b(?:,(?=\s+(?:Ban\s+Chấp|BCH)))?"
# Words that may follow a name and are not part of it.
_SMALL = "(?:và|hoặc|của|tại|ở|về|theo|đã|đang|sẽ|vừa|có|là|do|từ|để|cho|với|trong|ngày|năm|tháng|khóa|lần|ra|ký|này|nói|cùng|đến|nhiệm|tổ|ban|họp|nêu|trực|quận|huyện|tỉnh|xã|phường)"
# A proper name: capitalized words, including "Bà Rịa - Vũng Tàu".
NAME = r"\p{Lu}[\p{L}']*(?:(?:\s|\s?-\s?)(?:\p{Lu}[\p{L}']*|\d{1,2}\b)){0,4}"


@cached
def organization_pattern() -> str:
    """Return a pattern for the name of an institution.

    Lower-case words may come between capitalized ones, and one may end the phrase: "Đại học Quốc gia Hà Nội", "Học viện
    Hậu cần".
    """
    whole = "|".join(r"\s+".join(map(regex.escape, name.split())) for name in (*complete_names(), *_ministry_names()))
    return rf"""(?x:
    (?: {whole} )(?!\p{{L}}) # as a whole, since a small word ends them
  | \p{{Lu}}\p{{L}}* (?:\s+[Cc]ác\s+cơ\s+quan(?:\s+tỉnh)?(?!\p{{L}}))?
    (?:
        (?: ,(?!\s+(?:[Hh]uyện|[Qq]uận|[Tt]hị\s+xã|[Tt]hành\s+phố|TP|[Tt]ỉnh)(?!\p{{L}})) | \s+và | \s?- )?
        \s+ (?:\p{{Ll}}+\s+)? (?:(?:tỉnh|thành\s+phố)\s+)? (?=\p{{Lu}}) (?:Trung\s+ương(?!\p{{L}})|T\.Ư(?!\p{{L}})|\p{{Lu}}\p{{L}}*)
    ){{0,8}}
    (?:\s+(?!{_SMALL}(?!\p{{L}}))\p{{Ll}}++(?=\s*(?:[,;(]|\.(?:\s|$)|$|(?:ngày|về|lần|khóa|nhiệm)(?!\p{{L}}))))?
)"""


def _ministry_names() -> list[str]:
    return [body.name for body in bodies.ministries()]


def _military_unit_pattern() -> str:
    """Return a pattern for a military unit with a number: "Quân khu 4"."""
    return rf"(?:(?:{'|'.join(name.replace(' ', chr(92) + 's+') for name in military_units())})\s+\d{{1,3}}(?!\d))"


def _body_with_party_committee_pattern() -> str:
    """Return a pattern for the People's Committee after "Đảng ủy": "Đảng ủy UBND tỉnh Gia Lai"."""
    names = "|".join(r"\s+".join(name.split()) for name in bodies.bodies_with_party_committee())
    return rf"(?:(?:{names})\s+(?:tỉnh|[Tt]hành\s+phố|TP\.?|huyện|quận|xã|phường)(?:\s+{NAME})?)"


_AREA = unit_pattern()


@cached
def patterns_of_slots() -> dict[str, Slot]:
    """Return the patterns of the slots in the names of bodies."""
    ministries = "|".join(name.removeprefix("Bộ ").replace(" ", r"\s+") for name in _ministry_names())
    committees = "|".join(name.replace(" ", r"\s+") for name in _committee_symbols())
    departments = [name.split() for row in bodies.departments() if row.local for name in row.names]
    numbers = "|".join(bodies.committee_numbers())
    small = r"(?:(?-i:\s+\p{Ll}+){1,4}(?=,?\s+ngày\s+\d))?"
    return {
        "ordinal": Slot(_ORDINAL),
        "locality": Slot("(?P<where>)", tight=True),  # a locality may follow, which the gazetteer recognizes
        "locality!": Slot(rf"(?=\s+(?:{_AREA}|(?-i:\p{{Lu}})))(?P<where>)(?P<must>)", tight=True),
        "alone": Slot(r"(?!\s*(?:ủy|bộ|đoàn|viên))", tight=True),
        "name": Slot(rf"(?P<locality>(?-i:{NAME}))"),
        "name or number": Slot(rf"(?P<locality>(?-i:{NAME}|{numbers}))"),
        "organ": Slot(rf"(?P<locality>(?-i:Bộ\s+(?i:{ministries})|{organization_pattern()}))"),
        "ministry": Slot(rf"(?P<locality>Bộ\s+(?:{ministries}|(?-i:{organization_pattern()})))", heads=("bộ",)),
        "office": Slot(rf"(?P<locality>(?-i:{organization_pattern()}){small})"),
        "task": Slot(r"về\s+[\p{L},\s]{4,120}?\s+(?:tỉnh|thành\s+phố)"),
        "department": Slot(
            f"(?:{'|'.join(map(_BLANK.join, departments))})",
            heads=tuple(sorted({name[0].lower() for name in departments})),
        ),
        "committee": Slot(rf"(?:{committees})"),
    }


def _committee_symbols() -> dict[str, str]:
    """Return the symbols of local committees by their names in lower case."""
    return {name: unit.symbols[0] for unit in units() for name in unit.committees}


def department_symbol(printed: str) -> str | None:
    """Return the symbol of a department of a local committee: "Ban Tổ chức Tỉnh ủy" → BTCTU; else None."""
    name = " ".join(printed.split()).lower()
    local = (row for row in bodies.departments() if row.local)
    signs = next((row.symbol for row in local if name.startswith(tuple(word.lower() for word in row.names))), None)
    of = next((symbol for words, symbol in _committee_symbols().items() if words in name), None)
    return f"{signs}{of}" if signs and of else None


@dataclass(frozen=True, slots=True)
class NamedIssuer:
    """An issuer found in a text: its row, the words that name it, their locality, and their end."""

    issuer: Issuer
    printed: str
    locality: str | None
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    """A body and one of the phrases that name it."""

    issuer: Issuer
    phrase: Phrase
    pattern: regex.Pattern[str]


@cached
def named_issuers() -> tuple[Issuer, ...]:
    """Return the bodies that have a name, in table order."""
    return tuple(_issuer_of_body(body) for body in bodies.all_bodies() if body.names)


def _issuer_of_body(body: bodies.Body) -> Issuer:
    return Issuer(body.name, body.scope or STATE, body.symbol, body.is_central, body.levels, body.flags, body.example)


@cached_on_disk
def _name_phrases() -> tuple[_Name, ...]:
    """Return every phrase that names a body; the first that matches counts.

    Raises:
        KnowledgeError: A name in a table of the user is not a valid phrase.
    """
    slot_patterns, out = patterns_of_slots(), []
    for body in bodies.all_bodies():
        issuer = _issuer_of_body(body)
        for name in body.names:
            try:
                words = compile_phrase(name, slot_patterns)
                out.append(_Name(issuer, words, regex.compile(words.pattern, regex.IGNORECASE)))
            except PhraseError:
                remedy = message("do.pair_brackets", slots=", ".join(f"{{{slot}}}" for slot in slot_patterns))
                note_or_raise(KnowledgeError(body.where, message("cell.body_name", value=name), remedy))
    return tuple(out)


def check_body_names() -> None:
    """Check the names of bodies in the tables.

    Raises:
        KnowledgeError: A name in a table of the user is not a valid phrase.
    """
    _name_phrases()


_LENGTHS = (1, 3, 8, 20)
"""Lengths of openings, in letters, at which the names that may follow are narrowed down."""


@cached_recent(16384)
def _names_with_opening(opening: str) -> tuple[_Name, ...]:
    """Return the names that may begin with an opening; most openings have none."""
    shorter = next((length for length in reversed(_LENGTHS) if length < len(opening)), 0)
    possible = _names_with_opening(opening[:shorter]) if shorter else _name_phrases()
    return tuple(name for name in possible if name.phrase.may_begin(opening))


@cached_recent(16384)
def name_may_begin(opening: str, *, central: bool = False) -> bool:
    """Return whether text that continues with `opening` may name an issuer there.

    Args:
        opening: The next characters of the text.
        central: Consider only central bodies of the Party.
    """
    return any(
        may_match_at(name.pattern, opening)
        for name in _possible_names(opening)
        if not central or (name.issuer.central and name.issuer.scope is not STATE)
    )


def _possible_names(opening: str) -> tuple[_Name, ...]:
    """Return the names that may begin with a printed opening; most openings are rejected by their first letters."""
    simple = " ".join(opening[: _LENGTHS[-1]].split()).lower()
    return _names_with_opening(simple) if _names_with_opening(simple[: _LENGTHS[1]]) else ()


def issuer_at(text: str, start: int, limit: int | None = None) -> NamedIssuer | None:
    """Return the issuer named in folded `text` exactly at `start`, or None.

    Args:
        text: The folded text.
        start: The offset at which the name must begin, in code points.
        limit: The offset at which the name must end at the latest; None for REACH code points.

    >>> issuer_at("Tỉnh ủy Quảng trị về du lịch", 0).printed
    'Tỉnh ủy Quảng trị'
    >>> issuer_at("TỈNH ỦY VỀ PHÁT TRIỂN DU LỊCH", 0).printed
    'TỈNH ỦY'
    """
    stop = start + REACH if limit is None else min(limit, start + REACH)
    for name in _possible_names(text[start : start + _LENGTHS[-1]]):
        if match := name.pattern.match(text, start, stop):
            groups, issuer = match.groupdict(), name.issuer
            if "where" not in groups:
                printed = groups.get("locality")
                return NamedIssuer(
                    issuer, match.group(), _ending_locality(printed) if issuer.scope is STATE else printed, match.end()
                )
            locality, end = _locality_before(text, match.end(), min(len(text), stop), issuer, match.group())
            if locality is not None and _OFFICE.search(text, max(0, start - _OFFICE_REACH), match.end()):
                end = person.end() if (person := _PERSON.match(text, end, stop)) else end
            if "must" in groups and locality is None:  # "Đảng bộ" without a locality
                continue
            return NamedIssuer(issuer, text[start:end], locality, end)
    return None


def is_vague(issuer: Issuer) -> bool:
    """Return whether the name gives the scope but not the issuing body: "của Đảng", "của Trung ương"."""
    return "vague" in issuer.flags


_GAP = regex.compile(r"\s+")
# The name of an office holder: "Chủ tịch UBND thành phố Hà Nội Nguyễn Văn An ký ban hành".
_OFFICE = regex.compile(r"(?:Bí\s+thư|Chủ\s+tịch)\s", regex.IGNORECASE)
_OFFICE_REACH = 9  # code points of "Chủ tịch "
_PERSON = regex.compile(r"(?:\s+\p{Lu}\p{Ll}*){2,5}(?=\s+\p{Ll}|\s*$)")
_UNIT_WORD = regex.compile(rf"(?P<unit>{_AREA})\s*", regex.IGNORECASE)
_UNKNOWN = regex.compile(NAME)
_NAME_OF_PERSON = 3  # words; a locality that is missing from the gazetteer rarely has so many
_LONGEST_PROVINCE = 3  # words: "Thừa Thiên Huế"
_ENDING = regex.compile(rf"(?:{_AREA}|\p{{L}}+\s+ủy)$", regex.IGNORECASE)


@cached
def _organization_of_party_pattern() -> regex.Pattern[str]:
    return regex.compile(rf"{_body_with_party_committee_pattern()}|{_military_unit_pattern()}|{organization_pattern()}")


def _ending_locality(office: str | None) -> str | None:
    """Return the province at the end of the name of a State office: "Tài chính Hà Nội" → Hà Nội."""
    parts = (office or "").split()
    endings = (" ".join(parts[-length:]) for length in range(min(len(parts), _LONGEST_PROVINCE), 1, -1))
    return next(
        (name for ending in endings if (name := gazetteer().usual_spelling(ending, [PROVINCE])) is not None), None
    )


def _locality_before(text: str, position: int, stop: int, issuer: Issuer, printed: str) -> tuple[str | None, int]:
    """Return the locality of the body printed before `position`, in its usual spelling, and where its name ends.

    An unknown name after a unit word is kept as printed, because it is not the locality of the report.
    """
    gap = _GAP.match(text, position, stop)
    if gap is None:
        return None, position
    start = gap.end()
    unit = _UNIT_WORD.match(text, start, stop)
    levels = _levels_with_body(issuer.levels, printed, unit is not None)
    if named := gazetteer().name_after_unit_word(text, start, levels, stop):
        return named.usual_name, named.end
    of_organs = "anywhere" in issuer.flags
    if (
        of_organs
        and (organ := _organization_of_party_pattern().match(text, start, stop))
        and is_organization(organ.group())
    ):
        return organ.group(), organ.end()
    unknown = _UNKNOWN.match(text, unit.end() if unit else start, stop) if unit or of_organs else None
    if unknown is not None and not unknown.group().isupper() and not _is_name_of_person(unit, unknown.group()):
        return unknown.group(), unknown.end()
    if unit is not None and (of_organs or issuer.scope is STATE):  # "UBND tỉnh"
        return None, unit.end("unit")
    return None, position


def _is_name_of_person(unit: regex.Match[str] | None, name: str) -> bool:
    """Return whether an unknown name after a unit word is the name of a person: "Chủ tịch UBND huyện …"."""
    return unit is not None and len(name.split()) >= _NAME_OF_PERSON


@lru_cache(maxsize=512)
def _levels_with_body(levels: tuple[str, ...], printed: str, of_any: bool) -> tuple[Level, ...]:
    """Return the levels of the localities that have a body.

    If all levels are possible, a unit word after it decides, else its own name.
    """
    of_places = tuple(level for level in Level if level in levels)
    if len(of_places) == len(Level):
        ending = _ENDING.search(printed)
        named_levels = levels_of_unit_word(ending.group()) if ending else ()
        return named_levels or (tuple(Level) if of_any else (PROVINCE, DISTRICT))
    if len(of_places) > 1:
        return of_places
    ending = _ENDING.search(printed)
    return (levels_of_unit_word(ending.group()) if ending else ()) or of_places or (PROVINCE,)


@cached
def parse(printed: str) -> Issuer | None:
    """Return the issuer that a printed name stands for: "BCT" → Bộ Chính trị; None for unknown names."""
    found = issuer_at(printed, 0)
    return found.issuer if found else None
