"""Find the citations of one report: extraction followed by resolution."""

from __future__ import annotations

from collections.abc import Callable
from traceback import extract_tb
from typing import TypeVar

from citegraph.errors import CitegraphError, ReadError
from citegraph.extract import MOST, extract
from citegraph.i18n import message
from citegraph.model import CHARACTERS, Citation, Failure, Mention, Report
from citegraph.positions import positions
from citegraph.records import Records
from citegraph.resolve import resolve

T = TypeVar("T")


def cite(report: Report, records: Records) -> list[Citation]:
    """Return the citations of a report, in text order.

    Args:
        report: The report to read.
        records: The listed documents and the knowledge tables.

    Raises:
        ReadError: As `find_mentions_and_citations`.
    """
    return find_mentions_and_citations(report, records)[1]


def find_mentions_and_citations(report: Report, records: Records) -> tuple[list[Mention], list[Citation]]:
    """Return all mentions in a report, and the citations resolved from them.

    Args:
        report: The report to read.
        records: The listed documents and the knowledge tables.

    Returns:
        The mentions and the citations, both in text order.

    Raises:
        ReadError: The text has more than CHARACTERS characters or more than MOST mentions. The limits bound work and
            memory.
    """
    where = report.path or "text"
    if len(report.text) > CHARACTERS:
        what = message("file.too_many_characters", millions=CHARACTERS // 10**6)
        raise ReadError(where, what, message("do.split"))
    mentions = extract(report.text, records, lambda starts: map(str, positions(report, starts)))
    if len(mentions) > MOST:
        raise ReadError(where, message("file.too_many_mentions", most=MOST), message("do.split"))
    return mentions, resolve(report, mentions, records)


def result_or_failure(report: Report, records: Records, how: Callable[[Report, Records], T]) -> T | Failure:
    """Return the result of `how` for a report, or a Failure where it cannot handle the text.

    This is the last safeguard of a run over many reports: no single text can end the run. A ReadError is about the text
    and becomes a Failure. Other deliberate errors are raised.

    Args:
        report: The report to examine.
        records: The listed documents and the knowledge tables.
        how: `cite`, or a function that builds on it.

    Raises:
        CitegraphError: Any deliberate error but ReadError.
        OSError: A data file of the package cannot be opened.
    """
    try:
        return how(report, records)
    except ReadError as error:
        return Failure(report.path, error.what, error.remedy)
    except CitegraphError:
        raise
    except MemoryError:
        return Failure(report.path, message("file.out_of_memory"), message("do.split_or_memory"))
    except OSError:  # a data file of the package cannot be opened
        raise
    except Exception as error:  # a defect in a rule affects only this report
        where = extract_tb(error.__traceback__)[-1].name  # not the message, which may contain report text
        what = message("file.cannot_examine", error=type(error).__name__, where=where)
        return Failure(report.path, what, message("do.skip_and_report"))
