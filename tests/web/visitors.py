"""The store that these tests visit, and who visits it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from corpora import Recipe, corpus

pytest.importorskip("starlette", reason="the web application needs citegraph[web]")

from starlette.testclient import TestClient

from citegraph.web.application import application
from citegraph.web.settings import Settings

MADE = corpus(Recipe(documents=90, reports=260))
MOST = Counter(one.document for one in MADE.citations if one.decided).most_common(1)[0][0]
"""The document that is cited most."""
HOST = "http://127.0.0.1:8700"


def visitor(settings: Settings, **more: Any) -> TestClient:
    """Someone who visits an application with these settings; errors of the application are answers."""
    return TestClient(application(settings), base_url=HOST, raise_server_exceptions=False, **more)
