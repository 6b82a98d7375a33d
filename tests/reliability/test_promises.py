"""What the README promises names tests that are there and figures that are true."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import fuzz
import mutants
import test_mistakes
import test_network
import test_outputs
import test_plan
import test_steps

from citegraph.cli import EXIT_CODES

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PROMISES = README.partition("## What it promises\n")[2].partition("\n## ")[0]
ROWS = [line.strip("| ").split(" | ") for line in PROMISES.splitlines() if line.startswith("| ")][1:]


def test_every_promise_names_tests_that_are_there_and_a_figure() -> None:
    assert len(ROWS) > 10
    for promise, tests, figure in ROWS:
        named = re.findall(r"`(tests/\w+/\w+\.py)`", tests)
        assert named, promise
        for name in named:
            assert "def test_" in (ROOT / name).read_text("utf-8"), name
        assert figure, promise


def test_every_test_of_reliability_shows_a_promise() -> None:
    files = {f"tests/reliability/{path.name}" for path in Path(__file__).parent.glob("test_*.py")}
    assert files - {"tests/reliability/test_promises.py"} <= set(re.findall(r"tests/\w+/\w+\.py", PROMISES))


def test_the_figures_are_those_of_the_tests() -> None:
    sys.path.insert(0, str(ROOT / "tests" / "page"))
    import test_hostile

    for count, what in (
        (len(mutants.MUTANTS), "breaches"),
        (len(test_steps.SHORT), "adversarial texts"),
        (len(set(test_hostile.PLAIN)), "payloads"),
        (len(test_outputs.HOSTILE), "hostile strings"),
        (len(test_network.MAIN_JOB), "commands"),
        (len(test_mistakes.MISTAKES), "mistakes"),
        (len(test_plan.CLASHES), "clashes"),
        (len(fuzz.SOUND), "formats and encodings"),
    ):
        assert re.search(rf"\b{count} {what}\b", PROMISES), f"{count} {what}"


def test_every_breach_changes_a_line_that_is_there() -> None:
    for mutant in mutants.MUTANTS:
        code = (ROOT / mutant.file).read_text("utf-8")
        assert code.count(mutant.old) == 1 and mutant.new != mutant.old, mutant.name
        for name in mutant.tests.split():
            assert (ROOT / name.partition("::")[0]).is_file(), mutant.name


def test_every_exit_code_is_listed_in_both_languages() -> None:
    codes = {0, 1, 2, 130, *EXIT_CODES.values()}
    for start in ("One exit code a kind:", "Mã thoát:"):
        listed = README.partition(start)[2].partition("\n\n")[0]
        assert {int(code) for code in re.findall(r"\b\d+\b", listed)} == codes
