"""Find communities of documents in a co-citation graph, and name each."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

SMALLEST = 3
"""The fewest documents of a community: two documents do not make a topic."""

LONGEST = 6
"""The most syllables of a name candidate: "chăm sóc sức khỏe nhân dân"."""

WEAK = 0.12
"""A phrase that a smaller share of a community has does not describe it."""

WEAK_SECOND = 0.08
"""The same bound for the second phrase of a name."""

SECOND = 0.35
"""If the first phrase has a smaller share of the community, a second phrase is added."""

MOST = 0.6
"""A longer phrase replaces one that it contains if this share of the titles with the short one have the long one."""

ROOM = 40
"""The most letters of a name of two phrases."""

_SYLLABLE = re.compile(r"[^\W\d_]+")


@cache
def _of_role(role: str) -> frozenset[str]:
    """Return the phrases with a role in the table of topics.

    A "particle", or a word of the "frame" of every title, ends a phrase. A "bare" phrase describes something only
    together with its object: "bảo vệ môi trường". A "whole" term would otherwise be cut at "và", a comma or a dash.
    """
    from citegraph.knowledge.tables import rows  # not needed to show the help

    return frozenset(row["phrase"] for row in rows("topics") if row["role"] == role)


@cache
def _break() -> re.Pattern[str]:
    stops = sorted(_of_role("particle") | _of_role("frame"), key=lambda stop: (-len(stop), stop))
    return re.compile(rf"[^\w\s]+|(?:\bsố\s*)?[\d_]+|\b(?:{'|'.join(stops)})\b", re.IGNORECASE)


Phrases = dict[str, tuple[float, str]]
"""Name candidates of a title, case-folded: the score of where each is cut, and its spelling."""


@dataclass(frozen=True, slots=True)
class Community:
    """Documents that reports cite together, and the topic they share."""

    name: str
    documents: tuple[str, ...]  # most cited first


def communities(graph: nx.Graph[str], *, seed: int = 0) -> tuple[Community, ...]:
    """Return the communities of a co-citation graph, largest first, by Louvain's method on association strength.

    The weight of a link is the number of reports in common over the geometric mean of the reports that cite either end,
    so that a document that everyone cites does not absorb its neighbors. The same graph and seed give the same
    communities, whatever the order of its nodes. Documents without a link, and communities smaller than `SMALLEST`, are
    left out.

    Args:
        graph: The co-citation graph.
        seed: The seed of Louvain's method.
    """
    import networkx as nx

    names = sorted(graph)
    at = {name: i for i, name in enumerate(names)}
    reports = [max(1, int(graph.nodes[name].get("reports", 1))) for name in names]
    links = sorted(
        (*sorted((at[one], at[other])), weight) for one, other, weight in graph.edges(data="weight", default=1)
    )
    # Nodes are numbers: the iteration order of a set of strings changes from one process to the next.
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(sorted({end for link in links for end in link[:2]}))
    plain.add_weighted_edges_from(
        (i, j, weight / math.sqrt(reports[i] * reports[j])) for i, j, weight in links if i != j
    )
    found = nx.community.louvain_communities(plain, weight="weight", seed=seed) if links else []
    groups = [sorted(group, key=lambda i: (-reports[i], i)) for group in found if len(group) >= SMALLEST]
    groups.sort(key=lambda group: (-len(group), group))
    members = [tuple(names[i] for i in group) for group in groups]
    return tuple(Community(name, group) for name, group in zip(_names(members, graph), members, strict=True))


def _names(groups: list[tuple[str, ...]], graph: nx.Graph[str]) -> list[str]:
    """Return a unique name per community: its most descriptive phrases, or else its most cited document."""
    titles = [[str(graph.nodes[name].get("title", "")) for name in group] for group in groups]
    # A document that many reports cite describes a community better than one that few cite.
    weights = [[1 + math.log(max(1, int(graph.nodes[name].get("reports", 1)))) for name in group] for group in groups]
    found = [[_phrases(title) for title in group] for group in titles]
    everywhere = defaultdict[str, float](float)
    for candidates, shares in zip(found, weights, strict=True):
        for phrases, weight in zip(candidates, shares, strict=True):
            for phrase in phrases:
                everywhere[phrase] += weight
    total = sum(map(sum, weights))
    taken: set[str] = set()
    names = []
    for group, candidates, shares in zip(groups, found, weights, strict=True):
        name = _subject(candidates, shares, everywhere, total, taken)
        if not name:
            name = str(graph.nodes[group[0]].get("label", group[0]))
        if name.casefold() in taken:
            name = f"{name} ({group[0]})"
        taken.add(name.casefold())
        names.append(name[:1].upper() + name[1:])
    return names


def _subject(
    candidates: list[Phrases], weights: list[float], everywhere: Mapping[str, float], total: float, taken: set[str]
) -> str:
    """Return a descriptive phrase, with a second one if the first covers too few titles; "" if there is none."""
    first, share = _best(candidates, weights, everywhere, total, taken)
    if share < WEAK:
        return ""
    if share < SECOND:
        uncovered = [{} if first.casefold() in phrases else phrases for phrases in candidates]
        second, other = _best(uncovered, weights, everywhere, total, taken)
        both = f"{first} · {second[:1].upper()}{second[1:]}"
        own = set(_SYLLABLE.findall(first.casefold()))
        if other >= WEAK_SECOND and len(both) <= ROOM and not own & set(_SYLLABLE.findall(second.casefold())):
            return both
    return first


def _best(
    candidates: list[Phrases], weights: list[float], everywhere: Mapping[str, float], total: float, taken: set[str]
) -> tuple[str, float]:
    """Return the most descriptive phrase that at least two titles have, and the share of the community with it."""
    members = sum(weights)
    sums = defaultdict[str, float](float)
    forms = defaultdict[str, list[tuple[float, str]]](list)
    for phrases, weight in zip(candidates, weights, strict=True):
        for phrase, form in phrases.items():
            sums[phrase] += weight
            forms[phrase].append(form)
    best, chosen = 0.0, ""
    for phrase, inside in sorted(sums.items()):
        cut = sum(form[0] for form in forms[phrase]) / len(forms[phrase])
        score = cut * _distinctiveness(inside, everywhere[phrase], members, total)
        if len(forms[phrase]) > 1 and phrase not in taken and score > best:
            best, chosen = score, phrase
    if not chosen:
        return "", 0.0
    # "sắp xếp tổ chức bộ máy" is better than "tổ chức bộ máy", if most titles with the one have the other.
    longer = [
        phrase
        for phrase, inside in sums.items()
        if f" {chosen} " in f" {phrase} " and len(forms[phrase]) > 1 and inside >= MOST * sums[chosen]
    ]
    chosen = max([chosen, *longer], key=lambda phrase: (len(phrase), phrase))
    return forms[chosen][0][1], sums[chosen] / members


def _distinctiveness(inside: float, everywhere: float, members: float, total: float) -> float:
    """Return how well a phrase describes a community: its share inside, compared with its share outside."""
    outside = (everywhere - inside + 0.5) / (total - members + 1)
    share = inside / members
    return share * math.log(share / outside) if share > outside else 0.0


def _phrases(title: str) -> Phrases:
    """Return the name candidates of a title, case-folded, with the score of where each is cut and its spelling.

    Whole stretches between breaks score best. Most Vietnamese words have two syllables; one alone seldom means much.
    """
    found: Phrases = {}
    for stretch in _break().split(title):
        syllables = _SYLLABLE.findall(stretch)
        for start in range(len(syllables)):
            for end in range(start + 1, min(start + LONGEST, len(syllables)) + 1):
                edges = (start == 0) + (end == len(syllables))
                cut = (0.3, 0.7, 1.0)[edges] * (0.3, 1.0, 1.25, 1.4, 1.45, 1.5)[end - start - 1]
                written = " ".join(syllables[start:end])
                phrase = written.casefold()
                if phrase not in _of_role("bare") and cut > found.get(phrase, (0.0, ""))[0]:
                    found[phrase] = cut, written
    plain = title.casefold()
    return found | {term.casefold(): (1.8, term) for term in sorted(_of_role("whole")) if term.casefold() in plain}
