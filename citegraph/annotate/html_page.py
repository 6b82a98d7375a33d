"""Render an annotated report as a self-contained HTML page."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from citegraph.annotate.marked_segments import Mark, MarkedReport, Segment
from citegraph.annotate.page_folder import identity_lines as mark_lines
from citegraph.i18n import format_date, say, translated, value_name
from citegraph.model import Citation
from citegraph.text import safe_file_names

_UNFIT = re.compile(r'[\\/:*?"<>|#%\x00-\x1f\x7f]+')

GRAPH = "graph.html"
"""The address of the graph page, relative to the folder of annotated reports."""


def render(marked: MarkedReport, *, graph: str | None = GRAPH, lang: str = "vi", file: str | None = None) -> str:
    """Return the report as an HTML page, to be written as UTF-8. It works as a local file and loads nothing.

    Every citation is marked. Hovering over it, or reaching it with Tab, shows its document and the evidence.

    Args:
        marked: The report with its citations.
        graph: The address of the graph page, relative to this page; None for no links to it.
        lang: The language of the page: "vi" or "en".
        file: The file name of the page, which is then marked as written by citegraph; see `ownership_stamp`.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("citegraph.annotate", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    report = marked.report
    style = _asset("annotate.css")
    page = environment.get_template("annotate.html.j2").render(
        lang=lang,
        made=Markup(mark_lines(file, marked.stored_id or "", report.sha256)) if file else "",  # noqa: S704 - escaped there
        title=report.title or report.id,
        facts=[
            fact
            for fact in (_localized_date(lang, report.date), report.publisher, report.locality, report.number)
            if fact
        ],
        path=report.path,
        url=report.url if report.url and _is_web_address(report.url) else None,
        parts=[_segment_view(stretch, marked, graph, lang) for stretch in marked.segments()],
        findings=[_citation_view(mark, marked, graph, lang) for mark in marked.marks if mark.findings],
        counts=say(
            lang, "annotate.written", n=len(marked.marks), findings=sum(len(mark.findings) for mark in marked.marks)
        ),
        say=lambda name: say(lang, name),
        style=Markup(style),  # noqa: S704 - our own file
        policy=f"default-src 'none'; style-src {_csp_hash(style)}; base-uri 'none'; form-action 'none'",
    )
    # Lone surrogates, left by a broken decoder, cannot be encoded in UTF-8.
    return page.encode("utf-8", "replace").decode()


def _segment_view(stretch: Segment, marked: MarkedReport, graph: str | None, lang: str) -> dict[str, Any]:
    mark, wrong_of = stretch.mark, stretch.wrong_of
    return {
        "text": stretch.text,
        "pieces": _split_at_wrong_parts(stretch),
        "mark": None if mark is None else _citation_view(mark, marked, graph, lang),
        "wrong_of": None if wrong_of is None else citation_fragment(wrong_of.citation),
    }


def _split_at_wrong_parts(stretch: Segment) -> list[tuple[str, bool]]:
    """Return the pieces of a citation's text, each with whether a finding marks it as wrong."""
    if stretch.mark is None:
        return [(stretch.text, False)]
    pieces, done = [], 0
    for part in stretch.mark.wrong_parts:
        start, end = part.start - stretch.start, part.end - stretch.start
        if start < done or (start, end) == (0, len(stretch.text)):
            continue
        pieces += [(stretch.text[done:start], False), (stretch.text[start:end], True)]
        done = end
    return [(text, wrong) for text, wrong in (*pieces, (stretch.text[done:], False)) if text]


def _citation_view(mark: Mark, marked: MarkedReport, graph: str | None, lang: str) -> Mapping[str, Any]:
    """Return the text that the page shows about a citation."""
    citation, document = mark.citation, mark.document
    # If only its date or title is wrong, only these words are marked as wrong.
    state = "finding" if mark.wrong_parts else "decided" if citation.decided else "undecided"
    return {
        "id": citation_fragment(citation),
        "surface": citation.mention.surface,
        "state": state,
        "document": citation.document if citation.decided else "",
        "label": document.label if document else citation.document,
        "title": document.title if document else None,
        "issued": _localized_date(lang, document.date) if document else None,
        "issuer": document.issuer if document else None,
        "method": say(lang, f"method.{citation.method}"),
        "evidence": [
            f"{value_name(lang, 'evidence', e.name)}: {_localized(lang, e.detail)}" for e in citation.evidence
        ],
        "candidates": [candidate.document for candidate in citation.candidates],
        "graph": document_address(graph, citation.document)
        if graph and marked.is_on_graph and citation.decided
        else None,
        "findings": [
            {
                "field": say(lang, f"field.{found.field}"),
                "said": _localized(lang, found.said),
                "known": _localized(lang, found.known),
            }
            for found in mark.findings
        ],
    }


def citation_fragment(citation: Citation) -> str:
    """Return the URL fragment of a citation on the page of its report."""
    return f"c{citation.mention.span.start}"


def citation_address(file: str, citation: Citation) -> str:
    """Return the address of a citation on the page of its report, relative to the folder of that page."""
    return f"{quote(file)}#{citation_fragment(citation)}"


def document_address(graph: str, document: str) -> str:
    """Return the address of a document on the graph page, whose fragment holds the state of the page."""
    return f"{graph}#{urlencode({'f': f'd:{document}'}, quote_via=quote)}"


def reserve_file_name(report: str, taken: set[str]) -> str:
    """Return a file name for the page of a report, valid on every file system and unique; add it to `taken`."""
    return f"{safe_file_names.reserve_file_name(report, _UNFIT, taken, other='report', before='-')}.html"


def _localized(lang: str, said: str) -> str:
    return format_date(lang, translated(lang, said))


def _localized_date(lang: str, value: str | None) -> str | None:
    return format_date(lang, value) if value else None


def _is_web_address(url: str) -> bool:
    """Whether a link may be followed: only http and https, not scripts or local files."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


@cache
def _asset(name: str) -> str:
    return (resources.files("citegraph.annotate") / "assets" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _csp_hash(text: str) -> str:
    """Return the source expression that allows an inline style in a content security policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
