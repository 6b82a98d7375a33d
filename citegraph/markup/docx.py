"""Write notes into a Word file as comments, and corrections as tracked changes.

Word takes comments in the body only, so headers, footers and notes get corrections but no comments. Only the parts
that change are rewritten, with the comments and their relationships; every other part of the package is copied byte
for byte. This is why the XML is edited here: a library would rewrite the whole package.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from citegraph.errors import ExportError
from citegraph.i18n import message
from citegraph.markup.notes import COMMENTER, Note
from citegraph.markup.text_alignment import TextAlignment

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NO_TEXT = frozenset(("del", "moveFrom", "Fallback", "pPr", "rPr", "sectPr", "instrText", "delText"))
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NO_DATE = "2000-01-01T00:00:00Z"  # so that the same draft always gives the same bytes


@dataclass(frozen=True)
class _Letter:
    """A letter in an XML part of the package, with the run that contains it."""

    part: str  # the name of the part
    letter: str
    run: Any
    element: Any  # the w:t that contains it, or the element of the sign itself
    at: int  # its offset in the text of the element


def marked_copy(data: bytes, text: str, told: Sequence[Note], fix: bool) -> tuple[bytes, int]:
    """Return a copy of a Word file with a comment for each note.

    Args:
        data: The file.
        text: The text read from it.
        told: The notes, in the order of the text.
        fix: Whether to write corrections as tracked changes.

    Returns:
        The new file, and how many notes were placed.

    Raises:
        ExportError: The file is not a .docx document.
    """
    package = _Package(data)
    letters = list(_all_letters(package))
    places = TextAlignment(text, "".join(one.letter for one in letters))
    placed = [(*found, note) for note in told if (found := places.find(note.where)) is not None]
    comments = _Comments(package)
    editor = _Editor(package.word, comments)
    done: list[tuple[int, int]] = []
    changed: set[str] = set()
    amount = 0
    for start, end, note in sorted(placed, key=lambda one: (one[0], one[1]), reverse=True):  # from the end: places hold
        inside = letters[start:end]
        free = not any(start < later and end > earlier for earlier, later in done)
        correct = fix and free and note.correction is not None
        parts = {one.part for one in inside}
        if parts == {package.main}:
            editor.comment(inside, note, correct=correct)
        elif len(parts) > 1 or not (correct and editor.correct(inside, note)):
            continue
        amount += 1
        changed |= parts
        done.append((start, end))
        letters = list(_all_letters(package))
    for part in changed:
        package.save(part)
    if package.main in changed:
        package.save_comments(comments.root)
    return package.bytes(), amount


def _all_letters(package: _Package) -> Iterator[_Letter]:
    """The letters of a file in the order in which its text is read: headers, body, notes, footers."""
    for part, root in package.parts.items():
        yield from _letters(part, root, package.word)


def _letters(part: str, root: Any, word: str) -> Iterator[_Letter]:
    """The letters of a part in document order, without what is deleted; a paragraph ends in a line break."""

    def walk(element: Any, run: Any) -> Iterator[_Letter]:
        for child in element:
            kind = _local_name(child, word)
            if kind in _NO_TEXT:
                continue
            if kind == "t":
                yield from (_Letter(part, letter, run, child, at) for at, letter in enumerate(child.text or ""))
            elif kind in _SIGNS:
                yield _Letter(part, _SIGNS[kind], run, child, 0)
            else:
                yield from walk(child, child if kind == "r" else run)
                if kind == "p":
                    yield _Letter(part, "\n", None, child, 0)

    return walk(root, None)


def _local_name(element: Any, word: str) -> str:
    if not isinstance(element.tag, str):
        return ""
    namespace, _, local = element.tag[1:].partition("}")
    return local if namespace == word or local == "Fallback" else ""


class _Editor:
    """Inserts comments and changes into the body."""

    def __init__(self, word: str, comments: _Comments) -> None:
        self._word, self._comments = word, comments

    def comment(self, inside: Sequence[_Letter], note: Note, *, correct: bool) -> None:
        """Add a comment on these letters; with `correct`, mark them as deleted and insert the correction after them."""
        runs = self._isolate_runs(inside)
        if not runs:
            return
        number = self._comments.add(note.text)
        start, end = self._new("commentRangeStart", id=number), self._new("commentRangeEnd", id=number)
        runs[0].addprevious(start)
        last = runs[-1]
        if correct and note.correction is not None and len({id(run.getparent()) for run in runs}) == 1:
            last = self._mark_change(runs, note.correction)
        last.addnext(end)
        reference = self._new("r")
        reference.append(self._new("commentReference", id=number))
        end.addnext(reference)

    def correct(self, inside: Sequence[_Letter], note: Note) -> bool:
        """Strike these letters out and put the correction behind them; whether that could be done."""
        runs = self._isolate_runs(inside)
        if not runs or note.correction is None or len({id(run.getparent()) for run in runs}) > 1:
            return False
        self._mark_change(runs, note.correction)
        return True

    def _isolate_runs(self, inside: Sequence[_Letter]) -> list[Any]:
        """Return the runs with exactly these letters, after splitting longer runs."""
        of_run: dict[int, list[_Letter]] = {}
        for letter in inside:
            if letter.run is not None:
                of_run.setdefault(id(letter.run), []).append(letter)
        return [self._isolate_run(letters) for letters in of_run.values()]

    def _isolate_run(self, letters: Sequence[_Letter]) -> Any:
        """Return the run of exactly these letters, split before the first and after the last of them."""
        run = letters[0].run
        self._split(run, letters[-1], after=True)
        middle = self._split(run, letters[0], after=False)
        return run if middle is None else middle

    def _split(self, run: Any, letter: _Letter, *, after: bool) -> Any | None:
        """Split a run at a letter, and return the second half; None if one of them would be empty."""
        element, at = letter.element, letter.at + after
        is_text = _local_name(element, self._word) == "t"
        whole = (element.text or "") if is_text else ""
        position = run.index(element) if element.getparent() is run else None
        if position is None:  # inside another element of the run, which is not split
            return None
        rest: list[Any] = list(run[position + 1 :])
        before = [child for child in run[:position] if _local_name(child, self._word) != "rPr"]
        if not is_text:
            at = 0 if not after else 1
        if (after and at >= (len(whole) if is_text else 1) and not rest) or (not after and at == 0 and not before):
            return None
        second = copy.copy(run)
        for child in list(second):
            second.remove(child)
        second.tail = None
        properties = next((child for child in run if _local_name(child, self._word) == "rPr"), None)
        if properties is not None:
            second.append(copy.deepcopy(properties))
        if is_text and 0 < at < len(whole):
            half = copy.copy(element)
            half.text, element.text = whole[at:], whole[:at]
            for part in (half, element):
                part.set(_XML_SPACE, "preserve")
            second.append(half)
        elif at == 0:
            rest = [element, *rest]
        for child in rest:
            second.append(child)
        run.addnext(second)
        return second

    def _mark_change(self, runs: Sequence[Any], correction: str) -> Any:
        """Mark the runs as deleted and insert the correction after them, as a tracked change."""
        deleted = self._new("del", id=self._comments.next_id(), author=COMMENTER, date=_NO_DATE)
        inserted = self._new("ins", id=self._comments.next_id(), author=COMMENTER, date=_NO_DATE)
        runs[0].addprevious(deleted)
        new = self._new("r")
        properties = next((child for child in runs[0] if _local_name(child, self._word) == "rPr"), None)
        if properties is not None:
            new.append(copy.deepcopy(properties))
        text = self._new("t")
        text.text = correction
        text.set(_XML_SPACE, "preserve")
        new.append(text)
        inserted.append(new)
        for run in runs:
            deleted.append(run)
            for child in run:
                if _local_name(child, self._word) == "t":
                    child.tag = f"{{{self._word}}}delText"
                    child.set(_XML_SPACE, "preserve")
        deleted.addnext(inserted)
        return inserted

    def _new(self, local: str, **attributes: object) -> Any:
        return _element(self._word, local, **attributes)


def _element(namespace: str, local: str, **attributes: object) -> Any:
    from lxml import etree

    element = etree.Element(f"{{{namespace}}}{local}", nsmap={"w": namespace})
    for name, value in attributes.items():
        element.set(f"{{{namespace}}}{name}", str(value))
    return element


class _Comments:
    """The part with the comments, including existing ones."""

    def __init__(self, package: _Package) -> None:
        from lxml import etree

        self._word = package.word
        held = package.comments()
        empty: Any = etree.Element(f"{{{self._word}}}comments", nsmap={"w": self._word})
        self.root: Any = empty if held is None else held
        self._held = len(self.root)
        taken = [int(value) for value in package.ids() if value.isdecimal()]
        self._last = max(taken, default=-1)

    def next_id(self) -> int:
        """Return an unused id."""
        self._last += 1
        return self._last

    def add(self, text: str) -> int:
        """Add a comment with one paragraph per line, and return its id."""
        number = self.next_id()
        comment = _element(self._word, "comment", id=number, author=COMMENTER, date=_NO_DATE, initials="cg")
        for line in text.split("\n"):
            paragraph, run, words = (_element(self._word, name) for name in ("p", "r", "t"))
            words.text = "".join(letter for letter in line if letter.isprintable())
            words.set(_XML_SPACE, "preserve")
            run.append(words)
            paragraph.append(run)
            comment.append(paragraph)
        self.root.insert(self._held, comment)  # comments are added from the end of the text
        return number


class _Package:
    """The parts of a Word file; unchanged parts keep their bytes."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._infos = self._zip.infolist()
            self.main = self._find_main()
            root = self._parsed(self.main)
        except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
            raise ExportError(".docx", message("markup.no_docx"), message("do.save_as_docx")) from error
        self.word = _STRICT if root.tag.startswith(f"{{{_STRICT}}}") else _WORD
        self._office = _STRICT_OFFICE if self.word == _STRICT else _OFFICE
        self._changed: dict[str, bytes] = {}
        self.parts: dict[str, Any] = {  # name of each part with text, and its root, in the order of reading
            **self._parts_of("header"),
            self.main: root,
            **self._parts_of("footnotes"),
            **self._parts_of("endnotes"),
            **self._parts_of("footer"),
        }

    def comments(self) -> Any | None:
        """Return the root of the part with the comments, or None."""
        name = self._comments_part()
        return self._parsed(name) if name else None

    def ids(self) -> Iterator[str]:
        """Return the ids of all comments and changes."""
        for root in (*self.parts.values(), self.comments()):
            for element in () if root is None else root.iter():
                if isinstance(element.tag, str) and (value := element.get(f"{{{self.word}}}id")) is not None:
                    yield value

    def save(self, part: str) -> None:
        """Take over a part of `parts` that was changed."""
        self._changed[part] = _serialized(self.parts[part])

    def save_comments(self, root: Any) -> None:
        """Save the comments; create and declare the part if it is missing."""
        name = self._comments_part()
        if name is None:
            folder = self.main.rpartition("/")[0]
            name = f"{folder}/comments.xml" if folder else "comments.xml"
            self._declare_part(name)
        self._changed[name] = _serialized(root)

    def bytes(self) -> bytes:
        """Return the file, with its parts in the original order and new ones at the end."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for info in self._infos:
                target.writestr(info, self._changed.get(info.filename, self._zip.read(info)), info.compress_type)
            known = {info.filename for info in self._infos}
            for name in sorted(self._changed.keys() - known):
                new = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
                target.writestr(new, self._changed[name], zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _find_main(self) -> str:
        root = self._parsed("_rels/.rels")
        for relation in root:
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
        return "word/document.xml"

    @property
    def _relations(self) -> str:
        folder, _, name = self.main.rpartition("/")
        return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"

    def _comments_part(self) -> str | None:
        return next(self._related("comments"), None)

    def _parts_of(self, kind: str) -> dict[str, Any]:
        """The parts of a kind, such as headers; one that is broken is left as it is."""
        found = {}
        for name in self._related(kind):
            try:
                found[name] = self._parsed(name)
            except (KeyError, SyntaxError):
                continue
        return found

    def _related(self, kind: str) -> Iterator[str]:
        """The names of the parts of a kind to which the body is related, in their order."""
        try:
            root = self._parsed(self._relations)
        except KeyError:
            return
        folder = self.main.rpartition("/")[0]
        for relation in root:
            if str(relation.get("Type", "")).endswith(f"/{kind}"):
                target = str(relation.get("Target", ""))
                yield target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")

    def _declare_part(self, name: str) -> None:
        from lxml import etree

        try:
            relations = self._parsed(self._relations)
        except KeyError:
            relations = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
        taken = {relation.get("Id") for relation in relations}
        number = next(f"rIdCitegraph{at}" for at in range(1, len(taken) + 2) if f"rIdCitegraph{at}" not in taken)
        etree.SubElement(
            relations,
            f"{{{_RELATIONS}}}Relationship",
            Id=number,
            Type=f"{self._office}/comments",
            Target=name.rpartition("/")[2],
        )
        self._changed[self._relations] = _serialized(relations)
        types = self._parsed("[Content_Types].xml")
        etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=_COMMENTS_TYPE)
        self._changed["[Content_Types].xml"] = _serialized(types)

    def _parsed(self, name: str) -> Any:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(self._zip.read(name), parser)


def _serialized(root: Any) -> bytes:
    from lxml import etree

    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
