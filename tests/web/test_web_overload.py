"""Clients that ask too much at once, or that hold connections and send nothing: the others are still answered."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient
from visitors import HOST

from citegraph.web import application, security
from citegraph.web.settings import make_settings

pytest.importorskip("uvicorn", reason="the web application needs citegraph[web]")

import uvicorn

from citegraph.web import connections
from citegraph.web.connections import Connection

PART = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-"


@contextmanager
def listening(app: Any) -> Iterator[tuple[str, int]]:
    """Serve an application with our connections while the block runs, and give its address."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = uvicorn.Server(uvicorn.Config(app, http=Connection, ws="none", lifespan="off", log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        try:
            yield taken.getsockname()[:2]
        finally:
            server.should_exit = True
            thread.join()


async def greeting(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"hi"})


def ended(held: socket.socket) -> bool:
    """Whether the server ends a connection, whatever it has sent before."""
    held.settimeout(20)
    try:
        while held.recv(4096):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        PART,
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" + PART,
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n",
    ],
    ids=["nothing", "a part", "a part after a request", "a body that nobody reads"],
)
def test_who_sends_no_request_is_disconnected(monkeypatch: pytest.MonkeyPatch, begun: bytes) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 0.3)
    with listening(greeting) as address, socket.create_connection(address) as held:
        held.sendall(begun)
        stop = threading.Event()

        def drip() -> None:
            while not stop.wait(0.05):
                try:
                    held.sendall(b"a")
                except OSError:
                    return

        thread = threading.Thread(target=drip)
        if begun:
            thread.start()
        assert ended(held)
        stop.set()
        if begun:
            thread.join()


def test_many_who_hold_connections_keep_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 20)
    monkeypatch.setattr(connections, "PATIENCE_SECONDS", 0.2)
    with listening(greeting) as address:
        held = [socket.create_connection(address) for _ in range(30)]
        for one in held:
            one.sendall(PART)
        time.sleep(0.5)
        for _ in range(15):
            assert httpx.get(f"http://{address[0]}:{address[1]}/").text == "hi"
        for one in held:
            one.setblocking(False)
        closed = 0
        for one in held:
            try:
                closed += one.recv(1) == b""
            except ConnectionError:
                closed += 1
            except BlockingIOError:
                pass
            one.close()
    assert closed >= 10


def test_a_request_too_many_is_told_to_come_again(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "MOST_REQUESTS", 0)
    answer = client.get("/")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["content-security-policy"] == security.POLICY
    monkeypatch.undo()
    assert client.get("/").status_code == 200


def test_a_store_that_cannot_answer_now_says_when_to_come_again(client: TestClient, filled_store: Path) -> None:
    hidden = filled_store.with_suffix(".away")
    filled_store.rename(hidden)
    try:
        for page in ("/api/v1/search?q=nq", "/suggest?q=nq", "/documents?kind=x"):
            answer = client.get(page)
            assert (answer.status_code, answer.headers.get("retry-after")) == (503, str(security.RETRY_SECONDS)), page
    finally:
        hidden.rename(filled_store)


def asked(filled_store: Path, receive: Any) -> list[dict[str, Any]]:
    """Return what the application sends to a client whose body is received so."""
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/api/v1/explain",
        "raw_path": b"/api/v1/explain",
        "query_string": b"",
        "scheme": "http",
        "headers": [(b"host", HOST.removeprefix("http://").encode()), (b"content-type", b"application/json")],
    }

    async def send(part: dict[str, Any]) -> None:
        sent.append(part)

    served = application.application(make_settings(filled_store))(scope, receive, send)  # type: ignore[arg-type]
    with ThreadPoolExecutor(1) as apart:  # the loop of a browser may run in this thread
        apart.submit(asyncio.run, served).result()  # type: ignore[arg-type]
    return sent


def test_a_body_that_does_not_come_is_not_waited_for(filled_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "BODY_SECONDS", 0.1)
    monkeypatch.setattr(security, "SLOWEST_BYTES", 1000)

    async def dripping() -> dict[str, Any]:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"x", "more_body": True}

    sent = asked(filled_store, dripping)
    assert sent[0]["status"] == 408


def test_a_client_that_goes_away_is_no_fault_of_the_server(filled_store: Path) -> None:
    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    sent = asked(filled_store, gone)  # no ClientDisconnect comes out
    assert sent[0]["status"] == 400


@pytest.mark.parametrize("page", ["/check/draft", "/check/copy", "/bring/progress", "/bring/events", "/report/page"])
def test_a_page_about_nothing_is_not_there(client: TestClient, page: str) -> None:
    assert client.get(page).status_code == 404
