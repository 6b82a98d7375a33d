"""The whole graph, as much of it at a time as a browser draws smoothly."""

from __future__ import annotations

import random
import re

import pytest
from starlette.testclient import TestClient
from visitors import MOST

from citegraph.page import asset_bundle
from citegraph.web import graph_map
from citegraph.web.graph_map import ALONE, CELL, FIRST, Box, Map, make_map
from citegraph.web.graph_view import LINKS, SHOWN
from citegraph.web.kind_colors import DARK, OTHERS


@pytest.fixture(scope="module")
def large() -> Map:
    """A map of more documents than have a place, each near one that is cited more."""
    rng = random.Random(3)
    ranking = [(f"d{at}", 6000 - at) for at in range(graph_map.MOST + 50)]
    nearest = {f"d{at}": [f"d{rng.randrange(at)}"] for at in range(1, len(ranking))}
    links = [(f"d{at}", f"d{rng.randrange(at)}", 5) for at in range(1, FIRST)]
    return make_map(ranking, nearest, links)


def part(whole: Map, times: int, x: float = 0.5, y: float = 0.5) -> Box:
    _, _, width, height = whole.box
    return Box(
        whole.box.x + x * width * (1 - 1 / times),
        whole.box.y + y * height * (1 - 1 / times),
        width / times,
        height / times,
    )


def test_the_whole_shows_the_most_cited_documents(large: Map) -> None:
    assert large.documents_in_view(large.box, 1.0, SHOWN) == list(range(FIRST))


def test_an_enlarged_part_shows_what_it_showed_before_and_more(large: Map) -> None:
    before = set(large.documents_in_view(large.box, 1.0, SHOWN))
    for times in (2, 4, 8):
        view = part(large, times)
        shown = large.documents_in_view(view, times, SHOWN)
        low, high = (view.x, view.y), (view.x + view.width, view.y + view.height)
        held = {at for at in before if low <= tuple(large.places[at]) and (large.places[at] <= high).all()}
        inside = {at for at in held if (large.places[at] >= low).all()}
        assert inside <= set(shown)
        assert shown == sorted(shown)  # the most cited first
        assert len(shown) <= SHOWN
        before = set(shown)
    assert max(before) >= FIRST


def test_no_two_documents_of_a_level_stand_in_the_same_place(large: Map) -> None:
    for level in range(1, graph_map.LEVELS):
        begin, end = FIRST * 4 ** (level - 1), FIRST * 4**level
        cells = {tuple(row) for row in (large.places[begin:end] // [CELL[0] / 2**level, CELL[1] / 2**level]).tolist()}
        assert len(cells) == end - begin


def test_the_same_documents_have_the_same_places(large: Map) -> None:
    ranking = list(zip(large.names, large.reports, strict=True))
    one, two = (make_map(ranking[:300], {}, []) for _ in range(2))
    assert (one.places == two.places).all()


def test_a_view_is_bounded(client: TestClient) -> None:
    answer = client.get("/explore/part?box=-100,-100,300,300&scale=2.5")
    assert answer.status_code == 200
    assert 0 < len(re.findall('class="dot"', answer.text)) <= SHOWN
    assert len(re.findall("<line ", answer.text)) <= LINKS * SHOWN
    assert answer.text.startswith('<g transform="scale(0.4)')


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "1e9,0,1,1", "nan,0,1,1", "1,2,3,4,5"])
def test_a_box_that_is_none_is_refused(client: TestClient, box: str) -> None:
    assert client.get("/explore/part", params={"box": box}).status_code == 400


@pytest.mark.parametrize("scale", ["0", "-1", "1000", "x", "1e3"])
def test_a_scale_that_is_none_is_refused(client: TestClient, scale: str) -> None:
    assert client.get("/explore/part", params={"scale": scale}).status_code == 400


def test_a_kind_keeps_its_color_in_every_view(client: TestClient) -> None:
    legend = re.findall(r'swatch k(\d+)"></span>([^<]+)<', client.get("/explore").text)
    assert len(legend) > 1
    kinds = {row["document"]: row["kind"] for row in client.get("/api/v1/documents?limit=200").json()["rows"]}
    views = ("-100,-100,300,300", "200,200,300,300")
    for path in (*(f"/explore/part?box={box}&scale=4" for box in views), f"/picture/part?id={MOST}&depth=2"):
        shown = client.get(path).text
        for name, color in re.findall(r'data-id="([^"]+)">.*?class="k(\d+)"', shown, re.S):
            assert (color, kinds[name]) in legend


def test_a_legend_shows_the_kinds_that_are_drawn(client: TestClient) -> None:
    for path in ("/explore", f"/document?id={MOST}"):
        told = client.get(path).text
        shown = set(re.findall(r'<li data-color="(k\d+)"><span', told))
        assert shown
        assert shown == set(re.findall(r'<circle [^>]*class="(k\d+)"', told))


def test_every_place_of_the_palette_has_a_color_of_its_own(client: TestClient) -> None:
    rules = re.findall(r"\.k(\d+) \{ --swatch: (light-dark\([^)]+\))", client.get("/assets/style.css").text)
    assert [int(at) for at, _ in rules] == list(range(OTHERS + 1))
    assert len({color for _, color in rules}) == OTHERS + 1


def test_the_dark_colors_are_those_of_the_graph_page() -> None:
    dark = re.search(r"dark: \"(.*?)\"", asset_bundle.read_asset("colors.js"), re.DOTALL)
    assert dark
    assert re.findall(r"#[0-9a-f]{6}", dark.group(1)) == list(DARK[:OTHERS])


def test_documents_without_links_stand_in_rows_with_room_for_their_names() -> None:
    ranking = [(f"d{at}", 100 - at) for at in range(FIRST)]
    places = make_map(ranking, {}, [("d0", "d1", 5), ("d1", "d2", 5)]).places[3:]
    for at, place in enumerate(places):
        away = abs(places[at + 1 :] - place)
        assert ((away[:, 0] >= ALONE[0]) | (away[:, 1] >= ALONE[1])).all()


def test_on_a_phone_every_document_has_its_name_and_the_most_cited_are_there(client: TestClient) -> None:
    whole = client.get("/explore").text
    left, top, width, height = map(float, re.findall(r'viewBox="([^"]+)"', whole)[0].split())
    small = client.get(f"/explore/part?box={left},{top},{width},{height}&scale={330 / width:.3f}").text
    shown = re.findall(r'data-id="([^"]+)"', small)
    assert shown[0] == MOST
    assert 10 <= len(shown) == small.count("<text") < whole.count("<circle")
    assert set(re.findall(r'data-ends="(\S+) (\S+)"', small)) <= {(one, two) for one in shown for two in shown}


def test_a_view_of_nothing_is_empty(client: TestClient) -> None:
    assert "dot" not in client.get("/explore/part?box=90000,90000,10,10").text
    assert client.get("/explore/picture?box=0,0,0,0").status_code == 200
