"""One citation as a check sees it: the mention, its claims, and the record to compare it with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from citegraph.audit import citation_parts, finding_texts
from citegraph.audit.audited_report import AuditedReport
from citegraph.audit.bracketed_numbers import complete_bracketed_numbers
from citegraph.audit.intended_record import Meant, find_intended_record
from citegraph.audit.issuer_before import complete_issuers_before
from citegraph.grammar import codes, issuers
from citegraph.grammar.codes import Code
from citegraph.knowledge.diacritics import lacks_diacritics
from citegraph.knowledge.tables import using
from citegraph.model import (
    Attachment,
    Citation,
    ClaimField,
    Document,
    Form,
    Mention,
    Method,
    Report,
    ReportInfo,
    Scope,
    Span,
    Status,
)
from citegraph.records import Records

_SHARED = frozenset({Attachment.LIST, Attachment.SENTENCE})


@dataclass(frozen=True)
class Subject:
    """One citation of a draft."""

    citation: Citation
    draft: AuditedReport

    @property
    def mention(self) -> Mention:
        """What the text says at the citation."""
        return self.citation.mention

    @property
    def records(self) -> Records:
        """The records it is compared with."""
        return self.draft.records

    @property
    def is_anaphoric(self) -> bool:
        """Whether the citation only refers back to an earlier mention and states nothing itself."""
        return self.citation.method is Method.ANAPHOR

    @cached_property
    def intended_record(self) -> Meant:
        """The record to compare the citation with, and how it was found."""
        return find_intended_record(self.citation, self.draft)

    @property
    def known_record(self) -> Document | None:
        """The record; None where nothing is known of the document."""
        return self.intended_record.document

    @property
    def is_learned(self) -> bool:
        """Whether the record is only learned from other reports, and can be wrong itself."""
        return self.known_record is not None and self.known_record.status is Status.LEARNED

    def with_learned_note(self, known: str) -> str:
        """Return what the record says, with a note if it is only learned."""
        return finding_texts.mark_as_learned(known) if self.is_learned else known

    @cached_property
    def code(self) -> Code | None:
        """The number code that the text prints, in normal spelling; None where it prints none."""
        return codes.parse(self.mention.code) if self.mention.code else None

    @cached_property
    def printed_code(self) -> codes.Printed | None:
        """The Party code as the text prints it; None where it prints none."""
        return codes.code_as_printed(self.mention.surface) if self.code is not None else None

    @cached_property
    def issuer(self) -> issuers.Issuer | None:
        """The stated issuer; None if none is stated or no table lists it."""
        return issuers.parse(self.mention.issuer) if self.mention.issuer else None

    @cached_property
    def lacks_diacritics(self) -> bool:
        """Whether it is typed without diacritics."""
        return lacks_diacritics(self.mention.surface)

    @property
    def is_state_document(self) -> bool:
        """Whether it is a paper of the State."""
        return self.mention.scope is Scope.STATE

    @property
    def is_named_by_meeting(self) -> bool:
        """Whether it is named by a plenum or a congress."""
        return self.mention.form in (Form.CONGRESS, Form.PLENUM)

    def claim_span_outside_citation(self, field: ClaimField) -> Span | None:
        """Return the span of the claim if it lies outside the citation itself, else None."""
        return next(
            (claim.span for claim in self.mention.claims if claim.field == field and claim.span != self.mention.span),
            None,
        )

    def has_shared_claim(self, field: ClaimField) -> bool:
        """Whether the claim is about several documents, or so far away that it may belong to another one."""
        return any(claim.field == field and claim.attachment in _SHARED for claim in self.mention.claims)

    def words_at(self, span: Span | None) -> str | None:
        """Return the words of the report at `span`, if the quote of the citation contains them."""
        return citation_parts.quoted_words(self.mention, span) if span is not None else None

    def is_cited_with(self, document: str) -> bool:
        """Whether another document is cited in the same sentence, which then tells how the two are related."""
        start = self.mention.span.start - self.mention.quote_at
        end = start + len(self.mention.quote)
        return any(start <= one.mention.span.start < end for one in self.draft.citations_by_document.get(document, ()))

    @cached_property
    def words_before(self) -> str:
        """The words of its sentence before the citation."""
        return self.mention.quote[: self.mention.quote_at]

    @cached_property
    def words_after(self) -> str:
        """The words of its sentence behind the citation."""
        return self.mention.quote[self.mention.quote_at + len(self.mention.surface) :]


def subjects(report: ReportInfo, citations: Sequence[Citation], records: Records) -> list[Subject]:
    """Prepare the citations of a report for the checks.

    Args:
        report: The report, whose date tells what was in force.
        citations: All its citations, in the order of the text.
        records: What they are compared with.

    Returns:
        One subject per citation, in the same order.
    """
    with using(records.knowledge):
        text = report.text if isinstance(report, Report) else None
        completed = complete_issuers_before(complete_bracketed_numbers(citations, text))
        draft = AuditedReport(report, completed, records)
    return [Subject(citation, draft) for citation in draft.citations]
