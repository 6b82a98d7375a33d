"""Messages, values, numbers, dates and sorting in Vietnamese and English."""

from __future__ import annotations

from citegraph.i18n.catalog import CATALOG
from citegraph.i18n.languages import LANGUAGES, VARIABLE, date, language, number
from citegraph.i18n.message import Message, decoded, encoded, joined, message, packed, say, translated, unpacked
from citegraph.i18n.sorting import key

__all__ = [
    "LANGUAGES",
    "VARIABLE",
    "Message",
    "column",
    "date",
    "decoded",
    "encoded",
    "joined",
    "key",
    "language",
    "message",
    "number",
    "packed",
    "say",
    "translated",
    "unpacked",
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
