"""A report prepared for the audit: its citations, and the date on which validity is judged."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from citegraph.ids import is_decided
from citegraph.model import Citation, Document, IsoDate, Method, ReportInfo, is_day
from citegraph.records import Records

_MOST_AHEAD = 0.5  # share of the dated citations that may lie after the report's own date before that date is doubted
_FEW = 2  # up to this many citations with a date after the report's date do not make that date doubtful


class AuditedReport:
    """A report with its citations, in the order of the text, and the records they are compared with.

    `records` holds only listed documents: what other reports taught counts for the documents that this report cites.
    So a build knows which findings may change when reports are added.
    """

    def __init__(self, report: ReportInfo, citations: Sequence[Citation], records: Records) -> None:
        self.report, self.citations, self.records, self._all = report, citations, records.listed, records

    def record(self, document: str) -> Document | None:
        """Return the record, listed or learned, of a document that the report cites; None if nothing is known."""
        return self._all.get(document)

    @cached_property
    def validity_date(self) -> IsoDate | None:
        """The day by which the validity of documents is judged; None where it is not known to the day.

        A date that most dated citations contradict is not the report's: news pages carry the day of the page.
        """
        written = self.report.date
        if not is_day(written):
            return None
        dated = [said for citation in self.citations if (said := citation.mention.date) and not said.startswith("--")]
        ahead = sum(said > written for said in dated)
        return None if ahead > _FEW and ahead > _MOST_AHEAD * len(dated) else written

    @cached_property
    def cited_documents(self) -> frozenset[str]:
        """The documents that the report surely cites."""
        return frozenset(citation.document for citation in self.citations if is_decided(citation.document))

    @cached_property
    def citations_by_document(self) -> dict[str, list[Citation]]:
        """Return the decided citations that identify their document themselves, by document, in text order."""
        found: dict[str, list[Citation]] = {}
        for citation in self.citations:
            if citation.decided and citation.method is not Method.ANAPHOR:
                found.setdefault(citation.document, []).append(citation)
        return found

    @cached_property
    def citations_by_code(self) -> dict[str | None, list[Citation]]:
        """Return the citations by the code they print, in text order."""
        found: dict[str | None, list[Citation]] = {}
        for citation in self.citations:
            found.setdefault(citation.mention.code, []).append(citation)
        return found

    @cached_property
    def citations_by_kind_and_date(self) -> dict[tuple[str | None, IsoDate | None], list[Citation]]:
        """Return the citations by the kind and date they state, in text order."""
        found: dict[tuple[str | None, IsoDate | None], list[Citation]] = {}
        for citation in self.citations:
            found.setdefault((citation.mention.kind, citation.mention.date), []).append(citation)
        return found

    @cached_property
    def citation_index_by_start(self) -> dict[int, int]:
        """The place of each citation in `citations`, by where it begins."""
        return {citation.mention.span.start: at for at, citation in enumerate(self.citations)}
