"""Give answers as Arrow tables, pandas or polars frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from citegraph.model import Citation, Document, ReportInfo
from citegraph.store import rows

if TYPE_CHECKING:
    import pyarrow as pa

Noun = TypeVar("Noun")
Kind = Literal["citations", "documents", "reports"]


_SAID = tuple(name for name in rows.MENTION[2:] if name != "claims")
"""The columns of what a mention says; the places of its claims are for those who mark a report."""


@dataclass(slots=True)
class Listing(Generic[Noun]):
    """The nouns one after another, or all of them as a table; either way they are read once."""

    kind: Kind
    nouns: Iterator[Noun]

    def __iter__(self) -> Iterator[Noun]:
        """Return itself: it is an iterator."""
        return self

    def __next__(self) -> Noun:
        """Return the next noun."""
        return next(self.nouns)

    def to_arrow(self) -> pa.Table:
        """All that were not yet taken as an Arrow table: a column a field, spans as `start` and `end`."""
        return table(self.kind, self.nouns)

    def to_pandas(self) -> Any:  # pandas.DataFrame, which has no types of its own
        """The same as a pandas frame; needs citegraph[pandas]."""
        frame: Any = self.to_arrow()
        return frame.to_pandas()

    def to_polars(self) -> Any:  # polars.DataFrame
        """The same as a polars frame; needs citegraph[polars]."""
        from importlib import import_module

        polars: Any = import_module("polars")
        return polars.from_arrow(self.to_arrow())


def table(kind: Kind, nouns: Iterable[Any]) -> pa.Table:
    """Nouns of one kind as an Arrow table, whose columns are the same whether it has rows or not."""
    import pyarrow as pa

    row = {"citations": _citation, "documents": _document, "reports": _report}[kind]
    make: Any = row
    return pa.Table.from_pylist([make(noun) for noun in nouns], schema=_schema(kind))


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


def _citation(citation: Citation) -> dict[str, Any]:
    mention = citation.mention
    return {
        "report": _text(citation.report),
        "document": _text(citation.document),
        "method": citation.method.value,
        "confidence": citation.confidence,
        "start": mention.span.start,
        "end": mention.span.end,
        **{name: _text(getattr(mention, name)) for name in _SAID},
        "evidence": [{"name": e.name, "weight": e.weight, "detail": _text(e.detail)} for e in citation.evidence],
        "candidates": [{"document": _text(c.document), "probability": c.probability} for c in citation.candidates],
    }


def _document(document: Document) -> dict[str, Any]:
    names = (*rows.DOCUMENT[1:], *rows.RELATIONS)
    return {"document": _text(document.id), **{name: _text(getattr(document, name)) for name in names}}


def _report(report: ReportInfo) -> dict[str, Any]:
    return {"report": _text(report.id), **{name: _text(getattr(report, name)) for name in rows.REPORT}}


def _text(value: Any) -> Any:
    """A value as Arrow takes it: half surrogate pairs spelled out, for UTF-8 cannot hold them."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, tuple):
        return (
            [_text(one) for one in value]
            if not value or isinstance(value[0], str)
            else [tuple(map(_text, one)) for one in value]
        )
    return value
