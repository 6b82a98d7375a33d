"""Tasks of a new user, in a real browser with nothing but the link: each by what is seen and named on the page."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from serving import served
from written import pdf

playwright = pytest.importorskip(
    "playwright.sync_api", reason="the browser tests need Playwright (pip install playwright)"
)
expect = playwright.expect  # waits until the page shows what is asked

PATIENCE = 120_000
"""Milliseconds until something counts as never to come: the machine may be busy with other work."""
expect.set_options(timeout=PATIENCE)
SHOTS = os.environ.get("CITEGRAPH_SHOTS")  # a folder that keeps the pictures, to be looked at
SIZES = {"desk": (1440, 900), "tablet": (768, 1024), "phone": (360, 740)}
CITING = (
    "Thanh Hóa, ngày {day}\n"
    "Theo Nghị quyết số 35-NQ/TW ngày 22/10/2018 và Quy định số 102-QĐ/TW ngày 15/11/2017 của Bộ Chính trị.\n"
)
OPEN = "Thực hiện Nghị quyết 18-NQ/TW, {who} đã sắp xếp bộ máy.\n"
PAGES = (
    *("", "?q=35", "document?id=35-NQ/TW@XII", "report?id=a", "report/text?id=a", "documents", "reports", "findings"),
    *("cited-by?document=35-NQ/TW@XII", "explore", "review", "check", "bring", "document?id=nothing"),
)


@pytest.fixture(scope="module")
def link(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a store of a few reports, which the tests of this file share."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "reports").mkdir()
    texts = {"a": CITING.format(day="5/6/2019"), "b": CITING.format(day="7/8/2023")}
    texts |= {f"o{at}": OPEN.format(who=who) for at, who in enumerate(("tỉnh", "huyện", "xã", "phường", "thị trấn"))}
    for name, text in texts.items():
        (folder / "reports" / f"{name}.txt").write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        from citegraph.pipeline import build

        build(["reports"], "citegraph.sqlite", jobs=1)
    with served(folder) as address:
        yield address


@pytest.fixture
def tab(browser: Any, link: str) -> Iterator[Any]:
    """A tab on the first page; nothing may be complained of, and no other site asked for anything."""
    context = browser.new_context(locale="en-US", accept_downloads=True, base_url=link)
    one, wrong = watched(context, link)
    one.goto("/")
    yield one
    context.close()
    assert wrong == []


def watched(context: Any, link: str) -> tuple[Any, list[str]]:
    tab, wrong = context.new_page(), list[str]()
    tab.set_default_timeout(PATIENCE)
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda told: wrong.append(told.text) if "404" not in told.text else None)
    tab.on("request", lambda asked: None if asked.url.startswith(link) else wrong.append(asked.url))
    return tab, wrong


def shot(tab: Any, name: str) -> None:
    if SHOTS:
        tab.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_find_who_cites_a_resolution_since_a_date(tab: Any) -> None:
    tab.get_by_label("Search").first.fill("nq 35")
    tab.locator("#typing").get_by_role("link", name="Nghị quyết 35-NQ/TW").first.click()
    tab.get_by_role("link", name="2 reports").click()
    tab.get_by_label("From").fill("2020")
    tab.get_by_role("button", name="Show").click()
    rows = tab.locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("2023-08-07")
    assert "since=2020" in tab.url


def test_search_by_keyboard_alone(tab: Any) -> None:
    tab.locator("h1").click()
    tab.keyboard.press("/")
    tab.keyboard.type("35-nq")
    tab.locator("#typing a").first.wait_for()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/document?id=35-NQ*")
    expect(tab.locator("h1")).to_contain_text("35-NQ/TW")


def test_read_a_report_and_follow_its_citation(tab: Any) -> None:
    tab.goto("/report?id=a")
    tab.get_by_role("link", name="Read the text").click()
    tab.locator(".words a.cited").first.click()
    expect(tab.locator("h1")).to_contain_text("35-NQ/TW")


def test_make_a_picture_for_a_slide(tab: Any, tmp_path: Path) -> None:
    tab.goto("/document?id=35-NQ/TW@XII")
    tab.locator("#picture").get_by_role("link", name="2", exact=True).click()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Save the picture").click()
    download.value.save_as(tmp_path / "x.svg")
    shown = (tmp_path / "x.svg").read_text("utf-8")
    assert shown.startswith("<svg")
    assert "35-NQ/TW" in shown


def test_take_a_list_into_a_spreadsheet(tab: Any, tmp_path: Path) -> None:
    tab.get_by_role("navigation").get_by_role("link", name="Documents").click()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "x.csv")
    assert "35-NQ/TW@XII" in (tmp_path / "x.csv").read_text("utf-8-sig")


def test_audit_a_draft_and_take_it_back(tab: Any, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    draft = docx.Document()
    draft.add_paragraph("Theo Nghị quyết số 35-NQ/TW ngày 20/10/2018 của Bộ Chính trị.")
    draft.save(tmp_path / "draft.docx")
    tab.get_by_role("link", name="Check a draft").click()
    tab.get_by_label("The draft", exact=True).set_input_files(tmp_path / "draft.docx")
    tab.get_by_role("button", name="Check", exact=True).click()
    tab.get_by_text("2018-10-22").first.wait_for()
    shot(tab, "draft")
    with tab.expect_download() as download:
        tab.get_by_role("link", name="(.docx)").click()
    download.value.save_as(tmp_path / "checked.docx")
    with zipfile.ZipFile(tmp_path / "checked.docx") as checked:
        assert "word/comments.xml" in checked.namelist()


def test_bring_in_three_files(tab: Any, tmp_path: Path) -> None:
    for at in range(3):
        (tmp_path / f"new{at}.txt").write_text(CITING.format(day=f"{at + 1}/1/2025"), "utf-8")
    tab.get_by_role("link", name="Bring in reports").click()
    tab.get_by_label("Files", exact=True).set_input_files([tmp_path / f"new{at}.txt" for at in range(3)])
    tab.get_by_role("button", name="Bring in", exact=True).click()
    tab.get_by_text("3 files read").wait_for()  # by itself, when the reading has ended
    shot(tab, "brought")
    tab.goto("/cited-by?document=35-NQ/TW@XII&since=2025")
    expect(tab.locator("tbody tr")).to_have_count(3)


def test_settle_five_undecided_by_keyboard(tab: Any) -> None:
    tab.get_by_role("link", name="Undecided citations").click()

    def press(key: str, then: int) -> None:
        with tab.expect_navigation():
            tab.keyboard.press(key)
        expect(left).to_have_text(str(then))

    left = tab.locator(".lead b")
    expect(left).to_have_text("5")
    tab.wait_for_load_state()  # the text may be there before the script that hears keys
    shot(tab, "review")
    press("1", 4)
    press("n", 3)
    press("u", 4)
    press("s", 4)
    for then in (3, 2, 1, 0):
        press("1", then)
    tab.get_by_text("Nothing is left to decide.").wait_for()
    tab.get_by_role("button", name="Build the store again").click()
    tab.get_by_role("heading", name="Read", exact=True).wait_for()
    tab.goto("/review")
    expect(left).to_have_text("0")


def test_explore_the_graph(tab: Any) -> None:
    tab.get_by_role("link", name="Graph", exact=True).click()
    tab.wait_for_load_state()  # then its script listens
    dot = tab.locator(".picture .dot", has_text="35-NQ/TW").first
    dot.hover()
    tab.locator(".picture line.lit").first.wait_for(state="attached")
    before = tab.locator(".picture").get_attribute("viewBox")
    dot.focus()
    tab.keyboard.press("+")
    expect(tab.locator(".picture")).not_to_have_attribute("viewBox", before)


ELSEWHERE = """async () => {
    const answer = await fetch("/explore/part?scale=4");
    const all = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    all.innerHTML = await answer.text();
    const shown = [...document.querySelectorAll(".dot")].map((dot) => dot.dataset.id);
    const dot = [...all.querySelectorAll(".dot")].find((one) => !shown.includes(one.dataset.id));
    const circle = dot.querySelector("circle");
    const point = new DOMPoint(circle.getAttribute("cx") / 4, circle.getAttribute("cy") / 4);
    const { x, y } = point.matrixTransform(document.querySelector(".picture").getScreenCTM());
    return [dot.dataset.id, x, y];
}"""
"""The id of a document that the picture does not show yet, and where on the screen it is to appear."""


def test_more_of_the_graph_appears_where_it_is_enlarged(browser: Any, filled_store: Path) -> None:
    with served(filled_store) as address:
        context = browser.new_context(locale="en-US", base_url=address, viewport={"width": 1440, "height": 1200})
        tab, wrong = watched(context, address)
        with tab.expect_response("**/explore/part**"):
            tab.goto("/explore")
        expect(tab.locator(".picture .dot")).to_have_count(80)
        name, x, y = tab.evaluate(ELSEWHERE)
        tab.mouse.move(x, y)
        tab.keyboard.down("Control")
        for _ in range(9):
            tab.mouse.wheel(0, -100)
        tab.keyboard.up("Control")
        tab.locator(f'.dot[data-id="{name}"]').wait_for()
        expect(tab.get_by_role("link", name="Save the picture")).to_have_attribute("href", re.compile("box="))
        shot(tab, "explore-enlarged")
        context.close()
    assert wrong == []


def test_watch_a_folder_and_read_a_page_of_a_file_that_comes(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "incoming").mkdir()
    with served(tmp_path, "--folder", tmp_path / "incoming") as address:
        context = browser.new_context(locale="en-US", base_url=address, accept_downloads=True)
        tab, wrong = watched(context, address)
        tab.goto("/bring")
        tab.get_by_role("button", name="Watch the folder").click()
        tab.get_by_text("watched", exact=True).wait_for()
        tab.get_by_role("link", name="What was read last").wait_for()  # nothing so far
        pages = ["Báo cáo kết quả năm 2019.", CITING.format(day="5/6/2019").replace("\n", " "), "Nơi nhận."]
        (tmp_path / "incoming" / "new.pdf").write_bytes(pdf(pages))
        tab.locator("[data-done]", has_text="1").wait_for(state="attached")
        tab.get_by_role("link", name="What was read last").wait_for()
        shot(tab, "watched")
        tab.goto("/report?id=new")
        tab.get_by_role("link", name="Read the text").click()
        image = tab.get_by_role("img", name="Page 2 of 3 of the file")
        image.wait_for()
        assert image.evaluate("one => one.decode().then(() => one.naturalHeight)") > 500
        shot(tab, "page-of-a-file")
        tab.get_by_role("link", name="Page before").click()
        tab.get_by_role("img", name="Page 1 of 3 of the file").wait_for()
        with tab.expect_download() as taken:
            tab.get_by_role("link", name="Take the file itself").click()
        assert taken.value.suggested_filename == "new.pdf"
        tab.goto("/bring")
        tab.get_by_role("button", name="Stop watching").click()
        tab.get_by_role("button", name="Watch the folder").wait_for()
        context.close()
    assert wrong == []


def test_take_documents_into_a_paper(tab: Any, tmp_path: Path) -> None:
    tab.get_by_role("navigation").get_by_role("link", name="Documents", exact=True).click()
    for name, begins in (("BibTeX", b"@misc{"), ("CSL-JSON", b"["), ("Word", b"PK")):
        with tab.expect_download() as taken:
            tab.get_by_role("link", name=name).click()
        taken.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_the_language_and_the_theme_stay(tab: Any) -> None:
    tab.get_by_role("link", name="Tiếng Việt").click()
    tab.get_by_role("link", name="Nền tối").click()
    tab.get_by_role("navigation").get_by_role("link", name="Báo cáo", exact=True).click()
    expect(tab.locator("h1")).to_have_text("Báo cáo")
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")


SEEN_FIRST = [
    ("desk", "en", "light"),
    ("phone", "vi", "dark"),
    ("tablet", "vi", "light"),
]
"""Views that show each size, language and theme; the others are seen with --full."""
OTHERS = [view for view in product(SIZES, ("en", "vi"), ("light", "dark")) if view not in SEEN_FIRST]


def test_every_page_can_be_read_by_everyone(browser: Any, link: str, axe: str, amount: Callable[..., int]) -> None:
    views = [*SEEN_FIRST, *OTHERS]
    for size, lang, theme in views[: amount(bounded=len(SEEN_FIRST), full=len(views))]:
        read_by_everyone(browser, link, axe, size, lang, theme)


def read_by_everyone(browser: Any, link: str, axe: str, size: str, lang: str, theme: str) -> None:
    width, height = SIZES[size]
    locale = {"en": "en-US", "vi": "vi-VN"}[lang]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=locale, color_scheme=theme, bypass_csp=True
    )
    tab, wrong = watched(context, link)
    for page in PAGES:
        tab.goto(f"{link}/{page}")
        shot(tab, f"{page.split('?')[0].replace('/', '-') or 'home'}-{size}-{lang}-{theme}")
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), page
        tab.evaluate(axe)
        found = tab.evaluate("axe.run()")["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found] == [], page
    context.close()
    assert wrong == []
