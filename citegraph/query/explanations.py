"""Explain each decision in a text: the candidates, and the evidence for and against each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from citegraph import decisions
from citegraph.knowledge.tables import Folder
from citegraph.model import Candidate, Citation, Document, Form, IsoDate, Mention, Report
from citegraph.query.filters import iso_date
from citegraph.records import Records, load

OTHERS = 5
"""The most candidates shown beside the chosen one."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A mention with its decision and every candidate."""

    mention: Mention
    citation: Citation | None  # None: the report's own number, or an anaphor without an antecedent
    document: Document | None  # the record of the chosen document, if there is one
    candidates: tuple[Candidate, ...]  # the chosen one first, if any, then the others, best first


def explain(
    text: str,
    date: IsoDate | None = None,
    *,
    publisher: str | None = None,
    locality: str | None = None,
    knowledge: Folder = None,
    people: str | Path | None = None,
) -> list[Explanation]:
    """Return every mention in a text with its decision, evidence and candidates.

    A decided mention with a number is scored again against every known document with that number, to show the evidence
    for and against the others.

    Args:
        text: The text of the report.
        date: The date of the report; see `citegraph.extract`.
        publisher: Its publisher.
        locality: The locality it is about.
        knowledge: A folder of the user's own tables.
        people: A table of decisions; those with words and surroundings as in the text apply.

    Returns:
        One explanation per mention, in the order of the text.

    Raises:
        ArgumentError: `date` is not a date.
        KnowledgeError: A table is not valid.
        ReadError: The text is too long; see `citegraph.extract`.

    Example:
        >>> [one.candidates[0].document for one in explain("Căn cứ Quyết định số 85-QĐ/TW ngày 07/10/2022")]
        ['85-QĐ/TW@XIII']
    """
    from citegraph.cite import find_mentions_and_citations

    records = load(knowledge)
    day = iso_date(date, "date")
    report = Report(id="", path="", sha256="", text=text, date=day, publisher=publisher, locality=locality)
    mentions, cited = find_mentions_and_citations(report, records)
    if people is not None:
        cited = _with_decisions_of_people(report, cited, Path(people))
    citations = {citation.mention.span: citation for citation in cited}
    explained = []
    for mention in mentions:
        citation = citations.get(mention.span)
        document = records.get(citation.document) if citation is not None else None
        explained.append(Explanation(mention, citation, document, _candidates(report, mention, citation, records)))
    return explained


def _with_decisions_of_people(report: Report, cited: list[Citation], table: Path) -> list[Citation]:
    """Return the citations of a text with the decisions of people on the same words in any report."""
    here = replace(report, id="text")
    taken = (replace(one, report=here.id, sha256="") for one in decisions.load(table))
    return [*decisions.apply(here, cited, decisions.index_by_report(taken)).citations]


def _candidates(report: Report, mention: Mention, citation: Citation | None, records: Records) -> tuple[Candidate, ...]:
    if citation is None:
        return ()
    if not citation.decided:
        return citation.candidates
    score = round(sum((e.weight for e in citation.evidence), 0.0), 2)
    chosen = Candidate(citation.document, score, citation.evidence, citation.confidence)
    others = (c for c in _likely_documents(report, mention, records) if c.document != citation.document)
    return chosen, *list(others)[:OTHERS]


def _likely_documents(report: Report, mention: Mention, records: Records) -> tuple[Candidate, ...]:
    """Return the documents that the mention may mean by its number or plenum, most likely first."""
    from citegraph.resolve import by_name, by_number
    from citegraph.resolve.context import Context
    from citegraph.resolve.document_locality import Localities
    from citegraph.resolve.features import setting_of
    from citegraph.resolve.merged_claims import claims_of_mention
    from citegraph.resolve.similarity import idf_index

    context = Context(report, records, idf_index(records), Localities(report), setting_of(report))
    if mention.form is Form.PLENUM:
        return context.rank(
            by_name.plenum_options(context, mention, claims_of_mention(mention)), claims_of_mention(mention)
        )
    return by_number.rank_documents_of_number(context, mention, claims_of_mention(mention)) if mention.number else ()
