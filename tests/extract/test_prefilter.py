"""What the letters behind a word rule out is in vain: with every rule tried at every word, nothing more is found."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_extract import PIECES

import citegraph.extract  # noqa: F401 -- the package, not the function that bears its name
from citegraph import read, records
from citegraph.extract import extract
from citegraph.extract.by_title import Titles
from citegraph.extract.rule_prefilter import KeywordClass, Prefilter, RuleSet
from citegraph.model import Mention, Report

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cases"))

from caseformat import load

KNOWN = records.load()
MORE = ["Luật ", "về việc ", "Luật sửa đổi, bổ sung một số điều của ", "chuyên đề ", "NQ", "TT ", "do ", "Đại hội XIII", "“Tăng cường", "liên tịch số 5", ": ", "Hội nghị ", "học ", "10 ", "này"]  # fmt: skip
texts = st.lists(st.sampled_from([*PIECES, *MORE]), max_size=20).map("".join)


class Unruly(Prefilter):
    """Prefilter that rule nothing out."""

    def _compute_rules(self, keyword: KeywordClass, opening: bytes) -> RuleSet:
        return keyword.rules


@cache
def unruly() -> tuple[Titles, Unruly]:
    titles = Titles(KNOWN)
    return titles, Unruly(titles)


def with_all_rules(text: str, patch: pytest.MonkeyPatch) -> list[Mention]:
    with patch.context() as patched:
        patched.setattr(sys.modules["citegraph.extract"], "_titles_and_prefilter", lambda _: unruly())
        return extract(text, KNOWN)


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patched:
        yield patched


@given(texts)
@settings(max_examples=200)
def test_no_text_holds_more(patch: pytest.MonkeyPatch, text: str) -> None:
    assert with_all_rules(text, patch) == extract(text, KNOWN)


def test_no_case_holds_more(patch: pytest.MonkeyPatch) -> None:
    for case in load():
        assert with_all_rules(case.text, patch) == extract(case.text, KNOWN), case.id


def test_no_report_holds_more(patch: pytest.MonkeyPatch, shared: Path) -> None:
    reports = [found for found in read.read([shared / "gold" / "dev"]) if isinstance(found, Report)]
    assert reports
    for report in reports:
        assert with_all_rules(report.text, patch) == extract(report.text, KNOWN), report.id
