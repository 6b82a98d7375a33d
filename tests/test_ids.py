"""Canonical ids: every form is put together and taken apart in one module, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import citegraph
from citegraph.ids import DocumentId

FORMS = {
    "35-NQ/TW@XII": DocumentId("35-NQ/TW", term="XII"),
    "18-NQ/TW@?": DocumentId("18-NQ/TW", term="?"),
    "16-NQ/TU@Thanh Hóa": DocumentId("16-NQ/TU", locality="Thanh Hóa"),
    "21-BC/ĐU@Chính phủ": DocumentId("21-BC/ĐU", locality="Chính phủ"),
    "24/2018/QH14": DocumentId("24/2018/QH14"),
    "153/NQ-CP@2025": DocumentId("153/NQ-CP", year="2025"),
    "45/KH-UBND@Thanh Hóa:2011": DocumentId("45/KH-UBND", locality="Thanh Hóa", year="2011"),
    "45/KH-UBND@?:?": DocumentId("45/KH-UBND", locality="?", year="?"),
    "HNTW6@XII": DocumentId("HNTW6", term="XII"),
    "NQĐH@XIII": DocumentId("NQĐH", term="XIII"),
    "NQĐH@Nam Định:XX": DocumentId("NQĐH", locality="Nam Định", sitting="XX"),
    "NQĐH@Nam Định:2020-2025": DocumentId("NQĐH", locality="Nam Định", sitting="2020-2025"),
    "Luật Đất đai 2024": DocumentId("Luật Đất đai 2024"),
    "Điều lệ Đảng": DocumentId("Điều lệ Đảng"),
}


@pytest.mark.parametrize(("text", "parts"), FORMS.items())
def test_an_id_is_taken_apart_and_put_together_again(text: str, parts: DocumentId) -> None:
    assert DocumentId.parse(text) == parts
    assert str(parts) == text


@pytest.mark.parametrize("text", FORMS)
def test_an_id_is_decided_where_nothing_of_it_is_open(text: str) -> None:
    assert DocumentId.parse(text).is_decided is ("?" not in text)


def test_no_other_module_takes_ids_apart() -> None:
    apart = re.compile(r"""partition\(["']@["']\)|split\(["']@["']|f["'](?:HNTW|NQĐH)|startswith\(["'](?:HNTW|NQĐH)""")
    package = Path(citegraph.__file__).parent
    found = {
        path.relative_to(package).as_posix(): lines
        for path in package.rglob("*.py")
        if (lines := [line.strip() for line in path.read_text("utf-8").splitlines() if apart.search(line)])
    }
    found.pop("ids.py")
    assert found == {}
