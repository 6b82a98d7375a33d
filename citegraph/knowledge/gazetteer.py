"""The gazetteer of Viet Nam: administrative units past and present, their successors, and how texts name them.

    >>> named = gazetteer().name_at("Tỉnh ủy QUẢNG TRỊ ban hành", 8)
    >>> named.usual_name, named.end
    ('Quảng Trị', 17)

Provinces, districts and communes are three tables, each read at first use. "Đoàn Kết" and "Thống Nhất" are communes and
districts as well as ordinary words. So the caller says which levels to consider, for example after a unit word ("xã")
or a committee ("Huyện ủy").
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from importlib.resources import files

import regex

from citegraph.errors import KnowledgeError
from citegraph.i18n import message
from citegraph.knowledge.tables import UserRow, cached, rows, user_values
from citegraph.model import IsoDate, is_date
from citegraph.text import fold, move_tone_marks, strip_diacritics


class Level(StrEnum):
    """The three levels of units, highest first; districts were abolished on 30 June 2025."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


PROVINCE, DISTRICT, COMMUNE = Level
_LEVEL_OF = {"provinces": PROVINCE, "districts": DISTRICT, "communes": COMMUNE}


@dataclass(frozen=True, slots=True)
class Locality:
    """A unit: its name in the usual spelling without its unit word, and when it existed.

    Numbered units keep the unit word: "Quận 1". `parent` is the unit that contains it, None for a province. `since` and
    `until` are its first and last day, or their years; None for a unit older than the tables (1976) or one that still
    exists. `successors` are names of units of the same level or, for a district, of communes.
    """

    name: str
    level: Level
    unit: str
    parent: str | None
    province: str
    since: IsoDate | None = None
    until: IsoDate | None = None
    successors: tuple[str, ...] = ()

    def existed_on(self, day: IsoDate) -> bool:
        """Return whether the unit existed on `day`, which may be a date or a year ("2025-06-30", "2025").

        >>> ha_tay = gazetteer().units_named("Hà Tây")[0]
        >>> ha_tay.existed_on("2005"), ha_tay.existed_on("2008-07-31"), ha_tay.existed_on("2008-08-01")
        (True, True, False)
        """
        begun = self.since is None or self.since[: len(day)] <= day
        return begun and (self.until is None or day[: len(self.until)] <= self.until)


@dataclass(frozen=True, slots=True)
class NamedLocality:
    """A locality named in a text: `[start, end)` is the name, `localities` the possible units, highest level first."""

    localities: tuple[Locality, ...]
    start: int
    end: int

    @property
    def usual_name(self) -> str | None:
        """The usual spelling of the name; None where units of one level with different spellings are possible."""
        names = {locality.name for locality in self.localities if locality.level is self.localities[0].level}
        return names.pop() if len(names) == 1 else None

    @property
    def highest_level(self) -> Level:
        """The highest level of the possible units."""
        return self.localities[0].level


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit word: its levels, its short forms, the Party committees of such units, and their symbols."""

    word: str
    levels: tuple[Level, ...]
    short: tuple[str, ...]
    committees: tuple[str, ...]
    symbols: tuple[str, ...]


def _packaged_lines(table: str) -> list[str]:
    return files("citegraph.knowledge").joinpath(f"data/{table}").read_text(encoding="utf-8").splitlines()[1:]


def _user_lines(table: str) -> list[str]:
    """Return the user's rows of a table of units, as lines of the packaged table."""
    level = _LEVEL_OF[table]
    words = {unit.word for unit in units() if level in unit.levels}

    def packaged_line(one: UserRow) -> str:
        row = {column: " ".join(cell.split()) for column, cell in one.cells.items()}
        if wrong := [column for column, cell in row.items() if "," in cell or '"' in cell]:
            raise KnowledgeError(one.where, message("cell.comma", column=wrong[0]), message("do.semicolon"))
        if not row["name"]:
            raise KnowledgeError(one.where, message("cell.no_name"), message("do.fill_in", column="name"))
        if row["unit"] not in words:
            what = message("cell.unit", value=row["unit"], level=level)
            raise KnowledgeError(one.where, what, message("do.write_one_of", names=", ".join(sorted(words))))
        if wrong := [row[day] for day in ("since", "until") if row[day] and not is_date(row[day])]:
            raise KnowledgeError(
                one.where, message("cell.date", value=wrong[0]), message("do.write_like", example="2018-10-22")
            )
        if level is not PROVINCE and not gazetteer().is_locality(row["province"], (PROVINCE,)):
            what = message("cell.province", value=row["province"])
            raise KnowledgeError(one.where, what, message("do.write_province"))
        return ",".join(row.values())

    return list(user_values(table, packaged_line))


def check_user_tables() -> None:
    """Check the user's tables of units.

    Raises:
        KnowledgeError: A row breaks its rules.
    """
    for table in _LEVEL_OF:
        _user_lines(table)


def _table_rows(table: str) -> list[list[str]]:
    return list(csv.reader(_packaged_lines(table)))


def _split_list(field: str) -> tuple[str, ...]:
    return tuple(field.split(";")) if field else ()


@cache
def units() -> tuple[Unit, ...]:
    """Return the rows of `data/units.csv`."""
    return tuple(
        Unit(
            word,
            tuple(map(Level, _split_list(levels))),
            _split_list(short),
            _split_list(committees),
            _split_list(symbols),
        )
        for word, levels, short, committees, symbols in _table_rows("units.csv")
    )


@cache
def unit_pattern() -> str:
    """Return a case-insensitive pattern for every unit word and its short forms, longest first.

    A short form without its full stop counts in capitals ("UBND TP") or before a capital letter ("x Lương Minh").
    """
    words = sorted((unit.word for unit in units()), key=lambda word: -len(word))
    short = [form for unit in units() for form in unit.short]
    dotted = sorted((form for form in short if form.endswith(".")), key=lambda form: -len(form))
    plain = [form for form in short if not form.endswith(".")]
    capitals = [form for form in plain if form.isupper()]
    spaced = [r"\s+".join(word.split()) for word in words]
    return rf"""(?x:
        (?-i:{_any_pattern(capitals)}) (?![\p{{L}}.-])
      | (?:{"|".join(spaced)}) (?!\p{{L}})
      | {_any_pattern(dotted)}
      | (?:{_any_pattern(plain)}) (?=\s+(?-i:\p{{Lu}}))
    )"""


def _any_pattern(forms: list[str]) -> str:
    return "|".join(map(regex.escape, forms))


@cache
def _levels_by_unit_word() -> dict[str, tuple[str, tuple[Level, ...]]]:
    """Return the unit word and the levels by unit word, short form and committee, in lower case."""
    out: dict[str, tuple[str, tuple[Level, ...]]] = {}
    for unit in units():
        for form in (unit.word, *unit.short, *unit.committees):
            out[form.lower()] = (unit.word, unit.levels)
    return out


@lru_cache(maxsize=1024)
def _unit_and_levels(printed: str) -> tuple[str, tuple[Level, ...]]:
    """Return the unit word and the levels of a printed unit word or committee."""
    return _levels_by_unit_word().get(move_tone_marks(" ".join(printed.lower().split())), ("", ()))


def unit_word(printed: str) -> str:
    """Return the unit word of a printed form: "TP." → "thành phố"."""
    return _unit_and_levels(printed)[0]


def levels_of_unit_word(printed: str) -> tuple[Level, ...]:
    """Return the levels of a unit word, its short form or a committee; empty for other words.

    >>> [levels_of_unit_word(printed) for printed in ("Thành phố", "TP.", "Huyện ủy", "Chi bộ")]
    [(<Level.PROVINCE: 'province'>, <Level.DISTRICT: 'district'>), \
(<Level.PROVINCE: 'province'>, <Level.DISTRICT: 'district'>), (<Level.DISTRICT: 'district'>,), ()]
    """
    return _unit_and_levels(printed)[1]


@cache
def levels_by_symbol() -> dict[str, tuple[Level, ...]]:
    """Return the levels by the symbol of their committees: TU → province, HU → district.

    A city of a province may also sign with TU.
    """
    out: dict[str, tuple[Level, ...]] = {}
    for unit in units():
        for symbol in unit.symbols:
            level = unit.levels[-1] if symbol != unit.symbols[0] else unit.levels[0]
            out.setdefault(symbol, (level,))
    return out


_SPACES = ("-", "–", "—", "‐", "‑", ".", "\u00a0", "\t")
_APOSTROPHES = ("’", "‘", "ʼ", "`", "´")


@cache
def _syllables_pattern() -> tuple[regex.Pattern[str], dict[str, str]]:
    usual = {spelt: kept for spelt, kept, _ in _table_rows("syllables.csv")}
    return regex.compile(rf"(?<!\p{{L}})(?:{'|'.join(usual)})(?!\p{{L}})"), usual


def _comparison_forms(names: str) -> str:
    """Return `names`, one per line, in the form used for comparison."""
    pattern, usual = _syllables_pattern()
    lower = move_tone_marks(unicodedata.normalize("NFC", names).lower())
    for sign in _SPACES:
        lower = lower.replace(sign, " ")
    for sign in _APOSTROPHES:
        lower = lower.replace(sign, "'")
    while "  " in lower:
        lower = lower.replace("  ", " ")
    return pattern.sub(lambda match: usual[match.group()], lower)


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """Return the comparison form of a name; it ignores case, hyphens and the position of tone marks.

    >>> (name_key("Thừa Thiên-Huế") == name_key("THỪA THIÊN – HUẾ"), name_key("Thanh Hoá") == name_key("Thanh Hóa"),
    ... name_key("Đăk Lăk"))
    (True, True, 'đắk lắk')
    """
    return " ".join(_comparison_forms(" ".join(name.split())).split())


def _with_older_tone_marks(name: str) -> str:
    return name.replace("óa", "oá").replace("òa", "oà")


@cache
def provinces_of_role(role: str) -> frozenset[str]:
    """Return the provinces with a role in `data/roles.csv`: "capital", or "namesake" of a person.

    >>> sorted(provinces_of_role("capital")), sorted(provinces_of_role("namesake"))
    (['Hà Nội'], ['Hòa Bình', 'Hồ Chí Minh'])
    """
    return frozenset(name for name, has, _ in _table_rows("roles.csv") if has == role)


def _is_abbreviation(name: str) -> bool:
    return name.isupper() and " " not in name


class _Table:
    """The units of one level, indexed by key. Rows are parsed when needed."""

    def __init__(self, level: Level, table: str) -> None:
        self._level = level
        self._lines = _packaged_lines(f"{table}.csv") + _user_lines(table)  # fields contain no commas
        names = [line[: line.index(",")] for line in self._lines]
        numbers = list(range(len(names)))
        for number, line in enumerate(self._lines):
            also = line.rsplit(",", 2)[1]
            if also:
                spelt = also.split(";")
                names += spelt
                numbers += [number] * len(spelt)
        self._index: dict[str, list[int]] = {}
        keys = _comparison_forms("\n".join(names)).split("\n")
        for found, number in zip(keys, numbers, strict=True):
            self._index.setdefault(found, []).append(number)
        self.reach: dict[str, int] = {}
        """The number of syllables of the longest name that begins with a syllable."""
        for found in self._index:
            opening, _, rest = found.partition(" ")
            syllables = rest.count(" ") + 2 if rest else 1
            if syllables > self.reach.get(opening, 0):
                self.reach[opening] = syllables
        self._asked: dict[tuple[str, bool], tuple[Locality, ...]] = {}
        further = slice(len(self._lines), None)
        self.short = {
            found for found, name in zip(keys[further], names[further], strict=True) if _is_abbreviation(name)
        }
        """Names that are written in capitals only ("HCM")."""

    @cached_property
    def _rows_without_diacritics(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for found, numbers in self._index.items():
            out.setdefault(strip_diacritics(found), []).extend(numbers)
        return out

    def units_with_key(self, found: str, *, without_marks: bool = False) -> tuple[Locality, ...]:
        """Return the units with this key; `without_marks`: with this key without diacritics."""
        known = self._asked.get((found, without_marks))
        if known is None:
            numbers = (self._rows_without_diacritics if without_marks else self._index).get(found, ())
            known = tuple(self._locality_of_row(number) for number in dict.fromkeys(numbers))
            if known:  # a report names the same few localities repeatedly
                self._asked[found, without_marks] = known
        return known

    def spellings(self) -> Iterator[tuple[str, str, str]]:
        """Yield each spelling in the table, its name, and the last day of its unit or ""."""
        for line in self._lines:
            name, *_, until, _, also, _ = line.split(",")
            for form in (name, *_split_list(also)):
                yield form, name, until

    def __iter__(self) -> Iterator[Locality]:
        return map(self._locality_of_row, range(len(self._lines)))

    def _locality_of_row(self, number: int) -> Locality:
        name, unit, *within, since, until, became, _, _ = self._lines[number].split(",")
        parents = [parent for parent in within if parent]
        return Locality(
            name, self._level, unit, parents[0] if parents else None, parents[-1] if parents else name,
            since or None, until or None, _split_list(became),
        )  # fmt: skip


_LONGEST = 6  # syllables of a name, "Văn Miếu - Quốc Tử Giám"; tested against the tables
_SYLLABLE = r"(?:\p{L}[\p{L}\p{M}]*(?:['’‘ʼ][\p{L}\p{M}]+)*|\d{1,2}(?!\d))"
_BETWEEN = r"(?:[ \u00a0\t]*[-–—‐‑][ \u00a0\t]*|[ \u00a0\t]{1,3}|\.[ \u00a0]?)"
_TOKENS = regex.compile(rf"{_SYLLABLE}(?:{_BETWEEN}{_SYLLABLE}){{0,{_LONGEST - 1}}}+")
_TOKEN = regex.compile(_SYLLABLE)
_WORDS_AROUND = 4  # "www", "bao", "dientu" before the province, "gov", "vn" after it
_SPACE = regex.compile(r"[ \u00a0\t]*\.?[ \u00a0\t]*")
_MARKED = regex.compile(r"[À-ÖØ-öø-ɏḀ-ỿ\u0300-\u0323]")


@lru_cache(maxsize=4)
def _has_no_diacritics(text: str) -> bool:
    """Return whether the text has no diacritics at all, as when typed quickly: "Tinh uy Quang Tri"."""
    return text.isascii() or _MARKED.search(text) is None


class Gazetteer:
    """The units of the tables, found by name."""

    @cached_property
    def _provinces(self) -> _Table:
        return _Table(PROVINCE, "provinces")

    @cached_property
    def _districts(self) -> _Table:
        return _Table(DISTRICT, "districts")

    @cached_property
    def _communes(self) -> _Table:
        return _Table(COMMUNE, "communes")

    def _table_of_level(self, level: Level) -> _Table:
        if level is PROVINCE:
            return self._provinces
        return self._districts if level is DISTRICT else self._communes

    def all_units(self, level: Level) -> Iterator[Locality]:
        """Return every unit of a level, in table order."""
        return iter(self._table_of_level(level))

    def province_spellings(self, since: IsoDate) -> dict[str, str]:
        """Return the names of provinces that existed on that day or later, by spelling.

        Spellings include older positions of tone marks.

        Short forms of up to three letters are left out, because they are ambiguous ("HN": hội nghị).

        >>> names = gazetteer().province_spellings("2004")
        >>> names["Thanh Hoá"], names["TP.HCM"], "HN" in names, "Cửu Long" in names
        ('Thanh Hóa', 'Hồ Chí Minh', False, False)
        """
        spelt = {form: name for form, name, until in self._provinces.spellings() if not until or until >= since}
        spelt = {form: name for form, name in spelt.items() if not (_is_abbreviation(form) and len(form) <= 3)}
        return spelt | {_with_older_tone_marks(form): name for form, name in spelt.items()}

    def units_named(self, name: str, levels: Collection[Level] = tuple(Level)) -> tuple[Locality, ...]:
        """Return the units with this name, highest level first.

        >>> [locality.province for locality in gazetteer().units_named("Châu Thành", [DISTRICT])][:3]
        ['An Giang', 'Bến Tre', 'Hậu Giang']
        """
        found = name_key(name)
        return tuple(
            locality
            for level in Level
            if level in levels
            for locality in self._table_of_level(level).units_with_key(found)
        )

    def is_locality(self, name: str, levels: Collection[Level] = tuple(Level)) -> bool:
        """Return whether a unit has or had this name.

        >>> gazetteer().is_locality("Thanh Hoá"), gazetteer().is_locality("Về Phát Triển Du Lịch")
        (True, False)
        """
        return bool(self.units_named(name, levels))

    def usual_spelling(self, name: str, levels: Collection[Level] = tuple(Level)) -> str | None:
        """Return the name in its usual spelling; None where no unit has it, or units with different spellings.

        >>> [gazetteer().usual_spelling(name) for name in ("TPHCM", "BR-VT", "Gotham")]
        ['Hồ Chí Minh', 'Bà Rịa - Vũng Tàu', None]
        """
        localities = self.units_named(name, levels)
        return NamedLocality(localities, 0, 0).usual_name if localities else None

    def normalize_locality(self, name: str) -> str | None:
        """Return the usual spelling of text that is only a locality, with or without its unit word, or None.

        >>> gazetteer().normalize_locality("tỉnh Thanh Hoá"), gazetteer().normalize_locality("Đại học Vinh")
        ('Thanh Hóa', None)
        """
        named = self.name_after_unit_word(name, 0)
        return named.usual_name if named is not None and named.end == len(name) else None

    def name_at(
        self, text: str, start: int, levels: Collection[Level] = (PROVINCE,), end: int | None = None
    ) -> NamedLocality | None:
        """Return the longest name of a unit that begins at `start`, or None.

        Case is ignored, except that the name of a district or commune begins with a capital letter and a short form is
        in capitals. A name does not cross a line end. Diacritics are required unless the whole text has none.

        Args:
            text: The text to read.
            start: The offset of the name, in code points.
            levels: The levels to consider.
            end: The offset that the name must not exceed; None for the end of the text.

        >>> gazetteer().name_at("của Tỉnh ủy Quảng trị về du lịch", 12).usual_name
        'Quảng Trị'
        >>> gazetteer().name_at("TỈNH ỦY VỀ PHÁT TRIỂN", 8) is None
        True
        >>> gazetteer().name_at("Tinh uy Quang Tri", 8).usual_name
        'Quảng Trị'
        """
        stop = len(text) if end is None else end
        first = _TOKEN.match(text, start, stop)
        if first is None:
            return None
        small = text[start].islower() and not levels_of_unit_word(first.group())  # "phường 12" is a complete name
        tables = [
            self._table_of_level(level) for level in Level if level in levels and not (small and level is not PROVINCE)
        ]
        without_marks = _has_no_diacritics(text)
        reach = _LONGEST
        if not without_marks:
            opening = name_key(first.group())
            reach = max((table.reach.get(opening, 0) for table in tables), default=0)
        tokens = _TOKENS.match(text, start, stop) if reach else None
        if tokens is None:
            return None
        ends = [token.end() for token in _TOKEN.finditer(tokens.group())][:reach]
        for last in reversed(ends):
            printed = tokens.group()[:last]
            found = strip_diacritics(name_key(printed)) if without_marks else name_key(printed)
            localities = tuple(
                locality
                for table in tables
                if found not in table.short or printed.isupper()
                for locality in table.units_with_key(found, without_marks=without_marks)
            )
            if localities:
                return NamedLocality(localities, start, start + last)
        return None

    def name_after_unit_word(
        self, text: str, start: int, levels: Collection[Level] = tuple(Level), end: int | None = None
    ) -> NamedLocality | None:
        """Return the name at `start`, with or without a unit word; the word narrows down the possible units.

        Args:
            text: The text to read.
            start: The offset of the unit word or the name, in code points.
            levels: The levels to consider.
            end: The offset that the name must not exceed; None for the end of the text.

        >>> named = gazetteer().name_after_unit_word("thành phố Thái Nguyên", 0)
        >>> named.highest_level, named.localities[0].province
        (<Level.DISTRICT: 'district'>, 'Thái Nguyên')
        >>> gazetteer().name_after_unit_word("Quận 1", 0).usual_name
        'Quận 1'
        """
        stop = len(text) if end is None else end
        word = _unit_word_pattern().match(text, start, stop)
        if word is None:
            return self.name_at(text, start, levels, end)
        unit, of_unit = _unit_and_levels(word.group())
        levels = tuple(level for level in of_unit if level in levels)
        if text[word.end() : word.end() + 2].strip()[:1].isdigit():  # "Quận 1"
            return self.name_at(text, start, levels, end)
        gap = _SPACE.match(text, word.end(), stop)
        named = self.name_at(text, gap.end() if gap else word.end(), levels, end)
        if named is None:
            return None
        exactly = tuple(locality for locality in named.localities if locality.unit == unit)
        return NamedLocality(exactly or named.localities, named.start, named.end)

    def localities_in(self, text: str, levels: Collection[Level]) -> Iterator[NamedLocality]:
        """Yield the units of these levels that `text` names after a unit word or a committee, from left to right.

        >>> [one.usual_name for one in gazetteer().localities_in("Huyện ủy Gio Linh và xã Đoàn Kết, đoàn kết", Level)]
        ['Gio Linh', 'Đoàn Kết']
        """
        done = 0
        for head in _name_head_pattern().finditer(text):
            if head.start() < done:
                continue
            wanted = tuple(level for level in levels_of_unit_word(head["head"]) if level in levels)
            if not wanted:
                continue
            if head["unit"]:
                named = self.name_after_unit_word(text, head.start(), wanted)
            else:
                gap = _SPACE.match(text, head.end())
                named = self.name_after_unit_word(text, gap.end() if gap else head.end(), wanted)
            if named is not None:
                done = named.end
                yield named

    def units_within(self, localities: Collection[Locality], province: str) -> tuple[Locality, ...]:
        """Return the units that were in `province`, or in one that became part of it.

        >>> thanh = gazetteer().units_named("Châu Thành", [DISTRICT])
        >>> {found.province for found in gazetteer().units_within(thanh, "Đồng Tháp")} == {"Đồng Tháp", "Tiền Giang"}
        True
        """
        return tuple(
            locality
            for locality in localities
            if locality.province == province or province in self._later_provinces(locality.province)
        )

    def province_of(
        self, name: str, day: IsoDate | None = None, levels: Collection[Level] = tuple(Level)
    ) -> str | None:
        """Return the only province that contained the unit `name` on `day`, or last contained it, or None.

        >>> gazetteer().province_of("Vĩnh Linh"), gazetteer().province_of("Châu Thành")
        ('Quảng Trị', None)
        >>> gazetteer().province_of("Yên Dũng", "2024"), gazetteer().province_of("Yên Dũng", "2026-03-01")
        ('Bắc Giang', 'Bắc Ninh')
        >>> gazetteer().province_of("Yên Thành", "1988")
        'Nghệ Tĩnh'
        """
        localities = self.units_named(name, levels)
        if day is not None:
            localities = tuple(locality for locality in localities if locality.existed_on(day)) or localities
        found = {
            self._province_on(locality.province, day)
            for locality in localities
            if locality.level is localities[0].level
        }
        return found.pop() if len(found) == 1 else None

    def _province_on(self, province: str, day: IsoDate | None) -> str | None:
        """Return the only province on `day` with the territory of one in a table, or None."""
        rows = self.units_named(province, (PROVINCE,))
        if day is None or any(row.existed_on(day) for row in rows):
            return province
        later = [
            name
            for name in self._later_provinces(province)
            if any(p.existed_on(day) for p in self._provinces_named(name))
        ]
        if later:
            return later[0] if len(later) == 1 else None
        earlier = [
            locality.name
            for locality in self._provinces
            if locality.existed_on(day) and province in locality.successors
        ]
        return earlier[0] if len(earlier) == 1 else None

    def _provinces_named(self, province: str) -> tuple[Locality, ...]:
        return self._provinces.units_with_key(name_key(province))

    @cache  # noqa: B019 - there is one gazetteer per folder of tables
    def _later_provinces(self, province: str) -> tuple[str, ...]:
        """Return the provinces that succeeded a province, directly or through intermediate ones."""
        out: dict[str, None] = {}
        todo = [province]
        while todo:
            for locality in self._provinces_named(todo.pop()):
                todo += [name for name in locality.successors if name not in out]
                out |= dict.fromkeys(locality.successors)
        return tuple(out)

    def successor(self, province: str) -> str | None:
        """Return the only present province with the territory of `province`, which may be itself, or None.

        >>> gazetteer().successor("Hà Sơn Bình"), gazetteer().successor("Minh Hải"), gazetteer().successor("Hà Nội")
        (None, 'Cà Mau', 'Hà Nội')
        """
        if any(locality.until is None for locality in self._provinces_named(province)):
            return province
        today = {
            name
            for name in self._later_provinces(province)
            if any(p.until is None for p in self._provinces_named(name))
        }
        return today.pop() if len(today) == 1 else None

    def province_of_publisher(self, name: str) -> str | None:
        """Return the province in the name of a publisher or host, written without spaces or diacritics, or None.

        >>> gazetteer().province_of_publisher("Baothanhhoa"), gazetteer().province_of_publisher("www.thanhhoa.gov.vn")
        ('Thanh Hóa', 'Thanh Hóa')
        >>> gazetteer().province_of_publisher("Báo Quảng Ninh"), gazetteer().province_of_publisher("vnexpress.net")
        ('Quảng Ninh', None)
        """
        pattern, names = self._compact_name_pattern
        found = pattern.fullmatch(regex.sub(r"[^a-z0-9]", "", strip_diacritics(fold(name).text)))
        return names[found["name"]] if found else None

    @cached_property
    def _compact_name_pattern(self) -> tuple[regex.Pattern[str], dict[str, str]]:
        """A pattern for publisher names, and the provinces by compact name.

        A publisher name has one province among words of `publishers.csv`.
        """
        names = {
            strip_diacritics(name_key(locality.name)).replace(" ", ""): locality.name for locality in self._provinces
        }
        around = rf"(?:{'|'.join(sorted(row['word'] for row in rows('publishers')))}){{0,{_WORDS_AROUND}}}"
        longest_first = sorted(names, key=lambda name: (-len(name), name))
        return regex.compile(rf"{around}(?P<name>{'|'.join(longest_first)}){around}"), names


@cached
def gazetteer() -> Gazetteer:
    """Return the gazetteer of the active tables."""
    return Gazetteer()


@cache
def _unit_word_pattern() -> regex.Pattern[str]:
    return regex.compile(unit_pattern(), regex.IGNORECASE)


@cache
def committee_pattern() -> str:
    """Return a pattern for the Party committees of units, "tỉnh ủy", to be matched without case."""
    committees = sorted((name for unit in units() for name in unit.committees), key=lambda name: -len(name))
    return "|".join(name.replace(" ", r"\s+").replace("ủy", "(?:ủy|uỷ)") for name in committees)


@cache
def _name_head_pattern() -> regex.Pattern[str]:
    """Return a pattern for what precedes a name: a unit word, or a committee."""
    spelt = rf"(?:{committee_pattern()})(?!\p{{L}})"
    return regex.compile(rf"(?<!\p{{L}})(?P<head>{spelt}|(?P<unit>{unit_pattern()}))", regex.IGNORECASE)
