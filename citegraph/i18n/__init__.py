"""Messages, values, numbers, dates and sorting in Vietnamese and English."""

from __future__ import annotations

from citegraph.i18n.catalog import CATALOG
from citegraph.i18n.languages import LANGUAGES, VARIABLE, format_date, format_number, language
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
    "column_heading",
    "format_date",
    "format_number",
    "from_column_text",
    "from_json",
    "joined",
    "language",
    "message",
    "say",
    "sort_key",
    "to_column_text",
    "to_json",
    "translated",
    "value_name",
]


def column_heading(lang: str, name: str) -> str:
    """The heading of a column of a table: its name in Vietnamese, as it is in English."""
    return value_name(lang, "column", name)


def value_name(lang: str, column: str, name: str) -> str:
    """What a table shows of a value that has a name of its own: Vietnamese for Vietnamese readers, else as it is.

    >>> value_name("vi", "status", "known"), value_name("en", "status", "known"), value_name("vi", "title", "known")
    ('đã biết', 'known', 'known')
    """
    return CATALOG[f"{column}.{name}"][1] if lang == "vi" and f"{column}.{name}" in CATALOG else name
