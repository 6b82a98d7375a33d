"""Describe documents for library catalogs and reference managers: JSON-LD and CSL-JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from citegraph.export.format_definition import ExportFormat
from citegraph.ids import DocumentId
from citegraph.model import Corpus, Document, ReportInfo, Scope

ISSUED_BY = {Scope.PARTY: "Đảng Cộng sản Việt Nam", Scope.STATE: "Nhà nước Việt Nam"}


def jsonld(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Yield JSON-LD in schema.org terms: one Legislation per document, one Report with its citations per report."""
    cited: defaultdict[str, set[str]] = defaultdict(set)
    known = {document.id for document in corpus.documents}
    for citation in corpus.citations:
        if citation.decided and citation.document in known:
            cited[citation.report].add(citation.document)
    graph = [
        *(_without_empty(_legislation_node(document)) for document in corpus.documents),
        *(_without_empty(_report_node(report, sorted(cited[report.id]))) for report in corpus.reports),
    ]
    # The context is included, so that readers need not fetch it.
    context = {"@vocab": "https://schema.org/", "citegraph": "urn:citegraph:", "url": {"@type": "@id"}}
    linked = {"@context": context, "@graph": graph}
    yield _json_bytes(linked)


def csl(corpus: Corpus, lang: str) -> Iterator[bytes]:
    """Yield CSL-JSON for reference managers, one item per document."""
    yield _json_bytes([_without_empty(_csl_item(document)) for document in corpus.documents])


def iri(kind: str, name: str) -> str:
    """Return the IRI of a document or report in the file.

    >>> iri("document", "35-NQ/TW@XII")
    'urn:citegraph:document:35-NQ%2FTW%40XII'
    """
    return f"urn:citegraph:{kind}:{quote(name.encode('utf-8', 'backslashreplace'), safe='')}"


def _legislation_node(document: Document) -> dict[str, Any]:
    def others(names: tuple[str, ...]) -> list[dict[str, str]]:
        return [{"@id": iri("document", name)} for name in names]

    return {
        "@id": iri("document", document.id),
        "@type": "Legislation",
        "identifier": document.id,
        "name": document.label,
        "headline": document.title,
        "alternateName": list(document.aliases),
        "legislationIdentifier": DocumentId.parse(document.id).name,
        "legislationType": document.kind,
        "legislationDate": document.date,
        "legislationPassedBy": {"@type": "Organization", "name": document.issuer} if document.issuer else None,
        "spatialCoverage": document.locality,
        "inLanguage": "vi",
        "legislationRepeals": others(document.replaces),
        "legislationChanges": others(document.amends),
    }


def _report_node(report: ReportInfo, cited: list[str]) -> dict[str, Any]:
    return {
        "@id": iri("report", report.id),
        "@type": "Report",
        "identifier": report.id,
        "name": report.title,
        "datePublished": report.date,
        "publisher": {"@type": "Organization", "name": report.publisher} if report.publisher else None,
        "spatialCoverage": report.locality,
        "reportNumber": report.number,
        "url": report.url if report.url and report.url.startswith(("http://", "https://")) else None,
        "inLanguage": "vi",
        "citation": [{"@id": iri("document", name)} for name in cited],
    }


def _csl_item(document: Document) -> dict[str, Any]:
    date = document.date
    parts = [int(part) for part in date.split("-")] if date and date.replace("-", "").isdigit() else None
    return {
        "id": document.id,
        "type": "legislation",
        "title": f"{document.label} {document.title}" if document.title else document.label,
        "title-short": document.label,
        "number": DocumentId.parse(document.id).name if document.number else None,
        "genre": document.kind,
        "authority": document.issuer,
        "jurisdiction": document.locality or ISSUED_BY[document.scope],
        "issued": {"date-parts": [parts]} if parts else None,
        "language": "vi",
        "source": "citegraph",
        "note": document.source,
    }


def _without_empty(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in (None, [])}


def _json_bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"


FORMATS = (
    ExportFormat(
        name="jsonld",
        file="graph.jsonld",
        help="JSON-LD in the words of schema.org, for linked data.",
        stamp=b'"citegraph": "urn:citegraph:"',
        write=jsonld,
    ),
    ExportFormat(
        name="csl",
        file="documents.csl.json",
        help="CSL-JSON, for Zotero and other reference managers.",
        stamp=b'"source": "citegraph"',
        write=csl,
    ),
)
