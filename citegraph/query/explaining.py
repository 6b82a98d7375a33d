"""A text in, what is decided about each mention in it and why out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from citegraph.authority import Authority, load
from citegraph.grammar import codes
from citegraph.model import Candidate, Citation, Document, IsoDate, Mention, Report
from citegraph.query.narrowing import iso

OTHERS = 5
"""Candidates that did not win, at most, shown beside the one that did."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A mention with its decision, and every document it was weighed against."""

    mention: Mention
    citation: Citation | None  # None: the report's own number, or a demonstrative without anything to point to
    document: Document | None  # what is known of the document decided for
    candidates: tuple[Candidate, ...]  # the chosen one first, if any, then the others, best first


def explain(
    text: str,
    date: IsoDate | None = None,
    *,
    publisher: str | None = None,
    locality: str | None = None,
    known: Path | None = None,
) -> list[Explanation]:
    """Every mention in a text as `citegraph.extract` decides it, with its evidence and the documents it could mean.

    The arguments are those of `citegraph.extract`. A decided mention with a number is weighed once more against every
    known document of that number, to show what spoke for and against the others. Raises AuthorityError, and QueryError
    for what is no date.
    """
    from citegraph.cite import weigh

    authority = load(known)
    day = iso(date, "date")
    report = Report(id="", path="", sha256="", text=text, date=day, publisher=publisher, locality=locality)
    mentions, cited = weigh(report, authority)
    citations = {citation.mention.span: citation for citation in cited}
    explained = []
    for mention in mentions:
        citation = citations.get(mention.span)
        document = authority.get(citation.document) if citation is not None else None
        explained.append(Explanation(mention, citation, document, _candidates(report, mention, citation, authority)))
    return explained


def _candidates(
    report: Report, mention: Mention, citation: Citation | None, authority: Authority
) -> tuple[Candidate, ...]:
    if citation is None:
        return ()
    if not citation.decided:
        return citation.candidates
    chosen = Candidate(citation.document, round(sum(e.weight for e in citation.evidence), 2), citation.evidence)
    others = (c for c in _weighed(report, mention, authority) if c.document != citation.document)
    return chosen, *list(others)[:OTHERS]


def _weighed(report: Report, mention: Mention, authority: Authority) -> tuple[Candidate, ...]:
    """Every known document of the mention's number and type, weighed by what is said there, best first."""
    from citegraph.resolve.context import Context, said_at
    from citegraph.resolve.evidence import Setting
    from citegraph.resolve.places import Places
    from citegraph.resolve.similarity import lexicon

    if not mention.number:
        return ()
    code = codes.parse(mention.code) if mention.code else None
    fitting = authority.by_code(code) if code else authority.by_number(mention.number)
    alike = [document for document in fitting if code or mention.kind in (None, document.kind)]
    setting = Setting(report.date, report.date, report.text)
    context = Context(report, authority, lexicon(authority), Places(report), setting)
    return context.rank(alike, said_at(mention), mention.number, whole=code is not None)
