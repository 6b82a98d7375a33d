"""Every body of the table is found by each of its names, and the table keeps its rules."""

from __future__ import annotations

import csv
from importlib.resources import files
from itertools import product

import pytest
import regex

import citegraph
from citegraph.grammar import issuers
from citegraph.grammar.body_patterns import PhraseError, compile_phrase
from citegraph.knowledge import bodies
from citegraph.knowledge.bodies import FLAGS, LEVELS, Body

ROWS = list(
    csv.DictReader(files("citegraph.knowledge").joinpath("data/bodies.csv").read_text(encoding="utf-8").splitlines())
)


def spoken(name: str) -> list[str]:
    """The ways to say a phrase without slots: every choice, with and without what may be left out."""
    if "{" in name:
        return []
    inner = regex.search(r"[\[(]([^][()]*)[\])]", name)
    if inner is None:
        return [" ".join(name.split()).replace(" ,", ",")]
    choices = inner[1].split("|") + ([""] if inner[0].startswith("[") else [])
    return [said for choice in choices for said in spoken(name[: inner.start()] + choice + name[inner.end() :])]


NAMED = [(body, said) for body in bodies.all_bodies() for name in body.names for said in spoken(name)]


@pytest.mark.parametrize(("body", "said"), NAMED, ids=[f"{body.symbol}-{said}" for body, said in NAMED])
def test_each_body_is_found_by_each_of_its_names(body: Body, said: str) -> None:
    for text in (said, said.upper(), f"{said} ban hành"):
        found = issuers.issuer_at(text, 0)
        assert found is not None
        assert (found.issuer.name, found.issuer.body) == (body.name, body.symbol)
        assert len(found.printed) >= len(said)


def test_each_central_body_has_a_name_or_is_called_after_its_organ() -> None:
    for body in bodies.all_bodies():
        if body.is_central and body.scope is not None and not body.names:
            assert body.flags & {"organ", "variant"}, body.name
        if "organ" in body.flags:
            found = issuers.issuer_at(body.name, 0)
            assert found is not None and found.locality, body.name
            assert body.name.endswith(found.locality)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['symbol']}-{row['name']}" for row in ROWS])
def test_each_row_keeps_the_rules(row: dict[str, str]) -> None:
    assert set(row["level"].split("|")) <= set(LEVELS)
    assert row["scope"] in ("party", "state", "both")
    assert set(filter(None, row["flags"].split(";"))) <= set(FLAGS)
    assert all(regex.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", row[day]) for day in ("since", "until"))
    assert not row["former"] or row["former"] in bodies.bodies_by_symbol()


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("Hướng dẫn 7 của Ban Chính sách, chiến lược Trung ương ngày 5/6/2025", "07-HD/BCSCLTW@XIII"),
        ("Hướng dẫn 7 của Ban Khoa giáo T.Ư ngày 5/6/2005", "07-HD/BKGTW@IX"),
        ("Hướng dẫn 7 của Ban Tư tưởng - Văn hóa Trung ương ngày 5/6/2005", "07-HD/BTTVHTW@IX"),
        ("Quyết định 7 của Hội đồng Lý luận Trung ương ngày 5/6/2023", "07-QĐ/HĐLLTW@XIII"),
        ("Thông tư 29/2024 của Bộ Y tế", "29/2024/TT-BYT"),
        ("Báo cáo số 21-BC/ĐU của Đảng ủy Chính phủ", "21-BC/ĐU@Chính phủ"),
    ],
)
def test_a_paper_is_of_the_body_that_is_named(text: str, document: str) -> None:
    assert [found.document for found in citegraph.extract(text)] == [document]


@pytest.mark.parametrize("written", ["[a", "a]", "(a|b", "a {nobody}", "", "[]", "a)b", "{}"])
def test_what_is_no_phrase(written: str) -> None:
    with pytest.raises(PhraseError):
        compile_phrase(written, {})


@pytest.mark.parametrize(
    ("written", "texts"),
    [
        ("[Chủ tịch] [Quỹ|Hội] Sách [Việt [Nam]]", ["Sách", "Chủ tịch  Sách", "chủ tịch hội\nsách VIỆT", "Quỹ Sách Việt Nam"]),
        ("(Ban|Hội) Sách Trung ương", ["Ban Sách TW", "hội sách T.Ư", "Ban Sách Trung  ương"]),
        ("A[,] [và] B", ["A B", "A, B", "a, và b", "A và B"]),
    ],
)  # fmt: skip
def test_what_a_phrase_matches_and_how_it_begins(written: str, texts: list[str]) -> None:
    made = compile_phrase(written, {})
    pattern = regex.compile(made.pattern, regex.IGNORECASE)
    for text, length in product(texts, (1, 3, 8, 20)):
        assert pattern.fullmatch(text), text
        assert made.may_begin(" ".join(text.split()).lower()[:length])
    assert not pattern.match("Sáchx")
    assert not made.may_begin("quận")
