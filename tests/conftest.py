from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("untimed")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests of a process, which can drive no two; without one they are skipped."""
    driven = pytest.importorskip("playwright.sync_api", reason="the browser tests need Playwright")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    with driven.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()
