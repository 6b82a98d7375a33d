"""Fold a text as far as its rules need it, and scan it: "Nghi\u0323 quyết" is seen as "Nghị quyết".

Folding makes spellings alike: composed letters, plain spaces and signs, tone marks in their usual place. Most texts need
little of it, so the scan tells first what there is to fold.
"""

from __future__ import annotations

from collections.abc import Iterable

from citegraph.extract.prefilter import NONE, Prefilter
from citegraph.extract.scan import Hit, Hits, scan
from citegraph.text import Folded, fold_except_tones, fold_same_length, move_tone_marks

_LOOK_BEHIND, _LOOK_AHEAD = 200, 700  # code points around a hit that its rules read


def folded_and_scanned(text: str, prefilter: Prefilter) -> tuple[Folded, Hits]:
    """`text` folded around the places worth a look, and these places in it; without any it is not folded at all."""
    folded = Folded(text)
    found = scan(text, prefilter)
    if found.hidden:
        folded = fold_except_tones(text, found.signs)
        found = scan(folded.text, prefilter)
    hits = found.hits
    if not hits:
        return folded, hits
    if folded.text is text and found.signs:
        folded = fold_except_tones(text, found.signs)
        hits.move(folded.folded_position)
    elif folded.text is text:
        folded.text = fold_same_length(text)
    folded.text = _move_tone_marks_around(folded.text, hits)
    return folded, hits


def _move_tone_marks_around(text: str, hits: Iterable[Hit]) -> str:
    """`text` with its tone marks placed where the rules will look; elsewhere they do not matter."""
    pieces: list[str] = []
    done = 0
    for hit in hits:
        if hit.rules is NONE or hit.start + _LOOK_AHEAD <= done:
            continue
        start = max(done, text.rfind(" ", done, max(0, hit.start - _LOOK_BEHIND)))  # a word is never cut in two
        stop = text.find(" ", hit.end + _LOOK_AHEAD)
        stop = stop if stop >= 0 else len(text)
        pieces += (text[done:start], move_tone_marks(text[start:stop]))
        done = stop
    pieces.append(text[done:])
    return "".join(pieces)
