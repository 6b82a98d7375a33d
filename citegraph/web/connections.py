"""Keep connections free: a client that opens one and does not send its request is disconnected.

Without that, a few hundred clients that send a letter now and then would keep everybody else out.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_SECONDS = 10.0
"""The time in which the head of a request has to come."""
MOST_CONNECTIONS = 200
"""From so many connections on, each new one ends one that has been waiting for its request."""
PATIENCE_SECONDS = 1.0
"""How long a connection may wait for its request even then."""


class Connection(H11Protocol):
    """A connection to a client, limited in the time that it may wait for a request."""

    _deadline: asyncio.TimerHandle | None = None  # when it is closed unless a request has come

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request. If there are too many connections, one that sends none is closed."""
        super().connection_made(transport)
        self._start_waiting()
        if len(self.connections) > MOST_CONNECTIONS:
            idle = (one for one in self.connections if isinstance(one, Connection) and one._waits_too_long())
            if (one := next(idle, None)) is not None:
                one.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Pass data on. The time ends only with the head of a request, and so does that for a body nobody reads."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE or self._has_unread_body():
            self._start_waiting()
        else:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Go on to the next request. A body that nobody reads any more must end in time too."""
        super().on_response_complete()
        if self._has_unread_body():
            self._start_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the time."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _has_unread_body(self) -> bool:
        """Whether a request was answered whose body still comes."""
        return self.conn.their_state is h11.SEND_BODY and self.cycle.response_complete

    def _waits_too_long(self) -> bool:
        return self._deadline is not None and (
            self.loop.time() > self._deadline.when() - REQUEST_SECONDS + PATIENCE_SECONDS
        )

    def _start_waiting(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
