"""The command `serve` with a real server: its link, its port, its end, and what it asks for."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from command import PATIENCE, run
from serving import served

from citegraph.export import PART
from citegraph.store import Store
from citegraph.web.build_queue import ENDS_WITH_INPUT


def test_it_prints_a_link_that_answers(filled_store: Path) -> None:
    with served(filled_store) as link:
        assert link.startswith("http://127.0.0.1:")
        assert "citegraph" in httpx.get(link).text
        assert httpx.get(f"{link}/api/v1/documents?limit=1").json()["rows"]
        assert httpx.get(link, headers={"Host": "evil.example"}).status_code == 421


def test_two_servers_take_two_ports(filled_store: Path) -> None:
    with served(filled_store) as one, served(filled_store) as two:
        assert one != two
        assert httpx.get(two).status_code == 200


def test_the_link_has_the_token(filled_store: Path) -> None:
    with served(filled_store, "--token", "abc") as link, httpx.Client(follow_redirects=True) as someone:
        assert httpx.get(link.split("?")[0]).status_code == 401
        assert someone.get(link).status_code == 200
        assert someone.get(link.split("?")[0] + "reports").status_code == 200


def test_a_port_that_is_taken_is_told(filled_store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = run("serve", filled_store, "--port", taken.getsockname()[1], "--no-open", folder=filled_store.parent)
    assert told.returncode == 3
    assert "choose another --port" in told.stderr


def test_others_need_a_token(filled_store: Path) -> None:
    told = run("serve", filled_store, "--host", "192.168.0.1", folder=filled_store.parent)
    assert told.returncode == 3
    assert "--token" in told.stderr


def test_without_its_libraries_it_says_what_to_install(filled_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "starlette", None)  # as Python marks what cannot be imported
    told = run("serve", filled_store, folder=filled_store.parent)
    assert told.returncode == 6
    assert "pip install 'citegraph[web]'" in told.stderr


def test_a_server_killed_in_the_middle_of_an_upload_leaves_nothing_half(tmp_path: Path) -> None:
    with served(tmp_path, kill=True) as link:
        [secret] = set(re.findall(r'name="secret" value="([^"]+)"', httpx.get(f"{link}/bring").text))
        fields = f'--x\r\nContent-Disposition: form-data; name="secret"\r\n\r\n{secret}\r\n'
        file = '--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n' + "half " * 50_000
        head = "POST /bring HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        with socket.create_connection(("127.0.0.1", int(link.rpartition(":")[2]))) as sender:
            sender.sendall(f"{head}Content-Length: 900000\r\n\r\n{fields}{file}".encode())
            assert httpx.get(link).status_code == 200  # it has begun to take the file, and answers others meanwhile
    assert not (tmp_path / "brought").exists()
    with Store(tmp_path / "citegraph.sqlite") as store:
        store.verify()
        assert not list(store.reports())


def test_what_was_uploaded_before_a_kill_is_read_at_the_next_start(filled_store: Path) -> None:
    """The person was told that the file is kept, and does not come again."""
    uploaded = filled_store.parent / "brought" / "mới.txt"
    uploaded.parent.mkdir()
    uploaded.write_text("Thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị.")
    half = uploaded.with_name(f".nửa.txt.x{PART}")
    half.write_text("Thực hiện")
    os.utime(half, (0, 0))
    with served(filled_store) as link, httpx.Client(base_url=link, timeout=PATIENCE) as someone:
        end = time.monotonic() + PATIENCE
        while someone.get("/report", params={"id": "mới"}).status_code == 404:
            assert time.monotonic() < end
    assert [one.name for one in uploaded.parent.iterdir()] == ["mới.txt"]


def test_a_build_ends_with_its_server(tmp_path: Path) -> None:
    """A build without a server would hold the store, and the next server could read nothing."""
    (tmp_path / "reports").mkdir()
    for at in range(200):
        text = f"Thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị. Lần {at}. "
        (tmp_path / "reports" / f"r{at:03}.txt").write_text(text * 200, "utf-8")
    program = [sys.executable, "-m", "citegraph.web.build_process", ENDS_WITH_INPUT, "s.sqlite", "reports"]
    with subprocess.Popen(program, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as build:
        assert build.stdin and build.stdout
        assert build.stdout.readline()  # it has begun
        build.stdin.close()
        assert build.wait(PATIENCE) == 1
        assert b"finished" not in build.stdout.read()
    with Store(tmp_path / "s.sqlite") as store:
        store.verify()
    told = subprocess.run([*program[:3], *program[4:]], cwd=tmp_path, capture_output=True, check=True)
    assert json.loads(told.stdout.splitlines()[-1])["finished"]["reports"] == 200


def test_a_read_only_server_needs_a_store(tmp_path: Path) -> None:
    told = run("serve", tmp_path, "--read-only", folder=tmp_path)
    assert told.returncode == 4
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_it_ends_though_a_page_listens(filled_store: Path) -> None:
    """The page of what is brought listens for news as long as it is open."""
    with httpx.Client(timeout=60) as someone:
        with served(filled_store) as link:
            news = someone.send(someone.build_request("GET", f"{link}/bring/folders/events"), stream=True)
            parts = news.iter_raw()
            assert next(parts).startswith(b"data: ")
        assert all(part.startswith((b"data: ", b": ")) for part in parts)  # cut off, it would raise an error
