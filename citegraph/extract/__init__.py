"""Text in, mentions out: every place of a report that names a document, with what is said of it there.

One linear scan finds the places worth a look; anchored rules decide at each of them, first the rules that need most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

import regex

from citegraph import authority as known
from citegraph.authority import Authority
from citegraph.extract import attributes, meetings, names, numbered
from citegraph.extract.found import Found
from citegraph.extract.scan import Hit, scan
from citegraph.grammar import kinds
from citegraph.grammar.kinds import Kind
from citegraph.grammar.words import ADDRESS, DEMONSTRATIVE, DRAFT, NO_LAW_BEFORE, PINPOINT, PLURAL, PROVISION, REACH
from citegraph.model import Form, Mention, Scope
from citegraph.text import Folded, fold_apart_from_tones, place_tones

__all__ = ["extract"]

_LONGEST_ADDRESS = 200  # code points on each side of a symbol
_LOOK_BEHIND, _LOOK_AHEAD = 200, 1_400  # code points around a hit that its rules read
_TITLE_AFTER = 120  # code points between a number and the quoted title that belongs to it
_QUOTE_REACH = 160  # code points of context on each side of a mention, less where its sentence ends
# A sentence ends at its sign, at an empty line and before a list; a mere line break may be the width of a page.
_SENTENCE_END = regex.compile(r"[.!?;](?=\s)|\n(?=[ \t]*(?:\r?\n|[-*+•|#<]))")
_LAWS = frozenset({"Luật", "Bộ luật", "Pháp lệnh"})
# The line of a letterhead that carries a report's own number: "Số: 12-BC/HU".
_LETTERHEAD = regex.compile(r"(?:(?:^|\n|\|)[\s*_]*(?:Số|SỐ)\s*:?|(?:Số|SỐ)\s*:)[\s*_]*$")
_CORPS = regex.compile(r"\d(?!\d)")  # "QĐ2" is an army corps, "NQ57" a resolution
# A type word that names a document no rule understood: nothing after it may bind across it.
_ISSUED = regex.compile(r"\b(?:ra|thông\s+qua|ban\s+hành)\s+(?:một\s+|các\s+|bản\s+)?$", regex.IGNORECASE)
_BARRIER = regex.compile(r"\s+(?:(?i:của|về|do|liên\s+tịch|khác|mới|số)\b|\p{Lu})")


@lru_cache(maxsize=4)
def _titles(authority: Authority) -> names.Titles:
    return names.Titles(authority)


def extract(text: str, authority: Authority | None = None) -> list[Mention]:
    """The mentions of `text`, in the order of the text, never overlapping.

    Spans are code points of `text` as given: `text[m.span.start:m.span.end] == m.surface`. `authority` knows the titles
    by which documents are named (default: the known documents of the package).
    """
    folded = fold_apart_from_tones(text)
    hits = list(scan(folded.text))
    if not hits:
        return []
    folded.text = _place_tones_around(folded.text, hits)
    groups = list(_groups(folded.text, hits, _titles(authority or known.load())))
    starts = [group[0].start for group in groups] + [len(folded.text)]
    found = [
        item
        for group, limit in zip(groups, starts[1:], strict=True)
        for item in attributes.attach(folded.text, group, limit)
    ]
    return [_mention(text, folded, item) for item in found]


def _place_tones_around(text: str, hits: Sequence[Hit]) -> str:
    """`text` with its tone marks placed where the rules will look; elsewhere they do not matter."""
    pieces: list[str] = []
    done = 0
    for hit in hits:
        if hit.start + _LOOK_AHEAD // 2 <= done:
            continue
        start, stop = max(done, hit.start - _LOOK_BEHIND), hit.end + _LOOK_AHEAD
        pieces += (text[done:start], place_tones(text[start:stop]))
        done = max(done, min(stop, len(text)))
    pieces.append(text[done:])
    return "".join(pieces)


def _groups(text: str, hits: Iterable[Hit], titles: names.Titles) -> Iterator[list[Found]]:
    """The mentions of folded `text`, the items of a list together."""
    cursor = 0
    seen: set[str] = set()  # types that a demonstrative can point back to
    named: set[tuple[str, str]] = set()  # type and number of what has been cited in full
    last: Found | None = None
    for hit in hits:
        if hit.start < cursor:
            continue
        group = _at(text, hit, cursor, titles, named)
        if not group and hit.exact and isinstance(hit.what, Kind):
            name = hit.what.name
            anaphor = _anaphor(text, hit, hit.what) if name in seen else None
            if anaphor is not None:
                group = [anaphor]
            elif _blocks(text, hit):
                seen.discard(name)
        if group and _is_title_of(text, group[0], last):
            cursor = group[-1].end
            continue
        if group:
            last = group[-1]
            seen.update(item.kind for item in group if item.kind)
            named.update((item.kind, item.code.number) for item in group if item.kind and item.code)
            cursor = group[-1].end
            yield group


def _blocks(text: str, hit: Hit) -> bool:
    """Whether an unrecognised type word names another document, told without a number, that "này" may point to."""
    capital = text[hit.start].isupper() and _BARRIER.match(text, hit.end, hit.end + REACH) is not None
    return capital or _ISSUED.search(text, max(0, hit.start - 24), hit.start) is not None


def _is_title_of(text: str, found: Found, last: Found | None) -> bool:
    """Whether a document named by its title in quotation marks is the title of the one before it: "Quy định số …, "Quy
    định về …"".
    """
    if last is None or last.kind != found.kind or found.form is not Form.TITLE or last.form is not Form.FULL:
        return False
    between = text[last.end : found.start]
    return len(between) < _TITLE_AFTER and between.rstrip().endswith(('"', "“")) and "\n" not in between


def _at(text: str, hit: Hit, floor: int, titles: names.Titles, named: AbstractSet[tuple[str, str]]) -> list[Found]:
    """The mentions that begin at a hit; empty where it names no document."""
    what = hit.what
    if isinstance(what, str):
        if what.isupper() or not what.islower():
            return _at_symbol(text, hit, floor)
        if found := names.by_itself(text, hit.start, hit.end, what):
            return found
        alias = titles.alias_at(text, hit.start)
        return [alias] if alias else []
    before = text[max(0, hit.start - 40) : hit.start].lower()
    if ("thảo" in before or "dự án" in before) and DRAFT.search(before):
        return []
    found = numbered.after_type(text, hit.start, hit.end, what, named)
    if not hit.exact:  # a misspelt type word is believed only with a whole code behind it
        return found if found and found[0].form is Form.FULL else []
    if found:
        return found
    if what.name in _LAWS:
        if NO_LAW_BEFORE.search(text, max(0, hit.start - 14), hit.start):
            return []
        return names.law(text, hit.start, hit.end, what.name)
    if found := meetings.plenum(text, hit.start, hit.end, what.name):
        return found
    if found := meetings.congress(text, hit.start, hit.end, what.name):
        return found
    found = titles.title_at(text, hit.start, hit.end, what.name)
    alias = titles.alias_at(text, hit.start)
    if alias is not None and (not found or found[0].end <= alias.end):
        return [alias]
    return found


def _at_symbol(text: str, hit: Hit, floor: int) -> list[Found]:
    """The mentions at a symbol: the code it is part of, or what it abbreviates ("NQ 35", "NQTW4")."""
    found = numbered.at_symbol(text, hit.start, floor)
    if found:
        if _is_own_number(text, found[0].start) or _in_address(text, hit.start):
            return []
        return found
    return _abbreviated(text, hit)


def _abbreviated(text: str, hit: Hit) -> list[Found]:
    """The document that a symbol in place of its type word begins: "NQ 35", "QĐ 131", "NQTW4"."""
    kind = kinds.by_abbreviation().get(str(hit.what))
    if kind is None or (hit.start and (text[hit.start - 1].isalnum() or text[hit.start - 1] in "-/._")):
        return []
    if _CORPS.match(text, hit.end, hit.end + REACH):
        return []
    return (
        numbered.after_type(text, hit.start, hit.end, kind)
        or meetings.plenum(text, hit.start, hit.end, kind.name)
        or meetings.congress(text, hit.start, hit.end, kind.name)
    )


def _is_own_number(text: str, start: int) -> bool:
    return _LETTERHEAD.search(text, max(0, start - 24), start) is not None or (
        text[start] == "S" and _LETTERHEAD.search(text[max(0, start - 24) : start] + "Số") is not None
    )


def _in_address(text: str, position: int) -> bool:
    """Whether the word at `position` is an address or a file name."""
    left, right = max(0, position - _LONGEST_ADDRESS), position + _LONGEST_ADDRESS
    before, after = text[left:position].split(), text[position:right].split()
    glued = before and not text[position - 1].isspace()
    word = (before[-1] if glued else "") + (after[0] if after else "")
    return ADDRESS.search(word) is not None


def _anaphor(text: str, hit: Hit, kind: Kind) -> Found | None:
    """The back-reference that a type word with a demonstrative makes: "Nghị quyết này"."""
    match = DEMONSTRATIVE.match(text, hit.end, hit.end + REACH)
    if match is None or PLURAL.search(text, max(0, hit.start - 12), hit.start):
        return None
    if not kind.firm and text[hit.start].islower() and PROVISION.search(match["word"]):
        return None
    return Found(
        start=hit.start,
        end=match.end(),
        form=Form.ANAPHOR,
        scope=kind.scope or Scope.PARTY,
        rule="demonstrative",
        kind=kind.name,
    )


def _mention(text: str, folded: Folded, found: Found) -> Mention:
    span = folded.span(found.start, found.end)
    left = max(0, span.start - _QUOTE_REACH)
    for match in _SENTENCE_END.finditer(text, left, span.start):
        left = match.end()
    end = _SENTENCE_END.search(text, span.end, span.end + _QUOTE_REACH)
    right = end.start() + (text[end.start()] != "\n") if end else min(len(text), span.end + _QUOTE_REACH)
    left += len(text[left : span.start]) - len(text[left : span.start].lstrip())
    pinpoint = PINPOINT.search(folded.text, max(0, found.start - 60), found.start)
    code = found.code
    return Mention(
        span=span,
        surface=text[span.start : span.end],
        form=found.form,
        scope=found.scope,
        rule=found.rule,
        kind=found.kind,
        number=code.number if code else found.number,
        symbol=code.symbol if code else None,
        body=code.body if code else None,
        code=str(code) if code else None,
        name=found.name,
        date=found.date,
        term=found.term,
        issuer=found.issuer,
        title=found.title,
        place=found.place,
        plenum=found.plenum,
        pinpoint=" ".join(pinpoint.group().split()) if pinpoint else None,
        quote=text[left:right],
        quote_at=span.start - left,
    )
