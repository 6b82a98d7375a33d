"""`citegraph help` shows the documentation: as Markdown in a pipe, laid out on a terminal, in the reader's language."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from command import on_a_terminal, run

from citegraph.cli.help import TOPICS, command_section, read_topic

DOCS = files("citegraph") / "docs"


def rows(printed: str) -> list[str]:
    return [line.split()[0] for line in printed.splitlines()]


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_every_topic_is_listed_with_a_line(lang: str, tmp_path: Path) -> None:
    listed = run("help", "--lang", lang, folder=tmp_path).stdout
    there = {file.name.split(".")[0] for file in DOCS.iterdir() if file.name.endswith(".md")}
    assert rows(listed) == list(TOPICS)
    assert set(TOPICS) == there
    assert all(len(line.split()) > 3 for line in listed.splitlines())


def test_the_list_marks_what_is_not_translated(tmp_path: Path) -> None:
    for line in run("help", "--lang", "vi", folder=tmp_path).stdout.splitlines():
        translated = (DOCS / f"{line.split()[0]}.vi.md").is_file()
        assert line.endswith("(tiếng Anh)") != translated, line
    assert "English)" not in run("help", folder=tmp_path).stdout


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_pipe_gets_the_markdown_as_it_is(topic: str, lang: str, tmp_path: Path) -> None:
    ran = run("help", topic, "--lang", lang, folder=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    file = DOCS / f"{topic}.vi.md" if lang == "vi" and (DOCS / f"{topic}.vi.md").is_file() else DOCS / f"{topic}.md"
    assert ran.stdout == file.read_text("utf-8")


@pytest.mark.parametrize("command", ["build", "cited-by", "known suggest", "help"])
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_command_shows_its_section(command: str, lang: str, tmp_path: Path) -> None:
    shown = run("help", *command.split(), "--lang", lang, folder=tmp_path).stdout
    assert shown.startswith(f"## {command}\n")
    assert shown == command_section(read_topic("commands", lang), command)
    assert shown.count("\n## ") == 0


@pytest.mark.parametrize(
    ("asked", "english", "vietnamese"),
    [
        (
            "formts",
            "no topic is called 'formts'; the nearest are formats",
            "không có chủ đề nào tên 'formts'; gần nhất",
        ),
        ("zzzz", "no topic is called 'zzzz'; the topics are tour, ", "không có chủ đề nào tên 'zzzz'; các chủ đề là"),
        ("known sugest", "the nearest are known suggest", "gần nhất là known suggest"),
        ("../LICENSE", "no topic is called '../LICENSE'; ", "không có chủ đề nào tên '../LICENSE'"),
    ],
)
def test_an_unknown_topic_is_answered_with_the_nearest(
    asked: str, english: str, vietnamese: str, tmp_path: Path
) -> None:
    for lang, said in (("en", english), ("vi", vietnamese)):
        ran = run("help", *asked.split(), "--lang", lang, folder=tmp_path)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert said in ran.stderr


@pytest.mark.parametrize("columns", [60, 100])
def test_a_terminal_shows_it_laid_out_within_its_width(columns: int, tmp_path: Path) -> None:
    shown = re.sub(r"\x1b\[[\d;]*m", "", on_a_terminal("help", "formats", folder=tmp_path, columns=columns))
    lines = [line.rstrip() for line in shown.splitlines()]
    assert max(map(len, lines)) <= columns
    assert not [line for line in lines if line.startswith(("#", "```", "|"))]
    assert "](" not in shown and "**" not in shown and "`" not in shown
    for heading in re.findall(r"^##+ (.*)$", read_topic("formats", "en"), re.MULTILINE):
        assert heading.replace("`", "") in lines
