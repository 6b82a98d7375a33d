"""Two languages, two themes, keyboard, screen readers, small screens and fingers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from citegraph.model import Corpus

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 720}  # what WCAG's "reflow" asks for: 1280 px at four times the size

VIEWS = {
    "graph": "",
    "table": "#v=table",
    "checks": "#v=checks",
    "document": "#f=d:{id}",
    "link": "#f=e:{id}&f={other}",
    "path": "#f=p:{id}&f={other}",
    "report": "#f=r:{report}",
    "time": "#p=time",
    "center": "#p=center&f=d:{id}&g={id}",
}


@pytest.fixture(scope="module")
def addresses(small: Corpus) -> dict[str, str]:
    """The address of each view, of a document, one that is cited with it, and a report that cites several."""
    cited: dict[str, set[str]] = {}
    for one in small.citations:
        if one.decided:
            cited.setdefault(one.report, set()).add(one.document)
    report = next(name for name, documents in cited.items() if len(documents) > 2)
    one, other, *_ = sorted(cited[report])
    return {view: text.format(id=one, other=other, report=report) for view, text in VIEWS.items()}


@pytest.mark.parametrize(
    ("theme", "size", "lang", "views"),
    [
        ("light", DESKTOP, "vi", list(VIEWS)),
        ("light", DESKTOP, "en", ["document", "time", "center"]),
        ("dark", DESKTOP, "vi", ["document", "link", "checks", "time", "center"]),
        ("dark", DESKTOP, "en", ["checks", "time", "center"]),
        ("light", PHONE, "vi", ["document", "table", "time"]),
        ("dark", NARROW, "en", ["link", "checks", "center"]),
    ],
)
def test_axe_finds_nothing(
    open_page: Any, axe: str, addresses: dict[str, str], theme: str, size: Any, lang: str, views: list[str]
) -> None:
    page = open_page(color_scheme=theme, size=size)
    page.tab.evaluate(axe)
    for view in views:
        page.tab.evaluate("(hash) => { location.hash = hash; }", f"{addresses[view] or '#'}&l={lang}")
        page.rest()
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.tab.evaluate(
            "(tags) => axe.run(document, { runOnly: tags }).then((result) => result.violations)", tags
        )
        broken = [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found]
        assert broken == [], view


def test_axe_finds_nothing_in_open_menus(open_page: Any, axe: str) -> None:
    page = open_page()
    page.tab.fill("#query", "nghi")
    page.tab.evaluate(axe)
    run = "() => axe.run().then((result) => result.violations.map((rule) => [rule.id, rule.nodes[0].html]))"
    assert page.tab.evaluate(run) == []
    page.tab.keyboard.press("Escape")
    page.tab.keyboard.press("Escape")
    page.tab.click("#export-toggle")
    assert page.tab.evaluate(run) == []
    page.tab.click("#help-toggle")
    assert page.tab.evaluate(run) == []


@pytest.mark.parametrize("locale", ["vi-VN", "en-GB", "fr-FR"])
def test_language_is_that_of_the_build_whatever_the_browsers(open_page: Any, locale: str) -> None:
    page = open_page(locale=locale)
    assert "Bảng" in page.text("#views")


def test_the_first_sight_is_explained_until_the_first_use(open_page: Any, keep: Any) -> None:
    page = open_page()
    start = page.text("#start")
    assert "Nút: một văn bản" in start
    assert page.probe("() => probe.data.documents[0].label") in start
    assert page.tab.locator("#start .try").count() == 3
    samples = page.tab.locator("#start .sights svg").count()
    assert samples == page.tab.locator("#start .sights li").count() == 4
    cut = "(nodes) => nodes.filter((node) => node.scrollWidth > node.clientWidth || node.scrollHeight > node.clientHeight)"
    assert page.tab.locator("#start .try, .tries").evaluate_all(f"{cut}.length") == 0
    keep(page, "start")
    page.tab.locator("#start .try").nth(1).click()
    assert page.probe("() => probe.state.focused().kind") == "e"
    assert page.tab.locator("#start").is_hidden()
    assert open_page(hash_="#c=kind").tab.locator("#start").is_hidden()
    again = open_page()
    again.tab.click("#language")
    assert "Node: a document" in again.text("#start")


def test_undated_reports_are_counted_and_can_be_kept(open_page: Any, small: Any) -> None:
    citing = {citation.report for citation in small.citations if citation.decided}
    undated = next(report.id for report in small.reports if report.id in citing)
    some = replace(small, reports=tuple(replace(one, date=None) if one.id == undated else one for one in small.reports))
    page = open_page(some)
    dates = {report.id: report.date for report in some.reports}
    assert f"{sum(dates[report] is None for report in citing)}/{len(citing)}" in page.text("label:has(#undated)")
    first = page.probe("() => probe.data.reportYears[0]")
    page.probe("(year) => probe.state.go({ reportYears: [year, year] })", first)
    kept = "(id) => probe.derive.reportIsOn(probe.state.current(), probe.data.reports[probe.data.reportAt(id)])"
    assert not page.probe(kept, undated)
    page.tab.check("#undated")
    assert page.probe(kept, undated)


def test_language_can_be_switched(open_page: Any, keep: Any) -> None:
    page = open_page(hash_="")
    page.find("nghi quyet")
    page.tab.click("#language")
    assert page.tab.get_attribute("html", "lang") == "en"
    panel = page.text("#panel")
    assert "Citing reports" in panel
    assert "Báo cáo trích dẫn" not in panel
    assert "documents" in page.text("#status")
    keep(page, "english")
    page.tab.click("#language")
    assert "Báo cáo trích dẫn" in page.text("#panel")


def test_theme_follows_the_system_until_switched(open_page: Any, keep: Any) -> None:
    page = open_page(color_scheme="dark")
    assert page.tab.get_attribute("html", "data-theme") == "dark"
    page.find("nghi quyet")
    keep(page, "dark")
    page.tab.click("#theme")
    assert page.tab.get_attribute("html", "data-theme") == "light"
    page.tab.emulate_media(color_scheme="dark")
    assert page.tab.get_attribute("html", "data-theme") == "light"


def test_graph_by_keyboard_alone(open_page: Any) -> None:
    page = open_page()
    page.tab.focus("#graph")
    page.tab.keyboard.press("ArrowRight")
    first = page.text("#panel h2")
    seen = {first}
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.tab.keyboard.press(key)
        seen.add(page.text("#panel h2"))
    assert len(seen) > 2
    page.tab.keyboard.press("Enter")
    assert page.tab.evaluate("() => document.activeElement.id") == "panel"
    page.tab.keyboard.press("Escape")
    assert page.tab.locator("#panel").is_hidden()
    assert page.tab.evaluate("() => document.activeElement.id") == "graph"


def test_keys_for_views_zoom_and_help(open_page: Any) -> None:
    page = open_page()
    page.tab.keyboard.press("2")
    assert page.tab.locator("#table").is_visible()
    page.tab.keyboard.press("3")
    assert page.tab.locator("#checks").is_visible()
    page.tab.keyboard.press("1")
    assert page.tab.locator("#stage").is_visible()
    before = page.on_stage(5)
    page.tab.keyboard.press("+")
    assert page.on_stage(5) != before
    page.tab.keyboard.press("f")
    page.tab.keyboard.press("?")
    assert page.tab.locator("#help[open]").is_visible()
    page.tab.keyboard.press("Escape")
    assert page.tab.locator("#help[open]").count() == 0


def test_every_control_can_be_reached_by_tab(open_page: Any) -> None:
    page = open_page()
    page.find("nghi quyet")
    page.tab.evaluate("() => { document.activeElement.blur(); window.getSelection().removeAllRanges(); }")
    reached = set()
    for _ in range(120):
        page.tab.keyboard.press("Tab")
        part = "() => document.activeElement.closest('aside, #search, #views, #tools, #zoom, #stage')?.id"
        reached.add(page.tab.evaluate(part))
    assert {"search", "views", "tools", "zoom", "filters", "panel", "stage"} <= reached


def test_switched_legend_keeps_the_focus(open_page: Any) -> None:
    page = open_page()
    entry = page.tab.locator(".legend .entry").nth(1)
    key = entry.get_attribute("data-key")
    entry.focus()
    page.tab.keyboard.press("Enter")
    assert page.tab.evaluate("() => document.activeElement.dataset.key") == key


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=["360", "320"])
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_wider_than_a_small_screen(
    open_page: Any, addresses: dict[str, str], view: str, size: dict[str, int], keep: Any
) -> None:
    page = open_page(size=size, hash_=addresses[view])
    wide = page.tab.evaluate(
        "() => [document.documentElement.scrollWidth, document.querySelector('header').scrollWidth]"
    )
    assert max(wide) <= size["width"]
    keep(page, f"phone-{size['width']}-{view}")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_beside_its_scroll_bar_the_filters_have_room(open_page: Any, lang: str) -> None:
    page = open_page(hash_=f"#l={lang}")
    wide = page.probe(
        """() => {
        const side = document.getElementById("filters");
        side.style.width = "252px"; // what a scroll bar of 16 px leaves
        return [side.scrollWidth, side.clientWidth];
    }"""
    )
    assert wide[0] <= wide[1]


@pytest.mark.parametrize("width", [768, 900, 1024, 1440])
def test_title_and_search_have_room_at_any_width(open_page: Any, width: int) -> None:
    page = open_page(size={"width": width, "height": 900}, title="Bản đồ trích dẫn văn bản")
    title = page.tab.evaluate(
        "() => { const { scrollWidth, clientWidth } = document.querySelector('h1'); return [scrollWidth, clientWidth]; }"
    )
    assert title[0] <= title[1]
    assert page.tab.locator("#query").bounding_box()["width"] >= 240


def test_on_a_phone_the_name_of_the_chosen_document_is_not_cut(open_page: Any) -> None:
    page = open_page(size=PHONE, has_touch=True)
    page.find("nghi quyet")
    page.rest()
    left, right = page.probe(
        """() => {
        const { network, scene } = probe.view.view;
        const scale = network.getScale();
        const chosen = scene.labels(scale, { spotlit: true }).find(({ font }) => font.startsWith("600"));
        const edge = probe.view.viewBox()[0] * scale;
        return [chosen.box[0] - edge, chosen.box[2] - edge];
    }"""
    )
    assert left >= 0
    assert right <= PHONE["width"]


def test_on_a_phone_the_chosen_document_stays_in_view(open_page: Any, keep: Any) -> None:
    page = open_page(size=PHONE, has_touch=True)
    page.find("nghi quyet")
    index = page.probe("() => probe.data.documentAt(probe.state.focused().ids[0])")
    _, y = page.on_stage(index)
    panel = page.tab.locator("#panel").bounding_box()
    assert y < panel["y"] - 10
    assert y > page.tab.locator("#graph").bounding_box()["y"]
    keep(page, "phone-selected")


def test_touch_opens_a_document(open_page: Any) -> None:
    page = open_page(size=PHONE, has_touch=True)
    page.tab.touchscreen.tap(*page.on_stage(0))
    page.tab.wait_for_selector("#panel:not([hidden])")
    assert page.text("#panel h2") == page.probe("() => probe.data.documents[0].label")


def test_touch_targets_are_large_enough(open_page: Any) -> None:
    page = open_page(size=PHONE, has_touch=True)
    page.find("nghi quyet")
    small = page.tab.evaluate(
        """() => [...document.querySelectorAll("button, select, summary, input:not([type=checkbox])")]
        .map((node) => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([html]) => html)"""
    )
    assert small == []


def test_an_upright_screen_turns_the_layout_over_and_links_keep_their_places(open_page: Any) -> None:
    drawn = "() => ['x', 'y'].map((axis) => Math.max(...probe.positions.positions[axis]))"
    meant = """() => {
        const { positions, toLayout } = probe.positions;
        const all = probe.data.documents.map(({ index }) => toLayout([positions.x[index], positions.y[index]]));
        return [0, 1].map((axis) => Math.round(Math.max(...all.map((point) => point[axis]))));
    }"""
    desk = open_page()
    page = open_page(size=PHONE)
    assert page.probe(meant) == desk.probe(meant)
    wide, high = desk.probe(drawn)
    across, down = page.probe(drawn)
    assert wide > high
    assert across < down
    row = page.probe("() => probe.data.documents[3]")
    moved = open_page(size=PHONE, hash_=f"#m=50,900,{row['id']}")
    third = "() => [probe.positions.positions.x[3], probe.positions.positions.y[3]]"
    assert moved.probe(third) == moved.probe("() => probe.positions.fromLayout([50, 900])")


def test_the_title_speaks_the_language_of_the_page(open_page: Any) -> None:
    page = open_page(title=None)
    assert page.text("h1") == "Bản đồ trích dẫn văn bản"
    assert page.tab.title() == page.text("h1")
    page.tab.click("#language")
    assert page.text("h1") == "Citation graph"
    assert page.tab.title() == page.text("h1")
