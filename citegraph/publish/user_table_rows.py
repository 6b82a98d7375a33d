"""Add suggested documents to a table of the user."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from citegraph.errors import ExportError, KnowledgeError, os_error_text
from citegraph.export import folder_lock, write_atomically
from citegraph.export.csv_tables import csv_cell
from citegraph.i18n import message
from citegraph.knowledge.tables import Row, columns, parse_table
from citegraph.model import Scope
from citegraph.query import Suggestion
from citegraph.records import row_checks
from citegraph.records.documents import user_record
from citegraph.records.terms import load_terms

_WRITTEN = ("number", "kind", "issuer", "term", "date", "title", "checked", "source", "note")


def scope_of_table(path: Path) -> Scope:
    """Return whether the table at `path` holds documents of the Party or of the State, by the name of the file.

    Raises ExportError if it is not a table of documents.
    """
    if path.suffix != ".csv" or path.stem not in row_checks.TABLES:
        names = ", ".join(f"{table}.csv" for table in row_checks.TABLES)
        raise ExportError(str(path), message("table.no_documents"), message("do.table_call", names=names))
    return row_checks.TABLES[path.stem]


def add_rows(suggestions: Iterable[Suggestion], path: Path, most: int | None = None) -> list[Suggestion]:
    """Add suggested documents to a table.

    Existing rows stay as they are, and a document that has a row is not added. The file is replaced in one step.

    Args:
        suggestions: The documents, best first. Those of the other scope are skipped.
        path: The table: documents.csv or state.csv. Created if it is missing.
        most: The maximum number of rows to add.

    Returns:
        The suggestions that were added.

    Raises:
        KnowledgeError: The existing file is not such a table.
        ExportError: The file has another name or cannot be written.
    """
    own_scope, path = scope_of_table(path), path.resolve()
    wanted = [one for one in suggestions if row_checks.TABLES[one.table] is own_scope]
    if not wanted:
        return []
    with folder_lock(path.parent):
        content = _content_of_file(path)
        there = list(parse_table(path.stem, content, str(path))) if content else []
        read = (user_record(one, load_terms()) for one in there)
        listed = {record.id for record in read if record is not None}
        added = [one for one in wanted if one.document not in listed][:most]
        if added:
            rows = ([one.cells for one in there], [one.row for one in added])
            write_atomically(path, [_csv_bytes(_columns_to_write(path.stem, content), *rows)])
    return added


def _content_of_file(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError as error:
        what = message("table.cannot_read", why=os_error_text(error))
        raise KnowledgeError(str(path), what, message("do.check_permissions")) from error


def _columns_to_write(table: str, content: bytes) -> list[str]:
    """Return the columns of the file, followed by missing ones; for a new file, the columns to write."""
    there = next(csv.reader(content.decode("utf-8-sig").splitlines()), [])
    return list(dict.fromkeys([*there, *(name for name in columns(table) if name in _WRITTEN)]))


def _csv_bytes(header: Sequence[str], there: Iterable[Row], more: Iterable[Mapping[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([row.get(name, "") for name in header] for row in there)
    writer.writerows([csv_cell(row.get(name, "")) for name in header] for row in more)
    return codecs.BOM_UTF8 + text.getvalue().encode("utf-8", "backslashreplace")
