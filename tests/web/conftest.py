from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from corpora import Recipe, corpus
from filled import fill

pytest.importorskip("starlette", reason="the web application needs citegraph[web]")

from starlette.testclient import TestClient

from citegraph.web.application import application
from citegraph.web.settings import Settings, settled

MADE = corpus(Recipe(documents=90, reports=260))
MOST = Counter(one.document for one in MADE.citations if one.decided).most_common(1)[0][0]
"""The document that is cited most."""
HOST = "http://127.0.0.1:8700"

Visitor = Callable[..., TestClient]


@pytest.fixture(scope="session")
def filled_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("web") / "citegraph.sqlite", MADE)


@pytest.fixture
def client(filled_store: Path) -> TestClient:
    return visitor(settled(filled_store))


def visitor(settings: Settings, **more: Any) -> TestClient:
    """Someone who visits an application with these settings; errors of the application are answers."""
    return TestClient(application(settings), base_url=HOST, raise_server_exceptions=False, **more)
