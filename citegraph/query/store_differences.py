"""Compare two stores: what was added, removed or changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from citegraph import decisions
from citegraph.model import Citation, Document, Method, ReportInfo
from citegraph.store import Store

ChangeKind = Literal[
    "report-added",
    "report-removed",
    "report-changed",
    "citation-added",
    "citation-removed",
    "citation-decided",
    "document-cited",
    "document-uncited",
    "document-replaced",
    "decision-taken",
    "decision-undone",
]
"""What can change from one store to another, in the order in which it is told."""

CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two stores."""

    kind: ChangeKind
    report: str | None = None
    surface: str | None = None  # words of the citation
    old: str | None = None  # old canonical id or value
    new: str | None = None  # new canonical id or value


def diff(old: str | Path, new: str | Path) -> list[Change]:
    """Return what changed between two stores.

    Args:
        old: The path of the earlier store.
        new: The path of the later one.

    Returns:
        The changes, by kind, report and words.

    Raises:
        StoreError: A store cannot be used.
        KnowledgeError: A table of decisions beside one cannot be read.
    """
    with Store(old) as before, before.snapshot(), Store(new) as after, after.snapshot():
        found = [*_report_changes(before, after), *_citation_changes(before, after), *_document_changes(before, after)]
    found += _decision_changes(Path(old), Path(new))
    order = {kind: at for at, kind in enumerate(CHANGE_KINDS)}
    return sorted(
        found, key=lambda one: (order[one.kind], one.report or "", one.surface or "", one.old or "", one.new or "")
    )


def _report_changes(before: Store, after: Store) -> Iterator[Change]:
    one = {info.id: info for info in before.reports()}
    two = {info.id: info for info in after.reports()}
    moved = _renamed_reports(one, two)
    for name in one.keys() - two.keys():
        if name not in moved:
            yield Change(kind="report-removed", report=name)
    for name in two.keys() - one.keys():
        if name not in moved.values():
            yield Change(kind="report-added", report=name)
    for name in one.keys() & two.keys():
        if one[name].sha256 != two[name].sha256:
            yield Change(kind="report-changed", report=name)


def _renamed_reports(one: Mapping[str, ReportInfo], two: Mapping[str, ReportInfo]) -> dict[str, str]:
    """Return the new names of renamed reports, by their old names."""
    new = {two[name].sha256: name for name in sorted(two.keys() - one.keys())}
    return {name: new[one[name].sha256] for name in sorted(one.keys() - two.keys()) if one[name].sha256 in new}


def _citation_changes(before: Store, after: Store) -> Iterator[Change]:
    one, two = ({info.id: info for info in store.reports()} for store in (before, after))
    moved = _renamed_reports(one, two)
    for name in sorted(one):
        other = moved.get(name, name)
        if other in two:
            yield from _changes_of_report(other, before.cites(name), after.cites(other))


def _changes_of_report(report: str, old: list[Citation], new: list[Citation]) -> Iterator[Change]:
    """Yield the changes in the citations of a report, which are paired by their words and surroundings."""
    one, two = _citations_by_words(old), _citations_by_words(new)
    for words in sorted(one.keys() | two.keys()):
        before, after = one.get(words), two.get(words)
        if before is None and after is not None:
            yield Change(kind="citation-added", report=report, surface=words[0], new=after.document)
        elif before is not None and after is None:
            yield Change(kind="citation-removed", report=report, surface=words[0], old=before.document)
        elif before is not None and after is not None and before.document != after.document:
            yield Change(
                kind="citation-decided", report=report, surface=words[0], old=before.document, new=after.document
            )


def _citations_by_words(citations: list[Citation]) -> dict[tuple[str, str, int], Citation]:
    """Return the citations by their words, their sentence, and their index among equal ones."""
    found: dict[tuple[str, str, int], Citation] = {}
    for citation in citations:
        surface, quote = " ".join(citation.mention.surface.split()), " ".join(citation.mention.quote.split())
        which = 0
        while (surface, quote, which) in found:
            which += 1
        found[surface, quote, which] = citation
    return found


def _document_changes(before: Store, after: Store) -> Iterator[Change]:
    one, two = (_cited_documents(store) for store in (before, after))
    for name in two.keys() - one.keys():
        yield Change(kind="document-cited", new=name)
    for name in one.keys() - two.keys():
        yield Change(kind="document-uncited", old=name)
    for name in one.keys() & two.keys():
        for later in {*two[name].replaced_by} - {*one[name].replaced_by}:
            yield Change(kind="document-replaced", old=name, new=later)


def _cited_documents(store: Store) -> dict[str, Document]:
    cited = {citation.document for citation in store.citations() if citation.decided}
    return {document.id: document for document in store.documents() if document.id in cited}


def _decision_changes(old: Path, new: Path) -> Iterator[Change]:
    if old.parent.resolve() == new.parent.resolve():  # one shared table; the citations show what was applied
        yield from _changes_by_people(old, new)
        return
    one, two = ({*decisions.load(path.with_name(decisions.FILE))} for path in (old, new))
    for taken in two - one:
        told = taken.document or taken.verdict.value
        yield Change(kind="decision-taken", report=taken.report, surface=taken.surface, new=told)
    for undone in one - two:
        told = undone.document or undone.verdict.value
        yield Change(kind="decision-undone", report=undone.report, surface=undone.surface, old=told)


def _changes_by_people(old: Path, new: Path) -> Iterator[Change]:
    held = []
    for path in (old, new):
        with Store(path) as store:
            held.append(
                {
                    (one.report, " ".join(one.mention.surface.split()), one.document)
                    for one in store.citations()
                    if one.method is Method.PERSON
                }
            )
    for report, surface, document in held[1] - held[0]:
        yield Change(kind="decision-taken", report=report, surface=surface, new=document)
    for report, surface, document in held[0] - held[1]:
        yield Change(kind="decision-undone", report=report, surface=surface, old=document)
