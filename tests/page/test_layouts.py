"""The layouts: the map, by time, and around one document; and how sure the links in them are."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest
from corpora import Recipe, corpus

from citegraph.model import TOP, Corpus

PHONE = {"width": 360, "height": 740}
LAYOUTS = ("map", "time", "center")
PLACES = """() => {
    const { x, y } = probe.positions.positions;
    const { order, sizes, arrangement } = probe.view.view.scene;
    return { lanes: arrangement.lanes, columns: arrangement.columns, rings: arrangement.rings, center: arrangement.center,
        nodes: order.map((index) => ({ index, x: x[index], y: y[index], size: sizes[index] })) };
}"""


def _state(page: Any, field: str) -> Any:
    return page.probe("(field) => probe.state.current()[field]", field)


def test_columns_join_sparse_years_of_one_decade(open_page: Any) -> None:
    found = open_page().probe(
        """() => probe.time_layout.columnsOf([1951, 1958, 1961, null, ...Array(9).fill(2024), 2025, 2025, 2026])
        .map(({ first, last }) => [first, last])"""
    )
    assert found == [[None, None], [1951, 1958], [1961, 1961], [2024, 2024], [2025, 2026]]


def test_packed_circles_stay_in_their_cell_and_apart(open_page: Any) -> None:
    radii = [20, 12, 12, 7, 7, 7, 4, 4, 4, 4]
    packed = open_page().probe("(radii) => probe.time_layout.pack(radii, 60)", radii)
    spots = list(zip(packed["spots"], radii, strict=True))
    for at, ((x, y), radius) in enumerate(spots):
        assert radius <= x <= 60 - radius
        assert radius <= y <= packed["height"] - radius
        assert all(math.dist((x, y), other) >= radius + size for other, size in spots[at + 1 :])


def test_rings_hold_what_replaces_first_and_then_classes_of_strength(open_page: Any) -> None:
    found = open_page().probe(
        """() => {
        const around = [[1, 1], [2, 12], [3, 2], [4, 3], [5, 0]].map(([index, weight]) => ({
            index, weight, related: index === 5, sector: 0, radius: 5 }));
        return probe.ring_layout.ringsOf(around, probe.link_classes.classOf).map((ring) => ring.map(({ index }) => index));
    }"""
    )
    assert found == [[5], [2], [3, 4], [1]]


@pytest.mark.parametrize("documents", [40, 358])
def test_by_time_each_document_lies_in_its_year_and_lane(open_page: Any, documents: int) -> None:
    page = open_page(corpus(Recipe(documents=documents, reports=documents + 60)), hash_="#p=time")
    placed = page.probe(PLACES)
    rows = page.probe("() => probe.data.documents")
    assert len(placed["nodes"]) == documents
    last = page.probe("() => probe.data.reportYears[1]")
    assert max(column["last"] or 0 for column in placed["columns"]) <= last
    lanes = {lane["key"]: lane for lane in placed["lanes"]}
    for node in placed["nodes"]:
        row = rows[node["index"]]
        column = next(one for one in placed["columns"] if one["left"] <= node["x"] <= one["right"])
        assert column["first"] is None or column["first"] <= row["year"] <= column["last"]
        assert (row["year"] is None) == (column["first"] is None)
        key = page.probe("(index) => probe.colors.category('community', probe.data.documents[index])", node["index"])
        lane = lanes.get(key, lanes.get("*"))
        assert lane["top"] <= node["y"] - node["size"]
        assert node["y"] + node["size"] <= lane["bottom"]


def test_a_year_after_all_reports_is_not_on_the_axis(open_page: Any, small: Corpus) -> None:
    late = replace(small.documents[0], date="2029-01-01")
    page = open_page(replace(small, documents=(late, *small.documents[1:])), hash_="#p=time")
    placed = page.probe(PLACES)
    index = page.probe("(id) => probe.data.documentAt(id)", late.id)
    node = next(node for node in placed["nodes"] if node["index"] == index)
    assert max(column["last"] or 0 for column in placed["columns"]) < 2029
    assert placed["columns"][0]["first"] is None
    assert placed["columns"][0]["left"] <= node["x"] <= placed["columns"][0]["right"]


@pytest.mark.parametrize("width", [1100, 1280, 1440])
def test_documents_without_a_year_have_their_heading(open_page: Any, small: Corpus, width: int) -> None:
    some = tuple(replace(one, date=None) if at % 9 == 0 else one for at, one in enumerate(small.documents))
    page = open_page(replace(small, documents=some), hash_="#p=time", size={"width": width, "height": 900})
    page.rest()
    headings = page.probe(
        """() => probe.view.view.scene.labels(probe.view.view.network.getScale())
            .filter(({ isWhole }) => isWhole).map(({ text, box }) => [text, box])"""
    )
    assert [text for text, _ in headings].count("Chưa rõ năm") == 2
    rows = defaultdict(list)
    for _, (left, top, right, _) in headings:
        rows[top].append((left, right))
    for row in rows.values():
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(sorted(row)))


def test_beside_an_open_panel_the_years_keep_their_size(open_page: Any, keep: Any) -> None:
    page = open_page(hash_="#p=time")
    page.rest()
    before = page.probe("() => probe.view.view.network.getScale()")
    page.find(page.probe("() => probe.data.documents[0].label"))
    page.rest()
    assert page.probe("() => probe.view.view.network.getScale()") >= 0.85 * before
    x, y = page.on_stage(0)
    assert 268 + 160 < x < 1440 - 380
    assert 60 < y < 840
    keep(page, "time-chosen")


def test_what_replaces_what_can_be_read_along_the_years(open_page: Any) -> None:
    page = open_page(hash_="#p=time")
    arrows = page.probe("() => probe.view.view.scene.overviewRelations()")
    assert len(arrows) == page.probe("() => probe.data.relations.length") > 0
    x = page.probe("() => [...probe.positions.positions.x]")
    year = page.probe("() => probe.data.documents.map((row) => row.year)")
    for newer, older, _ in arrows:
        if year[newer] is not None and year[older] is not None and year[newer] - year[older] > 1:
            assert x[newer] > x[older]


@pytest.mark.parametrize("documents", [40, 358, TOP])
def test_around_one_the_stronger_lie_nearer(open_page: Any, amount: Any, documents: int) -> None:
    documents = min(documents, amount(bounded=1000, full=TOP))
    page = open_page(corpus(Recipe(documents=documents, reports=documents + 60)), hash_="#p=center")
    placed = page.probe(PLACES)
    wide, high = placed["rings"][-1]["reach"]
    weights = dict(
        page.probe("() => probe.view.view.scene.shown.neighbors[0].map(([other, weight]) => [other, weight])")
    )
    related = set(page.probe("() => probe.data.relationsOf(0).map(({ other }) => other)"))
    reach = defaultdict(list)
    for node in placed["nodes"]:
        if node["index"] != placed["center"]:
            assert node["index"] in weights or node["index"] in related
            kind = (
                math.inf
                if node["index"] in related
                else page.probe("probe.link_classes.classOf", weights[node["index"]])
            )
            reach[kind].append(math.hypot(node["x"] / wide, node["y"] / high))
    assert placed["center"] == 0
    assert next(node for node in placed["nodes"] if node["index"] == 0)["x"] == 0
    kinds = sorted(reach, reverse=True)
    assert len(kinds) > 1
    for nearer, farther in itertools.pairwise(kinds):
        assert max(reach[nearer]) < min(reach[farther])


@pytest.mark.parametrize("layout", LAYOUTS[1:])
@pytest.mark.parametrize("documents", [40, 358, TOP])
def test_no_two_documents_overlap(open_page: Any, amount: Any, layout: str, documents: int) -> None:
    documents = min(documents, amount(bounded=1000, full=TOP))
    page = open_page(corpus(Recipe(documents=documents, reports=documents + 60)), hash_=f"#p={layout}")
    cells: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for node in page.probe(PLACES)["nodes"]:
        cells[int(node["x"] // 80), int(node["y"] // 80)].append(node)
    for (across, down), nodes in cells.items():
        near = [one for i in (-1, 0, 1) for j in (-1, 0, 1) for one in cells.get((across + i, down + j), [])]
        for node in nodes:
            for other in near:
                apart = math.dist((node["x"], node["y"]), (other["x"], other["y"]))
                assert node is other or apart >= node["size"] + other["size"] - 0.01


def test_a_layout_is_kept_in_the_address_and_undone_by_back(open_page: Any) -> None:
    page = open_page()
    page.tab.click("[data-layout=time]")
    page.rest()
    assert page.tab.get_attribute("[data-layout=time]", "aria-pressed") == "true"
    places = page.probe(PLACES)
    again = open_page(hash_=page.tab.evaluate("() => location.hash"))
    assert again.probe(PLACES) == places
    page.tab.keyboard.press("z")
    page.tab.wait_for_selector("[data-layout=map][aria-pressed=true]")
    page.rest()
    assert page.probe(PLACES) == open_page().probe(PLACES)


def test_the_chosen_document_goes_to_the_middle_and_clicks_walk_on(open_page: Any) -> None:
    page = open_page()
    page.tab.mouse.click(*page.on_stage(3))
    page.tab.click("#panel .actions button")
    page.rest()
    assert _state(page, "layout") == "center"
    assert page.probe(PLACES)["center"] == 3
    other = next(node["index"] for node in page.probe(PLACES)["nodes"] if node["index"] != 3)
    page.tab.mouse.click(*page.on_stage(other))
    page.rest()
    assert page.probe(PLACES)["center"] == other
    assert page.text("#panel h2") == page.probe("(at) => probe.data.documents[at].label", other)
    page.tab.keyboard.press("Escape")
    assert page.probe(PLACES)["center"] == other
    page.tab.click("#undo")
    page.tab.wait_for_selector("#panel:not([hidden])")
    page.tab.click("#undo")
    page.tab.wait_for_function("() => probe.view.view.scene.arrangement.center === 3")


def test_layouts_by_keyboard(open_page: Any) -> None:
    page = open_page()
    for key, layout in (("t", "time"), ("c", "center"), ("m", "map")):
        page.tab.keyboard.press(key)
        assert _state(page, "layout") == layout
    page.tab.focus("[data-layout=center]")
    page.tab.keyboard.press("Enter")
    assert _state(page, "layout") == "center"
    page.tab.focus("#graph")
    page.tab.keyboard.press("ArrowRight")
    page.rest()
    assert page.tab.locator("#panel").is_visible()


def test_documents_glide_to_their_new_places(open_page: Any) -> None:
    page = open_page(reduced_motion="no-preference")
    page.rest()
    seen = page.tab.evaluate(
        """() => new Promise((done) => {
        const seen = [];
        const look = () => {
            seen.push(probe.positions.positions.x[0]);
            if (probe.view.view.gliding) { requestAnimationFrame(look); } else { done(seen); }
        };
        document.querySelector("[data-layout=time]").click();
        look();
    })"""
    )
    assert len(set(seen)) > 3
    assert seen[-1] == page.probe("() => probe.view.view.scene.arrangement.x[0]")
    page.tab.click("[data-layout=center]")
    page.tab.click("[data-layout=map]")
    page.rest()
    still = "() => [...probe.positions.positions.x].every((x, at) => x === probe.view.view.scene.arrangement.x[at])"
    page.tab.wait_for_function("() => !probe.view.view.gliding")
    assert page.probe(still)


def test_thousands_of_documents_look_on_their_way_as_at_rest(open_page: Any) -> None:
    page = open_page(corpus(Recipe(documents=2_600, reports=3_000, cited=2.4)))
    page.rest()
    found = page.probe(
        """() => {
        const { view } = probe.view;
        const palette = probe.theme.readPalette();
        const scale = view.network.getScale();
        const [left, top] = probe.view.viewBox();
        const seen = (paint) => {
            const canvas = new OffscreenCanvas(1200, 840);
            const ctx = canvas.getContext("2d");
            ctx.setTransform(scale, 0, 0, scale, -left * scale, -top * scale);
            paint(ctx);
            const { data } = ctx.getImageData(0, 0, 1200, 840);
            return [0, 1, 2, 3].map((part) => data.reduce((sum, value, at) => sum + (at % 4 === part ? value : 0), 0));
        };
        return [
            seen((ctx) => probe.paint.paintNodes(ctx, view.scene, palette, scale)),
            seen((ctx) => new probe.sprites.Sprites(palette).paint(ctx, view.scene, scale, left, top)),
        ];
    }"""
    )
    at_rest, on_the_way = found
    assert min(at_rest) > 0
    assert on_the_way == [pytest.approx(part, rel=0.1) for part in at_rest]


def test_a_large_graph_glides_and_comes_to_rest(open_page: Any) -> None:
    page = open_page(corpus(Recipe(documents=2_600, reports=3_000, cited=2.4)), reduced_motion="no-preference")
    page.rest()
    page.tab.click("[data-layout=time]")
    page.tab.wait_for_function("() => !probe.view.view.gliding && !probe.view.view.moving")
    assert page.probe("() => probe.positions.positions.x[0] === probe.view.view.scene.arrangement.x[0]")


def test_what_a_layout_means_is_said(open_page: Any, keep: Any) -> None:
    page = open_page(hash_="#p=time")
    assert "ngang: năm ban hành" in page.text("#start")
    page.tab.click("#start > button")
    keep(page, "layout-time")
    page.tab.click("[data-layout=center]")
    assert page.probe("() => probe.data.documents[0].label") in page.text("#notice")
    keep(page, "layout-center")


def test_by_time_documents_cannot_be_dragged(open_page: Any) -> None:
    page = open_page(hash_="#p=time")
    before = page.probe("() => probe.positions.positions.x[0]")
    page.drag(page.on_stage(0), 40, 30)
    page.rest()
    assert page.probe("() => probe.positions.positions.x[0]") == before
    assert _state(page, "moved") == {}


@pytest.mark.parametrize(("choice", "least"), [("all", 0), ("likely", 0.9), ("sure", 0.95)])
def test_only_citations_that_are_sure_enough_count(open_page: Any, small: Corpus, choice: str, least: float) -> None:
    page = open_page()
    page.tab.check(f"#confidence-{choice}")
    surest: dict[tuple[str, str], float] = defaultdict(float)
    for one in small.citations:
        if one.decided:
            surest[one.report, one.document] = max(surest[one.report, one.document], one.confidence)
    counted = [pair for pair, confidence in surest.items() if confidence >= least]
    said = page.text(f"label:has(#confidence-{choice}) .count")
    assert int(said.replace(".", "")) == len(counted)
    citing: dict[str, set[str]] = defaultdict(set)
    for report, document in counted:
        citing[document].add(report)
    counts = page.probe(
        "() => Object.fromEntries(probe.data.documents.map((row) => [row.id, probe.view.view.scene.shown.counts[row.index]]))"
    )
    assert {name: count for name, count in counts.items() if count} == {
        name: len(reports) for name, reports in citing.items()
    }
    assert page.probe("() => probe.view.view.scene.order.length") == (len(citing) if least else len(small.documents))
    first = page.probe("() => probe.data.documents[0].id")
    page.probe("(id) => probe.state.focusOn('d', id)", first)
    assert f"{len(citing[first])} báo cáo" in page.text("#panel")


def test_a_link_is_as_sure_as_its_surest_report(open_page: Any) -> None:
    found = open_page().probe(
        """() => {
        const reports = [{ cites: [0, 1, 2], levels: [2, 0, 2] }, { cites: [0, 1] }, { cites: [1, 2], levels: [1, 2] }];
        const links = probe.cocitation.cocitation(reports, () => true, () => true, 3);
        const sure = probe.cocitation.cocitation(reports, () => true, () => true, 3, 2);
        const rows = (one) => one.from.map((from, k) => [from, one.to[k], one.weight[k], one.level[k]]);
        return [rows(links), rows(sure)];
    }"""
    )
    assert found == [[[0, 1, 2, 2], [0, 2, 1, 2], [1, 2, 2, 1]], [[0, 1, 1, 2], [0, 2, 1, 2]]]


def test_unsure_links_are_faint(open_page: Any) -> None:
    page = open_page()
    found = page.probe(
        """() => {
        const { scene } = probe.view.view;
        const { level, weight } = scene.shown.links;
        return scene.batches().flatMap(({ alpha, color, links }) =>
            links.map((k) => [Boolean(color), probe.link_classes.classOf(weight[k]), level[k], alpha]));
    }"""
    )
    by_look: dict[tuple[bool, int], dict[int, float]] = defaultdict(dict)
    for own, weight, level, alpha in found:
        by_look[own, weight][level] = alpha
    compared = [levels for levels in by_look.values() if len(levels) == 3]
    assert compared
    assert all(levels[0] < levels[1] < levels[2] for levels in compared)


def test_the_panel_says_how_sure_a_citation_is(open_page: Any) -> None:
    page = open_page()
    page.find(page.probe("() => probe.data.documents[0].id"))
    said = page.tab.locator("#panel .why").all_text_contents()
    assert any("chắc chắn: 99%" in text for text in said)
