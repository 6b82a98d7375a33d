from __future__ import annotations

import os
import shutil
import subprocess
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

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SHARED = ROOT.parent / "shared"

# What is made of the tables is kept here, not in the cache of whoever runs the tests.
os.environ.setdefault("CITEGRAPH_CACHE", str(ROOT / ".pytest_cache" / "citegraph"))

JOBS = {
    "annotate/test_annotated_width.py": "browser",
    "export/test_notebook.py": "browser",
    "page/test_bundle.py": "unit",
    "read/test_web_archives_in_a_browser.py": "browser",
    "page": "browser",
    "web/test_web_in_a_browser.py": "browser",
    "web/test_web_names_in_a_browser.py": "browser",
    "web": "cli",
    "cluster": "spark",
    "cli": "cli",
    "docs": "cli",
    "reliability/test_mutants.py": "unit",
    "reliability/test_old_encodings.py": "unit",
    "reliability": "cli",
    "pipeline": "cli",
    **dict.fromkeys(
        ("annotate", "audit", "cases", "decisions", "export", "extract", "grammar", "graph", "markup"), "unit"
    ),
    **dict.fromkeys(("i18n", "knowledge", "query", "read", "records", "resolve", "samples", "store", "text"), "unit"),
    "test_examples.py": "unit",
    "test_ids.py": "unit",
    "test_package.py": "cli",
    "test_positions.py": "unit",
    "test_system.py": "unit",
    "test_quality.py": "cli",
}
"""The job of each file or folder here, the first that fits; a test marked slow is in that job alone."""

ORDER = ("spark", "slow", "browser", "cli", "unit")
"""The files that take longest come first, so that no process is left with one of them when the others are done."""
COVERED = ("cli/",)
"""Beside those of the job unit, whose tests are watched for branches they take: that makes Python twice as slow."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with its job, and put the long files first; a test outside of every job is a mistake."""
    first: dict[Path, int] = {}
    for item in items:
        name = item.path.relative_to(HERE).as_posix()
        job = "slow" if item.get_closest_marker("slow") else _job(name)
        item.add_marker(job)
        if job != "unit" and not name.startswith(COVERED):
            item.add_marker("no_cover")
        rank = next((at for at, job in enumerate(ORDER) if item.get_closest_marker(job)), len(ORDER))
        first[item.path] = min(rank, first.get(item.path, rank))
    items.sort(key=lambda item: first[item.path])


def _job(name: str) -> str:
    job = next((job for place, job in JOBS.items() if name == place or name.startswith(f"{place}/")), None)
    if job is None:
        raise pytest.UsageError(f"tests/{name} is in no job: name its folder in JOBS of tests/conftest.py")
    return job


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


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, from the npm registry."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm on this machine: axe-core comes from its registry")
    folder = tmp_path_factory.mktemp("axe")
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "axe-core@4"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        pytest.skip(f"axe-core cannot be installed: {done.stderr.strip()[:200]}")
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
