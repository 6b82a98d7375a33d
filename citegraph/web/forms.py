"""Read submitted forms: limited in size, with the secret of this process, and only if changes are allowed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

FILES = 300
"""The most files that are brought at once."""
FIELDS = 30
FIELD_BYTES = 1_000_000


@asynccontextmanager
async def form(request: Request, *, writes: bool = True) -> AsyncIterator[FormData]:
    """Yield the data of a form.

    Args:
        request: The request.
        writes: Whether it changes something, which a read-only server refuses.

    Raises:
        HTTPException: The request is not a form, lacks the secret, or may not change anything.
    """
    if writes and request.app.state.settings.read_only:
        raise HTTPException(403)
    async with request.form(max_files=FILES, max_fields=FIELDS, max_part_size=FIELD_BYTES) as told:
        given = told.get("secret")
        if not request.app.state.secret.matches(given if isinstance(given, str) else None):
            raise HTTPException(403)
        yield told


def form_value(told: FormData, name: str) -> str:
    """Return a field of a form; "" where it is missing or a file."""
    given = told.get(name)
    return given.strip() if isinstance(given, str) else ""


def form_files(told: FormData) -> list[UploadFile]:
    """Return the files of a form."""
    return [one for one in told.getlist("files") if isinstance(one, UploadFile) and one.filename]
