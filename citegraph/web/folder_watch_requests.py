"""Read the folders given when the server was started: once, or whenever a file in them changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from threading import Event
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from citegraph.web import forms
from citegraph.web.folder_watching import Watches
from citegraph.web.page_rendering import address_with_query
from citegraph.web.uploads import LOOKS

QUIET_LOOKS = 50
"""After so many looks without news a comment is sent, so that a browser that has gone is noticed."""


async def read_or_watch_folder(request: Request) -> Response:
    """Read a folder, or start or stop watching it."""
    watches: Watches = request.app.state.watches
    async with forms.form(request) as told:
        one, wish = watches.get(forms.form_value(told, "folder")), forms.form_value(told, "wish")
    if one is None:
        raise HTTPException(404)
    if wish == "read":
        return RedirectResponse(address_with_query("/bring/progress", id=watches.read_folder(one).id), 303)
    if wish == "watch":
        watches.start_watching(one)
    elif wish == "end":
        watches.stop_watching(one)
    else:
        raise HTTPException(400)
    return RedirectResponse("/bring#folders", 303)


async def send_watch_events(request: Request) -> Response:
    """Send the state of the folders whenever it changes (server-sent events)."""
    ending: Event = request.app.state.ending
    return StreamingResponse(_progress_events(request.app.state.watches, ending), media_type="text/event-stream")


async def _progress_events(watches: Watches, ending: Event) -> AsyncIterator[str]:
    last: list[dict[str, Any]] = []
    quiet = 0
    while not ending.is_set():
        now = [one.progress() for one in watches]
        quiet += 1
        if now != last:
            yield f"data: {json.dumps(now)}\n\n"
            last, quiet = now, 0
        elif quiet >= QUIET_LOOKS:
            yield ": nothing new\n\n"
            quiet = 0
        await asyncio.sleep(LOOKS)
