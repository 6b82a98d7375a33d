"""Hostile requests: other sites, other names, paths, SQL, scripts, too much. None gets through."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from filled import fill
from starlette.testclient import TestClient
from visitors import HOST, MADE, visitor

from citegraph.errors import ArgumentError
from citegraph.model import Corpus, Document, ReportInfo, Scope, Status
from citegraph.web.paged_lists import LISTS
from citegraph.web.security import BODY_BYTES, HEADERS
from citegraph.web.settings import make_settings

PAGES = [
    "/",
    "/suggest",
    "/document",
    "/picture",
    "/picture/part",
    "/report",
    "/report/text",
    *(f"/{name}" for name in LISTS),
]
PARAMETERS = (
    *("q", "id", "document", "report", "since", "until", "publisher", "locality", "confidence"),
    *("kind", "scope", "order", "severity", "field", "depth", "after", "limit", "format", "lang", "theme"),
)
EVERYWHERE = "0.0.0.0"  # noqa: S104 - served to nobody here
SECRET = "a long secret"  # noqa: S105
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
NASTY = [
    SCRIPT,
    "' OR 1=1 --",
    '"; DROP TABLE report; --',
    "1) UNION SELECT sql FROM sqlite_master --",
    "../../../../etc/passwd",
    "%2e%2e%2fetc%2fpasswd",
    "\x00\x01",
    "javascript:alert(1)",
    "NEAR(a b) OR *",
    '"' * 50,
    "9" * 200,
    "-1",
    "0~",
    "999999999999999999~2020",
    "Nghị quyết " * 100,
]


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_no_parameter_breaks_a_page_or_gets_into_it(client: TestClient, nasty: str) -> None:
    for page in [*PAGES, "/api/v1/search", "/api/v1/document"]:
        answer = client.get(page, params=dict.fromkeys(PARAMETERS, nasty))
        assert answer.status_code in (200, 400, 404), page
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert "root:" not in answer.text
        assert "CREATE TABLE" not in answer.text
        for name in PARAMETERS:
            assert client.get(page, params={name: nasty}).status_code in (200, 400, 404), (page, name)
    assert f"<b>{len(MADE.reports)}</b>" in client.get("/").text


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8700", "", "[::1", "a@127.0.0.1", "192.168.0.9"],
)
def test_another_name_of_this_server_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "citegraph_" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize("host", ["127.0.0.1:8700", "localhost:1", "[::1]:8700", "LOCALHOST"])
def test_every_name_of_this_machine_is_accepted(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "http://127.0.0.1:8700.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_a_page_of_another_site_can_send_nothing(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/api/v1/explain", json={"text": "Chỉ thị 05-CT/TW"}, headers=headers)
    assert answer.status_code == 403


def test_our_own_pages_can(client: TestClient) -> None:
    answer = client.post("/api/v1/explain", json={"text": "Chỉ thị 05-CT/TW"}, headers={"Origin": HOST})
    assert answer.status_code == 200


@pytest.mark.parametrize("page", ["/", "/assets/style.css", "/api/v1/reports", "/nothing", "/api/v1/openapi.json"])
def test_every_answer_binds_the_browser(client: TestClient, page: str) -> None:
    headers = client.get(page).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "access-control-allow-origin" not in headers


def test_no_page_holds_a_script_or_style_of_its_own(client: TestClient) -> None:
    for page in PAGES:
        text = client.get(page).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text), page


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    assert client.post("/api/v1/explain", content=b"x" * (BODY_BYTES + 1)).status_code == 413
    endless = (b"x" * 65536 for _ in range(BODY_BYTES // 65536 + 2))  # without a length
    assert (
        client.post("/api/v1/explain", content=endless, headers={"Content-Type": "application/json"}).status_code == 413
    )
    assert client.post("/api/v1/explain", content=b"", headers={"Content-Length": "9" * 30}).status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST"])
def test_a_page_is_only_read(client: TestClient, method: str) -> None:
    assert client.request(method, "/reports").status_code == 405


@pytest.mark.parametrize(
    "path", ["/assets/../settings.py", "/assets/%2e%2e/settings.py", "/assets/..%2fsettings.py", "/assets//etc/passwd"]
)
def test_nothing_but_the_assets_is_given(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_store_that_is_hostile_itself_cannot_script_its_pages(tmp_path: Path) -> None:
    report = ReportInfo(
        id=SCRIPT,
        path="/etc/passwd",
        sha256="0" * 64,
        title=SCRIPT,
        date="2020",
        publisher=SCRIPT,
        url="javascript:alert(1)",
    )
    document = Document(
        id="1-NQ/TW@XII", label=SCRIPT, scope=Scope.PARTY, status=Status.KNOWN, title=SCRIPT, url="javascript:alert(1)"
    )
    someone = visitor(
        make_settings(fill(tmp_path / "s.sqlite", Corpus(documents=(document,), reports=(report,), citations=())))
    )
    for page in ("/", "/reports", f"/report?id={SCRIPT}", f"/report/text?id={SCRIPT}", "/document?id=1-NQ/TW@XII"):
        text = someone.get(page).text
        assert "<script>alert" not in text
        assert 'href="javascript:' not in text
        assert "root:" not in text


class TestToken:
    def test_others_may_reach_the_server_only_with_a_token(self, filled_store: Path) -> None:
        with pytest.raises(ArgumentError, match="token"):
            make_settings(filled_store, host=EVERYWHERE)

    def test_who_has_none_sees_nothing(self, filled_store: Path) -> None:
        someone = visitor(make_settings(filled_store, host=EVERYWHERE, token=SECRET))
        for page in (*PAGES, "/assets/style.css", "/api/v1/reports", "/?token=wrong"):
            assert someone.get(page).status_code == 401, page
        assert someone.get("/", headers={"Authorization": "Bearer wrong"}).status_code == 401
        assert someone.get("/", headers={"Cookie": "citegraph_token=wrong"}).status_code == 401
        assert someone.get("/", headers={"Cookie": '"\\'}).status_code == 401

    def test_the_link_lets_in_once_and_for_all(self, filled_store: Path) -> None:
        someone = visitor(make_settings(filled_store, host=EVERYWHERE, token=SECRET))
        answer = someone.get("/reports", params={"token": SECRET, "limit": 5})
        assert answer.status_code == 200
        assert answer.url.query == b"limit=5"
        assert someone.get("/reports").status_code == 200
        told = visitor(make_settings(filled_store, token=SECRET)).get(
            "/api/v1/reports", headers={"Authorization": f"Bearer {SECRET}"}
        )
        assert told.status_code == 200

    def test_a_rebound_name_is_refused_there_too(self, filled_store: Path) -> None:
        someone = visitor(make_settings(filled_store, host=EVERYWHERE, token=SECRET))
        assert someone.get(f"/?token={SECRET}", headers={"Host": "evil.example"}).status_code == 421
        assert someone.get(f"/?token={SECRET}", headers={"Host": "192.168.0.9:8700"}).status_code == 200
