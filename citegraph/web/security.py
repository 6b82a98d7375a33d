"""Reject hostile requests before they are processed, and send headers that restrict the browser.

A page of another site in the same browser can send requests to this server. Four measures prevent that: `Host` must be
our name (against DNS rebinding), so must `Origin`, every POST has a secret of this process, and other sites may not
read, frame or run a response.
"""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import time
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from citegraph.i18n import say
from citegraph.web.settings import LOOPBACK_NAMES, Settings

TOKEN_COOKIE = "citegraph_token"  # noqa: S105 - a name
MEBIBYTE = 2**20
BODY_BYTES = 2 * MEBIBYTE
"""The most bytes of a request: a text of some hundred pages."""
UPLOAD_BYTES = 256 * MEBIBYTE
"""The most bytes of a request that brings files."""
UPLOADS = frozenset({"/bring", "/check"})

BODY_SECONDS = 30
"""The longest time that the body of a request may take, besides what its bytes need at the slowest speed."""
SLOWEST_BYTES = 8 * 1024
"""The bytes that have to come in a second on average."""
MOST_REQUESTS = 200
"""Requests that are processed at once. Those beyond are told to come again."""
RETRY_SECONDS = 2
"""After so many seconds a client may try again what was refused because the server is busy."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
}


class TooLargeError(Exception):
    """The body of a request is too large."""


class TooSlowError(Exception):
    """The body of a request does not come."""


class Defense:
    """ASGI middleware that rejects hostile requests.

    Args:
        app: The application behind it.
        settings: To whom it is served.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._busy = 0  # requests that are being processed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or reject it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = UPLOAD_BYTES if scope["path"] in UPLOADS else BODY_BYTES
        refused = self._refusal_response(scope, most)
        if refused is not None:
            await refused(scope, receive, _add_headers(send))
            return
        self._busy += 1
        try:
            await self._app(scope, _limit_body(receive, most), _add_headers(send))
        finally:
            self._busy -= 1

    def _refusal_response(self, scope: Scope, most: int) -> Response | None:
        headers = Headers(scope=scope)
        lang = self._settings.lang
        if not self._is_own_host(headers.get("host", "")):
            return PlainTextResponse(say(lang, "web.foreign_host"), 421)
        writes = scope["method"] not in ("GET", "HEAD")
        if writes and not _is_same_origin(headers):
            return PlainTextResponse(say(lang, "web.foreign_origin"), 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:20]) > most:
            return PlainTextResponse(say(lang, "web.too_large", mb=most // MEBIBYTE), 413)
        refused = self._refuse_without_token(scope, headers) if self._settings.token else None
        if refused is None and self._busy >= MOST_REQUESTS:
            return PlainTextResponse(say(lang, "web.busy"), 503, headers={"Retry-After": str(RETRY_SECONDS)})
        return refused

    def _is_own_host(self, host: str) -> bool:
        """Whether `Host` is a name of this server."""
        if "@" in host or "/" in host:
            return False
        try:
            name = urlsplit(f"//{host}").hostname or ""
            urlsplit(f"//{host}").port  # noqa: B018 - raises for an invalid port
        except ValueError:
            return False
        shown = f"[{name}]" if ":" in name else name
        if shown in LOOPBACK_NAMES or name == self._settings.host.strip("[]").lower():
            return True
        if self._settings.is_local:
            return False
        try:  # an address cannot be rebound, unlike a name
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _refuse_without_token(self, scope: Scope, headers: Headers) -> Response | None:
        """Return the response for a client without the token; None for one with it."""
        token = self._settings.token or ""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in query if name == "token"]
        if given and _equal_in_constant_time(given[0], token) and scope["method"] == "GET":
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(TOKEN_COOKIE, token, httponly=True, samesite="strict", path="/")
            return answer
        bearer = headers.get("authorization", "").removeprefix("Bearer ").strip()
        if _equal_in_constant_time(_token_cookie(headers, TOKEN_COOKIE), token) or _equal_in_constant_time(
            bearer, token
        ):
            return None
        return PlainTextResponse(
            say(self._settings.lang, "web.no_token"), 401, headers={"WWW-Authenticate": 'Bearer realm="citegraph"'}
        )


class Secret:
    """The secret that every POST must contain. A page of another site cannot read it."""

    def __init__(self) -> None:
        self.value = secrets.token_urlsafe(24)

    def matches(self, given: str | None) -> bool:
        """Whether a request contains it."""
        return _equal_in_constant_time(given or "", self.value)


def _equal_in_constant_time(given: str, wanted: str) -> bool:
    return compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8", "replace"))


def _token_cookie(headers: Headers, name: str) -> str:
    try:
        held = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return held[name].value if name in held else ""


def _is_same_origin(headers: Headers) -> bool:
    """Whether a request that changes something comes from our own pages, or not from a browser."""
    origin = headers.get("origin")
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    return origin is None or origin.lower() in {
        f"{way}://{headers.get('host', '').lower()}" for way in ("http", "https")
    }


def _limit_body(receive: Receive, most: int) -> Receive:
    """Return what receives the parts of a body, and fails if it is too large or does not come."""
    got, waited, complete = 0, 0.0, False

    async def receive_limited() -> Message:
        nonlocal got, waited, complete
        if complete:  # what follows is the end of the connection, which may take as long as it likes
            return await receive()
        began = time.monotonic()
        try:
            async with asyncio.timeout(BODY_SECONDS + got / SLOWEST_BYTES - waited):
                part = await receive()
        except TimeoutError:
            raise TooSlowError from None
        waited += time.monotonic() - began
        got += len(part.get("body", b""))
        complete = not part.get("more_body", False)
        if got > most:
            raise TooLargeError
        return part

    return receive_limited


def _add_headers(send: Send) -> Send:
    async def send_with_headers(part: Message) -> None:
        if part["type"] == "http.response.start":
            headers = MutableHeaders(scope=part)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(part)

    return send_with_headers
