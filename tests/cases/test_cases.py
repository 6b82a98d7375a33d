"""Every case file, line by line, against extract and resolve: same spans, same documents."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from caseformat import FOLDER, Case, CaseError, Expected, claims_of, known_failures, load, parse_line

CASES = tuple(load())
FAILING = known_failures()


def answer(case: Case) -> list[Expected]:
    """What the program finds in a case's text, in the order of the text."""
    from citegraph.extract import extract
    from citegraph.model import Report
    from citegraph.resolve import resolve

    sha256 = hashlib.sha256(case.text.encode("utf-8")).hexdigest()
    report = Report(id=case.id, path=case.where, sha256=sha256, text=case.text, **case.metadata)
    citations = resolve(report, extract(case.text), records())
    return sorted(
        (Expected(c.mention.span.start, c.mention.span.end, c.document, claims_of(c.mention)) for c in citations),
        key=lambda e: (e.start, e.end),
    )


@cache
def records():
    from citegraph.records import load as load_authority

    return load_authority()


def same(expected: Expected, found: Expected) -> bool:
    """Whether span and document agree; a case without '@' says nothing of what follows it."""
    document = found.document if "@" in expected.document else found.document.split("@")[0]
    claimed = dict(found.claims)
    return (expected.start, expected.end, expected.document) == (found.start, found.end, document) and all(
        claimed[name] == value for name, value in expected.claims
    )


def differences(case: Case, found: Sequence[Expected]) -> list[str]:
    """What was expected and not found, and what was found and not expected, one line each."""

    def show(sign: str, e: Expected) -> str:
        return f"  {sign} [{e.start}, {e.end}) {case.text[e.start : e.end]!r} -> {e.document} {dict(e.claims)}"

    left = list(found)
    lines = []
    for want in case.expected:
        match = next((f for f in left if same(want, f)), None)
        if match is None:
            lines.append(show("expected", want))
        else:
            left.remove(match)
    return lines + [show("found   ", extra) for extra in left]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case.id,
            marks=[pytest.mark.xfail(strict=True, reason="listed in known_failures.txt")] if case.id in FAILING else [],
        )
        for case in CASES
    ],
)
def test_case(case: Case) -> None:
    wrong = differences(case, answer(case))
    assert not wrong, "\n".join([f"{case.id} ({case.where}) {case.metadata or ''}", f"  {case.text!r}", *wrong])


def test_ids_are_unique() -> None:
    again = [name for name, times in Counter(case.id for case in CASES).items() if times > 1]
    assert not again


def test_texts_are_unique() -> None:
    again = [t for t, times in Counter((c.text, tuple(sorted(c.metadata.items()))) for c in CASES).items() if times > 1]
    assert not again


def test_known_failures_are_cases() -> None:
    assert {case.id for case in CASES} >= FAILING


def test_an_id_names_its_file() -> None:
    strays = [case.where for case in CASES if case.where.split(".")[0] != case.id.rsplit("-", 1)[0]]
    assert not strays


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 450
    assert sum(not case.expected for case in CASES) >= 40
    assert len(list(Path(FOLDER).glob("*.txt"))) > 10


def test_marks_become_spans() -> None:
    case = parse_line(r"x-001: {date=2020; locality=Huế} a [[Chỉ thị 05|05-CT/TW@XII]]\n[[b\u200bc|d]].", "here")
    assert case.text == "a Chỉ thị 05\nb\u200bc."
    assert case.metadata == {"date": "2020", "locality": "Huế"}
    assert case.expected == (Expected(2, 12, "05-CT/TW@XII"), Expected(13, 16, "d"))


def test_decomposed_text_keeps_its_spans() -> None:
    case = parse_line("x-001: {nfd=1} Ở [[Nghị quyết 35|35-NQ/TW@XII]]", "here")
    (mark,) = case.expected
    assert len(case.text) > len("Ở Nghị quyết 35")
    assert case.text[mark.start : mark.end].startswith("Nghi\u0323")


@pytest.mark.parametrize(
    "line",
    [
        "no id here",
        "x-1: too short an id",
        "x-001: [[Nghị quyết 35|35-NQ/TW@XII]",
        "x-001: [[Nghị quyết 35]]",
        "x-001: [[Nghị quyết 35 |35-NQ/TW@XII]]",
        "x-001: [[Nghị quyết 35|35-NQ/TW]]",
        "x-001: {day=monday} text",
        r"x-001: \q",
    ],
)
def test_a_broken_line_is_refused(line: str) -> None:
    with pytest.raises(CaseError):
        parse_line(line, "here")
