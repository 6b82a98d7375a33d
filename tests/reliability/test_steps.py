"""However a text is made, finding what it cites takes work in proportion to its length."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

import made

from citegraph import records
from citegraph.cite import cite
from citegraph.model import Report
from citegraph.read.decode import decode
from citegraph.read.html import read_page
from citegraph.text import fold

TIMES = 8
"""So many times the text may take twice as many times the work; work in proportion to its square takes 64 times."""
SOME = 0.01
"""Seconds below which work is not told apart."""

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


KNOWN = records.load()


def found(text: str) -> object:
    return cite(Report(id="r", path="r", sha256="", date="2025-01-01", text=text), KNOWN)


NAMES = tuple(hard(10))
WORK: dict[str, Callable[[str], object]] = {
    "finding": found,
    "folding": lambda text: fold(text).text,
    "decoding": lambda text: decode(text.encode("utf-8", "replace"), "a.txt"),
    "a page": lambda text: read_page(f"<html><body><p>{text}</p></body></html>"),
}


def growth(work: Callable[[str], object], name: str, characters: int) -> float:
    """How many times the CPU time a text takes that is TIMES as long."""
    short, long = hard(characters)[name], hard(TIMES * characters)[name]
    assert len(long) == TIMES * len(short)
    grown = seconds(work, long) / max(SOME, min(seconds(work, short), seconds(work, short)))
    return grown if grown < TIMES else min(grown, seconds(work, long) / max(SOME, seconds(work, short)))


def seconds(work: Callable[[str], object], text: str) -> float:
    """The CPU time of this thread, which is the same however busy the machine is."""
    began = time.thread_time()
    work(text)
    return time.thread_time() - began


def test_there_are_enough_of_them() -> None:
    assert len(NAMES) >= 50


@pytest.mark.parametrize("name", NAMES)
def test_finding_grows_with_the_text(name: str) -> None:
    assert growth(found, name, 4_000) < 2 * TIMES


@pytest.mark.slow
@pytest.mark.parametrize("what", WORK)
def test_all_that_is_done_to_a_text_grows_with_it(what: str, amount) -> None:  # type: ignore[no-untyped-def]
    characters = amount(bounded=0, full=20_000)
    if not characters:
        pytest.skip("takes minutes, with --full only")
    found = {name: growth(WORK[what], name, characters) for name in NAMES}
    worst = max(found, key=found.__getitem__)
    print(
        f"\n{what}: {TIMES} times the text, at most {found[worst]:.1f} times the work ({worst}) over {len(found)} texts"
    )
    assert found[worst] < 3 * TIMES


def test_work_in_proportion_to_the_square_would_show() -> None:
    """Or the tests above would show nothing."""
    assert growth(lambda text: [text.count("zz") for _ in text], "codes", 3_000) > 3 * TIMES
