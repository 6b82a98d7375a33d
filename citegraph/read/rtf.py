"""Parse Rich Text Format in page order; notes and text boxes follow the body."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import regex

from citegraph.read import single_report, table_to_text
from citegraph.read.parser_types import Content, FileFormat, ParsedReport
from citegraph.read.superscripts import superscript_meaning

GROUPS = 10_000
"""How many levels deep groups may be nested."""

_TOKEN = regex.compile(
    rb"\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)",
    regex.DOTALL,
)
_CHARACTERS = {
    "par": "\n", "sect": "\n", "page": "\n", "column": "\n", "line": "\n", "softline": "\n", "tab": "\t",
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SIGNS = {b"~": "\N{NO-BREAK SPACE}", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
_LETTERHEADS = ("header", "headerl", "headerr", "headerf")
_FEET = ("footer", "footerl", "footerr", "footerf")
_NOTES = ("footnote", "shptxt", "dptxbxtext")
# Tables of fonts and styles, pictures, field instructions, generated list numbers, properties of shapes.
_SKIPPED = frozenset((
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "objdata", "fldinst", "listtext", "pntext", "filetbl", "sp",
    "xe", "nonesttables", "annotation", "tc", "rxe", "bkmkstart", "bkmkend", "themedata", "datastore", "template",
))  # fmt: skip
_STARRED = frozenset((*_NOTES, "shpinst", "do", "nesttableprops", "shprslt"))  # starred groups that are read
_ON = {"v": "hidden", "deleted": "hidden", "super": "is_raised", "up": "is_raised", "intbl": "in_table"}
_OFF = {"nosupersub": ("is_raised",), "sub": ("is_raised",), "plain": ("hidden", "is_raised"), "pard": ("in_table",)}
_CODEPAGES = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RtfState:
    """The formatting state within a group."""

    part: str = "body"  # the part of the document that gets its text; "" if the group is not text
    hidden: bool = False
    is_raised: bool = False
    font: int = -1
    skips: int = 1  # bytes after a Unicode letter, for older readers
    in_table: bool = False


@dataclass(slots=True)
class TextParts:
    """The text that has been read."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    line: dict[str, str] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def add_text(self, text: str, state: RtfState) -> None:
        """Add text to the part of the document that the state names."""
        if not state.part:
            return
        if state.hidden:
            self.hidden.append(text)
            return
        before = self.line.get(state.part, "")
        if state.is_raised:
            text = superscript_meaning(text, before)
        *whole_lines, rest = (before + text).split("\n")
        if whole_lines and not (state.in_table and state.part == "body"):
            self._flush_rows(state.part)
            self.lines.setdefault(state.part, []).extend(filter(str.strip, whole_lines))
            self.line[state.part] = rest
        else:
            self.line[state.part] = before + text

    def end_cell(self) -> None:
        """End a cell of a table."""
        self.cells.append(self.line.pop("body", "").strip())

    def end_row(self) -> None:
        """End a row of a table."""
        if self.cells:
            self.rows.append(self.cells)
        self.cells = []

    def lines_of(self, *parts: str) -> list[str]:
        """Return all lines of some parts of the document."""
        for part in parts:
            self._flush_rows(part)
            if (rest := self.line.pop(part, "")).strip():
                self.lines.setdefault(part, []).append(rest)
        return [line for part in parts for line in self.lines.get(part, [])]

    def _flush_rows(self, part: str) -> None:
        if part == "body" and self.rows:
            self.lines.setdefault(part, []).extend(table_to_text.row_lines(self.rows))
            self.rows = []


def parse(content: Content) -> Iterator[ParsedReport]:
    """Yield the one report of a document.

    Raises:
        ReadError: The document has no text.
    """
    lines, hidden = read_lines_and_hidden_text(content.data())
    yield single_report.report_of_lines(
        content.path, lines, single_report.left_out_warning(single_report.HIDDEN, hidden)
    )


def read_lines_and_hidden_text(data: bytes) -> tuple[list[str], list[str]]:
    """Return the lines of a document, and its hidden text."""
    reader = _Reader(data)
    reader.read_document()
    page = reader.page
    page.end_row()
    heads, feet = page.lines_of("head"), page.lines_of("foot")
    return [*dict.fromkeys(heads), *page.lines_of("body", "behind"), *dict.fromkeys(feet)], ["".join(page.hidden)]


class _Reader:
    """A reader that processes a document token by token."""

    def __init__(self, data: bytes) -> None:
        self.page = TextParts()
        self._data = data
        self._fonts = _font_encodings(data)
        self._encoding = "cp1252"  # for fonts without an encoding of their own
        self._state = RtfState()
        self._outer: list[RtfState] = []
        self._bytes = bytearray()  # text in the encoding of its font
        self._to_skip = 0  # how many bytes after a Unicode letter are still to be skipped
        self._starred = False  # whether readers that do not know the next word may skip its group
        self._shape = 0  # how deep the group of the outermost shape is
        self._has_box = False  # whether that shape has a text; its fallback for older readers repeats it
        self._at = 0

    def read_document(self) -> None:
        """Read the whole document."""
        while found := _TOKEN.match(self._data, self._at):
            self._at = found.end()
            if found["byte"] is not None or found["text"] is not None:
                piece = bytes.fromhex(found["byte"].decode()) if found["byte"] else found["text"]
                passed = min(self._to_skip, len(piece))
                self._to_skip -= passed
                self._bytes += piece[passed:]
                continue
            self._add_pending_letters()
            if found["brace"] is not None:
                self._handle_brace(found["brace"])
            elif found["sign"] is not None:
                self._starred = found["sign"] == b"*" and self._data[found.start() - 1 : found.start()] == b"{"
                self.page.add_text(_SIGNS.get(found["sign"], ""), self._state)
            elif found["word"] is not None:
                self._handle_control_word(found["word"].decode(), found["number"])
        self._add_pending_letters()

    def _add_pending_letters(self) -> None:
        if self._bytes:
            encoding = self._fonts.get(self._state.font, self._encoding)
            self.page.add_text(self._bytes.decode(encoding, "replace"), self._state)
            self._bytes.clear()

    def _handle_brace(self, brace: bytes) -> None:
        self._to_skip, self._starred = 0, False
        if brace == b"}":
            self._state = self._outer.pop() if self._outer else self._state
        elif len(self._outer) < GROUPS:
            self._outer.append(self._state)
        else:
            self._at = len(self._data)

    def _handle_control_word(self, word: str, parameter: bytes | None) -> None:
        number = int(parameter or 0)
        if self._starred and word not in _STARRED:
            self._state = replace(self._state, part="")
        self._starred = False
        match word:
            case "u":
                letter = number % 0x10000
                self.page.add_text("\ufffd" if 0xD800 <= letter < 0xE000 else chr(letter), self._state)
                self._to_skip = self._state.skips
            case "bin":
                self._at += max(0, number)
            case "cell" | "nestcell":
                self.page.end_cell()
            case "row" | "nestrow":
                self.page.end_row()
            case "ansicpg":
                self._encoding = _codec_name(f"cp{number}") or self._encoding
            case "shp":
                if not self._has_box or len(self._outer) <= self._shape:
                    self._shape, self._has_box = len(self._outer), False
            case "shprslt" if self._has_box:
                self._state = replace(self._state, part="")
            case _ if word in _CHARACTERS:
                self.page.add_text(_CHARACTERS[word], self._state)
            case _:
                self._has_box = self._has_box or word == "shptxt"
                before = self._state.part
                self._state = _state_after(self._state, word, parameter)
                if self._state.part not in ("", before):
                    self.page.add_text("\n", self._state)


def _state_after(state: RtfState, word: str, parameter: bytes | None) -> RtfState:
    """Return the state after a control word that adds no text."""
    if word in _ON:
        return _with_flags(state, (_ON[word],), is_on=parameter != b"0")
    if word in _OFF:
        return _with_flags(state, _OFF[word], is_on=False)
    if word == "f":
        return replace(state, font=int(parameter or 0))
    if word == "uc":
        return replace(state, skips=max(0, min(int(parameter or 1), 16)))
    if word in _SKIPPED:
        return replace(state, part="")
    parts = {"head": _LETTERHEADS, "foot": _FEET, "behind": _NOTES}
    part = next((part for part, words in parts.items() if word in words), None)
    return replace(state, part=part, in_table=False, is_raised=False) if part and state.part else state


def _with_flags(state: RtfState, names: tuple[str, ...], *, is_on: bool) -> RtfState:
    return replace(state, **dict.fromkeys(names, is_on))  # type: ignore[arg-type]


_FONT = regex.compile(rb"\\f(\d{1,6})(?!\d)[^{};]{0,200}?\\fcharset(\d{1,3})")


def _font_encodings(data: bytes) -> dict[int, str]:
    """Return the encoding of each font that has one of its own."""
    start = data.find(b"\\fonttbl")
    found = _FONT.finditer(data, start, start + 200_000) if start >= 0 else ()
    sets = {int(font[1]): int(font[2]) for font in found}
    return {font: _CODEPAGES[charset] for font, charset in sets.items() if charset in _CODEPAGES}


def _codec_name(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


FORMAT = FileFormat(
    name="Rich Text",
    endings=(".rtf",),
    recognizes=lambda head, ending: head.startswith(b"{\\rtf"),
    parse=parse,
    risky=True,
)
