"""Tests that a citation is found again in the original: page, slide, sheet, paragraph, line."""

from __future__ import annotations

from pathlib import Path

import pytest
import written
from written import BODY, TITLE

from citegraph import positions
from citegraph.cite import cite
from citegraph.model import Report, Section
from citegraph.positions import Position
from citegraph.read import read
from citegraph.records import load

RECORDS = load()


def places(path: Path, data: bytes) -> list[str | None]:
    path.write_bytes(data)
    (report,) = read([path])
    assert isinstance(report, Report), report
    return [citation.mention.position for citation in cite(report, RECORDS)]


def test_lines_of_a_text_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    text = "Tin\n\nTheo Chỉ thị 05-CT/TW.\n\n\nVà Nghị quyết số 35-NQ/TW, Quy định 37-QĐ/TW."
    assert places(tmp_path / "a.txt", text.encode()) == ["line 3", "line 6", "line 6"]


def test_pages_of_a_pdf(tmp_path: Path) -> None:
    pages = ["Một dòng đầu trang\nTheo Chỉ thị 05-CT/TW.", "Không có gì ở đây", "Nghị quyết số 35-NQ/TW."]
    assert places(tmp_path / "a.pdf", written.pdf(pages)) == ["page 1, line 2", "page 3, line 1"]


def test_paragraphs_of_word_and_web_pages(tmp_path: Path) -> None:
    for name, form in (("a.docx", "Word"), ("a.html", "HTML"), ("a.fodt", "OpenDocument")):
        assert places(tmp_path / name, written.WRITE[form]()) == ["paragraph 1", "paragraph 2", "paragraph 4"], name


def test_slides(tmp_path: Path) -> None:
    for name, form in (("a.pptx", "PowerPoint"), ("a.ppt", "PowerPoint 97")):
        found = places(tmp_path / name, written.WRITE[form]())
        assert [place.partition(",")[0] for place in found if place] == ["slide 1"] * 3, name


def test_rows_of_a_sheet(tmp_path: Path) -> None:
    rows = [["Stt", "Việc"], ["1", "Học Chỉ thị 05-CT/TW"], ["2", "Học Nghị quyết số 35-NQ/TW"]]
    found = places(tmp_path / "a.xlsx", written.workbook({"Quý I": rows, "Quý II": [["Học Quy định 37-QĐ/TW"]]}))
    assert found == ["sheet Quý I, row 2", "sheet Quý I, row 3", "sheet Quý II, row 1"]


def test_each_position_is_read_back() -> None:
    for section in ("page", "slide", "sheet"):
        for sure in (None, 87):
            place = Position("row", 3, section, "Quý I, row 2", sure)
            assert Position.parse(str(place)) == place
    with pytest.raises(ValueError, match=r"^here$"):
        Position.parse("here")


def test_a_position_is_told_in_each_language() -> None:
    place = Position("row", 4, "sheet", "Quý I", 87)
    assert place.text("en") == "sheet Quý I (recognized, 87% confidence), row 4"
    assert place.text("vi") == "trang tính Quý I (nhận dạng, độ tin cậy 87%), dòng 4"
    assert Position("paragraph", 2, "slide", "1").text("vi") == "trang chiếu 1, đoạn 2"


def test_places_are_found_in_one_pass() -> None:
    lines = [TITLE, *BODY.splitlines(), "", "cuối"] * 40
    sections = tuple(Section(line, "page", str(line // 7)) for line in range(0, len(lines), 7))
    report = Report(id="a", path="a", sha256="", text="\n".join(lines), sections=sections)
    starts = [at for at in range(len(report.text)) if at % 7 == 0]

    def naive(start: int) -> Position:
        line = report.text.count("\n", 0, start)
        section = [one for one in sections if one.line <= line][-1]
        filled = sum(bool(lines[at].strip()) for at in range(section.line, line))
        return Position("line", filled + 1, "page", section.name)

    assert list(positions.positions(report, starts)) == [naive(start) for start in starts]
