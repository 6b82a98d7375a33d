"""A report in, what it cites out, decided by the report itself and the known documents."""

from __future__ import annotations

from collections.abc import Callable
from traceback import extract_tb
from typing import TypeVar

from citegraph.authority import Authority
from citegraph.errors import CitegraphError
from citegraph.extract import extract
from citegraph.model import Citation, Failure, Mention, Report
from citegraph.resolve import resolve

T = TypeVar("T")

_REMEDY = "leave it out, and tell the makers of citegraph what it holds"


def cite(report: Report, authority: Authority) -> list[Citation]:
    """The citations in one report, in the order of the text."""
    return weigh(report, authority)[1]


def weigh(report: Report, authority: Authority) -> tuple[list[Mention], list[Citation]]:
    """Every mention in a report, and the citations that come of them."""
    mentions = extract(report.text, authority)
    return mentions, resolve(report, mentions, authority)


def examined(report: Report, authority: Authority, how: Callable[[Report, Authority], T]) -> T | Failure:
    """What `how`, which is `cite` or goes on from there, makes of a report; a Failure where it breaks over its text.

    The last resort of a run over many reports, lest one text end it. Errors raised on purpose are not of the text.
    """
    try:
        return how(report, authority)
    except CitegraphError:
        raise
    except Exception as error:  # no rule should fail at a text; where one does, it costs this report alone
        where = extract_tb(error.__traceback__)[-1].name  # its words may hold those of the report
        return Failure(report.path, f"cannot be examined ({type(error).__name__} in {where})", _REMEDY)
