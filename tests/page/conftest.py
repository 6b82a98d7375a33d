from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from corpora import Recipe, corpus

from citegraph.model import Corpus
from citegraph.page import asset_bundle, render
from citegraph.page.json_tables import Limits

pytest.importorskip("playwright.sync_api", reason="the browser tests need Playwright (pip install playwright)")

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
SHOTS = os.environ.get("CITEGRAPH_SHOTS")  # a folder that keeps the pictures, to be looked at


PATIENCE = 120_000
"""Milliseconds until something counts as never to come: the machine may be busy with other work."""
RESTED = """() => new Promise((done) => {
    const look = () => (probe.view.view.moving ? setTimeout(look, 10) : requestAnimationFrame(() => done()));
    requestAnimationFrame(() => requestAnimationFrame(look));
})"""
"""Comes true when the view moves no more and is drawn."""


@pytest.fixture(scope="session")
def small() -> Corpus:
    return corpus(Recipe(documents=120, reports=160))


@dataclass
class Opened:
    """A page in the browser, with what it should not have done."""

    tab: Any
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def probe(self, script: str, argument: Any = None) -> Any:
        """The value of an expression over the page's own modules: `probe.search.find('35')`."""
        return self.tab.evaluate(script, argument)

    def find(self, query: str) -> None:
        """What a person does to open a document or report."""
        self.tab.keyboard.press("Escape")
        self.tab.fill("#query", query)
        self.tab.press("#query", "Enter")
        self.tab.wait_for_selector("#panel:not([hidden])")

    def on_stage(self, index: int) -> tuple[float, float]:
        """Where a node stands in the window, once the view has come to rest."""
        self.rest()
        box = self.tab.locator("#graph").bounding_box()
        at = self.probe("(index) => probe.view.toScreen(index)", index)
        return box["x"] + at["x"], box["y"] + at["y"]

    def drag(self, start: tuple[float, float], right: float, down: float) -> None:
        """Take what is there and put it elsewhere, in steps that the page draws each, as those of a hand."""
        mouse, (x, y) = self.tab.mouse, start
        mouse.move(x, y)
        self.rest()
        mouse.down()
        for step in (0.25, 0.5, 0.75, 1.0):
            mouse.move(x + step * right, y + step * down)
            self.tab.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => drawn()))")
        mouse.up()

    def rest(self) -> None:
        """Wait until the view moves no more."""
        self.tab.evaluate(RESTED)

    def text(self, selector: str) -> str:
        return str(self.tab.inner_text(selector))


SCRIPT = asset_bundle.script


def _probed() -> str:
    """The page's script with its modules within reach of a test."""
    names = [Path(name).stem.replace("-", "_") for name in asset_bundle.imported_modules()]
    shown = ", ".join(f"{name}: ${name}" for name in names)
    return SCRIPT().removesuffix("})();\n") + f"globalThis.probe = {{ {shown} }};\n}})();\n"


Opener = Callable[..., Opened]
Pages = Callable[[Corpus, str | None, Limits | None], str]


@pytest.fixture(scope="session")
def pages() -> Pages:
    """The pages of corpora, each made once."""
    made: dict[tuple[int, str | None, Limits | None], tuple[Corpus, str]] = {}

    def page(shown: Corpus, title: str | None, limits: Limits | None) -> str:
        key = id(shown), title, limits
        if key not in made:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(asset_bundle, "script", _probed)
                made[key] = shown, render(shown, title=title, limits=limits)  # kept: its id stays its own
        return made[key][1]

    return page


@pytest.fixture
def open_page(browser: Any, small: Corpus, pages: Pages, tmp_path: Path) -> Iterator[Opener]:
    """Opens the page of a corpus from a file; at the end nothing may have been requested or complained of."""
    opened: list[tuple[Opened, Any]] = []

    def open_(
        shown: Corpus = small,
        *,
        hash_: str = "",
        size: dict[str, int] = DESKTOP,
        title: str | None = "Bản đồ",
        limits: Limits | None = None,
        **options: Any,
    ) -> Opened:
        path = tmp_path / "graph.html"
        path.write_text(pages(shown, title, limits), encoding="utf-8")
        context = browser.new_context(viewport=size, **{"locale": "vi-VN", "reduced_motion": "reduce"} | options)
        tab = context.new_page()
        tab.set_default_timeout(PATIENCE)
        one = Opened(tab)
        opened.append((one, context))
        tab.on("pageerror", lambda error: one.errors.append(str(error)))
        tab.on("console", lambda told: one.errors.append(told.text) if told.type in ("error", "warning") else None)
        tab.on("request", lambda request: one.requests.append(request.url))
        tab.goto(path.as_uri() + hash_)
        tab.wait_for_selector("body[data-ready]")
        return one

    yield open_
    for one, context in opened:
        context.close()
        assert one.errors == []
        outside = [url for url in one.requests[1:] if not url.startswith(("blob:", "file:"))]
        assert outside == []


@pytest.fixture
def keep() -> Callable[[Opened, str], None]:
    """Keeps a picture of the page under a name, for people to look at who name a folder in CITEGRAPH_SHOTS."""

    def shoot(page: Opened, name: str) -> None:
        if SHOTS:
            page.rest()
            page.tab.screenshot(path=Path(SHOTS) / f"{name}.png")

    return shoot
