"""Whatever is done to one row of a table, every other row is read, and what was damaged is read or listed."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from citegraph import pipeline
from citegraph.model import Failure, Report
from citegraph.pipeline import workers
from citegraph.read import Source, formats, line_reader, load
from citegraph.read.guarded_loading import load_guarded
from citegraph.store import Store

ROW_BYTES = 20_000  # in place of the bound that tables have, so that a cell can be too long
LARGE = 1_000_000  # bytes: what a build shares out among processes
LONG = "bài " + "dài " * 3000

Record = bytes


@dataclass(frozen=True)
class Made:
    """A table: its rows as they lie in the file, without their line ends, and the text of each."""

    name: str
    header: bytes
    end: bytes
    records: list[Record]
    texts: list[str]
    delimiter: bytes
    long: Record = field(repr=False)  # a sound row with the text LONG

    def file(self, at: int, damaged: Record, longer: int = 0) -> bytes:
        """The bytes of the table with one row in place of another, and so many long rows behind the others."""
        records = [*self.records[:at], damaged, *self.records[at + 1 :], *[self.long] * longer]
        return self.header + b"".join(record + self.end for record in records)


# What begins with a letter: a cell whose first sign is a delimiter or a line break, in quotation marks as it then is,
# may be meant otherwise behind a mark that is left open.
words = st.text(st.sampled_from('abcđêịệ "",;\t|\\{}[]:\'-0'), max_size=30)
texts = st.builds(lambda start, rest: f"bài {start} {rest}.", st.integers(0, 10**6), words)


@st.composite
def delimited(draw: st.DrawFn) -> Made:
    """A CSV or TSV file."""
    delimiter = draw(st.sampled_from(",;\t|"))
    broken = st.builds("{}\n{}".format, texts, texts) if draw(st.booleans()) else texts
    columns = draw(st.permutations(["id", "text", "title", "ghi chú"]))[: draw(st.integers(2, 4))]
    columns = list(dict.fromkeys([*columns, "text"]))
    found = draw(st.lists(broken, min_size=2, max_size=6))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    end = draw(st.sampled_from(["\n", "\r\n"]))

    def record(fields: list[str]) -> Record:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter, quoting=quoting).writerow(fields)
        return out.getvalue().removesuffix("\r\n").encode()

    records = [
        record([{"text": text, "id": f"r{number}", "title": draw(texts)}.get(column, "") for column in columns])
        for number, text in enumerate(found)
    ]
    long = record([{"text": LONG}.get(column, "") for column in columns])
    header = record(columns) + end.encode()
    name = draw(st.sampled_from(["a.csv", "a.tsv"]))
    return Made(name, header, end.encode(), records, found, delimiter.encode(), long)


@st.composite
def json_lines(draw: st.DrawFn) -> Made:
    """A JSON lines file."""
    found = draw(st.lists(texts, min_size=2, max_size=6))
    rows = [{"id": f"r{number}", "text": text, "lượt": number, "thẻ": ["a"]} for number, text in enumerate(found)]
    ascii_only = draw(st.booleans())
    records = [json.dumps(row, ensure_ascii=ascii_only).encode() for row in rows]
    return Made("a.jsonl", b"", b"\n", records, found, b",", json.dumps({"text": LONG}, ensure_ascii=False).encode())


Damage = Callable[[Record, st.DataObject, bytes], Record]


def place(record: Record, data: st.DataObject) -> int:
    return data.draw(st.integers(0, len(record)))


def put(piece: bytes) -> Damage:
    def damage(record: Record, data: st.DataObject, delimiter: bytes) -> Record:
        at = place(record, data)
        return record[:at] + piece + record[at:]

    return damage


def dropped(record: Record, data: st.DataObject, delimiter: bytes) -> Record:
    fields = record.split(delimiter)
    del fields[data.draw(st.integers(0, len(fields) - 1))]
    return delimiter.join(fields)


def extra(record: Record, data: st.DataObject, delimiter: bytes) -> Record:
    return record + data.draw(st.integers(1, 3)) * (delimiter + b"x")


def opened(record: Record, data: st.DataObject, delimiter: bytes) -> Record:
    starts = [0, *(found.end() for found in re.finditer(re.escape(delimiter), record))]
    at = data.draw(st.sampled_from(starts))
    return record[:at] + b'"' + record[at:]


def unquoted(record: Record, data: st.DataObject, delimiter: bytes) -> Record:
    marks = [found.start() for found in re.finditer(b'"', record)]
    if not marks:
        return b'"' + record
    at = data.draw(st.sampled_from(marks))
    return record[:at] + record[at + 1 :]


def flipped(record: Record, data: st.DataObject, delimiter: bytes) -> Record:
    changed = bytearray(record)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(record) - 1))
        changed[at] ^= 1 << data.draw(st.integers(0, 7))
    return bytes(changed)


def cut(record: Record, data: st.DataObject, delimiter: bytes) -> Record:
    return record[: place(record, data)]


def odd(record: Record, data: st.DataObject, delimiter: bytes) -> Record:
    value = data.draw(st.sampled_from(["5", "NaN", "-Infinity", "true", "null", "[]", '["a"]', '{"a": 1}', "1e999"]))
    return record[:-1] + f', "text": {value}'.encode() + record[-1:]


def huge(record: Record, data: st.DataObject, delimiter: bytes) -> Record:
    return put(b"x" * (ROW_BYTES + 1))(record, data, delimiter)


DAMAGE: dict[str, Damage] = {
    "a dropped field": dropped,
    "an extra field": extra,
    "an opened quotation mark": opened,
    "a lost quotation mark": unquoted,
    "flipped bytes": flipped,
    "zero bytes": put(b"\0\0\0"),
    "bytes that are not UTF-8": put(b"\xff\xfe\x80\xc3"),
    "a cut row": cut,
    "another type": odd,
    "a huge cell": huge,
    "an opened bracket": put(b"["),
    "nothing left": lambda record, data, delimiter: b"",
}


def rows_in(record: Record, made: Made) -> int:
    """How many rows a damaged row is, if every line of it is one."""
    if made.name == "a.jsonl":
        return sum(not line.isspace() for line in record.split(b"\n") if line)
    return sum(line.strip(b"\r\n") != b"" for line in record.splitlines(keepends=True))


def found_in(data: bytes, made: Made, rows: int, length: int) -> list[Report | Failure]:
    """What a table comes to, be it read at once or shared out in pieces of whatever length."""
    source = Source(made.name, Path(made.name), data)
    found = list(load(source))
    pieces = formats.split_into_pieces(source, rows, length)
    assert pieces is not None
    assert [one for piece in pieces for one in piece.load()] == found
    paths = [one.path for one in found]
    assert len(set(paths)) == len(paths)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("tables", [delimited(), json_lines()], ids=["CSV", "JSON lines"])
def test_one_damaged_row_costs_no_other(tables, amount, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(line_reader, "ROW_BYTES", ROW_BYTES)

    @settings(
        max_examples=amount(bounded=60, full=2_000),
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )
    @given(
        made=tables,
        data=st.data(),
        name=st.sampled_from(list(DAMAGE)),
        rows=st.integers(1, 5),
        length=st.integers(1, 400),
        longer=st.sampled_from([0] * 49 + [LARGE // len(LONG)]),
    )
    def run(made: Made, data: st.DataObject, name: str, rows: int, length: int, longer: int) -> None:
        at = data.draw(st.integers(0, len(made.records) - 1))
        damaged = DAMAGE[name](made.records[at], data, made.delimiter)
        file = made.file(at, damaged, longer)
        found = found_in(file, made, rows, length * 1000 if longer else length)
        sound = [text for number, text in enumerate(made.texts) if number != at]
        sound += [LONG] * longer
        read = [one.text for one in found if isinstance(one, Report)]
        before, after = read[:at], read[len(read) - (len(sound) - at) :]
        assert before + after == sound
        own = len(found) - len(sound)
        lies = rows_in(damaged, made)
        assert min(lies, 1) <= own <= lies

    run()


BEHIND = re.compile(r"nor can the (\d+) rows? after it")


def parquet(texts: list[str], beside: pa.Array, group: int, *, compression: str = "NONE") -> bytes:
    """A Parquet file of these texts with a column beside them, in groups of so many rows."""
    file = io.BytesIO()
    table = pa.table({"text": pa.array(texts), "ghi chú": beside})
    pq.write_table(table, file, row_group_size=group, compression=compression, use_dictionary=False)
    return file.getvalue()


SECONDS = 10**9
ODD_CELLS: dict[str, Callable[[list[str], int], tuple[list[str] | pa.Array, pa.Array]]] = {
    "no text": lambda texts, at: ([*texts[:at], None, *texts[at + 1 :]], pa.nulls(len(texts))),
    "text that is not UTF-8": lambda texts, at: (
        pa.array([b"\xff\xfe" if row == at else text.encode() for row, text in enumerate(texts)]).cast(
            pa.string(), safe=False
        ),
        pa.nulls(len(texts)),
    ),
    "a huge cell": lambda texts, at: (texts, pa.array(["x" * ROW_BYTES * (row == at) for row in range(len(texts))])),
    "a time finer than those of Python": lambda texts, at: (
        texts,
        pa.array([SECONDS + (row == at) for row in range(len(texts))], pa.timestamp("ns")),
    ),
    "a day beyond those of Python": lambda texts, at: (
        texts,
        pa.array([10**6 * (1 + 3 * (row == at)) for row in range(len(texts))], pa.date32()),
    ),
    "a number that is none": lambda texts, at: (
        texts,
        pa.array([float("nan") if row == at else 1.0 for row in range(len(texts))]),
    ),
    "a list in a list": lambda texts, at: (texts, pa.array([[["a"]] * (row == at) for row in range(len(texts))])),
}


@pytest.mark.slow
def test_one_odd_cell_of_a_parquet_file_costs_no_other_row(amount, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(line_reader, "ROW_BYTES", ROW_BYTES)

    @settings(max_examples=amount(bounded=60, full=2_000), derandomize=True, suppress_health_check=list(HealthCheck))
    @given(
        found=st.lists(texts, min_size=2, max_size=150),
        name=st.sampled_from(list(ODD_CELLS)),
        group=st.integers(1, 80),
        data=st.data(),
    )
    def run(found: list[str], name: str, group: int, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(found) - 1))
        given_texts, beside = ODD_CELLS[name](found, at)
        file = parquet(given_texts, beside, group)  # type: ignore[arg-type]
        read = list(load(Source("a.parquet", Path("a.parquet"), file)))
        assert len(read) == len(found)
        others = [one.text for row, one in enumerate(read) if row != at and isinstance(one, Report)]
        assert others == found[:at] + found[at + 1 :]
        assert [one.path for one in read] == [f"a.parquet#{row + 1}" for row in range(len(found))]

    run()


@pytest.mark.slow
def test_flipped_bytes_of_a_parquet_file_lose_no_row_in_silence(amount) -> None:  # type: ignore[no-untyped-def]
    """A row behind a broken page cannot be had; how many these are is said."""

    @settings(max_examples=amount(bounded=60, full=2_000), derandomize=True, suppress_health_check=list(HealthCheck))
    @given(
        found=st.lists(texts, min_size=2, max_size=150),
        group=st.integers(1, 80),
        compression=st.sampled_from(["NONE", "SNAPPY", "ZSTD"]),
        data=st.data(),
    )
    def run(found: list[str], group: int, compression: str, data: st.DataObject) -> None:
        file = bytearray(parquet(found, pa.array(range(len(found))), group, compression=compression))
        footer = len(file) - 8 - int.from_bytes(file[-8:-4], "little")
        counted = True
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(file) - 1))
            file[at] ^= 1 << data.draw(st.integers(0, 7))
            counted &= at < footer
        read = list(load_guarded(Source("a.parquet", Path("a.parquet"), bytes(file))))
        told = [BEHIND.search(one.reason) for one in read if isinstance(one, Failure)]
        rows = len(read) + sum(int(behind[1]) for behind in told if behind)
        assert told or rows == len(found)  # where the count itself is hit, nobody knows how many there were
        if counted:
            assert rows == len(found) or read[0].path == "a.parquet"

    run()


HEADER = b"id,text,ghi ch\xc3\xba\n"
FILLER = "một dòng dài vừa đủ, không nhắc tới văn bản nào " * 80
ROWS = [f"r{number},bài {number} {FILLER.replace(',', '')},x\n".encode() for number in range(300)]
BAD = {  # rows in place of one, and how many of them are read
    "too few fields": (b"r\n", 0),
    "too many fields": (b"r,a,b,c,d\n", 0),
    "an open mark": (b'r,"a,x\n', 0),
    "an open mark in the last column": (b'r,a,"x\n', 1),
    "an open mark that a sound row closes": (b'r,a,"x\nr,b 12",c\n', 1),
}

MENDED = {"an open mark in the last column"}
"""Rows that are read up to their line end, with a warning."""


@pytest.mark.parametrize("bad", BAD)
def test_a_build_says_what_it_did_not_read(bad: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large table is shared out among processes, a small one is not: the rows are the same."""
    monkeypatch.chdir(tmp_path)
    rows, sound = BAD[bad]
    data = HEADER + b"".join(ROWS[:100]) + rows + b"".join(ROWS[100:])
    assert len(data) > LARGE == workers.TABLE_BYTES
    found = {}
    for jobs in (1, 2):
        shutil.rmtree("s", ignore_errors=True)
        Path("s").mkdir()
        Path("a.csv").write_bytes(data)
        done = pipeline.build(["a.csv"], Path("s/s.sqlite"), jobs=jobs)
        with Store(Path("s/s.sqlite")) as store:
            found[jobs] = list(store.dump())
        listed = [] if bad in MENDED else ["a.csv#101"]
        assert (done.reports, [failure.path for failure in done.failures]) == (300 + sound, listed)
    assert found[1] == found[2]
