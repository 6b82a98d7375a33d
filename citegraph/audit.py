"""Compare each citation with the record of its document and list where they differ."""

from __future__ import annotations

from collections.abc import Iterator

from citegraph.grammar import codes, issuers
from citegraph.ids import DocumentId
from citegraph.knowledge.tables import recent, using
from citegraph.model import Citation, Document, Finding, Form, Mention, Method, ReportInfo, Scope, Status
from citegraph.records import Records

_INDIRECT = frozenset({Method.ANAPHOR, Method.AMBIGUOUS})
_MEETINGS = frozenset({Form.CONGRESS, Form.PLENUM})  # news tell of these before their papers are signed

_printed = recent(8192)(codes.printed)  # a corpus has the same few surfaces again and again


def findings(citation: Citation, report: ReportInfo, records: Records) -> list[Finding]:
    """The findings of one citation, in the order of `Finding.field`'s list; empty where nothing disagrees.

    Compared are the date, issuer, type, symbol, body and order of signs that the report prints, the term it says, and
    the day of the report against the days the document was issued and replaced. What is only learned from other reports
    can be wrong itself: a finding against it says so in `known`.
    """
    with using(records.knowledge):
        return _found(citation, report, records)


def _found(citation: Citation, report: ReportInfo, records: Records) -> list[Finding]:
    if not citation.decided or citation.method in _INDIRECT or citation.mention.scope is Scope.STATE:
        return _neighbours(citation, records)
    found: list[tuple[str, ...]] = [*_code(citation)]
    known = records.get(citation.document)
    if known is not None and known.status is not Status.MINTED:
        found += _facts(citation.mention, known)
        found += _time(citation, known, report, records)
    else:
        found += _term_of_date(citation, records)
    return [_finding(citation, *differing) for differing in found]


def _finding(citation: Citation, field: str, said: str, known: str, other: str | None = None) -> Finding:
    mention = citation.mention
    return Finding(citation.report, mention.span, citation.document, field, said, known, mention.quote, other)


def _code(citation: Citation) -> Iterator[tuple[str, str, str]]:
    """Slips in the number code: signs exchanged, a symbol misspelt, another body than the document's."""
    mention = citation.mention
    if mention.code is None or mention.symbol is None:
        return
    right = DocumentId.parse(citation.document).name
    written = _printed(mention.surface)
    if written is not None:
        if written.swapped:
            yield "order", written.text, right
        if written.symbol.upper() != mention.symbol.upper():
            yield "symbol", written.symbol, mention.symbol
    body = right.rpartition("/")[2]
    if mention.body and not body.startswith(mention.body) and "/" in right:
        yield "body", mention.body, body


def _facts(mention: Mention, known: Document) -> Iterator[tuple[str, str, str]]:
    note = "" if known.status is Status.KNOWN else " (learned from other reports)"
    if mention.date and known.date and not mention.date.startswith("--"):
        exact = min(len(mention.date), len(known.date))
        if mention.date[:exact] != known.date[:exact]:
            yield "date", mention.date, known.date + note
    elif mention.date and known.date and len(known.date) == 10 and mention.date[2:] != known.date[5:]:
        yield "date", mention.date, known.date + note
    if mention.issuer and known.issuer:
        row = issuers.parse(mention.issuer)
        if (
            row is not None
            and not issuers.is_vague(row)
            and "plenum" not in row.flags
            and row.central
            and row.name not in known.issuer
            and known.issuer not in row.name
        ):
            yield "issuer", mention.issuer, known.issuer + note
    if (
        mention.kind
        and known.kind
        and mention.kind != "Văn bản"
        and mention.rule not in ("code", "plenum", "plenum list", "plenum terms")
    ):
        said, right = mention.kind, known.kind
        if said != right and said not in right and right not in said:
            yield "kind", said, right + note
    if mention.term and known.term and mention.term != known.term:
        yield "term", mention.term, known.term + note


def _time(citation: Citation, known: Document, report: ReportInfo, records: Records) -> Iterator[tuple[str, ...]]:
    """A document cited before it was issued, or after another had replaced it."""
    said = citation.mention.date or ""
    if not report.date or len(report.date) < 10 or said > report.date or citation.mention.form in _MEETINGS:
        return  # a day that its own citations contradict dates no report
    if known.date and known.date[: len(report.date)] > report.date:
        yield "validity", f"cited on {report.date}", f"issued on {known.date}"
    for later in sorted(known.replaced_by):
        replacing = records.get(later)
        if replacing is not None and replacing.date and len(replacing.date) == 10 and replacing.date <= report.date:
            yield "validity", f"cited on {report.date}", f"replaced by {replacing.id} on {replacing.date}", replacing.id


def _term_of_date(citation: Citation, records: Records) -> Iterator[tuple[str, str, str]]:
    """A date that lies outside the term the report names itself."""
    mention = citation.mention
    if mention.date and mention.term and not mention.date.startswith("--"):
        term = records.term_named(mention.term)
        if term is not None and not term.covers(mention.date):
            yield (
                "term",
                f"{mention.date}, khóa {mention.term}",
                f"khóa {term.name} ran from {term.start} to {term.end or 'today'}",
            )


def _neighbours(citation: Citation, records: Records) -> list[Finding]:
    """An undecided local document one letter away from a central one that fits: "68-NQ/TU" for 68-NQ/TW."""
    mention = citation.mention
    if citation.method is not Method.AMBIGUOUS or mention.body != "TU" or mention.code is None:
        return []
    code = codes.parse(mention.code.replace("/TU", "/TW"))
    row = issuers.parse(mention.issuer) if mention.issuer else None
    if code is None or (row is not None and not row.central):
        return []
    fitting = [d for d in records.by_code(code) if mention.date is not None and d.date == mention.date]
    return [_finding(citation, "body", mention.body, f"TW, of {d.id}", d.id) for d in fitting]
