"""A mention while it is being found: spans still in folded text, attributes still open."""

from __future__ import annotations

from dataclasses import dataclass

from citegraph.grammar.codes import Code
from citegraph.model import Form, IsoDate, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Like `model.Mention`, with `start` and `end` in folded text and the number code still whole."""

    start: int
    end: int
    form: Form
    scope: Scope
    rule: str
    kind: str | None = None
    number: str | None = None
    code: Code | None = None
    date: IsoDate | None = None
    term: str | None = None
    issuer: str | None = None
    title: str | None = None
    place: str | None = None
    plenum: str | None = None
    name: str | None = None  # canonical name of a law or a named document
