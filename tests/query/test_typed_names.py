"""What people type is understood: each query of the table has its document first, here as in the page's search."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from filled import fill
from queries import QUERIES, corpus

from citegraph import query
from citegraph.errors import QueryError
from citegraph.grammar import query_parsing
from citegraph.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(fill(tmp_path_factory.mktemp("typed") / "s.sqlite", corpus())) as opened:
        yield opened


def test_the_table_is_large_and_has_no_query_twice() -> None:
    assert len(QUERIES) >= 150
    assert len({typed for typed, _ in QUERIES}) == len(QUERIES)


@pytest.mark.parametrize(("typed", "first"), QUERIES)
def test_the_first_answer(store: Store, typed: str, first: str) -> None:
    documents = [hit.document for hit in query.search(store, typed) if hit.document]
    assert next((document.id for document in documents), "") == first
    if not first:
        with pytest.raises(QueryError):
            query.find(store, typed)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("NQ 04 khoá XII", ("nq", "4", "term:12")),
        ("35–NQ/TƯ", ("35", "nq", "tw")),
        ("35-NQ/TU", ("35", "nq", "tu")),
        ("hội nghị lần thứ tư ban chấp hành trung ương khóa mười hai", ("plenum:4", "term:12")),
        ("35-nq/tw xii", ("35", "nq", "tw", "term:12")),
        ("nghị quyết tw 6 lần 2 khóa 8", ("kind:nghiquyet", "plenum:6", "term:8")),
        ("22/10/2018", ("day:22", "month:10", "year:2018")),
        ("2018-10-05", ("year:2018", "month:10", "day:5")),
        ("24/2018/QH14", ("24", "2018", "qh", "14")),
        ("bhxh", ("bao", "hiem", "xa", "hoi")),
        ("số của về", ()),
    ],
)
def test_what_is_typed_is_read_as_facts(typed: str, parts: tuple[str, ...]) -> None:
    assert query_parsing.parse_query(typed) == parts
