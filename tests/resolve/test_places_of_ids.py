"""The place in the id of a local Party document is a name of the gazetteer or a body that keeps its name."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

from citegraph.extract import extract
from citegraph.knowledge.gazetteer import DISTRICT, PROVINCE, gazetteer
from citegraph.knowledge.organizations_with_committee import is_organization
from citegraph.model import Citation, Report, Scope
from citegraph.read import read
from citegraph.records import load
from citegraph.resolve import resolve

RECORDS = load()


def cited(text: str, **told: str) -> list[Citation]:
    report = Report(id="r", path="r.txt", sha256="0" * 64, text=text, **told)  # type: ignore[arg-type]
    return resolve(report, extract(text), RECORDS)


def locality(document: str) -> str | None:
    """The place in the id of a local document; None for a term, a year or an undecided part."""
    part = document.rpartition("@")[2].partition(":")[0] if "@" in document else ""
    return None if regex.fullmatch(r"[IVX]*|\d{4}|\?", part) else part


def test_every_place_that_the_corpus_decides_is_one(shared: Path) -> None:
    reports = shared / "corpus" / "reports"
    if not reports.is_dir():
        pytest.skip(f"{reports} is not there")
    found: dict[str, str] = {}
    for report in read([reports]):
        if isinstance(report, Report):
            for citation in resolve(report, extract(report.text), RECORDS):
                named = locality(citation.document)
                if citation.decided and citation.mention.scope is Scope.PARTY and named:
                    found[named] = citation.document
    strange = {
        name: document
        for name, document in found.items()
        if gazetteer().usual_spelling(name) != name and not is_organization(name)
    }
    assert len(found) > 20
    assert not strange


@pytest.mark.parametrize(
    "behind",
    [
        "Về Phát Triển Du Lịch",
        "Khóa XXV",
        "Bí thư",
        "Nguyễn Văn An",
        "Trong năm 2020",
        "Và Các Ban",
        "Nghị quyết",
        "lần thứ XV",
    ],
)
@pytest.mark.parametrize(("committee", "code"), [("Tỉnh ủy", "12-NQ/TU"), ("Huyện ủy", "12-NQ/HU")])
def test_words_behind_a_committee_are_no_place(committee: str, code: str, behind: str) -> None:
    (citation,) = cited(f"Thực hiện Nghị quyết số {code} của {committee} {behind}.")
    assert citation.document == f"{code}@?"
    (citation,) = cited(f"Thực hiện Nghị quyết số {code} của {committee} {behind}.".upper())
    assert citation.document == f"{code}@?"


PROVINCES = sorted({locality.name for locality in gazetteer().all_units(PROVINCE)})


@pytest.mark.parametrize("spell", [str, str.upper, str.capitalize], ids=["usual", "capitals", "first letter"])
def test_every_province_is_the_place_of_its_papers(spell: object) -> None:
    for name in PROVINCES:
        (citation,) = cited(f"Thực hiện Nghị quyết số 12-NQ/TU của Tỉnh ủy {spell(name)} về du lịch.")  # type: ignore[operator]
        assert citation.document == f"12-NQ/TU@{name}"
        assert citation.mention.title in ("về du lịch", "VỀ DU LỊCH")


def test_districts_are_the_place_of_their_papers() -> None:
    names = sorted({locality.name for locality in gazetteer().all_units(DISTRICT) if locality.unit == "huyện"})
    for name in names[:: len(names) // 60]:
        (citation,) = cited(f"Thực hiện Kế hoạch số 12-KH/HU của Huyện ủy {name} về du lịch.")
        assert citation.document == f"12-KH/HU@{name}"


@pytest.mark.parametrize(
    ("told", "document"),
    [
        ({"locality": "Vĩnh Linh"}, "16-NQ/TU@Quảng Trị"),
        ({"locality": "Yên Dũng", "date": "2022-12-26"}, "16-NQ/TU@Bắc Giang"),
        ({"locality": "Yên Dũng", "date": "2026-12-26"}, "16-NQ/TU@Bắc Ninh"),
        ({"locality": "Châu Thành"}, "16-NQ/TU@?"),
        ({"publisher": "Baothanhhoa"}, "16-NQ/TU@Thanh Hóa"),
        ({"publisher": "Báo Nhân Dân"}, "16-NQ/TU@?"),
    ],
)
def test_the_report_tells_the_province(told: dict[str, str], document: str) -> None:
    (citation,) = cited("Huyện sơ kết Nghị quyết số 16-NQ/TU của Tỉnh ủy về đất đai.", **told)
    assert citation.document == document


def test_a_name_of_many_districts_is_told_apart_by_the_province_in_the_text() -> None:
    (citation,) = cited(
        "Huyện Châu Thành, tỉnh Long An sơ kết Nghị quyết số 16-NQ/TU của Tỉnh ủy.", locality="Châu Thành"
    )
    assert citation.document == "16-NQ/TU@Long An"
