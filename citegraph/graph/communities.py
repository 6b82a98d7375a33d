"""Co-citation graph in, named groups of documents out."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

SMALLEST = 3
"""A pair is not a topic: groups of fewer documents stay unnamed and are left out."""

LONGEST = 6
"""Syllables of the longest name candidate: "chăm sóc sức khỏe nhân dân"."""

# Where the phrases of a title end: particles, and the words of the frame that every title hangs in.
PARTICLES = """
    bằng bị bởi các cả cho có của cùng cứ do dưới đã đang đến để đối được giữa hay hoặc khi là lại mà mỗi một năm này
    ngày nhằm như những ở phải qua ra sau số tại theo thì trên trong trước từ tới và vào về vì việc với
"""
FRAME = """
    ban bí thư, ban chấp hành, ban hành, báo cáo, bổ sung, bộ chính trị, chất lượng, chỉ thị, chính sách, chủ trương,
    chương trình, công tác, đẩy mạnh, đề án, đổi mới, giai đoạn, giải pháp, hiệu lực, hiệu quả, hội nghị, hướng dẫn,
    kế hoạch, kết luận, khóa, lãnh đạo, nâng cao, nghị quyết, nhiệm kỳ, nhiệm vụ, quy định, sửa đổi, sự lãnh đạo,
    tầm nhìn, tăng cường, thi hành, thời kỳ, thực hiện, tiếp tục, tình hình, tình hình mới, toàn quốc,
    tổ chức thực hiện, trung ương, vấn đề, yêu cầu
"""

_SYLLABLE = re.compile(r"[^\W\d_]+")
_STOPS = sorted({*PARTICLES.split(), *(" ".join(phrase.split()) for phrase in FRAME.split(","))}, key=len, reverse=True)
_BREAK = re.compile(rf"[^\w\s]+|[\d_]+|\b(?:{'|'.join(_STOPS)})\b")


@dataclass(frozen=True, slots=True)
class Community:
    """Documents that reports cite together, and what they are about."""

    name: str
    documents: tuple[str, ...]  # most cited first


def communities(graph: nx.Graph[str], *, seed: int = 0) -> tuple[Community, ...]:
    """Groups of the documents of a co-citation graph, largest first, by Louvain's method on association strength.

    A link weighs the reports in common over the geometric mean of the reports that cite either end, so that a document
    everyone cites does not swallow its neighbours. The same graph and seed give the same groups whatever the order its
    nodes were added in. Documents without a link, and groups smaller than `SMALLEST`, are in none.
    """
    import networkx as nx

    names = sorted(graph)
    at = {name: i for i, name in enumerate(names)}
    reports = [max(1, int(graph.nodes[name].get("reports", 1))) for name in names]
    links = sorted(
        (*sorted((at[one], at[other])), weight) for one, other, weight in graph.edges(data="weight", default=1)
    )
    # Numbered nodes: sets of strings would be walked in an order that changes from one process to the next.
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(sorted({end for link in links for end in link[:2]}))
    plain.add_weighted_edges_from(
        (i, j, weight / math.sqrt(reports[i] * reports[j])) for i, j, weight in links if i != j
    )
    found = nx.community.louvain_communities(plain, weight="weight", seed=seed) if links else []
    groups = [sorted(group, key=lambda i: (-reports[i], i)) for group in found if len(group) >= SMALLEST]
    groups.sort(key=lambda group: (-len(group), group))
    titles = {name: str(graph.nodes[name].get("title", "")) for name in names}
    labels = {name: str(graph.nodes[name].get("label", name)) for name in names}
    members = [tuple(names[i] for i in group) for group in groups]
    return tuple(Community(name, group) for name, group in zip(_names(members, titles, labels), members, strict=True))


def _names(groups: list[tuple[str, ...]], titles: Mapping[str, str], labels: Mapping[str, str]) -> list[str]:
    """A name a group, each different: its most telling phrase, or its most cited document where titles say nothing."""
    phrases = [[_phrases(titles[name]) for name in group] for group in groups]
    counts = [Counter(phrase for found in group for phrase in found) for group in phrases]
    everywhere: Counter[str] = Counter()
    for count in counts:
        everywhere.update(count)
    size = sum(map(len, groups))
    taken: set[str] = set()
    names = []
    for group, found, count in zip(groups, phrases, counts, strict=True):
        scores = [(0.0, labels[group[0]])]
        for phrase, inside in count.items():
            cut = sum(cuts.get(phrase, 0.0) for cuts in found) / inside
            telling = _telling(inside, everywhere[phrase], len(group), size)
            if phrase not in taken and telling > 0:
                scores.append((telling * cut, phrase))
        name = max(scores)[1]
        if name in taken:
            name = f"{name} ({group[0]})"
        taken.add(name)
        names.append(name[:1].upper() + name[1:])
    return names


def _telling(inside: int, everywhere: int, members: int, size: int) -> float:
    """How much a phrase says about a group: what share of the group has it, against its share outside."""
    if inside < 2:
        return 0.0
    outside = (everywhere - inside + 0.5) / (size - members + 1)
    share = inside / members
    return share * math.log(share / outside) if share > outside else 0.0


def _phrases(title: str) -> dict[str, float]:
    """The name candidates of a title with how well each is cut: whole stretches between breaks before parts of them.

    Most Vietnamese words have two syllables, one alone seldom says much.
    """
    found: dict[str, float] = {}
    for stretch in _BREAK.split(title.casefold()):
        syllables = _SYLLABLE.findall(stretch)
        for start in range(len(syllables)):
            for end in range(start + 1, min(start + LONGEST, len(syllables)) + 1):
                edges = (start == 0) + (end == len(syllables))
                cut = (0.3, 0.7, 1.0)[edges] * (0.3, 1.0, 1.1, 1.2, 1.25, 1.25)[end - start - 1]
                phrase = " ".join(syllables[start:end])
                found[phrase] = max(cut, found.get(phrase, 0.0))
    return found
