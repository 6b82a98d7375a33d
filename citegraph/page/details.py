"""Collect the details that the page shows on demand: quotes, evidence, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from citegraph.i18n import format_date, translated
from citegraph.model import Citation, Corpus, Document, Mention, ReportInfo
from citegraph.page.asset_bundle import LANGUAGES
from citegraph.page.json_tables import Limits, Plain, ValueTable
from citegraph.positions import Position

STEPS = (1, 2, 4, 8, 15, 30, 60, 120, 250, 500)
"""How many reports of each document are included, round by round, until the page is full."""

Marked = Callable[[Citation], str | None]
"""Returns the address of a citation on the annotated page of its report; None if there is no such page."""


class Details:
    """The details for one page. Documents and reports are referred to by their index in its lists.

    Args:
        corpus: What the page shows.
        at: The index of each document, by id.
        newest: The reports in the order of the page.
        citations: The citations of included documents, by report id.
        cites: The indices of the documents that each report cites, by report id.
        limits: How much is included.
        marked: The addresses of citations on annotated pages.
    """

    def __init__(
        self,
        corpus: Corpus,
        *,
        at: Mapping[str, int],
        newest: Sequence[ReportInfo],
        citations: Mapping[str, list[Citation]],
        cites: Mapping[str, list[int]],
        limits: Limits,
        marked: Marked | None = None,
    ) -> None:
        """Prepare the indices and the tables of quotes, evidence and positions."""
        self._corpus, self._at, self._newest = corpus, at, newest
        self._citations, self._cites, self._limits, self._marked = citations, cites, limits, marked
        self._report_at = {report.id: place for place, report in enumerate(newest)}
        self._quotes, self._evidence, self._places = ValueTable(), ValueTable(), ValueTable()

    def all_details(self, documents: Sequence[Document]) -> dict[str, Plain]:
        """Return all details as columns and rows. Quotes, evidence and positions have tables of their own."""
        from citegraph.grammar import query_parsing  # this needs the tables, which are not loaded without a page
        from citegraph.records import load
        from citegraph.records.document_name_facts import document_facts

        records = load()
        return {
            "documents": {
                field: [getattr(document, field) for document in documents]
                for field in ("date", "title", "locality", "url", "checked", "aliases")
            }
            | {
                "source": [document.source and _localized(document.source) for document in documents],
                "facts": [" ".join(sorted(document_facts(document, records))) for document in documents],
            },
            "typed": {"rules": query_parsing.replacement_table(), "fillers": sorted(query_parsing.FILLERS)},
            "reports": self._report_rows(),
            "undecided": self._undecided_rows(),
            "findings": self._finding_rows(),
            "quotes": self._quotes.rows,
            "evidence": [_localized_reason(*row) for row in self._evidence.rows],
            "positions": [_localized_position(position) for position in self._places.rows],
        }

    def _report_rows(self) -> list[dict[str, Plain]]:
        """Return one row per report.

        Title, locality and citations are included only for reports that are included in full.
        """
        whole = self._reports_in_full()
        rows = []
        for report in self._newest:
            row: dict[str, Plain] = {"id": report.id, "date": report.date}
            if report.id in whole:
                row |= self._report_facts(report)
                row["said"] = self._citation_rows(self._citations[report.id])
            rows.append({field: value for field, value in row.items() if value not in (None, [])})
        return rows

    def _reports_in_full(self) -> set[str]:
        """Return the ids of the reports to include in full: newest of each document first, up to the quote limit."""
        included: set[str] = set()
        room = self._limits.quotes
        for most in (*STEPS, len(self._newest)):
            counts: Counter[int] = Counter()
            for report in self._newest:
                own = self._cites.get(report.id, [])
                if own and not any(counts[at] < most for at in own):
                    continue
                counts.update(own)
                if report.id not in included:
                    room -= len(self._citations[report.id])
                    if room < 0:
                        return included
                    included.add(report.id)
        return included

    @staticmethod
    def _report_facts(report: ReportInfo) -> dict[str, Plain]:
        return {
            "title": report.title,
            "publisher": report.publisher,
            "locality": report.locality,
            "number": report.number,
            "path": report.path,
            "url": report.url if report.url and _is_web_address(report.url) else None,
            "warnings": [_localized(warning) for warning in report.warnings],
        }

    def _citation_rows(self, citations: list[Citation]) -> list[list[Plain]]:
        """Return a row for each citation, a few per document.

        A row is [document, quote, start, length, position, method, confidence, evidence, address].
        """
        rows: list[list[Plain]] = []
        counts, seen = Counter[int](), set[tuple[int, str, int]]()
        for citation in citations:
            at = self._at[citation.document]
            mention = citation.mention
            if counts[at] >= self._limits.repeats or (at, mention.quote, mention.quote_at) in seen:
                continue
            counts[at] += 1
            seen.add((at, mention.quote, mention.quote_at))
            evidence = [self._evidence((one.name, round(one.weight, 3), one.detail)) for one in citation.evidence]
            row = [
                at,
                *self._quote_and_position_indexes(mention),
                citation.method.value,
                round(citation.confidence, 2),
                evidence,
            ]
            address = self._marked(citation) if self._marked else None
            rows.append([*row, address] if address else row)
        return rows

    def _quote_and_position_indexes(self, mention: Mention) -> tuple[int, int, int, int]:
        """Return the index of the quote, start and length of the citation in it, and the index of its position.

        Start and length are in UTF-16 units, as in JavaScript. The index is -1 for a citation without a position.
        """
        quote, at = mention.quote, mention.quote_at
        if quote[at : at + len(mention.surface)] != mention.surface:
            quote, at = quote or mention.surface, max(0, (quote or mention.surface).find(mention.surface))
        length = len(mention.surface) if quote[at : at + len(mention.surface)] == mention.surface else 0
        place = self._places(mention.position) if mention.position else -1
        return self._quotes(quote), _utf16_length(quote[:at]), _utf16_length(quote[at : at + length]), place

    def _undecided_rows(self) -> list[dict[str, Plain]]:
        rows: list[dict[str, Plain]] = []
        for citation in self._corpus.citations:
            if citation.decided or citation.report not in self._report_at or len(rows) >= self._limits.findings:
                continue
            candidates = [
                {"id": one.document, "at": self._at.get(one.document, -1), "score": round(one.probability, 3)}
                for one in citation.candidates
            ]
            rows.append(
                {
                    "report": self._report_at[citation.report],
                    "surface": citation.mention.surface,
                    "start": citation.mention.span.start,
                    "id": citation.document,
                    "quote": self._quote_and_position_indexes(citation.mention),
                    "candidates": candidates,
                }
            )
        return rows

    def _finding_rows(self) -> list[dict[str, Plain]]:
        places = {(one.report, one.span) for one in self._corpus.findings}
        differing = {
            place: self._quote_and_position_indexes(one.mention)
            for one in self._corpus.citations
            if (place := (one.report, one.mention.span)) in places
        }
        shown = [one for one in self._corpus.findings if one.report in self._report_at]
        return [
            {
                "report": self._report_at[one.report],
                "id": one.document,
                "at": self._at.get(one.document, -1),
                "field": one.field,
                "severity": one.severity.value,
                "said": _localized(one.said),
                "known": _localized(one.known),
                "quote": differing.get((one.report, one.span)) or (self._quotes(one.quote), 0, 0, -1),
            }
            for one in shown[: self._limits.findings]
        ]


def _localized_reason(name: str, weight: float, detail: str) -> tuple[Plain, ...]:
    """Return a reason with its translated detail. Its name is translated by the strings of the page."""
    return name, weight, _localized(detail)


def _localized_position(position: str) -> Plain:
    """Return a position in every language of the page."""
    return [Position.parse(position).text(lang) for lang in LANGUAGES]


def _localized(text: str) -> Plain:
    """Return a text in every language of the page, or once if all are the same."""
    texts = [format_date(lang, translated(lang, text)) for lang in LANGUAGES]
    return texts if len(set(texts)) > 1 else texts[0]


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_web_address(url: str) -> bool:
    """Whether a link may be followed: only http and https, not scripts or local files."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False
