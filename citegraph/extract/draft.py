"""A mention under construction: its span counts in the folded text, and its fields are still being filled."""

from __future__ import annotations

from typing import NamedTuple

from citegraph.grammar.codes import Code
from citegraph.model import Attachment, ClaimField, Form, IsoDate, Scope

MOST = 20_000
"""The mentions after which a text is not read on: each takes up to 6 kB of memory on its way to the store, and 250 µs.

No report comes near it. The densest real texts name 7 documents in 1,000 characters, the one with the most of them 146;
a volume of collected papers, of 2 million characters, names some 5,000."""


class DraftClaim(NamedTuple):
    """Like `model.Claim`, `[start, end)` in folded text."""

    field: ClaimField
    value: str
    start: int
    end: int
    attachment: Attachment = Attachment.CLAUSE


class MentionDraft(NamedTuple):
    """Like `model.Mention`, with `start` and `end` in folded text and the number code still whole.

    What is said of it comes bit by bit: a tuple is copied with one more in a fraction of a data class's time.
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
    claims: tuple[DraftClaim, ...] = ()  # where fields were read that the rule did not fill
