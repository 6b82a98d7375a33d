"""Convert between the classes of the model and rows of Arrow tables."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from citegraph.i18n import Message, from_column_text, to_column_text
from citegraph.model import Citation, Document, Failure, Finding, ReportInfo

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A citation with its final decision, and with that of its report alone if it differs."""

    citation: Citation
    local: Citation | None = None


def to_row(value: Any) -> Row:
    """Return the fields of a model object as a row; nested objects become nested rows.

    Unpaired surrogates are escaped, as in a store.
    """
    kind: type = type(value)
    told = _message_fields(kind)
    values = {field.name: getattr(value, field.name) for field in fields(value)}
    return {
        name: _to_arrow_value(_message_to_column_text(each) if name in told else each) for name, each in values.items()
    }


def from_row(kind: type[T], values: Mapping[str, Any]) -> T:
    """Create a model object from its row; columns that are not fields are ignored."""
    return kind(**{name: _from_arrow_value(hint, values[name]) for name, hint in _field_types(kind).items()})  # type: ignore[arg-type]


def without_text(report: ReportInfo) -> ReportInfo:
    """Return a report without its text."""
    return ReportInfo(**{field.name: getattr(report, field.name) for field in fields(ReportInfo)})


@cache
def arrow_struct(kind: type) -> pa.StructType:
    """Return the Arrow type of a model class."""
    import pyarrow as pa

    return pa.struct([(name, _arrow_type(hint)) for name, hint in _field_types(kind).items()])


@cache
def arrow_schema(table: str) -> pa.Schema:
    """Return the columns of a table in TABLES."""
    import pyarrow as pa

    return pa.schema([(name, _arrow_type(hint)) for name, hint in TABLES[table].items()])


def arrow_batch(table: str, values: Sequence[Row]) -> pa.RecordBatch:
    """Return rows of a table as an Arrow batch."""
    import pyarrow as pa

    return pa.RecordBatch.from_pylist(list(values), schema=arrow_schema(table))


TABLES: dict[str, dict[str, Any]] = {
    # A source, one of its reports with the decisions of that report alone, or one of its failures. "row" is the number
    # in the source, 0 for the source itself, which has neither report nor citations nor failure.
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
def _field_types(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


@cache
def _message_fields(kind: type) -> frozenset[str]:
    """Return the fields of a model class that may contain messages."""
    return frozenset(
        name
        for name, hint in _field_types(kind).items()
        if _holds_message(hint) or any(map(_holds_message, _item_types(hint)))
    )


def _holds_message(hint: Any) -> bool:
    return Message in typing.get_args(hint)


def _item_types(hint: Any) -> tuple[Any, ...]:
    """Return the types of the items of a tuple type."""
    return typing.get_args(hint) if typing.get_origin(hint) is tuple else ()


def _message_to_column_text(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(to_column_text, value))
    return value if value is None else to_column_text(value)


def _without_none(hint: Any) -> Any:
    """Return the type without "or None"."""
    if isinstance(hint, types.UnionType):
        return next(part for part in typing.get_args(hint) if part is not types.NoneType)
    return hint


def _arrow_type(hint: Any) -> pa.DataType:
    import pyarrow as pa

    hint = _without_none(hint)
    if typing.get_origin(hint) is tuple:
        arguments = typing.get_args(hint)
        # A pair becomes a struct, any other tuple a list.
        return (
            pa.list_(_arrow_type(arguments[0]))
            if arguments[-1] is ...
            else pa.struct([("name", _arrow_type(arguments[0])), ("value", _arrow_type(arguments[1]))])
        )
    if hint in _SIMPLE:
        return {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}[hint]
    if typing.get_origin(hint) is typing.Literal:
        return pa.string()
    return pa.string() if issubclass(hint, str) else arrow_struct(hint)


def _to_arrow_value(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, tuple):
        return [_pair_to_arrow_row(item) if isinstance(item, tuple) else _to_arrow_value(item) for item in value]
    return value if value is None or isinstance(value, int | float) else to_row(value)


def _pair_to_arrow_row(value: tuple[Any, ...]) -> Row:
    name, text = value
    return {"name": _to_arrow_value(name), "value": _to_arrow_value(text)}


def _from_arrow_value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if _holds_message(hint):
        return from_column_text(value)
    hint = _without_none(hint)
    if typing.get_origin(hint) is tuple:
        arguments = typing.get_args(hint)
        if arguments[-1] is ...:
            return tuple(_from_arrow_value(arguments[0], item) for item in value)
        return value["name"], value["value"]
    if hint in _SIMPLE or typing.get_origin(hint) is typing.Literal:
        return value
    return hint(value) if issubclass(hint, str) else from_row(hint, value)
