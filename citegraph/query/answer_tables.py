"""Turn answers into tables: one row per citation, document, report, period or finding.

The command line prints the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from citegraph.errors import ArgumentError
from citegraph.i18n import message
from citegraph.model import Citation, ReportInfo
from citegraph.query.citations import CitedBy, Cites
from citegraph.query.cocitation import Coupling, Related
from citegraph.query.full_text import Hit
from citegraph.query.rankings import Ranked
from citegraph.query.shortest_paths import Step
from citegraph.query.timelines import Timeline
from citegraph.store.data_frames import to_pandas, to_polars

if TYPE_CHECKING:
    import pyarrow as pa

Row: TypeAlias = dict[str, Any]
Answer: TypeAlias = CitedBy | Cites | Ranked | ReportInfo | Related | Coupling | Timeline | Step | Hit

_OF_REPORT = ("title", "date", "publisher", "locality", "number", "url", "path")


class Table(list[Row]):
    """Rows with the same columns, as a list of dicts or as a frame."""

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table, one column per key."""
        import pyarrow as pa

        return pa.Table.from_pylist(list(self))

    def to_pandas(self) -> Any:  # pandas.DataFrame has no types
        """Return the rows as a pandas frame. Needs citegraph[pandas]."""
        return to_pandas(self.to_arrow())

    def to_polars(self) -> Any:  # polars.DataFrame
        """Return the rows as a polars frame. Needs citegraph[polars]."""
        return to_polars(self.to_arrow())


def table(answers: Answer | Iterable[Answer]) -> Table:
    """Return answers as a table.

    Args:
        answers: The result of `cited_by`, `cites`, `documents`, `reports`, `related`, `coupling`, `timeline`, `path` or
            `search`.

    Returns:
        The rows, which become a frame with `to_arrow()`, `to_pandas()` or `to_polars()`.

    Raises:
        ArgumentError: It is not such a result.

    >>> table([]).to_arrow().num_rows
    0
    """
    return Table(row for answer in _as_sequence(answers) for row in rows(answer))


def rows(answer: Answer) -> Iterator[Row]:
    """Yield the rows of one answer.

    Raises:
        ArgumentError: It is not the result of a query.
    """
    make = _ROWS.get(type(answer))
    if make is None:
        raise ArgumentError("answers", type(answer).__name__, message("table.no_answer"), message("do.answers"))
    return make(answer)


def _as_sequence(answers: Answer | Iterable[Answer]) -> Iterable[Answer]:
    if type(answers) in _ROWS or isinstance(answers, str) or not isinstance(answers, Iterable):
        return (answers,)  # type: ignore[return-value]
    return answers


def mention_columns(citation: Citation) -> Row:
    """Return the columns about a citation's mention: where and how it names its document."""
    said = citation.mention
    return {
        "start": said.span.start,
        "end": said.span.end,
        "position": said.position,
        "surface": said.surface,
        "quote": said.quote,
        "method": citation.method.value,
        "confidence": citation.confidence,
    }


def _cited_by_rows(answer: CitedBy) -> Iterator[Row]:
    for report, citations in answer.reports:
        about = {"title": report.title, "date": report.date, "path": report.path}
        for citation in citations:
            yield {
                "document": answer.document.id,
                "label": answer.document.label,
                "report": report.id,
                **about,
                **mention_columns(citation),
            }


def _cites_rows(answer: Cites) -> Iterator[Row]:
    for citation in answer.citations:
        candidates = [candidate.document for candidate in citation.candidates]
        yield {
            "report": answer.report.id,
            "document": citation.document,
            **mention_columns(citation),
            "candidates": candidates,
        }


def _ranked_rows(answer: Ranked) -> Iterator[Row]:
    document = answer.document
    yield {
        "document": document.id,
        "label": document.label,
        "reports": answer.reports,
        "citations": answer.citations,
        "pagerank": answer.pagerank,
        "first": answer.first,
        "last": answer.last,
        "date": document.date,
        "issuer": document.issuer,
        "status": document.status.value,
        "title": document.title,
    }


def _report_rows(answer: ReportInfo) -> Iterator[Row]:
    named = {name: getattr(answer, name) for name in _OF_REPORT}
    yield {"report": answer.id, **named, "warnings": list(answer.warnings)}


def _related_rows(answer: Related) -> Iterator[Row]:
    for other in answer.related:
        yield {
            "of": answer.document.id,
            "document": other.document.id,
            "label": other.document.label,
            "reports": other.reports,
            "weight": other.weight,
            "date": other.document.date,
            "title": other.document.title,
        }


def _coupling_rows(answer: Coupling) -> Iterator[Row]:
    for other in answer.alike:
        yield {
            "of": answer.report.id,
            "report": other.report.id,
            "date": other.report.date,
            "title": other.report.title,
            "common": len(other.documents),
            "weight": other.weight,
            "documents": list(other.documents),
        }


def _timeline_rows(answer: Timeline) -> Iterator[Row]:
    for period, reports in answer.periods:
        yield {"document": answer.document.id, "period": period, "reports": reports}


def _step_rows(answer: Step) -> Iterator[Row]:
    yield {
        "document": answer.document.id,
        "label": answer.document.label,
        "common": len(answer.reports) if answer.reports else None,
        "title": answer.document.title,
        "reports": list(answer.reports),
    }


def _hit_rows(answer: Hit) -> Iterator[Row]:
    dated = answer.report or answer.document
    yield {
        "found": answer.kind,
        "report": answer.report.id if answer.report else None,
        "date": dated.date if dated else None,
        "documents": [answer.document.id] if answer.document else list(answer.documents),
        "text": answer.text,
    }


_ROWS: Mapping[type, Callable[[Any], Iterator[Row]]] = {
    CitedBy: _cited_by_rows,
    Cites: _cites_rows,
    Ranked: _ranked_rows,
    ReportInfo: _report_rows,
    Related: _related_rows,
    Coupling: _coupling_rows,
    Timeline: _timeline_rows,
    Step: _step_rows,
    Hit: _hit_rows,
}
