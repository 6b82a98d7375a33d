"""Thousands of damaged files of every format: each is read or listed with its reason, by itself and in a build."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import fuzz
import pytest
from command import run
from running import intact

from citegraph.read import FORMATS, guarded_loading, images, text_recognition

SEED = 7


@pytest.mark.slow
def test_every_mutant_is_read_or_listed(tmp_path: Path, amount) -> None:  # type: ignore[no-untyped-def]
    many = amount(bounded=360, full=20_000)
    endings, broken = fuzz.run(SEED, iter(range(many)), tmp_path)
    guarded_loading.end_idle_workers()
    assert broken == []
    assert endings.total() == many
    assert list(tmp_path.iterdir()) == []
    ways = {way: sum(endings[ending, way] for ending in fuzz.SOUND) for _, way in endings}
    assert ways["read"] > many / 5  # mutants that are rubbish through and through would show little
    assert ways["listed"] > many / 5
    assert not ways.keys() & {"parser died", "stopped: time"}  # survived, but by the guard alone
    print(f"\n{many} mutants of seed {SEED}:\n{fuzz.table(endings)}")


def test_a_folder_of_mutants_is_built(tmp_path: Path, amount) -> None:  # type: ignore[no-untyped-def]
    many = amount(bounded=90, full=5_400)
    folder = tmp_path / "r"
    folder.mkdir()
    names = set()
    for number in range(many):
        name, data = fuzz.mutant(SEED + 1, number)
        (folder / name).write_bytes(data)
        names.add(f"r/{name}")
    ran = run("build", "r", "--format", "csv", folder=tmp_path)
    assert ran.returncode == 1, ran.stderr
    assert "Traceback" not in ran.stderr
    store = tmp_path / "output" / "citegraph.sqlite"
    assert intact(store)
    with closing(sqlite3.connect(store)) as connection:
        read = {file_of(path) for (path,) in connection.execute("SELECT path FROM report")}
        failures = connection.execute("SELECT path, reason, remedy FROM failure").fetchall()
    assert all(reason and remedy for _, reason, remedy in failures)
    assert read | {file_of(path) for path, _, _ in failures} == names
    assert read


def file_of(path: str) -> str:
    """The file in the folder that a report or a failure is of, whatever lies in it."""
    return "/".join(path.partition("#")[0].split("/")[:2])


def test_every_format_is_among_the_sound_files() -> None:
    for form in FORMATS:
        assert any(ending.endswith(form.endings) for ending in fuzz.SOUND) or form.name == "foreign"
    for ending in fuzz.SOUND:
        recognizable = ending not in images.FORMAT.endings or text_recognition.tesseract_version()
        assert fuzz.tried(f"a{ending}", fuzz.sound(ending)) == ("read" if recognizable else "listed")


def test_a_mutant_is_the_same_whenever_it_is_made() -> None:
    assert [fuzz.mutant(3, number) for number in (0, 40)] == [fuzz.mutant(3, number) for number in (0, 40)]
    assert len({fuzz.mutant(3, number)[1] for number in range(200)}) > 180


def test_what_breaks_is_told_with_its_seed_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(name: str, data: bytes) -> str:
        raise ZeroDivisionError(name)

    monkeypatch.setattr(fuzz, "tried", breaks)
    _, broken = fuzz.run(11, iter([5]), tmp_path)
    name, data = fuzz.mutant(11, 5)
    assert (tmp_path / name).read_bytes() == data
    assert broken[0].startswith(f"seed 11, mutant 5: {tmp_path / name}\n")
    assert "ZeroDivisionError" in capsys.readouterr().err
