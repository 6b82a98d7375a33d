"""The table of provinces keeps its own rules and the law's numbers."""

from __future__ import annotations

from citegraph.authority.places import province_names, provinces, spellings, successor


def test_sixty_three_became_thirty_four() -> None:
    assert sum(province.existed("2024-12-31") for province in provinces()) == 63
    assert sum(province.existed("2025-06-30") for province in provinces()) == 63
    assert sum(province.existed("2025-07-01") for province in provinces()) == 34


def test_names_are_unique_and_sorted_out() -> None:
    assert len(province_names()) == len(provinces())
    assert all(province.name == province.name.strip() for province in provinces())


def test_successors_exist_today() -> None:
    assert all(province_names()[successor(name) or ""].until is None for name in province_names())
    assert successor("Bắc Giang") == "Bắc Ninh"
    assert successor("Thừa Thiên Huế") == "Huế"
    assert successor("Hà Nội") == "Hà Nội"
    assert successor("Gotham") is None


def test_six_cities_and_twenty_eight_provinces() -> None:
    today = [province.kind for province in provinces() if province.existed("2025-07-01")]
    assert (today.count("thành phố"), today.count("tỉnh")) == (6, 28)


def test_every_spelling_names_one_province() -> None:
    assert set(spellings().values()) == set(province_names())
    assert {spelt: spellings()[spelt] for spelt in ("Thanh Hoá", "TP.HCM", "Đăk Nông", "Thừa Thiên - Huế")} == {
        "Thanh Hoá": "Thanh Hóa",
        "TP.HCM": "Hồ Chí Minh",
        "Đăk Nông": "Đắk Nông",
        "Thừa Thiên - Huế": "Thừa Thiên Huế",
    }
