"""However a text is made, finding what it cites takes steps in proportion to its length."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

import made

from citegraph import authority
from citegraph.cite import cite
from citegraph.model import Report
from citegraph.read.decode import decode
from citegraph.read.html import read_page
from citegraph.text import fold

CHARACTERS = 4_000
TWICE = 2.4
"""Twice the text may take so many times the steps: some of them are those of a beginning."""
SOME = 2_000
"""And so many calls more: caches are filled, and a window on the text has an edge."""

# Beside those that the benchmark runs: what tempts folding, dates, quotes, lists and the words around a mention.
MORE = {
    "nested tags": "<b",
    "unended attributes": "<a href='",
    "nested entities": "&am",
    "bold": "** ",
    "line ends": "\n",
    "blank lines": " \n ",
    "soft breaks": "35-\n",
    "invisible": "\u200b",
    "a letter under marks": "e\u0301\u0323",
    "underscores": "a_",
    "slashes": "/",
    "code tails": "-NQ/TW",
    "code heads": "35-",
    "years": "năm 2020 ",
    "day and month": "ngày 1 tháng ",
    "pinpoints": "điểm a khoản 2 Điều 3 ",
    "quotes": "“”",
    "titles in quotes": "Nghị quyết về “tăng cường” ",
    "terms": "khóa XII, ",
    "plural lists": "các Nghị quyết số 1, 2 và ",
    "drafts": "dự thảo Nghị quyết ",
    "letterheads": "Số: 12-BC/HU\n",
    "addresses": "http://a.vn/nq-35/",
    "law lists": "Luật Đất đai, Luật Nhà ở, ",
    "full mentions": "Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị ",
    "replacing": "thay thế Nghị quyết 18 bằng ",
    "Roman": "XIIIVX",
    "one syllable": "nghị ",
    "capitals": "NGHỊ QUYẾT ",
    "sentence ends": ". ",
    "table cells": "|",
}


def hard(characters: int) -> dict[str, str]:
    more = {name: (piece * (characters // len(piece) + 1))[:characters] for name, piece in MORE.items()}
    quarter = characters // 4
    more["tags in tags"] = "<" * quarter + "b>" * quarter + "a" * quarter
    return made.hard(characters) | more


SHORT, LONG = hard(CHARACTERS), hard(2 * CHARACTERS)
KNOWN = authority.load()


def found(text: str) -> object:
    return cite(Report(id="r", path="r", sha256="", date="2025-01-01", text=text), KNOWN)


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, those in C among them: the same on every machine."""
    count = 0

    def seen(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_there_are_enough_of_them() -> None:
    assert len(SHORT) >= 50
    assert all(len(LONG[name]) == 2 * len(text) for name, text in SHORT.items())


@pytest.mark.parametrize("name", SHORT)
def test_calls_grow_with_the_text(name: str) -> None:
    found(SHORT[name])
    few, many = calls(lambda: found(SHORT[name])), calls(lambda: found(LONG[name]))
    assert many <= TWICE * few + SOME, (few, many)


WORK: dict[str, Callable[[str], object]] = {
    "finding": found,
    "folding": lambda text: fold(text).text,
    "decoding": lambda text: decode(text.encode("utf-8", "replace"), "a.txt"),
    "a page": lambda text: read_page(f"<html><body><p>{text}</p></body></html>"),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", WORK)
def test_what_patterns_do_grows_with_the_text(what: str, amount) -> None:  # type: ignore[no-untyped-def]
    """Steps within one call of a pattern nobody counts but the processor: eight times the text, not 64 times the work."""
    if not amount(bounded=0, full=1):
        pytest.skip("compares CPU times, which only --full does")
    growth = {}
    for name, text in hard(5 * CHARACTERS).items():
        long = hard(40 * CHARACTERS)[name]
        short = max(seconds(lambda text=text: WORK[what](text)), 0.01)  # type: ignore[misc]
        growth[name] = seconds(lambda long=long: WORK[what](long)) / short  # type: ignore[misc]
    worst = max(growth, key=growth.__getitem__)
    print(f"\n{what}: 8 times the text, at most {growth[worst]:.1f} times the work ({worst}) over {len(growth)} texts")
    assert growth[worst] < 24


def seconds(work: Callable[[], object]) -> float:
    """CPU time, the least of two."""

    def once() -> float:
        began = time.thread_time()
        work()
        return time.thread_time() - began

    return min(once(), once())


def test_the_calls_would_show_it() -> None:
    """Or the test above would show nothing."""
    few, many = (calls(lambda n=n: [[len("") for _ in range(n)] for _ in range(n)]) for n in (100, 200))  # type: ignore[misc]
    assert many > TWICE * few + SOME
