"""Decide the locality of a local document, from its mention or its report.

    12-KH/HU của Huyện ủy Vĩnh Linh        → Vĩnh Linh
    16-NQ/TU của Tỉnh ủy, in Báo Thanh Hóa → Thanh Hóa

A locality is a name in the gazetteer in its usual spelling, or an organization under its own name ("Chính phủ").
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import regex

from citegraph.knowledge import bodies, organizations_with_committee
from citegraph.knowledge.gazetteer import (
    COMMUNE,
    DISTRICT,
    PROVINCE,
    Level,
    gazetteer,
    levels_by_symbol,
    levels_of_unit_word,
    provinces_of_role,
    unit_pattern,
    unit_word,
)
from citegraph.knowledge.tables import cached
from citegraph.model import Mention, Report
from citegraph.text import fold

_NEAR = 400  # code points before a mention that may name a locality
_HEAD = 3000  # code points in which a report states its origin
_READ_FOR_LOCALITIES = 40_000  # code points read if the head names no province
_CLEAR_LEAD = 2  # texts also name provinces that they are not about
_UNNAMED_COMMUNE = regex.compile(r"Đảng\s+ủy(?:\s+cơ\s+sở)?$", regex.IGNORECASE)
_UNIT_AT_END = regex.compile(rf"(?<!\p{{L}})(?P<unit>{unit_pattern()})$", regex.IGNORECASE)
_COMMITTEE_OF_COMMUNE = "ĐU"
_COMMITTEE_OF_ANY = "Ban Chỉ đạo"  # the words after it usually name its task, not its locality
_NAMES_SINCE = "2004"  # older names are ordinary words in current titles: "đồng bằng sông Cửu Long"


class Localities:
    """The localities of one report, computed at first use."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._known: dict[str, str | None] = {}

    def locality_of_document(self, mention: Mention, body: str) -> str | None:
        """Return the locality of the document of `mention`, or None if neither mention nor report gives it.

        Args:
            mention: A mention of a local document.
            body: The symbol of its body.
        """
        if council := _peoples_committee_pattern().match(mention.locality or ""):
            return self._peoples_committee(council)
        issuer = mention.issuer or ""
        level = _stated_level(issuer) or _level_of_body(body)
        if level is PROVINCE and _is_committee_of_district(issuer):
            level = DISTRICT
        if mention.locality is not None:
            name = self.locality_named(mention.locality, level)
            if name is not None or not issuer.startswith(_COMMITTEE_OF_ANY):
                return name
        if level is None and not issuer and body == _COMMITTEE_OF_COMMUNE:
            return self._own_commune()
        locality = self.report_locality_for(mention, level)
        if level is PROVINCE and locality is not None and _is_committee_of_city(issuer):
            return locality if _is_city(locality, PROVINCE) else self._report_city()
        return locality

    def locality_named(self, printed: str, level: Level | None) -> str | None:
        """Return the locality or organization named `printed`; at `level` province, the province that contains it.

        A city of a province has a committee with a province's symbol, so it keeps its own name.
        """
        localities = gazetteer().units_named(printed)
        if localities:
            if (
                level is PROVINCE
                and localities[0].level is not PROVINCE
                and not any(found.unit == "thành phố" for found in localities)
            ):
                return gazetteer().province_of(printed, self._report.date)
            return gazetteer().usual_spelling(printed)
        if not organizations_with_committee.is_organization(printed):
            return None
        return self._with_report_province(organizations_with_committee.usual_name(printed))

    def _with_report_province(self, organization: str | None) -> str | None:
        """Return "Công an tỉnh" with the province of the report; None if the report is about none."""
        unit = _UNIT_AT_END.search(organization or "")
        if organization is None or unit is None:
            return organization
        name = self.report_locality(levels_of_unit_word(unit["unit"])[0])
        return f"{organization} {name}" if name else None

    def _report_city(self) -> str | None:
        """Return the city of a province that the report is about, or None."""
        name = self._report.locality
        return gazetteer().usual_spelling(name) if name and _is_city(name, DISTRICT) else None

    def _peoples_committee(self, match: regex.Match[str]) -> str | None:
        """Return the People's Committee of a Party committee, with the locality of mention or report."""
        name = (
            gazetteer().usual_spelling(match["name"])
            if match["name"]
            else self.report_locality(levels_of_unit_word(match["area"])[0])
        )
        return f"UBND {unit_word(match['area'])} {name}" if name else None

    def report_locality_for(self, mention: Mention, level: Level | None) -> str | None:
        """Return the locality of this level that the report is about.

        Also None if the words before `mention` name another province: the career of an official leads through several.
        """
        locality = self.report_locality(level)
        if level is PROVINCE and locality is None:
            return self._only_province_in_line(mention)
        if level is not PROVINCE:
            return locality
        before = self._report.text[max(0, mention.span.start - _NEAR) : mention.span.start]
        named = [found.usual_name for found in gazetteer().localities_in(fold(before).text, [PROVINCE])]
        return locality if not named or named[-1] == locality else None

    def _only_province_in_line(self, mention: Mention) -> str | None:
        """Return the only province that the line of a mention names, or None."""
        text, span = self._report.text, mention.span
        line = text[text.rfind("\n", 0, span.start) + 1 : span.end]
        named = {found.usual_name for found in gazetteer().localities_in(fold(line[-_NEAR:]).text, [PROVINCE])}
        return named.pop() if len(named) == 1 else None

    def _own_commune(self) -> str | None:
        """Return the commune whose paper the report is; other organizations have primary Party committees, too."""
        name = self._report.locality
        own = bool(name and self._report.number and gazetteer().is_locality(name, [COMMUNE]))
        return gazetteer().usual_spelling(name) if name and own else None

    def own_district_or_commune(self) -> str | None:
        """Return the district or commune that the report is about, if it is about one."""
        name = self._report.locality
        return gazetteer().usual_spelling(name) if name and gazetteer().is_locality(name, [DISTRICT, COMMUNE]) else None

    def report_locality(self, level: Level | None) -> str | None:
        """Return the locality of this level that the report is about, or None."""
        if level is None:
            return None
        if level not in self._known:
            self._known[level] = self._report_province() if level is PROVINCE else self._district_or_commune(level)
        return self._known[level]

    def _report_province(self) -> str | None:
        report = self._report
        for text in (report.locality, report.publisher, report.title):
            names = _provinces_in(text or "")
            if text == report.title:
                names -= provinces_of_role("namesake")
            if len(names) == 1:
                return next(iter(names))
            if text and text == report.locality and (province := self._containing_province(text)):
                return province
            if text and text == report.publisher and (province := gazetteer().province_of_publisher(text)):
                return province
        head = report.text[:_HEAD]
        return (
            _most_named_province(head)
            or _most_named_province(report.text[:_READ_FOR_LOCALITIES], lead=_CLEAR_LEAD)
            or _only_named_province(head)
        )

    def _containing_province(self, locality: str) -> str | None:
        """Return the province of the district or commune `locality`; if ambiguous, the one that the report names."""
        if province := gazetteer().province_of(locality, self._report.date):
            return province
        localities = gazetteer().units_named(locality, [DISTRICT, COMMUNE])
        head = fold(self._report.text[:_HEAD]).text
        named = {found.usual_name for found in gazetteer().localities_in(head, [PROVINCE])}
        held = {name for name in named if name and gazetteer().units_within(localities, name)}
        return held.pop() if len(held) == 1 else None

    def _district_or_commune(self, level: Level) -> str | None:
        """Return the district or commune that the report is about, or that its head names most often."""
        report = self._report
        head = fold(report.text[:_HEAD]).text
        counts = Counter(found.usual_name for found in gazetteer().localities_in(head, [level]) if found.usual_name)
        ranked = counts.most_common(2)
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            return ranked[0][0]
        if report.locality and not ranked and not gazetteer().is_locality(report.locality, [PROVINCE]):
            return (
                gazetteer().usual_spelling(report.locality)
                if gazetteer().is_locality(report.locality, [level])
                else None
            )
        return None


def _is_committee_of_city(issuer: str) -> bool:
    """Return whether an issuer ends in the name of a city's Party committee; a city is a province or part of one."""
    return {PROVINCE, DISTRICT} <= {*levels_of_unit_word(" ".join(issuer.split()[-2:]))}


def _is_city(name: str, level: Level) -> bool:
    """Return whether a locality of this level is a city: only cities have a Thành ủy."""
    return any(found.unit == "thành phố" for found in gazetteer().units_named(name, [level]))


def _most_named_province(text: str, *, lead: int = 1) -> str | None:
    """Return the province that `text` names at least `lead` times more than any other, or None."""
    counts = Counter(found.usual_name for found in gazetteer().localities_in(fold(text).text, [PROVINCE]))
    ranked = counts.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= lead):
        return ranked[0][0]
    return None


def _only_named_province(text: str) -> str | None:
    """Return the only province that `text` names, with or without "tỉnh": "Sở GDĐT Bắc Ninh"; else None."""
    names = (
        _provinces_in(text) - provinces_of_role("capital") - provinces_of_role("namesake")
    )  # often not the locality of the report
    return next(iter(names)) if len(names) == 1 else None


def _stated_level(issuer: str) -> Level | None:
    """Return the level of an issuer printed without its locality: "UBND huyện" → district, "Đảng ủy xã" → commune."""
    if _UNNAMED_COMMUNE.search(issuer):
        return COMMUNE
    unit = _UNIT_AT_END.search(issuer)
    return levels_of_unit_word(unit["unit"])[0] if unit else None


def _is_committee_of_district(issuer: str) -> bool:
    """Return whether an issuer names a committee that only districts have, such as "Thị ủy Hương Trà".

    A town's committee has the symbol of a province's.
    """
    return any(levels_of_unit_word(" ".join(pair)) == (DISTRICT,) for pair in pairwise(issuer.split()))


def _level_of_body(body: str) -> Level | None:
    """Return the level of the localities that have this body; None where the symbol does not show it."""
    levels = levels_by_symbol().get(body)
    if levels and levels[0] is not COMMUNE:  # other organizations also have a primary Party committee
        return levels[0]
    row = bodies.bodies_by_symbol().get(body) or bodies.local_state_body(body)
    if row is not None:
        return Level(row.levels[0]) if row.levels in ((PROVINCE,), (DISTRICT,)) else None
    return PROVINCE if body.endswith("TU") else DISTRICT if body.endswith("HU") else None


@cached
def _peoples_committee_pattern() -> regex.Pattern[str]:
    names = "|".join(r"\s+".join(name.split()) for name in bodies.bodies_with_party_committee())
    return regex.compile(rf"(?:{names})\s+(?P<area>{unit_pattern()})(?:\s*(?P<name>\S.*))?$", regex.IGNORECASE)


@cached
def _province_pattern() -> tuple[regex.Pattern[str], dict[str, str]]:
    names = {
        p.name.lower(): p.name for p in gazetteer().all_units(PROVINCE) if p.until is None or p.until >= _NAMES_SINCE
    }
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return regex.compile(
        rf"(?<!\p{{L}})(?:{'|'.join(map(regex.escape, longest_first))})(?!\p{{L}})", regex.IGNORECASE
    ), names


def _provinces_in(text: str) -> set[str]:
    pattern, names = _province_pattern()
    return {names[match.group().lower()] for match in pattern.finditer(fold(text).text)}
