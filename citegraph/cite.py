"""Find and decide the citations of one report: extraction followed by resolution."""

from __future__ import annotations

from collections.abc import Callable
from traceback import extract_tb
from typing import TypeVar

from citegraph.errors import CitegraphError, ReadError
from citegraph.extract import MOST, extract
from citegraph.model import CHARACTERS, Citation, Failure, Mention, Report
from citegraph.records import Records
from citegraph.resolve import resolve

T = TypeVar("T")

_REMEDY = "leave it out, and tell the makers of citegraph what it holds"


def cite(report: Report, records: Records) -> list[Citation]:
    """The citations in one report, in the order of the text; ReadError as `weigh`."""
    return find_and_decide(report, records)[1]


def find_and_decide(report: Report, records: Records) -> tuple[list[Mention], list[Citation]]:
    """Every mention in a report, and the citations that come of them.

    ReadError for a text of more than CHARACTERS, and for one with more than MOST mentions: work and memory are bounded.
    """
    where = report.path or "text"
    if len(report.text) > CHARACTERS:
        raise ReadError(where, f"has more than {CHARACTERS // 10**6} million characters", "split it")
    mentions = extract(report.text, records)
    if len(mentions) > MOST:
        raise ReadError(where, f"names documents more than {MOST} times, as no report does", "split it")
    return mentions, resolve(report, mentions, records)


def attempt(report: Report, records: Records, how: Callable[[Report, Records], T]) -> T | Failure:
    """What `how`, which is `cite` or goes on from there, makes of a report; a Failure where it breaks over its text.

    The last resort of a run over many reports, lest one text end it. A ReadError is of the text; the other errors that
    are raised on purpose are not.
    """
    try:
        return how(report, records)
    except ReadError as error:
        return Failure(report.path, error.what, error.remedy)
    except CitegraphError:
        raise
    except MemoryError:
        return Failure(report.path, "needs more memory than there is", "split it, or give the run more memory")
    except OSError:  # a table of ours that cannot be opened
        raise
    except Exception as error:  # no rule should fail at a text; where one does, it costs this report alone
        where = extract_tb(error.__traceback__)[-1].name  # its words may hold those of the report
        return Failure(report.path, f"cannot be examined ({type(error).__name__} in {where})", _REMEDY)
