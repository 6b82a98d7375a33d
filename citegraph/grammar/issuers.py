"""The name of an issuing body as printed in, whose it is and what it signs with out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from citegraph.grammar import bodies, numerals
from citegraph.grammar.words import REACH, may_open
from citegraph.knowledge.organs import is_organ
from citegraph.knowledge.places import COMMUNE, DISTRICT, PROVINCE, Level, gazetteer, levels_of, unit_pattern
from citegraph.model import Scope


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuing body as reports name it.

    `body` is the symbol on its documents, None where it has none of its own or the place decides; `central` tells the
    bodies of which there is one from those that every place has.
    """

    name: str
    pattern: str
    scope: Scope
    body: str | None
    example: str
    central: bool = True


PARTY, STATE = Scope.PARTY, Scope.STATE

_TW = r"(?:Trung\s+ương|TW|T\.?Ư\.?|Tw)"
_OF_THE_CENTRE = r"(?:\s+Trung\s+ương(?:\s+Đảng(?:\s+Cộng\s+sản\s+Việt\s+Nam)?)?)?"
_ORDINAL = rf"(?:lần\s+)?(?:thứ\s+)?(?:\d{{1,2}}|{numerals.ORDINAL}|{numerals.ROMAN})\b"
# A proper name: capitalised words, "Bà Rịa - Vũng Tàu" among them.
NAME = r"\p{Lu}[\p{L}']*(?:(?:\s|\s?-\s?)(?:\p{Lu}[\p{L}']*|\d{1,2}\b)){0,4}"
# The name of an institution: small words only between capitalised ones, "Đại học Quốc gia Hà Nội".
ORGAN = r"""(?x:
    (?: # as a whole, since a small word ends them
        Chính\s+phủ | Quốc\s+hội | Quân\s+đội | Công\s+an(?=\s+(?:nhân|Trung))
      | Bộ\s+(?:Y\s+tế|Nội\s+vụ|Công\s+an|Quốc\s+phòng|Ngoại\s+giao|Tư\s+pháp|Tài\s+chính|Xây\s+dựng)
    )(?!\p{L})
  | \p{Lu}\p{L}* (?:\s+[Cc]ác\s+cơ\s+quan(?:\s+tỉnh)?(?!\p{L}))?
    (?:
        (?: ,(?!\s+(?:[Hh]uyện|[Qq]uận|[Tt]hị\s+xã|[Tt]hành\s+phố|TP|[Tt]ỉnh)(?!\p{L})) | \s+và | \s?- )?
        \s+ (?:\p{Ll}+\s+)? (?:(?:tỉnh|thành\s+phố)\s+)? (?=\p{Lu}) (?:Trung\s+ương(?!\p{L})|\p{Lu}\p{L}*)
    ){0,8}
)"""
# A body of troops that is called by its number: "Quân khu 4".
TROOPS = r"(?:(?:Quân\s+khu|Quân\s+đoàn|Binh\s+đoàn|Sư\s+đoàn|Lữ\s+đoàn|Trung\s+đoàn|Tiểu\s+đoàn)\s+\d{1,3}(?!\d))"
# The People's Committee whose Party committee is meant: "Đảng ủy UBND tỉnh Gia Lai".
COUNCIL = rf"(?:(?:Ủy\s+ban\s+nhân\s+dân|UBND)\s+(?:tỉnh|[Tt]hành\s+phố|TP\.?|huyện|quận|xã|phường)(?:\s+{NAME})?)"
_AREA = unit_pattern()
_AT = "(?P<where>)"  # a place may follow, which the gazetteer reads

_MINISTRIES = "|".join(
    regex.escape(body.name.removeprefix("Bộ ")).replace("\\ ", r"\s+")
    for body in sorted(bodies.by_symbol().values(), key=lambda body: -len(body.name))
    if body.name.startswith("Bộ ")
)

# Longer names first: the first pattern that matches wins.
ISSUERS = (
    Issuer("Ban Tuyên giáo và Dân vận Trung ương", rf"Ban\s+Tuyên\s+giáo\s+và\s+Dân\s+vận\s+{_TW}", PARTY, "BTGDVTW", "Ban Tuyên giáo và Dân vận Trung ương"),
    Issuer("Ban Tuyên giáo Trung ương", rf"Ban\s+Tuyên\s+giáo\s+{_TW}", PARTY, "BTGTW", "Ban Tuyên giáo Trung ương"),
    Issuer("Ban Tổ chức Trung ương", rf"Ban\s+Tổ\s+chức\s+{_TW}", PARTY, "BTCTW", "Ban Tổ chức TW"),
    Issuer("Ban Dân vận Trung ương", rf"Ban\s+Dân\s+vận\s+{_TW}", PARTY, "BDVTW", "Ban Dân vận Trung ương"),
    Issuer("Ban Nội chính Trung ương", rf"Ban\s+Nội\s+chính\s+{_TW}", PARTY, "BNCTW", "Ban Nội chính Trung ương"),
    Issuer("Ban Kinh tế Trung ương", rf"Ban\s+Kinh\s+tế\s+{_TW}", PARTY, "BKTTW", "Ban Kinh tế Trung ương"),
    Issuer("Ban Đối ngoại Trung ương", rf"Ban\s+Đối\s+ngoại\s+{_TW}", PARTY, "BĐNTW", "Ban Đối ngoại Trung ương"),
    Issuer("Ủy ban Kiểm tra Trung ương", rf"(?:Ủy\s+ban\s+Kiểm\s+tra|UBKT)\s+{_TW}", PARTY, "UBKTTW", "UBKT Trung ương"),
    Issuer("Văn phòng Trung ương Đảng", rf"(?:Văn\s+phòng|VP)\s+{_TW}(?:\s+Đảng)?", PARTY, "VPTW", "Văn phòng Trung ương Đảng"),
    Issuer("Quân ủy Trung ương", rf"Quân\s+ủy\s+{_TW}", PARTY, "QUTW", "Quân ủy Trung ương"),
    Issuer("Đảng ủy Quân sự Trung ương", rf"Đảng\s+ủy\s+Quân\s+sự\s+{_TW}", PARTY, "ĐUQSTW", "Đảng ủy Quân sự Trung ương"),
    Issuer("Đảng ủy Công an Trung ương", rf"Đảng\s+ủy\s+Công\s+an\s+{_TW}", PARTY, "ĐUCA", "Đảng ủy Công an Trung ương"),
    Issuer("Ban Chỉ đạo Trung ương", rf"Ban\s+Chỉ\s+đạo\s+{_TW}", PARTY, "BCĐTW", "Ban Chỉ đạo Trung ương"),
    Issuer("Hội nghị Trung ương", rf"Hội\s+nghị\s+(?:{_ORDINAL}\s+)?(?:Ban\s+Chấp\s+hành\s+|BCH\s*)?{_TW}(?:\s+Đảng)?(?:\s+{_ORDINAL})?", PARTY, "TW", "Hội nghị Trung ương 6"),
    Issuer("Ban Chấp hành Trung ương", rf"(?:Ban\s+[Cc]hấp\s+hành|BCH|BCHTW)(?:\s+{_TW})(?:\s+Đảng(?:\s+Cộng\s+sản\s+Việt\s+Nam)?)?|BCHTW", PARTY, "TW", "Ban Chấp hành Trung ương Đảng"),
    Issuer("Ban Thường vụ Trung ương Đảng", rf"Ban\s+[Tt]hường\s+vụ\s+{_TW}(?:\s+Đảng)?", PARTY, "TW", "Ban Thường vụ Trung ương Đảng"),
    Issuer("Bộ Chính trị, Ban Bí thư", r"Bộ\s+Chính\s+tr[ịi],?\s*(?:và\s+)?Ban\s+Bí\s+thư(?:\s+Trung\s+ương(?:\s+Đảng)?)?", PARTY, "TW", "Bộ Chính trị, Ban Bí thư"),
    Issuer("Bộ Chính trị", rf"Bộ\s+Chính\s+(?:trị|chị|tri|trì){_OF_THE_CENTRE}\b|BCT\b", PARTY, "TW", "Bộ Chính trị"),
    Issuer("Ban Bí thư", rf"Ban\s+Bí\s+thư{_OF_THE_CENTRE}|BBT\b", PARTY, "TW", "Ban Bí thư"),
    Issuer("Đại hội Đảng", r"Đại\s+hội\s+(?:đại\s+biểu\s+)?(?:toàn\s+quốc\s+)?(?:của\s+)?Đảng\b", PARTY, None, "Đại hội Đảng"),
    Issuer("Ban cán sự đảng", rf"Ban\s+cán\s+sự\s+[đĐ]ảng(?:\s+(?P<place>(?-i:Chính\s+phủ|Bộ\s+(?i:{_MINISTRIES})|{ORGAN})))?", PARTY, "BCSĐ", "Ban cán sự đảng Bộ Công Thương", False),
    Issuer("Đảng đoàn", rf"Đảng\s+đoàn(?:\s+(?P<place>(?-i:{NAME})))?", PARTY, "ĐĐ", "Đảng đoàn Quốc hội", False),
    Issuer("Ban của cấp ủy tỉnh", rf"(?:Ban\s+(?:Tuyên\s+giáo(?:\s+và\s+Dân\s+vận)?|Tổ\s+chức|Dân\s+vận|Nội\s+chính)|Ủy\s+ban\s+Kiểm\s+tra|UBKT|Văn\s+phòng)\s+(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng)\s+ủy{_AT}", PARTY, None, "Ban Tuyên giáo Tỉnh ủy Thanh Hóa", False),
    Issuer("Tỉnh ủy", rf"(?:(?:Ban\s+[Tt]hường\s+vụ|Ban\s+Chấp\s+hành|BTV|BCH|Thường\s+trực)\s+)?(?:Tỉnh\s+ủy|TU\b|Thành\s+ủy){_AT}", PARTY, "TU", "Tỉnh ủy Thanh Hóa", False),
    Issuer("Đảng bộ tỉnh", rf"(?:(?:Ban\s+[Cc]hấp\s+hành|BCH)\s+)Đảng\s+bộ\s+(?:tỉnh|thành\s+phố|TP\.?){_AT}", PARTY, "TU", "Ban Chấp hành Đảng bộ tỉnh Nam Định", False),
    Issuer("Huyện ủy", rf"(?:(?:Ban\s+[Tt]hường\s+vụ|Ban\s+[Cc]hấp\s+hành|BTV|BCH|Thường\s+trực)\s+)?Huyện\s+ủy{_AT}", PARTY, "HU", "Huyện ủy Vĩnh Linh", False),
    Issuer("Quận ủy", rf"(?:(?:Ban\s+[Tt]hường\s+vụ|Ban\s+[Cc]hấp\s+hành|BTV|BCH)\s+)?Quận\s+ủy{_AT}", PARTY, "QU", "Quận ủy Ba Đình", False),
    Issuer("Thị ủy", rf"(?:(?:Ban\s+[Tt]hường\s+vụ|Ban\s+[Cc]hấp\s+hành|BTV|BCH)\s+)?Thị(?:\s+xã)?\s+ủy{_AT}", PARTY, "TXU", "Thị ủy Sơn Tây", False),
    Issuer("Đảng bộ", rf"(?:(?:Ban\s+[Cc]hấp\s+hành|BCH)\s+)?Đảng\s+bộ(?=\s+(?:{_AREA}|(?-i:\p{{Lu}}))){_AT}", PARTY, None, "Đảng bộ Đại học Quốc gia Hà Nội", False),
    Issuer("Đảng ủy", rf"(?:(?:Ban\s+[Tt]hường\s+vụ|BTV)\s+)?Đảng\s+ủy{_AT}", PARTY, "ĐU", "Đảng ủy Chính phủ", False),
    Issuer("Ủy ban Thường vụ Quốc hội", r"Ủy\s+ban\s+[Tt]hường\s+vụ\s+Quốc\s+hội|UBTVQH\b", STATE, "UBTVQH", "Ủy ban Thường vụ Quốc hội"),
    Issuer("Quốc hội", r"Quốc\s+hội", STATE, "QH", "Quốc hội"),
    Issuer("Chủ tịch nước", r"Chủ\s+tịch\s+nước", STATE, "CTN", "Chủ tịch nước"),
    Issuer("Thủ tướng Chính phủ", r"Thủ\s+tướng(?:\s+Chính\s+phủ)?|TTg\b", STATE, "TTg", "Thủ tướng Chính phủ"),
    Issuer("Văn phòng Chính phủ", r"Văn\s+phòng\s+Chính\s+phủ", STATE, "VPCP", "Văn phòng Chính phủ"),
    Issuer("Thanh tra Chính phủ", r"Thanh\s+tra\s+Chính\s+phủ", STATE, "TTCP", "Thanh tra Chính phủ"),
    Issuer("Chính phủ", r"Chính\s+phủ", STATE, "CP", "Chính phủ"),
    Issuer("Hội đồng Bộ trưởng", r"(?:Chủ\s+tịch\s+)?(?:Hội\s+đồng\s+(?:Bộ\s+trưởng|Chính\s+phủ|Nhà\s+nước)|HĐBT\b)", STATE, None, "Chủ tịch Hội đồng Bộ trưởng"),
    Issuer("Ủy ban nhân dân", rf"(?:Chủ\s+tịch\s+)?(?:UBND|Ủy\s+ban\s+[Nn]hân\s+dân){_AT}", STATE, "UBND", "UBND tỉnh Nam Định", False),
    Issuer("Hội đồng nhân dân", rf"(?:HĐND|Hội\s+đồng\s+[Nn]hân\s+dân){_AT}", STATE, "HĐND", "HĐND tỉnh Nam Định", False),
    Issuer("Hội đồng Bầu cử quốc gia", r"Hội\s+đồng\s+[Bb]ầu\s+cử\s+[Qq]uốc\s+gia", STATE, "HĐBCQG", "Hội đồng Bầu cử quốc gia"),
    Issuer("Tòa án nhân dân tối cao", r"(?:Hội\s+đồng\s+Thẩm\s+phán\s+)?(?:Tòa\s+án\s+nhân\s+dân|TAND)\s+tối\s+cao", STATE, "TANDTC", "Tòa án nhân dân tối cao"),
    Issuer("Ngân hàng Nhà nước", r"(?:Thống\s+đốc\s+)?Ngân\s+hàng\s+Nhà\s+nước(?:\s+Việt\s+Nam)?", STATE, "NHNN", "Ngân hàng Nhà nước"),
    Issuer("Bộ trưởng", rf"(?:Bộ\s+trưởng\s+)?(?P<place>Bộ\s+(?:{_MINISTRIES}|(?-i:{ORGAN})))", STATE, None, "Bộ trưởng Bộ Y tế"),
    Issuer("cơ quan nhà nước", rf"(?:Sở|Ủy\s+ban|Tổng\s+cục|Cục|Kiểm\s+toán|Viện\s+kiểm\s+sát|Tổng\s+Liên\s+đoàn|Liên\s+đoàn|Hội\s+đồng|Trường|Đoàn)\s+(?P<place>(?-i:{ORGAN})(?:(?-i:\s+\p{{Ll}}+){{1,4}}(?=,?\s+ngày\s+\d))?)(?:\s+quốc\s+gia)?", STATE, None, "Ủy ban ATGT quốc gia", False),
    Issuer("Ban Chỉ đạo", rf"Ban\s+Chỉ\s+đạo(?:\s+về\s+[\p{{L}},\s]{{4,120}}?\s+(?:tỉnh|thành\s+phố)(?!\p{{L}}))?(?:\s+(?P<place>(?-i:{NAME}|35)))?", PARTY, "BCĐ", "Ban Chỉ đạo 35", False),
    Issuer("Trung ương", rf"(?:Ban\s+)?{_TW}(?:\s+Đảng)?", PARTY, "TW", "Trung ương"),
    Issuer("Đảng", r"Đảng(?:\s+Cộng\s+sản\s+Việt\s+Nam)?(?!\s*(?:ủy|bộ|đoàn|viên))", PARTY, None, "Đảng"),
)  # fmt: skip


# What the departments of a committee are called in codes, and the committees themselves: "UBKTHU".
_DEPARTMENTS = {
    "Ban Tuyên giáo và Dân vận": "BTGDV", "Ban Tuyên giáo": "BTG", "Ban Tổ chức": "BTC", "Ban Dân vận": "BDV", "Ban Nội chính": "BNC",
    "Ủy ban Kiểm tra": "UBKT", "UBKT": "UBKT", "Văn phòng": "VP",
}  # fmt: skip
_COMMITTEES = {"Tỉnh ủy": "TU", "Thành ủy": "TU", "Huyện ủy": "HU", "Quận ủy": "QU", "Đảng ủy": "ĐU"}


def department(printed: str) -> str | None:
    """The symbol with which a department of a local committee signs: "Ban Tổ chức Tỉnh ủy" → BTCTU; None for others."""
    name = " ".join(printed.split()).lower()
    signs = next((symbol for words, symbol in _DEPARTMENTS.items() if name.startswith(words.lower())), None)
    of = next((symbol for words, symbol in _COMMITTEES.items() if words.lower() in name), None)
    return f"{signs}{of}" if signs and of else None


@dataclass(frozen=True, slots=True)
class Named:
    """An issuer met in a text: its row, the words that name it, the place they say, and where they end."""

    issuer: Issuer
    printed: str
    place: str | None
    end: int


@cache
def _patterns() -> tuple[tuple[Issuer, regex.Pattern[str]], ...]:
    return tuple((row, regex.compile(row.pattern, regex.IGNORECASE)) for row in ISSUERS)


@lru_cache(maxsize=8192)
def _beginning(opening: str) -> tuple[tuple[Issuer, regex.Pattern[str]], ...]:
    """The rows whose pattern can match a text that opens so: few of them for any opening, and none for most."""
    possible = _beginning(opening[:-1]) if opening else _patterns()
    return tuple(row for row in possible if may_open(row[1], opening))


_OPENING = 3  # letters by which the rows are told apart


def may_begin(opening: str, *, central: bool = False) -> bool:
    """Whether a text that goes on with `opening` may name an issuer there; `central`: one of the Party's centre."""
    return any(
        may_open(pattern, opening)
        for issuer, pattern in _beginning(opening[:_OPENING].lower())
        if not central or (issuer.central and issuer.scope is not STATE)
    )


def at(text: str, start: int, limit: int | None = None) -> Named | None:
    """The issuer named in `text` (folded) exactly at `start` and before `limit`; None where none is.

    >>> at("Tỉnh ủy Quảng trị về du lịch", 0).printed
    'Tỉnh ủy Quảng trị'
    >>> at("TỈNH ỦY VỀ PHÁT TRIỂN DU LỊCH", 0).printed
    'TỈNH ỦY'
    """
    stop = start + REACH if limit is None else min(limit, start + REACH)
    for issuer, pattern in _beginning(text[start : start + _OPENING].lower()):
        if match := pattern.match(text, start, stop):
            said = match.groupdict()
            if "where" not in said:
                return Named(issuer, match.group(), said.get("place"), match.end())
            place, end = _where(text, match.end(), min(len(text), stop), issuer, match.group())
            if place is not None and _OFFICE.search(text, max(0, start - _OFFICE_REACH), match.end()):
                end = person.end() if (person := _PERSON.match(text, end, stop)) else end
            if issuer.name == "Đảng bộ" and place is None:  # of nobody in particular
                continue
            return Named(issuer, text[start:end], place, end)
    return None


_VAGUE = frozenset({"Đảng", "Trung ương", "Đảng bộ"})


def is_vague(issuer: Issuer) -> bool:
    """Whether the name says only whose document it is, not which body issued it: "của Đảng", "của Trung ương"."""
    return issuer.name in _VAGUE


_GAP = regex.compile(r"\s+")
# Whoever holds the office: "Chủ tịch UBND thành phố Hà Nội Nguyễn Văn An ký ban hành".
_OFFICE = regex.compile(r"(?:Bí\s+thư|Chủ\s+tịch)\s", regex.IGNORECASE)
_OFFICE_REACH = 9  # code points of "Chủ tịch "
_PERSON = regex.compile(r"(?:\s+\p{Lu}\p{Ll}*){2,5}(?=\s+\p{Ll}|\s*$)")
_UNIT_WORD = regex.compile(rf"(?P<unit>{_AREA})\s*", regex.IGNORECASE)
_ITS_ORGAN = regex.compile(rf"{COUNCIL}|{TROOPS}|{ORGAN}")
_UNKNOWN = regex.compile(NAME)
_ENDING = regex.compile(rf"(?:{_AREA}|\p{{L}}+\s+ủy)$", regex.IGNORECASE)
# Committees that bodies which are no places have as well.
_OF_ORGANS = ("Đảng ủy", "Đảng bộ")
_OF_ALL = ("Ủy ban nhân dân", "Hội đồng nhân dân", "Đảng bộ")  # what units of every level have


def _where(text: str, position: int, stop: int, issuer: Issuer, printed: str) -> tuple[str | None, int]:
    """The place whose body was printed before `position`, in its usual spelling, and where what names it ends.

    A name behind a unit word that no unit bears is kept as it is printed, for it is another place than the report's.
    """
    gap = _GAP.match(text, position, stop)
    if gap is None:
        return None, position
    start = gap.end()
    unit = _UNIT_WORD.match(text, start, stop)
    levels = _levels(issuer.name, printed, of_any=unit is not None)
    if named := gazetteer().behind(text, start, levels, stop):
        return named.name, named.end
    of_organs = issuer.name in _OF_ORGANS
    if of_organs and (organ := _ITS_ORGAN.match(text, start, stop)) and is_organ(organ.group()):
        return organ.group(), organ.end()
    unknown = _UNKNOWN.match(text, unit.end() if unit else start, stop) if unit or of_organs else None
    if unknown is not None and not unknown.group().isupper():
        return unknown.group(), unknown.end()
    if unit is not None and (of_organs or issuer.scope is STATE or issuer.name == "Đảng bộ tỉnh"):  # "UBND tỉnh"
        return None, unit.end("unit")
    return None, position


@lru_cache(maxsize=512)
def _levels(issuer: str, printed: str, *, of_any: bool) -> tuple[Level, ...]:
    """The levels of the places that have a body: a unit word behind it tells, else its name does."""
    if issuer in _OF_ALL:
        return tuple(Level) if of_any else (PROVINCE, DISTRICT)
    if issuer == "Đảng ủy":
        return (DISTRICT, COMMUNE)
    ending = _ENDING.search(printed)
    return (levels_of(ending.group()) if ending else ()) or (PROVINCE,)


@cache
def parse(printed: str) -> Issuer | None:
    """The issuer that a printed name stands for: "BCT" → Bộ Chính trị; None for names of no known form."""
    found = at(printed, 0)
    return found.issuer if found else None
