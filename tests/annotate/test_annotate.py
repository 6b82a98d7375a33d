"""A marked report is the whole report, as text, with every citation explained and leading to the graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from citegraph import pipeline
from citegraph.annotate import MarkedReport, annotate, render, reserve_file_name
from citegraph.annotate.html_page import document_address
from citegraph.i18n import translated, value_name
from citegraph.model import Failure
from citegraph.read import read
from citegraph.store import Store

SAMPLES = str(files("citegraph") / "samples")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("annotate") / "s.sqlite"
    pipeline.build([SAMPLES], path, jobs=1)
    with Store(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(store: Store) -> dict[str, tuple[MarkedReport, html.HtmlElement]]:
    marked = [one for one in annotate([SAMPLES], store) if isinstance(one, MarkedReport)]
    return {one.report.id: (one, html.document_fromstring(render(one))) for one in marked}


def text_of(page: html.HtmlElement) -> str:
    """The text of the report as the page shows it, without the cards."""
    main = page.find(".//main")
    for card in main.findall(".//span[@class='card']"):
        card.drop_tree()
    return main.text_content()


def test_every_report_is_there_whole(pages: dict[str, tuple[MarkedReport, html.HtmlElement]]) -> None:
    texts = {report.path: report.text for report in read([SAMPLES]) if not isinstance(report, Failure)}
    assert len(pages) == len(texts) > 10
    for marked, page in pages.values():
        shown = html.document_fromstring(html.tostring(page, encoding="unicode"))
        assert " ".join(text_of(shown).split()) == " ".join(texts[marked.report.path].split())
        assert "".join(stretch.text for stretch in marked.segments()) == texts[marked.report.path]


def test_every_citation_of_the_store_is_marked_and_leads_to_its_document(
    pages: dict[str, tuple[MarkedReport, html.HtmlElement]], store: Store
) -> None:
    decided = 0
    for marked, page in pages.values():
        held = store.report(marked.report.path)
        assert held is not None
        cited = store.cites(held.id)
        marks = page.findall(".//main//*[@class='mark']")
        assert [mark.text_content() for mark in marks] == [citation.mention.surface for citation in cited]
        for mark, citation in zip(marks, cited, strict=True):
            if not citation.decided:
                assert mark.tag == "mark"
                continue
            decided += 1
            link = urlsplit(mark.get("href"))
            assert link.path == "graph.html"
            assert parse_qs(link.fragment) == {"f": [f"d:{citation.document}"]}
            card = page.get_element_by_id(mark.get("aria-describedby"))
            said = card.text_content()
            assert citation.document in said
            for reason in citation.evidence:
                assert f"{value_name('vi', 'evidence', reason.name)}: {translated('vi', reason.detail)}" in said
    assert decided > 50


def test_what_differs_stands_out_and_is_listed(
    pages: dict[str, tuple[MarkedReport, html.HtmlElement]], store: Store
) -> None:
    differing = {found.report for found in store.findings()}
    assert differing
    for marked, page in pages.values():
        found = [one for one in store.findings() if one.report == marked.report.id]
        assert bool(page.findall(".//section[@class='findings']")) == bool(found)
        assert len(page.findall(".//span[@class='differs']")) == len(found)
        for one in found:
            assert f"c{one.span.start}" in {a.get("href")[1:] for a in page.findall(".//section//a")}


def test_a_draft_is_judged_by_itself(tmp_path: Path) -> None:
    draft = tmp_path / "dự thảo.txt"
    draft.write_text("Theo Nghị quyết số 35-NQ/TW ngày 20/10/2018 của Bộ Chính trị.", encoding="utf-8")
    (marked,) = annotate([draft])
    assert isinstance(marked, MarkedReport)
    assert not marked.is_on_graph
    page = render(marked, lang="vi")
    assert "graph.html" not in page
    assert "ngày: ghi <b>20/10/2018</b>; danh mục ghi <b>22/10/2018</b>" in page
    assert "says <b>2018-10-20</b>; on record <b>2018-10-22</b>" in render(marked, lang="en")


def test_a_report_that_changed_since_the_build_is_read_anew(tmp_path: Path) -> None:
    report = tmp_path / "tin.txt"
    report.write_text("Theo Chỉ thị 05-CT/TW ngày 15/5/2016.", encoding="utf-8")
    pipeline.build([tmp_path / "tin.txt"], tmp_path / "s", jobs=1)
    report.write_text("Hôm nay học Nghị quyết số 35-NQ/TW ngày 22/10/2018.", encoding="utf-8")
    with Store(tmp_path / "s") as store:
        (marked,) = annotate([report], store)
    assert isinstance(marked, MarkedReport)
    assert [mark.citation.document for mark in marked.marks] == ["35-NQ/TW@XII"]
    assert not marked.is_on_graph


HOSTILE = "<script>alert(1)</script> \" onmouseover=alert(1) ' &lt;b> {{ 7*7 }} \u202e]]> </main>"


def test_nothing_in_a_report_becomes_markup(tmp_path: Path) -> None:
    row = tmp_path / "t.csv"
    quoted = f"Theo Chỉ thị 05-CT/TW ngày 15/5/2016 {HOSTILE}".replace('"', '""')
    title = HOSTILE.replace('"', '""')
    row.write_text(
        f'id,title,url,publisher,text\n"{title}","{title}","javascript:alert(1)","{title}","{quoted}"\n', "utf-8"
    )
    (marked,) = annotate([row])
    assert isinstance(marked, MarkedReport)
    facts = dict.fromkeys(("title", "publisher", "locality", "number"), HOSTILE)  # readers would clean them
    page = render(replace(marked, report=replace(marked.report, **facts)))
    assert "<script" not in page
    assert "javascript:" not in page
    tree = html.document_fromstring(page)
    assert {attribute for node in tree.iter() for attribute in getattr(node, "attrib", {})} <= {
        *("lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "rel", "tabindex", "role"),
        "aria-describedby",
    }
    assert HOSTILE in tree.find(".//h1").text_content()


def test_the_page_asks_for_nothing(pages: dict[str, tuple[MarkedReport, html.HtmlElement]]) -> None:
    for marked, page in pages.values():
        policy = page.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert not page.xpath("//script | //img | //link | //iframe | //@src")
        style = page.find(".//style").text
        assert "url(" not in style and "@import" not in style
        assert render(marked) == render(marked)


def test_names_of_pages_are_safe_and_differ() -> None:
    taken: set[str] = set()
    asked = ["a/b#1", "a/b?1", "A-B-1", "..", "", "x" * 500, "báo cáo", "\ud800", "con", "AUX.1", "com7"]
    names = [reserve_file_name(one, taken) for one in asked]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert re.fullmatch(r"[^/\\:*?\"<>|#%]+\.html", name)
        assert len(name.encode()) < 200
        assert name.partition(".")[0].casefold() not in {"con", "aux", "com7"}  # devices on Windows


def test_the_address_survives_any_id() -> None:
    for name in ("35-NQ/TW@XII", "16-NQ/TU@Thanh Hóa", "a&b=c#d%e+f"):
        assert parse_qs(urlsplit(document_address("graph.html", name)).fragment) == {"f": [f"d:{name}"]}


def test_marking_a_report_asks_for_its_own_findings_alone(tmp_path: Path) -> None:
    wrong = "Theo Nghị quyết số 35-NQ/TW ngày 20/10/2018 của Bộ Chính trị, mục {}."
    (tmp_path / "một.txt").write_text(wrong.format("x"), encoding="utf-8")
    steps = []
    for others in (10, 400):
        rows = "".join(f'r{at},"{wrong.format(at)}"\n' for at in range(others))
        (tmp_path / "bảng.csv").write_text(f"id,text\n{rows}", encoding="utf-8")
        pipeline.build([tmp_path], tmp_path / f"{others}.sqlite", jobs=1)
        with Store(tmp_path / f"{others}.sqlite") as store:
            assert len(list(store.findings())) == others + 1
            count = 0

            def step() -> None:
                nonlocal count
                count += 1

            store._connection.set_progress_handler(step, 1)
            (marked,) = annotate([tmp_path / "một.txt"], store)
            assert isinstance(marked, MarkedReport) and [len(mark.findings) for mark in marked.marks] == [1]
            steps.append(count)
    assert steps[1] < 2 * steps[0], steps
