"""Decide which locality or organization a report is about, from its title and opening.

Each name of a locality is a vote, weighted by its position and by the words before it; the title counts most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import islice

import regex
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from citegraph.knowledge.gazetteer import (
    COMMUNE,
    DISTRICT,
    PROVINCE,
    Level,
    gazetteer,
    levels_of_unit_word,
    provinces_of_role,
    units,
)
from citegraph.knowledge.tables import cached
from citegraph.read import subject_organization

OPENING_CHARS = 1500
"""How much of the text is examined, in characters; later parts of a report mention other localities, too."""

Votes = defaultdict[tuple[Level, str], float]
"""The sum of votes for each locality, by its level and name."""

_LETTERHEAD_LINES = 6  # lines in capitals at the beginning of an office's paper that name it
_PROVINCES_SINCE = "2004"  # older names are ordinary words now: "đồng bằng sông Cửu Long"
_AT_THE_BASE = "đảng ủy"  # every organization may have one, not only localities
# REVERSE, because the match ends at a known position.
_BEFORE = regex.compile(r"(?:(?P<word>\p{L}+)[ .]+)?(?:thủ đô )?$", regex.REVERSE)
_GAP = regex.compile(r"\.?[ ]|\.")  # between a unit word and the name
_NAME_GOES_ON = regex.compile(r" ?\p{Lu}| - \p{Lu}\p{Ll}|\p{L}")
_LOCATION_WORDS = ("tại", "ở", "về", "đến", "từ")
"""A locality after these words is where people meet, come to or come from, not what the report is about."""
# Words that begin a sentence or an office before the name of a province: "Tại Hà Nội", "UBND Hà Nội", "Công an Hà Nội".
_LEADING = frozenset(
    ("Tại", "Ở", "Của", "Về", "Và", "Thủ", "Đô", "UBND", "HĐND", "MTTQ", "BCĐ", "Đảng", "Bộ", "Công", "An", "Sở")
)
_BRANCH = regex.compile(r"\b[Nn]gành(?: \p{Ll}+){1,4} $")
"""A sector of a locality: "ngành y tế Hà Nội"."""
_PRESENTS = regex.compile(r"(?: điện tử)?(?: xin)?(?: trân trọng)? (?:giới thiệu|đăng)\b")
"""How the newspaper of a province introduces what it prints: "Báo Nghệ An trân trọng giới thiệu"."""
_CAPITAL = regex.compile(r"Thủ đô(?! \p{Lu})")


def find(title: str, text: str, letterhead: str | None) -> str | None:
    """Return the locality or organization that a report is about, or None.

    Args:
        title: The title of the report.
        text: The text of the report.
        letterhead: The locality of its letterhead, if it has one.
    """
    if organ := subject_organization.organization_of_title(title):
        return subject_organization.with_parent_organizations(organ, text)
    if subject_organization.is_biography(text[:OPENING_CHARS]):
        return None
    opening = text[:OPENING_CHARS]
    if letterhead and (own := _commune_of_letterhead(opening, letterhead)):
        return own
    votes: Votes = defaultdict(float)
    at = opening.find(title) if title else 0
    if at < 0:
        opening, at = f"{title}\n{opening}", 0
    order = 0
    for level, name, weight, start in _locality_mentions(opening):
        if at <= start < at + len(title):
            votes[level, name] += (4 if order else 9) * weight  # a title is usually about the first locality in it
            order += 1
        else:
            votes[level, name] += weight if start < OPENING_CHARS // 2 else weight / 2
    if _CAPITAL.search(title):
        votes[PROVINCE, next(iter(provinces_of_role("capital")))] += 4
    if (
        letterhead
        and (found := gazetteer().name_after_unit_word(letterhead, 0))
        and found.usual_name
        and found.usual_name not in provinces_of_role("capital")
    ):
        votes[PROVINCE if found.highest_level is PROVINCE else COMMUNE, found.usual_name] += 3
    organ = subject_organization.organization_of_party_committee(opening)
    if organ is None and votes and (winner := _most_voted(votes)):
        return winner
    organ = (
        organ
        or subject_organization.organization_of_letterhead(text)
        or subject_organization.introduced_organization(title, text[:OPENING_CHARS])
    )
    return subject_organization.with_parent_organizations(organ, text) if organ else None


def _commune_of_letterhead(opening: str, place: str) -> str | None:
    """Return the commune whose organ's letterhead opens a report: "ỦY BAN NHÂN DÂN / XÃ CÁT VÂN … Cát Vân, ngày".

    Such a report names its district and province more often than itself.
    """
    for line in islice(filter(None, map(str.strip, opening.split("\n"))), _LETTERHEAD_LINES):
        if not line.isupper():
            return None
        named = [found.usual_name for found in gazetteer().localities_in(line.title(), [COMMUNE])]
        if place in named:
            return place
    return None


def _most_voted(votes: Votes) -> str | None:
    """Return the district if it has at least half the votes of its province, else the province, else the commune."""
    best = dict.fromkeys(Level, ("", 0.0))
    for (level, name), vote in votes.items():
        if vote > best[level][1]:
            best[level] = (name, vote)
    (province, province_votes), (district, district_votes), (commune, commune_votes) = (
        best[PROVINCE],
        best[DISTRICT],
        best[COMMUNE],
    )
    if district_votes >= 2 and district_votes >= province_votes / 2:
        return district
    if province_votes >= 2 or (province_votes and commune_votes >= 2):
        return province
    return commune if commune_votes >= 2 else None


@cache
def _locality_words() -> dict[str, Level]:
    """Return the words for units and committees that precede a locality's name, in lower case, with their levels."""
    words = {form.rstrip(".").lower() for unit in units() for form in (unit.word, *unit.short, *unit.committees)}
    words = {word for word in words if len(word) > 1 and "." not in word} - {_AT_THE_BASE}
    return {spelt: levels_of_unit_word(word)[-1] for word in words for spelt in (word, word.replace("ủy", "uỷ"))}


@cached
def _province_spellings() -> dict[str, str]:
    return gazetteer().province_spellings(_PROVINCES_SINCE)


@cached
def _name_automaton() -> tuple[AhoCorasick, tuple[str, ...]]:
    """Return one automaton for the names of provinces and the words of `_locality_words`, and its patterns."""
    spelt = {form for word in _locality_words() for form in (word, word.capitalize(), word.title(), word.upper())}
    patterns = (*_province_spellings(), *sorted(spelt))
    return AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA), patterns


def _locality_mentions(text: str) -> Iterator[tuple[Level, str, float, int]]:
    """Yield the level, name, weight and start of each locality named in `text`."""
    lines = text.split("\n")
    if any(map(str.isupper, lines)):
        text = "\n".join(line.title() if line.isupper() else line for line in lines)
    automaton, patterns = _name_automaton()
    provinces = _province_spellings()
    done = 0
    for pattern, start, end in automaton.find_matches_as_indexes(text):
        if start < done or (start and text[start - 1].isalpha()):
            continue
        word = patterns[pattern]
        if province := provinces.get(word):
            if word not in provinces_of_role("namesake") and (weight := _province_name_weight(text, start, end)):
                yield PROVINCE, province, weight, start
        elif (gap := _GAP.match(text, end)) and (found := _locality_at(text, gap.end(), word)):
            level, name, done = found
            yield level, name, 2.0, start


def _locality_at(text: str, start: int, word: str) -> tuple[Level, str, int] | None:
    """Return the level, name and end of the locality at `start`, after the unit word or committee `word`.

    If no unit of this level has the name, those of other levels are tried: "huyện Khánh Hòa" means the province.
    """
    levels = levels_of_unit_word(word)
    small = text[start : start + 1].islower()
    if small and PROVINCE not in levels:
        return None
    found = gazetteer().name_at(text, start, levels) or (
        None if small else gazetteer().name_at(text, start, tuple(Level))
    )
    if found is None or found.usual_name is None:
        return None
    if " " not in found.usual_name and _NAME_GOES_ON.match(text, found.end):  # "Bí thư Tỉnh ủy Phan …" is a person
        return None
    return (PROVINCE if found.highest_level is PROVINCE else levels[-1]), found.usual_name, found.end


def _province_name_weight(text: str, start: int, end: int) -> float:
    """Return the weight of a province's name at `[start, end)`; 0 within a longer name."""
    if _NAME_GOES_ON.match(text, end) or (start and text[start - 1].isalpha()):
        return 0.0
    before = _BEFORE.search(text, max(0, start - 20), start)
    word = before["word"] if before else None
    if word is None:
        return 1.0
    if word.casefold() in _LOCATION_WORDS:
        return 0.1
    if word == "Báo":
        return 2.0 if _PRESENTS.match(text, end) else 0.0
    if _BRANCH.search(text, max(0, start - 40), start):
        return 2.0
    return 1.0 if not word[0].isupper() or word in _LEADING or word.casefold() in _locality_words() else 0.0
