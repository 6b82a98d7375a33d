"""A file that hangs, kills or bloats its parser costs itself alone on a cluster too."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from citegraph.cluster import warc
from citegraph.model import Failure, Report
from citegraph.read import Source, guarded_loading

STUBS = str(Path(__file__).parents[1] / "read")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are those of POSIX")


def record(number: int, page: bytes) -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    lines = (
        *("WARC/1.0", "WARC-Type: response", f"WARC-Record-ID: <urn:{number}>"),
        *("WARC-Target-URI: https://b.example/", "WARC-Date: 2024-05-02T00:00:00Z"),
        *("Content-Type: application/http; msgtype=response", f"Content-Length: {len(body)}"),
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body + b"\r\n\r\n"


def test_a_page_of_an_archive_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fastwarc", reason="fastwarc is not installed: pip install 'citegraph[spark]'")
    monkeypatch.syspath_prepend(STUBS)  # the worker imports it, too
    stubs = importlib.import_module("stubs")

    def deadly(source: Source, **how: Any) -> Iterator[Report | Failure]:
        if source.path.endswith("#2"):
            source, how["loader"] = replace(source, data=b"STUB die"), stubs.load
        return guarded_loading.load_guarded(source, **how)

    monkeypatch.setattr(warc, "load_guarded", deadly)
    said = "<!doctype html><html><body><p>Trang {}, theo Chỉ thị số 05-CT/TW ngày 15/5/2016.</p></body></html>"
    pages = b"".join(record(at, said.format(at).encode()) for at in (1, 2, 3))
    found = list(warc.reports_of_archive(Source("a.warc", Path("a.warc"), pages)))
    guarded_loading.end_idle_workers()
    assert [(one.path, isinstance(one, Failure)) for one in found] == [
        ("a.warc#1", False),
        ("a.warc#2", True),
        ("a.warc#3", False),
    ]


def test_a_record_that_unpacks_to_more_than_a_document_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fastwarc", reason="fastwarc is not installed: pip install 'citegraph[spark]'")
    monkeypatch.setattr(warc, "DOCUMENT_BYTES", 2**20)
    pages = [record(1, b"<html>" + b"x" * 2**20), record(2, b"<!doctype html><p>Chi bo hop." + b" " * 99)]
    found = list(warc.reports_of_archive(Source("a.warc", Path("a.warc"), b"".join(pages))))
    guarded_loading.end_idle_workers()
    assert [isinstance(one, Failure) for one in found] == [True, False]
    assert isinstance(found[0], Failure)
    assert found[0].reason == "is longer than 1 MB"
