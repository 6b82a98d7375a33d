"""Findings written into Word and PDF files: at their words, with nothing else changed."""

from __future__ import annotations

import dataclasses
import io
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import docx
import jsonschema
import pypdfium2
import pypdfium2.raw
import pytest
from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import written as formats

from citegraph import markup
from citegraph.errors import ExportError
from citegraph.markup import text_alignment
from citegraph.markup.text_alignment import TextAlignment
from citegraph.model import Failure, Report, Span
from citegraph.query.audits import CheckedDraft, audit
from citegraph.records import load

LINES = (
    "Kế hoạch học tập",
    "Thực hiện Nghị quyết số 35-NQ/TW ngày 20/10/2018 của Bộ Chính trị, xã đã họp.",
    "Thực hiện Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Ban Bí thư, xã đã họp.",
    "Thực hiện Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị, xã đã họp.",
)


def word(*, split: bool = False, table: bool = False) -> bytes:
    document = docx.Document()
    for line in LINES:
        if split:  # as Word cuts text that was edited, formatted and checked for spelling
            paragraph = document.add_paragraph()
            for at in range(0, len(line), 7):
                paragraph.add_run(line[at : at + 7]).bold = at % 2 == 0
        else:
            document.add_paragraph(line)
    if table:
        row = document.add_table(rows=1, cols=2).rows[0]
        row.cells[0].text, row.cells[1].text = "1", LINES[1]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def checked(data: bytes, name: str, folder: Path) -> CheckedDraft:
    path = folder / name
    path.write_bytes(data)
    [one] = audit([path], date="2020-01-01")
    assert not isinstance(one, Failure)
    return one


def told(one: CheckedDraft) -> list[markup.Note]:
    return markup.notes([each.finding for each in one.findings], load().get, "en")


def text_of(data: bytes, folder: Path) -> str:
    return checked(data, "again.docx", folder).report.text


@pytest.mark.parametrize("how", [{}, {"split": True}, {"table": True}])
def test_a_comment_stands_at_the_wrong_words_and_nothing_else_changes(how: dict[str, bool], tmp_path: Path) -> None:
    data = word(**how)
    one = checked(data, "draft.docx", tmp_path)
    new, placed = markup.marked_copy(data, ".docx", one.report.text, told(one))
    assert placed == len(one.findings) == 2 + bool(how.get("table"))
    before, after = (zipfile.ZipFile(io.BytesIO(each)) for each in (data, new))
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert {*after.namelist()} - {*before.namelist()} == {"word/comments.xml"}
    assert text_of(new, tmp_path) == one.report.text
    comments = list(docx.Document(io.BytesIO(new)).comments)
    assert [comment.text.split("\n")[0] for comment in comments][:2] == [
        "date: says 2018-10-20; on record 2018-10-22",
        "issuer: says Ban Bí thư; on record Bộ Chính trị",
    ]
    assert "write: Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị" in comments[0].text
    assert commented(new)[:2] == ["ngày 20/10/2018", "Ban Bí thư"]


def commented(data: bytes) -> list[str]:
    """The words of each comment, in the order of the text."""
    found: dict[str, str] = {}
    opened: set[str] = set()
    for element in docx.Document(io.BytesIO(data)).element.body.iter():
        kind = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        number = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        if kind == "commentRangeStart":
            opened.add(number)
        elif kind == "commentRangeEnd":
            opened.discard(number)
        elif kind in ("t", "delText"):
            for each in opened:
                found[each] = found.get(each, "") + (element.text or "")
    return list(found.values())


def test_a_corrected_draft_reads_right_and_keeps_what_was_written(tmp_path: Path) -> None:
    data = word(split=True)
    one = checked(data, "draft.docx", tmp_path)
    new, _ = markup.marked_copy(data, ".docx", one.report.text, told(one), fix=True)
    accepted = text_of(new, tmp_path)
    assert accepted == one.report.text.replace("20/10/2018", "22/10/2018").replace("Ban Bí thư", "Bộ Chính trị")
    body = docx.Document(io.BytesIO(new)).element.body
    rejected = "".join(
        element.text or ""
        for element in body.iter()
        if element.tag.endswith(("}t", "}delText"))
        and not any(up.tag.endswith("}ins") for up in element.iterancestors())
    )
    assert rejected == "".join(LINES)
    assert checked(new, "fixed.docx", tmp_path).findings == ()


WRONG = "Thực hiện Nghị quyết số 35-NQ/TW ngày 20/10/2018 của Bộ Chính trị."
RIGHT = WRONG.replace("20/10", "22/10")


def of_body(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs in XML."""
    names = {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
    }
    document = docx.Document()
    for paragraph in paragraphs:
        known = " ".join(f'xmlns:{name}="{space}"' for name, space in names.items())
        document.element.body.insert(0, etree.fromstring(f"<w:p {known}>{paragraph}</w:p>"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def parents_of_comments(data: bytes) -> set[str]:
    """The elements in which comments begin, end and are shown."""
    return {
        element.getparent().tag.rpartition("}")[2]
        for element in docx.Document(io.BytesIO(data)).element.body.iter("{*}commentRangeStart", "{*}commentRangeEnd")
    }


@pytest.mark.parametrize(
    "around", ['<w:fldSimple w:instr="DOCPROPERTY x">{}</w:fldSimple>', '<w:ins w:id="5" w:author="B">{}</w:ins>']
)
@pytest.mark.parametrize("fix", [False, True])
def test_a_comment_stands_around_a_field_or_a_change(around: str, fix: bool, tmp_path: Path) -> None:
    data = of_body(around.format(f"<w:r><w:t>{WRONG}</w:t></w:r>"))
    one = checked(data, "draft.docx", tmp_path)
    new, placed = markup.marked_copy(data, ".docx", one.report.text, told(one), fix=fix)
    assert (placed, parents_of_comments(new)) == (1, {"p"})
    made = "fldSimple" in around  # the field would write the wrong words again
    assert text_of(new, tmp_path).strip() == (RIGHT if fix and not made else WRONG)


CONTROL = "<w:sdt><w:sdtPr><w:id w:val='7'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
TWICE = f"{WRONG} Theo Chỉ thị số 05-CT/TW ngày 15/5/2016 của Ban Bí thư."


def in_control(around: str) -> bytes:
    """A Word file in which a paragraph with two slips stands in a content control, before and after others."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph = f"<w:p><w:pPr><w:jc w:val='center'/></w:pPr><w:r><w:t>{TWICE}</w:t></w:r></w:p>"
    document = docx.Document()
    document.add_paragraph("Mở đầu")
    document.element.body.insert(1, etree.fromstring(f"<w:body {space}>{around.format(paragraph)}</w:body>")[0])
    document.add_paragraph("Kết thúc")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


CELLS = "<w:tbl><w:tr>{}<w:tc><w:p><w:r><w:t>ô sau</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
CONTROLS = {
    "paragraph": CONTROL,
    "nested": CONTROL.format(CONTROL),
    "in a cell": CELLS.format(f"<w:tc>{CONTROL}</w:tc>"),
    "a cell": CELLS.format(CONTROL.format("<w:tc>{}</w:tc>")),
    "a table": CONTROL.format(CELLS.format("<w:tc>{}</w:tc>")),
}


@pytest.mark.parametrize("around", CONTROLS.values(), ids=CONTROLS)
@pytest.mark.parametrize("fix", [False, True])
def test_a_reference_begins_the_first_paragraph_of_a_content_control(around: str, fix: bool, tmp_path: Path) -> None:
    """LibreOffice shows no words before it; the ranges, which Word marks, stand at the wrong words."""
    data = in_control(around)
    one = checked(data, "draft.docx", tmp_path)
    new, placed = markup.marked_copy(data, ".docx", one.report.text, told(one), fix=fix)
    assert placed == 2
    assert [words.split(" 20")[0] for words in commented(new)] == ["ngày", "Ban Bí thư" + "Bộ Chính trị" * fix]
    [paragraph] = [
        p for p in docx.Document(io.BytesIO(new)).element.body.iter("{*}p") if "Thực hiện" in p.xpath("string()")
    ]
    names = [child.tag.rpartition("}")[2] for child in paragraph]
    assert names[:4] == ["pPr", "r", "r", "r"]
    references = [next(iter(child)).tag.rpartition("}")[2] for child in paragraph[1:4]]
    assert references == ["commentReference", "commentReference", "t"]
    right = one.report.text.replace("20/10", "22/10").replace("Ban Bí thư", "Bộ Chính trị")
    assert text_of(new, tmp_path) == (right if fix else one.report.text)


@pytest.mark.parametrize(
    "around",
    [
        CONTROL.format("<w:p><w:r><w:t>Đoạn đầu</w:t></w:r></w:p>{}"),
        f"<w:p><w:r><w:t>Đoạn đầu. </w:t></w:r>{CONTROL.format('<w:r><w:t>' + TWICE + '</w:t></w:r>')}</w:p>",
    ],
    ids=["second paragraph", "within a line"],
)
def test_a_reference_follows_its_words_elsewhere(around: str, tmp_path: Path) -> None:
    data = in_control(around)
    one = checked(data, "draft.docx", tmp_path)
    new, placed = markup.marked_copy(data, ".docx", one.report.text, told(one))
    assert placed == 2
    ends = list(docx.Document(io.BytesIO(new)).element.body.iter("{*}commentRangeEnd"))
    following = [next(iter(end.getnext())).tag.rpartition("}")[2] for end in ends]
    assert following == ["commentReference", "commentReference"]


def test_libreoffice_shows_all_words_of_a_content_control(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no LibreOffice on this machine (apt-get install libreoffice-writer-nogui)")
    for number, around in enumerate(CONTROLS.values()):
        data = in_control(around)
        one = checked(data, "draft.docx", tmp_path)
        new, _ = markup.marked_copy(data, ".docx", one.report.text, told(one))
        (tmp_path / f"marked{number}.docx").write_bytes(new)
    names = [str(tmp_path / f"marked{number}.docx") for number in range(len(CONTROLS))]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *names]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for number in range(len(CONTROLS)):
        page = pypdfium2.PdfDocument(tmp_path / f"marked{number}.pdf")[0]
        shown = unicodedata.normalize("NFC", "".join(page.get_textpage().get_text_range().split()))
        assert "".join(TWICE.split()) in shown


def test_a_text_box_is_corrected_for_old_programs_too(tmp_path: Path) -> None:
    box = f"<w:txbxContent><w:p><w:r><w:t>{WRONG}</w:t></w:r></w:p></w:txbxContent>"
    other = box.replace("Thực hiện", "Theo")
    shape = "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{}</mc:Choice><mc:Fallback><w:pict><v:textbox>{}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    data = of_body(shape.format(box, box), shape.format(box, other))
    one = checked(data, "draft.docx", tmp_path)
    new, placed = markup.marked_copy(data, ".docx", one.report.text, told(one), fix=True)
    assert placed == 2
    body = docx.Document(io.BytesIO(new)).element.body
    shown = ["".join(t.text for t in found.iter("{*}t")) for found in body.iter("{*}txbxContent")]
    assert sorted(shown) == sorted([RIGHT, RIGHT, RIGHT, WRONG.replace("Thực hiện", "Theo")])
    numbers = [each.get(each.nsmap["w"].join("{}") + "id") for each in body.iter("{*}ins", "{*}del")]
    assert len(numbers) == len(set(numbers)) == 6


def test_notes_on_the_same_words_are_all_placed_and_one_is_corrected(tmp_path: Path) -> None:
    data = of_body(f"<w:r><w:t>{WRONG}</w:t></w:r>")
    one = checked(data, "draft.docx", tmp_path)
    [note] = told(one)
    wide = dataclasses.replace(note, where=Span(note.where.start - 20, note.where.end), correction="khác")
    new, placed = markup.marked_copy(data, ".docx", one.report.text, [wide, note], fix=True)
    assert (placed, text_of(new, tmp_path).strip()) == (2, RIGHT)
    assert parents_of_comments(new) == {"p"}


def calls(amount: int, ending: str, *, fix: bool) -> int:
    """The calls that it takes to mark so many findings."""
    lines = [f"{number}. {WRONG}" for number in range(amount)]
    text = "\n".join(lines)
    data = (
        text.encode() if ending == ".txt" else of_body(*(f"<w:r><w:t>{line}</w:t></w:r>" for line in reversed(lines)))
    )
    found = [text.index("20/10/2018", text.index(line)) for line in lines]
    finding: Any = None  # not looked at by these writers
    notes = [markup.Note(finding=finding, where=Span(at, at + 10), text="?", correction="22/10/2018") for at in found]
    counted, before = 0, sys.getprofile()

    def count(_frame: object, event: str, _held: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        _, placed = markup.marked_copy(data, ending, text, notes, fix=fix)
    finally:
        sys.setprofile(before)
    assert placed == amount
    return counted


@pytest.mark.parametrize(("ending", "fix"), [(".docx", False), (".docx", True), (".txt", True)])
def test_the_work_grows_with_the_findings_and_not_with_their_square(ending: str, fix: bool) -> None:
    calls(1, ending, fix=fix)  # what is loaded once
    few, more, most = (calls(amount, ending, fix=fix) for amount in (25, 50, 100))
    assert most - more < 2.1 * (more - few)


def test_passages_are_looked_for_together(monkeypatch: pytest.MonkeyPatch) -> None:
    passes = []
    found = text_alignment._find_all_windows
    monkeypatch.setattr(text_alignment, "_find_all_windows", lambda *told: passes.append(1) or found(*told))
    text = "\n".join(f"{number} {WRONG}" for number in range(50))
    spans = [Span(at, at + 9) for at in range(0, len(text) - 9, 40)]
    places = TextAlignment(text, text).find_all(spans)
    assert len(passes) == 2  # over the text, and over the letters
    assert None not in places
    assert places[::40] == [TextAlignment(text, text).find(span) for span in spans[::40]]


def in_parts(*, header: str, body: str, footer: str) -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    document.add_paragraph(body)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_correction_in_a_header_does_not_reach_the_same_words_of_the_body(tmp_path: Path) -> None:
    data = in_parts(
        header="Theo Chỉ thị số 05-CT/TW ngày 15/5/2016 của Ban Bí thư",
        body="Thực hiện Chỉ thị số 28-CT/TW ngày 21/01/2019 của Ban Bí thư.",
        footer="Xem Nghị quyết số 35-NQ/TW ngày 20/10/2018",
    )
    one = checked(data, "draft.docx", tmp_path)
    assert [each.finding.field for each in one.findings] == ["issuer", "date"]
    noted, placed = markup.marked_copy(data, ".docx", one.report.text, told(one))
    assert (placed, commented(noted)) == (0, [])
    fixed, placed = markup.marked_copy(data, ".docx", one.report.text, told(one), fix=True)
    assert placed == 2
    before, after = (zipfile.ZipFile(io.BytesIO(each)) for each in (data, fixed))
    changed = {name.rstrip("0123456789.xml") for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"word/header", "word/footer"}
    right = one.report.text.replace("15/5/2016 của Ban Bí thư", "15/5/2016 của Bộ Chính trị")
    assert text_of(fixed, tmp_path) == right.replace("20/10/2018", "22/10/2018")


def test_comments_that_were_there_stay(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(word()))
    document.add_comment(document.paragraphs[0].runs, text="để xem lại", author="Văn phòng", initials="VP")
    out = io.BytesIO()
    document.save(out)
    one = checked(out.getvalue(), "draft.docx", tmp_path)
    new, placed = markup.marked_copy(out.getvalue(), ".docx", one.report.text, told(one))
    comments = list(docx.Document(io.BytesIO(new)).comments)
    assert placed == 2
    assert [comment.author for comment in comments] == ["Văn phòng", "citegraph", "citegraph"]
    assert len({comment.comment_id for comment in comments}) == 3


def test_the_same_draft_gives_the_same_bytes(tmp_path: Path) -> None:
    data = word()
    one = checked(data, "draft.docx", tmp_path)
    assert len({markup.marked_copy(data, ".docx", one.report.text, told(one), fix=True) for _ in range(2)}) == 1


def test_a_pdf_has_its_notes_on_the_page(tmp_path: Path) -> None:
    data = formats.pdf(["\n".join(LINES[:2]), "\n".join(LINES[2:])])
    one = checked(data, "draft.pdf", tmp_path)
    new, placed = markup.marked_copy(data, ".pdf", one.report.text, told(one))
    assert placed == 2
    assert new.startswith(data)
    assert checked(new, "again.pdf", tmp_path).report.text == one.report.text
    assert [annotations(new, page) for page in (0, 1)] == [
        ["date: says 2018-10-20; on record 2018-10-22"],
        ["issuer: says Ban Bí thư; on record Bộ Chính trị"],
    ]


def annotations(data: bytes, number: int) -> list[str]:
    import ctypes

    raw: Any = pypdfium2.raw
    page = pypdfium2.PdfDocument(data)[number]
    found = []
    for at in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, at)
        size = raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
        buffer = ctypes.create_string_buffer(size)
        pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        raw.FPDFAnnot_GetStringValue(annotation, b"Contents", pointer, size)
        found.append(buffer.raw[: size - 2].decode("utf-16-le").split("\n")[0])
    return [text for text in found if text]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_corrected_text_keeps_its_encoding_and_its_line_ends(encoding: str, tmp_path: Path) -> None:
    text = "\r\n".join(LINES) + "\r\n"
    one = checked(text.encode(encoding), "draft.txt", tmp_path)
    new, placed = markup.marked_copy(text.encode(encoding), ".txt", one.report.text, told(one), fix=True)
    right = text.replace("20/10/2018", "22/10/2018").replace("Ban Bí thư", "Bộ Chính trị")
    assert (new, placed) == (right.encode(encoding), len(one.findings))


@pytest.mark.parametrize("ending", [".txt", ".docx"])
@pytest.mark.parametrize("wrong", [WRONG, WRONG.replace("20/10/2018", "20 tháng 10 năm 2018"), LINES[2]])
def test_a_decomposed_draft_is_corrected_in_its_own_letters(wrong: str, ending: str, tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", wrong)
    data = text.encode() if ending == ".txt" else of_body(f"<w:r><w:t>{text}</w:t></w:r>")
    one = checked(data, f"draft{ending}", tmp_path)
    new, placed = markup.marked_copy(data, ending, one.report.text, told(one), fix=True)
    assert placed == 1
    right = wrong.replace("20/10", "22/10").replace("20 tháng", "22 tháng").replace("Ban Bí thư", "Bộ Chính trị")
    read = new.decode() if ending == ".txt" else text_of(new, tmp_path).strip()
    assert read == unicodedata.normalize("NFD", right)


def test_a_finding_without_a_safe_correction_does_not_count_as_corrected() -> None:
    finding: Any = None  # not looked at by this writer
    where = Span(0, 2)
    notes = [markup.Note(finding=finding, where=where, text="?", correction=right) for right in (None, "cd", "ef")]
    assert markup.marked_copy(b"ab", ".txt", "ab", notes, fix=True) == (b"cd", 1)


def test_a_file_that_takes_no_comments_is_said_so() -> None:
    with pytest.raises(ExportError):
        markup.marked_copy(b"", ".txt", "", [])
    with pytest.raises(ExportError):
        markup.marked_copy(b"\xff\x00\xe0", ".txt", "", [], fix=True)
    with pytest.raises(ExportError):
        markup.marked_copy(b"", ".odt", "", [])
    with pytest.raises(ExportError):
        markup.marked_copy(b"PK", ".docx", "", [])
    with pytest.raises(ExportError):
        markup.marked_copy(b"%PDF", ".pdf", "", [], fix=True)


def test_a_stretch_is_found_where_it_comes_as_many_th() -> None:
    places = TextAlignment("a b c\na b d\na b e", "1\ta b c | a b d\n a b e")
    assert places.find(Span(6, 9)) == (10, 13)
    assert places.find(Span(0, 0)) is None
    assert TextAlignment("x y", "z").find(Span(0, 1)) is None


# The parts of the schema of SARIF 2.1.0 that a log of ours uses; the whole is 3,000 lines.
_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
_REGION = {
    "type": "object",
    "required": ["startLine", "startColumn", "endLine", "endColumn"],
    "additionalProperties": {"type": "integer", "minimum": 0},
    "properties": {
        name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn", "endLine", "endColumn")
    },
}
_LOG = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId", "level", "locations"],
                            "properties": {
                                "message": _TEXT,
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "locations": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["physicalLocation"],
                                        "properties": {
                                            "physicalLocation": {
                                                "type": "object",
                                                "required": ["artifactLocation", "region"],
                                                "properties": {"region": _REGION},
                                            }
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_a_sarif_log_has_the_structure_of_the_standard() -> None:
    from citegraph.query.audits import check_report

    text = "\n".join(LINES)
    one = check_report(Report(id="d", path="dự thảo.txt", sha256="", text=text, date="2020-01-01"), load())
    log = markup.sarif([(one.report, told(one))], "0.1.0")
    jsonschema.validate(log, _LOG)
    [date, issuer] = log["runs"][0]["results"]
    region = date["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (2, LINES[1].index("ngày 20") + 1)
    assert date["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "ngày 22/10/2018"
    assert (date["ruleId"], date["level"], issuer["ruleId"]) == ("date", "error", "issuer")
    rules = {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert {date["ruleId"], issuer["ruleId"]} <= rules
