"""The README and the command say the same: every command shown runs and prints what is shown, every option is named."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from tour import fits, run, shown, tours

from citegraph import export
from citegraph.cli import app

README = Path(os.environ.get("CITEGRAPH_README", Path(__file__).resolve().parents[2] / "README.md"))
TEXT = README.read_text("utf-8")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


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


def test_every_format_is_named() -> None:
    assert not [row.name for row in export.formats() if not re.search(rf"`{row.name}`", TEXT)]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_commands_and_options(shell: str, tmp_path: Path) -> None:
    instruction = {"bash": "complete_bash", "zsh": "complete_zsh", "fish": "complete_fish"}[shell]
    typed = {
        "COMP_WORDS": "citegraph timeline --ev",
        "COMP_CWORD": "2",
        "_TYPER_COMPLETE_ARGS": "citegraph timeline --ev",
    }
    environment = {**os.environ, "_CITEGRAPH_COMPLETE": instruction, "_TYPER_COMPLETE_FISH_ACTION": "get-args", **typed}
    command = Path(sys.executable).with_name("citegraph")
    ran = subprocess.run([command], env=environment, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "--every" in ran.stdout
