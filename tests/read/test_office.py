"""Tests that all visible text of office documents is read, with warnings about what is left out."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import oldoffice
import pytest
import written

from citegraph.model import Failure, Report
from citegraph.read import Source, compressed_rtf, doc, load, ppt

SECONDS = 8
"""The most time for a long book; read anew for each chapter, its style sheet would take minutes."""
SAID = "Chi bộ học tập Quy định số 37-QĐ/TW"


def found(name: str, data: bytes) -> list[Report | Failure]:
    return list(load(Source(name, Path(name), data)))


def report(name: str, data: bytes) -> Report:
    (one,) = found(name, data)
    assert isinstance(one, Report), one
    return one


def failure(name: str, data: bytes) -> Failure:
    (one,) = found(name, data)
    assert isinstance(one, Failure), one
    assert one.reason and one.remedy
    return one


def test_word_97_keeps_notes_tables_and_headers() -> None:
    body = "Mở đầu\rLoại\x07Số, ký hiệu\x07\x07Quy định\x0737-QĐ/TW\x07\x07Đọc \x13 HYPERLINK x \x14tại đây\x15.\rKết\x0bthúc"
    data = oldoffice.word(body, "Chú thích", "Đầu trang", "Lời phê")
    assert report("a.doc", data).text.split("\n") == [
        "Đầu trang", "Mở đầu", "Loại | Số, ký hiệu", "Quy định 37-QĐ/TW", "Đọc tại đây.", "Kết", "thúc", "Chú thích"
    ]  # fmt: skip


def test_word_97_leaves_out_hidden_text_and_note_marks() -> None:
    text = "Quy định 372-QĐ/TW này không ai thấy được đâu"
    looks = ((0, 11, b""), (11, 12, b"\x48\x2a\x01"), (12, 19, b""), (19, 45, b"\x3c\x08\x01"), (45, 47, b""))
    one = report("a.doc", oldoffice.word(text, looks=looks))
    assert one.text == "Quy định 37-QĐ/TW "
    assert one.warnings == ("6 words of hidden text were ignored",)


def test_word_before_97_and_encrypted_files_are_failures() -> None:
    data = oldoffice.word(SAID)
    at = data.index(b"\xec\xa5\xc1\x00")
    assert "Word 6 or 95" in failure("a.doc", data[: at + 2] + b"\x65\x00" + data[at + 4 :]).reason
    assert "encrypted" in failure("a.doc", data[: at + 11] + b"\x01" + data[at + 12 :]).reason


def test_powerpoint_97_reads_slides_boxes_and_notes() -> None:
    data = oldoffice.slides(["Trang một\nÝ", "Trang hai"], ["Hộp một", "Hộp hai"], "Ghi chú")
    assert report("a.ppt", data).text.split("\n") == ["Trang một", "Ý", "Hộp một", "Trang hai", "Hộp hai", "Ghi chú"]


def test_powerpoint_97_puts_notes_behind_their_slides_and_leaves_out_hidden_ones() -> None:
    titles = [f"Trang {number}" for number in (1, 2, 3)]
    one = report("a.ppt", oldoffice.slides(titles, ["a", "b", "c"], "Ghi chú", (1, 2, 3), hidden=(2,)))
    assert one.text.split("\n") == ["Trang 1", "a", "Ghi chú 1", "Trang 3", "c", "Ghi chú 3"]
    assert [(section.line, section.name) for section in one.sections] == [(0, "1"), (3, "3")]
    assert one.warnings == ("6 words of hidden text were ignored",)


def test_broken_styles_of_slides_lose_no_text() -> None:
    assert ppt._with_superscripts(SAID, b"\x01\x02\x03") == SAID


def test_an_outlook_mail_gives_its_text_and_attachments() -> None:
    inner = oldoffice.mail("Thư bên trong", "Nội dung bên trong")
    data = oldoffice.disk(
        oldoffice.mail("Về Quy định", SAID, {"kế hoạch.txt": SAID.encode()}, inner, sent=133_000_000_000_000_000)
    )
    outer, attached, within = found("t.msg", data)
    assert isinstance(outer, Report) and isinstance(attached, Report) and isinstance(within, Report)
    assert (outer.text, outer.title, outer.date) == (f"Về Quy định\n{SAID}", "Về Quy định", "2022-06-18")
    assert (attached.path, attached.text) == ("t.msg/kế hoạch.txt", SAID)
    assert (within.path, within.text) == ("t.msg/attachment 2", "Thư bên trong\nNội dung bên trong")


def test_a_mail_with_only_rich_text_is_read() -> None:
    text = written.rtf(SAID).removeprefix(rb"{\rtf1\ansi")
    first = b"\x01" + (9).to_bytes(2, "big") + text[:7]  # the first eleven letters are in the initial window
    rest = b"".join(b"\0" + text[at : at + 8] for at in range(7, len(text), 8))
    data = struct.pack("<4I", len(first + rest) + 12, len(text) + 11, 0x75465A4C, 0) + first + rest
    streams = oldoffice.mail("Về Quy định", "") | {"__substg1.0_10090102": data}
    assert report("t.msg", oldoffice.disk(streams)).text == f"Về Quy định\n{SAID}"
    plain = struct.pack("<4I", len(written.rtf(SAID)) + 12, len(written.rtf(SAID)), 0x414C454D, 0) + written.rtf(SAID)
    assert compressed_rtf.decompress(plain) == written.rtf(SAID)
    assert compressed_rtf.decompress(data[:40]).startswith(rb"{\rtf1\ansi")
    assert compressed_rtf.decompress(b"") == compressed_rtf.decompress(bytes(40)) == b""


@pytest.mark.parametrize(
    ("inside", "lines"),
    [
        (r"\f0 Quy \'f0\'f2nh\par 37", ["Quy đ̣nh", "37"]),
        (r"\f1 Quy \'ae\u7883?nh", ["Quy ®ịnh"]),
        (r"Quy \u273?\u7883?nh 37{\super 2}-Q\u272?/TW", ["Quy định 37-QĐ/TW"]),
        (r"Th\u7845?y{\v  \u7849?n}{\*\bkmkstart x}{\field{\*\fldinst HYPERLINK x}{\fldrslt  link}}", ["Thấy link"]),
        (r"A{\footnote\pard  Ch\u250? th\u237?ch}{\*\footnote B} C\par", ["A C", " Chú thích", "B"]),
        (r"{\header\pard Tr\'ean\par}{\footer D\u432?\u7899?i}Gi\u7919?a\par", ["Trên", "Giữa", "Dưới"]),
        (r"\trowd\pard\intbl Quy\u273?\cell 37-Q\u272?/TW\cell\row\pard Sau\par", ["Quyđ | 37-QĐ/TW", "Sau"]),
        (r"{\shp{\*\shpinst{\sp{\sn posh}{\sv 1}}{\shptxt H\u7897?p\par}}}Sau", ["Sau", "Hộp"]),
        (r"{\shp{\*\shpinst{\shptxt H}}{\shprslt H}}{\shp{\*\shpinst}{\shprslt {\*\do K}}}Sau", ["KSau", "H"]),
        (r"{\pict 0a0b}a\tab b\~c\_d\{e\}\\\bin3 xyzf", ["a\tb\xa0c-d{e}\\f"]),
        (r"a{\i0\*\cs7 b}{\*\unknown7 c}", ["ab"]),
        (r"}}}a{{{b", ["ab"]),
    ],
)
def test_rich_text(inside: str, lines: list[str]) -> None:
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset163 A;}{\f1\fcharset0 B;}}{\colortbl;}{\*\generator X;}\uc1 "
    assert report("a.rtf", f"{head}{inside}}}".encode()).text.split("\n") == lines


def test_slides_are_read_in_their_order_with_notes_and_tables() -> None:
    import pptx

    show = pptx.Presentation()
    first = show.slides.add_slide(show.slide_layouts[1])
    first.shapes.title.text, first.placeholders[1].text = "Trang một", "Ý một\nÝ hai"
    first.notes_slide.notes_text_frame.text = "Ghi chú"
    second = show.slides.add_slide(show.slide_layouts[6])
    table = second.shapes.add_table(2, 2, 0, 0, 900, 900).table
    for row, said in enumerate((("Loại", "Số, ký hiệu"), ("Quy định", "37-QĐ/TW"))):
        for column, cell in enumerate(said):
            table.cell(row, column).text = cell
    frame = second.shapes.add_textbox(0, 0, 9, 9).text_frame
    frame.text = "Quy định 37"
    mark = frame.paragraphs[0].add_run()
    mark.text = "2"
    mark.font._element.set("baseline", "30000")
    hidden = show.slides.add_slide(show.slide_layouts[5])
    hidden.shapes.title.text = "Trang này không ai thấy"
    hidden._element.set("show", "0")
    out = io.BytesIO()
    show.save(out)
    one = report("a.pptx", out.getvalue())
    assert one.text.split("\n") == [
        "Trang một", "Ý một", "Ý hai", "Ghi chú", "Loại | Số, ký hiệu", "Quy định 37-QĐ/TW", "Quy định 37"
    ]  # fmt: skip
    assert one.warnings == ("5 words of hidden text were ignored",)


def test_a_sheet_with_a_text_column_is_a_table_and_others_are_lines() -> None:
    table = [["Danh sách", None], ["id", "text", "lượt"], ["a", SAID, 5], [None, None, None], ["b", "Bài hai", 7.5]]
    plan = [["Loại", "Số, ký hiệu", "Ngày"], ["Quy định", "37-QĐ/TW", "25/10/2021"], ["", 12, None]]
    alone = found("s.xlsx", written.workbook({"Tin": table}))
    assert [(report_or_failure.path, getattr(report_or_failure, "text", None)) for report_or_failure in alone] == [
        ("s.xlsx#3", SAID),
        ("s.xlsx#5", "Bài hai"),
    ]
    assert isinstance(alone[0], Report) and alone[0].extra == (("lượt", "5"),)
    both = found("s.xlsx", written.workbook({"Tin": table, "Kế hoạch": plan}))
    assert [report_or_failure.path for report_or_failure in both] == ["s.xlsx/Tin#3", "s.xlsx/Tin#5", "s.xlsx"]
    assert isinstance(both[2], Report)
    assert both[2].text.split("\n") == ["Kế hoạch", "Loại | Số, ký hiệu | Ngày", "Quy định 37-QĐ/TW 25/10/2021", "12"]
    assert report("s.xlsx", written.workbook({"Kế hoạch": plan})).text.split("\n")[0] == "Loại | Số, ký hiệu | Ngày"


def test_a_sheet_that_only_resembles_a_table_is_read_as_lines() -> None:
    rows = [["Ghi chú", None, None], [SAID, None, None], ["text", None, None], ["a", "b", None]]
    assert report("s.xlsx", written.workbook({"a": rows})).text.split("\n") == ["Ghi chú", SAID, "text", "a | b"]
    assert report("s.xlsx", written.workbook({"a": [["id", "text"]]})).text == "id | text"


def test_a_panic_of_the_library_is_a_failure() -> None:
    id, name = (len(text).to_bytes(4, "little") + text.encode("utf-16-le") for text in ("rId9", "a"))
    held = bytes(8) + id + name
    parts = {
        "xl/workbook.bin": bytes([0x9C, 1, len(held)]) + held,  # a sheet that no relationship is of
        "xl/_rels/workbook.bin.rels": "<Relationships/>",
    }
    assert failure("a.xlsb", written.zip_file(parts)).reason == "cannot be read as Excel (no entry found for key)"


def test_text_boxes_over_a_sheet_are_read() -> None:
    drawing = f'<x xmlns:a="a"><a:p><a:r><a:t>{SAID}</a:t></a:r></a:p></x>'
    with zipfile.ZipFile(io.BytesIO(written.workbook({"a": [["Ô"]]}))) as book:
        parts: dict[str, str | bytes] = {name: book.read(name) for name in book.namelist()}
    data = written.zip_file(parts | {"xl/drawings/drawing1.xml": drawing})
    assert report("s.xlsx", data).text == f"Ô\n{SAID}"


def test_a_hidden_sheet_gives_a_warning() -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(written.workbook({"a": [[SAID]], "b": [["Trang này không ai thấy"]]})))
    book["b"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    one = report("s.xlsx", out.getvalue())
    assert (one.text, one.warnings) == (SAID, ("5 words of hidden text were ignored",))


def test_a_broken_opendocument_sheet_is_a_failure() -> None:
    """The library that reads sheets would wait for the end of the table for ever."""
    with zipfile.ZipFile(io.BytesIO(written.ods([["id", "text"], ["r", SAID]]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(b"</table:table>", b"</table: able>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert "ExpatError" in failure("s.ods", out.getvalue()).reason


def test_what_a_table_of_reports_leaves_out_is_told() -> None:
    import openpyxl

    title = ["Danh sách báo cáo của tỉnh", None]
    sheets = {"a": [title, ["id", "text"], ["1", SAID], ["2", SAID]], "b": [["Trang này không ai thấy"]]}
    book = openpyxl.load_workbook(io.BytesIO(written.workbook(sheets)))
    book["b"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    first, second = found("s.xlsx", out.getvalue())
    assert isinstance(first, Report) and isinstance(second, Report)
    assert first.warnings == (
        "5 words of hidden text were ignored",
        "6 words outside the main text were ignored",
    )
    assert second.warnings == ()


def test_opendocument_keeps_notes_boxes_and_leaves_out_comments() -> None:
    flat = written.odt_flat("x").decode()
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (("style", "style"), ("draw", "drawing"), ("table", "table"))
    )
    styles = (
        '<office:automatic-styles><style:style style:name="U"><style:text-properties style:text-position="super 58%"/>'
        '</style:style><style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
        "</office:automatic-styles>"
    )
    body = (
        '<text:p>Quy định 37<text:span text:style-name="U">2</text:span>-QĐ/TW<text:note><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>Chú thích</text:p></text:note-body></text:note>"
        '<office:annotation><text:p>Lời phê</text:p></office:annotation><text:s text:c="2"/>hết'
        '<text:span text:style-name="H"> chữ này không ai thấy</text:span></text:p>'
        "<text:p><draw:frame><draw:text-box><text:p>Hộp</text:p></draw:text-box></draw:frame>Sau</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell>"
        "<text:p>b</text:p></table:table-cell></table:table-row></table:table>"
    )
    flat = flat.replace("<office:body>", f"{styles}<office:body>").replace(
        "<office:document", f"<office:document{spaces}"
    )
    flat = flat.replace("<text:p>x</text:p>", body)
    one = report("a.fodt", flat.encode())
    assert one.text.split("\n") == ["Quy định 37-QĐ/TW  hết", "Sau", "Hộp", "a | b", "Chú thích"]
    assert one.warnings == ("5 words of hidden text were ignored",)
    assert report("a.odt", written.zip_file({"content.xml": flat, "META-INF/manifest.xml": ""})).text == one.text
    locked = written.zip_file({"content.xml": b"\xff", "META-INF/manifest.xml": "<encryption-data/>"})
    assert "encrypted" in failure("a.odt", locked).reason


def flat_opendocument(kind: str, body: str, styles: str = "") -> bytes:
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"), ("text", "text"), ("style", "style"), ("draw", "drawing"),
            ("presentation", "presentation"),
        )
    )  # fmt: skip
    return (
        f"<office:document{spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:{kind}>{body}</office:{kind}></office:body></office:document>"
    ).encode()


def test_a_style_of_opendocument_inherits_from_its_parent() -> None:
    styles = (
        '<style:style style:name="A"><style:text-properties style:text-position="33% 58%"/></style:style>'
        '<style:style style:name="B" style:parent-style-name="A"/>'
        '<style:style style:name="C" style:parent-style-name="B"><style:text-properties style:text-position="0% 100%"/>'
        '</style:style><style:style style:name="D" style:parent-style-name="D"/>'
    )
    spans = "".join(f'<text:span text:style-name="{name}">{at}</text:span>.' for at, name in enumerate("ABCD", 1))
    assert report("a.fodt", flat_opendocument("text", f"<text:p>37{spans}</text:p>", styles)).text == "37..3.4."


def test_hidden_parts_of_opendocument_give_a_warning() -> None:
    away = "Đoạn này không ai thấy"
    styles = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    body = (
        f'<text:section text:display="none"><text:p>{away}</text:p></text:section><text:p text:style-name="H">{away}'
        f'</text:p><text:p><text:hidden-paragraph text:is-hidden="true"/>{away}</text:p><text:section><text:p>'
        f'<text:hidden-paragraph text:is-hidden="false"/>{SAID}</text:p></text:section>'
    )
    one = report("a.fodt", flat_opendocument("text", body, styles))
    assert (one.text, one.warnings) == (SAID, ("15 words of hidden text were ignored",))


def test_a_hidden_slide_of_opendocument_gives_a_warning() -> None:
    styles = (
        '<style:style style:name="H"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    body = (
        '<draw:page draw:style-name="H"><text:p>Trang này không ai thấy</text:p></draw:page><draw:page>'
        f"<text:p>{SAID}</text:p></draw:page>"
    )
    one = report("a.fodp", flat_opendocument("presentation", body, styles))
    assert (one.text, one.warnings) == (SAID, ("5 words of hidden text were ignored",))
    assert [(section.unit, section.name) for section in one.sections] == [("slide", "2")]


def test_a_book_is_read_in_the_order_of_its_chapters() -> None:
    one = report("a.epub", written.epub("Quy định\n37-QĐ/TW"))
    assert one.text == "Quy định\n37-QĐ/TW"


def book(chapters: list[str], sheet: str, spine: list[str] | None = None) -> bytes:
    """A book with a style sheet, each chapter in a part of its own."""
    names = [f"{number}.xhtml" for number in range(len(chapters))]
    items = "".join(f'<item id="{at}" href="{name}"/>' for at, name in enumerate(spine or names))
    refs = "".join(f'<itemref idref="{at}"/>' for at in range(len(spine or names)))
    opened = zipfile.ZipFile(io.BytesIO(written.epub()))
    files: dict[str, str | bytes] = {name: opened.read(name) for name in opened.namelist()[:2]}
    files["o/b.opf"] = f"<package><manifest>{items}</manifest><spine>{refs}</spine></package>"
    files["o/s.css"] = sheet
    return written.zip_file(
        files | {f"o/{name}": f"<html><body>{text}</body></html>" for name, text in zip(names, chapters, strict=True)}
    )


def test_the_style_sheet_of_a_book_is_read_once_for_all_chapters() -> None:
    chapters = ['<p>Quy định số 37<span class="n">2</span>-QĐ/TW</p>'] * 2000
    sheet = ".a{color:red}\n" * 2000 + ".n{vertical-align:super}"
    start = time.process_time()
    one = report("a.epub", book(chapters, sheet))
    assert set(one.text.split("\n")) == {"Quy định số 37-QĐ/TW"}
    assert time.process_time() - start < SECONDS


def test_a_chapter_that_a_book_lists_twice_is_read_once() -> None:
    one = report("a.epub", book(["<p>Tin</p>", "<p>Bài</p>"], "", ["1.xhtml", "0.xhtml#a", "0.xhtml#b"]))
    assert one.text == "Bài\nTin"


WITHOUT = """
import sys
from pathlib import Path
class Without:
    def find_spec(name, *rest):
        if name in ("olefile", "py7zr", "python_calamine"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Without)
sys.path.insert(0, sys.argv[1])
from citegraph.read import Source, load
for name in sys.argv[2:]:
    for one in load(Source(name, Path(name), Path(name).read_bytes())):
        print(getattr(one, "reason", "read"), getattr(one, "remedy", ""), sep="; ")
"""


def test_a_missing_library_is_reported_with_its_extra(tmp_path: Path) -> None:
    files = {
        "a.doc": oldoffice.word(SAID), "a.xlsx": written.workbook({"a": [[SAID]]}), "a.7z": written.seven_zip({"a.txt": b"a"}),
        "a.zip": written.zip_file({"a.txt": SAID}), "a.docx": written.docx_file(), "a.rtf": written.rtf(),
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    command = [sys.executable, "-c", WITHOUT, str(Path(__file__).parents[2]), *(str(tmp_path / name) for name in files)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    remedy = "which is not installed; install it with pip install 'citegraph[office]'"
    assert told[:3] == [f"needs {module}, {remedy}" for module in ("olefile", "python_calamine", "py7zr")]
    assert told[3:] == ["read; "] * 3


def test_properties_of_word_97_end_with_their_list() -> None:
    assert list(doc._properties(b"\x3c\x08")) == []
    assert list(doc._properties(b"\x3c\x08\x01\x08\xd6\x02\x00\x01\x02")) == [(0x083C, 1), (0xD608, 2)]
