"""Convert between the model and rows of Arrow tables."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from citegraph.model import Citation, Document, Failure, Finding, ReportInfo

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A citation as finally decided, with what its report alone says where the other reports changed that."""

    citation: Citation
    local: Citation | None = None


def row(noun: Any) -> Row:
    """The fields of a noun, nested nouns as rows of their own; half surrogate pairs are spelled out, as in a store."""
    return {field.name: _plain(getattr(noun, field.name)) for field in fields(noun)}


def noun(kind: type[T], values: Mapping[str, Any]) -> T:
    """Make a noun from its row; columns that are no field of it are left out."""
    return kind(**{name: _rich(hint, values[name]) for name, hint in _hints(kind).items()})  # type: ignore[arg-type]


def info(report: ReportInfo) -> ReportInfo:
    """A report without its text."""
    return ReportInfo(**{field.name: getattr(report, field.name) for field in fields(ReportInfo)})


@cache
def struct(kind: type) -> pa.StructType:
    """The Arrow type of a noun's row."""
    import pyarrow as pa

    return pa.struct([(name, _arrow(hint)) for name, hint in _hints(kind).items()])


@cache
def schema(table: str) -> pa.Schema:
    """The columns of a table, of those in TABLES."""
    import pyarrow as pa

    return pa.schema([(name, _arrow(hint)) for name, hint in TABLES[table].items()])


def batch(table: str, values: Sequence[Row]) -> pa.RecordBatch:
    """Rows of a table as Arrow takes them."""
    import pyarrow as pa

    return pa.RecordBatch.from_pylist(list(values), schema=schema(table))


TABLES: dict[str, dict[str, Any]] = {
    # A source, one of its reports with what that report alone decides, or one of its failures; "row" is the place
    # in the source. Of the three last columns one is filled, none for the source itself.
    "local": {
        "source": str,
        "row": int,
        "sha256": str | None,
        "report": ReportInfo,
        "citations": tuple[Citation, ...],
        "failure": Failure,
    },
    "decided": {
        "source": str,
        "row": int,
        "stem": str,
        "report": ReportInfo,
        "citations": tuple[Decided, ...],
        "findings": tuple[Finding, ...],
    },
    "document": {field.name: typing.get_type_hints(Document)[field.name] for field in fields(Document)},
}

_SIMPLE = frozenset({str, int, float, bool})


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _optional(hint: Any) -> Any:
    """The type without "or None"."""
    if isinstance(hint, types.UnionType):
        return next(part for part in typing.get_args(hint) if part is not types.NoneType)
    return hint


def _arrow(hint: Any) -> pa.DataType:
    import pyarrow as pa

    hint = _optional(hint)
    if typing.get_origin(hint) is tuple:
        of = typing.get_args(hint)
        # A pair is a small row; anything else is a list.
        return (
            pa.list_(_arrow(of[0])) if of[-1] is ... else pa.struct([("name", _arrow(of[0])), ("value", _arrow(of[1]))])
        )
    if hint in _SIMPLE:
        return {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}[hint]
    if typing.get_origin(hint) is typing.Literal:
        return pa.string()
    return pa.string() if issubclass(hint, str) else struct(hint)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, tuple):
        return [_pair(each) if isinstance(each, tuple) else _plain(each) for each in value]
    return value if value is None or isinstance(value, int | float) else row(value)


def _pair(value: tuple[Any, ...]) -> Row:
    name, said = value
    return {"name": _plain(name), "value": _plain(said)}


def _rich(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    hint = _optional(hint)
    if typing.get_origin(hint) is tuple:
        of = typing.get_args(hint)
        if of[-1] is ...:
            return tuple(_rich(of[0], each) for each in value)
        return value["name"], value["value"]
    if hint in _SIMPLE or typing.get_origin(hint) is typing.Literal:
        return value
    return hint(value) if issubclass(hint, str) else noun(hint, value)
