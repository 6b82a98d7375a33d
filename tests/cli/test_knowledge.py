"""Documents that reports cite and no table lists become rows; a folder of tables is checked."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from command import run

import citegraph
from citegraph.query import Suggestion
from citegraph.records import load

REPORTS = {
    "a": "Ngày 5/6/2024\nTheo Thông báo số 8871-TB/BTCTW ngày 4/3/2024 của Ban Tổ chức Trung ương “về công tác thư viện”.",
    "b": "Ngày 6/6/2024\nTheo Thông báo số 8871-TB/BTCTW ngày 4/3/2024 của Ban Tổ chức Trung ương “Về công tác thư viện”.",
    "c": "Ngày 7/6/2024\nTheo Thông báo số 8871-TB/BTCTW ngày 5/3/2024 của Ban Tổ chức Trung ương “về công tác thư viện thì”.",
    # a day after the report, one that is not of the year in the number, and a title that names a person
    "d": "Hà Nội, ngày 7 tháng 6 năm 2024\nTheo Công văn số 8872-CV/VPTW ngày 9/9/2024 của Văn phòng Trung ương Đảng.",
    "e": "Ngày 7/6/2024\nTheo Nghị định số 715/2022/NĐ-CP ngày 9/9/2021 của Chính phủ “về nghề làm giấy dó”.",
    "f": "Ngày 7/6/2024\nTheo Quyết định số 9901/QĐ-TTg ngày 8/5/2024 của Thủ tướng Chính phủ “về việc ông Nguyễn Văn A thôi giữ chức vụ”.",
    # known, of a place, and without a number
    "g": "Ngày 7/6/2024\nTheo Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị, Nghị quyết số 12-NQ/TU ngày 4/5/2021 của "
    "Tỉnh ủy Thanh Hóa và Quyết định số 77/QĐ-UBND ngày 4/5/2021 của UBND tỉnh Thanh Hóa, theo Điều lệ Đảng.",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("known")
    (folder / "tin").mkdir()
    for name, text in REPORTS.items():
        (folder / "tin" / f"{name}.txt").write_text(text, encoding="utf-8")
    ran = run("build", "tin", "--jobs", 1, "--format", "csv", folder=folder)
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture(scope="module")
def found(built: Path) -> dict[str, Suggestion]:
    with citegraph.Store(built / "output" / "citegraph.sqlite") as store:
        return {one.document: one for one in citegraph.suggest_documents(store)}


def test_documents_of_the_center_that_no_table_lists_are_suggested(found: dict[str, Suggestion]) -> None:
    assert list(found) == ["8871-TB/BTCTW@XIII", "715/2022/NĐ-CP", "8872-CV/VPTW@XIII", "9901/QĐ-TTg@2024"]
    assert [one.table for one in found.values()] == ["documents", "state", "documents", "state"]


def test_a_row_says_what_most_reports_say_and_how_many_do(found: dict[str, Suggestion]) -> None:
    one = found["8871-TB/BTCTW@XIII"]
    row = {name: one.row[name] for name in ("number", "kind", "issuer", "term", "date", "checked", "source")}
    assert row == {
        "number": "8871-TB/BTCTW",
        "kind": "Thông báo",
        "issuer": "Ban Tổ chức Trung ương",
        "term": "XIII",
        "date": "2024-03-04",
        "checked": "0",
        "source": "a; b; c",
    }
    assert one.row["title"].casefold() == "về công tác thư viện"
    assert (one.reported["date"].reports, one.reported["date"].otherwise) == (("a", "b"), 1)
    assert (one.reported["title"].reports, one.reported["title"].otherwise) == (("a", "b"), 1)


def test_a_date_that_cannot_be_is_left_out(found: dict[str, Suggestion]) -> None:
    assert found["8872-CV/VPTW@XIII"].row["date"] == "", "after the only report that gives it"
    assert found["715/2022/NĐ-CP"].row["date"] == "", "against the year in the number"


def test_the_year_of_an_id_stands_in_its_row(found: dict[str, Suggestion]) -> None:
    assert found["9901/QĐ-TTg@2024"].row["date"] == "2024-05-08"


def test_a_title_of_the_only_report_stays_unless_it_names_a_person(found: dict[str, Suggestion]) -> None:
    assert found["715/2022/NĐ-CP"].row["title"] == "về nghề làm giấy dó"
    assert found["9901/QĐ-TTg@2024"].row["title"] == ""


@pytest.mark.parametrize(
    ("texts", "document", "title"),
    [
        (("về công tác thư viện", None), "8871-TB/BTCTW@XIII", ""),  # only one of two reports
        (("về công tác thư viện,", "về công tác thư viện,"), "8871-TB/BTCTW@XIII", ""),
        (("về công tác thư viện", "về công tác thư viện"), "8871-TB/BTCTW@XIII", "về công tác thư viện"),
    ],
)
def test_what_two_reports_make_of_a_title(
    tmp_path: Path, texts: tuple[str | None, ...], document: str, title: str
) -> None:
    for at, text in enumerate(texts):
        quoted = f" “{text}”" if text else ""
        said = (
            f"Ngày {at + 5}/6/2024\nTheo Thông báo số 8871-TB/BTCTW ngày 4/3/2024 của Ban Tổ chức Trung ương{quoted}."
        )
        (tmp_path / f"{at}.txt").write_text(said, encoding="utf-8")
    citegraph.build([tmp_path], tmp_path / "s.sqlite")
    with citegraph.Store(tmp_path / "s.sqlite") as store:
        [one] = citegraph.suggest_documents(store)
    assert (one.document, one.row["title"]) == (document, title)


def test_how_many_are_asked_for(built: Path) -> None:
    def asked(*options: object) -> list[str]:
        ran = run("known", "suggest", "--format", "json", *options, folder=built)
        assert ran.returncode == 0, ran.stderr
        return [one["document"] for one in json.loads(ran.stdout)]

    assert asked("--least", 2) == ["8871-TB/BTCTW@XIII"]
    assert asked("--top", 2) == ["8871-TB/BTCTW@XIII", "715/2022/NĐ-CP"]


def test_what_it_prints_names_the_reports(built: Path) -> None:
    [first, *_] = json.loads(run("known", "suggest", "--format", "json", folder=built).stdout)
    assert list(first) == ["document", "table", "row", "said", "reports"]
    assert first["said"]["date"] == {
        "value": "2024-03-04",
        "reports": [{"id": "a", "path": "tin/a.txt"}, {"id": "b", "path": "tin/b.txt"}],
        "otherwise": 1,
    }
    rows = list(csv.DictReader(run("known", "suggest", "--format", "csv", folder=built).stdout.splitlines()))
    assert (rows[0]["number"], rows[0]["date_said"], rows[0]["date_otherwise"]) == ("8871-TB/BTCTW", "2", "1")
    assert run("known", "suggest", "--lang", "vi", folder=built).stdout.startswith("văn bản\tbáo cáo\tloại\t")


def test_rows_are_added_once_and_read_at_once(built: Path, tmp_path: Path) -> None:
    store = built / "output" / "citegraph.sqlite"
    for name, ids in (("documents", ["8871-TB/BTCTW@XIII", "8872-CV/VPTW@XIII"]), ("state", ["9901/QĐ-TTg@2024"])):
        table = tmp_path / "my" / f"{name}.csv"
        ran = run("known", "suggest", "--store", store, "--to", table, "--lang", "en", folder=tmp_path)
        assert ran.returncode == 0, ran.stderr
        assert ran.stderr == f"Written: {table}, 2 rows more\n"
        before = table.read_bytes()
        again = run("known", "suggest", "--store", store, "--to", table, folder=tmp_path)
        assert (again.returncode, table.read_bytes()) == (0, before)
        known = load(tmp_path / "my")
        assert all(one in known and known.get(one).checked == 0 for one in ids)  # type: ignore[union-attr]
    ran = run("known", "check", "my", folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "No problems found in my.\n")
    assert not [path for path in (tmp_path / "my").iterdir() if path.suffix != ".csv"]


def test_rows_that_are_there_stay(built: Path, tmp_path: Path) -> None:
    table = tmp_path / "documents.csv"
    table.write_text(
        "kind,number,issuer,date,title\n"
        'Thông báo,8871-TB/BTCTW,,2024-03-04,"=về ""thư viện"", và"\n'
        "Quy định,99-QĐ/TW,,2025-02-03,về gì đó",
        encoding="utf-8",
    )
    ran = run("known", "suggest", "--to", table, "--top", 1, folder=built)
    assert ran.returncode == 0, ran.stderr
    with table.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header[:5] == ["kind", "number", "issuer", "date", "title"]
    assert rows[0][:5] == ["Thông báo", "8871-TB/BTCTW", "", "2024-03-04", '=về "thư viện", và']
    assert [row[1] for row in rows] == ["8871-TB/BTCTW", "99-QĐ/TW", "8872-CV/VPTW"]


@pytest.mark.parametrize(
    ("name", "content", "code", "what"),
    [
        ("mine.csv", None, 6, "is not a table of documents; name it documents.csv, state.csv"),
        ("documents.csv", b"document,label\n1,2\n", 5, "lacks the column number"),
        ("documents.csv", b"\xff\xfe", 5, "not UTF-8"),
    ],
)
def test_what_is_no_such_table_is_left_as_it_is(
    built: Path, tmp_path: Path, name: str, content: bytes | None, code: int, what: str
) -> None:
    table = tmp_path / name
    if content is not None:
        table.write_bytes(content)
    ran = run("known", "suggest", "--to", table, folder=built)
    assert ran.returncode == code
    assert what in ran.stderr
    assert (table.read_bytes() if table.exists() else None) == content


def test_a_check_lists_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "my").mkdir()
    (tmp_path / "my" / "documents.csv").write_text(
        "number,kind,issuer,term,date,title\nabc,Chỉ thị,,XIII,2025-08-04,\n8871-TB/BTCTW,Nghị quyết,,XIII,2025-08-04,\n",
        encoding="utf-8",
    )
    ran = run("known", "check", "my", folder=tmp_path)
    assert ran.returncode == 1
    assert ran.stdout.splitlines() == [
        "path\tline\tlevel\treason\tremedy",
        "my/documents.csv\t2\terror\t'abc' is not a document number\twrite it like 35-NQ/TW or 15/2020/NĐ-CP",
        "my/documents.csv\t3\twarning\tTB in 8871-TB/BTCTW stands for Thông báo kết luận, Thông báo, not Nghị quyết\tcorrect the type or the number",
    ]
    told = run("known", "check", "my", "--lang", "vi", folder=tmp_path).stdout.splitlines()
    assert (
        told[1] == "my/documents.csv\t2\tlỗi\t“abc” không phải số ký hiệu văn bản\tviết như 35-NQ/TW hoặc 15/2020/NĐ-CP"
    )
    rows = json.loads(run("known", "check", "my", "--format", "json", folder=tmp_path).stdout)
    assert [(row["line"], row["level"]) for row in rows] == [(2, "error"), (3, "warning")]
    assert run("known", "check", "none", folder=tmp_path).returncode == 5
