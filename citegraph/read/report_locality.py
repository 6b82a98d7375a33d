"""Decide which locality or organization a report is about, from its title and opening.

Every name of a place is a vote that weighs by where it stands and what stands before it; the title counts most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import regex
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from citegraph.knowledge.gazetteer import (
    COMMUNE,
    DISTRICT,
    PROVINCE,
    Level,
    gazetteer,
    levels_of,
    of_role,
    units,
)
from citegraph.knowledge.tables import cached
from citegraph.read import organizations

OPENING_CHARS = 1500
"""How much of the text votes; beyond it, reports speak of other places too."""

Votes = defaultdict[tuple[Level, str], float]
"""What speaks for a place, by its level and name."""

_PROVINCES_SINCE = "2004"  # older names are ordinary words of today's texts: "đồng bằng sông Cửu Long"
_AT_THE_BASE = "đảng ủy"  # every workplace has one
# What ends somewhere is found fastest from that end.
_BEFORE = regex.compile(r"(?:(?P<word>\p{L}+)[ .]+)?(?:thủ đô )?$", regex.REVERSE)
_GAP = regex.compile(r"\.?[ ]|\.")  # between a unit word and the name
_NAME_GOES_ON = regex.compile(r" ?\p{Lu}| - \p{Lu}\p{Ll}|\p{L}")
_MEETING = ("tại", "ở", "về", "đến", "từ")
"""A place that people come to or come from is not what a report is about."""
# Words that begin a sentence or an office before the name of a province: "Tại Hà Nội", "UBND Hà Nội", "Công an Hà Nội".
_LEADING = frozenset(
    ("Tại", "Ở", "Của", "Về", "Và", "Thủ", "Đô", "UBND", "HĐND", "MTTQ", "BCĐ", "Đảng", "Bộ", "Công", "An", "Sở")
)
_BRANCH = regex.compile(r"\b[Nn]gành(?: \p{Ll}+){1,4} $")
"""What has its say over a place: "ngành y tế Hà Nội"."""
_PRESENTS = regex.compile(r"(?: điện tử)?(?: xin)?(?: trân trọng)? (?:giới thiệu|đăng)\b")
"""What the newspaper of a province says of what it prints: "Báo Nghệ An trân trọng giới thiệu"."""
_CAPITAL = regex.compile(r"Thủ đô(?! \p{Lu})")


def find(title: str, text: str, letterhead: str | None) -> str | None:
    """The locality a report is about; `letterhead` is that of its letterhead. None where it names none."""
    if organ := organizations.titled(title):
        return organizations.with_parents(organ, text)
    if organizations.is_life(text[:OPENING_CHARS]):
        return None
    votes: Votes = defaultdict(float)
    opening = text[:OPENING_CHARS]
    at = opening.find(title) if title else 0
    if at < 0:
        opening, at = f"{title}\n{opening}", 0
    order = 0
    for level, name, weight, start in _mentions(opening):
        if at <= start < at + len(title):
            votes[level, name] += (4 if order else 9) * weight  # its first place is what a title is about
            order += 1
        else:
            votes[level, name] += weight if start < OPENING_CHARS // 2 else weight / 2
    if _CAPITAL.search(title):
        votes[PROVINCE, next(iter(of_role("capital")))] += 4
    if (
        letterhead
        and (found := gazetteer().behind(letterhead, 0))
        and found.name
        and found.name not in of_role("capital")
    ):
        votes[PROVINCE if found.level is PROVINCE else COMMUNE, found.name] += 3
    organ = organizations.of_party(opening)
    if organ is None and votes and (winner := _winner(votes)):
        return winner
    organ = organ or organizations.headed(text) or organizations.named(title, text[:OPENING_CHARS])
    return organizations.with_parents(organ, text) if organ else None


def _winner(votes: Votes) -> str | None:
    """The district, where it has half the votes of its province at least; else the province; else the commune."""
    best = dict.fromkeys(Level, ("", 0.0))
    for (level, name), vote in votes.items():
        if vote > best[level][1]:
            best[level] = (name, vote)
    (province, provincial), (district, local), (commune, least) = best[PROVINCE], best[DISTRICT], best[COMMUNE]
    if local >= 2 and local >= provincial / 2:
        return district
    if provincial >= 2 or (provincial and least >= 2):
        return province
    return commune if least >= 2 else None


@cache
def _words() -> dict[str, Level]:
    """The unit words and committees behind which a name is that of a place, in small letters, and its level."""
    words = {form.rstrip(".").lower() for unit in units() for form in (unit.word, *unit.short, *unit.committees)}
    words = {word for word in words if len(word) > 1 and "." not in word} - {_AT_THE_BASE}
    return {spelt: levels_of(word)[-1] for word in words for spelt in (word, word.replace("ủy", "uỷ"))}


@cached
def _spellings() -> dict[str, str]:
    return gazetteer().spellings(_PROVINCES_SINCE)


@cached
def _needles() -> tuple[AhoCorasick, tuple[str, ...]]:
    """One automaton for the names of provinces and the words for levels, and its patterns."""
    spelt = {form for word in _words() for form in (word, word.capitalize(), word.title(), word.upper())}
    patterns = (*_spellings(), *sorted(spelt))
    return AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA), patterns


def _mentions(text: str) -> Iterator[tuple[Level, str, float, int]]:
    """Level, name, weight and start of each place that `text` names."""
    lines = text.split("\n")
    if any(map(str.isupper, lines)):
        text = "\n".join(line.title() if line.isupper() else line for line in lines)
    automaton, patterns = _needles()
    provinces = _spellings()
    done = 0
    for pattern, start, end in automaton.find_matches_as_indexes(text):
        if start < done or (start and text[start - 1].isalpha()):
            continue
        word = patterns[pattern]
        if province := provinces.get(word):
            if word not in of_role("namesake") and (weight := _standing(text, start, end)):
                yield PROVINCE, province, weight, start
        elif (gap := _GAP.match(text, end)) and (found := _named(text, gap.end(), word)):
            level, name, done = found
            yield level, name, 2.0, start


def _named(text: str, start: int, word: str) -> tuple[Level, str, int] | None:
    """The place named at `start`, behind the unit word or committee `word`: its level, its name, and where it ends.

    A name that no unit of this level bears may be one of another: "huyện Khánh Hòa" is said of the province.
    """
    levels = levels_of(word)
    small = text[start : start + 1].islower()
    if small and PROVINCE not in levels:
        return None
    found = gazetteer().at(text, start, levels) or (None if small else gazetteer().at(text, start, tuple(Level)))
    if found is None or found.name is None:
        return None
    if " " not in found.name and _NAME_GOES_ON.match(text, found.end):  # "Bí thư Tỉnh ủy Phan …" is a person
        return None
    return (PROVINCE if found.level is PROVINCE else levels[-1]), found.name, found.end


def _standing(text: str, start: int, end: int) -> float:
    """How much the name of a province at `[start, end)` counts; nothing inside a longer name or behind a meeting."""
    if _NAME_GOES_ON.match(text, end) or (start and text[start - 1].isalpha()):
        return 0.0
    before = _BEFORE.search(text, max(0, start - 20), start)
    word = before["word"] if before else None
    if word is None:
        return 1.0
    if word.casefold() in _MEETING:
        return 0.1
    if word == "Báo":
        return 2.0 if _PRESENTS.match(text, end) else 0.0
    if _BRANCH.search(text, max(0, start - 40), start):
        return 2.0
    return 1.0 if not word[0].isupper() or word in _LEADING or word.casefold() in _words() else 0.0
