"""Find the mention of a decision, even in a report that was renamed or edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from citegraph.decisions.table import Decision, are_contradictory, conflicts, words_around_mention
from citegraph.model import Citation, ReportInfo
from citegraph.text import normalize_space

Index = Mapping[str, Sequence[Decision]]
"""Decisions by the id of their report, and by its bytes."""


def index_by_report(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    """Index the decisions by the id of their report, and by its bytes."""
    found: dict[str, list[Decision]] = defaultdict(list)
    for one in sorted(set(decisions)):
        for key in {one.report, one.sha256} - {""}:
            found[key].append(one)
    return found


def match(report: ReportInfo, citations: Sequence[Citation], decisions: Index) -> dict[int, list[Decision]]:
    """Return the decisions about the citations of a report, by their index in `citations`.

    A decision applies to a mention with the same words and the same surroundings. If the report was edited, the words
    on one side are enough, unless another mention has them too. Of several with the same surroundings the place among
    them counts. Decisions about one mention that contradict one another
    are left out, because none can be preferred.

    Args:
        report: The report.
        citations: Its citations.
        decisions: The index from `index_by_report`.

    Returns:
        The decisions by the index of their citation.
    """
    matched = match_with_contradictions(report, citations, decisions)
    return {at: given for at, given in matched.items() if not are_contradictory(given)}


def match_with_contradictions(
    report: ReportInfo, citations: Sequence[Citation], decisions: Index
) -> dict[int, list[Decision]]:
    """Return what `match` returns, and the decisions that contradict one another."""
    of_report = dict.fromkeys((*decisions.get(report.id, ()), *decisions.get(report.sha256, ())))
    if not of_report:
        return {}
    in_order = sorted(range(len(citations)), key=lambda at: citations[at].mention.span.start)
    said = [(normalize_space(one.mention.surface), *words_around_mention(one)) for one in citations]
    found: dict[int, list[Decision]] = defaultdict(list)
    for one in of_report:
        at = _best_match_index(one, said, in_order)
        if at is not None:
            found[at].append(one)
    return found


def _best_match_index(decision: Decision, said: Sequence[tuple[str, str, str]], in_order: Sequence[int]) -> int | None:
    alike = [at for at in in_order if said[at][0] == decision.surface]
    exact = [at for at in alike if said[at][1:] == (decision.before, decision.after)]
    if decision.mention_number:
        places = {f"{place}/{len(exact)}": at for place, at in enumerate(exact, 1)}
        return places.get(decision.mention_number)
    if exact:
        return exact[0] if len(exact) == 1 else None
    one_side = [
        at
        for at in alike
        if (decision.before and said[at][1] == decision.before) or (decision.after and said[at][2] == decision.after)
    ]
    return one_side[0] if len(one_side) == 1 else None


class Checked(NamedTuple):
    """The decisions that do not hold."""

    conflicts: list[tuple[Decision, ...]]  # those about one mention that contradict one another, sorted
    stale: list[Decision]  # those whose mention is in none of the reports, sorted


def check_decisions(decisions: Iterable[Decision], reports: Iterable[tuple[ReportInfo, Sequence[Citation]]]) -> Checked:
    """Compare decisions with the reports they are about.

    Unlike `conflicts`, it also notices decisions that contradict one another because a report was edited in between.

    Args:
        decisions: All decisions.
        reports: The reports with their citations, including rejected ones.

    Returns:
        The decisions that contradict one another, and the outdated ones.
    """
    held = sorted(set(decisions))
    by_report = index_by_report(held)
    met: set[Decision] = set()
    found = {frozenset(group) for group in conflicts(held)}
    for report, citations in reports:
        for given in match_with_contradictions(report, citations, by_report).values():
            met.update(given)
            if are_contradictory(given):
                found.add(frozenset(given))
    largest = [group for group in found if not any(group < other for other in found)]
    contradicting = {one for group in largest for one in group}
    return Checked(
        sorted(tuple(sorted(group)) for group in largest),
        [one for one in held if one not in met and one not in contradicting],
    )
