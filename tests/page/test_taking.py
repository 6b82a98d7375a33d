"""What a reader takes along: a link to the view, pictures, a list, a table, a sheet of paper; and the way back."""

from __future__ import annotations

import csv
import io
import re
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from citegraph.export.csv_tables import csv_cell
from citegraph.model import Corpus


def _hash(page: Any) -> str:
    return page.tab.evaluate("() => location.hash")


def _download(page: Any, form: str) -> bytes:
    page.tab.click("#export-toggle")
    with page.tab.expect_download() as waiting:
        page.tab.click(f"[data-export={form}]")
    return Path(waiting.value.path()).read_bytes()


STEPS: dict[str, Callable[[Any], Any]] = {
    "selection": lambda tab: (tab.fill("#query", "nghi quyet"), tab.press("#query", "Enter")),
    "color": lambda tab: tab.select_option("#color-by", "kind"),
    "legend": lambda tab: tab.locator(".legend .entry").first.click(),
    "legend, what is unknown": lambda tab: (
        tab.select_option("#color-by", "term"),
        tab.locator(".legend .entry", has_text="Chưa rõ").click(),
    ),
    "box": lambda tab: tab.locator(".checks label").first.click(),
    "issuer": lambda tab: tab.select_option("#issuer", "Ban Bí thư"),
    "slider": lambda tab: tab.locator("#slide-leastReports").fill("4"),
    "layout": lambda tab: tab.click("[data-layout=center]"),
    "confidence": lambda tab: tab.check("#confidence-sure"),
    "relations": lambda tab: tab.uncheck("#relations"),
    "table": lambda tab: tab.click("[data-view=table]"),
    "zoom": lambda tab: tab.click("[data-zoom=in]"),
    "theme": lambda tab: tab.click("#theme"),
    "language": lambda tab: tab.click("#language"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_link_opens_the_same_view(open_page: Any, step: str) -> None:
    page = open_page()
    STEPS[step](page.tab)
    page.rest()
    state = page.probe("() => probe.state.current()")
    address = _hash(page)
    assert address
    again = open_page(hash_=address)
    again.rest()
    assert again.probe("() => probe.state.current()") == state
    shown = "() => probe.view.view.scene.order"
    assert again.probe(shown) == page.probe(shown)
    assert again.tab.locator("#panel").is_hidden() == page.tab.locator("#panel").is_hidden()


@pytest.mark.parametrize(
    "bad",
    ["#f=d:nothing", "#v=nonsense&y=a,b&z=1,2&n=-4&m=x", "#f=e:%20~%20", "#f=&f=a", "#f=e&f=", "#c=%F0%9F", "#f=p:a"],
)
def test_a_broken_link_still_opens(open_page: Any, bad: str) -> None:
    page = open_page(hash_=bad)
    assert page.probe("() => probe.view.view.scene.order.length") == 120
    assert page.tab.locator("#failure").is_hidden()


@pytest.mark.parametrize("name", ["a ~ b", "a&f=b", "dòng\nhai", "r:x,y", "%7E", "~"])
def test_a_link_opens_a_report_whatever_it_is_called(open_page: Any, small: Corpus, name: str) -> None:
    old = small.citations[0].report
    named = replace(
        small,
        reports=tuple(replace(one, id=name) if one.id == old else one for one in small.reports),
        citations=tuple(replace(one, report=name) if one.report == old else one for one in small.citations),
        findings=(),
    )
    page = open_page(named)
    page.probe("(name) => probe.state.focusOn('r', name)", name)
    page.tab.wait_for_selector("#panel:not([hidden])")
    again = open_page(named, hash_=_hash(page))
    assert again.text("#panel") == page.text("#panel")


def test_back_undoes_step_by_step(open_page: Any) -> None:
    page = open_page()
    assert page.tab.is_disabled("#undo")
    page.tab.mouse.click(*page.on_stage(0))
    page.tab.select_option("#color-by", "kind")
    page.tab.click("#undo")
    page.tab.wait_for_function("() => probe.state.current().color === 'community'")
    assert page.tab.locator("#panel").is_visible()
    page.tab.keyboard.press("z")
    page.tab.wait_for_selector("#panel", state="hidden")
    assert page.tab.is_disabled("#undo")
    page.tab.go_forward()
    page.tab.wait_for_selector("#panel:not([hidden])")


def test_svg_is_a_drawing_of_what_is_shown(open_page: Any) -> None:
    page = open_page()
    root = ET.fromstring(_download(page, "svg"))  # noqa: S314 - our own file
    space = "{http://www.w3.org/2000/svg}"
    statuses = page.probe("() => probe.data.documents.map((row) => row.status)")
    assert len(root.findall(f"{space}circle")) == sum(status != "minted" for status in statuses)
    assert len(root.findall(f"{space}text")) > 20
    assert not list(root.iter(f"{space}script"))


def test_png_is_twice_as_sharp(open_page: Any) -> None:
    page = open_page()
    picture = _download(page, "png")
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">I", picture[16:20])[0] == 3200


@pytest.mark.parametrize(("form", "shape"), [("slide", 9 / 16), ("sheet", 2**-0.5)])
def test_pictures_for_a_slide_and_a_page(open_page: Any, form: str, shape: float) -> None:
    picture = _download(open_page(), form)
    wide, high = struct.unpack(">II", picture[16:24])
    assert high / wide == pytest.approx(shape, abs=0.001)


def test_a_picture_has_title_legend_date_and_source(open_page: Any) -> None:
    page = open_page()
    root = ET.fromstring(_download(page, "svg"))  # noqa: S314 - our own file
    space = "{http://www.w3.org/2000/svg}"
    texts = [text.text or "" for text in root.iter(f"{space}text")]
    assert "Bản đồ" in texts
    assert any(text.startswith("Nút: một văn bản") for text in texts)
    assert any(text.startswith("120 văn bản, ") and re.search(r"\d+/\d+/20\d\d", text) for text in texts)
    for name in page.tab.locator(".legend .entry:visible .name").all_inner_texts():
        assert any(text.startswith(name[:30]) for text in texts)
    left, top, wide, high = map(float, root.attrib["viewBox"].split())
    for label in root.findall(f"{space}text"):
        assert left <= float(label.attrib["x"]) <= left + wide
        assert top <= float(label.attrib["y"]) <= top + high


def test_a_picture_says_what_the_shapes_mean(open_page: Any) -> None:
    root = ET.fromstring(_download(open_page(), "svg"))  # noqa: S314 - our own file
    texts = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Đã biết", "Suy ra từ các báo cáo", "Chưa có trong danh mục"} <= texts


def test_on_a_slide_the_legend_stands_beside_the_graph(open_page: Any) -> None:
    page = open_page()
    drawn = page.probe(
        """() => probe.svg_drawing.drawing(
            probe.view.view.scene, probe.theme.readPalette(), "x", probe.svg_drawing.SLIDE)"""
    )
    space = "{http://www.w3.org/2000/svg}"
    root = ET.fromstring(drawn)  # noqa: S314 - our own drawing
    unit = float(root.attrib["viewBox"].split()[2]) / 1600
    left = float(root.attrib["viewBox"].split()[0])
    legend = next(group for group in root.iter(f"{space}g") if len(group.findall(f"{space}circle")) > 1)
    nodes = [(float(one.attrib["cx"]) - left) / unit for one in root.findall(f"{space}circle")]
    assert max(nodes) < min(float(one.attrib["cx"]) for one in legend.findall(f"{space}circle"))
    assert max(nodes) - min(nodes) > 700


@pytest.mark.parametrize("shape", [None, 9 / 16], ids=["below", "beside"])
def test_names_of_two_subjects_are_whole_in_the_legend_of_a_picture(open_page: Any, shape: float | None) -> None:
    page = open_page()
    page.probe("() => { probe.data.communities.fill('Khoa học, công nghệ · Sắp xếp tổ chức bộ máy'); }")
    drawn = page.probe(
        """(shape) => probe.svg_drawing.drawing(
            probe.view.view.scene, probe.theme.readPalette(), "x", shape ?? undefined)""",
        shape,
    )
    texts = [text.text or "" for text in ET.fromstring(drawn).iter()]  # noqa: S314 - our own drawing
    named = [text for text in texts if re.search(r"Khoa học.*|Sắp xếp.*\(\d+\)$", text)]
    assert any("(" in text for text in named)
    assert any(text.startswith("Khoa học, công nghệ ·") for text in named)
    assert not any("…" in text for text in texts if re.search(r"\(\d+\)$", text))


def test_no_name_in_the_legend_of_a_picture_reaches_the_next(open_page: Any) -> None:
    page = open_page()
    page.probe("() => { probe.data.communities.fill('Những điều đảng viên không được làm và mừng'); }")
    root = ET.fromstring(_download(page, "svg"))  # noqa: S314 - our own file
    space = "{http://www.w3.org/2000/svg}"
    legend = next(group for group in root.iter(f"{space}g") if len(group.findall(f"{space}circle")) > 1)
    entries = [text for text in legend.findall(f"{space}text") if (text.text or "").startswith("Những điều")]
    starts = sorted(
        {float(circle.attrib["cx"]) - float(circle.attrib["r"]) for circle in legend.iter(f"{space}circle")}
    )
    assert len(entries) > 3
    for entry in entries:
        width = page.probe("([text, size]) => probe.text_metrics.textWidth(text, 400, size)", [entry.text, 16])
        assert all(float(entry.attrib["x"]) + width < start for start in starts if start > float(entry.attrib["x"]))


def test_csv_of_a_selection_has_its_documents_with_their_addresses(open_page: Any) -> None:
    page = open_page()
    page.probe("() => probe.state.focusOn('d', probe.data.documents[0].id)")
    text = _download(page, "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    chosen = page.probe("() => probe.view.view.scene.focus.nodes.map((at) => probe.data.documents[at].id)")
    assert sorted(row["Mã"] for row in rows) == sorted(chosen)
    known = page.probe("() => Object.fromEntries(probe.data.documents.map((row) => [row.id, row.url || '']))")
    assert {row["Mã"]: row["Địa chỉ"] for row in rows} == {name: known[name] for name in chosen}


def test_csv_is_the_table(open_page: Any) -> None:
    page = open_page()
    page.tab.select_option("#issuer", "Ban Bí thư")
    text = _download(page, "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0][:4] == ["Mã", "Văn bản", "Báo cáo", "Tên văn bản"]
    assert len(rows) - 1 == page.probe("() => probe.view.view.scene.order.length")
    assert {row[5] for row in rows[1:]} == {"Ban Bí thư"}


def test_csv_disarms_formulas(open_page: Any) -> None:
    found = open_page().probe("""() => probe.text.toCsv([['=1+1', '+a', '-b', '@c', 'a"b', 'x,y', null, 3]])""")
    assert found == '\ufeff\'=1+1,\'+a,\'-b,\'@c,"a""b","x,y",,3\r\n'


def test_csv_holds_what_an_exported_table_would(open_page: Any) -> None:
    before = [
        "",
        " ",
        "\t",
        "\r",
        "\n",
        "\r\n",
        "\u00a0",
        "\u3000",
        "\u200b",
        "\u200f",
        "\u2060",
        "\ufeff",
        "\x00",
        "\x1b",
        "\x85",
    ]
    values = [f"{skipped}{sign}1+1" for skipped in before for sign in "=+-@＝＋－＠"] + before + ["1=1", "a\r\nb", "đ"]
    text = open_page().probe("(rows) => probe.text.toCsv(rows)", [[value] for value in values])
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row[0] if row else "" for row in found] == [csv_cell(value) for value in values]


def test_table_sorts_both_ways_and_opens_documents(open_page: Any, keep: Any) -> None:
    page = open_page()
    page.tab.click("[data-view=table]")
    assert page.tab.locator("#table tbody tr").count() == 120
    reports = [int(text) for text in page.tab.locator("#table td:nth-child(2)").all_inner_texts()]
    assert reports == sorted(reports, reverse=True)
    keep(page, "table")
    page.tab.click("[data-sort=date]")
    assert page.tab.locator("th[aria-sort=ascending]").inner_text().startswith("Ngày ban hành")
    page.tab.click("[data-sort=date]")
    ids = page.tab.locator("#table tbody tr").evaluate_all("rows => rows.map((row) => row.dataset.id)")
    dates = page.probe("(ids) => ids.map((id) => probe.data.documents[probe.data.documentAt(id)].date || '')", ids)
    known = [date for date in dates if date]
    assert known == sorted(known, reverse=True)
    assert dates[: len(known)] == known
    page.tab.locator("#table tbody button").nth(2).click()
    assert page.tab.locator("#panel").is_visible()


def test_table_has_the_same_filters(open_page: Any) -> None:
    page = open_page()
    page.tab.click("[data-view=table]")
    page.tab.locator(".legend .entry").first.click()
    assert page.tab.locator("#table tbody tr").count() == page.probe("() => probe.view.view.scene.order.length")


def test_copy_link(open_page: Any) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.tab.select_option("#color-by", "kind")
    page.tab.click("#export-toggle")
    page.tab.click("[data-export=link]")
    page.tab.wait_for_selector("#notice:not([hidden])")
    assert "c=kind" in _hash(page)


def test_paper_gets_the_drawing_and_the_panel(open_page: Any, keep: Any) -> None:
    page = open_page()
    page.find("nghi quyet")
    page.tab.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.tab.emulate_media(media="print")
    assert page.tab.locator("#print svg").is_visible()
    assert page.tab.locator("#panel h2").is_visible()
    assert page.tab.locator("#filters").is_hidden()
    drawing, panel, chart = (
        page.tab.locator(f).first.bounding_box() for f in ("#print svg", "#panel h2", ".chart svg")
    )
    assert drawing["y"] + drawing["height"] <= panel["y"]
    assert chart["width"] <= 300
    keep(page, "print")
    page.tab.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.tab.locator("#print svg").count() == 0


def test_a_link_to_another_view_frames_the_graph_when_it_comes(open_page: Any) -> None:
    page = open_page(hash_="#v=table")
    page.tab.click("[data-view=graph]")
    page.rest()
    box = page.tab.locator("#graph").bounding_box()
    x, y = page.on_stage(0)
    assert box["x"] < x < box["x"] + box["width"]
    assert box["y"] < y < box["y"] + box["height"]
    first = open_page()
    first.rest()
    assert page.probe("() => probe.view.view.network.getScale()") == pytest.approx(
        first.probe("() => probe.view.view.network.getScale()"), rel=0.02
    )
