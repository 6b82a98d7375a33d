"""What is wrong in a folder of tables is listed whole: each rule with a row that breaks it and one that keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

import citegraph
from citegraph.errors import KnowledgeError
from citegraph.model import Fault
from citegraph.records import load

HEAD = "number,kind,issuer,term,date,title,locality,replaces,url,checked\n"
SOUND = "301-CT/TW,Chỉ thị,Ban Bí thư,XIII,2025-08-04,về thư viện,,,https://example.org/a,1\n"


def faults(folder: Path, **tables: str) -> list[Fault]:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return citegraph.check_knowledge(folder)


def test_the_tables_of_this_program_have_no_error() -> None:
    found = citegraph.check_knowledge()
    assert [fault for fault in found if fault.level == "error"] == []
    assert len(found) < 20


def test_a_sound_folder_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, documents=HEAD + SOUND) == []
    assert "301-CT/TW@XIII" in load(tmp_path)


@pytest.mark.parametrize(
    ("row", "what", "level"),
    [
        ("abc,Chỉ thị,,XIII,2025-08-04,,,,,", "'abc' is not a document number", "error"),
        (",Chỉ thị,,XIII,2025-08-04,,,,,", "'' is not a document number", "error"),
        ("301-CT/TW,Chi thi,,XIII,2025-08-04,,,,,", "'Chi thi' is not a type of document", "error"),
        ("301-CT/TW,Chỉ thị,,XIII,4/8/2025,,,,,", "'4/8/2025' is not a date", "error"),
        ("301-CT/TW,Chỉ thị,,,,,,,,", "301-CT/TW needs a date or a term", "error"),
        ("12-NQ/TU,Nghị quyết,,,2021-05-04,,,,,", "12-NQ/TU needs a locality", "error"),
        ("301-CT/TW,Chỉ thị,,XIII,2025-08-04,,,,,hai", "'hai' is not a number of pages", "error"),
        ("301-CT/TW,Chỉ thị,,XXX,2025-08-04,,,,,", "'XXX' is not a term", "error"),
        ("301-CT/TW,Chỉ thị,,XII,2025-08-04,,,,,", "2025-08-04 is outside term XII (", "error"),
        ("301-CT/TW,Chỉ thị,Chính phủ,XIII,2025-08-04,,,,,", "of the Party, but Chính phủ is not", "error"),
        (
            "301-CT/BTCTW,Chỉ thị,Bộ Chính trị,XIII,2025-08-04,,,,,",
            "the symbol of Bộ Chính trị is TW, not BTCTW",
            "error",
        ),
        ("301-CT/TW,Chỉ thị,,XIII,2025-08-04,,,,example.org,", "'example.org' is not a web address", "error"),
        ("301-CT/TW,Chỉ thị,,XIII,2025-08-04,,,,https://a.vn/b c,", "'https://a.vn/b c' is not a web address", "error"),
        (
            "05-CT/TW,Chỉ thị,,XII,2016-05-15,,,,,",
            "Chỉ thị 05-CT/TW (khóa XII) is also listed in documents.csv, line",
            "error",
        ),
        ("301-CT/TW,Chỉ thị,,XIII,2025-08-04,,,301-CT/TW,,", "Chỉ thị 301-CT/TW (khóa XIII) replaces itself", "error"),
        ("301-CT/TW,Nghị quyết,,XIII,2025-08-04,,,,,", "CT in 301-CT/TW stands for Chỉ thị", "warning"),
        ("301/CT-TW,Chỉ thị,,XIII,2025-08-04,,,,,", "301/CT-TW is usually written 301-CT/TW", "warning"),
        ("15/2031/NĐ-CP,Nghị định,,,2031-08-04,,,,,", "15/2031/NĐ-CP does not belong in this table", "warning"),
        ("301-CT/TW,Chỉ thị,,XIII,2021-03-04,,,,,", "2021-03-04 is out of order", "warning"),
    ],
)
def test_a_row_that_breaks_a_rule_is_listed(tmp_path: Path, row: str, what: str, level: str) -> None:
    [fault] = faults(tmp_path, documents=f"{HEAD}{row}\n")
    assert what in fault.what
    assert (fault.level, fault.path, fault.line) == (level, str(tmp_path / "documents.csv"), 2)
    assert fault.remedy


def test_a_date_that_is_only_a_year_orders_nothing(tmp_path: Path) -> None:
    days = ("2025-08-04", "2025", "2025")
    rows = "".join(f"{301 + n}-CT/TW,Chỉ thị,,XIII,{day},,,,,\n" for n, day in enumerate(days))
    assert faults(tmp_path, documents=HEAD + rows) == []


def test_a_row_that_cannot_be_used_is_told_all_its_faults(tmp_path: Path) -> None:
    row = "301-CT/TW,Chi thi,Chính phủ,XII,2025-08-04,,,,a.vn,x\n"
    found = [fault.what for fault in faults(tmp_path, documents=HEAD + row)]
    assert [
        any(what in one for one in found) for what in ("type", "pages", "term XII", "not a Party body", "address")
    ] == [True] * 5
    assert len(found) == 5


def test_the_year_in_a_number_is_that_of_the_date(tmp_path: Path) -> None:
    head = "number,kind,issuer,date,title\n"
    [fault] = faults(tmp_path, state=f"{head}15/2031/NĐ-CP,Nghị định,Chính phủ,2030-08-04,\n")
    assert fault.what == "2030-08-04 is not in the year of 15/2031/NĐ-CP"


def test_every_fault_of_every_table_is_listed_by_file_and_line(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        documents=HEAD + "abc,Chi thi,,,4/8/2025,,,,,hai\n" + SOUND + "một,hai\n" + SOUND,
        kinds="name,symbols\n,ĐC\nĐề cương,đc\nĐề cương,ĐC\n",
        bodies="name,symbol,level,scope,names\nHội đồng,HĐ,central,party,[Hội đồng\n",
        terms="term\nXV\n",
        plenums="term,plenum,documents\nXV,ba,09-NQ/TW\n",
        aliases="name,document\nMười điểm,99-NQ/TW@XX\n",
        abbreviations='short,long\nhai từ,một\n"x,y\n',
        communes="name,unit,province\nGia Lộc,xã,Gotham\n",
        laws="kind,name\nNghị định,Vũ trụ\n",
        legislatures="number,since\nba,2030-01-01\n",
        congresses="locality,ordinal,from,to\nNam Định,hai mươi,2020,2025\n",
        countries="name,counts\n,1\n",
        types="name\nx\n",
    )
    assert [(Path(one.path).stem, one.line) for one in found] == [
        ("abbreviations", 2),
        ("abbreviations", 3),
        ("aliases", 2),
        ("bodies", 2),
        ("communes", 2),
        ("congresses", 2),
        ("countries", 2),
        *[("documents", 2)] * 4,
        ("documents", 4),
        ("documents", 5),
        ("kinds", 2),
        ("kinds", 3),
        ("laws", 2),
        ("legislatures", 2),
        ("plenums", 2),
        ("terms", None),
        ("types", None),
    ]
    assert "also listed in" in found[12].what and found[12].what.endswith("documents.csv, line 3")


def test_a_circle_is_named_with_its_way(tmp_path: Path) -> None:
    rows = (
        f"30{n}-CT/TW,Chỉ thị,,XIII,2025-08-0{n},,,{replaced},,\n"
        for n, replaced in ((1, "302-CT/TW"), (2, "303-CT/TW@XIII"), (3, "301-CT/TW@XIII"), (4, "303-CT/TW"))
    )
    found = faults(tmp_path, documents=HEAD + "".join(rows))
    assert [fault.line for fault in found] == [2, 3, 4], "what only leads into a circle is none"
    way = ", ".join(f"Chỉ thị {n}-CT/TW (khóa XIII)" for n in (302, 303, 301))
    assert found[0].what == f"Chỉ thị 301-CT/TW (khóa XIII) replaces itself, through {way}"


def test_a_row_that_says_nothing_new_is_listed(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        countries="name,counts\nHàn Quốc,\nVạn Quốc,\nVạn Quốc,\n",
        abbreviations="short,long\nKHXHNV,khoa học\n",
    )
    assert [(fault.line, fault.what.partition("countries")[2]) for fault in found] == [
        (2, ".csv of citegraph"),
        (4, ".csv, line 3"),
    ]


def test_a_folder_that_is_none_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="pass a folder of tables"):
        citegraph.check_knowledge(tmp_path / "none")
    with pytest.raises(KnowledgeError, match="contains no table"):
        citegraph.check_knowledge(tmp_path)


def test_a_check_leaves_no_trace(tmp_path: Path) -> None:
    """A folder is read as it is, though it was checked before, and still refused where it is used."""
    assert faults(tmp_path, documents=HEAD + "abc,Chỉ thị,,XIII,2025-08-04,,,,,\n")
    with pytest.raises(KnowledgeError, match="not a document number"):
        load(tmp_path)
    assert faults(tmp_path, documents=HEAD + SOUND) == []
