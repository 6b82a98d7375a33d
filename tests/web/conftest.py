from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from filled import fill
from starlette.testclient import TestClient
from visitors import MADE, visitor

from citegraph.web.settings import make_settings


@pytest.fixture(scope="session")
def filled_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("web") / "citegraph.sqlite", MADE)


@pytest.fixture
def client(filled_store: Path) -> Iterator[TestClient]:
    with visitor(make_settings(filled_store)) as someone:
        yield someone
