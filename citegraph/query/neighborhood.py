"""Find the documents around a document: cited with it directly or indirectly, its predecessors and successors."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from citegraph.model import Document
from citegraph.store import BoundedStore

WIDTHS = {1: (18,), 2: (10, 4), 3: (7, 3, 2)}
"""How many more documents each document of a ring may bring, by the depth: what a picture shows with names."""

LINKS = 3
"""Links between documents of the outer rings, at most as many times the number of documents: the strongest ones."""

GENERATIONS = 12
"""The most documents in a line of descent, on either side."""


@dataclass(frozen=True, slots=True)
class NearbyDocument:
    """A document near another one."""

    document: Document
    reports: int  # reports that cite it
    ring: int  # 0 for the document itself
    parent: str | None  # canonical id of the document through which it was found


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """The documents around a document by ring, and the number of reports that cite each pair of them."""

    nodes: tuple[NearbyDocument, ...]
    links: tuple[tuple[str, str, int], ...]


def neighborhood(store: BoundedStore, document: Document, depth: int) -> Neighborhood:
    """Return the documents that are cited together with a document, directly or through others.

    Args:
        store: The open store.
        document: The document in the middle.
        depth: The maximum number of steps, 1 to 3.

    Returns:
        The documents by ring, and the links between them.

    Raises:
        QueryError: It takes too long; see `BoundedStore.limit_time`.
    """
    start = store.document_key(document.id)
    ring_of, parents, ring = {start: 0}, dict[int, int](), [start]
    tree: list[tuple[int, int, int]] = []
    for step, width in enumerate(WIDTHS[depth], start=1):
        following = []
        for parent in ring:
            near = [*islice((one for one in store.cocited_keys(parent) if one[0] not in ring_of), width)]
            tree += [(parent, key, reports) for key, reports in near]
            new = [key for key, _ in near]
            ring_of |= dict.fromkeys(new, step)
            parents |= dict.fromkeys(new, parent)
            following += new
        ring = following
    names = store.ids_of_keys(ring_of)
    known, times = store.documents_by_id([*names.values()]), store.count_citing_reports([*names.values()])
    nodes = {
        name: NearbyDocument(known[name], times.get(name, 0), step, names.get(parents.get(key, 0)))
        for key, step in ring_of.items()
        if (name := names.get(key, "")) in known
    }
    most = LINKS * len(nodes)
    near_pairs = {
        _sorted_pair(names[one], names[two]): reports for one, two, reports in tree if one in names and two in names
    }
    strongest = {(one, two): reports for one, two, reports in store.cocitation_links(list(nodes), most)}
    links = [(*pair, reports) for pair, reports in (near_pairs | strongest).items()][:most]
    return Neighborhood(tuple(nodes.values()), tuple(sorted(links)))


def _sorted_pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def succession(store: BoundedStore, document: Document) -> tuple[tuple[str, Document | None], ...]:
    """Return a document with its predecessors and successors, oldest first.

    Args:
        store: The open store.
        document: The document.

    Returns:
        Canonical ids with their documents; None for a document that is not in the store.

    Raises:
        QueryError: It takes too long; see `BoundedStore.limit_time`.
    """
    line: dict[str, Document | None] = {document.id: document}
    before, after = _follow_relation(store, document, "replaces"), _follow_relation(store, document, "replaced_by")
    line = {**dict(reversed(before.items())), **line, **after}
    return tuple(line.items())


def _follow_relation(store: BoundedStore, document: Document, relation: str) -> dict[str, Document | None]:
    found: dict[str, Document | None] = {}
    waiting = list(getattr(document, relation))
    while waiting and len(found) < GENERATIONS:
        name = waiting.pop(0)
        if name not in found and name != document.id:
            found[name] = store.document(name)
            waiting += getattr(found[name], relation, ())
    return found
