"""Tests that malicious or broken files give a report or a failure with its reason, within limits on time and memory."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import random
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import written

from citegraph.model import Failure, Report
from citegraph.read import (
    Recognition,
    decompress,
    formats,
    json_rows,
    line_reader,
    load,
    ooxml_package,
    parser_types,
    pdf,
    plain_text,
    read,
)
from citegraph.read.sources import Source

MUTANTS = 40  # per format; tests/reliability/fuzz.py makes more
SECONDS = 20  # for all mutants of a format


def outcome(name: str, data: bytes) -> list[Report | Failure]:
    """Return the results for a file of these bytes, which are passed as standard input."""
    found = list(load(Source(f"x/{name}", Path(name), data)))
    assert all(isinstance(one, Report) or (one.reason and one.remedy) for one in found)
    for one in found:
        if isinstance(one, Report):
            one.text.encode()
    return found


def failure(name: str, data: bytes) -> Failure:
    (found,) = outcome(name, data)
    assert isinstance(found, Failure), found
    return found


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_document(xml: bytes) -> bytes:
    """Return a Word file with another main part."""
    with zipfile.ZipFile(io.BytesIO(written.docx_file())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**parts, "word/document.xml": xml})


def test_a_row_that_breaks_its_parser_does_not_affect_the_others() -> None:
    deep = '{"a": ' + "[" * 3000 + "}"
    texts = ["Tin 1", deep, "Tin 3", "[" * 9000, "Tin 5"]
    rows = [json.dumps({"text": text}) for text in texts]
    rows[3] = '{"text": ' + texts[3]
    found = outcome("a.jsonl", "\n".join(rows).encode())
    assert [one.text if isinstance(one, Report) else one.path for one in found] == [
        *texts[:3], "x/a.jsonl#4", texts[4]
    ]  # fmt: skip
    table = "text\n" + "\n".join(f'"{text.replace(chr(34), chr(34) * 2)}"' for text in texts[:3])
    assert [one.text for one in outcome("a.csv", table.encode()) if isinstance(one, Report)] == texts[:3]


@pytest.mark.parametrize("broken", ["parse", "find_metadata"])
def test_an_error_in_the_reader_costs_only_its_row(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A function of the reader is replaced by one that raises."""
    home = json_rows if broken == "parse" else formats
    name = "draft_of_row" if broken == "parse" else "find_metadata"
    sound = getattr(home, name)

    def deadly(*arguments: object) -> object:
        if "Lỗi" in str(arguments):
            raise ZeroDivisionError("no reason")
        return sound(*arguments)

    monkeypatch.setattr(home, name, deadly)
    data = '{"text": "Tin 1"}\n{"text": "Lỗi"}\n{"text": "Tin 3"}\n'.encode()
    source = Source("a.jsonl", Path("a.jsonl"), data)
    pieces = formats.split_into_pieces(source, 10, 10**6)
    assert pieces is not None
    for found in (list(load(source)), [one for piece in pieces for one in piece.load()]):
        assert [(one.path, isinstance(one, Report)) for one in found] == [
            ("a.jsonl#1", True), ("a.jsonl#2", False), ("a.jsonl#3", True)
        ]  # fmt: skip


def test_a_cell_that_is_not_text_costs_only_that_cell() -> None:
    import pyarrow
    import pyarrow.parquet

    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3
    day = pyarrow.array([18_000, 5_000_000, 18_001], type=pyarrow.date32())  # the second is in the year 15659
    columns = {"text": ["Tin 1", "Tin 2", "Tin 3"], "ảnh": [b"chu", b"chu", picture], "ngày": day}
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), out)
    first, second, third = outcome("a.parquet", out.getvalue())
    assert isinstance(first, Report) and first.extra == (("ngày", "2019-04-14"), ("ảnh", "chu"))
    assert isinstance(second, Report) and second.extra == (("ảnh", "chu"),)
    assert second.warnings == ("column 'ngày' ignored: its value cannot be read",)
    assert isinstance(third, Report) and third.extra == (("ngày", "2019-04-15"),)
    assert third.warnings == ("column 'ảnh' ignored: it is not text",)
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": [picture, b"Tin 2"]}), out)
    pictured, told = outcome("b.parquet", out.getvalue())
    assert isinstance(pictured, Failure) and pictured.path == "x/b.parquet#1"
    assert isinstance(told, Report)


@pytest.mark.parametrize("compress", [gzip.compress, lzma.compress, written.zst])
def test_decompression_bombs(compress: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decompress, "EXPANSION_FREE_BYTES", 2**20)
    assert "bomb" in failure("a.txt.gz", compress(bytes(2**25))).reason  # type: ignore[operator]


def test_word_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ooxml_package, "UNPACKED_BYTES", 2**20)
    assert "unpacks to more" in failure("a.docx", zipped({"word/document.xml": bytes(2**24)})).reason


def test_too_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ooxml_package, "MAX_PARTS", 10)
    parts = {f"word/{number}.xml": b"" for number in range(11)} | {"word/document.xml": b""}
    assert "contains more than 10 files" in failure("a.docx", zipped(parts)).reason


def test_xml_entity_bombs() -> None:
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    xml = (
        f"<?xml version='1.0'?><!DOCTYPE w [<!ENTITY e0 'lol'>{entities}]>"
        "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r>"
        "<w:t>Tin &e11;</w:t></w:r></w:p></w:body></w:document>"
    )
    start = time.process_time()
    for one in outcome("a.docx", with_document(xml.encode())):
        assert isinstance(one, Failure) or len(one.text) < 1000
    assert time.process_time() - start < SECONDS


def test_no_file_is_fetched_through_xml(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("bí mật")
    xml = (
        f"<?xml version='1.0'?><!DOCTYPE w [<!ENTITY e SYSTEM 'file://{tmp_path}/secret'>]>"
        "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r>"
        "<w:t>Tin &e; vắn</w:t></w:r></w:p></w:body></w:document>"
    )
    assert "bí mật" not in str(outcome("a.docx", with_document(xml.encode())))


@pytest.mark.parametrize("depth", [300, 50_000])
def test_deep_nesting(amount: Any, depth: int) -> None:
    depth = min(depth, amount(bounded=15_000, full=50_000))
    outcome("a.html", b"<html><body>" + b"<div>" * depth + "Tin vắn của huyện".encode() + b"</div>" * depth)
    outcome("a.html", b"<html><body>" + b"<table><tr><td>" * depth + "Tin vắn".encode())
    outcome("a.docx", with_document(b"<w>" * depth + b"</w>" * depth))


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv"])
@pytest.mark.parametrize("line", ["a", "<", '"', "&#1;", "\u00e0", "[", "\\"])
def test_a_huge_line(name: str, line: str) -> None:
    start = time.process_time()
    outcome(name, (line * 2_000_000).encode())
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_row_that_is_too_long_fails_alone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_reader, "ROW_BYTES", 1000)
    rows = {
        "a.jsonl": ('{"text": "một"}\n', '{"text": "' + "x" * 5000 + '"}\n'),
        "a.csv": ("một\n", "x" * 5000 + "\n"),
    }[name]
    head = "" if name == "a.jsonl" else "text\n"
    found = outcome(name, (head + rows[0] + rows[1] + rows[0]).encode())
    assert [type(one) for one in found] == [Report, Failure, Report]


def test_a_pdf_with_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    assert "more than 2 pages" in failure("a.pdf", written.pdf([written.TEXT] * 3)).reason


def test_a_pdf_whose_page_tree_is_a_loop() -> None:
    data = written.pdf([written.TEXT])
    kid = data.index(b"/Kids[") + 6
    tree = data[: data.index(b"/Type/Pages")].rpartition(b" 0 obj")[0].rpartition(b"\n")[2]
    outcome("a.pdf", data[:kid] + tree + data[kid + len(tree) :])


def test_a_file_that_is_too_long_to_be_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser_types, "DOCUMENT_BYTES", 1000)
    assert "longer than" in failure("a.html", b"<html>" + b"x" * 1001).reason
    monkeypatch.setattr(plain_text, "_BYTES", 1000)
    assert "longer than" in failure("a.txt", b"x" * 1001).reason


def mutants(data: bytes, seed: int) -> Iterator[bytes]:
    """Yield the data cut off, with flipped bits, and with pieces repeated, dropped or set to zero."""
    chance = random.Random(seed)
    for _ in range(MUTANTS):
        piece = bytearray(data)
        for _ in range(chance.choice((1, 3, 30))):
            at = chance.randrange(len(piece) or 1)
            end = min(len(piece), at + chance.choice((1, 8, 200)))
            match chance.randrange(5):
                case 0:
                    piece[at:end] = bytes(byte ^ (1 << chance.randrange(8)) for byte in piece[at:end])
                case 1:
                    piece[at:end] = bytes(end - at)
                case 2:
                    piece[at:at] = piece[at:end] * 3
                case 3:
                    del piece[at:end]
                case _:
                    piece[at:end] = chance.randbytes(end - at)
        yield bytes(piece[: chance.randrange(len(piece) or 1)] if chance.random() < 0.2 else piece)


@pytest.mark.parametrize("name", written.WRITE)
def test_mutants_give_reports_or_failures(name: str) -> None:
    data = written.WRITE[name]()
    start = time.process_time()
    for number, mutant in enumerate(mutants(data, seed=len(name))):
        assert outcome(f"{number}.bin", mutant)
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("ending", written.COMPRESS)
def test_mutants_of_archives(ending: str) -> None:
    data = written.COMPRESS[ending](written.WRITE["JSON lines"]() * 20)
    for mutant in mutants(data, seed=7):
        assert outcome(f"a.jsonl{ending}", mutant)


def test_every_real_file_gives_reports_or_failures(shared: Path) -> None:
    paths = [shared / "corpus/files", shared / "corpus/reports", shared / "seeds"]
    found = list(read(paths, recognition=Recognition("never")))
    failures = {one.path.rpartition("/")[2]: one for one in found if isinstance(one, Failure)}
    assert set(failures) == {"scanned-no-text-layer.pdf"}
    assert "--ocr" in failures["scanned-no-text-layer.pdf"].remedy
    reports = {one.id: one for one in found if isinstance(one, Report)}
    assert len(reports) == len(found) - 1
    # The page has five words above its article, which are told as left out.
    assert {one.id for one in reports.values() if one.warnings} == {"broken-utf8-segmented", "page-with-typos"}
    assert reports["word-export-1252"].number == "16/KH-MTTQ-BTT"
    assert "xây dựng kế hoạch phát triển và dự toán thu chi năm 2019" in reports["legacy-word"].text


def test_real_texts_are_read_unchanged(shared: Path) -> None:
    for path in sorted((shared / "gold/dev").glob("*.txt")):
        (report,) = read([path])
        assert isinstance(report, Report)
        with path.open(encoding="utf-8", newline="") as file:
            assert report.text == file.read()


def test_a_large_table_is_streamed(shared: Path) -> None:
    rows = read([shared / "corpus/bulk.jsonl.xz"])
    first = next(rows)
    assert isinstance(first, Report)
    assert first.path.endswith("bulk.jsonl.xz#1")
    assert 1 + sum(isinstance(one, Report) for one in rows) == 11104
