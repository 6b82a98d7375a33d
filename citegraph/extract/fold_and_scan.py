"""Fold a text as far as its rules need it, and scan it: "Nghi\u0323 quyết" is read as "Nghị quyết".

Folding unifies spellings: composed letters, plain spaces and signs, tone marks in their usual position. Most texts need
little folding, so the scan first finds out what is needed. In a text that was typed without diacritics, the words about
documents get theirs back first.
"""

from __future__ import annotations

from collections.abc import Iterable

from citegraph.extract.keyword_scan import Hits, KeywordHit, scan
from citegraph.extract.rule_prefilter import NONE, Prefilter
from citegraph.knowledge.diacritics import lacks_diacritics, restore_diacritics
from citegraph.text import Folded, fold_except_tones, fold_same_length, move_tone_marks

_LOOK_BEHIND, _LOOK_AHEAD = 200, 700  # code points around a hit that the rules may read


def fold_and_scan(text: str, prefilter: Prefilter) -> tuple[Folded, Hits]:
    """Return `text` folded around the hits, and the hits in it. A text without hits is not folded.

    Args:
        text: The text as given.
        prefilter: The keywords, and the rules that may match at them.
    """
    data = _to_utf8(text)
    if lacks_diacritics(text, len(data)):
        text = restore_diacritics(text)
        data = _to_utf8(text)
    folded = Folded(text)
    found = scan(data, prefilter)
    if found.hidden:
        folded = fold_except_tones(text, found.signs)
        found = scan(_to_utf8(folded.text), prefilter)
    hits = found.hits
    if not hits:
        return folded, hits
    if folded.text is text and found.signs:
        folded = fold_except_tones(text, found.signs)
        hits.map_starts(folded.folded_position)
    elif folded.text is text:
        folded.text = fold_same_length(text)
    folded.text = _move_tone_marks_around(folded.text, hits)
    return folded, hits


def _to_utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _move_tone_marks_around(text: str, hits: Iterable[KeywordHit]) -> str:
    """Return `text` with tone marks moved in the parts that the rules read; elsewhere they do not matter."""
    pieces: list[str] = []
    done = 0
    for hit in hits:
        if hit.rules is NONE or hit.start + _LOOK_AHEAD <= done:
            continue
        start = max(done, text.rfind(" ", done, max(0, hit.start - _LOOK_BEHIND)))  # never split a word
        stop = text.find(" ", hit.end + _LOOK_AHEAD)
        stop = stop if stop >= 0 else len(text)
        pieces += (text[done:start], move_tone_marks(text[start:stop]))
        done = stop
    pieces.append(text[done:])
    return "".join(pieces)
