"""A store of synthetic reports as large as one likes, written by the store's own writer.

    python tests/bench/million.py STORE --reports 1000000

Documents are known ones, cited as unevenly as real ones are (Zipf). No text is read: the rows are made, so that a million
reports take minutes. The same number of reports gives the same rows on every machine.
"""

from __future__ import annotations

import argparse
import json
import random
import zlib
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from time import process_time
from typing import Any

import made

from citegraph import records
from citegraph.model import Candidate, Citation, Document, Evidence, Finding, Form, Mention, Method, ReportInfo, Span
from citegraph.pipeline.fingerprint import reading_fingerprint
from citegraph.read import recognition_beside_store
from citegraph.store import Writer, rows

DOCUMENTS = 3_000
PART = 500  # reports of a staged file
UNDECIDED = 0.02
FINDINGS = 0.003  # of the reports
PHRASES = 4_000  # different halves of sentences
PUBLISHERS, LOCALITIES = 400, 700

_PLACE = {name: at for at, name in enumerate(rows.MENTION)}
_START, _END, _SURFACE = _PLACE["start"], _PLACE['"end"'], _PLACE["surface"]
_POSITION, _QUOTE, _QUOTE_AT = _PLACE["position"], _PLACE["quote"], _PLACE["quote_at"]

Row = list[Any]


class Maker:
    """Makes the rows of reports."""

    def __init__(self) -> None:
        rng = random.Random(1)
        known = [one for one in records.load() if one.kind and one.number]
        others = [one for one in records.load() if not (one.kind and one.number)]
        self.documents = [*rng.sample(known, len(known)), *others][:DOCUMENTS]
        self.templates = [_templates(one, self.documents, rng) for one in self.documents]
        self._chances = list(accumulate(1 / (place + 1) ** 0.9 for place in range(len(self.documents))))
        self._phrases = [made.sentence(rng, made.SYLLABLES, rng.randrange(6, 16)) for _ in range(PHRASES)]
        self._publishers = [_name("Báo", rng) for _ in range(PUBLISHERS)]
        self._localities = [_name("Xã", rng) for _ in range(LOCALITIES)]

    def report(self, number: int) -> Row:
        """Return the row of a report with its citations, as `rows.pack` writes it."""
        rng = random.Random(number)
        date = (
            f"{rng.choices(range(2012, 2027), range(2, 17))[0]}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        )
        info = ReportInfo(
            id=f"r{number}",
            path=f"reports/{number // PART}.jsonl#{number % PART + 1}",
            sha256=f"{number:064x}",
            title=rng.choice(self._phrases).strip(" .") + f" {number % 1000}",
            date=date if rng.random() < 0.96 else None,
            publisher=self._publishers[int(PUBLISHERS * rng.random() ** 2)],
            locality=self._localities[int(LOCALITIES * rng.random() ** 2)],
            url=f"https://example.org/tin/{number}" if number % 3 else None,
        )
        chosen = rng.choices(range(len(self.documents)), cum_weights=self._chances, k=rng.randrange(3, 9))
        citations, at = [], 0
        for place in dict.fromkeys(chosen):
            citations.append(self._citation(place, at, rng))
            at += 300
        return [info.id, *rows.report_row(info), citations]

    def _citation(self, place: int, at: int, rng: random.Random) -> Row:
        undecided, *decided = self.templates[place]
        row = [*(undecided if rng.random() < UNDECIDED else rng.choice(decided))]
        before, behind = rng.choice(self._phrases), rng.choice(self._phrases)
        row[_QUOTE], row[_QUOTE_AT] = f"{before}{row[_SURFACE]} {behind}", len(before)
        row[_START], row[_POSITION] = at + len(before), f"paragraph {at // 300 + 1}"
        row[_END] = row[_START] + len(row[_SURFACE])
        return row


def _name(kind: str, rng: random.Random) -> str:
    return f"{kind} {made.sentence(rng, made.SYLLABLES, 3).strip(' .').title()}"


def _templates(document: Document, documents: list[Document], rng: random.Random) -> list[Row]:
    """Return the rows of citations of a document: an undecided one, one by its code, one by evidence."""
    name = document.id.partition("@")[0]
    other = rng.choice(documents)
    term = Evidence("term in force", 0.6, f"issued in term {document.term}, in force on the report's date")
    title = Evidence("title words", 0.3, f"the sentence shares words with “{document.title}”")
    decisions = (
        (f"{name}@?", Method.AMBIGUOUS, (), (Candidate(document.id, 0.51), Candidate(other.id, 0.49))),
        (document.id, Method.EXACT, (), ()),
        (document.id, Method.RECORD, (term, title), ()),
    )
    return [
        rows.citation_row(
            Citation(
                report="",
                mention=Mention(
                    span=Span(0, len(document.label)),
                    surface=document.label,
                    form=Form.FULL,
                    scope=document.scope,
                    rule="code",
                    kind=document.kind,
                    number=document.number,
                    symbol=document.symbol,
                    body=document.body,
                    position="paragraph 1",
                    quote=document.label,
                    quote_at=0,
                ),
                document=decided,
                method=method,
                evidence=evidence,
                candidates=candidates,
            )
        )
        for decided, method, evidence, candidates in decisions
    ]


def findings(reports: int, documents: list[Document]) -> Iterator[Finding]:
    """Yield some findings."""
    rng = random.Random(2)
    for number in sorted(rng.sample(range(reports), int(reports * FINDINGS))):
        one = rng.choice(documents)
        yield Finding(f"r{number}", Span(0, 10), one.id, "date", "2018-10-20", one.date or "2018-10-22", one.label)


def write(path: Path, reports: int) -> None:
    """Write a store."""
    maker = Maker()
    with Writer(path) as writer:
        for part in range(0, reports, PART):
            made_rows = [maker.report(number) for number in range(part, min(part + PART, reports))]
            payload = zlib.compress(json.dumps([made_rows, []], ensure_ascii=False).encode(), 1)
            name = f"reports/{part // PART}.jsonl"
            writer.stage_part(name, f"{part:064x}", "made", 0, payload, last=True)
            if not part % (PART * 100):
                writer.commit()
                print(f"{part:,} reports made, {process_time():.0f} CPU-s", flush=True)
        with writer.publication() as publication:
            publication.merge_staged()
            print(f"merged, {process_time():.0f} CPU-s", flush=True)
            publication.assign_report_ids()
            publication.replace_documents(maker.documents)
            publication.select_unaudited_reports(reading_fingerprint(None, recognition_beside_store(path, "auto")))
            publication.replace_findings(findings(reports, maker.documents))
            print(f"described, {process_time():.0f} CPU-s", flush=True)
        print(f"counted and kept, {process_time():.0f} CPU-s", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--reports", type=int, default=1_000_000)
    given = parser.parse_args()
    write(given.store, given.reports)
