"""Define a check: a function that examines a citation or a meeting, with a name, a severity and an example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from citegraph.model import Severity, Span


class Discrepancy(NamedTuple):
    """A result of a check: the stated value, the known value, and the correction."""

    said: str
    known: str
    part: Span | None = None  # the words that are wrong; None for the citation as a whole
    correction: str | None = None  # what to write in the place of `part`, where that alone puts it right
    other: str | None = None  # canonical id of the document meant, where that is another than the one cited
    severity: Severity | None = None  # where it is not that of the check


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Check(Generic[T]):
    """A kind of slip in what is examined. Its docstring says what is wrong and ends in an example sentence."""

    name: str
    severity: Severity
    look: Callable[[T], Iterator[Discrepancy]]

    @property
    def meaning(self) -> str:
        """The sentence that says what is wrong."""
        return (self.look.__doc__ or "").split("\n")[0]


def check(name: str, severity: Severity) -> Callable[[Callable[[T], Iterator[Discrepancy]]], Check[T]]:
    """Decorator that turns a function into a `Check`.

    Args:
        name: How findings, tables and messages call it.
        severity: How bad it is, unless a slip says otherwise.

    Returns:
        What turns the function into a `Check`.
    """

    def made(look: Callable[[T], Iterator[Discrepancy]]) -> Check[T]:
        return Check(name, severity, look)

    return made
