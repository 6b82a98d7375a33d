"""Measure how fast texts are read for citations, beside plainer scans on the same machine."""

from __future__ import annotations

import json
import lzma
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import made
from clocks import apart, cpu_seconds

from citegraph import read, records
from citegraph.cite import cite
from citegraph.extract import extract
from citegraph.model import Report

WORDS = (
    *("nghị quyết", "chỉ thị", "kết luận", "quy định", "quyết định", "quy chế", "hướng dẫn", "thông báo", "kế hoạch"),
    *("chương trình", "báo cáo", "tờ trình", "đề án"),
)
"""The kind words that the plain scans look for."""

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpus"
BULK = SHARED / "bulk.jsonl.xz"
EVERYTHING = 1000.0
"""More megabytes than there are."""

Row = tuple[str, ...]


def general(megabytes: float) -> tuple[str, list[Report]]:
    """General news, at most so much of it, and where it is from."""
    if BULK.exists():
        with lzma.open(BULK, "rt", encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        name = "general news"
    else:
        texts = [made.news(seed, 3_000, every=20_000) for seed in range(int(megabytes * 260))]
        name = "generated news"
    return name, [_report(text) for text in _at_most(texts, megabytes)]


def dense(megabytes: float) -> tuple[str, list[Report]]:
    """Texts full of citations, at most so much of them, and where they are from."""
    folder = SHARED / "reports"
    if folder.is_dir():
        found = [report for report in read.read([folder]) if isinstance(report, Report)]
        chosen = set(_at_most([report.text for report in found], megabytes))
        return "dense reports", [report for report in found if report.text in chosen]
    texts = [made.news(seed, 9_000, every=1_000) for seed in range(int(megabytes * 90))]
    return "generated dense", [_report(text) for text in _at_most(texts, megabytes)]


def throughput(name: str, reports: Sequence[Report], runs: int) -> Iterator[Row]:
    """Rows: what, MB of UTF-8 per CPU second, and how many times as fast that is as the scans (a) and (c).

    The first pass is that of a fresh process, as a build pays it: tables are loaded, patterns compiled and caches
    empty. The other rows are of this process, after that.
    """
    import ahocorasick_rs
    import regex

    texts = [report.text for report in reports]
    megabytes = size(texts)
    first = sorted(cost.result for _ in range(runs) if (cost := apart(_first_pass, reports)) is not None)
    known = records.load()
    cited = sum(len(cite(report, known)) for report in reports)
    pattern = regex.compile(f"(?i){'|'.join(WORDS)}")
    automaton = ahocorasick_rs.AhoCorasick(
        sorted({f(word) for word in WORDS for f in (str, str.capitalize, str.upper)})
    )

    rates = {"extract + resolve, first pass": megabytes / first[len(first) // 2]}
    for what, work in (
        ("extract + resolve, warm", lambda: [cite(report, known) for report in reports]),
        ("extract alone, warm", lambda: [extract(text, known) for text in texts]),
        ("(a) regex (?i), 13 words", lambda: [sum(1 for _ in pattern.finditer(text)) for text in texts]),
        ("(b) Aho-Corasick, 13 words", lambda: [automaton.find_matches_as_indexes(text) for text in texts]),
    ):
        rates[what] = megabytes / cpu_seconds(work, runs)
    compared = {"(a)": rates["(a) regex (?i), 13 words"]}
    rate_or_reason = _eyecite(cited / megabytes, runs)
    if not isinstance(rate_or_reason, str):
        compared["(c)"] = rates["(c) eyecite, Hyperscan"] = rate_or_reason
    about = f"{megabytes:.1f} MB, {cited} citations"
    for what, rate in rates.items():
        relative = ", ".join(f"{rate / other:.3g} × {key}" for key, other in compared.items())
        yield name, about, what, _rate(rate), relative
        about = ""
    if isinstance(rate_or_reason, str):
        yield name, "", "(c) eyecite, Hyperscan", rate_or_reason, ""


def _first_pass(reports: Sequence[Report]) -> float:
    """CPU seconds that a process takes for the tables and for each text once; its modules are imported before."""
    before = time.process_time()
    known = records.load()
    for report in reports:
        cite(report, known)
    return time.process_time() - before


@cache
def _eyecite(per_megabyte: float, runs: int) -> float | str:
    """MB per CPU second of eyecite over opinions that cite as often, or why it did not run."""
    try:
        from eyecite import get_citations
        from eyecite.tokenizers import HyperscanTokenizer

        texts = made.opinions(per_megabyte, 0.5)
        with tempfile.TemporaryDirectory() as cache_dir:
            tokenizer = HyperscanTokenizer(cache_dir=cache_dir)
            found = len(get_citations(texts[0] + texts[1], tokenizer=tokenizer))  # compiles
            assert found or per_megabyte < 50
            return size(texts) / cpu_seconds(lambda: [get_citations(text, tokenizer=tokenizer) for text in texts], runs)
    except Exception as error:  # whatever keeps it from running is said instead of a rate
        return f"skipped: {type(error).__name__}: {error}"[:80]


MOST_HARD = 80_000
"""Characters of the texts that are hard on purpose: of more, some hold more mentions than a report may."""


def lengths(large: int, runs: int) -> Iterator[Row]:
    """Rows: rates of one long report, ordinary and adversarial, relative to an ordinary one of 100,000 characters."""
    base = _one(made.news(1, 100_000, every=2_000), runs)
    yield "one report", "100 kB", "ordinary", _rate(base), "1"
    found = apart(_one, made.news(1, large, every=2_000), 1, seconds=300)
    yield _long("ordinary", large, found and found.result, base)
    hard = min(large, MOST_HARD)
    for name, text in made.hard(hard).items():
        found = apart(_one, text, 1, seconds=max(60.0, 50 * size([text]) / base))
        yield _long(name, hard, found and found.result, base)


def _long(name: str, characters: int, rate: float | None, base: float) -> Row:
    if rate is None:
        return "one report", f"{characters / 1e6:g} M chars", name, "given up", "< 0.02"
    return "one report", f"{characters / 1e6:g} M chars", name, _rate(rate), f"{rate / base:.2f}"


def _one(text: str, runs: int) -> float:
    """MB per CPU second over one report, after a first short one that loads what is loaded once."""
    known = records.load()
    cite(_report("Nghị quyết số 35-NQ/TW"), known)
    report = _report(text)
    repeat = max(1, 200_000 // len(text))
    seconds = cpu_seconds(lambda: [cite(report, known) for _ in range(repeat)], runs)
    return size([text]) * repeat / max(seconds, 1e-6)


def plain_reading(path: Path) -> float:
    """Wall seconds of merely decompressing and parsing a table."""
    before = time.perf_counter()
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            json.loads(line)
    return time.perf_counter() - before


def size(texts: Sequence[str]) -> float:
    """Megabytes (10^6) of UTF-8."""
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6


def _at_most(texts: Sequence[str], megabytes: float) -> list[str]:
    chosen, room = [], megabytes * 1e6
    for text in texts:
        room -= len(text.encode("utf-8", "surrogatepass"))
        if room < 0:
            break
        chosen.append(text)
    return chosen


def _report(text: str) -> Report:
    return Report(id="r", path="r", sha256="", date="2025-01-01", text=text)


def _rate(value: float) -> str:
    return f"{value:.1f} MB/s" if value < 100 else f"{value:.0f} MB/s"
