"""Both languages say the same, with the same values; what goes wrong is said in Vietnamese too."""

from __future__ import annotations

import ast
import doctest
import random
import string
import unicodedata
from importlib import import_module
from pathlib import Path

import pytest

import citegraph
from citegraph.errors import QueryError
from citegraph.words import LANGUAGES, date, faults, key, language, number, say
from citegraph.words.messages import MESSAGES

PACKAGE = Path(citegraph.__file__).parent


def holes(text: str) -> list[str | None]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name not in (None, "s"))


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_has_the_same_values_in_both_languages(name: str) -> None:
    english, vietnamese = MESSAGES[name]
    assert holes(english) == holes(vietnamese)
    assert english.strip() and vietnamese.strip()
    assert unicodedata.is_normalized("NFC", vietnamese)


def test_every_message_that_is_said_is_there_and_every_one_there_is_said() -> None:
    said = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*") if path.suffix in (".py", ".j2"))
    families = ("column ", "field ", "link ", "kind ")
    for name in MESSAGES:
        assert f'"{name}"' in said.replace("'", '"') or name.startswith(families), name


@pytest.mark.parametrize("row", faults.FAULTS, ids=lambda row: row[0][:40])
def test_a_fault_takes_its_values_along(row: tuple[str, str]) -> None:
    english, vietnamese = row
    assert english.count("{}") == vietnamese.count("{}")
    values = [f"v{at}" for at in range(english.count("{}"))]
    assert faults.translated("vi", english.format(*values)) == vietnamese.format(*values)
    assert faults.translated("en", english.format(*values)) == english.format(*values)


RAISED = {"ReadError", "AuthorityError", "StoreError", "QueryError", "ExportError", "Failure"}
# Sentences of the package's own tables, which a reader never meets, and of the cluster, which speaks English.
UNTOLD = {"authority/places.py", "cluster", "errors.py"}


def sentences() -> list[tuple[str, str]]:
    """What each constant error says and advises, with the file it is raised in."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(tuple(UNTOLD)):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED:
                for argument in node.args[1:3]:
                    text = pattern(argument)
                    if text:
                        found.append((name, text))
    return found


def pattern(node: ast.expr) -> str:
    """A constant or formatted text, with a sample for each value."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return ""


def test_what_is_raised_is_said_in_vietnamese() -> None:
    found = sentences()
    assert len(found) > 60
    missing = [(name, text) for name, text in found if faults.translated("vi", text) == text]
    assert len(missing) <= len(found) // 10, missing  # new ones are said in English until they are translated


def test_an_error_is_one_line_in_the_reader_s_language() -> None:
    error = QueryError("99-NQ/TW", "no cited document is called that", "the nearest are 35-NQ/TW@XII")
    said = faults.said("vi", error)
    assert said == "99-NQ/TW: không có văn bản nào được trích dẫn mang tên ấy; gần nhất là 35-NQ/TW@XII"
    assert faults.said("en", error) == str(error)
    assert faults.said("vi", QueryError("x", "something new")) == "x: something new"


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi"}, "vi"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "vi_VN", "LANG": "en_US"}, "vi"),
        ({"CITEGRAPH_LANG": "en", "LANG": "vi_VN"}, "en"),
        ({"CITEGRAPH_LANG": "vi"}, "vi"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "vie_XX"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment(environment: dict[str, str], spoken: str) -> None:
    assert language(environment) == spoken


DICTIONARY = (  # noqa: SIM905 - a list of words reads better without its marks
    "a á ai an ăn ắn ân ấn ba bà bá bạ ca cá chi da dà dả dã dá dạ di du dư đa đà đi đu đư e em ê êm ga ha i ka la ma "
    "na o ó on ô ồ ốn ơ ớ pa qua ra sa ta tha u ú ư ứ va xa y ý"
).split()


def test_words_sort_as_in_a_dictionary() -> None:
    shuffled = DICTIONARY[:]
    random.Random(3).shuffle(shuffled)
    assert sorted(shuffled, key=key) == DICTIONARY
    decomposed = [unicodedata.normalize("NFD", word) for word in shuffled]
    assert [unicodedata.normalize("NFC", word) for word in sorted(decomposed, key=key)] == DICTIONARY


def test_any_texts_can_be_sorted() -> None:
    odd = ["", "10-NQ/TW", "9-NQ/TW", "\ud800", "漢字", "²", "đ\u0301", "Ａ", "e\u0301\u0323"]
    backwards = odd[::-1]
    assert sorted(odd, key=key) == sorted(backwards, key=key)
    assert key("9-NQ/TW") < key("10-NQ/TW")


@pytest.mark.parametrize("value", ["2018-10-22", "2018", "--10-22", "TW, of 35-NQ/TW@XII", "", "2018-10-22 (learned)"])
def test_only_a_date_is_written_as_a_date(value: str) -> None:
    assert date("en", value) == value
    if not value.replace("-", "").isdigit():
        assert date("vi", value) == value


def test_numbers_are_grouped_as_each_language_does() -> None:
    assert (number("vi", 1234567), number("en", 1234567)) == ("1.234.567", "1,234,567")
    assert (number("vi", 0.5), number("en", 0.5)) == ("0,5", "0.5")
    assert [say(lang, "n reports", n=12345) for lang in LANGUAGES] == ["12.345 báo cáo", "12,345 reports"]


@pytest.mark.parametrize(
    "module", ["citegraph", "citegraph.words", "citegraph.words.faults", "citegraph.query.auditing"]
)
def test_the_examples_are_true(module: str) -> None:
    result = doctest.testmod(import_module(module))
    assert result.attempted and not result.failed
