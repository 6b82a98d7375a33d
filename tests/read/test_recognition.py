"""Tests that scanned pages are recognized, once, and that nothing is guessed in what is recognized."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
import scans
import written
from command import on_a_terminal
from PIL import Image, ImageFilter

import citegraph
from citegraph.cite import cite
from citegraph.errors import ReadError
from citegraph.model import Failure, Report
from citegraph.pipeline import build
from citegraph.read import Recognition, Source, images, ocr_repair, pdf, pdf_page, read, text_recognition
from citegraph.read.guarded_loading import load_guarded
from citegraph.records import load

RECORDS = load()
TEXTS = (
    "TỈNH ỦY LÀO CAI\nCăn cứ Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị khóa XII về tăng cường bảo vệ nền "
    "tảng tư tưởng của Đảng, Ban Thường vụ xây dựng kế hoạch.\nTiếp tục thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016 "
    "của Bộ Chính trị và Kết luận số 01-KL/TW ngày 18/5/2021.\nCác chi bộ rà soát việc thực hiện Nghị quyết Trung ương "
    "4 khóa XII và Quy định số 37-QĐ/TW ngày 25/10/2021.",
    "ĐẢNG BỘ XÃ HOẰNG LỘC\nThực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển khoa "
    "học, công nghệ, đảng ủy đã họp hai lần.\nViệc sắp xếp bộ máy theo Nghị quyết số 18-NQ/TW ngày 25/10/2017 được làm "
    "xong.\nĐảng viên học Nghị quyết Đại hội XIII của Đảng và Chỉ thị số 35-CT/TW ngày 14/6/2024.",
    "HƯỚNG DẪN\nTrọng tâm là Nghị quyết số 66-NQ/TW ngày 30/4/2025 và Nghị quyết số 68-NQ/TW ngày 04/5/2025 của Bộ Chính "
    "trị.\nCấp ủy gắn với Quy định số 144-QĐ/TW ngày 09/5/2024.\nLuật Đất đai 2024 và Nghị định số 15/2020/NĐ-CP được "
    "phổ biến.",
    "THÔNG BÁO\nHội nghị nghe giới thiệu Nghị quyết số 29-NQ/TW ngày 04/11/2013 của Ban Chấp hành Trung ương.\nKết luận "
    "số 91-KL/TW ngày 12/8/2024 yêu cầu làm tiếp.\nNghị quyết số 20-NQ/TW ngày 25/10/2017 được sơ kết, Nghị quyết số "
    "26-NQ/TW ngày 05/8/2008 được tổng kết.",
)
"""Pages with what they cite; the second and the fourth bear a stamp, three are scanned askew."""
TURNED = (0.0, 0.7, -1.0, 1.5)
FOUND_SHARE = 0.9
"""The least share of the citations of the pages that are found on their scans."""

needs_tesseract = pytest.mark.skipif(text_recognition.tesseract_version() is None, reason=text_recognition.REMEDY)
needs_fonts = pytest.mark.skipif(not scans.has_fonts(), reason="install fonts-dejavu-core")


def documents(report: Report) -> list[str]:
    return [citation.document for citation in cite(replace(report, date="2025-12-01"), RECORDS)]


def scan(at: int, dpi: int) -> bytes:
    page = scans.page(TEXTS[at], dpi=dpi, turned=TURNED[at], stamped=at % 2 == 1, font=at % 2, seed=at)
    return scans.pdf([page], dpi)


@needs_tesseract
@needs_fonts
@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_citations_of_scanned_pages_are_found(tmp_path: Path, dpi: int) -> None:
    found = expected = 0
    for at, text in enumerate(TEXTS):
        (tmp_path / f"{at}.pdf").write_bytes(scan(at, dpi))
        (report,) = read([tmp_path / f"{at}.pdf"])
        assert isinstance(report, Report), report
        right = documents(Report(id="x", path="x", sha256="", text=text))
        read_off = documents(report)
        assert {one for one in read_off if "?" not in one} <= set(right)  # no wrong document
        found += sum(min(right.count(one), read_off.count(one)) for one in set(right))
        expected += len(right)
    print(f"{found} of {expected} citations found at {dpi} dpi")
    assert found >= FOUND_SHARE * expected, f"{found} of {expected}"


@needs_tesseract
@needs_fonts
def test_a_coarse_picture_is_enlarged_no_more_than_twice(tmp_path: Path) -> None:
    """Three times as large, "33/CT-TTg" of a real page of 96 pixels per inch was read as "33/T-TTg"."""
    import pypdfium2

    for dpi, rendered in ((96, 192), (150, 300), (300, 300)):
        with pypdfium2.PdfDocument(scans.pdf([scans.page("Chỉ thị số 33/CT-TTg", dpi=dpi)], dpi)) as document:
            content = pdf_page.read_page(document[0], None)
            assert content.is_picture
            assert pdf._render_page(document, 0, content.picture_dpi).dpi == rendered


@needs_tesseract
@needs_fonts
def test_pages_that_are_hardly_legible_are_said(tmp_path: Path) -> None:
    blurred = scans.page("\n".join([TEXTS[1]] * 3), dpi=150).filter(ImageFilter.GaussianBlur(5))
    clear = scans.page(TEXTS[0], dpi=300).resize(blurred.size)
    path = tmp_path / "r.pdf"
    path.write_bytes(scans.pdf([clear, blurred], 150))
    [report] = read([path])
    assert isinstance(report, Report)
    said = [str(warning) for warning in report.warnings]
    assert any("1 page recognized with less than 50% confidence (2)" in one for one in said), said


@needs_tesseract
@needs_fonts
def test_pages_without_text_are_recognized_beside_those_with_text(tmp_path: Path) -> None:
    image = io.BytesIO()
    scans.page(TEXTS[1], dpi=200).save(image, "PNG")
    (tmp_path / "a.png").write_bytes(image.getvalue())
    (picture,) = read([tmp_path / "a.png"])
    assert isinstance(picture, Report)
    assert "57-NQ/TW@XIII" in documents(picture)
    (place, *_) = [citation.mention.position for citation in cite(picture, RECORDS)]
    assert place is not None and place.startswith("page 1 (recognized 9")
    assert picture.warnings[0].startswith("text of 1 of 1 pages recognized from pictures, 9")


@needs_tesseract
@needs_fonts
def test_each_page_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    pages = [scans.page(text, dpi=150) for text in TEXTS[:2]]
    pages.insert(1, Image.new("L", pages[0].size, 255))
    image, path = io.BytesIO(), tmp_path / "a.tif"
    pages[0].save(image, "TIFF", save_all=True, append_images=pages[1:])
    path.write_bytes(image.getvalue())
    told: list[tuple[str, int, int]] = []
    (report,) = load_guarded(Source(str(path), path), on_page=lambda *page: told.append(page))
    assert isinstance(report, Report), report
    assert told == [(str(path), page, 3) for page in (1, 2, 3)]
    assert [section.name for section in report.sections] == ["1", "3"]
    assert report.text.index("35-NQ/TW") < report.text.index("57-NQ/TW")
    assert report.warnings[0].startswith("text of 2 of 3 pages recognized")
    assert report.warnings[1].startswith("1 of 3 pages have little or no text (2)")


def test_a_tiff_whose_pages_run_in_a_circle_ends() -> None:
    page = b"\x01\x00" + bytes(12)
    assert images._next_page_fields(b"II*\x00\x08\x00\x00\x00" + page + b"\x08\x00\x00\x00") == [4, 22]
    assert images._next_page_fields(b"MM\x00*\x00\x00\x00\x08" + b"\x00\x01" + bytes(16)) == [4]
    assert images._next_page_fields(b"II*\x00\xff\x00\x00\x00") == []
    assert images._next_page_fields(b"\x89PNG\r\n\x1a\n") == []


@needs_tesseract
@needs_fonts
def test_a_page_is_recognized_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "a.pdf").write_bytes(scan(0, 150))
    store = tmp_path / "s.sqlite"
    assert build([tmp_path / "r"], store, jobs=1).failures == ()
    (kept,) = (tmp_path / text_recognition.FOLDER).iterdir()
    text, confidence, *_ = json.loads(kept.read_text("utf-8"))
    assert "35-NQ/TW" in text and 0.5 < confidence <= 1
    kept.write_text(json.dumps(["Nghị quyết số 35-NQ/TW ngày 22/10/2018 đã được giữ lại.", 0.9]), encoding="utf-8")
    (tmp_path / "r" / "b.pdf").write_bytes(scan(0, 150) + b"\n")  # the same page in another file
    build([tmp_path / "r"], store, jobs=1)
    assert [report.id for report, _ in citegraph.cited_by(store, "35-NQ/TW")[0].reports] == ["a", "b"]
    kept.write_text("broken", encoding="utf-8")
    (tmp_path / "r" / "c.pdf").write_bytes(scan(0, 150) + b"\n\n")
    assert build([tmp_path / "r"], store, jobs=1).failures == ()


@needs_tesseract
@needs_fonts
def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    pages = [scans.page(text, dpi=100) for text in TEXTS[:3]]
    (tmp_path / "r").mkdir()
    for name in "ab":
        (tmp_path / "r" / f"{name}.pdf").write_bytes(scans.pdf(pages, 100))
    told: list[tuple[str, int, int]] = []
    build([tmp_path / "r" / "a.pdf"], tmp_path / "s.sqlite", on_page=lambda *page: told.append(page))
    assert told == [(str(tmp_path / "r" / "a.pdf"), page, 3) for page in (1, 2, 3)]
    told.clear()
    build([tmp_path / "r"], tmp_path / "new" / "s.sqlite", jobs=2, on_page=lambda *page: told.append(page))
    assert {Path(path).name for path, _, _ in told} == {"a.pdf", "b.pdf"}
    assert all(1 <= page <= of == 3 for _, page, of in told)
    shown = on_a_terminal("build", "r/a.pdf", "-o", "out", "--format", "json", folder=tmp_path)
    assert all(f"Recognizing a.pdf, page {page} of 3" in shown for page in (1, 2, 3))


def test_never_recognizes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(written.pdf([""], scanned=(0,)))
    (failure,) = read([tmp_path / "a.pdf"], recognition=Recognition("never"))
    assert isinstance(failure, Failure)


def test_what_is_not_installed_is_said_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    text_recognition.tesseract_version.cache_clear()
    with pytest.raises(ReadError) as error:
        text_recognition.require_tesseract("a.pdf")
    assert "apt-get install tesseract-ocr-vie" in error.value.remedy
    assert Recognition("auto").signature != Recognition("never").signature
    monkeypatch.undo()
    text_recognition.tesseract_version.cache_clear()


@pytest.mark.parametrize(("recognized", "repaired"), [
    ("số 35-NQ/IW ngày 22/10/2018", "số 35-NQ/TW ngày 22/10/2018"),
    ("số 01-KL/ITW và 24-NQ/TVV", "số 01-KL/TW và 24-NQ/TW"),
    ("số 3S-NQ/TW ngày 22/10/2018", "số 35-NQ/TW ngày 22/10/2018"),
    ("số 3S-NQ/TW ngày 23/10/2018", "số 3S-NQ/TW ngày 23/10/2018"),  # no document of that date
    ("số 35-NO/TW, 37-OĐ/TW và 12-N0/IW", "số 35-NQ/TW, 37-QĐ/TW và 12-NQ/TW"),
    ("số 3S-NQ/TW", "số 3S-NQ/TW"),  # nothing confirms it
    ("Số.35-CT/TW và số.1, Hà Nội", "Số 35-CT/TW và số.1, Hà Nội"),
    ("số 8B-NQ/HNTW, 18-NQ/TU, 11-HD/BTCTW", "số 8B-NQ/HNTW, 18-NQ/TU, 11-HD/BTCTW"),
    ("Chỉ thị số 33/T-TTg, Nghị định số 15/2020/N-CP", "Chỉ thị số 33/CT-TTg, Nghị định số 15/2020/NĐ-CP"),
    ("Nghị quyết số 12/QX-CP", "Nghị quyết số 12/QX-CP"),  # two letters differ
    ("Quyết định số 12/UBND-NC, văn bản số 07/T-TTg", "Quyết định số 12/UBND-NC, văn bản số 07/T-TTg"),
    ("O5-CT/TW ngày 15/5/2016 và l8-NQ/IW, ngày 25-10-2017", "05-CT/TW ngày 15/5/2016 và 18-NQ/TW, ngày 25-10-2017"),
])  # fmt: skip
def test_codes_are_repaired_where_the_rest_confirms_it(recognized: str, repaired: str) -> None:
    assert ocr_repair.repair_codes(recognized) == repaired
