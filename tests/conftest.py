from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts and annotations that lies beside a development checkout."""
    if not SHARED.is_dir():
        pytest.skip("the real texts (../shared) are not on this machine")
    return SHARED


class Amount(Protocol):
    def __call__(self, *, bounded: int, full: int) -> int:
        """How much a long test is to do."""
        ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the tests marked slow in full, which takes an hour")


@pytest.fixture(scope="session")
def amount(pytestconfig: pytest.Config) -> Amount:
    """How much a test marked slow is to do: `amount(bounded=3, full=50)` is 3, and 50 with --full."""
    return lambda *, bounded, full: full if pytestconfig.getoption("--full") else bounded
