"""What each part of the core changes: `python tests/bench/ablation.py [NAME …] [--only passes|levels|patterns] [--write]`.

One at a time, each pass is left out, each weight is set to 0, and each pattern of extract, grammar and resolve, or
function that makes one of the tables, is made to match nothing. Names choose the parts that hold one of them. Printed are, for each, how many marked sentences fail that hold otherwise and how many citations of the
annotated and the real reports change, in their document or in what is claimed of it. What changes nothing is of no use,
except for what is not a citation, such as a date of a page or a typed name: there the table names the tests. What changes
reports and no sentence is not tested. A pattern of grammar is left out wherever it is imported. `--write` keeps the rows of extract in patterns.tsv beside this file,
which tests/extract/test_patterns.py holds the code to.
"""

from __future__ import annotations

import argparse
import functools
import gc
import importlib
import multiprocessing
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import regex

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cases"))

import caseformat

from citegraph import read
from citegraph.extract import extract
from citegraph.model import Report
from citegraph.records import Records, load
from citegraph.resolve import passes, resolve, score

SHARED = Path(__file__).resolve().parents[3] / "shared"
TABLE = Path(__file__).with_name("patterns.tsv")
NOTHING = regex.compile(r"(?!)")
# What reads other things than citations, or changes something else about them, by the beginning of its name, and what
# shows it.
ELSEWHERE = {
    "extract.mentions_from_drafts._BLANK": "where a quote is cut: tests/extract/test_extract.py",
    "grammar.body_patterns._TOKEN": "how tables write names: tests/knowledge/test_bodies.py",
    "grammar.dates.": "dates of pages and queries: tests/grammar/test_dates.py",
    "grammar.query_parsing.": "typed names: tests/query/test_typed_names.py",
    "grammar.showable_titles.": "titles to show: tests/grammar/test_titles.py",
    "resolve.corpus_decisions._NUMBERED": "learned documents: tests/resolve/test_learning.py",
    "resolve.canonical_ids._SITTING": "labels: the examples of document_label",
}

Claimed = tuple[tuple[str, str | None], ...]


class Part(NamedTuple):
    """Something that can be left out."""

    group: str  # "passes", "levels", "patterns"
    name: str
    leave_out: Callable[[], None]


class Outcome(NamedTuple):
    """What the program finds: the marked sentences that fail, and every citation of the reports."""

    failing: frozenset[str]
    citations: frozenset[tuple[str, int, int, str, Claimed]]


def outcome(texts: list[Report]) -> Outcome:
    """What is found with the parts as they are now."""
    records = load()
    failing = set()
    for case in caseformat.load():
        report = Report(id=case.id, path="", sha256="", text=case.text, **case.metadata)
        found = _cited(report, records)
        if len(found) != len(case.expected) or not all(any(_same(e, row) for row in found) for e in case.expected):
            failing.add(case.id)
    citations = {row for report in texts for row in _cited(report, records)}
    return Outcome(frozenset(failing), frozenset(citations))


def _cited(report: Report, records: Records) -> list[tuple[str, int, int, str, Claimed]]:
    """Each citation of a report with what is claimed of it; none where the program breaks without what is left out."""
    try:
        citations = resolve(report, extract(report.text, records), records)
    except Exception:
        return []
    return [
        (report.id, c.mention.span.start, c.mention.span.end, c.document, caseformat.claims_of(c.mention))
        for c in citations
    ]


def _same(wanted: caseformat.Expected, row: tuple[str, int, int, str, Claimed]) -> bool:
    """Whether a citation is the one wanted; a document without "@" is compared without what follows it."""
    _, start, end, document, claimed = row
    document = document if "@" in wanted.document else document.partition("@")[0]
    said = dict(claimed)
    return (start, end, document) == (wanted.start, wanted.end, wanted.document) and all(
        said[name] == value for name, value in wanted.claims
    )


def parts() -> Iterator[Part]:
    """Everything that can be left out, by group and name."""
    for name in ("ROUND", "LAST"):
        for each in getattr(passes, name):
            yield Part("passes", each.__name__, functools.partial(_without_pass, name, each))
    for level in score.weights():
        yield Part("levels", level, functools.partial(_without_level, level))
    of_grammar: dict[str, list[object]] = {}
    for module in _modules("citegraph.grammar"):
        for name, value in vars(module).items():
            of_grammar.setdefault(name, []).append(value)
    for stage in ("citegraph.extract", "citegraph.grammar", "citegraph.resolve"):
        for module in _modules(stage):
            for name, value in vars(module).items():
                short = f"{module.__name__.removeprefix('citegraph.')}.{name}"
                if stage == "citegraph.resolve" and any(value is imported for imported in of_grammar.get(name, ())):
                    continue
                if isinstance(value, regex.Pattern) or gives_pattern(value, module.__name__):
                    everywhere = _modules() if stage == "citegraph.grammar" else [module]
                    yield Part("patterns", short, functools.partial(_without_pattern, name, value, everywhere))


def _modules(package: str | None = None) -> list[ModuleType]:
    """The modules of a package, or all of citegraph that are imported."""
    if package is None:
        return [module for name, module in [*sys.modules.items()] if name.startswith("citegraph.")]
    found = pkgutil.iter_modules(importlib.import_module(package).__path__, f"{package}.")
    return [importlib.import_module(info.name) for info in found]


def gives_pattern(value: object, module: str) -> bool:
    """Whether a name of `module` is a function of its own that makes a pattern of the tables of knowledge."""
    made = getattr(value, "__annotations__", {}).get("return") == "regex.Pattern[str]"
    return made and getattr(value, "__module__", None) == module


def _without_pass(name: str, left_out: passes.Pass) -> None:
    setattr(passes, name, tuple(each for each in getattr(passes, name) if each is not left_out))


def _without_pattern(name: str, value: object, modules: list[ModuleType]) -> None:
    """Let a pattern, or a function that makes one, match nothing in the modules that hold it under its name."""
    left_out = NOTHING if isinstance(value, regex.Pattern) else lambda *_: NOTHING
    for module in modules:
        if vars(module).get(name) is value:
            setattr(module, name, left_out)


def _without_level(level: str) -> None:
    known = dict(score.weights())
    known[level] = known[level]._replace(weight=0.0)
    score.weights = lambda: known  # type: ignore[assignment]


def _without(index: int) -> Outcome:
    """What is found without a part, in a process of its own that ends with it; a part itself cannot be sent there."""
    PARTS[index].leave_out()
    for cached in [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]:
        if cached.__name__ not in ("load", "gazetteer"):
            cached.cache_clear()
    return outcome(TEXTS)


TEXTS: list[Report] = []
PARTS: list[Part] = []


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", help="parts of names; all without them")
    parser.add_argument("--only", choices=("passes", "levels", "patterns"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="the table of the patterns of extract, and only these")
    chosen = parser.parse_args()
    folders = [SHARED / "corpus" / "reports", SHARED / "gold" / "dev", SHARED / "gold" / "fresh"]
    for source in read.sources(folders):
        if isinstance(source, read.Source):
            TEXTS.extend(each for each in read.load(source) if isinstance(each, Report))
    whole = outcome(TEXTS)
    print(f"{len(whole.citations)} citations, {len(whole.failing)} sentences fail as it is")
    PARTS.extend(
        part
        for part in parts()
        if chosen.only in (None, part.group) and (not chosen.write or part.name.startswith("extract."))
        if not chosen.names or any(name in part.name for name in chosen.names)
    )
    rows = dict(line.split("\t", 1) for line in TABLE.read_text("utf-8").splitlines()[1:]) if chosen.names else {}
    with multiprocessing.get_context("fork").Pool(chosen.jobs, maxtasksperchild=1) as pool:
        for part, found in zip(PARTS, pool.imap(_without, range(len(PARTS))), strict=True):
            sentences = len(found.failing - whole.failing)
            changed = len(whole.citations ^ found.citations)
            note = "NO EFFECT" if not sentences and not changed else "untested" if not sentences else ""
            if note == "NO EFFECT":
                note = next((where for name, where in ELSEWHERE.items() if part.name.startswith(name)), note)
            rows[part.name] = f"{sentences}\t{changed}"
            print(f"{part.group:9} {part.name:45} {sentences:4} sentences {changed:5} citations  {note}", flush=True)
    if chosen.write:
        order = {part.name: at for at, part in enumerate(parts())}
        lines = (f"{name}\t{rows[name]}\n" for name in sorted(rows.keys() & order.keys(), key=lambda name: order[name]))
        TABLE.write_text("pattern\tsentences\tcitations\n" + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
