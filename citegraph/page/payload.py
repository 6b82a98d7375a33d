"""Corpus in, the plain values that travel in the page out."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from citegraph.graph import Community
from citegraph.model import UNKNOWN, Citation, Corpus, Document, Mention, ReportInfo
from citegraph.page.bundle import LANGUAGES
from citegraph.words import dates, reason, translated

STEPS = (1, 2, 4, 8, 15, 30, 60, 120, 250, 500)
"""Reports of each document that are let into the page, round by round, until it is full."""

Marked = Callable[[Citation], str | None]
"""The address, as seen from the page, where a citation is marked in its report; None where there is none."""

Plain = Any  # str | int | float | list | dict of the same, as JSON has them


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where a large corpus is cut, so that the page still opens at once; the page says what was left out."""

    documents: int = 12_000  # documents that travel, the most cited first
    drawn: int = 10_000  # of them in the picture at first
    quotes: int = 8_000  # citations that travel with their quotes, the newest of each document first
    repeats: int = 3  # quotes of one document in one report
    findings: int = 2_000  # undecided citations and discrepancies, each


@dataclass(frozen=True, slots=True)
class Radius:
    """The radius of a node in the units of the layout: its area grows with the reports that cite the document."""

    least: float
    span: float
    most: int

    @classmethod
    def fitting(cls, most: int) -> Radius:
        """The scale for a graph whose most cited document is cited by `most` reports."""
        return cls(least=4.0, span=min(26.0, 4.0 * math.sqrt(most)), most=max(1, most))

    def of(self, reports: int) -> float:
        """The radius of a document that `reports` reports cite."""
        return self.least + self.span * math.sqrt(reports / self.most)


class Table:
    """Values kept once and named by their place: quotes and evidence come back again and again."""

    def __init__(self) -> None:
        """An empty table."""
        self.rows: list[Plain] = []
        self._at: dict[Hashable, int] = {}

    def __call__(self, row: Hashable) -> int:
        """The place of a row, which is added when it is new."""
        if row not in self._at:
            self._at[row] = len(self.rows)
            self.rows.append(row)
        return self._at[row]


class Payload:
    """The data of one page. Documents stand most cited first and are named by their place in that order."""

    def __init__(
        self,
        corpus: Corpus,
        *,
        reports: Mapping[str, int],
        groups: tuple[Community, ...],
        radius: Radius,
        limits: Limits,
        marked: Marked | None = None,
    ) -> None:
        """The data of `corpus`; `reports` counts the citing reports by document id, `groups` are its communities."""
        self._marked = marked
        self._corpus, self._reports, self._groups, self._radius, self._limits = corpus, reports, groups, radius, limits
        ranked = sorted(corpus.documents, key=lambda one: (-reports[one.id], one.id))
        self.documents: list[Document] = ranked[: limits.documents]
        self._at = {document.id: at for at, document in enumerate(self.documents)}
        # A report that cites nothing is in no picture and no list: it is not in the page.
        citing = {citation.report for citation in corpus.citations}
        self._newest = sorted(
            (report for report in corpus.reports if report.id in citing),
            key=lambda report: (report.date or "", report.id),
            reverse=True,
        )
        self._report_at = {report.id: at for at, report in enumerate(self._newest)}
        self._said: defaultdict[str, list[Citation]] = defaultdict(list)
        for citation in corpus.citations:
            if citation.decided and citation.document in self._at:
                self._said[citation.report].append(citation)
        self._cites = {
            report: sorted({self._at[citation.document] for citation in said}) for report, said in self._said.items()
        }
        self._quotes, self._evidence = Table(), Table()

    def relations(self) -> list[dict[str, Plain]]:
        """Directed edges from a document to what it replaces or amends, as pyvis holds them, said once."""
        found = set()
        for document in self.documents:
            for kind, newer, older in (
                *(("replaces", document.id, other) for other in document.replaces),
                *(("replaces", other, document.id) for other in document.replaced_by),
                *(("amends", document.id, other) for other in document.amends),
                *(("amends", other, document.id) for other in document.amended_by),
            ):
                if newer in self._at and older in self._at and newer != older:
                    found.add((self._at[newer], self._at[older], kind))
        return [{"from": newer, "to": older, "kind": kind} for newer, older, kind in sorted(found)]

    def outline(self) -> dict[str, Plain]:
        """What the first picture is drawn from, in columns, but for positions and relations, which pyvis holds."""
        radius = self._radius
        return {
            "documents": self._outlines(),
            "communities": [group.name for group in self._groups],
            "reports": {
                "year": [_year(report.date) for report in self._newest],
                "cites": [self._cites.get(report.id, []) for report in self._newest],
            },
            "radius": {"least": radius.least, "span": radius.span, "most": radius.most},
            "totals": {
                "documents": len(self._corpus.documents) + self._corpus.omitted.documents,
                "reports": len(self._newest) + self._corpus.omitted.reports,
                "undecided": sum(not citation.decided for citation in self._corpus.citations),
                "discrepancies": len(self._corpus.discrepancies),
            },
            "drawn": self._limits.drawn,
        }

    def details(self) -> dict[str, Plain]:
        """What is told of a document or report that a reader asks for; read when the first picture stands."""
        reports = self._report_rows()
        return {
            "documents": {
                field: [getattr(document, field) for document in self.documents]
                for field in ("date", "title", "place", "source", "aliases")
            },
            "reports": reports,
            "undecided": self._undecided_rows(),
            "discrepancies": self._discrepancy_rows(),
            "quotes": self._quotes.rows,
            "evidence": [_reason(*row) for row in self._evidence.rows],
        }

    def _outlines(self) -> dict[str, Plain]:
        group = {name: at for at, one in enumerate(self._groups) for name in one.documents}
        labels = Counter(document.label for document in self.documents)
        columns: dict[str, Plain] = {
            "id": [document.id for document in self.documents],
            "label": [_label(document, labels) for document in self.documents],
            "year": [_year(document.date) for document in self.documents],
            "group": [group.get(document.id, -1) for document in self.documents],
        }
        for field in ("kind", "issuer", "term", "scope", "status"):
            values = Table()
            at = [values(getattr(document, field) or "") for document in self.documents]
            columns[field] = {"values": values.rows, "at": at}
        return columns

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
        """[document, quote, place in the quote, length, link, evidence, address], the first few a document."""
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
            row = [at, *self._quote(mention), citation.link.value, evidence]
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
                {"id": one.document, "at": self._at.get(one.document, -1), "score": round(one.score, 3)}
                for one in citation.candidates
            ]
            rows.append(
                {
                    "report": self._report_at[citation.report],
                    "surface": citation.mention.surface,
                    "id": citation.document.replace(UNKNOWN, "?"),
                    "quote": [quote, at, length],
                    "candidates": candidates,
                }
            )
        return rows

    def _discrepancy_rows(self) -> list[dict[str, Plain]]:
        return [
            {
                "report": self._report_at[one.report],
                "document": self._at[one.document],
                "field": one.field,
                "said": _sentence(one.said),
                "known": _sentence(one.known),
                "quote": self._quotes(one.quote),
            }
            for one in self._corpus.discrepancies[: self._limits.findings]
            if one.document in self._at and one.report in self._report_at
        ]


def _label(document: Document, labels: Mapping[str, int]) -> str:
    """The label of a document, with its term or place where another has the same."""
    apart = document.term or document.place if labels[document.label] > 1 else None
    return f"{document.label} ({apart})" if apart else document.label


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date and date[:4].isdecimal() else None


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
