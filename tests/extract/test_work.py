"""How much work passing over a text is, counted: calls of patterns, of rules, of anything."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable

import pytest

from citegraph import records
from citegraph.cite import cite
from citegraph.extract import by_meeting, by_name, by_number, extract
from citegraph.extract.by_title import Titles
from citegraph.extract.keyword_scan import _Automaton, scan
from citegraph.extract.rule_prefilter import NONE, Prefilter
from citegraph.extract.vocabulary import lookalike_words
from citegraph.model import Report
from citegraph.text import GAPS, UNEVEN

KNOWN = records.load()
PREFILTER = Prefilter(Titles(KNOWN))
NOTHING = "Sáng nay trời nắng đẹp, người dân phố núi đổ ra đường đón năm mới. "
EVERYDAY = (
    "Theo quy định, chương trình ca nhạc và kế hoạch đón khách đã được thông báo rộng rãi; anh quyết định ở lại, "
    "luật sư hướng dẫn khách, báo cáo viên kết luận: pháp luật cấm."
)
RULES = {
    by_number.match_after_kind_word,
    by_number.match_at_symbol,
    by_meeting.match_plenum,
    by_meeting.match_congress,
    by_name.match_law,
    by_name.match_own_name,
}
CITED = "Thực hiện Nghị quyết số {}-NQ/TW ngày 22/10/2018 của Bộ Chính trị về nông nghiệp, nông dân, nông thôn.\n"


def counted(work: Callable[[], object]) -> Counter[str]:
    """How often patterns, rules and anything at all are called while the work is done a second time."""
    work()
    rules = {rule.__code__ for rule in RULES}
    counts: Counter[str] = Counter()

    def seen(frame: object, event: str, argument: object) -> None:
        if event == "c_call":
            counts["all"] += 1
            counts["patterns"] += type(getattr(argument, "__self__", None)).__name__ == "Pattern"
        elif event == "call":
            counts["all"] += 1
            counts["rules"] += frame.f_code in rules  # type: ignore[attr-defined]

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counts


def cited(text: str) -> Callable[[], object]:
    report = Report(id="r", path="r", sha256="", date="2025-01-01", text=text)
    return lambda: cite(report, KNOWN)


@pytest.mark.parametrize("times", [1, 100, 10_000])
def test_a_text_that_names_no_type_costs_the_same_whatever_its_length(times: int) -> None:
    counts = counted(cited(NOTHING * times))
    assert counts["patterns"] == 0
    assert counts["all"] < 60


def test_type_words_in_everyday_use_reach_no_rule() -> None:
    few, many = (counted(cited(EVERYDAY * times)) for times in (1, 101))
    assert not scan(EVERYDAY.encode(), PREFILTER).hits
    assert few["rules"] == many["rules"] == 0
    assert many["patterns"] == 0
    assert many["all"] - few["all"] < 100 * 40  # four calls for each of some nine words


def test_what_may_follow_a_word_is_found_out_once() -> None:
    prefilter = Prefilter(Titles(KNOWN))
    scan(EVERYDAY.encode(), prefilter)
    asked = prefilter.kept.cache_info().misses
    scan(EVERYDAY.encode() * 50, prefilter)
    assert prefilter.kept.cache_info().misses <= asked + 2  # the last words are followed by the first of the next


def test_a_fresh_process_makes_a_small_automaton() -> None:
    signs_and_words = len(UNEVEN) + len(GAPS) + len(PREFILTER.words) + len(lookalike_words())
    assert (
        len(_Automaton(PREFILTER.words, PREFILTER.classes).patterns) <= signs_and_words
    )  # none for each word torn at each gap


def test_a_rule_is_tried_only_where_the_letters_behind_the_word_let_it() -> None:
    rules = {
        text: scan(text.encode(), PREFILTER).hits
        for text in ("Luật số 24/2018", "Nghị quyết Trung ương 4", "Quy định chung")
    }
    [law], [plenum], nothing = rules.values()
    assert (law.rules.number, law.rules.plenum, law.rules.title) == (True, False, False)
    assert (plenum.rules.plenum, plenum.rules.congress) == (True, False)
    assert not nothing
    assert PREFILTER.possible_rules(PREFILTER.classes["luật"], " sư ".encode()) is NONE


@pytest.mark.parametrize(
    ("torn", "surface"),
    [
        ("Nghị  quyết 35-NQ/TW", None),
        ("Nghị \n quyết 35-NQ/TW", None),
        ("Nghị\nquyết 35-NQ/TW", None),
        ("Nghị_quyết 35-NQ/TW", None),
        ("Nghị\u00a0quyết 35-NQ/TW", None),
        ("Nghị \u2003quyết 35-NQ/TW", None),
        ("Ng\u200bhị quyết 35-NQ/TW", None),
        ("Nghi\u0323 quyết 35-NQ/TW", None),
        ("<b>N</b>ghị quyết 35-NQ/TW", "N</b>ghị quyết 35-NQ/TW"),
        ("Thông\r\ntư số 29/2024/TT-BGDĐT", None),
        ("Thông báo\nkết luận số 264-TB/TW", None),
        ("quyết \u00f0ịnh số 244-QĐ/TW", None),
        ("Ngh&#7883; quyết 35-NQ/TW", None),
    ],
)
def test_a_word_is_found_however_it_is_torn(torn: str, surface: str | None) -> None:
    for text in (torn, f"Theo {torn}.", f"Luật  Đất đai,\t{torn}"):
        assert (surface or torn) in [mention.surface for mention in extract(text)]


def test_mentions_cost_so_many_calls() -> None:
    few, many = (counted(cited("".join(CITED.format(n) for n in range(1, count)))) for count in (11, 111))
    assert many["patterns"] - few["patterns"] < 100 * 40
    assert many["all"] - few["all"] < 100 * 2100
