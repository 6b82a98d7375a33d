"""A document is found by whatever a person would type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from filled import fill

from citegraph import query
from citegraph.errors import QueryError
from citegraph.model import Citation, Corpus, Document, Form, Mention, Method, ReportInfo, Scope, Span, Status
from citegraph.query import name_matching
from citegraph.store import Store


def document(name: str, kind: str, title: str | None = None, **facts: object) -> Document:
    code, _, home = name.partition("@")
    number, _, rest = code.partition("-")
    symbol, _, body = rest.partition("/")
    term = home if home.strip("IVX") == "" and home else None
    known = {
        "id": name,
        "label": f"{kind} {code}",
        "scope": Scope.PARTY,
        "status": Status.KNOWN,
        "kind": kind,
        "number": number,
        "symbol": symbol,
        "body": body,
        "term": term,
        "locality": None if term else home or None,
        "title": title,
    }
    return Document(**{**known, **facts})  # type: ignore[arg-type]


DEFENCE = "về tăng cường bảo vệ nền tảng tư tưởng của Đảng, đấu tranh phản bác các quan điểm sai trái"
DOCUMENTS = (
    document("35-NQ/TW@XII", "Nghị quyết", DEFENCE, date="2018-10-22", issuer="Bộ Chính trị"),
    document("35-NQ/TW@X", "Nghị quyết", "về công tác thanh niên", date="2009-03-02", issuer="Bộ Chính trị"),
    document("35-NQ/TU@Hà Giang", "Nghị quyết"),
    document("35-CT/TW@XIII", "Chỉ thị", "về đại hội đảng bộ các cấp", date="2024-06-14", issuer="Bộ Chính trị"),
    document("05-CT/TW@XII", "Chỉ thị", "về đẩy mạnh học tập và làm theo tư tưởng Hồ Chí Minh", date="2016-05-15"),
    document("04-NQ/TW@XII", "Nghị quyết", "về tăng cường xây dựng, chỉnh đốn Đảng", issuer="Ban Chấp hành Trung ương"),
    document("08B-NQ/HNTW@VI", "Nghị quyết", "về đổi mới công tác quần chúng", date="1990-03-27"),
    document("37-QĐ/TW@XIII", "Quy định", "về những điều đảng viên không được làm", date="2021-10-25"),
    document("NQĐH@XIII", "Nghị quyết", number=None, symbol=None, body=None, label="Nghị quyết Đại hội XIII"),
    document("Điều lệ Đảng", "Điều lệ", number=None, symbol=None, body=None, label="Điều lệ Đảng"),
    document(
        "24/2018/QH14",
        "Luật",
        "An ninh mạng",
        number="24/2018",
        symbol=None,
        body="QH14",
        scope=Scope.STATE,
        label="Luật An ninh mạng",
        aliases=("Luật An ninh mạng 2018",),
    ),
)
ALL_35_NQ = ["35-NQ/TW@XII", "35-NQ/TW@X", "35-NQ/TU@Hà Giang"]  # two reports cite the first, one the second


def cites(report: ReportInfo, start: int, name: str) -> Citation:
    mention = Mention(
        span=Span(start, start + 5), surface="x" * 5, form=Form.FULL, scope=Scope.PARTY, rule="test", quote="x" * 5
    )
    return Citation(report=report.id, mention=mention, document=name, method=Method.EXACT)


REPORTS = tuple(ReportInfo(id=f"báo-cáo-{at}", path=f"tin/báo-cáo-{at}.txt", sha256=str(at)) for at in (1, 2))
CITATIONS = (
    cites(REPORTS[0], 0, "35-NQ/TW@XII"),
    cites(REPORTS[0], 10, "35-NQ/TW@X"),
    cites(REPORTS[0], 20, "35-NQ/TW@XII"),
    cites(REPORTS[1], 0, "35-NQ/TW@XII"),
)
CORPUS = Corpus(documents=tuple(sorted(DOCUMENTS, key=lambda one: one.id)), reports=REPORTS, citations=CITATIONS)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(fill(tmp_path_factory.mktemp("query") / "s.sqlite", CORPUS)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("35-NQ/TW@XII", ["35-NQ/TW@XII"]),
        ("35-nq/tw@xii", ["35-NQ/TW@XII"]),
        (" 35-NQ/TW ", ["35-NQ/TW@XII", "35-NQ/TW@X"]),
        ("35/nq-tw", ["35-NQ/TW@XII", "35-NQ/TW@X"]),
        ("35 nq tw", ["35-NQ/TW@XII", "35-NQ/TW@X"]),
        ("35NQ/TW", ["35-NQ/TW@XII", "35-NQ/TW@X"]),
        ("nq 35-nq/tw", ["35-NQ/TW@XII", "35-NQ/TW@X"]),
        ("35–NQ/TƯ", ["35-NQ/TW@XII", "35-NQ/TW@X"]),
        ("nghị quyết 35", ALL_35_NQ),
        ("Nghị quyết số 35", ALL_35_NQ),
        ("nghi quyet 35", ALL_35_NQ),
        ("nq35", ALL_35_NQ),
        ("nghị quyết 35 của Bộ Chính trị", ["35-NQ/TW@XII", "35-NQ/TW@X"]),
        ("nghị quyết 35 khóa XII", ["35-NQ/TW@XII"]),
        ("nghị quyết 35 khoá x", ["35-NQ/TW@X"]),
        ("nghị quyết 35 ngày 22/10/2018", ["35-NQ/TW@XII"]),
        ("35-NQ/TW 22/10/2018", ["35-NQ/TW@XII"]),
        ("nghị quyết 35 năm 2009", ["35-NQ/TW@X"]),
        ("nghị quyết 35 hà giang", ["35-NQ/TU@Hà Giang"]),
        ("35-NQ/TU", ["35-NQ/TU@Hà Giang"]),
        ("chỉ thị 35", ["35-CT/TW@XIII"]),
        ("35", ["35-NQ/TW@XII", "35-NQ/TW@X", "35-CT/TW@XIII", "35-NQ/TU@Hà Giang"]),
        ("chỉ thị 5", ["05-CT/TW@XII"]),
        ("8b-nq/hntw", ["08B-NQ/HNTW@VI"]),
        ("37-qd/tw", ["37-QĐ/TW@XIII"]),
        ("24/2018/QH14", ["24/2018/QH14"]),
        ("luật 24", ["24/2018/QH14"]),
        ("luật an ninh mạng", ["24/2018/QH14"]),
        ("luat an ninh mang 2018", ["24/2018/QH14"]),
        ("Nghị quyết Trung ương 4 khóa XII", ["04-NQ/TW@XII"]),
        ("nghi quyet trung uong 4 khoa xii", ["04-NQ/TW@XII"]),
        ("NQTW 4 khóa XII", ["04-NQ/TW@XII"]),
        ("nghị quyết đại hội XIII", ["NQĐH@XIII"]),
        ("nghi quyet dai hoi dang xiii", ["NQĐH@XIII"]),
        ("bảo vệ nền tảng tư tưởng", ["35-NQ/TW@XII"]),
        ("bao ve nen tang tu tuong", ["35-NQ/TW@XII"]),
        ("BẢO VỆ NỀN TẢNG TƯ TƯỞNG CỦA ĐẢNG", ["35-NQ/TW@XII"]),
        ("nghị quyết về bảo vệ nền tảng tư tưởng", ["35-NQ/TW@XII"]),
        ("những điều đảng viên không được làm", ["37-QĐ/TW@XIII"]),
        ("dieu le dang", ["Điều lệ Đảng"]),
        ("đại hội đảng bộ các cấp", ["35-CT/TW@XIII"]),
    ],
)
def test_a_document_is_found_however_it_is_typed(store: Store, asked: str, found: list[str]) -> None:
    assert [document.id for document in query.find(store, asked)] == found


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("36-NQ/TW", "Nghị quyết 35-NQ/TW (khóa XII)"),
        ("chỉ thị 35 khóa XI", "Chỉ thị 35-CT/TW (khóa XIII)"),
        ("bảo vệ nền tản tư tưởn", "Nghị quyết 35-NQ/TW (khóa XII)"),
        ("điều lệ đoàn", "Điều lệ Đảng"),
    ],
)
def test_what_fits_nothing_names_the_nearest(store: Store, asked: str, near: str) -> None:
    with pytest.raises(QueryError) as caught:
        query.find(store, asked)
    assert caught.value.where == asked
    assert near in caught.value.remedy
    assert "@" not in caught.value.remedy, "people do not read ids"


def test_a_document_is_found_by_the_name_it_is_told_under(store: Store) -> None:
    for document in store.documents():
        assert document.id in [found.id for found in query.find(store, document.full_label)]


@pytest.mark.parametrize("asked", ["", "   ", "?", "%", "'; DROP TABLE citation; --", "\x00", "@", "(", "35" * 5000])
def test_odd_questions_are_answered_with_a_message(store: Store, asked: str) -> None:
    with pytest.raises(QueryError):
        query.find(store, asked)


def test_what_reports_leave_open_is_said(tmp_path: Path) -> None:
    left = replace(CITATIONS[0], document="12-KL/TW@?", method=Method.AMBIGUOUS)
    path = fill(tmp_path / "s.sqlite", replace(CORPUS, citations=(left,)))
    with Store(path) as store, pytest.raises(QueryError, match=r"cite 12-KL/TW \(1 report\) without"):
        query.find(store, "12-kl/tw")


def test_an_empty_store_has_no_nearest(tmp_path: Path) -> None:
    nothing = Corpus(documents=(), reports=(), citations=())
    with Store(fill(tmp_path / "s.sqlite", nothing)) as empty, pytest.raises(QueryError, match="no cited document"):
        query.find(empty, "35-NQ/TW")


def test_too_many_documents_are_no_answer(tmp_path: Path) -> None:
    many = tuple(
        sorted((document(f"{at:03d}-NQ/TW@XII", "Nghị quyết") for at in range(100, 200)), key=lambda one: one.id)
    )
    whole = Corpus(documents=many, reports=(), citations=())
    with (
        Store(fill(tmp_path / "s.sqlite", whole)) as crowded,
        pytest.raises(QueryError, match="matches 100 documents"),
    ):
        query.find(crowded, "nghị quyết")


def test_cited_by_shows_each_document_apart_with_its_reports(store: Store) -> None:
    found = query.cited_by(store, "35-nq/tw")
    assert [(each.document.id, [report.id for report, _ in each.reports]) for each in found] == [
        ("35-NQ/TW@XII", ["báo-cáo-1", "báo-cáo-2"]),
        ("35-NQ/TW@X", ["báo-cáo-1"]),
    ]
    assert [citation.mention.span.start for citation in found[0].reports[0][1]] == [0, 20]


@pytest.mark.parametrize("asked", ["báo-cáo-1", "tin/báo-cáo-1.txt", "./báo-cáo-1.txt", "/khác/báo-cáo-1.pdf"])
def test_a_report_is_found_by_id_path_and_file_name(store: Store, asked: str) -> None:
    found = query.cites(store, asked)
    assert found.report == REPORTS[0]
    assert list(found.citations) == [citation for citation in CITATIONS if citation.report == "báo-cáo-1"]


def test_a_file_name_that_several_reports_have_names_them(tmp_path: Path) -> None:
    paths = ("tin/2019/Báo cáo.txt", "tin/2020/Báo cáo.txt", "tin/2020/Tờ trình.v2.docx")
    same = tuple(ReportInfo(id=path, path=path, sha256=path) for path in paths)
    with Store(fill(tmp_path / "s.sqlite", replace(CORPUS, reports=same, citations=()))) as store:
        for asked in ("báo cáo", "bao cao.txt"):
            with pytest.raises(
                QueryError, match=r"matches 2 reports; choose one of tin/2019/Báo cáo.txt; tin/2020/Báo"
            ):
                query.find_report(store, asked)
        assert query.find_report(store, "to trinh.v2").id == "tin/2020/Tờ trình.v2.docx"
        assert query.find_report(store, "tin/2020/Báo cáo.txt").path == "tin/2020/Báo cáo.txt"


def test_an_unknown_report_names_the_nearest(store: Store) -> None:
    with pytest.raises(QueryError, match="báo-cáo-2"):
        query.cites(store, "bao-cao-22")


@pytest.mark.parametrize("code", sorted({one.id.partition("@")[0] for one in DOCUMENTS if one.number}))
def test_a_code_is_answered_at_once_as_any_name_is(store: Store, code: str) -> None:
    with store.snapshot():
        assert query.find(store, code) == name_matching.possible_documents(store, code)
