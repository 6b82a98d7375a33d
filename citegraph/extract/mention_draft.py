"""A mention under construction: offsets in the folded text, and fields that are still being filled."""

from __future__ import annotations

from typing import NamedTuple

from citegraph.grammar.codes import Code
from citegraph.model import Attachment, ClaimField, Form, IsoDate, Scope

MOST = 20_000
"""The maximum number of mentions in a text: each takes up to 6 kB of memory on its way to the store, and 250 µs.

Real reports stay far below. The densest names 7 documents per 1,000 characters, the longest list of mentions has 146; a
volume of collected documents, of 2 million characters, has some 5,000.
"""


class DraftClaim(NamedTuple):
    """A `model.Claim` with offsets `[start, end)` in folded text."""

    field: ClaimField
    value: str
    start: int
    end: int
    attachment: Attachment = Attachment.CLAUSE


class MentionDraft(NamedTuple):
    """A `model.Mention` with `start` and `end` in folded text and the number code as a value.

    Fields are filled one by one. It is a named tuple because copying one is many times faster than copying a data
    class.
    """

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
    locality: str | None = None
    plenum: str | None = None
    name: str | None = None  # canonical name of a law or a named document
    claims: tuple[DraftClaim, ...] = ()  # sources of the fields that the rule did not fill
