"""The one date grammar: every form in which reports print a date, and what only looks like one."""

from __future__ import annotations

import pytest

from citegraph.grammar import dates


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("ngày 22/10/2018", "2018-10-22"),
        ("ngày 22-10-2018", "2018-10-22"),
        ("ngày 22.10.2018", "2018-10-22"),
        ("ngày 22 - 10 - 2018", "2018-10-22"),
        ("ngày 22–10–2018", "2018-10-22"),
        ("22 tháng 10 năm 2018", "2018-10-22"),
        ("22 tháng 10, năm 2018", "2018-10-22"),
        ("28 tháng 4, 2013", "2013-04-28"),
        ("22 tháng 10/2018", "2018-10-22"),
        ("9 Aug 2017", "2017-08-09"),
        ("tháng 10/2018", "2018-10"),
        ("tháng 10-2018", "2018-10"),
        ("tháng 10 năm 2018", "2018-10"),
        ("năm 2018", "2018"),
        ("ngày 22/10/18", "2018-10-22"),
        ("ngày 22.10.87", "1987-10-22"),
        ("ngày 20/6", "--06-20"),
        ("ngày 20-6", "--06-20"),
        ("ngày 20 tháng 6", "--06-20"),
        ("ngày 35/5/2024", "2024-05"),
        ("ngày 3/15/2024", "2024"),
    ],
)
def test_a_printed_date_is_read(printed: str, iso: str) -> None:
    [date] = dates.find(f"Tin: {printed}, huyện họp.")
    assert date.iso == iso


@pytest.mark.parametrize(
    "text", ["5/12 xã", "trực 24/7", "tăng 3-5%", "15/2020/NĐ-CP", "ngày 31/2", "năm 20189", "1.2.3", "tháng 4"]
)
def test_what_looks_like_a_date_is_none(text: str) -> None:
    assert list(dates.find(text)) == []


@pytest.mark.parametrize(
    ("text", "iso"),
    [("họp ngày 5/3/2021", "2021-03-05"), ("tháng 3-2021", "2021-03"), ("năm 2021", None), ("105/13/2021", None)],
)
def test_the_date_that_ends_with_a_year(text: str, iso: str | None) -> None:
    assert dates.date_ending_at(text, len(text)) == iso


def test_several_dates_are_read_in_turn() -> None:
    found = [date.iso for date in dates.find("ngày 25/10/2017 và ngày 27/10/2017, năm 2018")]
    assert found == ["2017-10-25", "2017-10-27", "2018"]
