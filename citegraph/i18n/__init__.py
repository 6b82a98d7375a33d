"""Messages, values, numbers, dates and sorting in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Sequence

from citegraph.i18n.catalog import CATALOG
from citegraph.i18n.languages import LANGUAGES, VARIABLE, format_date, format_number, reader_language
from citegraph.i18n.message import (
    Message,
    from_column_text,
    from_json,
    join_texts,
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
    "column_headings",
    "format_date",
    "format_number",
    "from_column_text",
    "from_json",
    "join_texts",
    "message",
    "reader_language",
    "say",
    "sort_key",
    "to_column_text",
    "to_json",
    "translated",
    "value_name",
]


def column_heading(lang: str, name: str) -> str:
    """Return the heading of a table's column: translated in Vietnamese, the plain name in English."""
    return value_name(lang, "column", name)


def column_headings(lang: str, names: Sequence[str]) -> list[str]:
    """Return the headings of the columns of a table. A title is that of the report if there is a column `report`.

    >>> column_headings("vi", ["report", "title"]), column_headings("vi", ["document", "title"])
    (['báo cáo', 'tiêu đề'], ['văn bản', 'trích yếu'])
    """
    if lang == "vi" and "report" in names:
        names = ["report_title" if name == "title" else name for name in names]
    return [column_heading(lang, name) for name in names]


def value_name(lang: str, column: str, name: str) -> str:
    """Return what a table shows for a value: its Vietnamese name for Vietnamese readers, else the value.

    >>> value_name("vi", "status", "known"), value_name("en", "status", "known"), value_name("vi", "title", "known")
    ('đã biết', 'known', 'known')
    """
    return CATALOG[f"{column}.{name}"][1] if lang == "vi" and f"{column}.{name}" in CATALOG else name
