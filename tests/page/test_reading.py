"""The graph in a browser: drawn at once, labeled without overlap, colored and filtered by its legend."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import combinations
from operator import mul
from pathlib import Path
from typing import Any

import pytest
from corpora import Recipe, corpus

from citegraph import pipeline
from citegraph.model import TOP, Scope
from citegraph.store import Store

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
BOXES = "(scale) => probe.view.view.scene.labels(scale).map((label) => label.box)"


def _shown(page: Any) -> int:
    return page.probe("() => probe.view.view.scene.order.length")


def test_opens_with_every_document_and_no_complaint(open_page: Any, small: Any, keep: Any) -> None:
    page = open_page()
    assert _shown(page) == len(small.documents)
    assert page.tab.locator("#failure").is_hidden()
    assert "120/120" in page.text("#status")
    keep(page, "overview")


def test_canvas_is_painted(open_page: Any) -> None:
    page = open_page()
    page.rest()
    colors = page.tab.evaluate(
        """() => { const canvas = document.querySelector("#graph canvas");
        const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        const found = new Set();
        for (let i = 0; i < data.length; i += 4) found.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
        return found.size; }"""
    )
    assert colors > 50


@pytest.mark.parametrize("scale", [0.25, 0.6, 1.0, 2.0])
def test_labels_do_not_overlap(open_page: Any, scale: float) -> None:
    boxes = open_page().probe(BOXES, scale)
    assert len(boxes) > 5
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert not (one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1])


def test_the_most_cited_has_its_label(open_page: Any) -> None:
    page = open_page()
    labels = page.probe("() => probe.view.view.scene.labels(1).map((label) => label.text)")
    assert page.probe("() => probe.data.documents[0].label") in labels


def _linear(color: str) -> list[float]:
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)] if color.startswith("rgb") else _parts(color)
    return [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _parts(color: str) -> list[float]:
    return [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted(sum(map(mul, (0.2126, 0.7152, 0.0722), _linear(color))) for color in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("theme", "ground"), [("light", "#ffffff"), ("dark", "#11151b")])
def test_palette_keeps_its_contrast(open_page: Any, theme: str, ground: str) -> None:
    colors = open_page().probe(
        """(theme) => ({
            nodes: probe.colors.PALETTES[theme],
            years: probe.colors.YEARS[theme],
            inks: probe.colors.PALETTES[theme].map((color) => probe.colors.ink(color, theme)),
        })""",
        theme,
    )
    assert min(_contrast(color, ground) for color in colors["nodes"]) >= 3
    assert min(_contrast(color, ground) for color in colors["years"] + colors["inks"]) >= 4.5


# What eyes without one of the three kinds of cones see of linear red, green and blue: Machado, Oliveira and Fernandes,
# "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.0.
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no green": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "no red": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "no blue": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def _oklab(linear: list[float]) -> list[float]:
    cones = ((0.4122, 0.5363, 0.0514), (0.2119, 0.6807, 0.1074), (0.0883, 0.2817, 0.6300))
    axes = ((0.2105, 0.7936, -0.0041), (1.9780, -2.4286, 0.4506), (0.0259, 0.7828, -0.8087))
    roots = [math.cbrt(max(0.0, sum(map(mul, row, linear)))) for row in cones]
    return [sum(map(mul, row, roots)) for row in axes]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("eyes", EYES)
def test_thirty_colors_differ_to_all_eyes(open_page: Any, theme: str, eyes: str) -> None:
    colors = open_page().probe("(theme) => probe.colors.PALETTES[theme]", theme)
    assert len(colors) == 30
    seen = [_oklab([sum(map(mul, row, _linear(color))) for row in EYES[eyes]]) for color in colors]
    # A difference of 0.02 is just noticeable side by side.
    assert min(math.dist(one, other) for one, other in combinations(seen, 2)) >= (0.06 if eyes == "all cones" else 0.04)


OVERLAPS = """() => {
    const { view } = probe.view;
    const scale = view.network.getScale();
    const labels = view.scene.labels(scale).map(({ text, box }) => ({ text, box }));
    const [left, top] = probe.view.viewBox().map((value) => value * scale);
    const stage = document.getElementById("graph").getBoundingClientRect();
    const found = [];
    const meet = (one, other) => one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];
    const covers = ["zoom", "layouts", "status", "start", "filters"].map((id) => [id, document.getElementById(id).getBoundingClientRect()]);
    for (const [at, { text, box }] of labels.entries()) {
        for (const index of view.scene.order) {
            const x = probe.positions.positions.x[index] * scale;
            const y = probe.positions.positions.y[index] * scale;
            const away = Math.hypot(Math.max(box[0] - x, 0, x - box[2]), Math.max(box[1] - y, 0, y - box[3]));
            if (away < view.scene.sizes[index] * scale - 0.01) {
                found.push([text, "covers", index]);
            }
        }
        for (const other of labels.slice(at + 1)) {
            if (meet(box, other.box)) {
                found.push([text, "covers", other.text]);
            }
        }
        const seen = [box[0] - left, box[1] - top, box[2] - left, box[3] - top];
        if (!meet(seen, [0, 0, stage.width, stage.height]) || seen[0] < 0 || seen[2] > stage.width || seen[1] < 0) {
            found.push([text, "is cut", seen]);
        }
        for (const [id, rect] of covers) {
            const [x, y] = [stage.left, stage.top];
            if (rect.width && meet(seen, [rect.left - x, rect.top - y, rect.right - x, rect.bottom - y])) {
                found.push([text, "lies under", id]);
            }
        }
    }
    return { labels: labels.length, found };
}"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("layout", ["map", "time", "center"])
@pytest.mark.parametrize("documents", [40, 90, 358, TOP])
def test_no_label_covers_anything_at_first_sight(
    open_page: Any, amount: Any, documents: int, layout: str, size: Any
) -> None:
    documents = min(documents, amount(bounded=1000, full=TOP))
    shown = corpus(Recipe(documents=documents, reports=documents + 60))
    page = open_page(shown, hash_=f"#p={layout}", size=size)
    page.rest()
    measured = page.probe(OVERLAPS)
    assert measured["labels"] >= (8 if size == DESKTOP else 3)
    assert measured["found"] == []


FOREIGN = """() => {
    const { view } = probe.view;
    const scale = view.network.getScale();
    const { order, sizes } = view.scene;
    const { x, y } = probe.positions.positions;
    const circle = (at) => [x[at] - sizes[at], y[at] - sizes[at], x[at] + sizes[at], y[at] + sizes[at]].map((one) => one * scale);
    const gap = (one, other) => Math.max(0, other[0] - one[2], one[0] - other[2], other[1] - one[3], one[1] - other[3]);
    const groups = Object.groupBy(order, (at) => probe.data.documents[at].group);
    const nearest = (box, list) => Math.min(...list.map((at) => gap(box, circle(at))));
    const names = view.scene.labels(scale).filter(({ font, color }) => font.startsWith("700") && color.startsWith("rgb"));
    return names.map(({ text, box }) => {
        const [own] = Object.entries(groups).filter(([key]) => probe.data.communities[key]?.startsWith(text.replace("…", "")));
        const others = Object.entries(groups).filter(([key]) => key !== own[0]).flatMap(([, list]) => list);
        const { left, top, right, bottom } = view.scene.bounds(own[1]);
        return [text, gap(box, [left, top, right, bottom].map((one) => one * scale)), nearest(box, others)];
    });
}"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_name_of_a_topic_stands_nearer_to_it_than_to_others(open_page: Any, size: Any) -> None:
    page = open_page(corpus(Recipe(documents=358, reports=418)), size=size)
    page.rest()
    found = page.probe(FOREIGN)
    assert found
    for text, own, foreign in found:
        assert own <= 10 or foreign >= 0.8 * own - 0.01, text


def test_only_documents_cited_alone_are_gray(open_page: Any) -> None:
    page = open_page()
    gray = page.probe("() => probe.view.view.scene.colors.flatMap((color, at) => color === '#68727d' ? [at] : [])")
    assert sorted(gray) == sorted(page.probe("() => probe.data.alone"))


@pytest.mark.parametrize("mode", ["community", "kind", "term", "year"])
def test_legend_filters(open_page: Any, mode: str) -> None:
    page = open_page()
    page.tab.select_option("#color-by", mode)
    first = page.tab.locator(".legend .entry").first
    count = int(first.locator(".count").inner_text())
    before = _shown(page)
    first.click()
    assert _shown(page) == before - count
    assert page.tab.locator(".legend .entry").first.get_attribute("aria-pressed") == "false"
    page.tab.locator(".legend .entry").first.click()
    assert _shown(page) == before


def test_legend_shows_one_alone_and_all_again(open_page: Any) -> None:
    page = open_page()
    count = int(page.tab.locator(".legend .entry .count").nth(1).inner_text())
    page.tab.locator(".legend .only").nth(1).click()
    assert _shown(page) == count
    page.tab.locator(".legend .only").nth(1).click()
    assert _shown(page) == 120


def test_hover_tells_title_issuer_and_date(open_page: Any) -> None:
    page = open_page()
    index = page.probe(
        "() => probe.data.documents.find((row) => row.title && row.issuer && row.reports.length > 3).index"
    )
    page.tab.mouse.move(*page.on_stage(index))
    page.tab.wait_for_selector("#tip:not([hidden])")
    row = page.probe("(index) => probe.data.documents[index]", index)
    tip = page.text("#tip")
    assert row["title"] in tip
    assert row["issuer"] in tip
    assert "/".join(reversed(row["date"].split("-"))) in tip


def test_the_links_of_what_is_hovered_end_at_the_documents(open_page: Any) -> None:
    page = open_page()
    first = page.probe(
        "() => probe.view.view.scene.order.find((index) => probe.data.documents[index].status === 'known')"
    )
    page.tab.mouse.move(*page.on_stage(first))
    page.tab.wait_for_selector("#tip:not([hidden])")
    painted = page.probe(
        """(hovered) => {
        const { scene, network } = probe.view.view;
        const others = scene.shown.neighbors[hovered].map(([other]) => other);
        const { width, height } = document.getElementById("overlay");
        const { data } = document.getElementById("overlay").getContext("2d").getImageData(0, 0, width, height);
        const rgb = (color) => color.match(/[0-9a-f]{2}/g).map((part) => parseInt(part, 16));
        return others.filter((at) => probe.data.documents[at].status === "known").map((at) => {
            const { x, y } = probe.view.toScreen(at);
            const first = 4 * (Math.round(y) * width + Math.round(x));
            return [[...data.slice(first, first + 3)], rgb(scene.colors[at])];
        });
    }""",
        first,
    )
    assert painted
    for pixel, color in painted:
        assert pixel == pytest.approx(color, abs=2)


def test_relations_can_be_switched_off(open_page: Any) -> None:
    page = open_page()
    assert page.probe("() => probe.view.view.scene.relations.length") > 0
    page.tab.uncheck("#relations")
    assert page.probe("() => probe.view.view.scene.relations.length") == 0


def test_known_learned_and_minted_look_different(open_page: Any, keep: Any) -> None:
    page = open_page()
    notes = page.text(".notes")
    assert all(word in notes for word in ("Đã biết", "Suy ra", "Chưa có trong danh mục"))
    drawn = page.probe("() => probe.svg_drawing.drawing(probe.view.view.scene, probe.theme.readPalette(), 'x')")
    assert drawn.count("stroke-dasharray") > 0


def test_an_address_of_two_documents_that_no_report_cites_together_shows_no_link(open_page: Any) -> None:
    first = open_page()
    pair = first.probe(
        """() => {
        const { neighbors } = probe.view.view.scene.shown;
        const near = new Set([0, ...neighbors[0].map(([other]) => other)]);
        return [0, probe.data.documents.findIndex((row) => !near.has(row.index))].map((at) => probe.data.documents[at].id);
        }"""
    )
    page = open_page(hash_=f"#f=e:{'&f='.join(pair)}")
    focus = page.probe("() => probe.view.view.scene.focus")
    assert (len(focus["nodes"]), focus["links"]) == (2, [])


def test_undecided_citations_and_findings_have_a_place(open_page: Any, small: Any, keep: Any) -> None:
    page = open_page()
    page.tab.click("[data-view=checks]")
    said = page.text("#checks")
    undecided = [citation for citation in small.citations if not citation.decided]
    assert f"{len(undecided)}" in said
    assert undecided[0].mention.surface in said
    assert "/".join(reversed(small.findings[0].said.split("-"))) in said
    assert "/".join(reversed(small.findings[0].known.split("-"))) in said
    surfaces = {(one.report, one.mention.span): one.mention.surface for one in small.citations}
    wrong = [surfaces[one.report, one.span] for one in small.findings]
    marked = page.tab.locator("#checks section").first.locator("blockquote mark").all_inner_texts()
    assert marked == wrong
    assert marked
    keep(page, "checks")


def test_a_finding_on_an_undecided_citation_is_listed(open_page: Any, tmp_path: Path, keep: Any) -> None:
    texts = {
        "a": "Thực hiện Nghị quyết số 68-NQ/TU ngày 04/5/2025, huyện đã họp.",
        "b": "Thực hiện Nghị quyết số 68-NQ/TW ngày 04/5/2025 và Nghị quyết số 35-NQ/TW ngày 20/10/2018, xã đã họp.",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    pipeline.build([tmp_path], tmp_path / "s.sqlite", jobs=1)
    with Store(tmp_path / "s.sqlite") as store:
        whole = store.corpus(Scope.PARTY)
    assert sorted(one.document for one in whole.findings) == ["35-NQ/TW@XII", "68-NQ/TU@?"]
    page = open_page(whole, hash_="#v=checks")
    section = page.tab.locator("#checks section").first
    assert section.locator("h2 .count").inner_text() == "2"
    assert section.locator("h3").all_inner_texts() == ["68-NQ/TU@?", "Nghị quyết 35-NQ/TW"]
    assert section.locator("blockquote mark").all_inner_texts() == ["Nghị quyết số 68-NQ/TU", "Nghị quyết số 35-NQ/TW"]
    keep(page, "checks-undecided")


def test_review_keys_go_on_and_do_not_switch_the_view(open_page: Any, small: Any) -> None:
    page = open_page(replace(small, citations=[replace(one, candidates=()) for one in small.citations]))
    page.tab.click("[data-view=checks]")
    page.tab.locator("#checks li.card[aria-keyshortcuts]").first.focus()
    for key in ("1", "2"):
        page.tab.keyboard.press(key)
        assert page.tab.locator("#checks").is_visible()
    page.tab.keyboard.press("Enter")
    at = "() => [...document.querySelectorAll('#checks li.card[aria-keyshortcuts]')].indexOf(document.activeElement)"
    assert page.tab.evaluate(at) == 1


def test_an_error_in_a_script_shows_a_banner(open_page: Any) -> None:
    page = open_page()
    page.tab.evaluate("() => setTimeout(() => { throw new Error('broken on purpose'); }, 0)")
    page.tab.wait_for_selector("#failure:not([hidden])")
    assert "broken on purpose" in page.text("#failure")
    page.errors.clear()


def test_a_dragged_node_stays_where_it_was_put(open_page: Any) -> None:
    page = open_page()
    x, y = page.on_stage(0)
    page.drag((x, y), 40, 30)
    moved = page.on_stage(0)
    assert moved[0] > x + 15  # a hand has to move some px before it is taken for dragging
    assert moved[1] > y + 10
    page.tab.reload()
    page.tab.wait_for_selector("body[data-ready]")
    again = page.probe("() => [probe.positions.positions.x[0], probe.data.documents[0].x]")
    assert again[0] != again[1]


def test_the_first_picture_is_drawn_before_the_rest_is_read(open_page: Any) -> None:
    page = open_page()
    drawn, ready = page.tab.evaluate("() => [document.body.dataset.drawn, document.body.dataset.ready].map(Number)")
    assert 0 < drawn < ready
