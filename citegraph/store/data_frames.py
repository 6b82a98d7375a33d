"""Return query results as Arrow tables, pandas frames or polars frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from citegraph.errors import ExportError
from citegraph.i18n import message
from citegraph.model import Citation, Document, ReportInfo
from citegraph.store import rows

if TYPE_CHECKING:
    import pyarrow as pa

Item = TypeVar("Item")
Kind = Literal["citations", "documents", "reports"]


_SAID = tuple(name for name in rows.MENTION[2:] if name != "claims")
"""The columns of what a mention says; the places of its claims are for those who mark a report."""


@dataclass(slots=True)
class ValueStream(Generic[Item]):
    """An iterator over values that can also return them as a table. The values can be read only once."""

    kind: Kind
    items: Iterator[Item]

    def __iter__(self) -> Iterator[Item]:
        """Return the iterator itself."""
        return self

    def __next__(self) -> Item:
        """Return the next value."""
        return next(self.items)

    def to_arrow(self) -> pa.Table:
        """Return the remaining values as an Arrow table, one column per field. Spans become `start` and `end`."""
        return arrow_table(self.kind, self.items)

    def to_pandas(self) -> Any:  # pandas.DataFrame has no types
        """Return the remaining values as a pandas frame. Needs citegraph[pandas]."""
        return to_pandas(self.to_arrow())

    def to_polars(self) -> Any:  # polars.DataFrame
        """Return the remaining values as a polars frame. Needs citegraph[polars]."""
        return to_polars(self.to_arrow())


def to_pandas(table: Any) -> Any:
    """Return an Arrow table as a pandas frame.

    Raises:
        ExportError: pandas is not installed; the remedy says how to install it.
    """
    _require_library("pandas", "to_pandas()")
    return table.to_pandas()


def to_polars(table: Any) -> Any:
    """Return an Arrow table as a polars frame.

    Raises:
        ExportError: polars is not installed; the remedy says how to install it.
    """
    return _require_library("polars", "to_polars()").from_arrow(table)


def _require_library(library: str, where: str) -> Any:
    try:
        return import_module(library)
    except ImportError as error:
        remedy = message("do.install", command=f"pip install 'citegraph[{library}]'")
        raise ExportError(where, message("need.package", library=library), remedy) from error


def arrow_table(kind: Kind, items: Iterable[Any]) -> pa.Table:
    """Return values of one kind as an Arrow table. The columns are the same if it has no rows."""
    import pyarrow as pa

    row = {"citations": _citation_record, "documents": _document_record, "reports": _report_record}[kind]
    make: Any = row
    return pa.Table.from_pylist([make(item) for item in items], schema=_schema(kind))


def _schema(kind: Kind) -> pa.Schema:
    import pyarrow as pa

    texts = pa.list_(pa.string())
    reason = pa.struct([("name", pa.string()), ("weight", pa.float64()), ("detail", pa.string())])
    special: dict[str, pa.DataType] = {
        "start": pa.int64(),
        "end": pa.int64(),
        "quote_at": pa.int64(),
        "aliases": texts,
        "checked": pa.int64(),
        "warnings": texts,
        **dict.fromkeys(rows.RELATIONS, texts),
        "evidence": pa.list_(reason),
        "confidence": pa.float64(),
        "candidates": pa.list_(pa.struct([("document", pa.string()), ("probability", pa.float64())])),
        "extra": pa.map_(pa.string(), pa.string()),
    }
    names = {
        "citations": (
            "report",
            "document",
            "method",
            "confidence",
            "start",
            "end",
            *_SAID,
            "evidence",
            "candidates",
        ),
        "documents": ("document", *rows.DOCUMENT[1:], *rows.RELATIONS),
        "reports": ("report", *rows.REPORT),
    }[kind]
    return pa.schema([(name, special.get(name, pa.string())) for name in names])


def _citation_record(citation: Citation) -> dict[str, Any]:
    mention = citation.mention
    return {
        "report": _arrow_value(citation.report),
        "document": _arrow_value(citation.document),
        "method": citation.method.value,
        "confidence": citation.confidence,
        "start": mention.span.start,
        "end": mention.span.end,
        **{name: _arrow_value(getattr(mention, name)) for name in _SAID},
        "evidence": [{"name": e.name, "weight": e.weight, "detail": _arrow_value(e.detail)} for e in citation.evidence],
        "candidates": [
            {"document": _arrow_value(c.document), "probability": c.probability} for c in citation.candidates
        ],
    }


def _document_record(document: Document) -> dict[str, Any]:
    names = (*rows.DOCUMENT[1:], *rows.RELATIONS)
    return {"document": _arrow_value(document.id), **{name: _arrow_value(getattr(document, name)) for name in names}}


def _report_record(report: ReportInfo) -> dict[str, Any]:
    return {"report": _arrow_value(report.id), **{name: _arrow_value(getattr(report, name)) for name in rows.REPORT}}


def _arrow_value(value: Any) -> Any:
    """Return a value that Arrow accepts. Lone surrogates, which UTF-8 cannot encode, become escape sequences."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, tuple):
        return (
            [_arrow_value(item) for item in value]
            if not value or isinstance(value[0], str)
            else [tuple(map(_arrow_value, item)) for item in value]
        )
    return value
