"""Write the content of a page as a Word file: a title, some lines, and tables."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from starlette.responses import Response

from citegraph.i18n import column_headings, format_date, say, translated, value_name

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST = 1_000
"""The most rows of a table: some ten pages, which Word opens at once. The other files hold more."""

_SAVED = (1980, 1, 1, 0, 0, 0)  # the same input gives the same file
_REFUSED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # by XML


class HeadedTable(NamedTuple):
    """A table under a heading, which may be empty. Columns have the names of fields."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[dict[str, Any]]


def word_file(lang: str, name: str, title: str, lines: Iterable[str], tables: Iterable[HeadedTable]) -> Response:
    """Return a Word file.

    Args:
        lang: The reader's language.
        name: The name of the file, without its ending.
        title: The title.
        lines: The lines below the title.
        tables: The tables, of which empty ones are left out.
    """
    import docx

    made = docx.Document()
    made.core_properties.title, made.core_properties.author = _xml_safe(title)[:255], ""
    made.add_heading(_xml_safe(title), 1)
    for line in lines:
        made.add_paragraph(_xml_safe(line))
    for table in tables:
        if table.rows:
            _add_table(made, lang, table)
    saved = io.BytesIO()
    made.save(saved)
    headers = {"Content-Disposition": f'attachment; filename="{name}.docx"'}
    return Response(_strip_dates(saved), media_type=MEDIA, headers=headers)


def localized_value(lang: str, name: str, told: Any) -> str:
    """Return a value in the reader's language.

    >>> (localized_value("vi", "date", "2018-10-22"), localized_value("en", "confidence", 0.987),
    ... localized_value("en", "title", None))
    ('22/10/2018', '99%', '')
    """
    if told is None:
        return ""
    if name in ("confidence", "probability"):
        return f"{round(100 * told)}%"
    if name == "field":
        return say(lang, f"field.{told}")
    text = translated(lang, told) if not isinstance(told, int | float) else f"{told:g}"
    return (
        format_date(lang, text) if name in ("date", "first", "last", "said", "known") else value_name(lang, name, text)
    )


def _add_table(made: Any, lang: str, table: HeadedTable) -> None:
    if table.heading:
        made.add_heading(_xml_safe(table.heading), 2)
    drawn = made.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, heading in zip(drawn.rows[0].cells, column_headings(lang, table.columns), strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    for row in table.rows[:MOST]:
        for cell, name in zip(drawn.add_row().cells, table.columns, strict=True):
            cell.text = _xml_safe(localized_value(lang, name, row.get(name)))
    if len(table.rows) > MOST:
        made.add_paragraph(say(lang, "web.more_rows", n=MOST))


def _xml_safe(text: str) -> str:
    return _REFUSED.sub("\N{REPLACEMENT CHARACTER}", text)


def _strip_dates(saved: io.BytesIO) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            same = zipfile.ZipInfo(info.filename, _SAVED)
            same.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(same, source.read(info))
    return out.getvalue()
