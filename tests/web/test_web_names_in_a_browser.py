"""What a real browser draws at first sight: no name is cut, and none covers another or a circle that is not its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import served
from visitors import MOST

pytest.importorskip("playwright.sync_api", reason="the browser tests need Playwright (pip install playwright)")

SIZES = {"desk": (1440, 900), "phone": (360, 740)}
MEASURED = """() => {
    const box = (one) => one.getBoundingClientRect();
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const inside = (a, b) => a.left >= b.left && a.top >= b.top && a.right <= b.right && a.bottom <= b.bottom;
    const stage = box(document.querySelector(".picture"));
    const names = [...document.querySelectorAll(".picture text")];
    const all = [...names, ...document.querySelectorAll(".picture circle")];
    const foreign = (one, other) => one !== other && (other.matches("text") || one.parentNode !== other.parentNode);
    return {
        names: names.map((one) => one.textContent),
        sizes: [...new Set(names.map((one) => Math.round(box(one).height)))],
        cut: names.filter((one) => !inside(box(one), stage)).map((one) => one.textContent),
        covered: names.filter((one) => all.some((other) => foreign(one, other) && meet(box(one), box(other))))
            .map((one) => one.textContent),
        unexplained: [...document.querySelectorAll(".picture circle")].filter(
            (one) => !document.querySelector(`.legend li:not([hidden]) .swatch.${one.getAttribute("class")}`)).length,
        unused: [...document.querySelectorAll(".legend li:not([hidden])")].filter(
            (one) => !document.querySelector(`.picture circle.${one.dataset.color}`)).length,
    };
}"""


@pytest.fixture(scope="module")
def address(filled_store: Path) -> Iterator[str]:
    with served(filled_store) as found:
        yield found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("path", ["/explore", f"/document?id={MOST}", f"/document?id={MOST}&depth=2"])
def test_every_name_can_be_read(browser: Any, address: str, path: str, lang: str, size: str) -> None:
    width, height = SIZES[size]
    locale = {"en": "en-US", "vi": "vi-VN"}[lang]
    context = browser.new_context(base_url=address, locale=locale, viewport={"width": width, "height": height})
    tab = context.new_page()
    with tab.expect_response("**/part?**"):
        tab.goto(path)
    tab.locator(".picture > g > g[transform]").first.wait_for(state="attached")
    found = tab.evaluate(MEASURED)
    context.close()
    assert len(found["names"]) >= 5
    assert len(set(found["names"])) == len(found["names"])
    assert len(found["sizes"]) == 1
    assert 12 <= found["sizes"][0] <= 16  # as on the rest of the page, on every screen
    assert {name: found[name] for name in ("cut", "covered", "unexplained", "unused")} == {
        "cut": [],
        "covered": [],
        "unexplained": 0,
        "unused": 0,
    }
