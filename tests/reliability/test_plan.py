"""No output of a run is written over another, over the store, or over what is read; and each shows its own state."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from command import environment, run

from citegraph import export
from citegraph.errors import ExportError
from citegraph.publish import output_checks, publish
from citegraph.store import Store

CITING = "Theo Chỉ thị số 05-CT/TW ngày 15/5/2016, chi bộ {} họp bàn."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with reports, a store and the outputs of a build."""
    (tmp_path / "r").mkdir()
    for name in ("a", "b"):
        (tmp_path / "r" / f"{name}.txt").write_text(CITING.format(name), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    publish(["r"], "o", "s.sqlite", annotate=True, jobs=1)
    return tmp_path


def link(place: str, target: str) -> Callable[[], object]:
    """Puts a link in the place of what lies there."""

    def make() -> None:
        Path(place).unlink(missing_ok=True)
        Path(place).symlink_to(os.path.relpath(target, Path(place).parent))

    return make


def moved(place: str) -> Callable[[], object]:
    """Puts the folder somewhere else, and a link where it was."""

    def make() -> None:
        if Path(place).exists():
            Path(place).rename("elsewhere")
        else:
            Path("elsewhere").mkdir()
        Path(place).symlink_to(Path("elsewhere").absolute())

    return make


def hard(place: str, target: str) -> Callable[[], object]:
    return lambda: os.link(target, place)


def instead(place: str, make: Callable[[str], object]) -> Callable[[], object]:
    """Puts something that is no file in the place of a file."""

    def put() -> None:
        Path(place).unlink()
        make(place)

    return put


def listening(place: str) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(place)


def own_table() -> None:
    Path("k").mkdir()
    os.link("o/documents.csv", "k/documents.csv")


def nothing() -> None:
    pass


class Clash(NamedTuple):
    what: str
    prepare: Callable[[], object]
    asked: tuple[str, str, str]  # of a build: what is read, the folder, the store
    says: str
    more: Mapping[str, Any] = MappingProxyType({})


TWICE, READ, LIES, ODD = (
    "would be written twice, by --store and by",
    "is an input",
    "would be inside",
    "not a regular file",
)
USUAL = ("r", "o", "s.sqlite")
CLASHES = [
    Clash("the store is the page", nothing, ("r", "o", "o/graph.html"), TWICE),
    Clash("the store is a table", nothing, ("r", "o", "o/../o/citations.csv"), TWICE),
    Clash("the store is called like the page", nothing, ("r", "n", "n/GRAPH.html"), TWICE),
    Clash("… by another composition", nothing, ("r", "é", "e\u0301/graph.html"), TWICE),
    Clash("the store is the page by way of a folder", link("l", "o"), ("r", "o", "l/graph.gexf"), TWICE),
    Clash("the page is a link to the store", link("o/graph.html", "s.sqlite"), USUAL, TWICE),
    Clash("the store is another name of the page", hard("x", "o/graph.html"), ("r", "o", "x"), TWICE),
    Clash(
        "two formats are one file", link("o/graph.json", "o/graph.gexf"), USUAL, "--format gexf and by --format json"
    ),
    Clash("the store is the folder", nothing, ("r", "n", "n"), LIES),
    Clash("the store lies among the pages", nothing, ("r", "o", "o/annotated/s"), LIES, {"annotate": True}),
    Clash("the store is the folder of pages", nothing, ("r", "n", "n/annotated"), TWICE, {"annotate": True}),
    Clash("the store lies in the vault", nothing, ("r", "n", "n/obsidian/s"), LIES, {"formats": ["obsidian"]}),
    Clash("the store is a report", nothing, ("r/a.txt", "n", "r/a.txt"), READ),
    Clash("what lies beside the store is a report", hard("t-writer", "r/a.txt"), ("t-writer", "n", "t"), READ),
    Clash("an output is a report", nothing, ("o/graph.html", "o", "s.sqlite"), READ),
    Clash(
        "… by another name", hard("h.html", "o/graph.html"), ("h.html", "o", "s.sqlite"), r"an input \(h\.html\) and"
    ),
    Clash("a marked page is a report", nothing, ("o/annotated/a.html", "o", "s.sqlite"), READ, {"annotate": True}),
    Clash("an output is a table of one's own", own_table, USUAL, READ, {"knowledge": Path("k")}),
    Clash("a pipe", instead("o/graph.json", os.mkfifo), USUAL, ODD),
    Clash("a socket", instead("o/graph.json", listening), USUAL, ODD),
    Clash("a folder", instead("o/graph.json", os.mkdir), USUAL, ODD),
    Clash("a link to a device", instead("o/graph.json", lambda place: Path(place).symlink_to(os.devnull)), USUAL, ODD),
    Clash("pages that lie elsewhere", moved("o/annotated"), USUAL, "is a symbolic link", {"annotate": True}),
    Clash("a vault that lies elsewhere", moved("o/obsidian"), USUAL, "is a symbolic link", {"formats": ["obsidian"]}),
]


def everything(folder: Path) -> dict[str, bytes | None]:
    """What lies in the folder; None for what is no file."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() and not path.is_symlink() else None
        for path in sorted(folder.rglob("*"))
    }


@pytest.mark.parametrize("clash", CLASHES, ids=[clash.what for clash in CLASHES])
def test_two_that_have_one_place_are_named_before_anything_is_done(folder: Path, clash: Clash) -> None:
    clash.prepare()
    before = everything(folder)
    paths, output, store = clash.asked
    with pytest.raises(ExportError, match=clash.says):
        publish([paths], output, store, **clash.more, jobs=1)
    assert everything(folder) == before


def test_the_command_says_it_in_one_line(folder: Path) -> None:
    before = everything(folder)
    ran = run("build", "r", "-o", "o", "--store", "o/graph.html", folder=folder)
    what = "would be written twice, by --store and by --format html (as o/graph.html)"
    remedy = "choose another folder with --output, or another store with --store"
    assert (ran.returncode, ran.stderr) == (6, f"citegraph: o/graph.html: {what}; {remedy}\n")
    assert everything(folder) == before


@pytest.mark.parametrize(
    ("paths", "output", "store", "more"),
    [
        ("r", "o", "o/graph", {}),  # with o/graph-writer and others beside it
        ("r", "o", "o/citations.csv.sqlite", {}),
        (".", "o", "s.sqlite", {"annotate": True}),
        ("r/a.txt", "r", "r/s.sqlite", {}),
        ("r", "p", "p/annotated", {"formats": ["csv"]}),  # a build that writes no folder of this name
    ],
)
def test_what_does_not_clash_is_built(folder: Path, paths: str, output: str, store: str, more: dict[str, Any]) -> None:
    Path("o/graph.json").unlink()
    Path("o/graph.json").symlink_to("nowhere")  # is in nobody's way
    publish([paths], output, store, **more, jobs=1)
    assert Path(store).is_file()


def test_the_demo_writes_through_no_link(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from citegraph.cli import demo

    Path("d").mkdir()
    moved("d/samples")()
    ran = run("demo", "-o", "d", folder=folder)
    assert (ran.returncode, "is a symbolic link" in ran.stderr) == (6, True), ran.stderr
    assert list(Path("elsewhere").iterdir()) == []
    Path("d/samples").unlink()
    Path("d/samples").mkdir()
    Path("mine.md").write_text("của tôi", encoding="utf-8")
    sample = Path("d/samples/ky-cam-ket-2016.md")
    sample.symlink_to(Path("mine.md").absolute())
    monkeypatch.setattr(demo, "publish_and_print", lambda *_, **__: 0)  # what comes after the samples are laid out
    demo.demo(Path("d"))
    assert Path("mine.md").read_text("utf-8") == "của tôi"
    assert not sample.is_symlink()


def test_a_chart_is_not_drawn_over_the_store(folder: Path) -> None:
    pytest.importorskip("matplotlib")
    Path("s.sqlite").rename("s.svg")
    before = Path("s.svg").read_bytes()
    ran = run("timeline", "05-CT/TW", "--store", "s.svg", "--save", "./s.svg", folder=folder)
    assert (ran.returncode, READ in ran.stderr, ran.stdout) == (6, True, "")
    assert "choose another file with --save" in ran.stderr
    assert Path("s.svg").read_bytes() == before


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_chart_is_drawn_over_none_but_charts(folder: Path, ending: str) -> None:
    pytest.importorskip("matplotlib")
    asked = ("timeline", "05-CT/TW", "--store", "s.sqlite", "--save")
    Path(f"mine.{ending}").write_text("của tôi", encoding="utf-8")
    ran = run(*asked, f"mine.{ending}", folder=folder)
    said = "already exists and was not written by citegraph; move it away, or choose another file with --save"
    assert (ran.returncode, said in ran.stderr) == (6, True)
    assert Path(f"mine.{ending}").read_text(encoding="utf-8") == "của tôi"
    for _ in range(2):
        assert run(*asked, f"ours.{ending}", folder=folder).returncode == 0


def test_a_vault_is_written_through_no_link_of_its_folders(folder: Path) -> None:
    publish(["r"], "o", "s.sqlite", formats=["obsidian"], jobs=1)
    moved("o/obsidian/documents")()
    before = everything(folder / "elsewhere")
    with pytest.raises(ExportError, match="is a symbolic link"):
        publish(["r"], "o", "s.sqlite", formats=["obsidian"], jobs=1)
    assert everything(folder / "elsewhere") == before


def test_every_format_is_in_the_plan(tmp_path: Path) -> None:
    rows = export.all_formats()
    planned = output_checks.planned_outputs(tmp_path, rows, tmp_path / "s", annotate=True)
    places = {one.path for one in planned}
    assert {tmp_path / row.file for row in rows} <= places
    assert {tmp_path / "annotated", tmp_path / "s", tmp_path / "s-wal", tmp_path / "s-writer"} <= places
    output_checks.check_outputs(planned, [])


HELD = """
import sys
from pathlib import Path
from citegraph import export
from citegraph.publish import publish

write = export.write_atomically

def held(path, parts):
    if path.name == sys.argv[3]:
        print("exporting", flush=True)
        sys.stdin.readline()
    return write(path, parts)

export.write_atomically = held
publish(["r"], sys.argv[2], sys.argv[1], formats=["json", "csv"], jobs=1)
"""
"""A real build that waits before it writes the file that is named."""


Started = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def started(folder: Path) -> Iterator[Started]:
    """Starts a script, and waits for the first line it prints, which is to be `said`."""
    running = []

    def start(script: str, *arguments: str, said: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", script, *arguments],
            cwd=folder,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == f"{said}\n"
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def test_the_files_are_those_of_the_newest_state(folder: Path, started: Started) -> None:
    first = started(HELD, "s.sqlite", "n", "graph.json", said="exporting")
    with Store("s.sqlite") as store:  # readers are not kept out
        assert store.item_counts()["reports"] == 2
    (folder / "r" / "c.txt").write_text(CITING.format("c"), encoding="utf-8")
    build = ("build", "r", "-o", "n", "--store", "s.sqlite", "--format", "json,csv", "-j", 1)
    second = run(*build, folder=folder)  # it ends while the first still writes
    assert (second.returncode, f"is being written by process {first.pid} on" in second.stderr) == (4, True), second
    first.communicate("go on\n")
    assert first.returncode == 0
    assert run(*build, folder=folder).returncode == 0
    assert '"c"' in Path("n/graph.json").read_text("utf-8")


WAITS = """
import fcntl, sys
from citegraph.publish import publish

flock = fcntl.flock

def told(descriptor, how):
    if how == fcntl.LOCK_EX:
        print("waiting", flush=True)
    return flock(descriptor, how)

fcntl.flock = told
publish(["r/a.txt"], "n", "other.sqlite", formats=["json", "csv"], jobs=1)
print("done", flush=True)
"""


def test_the_files_of_two_stores_in_one_folder_are_all_of_one(folder: Path, started: Started) -> None:
    """The one that comes second waits until the first has written its last file."""
    first = started(HELD, "s.sqlite", "n", "documents.csv", said="exporting")
    second = started(WAITS, said="waiting")
    assert not Path("n/graph.json").exists()
    first.communicate("go on\n")
    assert first.returncode == 0
    assert second.communicate()[0] == "done\n"
    assert second.returncode == 0
    for name in ("graph.json", "reports.csv", "citations.csv"):
        assert "b.txt" not in Path("n", name).read_text("utf-8"), name
