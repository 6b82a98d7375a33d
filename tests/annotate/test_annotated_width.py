"""An annotated page is never wider than its window, whatever it says, and a card stays reachable and within it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from citegraph.annotate.html_page import render
from citegraph.annotate.marked_segments import Mark, MarkedReport
from citegraph.model import (
    Candidate,
    Citation,
    Document,
    Evidence,
    Finding,
    Form,
    Mention,
    Method,
    Report,
    Scope,
    Span,
    Status,
)

LONG = "x" * 400
WIDTHS = (320, 390, 1440)


def page() -> str:
    """A page with a word of 400 letters wherever a report or a document can put one, and marks all along a line."""
    marked = [f"Nghị quyết {LONG}", *(f"Nghị quyết {at}" for at in range(12))]
    text = f"{LONG} {' và '.join(marked)} {LONG}"
    marks, start = [], 0
    for at, surface in enumerate(marked):
        start = text.index(surface, start)
        span = Span(start, start + len(surface))
        mention = Mention(span=span, surface=surface, form=Form.FULL, scope=Scope.PARTY, rule="code")
        citation = Citation(
            report="r",
            mention=mention,
            document=f"{LONG}@?" if at % 2 else LONG,
            method=Method.MINTED,
            evidence=(Evidence("date", 1.0, LONG),),
            candidates=(Candidate(LONG, 1.0), Candidate(f"{LONG}2", 1.0)),
        )
        document = Document(
            id=LONG, label=LONG, scope=Scope.PARTY, status=Status.KNOWN, issuer=LONG, title=LONG, date="2012-01-01"
        )
        finding = Finding("r", span, LONG, "issuer", LONG, LONG, LONG)
        marks.append(Mark(citation=citation, document=document, findings=(finding,) if at < 2 else ()))
    said = dict.fromkeys(("title", "publisher", "locality", "number"), LONG)
    report = Report(id="r", path=f"/{LONG}", sha256="", text=text, url=f"http://{LONG}.vn/{LONG}", **said)  # type: ignore[arg-type]
    return render(MarkedReport(report=report, marks=tuple(marks), stored_id="r"))


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_window(browser: Any, tmp_path: Path, width: int) -> None:
    (tmp_path / "p.html").write_text(page(), encoding="utf-8")
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.goto((tmp_path / "p.html").as_uri())
    overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert tab.evaluate(overflow) == 0
    for at in range(tab.locator(".mark").count()):
        tab.locator(".mark").nth(at).focus()
        left, right = tab.evaluate(
            "at => { const box = document.querySelectorAll('.card')[at].getBoundingClientRect();"
            " return [box.left, box.right] }",
            at,
        )
        assert 0 <= left < right <= width, at
        assert tab.evaluate(overflow) == 0
    tab.close()


def test_a_pointer_reaches_the_card_of_its_mark(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "p.html").write_text(page(), encoding="utf-8")
    tab = browser.new_page(viewport={"width": 390, "height": 2000})
    tab.goto((tmp_path / "p.html").as_uri())
    tab.locator(".mark").nth(5).hover()
    x, bottom, top = tab.evaluate(
        "() => { const last = [...document.querySelectorAll('.mark')[5].getClientRects()].at(-1);"
        " return [last.left + 4, last.bottom, document.querySelectorAll('.card')[5].getBoundingClientRect().top] }"
    )
    for y in range(int(bottom) - 3, int(top) + 9):
        tab.mouse.move(x, y)
        assert tab.evaluate("getComputedStyle(document.querySelectorAll('.card')[5]).display") == "block", y
    tab.close()
