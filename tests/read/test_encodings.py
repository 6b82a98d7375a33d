"""Tests that a report in any supported encoding is read as its UTF-8 original."""

from __future__ import annotations

import codecs
import quopri
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import written
from written import BODY, TEXT, TITLE

from citegraph.errors import ReadError
from citegraph.model import Failure, Report
from citegraph.read import read
from citegraph.read.decode import decode
from citegraph.read.legacy_encodings import LEGACY, decode_western, repair
from citegraph.read.syllable_share import is_syllable, syllable_share


def iconv(charset: str) -> Callable[[str], bytes]:
    """Return an encoder that is independent of the project."""

    def encode(text: str) -> bytes:
        if shutil.which("iconv") is None:
            pytest.skip("iconv, which writes this encoding independently, is not on this machine")
        done = subprocess.run(
            ["iconv", "-f", "utf-8", "-t", charset], input=text.encode(), capture_output=True, check=True
        )
        return done.stdout

    return encode


OLD = {
    "TCVN3": iconv("TCVN5712-1"),
    "VISCII": iconv("VISCII"),
    "VNI": written.vni,
    "Windows-1258": written.windows_1258,
    "VIQR": written.viqr,
    "UTF-8 read": written.twice,
}
MODERN = {
    "utf-8": TEXT.encode(),
    "utf-8 with mark": TEXT.encode("utf-8-sig"),
    "utf-16 with mark": TEXT.encode("utf-16"),
    "utf-16-le": TEXT.encode("utf-16-le"),
    "utf-16-be": TEXT.encode("utf-16-be"),
    "utf-32 with mark": TEXT.encode("utf-32"),
}


def read_report(path: Path, data: bytes) -> Report:
    path.write_bytes(data)
    (report,) = read([path])
    assert isinstance(report, Report), report
    return report


@pytest.mark.parametrize("encoding", MODERN)
def test_unicode_needs_no_warning(tmp_path: Path, encoding: str) -> None:
    report = read_report(tmp_path / "a.txt", MODERN[encoding])
    assert (report.text, report.warnings) == (TEXT, ())


@pytest.mark.parametrize("name", OLD)
def test_old_encodings_are_converted_with_a_warning(tmp_path: Path, name: str) -> None:
    report = read_report(tmp_path / "a.txt", OLD[name](TEXT))
    assert report.text == TEXT
    assert name in report.warnings[0]


@pytest.mark.parametrize(
    ("data", "zeros"),
    [
        (TEXT.encode()[:40] + b"\0" + TEXT.encode()[40:], 1),
        (codecs.BOM_UTF8 + TEXT.encode() + b"\0" * 3, 3),
        (TEXT.encode() * 200 + b"\0" * 4096, 4096),
        (TEXT.encode() * 2000 + b"\0", 1),
    ],
)
def test_stray_zero_bytes_of_a_text_are_left_out_with_a_warning(tmp_path: Path, data: bytes, zeros: int) -> None:
    report = read_report(tmp_path / "a.txt", data)
    assert report.text.replace(TEXT, "") == ""
    assert report.warnings == (f"{zeros:,} zero byte{'s' if zeros > 1 else ''} ignored",)
    page = written.html_page(body=f"{TEXT}\0 {TEXT}").encode()
    assert read_report(tmp_path / "a.html", page).warnings == ("1 zero byte ignored",)
    for binary in (b"\0" * 99, b"a\0\0\0" * 99, b"ab\0\1\2" * 9):
        (tmp_path / "b.txt").write_bytes(binary)
        (found,) = read([tmp_path / "b.txt"])
        assert isinstance(found, Failure)


ESCAPED = {
    "quoted-printable": quopri.encodestring(TEXT.encode()),
    "UTF-7": TEXT.encode("utf-7"),
}


@pytest.mark.parametrize("name", ESCAPED)
def test_an_escaped_text_is_converted_with_a_warning(tmp_path: Path, name: str) -> None:
    report = read_report(tmp_path / "a.txt", ESCAPED[name])
    assert report.text == TEXT
    assert report.warnings == (f"converted from {name}",)


@pytest.mark.parametrize(
    "text",
    [
        "a=10=20 b=12=33 c=44=44",
        "+84912345678 +84912345679 +84912345670",
        "Ng&agrave;y 5/6",
        "C&amp;D &amp; A&amp;B &amp;",
    ],
)
def test_a_text_with_signs_like_escapes_is_unchanged(tmp_path: Path, text: str) -> None:
    report = read_report(tmp_path / "a.txt", text.encode())
    assert (report.text, report.warnings) == (text, ())


@pytest.mark.parametrize("name", OLD)
@pytest.mark.parametrize("charset", ["windows-1252", "utf-8", ""])
def test_old_encodings_in_pages(tmp_path: Path, name: str, charset: str) -> None:
    page = written.html_page(charset=charset).replace("\n", " \n")
    if name == "VIQR":
        page = (
            written.html_page("TT", "BB")
            .replace("Trang chủ", "Home")
            .replace("Tin tức", "News")
            .replace("TT", written.viqr(TITLE).decode())
        )
        page = page.replace("<p>BB</p>", "".join(f"<p>{line}</p>" for line in written.viqr(BODY).decode().splitlines()))
        data = page.encode()
    else:
        data = OLD[name](page)
    report = read_report(tmp_path / "a.html", data)
    assert report.title == TITLE
    assert report.text == TEXT.strip()


@pytest.mark.parametrize("name", ["TCVN3", "VNI", "VISCII"])
def test_old_fonts_in_the_text_layer_of_a_pdf(tmp_path: Path, name: str) -> None:
    report = read_report(tmp_path / "a.pdf", written.pdf([decode_western(OLD[name](TEXT))]))
    assert report.text.split() == TEXT.split()
    assert name in report.warnings[0]


@pytest.mark.parametrize("name", ["TCVN3", "VNI"])
def test_old_fonts_in_word(tmp_path: Path, name: str) -> None:
    assert read_report(tmp_path / "a.docx", written.docx_file(decode_western(OLD[name](TEXT)))).text == TEXT.strip()


@pytest.mark.parametrize("name", ["TCVN3", "VNI", "Windows-1258", "UTF-8 read"])
def test_old_encodings_in_tables(tmp_path: Path, name: str) -> None:
    western = decode_western(OLD[name](TEXT)) if name != "UTF-8 read" else OLD[name](TEXT).decode()
    assert read_report(tmp_path / "a.jsonl", written.jsonl([{"text": western}])).text == TEXT
    quoted = b'text\n"' + OLD[name](TEXT) + b'"\n'
    assert read_report(tmp_path / "a.csv", quoted).text == TEXT


def test_capitals_of_the_abc_fonts(tmp_path: Path) -> None:
    # The fonts had no capitals with tones: in lines and words in capitals, these letters were typed in lower case.
    text = "ĐẢNG BỘ HUYỆN SƠN ĐỒNG\n" + BODY
    small = "".join(c.lower() if len(unicodedata.normalize("NFD", c)) > 1 else c for c in text)
    assert read_report(tmp_path / "a.txt", OLD["TCVN3"](small)).text == text


def test_a_text_partly_in_an_old_encoding(tmp_path: Path) -> None:
    mixed = TEXT + decode_western(written.vni(BODY))
    assert read_report(tmp_path / "a.txt", mixed.encode()).text == TEXT + BODY


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_normalization_form_is_kept(tmp_path: Path, form: str) -> None:
    text = unicodedata.normalize(form, TEXT)  # type: ignore[arg-type]
    assert read_report(tmp_path / "a.txt", text.encode()).text == text


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_newlines_are_kept(tmp_path: Path, newline: str) -> None:
    text = TEXT.replace("\n", newline)
    assert read_report(tmp_path / "a.txt", text.encode()).text == text


@pytest.mark.parametrize(
    "text",
    [
        "L'été, le garçon a mangé à la crèche; où est-il né? Il a reçu ñ et ö, à côté du château.\n" * 5,
        "Die Größe der Straße; schöne Grüße für Käthe und Jürgen aus München. § 5 ist nötig.\n" * 5,
        f"{BODY}🔥 Bajčetić, Škriniar và Müller 📍 ghi bàn; © Đ.H ® µTorrent.\n🔥🔥 [Arsenal] ®💰\nBajčetić ð Ð ý\n",
        "Ð 🔴⚪️ ® 📍 ý",
        "Điều 5 § 3: mức 20°C ± 1, giá ½ và ¾, µ = 0,5; ghi chú ® và © giữ nguyên.\n" * 5,
    ],
)
def test_other_languages_and_symbols_are_not_changed(text: str) -> None:
    assert repair(text) == (text, None)


def test_english_is_not_taken_for_viqr() -> None:
    text = "Add a^2 and b^2; the odd dd (see p. 5) is ok? Yes, it is. x^'s and o^' too, u+ and e^.\n" * 5
    assert repair(text) == (text, None)


def test_broken_bytes_are_replaced_and_counted() -> None:
    data = TEXT.encode().replace("Đồng".encode(), b"\xff\xfe", 1)
    decoded = decode(data, "a.txt")
    assert decoded.text.count("\ufffd") == 2
    assert "2 invalid UTF-8 sequences" in decoded.warnings[0]


def test_characters_lost_before_reading_give_a_warning() -> None:
    assert "had been lost" in decode("H\ufffdi ngh\ufffd".encode(), "a.txt").warnings[0]


def test_a_guessed_encoding_gives_a_warning() -> None:
    russian = "Коммунистическая партия провела собрание по вопросам работы на местах. " * 20
    decoded = decode(russian.encode("cp1251"), "a.txt")
    assert any("guess" in warning for warning in decoded.warnings)


def test_binary_data_are_not_text() -> None:
    with pytest.raises(ReadError, match="unknown format"):
        decode(bytes(range(256)) * 20, "a.bin")


GOOD = "nghị số của Bộ Chính khóa hoá uỷ giữ gì Quảng khuyết nghiêng ườn ở"
BAD = "nghÞ quyÕt cña thọọ qđ ngw xyz été"


@pytest.mark.parametrize("word", GOOD.split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", BAD.split())
def test_non_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_the_share_counts_marked_words_only() -> None:
    assert syllable_share(BODY)[0] > 0.95
    assert syllable_share("hội nghÞ of the été") == (1 / 3, 3)


def test_every_encoding_names_its_source() -> None:
    assert all(legacy.source and legacy.traces for legacy in LEGACY)
