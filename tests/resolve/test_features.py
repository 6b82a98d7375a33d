"""Each level of each comparison, on a made document beside made claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citegraph.model import Document, Scope, Status
from citegraph.records import load
from citegraph.resolve.features import (
    COMPARISONS,
    MEANINGS,
    Neighbor,
    Pair,
    Setting,
    compare,
    contradicts,
    is_too_late,
    possible_documents,
)
from citegraph.resolve.merged_claims import Claims
from citegraph.resolve.score import weights
from citegraph.resolve.similarity import idf_index, term_bag

RECORDS = load()
TITLE = "về tăng cường bảo vệ nền tảng tư tưởng của Đảng, đấu tranh phản bác các quan điểm sai trái, thù địch"
KNOWN = Document(
    id="35-NQ/TW@XII",
    label="",
    scope=Scope.PARTY,
    status=Status.KNOWN,
    kind="Nghị quyết",
    number="35",
    symbol="NQ",
    body="TW",
    term="XII",
    issuer="Bộ Chính trị",
    date="2018-10-22",
    title=TITLE,
    aliases=("Nghị quyết 35",),
)
UNLISTED = replace(KNOWN, status=Status.MINTED, issuer=None, date=None, title=None, aliases=())
SETTING = Setting("2019-05-02", "2019-05-02", "")


def levels(document: Document, setting: Setting = SETTING, **said: object) -> set[str]:
    claims = Claims(**said)  # type: ignore[arg-type]
    return {feature.level for feature in compare(Pair(document, claims, setting, RECORDS, idf_index(RECORDS)))}


@pytest.mark.parametrize(
    ("date", "level"),
    [
        ("2018-10-22", "date"),
        ("2018-10", "date"),
        ("2018", "year"),
        ("--10-22", "date slip"),
        ("2018-10-20", "date slip"),
        ("2017-10-22", "date slip"),
        ("2017-03-01", None),
        ("2008-10-22", "date out of term"),
    ],
)
def test_dates_of_a_listed_document(date: str, level: str | None) -> None:
    assert levels(KNOWN, dates=(date,)) & set(COMPARISONS[0].levels) == ({level} if level else set())


@pytest.mark.parametrize(
    ("said", "against"),
    [
        ({"dates": ("2008-10-22",)}, True),
        ({"dates": ("2017-03-01",)}, False),  # of its term: a slip
        ({"terms": ("XI",)}, True),
        ({"terms": ("XII",)}, False),
        ({"titles": ("về công tác dân số trong tình hình mới hiện nay",)}, True),
        ({}, False),
    ],
)
def test_what_speaks_against_a_document(said: dict[str, object], against: bool) -> None:
    claims = Claims(**said)  # type: ignore[arg-type]
    assert contradicts(Pair(KNOWN, claims, SETTING, RECORDS, idf_index(RECORDS))) is against


@pytest.mark.parametrize(
    ("date", "level"),
    [
        ("2018-10-22", "date in order"),
        ("2017-03-01", "date in term"),
        ("2018-10", "date in term"),
        ("--04-30", "date in term"),
        ("2008", "date out of term"),
    ],
)
def test_dates_of_a_document_that_is_not_listed(date: str, level: str | None) -> None:
    assert levels(UNLISTED, dates=(date,)) & set(COMPARISONS[0].levels) == ({level} if level else set())


@pytest.mark.parametrize(("code", "is_another"), [("07-CT/TW", True), ("32-CT/TW", False)])
def test_a_title_that_names_another_code_is_anothers(code: str, is_another: bool) -> None:
    document = replace(KNOWN, title="về tiếp tục thực hiện Chỉ thị số 32-CT/TW của Ban Bí thư khóa IX")
    assert ("another's title" in levels(document, title_codes=frozenset([code]))) is is_another


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ({"terms": ("XII",)}, "term"),
        ({"names": ("nghị quyết 35",)}, "alias"),
        ({"titles": (TITLE,)}, "title"),
        ({"titles": ("về công tác dân số trong tình hình mới hiện nay",)}, "other title"),
        (
            {"titles": ("về tăng cường sự lãnh đạo của Đảng đối với công tác giảm nghèo bền vững đến năm 2030",)},
            "another's title",
        ),
        ({"around": (term_bag("bảo vệ nền tảng tư tưởng, phản bác quan điểm sai trái, thù địch"),)}, "words around"),
        ({"issuers": ("Ban Bí thư",)}, "other issuer"),
        ({"kind": "Chỉ thị"}, "other kind"),
        ({"years": (1,)}, "years since"),
    ],
)
def test_what_is_said_of_a_listed_document(said: dict[str, object], level: str) -> None:
    assert level in levels(KNOWN, **said)
    assert level not in levels(KNOWN)


def test_vague_issuers_say_nothing() -> None:
    assert "other issuer" not in levels(KNOWN, issuers=("Trung ương",))


def test_the_symbol_of_a_department_says_who_issued_it() -> None:
    guidance = replace(KNOWN, symbol="HD", body="BTCTW", issuer="Ban Tổ chức Trung ương")
    assert "other issuer" not in levels(guidance, issuers=("Ban Tổ chức Trung ương",))


@pytest.mark.parametrize(("horizon", "level"), [("2019", "term in force"), ("2022", None), ("2012", "term to come")])
def test_the_term_of_the_document_beside_the_report(horizon: str, level: str | None) -> None:
    found = levels(KNOWN, Setting(horizon, horizon, "")) & {"term in force", "term to come", "long past"}
    assert found == ({level} if level else set())


def test_a_plenum_without_a_term_is_one_of_the_running_term() -> None:
    assert "implied term" in levels(KNOWN, plenum=True)
    assert "implied term" not in levels(KNOWN, plenum=True, terms=("XII",))
    assert "implied term" not in levels(KNOWN, Setting(None, "2019", ""), plenum=True)  # the date is not known


def test_the_other_documents_of_the_report() -> None:
    apart = replace(SETTING, neighbors=(Neighbor("29", "NQ", "TW", "XI"), Neighbor("05", "CT", "TW", "XI")))
    assert "not a term of the report" in levels(KNOWN, apart)
    one = replace(SETTING, neighbors=(Neighbor("29", "NQ", "TW", "XI"),))
    assert "not a term of the report" not in levels(KNOWN, one)
    same = replace(SETTING, neighbors=(Neighbor("29", "NQ", "TW", "XII"), Neighbor("05", "CT", "TW", "XI")))
    assert "not a term of the report" not in levels(KNOWN, same)


def test_the_plenums_of_the_report() -> None:
    paper = replace(KNOWN, id="20-NQ/TW@XII", number="20")
    met = replace(SETTING, plenums=(("6", "XII"),))
    assert "of a plenum of the report" in levels(paper, met)
    assert "of a plenum of the report" not in levels(KNOWN, met)
    assert "of a plenum of the report" not in levels(paper, met, plenum=True)  # the plenum itself is what is asked


def test_the_plenum_said_to_have_passed_it() -> None:
    paper = replace(KNOWN, id="20-NQ/TW@XII", number="20")
    assert "plenum" in levels(paper, passed=("6",))
    assert "plenum" not in levels(paper, passed=("4",))
    assert "plenum" not in levels(paper)


def test_the_numbers_of_one_list() -> None:
    assert "list of its term" in levels(KNOWN, listed=("18", "19"))
    assert "list of its term" not in levels(KNOWN, listed=("18", "999"))
    assert "list of its term" not in levels(KNOWN, listed=("18",))


def test_the_term_said() -> None:
    assert "term" in levels(KNOWN, terms=("XII",))
    assert "other term" in levels(KNOWN, terms=("XI",))
    assert not levels(KNOWN) & {"term", "other term"}


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({"number": "13"}, "unlisted"),
        ({"number": "999"}, "beyond the series"),
        ({"number": "60"}, "unlisted high number"),
        ({"number": "13", "id": "13-HD/BTCTW@XII"}, "unlisted of a department"),
        ({"number": None, "id": "HNTW6@XII"}, "whole plenum"),
        ({"number": "35", "term": None}, "another's document"),
    ],
)
def test_documents_that_no_list_has(changes: dict[str, object], level: str) -> None:
    assert level in levels(replace(UNLISTED, **changes))


def test_a_number_against_the_order_of_its_series() -> None:
    assert "out of order" in levels(replace(UNLISTED, number="01", term="XII"), dates=("2020-12-30",))


def test_a_party_paper_without_a_symbol_is_no_paper_of_others() -> None:
    short = replace(UNLISTED, term=None)
    assert "another's document" not in levels(short, kind="Kết luận") | levels(short, terms=("XII",))


def test_no_report_cites_what_was_issued_after_it() -> None:
    assert is_too_late(KNOWN, Claims(), Setting("2018-10-21", "2018-10-21", ""))
    assert not is_too_late(KNOWN, Claims(), Setting("2018", "2018", ""))
    assert not is_too_late(KNOWN, Claims(), Setting(None, "2016", ""))


def test_a_number_that_its_term_had_not_reached_yet_is_not_cited() -> None:
    early, listed = Setting("2026-01-27", "2026-01-27", ""), replace(KNOWN, date=None)
    high, low = (replace(UNLISTED, number=number, term="XIV") for number in ("57", "01"))
    assert possible_documents((listed, high, low), Claims(), early, RECORDS) == [listed, low]
    assert possible_documents((high,), Claims(), early, RECORDS) == [high]  # nothing better is known
    assert high in possible_documents((listed, high), Claims(kind="Quyết định"), early, RECORDS)  # numbered apart


def test_no_report_carries_out_a_document_for_longer_than_it_is_there() -> None:
    assert is_too_late(KNOWN, Claims(years=(10,)), SETTING)
    assert not is_too_late(KNOWN, Claims(years=(10,)), Setting("2028", "2028", ""))


def test_every_level_has_a_weight_and_a_meaning_of_its_own() -> None:
    assert weights().keys() == MEANINGS.keys()
    assert len(MEANINGS) == sum(len(comparison.levels) for comparison in COMPARISONS)
    assert all(row.weight for row in weights().values())
