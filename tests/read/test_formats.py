"""Tests that every format is read under any file name, and that failures have a reason and a remedy."""

from __future__ import annotations

import io
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import oldoffice
import pytest
import written
from written import TEXT, TITLE

from citegraph.model import Failure, Report
from citegraph.read import FORMATS, Absent, Recognition, load, make_coverage_test, read, sources
from citegraph.read.sources import Source

READABLE = [form for form in FORMATS if form.name not in ("foreign", "picture")]  # for pictures see test_recognition.py


def results(path: Path, data: bytes) -> list[Report | Failure]:
    path.write_bytes(data)
    return list(read([path]))


def report(path: Path, data: bytes) -> Report:
    (found,) = results(path, data)
    assert isinstance(found, Report), found
    return found


def failure(path: Path, data: bytes) -> Failure:
    (found,) = results(path, data)
    assert isinstance(found, Failure), found
    assert found.reason
    assert found.remedy
    return found


@pytest.mark.parametrize("form", READABLE, ids=lambda form: form.name)
def test_each_format_under_each_of_its_endings(tmp_path: Path, form: object) -> None:
    for ending in form.endings:  # type: ignore[attr-defined]
        data = written.WRITE[form.name]()  # type: ignore[attr-defined]
        if ending == ".tsv":
            data = data.replace(b"id,text\r\na,", b"id\ttext\r\na\t")
        found = report(tmp_path / f"bao-cao{ending}", data)
        assert found.text.split() == TEXT.split()
        assert (found.title, found.date, found.locality) == (TITLE, "2023-06-12", "Sơn Đồng")
        assert found.warnings == ()
        assert len(found.sha256) == 64


@pytest.mark.parametrize("form", [form for form in READABLE if form.compressible], ids=lambda form: form.name)
@pytest.mark.parametrize("packed", written.COMPRESS)
def test_compressed_texts(tmp_path: Path, form: object, packed: str) -> None:
    data = written.COMPRESS[packed](written.WRITE[form.name]())  # type: ignore[attr-defined]
    found = report(tmp_path / f"tin{form.endings[0]}{packed}", data)  # type: ignore[attr-defined]
    assert found.text.split() == TEXT.split()
    assert found.id in ("a", "tin")


@pytest.mark.parametrize(
    ("name", "ending"),
    [("HTML", ".php"), ("HTML", ".txt"), ("HTML", ".doc"), ("PDF", ".txt"), ("PDF", ".html"), ("Word", ".bin"),
     ("Parquet", ".dat"), ("text", ""), ("JSON lines", ""), ("CSV", "")],
)  # fmt: skip
def test_content_counts_more_than_the_ending(tmp_path: Path, name: str, ending: str) -> None:
    assert report(tmp_path / f"a{ending}", written.WRITE[name]()).text.split() == TEXT.split()


@pytest.mark.parametrize("stray", ["<p>Ng&agrave;y 5/6</p>", "<b>tin</b> &amp; bài", "<?php echo 1 ?>", "a < b > c"])
def test_text_with_stray_tags_stays_text(tmp_path: Path, stray: str) -> None:
    text = f"{stray}\r\n{TEXT}{stray}"
    assert report(tmp_path / "a.txt", text.encode()).text == text


def ole(*streams: str) -> bytes:
    """Return the head of a legacy Office file with its directory: 128 bytes per stream, 64 of them for its name."""
    names = b"".join(name.encode("utf-16-le").ljust(64, b"\0").ljust(128, b"\1") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names


FOREIGN = {
    "doc": ole("Root Entry", "ObjectPool", "Workbook", "WordDocument"),
    "ppt": ole("Root Entry", "PowerPoint Document"),
    "msi": oldoffice.disk({"MyBooks": b"x", "Workbooks of others": b"x"}),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "docx": oldoffice.disk({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}),
    "bin": bytes(range(256)) * 8,
    "zip": written.zip_file({}),
    "mp3": written.zip_file({"a/": ""}),
}


@pytest.mark.parametrize(("ending", "reason"), [
    ("doc", "is damaged"), ("ppt", "is damaged"), ("png", "recogni"), ("docx", "encrypted"), ("bin", "unknown format"),
    ("msi", "in an old Office format"), ("zip", "contains no report"), ("mp3", "contains no report"),
])  # fmt: skip
def test_unsupported_formats_have_a_remedy(tmp_path: Path, ending: str, reason: str) -> None:
    assert reason in failure(tmp_path / f"a.{ending}", FOREIGN[ending]).reason


@pytest.mark.parametrize("ending", [".txt", ".html", ".pdf", ".docx", ".parquet", ".csv"])
@pytest.mark.parametrize("data", [b"", b" \n\n"])
def test_empty_files(tmp_path: Path, ending: str, data: bytes) -> None:
    failure(tmp_path / f"a{ending}", data)


def test_the_remedy_for_a_scanned_pdf_is_ocr(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(written.pdf(["", "Công báo số 5", ""], scanned=(0, 1, 2)))
    (found,) = read([tmp_path / "a.pdf"], recognition=Recognition("never"))
    assert isinstance(found, Failure)
    assert "no text layer" in found.reason
    assert found.remedy == "allow text recognition: --ocr auto"


def test_a_pdf_with_some_scanned_pages_is_read_with_a_warning(tmp_path: Path) -> None:
    found = report(tmp_path / "a.pdf", written.pdf([TEXT, "", TEXT], scanned=(1,)))
    assert "1 of 3 pages" in found.warnings[0]


def test_word_keeps_tables_notes_headers_and_boxes_in_order(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Đầu trang"
    document.add_paragraph("Trước bảng")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Ô một", "Ô hai"
    document.add_paragraph("Sau bảng")
    document.sections[0].footer.paragraphs[0].text = "Chân trang"
    out = io.BytesIO()
    document.save(out)
    text = report(tmp_path / "a.docx", out.getvalue()).text
    assert text.split("\n") == ["Đầu trang", "Trước bảng", "Ô một | Ô hai", "Sau bảng", "Chân trang"]


def test_a_row_of_a_word_table_has_all_its_cells(tmp_path: Path) -> None:
    import docx
    from docx.oxml import OxmlElement

    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    for cell, said in zip(table.rows[0].cells, ("Ô một", "Ô hai", "Ô ba"), strict=True):
        cell.text = said
    row = table.rows[0]._tr
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    row.insert(0, OxmlElement("w:tblPrEx"))
    form, inside = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")  # two cells inside a content control
    form.append(OxmlElement("w:sdtPr"))
    form.append(inside)
    for cell in row.tc_lst[1:]:
        inside.append(cell)
    row.append(form)
    out = io.BytesIO()
    document.save(out)
    assert report(tmp_path / "a.docx", out.getvalue()).text == "Ô một | Ô hai | Ô ba"


def test_rows_keep_their_columns(tmp_path: Path) -> None:
    row = {
        "id": "b7",
        "title": "Tin",
        "date": "31/07/2023",
        "text": TEXT,
        "url": "https://a.vn/1",
        "publisher": "Báo A",
    }
    rows: list[dict[str, object]] = [{**row, "chuyên mục": "Đảng", "lượt": 5}, {"text": TEXT}]
    first, second = results(tmp_path / "tin.jsonl", written.jsonl(rows))
    assert isinstance(first, Report)
    assert (first.id, first.path) == ("b7", f"{tmp_path}/tin.jsonl#1")
    assert (first.title, first.date, first.url, first.publisher) == ("Tin", "2023-07-31", "https://a.vn/1", "Báo A")
    assert first.extra == (("chuyên mục", "Đảng"), ("lượt", "5"))
    assert isinstance(second, Report)
    assert second.id == "tin#2"
    assert first.sha256 != second.sha256


def test_a_bad_row_fails_alone(tmp_path: Path) -> None:
    good = written.jsonl([{"text": TEXT}])
    data = good + b"{broken\n" + b"[1]\n" + b'{"id": 4}\n' + b"\n" + b"[" * 100_000 + b"\n" + good
    found = results(tmp_path / "a.jsonl", data)
    assert [type(one).__name__ for one in found] == ["Report", *["Failure"] * 4, "Report"]
    assert [one.path.rpartition("#")[2] for one in found] == ["1", "2", "3", "4", "6", "7"]


def test_a_csv_row_that_does_not_match_the_header_fails_alone(tmp_path: Path) -> None:
    data = 'id;text;date\n1;Một bài;2023\n2;a;b;c\n3;"Hai\r\ndòng";\n4;;\n'.encode()
    first, second, third, fourth = results(tmp_path / "a.csv", data)
    assert isinstance(first, Report)
    assert first.date == "2023"
    assert isinstance(second, Failure)
    assert second.path.endswith("a.csv#2")
    assert isinstance(third, Report)
    assert third.text == "Hai\r\ndòng"
    assert isinstance(fourth, Failure)


@pytest.mark.parametrize(("name", "data"), [("a.jsonl", b'{"noi dung": "a"}\n'), ("a.csv", b"id,body\n1,a\n")])
def test_a_table_without_texts_fails_once(tmp_path: Path, name: str, data: bytes) -> None:
    assert "no column 'text'" in failure(tmp_path / name, data * 3 if name == "a.jsonl" else data).reason


def test_lone_surrogates_in_json_become_replacements(tmp_path: Path) -> None:
    found = report(tmp_path / "a.jsonl", b'{"text": "H\\ud800i ngh\xe1\xbb\x8b"}\n')
    found.text.encode()
    assert "\ufffd" in found.text
    assert found.warnings


def test_a_cut_off_archive_gives_its_intact_part_and_a_failure(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"text": f"{TEXT} {number} {os.urandom(50).hex()}"} for number in range(3000)]
    data = written.COMPRESS[".gz"](written.jsonl(rows))
    found = results(tmp_path / "a.jsonl.gz", data[: len(data) // 2])
    assert isinstance(found[0], Report)
    assert isinstance(found[-1], Failure)
    assert "cut off" in found[-1].reason


def test_a_source_can_be_loaded_in_another_process(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (source,) = sources([tmp_path])
    assert isinstance(source, Source)
    assert list(load(pickle.loads(pickle.dumps(source)))) == list(load(source))  # noqa: S301 - our own bytes


def test_standard_input() -> None:
    for data in (TEXT.encode(), written.WRITE["PDF"](), written.COMPRESS[".xz"](written.WRITE["JSON lines"]())):
        (found,) = read(["-"], stdin=io.BytesIO(data))
        assert isinstance(found, Report)
        assert found.text.split() == TEXT.split()
        assert found.path.startswith("-")


def test_large_libraries_are_imported_lazily() -> None:
    heavy = "trafilatura pypdfium2 docx pyarrow charset_normalizer lxml zstandard"
    code = f"import sys, citegraph.read; print([m for m in {heavy.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_folders_globs_and_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.md", ".git/x.txt", "~$c.docx", "b/c/d/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    names = [one.path.removeprefix(f"{tmp_path}/") for one in sources([tmp_path])]
    assert names == ["a.txt", "b/1.txt", "b/2.txt", "b/c/d/e.txt", "c.md"]
    assert [one.path for one in sources([tmp_path / "b/**/*.txt"])] == [
        f"{tmp_path}/b/{n}.txt" for n in ("1", "2", "c/d/e")
    ]
    assert len(list(sources([tmp_path, tmp_path / "a.txt", tmp_path / "b"]))) == 5


def test_a_pattern_and_a_folder_skip_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("g/a.txt", "g/~$a.txt", "g/.b.txt", "g/sub/c.txt", "g/sub/.git/d.txt", "h/e.txt"):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    Path("g/loop").symlink_to(tmp_path / "g", target_is_directory=True)  # following it would list the files forty times

    def listed(*names: str) -> list[str]:
        return [one.path for one in sources(names) if isinstance(one, Source)]

    whole = ["g/a.txt", "g/sub/c.txt"]
    assert listed("g") == listed("g/**") == listed("g/**/**/*.txt") == listed("g/*") == listed("g/**/*") == whole
    assert listed("g/*.txt") == listed("g/[ab].txt") == ["g/a.txt"]
    assert listed("*/sub/*.txt", "./h/*") == ["g/sub/c.txt", "./h/e.txt"]
    assert listed("**/?.txt") == [*whole, "h/e.txt"]
    assert listed("g/.*.txt", "g/~$*") == ["g/.b.txt", "g/~$a.txt"]  # these patterns name the hidden prefix
    assert listed(f"{tmp_path}/*/e.txt") == [f"{tmp_path}/h/e.txt"]
    (nothing,) = sources(["g/*/*/*.md"])
    assert isinstance(nothing, Absent)


@pytest.mark.parametrize(("pattern", "path", "is_covered"), [
    ("p/*.txt", "p/a.txt", True), ("p/*.txt", "p/sub/a.txt", False), ("p/*.txt", "q/a.txt", False),
    ("p/*", "p/sub/a.txt", True), ("p/**/*.txt", "p/a.txt", True), ("p/**/*.txt", "p/s/t/a.txt", True),
    ("p/**/*.txt", "p/s/.git/a.txt", False), ("p/*.txt", "p/.a.txt", False), ("p/.*", "p/.a.txt", True),
    ("p/**", "p/s/t/a.md", True), ("p/**/t/*.md", "p/s/t/a.md", True), ("p/**/t/*.md", "p/s/a.md", False),
    ("*.txt", "./a.txt", True), ("/p/*.txt", "p/a.txt", False), ("/p/*.txt", "/p/a.txt", True),
    ("**/*.txt", "a.txt", True), ("p/[ab]?.txt", "p/b1.txt", True), ("p/*.txt", "p", False),
])  # fmt: skip
def test_what_a_pattern_covers(pattern: str, path: str, *, is_covered: bool) -> None:
    assert make_coverage_test([pattern])(path) is is_covered
    assert not make_coverage_test([pattern], unread=[path.rpartition("/")[0]])(path) or "/" not in path


def test_special_files_are_failures_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(tmp_path / "socket"))
        found = {
            one.path.rpartition("/")[2]: one for one in read([tmp_path, tmp_path / "gone.txt", tmp_path / "*.xyz"])
        }
    assert all(isinstance(one, Failure) and one.remedy for one in found.values())
    assert set(found) == {"loop", "dangling", "pipe", "device", "socket", "gone.txt", "*.xyz"}


def test_a_file_that_turns_into_a_pipe_does_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    (source,) = sources([path])
    path.unlink()
    os.mkfifo(path)
    assert isinstance(source, Source)
    (found,) = load(source)
    assert isinstance(found, Failure)
    assert "named pipe" in found.reason


@pytest.mark.parametrize(
    "name", [b"a\nb.txt", "\u202etxt.exe.txt".encode(), b"\xff\xfe.txt", b"a#1 [x]*?.txt", b"-.txt"]
)
def test_names_of_any_kind(tmp_path: Path, name: bytes) -> None:
    with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:  # noqa: PTH118, PTH123 - a name in bytes
        file.write(TEXT.encode())
    (found,) = read([tmp_path])
    assert isinstance(found, Report)
    found.path.encode()
    found.id.encode()


@pytest.mark.parametrize(("name", "stem"), [
    ("000_bf56.txt", "000_bf56"), ("tin.jsonl.xz", "tin"), ("ke hoach.docx.txt", "ke hoach.docx"),
    ("bao cao 12.2023", "bao cao 12.2023"), (".txt", ".txt"), ("a.TXT", "a"), ("a.gz", "a"),
])  # fmt: skip
def test_stems(name: str, stem: str) -> None:
    assert Source(f"x/{name}", Path(name)).stem == stem


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch(0o000)
    (found,) = read([tmp_path])
    assert isinstance(found, Failure)
    assert "right to read" in found.remedy


WRITERS: dict[str, Callable[[], bytes]] = written.WRITE


def test_every_readable_format_has_a_writer_in_the_tests() -> None:
    assert {form.name for form in READABLE} == set(WRITERS)


def test_superscripts_of_markdown_are_no_digits(tmp_path: Path) -> None:
    text = "Nghị quyết số 66<sup>3</sup>-NQ/TW, 57^2^-NQ/TW, 50 m<sup>2</sup>, a^b^, 2 < 3"
    assert report(tmp_path / "a.md", text.encode()).text == "Nghị quyết số 66-NQ/TW, 57-NQ/TW, 50 m², a^b^, 2 < 3"
    assert report(tmp_path / "a.txt", text.encode()).text == text
