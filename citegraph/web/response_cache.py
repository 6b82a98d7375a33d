"""Cache rendered responses while the store is unchanged, and tell browsers that their copies are still valid.

A response is cached by address, language and theme. Browsers ask again each time with the tag of their copy, and get
status 304 if nothing has changed.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from citegraph.web.page_rendering import chosen_setting, language

KEPT_BYTES = 96 * 2**20
"""The most bytes that are kept: three thousand pages of documents, as many as large stores cite often."""
LONGEST_BYTES = 512 * 1024
"""The longest answer that is kept. Files of whole lists are longer, and asked for once."""

Handler = Callable[[Request], Awaitable[Response]]
Key = tuple[Any, ...]


class ResponseCache:
    """A cache of responses; the least recently used ones are dropped first."""

    def __init__(self) -> None:
        self._held: OrderedDict[Key, Response] = OrderedDict()
        self._bytes = 0

    def get(self, key: Key) -> Response | None:
        """Return a cached response, or None."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def keep(self, key: Key, answer: Response) -> None:
        """Cache a response, unless it is too long."""
        size = len(answer.body)
        if size > LONGEST_BYTES or key in self._held:
            return
        self._held[key] = answer
        self._bytes += size
        while self._bytes > KEPT_BYTES:
            _, gone = self._held.popitem(last=False)
            self._bytes -= len(gone.body)


def caching_handler(answer: Handler, *, elsewhere: bool = False) -> Handler:
    """Return a handler that caches the responses of another.

    Args:
        answer: The handler. Its responses must depend only on the store, the address, the language and the theme.
        elsewhere: Whether a process of the render pool may answer.
    """

    async def respond_with_cache(request: Request) -> Response:
        held: ResponseCache = request.app.state.answers
        edition = request.app.state.stores.edition()
        key = (edition, request.url.path, request.url.query, language(request), chosen_setting(request, "theme"))
        found = held.get(key)
        if found is None:
            found = await (request.app.state.pool.render(request, answer) if elsewhere else answer(request))
            if found.status_code != 200 or "set-cookie" in found.headers:
                return found
            found.headers["ETag"] = f'"{hashlib.blake2b(found.body, digest_size=16).hexdigest()}"'
            held.keep(key, found)
        if request.headers.get("if-none-match") == found.headers["etag"]:
            unchanged = {name: value for name, value in found.headers.items() if name in ("etag", "vary")}
            return Response(status_code=304, headers=unchanged)
        return found

    return respond_with_cache
