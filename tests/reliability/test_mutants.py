"""Every breach of a promise that the tests are tried with is one: it changes a line that is there."""

from __future__ import annotations

from pathlib import Path

import mutants
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("mutant", mutants.MUTANTS, ids=lambda mutant: mutant.name)
def test_a_breach_changes_a_line_that_is_there(mutant: mutants.Mutant) -> None:
    code = (ROOT / mutant.file).read_text("utf-8")
    assert code.count(mutant.old) == 1 and mutant.new != mutant.old
    for name in mutant.tests.split():
        assert (ROOT / name.partition("::")[0]).is_file()
