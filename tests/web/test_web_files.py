"""Any view can be taken along as a file that other programs open."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient
from visitors import MADE, MOST

from citegraph.web.bibliography import bibtex, csl
from citegraph.web.docx_output import HeadedTable, word_file
from citegraph.web.page_rendering import address_with_query
from citegraph.web.paged_lists import LISTS

docx = pytest.importorskip("docx", reason="Word files need python-docx")

CITING = next(one.report for one in MADE.citations if one.document == MOST)
VIEWS = [
    *(
        address_with_query(
            f"/{name}",
            document=MOST if one.needs == ("document",) else None,
            report=CITING if one.needs == ("report",) else None,
        )
        for name, one in LISTS.items()
    ),
    *(address_with_query("/document", id=MOST), address_with_query("/report", id=CITING)),
]


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_can_be_saved_for_word(client: TestClient, view: str) -> None:
    asked = f"{view}{'&' if '?' in view else '?'}format=docx"
    answer = client.get(asked)
    assert answer.status_code == 200, answer.text
    assert re.fullmatch(r'attachment; filename="[a-z-]+\.docx"', answer.headers["content-disposition"])
    tables = opened(answer.content).tables
    assert tables
    assert all(len(table.rows) > 1 for table in tables)


def test_a_list_for_word_has_the_rows_of_the_list(client: TestClient) -> None:
    rows = client.get("/api/v1/documents?limit=200").json()["rows"]
    [table] = opened(client.get("/documents?format=docx").content).tables
    assert [row.cells[0].text for row in table.rows][1:] == [row["document"] for row in rows]


def test_what_word_cannot_hold_is_replaced_and_the_bytes_are_the_same() -> None:
    def made() -> bytes:
        rows = [{"title": f"a\x00b\ud800 {at}"} for at in range(2)]
        return bytes(word_file("vi", "x", "Tên\x01", ["dòng"], [HeadedTable("Bảng", ("title",), rows)]).body)

    assert made() == made()
    assert opened(made()).tables[0].rows[1].cells[0].text == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER} 0"


def test_documents_go_to_reference_managers(client: TestClient) -> None:
    rows = client.get("/api/v1/documents?limit=200").json()["rows"]
    items = client.get("/documents?format=csl").json()
    assert [item["id"] for item in items] == [row["document"] for row in rows]
    for item, row in zip(items, rows, strict=True):
        assert (
            item["issued"]["date-parts"] == [[int(part) for part in row["date"].split("-")]]
            if row["date"]
            else "issued" not in item
        )
        assert item.get("authority") == row["issuer"]
        assert item["title"].startswith(row["label"])
    entries = re.findall(r"^@misc\{([a-z0-9-]+),$", client.get("/documents?format=bib").text, re.M)
    assert len(entries) == len(rows)


def test_a_list_of_reports_has_no_bibliography(client: TestClient) -> None:
    assert client.get("/reports?format=bib").status_code == 400


def test_signs_of_bibtex_are_escaped() -> None:
    row = {
        "document": "X@?",
        "label": "A_b {c} 5% \\d",
        "title": None,
        "kind": "K&L",
        "number": None,
        "issuer": "Ban #1",
        "date": "2018-10",
        "url": "https://e.org/a_{b}",
    }
    text = bibtex([row])
    assert r"title = {A\_b \{c\} 5\% \textbackslash{}d}" in text
    assert r"type = {K\&L}" in text
    assert r"author = {{Ban \#1}}" in text
    assert "url = {https://e.org/a_b}" in text
    assert json.loads(csl([row]))[0]["issued"] == {"date-parts": [[2018, 10]]}
