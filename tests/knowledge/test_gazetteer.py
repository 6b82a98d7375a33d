"""The tables of places keep their rules and the law's numbers, and names are found in a text however they are written."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.resources import files

import pytest
import regex

from citegraph.knowledge.gazetteer import (
    COMMUNE,
    DISTRICT,
    PROVINCE,
    Level,
    gazetteer,
    levels_by_symbol,
    levels_of_unit_word,
    name_key,
)
from citegraph.knowledge.organizations_with_committee import is_organization
from citegraph.text import normalize_space

GAZETTEER = gazetteer()
DATA = files("citegraph.knowledge").joinpath("data")


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "communes"),
    [("1990", 44, None, None), ("1995", 53, None, None), ("2000", 61, None, None), ("2005", 64, None, None), ("2024-12-31", 63, None, None), ("2025-06-30", 63, 696, None), ("2025-07-01", 34, 0, 3321)],
)  # fmt: skip
def test_as_many_units_as_the_law_says(day: str, provinces: int, districts: int | None, communes: int | None) -> None:
    for level, number in zip(Level, (provinces, districts, communes), strict=True):
        assert number is None or sum(locality.existed_on(day) for locality in GAZETTEER.all_units(level)) == number, (
            level
        )


def test_communes_of_june_2025_are_as_many_as_the_register_had() -> None:
    there = sum(locality.existed_on("2025-06-30") for locality in GAZETTEER.all_units(COMMUNE))
    assert abs(there - 10_035) <= 60  # two lists that spell some of them apart


@pytest.mark.parametrize("table", ["provinces.csv", "districts.csv", "communes.csv"])
def test_rows_keep_the_rules_of_the_table(table: str) -> None:
    head, *lines = DATA.joinpath(table).read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines, key=lambda line: line.split(",")) or table == "provinces.csv"
    assert len(set(lines)) == len(lines)
    for line in lines:
        fields = dict(zip(head.split(","), line.split(","), strict=True))  # no field holds a comma
        assert '"' not in line
        assert fields["name"] == normalize_space(fields["name"]), line
        assert fields["source"], line
        for day in (fields["since"], fields["until"]):
            assert regex.fullmatch(r"(\d{4}(-\d\d-\d\d)?)?", day), line
        assert levels_of_unit_word(fields["unit"]), line


def test_every_name_is_found_where_a_text_begins_with_it() -> None:
    for level in Level:
        for locality in GAZETTEER.all_units(level):
            named = GAZETTEER.name_at(f"{locality.name.upper()}, nơi", 0, [level])
            assert named is not None, locality
            assert locality in named.localities
            assert named.end == len(locality.name)


def test_what_places_lie_in_and_became_are_places() -> None:
    provinces = {locality.name for locality in GAZETTEER.all_units(PROVINCE)}
    assert {locality.province for level in Level for locality in GAZETTEER.all_units(level)} <= provinces
    communes = {locality.name for locality in GAZETTEER.all_units(COMMUNE) if locality.until is None}
    for locality in GAZETTEER.all_units(PROVINCE):
        assert set(locality.successors) <= provinces
        assert (locality.until is None) == (not locality.successors)
        assert set(GAZETTEER._later_provinces(locality.name)) or locality.until is None
    for locality in GAZETTEER.all_units(COMMUNE):
        assert set(locality.successors) <= communes, locality
    whole = [locality for locality in GAZETTEER.all_units(DISTRICT) if locality.until == "2025-06-30"]
    assert sum(bool(locality.successors) for locality in whole) >= 690


def test_successors_exist_today() -> None:
    assert GAZETTEER.successor("Bắc Giang") == "Bắc Ninh"
    assert GAZETTEER.successor("Thừa Thiên Huế") == "Huế"
    assert GAZETTEER.successor("Hà Nội") == "Hà Nội"
    assert GAZETTEER.successor("Hải Hưng") is None  # Hải Phòng and Hưng Yên
    assert GAZETTEER.successor("Gotham") is None


def test_six_cities_and_twenty_eight_provinces() -> None:
    today = [locality.unit for locality in GAZETTEER.all_units(PROVINCE) if locality.until is None]
    assert (today.count("thành phố"), today.count("tỉnh")) == (6, 28)


@pytest.mark.parametrize(
    "older",
    [
        "Hà Tây",
        "Hà Bắc",
        "Nghệ Tĩnh",
        "Bình Trị Thiên",
        "Nam Hà",
        "Hải Hưng",
        "Vĩnh Phú",
        "Minh Hải",
        "Cửu Long",
        "Sông Bé",
        "Hà Nam Ninh",
        "Hoàng Liên Sơn",
        "Hà Sơn Bình",
        "Thuận Hải",
        "Phú Khánh",
        "Nghĩa Bình",
        "Quảng Nam - Đà Nẵng",
        "Gia Lai - Kon Tum",
        "Bắc Thái",
        "Hà Tuyên",
        "Bà Rịa - Vũng Tàu",
    ],
)
def test_older_provinces_are_known(older: str) -> None:
    locality = GAZETTEER.units_named(older, [PROVINCE])[0]
    assert locality.name == older
    assert locality.until
    assert locality.successors


@pytest.mark.parametrize(
    ("spelt", "name"),
    [
        ("TP.HCM", "Hồ Chí Minh"), ("HCM", "Hồ Chí Minh"), ("TPHCM", "Hồ Chí Minh"), ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("BR-VT", "Bà Rịa - Vũng Tàu"), ("Bà Rịa- Vũng Tàu", "Bà Rịa - Vũng Tàu"), ("Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("TT-Huế", "Thừa Thiên Huế"), ("Thừa Thiên-Huế", "Thừa Thiên Huế"), ("Thừa Thiên - Huế", "Thừa Thiên Huế"),
        ("Đăk Lăk", "Đắk Lắk"), ("Đắc Lắc", "Đắk Lắk"), ("ĐẮK LẮK", "Đắk Lắk"), ("Đăk Nông", "Đắk Nông"), ("Bắc Cạn", "Bắc Kạn"),
        ("Hoà Bình", "Hòa Bình"), ("Thanh Hoá", "Thanh Hóa"), ("THANH HOÁ", "Thanh Hóa"), ("Quảng trị", "Quảng Trị"),
        ("Quảng\u00a0Trị", "Quảng Trị"), ("Kontum", "Kon Tum"),
    ],
)  # fmt: skip
def test_a_province_is_known_however_it_is_spelt(spelt: str, name: str) -> None:
    named = GAZETTEER.name_after_unit_word(f"x {spelt} ngày", 2, [PROVINCE])
    assert named is not None
    assert named.usual_name == name
    assert named.end == 2 + len(spelt)


@pytest.mark.parametrize("text", ["Quảng\nTrị", "Quang Trị", "Quảng", "Quảng Trịnh", "hcm", "Về Phát Triển Du Lịch"])
def test_what_is_no_name_of_a_province(text: str) -> None:
    assert GAZETTEER.name_at(text, 0) is None


def test_the_longest_name_wins_and_a_person_behind_it_is_left() -> None:
    text = "Tỉnh ủy Quảng Nam - Đà Nẵng"
    assert GAZETTEER.name_at(text, 8).end == len(text)  # type: ignore[union-attr]
    named = GAZETTEER.name_at("Tỉnh ủy Hà Nam Nguyễn Văn An", 8)
    assert named is not None
    assert (named.usual_name, named.end) == ("Hà Nam", 14)


def test_a_text_without_any_marks_is_read_without_them() -> None:
    named = GAZETTEER.name_at("Nghi quyet cua Tinh uy Thanh Hoa", 23)
    assert named is not None
    assert named.usual_name == "Thanh Hóa"
    assert GAZETTEER.name_at("Nghị quyết của Tinh uy Thanh Hoa", 23) is None


def test_ordinary_words_are_no_communes() -> None:
    text = "Toàn xã đoàn kết, huyện thống nhất chủ trương, quyết thắng nghèo đói, vì hòa bình"
    assert list(GAZETTEER.localities_in(text, [DISTRICT, COMMUNE])) == []
    assert [
        named.usual_name for named in GAZETTEER.localities_in("UBND xã Đoàn Kết, huyện Thống Nhất", [DISTRICT, COMMUNE])
    ] == [
        "Đoàn Kết",
        "Thống Nhất",
    ]


def test_a_name_of_many_units_is_told_apart_by_its_province() -> None:
    units = GAZETTEER.units_named("Châu Thành", [DISTRICT])
    assert len({locality.province for locality in units}) >= 9
    assert {locality.province for locality in GAZETTEER.units_within(units, "Long An")} == {"Long An"}
    assert {locality.province for locality in GAZETTEER.units_within(units, "Tây Ninh")} == {"Tây Ninh", "Long An"}


def test_the_province_of_a_place_on_a_day() -> None:
    assert GAZETTEER.province_of("Vĩnh Linh") == "Quảng Trị"
    assert GAZETTEER.province_of("Thạch Thất", "2005") == "Hà Tây"
    assert GAZETTEER.province_of("Thạch Thất", "2015") == "Hà Nội"
    assert GAZETTEER.province_of("Hoằng Lộc", "2026-09-22") == "Thanh Hóa"
    assert GAZETTEER.province_of("Đoàn Kết") is None


@pytest.mark.parametrize(
    ("publisher", "province"),
    [("baothanhhoa.vn", "Thanh Hóa"), ("Baothanhhoa", "Thanh Hóa"), ("Báo Quảng Ninh", "Quảng Ninh"), ("thanhhoa.gov.vn", "Thanh Hóa"),
     ("Tỉnh ủy Nghệ An", "Nghệ An"), ("Báo Hànộimới", "Hà Nội"), ("hue.gov.vn", "Huế"), ("nhandan.vn", None), ("vietnamplus.vn", None), ("", None)],
)  # fmt: skip
def test_the_province_of_a_publisher(publisher: str, province: str | None) -> None:
    assert GAZETTEER.province_of_publisher(publisher) == province


def test_committees_and_symbols_have_their_levels() -> None:
    assert levels_of_unit_word("Tỉnh uỷ") == levels_of_unit_word("TỈNH ỦY") == (PROVINCE,)
    assert levels_of_unit_word("Thị xã ủy") == (DISTRICT,)
    assert levels_of_unit_word("Đảng ủy") == (COMMUNE,)
    assert {symbol: levels[0] for symbol, levels in levels_by_symbol().items()} == {
        "TU": PROVINCE, "ThU": DISTRICT, "HU": DISTRICT, "QU": DISTRICT, "TXU": DISTRICT, "ThXU": DISTRICT, "ĐU": COMMUNE,
    }  # fmt: skip


def test_every_example_of_a_body_is_one() -> None:
    rows = DATA.joinpath("organizations.csv").read_text(encoding="utf-8").splitlines()[1:]
    for row in rows:
        opening, *_, example = row.split(",")
        assert is_organization(example), row
        assert example.startswith(opening)
    assert not any(is_organization(name) for name in ("Trường", "Sở", "Thanh Hóa", "Quảng", "Banmê", "Khóa XXV"))


def test_the_largest_table_loads_in_a_moment() -> None:
    best = min(_loading() for _ in range(3))
    assert best < 0.25, f"{best:.3f} s"  # 0.05 s on two slow cores; five times that is a fault, whatever else runs


def _loading() -> float:
    begun = time.process_time()
    assert type(GAZETTEER)().units_named(name_key("Đoàn Kết"), [COMMUNE])
    return time.process_time() - begun


def test_a_table_is_read_when_it_is_first_asked_for() -> None:
    told = (
        "from citegraph.grammar import issuers; from citegraph.knowledge.gazetteer import gazetteer\n"
        "issuers.issuer_at('Tỉnh ủy Thanh Hóa ban hành', 0); print(sorted(vars(gazetteer())))\n"
        "issuers.issuer_at('Đảng ủy xã Hoằng Lộc ban hành', 0); print(sorted(vars(gazetteer())))"
    )
    run = subprocess.run([sys.executable, "-X", "utf8", "-c", told], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["['_provinces']", "['_communes', '_provinces']"]


def test_help_reads_no_table() -> None:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "citegraph", "--help"], capture_output=True, text=True, check=True
    )
    assert "citegraph.knowledge" not in run.stderr
