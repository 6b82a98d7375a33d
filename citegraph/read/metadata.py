"""A draft in, what is known of its report out."""

from __future__ import annotations

from dataclasses import dataclass

from citegraph.model import IsoDate
from citegraph.read.content import Draft


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a report besides its text."""

    title: str | None
    date: IsoDate | None
    publisher: str | None
    locality: str | None
    number: str | None
    url: str | None


def describe(draft: Draft) -> Metadata:
    """What the source says of the report, else what its text says."""
    first = next((line.strip() for line in draft.text[:2000].splitlines() if line.strip()), None)
    return Metadata(draft.title or first, draft.date, draft.publisher, None, None, draft.url)
