"""Stores for tests, filled from a corpus without reading a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from citegraph.model import Citation, Corpus, ReportInfo
from citegraph.store import FilePart, Writer, pack

RULES = "rules of the test"


def stage(writer: Writer, report: ReportInfo, citations: Iterable[Citation] = ()) -> None:
    """Stage a file that holds one report."""
    payload = pack(FilePart(((report, tuple(citations)),)))
    writer.stage_part(report.path, report.sha256, RULES, 0, payload, last=True)


def publish(writer: Writer, corpus: Corpus) -> None:
    """Take over what was staged; documents and findings are those of the corpus."""
    with writer.publication() as publication:
        publication.merge_staged()
        publication.assign_report_ids()
        publication.reset_to_local_decisions()
        publication.replace_documents(corpus.documents)
        publication.replace_findings(corpus.findings)


def fill(path: Path, corpus: Corpus, *, backwards: bool = False) -> Path:
    """Make a store of the corpus; `backwards` puts the reports in one by one, the last first."""
    cited: defaultdict[str, list[Citation]] = defaultdict(list)
    for citation in corpus.citations:
        cited[citation.report].append(citation)
    with Writer(path) as writer:
        for report in reversed(corpus.reports) if backwards else corpus.reports:
            stage(writer, report, cited[report.id])
            if backwards:
                publish(
                    writer, corpus if report == corpus.reports[0] else Corpus(documents=(), reports=(), citations=())
                )
        if not backwards:
            publish(writer, corpus)
    return path
