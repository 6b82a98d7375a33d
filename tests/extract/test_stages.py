"""A text travels one way: each stage of extraction is entered once for it, and hands on a value."""

from __future__ import annotations

import sys
from collections import Counter
from types import FrameType

import pytest

from citegraph.extract import extract

PACKAGE = "citegraph.extract"
STAGES = ("", ".fold_and_scan", ".rule_matching", ".claims", ".mentions_from_drafts")
TEXTS = {
    "one": "Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị",
    "torn": "Ng\u200bhị quyết số 35-NQ/TW và Chỉ thị 05-CT/TW, Luật Đất đai 2024; Điều lệ Đảng. Nghị quyết này",
    "many": "Theo Nghị quyết 18, 19-NQ/TW và Nghị quyết Trung ương 4 khóa XII; Quy định 37-QĐ/TW. " * 20,
}


def entered(text: str) -> Counter[str]:
    """How often each module of the package is called from a module that is not part of it or another stage."""
    extract(text)  # what is found out once for all texts
    stages = {PACKAGE + stage for stage in STAGES}
    counts: Counter[str] = Counter()

    def seen(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_globals.get("__name__", "")
        before = frame.f_back.f_globals.get("__name__", "") if frame.f_back else ""
        if event == "call" and name in stages and name != before:
            counts[name.removeprefix(PACKAGE)] += 1

    previous = sys.getprofile()
    sys.setprofile(seen)
    try:
        extract(text)
    finally:
        sys.setprofile(previous)
    return counts


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_each_stage_is_entered_once(text: str) -> None:
    assert entered(text) == dict.fromkeys(STAGES, 1)


def test_a_text_without_places_worth_a_look_goes_no_further() -> None:
    assert entered("Sáng nay trời nắng đẹp.") == {"": 1, ".fold_and_scan": 1}
