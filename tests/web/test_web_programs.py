"""The JSON interface: it tells what the library tells, part by part, as its own description says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from serving import served
from starlette.testclient import TestClient
from visitors import MADE, MOST

from citegraph import query
from citegraph.store import Store

TEXT = "Theo Nghị quyết số 35-NQ/TW ngày 20/10/2018 của Bộ Chính trị."


def test_a_list_comes_part_by_part(client: TestClient) -> None:
    rows, after = [], None
    while True:
        told = client.get("/api/v1/reports", params={"limit": 90, **({"after": after} if after else {})}).json()
        rows += told["rows"]
        after = told["next"]
        if after is None:
            break
    assert {row["report"] for row in rows} == {report.id for report in MADE.reports}
    assert len(rows) == len(MADE.reports)


def test_it_tells_what_the_library_tells(client: TestClient, filled_store: Path) -> None:
    with Store(filled_store) as store:
        [cited] = query.cited_by(store, MOST, since="2020")
        [near] = query.related(store, MOST, limit=5)
    told = client.get("/api/v1/cited-by", params={"document": MOST, "since": "2020", "limit": 200}).json()
    assert {row["report"] for row in told["rows"]} == {report.id for report, _ in cited.reports}
    told = client.get("/api/v1/related", params={"document": MOST, "limit": 5}).json()
    assert [(row["document"], row["reports"], row["weight"]) for row in told["rows"]] == [
        (one.document.id, one.reports, one.weight) for one in near.related
    ]


def test_a_text_is_explained_extracted_and_audited(client: TestClient) -> None:
    [mention] = client.post("/api/v1/explain", json={"text": TEXT}).json()["mentions"]
    assert mention["document"] == "35-NQ/TW@XII"
    [citation] = client.post("/api/v1/extract", json={"text": TEXT}).json()["citations"]
    assert TEXT[citation["start"] : citation["end"]] == citation["surface"]
    [finding] = client.post("/api/v1/audit", json={"text": TEXT}).json()["findings"]
    assert (finding["field"], finding["known"]) == ("date", "2018-10-22")


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("document", {"document": "không có"}, 404),
        ("document", {}, 404),
        ("reports", {"since": "hôm qua"}, 400),
        ("reports", {"limit": "0"}, 400),
        ("reports", {"after": "x"}, 400),
        ("reports", {"publisher": "zzz"}, 400),
        ("documents", {"scope": "mine"}, 400),
        ("search", {"q": " "}, 400),
        ("nothing", {}, 404),
    ],
)
def test_what_cannot_be_answered_is_told_as_json(
    client: TestClient, path: str, asked: dict[str, str], status: int
) -> None:
    answer = client.get(f"/api/v1/{path}", params=asked)
    assert answer.status_code == status
    assert answer.json()["status"] == status
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"text": 1}', '{"text": ""}', '{"text": "x", "date": "x"}', "[" * 9999]
)
def test_a_body_that_is_none_is_refused(client: TestClient, body: str) -> None:
    answer = client.post("/api/v1/explain", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert client.post("/api/v1/explain", content=body).status_code == 415


def test_the_interface_is_as_it_is_described(filled_store: Path) -> None:
    schemathesis = pytest.importorskip("schemathesis", reason="pip install schemathesis")
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis.specs.openapi.checks import positive_data_acceptance  # a name may well be none of the store

    tried = 0
    with served(filled_store) as link:
        for found in schemathesis.openapi.from_url(f"{link}/api/v1/openapi.json").get_all_operations():
            operation = found.ok()

            @given(case=operation.as_strategy())
            @settings(
                max_examples=10,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            def answers(case: Any) -> None:
                nonlocal tried
                tried += 1
                case.validate_response(case.call(), excluded_checks=[positive_data_acceptance])

            answers()
    assert tried >= 80
