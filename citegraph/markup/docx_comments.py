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
from citegraph.markup import docx_letters
from citegraph.markup.docx_letters import XML_SPACE, local_name
from citegraph.markup.finding_notes import COMMENTER, Note
from citegraph.markup.text_alignment import TextAlignment

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_AROUND_COMMENTS = frozenset(("fldSimple", "del", "ins"))
_NO_DATE = "2000-01-01T00:00:00Z"  # so that the same draft always gives the same bytes


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
    letters = docx_letters.letters_of_file(package.parts, package.word)
    places = TextAlignment(text, "".join(one.letter for one in letters))
    found = zip(places.find_all([note.where for note in told]), told, strict=True)
    placed = [_Placed(*place, note) for place, note in found if place is not None]
    placed.sort(key=lambda one: (one.start, one.end), reverse=True)  # comments are added from the end
    chosen = list(_choose_notes(placed, letters, package.main, fix=fix))
    pieces = [letters[one.start : one.end] for one in chosen]
    docx_letters.cut_runs([*pieces, *map(docx_letters.twins_of, pieces)], package.word)
    letters = docx_letters.letters_of_file(package.parts, package.word)  # the same letters, in their new runs
    comments = _Comments(package)
    editor = _Editor(package.word, comments)
    changed: set[str] = set()
    amount = 0
    for one in chosen:
        inside = letters[one.start : one.end]
        if inside[0].part == package.main:
            editor.add_comment(inside, one.note, correct=one.correct)
        elif not editor.add_correction(inside, one.note):
            continue
        amount += 1
        changed.add(inside[0].part)
    for part in changed:
        package.save_part(part)
    if package.main in changed:
        package.save_comments(comments.root)
    return package.to_bytes(), amount


@dataclass(slots=True)
class _Placed:
    """A note with its place in the letters of the file."""

    start: int
    end: int
    note: Note
    correct: bool = False  # whether to write its correction


def _choose_notes(
    placed: Sequence[_Placed], letters: Sequence[docx_letters.Letter], main: str, *, fix: bool
) -> Iterator[_Placed]:
    """The notes that the file can take, the last first; of those that overlap, only the last is corrected."""
    before = len(letters)
    for one in placed:
        parts = {letter.part for letter in letters[one.start : one.end]}
        one.correct = fix and one.note.correction is not None and one.end <= before
        if parts == {main} or (len(parts) == 1 and one.correct):
            before = one.start
            yield one


class _Editor:
    """Inserts comments and changes into the body."""

    def __init__(self, word: str, comments: _Comments) -> None:
        self._word, self._comments = word, comments

    def add_comment(self, inside: Sequence[docx_letters.Letter], note: Note, *, correct: bool) -> None:
        """Add a comment on these letters; with `correct`, mark them as deleted and insert the correction after them."""
        runs = docx_letters.runs_of(inside)
        if not runs:
            return
        number = self._comments.add(note.text)
        start, end = self._new_element("commentRangeStart", id=number), self._new_element("commentRangeEnd", id=number)
        self._enclosing_field_or_change(runs[0]).addprevious(start)
        inserted = (
            self._correct_everywhere(inside, note.correction) if correct and note.correction is not None else None
        )
        self._enclosing_field_or_change(runs[-1] if inserted is None else inserted).addnext(end)
        reference = self._new_element("r")
        reference.append(self._new_element("commentReference", id=number))
        opening = self._first_paragraph_of_control(end)
        if opening is None:
            end.addnext(reference)
        else:
            self._insert_at_beginning(opening, reference)

    def add_correction(self, inside: Sequence[docx_letters.Letter], note: Note) -> bool:
        """Mark these letters as deleted and insert the correction after them; return whether that was possible."""
        return note.correction is not None and self._correct_everywhere(inside, note.correction) is not None

    def _correct_everywhere(self, inside: Sequence[docx_letters.Letter], correction: str) -> Any | None:
        """Correct letters, and the same ones where they are repeated; return what was inserted, None if they cannot."""
        inserted = self._change_runs(docx_letters.runs_of(inside), correction)
        if inserted is not None:
            self._change_runs(docx_letters.runs_of(docx_letters.twins_of(inside)), correction)
        return inserted

    def _change_runs(self, runs: Sequence[Any], correction: str) -> Any | None:
        parents = [run.getparent() for run in runs]
        if not runs or any(parent is not parents[0] for parent in parents) or self._is_made_by_field(runs[0]):
            return None
        return self._mark_change(runs, correction)

    def _is_made_by_field(self, run: Any) -> bool:
        """Whether a simple field writes these words: it writes them again, and LibreOffice shows no changes there."""
        return any(local_name(above, self._word) == "fldSimple" for above in run.iterancestors())

    def _first_paragraph_of_control(self, element: Any) -> Any | None:
        """The paragraph of an element, if a content control around whole paragraphs begins with it.

        LibreOffice 7.4 does not show what stands before a reference to a comment there.
        """
        paragraph = next((above for above in element.iterancestors() if local_name(above, self._word) == "p"), None)
        if paragraph is None:
            return None
        controls = (above for above in paragraph.iterancestors() if local_name(above, self._word) == "sdt")
        first = any(next(control.iter(paragraph.tag)) is paragraph for control in controls)
        return paragraph if first else None

    def _insert_at_beginning(self, paragraph: Any, element: Any) -> None:
        properties = next((child for child in paragraph if local_name(child, self._word) == "pPr"), None)
        if properties is None:
            paragraph.insert(0, element)
        else:
            properties.addnext(element)

    def _enclosing_field_or_change(self, element: Any) -> Any:
        """The field or the tracked change around an element, or else itself.

        LibreOffice prints a comment within a simple field as text. A comment that ends within a tracked change goes
        with it.
        """
        outermost = element
        for above in element.iterancestors():
            kind = local_name(above, self._word)
            if kind == "p":
                break
            if kind in _AROUND_COMMENTS:
                outermost = above
        return outermost

    def _mark_change(self, runs: Sequence[Any], correction: str) -> Any:
        """Mark the runs as deleted and insert the correction after them, as a tracked change."""
        deleted = self._new_element("del", id=self._comments.next_id(), author=COMMENTER, date=_NO_DATE)
        inserted = self._new_element("ins", id=self._comments.next_id(), author=COMMENTER, date=_NO_DATE)
        runs[0].addprevious(deleted)
        new = self._new_element("r")
        properties = docx_letters.formatting_of_run(runs[0], self._word)
        if properties is not None:
            new.append(copy.deepcopy(properties))
        text = self._new_element("t")
        text.text = correction
        text.set(XML_SPACE, "preserve")
        new.append(text)
        inserted.append(new)
        for run in runs:
            deleted.append(run)
            for child in run:
                if local_name(child, self._word) == "t":
                    child.tag = f"{{{self._word}}}delText"
                    child.set(XML_SPACE, "preserve")
        deleted.addnext(inserted)
        return inserted

    def _new_element(self, local: str, **attributes: object) -> Any:
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
        held = package.comments_root()
        empty: Any = etree.Element(f"{{{self._word}}}comments", nsmap={"w": self._word})
        self.root: Any = empty if held is None else held
        self._held = len(self.root)
        taken = [int(value) for value in package.used_ids() if value.isdecimal()]
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
            words.set(XML_SPACE, "preserve")
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
            self.main = self._find_main_part()
            root = self._parse_part(self.main)
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

    def comments_root(self) -> Any | None:
        """Return the root of the part with the comments, or None."""
        name = self._comments_part_name()
        return self._parse_part(name) if name else None

    def used_ids(self) -> Iterator[str]:
        """Return the ids of all comments and changes."""
        for root in (*self.parts.values(), self.comments_root()):
            for element in () if root is None else root.iter():
                if isinstance(element.tag, str) and (value := element.get(f"{{{self.word}}}id")) is not None:
                    yield value

    def save_part(self, part: str) -> None:
        """Save a part that was changed."""
        self._changed[part] = _serialize(self.parts[part])

    def save_comments(self, root: Any) -> None:
        """Save the comments; create and declare the part if it is missing."""
        name = self._comments_part_name()
        if name is None:
            folder = self.main.rpartition("/")[0]
            name = f"{folder}/comments.xml" if folder else "comments.xml"
            self._declare_part(name)
        self._changed[name] = _serialize(root)

    def to_bytes(self) -> bytes:
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

    def _find_main_part(self) -> str:
        root = self._parse_part("_rels/.rels")
        for relation in root:
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
        return "word/document.xml"

    @property
    def _relations_path(self) -> str:
        folder, _, name = self.main.rpartition("/")
        return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"

    def _comments_part_name(self) -> str | None:
        return next(self._related_part_names("comments"), None)

    def _parts_of(self, kind: str) -> dict[str, Any]:
        """Return the parts of a kind, such as headers, by name, without broken ones."""
        found = {}
        for name in self._related_part_names(kind):
            try:
                found[name] = self._parse_part(name)
            except (KeyError, SyntaxError):
                continue
        return found

    def _related_part_names(self, kind: str) -> Iterator[str]:
        """Yield the names of the parts of a kind to which the body is related, in their order."""
        try:
            root = self._parse_part(self._relations_path)
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
            relations = self._parse_part(self._relations_path)
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
        self._changed[self._relations_path] = _serialize(relations)
        types = self._parse_part("[Content_Types].xml")
        etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=_COMMENTS_TYPE)
        self._changed["[Content_Types].xml"] = _serialize(types)

    def _parse_part(self, name: str) -> Any:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(self._zip.read(name), parser)


def _serialize(root: Any) -> bytes:
    from lxml import etree

    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
