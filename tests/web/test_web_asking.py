"""What a person sees who asks: every page answers from a real store, and every link restores its view."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from filled import fill
from starlette.testclient import TestClient
from visitors import MADE, MOST, visitor

from citegraph.model import Corpus, Document, Scope, Status
from citegraph.store import Store
from citegraph.web.page_rendering import address_with_query
from citegraph.web.settings import make_settings


def links(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="(/[^"]*)"', page)]


def test_the_first_page_tells_what_the_store_holds(client: TestClient, filled_store: Path) -> None:
    page = client.get("/").text
    with Store(filled_store) as store:
        sizes = store.item_counts()
        best = store.documents_with_counts(limit=1)[0].document
    assert f"<b>{sizes['citations']:,}</b>" in page
    assert best.full_label in unescape(page)


@pytest.mark.parametrize("typed", [MOST, MOST.split("@")[0].lower(), MOST.split("-")[0] + " " + MOST.split("-")[1][:2]])
def test_the_box_understands_what_the_command_line_does(client: TestClient, typed: str) -> None:
    page = client.get("/suggest", params={"q": typed}).text
    assert address_with_query("/document", id=MOST) in links(page)


def test_words_are_found_without_their_diacritics(client: TestClient) -> None:
    page = client.get("/", params={"q": "so ket ba nam"}).text
    assert "Sơ kết ba năm" in page


def test_nothing_is_found_for_what_is_nowhere(client: TestClient) -> None:
    assert "Nothing found" in client.get("/", params={"q": "zzzqqq"}).text
    assert "Nothing found" in client.get("/suggest", params={"q": " ' \" * "}).text
    assert client.get("/suggest", params={"q": " "}).text.strip() == ""


def test_every_link_of_every_page_leads_somewhere(client: TestClient) -> None:
    waiting, seen = ["/", f"/document?id={MOST}", "/findings"], set[str]()
    kinds: dict[str, int] = {}
    while waiting:
        link = waiting.pop()
        kind = re.sub(r"=[^&]*", "", link.split("#")[0])
        if link in seen or kinds.get(kind, 0) >= 1 or "lang=" in link or "theme=" in link:  # one of each kind
            continue
        seen.add(link)
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = client.get(link)
        assert answer.status_code == 200, link
        if answer.headers["content-type"].startswith("text/html"):
            waiting += links(answer.text)
    assert {"/document?id", "/report?id", "/cited-by?document", "/related?document", "/report/text?id"} <= kinds.keys()


def test_a_list_goes_on_where_its_part_ended(client: TestClient) -> None:
    link, found = "/reports?limit=40", []
    while link:
        page = client.get(link).text
        found += re.findall(r'href="/report\?id=(r\d+)"', page)
        following = re.search(r'rel="next" href="([^"]*)"', page)
        link = unescape(following[1]) if following else ""
    assert sorted(found) == sorted(report.id for report in MADE.reports)


@pytest.mark.parametrize("name", ["documents", "reports", "findings", "cited-by", "related", "cites"])
def test_every_list_is_a_file_too(client: TestClient, name: str) -> None:
    asked = {"cited-by": {"document": MOST}, "related": {"document": MOST}, "cites": {"report": "r00001"}}.get(name, {})
    told = client.get(f"/{name}", params={**asked, "format": "csv"})
    assert told.headers["content-disposition"] == f'attachment; filename="{name}.csv"'
    rows = list(csv.DictReader(io.StringIO(told.content.decode("utf-8-sig"))))
    same = client.get(f"/{name}", params={**asked, "format": "json"}).json()
    assert len(rows) == len(same) > 0
    assert set(rows[0]) <= set(same[0])


def test_a_document_shows_who_cites_it_since_a_date(client: TestClient, filled_store: Path) -> None:
    rows = client.get("/cited-by", params={"document": MOST, "since": "2021-06", "format": "json"}).json()
    with Store(filled_store) as store:
        wanted = {report.id for report, _ in store.cited_by(MOST) if (report.date or "") >= "2021-06"}
    assert {row["report"] for row in rows} == wanted
    assert wanted


def test_a_document_shows_its_descent(client: TestClient) -> None:
    one = next(document for document in MADE.documents if document.replaces)
    page = unescape(client.get("/document", params={"id": one.id}).text)
    older = next(document for document in MADE.documents if document.id == one.replaces[0])
    assert page.index(f">{older.full_label}<") < page.index(f"<b>{one.full_label}</b>")


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_the_neighborhood_is_a_picture_that_can_be_kept(client: TestClient, depth: int) -> None:
    told = client.get("/picture", params={"id": MOST, "depth": depth})
    assert told.headers["content-type"].startswith("image/svg+xml")
    assert "attachment" in told.headers["content-disposition"]
    assert told.text == client.get("/picture", params={"id": MOST, "depth": depth}).text
    assert told.text.count("<circle") >= 10


def test_both_languages_and_themes_are_kept(client: TestClient) -> None:
    page = client.get("/?lang=vi&theme=dark").text
    assert '<html lang="vi" data-theme="dark">' in page
    assert "Được trích dẫn nhiều nhất" in page
    assert '<html lang="vi" data-theme="dark">' in client.get("/reports").text
    assert client.get("/reports?lang=en").text.startswith('<!doctype html>\n<html lang="en"')


def test_the_text_of_a_report_is_shown_with_its_citations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from citegraph.pipeline import build

    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("Theo Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị <b>.", "utf-8")
    build(["reports"], "citegraph.sqlite", jobs=1)
    someone = visitor(make_settings(tmp_path))
    page = someone.get("/report/text?id=a").text
    assert '<a class="cited" id="t5" href="/document?id=35-NQ%2FTW%40XII"' in page
    assert "&lt;b&gt;" in page
    (folder / "a.txt").write_text("Khác.", "utf-8")
    assert "its file is gone" in someone.get("/report/text?id=a").text


def test_a_file_outside_of_the_folders_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from citegraph.pipeline import build

    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "a.txt").write_text("Theo Nghị quyết số 35-NQ/TW của Bộ Chính trị.", "utf-8")
    build([str(outside)], inside / "citegraph.sqlite", jobs=1)
    monkeypatch.chdir(inside)
    assert "its file is gone" in visitor(make_settings(inside)).get("/report/text?id=a").text


def test_a_successor_that_no_report_cites_has_its_name_and_day(tmp_path: Path) -> None:
    old = Document(
        id="26-NQ/TW@X",
        label="Nghị quyết 26-NQ/TW",
        scope=Scope.PARTY,
        status=Status.KNOWN,
        replaced_by=("19-NQ/TW@XIII", "9999-NQ/TW@XIII"),
    )
    store = fill(tmp_path / "s.sqlite", Corpus(documents=(old,), reports=(), citations=()))
    page = visitor(make_settings(store)).get("/document", params={"id": old.id}).text
    descent = page.split('class="plain descent"')[1].split("</ol>")[0]
    assert "Nghị quyết 19-NQ/TW (khóa XIII)" in descent
    assert "2022-06-16" in descent
    assert "9999-NQ/TW@XIII" in descent  # nothing more is known of it
