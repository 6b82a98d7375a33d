"""Messages, values, numbers, dates and sorting in Vietnamese and English."""

from __future__ import annotations

from citegraph.i18n.catalog import CATALOG
from citegraph.i18n.languages import LANGUAGES, VARIABLE, date, language, number
from citegraph.i18n.message import (
    Message,
    from_column_text,
    from_json,
    joined,
    message,
    say,
    to_column_text,
    to_json,
    translated,
)
from citegraph.i18n.sorting import sort_key

__all__ = [
    "LANGUAGES",
    "VARIABLE",
    "Message",
    "column",
    "date",
    "from_column_text",
    "from_json",
    "joined",
    "language",
    "message",
    "number",
    "say",
    "sort_key",
    "to_column_text",
    "to_json",
    "translated",
    "value",
]


def column(lang: str, name: str) -> str:
    """The heading of a column of a table: its name in Vietnamese, as it is in English."""
    return value(lang, "column", name)


def value(lang: str, column: str, name: str) -> str:
    """What a table shows of a value that has a name of its own: Vietnamese for Vietnamese readers, else as it is.

    >>> value("vi", "status", "known"), value("en", "status", "known"), value("vi", "title", "known")
    ('đã biết', 'known', 'known')
    """
    return CATALOG[f"{column}.{name}"][1] if lang == "vi" and f"{column}.{name}" in CATALOG else name
