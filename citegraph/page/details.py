"""The details of documents and reports that the page shows on demand: quotes, evidence, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from citegraph.i18n import dates, reason, translated
from citegraph.model import Citation, Corpus, Document, Mention, ReportInfo
from citegraph.page.bundle import LANGUAGES
from citegraph.page.json_tables import Limits, Plain, Table

STEPS = (1, 2, 4, 8, 15, 30, 60, 120, 250, 500)
"""Reports of each document that are let into the page, round by round, until it is full."""

Marked = Callable[[Citation], str | None]
"""The address, as seen from the page, where a citation is marked in its report; None where there is none."""


class Details:
    """The details of one page. Documents and reports are named by their places in its lists."""

    def __init__(
        self,
        corpus: Corpus,
        *,
        at: Mapping[str, int],
        newest: Sequence[ReportInfo],
        said: Mapping[str, list[Citation]],
        cites: Mapping[str, list[int]],
        limits: Limits,
        marked: Marked | None = None,
    ) -> None:
        """`at` has the places of documents by id, `newest` the reports in their order; by report, `said` has the
        citations of documents that travel, and `cites` the places of these.
        """
        self._corpus, self._at, self._newest = corpus, at, newest
        self._said, self._cites, self._limits, self._marked = said, cites, limits, marked
        self._report_at = {report.id: place for place, report in enumerate(newest)}
        self._quotes, self._evidence = Table(), Table()

    def rows(self, documents: Sequence[Document]) -> dict[str, Plain]:
        """All of it, in columns and rows; quotes and evidence stand in tables of their own."""
        return {
            "documents": {
                field: [getattr(document, field) for document in documents]
                for field in ("date", "title", "locality", "url", "checked", "source", "aliases")
            },
            "reports": self._report_rows(),
            "undecided": self._undecided_rows(),
            "findings": self._finding_rows(),
            "quotes": self._quotes.rows,
            "evidence": [_reason(*row) for row in self._evidence.rows],
        }

    def _report_rows(self) -> list[dict[str, Plain]]:
        """Every report; its title, place and quotes only where its row travels in full."""
        whole = self._travelling()
        rows = []
        for report in self._newest:
            row: dict[str, Plain] = {"id": report.id, "date": report.date}
            if report.id in whole:
                row |= self._facts(report)
                row["said"] = self._citation_rows(self._said[report.id])
            rows.append({field: value for field, value in row.items() if value not in (None, [])})
        return rows

    def _travelling(self) -> set[str]:
        """The reports that travel in full: as many of each document as the limit on quotes allows, newest first."""
        travelling: set[str] = set()
        room = self._limits.quotes
        for most in (*STEPS, len(self._newest)):
            told: Counter[int] = Counter()
            for report in self._newest:
                own = self._cites.get(report.id, [])
                if own and not any(told[at] < most for at in own):
                    continue
                told.update(own)
                if report.id not in travelling:
                    room -= len(self._said[report.id])
                    if room < 0:
                        return travelling
                    travelling.add(report.id)
        return travelling

    @staticmethod
    def _facts(report: ReportInfo) -> dict[str, Plain]:
        return {
            "title": report.title,
            "publisher": report.publisher,
            "locality": report.locality,
            "number": report.number,
            "path": report.path,
            "url": report.url if report.url and _is_web(report.url) else None,
            "warnings": [_sentence(warning) for warning in report.warnings],
        }

    def _citation_rows(self, citations: list[Citation]) -> list[list[Plain]]:
        """[document, quote, start, length, method, confidence, evidence, address], the first few of a document."""
        rows: list[list[Plain]] = []
        told, seen = Counter[int](), set[tuple[int, str, int]]()
        for citation in citations:
            at = self._at[citation.document]
            mention = citation.mention
            if told[at] >= self._limits.repeats or (at, mention.quote, mention.quote_at) in seen:
                continue
            told[at] += 1
            seen.add((at, mention.quote, mention.quote_at))
            evidence = [self._evidence((one.name, round(one.weight, 3), one.detail)) for one in citation.evidence]
            row = [at, *self._quote(mention), citation.method.value, round(citation.confidence, 2), evidence]
            address = self._marked(citation) if self._marked else None
            rows.append([*row, address] if address else row)
        return rows

    def _quote(self, mention: Mention) -> tuple[int, int, int]:
        """Number of the quote, and where the citation stands in it as JavaScript counts: in UTF-16 units."""
        quote, at = mention.quote, mention.quote_at
        if quote[at : at + len(mention.surface)] != mention.surface:
            quote, at = quote or mention.surface, max(0, (quote or mention.surface).find(mention.surface))
        length = len(mention.surface) if quote[at : at + len(mention.surface)] == mention.surface else 0
        return self._quotes(quote), _units(quote[:at]), _units(quote[at : at + length])

    def _undecided_rows(self) -> list[dict[str, Plain]]:
        rows: list[dict[str, Plain]] = []
        for citation in self._corpus.citations:
            if citation.decided or citation.report not in self._report_at or len(rows) >= self._limits.findings:
                continue
            quote, at, length = self._quote(citation.mention)
            candidates = [
                {"id": one.document, "at": self._at.get(one.document, -1), "score": round(one.probability, 3)}
                for one in citation.candidates
            ]
            rows.append(
                {
                    "report": self._report_at[citation.report],
                    "surface": citation.mention.surface,
                    "id": citation.document,
                    "quote": [quote, at, length],
                    "candidates": candidates,
                }
            )
        return rows

    def _finding_rows(self) -> list[dict[str, Plain]]:
        places = {(one.report, one.span) for one in self._corpus.findings}
        differing = {
            place: self._quote(one.mention)
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
                "said": _sentence(one.said),
                "known": _sentence(one.known),
                "quote": differing.get((one.report, one.span)) or (self._quotes(one.quote), 0, 0),
            }
            for one in shown[: self._limits.findings]
        ]


def _reason(name: str, weight: float, detail: str) -> tuple[Plain, ...]:
    """A reason with its detail as the page tells it; its name is one of the strings."""
    return name, weight, _spoken(lambda lang: reason(lang, name, detail)[1])


def _sentence(said: str) -> Plain:
    return _spoken(lambda lang: translated(lang, said))


def _spoken(say: Callable[[str], str]) -> Plain:
    """What data says in words: in every language of the page, or once where all say the same."""
    told = [dates(lang, say(lang)) for lang in LANGUAGES]
    return told if len(set(told)) > 1 else told[0]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_web(url: str) -> bool:
    """Whether a link may be followed: a script or a file in disguise may not."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False
