"""Tests that a sheet is read as a person sees it: without note marks, with its row numbers, however far its cells are."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import written
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from citegraph import positions
from citegraph.model import Report
from citegraph.read import Source, load

SAID = "Chi bộ học tập Quy định số 37-QĐ/TW"
RAISED = InlineFont(vertAlign="superscript")


def report(name: str, data: bytes) -> Report:
    (one,) = load(Source(name, Path(name), data))
    assert isinstance(one, Report), one
    return one


def sheet(cells: dict[str, object]) -> bytes:
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.active[place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(one: Report) -> list[str]:
    starts = [one.text.index(line) for line in one.text.split("\n")]
    return [str(place) for place in positions.positions(one, starts)]


def test_superscripts_of_a_cell_are_no_digits() -> None:
    cell = CellRichText("Quy định 37", TextBlock(RAISED, "2"), "-QĐ/TW, 50 m", TextBlock(RAISED, "2"))
    data = sheet({"A1": cell})
    assert report("a.xlsx", data).text == "Quy định 37-QĐ/TW, 50 m²"
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts: dict[str, str | bytes] = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    inner = parts[name].decode() if isinstance(parts[name], bytes) else ""
    string = inner[inner.index("<is>") + 4 : inner.index("</is>")]
    parts[name] = inner.replace('t="inlineStr"', 't="s"').replace(f"<is>{string}</is>", "<v>0</v>")
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = f"<sst {main}><si>{string}</si></sst>"
    related = "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    parts[related] = (
        parts[related]
        .decode()
        .replace("</Relationships>", f'<Relationship Id="s" Type="{kind}" Target="sharedStrings.xml"/></Relationships>')
    )
    assert report("a.xlsx", written.zip_file(parts)).text == "Quy định 37-QĐ/TW, 50 m²"


def test_headers_and_footers_of_a_sheet_are_read() -> None:
    book = openpyxl.Workbook()
    for one in (book.active, book.create_sheet("b")):
        one["A1"] = "Tin"
        one.oddHeader.left.text, one.oddFooter.center.text = "Quy định số 37&X2&X-QĐ/TW", "Trang &P/&N"
        one.oddHeader.center.text, one.oddHeader.center.font = "Tỉnh ủy && Ủy ban", "Times,Bold"
    out = io.BytesIO()
    book.save(out)
    lines = report("a.xlsx", out.getvalue()).text.split("\n")
    assert lines == ["Sheet", "Tin", "b", "Tin", "Quy định số 37-QĐ/TW", "Tỉnh ủy & Ủy ban"]


def test_superscripts_of_an_opendocument_sheet_are_no_digits() -> None:
    with zipfile.ZipFile(io.BytesIO(written.ods([["Quy định 37<2>-QĐ/TW, 50 m<2>"]]))) as book:
        parts: dict[str, str | bytes] = {name: book.read(name) for name in book.namelist()}
    style = (
        '<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><style:style '
        'style:name="U"><style:text-properties style:text-position="33% 58%"/></style:style><style:style '
        'style:name="V" style:parent-style-name="U"/></office:automatic-styles><office:body>'
    )
    content = parts["content.xml"]
    content = content if isinstance(content, str) else content.decode()
    content = content.replace("&lt;", '<text:span text:style-name="V">').replace("&gt;", "</text:span>")
    parts["content.xml"] = content.replace("<office:body>", style)
    assert report("a.ods", written.zip_file(parts)).text == "Quy định 37-QĐ/TW, 50 m²"


def test_rows_have_the_numbers_of_the_sheet() -> None:
    cells = {"D7": SAID, "B9": "Hai\ndòng", "C10": "Mười", "F14": "Sau"}
    one = report("a.xlsx", sheet(cells))
    assert one.text.split("\n") == [SAID, "Hai", "dòng", "Mười", "Sau"]
    assert rows(one) == [f"sheet Sheet, row {number}" for number in (7, 9, 9, 10, 14)]


def test_rows_of_an_opendocument_sheet_have_its_numbers() -> None:
    one = report("a.ods", written.ods([[""], [""], [SAID], [""], ["", "Năm"]]))
    assert rows(one) == ["sheet a, row 3", "sheet a, row 5"]


@pytest.mark.parametrize("far", [
    ("XFD1048576",), ("XFD5000",), ("A1048576", "XFD1"),
    tuple(f"{column}1048000" for column in ("B", "AB", "AZ", "QQ", "RR", "SS", "TT", "UU", "VV", "BCD")),
])  # fmt: skip
def test_a_far_cell_takes_no_memory(far: tuple[str, ...]) -> None:
    one = report("a.xlsx", sheet({"A1": SAID, **{place: f"ô {place}" for place in far}}))
    assert [cell for line in one.text.split("\n") for cell in line.split(" | ")] == [
        SAID,
        *sorted((f"ô {place}" for place in far), key=lambda cell: int("".join(filter(str.isdigit, cell)))),
    ]


def test_hidden_rows_and_columns_are_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet({"A1": "Một", "B1": "Hai", "A2": SAID})))
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    out = io.BytesIO()
    book.save(out)
    assert report("a.xlsx", out.getvalue()).text == f"Một | Hai\n{SAID}"


SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
PLAN = f"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}"
 xmlns:h="http://www.w3.org/TR/REC-html40" xmlns:x="urn:schemas-microsoft-com:office:excel">
<Worksheet ss:Name="Kế hoạch"><Table>
<Row ss:Index="3"><Cell><Data ss:Type="String">Loại</Data></Cell>
<Cell ss:MergeAcross="1"><Data ss:Type="String">Số, ký hiệu</Data></Cell>
<Cell><Data ss:Type="String">Ngày</Data></Cell></Row>
<Row ss:Span="1"><Cell><Data ss:Type="String">Quy định</Data></Cell><Cell><Data ss:Type="String">37-QĐ/TW</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="DateTime">2021-10-25T00:00:00.000</Data></Cell></Row>
<Row><Cell/><Cell><Data ss:Type="Number">12</Data></Cell><Cell><Data ss:Type="Number">x</Data></Cell></Row>
<Row ss:Index="9"><Cell><Data>50 m<h:Sup>2</h:Sup>, Chỉ thị 05<h:B><h:Sup>2</h:Sup> này</h:B></Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="b"><Table><Row><Cell><Data ss:Type="String">Trang này không ai thấy</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"""


def test_a_workbook_that_is_a_single_xml_file() -> None:
    one = report("a.xml", PLAN.encode())
    assert one.text.split("\n") == [
        "Loại | Số, ký hiệu | Ngày", "Quy định 37-QĐ/TW 25/10/2021", "12 | x", "50 m², Chỉ thị 05 này"
    ]  # fmt: skip
    assert rows(one) == [f"sheet Kế hoạch, row {number}" for number in (3, 4, 6, 9)]
    assert one.warnings == ("5 words of hidden text were ignored",)


def test_a_table_of_reports_in_a_single_xml_file() -> None:
    def row(*cells: tuple[int, str]) -> str:
        inside = (f"<a:Cell a:Index='{at}'><a:Data>{text}</a:Data></a:Cell>" for at, text in cells)
        return f"<a:Row>{''.join(inside)}</a:Row>"

    table = row((1, "id"), (3, "text")) + row((1, "a"), (3, SAID)) + row((1, "b"), (99_999_999, SAID))
    data = (
        f'<a:Workbook xmlns:a="{SPACE}"><a:Worksheet a:Name="a"><a:Table>{table}</a:Table></a:Worksheet></a:Workbook>'
    )
    first, _ = load(Source("a.xls", Path("a.xls"), data.encode()))
    assert isinstance(first, Report)
    assert (first.path, first.text) == ("a.xls#2", SAID)
