"""Real reports: what a journalist asks is answered by clicks alone, and a quote leads into the report and back."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citegraph.model import Corpus, Scope
from citegraph.publish import publish
from citegraph.store import Store

NEW, OLD, NEXT = "57-NQ/TW@XIII", "47-QĐ/TW@XI", "37-QĐ/TW@XIII"


@pytest.fixture(scope="module")
def built(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Corpus]:
    """The folder of a build with annotated reports, and its corpus."""
    folder = tmp_path_factory.mktemp("built")
    store = folder / "citegraph.sqlite"
    assert not publish([shared / "corpus" / "reports"], folder, store, formats=["html"], annotate=True).failures
    with Store(store) as opened:
        return folder, opened.corpus(Scope.PARTY)


@pytest.fixture
def opened(built: tuple[Path, Corpus], browser: Any) -> Any:
    """The page of that build in a tab; at the end it may not have complained."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN", reduced_motion="reduce")
    tab = context.new_page()
    tab.set_default_timeout(120_000)
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto((built[0] / "graph.html").as_uri())
    tab.wait_for_selector("body[data-ready]")
    yield tab
    context.close()
    assert errors == []


def _citing(corpus: Corpus, document: str) -> set[str]:
    return {one.report for one in corpus.citations if one.decided and one.document == document}


class Clicks:
    """A hand that counts its clicks."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab
        self.count = 0

    def __call__(self, selector: str) -> None:
        self.tab.locator(selector).first.click()
        self.count += 1


def _row(document: str) -> str:
    return f'#table tr[data-id="{document}"] button'


def test_which_reports_cite_a_document_what_else_they_cite_and_since_when(
    opened: Any, built: tuple[Path, Corpus]
) -> None:
    corpus = built[1]
    reports = _citing(corpus, NEW)
    click = Clicks(opened)
    click("[data-view=table]")
    click(_row(NEW))
    panel = opened.locator("#panel")
    dated = sorted(info.date[:4] for info in corpus.reports if info.id in reports and info.date)
    tally = panel.locator("section", has_text="Báo cáo trích dẫn").first.inner_text()
    assert f"{len(reports)} báo cáo, từ {dated[0]} đến {dated[-1]}" in tally
    together = {one.document for one in corpus.citations if one.decided and one.report in reports} - {NEW}
    known = {document.id for document in corpus.documents}
    assert f"{len(together & known)} văn bản" in panel.inner_text()
    if len(reports) > 20:
        click("#panel ol ~ .more")
    assert panel.locator("ol > .report").count() == len(reports)
    assert click.count <= 3


def test_what_replaced_a_document(opened: Any, built: tuple[Path, Corpus]) -> None:
    click = Clicks(opened)
    labels = {document.id: document.label for document in built[1].documents}
    click("[data-view=table]")
    if not opened.locator(_row(OLD)).count():
        click("#table > .more")
    click(_row(OLD))
    relations = opened.locator("#panel section").first.inner_text()
    assert "Được thay thế bởi" in relations
    assert labels[NEXT] in relations
    assert click.count <= 3


def test_the_same_by_keyboard(opened: Any, keep_at: Callable[[Any, str], None]) -> None:
    opened.keyboard.press("/")
    opened.keyboard.type("57-nq")
    opened.keyboard.press("Enter")
    assert opened.inner_text("#panel h2") == "Nghị quyết 57-NQ/TW"
    keep_at(opened, "real-selected")


def test_a_quote_leads_to_its_mark_in_the_report_and_the_mark_back(opened: Any, built: tuple[Path, Corpus]) -> None:
    opened.click("[data-view=table]")
    opened.click(_row(NEW))
    said = opened.locator("#panel .report mark").first.inner_text()
    opened.locator("#panel .in-report").first.click()
    opened.wait_for_url("**/annotated/*.html#c*")
    mark = opened.locator(":target .mark")
    assert mark.inner_text() == said
    box = mark.bounding_box()
    assert 0 <= box["y"] < 900
    mark.click()
    opened.wait_for_url("**/graph.html#*")
    opened.wait_for_selector("body[data-ready]")
    assert opened.inner_text("#panel h2") == "Nghị quyết 57-NQ/TW"


def test_every_address_of_a_quote_is_there(opened: Any, built: tuple[Path, Corpus]) -> None:
    folder, corpus = built
    opened.click("[data-view=table]")
    opened.click(_row(NEW))
    while opened.locator("#panel ol ~ .more").is_visible():
        opened.click("#panel ol ~ .more")
    links = opened.locator("#panel .in-report")
    assert links.count() >= len(_citing(corpus, NEW))
    for href in links.evaluate_all("(all) => all.map((one) => decodeURIComponent(one.getAttribute('href')))"):
        file, _, anchor = href.partition("#")
        assert f'id="{anchor}"' in (folder / file).read_text(encoding="utf-8"), href


def test_without_being_asked_the_page_names_no_other_file(built: tuple[Path, Corpus]) -> None:
    from citegraph.page import render

    assert "annotated/" in (built[0] / "graph.html").read_text(encoding="utf-8")
    assert "annotated/" not in render(built[1])


@pytest.fixture
def keep_at() -> Callable[[Any, str], None]:
    """Keeps a picture of a tab under a name."""

    def shoot(tab: Any, name: str) -> None:
        if folder := os.environ.get("CITEGRAPH_SHOTS"):
            tab.screenshot(path=Path(folder) / f"{name}.png")

    return shoot
