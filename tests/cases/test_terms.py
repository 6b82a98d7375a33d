"""A number of several terms: each reading is reachable by what a report says; none is taken when it says nothing."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from itertools import combinations

import pytest
from rapidfuzz import fuzz

Row = dict[str, str]

ALIKE = 80.0  # token-set likeness (0 to 100) from which two titles cannot tell their documents apart


@cache
def readings() -> dict[str, tuple[Row, ...]]:
    """The known documents of each number that stands in two terms or more, by number."""
    by_number: dict[str, list[Row]] = defaultdict(list)
    with files("citegraph").joinpath("knowledge/data/documents.csv").open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            if row["number"]:
                by_number[row["number"]].append(row)
    return {number: tuple(rows) for number, rows in sorted(by_number.items()) if len({r["term"] for r in rows}) > 1}


@cache
def records():
    from citegraph.records import load

    return load()


def read(text: str, surface: str):
    """The citation that starts where `surface` stands in the text."""
    from citegraph.extract import extract
    from citegraph.model import Report
    from citegraph.resolve import resolve

    report = Report(id="r", path="r.txt", sha256="0" * 64, text=text)
    start = text.index(surface)
    found = [c for c in resolve(report, extract(text), records()) if c.mention.span.start == start]
    assert found, f"nothing found at {surface!r} in {text!r}"
    return found[0]


def kind(row: Row) -> str:
    """The kind word as reports print it."""
    return "Thông báo" if row["kind"].startswith("Thông báo") else row["kind"]


def subject(title: str) -> str:
    """A title without the remarks that its recorder put in brackets."""
    return re.sub(r"\s*\([^)]*\)", "", title).strip()


def is_subject(title: str) -> bool:
    """Whether a title says what its document is about: not left open, and not the document's name over again."""
    return len(subject(title).split()) >= 3 and "chưa rõ" not in title and not title.startswith("Nghị quyết Hội nghị")


def all_readings():
    return [pytest.param(row, id=f"{number}@{row['term']}") for number, rows in readings().items() for row in rows]


def dated():
    return [p for p in all_readings() if re.fullmatch(r"\d{4}-\d{2}-\d{2}", p.values[0]["date"])]


def titled():
    """Readings whose title tells them from every other reading of the number."""
    chosen = []
    for number, rows in readings().items():
        alike = set()
        for a, b in combinations(rows, 2):
            if fuzz.token_set_ratio(subject(a["title"]), subject(b["title"])) >= ALIKE:
                alike |= {a["term"], b["term"]}
        chosen += [
            pytest.param(row, id=f"{number}@{row['term']}")
            for row in rows
            if is_subject(row["title"]) and row["term"] not in alike
        ]
    return chosen


def test_the_list_is_as_long_as_it_was() -> None:
    assert len(readings()) >= 145
    assert len(titled()) >= 520


@pytest.mark.parametrize("row", dated())
def test_by_date(row: Row) -> None:
    year, month, day = row["date"].split("-")
    surface = f"{kind(row)} số {row['number']}"
    citation = read(f"Hội nghị đã quán triệt {surface} ngày {day}/{month}/{year} đến cán bộ chủ chốt.", surface)
    assert citation.document == f"{row['number']}@{row['term']}"


@pytest.mark.parametrize("row", all_readings())
def test_by_term(row: Row) -> None:
    surface = f"{kind(row)} số {row['number']}"
    citation = read(f"Hội nghị đã quán triệt {surface} của Trung ương khóa {row['term']} đến cán bộ.", surface)
    assert citation.document == f"{row['number']}@{row['term']}"


def by_title(row: Row) -> str:
    surface = f"{kind(row)} số {row['number']}"
    return read(f"Hội nghị đã quán triệt {surface} {subject(row['title'])}.", surface).document


@pytest.mark.parametrize("row", titled())
def test_a_title_never_decides_for_another_document(row: Row) -> None:
    assert by_title(row) in (f"{row['number']}@{row['term']}", f"{row['number']}@?")


def test_nearly_every_title_decides() -> None:
    """Two titles of one number may share so many words that it is right to leave them open."""
    rows = [param.values[0] for param in titled()]
    decided = sum(by_title(row) == f"{row['number']}@{row['term']}" for row in rows)
    assert decided >= 0.985 * len(rows)


@pytest.mark.parametrize("number", readings())
def test_nothing_is_taken_without_evidence(number: str) -> None:
    """No date, no term, no title, no issuer; the kind word only where all readings share it."""
    rows = readings()[number]
    kinds = {kind(row) for row in rows}
    surface = f"{kinds.pop()} số {number}" if len(kinds) == 1 else number
    citation = read(f"Mai chi bộ học {surface}.", surface)
    assert citation.document == f"{number}@?"
    assert not citation.decided
    assert {c.document for c in citation.candidates} >= {f"{number}@{row['term']}" for row in rows}


@pytest.mark.parametrize("number", [n for n, rows in readings().items() if len(min(r["date"] for r in rows)) == 10])
def test_an_earlier_report_never_cites_a_later_document(number: str) -> None:
    """On the day the first reading was issued there is no other to mean."""
    from citegraph.extract import extract
    from citegraph.model import Report
    from citegraph.resolve import resolve

    first = min(readings()[number], key=lambda row: row["date"])
    surface = f"{kind(first)} số {number}"
    text = f"Mai chi bộ học {surface}."
    report = Report(id="r", path="r.txt", sha256="0" * 64, text=text, date=first["date"])
    (citation,) = resolve(report, extract(text), records())
    assert citation.document == f"{number}@{first['term']}"
