"""Tests that damaged or unusual rows affect as little of a table as possible, and are reported."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import written

from citegraph.model import Failure, Report
from citegraph.read import Source, formats, line_reader, load, read

TEXT = "Thực hiện Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị"


def outcome(name: str, data: bytes) -> list[Report | Failure]:
    """Return the results of a table; read whole and in pieces, they must be the same."""
    source = Source(name, Path(name), data)
    found = list(load(source))
    pieces = formats.split_into_pieces(source, 3, 100)
    if pieces is not None:
        assert [result for piece in pieces for result in piece.load()] == found
    return found


def summaries(found: list[Report | Failure]) -> list[str]:
    return [result.text if isinstance(result, Report) else f"{result.path}: {result.reason}" for result in found]


def reports(name: str, data: bytes) -> list[Report]:
    found = outcome(name, data)
    assert all(isinstance(result, Report) for result in found), found
    return [result for result in found if isinstance(result, Report)]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ('id,text\n1,"a\nb\n3,c\n', ["x.csv#1: has an unclosed…; the 2 lines after it…", "x.csv#2: has 1 field…", "c"]),
        (
            'id,text,n\n1,y,"a\n2,b 12",c\n3,d,e\n',
            ["x.csv#1: has 4 fields instead of 3; the 1 line after it…", 'b 12"', "d"],
        ),
        ('id,text\n1,"a\r\n\r\nb ""c"""\r\n\n2,d\n', ['a\r\n\r\nb "c"', "d"]),
        ("id,text\r1,a\r2,b\r", ["a", "b"]),
        ('id,text\r1,"a\rb"\r2,c\n', ["a\rb", "c"]),
    ],
)
def test_a_stray_quotation_mark_costs_only_its_line(table: str, expected: list[str]) -> None:
    found = summaries(outcome("x.csv", table.encode()))
    assert len(found) == len(expected)
    for result, wanted in zip(found, expected, strict=True):
        beginning, *middle = wanted.split("…")
        assert result.startswith(beginning) if middle else result == wanted
        assert all(part in result for part in middle)


@pytest.mark.parametrize(
    ("table", "texts"),
    [
        ('id,text\n1,"a\n2,b\n3,c\n', ["a!", "b", "c"]),
        ('id,text\n1,"a\n2,"b"\n3,"c"\n', ["a!", "b", "c"]),
        ('id,text\n1,"a\n2,"b\n3,"c"\n', ["a!", "b!", "c"]),
        ('id,text\n1,a\n2,"b', ["a", "b!"]),
        ('id,text\n1,"a\n2,"b\nb"\n3,c\n', ["a!", "b\nb", "c"]),
        ('text;id\r\n"a;1\r\nb;2\r\n', ["x.csv#1: has an unclosed quotation mark; the 1 line after it read as separate rows", "b"]),
    ],
)  # fmt: skip
def test_a_row_whose_quotation_mark_was_forgotten_is_read_with_a_warning(table: str, texts: list[str]) -> None:
    found = outcome("x.csv", table.encode())
    doubted = ["!" if isinstance(one, Report) and one.warnings else "" for one in found]
    assert [text + sign for text, sign in zip(summaries(found), doubted, strict=True)] == texts
    assert {sign for one in found if isinstance(one, Report) for sign in one.warnings} <= {
        "unclosed quotation mark; the row ends with its line"
    }


def test_a_field_that_is_never_closed_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_reader, "ROW_BYTES", 200)
    rows = [f"{number},bài {number}" for number in range(100)]
    data = "\n".join(["id,text", '0,"mở', *rows, f"x,{'dài ' * 100}", '7,"đóng\nở đây"']).encode()
    found = outcome("a.csv", data)
    assert [result.text for result in found[1:101] if isinstance(result, Report)] == [
        row.partition(",")[2] for row in rows
    ]
    assert isinstance(found[0], Report) and found[0].warnings
    assert isinstance(found[101], Failure) and "longer" in found[101].reason
    assert summaries(found[102:]) == ["đóng\nở đây"]


@pytest.mark.parametrize("line", ['a","\n', "{\n", '"\n', "[\n", '{"a":\n'])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_reading_again_is_bounded(name: str, line: str) -> None:
    taken = line_reader.Lines(io.BytesIO(b"x\n" * 100))
    for _ in range(100):
        taken.push_back(taken.read_row_lines())
    assert taken._again <= (line_reader.AGAIN + 2) * taken._read
    data = {"a.csv": "id,text\n1,a\n", "a.jsonl": '{"text": "a"}\n'}[name] + line * 2000
    assert len(outcome(name, data.encode())) == 2001


@pytest.mark.parametrize("compress", [bytes, gzip.compress, lzma.compress, written.zst])
def test_a_line_takes_no_more_memory_than_its_limit(
    compress: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_reader, "ROW_BYTES", 3_000_000)
    data = b"id,text\n1,a\n2," + b"x" * 20_000_000 + b'\n3,"b\nc"\n'
    assert summaries(outcome("x.csv", compress(data))) == ["a", "x.csv#2: is longer than 2 MB", "b\nc"]


@pytest.mark.parametrize("name", ["TEXT", " Text ", "text", "\ufefftext"])
def test_a_column_is_recognized_in_any_spelling(name: str) -> None:
    row = {"ID": "r1", name: TEXT, "Lượt Xem": "5"}
    for file, data in (
        ("a.jsonl", written.jsonl([row])),
        ("a.csv", written.csv_table([row])),
        ("a.parquet", written.parquet([row])),
    ):
        (report,) = reports(file, data)
        assert (report.id, report.text, report.extra) == ("r1", TEXT, (("Lượt Xem", "5"),))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "5", "1.5", "true", "null", "[]", '["a"]', '{"a": "b"}', '" "'])
def test_a_text_that_is_not_a_string_is_a_failure(value: str) -> None:
    first, second = outcome("a.jsonl", f'{{"text": "a"}}\n{{"id": "b", "text": {value}}}\n'.encode())
    assert isinstance(first, Report) and isinstance(second, Failure)
    assert second.path == "a.jsonl#2" and second.reason and second.remedy


def test_an_unusual_cell_does_not_cost_the_text() -> None:
    row = f'{{"text": "a", "url": NaN, "n": 1{"0" * 5000}, "x": Infinity, "text": "b"}}'
    (report,) = reports("a.jsonl", row.encode())
    assert (report.text, report.url) == ("a", None)
    assert report.warnings == ("column 'text' occurs more than once; the first filled one is used",)
    assert dict(report.extra)["text (2)"] == "b" and len(dict(report.extra)["n"]) > 5000


@pytest.mark.parametrize(
    "header",
    [
        '"ghi\nchú";text;id\n',
        '"ghi, chú";TEXT;id\n',
        "sep=;\r\nghi chú;text;id\r\n",
        "\ufeffsep=;\r\nghi chú;text;id\r\n",
        "\n\nghi chú;text;id\n",
    ],
)
def test_the_delimiter_is_that_of_the_header(header: str) -> None:
    for data in (f"{header}x;{TEXT};r1\n".encode(), f"\ufeff{header}x;{TEXT};r1\n".encode("utf-16-le")):
        (report,) = reports("a.csv", data)
        assert (report.id, report.text, report.warnings) == ("r1", TEXT, ())


def test_a_row_without_its_last_cells_is_read_with_a_warning() -> None:
    first, second, third, fourth = outcome("a.csv", b'id,text,date,url\n1,a\n2\n3,"b\nc",2024\n4,"d" e,2024\n')
    assert isinstance(first, Report) and first.warnings == ("2 cells missing at the end",)
    assert isinstance(second, Failure) and second.reason == "has 1 fields instead of 4"
    assert isinstance(third, Report) and (third.text, third.date) == ("b\nc", "2024")
    assert isinstance(fourth, Failure)


def test_zero_bytes_are_left_out_with_a_warning() -> None:
    for name, data in (
        ("a.csv", f"id,text\n1,{TEXT}\0\0\n2,{TEXT}\n"),
        ("a.jsonl", f'\0\0{{"id": "1", "text": "{TEXT}"}}\n{{"id": "2", "text": "{TEXT}"}}\n'),
    ):
        first, second = reports(name, data.encode())
        assert (first.text, second.text) == (TEXT, TEXT)
        assert (first.warnings, second.warnings) == (("2 zero bytes ignored",), ())
    (binary,) = outcome("a.csv", bytes(range(256)) * 20)
    assert isinstance(binary, Failure) and "not a table" in binary.reason


def test_two_bytes_do_not_make_a_table_utf_16() -> None:
    for name, data in (("a.jsonl", b'{"text": "a"}\n{"text": "b"}\n'), ("a.csv", b"id,text\n1,a\n2,b\n")):
        assert summaries(outcome(name, b"\xff\xfe" + data))[-1] == "b"
        assert summaries(outcome(name, data.decode().encode("utf-16"))) == ["a", "b"]


def test_the_first_filled_column_of_a_name_counts() -> None:
    first, second = reports("a.csv", b"id,text,Text\n1,a,b\n2,,c\n")
    assert (first.text, first.extra, len(first.warnings)) == ("a", (("text (2)", "b"),), 1)
    assert (second.text, second.extra, second.warnings) == ("c", (), ())


def test_json_over_several_lines_and_arrays_are_rows() -> None:
    objects = [{"id": f"r{number}", "text": f"bài {number}", "thẻ": [{"a": "[{"}]} for number in range(4)]
    pretty = "\n".join(json.dumps(result, ensure_ascii=False, indent=1) for result in objects)
    each = "[\n" + ",\n".join(json.dumps(result) for result in objects) + "\n]\n"
    for text in (pretty, json.dumps(objects), json.dumps(objects, indent=2), each, f"\ufeff{each}"):
        found = reports("a.jsonl", text.encode())
        assert [(result.id, result.text) for result in found] == [(result["id"], result["text"]) for result in objects]
        assert len({result.path for result in found}) == 4
    cut = pretty[: pretty.rindex("}")] + "\n" + json.dumps(objects[0])
    found = outcome("a.jsonl", cut.encode())
    assert [result.text for result in found if isinstance(result, Report)] == ["bài 0", "bài 1", "bài 2", "bài 0"]


def test_the_first_text_may_be_in_a_late_row() -> None:
    odd = [{"id": f"o{number}", "note": "x" * 100} for number in range(1500)]
    data = written.jsonl([*odd, {"id": "p", "text": TEXT}])
    found = outcome("a.jsonl", data)
    assert isinstance(found[-1], Report) and found[-1].path == "a.jsonl#1501"
    assert [result.path for result in found[:2]] == ["a.jsonl#1", "a.jsonl#2"]
    assert isinstance(found[-2], Failure)
    assert (found[-2].path, found[-2].reason) == (
        "a.jsonl#1001",
        "has no column 'text', and neither have the 499 rows after it",
    )
    (none,) = outcome("a.jsonl", written.jsonl(odd))
    assert isinstance(none, Failure) and none.reason == "has no column 'text', only id, note"


@pytest.mark.parametrize("compress", written.COMPRESS.values())
def test_data_after_compressed_content_give_a_warning(compress: Callable[[bytes], bytes]) -> None:
    said = "data after the end of the compressed content was ignored"
    data = compress(b"id,text\n1,a\n")
    table, doubt = outcome("a.csv", data + b"rest")
    assert isinstance(table, Report) and isinstance(doubt, Failure) and doubt.reason == said
    (text,) = reports("a.txt", compress(TEXT.encode()) + b"rest")
    assert (text.text, text.warnings) == (TEXT, (said,))
    assert reports("a.csv", data + bytes(1000))[0].warnings == ()
    assert len(reports("a.csv", data + compress(b"2,b\n") + bytes(8))) == 2


PARQUET = """
import io, sys
from pathlib import Path
class Without:
    def find_spec(name, *rest):
        if name == sys.argv[1]:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Without)
import pyarrow as pa, pyarrow.parquet as pq
from citegraph.read import Source, load
out = io.BytesIO()
times = pa.array([1, 1_700_000_000_123_456_789, None], pa.timestamp("ns"))
zoned = pa.array([1_000, 1_700_000_000_123_456_789, None], pa.timestamp("ns", "UTC"))
lists = pa.array([[1], None, [2]], pa.list_(pa.timestamp("ns")))
days = pa.array([5_000_000, 1, 2], pa.date32())
texts = pa.array(["a", "b", "c"])
pq.write_table(pa.table({"text": texts, "t": times, "z": zoned, "l": lists, "d": days}), out)
for one in load(Source("a.parquet", Path("a.parquet"), out.getvalue())):
    print(one.text, one.extra, one.warnings)
"""


def test_times_that_python_cannot_represent_cost_no_row() -> None:
    summaries = {}
    for without in ("pandas", "nothing"):
        command = [sys.executable, "-c", PARQUET, without]
        summaries[without] = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert summaries["pandas"] == summaries["nothing"]
    first, second, third = summaries["pandas"].splitlines()
    assert "1970-01-01T00:00:00.000000001" in first and "1970-01-01T00:00:00.000001+00:00" in first
    assert "column 'l' ignored: its value cannot be read" in first and "column 'd'" in first
    assert "('t', '2023-11-14T22:13:20.123456789')" in second
    assert "('z', '2023-11-14T22:13:20.123456789+00:00')" in second
    assert third == "c (('d', '1970-01-03'),) (\"column 'l' ignored: its value cannot be read\",)"


def test_a_broken_parquet_group_does_not_affect_the_others() -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    table = pa.table({"text": [f"bài {number} {number * 'x'}" for number in range(30)]})
    pq.write_table(table, out, row_group_size=10, compression="none", use_dictionary=False)
    data = bytearray(out.getvalue())
    start = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(1).column(0).data_page_offset
    data[start : start + 12] = b"\xff" * 12
    found = outcome("a.parquet", bytes(data))
    assert [result.path for result in found if isinstance(result, Report)][9:11] == ["a.parquet#10", "a.parquet#21"]
    (broken,) = (result for result in found if isinstance(result, Failure))
    assert broken.path == "a.parquet#11" and "the 9 rows after it" in broken.reason
    assert len(found) == 21


def test_a_parquet_text_that_is_not_utf8_is_decoded() -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    raw = pa.array(["bài".encode() + b"\xff" + TEXT.encode(), b"hai"])
    out = io.BytesIO()
    pq.write_table(pa.table({"text": pa.Array.from_buffers(pa.string(), 2, raw.buffers())}), out)
    first, second = reports("a.parquet", out.getvalue())
    assert "\ufffd" in first.text and first.warnings and second.text == "hai"


@pytest.mark.parametrize("name", ["a.json", "a.txt", "a"])
def test_an_array_is_a_table_under_any_file_name(name: str) -> None:
    objects = [{"id": f"r{number}", "text": f"bài {number}"} for number in range(3)]
    for text in (json.dumps(objects), json.dumps(objects, indent=1), f"\ufeff{json.dumps(objects)}"):
        assert [result.id for result in reports(name, text.encode())] == ["r0", "r1", "r2"]


BAD = "is not valid JSON"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('[{"text": "a"}, {"text": "b"},]', ["a", "b"]),
        ('[{"text": "a"} {"text": "b"}]', ["a", "b"]),
        ('{"text": "a"},\n{"text": "b"},\n', ["a", "b"]),
        ('{"text": "a"}{"text": "b"}', ["a", "b"]),
        ('[{"text": "a"}, 5, "x", {"text": "b"}]', ["a", "no JSON object", "no JSON object", "b"]),
        ('[{"text": "a"},\n{"text": "b"', ["a", BAD]),
        ('[{"text": "a"},\n{"text": "b"},\n', ["a", "b", BAD]),
        ('[\n{"text": "a"},\n{"text" "b"},\n{"text": "c"}\n]', ["a", BAD, "c"]),
        ('[\n {\n  "text": "a"\n },\n {\n  "text": \'b\'\n },\n {\n  "text": "c"\n }\n]\n', ["a", BAD, BAD, BAD, "c"]),
    ],
)
def test_a_fault_in_json_costs_only_what_is_faulty(data: str, expected: list[str]) -> None:
    found = outcome("a.json", data.encode())
    shown = [one.text if isinstance(one, Report) else one.reason for one in found]
    assert len(shown) == len(expected)
    for said, wanted in zip(shown, expected, strict=True):
        assert said.startswith(wanted.replace("no JSON object", "is not a JSON object"))
    assert len({one.path for one in found}) == len(found)


def test_the_failure_of_a_file_that_is_not_json_says_so() -> None:
    (found,) = outcome("a.json", b"Tin trong ng\xc3\xa0y\nH\xe1\xba\xbft.\n")
    assert isinstance(found, Failure) and found.reason.startswith(BAD)


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_text_that_begins_like_json_is_a_table_only_if_it_is_valid(name: str) -> None:
    objects = [{"id": f"r{number}", "text": f"bài {number}"} for number in range(3)]
    lines = "\n".join(json.dumps(one) for one in objects)
    for text in (lines, json.dumps(objects), "\n".join(json.dumps(one, indent=1) for one in objects)):
        assert [one.id for one in reports(name, text.encode())] == ["r0", "r1", "r2"]
    for text in (json.dumps(objects)[:-9], f"{lines}\n{{", f'[{{"Tin": nóng}}] {TEXT}', f'{{"text": "a"}}\n{TEXT}'):
        (one,) = reports(name, text.encode())
        assert one.text == text
        (warning,) = one.warnings
        assert warning.startswith("begins like JSON, but is not valid JSON (") and warning.endswith("; read as text")
    for text in (f"[Tin] {TEXT}", f"{{Ghi chú}} {TEXT}", f'["{TEXT}"]', f'{{"title": "Tin"}}\n---\n{TEXT}'):
        (one,) = reports(name, text.encode())
        assert (one.text, one.warnings) == (text, ())


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_may_be_wrapped(indent: int | None) -> None:
    objects = [{"id": f"r{number}", "text": f"bài {number}"} for number in range(3)]
    wrapped = json.dumps({"total": 3, "tags": ["a"], "items": objects}, indent=indent)
    assert [result.text for result in reports("a.json", wrapped.encode())] == ["bài 0", "bài 1", "bài 2"]
    alone = json.dumps({"id": "a", "text": "bài", "items": [{"text": "x"}]}, indent=indent)
    assert [result.text for result in reports("a.json", alone.encode())] == ["bài"]
    (found,) = outcome("a.json", json.dumps({"a": [{"b": 1}], "c": [{"text": "x"}]}, indent=indent).encode())
    assert isinstance(found, Failure) and "no column 'text'" in found.reason


@pytest.mark.parametrize(
    ("name", "count", "listed", "doubted"),
    [
        ("csv-duplicate-header.csv", 1, 0, 1),
        ("csv-nul-byte.csv", 2, 0, 1),
        ("csv-sep-line-excel.csv", 1, 0, 0),
        ("csv-unclosed-quote.csv", 3, 0, 1),
        ("gzip-trailing-garbage.txt.gz", 1, 0, 1),
        ("jsonl-text-key-late2.jsonl", 1, None, 0),
        ("json-array-in-jsonl.jsonl", 1, 0, 0),
        ("json-pretty-in-jsonl.jsonl", 1, 0, 0),
        ("broken/ns_extra.parquet", 300, 0, 0),
    ],
)
def test_tables_that_failed(shared: Path, name: str, count: int, listed: int | None, doubted: int) -> None:
    found = list(read([shared / "faults" / name]))
    sound = [result for result in found if isinstance(result, Report)]
    assert len(sound) == count
    assert listed is None or len(found) - count == listed
    assert sum(bool(result.warnings) for result in sound) == doubted
    assert all("35-NQ/TW" in result.text or count == 300 for result in sound)


def test_the_failure_of_a_table_without_a_header_shows_no_report() -> None:
    (found,) = outcome("x.csv", f'1,"BÍ MẬT: {TEXT}"\n'.encode())
    assert isinstance(found, Failure)
    assert found.reason == "has no column 'text'"
    (found,) = outcome("x.csv", b"id,N\xe1\xbb\x99i dung\n1,a\n")
    assert isinstance(found, Failure)
    assert found.reason == "has no column 'text', only id, Nội dung"


def test_empty_cells_after_the_last_column_are_ignored() -> None:
    found = reports("x.csv", b"id,text\n1,a,\n2,b,,\n3,c\n")
    assert [(result.text, result.warnings != ()) for result in found] == [("a", True), ("b", True), ("c", False)]
    assert summaries(outcome("x.csv", b"id,text\n1,a,b\n")) == ["x.csv#1: has 3 fields instead of 2"]


def test_json_lines_may_end_with_carriage_returns() -> None:
    assert [result.text for result in reports("x.jsonl", b'{"text": "a"}\r{"text": "b"}\r\n{"text": "c"}\n')] == [
        "a",
        "b",
        "c",
    ]


def test_columns_of_one_name_take_no_extra_time() -> None:
    columns = 20_000  # comparing each with all before it would take minutes
    (found,) = reports("x.csv", ("text" + ",x" * columns + "\na" + ",b" * columns + "\n").encode())
    assert len(found.extra) == columns
    assert len(found.warnings) == 1


def test_a_parquet_file_without_texts_says_which_columns_it_has() -> None:
    file = io.BytesIO()
    pq.write_table(pa.table({"id": ["1"], "nội dung": ["a"]}), file)
    assert summaries(outcome("x.parquet", file.getvalue())) == ["x.parquet: has no column 'text', only id, nội dung"]
