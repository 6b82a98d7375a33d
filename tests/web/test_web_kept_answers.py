"""Answers are kept as long as the store stays as it is, and no longer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from filled import fill, publish, stage
from starlette.responses import Response
from starlette.testclient import TestClient
from visitors import MADE, MOST, visitor

from citegraph.store import Writer
from citegraph.web import response_cache
from citegraph.web.page_rendering import address_with_query
from citegraph.web.response_cache import ResponseCache
from citegraph.web.settings import make_settings

PAGE = address_with_query("/document", id=MOST)


def test_who_holds_an_answer_is_told_that_it_is_still_right(client: TestClient) -> None:
    first = client.get(PAGE)
    again = client.get(PAGE, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(PAGE, headers={"If-None-Match": '"another"'}).content == first.content


def test_each_language_and_theme_has_its_answer(client: TestClient) -> None:
    english = client.get(PAGE, headers={"Accept-Language": "en"})
    vietnamese = client.get(PAGE, headers={"Accept-Language": "vi"})
    assert '<html lang="en"' in english.text
    assert '<html lang="vi"' in vietnamese.text
    assert 'data-theme="dark"' in client.get(address_with_query(PAGE, theme="dark").replace("?theme", "&theme")).text
    assert 'data-theme="dark"' in client.get(PAGE).text  # as chosen before


def test_a_build_changes_the_answers(tmp_path: Path) -> None:
    store = fill(tmp_path / "citegraph.sqlite", MADE)
    with visitor(make_settings(store)) as someone, Writer(store) as writer:
        before = someone.get("/")
        new = replace(MADE.reports[0], id="new", path="new.txt", title="Một báo cáo mới", date="2026-11-30")
        stage(writer, new)
        assert someone.get("/").headers["etag"] == before.headers["etag"]
        publish(writer, MADE)
        after = someone.get("/", headers={"If-None-Match": before.headers["etag"]})
        assert "Một báo cáo mới" in after.text


def test_those_asked_for_least_recently_go_first() -> None:
    held, half = ResponseCache(), bytes(response_cache.LONGEST_BYTES)
    most = response_cache.KEPT_BYTES // len(half)
    for at in range(most):
        held.keep((at,), Response(half))
    assert held.get((0,)) is not None
    held.keep((most,), Response(half))
    assert held.get((0,)) is not None
    assert held.get((1,)) is None


def test_a_long_answer_is_not_kept() -> None:
    held = ResponseCache()
    held.keep((1,), Response(bytes(response_cache.LONGEST_BYTES + 1)))
    assert held.get((1,)) is None
