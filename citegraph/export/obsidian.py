"""Write an Obsidian vault: one note per document and per report, linked to each other."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from citegraph.export.format_definition import ExportFormat
from citegraph.i18n import format_date, say, sort_key
from citegraph.model import Citation, Corpus, Document, ReportInfo
from citegraph.text.safe_file_names import reserve_file_name

# Characters that a file name or a wiki link cannot contain.
_UNFIT = re.compile(r'[\\/:*?"<>|#^\[\]\x00-\x1f\x7f]+')
INDEX = "citegraph.md"
OWN_PROPERTY = "citegraph"
"""The property that marks a note as written by citegraph. Its value is the file name, so that a copy does not match."""

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~$])")


def notes(corpus: Corpus, lang: str) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the notes with their file names: documents/…, reports/… and an index of both."""
    documents = _unique_file_names(document.id for document in corpus.documents)
    reports = _unique_file_names(report.id for report in corpus.reports)
    citing: defaultdict[str, dict[str, Citation]] = defaultdict(dict)
    cited: defaultdict[str, dict[str, Citation]] = defaultdict(dict)
    for citation in corpus.citations:
        if citation.document in documents:
            citing[citation.document].setdefault(citation.report, citation)
            cited[citation.report].setdefault(citation.document, citation)
    about = {report.id: report for report in corpus.reports}
    labels = {document.id: document.label for document in corpus.documents}
    for document in corpus.documents:
        note = f"documents/{documents[document.id]}.md"
        lines = _document_note(note, document, documents, lang)
        lines += [f"## {say(lang, 'n.reports', n=len(citing[document.id]))}", ""]
        for name in sorted(citing[document.id], key=lambda name: (about[name].date or "", name), reverse=True):
            link = _note_link("reports", reports[name], about[name].title or name)
            lines += [
                f"- {link}{_date_suffix(about[name].date, lang)}",
                f"  > {_escape(citing[document.id][name].mention.quote)}",
            ]
        yield note, [_note_bytes(lines)]
    for report in corpus.reports:
        note = f"reports/{reports[report.id]}.md"
        lines = _report_note(note, report, lang)
        for name in sorted(cited[report.id], key=sort_key):
            link = _note_link("documents", documents[name], labels[name])
            lines += [f"- {link}", f"  > {_escape(cited[report.id][name].mention.quote)}"]
        yield note, [_note_bytes(lines)]
    index = [*_property_lines({OWN_PROPERTY: INDEX}), f"# {say(lang, 'column.documents').capitalize()}", ""]
    for document in sorted(corpus.documents, key=lambda one: (-len(citing[one.id]), sort_key(one.id))):
        link = _note_link("documents", documents[document.id], document.label)
        index.append(f"- {link}: {say(lang, 'n.reports', n=len(citing[document.id]))}")
    yield INDEX, [_note_bytes(index)]


def _document_note(note: str, document: Document, documents: dict[str, str], lang: str) -> list[str]:
    facts: dict[str, object] = {OWN_PROPERTY: note, "id": document.id, "tags": ["citegraph/document"]}
    facts["aliases"] = [document.label, *document.aliases]
    for name in ("kind", "number", "term", "locality", "issuer", "date", "status", "url", "checked", "source"):
        facts[name] = getattr(document, name)
    lines = [*_property_lines(facts), f"# {_escape(document.label)}", "", _escape(document.title or ""), ""]
    for relation in ("replaces", "replaced_by", "amends", "amended_by"):
        others = [name for name in getattr(document, relation) if name in documents]
        if others:
            links = ", ".join(_note_link("documents", documents[name], name) for name in others)
            lines.append(f"{say(lang, relation).capitalize()}: {links}")
    return [*lines, ""]


def _report_note(note: str, report: ReportInfo, lang: str) -> list[str]:
    facts: dict[str, object] = {OWN_PROPERTY: note, "id": report.id, "tags": ["citegraph/report"]}
    for name in ("date", "publisher", "locality", "number", "url", "path"):
        facts[name] = getattr(report, name)
    heading = f"## {say(lang, 'annotate.citations')}"
    return [*_property_lines(facts), f"# {_escape(report.title or report.id)}", "", heading, ""]


def _property_lines(facts: dict[str, object]) -> list[str]:
    """Return the properties of a note. JSON is valid YAML, whatever the values contain."""
    filled = {name: _without_links(value) for name, value in facts.items() if value not in (None, [])}
    return ["---", *(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in filled.items()), "---", ""]


def _without_links(value: object) -> object:
    """Return the value of a property, changed so that Obsidian finds no link in it."""
    if isinstance(value, list):
        return [_without_links(one) for one in value]
    return value.replace("[[", "[ [") if isinstance(value, str) else value


def _unique_file_names(ids: Iterable[str]) -> dict[str, str]:
    """Return a file name per id, unique even if letter case is ignored."""
    taken: set[str] = set()
    return {one: reserve_file_name(one, _UNFIT, taken, other="note", before=" ") for one in ids}


def _note_link(folder: str, name: str, shown: str) -> str:
    return f"[[{folder}/{name}|{_UNFIT.sub(' ', shown).strip() or name}]]"


def _date_suffix(value: str | None, lang: str) -> str:
    return f" ({format_date(lang, value)})" if value else ""


def _escape(text: str) -> str:
    """Return a text on one line, escaped so that Markdown shows it as it is."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _note_bytes(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")


FORMATS = (
    ExportFormat(
        name="obsidian",
        file="obsidian",
        help="A vault of linked notes, for Obsidian.",
        stamp=f"{OWN_PROPERTY}: ".encode(),
        notes=notes,
    ),
)
