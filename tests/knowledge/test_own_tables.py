"""A folder of tables of one's own: rows of each table count, and a row that breaks the rules is named."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import citegraph
from citegraph import pipeline, query, records
from citegraph.errors import KnowledgeError
from citegraph.knowledge import abbreviations, tables
from citegraph.knowledge.gazetteer import COMMUNE, DISTRICT, PROVINCE, gazetteer
from citegraph.model import Scope
from citegraph.store import Store

TABLES = {
    "kinds": "name,words,symbols,abbreviation,scope,flags,example\nĐề cương,,ĐC,ĐC,party,firm,Đề cương số 07-ĐC/HĐKHTW\n",
    "bodies": "name,symbol,names,level,scope\nHội đồng Khoa học Trung ương,HĐKHTW,HĐKH Trung ương,central,party\n"
    "Ban Quản lý Vườn quốc gia,BQLV15,Ban Quản lý [các] (Vườn quốc gia|VQG) {locality},province,party\n",
    "documents": "number,kind,issuer,date,title,aliases,locality\n"
    "07-ĐC/HĐKHTW,Đề cương,Hội đồng Khoa học Trung ương,2023-03-04,về nghiên cứu khoa học xã hội và nhân văn,Mười điểm khoa học,\n"
    "12-NQ/TU,Nghị quyết,Tỉnh ủy,2021-05-04,về chuyển đổi số,,Thanh Hoá\n"
    "09-NQ/TW,Nghị quyết,Hội nghị Trung ương,2037-05-06,về khoa học vũ trụ,,\n",
    "state": "number,kind,issuer,date,title\n77/2031/QH18,Luật,Quốc hội,2031-06-04,Luật Nghiên cứu vũ trụ\n",
    "plenums": "term,plenum,start,documents\nXVI,3,2037-05-01,09-NQ/TW\n",
    "aliases": "name,document\nKim chỉ nam số hóa,12-NQ/TU@Thanh Hóa\nBLHS mới nhất,77/2031/QH18\n",
    "abbreviations": "short,long\nKHXHNV,khoa học xã hội và nhân văn\n",
    "laws": "kind,name,aliases\nLuật,Nghiên cứu vũ trụ,NCVT\n",
    "legislatures": "number,since\n18,2031-04-01\n",
    "provinces": "name,unit\nVạn Hoa,tỉnh\n",
    "districts": "name,unit,province\nGia Lộc Thượng,huyện,Vạn Hoa\n",
    "communes": "name,unit,province\nĐồng Tâm Hạ,xã,Thanh Hóa\n",
    "countries": "name,counts\nVương quốc Anh,1\n",
    "organizations": "opening\nVườn\n",
    "departments": "name,symbol,local\nBan Thi đua,BTĐ,1\n",
    "terms": "term,congress_start\nXVI,2036-01-20\n",
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def cited(text: str, own: Path | None, date: str = "2038-05-02") -> list[str]:
    return [found.document for found in citegraph.extract(text, date, knowledge=own)]


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("Theo Đề cương số 07-ĐC/HĐKHTW ngày 4/3/2023.", "07-ĐC/HĐKHTW@XIII"),  # kinds, bodies, documents
        ("Theo ĐC 07 của HĐKH TW ngày 4/3/2023.", "07-ĐC/HĐKHTW@XIII"),  # an abbreviation, another name
        ("Đề cương 7 của Hội đồng Khoa học Trung ương ngày 4/3/2023", "07-ĐC/HĐKHTW@XIII"),
        ("Nêu lại Mười điểm khoa học trong buổi lễ.", "07-ĐC/HĐKHTW@XIII"),  # an alias that begins with any word
        ("Học tập KIM CHỈ NAM SỐ HÓA ở cơ sở.", "12-NQ/TU@Thanh Hóa"),  # aliases
        ("Kế hoạch 5 của Ban Quản lý các VQG Thanh Hóa", "05-KH/BQLV15@Thanh Hóa"),  # phrases, a symbol with digits
        ("Kế hoạch 05-KH/BQLV15 của Ban Quản lý VQG Thanh Hóa", "05-KH/BQLV15@Thanh Hóa"),
        ("Theo BLHS mới nhất, tội này bị phạt.", "77/2031/QH18"),  # state
        ("theo luật nghiên cứu vũ trụ 2031", "Luật Nghiên cứu vũ trụ 2031"),  # laws
        ("theo Luật NCVT", "Luật Nghiên cứu vũ trụ"),
        ("Luật số 78/2032", "78/2032/QH18"),  # legislatures
        ("Nghị quyết Trung ương 3 khóa XVI", "09-NQ/TW@XVI"),  # plenums
        ("Nghị quyết 12 của Tỉnh ủy Vạn Hoa", "12-NQ/TU@Vạn Hoa"),  # provinces
        ("Nghị quyết 12 của Huyện ủy Gia Lộc Thượng", "12-NQ/HU@Gia Lộc Thượng"),  # districts
        ("Nghị quyết 12 của Đảng ủy xã Đồng Tâm Hạ", "12-NQ/ĐU@Đồng Tâm Hạ"),  # communes
        ("Nghị quyết 12 của Đảng ủy Vườn Bách Thảo", "12-NQ/ĐU@Vườn Bách Thảo"),  # organs
        ("Kế hoạch 3 của Ban Thi đua Tỉnh ủy Thanh Hóa", "03-KH/BTĐTU@Thanh Hóa"),  # departments
        ("Nghị quyết số 12-NQ/TW ngày 4/5/2037", "12-NQ/TW@XVI"),  # terms
    ],
)
def test_rows_of_each_table_count(own: Path, text: str, document: str) -> None:
    assert cited(text, own) == [document]
    assert cited(text, None) != [document], "nobody needs the row"


def test_a_constitution_of_a_country_of_the_table_is_not_ours(own: Path) -> None:
    assert cited("Hiến pháp của Vương quốc Anh", own) == []


def test_an_abbreviation_is_spelt_out_and_a_place_found(own: Path) -> None:
    with tables.using(own):
        assert abbreviations.expand_abbreviations(["ngành", "khxhnv"])[1:] == [
            "khoa",
            "học",
            "xã",
            "hội",
            "và",
            "nhân",
            "văn",
        ]
        names = {"Vạn Hoa": PROVINCE, "Gia Lộc Thượng": DISTRICT, "Đồng Tâm Hạ": COMMUNE}
        assert all(gazetteer().is_locality(name, [level]) for name, level in names.items())
    assert abbreviations.expand_abbreviations(["khxhnv"]) == ["khxhnv"]
    assert not gazetteer().is_locality("Vạn Hoa")


def test_folders_do_not_mix(own: Path, tmp_path: Path) -> None:
    """Tables are in use while their citations are made, whatever else is asked for in between."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "aliases.csv").write_text("name,document\nMười điểm khoa học,05-CT/TW@XII\n", encoding="utf-8")
    text = "Nêu lại Mười điểm khoa học trong buổi lễ."
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    one, two, none = (pipeline.citations(paths, folder) for folder in (own, other, None))
    assert [[found.document for found in group] for group in zip(one, two, strict=True)] == [
        ["07-ĐC/HĐKHTW@XIII", "05-CT/TW@XII"]
    ] * 2
    assert list(none) == []
    assert tables.active_knowledge().folder is None


def test_a_change_of_the_folder_counts_at_once(own: Path) -> None:
    before = records.load(own)
    assert records.load(own) is before
    (own / "aliases.csv").write_text("name,document\nHai mươi chữ vàng,12-NQ/TU@Thanh Hóa\n", encoding="utf-8")
    assert cited("Nhớ Hai mươi chữ vàng.", own) == ["12-NQ/TU@Thanh Hóa"]
    assert cited("Học tập Kim chỉ nam số hóa.", own) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_own_types_and_bodies_go_all_the_way(own: Path, tmp_path: Path, jobs: int) -> None:
    """From the reports to the store, its questions and the files."""
    reports = tmp_path / "reports"
    reports.mkdir()
    for number in range(3):
        text = f"Ngày 5/6/2024\nTheo Đề cương số 07-ĐC/HĐKHTW và Đề cương 0{number + 1}-ĐC/HĐKHTW ngày 3/2/2024 về thư viện."
        (reports / f"r{number}.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    done = citegraph.publish([reports], out, formats=["json"], knowledge=own, jobs=jobs)
    assert not done.failures
    with Store(out / "citegraph.sqlite") as store:
        [answer] = query.cited_by(store, "đề cương 7")
        assert (answer.document.id, answer.document.kind, len(answer.reports)) == ("07-ĐC/HĐKHTW@XIII", "Đề cương", 3)
        assert {one.id for one in store.documents()} == {f"0{n}-ĐC/HĐKHTW@XIII" for n in (1, 2, 3, 7)}
        assert all(one.scope is Scope.PARTY for one in store.documents())
    graph = json.loads((out / "graph.json").read_text(encoding="utf-8"))
    assert "07-ĐC/HĐKHTW@XIII" in json.dumps(graph, ensure_ascii=False)


def test_a_report_is_read_by_the_tables_too(own: Path, tmp_path: Path) -> None:
    """What a report is about is read from its text; formats that can harm are read in a process of their own."""
    import docx

    page = docx.Document()
    page.add_paragraph("UBND tỉnh Vạn Hoa họp tổng kết năm")
    page.add_paragraph("Tỉnh Vạn Hoa thực hiện Nghị quyết số 12-NQ/TU của tỉnh. Tỉnh Vạn Hoa đã làm tốt.")
    page.save(str(tmp_path / "r.docx"))
    assert [found.document for found in pipeline.citations([tmp_path / "r.docx"], own)] == ["12-NQ/TU@Vạn Hoa"]


@pytest.mark.parametrize(
    ("table", "rows", "what"),
    [
        ("kinds", "name,symbols\n,ĐC\n", "has no name"),
        ("kinds", "name,symbols\nĐề cương,đc\n", "'đc' is not a symbol of a type"),
        ("kinds", "name,symbols,scope\nĐề cương,ĐC,ai\n", "'ai' is not a scope"),
        ("kinds", "name,symbols,flags\nĐề cương,ĐC,solid\n", "'solid' is not a flag of a type"),
        ("bodies", "name,symbol,level,scope\nHội đồng,,central,party\n", "'' is not a symbol of a body"),
        ("bodies", "name,symbol,level,scope\nHội đồng,HĐ,trên,party\n", "'trên' is not a level"),
        ("bodies", "name,symbol,level,scope\nHội đồng,HĐ,central,ai\n", "'ai' is not a scope"),
        ("bodies", "name,symbol,level,scope,flags\nHội đồng,HĐ,central,party,x\n", "'x' is not a flag of a body"),
        ("bodies", "name,symbol,level,scope,names\nHội đồng,HĐ,central,party,[Hội đồng\n", "'.Hội đồng' is not a name"),
        ("bodies", "name,symbol,level,scope,names\nHội đồng,HĐ,central,party,Hội {nào}\n", "'Hội {nào}' is not a name"),
        ("documents", "number,kind,issuer,date,title\nabc,Quy định,,2021-05-04,về gì\n", "not a document number"),
        ("state", "number,kind,issuer,date,title\n1/2030/NĐ-CP,Nghị,,2030-05-04,về gì\n", "not a type of document"),
        ("plenums", "term,plenum,documents\nmọi,3,09-NQ/TW\n", "'mọi' is not a term"),
        ("plenums", "term,plenum,documents\nXV,ba,09-NQ/TW\n", "'ba' is not a plenum number"),
        ("plenums", "term,plenum,documents\nXV,3,chín\n", "'chín' contains no document number"),
        ("plenums", "term,plenum,start,documents\nXV,3,1/5/2030,09-NQ/TW\n", "'1/5/2030' is not a date"),
        ("plenums", "term,plenum,documents,usual\nXV,3,09-NQ/TW,09-NQ/TW\n", "'09-NQ/TW' is not a usage count"),
        ("plenums", 'term,plenum,documents\nXV,3,"09-NQ/TW\nXV,4,10-NQ/TW\n', "is damaged"),
        ("congresses", "locality,ordinal,from,to\nNam Định,hai mươi,2020,2025\n", "'hai mươi' is not a Roman numeral"),
        ("congresses", "locality,ordinal,from,to\nNam Định,XX,2020,nay\n", "'2020-nay' is not a period of years"),
        ("aliases", "name,document\nMười điểm,99-NQ/TW@XX\n", "'99-NQ/TW@XX' is not the id of a known document"),
        ("aliases", "name,document\n10 - 12,05-CT/TW@XII\n", "'10 - 12' is not a name"),
        ("abbreviations", "short,long\nhai từ,một\n", "'hai từ' is not an abbreviation"),
        ("abbreviations", "short,long\nabc,\n", "has nothing in column long"),
        ("laws", "kind,name\nNghị định,Vũ trụ\n", "'Nghị định' is not a type of law"),
        ("legislatures", "number,since\nba,2030-01-01\n", "'ba' is not a number of a legislature"),
        ("legislatures", "number,since\n17,2030\n", "'2030' is not a date"),
        ("provinces", 'name,unit,also\nVạn Hoa,tỉnh,"VH, VHA"\n', "has a comma"),
        ("districts", "name,unit,province\nGia Lộc,tỉnh,Thanh Hóa\n", "'tỉnh' is not a type of district"),
        ("communes", "name,unit,province\nGia Lộc,xã,Gotham\n", "'Gotham' is not a province"),
        ("departments", "name,symbol\nBan Thi đua,\n", "has nothing in column symbol"),
        ("countries", "name,counts\n,1\n", "has nothing in column name"),
        ("terms", "term\nXV\n", "lacks the column congress_start"),
        ("terms", "term,congress_start\nXV,2031\n", "'2031' is not a date"),
        ("terms", "term,congress_start\n15,2031-01-20\n", "'15' is not a term"),
        ("organizations", "opening,whole\nVườn,1\n", "has unknown columns: whole"),
        ("organizations", "opening,alone\nVườn\n", "has 1 fields instead of 2"),
    ],
)
def test_a_row_that_breaks_the_rules_is_named(tmp_path: Path, table: str, rows: str, what: str) -> None:
    (tmp_path / f"{table}.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=what) as error:
        records.load(tmp_path)
    assert f"{table}.csv" in error.value.where
    assert "lacks" in what or error.value.where.endswith("line 1" if "unknown columns" in what else "line 2")
    assert error.value.remedy


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_no_table(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "documents.csv")
    with pytest.raises(KnowledgeError, match="is not a regular file"):
        records.load(tmp_path)


def test_a_line_is_counted_over_cells_that_hold_several(tmp_path: Path) -> None:
    (tmp_path / "abbreviations.csv").write_text('short,long\nabc,"một\nhai"\n\nx y,ba\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match="'x y' is not an abbreviation") as error:
        records.load(tmp_path)
    assert error.value.where.endswith("line 5")


def test_thousands_of_rows_stay_fast(tmp_path: Path) -> None:
    """How many names are tried at a place does not grow with the table, if they differ in their first words."""
    from citegraph.grammar import issuers

    rows = "".join(f"Hội đồng Số {n} Trung ương,HĐS{n}TW,central,party\n" for n in range(5000))
    (tmp_path / "bodies.csv").write_text(f"name,symbol,level,scope\n{rows}", encoding="utf-8")
    assert cited("Kế hoạch 7 của Hội đồng Số 4321 Trung ương ngày 5/6/2024", tmp_path) == ["07-KH/HĐS4321TW@XIII"]
    with tables.using(tmp_path):
        assert len(issuers._names_with_opening("hội đồng số 4321 tr")) < 10
