"""Both languages say the same, with the same values; what goes wrong is said in Vietnamese too."""

from __future__ import annotations

import ast
import copy
import errno
import json
import pickle
import random
import re
import string
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cases"))

import caseformat

import citegraph
from citegraph.errors import ReadError, one_line_message, os_error_text
from citegraph.extract import extract
from citegraph.i18n import (
    LANGUAGES,
    Message,
    catalog,
    format_date,
    format_number,
    from_column_text,
    from_json,
    join_texts,
    message,
    reader_language,
    say,
    sort_key,
    to_column_text,
    to_json,
    translated,
)
from citegraph.i18n.catalog import CATALOG
from citegraph.model import Report
from citegraph.records import load
from citegraph.resolve import resolve
from citegraph.resolve.passes import SEVERAL, USUAL
from citegraph.resolve.score import reliabilities, weights

PACKAGE = Path(citegraph.__file__).parent


FAMILIES = (
    "change.",
    "column.",
    "evidence.",
    "field.",
    "help.",
    "kind.",
    "level.",
    "method.",
    "position.",
    "rule.",
    "severity.",
    "standing.",
    "state.",
    "status.",
    "topic.",
    "web.filter_",
    "web.list_",
    "web.order_",
    "web.scope_",
    "web.severity_",
)
"""Messages that are named by a value: names of columns, of evidence, of what stands in tables."""

SAYING = {"message": 0, "usage_error": 0, "say": 1, "tell": 0}
"""The functions that take the id of a message, and the place of the id among their arguments."""


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name not in (None, "s")}


@pytest.mark.parametrize("id", CATALOG)
def test_a_message_has_the_same_holes_in_both_languages(id: str) -> None:
    english, vietnamese = CATALOG[id]
    assert holes(english) == holes(vietnamese)
    assert english.strip() and vietnamese.strip()
    assert unicodedata.is_normalized("NFC", vietnamese)
    assert "{s}" not in english or "n" in holes(english)


def test_no_id_stands_in_two_modules() -> None:
    ids = Counter(id for module in catalog.MODULES for id in module.MESSAGES)
    assert [id for id, times in ids.items() if times > 1] == []


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Every node of the program's syntax, with the file it stands in."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        yield from ((name, node) for node in ast.walk(ast.parse(path.read_text("utf-8"))))


def named(node: ast.expr) -> list[str]:
    """The ids that an argument may be; none for one that is put together or handed on."""
    if isinstance(node, ast.IfExp):
        return [*named(node.body), *named(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def said() -> Iterator[tuple[str, str, set[str] | None]]:
    """Each place where a message is said: where, its id, and its arguments, None where they are handed on."""
    for file, node in nodes():
        if not isinstance(node, ast.Call):
            continue
        function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        at = SAYING.get(function)
        if at is None or len(node.args) <= at:
            continue
        given = None if any(word.arg is None for word in node.keywords) else {str(word.arg) for word in node.keywords}
        for id in named(node.args[at]):
            yield f"{file}:{node.lineno}", id, given


def test_every_message_that_is_said_is_there_with_its_arguments() -> None:
    found = [*said()]
    assert len(found) > 300
    for place, id, given in found:
        if "." in id or id in CATALOG:  # `say` of the command prints a text
            assert id in CATALOG, f"{place}: {id}"
            assert given is None or given == holes(CATALOG[id][0]), f"{place}: {id}"


def test_every_message_is_said_somewhere() -> None:
    constants = {node.value for file, node in nodes() if isinstance(node, ast.Constant) and "/catalog/" not in file}
    pages = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.j2"))
    unsaid = {id for id in CATALOG if id not in constants and f'"{id}"' not in pages}
    assert sorted(id for id in unsaid if not id.startswith(FAMILIES)) == []


def test_no_error_is_raised_with_a_sentence() -> None:
    """What went wrong is named by its id: a sentence would be told to readers of Vietnamese in English."""
    for file, node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED:
            for argument in node.args[1:3]:
                text = argument.value if isinstance(argument, ast.Constant) else ""
                assert text == "" and not isinstance(argument, ast.JoinedStr), f"{file}:{node.lineno}"


RAISED = {"ReadError", "KnowledgeError", "StoreError", "QueryError", "ExportError", "ClusterError", "Failure", "Fault"}


def test_a_message_is_told_in_each_language() -> None:
    found = message("found.replaced_on", document="Nghị quyết 1-NQ/TW", date="2018-10-22")
    assert found == "replaced by Nghị quyết 1-NQ/TW on 2018-10-22"
    assert found.text("vi") == "đã được Nghị quyết 1-NQ/TW thay thế ngày 22/10/2018"
    held = message(
        "doubt.bare_pages", bare=1, pages=2000, which="7", remedy=message("do.install_tesseract", command="apt")
    )
    assert (
        held
        == "1 of 2,000 pages have little or no text (7); if they are pictures, install Tesseract with Vietnamese, e.g. 'apt'"
    )
    assert held.text("vi").endswith("hãy cài Tesseract kèm dữ liệu tiếng Việt, ví dụ 'apt'")
    assert [message("doubt.zeros", n=n) for n in (1, 2)] == ["1 zero byte ignored", "2 zero bytes ignored"]
    assert join_texts(["a", message("file.empty"), "b"]) == "a, is empty, b"
    assert translated("vi", join_texts(["a", message("file.empty")])) == "a, là tệp rỗng"


@pytest.mark.parametrize(("id", "args"), [("no.such", {}), ("file.too_long", {}), ("file.too_long", {"kb": 1})])
def test_a_message_that_is_not_there_or_lacks_an_argument_is_an_error(id: str, args: dict[str, int]) -> None:
    with pytest.raises(KeyError):
        message(id, **args)


TEXTS = [
    message("file.empty"),
    message("file.too_long", mb=512),
    message("why.like", likeness=0.72, title="về “x” \ud800"),
    message("doubt.unknown_letters", unknown=1, letters=2, remedy=message("do.install_tesseract", command="apt")),
    "as it is",
    "",
    "[1]",
    '"quoted"',
    "[",
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_text_is_the_same_when_it_was_stored_or_sent(text: str) -> None:
    spelled = translated("vi", text).encode("utf-8", "backslashreplace").decode()
    for again in (from_json(json.loads(json.dumps(to_json(text)))), from_column_text(to_column_text(text))):
        assert translated("vi", again) == spelled
        assert isinstance(again, Message) == isinstance(text, Message)
    to_column_text(text).encode("utf-8")
    for same in (pickle.loads(pickle.dumps(text)), copy.deepcopy(text)):  # noqa: S301
        assert (same, translated("vi", same)) == (text, translated("vi", text))
        assert hash(same) == hash(text)


def test_a_message_of_another_version_is_named() -> None:
    assert from_column_text('["no.such",{"mb":5,"of":["file.empty",{}]}]') == "no.such mb=5 of=is empty"
    assert from_column_text('["file.too_long",{}]') == "file.too_long"
    for nonsense in ("[1", "[1]", '["x"]', '["x",[]]', '["x",{"a":null}]', "[{}, {}]"):
        with pytest.raises((TypeError, ValueError)):
            from_column_text(nonsense)


def test_an_error_is_told_after_it_was_sent() -> None:
    error = pickle.loads(pickle.dumps(ReadError("a.pdf", message("file.empty"), message("do.split"))))  # noqa: S301
    assert str(error) == "a.pdf: is empty; split the file"
    assert one_line_message("vi", error.where, error.what, error.remedy) == "a.pdf: là tệp rỗng; chia nhỏ tệp"
    assert one_line_message("en", error.where, error.what, error.remedy) == str(error)


def test_what_the_system_refuses_is_told_in_both_languages() -> None:
    assert translated("vi", os_error_text(OSError(errno.ENOSPC, "No space left on device"))) == "đĩa đã đầy"
    assert os_error_text(OSError(errno.EXDEV, "odd")) == "odd"
    assert os_error_text(OSError("nothing known")) == "nothing known"


def test_every_reason_of_a_decision_has_a_name() -> None:
    names = {id.removeprefix("evidence.") for id in CATALOG if id.startswith("evidence.")}
    assert names == {*weights(), *reliabilities(), USUAL, SEVERAL}
    assert all(said[0] == id.removeprefix("evidence.") for id, said in CATALOG.items() if id.startswith("evidence."))


def test_every_detail_of_a_reason_is_told_in_vietnamese() -> None:
    """Of the decisions on all marked sentences, and of those that lost."""
    records, seen = load(), set()
    for case in caseformat.load():
        report = Report(id=case.id, path="", sha256="", text=case.text, **case.metadata)
        for citation in resolve(report, extract(case.text, records), records):
            seen |= {(each.name, translated("vi", each.detail)) for each in citation.evidence}
            seen |= {(each.name, translated("vi", each.detail)) for c in citation.candidates for each in c.evidence}
    assert len({name for name, _ in seen}) > 30
    english = re.compile(r"\b(?:known|like|report of|said|ran|as|points|beside|others|years|follows|number)\b")
    assert not [(name, detail) for name, detail in seen if english.search(detail)]
    assert not [(name, detail) for name, detail in seen if "@" in detail]


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
    assert reader_language(environment) == spoken


DICTIONARY = (  # noqa: SIM905 - a list of words reads better without its marks
    "a á ai an ăn ắn ân ấn ba bà bá bạ ca cá chi da dà dả dã dá dạ di du dư đa đà đi đu đư e em ê êm ga ha i ka la ma "
    "na o ó on ô ồ ốn ơ ớ pa qua ra sa ta tha u ú ư ứ va xa y ý"
).split()


def test_words_sort_as_in_a_dictionary() -> None:
    shuffled = DICTIONARY[:]
    random.Random(3).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == DICTIONARY
    decomposed = [unicodedata.normalize("NFD", word) for word in shuffled]
    assert [unicodedata.normalize("NFC", word) for word in sorted(decomposed, key=sort_key)] == DICTIONARY


def test_any_texts_can_be_sorted() -> None:
    odd = ["", "10-NQ/TW", "9-NQ/TW", "\ud800", "漢字", "²", "đ\u0301", "Ａ", "e\u0301\u0323"]
    backwards = odd[::-1]
    assert sorted(odd, key=sort_key) == sorted(backwards, key=sort_key)
    assert sort_key("9-NQ/TW") < sort_key("10-NQ/TW")


@pytest.mark.parametrize("value", ["2018-10-22", "2018", "--10-22", "TW, of 35-NQ/TW@XII", "", "2018-10-22 (learned)"])
def test_only_a_date_is_written_as_a_date(value: str) -> None:
    assert format_date("en", value) == value
    if not value.replace("-", "").isdigit():
        assert format_date("vi", value) == value


def test_numbers_are_grouped_as_each_language_does() -> None:
    assert (format_number("vi", 1234567), format_number("en", 1234567)) == ("1.234.567", "1,234,567")
    assert (format_number("vi", 0.5), format_number("en", 0.5)) == ("0,5", "0.5")
    assert [say(lang, "n.reports", n=12345) for lang in LANGUAGES] == ["12.345 báo cáo", "12,345 reports"]
