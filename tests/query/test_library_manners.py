"""The library as a program meets it: one path for several, a store by its path, errors that name arguments."""

from __future__ import annotations

import inspect
import pickle
from importlib.resources import files
from pathlib import Path

import pytest

import citegraph
from citegraph.errors import ArgumentError, StoreError
from citegraph.read import read

SAMPLES = str(files("citegraph") / "samples")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("manners") / "s.sqlite"
    citegraph.build(SAMPLES, path)
    return path


def test_one_path_is_not_taken_for_its_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tin").mkdir()
    (tmp_path / "tin" / "a.txt").write_text("Theo Chỉ thị số 05-CT/TW.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Theo Chỉ thị số 06-CT/TW.", encoding="utf-8")
    for paths in ("./tin", Path("tin"), ["tin"]):
        assert [Path(report.path) for report in read(paths)] == [Path("tin/a.txt")]
        done = citegraph.build(paths, tmp_path / "s.sqlite", prune=True)
        assert (done.reports, done.failures) == (1, ())


def test_tab_shows_the_public_names_and_nothing_else() -> None:
    assert dir(citegraph) == sorted([*citegraph.__all__, "__version__"])
    assert all(hasattr(citegraph, name) for name in dir(citegraph))


QUESTIONS = {
    "cited_by": ("35-NQ/TW",),
    "cites": ("bao-cao-yen-thanh-2023",),
    "coupling": ("bao-cao-yen-thanh-2023",),
    "documents": (),
    "graph": (),
    "path": ("35-NQ/TW", "53-KL/TW"),
    "related": ("35-NQ/TW",),
    "search": ("tư tưởng",),
    "suggest_documents": (),
    "timeline": ("35-NQ/TW",),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_store_may_be_given_by_its_path(name: str, store: Path, tmp_path: Path) -> None:
    ask, asked = getattr(citegraph, name), QUESTIONS[name]
    with citegraph.Store(store) as opened:
        expected = ask(opened, *asked)
    for path in (store, str(store)):
        answer = ask(path, *asked)
        assert answer.nodes == expected.nodes if name == "graph" else answer == expected
    with pytest.raises(StoreError):
        ask(tmp_path / "none.sqlite", *asked)


def test_every_question_is_asked_here() -> None:
    takes_store = {
        name
        for name in citegraph.__all__
        if inspect.isfunction(getattr(citegraph, name))
        and next(iter(inspect.signature(getattr(citegraph, name)).parameters), "") == "store"
    }
    assert takes_store - {"show"} == set(QUESTIONS)


def test_an_error_names_the_argument(store: Path) -> None:
    with pytest.raises(ArgumentError, match=r"^since tomorrow: ") as error:
        citegraph.cited_by(store, "35-NQ/TW", since="tomorrow")
    again = pickle.loads(pickle.dumps(error.value))  # noqa: S301 - our own
    assert (again.argument, again.value, str(again)) == ("since", "tomorrow", str(error.value))
