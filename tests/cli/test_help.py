"""The help, and what is said of a command that is not understood, are whole in both languages."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from command import run

from citegraph.cli import root_command
from citegraph.cli.localized_commands import help_name
from citegraph.cli.usage_errors import parameter_name
from citegraph.i18n.vietnamese_help import HELP, METAVARS, vietnamese_help

GROUP = typer.main.get_command(root_command())
TOP = GROUP.commands  # type: ignore[attr-defined]
COMMANDS = TOP | {f"{name} {below}": one for name in TOP for below, one in getattr(TOP[name], "commands", {}).items()}
DIACRITICS = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE)


def said(*arguments: str, folder: Path, code: int = 0, **environment: str) -> str:
    ran = run(*arguments, folder=folder, env=environment)
    assert ran.returncode == code, ran.stderr
    return ran.stdout + ran.stderr


def parts() -> Iterator[tuple[str, str | None, str]]:
    """What has a help: each command, its options and its arguments, with the English."""
    for command in (GROUP, *COMMANDS.values()):
        name = help_name(command)
        yield name, None, inspect.cleandoc(command.help)
        yield from ((name, parameter_name(parameter), parameter.help) for parameter in command.params)


@pytest.mark.parametrize(("command", "parameter", "english"), [*parts()], ids=str)
def test_the_help_is_there_in_both_languages(command: str, parameter: str | None, english: str | None) -> None:
    assert english
    told = vietnamese_help(command, parameter)
    assert told and DIACRITICS.search(told)
    plain = [paragraph for paragraph in english.split("\n\n") if not paragraph.startswith("\b")]
    assert len(told.split("\n\n")) == len(plain)
    same = re.compile(r"--[a-z]+|citegraph\[\w+\]")
    assert same.findall(told) == same.findall("\n".join(plain))


def test_nothing_is_translated_that_is_not_said() -> None:
    whole = {command for command, parameter, _ in parts() if parameter is None}
    own = {f"{command}.{parameter}" for command, parameter, _ in parts() if parameter}
    shared = {parameter for command, parameter, _ in parts() if parameter and f"{command}.{parameter}" not in HELP}
    assert set(HELP) - whole - own == shared


def test_every_name_of_a_value_is_there_in_vietnamese() -> None:
    names = {parameter.metavar for command in COMMANDS.values() for parameter in command.params if parameter.metavar}
    long = {name for name in names if re.fullmatch("[A-Z]{3,}", name)} - {"URL"}
    assert METAVARS.keys() == long | {"OPTIONS", "COMMAND", "ARGS"}


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_is_in_the_language_asked_for(command: str, tmp_path: Path) -> None:
    arguments = command.split()
    vietnamese = said(*arguments, "--help", "--lang", "vi", folder=tmp_path)
    assert vietnamese == said("--lang", "vi", *arguments, "-h", folder=tmp_path)
    assert vietnamese == said(*arguments, "-h", folder=tmp_path, CITEGRAPH_LANG="vi")
    assert vietnamese.startswith("Cách dùng: ")
    for head in ("Usage:", "Options:", "Arguments:", "Example", "default", "required", "Show "):
        assert head not in vietnamese
    english = said(*arguments, "-h", folder=tmp_path)
    assert english.startswith("Usage: ")
    assert not DIACRITICS.search(english.partition("Example")[0])
    for same in (r"^ +citegraph .*", r"^ +(?:-\w, )?--[-\w]+"):
        assert re.findall(same, vietnamese, re.MULTILINE) == re.findall(same, english, re.MULTILINE)


def test_the_list_of_commands_tells_each_in_a_whole_sentence(tmp_path: Path) -> None:
    for lang in ("en", "vi"):
        listed = said("--lang", lang, folder=tmp_path, code=2).split("\n\n")[-1]
        rows = re.split(r"\n  (?=\S)", listed.rstrip())[1:]
        assert [row.split()[0] for row in rows] == list(TOP)
        assert all(row.endswith(".") for row in rows)


@pytest.mark.parametrize(
    ("arguments", "english", "vietnamese"),
    [
        (["cited"], "No such command 'cited'. Did you mean 'cites', 'cited-by'?", "không có lệnh 'cited'. Ý bạn là"),
        (["cites"], "Missing argument 'REPORT'.", "thiếu 'BÁO-CÁO'"),
        (["documents", "--limi", "3"], "No such option: --limi", "không có tùy chọn --limi"),
        (["documents", "--limit", "0"], "Invalid value for '--limit': ", "giá trị của '--limit' không hợp lệ: "),
        (["documents", "--limit"], "'--limit' requires an argument", "tùy chọn '--limit' cần có giá trị"),
        (
            ["documents", "--format", "xml"],
            "'xml' is not one of table, json, csv",
            "'xml' không nằm trong table, json, csv",
        ),
        (["documents", "x"], "Got unexpected extra argument", "thừa x"),
        (["known", "sugest"], "No such command 'sugest'. Did you mean 'suggest'?", "không có lệnh 'sugest'"),
        (["known", "suggest", "--least", "0"], "Invalid value for '--least': ", "giá trị của '--least' không hợp lệ: "),
        (["related"], "pass a document, or a report with --coupling", "hãy nêu một văn bản"),
        (["audit", "x", "--store", "y"], "pass drafts, or a store with --store", "hãy nêu dự thảo"),
        (
            ["build", ".", "--format", "zip"],
            "'zip' is not a known format; choose from",
            "'zip' không phải định dạng đã biết",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_not_understood_is_said_in_both_languages(
    arguments: list[str], english: str, vietnamese: str, tmp_path: Path
) -> None:
    assert english in said(*arguments, folder=tmp_path, code=2)
    told = said("--lang", "vi", *arguments, folder=tmp_path, code=2)
    assert vietnamese in told
    assert re.search("^Lỗi: ", told, re.MULTILINE)
    assert not re.search(r"Usage|Error|Try|Invalid|Missing|\[OPTIONS\]", told)
