"""Run the web application on a free port, and open it in the browser."""

from __future__ import annotations

import gc
import signal
import socket
import sys
import webbrowser
from collections.abc import Callable
from contextlib import closing
from threading import Event
from types import FrameType

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from citegraph.errors import ArgumentError, os_error_text
from citegraph.i18n import message
from citegraph.web import uploads
from citegraph.web.application import application
from citegraph.web.connections import Connection
from citegraph.web.settings import Settings

USUAL_PORT = 8700
"""The port that is tried first, so that a kept link works the next day."""

BACKLOG = 128
GRACE_SECONDS = 5
"""How long requests may go on after the server was told to end."""
ENDED = 128 + signal.SIGTERM
"""The exit code of a program that was told to end, as shells report it."""


def serve(settings: Settings, *, port: int | None, started: Callable[[str], None], opens: bool) -> None:
    """Serve until Ctrl-C.

    Args:
        settings: What to serve, and to whom.
        port: The port; None for the default port, or a free one if that is taken.
        started: Called with the link once the server accepts requests.
        opens: Whether to open the browser.

    Raises:
        ArgumentError: The address cannot be used.
        StoreError: The store cannot be used.
    """
    app = application(settings)
    with closing(_bind_socket(settings.host, port)) as listening:
        url = start_address(settings, listening.getsockname()[1])
        config = uvicorn.Config(
            _close_connections_at_end(app, app.state.ending),
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            http=Connection,
            ws="none",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        listening.listen(BACKLOG)
        gc.freeze()  # the tables are permanent; scanning them again takes as long as ten requests
        started(url)
        uploads.read_unread_uploads(settings, app.state.jobs)
        if opens:
            webbrowser.open(url)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED))  # uvicorn raises it again after its own end
        try:
            _Server(config, app.state.ending).run(sockets=[listening])
        finally:
            app.state.pool.close()


def _close_connections_at_end(app: ASGIApp, ending: Event) -> ASGIApp:
    """Return an application that adds `Connection: close` to its responses while the server shuts down."""

    async def handle_closing(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_closing(part: Message) -> None:
            if part["type"] == "http.response.start" and ending.is_set():
                part = {**part, "headers": [*part["headers"], (b"connection", b"close")]}
            await send(part)

        await app(scope, receive, send_closing)

    return handle_closing


class _Server(uvicorn.Server):
    """A server that tells streams that it ends; it would wait for them."""

    def __init__(self, config: uvicorn.Config, ending: Event) -> None:
        super().__init__(config)
        self._ending = ending

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Tell the open event streams to end, then end the server."""
        self._ending.set()
        super().handle_exit(sig, frame)


def start_address(settings: Settings, port: int) -> str:
    """Return the address of the first page, with the token if one is needed."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104 - compared only
    shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{shown}:{port}/" + (f"?token={settings.token}" if settings.token else "")


def _bind_socket(host: str, port: int | None) -> socket.socket:
    """Return a socket bound to the port, or to the default or a free one."""
    wanted = (USUAL_PORT, 0) if port is None else (port,)
    problem: OSError | None = None
    for one in wanted:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host.strip("[]"), one))
        except OSError as error:
            listening.close()
            problem = error
            continue
        return listening
    what = message("serve.no_address", why=os_error_text(problem) if problem else "")
    raise ArgumentError("port", str(port or USUAL_PORT), what, message("do.other_port")) from problem
