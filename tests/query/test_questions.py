"""Every question is answered as a slow and obvious reading of the whole corpus answers it."""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import networkx as nx
import pytest
from corpora import Recipe, corpus
from filled import fill

import citegraph
from citegraph import pipeline, query
from citegraph.errors import QueryError
from citegraph.i18n import sort_key
from citegraph.model import Corpus, ReportInfo
from citegraph.query import Filters
from citegraph.store import Store
from citegraph.text import normalize_space, strip_diacritics

NARROWINGS: tuple[Filters, ...] = (
    {},
    {"since": "2019", "until": "2022-06"},
    {"since": "15/3/2018"},
    {"publisher": "bao", "until": "2024"},
    {"locality": "thanh hoa"},
    {"locality": "Hà Giang", "publisher": "Cơ Sở"},
)
NARROW_NAMES = ["all", "between", "since", "publisher", "locality", "both"]


@pytest.fixture(scope="module", params=["made up", "samples", "real texts"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("asked") / "s.sqlite"
    if request.param == "made up":
        fill(path, corpus(Recipe(documents=80, reports=120)))
    elif request.param == "samples":
        pipeline.build([str(files("citegraph") / "samples")], path, jobs=1)
    else:
        shared = request.getfixturevalue("shared")
        pipeline.build([shared / "corpus" / "reports"], path, jobs=2)
    with Store(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def whole(store: Store) -> Corpus:
    return store.corpus()


def asked_about(whole: Corpus, only: Filters) -> list[ReportInfo]:
    """The reports a narrowed question is about, by the plain meaning of each part."""
    low, high = only.get("since") or "0001", only.get("until") or "9999"
    low = "2018-03-15" if low == "15/3/2018" else low

    def days(date: str) -> tuple[str, str]:
        return (date + "-01-01"[len(date) - 4 :], date + "-12-31"[len(date) - 4 :])

    found = []
    for report in whole.reports:
        if only.get("since") or only.get("until"):
            if report.date is None:
                continue
            first, last = days(report.date)
            if last < days(low)[0] or first > days(high)[1]:
                continue
        if any(
            strip_diacritics(str(only.get(name) or ""))
            not in strip_diacritics(normalize_space(getattr(report, name) or ""))
            for name in ("publisher", "locality")
        ):
            continue
        found.append(report)
    return found


def cited(whole: Corpus, only: Filters) -> dict[str, set[str]]:
    """Report → documents it is decided to cite."""
    sets = {report.id: set() for report in asked_about(whole, only)}
    for citation in whole.citations:
        if citation.report in sets and citation.decided:
            sets[citation.report].add(citation.document)
    return sets


def some(whole: Corpus, n: int = 25) -> list[str]:
    """The most cited documents and some others."""
    counts = Counter(d for documents in cited(whole, {}).values() for d in documents)
    most = sorted(counts, key=lambda name: (-counts[name], name))
    rest = random.Random(5).sample(most[5:], min(n - 5, len(most) - 5))
    return [*most[:5], *rest]


@pytest.mark.parametrize("only", NARROWINGS, ids=NARROW_NAMES)
class TestNarrowed:
    def test_cited_by(self, store: Store, whole: Corpus, only: Filters) -> None:
        sets = cited(whole, only)
        for name in some(whole):
            (answer,) = query.cited_by(store, name, **only)
            assert [report.id for report, _ in answer.reports] == sorted(r for r, ds in sets.items() if name in ds)
            for report, citations in answer.reports:
                assert list(citations) == [c for c in whole.citations if (c.report, c.document) == (report.id, name)]

    def test_reports(self, store: Store, whole: Corpus, only: Filters) -> None:
        answer = query.reports(store, **only)
        assert {report.id for report in answer} == {report.id for report in asked_about(whole, only)}
        assert [report.id for report in answer] == sorted((report.id for report in answer), key=sort_key)
        assert query.reports(store, limit=4, **only) == answer[:4]

    def test_audit_of_the_store(self, store: Store, whole: Corpus, only: Filters) -> None:
        ids = {report.id for report in asked_about(whole, only)}
        found = [finding.finding for finding in query.audit_store(store, **only)]
        assert found == [one for one in whole.findings if one.report in ids]

    def test_related(self, store: Store, whole: Corpus, only: Filters) -> None:
        sets = cited(whole, only)
        for name in some(whole):
            own = [documents for documents in sets.values() if name in documents]
            (answer,) = query.related(store, name, **only)
            assert answer.reports == len(own)
            expected = {}
            for other in {d for documents in own for d in documents} - {name}:
                both = sum(other in documents for documents in own)
                all_of_other = sum(other in documents for documents in sets.values())
                expected[other] = (both, pytest.approx(both / math.sqrt(len(own) * all_of_other), abs=1e-6))
            assert {one.document.id: (one.reports, one.weight) for one in answer.related} == expected
            order = [(-one.weight, -one.reports, one.document.id) for one in answer.related]
            assert order == sorted(order)
            (few,) = query.related(store, name, limit=3, **only)
            assert few.related == answer.related[:3]

    def test_coupling(self, store: Store, whole: Corpus, only: Filters) -> None:
        sets, every = cited(whole, only), cited(whole, {})
        for report in [name for name, documents in sorted(every.items()) if documents][:6]:
            answer = query.coupling(store, report, **only)
            own = every[report]
            expected = {}
            for other, documents in sets.items():
                if other != report and own & documents:
                    weight = len(own & documents) / math.sqrt(len(own) * len(documents))
                    expected[other] = (tuple(sorted(own & documents)), pytest.approx(weight, abs=1e-6))
            assert {one.report.id: (one.documents, one.weight) for one in answer.alike} == expected
            order = [(-one.weight, -len(one.documents), one.report.id) for one in answer.alike]
            assert order == sorted(order)

    @pytest.mark.parametrize("every", ["year", "month"])
    def test_timeline(self, store: Store, whole: Corpus, only: Filters, every: query.Period) -> None:
        length = {"year": 4, "month": 7}[every]
        sets = cited(whole, only)
        for name in some(whole, 10):
            dates = [r.date or "" for r in asked_about(whole, only) if name in sets[r.id]]
            counts = Counter(date[:length] for date in dates if len(date) >= length)
            (answer,) = query.timeline(store, name, every=every, **only)
            assert {period: reports for period, reports in answer.periods if reports} == counts
            assert answer.undated == sum(len(date) < length for date in dates)
            calendar = [f"{year:04}" for year in range(1900, 2100)]
            if every == "month":
                calendar = [f"{year}-{month:02}" for year in calendar for month in range(1, 13)]
            between = [p for p in calendar if counts and min(counts) <= p <= max(counts)]
            assert [period for period, _ in answer.periods] == between

    def test_documents(self, store: Store, whole: Corpus, only: Filters) -> None:
        sets = cited(whole, only)
        answer = query.documents(store, scope=None, **only)
        dates = {report.id: report.date for report in whole.reports}
        graph: nx.Graph[str] = nx.Graph()
        expected = {}
        for name in {d for documents in sets.values() for d in documents}:
            graph.add_node(name)
            citing = [r for r, documents in sets.items() if name in documents]
            times = sum(c.document == name and c.report in sets for c in whole.citations)
            dated = sorted(d for r in citing if (d := dates[r]))
            expected[name] = (len(citing), times, dated[0] if dated else None, dated[-1] if dated else None)
            for other in {d for r in citing for d in sets[r]} - {name}:
                graph.add_edge(name, other, weight=sum(other in sets[r] for r in citing))
        assert {r.document.id: (r.reports, r.citations, r.first, r.last) for r in answer} == expected
        order = [(-r.reports, -r.citations, r.document.id) for r in answer]
        assert order == sorted(order)
        if graph:
            rank = nx.pagerank(graph, weight="weight")
            assert {r.document.id: r.pagerank for r in answer} == pytest.approx(rank, abs=1e-5)
        by_rank = query.documents(store, scope=None, by="pagerank", limit=10, **only)
        assert [r.pagerank for r in by_rank] == sorted((r.pagerank for r in answer), reverse=True)[:10]
        latest = query.documents(store, scope=None, by="last", **only)
        assert [r.last or "" for r in latest] == sorted((r.last or "" for r in answer), reverse=True)

    def test_path(self, store: Store, whole: Corpus, only: Filters) -> None:
        sets = cited(whole, only)
        graph: nx.Graph[str] = nx.Graph()
        for report, documents in sets.items():
            for one in documents:
                for other in documents:
                    if one < other:
                        reports = graph.get_edge_data(one, other, {"reports": set()})["reports"]
                        graph.add_edge(one, other, reports=reports | {report})
        names = some(whole, 16)
        for start, end in zip(names, reversed(names), strict=True):
            if start == end:
                continue
            ways = []
            if start in graph and end in graph and nx.has_path(graph, start, end):
                ways = list(nx.all_shortest_paths(graph, start, end))
            if not ways:
                with pytest.raises(QueryError, match="not connected"):
                    query.path(store, start, end, **only)
                continue
            best = min(
                ways, key=lambda way: (-sum(len(graph[a][b]["reports"]) for a, b in nx.utils.pairwise(way)), way)
            )
            steps = query.path(store, start, end, **only)
            assert [step.document.id for step in steps] == best
            assert [set(step.reports) for step in steps[1:]] == [
                graph[a][b]["reports"] for a, b in nx.utils.pairwise(best)
            ]

    @pytest.mark.parametrize("words", ["bao ve", "bảo vệ", "chuyen doi so", "Đảng viên", "35-NQ", "nghị quyet", "đ"])
    def test_search(self, store: Store, whole: Corpus, only: Filters, words: str) -> None:
        asked = re.findall(r"\w+", words.lower())

        def holds(text: str | None) -> bool:
            written = re.findall(r"[^\W_]+", normalize_space(text or "").lower())
            return all(
                any((w if word != strip_diacritics(word) else strip_diacritics(w)) == word for w in written)
                for word in asked
            )

        hits = query.search(store, words, **only)
        found = defaultdict(list)
        for hit in hits:
            found[hit.kind].append(hit)
        reports = asked_about(whole, only)
        assert {hit.report.id for hit in found["report"]} == {r.id for r in reports if holds(r.title)}
        ids = {report.id for report in reports}
        quotes = {(c.report, c.mention.quote) for c in whole.citations if c.report in ids and holds(c.mention.quote)}
        assert {(hit.report.id, hit.text) for hit in found["quote"]} == quotes
        assert len(quotes) == len(found["quote"])
        if not only:
            names = {d.id for d in whole.documents if holds(" ".join((d.label, d.title or "", *d.aliases)))}
            assert {hit.document.id for hit in found["document"]} >= names  # kinds and issuers are searched too
        else:
            assert not found["document"]
        kinds = [hit.kind for hit in hits]
        assert kinds == sorted(kinds, key=["document", "report", "quote"].index)
        for same in found.values():
            assert [hit.together for hit in same] == sorted((hit.together for hit in same), reverse=True)


def test_cites(store: Store, whole: Corpus) -> None:
    for report in random.Random(7).sample(whole.reports, min(20, len(whole.reports))):
        own = [citation for citation in whole.citations if citation.report == report.id]
        for asked in (report.id, report.path):
            answer = query.cites(store, asked)
            assert (answer.report, list(answer.citations)) == (report, own)
        assert list(query.cites(store, report.id, limit=2).citations) == own[:2]


def test_a_quote_found_by_words_tells_what_it_cites(store: Store, whole: Corpus) -> None:
    for hit in query.search(store, "nghị quyết"):
        if hit.kind == "quote":
            citing = [c for c in whole.citations if (c.report, c.mention.quote) == (hit.report.id, hit.text)]
            assert hit.documents == tuple(dict.fromkeys(c.document for c in citing))


def test_the_samples_find_a_title_typed_in_a_hurry(tmp_path: Path) -> None:
    pipeline.build([str(files("citegraph") / "samples")], tmp_path / "s", jobs=1)
    with Store(tmp_path / "s") as store:
        first = query.search(store, "bao ve nen tang")[0]
        assert (first.kind, first.document and first.document.id, first.together) == ("document", "35-NQ/TW@XII", True)
        assert "bảo vệ nền tảng" in first.text
        assert not [hit for hit in query.search(store, "báo vệ nền tảng") if hit.kind == "document"]


NO_DATES = pytest.mark.parametrize(
    "date", ["2024-13", "hôm qua", "31", "2024-02-32", "20240502", "2023-02-29", "30/2/2024", "２０２４", "0000-01-01"]
)


@NO_DATES
def test_a_report_has_no_date_that_is_none(date: str) -> None:
    for ask in (citegraph.extract, query.explain):
        with pytest.raises(QueryError, match="is not a date"):
            ask("Nghị quyết 35 của Bộ Chính trị", date=date)


@pytest.mark.parametrize("date", ["2018-11-02", "02/11/2018", "2-11-2018", " 02.11.2018 "])
def test_the_date_of_a_report_is_written_in_either_order(date: str) -> None:
    (found,) = citegraph.extract("Nghị quyết 35 của Bộ Chính trị", date=date)
    assert found.document == "35-NQ/TW@XII"
    (told,) = query.explain("Nghị quyết 35 của Bộ Chính trị", date)
    assert told.citation == found
    (early,) = citegraph.extract("Nghị quyết 35 của Bộ Chính trị", date="02/11/2017")
    assert early.document == "35-NQ/TW@?"


@NO_DATES
def test_what_is_no_date_is_said(store: Store, date: str) -> None:
    with pytest.raises(QueryError, match="is not a date"):
        query.cited_by(store, "35-NQ/TW", since=date)


@pytest.mark.parametrize("words", ["", "  ", "?!", '"', "*"])
def test_a_search_without_a_word_is_refused(store: Store, words: str) -> None:
    with pytest.raises(QueryError, match="no word to search"):
        query.search(store, words)


TITLES = ("Bảo vệ", "bao OR ve", "bao NOT ve", "NEAR: bao, ve", "words bao", "baobab ve")
BAO = frozenset(TITLES[:5])


@pytest.mark.parametrize(("words", "titles"), [
    ('bao" OR "ve', {"bao OR ve"}), ("bao NOT ve", {"bao NOT ve"}), ("bao*", BAO), ("NEAR(bao ve)", {"NEAR: bao, ve"}),
    ("words: bao", {"words bao"}), ("bao'; --", BAO), ("bao AND ve", set()), ("(bao) + ve", BAO - {"words bao"}),
])  # fmt: skip
def test_the_language_of_the_index_means_nothing(tmp_path: Path, words: str, titles: set[str]) -> None:
    made = corpus(Recipe(documents=6, reports=len(TITLES)))
    entitled = tuple(replace(one, title=title) for one, title in zip(made.reports, TITLES, strict=True))
    with Store(fill(tmp_path / "s", replace(made, reports=entitled))) as opened:
        assert {hit.text for hit in query.search(opened, words) if hit.kind == "report"} == titles


def test_a_document_that_may_be_several_is_no_end_of_a_path(store: Store) -> None:
    with pytest.raises(QueryError, match="matches"):
        query.path(store, "nghị quyết", "chỉ thị")
