"""Questions put to the page as a person does: search, click, filter, play, find a path."""

from __future__ import annotations

from typing import Any

import pytest
import queries


def _hits(page: Any, query: str) -> list[str]:
    page.tab.fill("#query", query)
    return page.tab.locator("#hits [role=option]:not(.empty) span").all_inner_texts()


def _row(page: Any, index: int) -> dict[str, Any]:
    return page.probe("(index) => probe.data.documents[index]", index)


@pytest.mark.parametrize("typed", ["label", "bare number", "no diacritics", "lower", "no signs", "id"])
def test_search_by_number_in_any_spelling(open_page: Any, typed: str) -> None:
    page = open_page()
    row = _row(page, 0)
    code = row["label"].split(" ", 2)[-1].split(" (")[0]
    queries = {
        "label": row["label"],
        "bare number": code,
        "no diacritics": page.probe("(text) => probe.text.fold(text)", row["label"]),
        "lower": row["label"].lower(),
        "no signs": code.replace("-", " ").replace("/", " "),
        "id": row["id"],
    }
    assert row["label"] in _hits(page, queries[typed])[:3]


def test_search_by_title_issuer_and_report(open_page: Any) -> None:
    page = open_page()
    row = page.probe("() => probe.data.documents.find((row) => row.title && row.issuer)")
    assert row["label"] in _hits(page, page.probe("(text) => probe.text.fold(text)", row["title"]))
    assert _hits(page, "bo chinh tri")
    report = page.probe("() => probe.data.reports[3].title")
    assert report in _hits(page, report)


def test_search_forgives_a_slip_in_a_word_but_not_in_a_number(open_page: Any) -> None:
    page = open_page()
    found = page.probe(
        "() => ['moi trưong', 'moi truonh', 'mơi trường'].map((query) => probe.search.find(query).length)"
    )
    assert all(found)
    assert page.probe("() => probe.search.isNear('truong', 'turong') && !probe.search.isNear('truong', 'tuorng1')")
    assert page.probe("() => probe.search.find('98765-NQ/TW').length") == 0


def test_search_by_keyboard(open_page: Any, keep: Any) -> None:
    page = open_page()
    page.tab.keyboard.press("/")
    page.tab.keyboard.type("nghi quyet")
    page.tab.keyboard.press("ArrowDown")
    page.tab.keyboard.press("ArrowDown")
    chosen = page.tab.locator("#hits [aria-selected=true] span").inner_text()
    assert page.tab.get_attribute("#query", "aria-activedescendant") == "hit-2"
    keep(page, "search")
    page.tab.keyboard.press("Enter")
    assert page.text("#panel h2") == chosen
    page.tab.keyboard.press("Escape")
    assert page.tab.locator("#panel").is_hidden()


def test_search_says_when_nothing_is_found(open_page: Any) -> None:
    page = open_page()
    assert _hits(page, "xyzzy qwert") == []
    assert "Không tìm thấy" in page.text("#hits")
    page.tab.keyboard.press("Escape")
    assert page.tab.locator("#hits").is_hidden()


def test_a_click_on_a_node_opens_its_panel(open_page: Any, small: Any, keep: Any) -> None:
    page = open_page()
    page.tab.mouse.click(*page.on_stage(0))
    row = _row(page, 0)
    panel = page.text("#panel")
    assert page.text("#panel h2") == row["label"]
    citing = {citation.report for citation in small.citations if citation.decided and citation.document == row["id"]}
    assert f"{len(citing)} báo cáo" in panel
    dates = page.probe(
        "(index) => probe.data.documents[index].reports.map((at) => probe.data.reports[at].date || '')", 0
    )
    assert dates == sorted(dates, reverse=True)
    mentions = {one.mention.surface for one in small.citations if one.decided and one.document == row["id"]}
    assert set(page.tab.locator("#panel mark").all_text_contents()) <= mentions
    assert page.tab.locator("#panel .chart svg").get_attribute("aria-label").startswith("Báo cáo trích dẫn theo năm")
    assert page.tab.locator("#panel .why").count() > 0
    keep(page, "selected")


def test_panel_says_how_a_citation_was_identified(open_page: Any) -> None:
    page = open_page()
    report = page.probe("() => probe.data.reports.find((row) => row.said.some((said) => said[7].length))")
    page.find(report["title"])
    place = page.probe("(row) => probe.data.details.positions[row.said.find((said) => said[7].length)[4]]", report)
    assert page.text("#panel details.why summary").startswith(f"{place[0]} · ")
    page.tab.locator("#panel details.why summary").first.click()
    assert "thuộc khóa đương nhiệm: " in page.text("#panel details.why[open]")
    page.tab.locator("#language").click()
    page.tab.locator("#panel details.why summary").first.click()
    assert "term in force: " in page.text("#panel details.why[open]")


def test_panel_counts_documents_cited_together(open_page: Any, small: Any) -> None:
    page = open_page()
    page.tab.mouse.click(*page.on_stage(0))
    here = _row(page, 0)["id"]
    cited: dict[str, set[str]] = {}
    for citation in small.citations:
        if citation.decided:
            cited.setdefault(citation.report, set()).add(citation.document)
    counts: dict[str, int] = {}
    for names in cited.values():
        for other in names - {here} if here in names else ():
            counts[other] = counts.get(other, 0) + 1
    strongest = page.tab.locator("#panel .together").first
    assert strongest.locator(".tally").inner_text() == f"{max(counts.values())} báo cáo"
    strongest.locator(".tally").click()
    assert f"{max(counts.values())} báo cáo trích dẫn cả hai" in page.text("#panel h2")


def test_panel_follows_what_replaced_a_document(open_page: Any) -> None:
    page = open_page()
    newer, older, _ = page.probe("() => probe.data.relations.find((row) => row[2] === 'replaces')")
    page.find(_row(page, older)["id"])
    chain = page.tab.locator("#panel .chain").first
    assert _row(page, newer)["label"] in chain.inner_text()
    chain.locator("button").first.click()
    assert page.text("#panel h2") == _row(page, newer)["label"]


def test_a_click_on_a_link_lists_the_reports_in_common(open_page: Any) -> None:
    page = open_page()
    page.tab.mouse.click(*page.on_stage(0))
    page.rest()
    other = page.probe("() => probe.view.view.scene.shown.neighbors[0][0][0]")
    (x, y), (u, v) = page.on_stage(0), page.on_stage(other)
    found = False
    for share in (0.5, 0.4, 0.6, 0.7, 0.3):
        page.tab.mouse.click(x + (u - x) * share, y + (v - y) * share)
        if page.probe("() => probe.state.focused().kind") == "e":
            found = True
            break
        page.probe("() => probe.state.focusOn('d', probe.data.documents[0].id)")
    assert found
    reports = page.tab.locator("#panel .report").count()
    assert reports == int(page.text("#panel h2").split()[0])


def test_a_report_lights_up_its_documents(open_page: Any) -> None:
    page = open_page()
    page.tab.mouse.click(*page.on_stage(0))
    page.tab.locator("#panel .report .link").first.click()
    report = page.probe("() => probe.data.reportAt(probe.state.focused().ids[0])")
    lit = page.probe("() => probe.view.view.scene.focus.nodes")
    assert sorted(lit) == page.probe("(at) => probe.data.reports[at].cites", report)
    assert page.text("#panel .kicker") == "Báo cáo"


def test_links_to_sources_are_safe(open_page: Any) -> None:
    page = open_page()
    report = page.probe("() => probe.data.reports.find((row) => row.url && row.cites.length)")
    page.find(report["id"])
    link = page.tab.locator("#panel a")
    assert link.get_attribute("href") == report["url"]
    assert link.get_attribute("rel") == "noopener noreferrer"


@pytest.mark.parametrize(
    ("field", "row"),
    [("kinds", "kind"), ("terms", "term"), ("scopes", "scope"), ("statuses", "status")],
)
def test_filter_by_a_box(open_page: Any, field: str, row: str) -> None:
    page = open_page()
    groups = page.tab.locator("#filters section:has(.checks)")
    group = groups.nth(["kinds", "terms", "scopes", "statuses"].index(field))
    group.locator("label").first.click()
    off = page.probe("(field) => probe.state.current()[field]", field)
    assert len(off) == 1
    left = page.probe("(row) => probe.view.view.scene.order.map((at) => probe.data.documents[at][row] || '')", row)
    assert left
    assert off[0] not in left


def test_filter_by_issuer_and_reset(open_page: Any) -> None:
    page = open_page()
    page.tab.select_option("#issuer", "Ban Bí thư")
    issuers = page.probe("() => probe.view.view.scene.order.map((at) => probe.data.documents[at].issuer)")
    assert set(issuers) == {"Ban Bí thư"}
    page.tab.click("#reset")
    assert page.probe("() => probe.view.view.scene.order.length") == 120


def test_filters_by_least_reports_and_least_strength(open_page: Any) -> None:
    page = open_page()
    page.tab.locator("#slide-leastReports").fill("5")
    counts = page.probe("() => { const p = probe.view.view.scene; return p.order.map((at) => p.shown.counts[at]); }")
    assert min(counts) >= 5
    page.tab.locator("#slide-leastWeight").fill("2")
    shown = "() => { const { drawn, links } = probe.view.view.scene.shown;"
    weights = page.probe(shown + " return drawn.map((k) => links.weight[k]); }")
    assert min(weights) >= 2


def test_brush_over_the_years_of_reports(open_page: Any) -> None:
    page = open_page()
    box = page.tab.locator(".brush").first.bounding_box()
    y = box["y"] + box["height"] / 2
    page.tab.mouse.move(box["x"] + box["width"] * 0.5, y)
    page.tab.mouse.down()
    page.tab.mouse.move(box["x"] + box["width"] * 0.9, y, steps=4)
    page.tab.mouse.up()
    low, high = page.probe("() => probe.state.current().reportYears")
    first, last = page.probe("() => probe.data.reportYears")
    assert first < low < high <= last
    counts = page.probe("() => [...probe.view.view.scene.shown.counts]")
    expected = page.probe(
        "([low, high]) => probe.data.documents.map((row) => row.reports.filter((at) => {"
        "const { year } = probe.data.reports[at]; return year >= low && year <= high; }).length)",
        [low, high],
    )
    assert counts == expected


def test_years_by_keyboard(open_page: Any) -> None:
    page = open_page()
    field = page.tab.locator(".years input").first
    field.fill("2020")
    field.press("Enter")
    assert page.probe("() => probe.state.current().reportYears[0]") == 2020


def test_play_grows_the_graph_year_by_year(open_page: Any) -> None:
    page = open_page()
    page.tab.click("#play")
    reports = "() => probe.view.view.scene.shown.totals.reports"
    seen = [(page.text("#year"), page.probe(reports))]
    for _ in range(2):
        page.tab.wait_for_function(
            "(before) => document.querySelector('#year').textContent !== before", arg=seen[-1][0]
        )
        seen.append((page.text("#year"), page.probe(reports)))
    assert seen == sorted(set(seen)) and len({size for _, size in seen}) == 3
    assert page.tab.locator("#year").is_visible()
    page.tab.click("#play")
    assert page.tab.locator("#year").is_hidden()


def test_shortest_path_between_two(open_page: Any) -> None:
    page = open_page()
    far = page.probe(
        "() => { const { neighbors } = probe.view.view.scene.shown;"
        "const paths = probe.data.documents.map((row) => probe.cocitation.shortestPath(neighbors, 0, row.index));"
        "return paths.filter(Boolean).sort((a, b) => b.length - a.length)[0]; }"
    )
    assert len(far) > 2
    page.tab.mouse.click(*page.on_stage(0))
    page.tab.click("text=Tìm đường nối")
    page.tab.keyboard.type(_row(page, far[-1])["id"])
    page.tab.keyboard.press("Enter")
    assert page.text("#panel h2") == f"{len(far) - 1} liên kết"
    assert page.probe("() => probe.view.view.scene.focus.nodes") == far


def test_logic_of_links_and_paths(open_page: Any) -> None:
    page = open_page()
    found = page.probe(
        """() => {
        const reports = [{ cites: [0, 1, 2] }, { cites: [0, 1] }, { cites: [2, 3] }, { cites: [4] }];
        const links = probe.cocitation.cocitation(reports, () => true, () => true, 5);
        const lists = probe.cocitation.neighbors(links, 5);
        return { links: links.from.map((from, k) => [from, links.to[k], links.weight[k], links.rank[k]]),
          path: probe.cocitation.shortestPath(lists, 0, 3), none: probe.cocitation.shortestPath(lists, 0, 4) }; }"""
    )
    assert found["links"] == [[0, 1, 2, 0], [0, 2, 1, 0], [1, 2, 1, 1], [2, 3, 1, 0]]
    assert found["path"] == [0, 2, 3]
    assert found["none"] is None


def test_search_understands_what_the_command_line_understands(open_page: Any) -> None:
    page = open_page(queries.corpus())
    found = page.probe(
        """(queries) => queries.map((query) => {
            const [first] = probe.search.find(query).filter(({ kind, value }) => kind === "d" && value >= 1);
            return first ? probe.data.documents[first.index].id : "";
        })""",
        [typed for typed, _ in queries.QUERIES],
    )
    assert dict(zip(dict(queries.QUERIES), found, strict=True)) == dict(queries.QUERIES)


def test_the_wheel_zooms_at_the_pointer_and_a_drag_moves_the_view(open_page: Any) -> None:
    page = open_page()
    x, y = page.on_stage(0)
    before = page.probe("() => probe.view.view.network.getScale()")
    page.tab.mouse.move(x, y)
    page.tab.mouse.wheel(0, -300)
    page.rest()
    assert page.probe("() => probe.view.view.network.getScale()") > 1.3 * before
    assert page.on_stage(0) == pytest.approx((x, y), abs=1)
    empty = page.probe("""() => {
        for (let x = 300; x < 1100; x += 20) {
            for (let y = 200; y < 700; y += 20) {
                if (probe.hit_test.nodeAt({ x, y }) < 0 && !probe.hit_test.linkAt({ x, y })) {
                    return [x, y];
                }
            }
        }
    }""")
    box = page.tab.locator("#graph").bounding_box()
    page.drag((box["x"] + empty[0], box["y"] + empty[1]), 80, 40)
    assert page.on_stage(0) == pytest.approx((x + 80, y + 40), abs=2)
    assert page.probe("() => probe.state.current().moved") == {}


def test_two_fingers_zoom(open_page: Any) -> None:
    page = open_page(has_touch=True)
    before = page.probe("() => probe.view.view.network.getScale()")
    touch = page.tab.context.new_cdp_session(page.tab)
    for kind, reach in (("touchStart", 40), ("touchMove", 80), ("touchMove", 120)):
        points = [{"x": 700 - reach, "y": 500, "id": 0}, {"x": 700 + reach, "y": 500, "id": 1}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.rest()
    assert page.probe("() => probe.view.view.network.getScale()") == pytest.approx(3 * before, rel=0.1)
    assert page.tab.locator("#panel").is_hidden()
