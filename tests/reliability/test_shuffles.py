"""The order of reports, the number of processes and the way in which a corpus grew never change the result."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from running import text

from citegraph import pipeline
from citegraph.model import Corpus
from citegraph.store import Store

REPORTS = 16

Step = tuple[str, list[int], int]


def path(folder: Path, number: int) -> Path:
    # Some share their names, and some hold letters that sort otherwise composed than decomposed.
    return folder / ("sâu" if number % 5 == 0 else ".") / f"báo-cáo-{number // 2 if number % 5 == 0 else number}.txt"


def put(folder: Path, numbers: list[int], content: int = 0) -> None:
    (folder / "sâu").mkdir(parents=True, exist_ok=True)
    for number in numbers:
        path(folder, number).write_text(text(number + 1000 * content), encoding="utf-8")


def contents(store: Path) -> list[str]:
    with Store(store) as opened:
        return list(opened.dump())


@pytest.fixture
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@cache
def once() -> list[str]:
    """The corpus read at once, by one process."""
    folder = Path(tempfile.mkdtemp(dir="."))
    put(Path("r"), list(range(REPORTS)))
    pipeline.build(["r"], folder / "s.sqlite", jobs=1)
    found = contents(folder / "s.sqlite")
    shutil.rmtree(folder)
    return found


ways = st.lists(
    st.tuples(
        st.sampled_from(["add", "change", "remove", "name each"]),
        st.lists(st.integers(0, REPORTS - 1), unique=True, max_size=REPORTS),
        st.integers(1, 2),
    ),
    max_size=4,
)


@pytest.mark.slow
@pytest.mark.usefixtures("in_a_folder")
def test_every_way_to_the_same_reports_ends_in_the_same_store(amount) -> None:  # type: ignore[no-untyped-def]
    @settings(
        max_examples=amount(bounded=8, full=300),
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(way=ways, order=st.permutations(range(REPORTS)), jobs=st.integers(1, 2))
    def run(way: list[Step], order: list[int], jobs: int) -> None:
        expected = once()
        shutil.rmtree("r", ignore_errors=True)
        store = Path("s.sqlite")
        for left in Path().glob("s.sqlite*"):
            left.unlink()
        folder = Path("r")
        put(folder, [])
        for deed, numbers, processes in way:
            if deed == "remove":
                for number in numbers:
                    path(folder, number).unlink(missing_ok=True)
            else:
                put(folder, numbers, content=deed == "change")
            named = [path(folder, number) for number in numbers] if deed == "name each" else [folder]
            pipeline.build(named, store, jobs=processes, prune=bool(processes - 1))
        put(folder, order)
        pipeline.build([path(folder, number) for number in order], store, jobs=jobs)
        pipeline.build(["./r/"], store, jobs=1, prune=True)
        assert contents(store) == expected

    run()


@pytest.mark.usefixtures("in_a_folder")
def test_a_narrowed_corpus_and_its_parts_are_the_same_however_it_grew() -> None:
    put(Path("r"), list(range(REPORTS)))
    pipeline.build(["r"], "once.sqlite", jobs=2)
    for number in reversed(range(REPORTS)):
        pipeline.build([path(Path("r"), number)], "grown.sqlite", jobs=1)

    def narrowed(name: str) -> Corpus:
        with Store(name) as store:
            return store.corpus(top=5, min_reports=2, min_weight=2, edges=40)

    assert narrowed("once.sqlite") == narrowed("grown.sqlite")
    assert narrowed("once.sqlite").omitted.documents
    assert narrowed("once.sqlite").omitted.reports
