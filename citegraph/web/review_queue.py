"""The review queue: undecided citations, one after the other, for a person to decide.

Decisions go to the table beside the store, as with `citegraph decide`. The next build applies them to the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as day
from pathlib import Path
from threading import Lock
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from citegraph import decisions
from citegraph.decisions import Decision, Verdict
from citegraph.errors import QueryError
from citegraph.i18n import message
from citegraph.model import Citation, Document, ReportInfo
from citegraph.records import load
from citegraph.store import BoundedStore
from citegraph.web import forms, request_parameters
from citegraph.web.page_rendering import address_with_query, render_page
from citegraph.web.paged_lists import meant_document

BATCH = 50
"""Undecided citations that are looked at together for the next one to show."""
CHOICES = 9
"""Candidates that are offered: as many as have a digit for a key."""


Where = tuple[str, str, str, str]
"""A mention: its report, its words, and those before and behind it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A document that an undecided citation may name."""

    id: str
    document: Document | None  # from the store, else from the known documents
    held: bool  # whether the store has a page for it
    probability: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """An undecided citation, with its key in the store."""

    key: int
    report: ReportInfo
    citation: Citation
    candidates: tuple[Choice, ...]


class DecisionTable:
    """The table of decisions beside a store, safe for concurrent requests.

    Args:
        path: The table.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = Lock()
        self._taken: list[tuple[Decision, int]] = []  # decisions since the server started, with the key of the citation
        self._seen: tuple[float, frozenset[Where]] = (-1.0, frozenset())
        self._open: tuple[Any, int] = (None, 0)

    @property
    def can_undo(self) -> bool:
        """Whether there is a decision to undo."""
        return bool(self._taken)

    def decided_mentions(self) -> frozenset[Where]:
        """Return the decided mentions; the table is read again only if it changed."""
        changed = self._path.stat().st_mtime_ns if self._path.exists() else 0.0
        if self._seen[0] != changed:
            self._seen = changed, frozenset(one.mention_key for one in decisions.load(self._path))
        return self._seen[1]

    def count_still_undecided(self, store: BoundedStore, decided_mentions: frozenset[Where]) -> int:
        """Return how many of the decided mentions are still undecided in the store, until the next build."""
        totals = store.totals()
        state = decided_mentions, totals["undecided"], totals["citations"]
        if self._open[0] != state:
            reports = {report for report, *_ in decided_mentions}
            self._open = (
                state,
                sum(_mention_key(info, one) in decided_mentions for info, one in _undecided_citations(store, reports)),
            )
        return self._open[1]

    def add(self, made: Decision, key: int) -> None:
        """Save a decision; it replaces an earlier one about the same mention.

        Args:
            made: The decision.
            key: The key of the citation, to return to it.
        """
        with self._turn:
            with decisions.lock_for_change(self._path) as held:
                held[:] = [made, *(one for one in held if not decisions.is_same_mention(one, made))]
            self._taken.append((made, key))

    def undo(self) -> int:
        """Undo the last decision, and return the key of its citation; 0 if there is none."""
        with self._turn:
            if not self._taken:
                return 0
            made, key = self._taken.pop()
            with decisions.lock_for_change(self._path) as held:
                held[:] = [one for one in held if one != made]
            return key


async def review(request: Request) -> Response:
    """Show the next undecided citation."""
    table: DecisionTable = request.app.state.table
    decided_mentions = await to_thread.run_sync(table.decided_mentions)
    after = (
        request_parameters.whole_number(request.query_params, "after", 0, 10**9)
        if "after" in request.query_params
        else 0
    )

    def question(store: BoundedStore) -> dict[str, Any]:
        found = _next_undecided(store, decided_mentions, after) or (
            _next_undecided(store, decided_mentions, 0) if after else None
        )
        decided = table.count_still_undecided(store, decided_mentions)
        return {"waiting": found, "left": store.totals()["undecided"] - decided, "decided": decided}

    told = await request.app.state.stores.run_query(question)
    return render_page(request, "review.html.j2", undoable=table.can_undo, **told)


async def decide(request: Request) -> Response:
    """Save a decision, and go to the next citation."""
    table: DecisionTable = request.app.state.table
    async with forms.form(request) as told:
        key, verdict = forms.form_value(told, "key"), forms.form_value(told, "verdict")
        document = forms.form_value(told, "document")
    at = int(key) if key.isdecimal() and len(key) < 10 else 0
    if verdict == "undo":
        at = await to_thread.run_sync(table.undo)
        return RedirectResponse(address_with_query("/review", after=at - 1 if at > 1 else None), 303)
    if verdict != "skip":
        named = document if verdict == "other" else verdict.removeprefix("document:")
        made = await request.app.state.stores.run_query(lambda store: _decision_of_form(store, at, verdict, named))
        await to_thread.run_sync(table.add, made, at)
    return RedirectResponse(address_with_query("/review", after=at or None), 303)


async def apply_decisions(request: Request) -> Response:
    """Start a build that applies the decisions to the store."""
    async with forms.form(request):
        job = request.app.state.jobs.start([])
    return RedirectResponse(address_with_query("/bring/progress", id=job.id), 303)


def _next_undecided(store: BoundedStore, decided_mentions: frozenset[Where], after: int) -> Waiting | None:
    key = after
    while batch := store.undecided_citations_after(key, BATCH):
        for key, info, citation in batch:
            if _mention_key(info, citation) not in decided_mentions:
                return Waiting(key, info, citation, tuple(_documents_to_choose_from(store, citation)))
    return None


def _documents_to_choose_from(store: BoundedStore, citation: Citation) -> Iterator[Choice]:
    for one in citation.candidates[:CHOICES]:
        held = store.document(one.document)
        yield Choice(one.document, held or load().get(one.document), held is not None, one.probability)


def _mention_key(info: ReportInfo, citation: Citation) -> Where:
    return _make_decision(info, citation, Verdict.NO_CITATION).mention_key


def _undecided_citations(store: BoundedStore, reports: Iterable[str]) -> Iterator[tuple[ReportInfo, Citation]]:
    for name in reports:
        info = store.report(name)
        if info is not None:
            yield from ((info, one) for one in store.cites(name) if not one.decided)


def _decision_of_form(store: BoundedStore, key: int, verdict: str, document: str) -> Decision:
    """Return the decision in a form about the citation with this key."""
    found = store.undecided_citations_after(key - 1, 1)
    if not found or found[0][0] != key:
        raise QueryError(str(key), message("web.not_waiting"), message("do.look_again"))
    [(_, info, citation)] = found
    if verdict == "none":
        return _make_decision(info, citation, Verdict.NO_CITATION, mentions=store.all_mentions(info.id))
    known = document in {one.document for one in citation.candidates} or document in load()
    name = document if known else meant_document(store, document).id
    return _make_decision(info, citation, Verdict.DOCUMENT, name, mentions=store.all_mentions(info.id))


def _make_decision(
    info: ReportInfo, citation: Citation, verdict: Verdict, document: str = "", mentions: Sequence[Citation] = ()
) -> Decision:
    today = day.today().isoformat()
    return decisions.decision_on_citation(info, citation, verdict, document, date=today, mentions=mentions)
