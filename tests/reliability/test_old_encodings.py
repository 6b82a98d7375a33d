"""A report written in an old encoding cites what its UTF-8 original cites, whatever file it lies in, and says that it
was converted.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import written

from citegraph import pipeline
from citegraph.model import Citation, Report
from citegraph.read import read
from citegraph.read.legacy_encodings import decode_western

# Every form of a mention, every letter of Vietnamese in both cases but the capitals that the old fonts lacked.
TEXT = (
    "Huyện Sơn Đồng sơ kết thực hiện Nghị quyết số 35-NQ/TW\n"
    "Ngày 12/6/2023, Ban Thường vụ Huyện ủy Sơn Đồng tổ chức hội nghị sơ kết Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ "
    "Chính trị; Nghị quyết này được phổ biến tới từng chi bộ, đảng viên ở cơ sở.\n"
    "Căn cứ điểm a khoản 2 Điều 3 Quy định số 37-QĐ/TW ngày 25/10/2021 của Ban Chấp hành Trung ương, mỗi người phải tự soi, "
    "tự sửa, giữ gìn phẩm chất; những biểu hiện lệch lạc, xa rời quần chúng đều được nhắc nhở kịp thời.\n"
    "Các Kết luận số 01, 21-KL/TW và Chỉ thị 05-CT/TW về đẩy mạnh học tập được đọc lại; Nghị quyết Trung ương 4 khóa XII, "
    "Điều lệ Đảng, Luật An ninh mạng năm 2018 và Nghị định 15/2020/NĐ-CP cũng vậy.\n"
    "Kế hoạch số 72-KH/HU ngày 27/01/2022 của Huyện ủy Sơn Đồng về chuyển đổi số ở xã, thị trấn; kỹ thuật viên hướng dẫn bà "
    "con dùng chữ ký số, nộp hồ sơ qua mạng, trả kết quả đúng hẹn, tiết kiệm nhiều buổi đi lại.\n"
    "Những việc khó, như cấp giấy chứng nhận cho các hộ ở thửa ruộng bị lũ cuốn, đã được xử lý dứt điểm trong quý ba.\n"
)


def iconv(charset: str) -> Callable[[str], bytes]:
    """An encoder that is not ours."""

    def encode(text: str) -> bytes:
        if shutil.which("iconv") is None:
            pytest.skip("iconv, which writes this encoding independently, is not on this machine")
        command = ["iconv", "-f", "utf-8", "-t", charset]
        return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout

    return encode


OLD: dict[str, Callable[[str], bytes]] = {
    "TCVN3": iconv("TCVN5712-1"),
    "VNI": written.vni,
    "VISCII": iconv("VISCII"),
    "VIQR": written.viqr,
    "Windows-1258": written.windows_1258,
    "UTF-8 read": written.twice,
}
"""What is converted, by a word of the warning."""

UNICODE: dict[str, Callable[[str], bytes]] = {
    "UTF-8 with mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16, little end first, with mark": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "UTF-16, big end first, with mark": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "UTF-16, little end first": lambda text: text.encode("utf-16-le"),
    "UTF-16, big end first": lambda text: text.encode("utf-16-be"),
    "NFD": lambda text: unicodedata.normalize("NFD", text).encode(),
}
"""What is read as it stands."""

WAYS = {**OLD, **UNICODE}


def page(text: str, charset: str = "utf-8") -> str:
    title, _, body = text.partition("\n")
    return written.html_page(title, body, charset)


def told(path: Path) -> tuple[list[tuple[object, ...]], Report]:
    """What a file cites, field by field, and the report itself."""
    found = list(pipeline.citations([path]))
    assert all(isinstance(one, Citation) for one in found), found
    (report,) = read([path])
    assert isinstance(report, Report)
    nfc = [
        tuple(unicodedata.normalize("NFC", str(value)) for value in (
            one.document, one.method, one.mention.form, " ".join(one.mention.surface.split()), one.mention.kind, one.mention.code,
            one.mention.date, one.mention.term, one.mention.issuer, one.mention.title, one.mention.locality, one.mention.plenum,
            one.mention.pinpoint,
        ))
        for one in found if isinstance(one, Citation)
    ]  # fmt: skip
    return nfc, report


def same(path: Path, original: Path) -> Report:
    """The report of a file, which must say of its citations and itself what the original says."""
    (cited, report), (expected, first) = told(path), told(original)
    assert len(expected) >= 12
    assert cited == expected
    for name in ("title", "date", "locality"):
        value = getattr(report, name)
        assert (value and unicodedata.normalize("NFC", value)) == getattr(first, name), name
    assert first.warnings == ()
    return report


def warned(report: Report, way: str) -> None:
    """A conversion is a warning that names the encoding; what is read as it stands is none."""
    if way in OLD:
        assert any(way in warning for warning in report.warnings), report.warnings
    else:
        assert report.warnings == ()


@pytest.mark.parametrize("way", WAYS)
def test_of_a_text(tmp_path: Path, way: str) -> None:
    (tmp_path / "utf8.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(WAYS[way](TEXT))
    warned(same(tmp_path / "a.txt", tmp_path / "utf8.txt"), way)


@pytest.mark.parametrize("charset", ["windows-1252", "utf-8", ""])
@pytest.mark.parametrize("way", [way for way in WAYS if way != "VIQR"])
def test_of_a_page(tmp_path: Path, way: str, charset: str) -> None:
    (tmp_path / "utf8.html").write_text(page(TEXT), encoding="utf-8")
    (tmp_path / "a.html").write_bytes(WAYS[way](page(TEXT, charset)))
    warned(same(tmp_path / "a.html", tmp_path / "utf8.html"), way)


def test_of_a_page_in_ascii(tmp_path: Path) -> None:
    """VIQR writes with the signs of HTML itself; only the text of a page is in it."""
    paragraphs = "".join(
        f"<p>{html.escape(written.viqr(line).decode(), quote=False)}</p>\n" for line in TEXT.splitlines()
    )
    (tmp_path / "utf8.html").write_text(
        f"<!DOCTYPE html><html><head><title></title></head><body>{''.join(f'<p>{line}</p>' for line in TEXT.splitlines())}"
        "</body></html>",
        encoding="utf-8",
    )
    (tmp_path / "a.html").write_text(
        f"<!DOCTYPE html><html><head><title></title></head><body>{paragraphs}</body></html>", encoding="ascii"
    )
    warned(same(tmp_path / "a.html", tmp_path / "utf8.html"), "VIQR")


FONTS = ["TCVN3", "VNI", "VISCII"]


def simple_pdf(data: bytes) -> bytes:
    """A PDF as the old fonts made it: one byte a letter, the font called Windows-1252, no map to Unicode."""
    lines = b"".join(b"<%s> Tj 0 -14 Td\n" % line.hex().encode() for line in data.split(b"\n"))
    stream = b"BT /F 10 Tf 20 780 Td\n%sET" % lines
    widths = b" ".join(b"500" for _ in range(32, 256))
    bodies = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 2400 800]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/TrueType/BaseFont/.VnTime/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 255/Widths[%s]"
        b"/FontDescriptor 6 0 R>>" % widths,
        b"<</Type/FontDescriptor/FontName/.VnTime/Flags 32/FontBBox[0 0 500 700]/ItalicAngle 0/Ascent 700/Descent 0"
        b"/CapHeight 700/StemV 80>>",
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    return (
        bytes(out)
        + head
        + table
        + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(bodies) + 1,
            len(out),
        )
    )


@pytest.mark.parametrize("mapped", [True, False], ids=["mapped to Unicode", "one byte a letter"])
@pytest.mark.parametrize("way", FONTS)
def test_of_a_text_layer(tmp_path: Path, way: str, mapped: bool) -> None:
    (tmp_path / "utf8.pdf").write_bytes(written.pdf([TEXT]))
    data = OLD[way](TEXT)
    (tmp_path / "a.pdf").write_bytes(written.pdf([decode_western(data)]) if mapped else simple_pdf(data))
    warned(same(tmp_path / "a.pdf", tmp_path / "utf8.pdf"), way)


@pytest.mark.parametrize("way", FONTS)
def test_of_a_word_file(tmp_path: Path, way: str) -> None:
    western = decode_western(OLD[way](TEXT))
    if way == "VISCII" and any(ord(c) < 32 and c != "\n" for c in western):
        western = decode_western(OLD[way]("".join(c for c in TEXT if c not in "ẲẴẪỶỸỴ")))  # XML has no such letters
    (tmp_path / "utf8.docx").write_bytes(written.docx_file(TEXT))
    (tmp_path / "a.docx").write_bytes(written.docx_file(western))
    warned(same(tmp_path / "a.docx", tmp_path / "utf8.docx"), way)


@pytest.mark.parametrize("way", OLD)
def test_of_a_table(tmp_path: Path, way: str) -> None:
    rows = [{"id": "a", "text": TEXT}]
    (tmp_path / "utf8.csv").write_bytes(written.csv_table(rows))
    (tmp_path / "a.csv").write_bytes(b'id,text\r\na,"' + OLD[way](TEXT) + b'"\r\n')
    warned(same(tmp_path / "a.csv", tmp_path / "utf8.csv"), way)
    western = OLD[way](TEXT).decode() if way in ("VIQR", "UTF-8 read") else decode_western(OLD[way](TEXT))
    (tmp_path / "a.jsonl").write_bytes(written.jsonl([{"id": "a", "text": western}]))
    warned(same(tmp_path / "a.jsonl", tmp_path / "utf8.csv"), way)


@pytest.mark.parametrize("data", [
    TEXT.encode().replace("Đồng".encode(), b"\xc4\xff\xfe", 1),  # broken
    TEXT.replace("ồ", "\ufffd", 3).encode(),  # lost by whoever wrote it
    "Đảng bộ thành phố họp bàn Nghị quyết 35-NQ/TW. ".encode("cp1258", "replace"),  # too short to be sure
    ("Коммунистическая партия провела собрание. " * 20 + "35-NQ/TW").encode("cp1251"),  # a guess
    "Réunion du comité à Hanoï, où l'on évoqua la résolution 35-NQ/TW.".encode("latin-1"),  # another language
], ids=["broken", "lost", "short", "guessed", "Western"])  # fmt: skip
def test_doubt_is_a_warning(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (report,) = read([tmp_path / "a.txt"])
    assert isinstance(report, Report)
    assert report.warnings
    assert all(warning.strip() for warning in report.warnings)


def test_the_warning_is_kept_with_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(OLD["VNI"](TEXT))
    pipeline.build([tmp_path / "a.txt"], tmp_path / "s.sqlite")
    from citegraph.store import Store

    with Store(tmp_path / "s.sqlite") as store:
        (held,) = store.reports()
        assert "VNI" in held.warnings[0]
        assert store.cites("a")
