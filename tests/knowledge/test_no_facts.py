"""No fact stands in the code: no name of a body, place, country, law or document in a string of the package.

Left out are docstrings, whose examples show what a rule is for, and the translations of what the program says.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

import citegraph
from citegraph.knowledge import bodies, countries, law_names
from citegraph.knowledge.gazetteer import PROVINCE, gazetteer
from citegraph.records import load

PACKAGE = Path(citegraph.__file__).parent
LANGUAGE = {
    "Đảng",
    "Trung ương",
    "Đảng ủy",
    "Đảng bộ",
    "Bộ trưởng",
    "cơ quan nhà nước",
    "Ban Chỉ đạo",
    "Ban Thường vụ",
    "Chi bộ",
    "Đại hội Đảng",
}
"""Words of the language as well as names of rows."""


def facts() -> dict[str, str]:
    """Names that no string may hold, and what they are of."""
    found = {name: "province" for locality in gazetteer().all_units(PROVINCE) if " " in (name := locality.name)}
    found |= {
        name: "country"
        for name in countries.country_names()
        if " " in name or name in countries.distinctive_country_names()
    }
    found |= {name: "law" for law in law_names.listed_laws() if len((name := law.name).split()) > 2}
    found |= {name: "document" for known in load() if known.title and len((name := known.title).split()) > 3}
    for body in bodies.all_bodies():
        found |= {body.name: "body"} if " " in body.name and body.name not in LANGUAGE else {}
    return found


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module with their lines, without docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value


def spoken(text: str) -> str:
    """What a string says as words: blanks of a pattern are blanks, choices of one letter are that letter."""
    text = regex.sub(r"\\s[+*]?|\[ \]|\\ ", " ", text)
    text = regex.sub(r"\[(\p{L})\p{L}\]", r"\1", text)
    return " ".join(text.split()).casefold()


def offences() -> list[str]:
    known = facts()
    any_of = regex.compile(
        rf"(?<!\p{{L}})(?:{'|'.join(sorted(map(regex.escape, {name.casefold() for name in known}), key=len, reverse=True))})(?!\p{{L}})"
    )
    out = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if "i18n" in path.relative_to(PACKAGE).parts:
            continue
        for line, text in strings(path):
            out += [f"{path.relative_to(PACKAGE)}:{line}: {found}" for found in any_of.findall(spoken(text))]
    return out


def test_no_name_of_a_table_stands_in_the_code() -> None:
    assert not (found := offences()), "\n".join(found)


@pytest.mark.parametrize(
    "literal",
    [
        r"của\s+Bộ\s+Chính\s+trị",
        "Hà Nội",
        "Tây Ban Nha",
        "Thực hành tiết kiệm, chống lãng phí",
        r"Ủy\s+ban\s+[Nn]hân\s+dân",
    ],
)
def test_it_would_be_noticed(literal: str, tmp_path: Path) -> None:
    module = tmp_path / "m.py"
    module.write_text(f'"""Hà Nội in a docstring."""\nX = {literal!r}\n', encoding="utf-8")
    [(line, text)] = strings(module)
    assert line == 2
    assert any(name.casefold() in spoken(text) for name in facts())
