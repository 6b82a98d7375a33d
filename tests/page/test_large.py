"""A large graph shows its strongest part, says so, and lets everything that travelled be found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from corpora import Recipe, corpus

from citegraph.model import Omitted
from citegraph.page.json_tables import Limits

LARGE = corpus(Recipe(documents=700, reports=1_200, cited=4.0))
LIMITS = Limits(documents=600, drawn=200, quotes=900)


def test_strongest_are_drawn_and_the_rest_can_be_found(open_page: Any) -> None:
    page = open_page(LARGE, limits=LIMITS)
    assert page.probe("() => probe.view.view.scene.order.length") == 200
    assert "200" in page.text("#status")
    assert "600" in page.text("#status")
    last = page.probe("() => probe.data.documents[599]")
    page.find(last["id"])
    assert page.text("#panel h2") == last["label"]
    assert page.probe("() => probe.view.view.scene.shown.shown[599]")
    page.tab.locator("#slide-drawn").fill("400")
    assert page.probe("() => probe.view.view.scene.order.length") >= 400


def test_reports_that_did_not_travel_are_counted_and_their_command_told(open_page: Any) -> None:
    page = open_page(LARGE, limits=LIMITS)
    row = page.probe("() => probe.data.documents[0]")
    page.find(row["id"])
    held = page.probe("() => probe.data.documents[0].reports.filter((at) => probe.data.reports[at].included).length")
    assert 0 < held < len(row["reports"])
    note = page.text("#panel .cut")
    assert f"{held} trong {len(row['reports'])}" in note
    assert "citegraph cited-by" in note
    assert row["id"] in note


def test_thousands_of_nodes_are_drawn_in_batches_and_can_be_taken(open_page: Any) -> None:
    page = open_page(corpus(Recipe(documents=2_600, reports=3_000, cited=2.4)))
    x, y = page.on_stage(0)
    page.drag((x, y), 60, 20)
    moved = page.on_stage(0)
    assert moved[0] > x + 30
    page.tab.mouse.click(*moved)
    assert page.text("#panel h2") == page.probe("() => probe.data.documents[0].label")


def test_what_a_narrowed_corpus_leaves_out_is_said(open_page: Any) -> None:
    page = open_page(replace(corpus(Recipe(documents=20, reports=30)), omitted=Omitted(1234, 56, 7)))
    assert "Không đưa vào: 1.234 văn bản, 56 báo cáo" in page.text("#status")
