"""Name communities of documents by the phrases that their titles share."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

LONGEST = 6
"""The most syllables of a name candidate: "chăm sóc sức khỏe nhân dân"."""

WEAK = 0.12
"""A phrase that a smaller share of a community has does not describe it."""

WEAK_SECOND = 0.08
"""The same bound for the second phrase of a name."""

SECOND = 0.35
"""If the first phrase has a smaller share of the community, a second phrase is added."""

LEADING = 1 / 3
"""A document with this share of the citing reports of a community speaks for it."""

MOST = 0.6
"""A longer phrase replaces one that it contains if this share of the titles with the short one have the long one."""

SUBJECT = 3.0
"""The score of a subject of the table. That of a phrase cut from a title is at most half of it."""

CLEAR = 0.25
"""With this share of a community a subject counts even if only one title has it."""

ROOM = 48
"""The most letters of a name of two phrases."""

_SYLLABLE = re.compile(r"[^\W\d_]+")
_NUMERAL = re.compile(r"\d|\b[IVX]+\b")


@cache
def _phrases_with_role(role: str) -> frozenset[str]:
    """Return the phrases with a role in the table of topics.

    A "particle", or a word of the "frame" of every title, ends a phrase. A "bare" phrase needs an object: "bảo vệ môi
    trường". A "whole" phrase is the complete name of a subject.
    """
    from citegraph.knowledge.tables import rows  # not needed for the help

    return frozenset(row["phrase"] for row in rows("topics") if row["role"] == role)


@cache
def _cut_pattern() -> re.Pattern[str]:
    stops = sorted(_phrases_with_role("particle") | _phrases_with_role("frame"), key=lambda stop: (-len(stop), stop))
    return re.compile(rf"[^\w\s]+|(?:\bsố\s*)?[\d_]+|\b(?:{'|'.join(stops)})\b", re.IGNORECASE)


@cache
def _subject_pattern() -> re.Pattern[str]:
    subjects = sorted(_phrases_with_role("whole"), key=lambda subject: (-len(subject), subject))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, subjects))})\b", re.IGNORECASE)


Phrases = dict[str, tuple[float, str]]
"""Name candidates of a title, case-folded: the score of where each is cut, and its spelling."""


def topic_names(groups: Sequence[Sequence[str]], graph: nx.Graph[str]) -> list[str]:
    """Return a unique name per community: phrases of its titles, or else of its leading document.

    Args:
        groups: The documents of each community, the most cited first.
        graph: The co-citation graph, whose nodes have `title`, `label`, `kind`, `issuer` and `reports`.
    """
    titles = [[str(graph.nodes[name].get("title", "")) for name in group] for group in groups]
    reports = [[max(1, int(graph.nodes[name].get("reports", 1))) for name in group] for group in groups]
    # A document cited by many reports describes a community better than one cited by few.
    weights = [[math.sqrt(count) for count in counts] for counts in reports]
    found = [[_candidate_phrases(title) for title in group] for group in titles]
    everywhere = defaultdict[str, float](float)
    for candidates, shares in zip(found, weights, strict=True):
        for phrases, weight in zip(candidates, shares, strict=True):
            for phrase in phrases:
                everywhere[phrase] += weight
    total = sum(map(sum, weights))
    taken: set[str] = set()
    names = []
    for group, candidates, shares, counts in zip(groups, found, weights, reports, strict=True):
        leads = counts[0] >= LEADING * sum(counts)
        name = _own_name(group[0], graph) if leads else ""
        name = name or _topic_phrase(candidates, shares, everywhere, total, taken, leads=leads)
        name = _unique_name(name or _fallback_name(group, candidates, graph), group, graph, taken)
        taken |= {_comparison_key(part) for part in (name, *name.split(" · "))}
        names.append(name[:1].upper() + name[1:])
    return names


def _own_name(document: str, graph: nx.Graph[str]) -> str:
    """Return the label of a document that has a name instead of a number: "Điều lệ Đảng"; "" for others."""
    label = str(graph.nodes[document].get("label", document))
    return "" if re.search(r"\d", label) else label


def _topic_phrase(
    candidates: list[Phrases],
    weights: list[float],
    everywhere: Mapping[str, float],
    total: float,
    taken: set[str],
    *,
    leads: bool,
) -> str:
    """Return a descriptive phrase, with a second one if the first covers too few titles; "" if there is none."""
    least = 1 if leads else 2
    first, share = _best_phrase(candidates, weights, everywhere, total, taken, least=least)
    if share < WEAK:
        return ""
    if share < SECOND:
        uncovered = [{} if first.casefold() in phrases else phrases for phrases in candidates]
        second, other = _best_phrase(uncovered, weights, everywhere, total, taken, least=2)
        both = f"{first} · {second[:1].upper()}{second[1:]}"
        own = set(_SYLLABLE.findall(first.casefold()))
        if other >= WEAK_SECOND and len(both) <= ROOM and not own & set(_SYLLABLE.findall(second.casefold())):
            return both
    return first


def _best_phrase(
    candidates: list[Phrases],
    weights: list[float],
    everywhere: Mapping[str, float],
    total: float,
    taken: set[str],
    *,
    least: int,
) -> tuple[str, float]:
    """Return the most descriptive phrase that at least `least` titles have, and the share of the community with it.

    With `least` 1, the leading title, which is the first, suffices.
    """
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
        clear = cut >= SUBJECT and inside >= CLEAR * members
        enough = len(forms[phrase]) > 1 or clear or (least == 1 and phrase in candidates[0])
        if enough and _comparison_key(phrase) not in taken and score > best:
            best, chosen = score, phrase
    if not chosen:
        return "", 0.0
    # "sắp xếp tổ chức bộ máy" is better than "tổ chức bộ máy", if most titles with the latter contain the former.
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


def _candidate_phrases(title: str) -> Phrases:
    """Return the name candidates of a title, case-folded, with the score of their cut and their spelling.

    A candidate is the text between two breaks, or a part at its beginning or end with an even number of syllables,
    because most Vietnamese words have two. Subjects from the table score best.
    """
    found: Phrases = {}
    for stretch in _cut_pattern().split(title):
        syllables = _SYLLABLE.findall(stretch)
        for start, end in _cut_positions(len(syllables)):
            cut = (1.0 if end - start == len(syllables) else 0.6) * (1.0, 1.25, 1.4, 1.45, 1.5)[end - start - 2]
            written = " ".join(syllables[start:end])
            phrase = written.casefold()
            if phrase in _phrases_with_role("bare") or _NUMERAL.search(written):
                continue
            if cut > found.get(phrase, (0.0, ""))[0]:
                found[phrase] = cut, written
    return found | {match.casefold(): (SUBJECT, match) for match in _subject_pattern().findall(title)}


def _cut_positions(syllables: int) -> list[tuple[int, int]]:
    """Return where a text may be cut: not at all, or leaving an even number of syllables at one end.

    With an odd number, a word would be cut in two: "chống tham | ô".
    """
    evens = range(2, syllables, 2)
    cuts = {(0, syllables)} | {(syllables - size, syllables) for size in evens}
    if syllables % 2 == 0:
        cuts |= {(0, size) for size in evens}
    return sorted((start, end) for start, end in cuts if 2 <= end - start <= LONGEST)


def _fallback_name(group: Sequence[str], candidates: list[Phrases], graph: nx.Graph[str]) -> str:
    """Return the best phrase of the most cited title, or the most common kind of document: "Quyết định Ban Bí thư"."""
    for phrases in candidates:
        if phrases:
            return max(phrases.values())[1]
    own = _own_name(group[0], graph)
    if own:
        return own
    kinds = defaultdict[str, int](int)
    for name in group:
        node = graph.nodes[name]
        kinds[" ".join(filter(None, (str(node.get("kind", "")), str(node.get("issuer", "")))))] += 1
    kind = max(sorted(kinds), key=lambda kind: kinds[kind])
    return kind or str(graph.nodes[group[0]].get("label", group[0]))


def _comparison_key(name: str) -> str:
    """Return a name for comparison: "Khoa học, công nghệ" and "Khoa học và công nghệ" are one subject."""
    return " ".join(part for part in re.findall(r"\w+", name.casefold()) if part != "và")


def _unique_name(name: str, group: Sequence[str], graph: nx.Graph[str], taken: set[str]) -> str:
    """Return the name, with the term of the community or else a number if another community has the same name."""
    if _comparison_key(name) not in taken:
        return name
    terms = sorted({str(graph.nodes[document].get("term", "")) for document in group} - {""})
    tries = [*(f"{name} ({term})" for term in terms), *(f"{name} ({at})" for at in range(2, len(taken) + 3))]
    return next(one for one in tries if _comparison_key(one) not in taken)
