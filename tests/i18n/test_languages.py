"""Both languages say the same, with the same values; what goes wrong is said in Vietnamese too."""

from __future__ import annotations

import ast
import doctest
import random
import re
import string
import sys
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cases"))

import caseformat

import citegraph
from citegraph.errors import QueryError
from citegraph.extract import extract
from citegraph.i18n import LANGUAGES, date, dates, errors, evidence, help, key, language, number, reason, say, usage
from citegraph.i18n.messages import MESSAGES
from citegraph.model import Report
from citegraph.read.unsupported import MAGIC
from citegraph.records import load
from citegraph.resolve import resolve
from citegraph.resolve.passes import USUAL
from citegraph.resolve.score import reliabilities, weights

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
    said = "\n".join(
        path.read_text("utf-8")
        for path in PACKAGE.rglob("*")
        if path.suffix in (".py", ".j2") and path.name != "messages.py"
    )
    families = (
        "change ",
        "column ",
        "field ",
        "level ",
        "method ",
        "kind ",
        "rule ",
        "severity ",
        "standing ",
        "status ",
    )
    for name in MESSAGES:
        assert f'"{name}"' in said.replace("'", '"') or name.startswith(families), name


@pytest.mark.parametrize(
    "row", [*errors.FAULTS, *evidence.DETAILS, *help.HELPS, *usage.MISUSES], ids=lambda row: row[0][:40]
)
def test_a_sentence_has_as_many_values_in_both_languages(row: tuple[str, str]) -> None:
    english, vietnamese = row
    assert english.count("{}") == vietnamese.count("{}")
    assert unicodedata.is_normalized("NFC", vietnamese)


@pytest.mark.parametrize("row", errors.FAULTS, ids=lambda row: row[0][:40])
def test_a_fault_takes_its_values_along(row: tuple[str, str]) -> None:
    english, vietnamese = row
    values = [f"v{at}" for at in range(english.count("{}"))]
    assert errors.translated("vi", english.format(*values)) == vietnamese.format(*values)
    assert errors.translated("en", english.format(*values)) == english.format(*values)


RAISED = {"ReadError", "KnowledgeError", "StoreError", "QueryError", "ExportError", "ClusterError", "Failure", "Fault"}
# Sentences that a reader never meets.
UNTOLD = {"errors.py"}


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Every node of the program's syntax, with the file it stands in."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        yield from ((name, node) for node in ast.walk(ast.parse(path.read_text("utf-8"))))


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Each call of a function or class of one of these names."""
    for file, node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield file, node


def sentences() -> list[tuple[str, str]]:
    """What each constant error says and advises, there or in a variable before, with the file it is raised in."""
    given = [(file, argument) for file, call in calls(*RAISED) for argument in call.args[1:3]]
    before = [
        (file, node.value)
        for file, node in nodes()
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("what", "remedy")
    ]
    return [(file, text) for file, node in given + before if file not in UNTOLD and (text := pattern(node))]


def pattern(node: ast.expr) -> str:
    """A constant or formatted text, with a sample for each value."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else sample(part) for part in node.values)
    return ""


def sample(value: ast.expr) -> str:
    return "7%" if "%" in ast.unparse(value) else "7"


def test_what_is_raised_is_said_in_vietnamese() -> None:
    found = sentences()
    assert len(found) > 60
    missing = [(name, text) for name, text in found if errors.translated("vi", text) == text]
    assert not missing


@pytest.mark.parametrize(("what", "remedy"), [row[1:] for row in MAGIC])
def test_what_kind_of_file_it_is_is_said_in_vietnamese(what: str, remedy: str) -> None:
    assert errors.translated("vi", f"is {what}") != f"is {what}"
    assert errors.translated("vi", remedy) != remedy


def test_what_the_readers_say_is_said_in_vietnamese() -> None:
    """Sentences they keep in tables and give back, too: texts of two words or more that are no documentation."""
    known = {
        "first at byte 7",
        "the last frame has no end",
        "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x",
    }
    for file, node in nodes():
        if file.startswith("read/") and isinstance(node, ast.Return | ast.Dict | ast.Assign):
            pieces = {id(one) for part in ast.walk(node) if isinstance(part, ast.JoinedStr) for one in part.values}
            for part in ast.walk(node):
                text = pattern(part) if isinstance(part, ast.expr) and id(part) not in pieces else ""
                if re.fullmatch(r"[a-z]+ [a-z][a-z ,']+(?:7.*)?", text) and text not in known:
                    whole = (text, f"is {text}", f"is {text}, not a file")
                    assert any(errors.translated("vi", one) != one for one in whole), text


def test_every_reason_of_a_decision_has_a_name_in_vietnamese() -> None:
    assert evidence.NAMES.keys() == {*weights(), *reliabilities(), USUAL}


def test_every_detail_of_a_reason_is_said_in_vietnamese() -> None:
    """Of the decisions on all marked sentences, and of those that lost."""
    records, seen = load(), set()
    for case in caseformat.load():
        report = Report(id=case.id, path="", sha256="", text=case.text, **case.metadata)
        for citation in resolve(report, extract(case.text, records), records):
            seen |= {(each.name, each.detail) for each in citation.evidence}
            seen |= {(each.name, each.detail) for other in citation.candidates for each in other.evidence}
    assert len({name for name, _ in seen}) > 30
    english = re.compile(r"\b(?:known|like|report of|said|said|ran|as|points|beside|others|years|follows)\b")
    assert not [(name, detail) for name, detail in seen if english.search(reason("vi", name, detail)[1])]


@pytest.mark.parametrize(
    ("name", "detail", "told"),
    [
        ("date", "2018-10-20, known 2018-10-22", "ngày ban hành: 20/10/2018; danh mục ghi 22/10/2018"),
        ("title", "0.95 like \"về 'x'\"", "trích yếu: giống 0,95 với “về 'x'”"),
        (
            "words around",
            "12% of 'về công tác thanh niên'",
            "từ ngữ xung quanh: 12% từ ngữ của “về công tác thanh niên”",
        ),
        ("out of order", "number 09, 2024-11-24", "không khớp thứ tự dãy số: số 09, ngày 24/11/2024"),
        ("alias", "Nghị quyết 18", "tên thường gọi: Nghị quyết 18"),
        ("something new", "as it is", "something new: as it is"),
    ],
)
def test_a_reason_is_told_as_a_reader_would_say_it(name: str, detail: str, told: str) -> None:
    assert dates("vi", ": ".join(reason("vi", name, detail))) == told
    assert reason("en", name, detail) == (name, detail)


def test_an_error_is_one_line_in_the_reader_s_language() -> None:
    error = QueryError("99-NQ/TW", "no cited document is called that", "the nearest are 35-NQ/TW@XII")
    said = errors.said("vi", error)
    assert said == "99-NQ/TW: không có văn bản nào được trích dẫn mang tên ấy; gần nhất là 35-NQ/TW@XII"
    assert errors.said("en", error) == str(error)
    assert errors.said("vi", QueryError("x", "something new")) == "x: something new"


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
    "module",
    [
        "citegraph",
        "citegraph.audit.writing",
        "citegraph.text.safe_file_names",
        "citegraph.i18n",
        "citegraph.i18n.errors",
        "citegraph.i18n.help",
        "citegraph.i18n.evidence",
        "citegraph.i18n.usage",
    ],
)
def test_the_examples_are_true(module: str) -> None:
    result = doctest.testmod(import_module(module))
    assert result.attempted and not result.failed
