"""Find the mention of a decision, even in a report that was renamed or edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from citegraph.decisions.table import Decision, conflicts, surroundings
from citegraph.model import Citation, ReportInfo
from citegraph.text import normalize_space

Index = Mapping[str, Sequence[Decision]]
"""Decisions by the id of their report, and by its bytes."""


def index_by_report(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    """Index the decisions by report. Contradictory ones are dropped, because none can be preferred."""
    decisions = [*decisions]
    contradicting = {one for group in conflicts(decisions) for one in group}
    found: dict[str, list[Decision]] = defaultdict(list)
    for one in sorted(set(decisions) - contradicting):
        for key in {one.report, one.sha256} - {""}:
            found[key].append(one)
    return found


def match(report: ReportInfo, citations: Sequence[Citation], decisions: Index) -> dict[int, list[Decision]]:
    """Return the decisions about the citations of a report, by their index in `citations`.

    A decision applies to a mention with the same words and the same surroundings. If the report was edited, the words
    on one side are enough, unless another mention has them too.

    Args:
        report: The report.
        citations: Its citations.
        decisions: The index from `index_by_report`.

    Returns:
        The decisions by the index of their citation.
    """
    of_report = dict.fromkeys((*decisions.get(report.id, ()), *decisions.get(report.sha256, ())))
    if not of_report:
        return {}
    said = [(normalize_space(one.mention.surface), *surroundings(one)) for one in citations]
    found: dict[int, list[Decision]] = defaultdict(list)
    for one in of_report:
        at = _best_match(one, said)
        if at is not None:
            found[at].append(one)
    return found


def _best_match(decision: Decision, said: Sequence[tuple[str, str, str]]) -> int | None:
    alike = [at for at, (surface, *_) in enumerate(said) if surface == decision.surface]
    exact = [at for at in alike if said[at][1:] == (decision.before, decision.after)]
    if exact:
        return exact[0] if len(exact) == 1 else None
    one_side = [
        at
        for at in alike
        if (decision.before and said[at][1] == decision.before) or (decision.after and said[at][2] == decision.after)
    ]
    return one_side[0] if len(one_side) == 1 else None


def stale(decisions: Iterable[Decision], reports: Iterable[tuple[ReportInfo, Sequence[Citation]]]) -> list[Decision]:
    """Return the decisions whose mention is in none of the reports, sorted.

    Args:
        decisions: All decisions.
        reports: All reports with their citations, including rejected ones.

    Returns:
        The outdated decisions.
    """
    decisions = [*decisions]
    by_report = index_by_report(decisions)
    met = {
        one for report, citations in reports for told in match(report, citations, by_report).values() for one in told
    }
    contradicting = {one for group in conflicts(decisions) for one in group}
    return sorted(set(decisions) - met - contradicting)
