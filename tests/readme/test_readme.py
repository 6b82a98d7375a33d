"""The README and the command say the same: every command shown runs and prints what is shown, every option is named."""

from __future__ import annotations

import os
import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
import typer
from tour import fits, run, shown, tours

from citegraph import export
from citegraph.cli import commands

README = Path(os.environ.get("CITEGRAPH_README", Path(__file__).resolve().parents[2] / "README.md"))
TEXT = README.read_text("utf-8")
COMMANDS = typer.main.get_command(commands()).commands  # type: ignore[attr-defined]


def options(name: str) -> list[str]:
    return [opt for parameter in COMMANDS[name].params for opt in parameter.opts if opt.startswith("--")]


def test_there_is_a_tour_in_both_languages() -> None:
    assert len(tours(TEXT)) == 2, "README.md holds a tour in English and its twin in Vietnamese, each between its marks"


@pytest.mark.parametrize("at", [0, 1], ids=["English", "Vietnamese"])
def test_what_the_tour_shows_is_what_happens(at: int, tmp_path: Path) -> None:
    found = list(shown(tours(TEXT)[at]))
    assert len(found) > 8
    for one in found:
        ran = run(one.command, tmp_path)
        if one.kind == "sh":
            assert ran.returncode in (0, 1), f"{one.command}\n{ran.stderr}"
        else:
            assert fits(one.output, ran.stdout), f"$ {one.command}\n{ran.stdout}\n{ran.stderr}"


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_and_option_is_named(command: str) -> None:
    assert re.search(rf"`(?:citegraph )?{command}\b", TEXT), f"citegraph {command}"
    missing = [option for option in options(command) if not re.search(rf"{option}\b", TEXT)]
    assert not missing


def test_every_option_named_is_one() -> None:
    known = {option for command in COMMANDS for option in options(command)}
    known |= {"--version", "--debug", "--help", "--install-completion", "--show-completion"}
    for tour in tours(TEXT):
        for one in shown(tour):
            for option in re.findall(r"(?<=\s)--[a-z][\w-]+", one.command):
                assert option in known, one.command


NARROWING = {"--since", "--until", "--publisher", "--locality"}


def test_every_question_takes_the_options_the_readme_says() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (yes|no)\b(.*?) \| (.+?) \|$", TEXT, re.MULTILINE)
    assert {name for name, *_ in rows} == {name for name in COMMANDS if {"--limit", "--store"} <= set(options(name))}
    for name, narrowed, more, _ in rows:
        taken = set(options(name))
        assert {"--format", "--limit", "--store", "--lang"} <= taken, name
        assert NARROWING & taken == (NARROWING if narrowed == "yes" else set()), name
        assert ("--scope" in taken) == ("--scope" in more), name


def test_the_example_in_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    shutil.copytree(str(files("citegraph") / "samples"), tmp_path / "reports")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(example, names)  # noqa: S102 - our own README
    assert names["graph"].number_of_nodes() > 40  # type: ignore[attr-defined]
    assert names["table"].num_rows > 100  # type: ignore[attr-defined]
    assert "<iframe" in names["page"]._repr_html_()  # type: ignore[attr-defined]


def test_the_pictures_are_there_and_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", TEXT)
    assert pictures
    for name in pictures:
        assert 10_000 < (README.parent / name).stat().st_size < 200_000


def test_every_format_is_named() -> None:
    assert not [row.name for row in export.formats() if not re.search(rf"`{row.name}`", TEXT)]
