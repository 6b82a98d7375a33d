"""A narrowed corpus holds what a slow look at the whole one chooses, and counts what it leaves out."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from corpora import Recipe, corpus
from filled import fill

from citegraph.graph import cocitation_multigraph
from citegraph.model import Corpus, Omitted, Scope, Span
from citegraph.store import Store

WHOLE = corpus(Recipe(documents=60, reports=90, cited=4.0))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(fill(tmp_path_factory.mktemp("selection") / "s.sqlite", WHOLE))


def slow(scope: Scope | None, top: int | None, min_reports: int, min_weight: int, edges: int | None) -> Corpus:
    """The same by plain Python over every pair."""
    of = {document.id: document.scope for document in WHOLE.documents}
    citations = [each for each in WHOLE.citations if scope in (None, each.mention.scope)]
    said = Counter(each.document for each in citations)
    citing = Counter(document for _, document in {(each.report, each.document) for each in citations})
    ranked = sorted((name for name in of if scope in (None, of[name])), key=lambda n: (-citing[n], -said[n], n))
    chosen = set([name for name in ranked if citing[name] >= min_reports][:top])
    taken: defaultdict[str, list[str]] = defaultdict(list)
    for each in citations:
        if not each.decided or each.document in chosen:
            taken[each.report].append(each.document)
    decided = {name: {one for one in taken[name] if one in of} for name in taken}
    many = {report.id: len(decided.get(report.id, ())) for report in WHOLE.reports}
    weigh = {name: max(1, len(taken[name]), many[name] * (many[name] - 1) // 2) for name in many}
    order = sorted(WHOLE.reports, key=lambda report: report.id)
    order.sort(key=lambda report: (many[report.id] > 0, report.date or ""), reverse=True)  # keeps names in order
    kept, total = set(), 0
    for report in order:
        if edges is not None and weigh[report.id] > edges:
            continue
        total += weigh[report.id]
        if edges is not None and total > edges:
            break
        kept.add(report.id)
    if min_weight:
        pairs = Counter(p for r in kept for p in permutations(sorted(decided.get(r, ())), 2))
        chosen &= {one for (one, _), weight in pairs.items() if weight >= min_weight}
    found = tuple(e for e in citations if e.report in kept and (not e.decided or e.document in chosen))
    places = {(e.report, e.mention.span) for e in found}
    documents = tuple(d for d in WHOLE.documents if d.id in chosen)
    narrow = Corpus(
        documents=documents,
        reports=tuple(r for r in WHOLE.reports if r.id in kept),
        citations=found,
        findings=tuple(d for d in WHOLE.findings if (d.report, d.span) in places),
    )
    whole = replace(WHOLE, documents=tuple(d for d in WHOLE.documents if d.id in ranked), citations=tuple(citations))
    left = (len(ranked) - len(documents), len(WHOLE.reports) - len(kept), len(citations) - len(found))
    return replace(narrow, omitted=Omitted(*left, number_of_edges(whole) - number_of_edges(narrow)))


def number_of_edges(of: Corpus) -> int:
    return int(cocitation_multigraph(of).number_of_edges())


@pytest.mark.parametrize("scope", [None, *Scope])
@pytest.mark.parametrize("top", [None, 0, 7, 1000])
@pytest.mark.parametrize("least", [(0, 0), (3, 0), (0, 2), (2, 5)])
@pytest.mark.parametrize("edges", [None, 0, 30, 200, 10_000])
def test_the_selection_is_that_of_a_slow_look(
    store: Store, scope: Scope | None, top: int | None, least: tuple[int, int], edges: int | None
) -> None:
    expected = slow(scope, top, *least, edges)
    found = store.corpus(scope, top=top, min_reports=least[0], min_weight=least[1], edges=edges)
    assert found == expected


def test_bounds_that_nothing_exceeds_leave_nothing_out(store: Store) -> None:
    assert store.corpus(top=3000, edges=100_000) == store.corpus() == WHOLE
    assert store.corpus().omitted == Omitted()


def test_a_reader_writes_nothing_but_its_own_tables(store: Store) -> None:
    store.corpus(top=3)
    with pytest.raises(Exception, match="readonly"):
        store._connection.execute("DELETE FROM report")
    assert store._connection.execute("SELECT count(*) FROM temp.sqlite_master").fetchone() == (0,)


def test_a_report_that_cites_everything_is_left_out_rather_than_all_others(tmp_path: Path) -> None:
    crowd = WHOLE.reports[0]
    some = [citation for citation in WHOLE.citations if citation.report != crowd.id]
    one = next(citation for citation in some if citation.decided)
    heavy = [
        replace(one, report=crowd.id, document=document.id, mention=replace(one.mention, span=Span(at, at + 1)))
        for at, document in enumerate(WHOLE.documents)
    ]
    whole = replace(WHOLE, citations=(*heavy, *some), findings=())
    with Store(fill(tmp_path / "s.sqlite", whole)) as opened:
        narrow = opened.corpus(edges=1700)  # 60 documents make 1,770 pairs
    assert crowd.id not in {report.id for report in narrow.reports}
    assert len(narrow.reports) == len(WHOLE.reports) - 1
