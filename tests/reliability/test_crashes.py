"""A build may be killed anywhere, and is taken up again as if nothing had happened."""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command import command, environment, run, start
from corpora import Recipe, corpus
from running import intact, reports, rows, stage

from citegraph import export, pipeline
from citegraph.store import Publication, Store


def exported(folder: Path) -> dict[str, bytes]:
    """The files that a reader of the folder sees, and what is in them."""
    return {
        path.name: path.read_bytes()
        for path in folder.glob("[!.]*")
        if path.is_file() and not path.name.startswith("citegraph.sqlite")
    }


@pytest.mark.slow
def test_a_build_killed_at_random_moments_ends_as_one_that_was_not(tmp_path: Path, amount) -> None:  # type: ignore[no-untyped-def]
    many, kills = amount(bounded=100, full=2000), amount(bounded=4, full=50)
    reports(tmp_path / "r", range(many))
    began = time.monotonic()
    assert start("build", "r", "-o", "whole", "-j", 1, folder=tmp_path).returncode == 0
    seconds = time.monotonic() - began
    expected, files = rows(tmp_path / "whole" / "citegraph.sqlite"), exported(tmp_path / "whole")
    assert len(expected["report"]) == many
    assert len(files) >= 5

    rng, output = random.Random(7), tmp_path / "o"
    store = output / "citegraph.sqlite"
    stages: Counter[str] = Counter()
    finished = 0
    while stages.total() < kills:
        jobs = rng.choice((1, 2))
        process = subprocess.Popen(
            command("build", "r", "-o", "o", "-j", jobs),
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            process.wait(rng.uniform(0.1, 1.1 * seconds))
        except subprocess.TimeoutExpired:
            process.kill()  # -9: no handler runs, nothing is tidied
            process.wait()
            stages[stage(store)] += 1
            assert not store.exists() or intact(store)
            seen = exported(output) if output.exists() else {}
            assert {name: files[name] for name in seen} == seen  # the whole file or none
        else:
            assert process.stderr is not None
            assert process.returncode == 0, process.stderr.read()
            finished += 1
            assert (rows(store), exported(output)) == (expected, files)
            shutil.rmtree(output)
        finally:
            if process.stderr is not None:
                process.stderr.close()
    ran = run("build", "r", "-o", "o", folder=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert intact(store)
    assert (rows(store), exported(output)) == (expected, files)
    print(f"\n{kills} kills over {many} reports, {finished + 1} builds finished, each equal row for row;", dict(stages))


@pytest.mark.slow
def test_a_changed_store_killed_on_its_way_is_the_old_one_or_the_new_one(tmp_path: Path, amount) -> None:  # type: ignore[no-untyped-def]
    """The harder case: reports were published before, and others take their place."""
    many, kills = amount(bounded=60, full=1000), amount(bounded=3, full=25)
    folder = reports(tmp_path / "r", range(many))
    build = ("build", "r", "-j", 1, "--format", "json", "-o")
    assert run(*build, "old", folder=tmp_path).returncode == 0
    before = rows(tmp_path / "old" / "citegraph.sqlite")
    for number in range(0, many, 2):
        (folder / f"báo-cáo-{number:04d}.txt").write_text(f"Chỉ thị số 05-CT/TW, bản {number}.", encoding="utf-8")
    shutil.copytree(tmp_path / "old", tmp_path / "new")
    began = time.monotonic()
    assert start(*build, "new", folder=tmp_path).returncode == 0
    seconds = time.monotonic() - began
    after = rows(tmp_path / "new" / "citegraph.sqlite")
    assert before["citation"] != after["citation"]

    rng, states = random.Random(11), Counter[str]()
    shutil.copytree(tmp_path / "old", tmp_path / "o")
    store = tmp_path / "o" / "citegraph.sqlite"
    while states.total() < kills:
        process = subprocess.Popen(
            command(*build, "o"), cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(rng.uniform(0.2, seconds))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            assert intact(store)
            seen = rows(store)
            seen["pending"] = []
            assert seen in (before, after)
            states["old" if seen == before else "new"] += 1
        else:
            assert process.returncode == 0
            assert rows(store) == after
            shutil.rmtree(tmp_path / "o")
            shutil.copytree(tmp_path / "old", tmp_path / "o")
    assert run(*build, "o", folder=tmp_path).returncode == 0
    assert rows(store) == after
    print(f"\n{kills} kills while {many // 2} of {many} reports changed: seen", dict(states))


def killed(run: Callable[[], object]) -> None:
    """Run in a child process that is to kill itself on the way."""
    child = os.fork()
    if not child:
        try:
            run()
        finally:
            os._exit(3)  # it was not killed
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


STEPS = (
    *(
        "merge_staged",
        "mark_missing",
        "assign_report_ids",
        "reset_to_local_decisions",
        "citations_without_record",
        "undecided_citations",
        "revise_citation",
    ),
    *("replace_documents", "replace_findings"),
)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
class TestKilledAtOnePlace:
    @pytest.mark.parametrize("moment", ["before", "after"])
    @pytest.mark.parametrize("step", STEPS)
    def test_of_the_publication(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, moment: str) -> None:
        folder, store = reports(tmp_path / "r", range(30)), tmp_path / "s.sqlite"
        pipeline.build([folder], store, jobs=1)
        old = rows(store)
        reports(folder, range(30, 40))
        (folder / "báo-cáo-0004.txt").write_text("Chỉ thị số 05-CT/TW", encoding="utf-8")
        work = getattr(Publication, step)

        def deadly(*arguments: object, **named: object) -> object:
            if moment == "after":
                made = work(*arguments, **named)
                if isinstance(made, Iterator):
                    next(made, None)
            die()
            raise AssertionError

        with monkeypatch.context() as patched:
            patched.setattr(Publication, step, deadly)
            killed(lambda: pipeline.build([folder], store, jobs=1))
        assert intact(store)
        assert {**rows(store), "pending": []} == old
        pipeline.build([folder], store, jobs=1)
        pipeline.build([folder], tmp_path / "whole.sqlite", jobs=1)
        assert contents(store) == contents(tmp_path / "whole.sqlite")

    def test_of_the_reading_costs_no_batch_that_was_committed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder, store = reports(tmp_path / "r", range(40)), tmp_path / "s.sqlite"
        monkeypatch.setattr(pipeline, "COMMIT_SECONDS", 0.0)  # every report is a batch
        killed(
            lambda: pipeline.build(
                [folder], store, jobs=1, progress=lambda done, files, reports: die() if reports == 25 else None
            )
        )
        assert len(rows(store)["pending"]) == 25
        assert rows(store)["report"] == []
        seen: list[int] = []
        pipeline.build([folder], store, jobs=1, progress=lambda done, files, reports: seen.append(reports))
        assert seen[-1] == 15

    @pytest.mark.parametrize("moment", ["before the disk has it", "before it has its name"])
    def test_of_an_export_leaves_the_file_that_was_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
    ) -> None:
        small, large = corpus(Recipe(documents=10, reports=10)), corpus(Recipe(documents=40, reports=60))
        names = ["json", "csv"]
        export.write(small, tmp_path, names)
        before = exported(tmp_path)
        with monkeypatch.context() as patched:
            if moment == "before the disk has it":
                patched.setattr(os, "fsync", die)
            else:
                patched.setattr(Path, "replace", die)
            killed(lambda: export.write(large, tmp_path, names))
        assert exported(tmp_path) == before
        left = list(tmp_path.glob(".*"))
        assert len(left) == 1
        with left[0].open("rb") as held:  # as by a process that is still writing
            fcntl.flock(held.fileno(), fcntl.LOCK_EX)
            os.utime(left[0], (0, 0))
            export.write(large, tmp_path, names)
            assert left[0].exists()
        export.write(large, tmp_path, names)
        assert list(tmp_path.glob(".*")) == []  # what a killed run left is gone
        assert exported(tmp_path) != before


def contents(store: Path) -> list[str]:
    with Store(store) as opened:
        return list(opened.dump())
