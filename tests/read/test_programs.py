"""Tests that files written by LibreOffice, pandoc and 7-Zip are read with all visible text."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import written

from citegraph.model import Report
from citegraph.read import read

SOFFICE = shutil.which("soffice")
PANDOC = shutil.which("pandoc")
SEVEN_ZIP = shutil.which("7z")
SECONDS = 300

LINES = [
    "ĐẦU TRANG", "Báo cáo của Huyện ủy", "Quy định số 37-QĐ/TW", "Chú thích đầu tiên", "Hộp chữ", "Loại | Số, ký hiệu",
    "Quy định 37-QĐ/TW", "CHÂN TRANG",
]  # fmt: skip


def text_document() -> bytes:
    names = {name: name for name in ("office", "style", "text", "table")} | {"draw": "drawing", "svg": "svg-compatible"}
    spaces = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"' for name, of in names.items())
    cells = "".join(
        "<table:table-row>" + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in (("Loại", "Số, ký hiệu"), ("Quy định", "37-QĐ/TW"))
    )  # fmt: skip
    return (
        f'<?xml version="1.0"?><office:document{spaces} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>'
        '<style:style style:name="U" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:page-layout style:name="P"><style:header-style/><style:footer-style/></style:page-layout>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P">'
        "<style:header><text:p>ĐẦU TRANG</text:p></style:header><style:footer><text:p>CHÂN TRANG</text:p></style:footer>"
        "</style:master-page></office:master-styles><office:body><office:text><text:h>Báo cáo của Huyện ủy</text:h>"
        '<text:p>Quy định số 37<text:span text:style-name="U">2</text:span>-QĐ/TW<text:note text:note-class="footnote">'
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>Chú thích đầu tiên</text:p></text:note-body>"
        '</text:note><text:span text:style-name="H"> chữ này không ai thấy</text:span></text:p><text:p>'
        '<draw:frame text:anchor-type="paragraph" svg:width="5cm" svg:height="2cm"><draw:text-box><text:p>Hộp chữ</text:p>'
        f'</draw:text-box></draw:frame>Sau hộp</text:p><table:table><table:table-column table:number-columns-repeated="2"/>{cells}</table:table><text:p>Hết</text:p></office:text>'
        "</office:body></office:document>"
    ).encode()


def show() -> bytes:
    import pptx

    slides = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "Trang một", "Quy định số 37"
    mark = slide.placeholders[1].text_frame.paragraphs[0].add_run()
    mark.text = "2"
    mark.font._element.set("baseline", "30000")
    slide.notes_slide.notes_text_frame.text = "Ghi chú"
    out = io.BytesIO()
    slides.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of files that LibreOffice converted from a text, a workbook and a presentation."""
    if SOFFICE is None:
        pytest.skip("no LibreOffice on this machine (apt-get install libreoffice-writer-nogui)")
    folder = tmp_path_factory.mktemp("made")
    sheet = written.workbook(
        {"Tin": [["id", "text"], ["a", "Quy định số 37-QĐ/TW"]], "Khác": [["Loại", "Số"], ["a", 7]]}
    )
    for name, data in (("van-ban.fodt", text_document()), ("bang.xlsx", sheet), ("trinh-bay.pptx", show())):
        (folder / name).write_bytes(data)
    wanted = {"van-ban.fodt": "doc docx rtf odt epub", "bang.xlsx": "xls ods", "trinh-bay.pptx": "ppt odp fodp"}
    for name, endings in wanted.items():
        for ending in endings.split():
            command = [SOFFICE, "--headless", "--convert-to", ending, "--outdir", str(folder), str(folder / name)]
            subprocess.run(
                command, check=True, capture_output=True, timeout=SECONDS, env={**os.environ, "HOME": str(folder)}
            )
    return folder


def of(path: Path) -> list[Report]:
    found = list(read([path]))
    assert all(isinstance(one, Report) for one in found), found
    return [one for one in found if isinstance(one, Report)]


@pytest.mark.parametrize("ending", ["doc", "docx", "rtf", "odt", "fodt", "epub"])
def test_texts(converted: Path, ending: str) -> None:
    (one,) = of(converted / f"van-ban.{ending}")
    lines = [line.strip() for line in one.text.split("\n")]
    said = [
        line for line in LINES if ending != "epub" or line not in ("ĐẦU TRANG", "CHÂN TRANG", "Quy định số 37-QĐ/TW")
    ]
    assert [line for line in said if not any(line in each for each in lines)] == []
    if ending != "epub":  # LibreOffice writes hidden text and superscripts as normal text there
        assert "372" not in one.text
        assert "không ai thấy" not in one.text
        assert one.warnings == ("5 words of hidden text were ignored",)


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_workbooks(converted: Path, ending: str) -> None:
    row, other = of(converted / f"bang.{ending}")
    assert (row.path.rpartition("/bang.")[2], row.text) == (f"{ending}/Tin#2", "Quy định số 37-QĐ/TW")
    assert other.text.split("\n") == ["Khác", "Loại | Số", "a | 7"]


@pytest.mark.parametrize("ending", ["pptx", "ppt", "odp", "fodp"])
def test_presentations(converted: Path, ending: str) -> None:
    (one,) = of(converted / f"trinh-bay.{ending}")
    assert one.text.split("\n") == ["Trang một", "Quy định số 37", "Ghi chú"]


BOOK = """# Phần một

Thực hiện Quy định số 37-QĐ/TW[^a], chi bộ đã họp **hai lần**.

- Mục thứ nhất

[^a]: Chú thích về Nghị quyết số 18-NQ/TW.

# Phần hai

| Loại | Số, ký hiệu |
|------|-------------|
| Quy định | 144-QĐ/TW |
"""


@pytest.mark.skipif(PANDOC is None, reason="no pandoc on this machine (apt-get install pandoc)")
@pytest.mark.parametrize("version", ["epub2", "epub3"])
def test_books_of_pandoc(tmp_path: Path, version: str) -> None:
    (tmp_path / "a.md").write_text(BOOK, encoding="utf-8")
    command = [PANDOC or "", "a.md", "-t", version, "-o", "a.epub", "--metadata", "title=Báo cáo"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=SECONDS)
    (one,) = of(tmp_path / "a.epub")
    lines = ["Phần một", "Thực hiện Quy định số 37-QĐ/TW, chi bộ đã họp hai lần.", "Mục thứ nhất", "Phần hai"]
    assert [line for line in lines if line not in one.text.split("\n")] == []
    assert "Chú thích về Nghị quyết số 18-NQ/TW." in one.text
    assert "Quy định 144-QĐ/TW" in one.text


@pytest.mark.skipif(SEVEN_ZIP is None, reason="no 7-Zip on this machine (apt-get install p7zip-full)")
@pytest.mark.parametrize("method", ["LZMA2", "PPMd", "BZip2", "Deflate", "Copy"])
def test_archives_of_7_zip(tmp_path: Path, method: str) -> None:
    (tmp_path / "con").mkdir()
    (tmp_path / "Chỉ thị.txt").write_text("Chỉ thị số 05-CT/TW", encoding="utf-8")
    (tmp_path / "con" / "b.docx").write_bytes(written.docx_file("Quy định số 37-QĐ/TW"))
    command = [SEVEN_ZIP or "", "a", f"-m0={method}", "a.7z", "Chỉ thị.txt", "con"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=SECONDS)
    texts = {one.path.partition("a.7z/")[2]: one.text.strip() for one in of(tmp_path / "a.7z")}
    assert texts == {"Chỉ thị.txt": "Chỉ thị số 05-CT/TW", "con/b.docx": "Quy định số 37-QĐ/TW"}
