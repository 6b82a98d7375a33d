from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from citegraph.errors import KnowledgeError
from citegraph.grammar import codes
from citegraph.records import load

RECORDS = load()


def test_each_record_has_a_source_and_its_code_for_an_id() -> None:
    """The other rules of the table are those of `citegraph known check`."""
    for document in RECORDS:
        assert document.source, document.id
        if document.number:
            code = codes.parse(document.id.partition("@")[0])
            assert str(code) == document.id.partition("@")[0]


def test_relations_point_both_ways() -> None:
    for document in RECORDS:
        for other in document.replaces:
            target = RECORDS.get(other)
            assert target is not None
            assert document.id in target.replaced_by


def test_terms_follow_one_another_and_plenums_lead_to_known_documents() -> None:
    starts = [term.start for term in RECORDS.terms]
    assert starts == sorted(starts)
    for before, after in zip(RECORDS.terms, RECORDS.terms[1:], strict=False):
        assert before.end is not None
        assert before.end < after.start
    assert all(document in RECORDS for plenum in RECORDS.plenums for document in plenum.documents)


def test_a_number_is_known_in_each_of_its_terms() -> None:
    code = codes.parse("18-NQ/TW")
    assert code is not None
    assert [d.id for d in RECORDS.by_code(code)] == [f"18-NQ/TW@{t}" for t in ("X", "XII", "XIII", "XIV")]


HEAD = "number,kind,issuer,date,title,locality\n"


def test_a_table_of_the_user_adds_documents(tmp_path: Path) -> None:
    table = tmp_path / "documents.csv"
    table.write_text(
        HEAD + "12-NQ/TU,Nghị quyết,Tỉnh ủy,2021-05-04,về chuyển đổi số,Quảng Nam\n"
        "301-KL/TW,Kết luận,Ban Bí thư,2019-06-04,về thư viện,\n",
        encoding="utf-8",
    )
    known = load(tmp_path)
    local = known.get("12-NQ/TU@Quảng Nam")
    assert local is not None
    assert local.title == "về chuyển đổi số"
    assert "301-KL/TW@XII" in known
    assert len(known) == len(RECORDS) + 2


@pytest.mark.parametrize("spelt", ["Thanh Hoá", "THANH HÓA", "Thanh hóa", "tỉnh Thanh Hóa"])
def test_a_place_of_the_table_is_spelt_as_ids_write_it(tmp_path: Path, spelt: str) -> None:
    table = tmp_path / "documents.csv"
    table.write_text(HEAD + f"12-NQ/TU,Nghị quyết,Tỉnh ủy,2021-05-04,về chuyển đổi số,{spelt}\n", encoding="utf-8")
    assert "12-NQ/TU@Thanh Hóa" in load(tmp_path)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("abc,Nghị quyết,,2021-05-04,về gì đó,", "not a document number"),
        ("12-NQ/TU,Nghị quyết,,2021-05-04,về gì đó,", "needs a locality"),
        ("12-NQ/TW,Nghị quyết,,4/5/2021,về gì đó,", "not a date"),
        ("12-NQ/TW,Nghị quyết,,,về gì đó,", "needs a date"),
        ("12-NQ/TW,Nghị quyết,,2025-02-30,về gì đó,", "not a date"),
        ("12-NQ/TW,Nghị quyết,,2025-13,về gì đó,", "not a date"),
        ("12-NQ/TW,Nghị quyết,,２０２５,về gì đó,", "not a date"),
        ("12-NQ/TW,Nghi quyet,,2025-02-03,về gì đó,", "not a type of document"),
        ("12-NQ/TW,,,2025-02-03,về gì đó,", "not a type of document"),
        ("12-NQ/TW,Nghị quyết,,2025-02-03", "has 4 fields instead of 6"),
        ("15/2020/NĐ-CP,Nghị định", "has 2 fields instead of 6"),
        ("12-NQ/TW,Nghị quyết,,2025-02-03,về gì đó,,,thừa", "has 8 fields instead of 6"),
        (f"12-NQ/TW,Nghị quyết,,2025-02-03,{'dài ' * 40_000},", r"is damaged \(field larger"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: str, what: str) -> None:
    table = tmp_path / "documents.csv"
    table.write_text(HEAD + row + "\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=what) as error:
        load(tmp_path)
    assert "line 2" in error.value.where


@pytest.mark.parametrize("row", ["Quy định,,2025-02-03,về gì đó", "Quy định,,2025-02-03,về gì đó,,"])
@pytest.mark.parametrize("last", ["number", "aliases,number", "number,aliases"])
def test_a_row_that_does_not_fit_its_header_is_named_whatever_stands_last(tmp_path: Path, last: str, row: str) -> None:
    table = tmp_path / "documents.csv"
    sound = "Quy định,,2025-02-03,về gì đó," + ",".join("99-QĐ/TW" for _ in last.split(","))
    table.write_text(f"kind,issuer,date,title,{last}\n{sound}\n\n{row},,,\n{row}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="fields instead of") as error:
        load(tmp_path)
    assert error.value.where.endswith("line 4")


def test_a_type_is_known_however_it_is_written(tmp_path: Path) -> None:
    table = tmp_path / "documents.csv"
    table.write_text(HEAD + unicodedata.normalize("NFD", "301-KL/TW,KẾT  luận,,2019-06-04,về thư viện,\n"), "utf-8")
    known = load(tmp_path).get("301-KL/TW@XII")
    assert known is not None and known.kind == "Kết luận"


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "documents.csv"
    table.write_text("so,ngay\n1,2\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="lacks the column number"):
        load(tmp_path)
