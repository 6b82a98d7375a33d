"""Tests that stamps over a text are removed from pictures of pages, and that illegible numbers name no document."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scans
from PIL import Image, ImageChops, ImageDraw

from citegraph.cite import cite
from citegraph.model import Report
from citegraph.read import ocr_repair, read, stamps, text_recognition
from citegraph.read.text_recognition import DoubtfulNumber, Recognized
from citegraph.records import load

RECORDS = load()
TEXT = (
    "BÁO CÁO\nCăn cứ Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị, Chỉ thị số 05-CT/TW ngày 15/5/2016, Kết luận "
    "số 01-KL/TW ngày 18/5/2021, Quy định số 37-QĐ/TW ngày 25/10/2021.\nThực hiện Nghị quyết số 18-NQ/TW ngày 25/10/2017, "
    "Nghị quyết số 57-NQ/TW ngày 22/12/2024, Nghị quyết số 66-NQ/TW ngày 30/4/2025, Nghị quyết số 68-NQ/TW ngày 04/5/2025 "
    "và Quy định số 144-QĐ/TW ngày 09/5/2024."
)
RED, BLACK = (205, 40, 60), (40, 40, 40)

needs_tesseract = pytest.mark.skipif(text_recognition.tesseract_version() is None, reason=text_recognition.REMEDY)
needs_fonts = pytest.mark.skipif(not scans.has_fonts(), reason="install fonts-dejavu-core")


def stamped(color: tuple[int, int, int], dpi: int, at: tuple[float, float], *, covers: bool = False) -> Image.Image:
    """A page with a stamp of two rings and 36 mm; its ink covers the text, or lets it show through."""
    page = scans.page(TEXT, dpi=dpi).convert("RGB")
    stamp = Image.new("RGB", page.size, "white")
    ink = ImageDraw.Draw(stamp)
    row, column = at[0] * page.height, at[1] * page.width
    for diameter, width in ((36, 0.9), (30, 0.4)):
        radius = diameter / 25.4 * dpi / 2
        box = (column - radius, row - radius, column + radius, row + radius)
        ink.ellipse(box, outline=color, width=max(1, round(width / 25.4 * dpi)))
    if covers:
        page.paste(stamp, mask=stamp.convert("L").point(lambda shade: 255 if shade < 250 else 0))
    else:
        page = ImageChops.multiply(page, stamp)
    page = page.rotate(1.5, Image.Resampling.BICUBIC, fillcolor="white")
    return page if color == RED else page.convert("L")


def documents(report: Report) -> list[str]:
    return [citation.document for citation in cite(replace(report, date="2025-12-01"), RECORDS)]


@needs_tesseract
@needs_fonts
@pytest.mark.parametrize("dpi", [200, 300])
@pytest.mark.parametrize(("color", "covers"), [(RED, False), (RED, True), (BLACK, False)])
def test_a_stamp_through_the_text_hides_no_citation(
    tmp_path: Path, dpi: int, color: tuple[int, int, int], *, covers: bool
) -> None:
    right = documents(Report(id="x", path="x", sha256="", text=TEXT))
    found = 0
    places = ((0.13, 0.3), (0.16, 0.62))
    for number, place in enumerate(places):
        page = stamped(color, dpi, place, covers=covers)
        image = io.BytesIO()
        page.save(image, "PNG")
        (tmp_path / f"{number}.png").write_bytes(image.getvalue())
        (tmp_path / f"{number}.pdf").write_bytes(scans.pdf([page], dpi))
        (report,) = read([tmp_path / f"{number}.png"])
        assert isinstance(report, Report), report
        read_off = documents(report)
        assert {one for one in read_off if "?" not in one} <= set(right), read_off  # no wrong document
        found += sum(one in read_off for one in right)
    print(f"{found} of {len(places) * len(right)} citations found")
    assert found >= (0.75 if covers or color == BLACK else 0.9) * len(places) * len(right)


@needs_fonts
@pytest.mark.parametrize("color", [RED, BLACK])
def test_the_rings_of_a_stamp_are_removed(color: tuple[int, int, int]) -> None:
    page = stamped(color, 200, (0.6, 0.5))
    cleaned = stamps.without_stamps(np.asarray(page), 200)
    assert cleaned is not None
    assert (cleaned[1200:1600] < 150).mean() < 0.0005
    assert (cleaned[200:600] < 150).sum() > 0.95 * (np.asarray(page.convert("L"))[200:600] < 150).sum()


@needs_fonts
def test_a_page_without_a_stamp_is_left_as_it_is() -> None:
    page = scans.page("\n".join([TEXT] * 4), dpi=150, turned=1.0)
    assert stamps.without_stamps(np.asarray(page), 150) is None
    colored = page.convert("RGB")
    ImageDraw.Draw(colored).rectangle((100, 100, 1000, 160), fill=(200, 30, 40))  # a heading on a coloured ground
    assert stamps.without_stamps(np.asarray(colored), 150) is None


def test_a_page_full_of_rings_takes_little_time() -> None:
    page = Image.new("RGB", (2480, 3508), "white")
    ink = ImageDraw.Draw(page)
    for column in range(0, 2300, 230):
        for row in range(0, 3300, 230):
            ink.ellipse((column, row, column + 200, row + 200), outline=RED, width=8)
    start = time.process_time()
    assert stamps.without_stamps(np.asarray(page), 300) is not None
    assert time.process_time() - start < 10


@pytest.mark.parametrize(("text", "number", "percent", "shown"), [
    ("số 63-NQ/TW ngày 30/4/2025", "63-NQ/TW", 24, "số ��-NQ/TW ngày 30/4/2025"),  # no document of that date
    ("số 66-NQ/TW ngày 30/4/2025", "66-NQ/TW", 24, "số 66-NQ/TW ngày 30/4/2025"),
    ("số 18-NQ/TW ngày 22/10/2018", "18-NQ/TW", 70, "số ��-NQ/TW ngày 22/10/2018"),  # the date of another
    ("số 18-NQ/TW và", "18-NQ/TW", 70, "số 18-NQ/TW và"),
    ("Nghị quyết 29 năm 2013", "29", 30, "Nghị quyết �� năm 2013"),
    ("số 12-NQ/HU ngày 22/10/2018", "12-NQ/HU", 70, "số 12-NQ/HU ngày 22/10/2018"),  # no table lists it
])  # fmt: skip
def test_a_number_that_is_hardly_legible_is_no_other(text: str, number: str, percent: int, shown: str) -> None:
    start = text.index(number)
    page = Recognized(text, 0.9, (DoubtfulNumber(start, start + len(number), percent),))
    assert ocr_repair.repair_page(page) == shown
    warnings = [str(warning) for warning in ocr_repair.illegible_warnings([shown])]
    assert warnings == (["2 digits on recognized pages hardly legible, shown as �"] if "�" in shown else [])


def test_doubtful_numbers_and_pictures_are_taken_from_the_table_of_words() -> None:
    names = [
        "level",
        "page_num",
        "block_num",
        "par_num",
        "line_num",
        "word_num",
        "left",
        "top",
        "width",
        "height",
        "conf",
        "text",
    ]
    rows = [
        ("1", "1", "0", "0", "0", "0", "0", "0", "100", "100", "-1", ""),
        ("2", "1", "1", "0", "0", "0", "0", "0", "90", "20", "-1", ""),
        ("5", "1", "1", "1", "1", "1", "0", "0", "9", "9", "97", "số"),
        ("5", "1", "1", "1", "1", "2", "9", "0", "9", "9", "24.5", "63-NQ/TW"),
        ("5", "1", "1", "1", "2", "1", "0", "9", "9", "9", "30", "và"),
        ("2", "1", "2", "0", "0", "0", "0", "50", "50", "40", "-1", ""),
        ("5", "1", "2", "1", "1", "1", "0", "50", "50", "40", "95", " "),
    ]
    found = text_recognition._text_of_table("\n".join("\t".join(row) for row in (names, *rows)))
    assert found.text == "số 63-NQ/TW\nvà"
    assert found.doubtful == (DoubtfulNumber(3, 11, 24),)
    assert found.has_picture
    (_, warning) = text_recognition.recognition_warnings({2: found._replace(confidence=0.9)}, 3)
    assert warning == "large parts of 1 recognized page taken for pictures and not read (2)"


def test_doubts_are_kept_with_the_text(tmp_path: Path) -> None:
    page = Recognized("số 63", 0.9, (DoubtfulNumber(3, 5, 24),), has_picture=True)
    text_recognition._save_result(tmp_path / "a.json", page)
    assert text_recognition._load_result(tmp_path / "a.json") == page
