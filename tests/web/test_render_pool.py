"""Several people who ask at once get the pages that one would, whether or not other processes help."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from filled import fill
from visitors import HOST, MADE, MOST, visitor

from citegraph.web.application import application
from citegraph.web.render_pool import RenderPool
from citegraph.web.response_cache import ResponseCache
from citegraph.web.settings import Settings

ADDRESSES = (
    "/",
    "/?q=nghi+quyet",
    "/suggest?q=35",
    f"/document?id={MOST}",
    f"/document?id={MOST}&lang=vi&theme=dark",
    f"/picture?id={MOST}&depth=2",
    f"/cited-by?document={MOST}&since=2020",
    "/documents",
    "/reports?format=csv",
    "/document?id=nothing",
    "/api/v1/search?q=nghi+quyet&limit=3",
    "/api/v1/documents?limit=2",
    "/api/v1/search",
)


async def ask_all(app: object, *, times: int = 1) -> list[httpx.Response]:
    """Ask for all addresses at once."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as someone:
        return await asyncio.gather(*(someone.get(address) for address in ADDRESSES * times))


def run_in_loop(work: Coroutine[Any, Any, None]) -> None:
    """Run in a thread of its own: tests with a browser leave a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def until_ready(pool: RenderPool) -> None:
    while not pool.is_ready:
        await asyncio.sleep(0.02)


def told(answer: httpx.Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    return answer.status_code, answer.content, sorted(answer.headers.multi_items())


def test_other_processes_render_what_this_one_does(filled_store: Path) -> None:
    settings = Settings(store=filled_store, lang="en")
    alone, app = application(settings), application(settings)
    alone.state.pool = RenderPool(alone.state.pool._make, processes=0)
    app.state.pool = RenderPool(app.state.pool._make, processes=2)
    alone.state.secret.value = app.state.secret.value

    async def compared() -> None:
        first = await ask_all(app)  # so many at once start the processes
        await until_ready(app.state.pool)
        app.state.answers = ResponseCache()
        helped, own = await ask_all(app), await ask_all(alone)
        for address, one, two, three in zip(ADDRESSES, first, helped, own, strict=True):
            assert told(one) == told(two) == told(three), address
        assert not alone.state.pool.is_ready

    try:
        run_in_loop(compared())
    finally:
        app.state.pool.close()
    assert not app.state.pool.is_ready


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_process_that_is_killed_costs_no_answer(filled_store: Path) -> None:
    app = application(Settings(store=filled_store, lang="en"))
    app.state.pool = RenderPool(app.state.pool._make, processes=1)

    async def killed() -> None:
        await ask_all(app)
        await until_ready(app.state.pool)
        [process] = app.state.pool._pool._processes
        os.kill(process, signal.SIGKILL)
        app.state.answers = ResponseCache()
        answers = await ask_all(app, times=2)
        assert {one.status_code for one in answers} == {200, 400, 404}

    try:
        run_in_loop(killed())
    finally:
        app.state.pool.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_process_that_is_killed_while_it_starts_is_started_again(filled_store: Path) -> None:
    app = application(Settings(store=filled_store, lang="en"))
    app.state.pool = RenderPool(app.state.pool._make, processes=1)

    async def killed() -> None:
        pool = app.state.pool
        await ask_all(app)
        [process] = pool._pool._processes
        os.kill(process, signal.SIGKILL)
        while pool._pool is not None:  # noticed
            await asyncio.sleep(0.02)
        app.state.answers = ResponseCache()
        await ask_all(app)
        await until_ready(pool)

    try:
        run_in_loop(killed())
    finally:
        app.state.pool.close()


def test_a_store_that_was_replaced_is_asked_anew(filled_store: Path, tmp_path: Path) -> None:
    store = tmp_path / "citegraph.sqlite"
    shutil.copy(filled_store, store)
    someone = visitor(Settings(store=store, lang="en"))
    assert len(someone.get("/api/v1/reports").json()["rows"]) > 3
    store.unlink()
    fill(store, replace(MADE, reports=MADE.reports[:2], citations=(), findings=()))
    assert len(someone.get("/api/v1/reports").json()["rows"]) == 2


def test_one_reader_starts_no_process(filled_store: Path) -> None:
    someone = visitor(Settings(store=filled_store, lang="en"))
    for address in ADDRESSES:
        someone.get(address)
    assert not someone.app.state.pool.is_ready  # type: ignore[attr-defined]
    assert someone.app.state.pool._pool is None  # type: ignore[attr-defined]
