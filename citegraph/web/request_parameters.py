"""Read the parameters of a request; an invalid value is refused, with the name of its parameter."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from starlette.datastructures import QueryParams

from citegraph.errors import ArgumentError
from citegraph.i18n import message
from citegraph.query import filters
from citegraph.store import BoundedStore, Cursor, Selection
from citegraph.text import normalize_space, strip_diacritics

Choice = TypeVar("Choice", bound=StrEnum)


class PageFile(StrEnum):
    """The files that the page of a document or report can be saved as."""

    DOCX = "docx"


PART = 50
"""Rows of a part of a list."""
LARGEST_PART = 200
NAMES = 2_000
"""The most names of publishers or localities among which the words of a filter are looked for."""
MEANT = 50
"""The most names that the words of a filter may mean."""

_NUMBER = r"-?[0-9]{1,6}(?:\.[0-9]{1,3})?"
_BOX = re.compile(f"{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}")
_CURSOR = re.compile(r"([0-9]{1,18})~([0-9-]{0,18})")


def text_or_none(query: QueryParams, name: str) -> str | None:
    """Return a parameter without surrounding spaces; None if it is missing or empty."""
    value = normalize_space(query.get(name) or "").strip()
    return value or None


def choice_or_none(query: QueryParams, name: str, of: type[Choice]) -> Choice | None:
    """Return a parameter that is one of some values; None if it is missing."""
    value = text_or_none(query, name)
    if value is None:
        return None
    try:
        return of(value)
    except ValueError:
        raise _invalid_value_error(name, value, ", ".join(one.value for one in of)) from None


def choice_or_first(query: QueryParams, name: str, values: tuple[str, ...]) -> str:
    """Return a parameter that is one of some values; the first if it is missing."""
    value = text_or_none(query, name) or values[0]
    if value not in values:
        raise _invalid_value_error(name, value, ", ".join(values))
    return value


def whole_number(query: QueryParams, name: str, usual: int, most: int) -> int:
    """Return a parameter that is a number from 1 to `most`."""
    value = text_or_none(query, name)
    if value is None:
        return usual
    if not re.fullmatch(r"[0-9]{1,9}", value) or not 1 <= int(value) <= most:
        raise _invalid_value_error(name, value, f"1 … {most}")
    return int(value)


def box(query: QueryParams) -> tuple[float, float, float, float] | None:
    """Return the rectangle of the parameter `box`, "x,y,width,height"; None if it is missing."""
    value = text_or_none(query, "box")
    if value is None:
        return None
    if not _BOX.fullmatch(value):
        raise _invalid_value_error("box", value, "x,y,width,height")
    left, top, width, height = map(float, value.split(","))
    return left, top, max(width, 1.0), max(height, 1.0)


def scale(query: QueryParams) -> float:
    """Return the parameter `scale`, from 0.05 to 100; 1 if it is missing."""
    value = text_or_none(query, "scale")
    if value is None:
        return 1.0
    if not re.fullmatch(_NUMBER, value) or not 0.05 <= float(value) <= 100:
        raise _invalid_value_error("scale", value, "0.05 … 100")
    return float(value)


def fraction(query: QueryParams, name: str) -> float:
    """Return a parameter that is a number from 0 to 1; 0 if it is missing."""
    value = text_or_none(query, name)
    if value is None:
        return 0.0
    if not re.fullmatch(r"0|1|[01]?\.[0-9]{1,6}", value) or float(value) > 1:
        raise _invalid_value_error(name, value, "0 … 1")
    return float(value)


def cursor(query: QueryParams) -> Cursor | None:
    """Return where a part of a list begins; None for the first part."""
    value = text_or_none(query, "after")
    if value is None:
        return None
    found = _CURSOR.fullmatch(value)
    if found is None:
        raise ArgumentError("after", value, message("web.no_cursor"), message("do.follow_next"))
    return Cursor(found[2], int(found[1]))


def cursor_text(cursor: Cursor | None) -> str | None:
    """Return a cursor as text for an address."""
    return None if cursor is None else f"{cursor.key}~{cursor.by}"


def selection(query: QueryParams, store: BoundedStore) -> Selection:
    """Return which reports a list contains.

    Args:
        query: The parameters of the request.
        store: The open store, with the publishers and localities that words may match.

    Raises:
        ArgumentError: A parameter is invalid or matches no name.
    """
    return Selection(
        since=filters.iso_date(text_or_none(query, "since"), "since"),
        until=filters.iso_date(text_or_none(query, "until"), "until"),
        publishers=_names_matching_filter(query, "publisher", store),
        localities=_names_matching_filter(query, "locality", store),
        confidence=fraction(query, "confidence"),
    )


def _names_matching_filter(query: QueryParams, name: str, store: BoundedStore) -> tuple[str, ...]:
    """Return the names that contain the words of a filter; a complete name matches only itself."""
    words = text_or_none(query, name)
    if words is None:
        return ()
    names = [value for value, _ in store.facet("publisher" if name == "publisher" else "locality", NAMES)]
    if words in names:
        return (words,)
    folded = strip_diacritics(words).lower()
    found = tuple(value for value in names if folded in strip_diacritics(value).lower())[:MEANT]
    if not found:
        raise ArgumentError(name, words, message("web.no_such_name"), message("do.choose_name"))
    return found


def _invalid_value_error(name: str, value: str, names: str) -> ArgumentError:
    return ArgumentError(name, value, message("web.not_one_of"), message("do.write_one_of", names=names))
