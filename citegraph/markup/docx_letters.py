"""The letters of a Word file, each with the run that holds it, and runs cut at given letters."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NO_TEXT = frozenset(("del", "moveFrom", "Fallback", "pPr", "rPr", "sectPr", "instrText", "delText"))
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass(slots=True, eq=False)
class Letter:
    """A letter in an XML part of the package, with the run that contains it."""

    part: str  # the name of the part
    letter: str
    run: Any
    element: Any  # the w:t that contains it, or the element of the sign itself
    at: int  # its offset in the text of the element
    twins: list[Letter] = field(default_factory=list)  # the same letter for programs that do not know the shape here


def letters_of_file(parts: Mapping[str, Any], word: str) -> list[Letter]:
    """Return the letters of a file in the order in which its text is read: without what is deleted.

    A paragraph ends in a line break. A text box that is there twice, for new and for old programs, is read once; the
    letters of the second are the twins of those of the first, if both have the same text.

    Args:
        parts: The name and the root of each part, in the order of reading.
        word: The namespace of the elements of Word.

    Returns:
        The letters.
    """
    letters: list[Letter] = []
    for part, root in parts.items():
        found = list(_walk_letters(part, root, None, word))
        letters += found
        _pair_with_second_form(part, root, found, word)
    return letters


def twins_of(letters: Iterable[Letter]) -> list[Letter]:
    """Return the twins of letters, in order."""
    return [twin for letter in letters for twin in letter.twins]


def runs_of(letters: Iterable[Letter]) -> list[Any]:
    """Return the runs of letters, each once, in order."""
    return list({id(letter.run): letter.run for letter in letters if letter.run is not None}.values())


def cut_runs(pieces: Iterable[Sequence[Letter]], word: str) -> None:
    """Cut the runs so that each piece has runs of its own. The letters must be read again after this.

    Args:
        pieces: The letters of each piece.
        word: The namespace of the elements of Word.
    """
    runs: dict[int, Any] = {}
    cuts: defaultdict[int, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for piece in pieces:
        ends: dict[int, tuple[Letter, Letter]] = {}
        for letter in piece:
            if letter.run is not None:
                ends[id(letter.run)] = ends.get(id(letter.run), (letter, letter))[0], letter
        for number, (first, last) in ends.items():
            runs[number] = first.run
            cuts[number][id(first.element)].add(first.at)
            cuts[number][id(last.element)].add(last.at + 1)
    for number, run in runs.items():
        _cut_run(run, cuts[number], word)


def formatting_of_run(run: Any, word: str) -> Any | None:
    """Return the element with the formatting of a run, if there is one."""
    return next((child for child in run if local_name(child, word) == "rPr"), None)


def local_name(element: Any, word: str) -> str:
    """Return the name of an element of Word, or "Fallback"; "" for others and for comments."""
    if not isinstance(element.tag, str):
        return ""
    namespace, _, local = element.tag[1:].partition("}")
    return local if namespace == word or local == "Fallback" else ""


def _walk_letters(part: str, element: Any, run: Any, word: str) -> Iterator[Letter]:
    for child in element:
        kind = local_name(child, word)
        if kind in _NO_TEXT:
            continue
        if kind == "t":
            yield from (Letter(part, letter, run, child, at) for at, letter in enumerate(child.text or ""))
        elif kind in _SIGNS:
            yield Letter(part, _SIGNS[kind], run, child, 0)
        else:
            yield from _walk_letters(part, child, child if kind == "r" else run, word)
            if kind == "p":
                yield Letter(part, "\n", None, child, 0)


def _pair_with_second_form(part: str, root: Any, letters: Sequence[Letter], word: str) -> None:
    """Tell the letters that are there in a second form which letters those are."""
    known: dict[tuple[int, int], Letter] | None = None
    for both in root.iter(f"{_COMPATIBLE}AlternateContent"):
        if known is None:
            known = {(id(one.element), one.at): one for one in letters}
        run = next((above for above in both.iterancestors() if local_name(above, word) == "r"), None)
        first = [
            one
            for choice in both.iterchildren(f"{_COMPATIBLE}Choice")
            for one in _walk_letters(part, choice, run, word)
            if (id(one.element), one.at) in known
        ]
        for fallback in both.iterchildren(f"{_COMPATIBLE}Fallback"):
            second = list(_walk_letters(part, fallback, run, word))
            if "".join(one.letter for one in first) == "".join(one.letter for one in second):
                for one, twin in zip(first, second, strict=True):
                    if twin.run is not run:
                        known[id(one.element), one.at].twins.append(twin)


def _cut_run(run: Any, cuts: Mapping[int, Set[int]], word: str) -> None:
    """Cut a run at offsets in its elements, given by the id of each; none of the pieces is empty."""
    properties = formatting_of_run(run, word)
    piece, filled, ended = run, False, False

    def insert_next_run() -> Any:
        new = run.makeelement(run.tag, run.attrib, run.nsmap)
        if properties is not None:
            new.append(copy.deepcopy(properties))
        piece.addnext(new)
        return new

    for child in list(run):
        if child is properties:
            continue
        offsets: Set[int] = cuts.get(id(child), frozenset())
        if filled and (ended or 0 in offsets):
            piece = insert_next_run()
        if piece is not run:
            piece.append(child)
        text = (child.text or "") if local_name(child, word) == "t" else ""
        size = max(1, len(text))
        inner = sorted(at for at in offsets if 0 < at < size)
        if inner:
            child.text = text[: inner[0]]
            child.set(XML_SPACE, "preserve")
            for start, end in zip(inner, [*inner[1:], size], strict=True):
                piece = insert_next_run()
                half = child.makeelement(child.tag, child.attrib, child.nsmap)
                half.text = text[start:end]
                piece.append(half)
        filled, ended = True, size in offsets
