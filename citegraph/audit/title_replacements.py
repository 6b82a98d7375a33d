"""Find the words of a title that replace official ones.

Outside quotation marks a title may be cut short, paraphrased or followed by the rest of the sentence. A slip is
distinguished from these by what surrounds it: the words before it are the official ones, and the official title does
not pause where it stands.

>>> first_replacement("về phòng, chống lãng phí trong cơ quan đã được học", "về phòng, chống tham nhũng trong cơ quan")
Replacement(said='phòng, chống [lãng phí] trong cơ', known='phòng, chống [tham nhũng] trong cơ', same=5, other=2)
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

import regex

from citegraph.audit import title_comparison
from citegraph.knowledge import abbreviations, cue_phrases
from citegraph.knowledge.tables import cached_recent
from citegraph.text import strip_diacritics

_WORD = regex.compile(r"(?P<between>[^\p{L}\d]*)(?P<word>[\p{L}\d]+)")
_PAUSE = regex.compile(r"[,;:.()“”\"]")
_LONGEST = 6  # words that stand for others; where more differ, the title is another or is told in other words
_SHORTEST_TAIL = 2  # words at the end that are looked at, even where they stand for one
_RUN = 2  # words in a row that both titles have; a single one may be the same by chance
_CONTEXT = 2  # words shown on each side


class Replacement(NamedTuple):
    """Words of a title that stand for others, with words around them, and how much of the title they are."""

    said: str
    known: str
    same: int  # words that both titles have, as far as they were compared
    other: int  # words that differ

    @property
    def share_of_common_words(self) -> float:
        """The share of the words compared that both titles have."""
        return self.same / (self.same + self.other)


class _Word(NamedTuple):
    bare: str
    printed: str
    paused: bool  # whether punctuation stands before it


Words = Sequence[_Word]
_Change = tuple[str, int, int, int, int]  # as `SequenceMatcher` has it


@cached_recent(4096)
def first_replacement(said: str, known: str, *, whole: bool = False) -> Replacement | None:
    """Return the first words of a title that stand in the place of official ones; None where there are none.

    Args:
        said: The title as printed, perhaps with the rest of its sentence.
        known: The official title.
        whole: Whether the title said ends where `said` ends, as in quotation marks.

    Returns:
        The words with those around them, and how much of the title is the same.
    """
    one, other = _words(said), _words(known)
    found: Replacement | None = None
    same = strange = 0
    changes = _diff_words(one, other)
    for at, (tag, start, end, low, high) in enumerate(changes):
        if tag == "equal":
            same += end - start
            continue
        at_end = not whole and (end == len(one) or high == len(other))
        if not whole and (_continues_after_pause(one, start, end) or _is_chance_match(one, start, changes[at + 1 :])):
            break
        top = _index_of_next_pause(other, low, high) if at_end else high
        stop = _index_of_next_pause(one, start, end, most=max(top - low, _SHORTEST_TAIL) + 1) if at_end else end
        mine, theirs = one[start:stop], other[low:top]
        strange += _count_differing_words(mine, theirs, at_end=at_end)
        if found is not None or tag != "replace" or (at_end and _has_pause(one, start, other, low)):
            continue
        if _is_replacement(mine, theirs, one, other) and _has_official_neighbors(changes, at):
            found = Replacement(_printed_with_context(one, start, stop), _printed_with_context(other, low, top), 0, 0)
    return found and found._replace(same=same, other=max(strange, 1))


def _has_official_neighbors(changes: Sequence[_Change], at: int) -> bool:
    """Whether the words before a change are official ones, or those after it if the change begins the title."""
    beside = changes[at - 1] if at else next(iter(changes[1:]), None)
    return beside is not None and beside[2] - beside[1] >= _RUN


def _count_differing_words(said: Words, known: Words, *, at_end: bool) -> int:
    """Return how many words differ, without generic ones and without words after the end of the official title."""
    content = sum(not _is_generic([word]) for word in said)
    return min(content, len(known)) if known else 0 if at_end else content


def _diff_words(one: Words, other: Words) -> Sequence[_Change]:
    matched = SequenceMatcher(None, [word.bare for word in one], [word.bare for word in other], autojunk=False)
    return matched.get_opcodes()


def _continues_after_pause(one: Words, start: int, end: int) -> bool:
    """Whether what is said pauses here and says more than a title would: "…, trọng tâm là dạy học có chất lượng"."""
    return end - start > _LONGEST and one[start].paused


def _is_chance_match(one: Words, start: int, after: Sequence[_Change]) -> bool:
    """Whether the stated title pauses at `start`, and all matches after it are so short that they may be chance."""
    return start < len(one) and one[start].paused and all(tag != "equal" or b - a < _RUN for tag, a, b, _, _ in after)


def _words(title: str) -> list[_Word]:
    """Return the words of a title after its opening, abbreviations spelt out, days without leading zeros."""
    found, at = list[_Word](), 0
    printed = [*_WORD.finditer(title_comparison.without_opening(title_comparison.with_short_dates(title)))]
    lower = [match["word"].lower() for match in printed]
    while at < len(printed):
        paused = _PAUSE.search(printed[at]["between"]) is not None
        long = abbreviations.abbreviation_at(lower, at)
        parts = long[1] if long is not None else (printed[at]["word"],)
        for place, part in enumerate(parts):
            bare = strip_diacritics(part).replace("y", "i").lstrip("0")
            found.append(_Word(bare, part, paused and place == 0))
        at += long[0] if long is not None else 1
    arabic = title_comparison.with_arabic_ordinals([word.bare for word in found])
    return [word._replace(bare=bare) for word, bare in zip(found, arabic, strict=True)]


def _index_of_next_pause(words: Words, start: int, end: int, most: int = _LONGEST) -> int:
    """Return the index of the next pause from `start` on, at most `most` words later."""
    pause = next((at for at in range(start + 1, end) if words[at].paused), end)
    return min(pause, start + most)


def _has_pause(one: Words, a: int, other: Words, c: int) -> bool:
    """Whether one of the titles pauses where they begin to differ, so that it may have been cut short there."""
    if a == len(one) or c == len(other) or one[a].paused or other[c].paused:
        return True
    return any(
        cue_phrases.continues_title(" ".join(word.printed for word in rest)) for rest in (one[a:][:3], other[c:][:3])
    )


def _is_replacement(said: Words, known: Words, one: Words, other: Words) -> bool:
    """Whether words stand for others, and are not the same in another spelling, order or length."""
    if max(len(said), len(known)) > _LONGEST or _is_generic(said) or _is_generic(known):
        return False
    if not any(_is_digits(word) for word in known) and _is_generic([word for word in said if not _is_digits(word)]):
        return False  # the day of what is cited in the title
    in_capitals = all(word.printed.isupper() for word in one)
    if not in_capitals and any(len(word.printed) > 1 and word.printed.isupper() for word in said):
        return False  # an abbreviation that no table has
    mine, theirs = {word.bare for word in said}, {word.bare for word in known}
    if mine <= {word.bare for word in other} and theirs <= {word.bare for word in one}:
        return False  # in another order
    pairs = {a.bare + b.bare for a, b in pairwise(other)}
    return not any(word.bare in pairs for word in said) and not _is_same_or_lacks_letters(
        _joined_letters(said), _joined_letters(known)
    )


def _is_same_or_lacks_letters(said: str, known: str) -> bool:
    """Whether `said` is `known` with letters missing, or equal to it: "nhn dn" for "nhân dân"."""
    letters = iter(known)
    return all(letter in letters for letter in said)


def _joined_letters(words: Words) -> str:
    return "".join(word.bare for word in words)


def _is_digits(word: _Word) -> bool:
    return word.printed.isdecimal()


def _is_generic(words: Words) -> bool:
    """Whether the words stand in titles of any subject."""
    empty = abbreviations.stopwords()
    return all(word.printed.lower() in empty or cue_phrases.continues_title(word.printed) for word in words)


def _printed_with_context(words: Words, start: int, end: int) -> str:
    def printed(low: int, high: int) -> str:
        return "".join((", " if word.paused else " ") + word.printed for word in words[max(0, low) : high]).strip(", ")

    around = (printed(start - _CONTEXT, start), f"[{printed(start, end)}]", printed(end, end + _CONTEXT))
    return " ".join(part for part in around if part)
