"""Render pages in other processes while several people ask at once.

Python runs one thread at a time, so a process answers with one processor. The pages that depend on the store alone can
be rendered elsewhere. The processes start when several requests wait, and until they are ready this one goes on by
itself. So a single reader never starts them.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import connection, get_context, parent_process
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message

PROCESSES = 2
"""The most processes that render. The one that accepts requests can keep about as many busy."""
WAITING = 3
"""From so many requests at once on, other processes help."""

_PASSED_ON = (
    "type",
    "asgi",
    "http_version",
    "method",
    "path",
    "raw_path",
    "query_string",
    "headers",
    "scheme",
    "server",
)


class Rendered(NamedTuple):
    """A response as it travels between processes."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class RenderPool:
    """Processes that render pages.

    Args:
        make: What makes the application of a process; it is called there, so it must be picklable.
        processes: How many; None for as many as help on this machine, 0 for none.
    """

    def __init__(self, make: Callable[[], ASGIApp], processes: int | None = None) -> None:
        cores = os.cpu_count() or 1
        self._make = make
        self._processes = min(PROCESSES, cores) * (cores > 1) if processes is None else processes
        self._pool: ProcessPoolExecutor | None = None
        self._started = 0  # processes that are ready
        self._waiting = 0  # requests that are being rendered

    @property
    def is_ready(self) -> bool:
        """Whether pages are rendered in other processes now."""
        return self._pool is not None and self._started == self._processes

    async def render(self, request: Request, here: Callable[[Request], Awaitable[Response]]) -> Response:
        """Return the response to a request.

        Args:
            request: The request.
            here: What renders the response in this process, as long as no other helps.
        """
        self._waiting += 1
        try:
            if self._pool is None and self._waiting >= WAITING and self._processes:
                self._start_pool()
            pool = self._pool
            if pool is None or not self.is_ready:
                return await here(request)
            scope = {name: request.scope[name] for name in _PASSED_ON if name in request.scope}
            try:
                found = await asyncio.get_running_loop().run_in_executor(pool, _render, scope)
            except (BrokenProcessPool, RuntimeError):  # killed from outside, or closed meanwhile
                self._end_pool(pool)
                return await here(request)
            answer = Response(found.body, found.status)
            answer.raw_headers = found.headers
            return answer
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._end_pool(self._pool)

    def _end_pool(self, pool: ProcessPoolExecutor) -> None:
        """End the processes of a pool; the next crowd starts others."""
        if pool is self._pool:
            self._pool, self._started = None, 0
        pool.shutdown(cancel_futures=True)

    def _start_pool(self) -> None:
        pool = ProcessPoolExecutor(
            self._processes, mp_context=get_context("spawn"), initializer=_initialize_process, initargs=(self._make,)
        )
        self._pool = pool
        loop = asyncio.get_running_loop()

        def count_when_started(done: Future[bool]) -> None:
            with suppress(RuntimeError):  # the server has ended meanwhile
                loop.call_soon_threadsafe(self._count_started, pool, done)

        with _ignore_interrupts():  # Ctrl-C in a terminal reaches the processes too
            for _ in range(self._processes):
                pool.submit(_confirm_started).add_done_callback(count_when_started)

    def _count_started(self, pool: ProcessPoolExecutor, done: Future[bool]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._end_pool(pool)
        elif pool is self._pool:
            self._started += 1


@contextmanager
def _ignore_interrupts() -> Iterator[None]:
    """Let processes that start now ignore Ctrl-C, as they inherit what is ignored."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Process:
    """What a process renders with: its application, and the loop in which it runs."""

    app: ASGIApp
    runner: asyncio.Runner


def _initialize_process(make: Callable[[], ASGIApp]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Process.app, _Process.runner = make(), asyncio.Runner()
    gc.freeze()  # the tables are permanent


def _end_with_parent() -> None:
    """End this process when the one that accepts requests has ended, even if it was killed."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
    os._exit(0)


def _confirm_started() -> bool:
    return True


def _render(scope: dict[str, Any]) -> Rendered:
    return _Process.runner.run(_respond(_Process.app, scope))


async def _respond(app: ASGIApp, scope: dict[str, Any]) -> Rendered:
    status, headers, body = 500, [], bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(part: Message) -> None:
        nonlocal status, headers
        if part["type"] == "http.response.start":
            status, headers = part["status"], list(part["headers"])
        body.extend(part.get("body", b""))

    await app(scope, receive, send)
    return Rendered(status, headers, bytes(body))
