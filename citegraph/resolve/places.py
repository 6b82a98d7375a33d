"""A local mention and its report in, the place whose document it is out."""

from __future__ import annotations

from collections import Counter
from functools import cache

import regex

from citegraph.authority.places import province_names
from citegraph.grammar import bodies, issuers
from citegraph.model import Mention, Report
from citegraph.text import fold

_LEAD = regex.compile(
    r"^(?:(?:tỉnh|thành\s+phố|TP\.?|T\.P\.?|huyện|quận|thị\s+xã|thị\s+trấn|xã|phường|đặc\s+khu)\s*)+", regex.IGNORECASE
)
_HYPHEN = regex.compile(r"(?:-\s+|\s+-)\s*(?=\p{Lu})")  # "Bà Rịa- Vũng Tàu"
_BIG_CITY = regex.compile(r"(?:TP\.?\s*)?(?:HCM|Hồ\s+Chí\s+Minh)", regex.IGNORECASE)
# Titles of office that a name in capitals runs into: "Thành ủy Hà Nội Bí thư"
_OFFICE = regex.compile(r"\s+(?:Bí|Chủ|Phó|Ủy|Trưởng|Nguyễn|Trần|Lê|Phạm|Hoàng|Khóa|Ban)\b.*$")
_PROVINCIAL = regex.compile(rf"(?:[Tt]ỉnh|[Tt]hành\s+phố|TP\.?|[Tt]ỉnh\s+ủy|[Tt]hành\s+ủy)\s+(?P<name>{issuers.NAME})")
_DISTRICT = regex.compile(
    rf"(?:[Hh]uyện(?:\s+ủy)?|HUYỆN(?:\s+ỦY)?|[Qq]uận(?:\s+ủy)?|[Tt]hị\s+(?:xã|ủy))\s+(?P<name>{issuers.NAME})"
)
_COMMUNE = regex.compile(rf"(?:[Xx]ã|[Pp]hường|[Tt]hị\s+trấn|[Đđ]ặc\s+khu|Đảng\s+ủy)\s+(?P<name>{issuers.NAME})")
_UNNAMED_COMMUNE = regex.compile(r"Đảng\s+ủy\s+(?:xã|phường|thị\s+trấn|đặc\s+khu|cơ\s+sở)|Đảng\s+ủy$", regex.IGNORECASE)
_COUNCIL_OF_PROVINCE = regex.compile(r"(?:tỉnh|thành\s+phố|TP\.?|T\.P)$", regex.IGNORECASE)
_COUNCIL_OF_DISTRICT = regex.compile(r"(?:huyện|quận|thị\s+xã)$", regex.IGNORECASE)
# What is left of the name of an organ that has a committee of its own: "Đảng ủy Ủy ban nhân dân".
_NO_PLACE = frozenset(
    ("TP", "Thành", "TW", "Ủy", "Ủy ban", "UBND", "HĐND", "Tập", "Tổng", "Ban", "Bộ", "Sở", "Cục", "Chi", "Công",
     "Trường", "Khối", "Viện", "Học", "Đại", "Trung", "Bệnh", "Phòng", "Hội", "Nhà")
)  # fmt: skip
_ACRONYM = 4  # letters up to which capitals are a short form, "TPHCM" apart
_NEAR = 400  # code points before a mention that speak of a place
_HEAD = 3000  # code points in which a report says where it comes from
_COUNCIL = regex.compile(
    rf"(?:Ủy\s+ban\s+nhân\s+dân|UBND)\s+(?P<area>tỉnh|[Tt]hành\s+phố|TP\.?|huyện|quận|xã|phường)(?:\s+(?P<name>{issuers.NAME}))?$"
)
_AREAS = {
    "tỉnh": "province",
    "thành phố": "province",
    "huyện": "district",
    "quận": "district",
    "xã": "commune",
    "phường": "commune",
}
_READ_FOR_PLACES = 40_000  # code points read where the head names no province
_CLEAR_LEAD = 2  # a body of text names provinces it is not about
_COMMITTEE = {
    "TU": "province",
    "HU": "district",
    "QU": "district",
    "TXU": "district",
    "ThU": "district",
    "ThXU": "district",
}


def clean(printed: str | None) -> str | None:
    """The name of a place without its rank and without what runs into it; None where nothing of it is left."""
    if printed is None:
        return None
    name = _HYPHEN.sub(" - ", _OFFICE.sub("", _LEAD.sub("", " ".join(printed.split()))))
    if name.isupper() and len(name) > _ACRONYM:  # a letterhead: "HUYỆN ỦY VĨNH LINH"
        name = name.title()
    if _BIG_CITY.fullmatch(name):
        return "Hồ Chí Minh"
    parts = name.split()
    for length in range(len(parts), 0, -1):  # "Thanh Hóa Nghị" -> the province it begins with
        if (province := " ".join(parts[:length])) in province_names():
            return province
    return name if name and name not in _NO_PLACE else None


class Places:
    """The places one report speaks of, found when first asked for."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._known: dict[str, str | None] = {}

    def of(self, mention: Mention, body: str) -> str | None:
        """The place whose document `mention`, of the local `body`, is; None where neither mention nor report tells."""
        if council := _COUNCIL.match(mention.place or ""):
            return self._council(council)
        said = clean(mention.place)
        if said is not None and (said in province_names() or _rank(body) != "province"):
            return said
        return said or self.around(mention, _rank_said(mention.issuer or "") or _rank(body))

    def _council(self, match: regex.Match[str]) -> str | None:
        """The People's Committee whose Party committee a paper is of, with the place it or the report names."""
        area = " ".join(match["area"].lower().rstrip(".").replace("tp", "thành phố").split())
        name = clean(match["name"]) or self.at(_AREAS[area])
        return f"UBND {area} {name}" if name else None

    def around(self, mention: Mention, rank: str) -> str | None:
        """The province or district the report is about; None too where the words before `mention` speak of another
        province: the life of an official leads through several.
        """
        place = self.at(rank)
        if rank != "province" or place is None:
            return place
        before = self._report.text[max(0, mention.span.start - _NEAR) : mention.span.start]
        named = [
            name for match in _PROVINCIAL.finditer(fold(before).text) if (name := clean(match["name"])) is not None
        ]
        last = next((name for name in reversed(named) if name in province_names()), place)
        return place if last == place else None

    def at(self, rank: str) -> str | None:
        """The province or district the report is about; None where it does not say one."""
        if rank not in self._known:
            self._known[rank] = (
                self._province() if rank == "province"
                else self._smaller(_DISTRICT) if rank == "district"
                else self._smaller(_COMMUNE) if rank == "commune"
                else None
            )  # fmt: skip
        return self._known[rank]

    def _province(self) -> str | None:
        report = self._report
        for text in (report.locality, report.publisher, report.title):
            names = _provinces(text or "")
            if len(names) == 1:
                return next(iter(names))
        return _most_named(report.text[:_HEAD]) or _most_named(report.text[:_READ_FOR_PLACES], lead=_CLEAR_LEAD)

    def _smaller(self, pattern: regex.Pattern[str]) -> str | None:
        """The place below a province that the report is about, or that its head names most."""
        report = self._report
        head = fold(report.text[:_HEAD]).text
        counts = Counter(name for match in pattern.finditer(head) if (name := clean(match["name"])) is not None)
        ranked = counts.most_common(2)
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            return ranked[0][0]
        if report.locality and report.locality not in province_names() and not ranked:
            return report.locality
        return None


def _most_named(text: str, *, lead: int = 1) -> str | None:
    """The province that `text` names `lead` times more often than any other; None where there is none."""
    counts: Counter[str] = Counter()
    for match in _PROVINCIAL.finditer(fold(text).text):
        if (name := clean(match["name"])) in province_names() and name is not None:
            counts[name] += 1
    ranked = counts.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= lead):
        return ranked[0][0]
    return None


def _rank_said(issuer: str) -> str:
    """The rank that an issuer printed without its place says: "UBND huyện" → district, "Đảng ủy xã" → commune."""
    if _UNNAMED_COMMUNE.search(issuer):
        return "commune"
    if _COUNCIL_OF_PROVINCE.search(issuer):
        return "province"
    return "district" if _COUNCIL_OF_DISTRICT.search(issuer) else ""


def _rank(body: str) -> str:
    """The rank of the places that have this body: "province", "district" or "" where the symbol does not tell."""
    if body in _COMMITTEE:
        return _COMMITTEE[body]
    row = bodies.by_symbol().get(body)
    if row is not None:
        return {"province": "province", "district": "district"}.get(row.level, "")
    return "province" if body.endswith("TU") else "district" if body.endswith("HU") else ""


@cache
def named_in(title: str) -> bool:
    """Whether the title of a document names a province."""
    return any(name in title for name in province_names())


@cache
def _province_pattern() -> regex.Pattern[str]:
    names = sorted(province_names(), key=lambda name: -len(name))
    return regex.compile(rf"(?<!\p{{L}})(?:{'|'.join(map(regex.escape, names))})(?!\p{{L}})", regex.IGNORECASE)


def _provinces(text: str) -> set[str]:
    by_lower = {name.lower(): name for name in province_names()}
    return {by_lower[match.group().lower()] for match in _province_pattern().finditer(fold(text).text)}
