"""Explain each decision in a text: what was considered, and why one document was chosen."""

from __future__ import annotations

from dataclasses import dataclass

from citegraph.knowledge.tables import Folder
from citegraph.model import Candidate, Citation, Document, Form, IsoDate, Mention, Report
from citegraph.query.filters import iso
from citegraph.records import Records, load

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
    knowledge: Folder = None,
) -> list[Explanation]:
    """Every mention in a text as `citegraph.extract` decides it, with its evidence and the documents it could mean.

    The arguments are those of `citegraph.extract`. A decided mention with a number is weighed once more against every
    known document of that number, to show what spoke for and against the others. Raises KnowledgeError, and QueryError
    for what is no date.
    """
    from citegraph.cite import find_and_decide

    records = load(knowledge)
    day = iso(date, "date")
    report = Report(id="", path="", sha256="", text=text, date=day, publisher=publisher, locality=locality)
    mentions, cited = find_and_decide(report, records)
    citations = {citation.mention.span: citation for citation in cited}
    explained = []
    for mention in mentions:
        citation = citations.get(mention.span)
        document = records.get(citation.document) if citation is not None else None
        explained.append(Explanation(mention, citation, document, _candidates(report, mention, citation, records)))
    return explained


def _candidates(report: Report, mention: Mention, citation: Citation | None, records: Records) -> tuple[Candidate, ...]:
    if citation is None:
        return ()
    if not citation.decided:
        return citation.candidates
    score = round(sum((e.weight for e in citation.evidence), 0.0), 2)
    chosen = Candidate(citation.document, score, citation.evidence, citation.confidence)
    others = (c for c in _ranked(report, mention, records) if c.document != citation.document)
    return chosen, *list(others)[:OTHERS]


def _ranked(report: Report, mention: Mention, records: Records) -> tuple[Candidate, ...]:
    """Every document that the mention could name by its number or plenum, with what is said there, likeliest first."""
    from citegraph.resolve import by_name, by_number
    from citegraph.resolve.claims import claims_at
    from citegraph.resolve.context import Context
    from citegraph.resolve.features import Setting
    from citegraph.resolve.localities import Localities
    from citegraph.resolve.similarity import idf_index

    setting = Setting(report.date, report.date, report.text)
    context = Context(report, records, idf_index(records), Localities(report), setting)
    if mention.form is Form.PLENUM:
        return context.rank(by_name.plenum_options(context, mention, claims_at(mention)), claims_at(mention))
    return by_number.rank(context, mention, claims_at(mention)) if mention.number else ()
