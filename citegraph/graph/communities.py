"""Co-citation graph in, named groups of documents out."""

from __future__ import annotations

import math
import re
from collections import defaultdict
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
    bằng bị bởi các cả cho có của cùng cứ do dưới đã đang đến để đối giữa hay hoặc khi là lại mà mỗi một năm này
    ngày nhằm như những ở phải qua ra sau số tại theo thì trên trong trước từ tới và vào về vì việc với
"""
FRAME = """
    ban bí thư, ban chấp hành, ban hành, báo cáo, bổ sung, bộ chính trị, chất lượng, chỉ thị, chính sách, chủ trương,
    chương trình, công tác, đáp ứng, đẩy mạnh, đề án, đổi mới, giai đoạn, giải pháp, hiệu lực, hiệu quả, hội nghị,
    hướng dẫn,
    kế hoạch, kết luận, khóa, lãnh đạo, nâng cao, nghị quyết, nhiệm kỳ, nhiệm vụ, quy định, sửa đổi, sự lãnh đạo,
    tầm nhìn, tăng cường, thi hành, thời kỳ, thực hiện, tiếp tục, tình hình, tình hình mới, toàn quốc,
    tổ chức thực hiện, trung ương, vấn đề, yêu cầu
"""

# Words that name something only together with their object: "bảo vệ", but "bảo vệ môi trường".
BARE = """
    bảo đảm, bảo vệ, cấp xã, chuẩn bị, cơ quan, cơ sở, củng cố, đánh giá, đất nước, đột phá, hoàn thiện, hoạt động,
    hội nhập, khắc phục, kiểm soát, mở rộng, phát huy, phát triển, phòng ngừa, quản lý, sắp xếp, thúc đẩy, tổ chức,
    triển khai, xây dựng, xử lý
"""

_SYLLABLE = re.compile(r"[^\W\d_]+")


def _listed(text: str) -> set[str]:
    return {" ".join(phrase.split()) for phrase in text.split(",")}


_STOPS = sorted({*PARTICLES.split(), *_listed(FRAME)}, key=lambda stop: (-len(stop), stop))
_BREAK = re.compile(rf"[^\w\s]+|[\d_]+|\b(?:{'|'.join(_STOPS)})\b", re.IGNORECASE)
_BARE = _listed(BARE)


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
    members = [tuple(names[i] for i in group) for group in groups]
    return tuple(Community(name, group) for name, group in zip(_names(members, graph), members, strict=True))


def _names(groups: list[tuple[str, ...]], graph: nx.Graph[str]) -> list[str]:
    """A name a group, each different: its most telling phrase, or its most cited document where titles say nothing."""
    titles = [[str(graph.nodes[name].get("title", "")) for name in group] for group in groups]
    # What many reports cite says more about a group than what one does.
    weights = [[1 + math.log(max(1, int(graph.nodes[name].get("reports", 1)))) for name in group] for group in groups]
    found = [[_phrases(title) for title in group] for group in titles]
    sums = [defaultdict[str, float](float) for _ in groups]
    everywhere = defaultdict[str, float](float)
    for at, candidates in enumerate(found):
        for phrases, weight in zip(candidates, weights[at], strict=True):
            for phrase in phrases:
                sums[at][phrase] += weight
                everywhere[phrase] += weight
    total = sum(map(sum, weights))
    taken: set[str] = set()
    names = []
    for at, group in enumerate(groups):
        best, name = 0.0, str(graph.nodes[group[0]].get("label", group[0]))
        for phrase, inside in sorted(sums[at].items()):
            forms = [phrases[phrase] for phrases in found[at] if phrase in phrases]
            cut = sum(form[0] for form in forms) / len(forms)
            score = cut * _telling(inside, everywhere[phrase], sum(weights[at]), total)
            if len(forms) > 1 and phrase not in taken and score > best:
                best, name = score, forms[0][1]
        if name.casefold() in taken:
            name = f"{name} ({group[0]})"
        taken.add(name.casefold())
        names.append(name[:1].upper() + name[1:])
    return names


def _telling(inside: float, everywhere: float, members: float, total: float) -> float:
    """How much a phrase says about a group: what share of the group has it, against its share outside."""
    outside = (everywhere - inside + 0.5) / (total - members + 1)
    share = inside / members
    return share * math.log(share / outside) if share > outside else 0.0


def _phrases(title: str) -> dict[str, tuple[float, str]]:
    """The name candidates of a title, folded, with how well each is cut and how the title writes it.

    Whole stretches between breaks are cut best. Most Vietnamese words have two syllables, one alone seldom says much.
    """
    found: dict[str, tuple[float, str]] = {}
    for stretch in _BREAK.split(title):
        syllables = _SYLLABLE.findall(stretch)
        for start in range(len(syllables)):
            for end in range(start + 1, min(start + LONGEST, len(syllables)) + 1):
                edges = (start == 0) + (end == len(syllables))
                cut = (0.3, 0.7, 1.0)[edges] * (0.3, 1.0, 1.25, 1.4, 1.45, 1.5)[end - start - 1]
                written = " ".join(syllables[start:end])
                phrase = written.casefold()
                if phrase not in _BARE and cut > found.get(phrase, (0.0, ""))[0]:
                    found[phrase] = cut, written
    return found
