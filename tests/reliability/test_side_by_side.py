"""Who asks a store while it is being built gets a whole state; who would build it too is told who does."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

from command import command, environment, run
from running import reports

from citegraph.store import Store


def write(folder: Path, numbers: range, code: str) -> None:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"tin-{number:03d}.txt").write_text(f"Theo Chỉ thị số {code}, bản {number}.", encoding="utf-8")


def test_readers_see_the_state_before_or_the_state_after_and_nothing_between(tmp_path: Path) -> None:
    """Every report cites one document, then every one the other: no question may see both."""
    codes, many = ("05-CT/TW ngày 15/5/2016", "19-CT/TW ngày 5/11/2012"), 120
    build = command("build", "r", "--format", "json", "-j", 2)
    write(tmp_path / "r", range(many), codes[0])
    subprocess.run(build, cwd=tmp_path, env=environment(), check=True, stdout=subprocess.DEVNULL)
    store = tmp_path / "output" / "citegraph.sqlite"
    seen, over, wrong = set(), threading.Event(), list[dict[str, object]]()

    def ask() -> None:
        try:
            keep_asking()
        except Exception as error:
            wrong.append({"raised": repr(error)})

    def keep_asking() -> None:
        while not over.is_set():
            with Store(store) as opened:
                citing = {rank.document.id: rank.reports for rank in opened.documents_with_counts() if rank.reports}
                corpus = opened.corpus()
                if len(citing) != 1 or set(citing.values()) != {many}:
                    wrong.append(citing)
                if {len(corpus.citations), len(corpus.reports)} != {many} or len(corpus.documents) != 1:
                    wrong.append({"corpus": len(corpus.citations)})
                seen.update(citing)
            time.sleep(0.02)

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for thread in asking:
        thread.start()
    try:
        for turn in (1, 0):
            write(tmp_path / "r", range(many), codes[turn])
            process = subprocess.Popen(build, cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL)
            answers = 0
            while process.poll() is None:
                ran = run("documents", "--format", "json", folder=tmp_path)
                assert ran.returncode == 0, ran.stderr
                assert [row["reports"] for row in json.loads(ran.stdout)] == [many]
                asked = [
                    run("cited-by", code.split()[0], "--format", "json", folder=tmp_path, stdin="") for code in codes
                ]
                # Between two questions the state may change, within one it may not.
                counts = [len(json.loads(one.stdout)["reports"]) if one.returncode == 0 else 0 for one in asked]
                assert all(count in (0, many) for count in counts), counts
                assert all(one.returncode in (0, 3) for one in asked), [one.stderr for one in asked]
                answers += 1
            assert process.returncode == 0
            assert answers
    finally:
        over.set()
        for thread in asking:
            thread.join()
    assert wrong == []
    assert {name.partition("@")[0] for name in seen} == {"05-CT/TW", "19-CT/TW"}


def test_a_second_build_is_told_who_holds_the_store_and_harms_nothing(tmp_path: Path) -> None:
    reports(tmp_path / "r", range(60))
    script = (
        "import sys, time; from citegraph.store import Writer\n"
        "with Writer('output/citegraph.sqlite'): print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    with holder:
        assert holder.stdout.readline() == "held\n"
        ran = run("build", "r", "--format", "json", folder=tmp_path)
        assert ran.returncode == 4
        said = f"citegraph: output/citegraph.sqlite: is being written by process {holder.pid} on "
        assert ran.stderr.startswith(said)
        assert "wait until it has finished, or pass another store with --store" in ran.stderr
        holder.stdin.close()
    assert run("build", "r", "--format", "json", folder=tmp_path).returncode == 0


def test_many_builds_at_once_each_end_whole_or_say_who_is_there(tmp_path: Path) -> None:
    reports(tmp_path / "r", range(40))
    build = command("build", "r", "--format", "json", "-j", 1)
    running = [
        subprocess.Popen(
            build, cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    codes = []
    for process in running:
        _, said = process.communicate(timeout=120)
        codes.append(process.returncode)
        assert process.returncode == 0 or (process.returncode == 4 and "is being written by" in said), said
    assert 0 in codes
    assert run("build", "r", "-o", "alone", "--format", "json", "-j", 1, folder=tmp_path).returncode == 0
    with Store(tmp_path / "output" / "citegraph.sqlite") as one, Store(tmp_path / "alone/citegraph.sqlite") as other:
        assert list(one.dump()) == list(other.dump())
    assert (tmp_path / "output/graph.json").read_bytes() == (tmp_path / "alone/graph.json").read_bytes()
