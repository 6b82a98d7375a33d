"""What a report, a reason, a finding or a failure says is told in the reader's language after it was stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from filled import RULES, fill

from citegraph.cluster import arrow_rows
from citegraph.i18n import Message, message, translated
from citegraph.model import (
    Candidate,
    Citation,
    Corpus,
    Document,
    Evidence,
    Failure,
    Finding,
    Form,
    Mention,
    Method,
    ReportInfo,
    Scope,
    Span,
    Status,
)
from citegraph.store import FilePart, Store, Writer, pack

REASON = Evidence("date", 0.5, message("why.known", said="2018-10-20", known="2018-10-22"))
PLAIN = Evidence("alias", 0.5, '["Nghị quyết 18"]')
CITATION = Citation(
    report="r",
    mention=Mention(span=Span(3, 9), surface="NQ 35", form=Form.FULL, scope=Scope.PARTY, rule="code"),
    document="35-NQ/TW@XII",
    method=Method.EXACT,
    evidence=(REASON, PLAIN),
    candidates=(Candidate("35-NQ/TW@XII", 1.5, (PLAIN, REASON)),),
)
CORPUS = Corpus(
    documents=(
        Document(
            id="35-NQ/TW@XII",
            label="Nghị quyết 35-NQ/TW",
            scope=Scope.PARTY,
            status=Status.KNOWN,
            source=message("source.learned", n=3),
        ),
    ),
    reports=(ReportInfo(id="r", path="r.txt", sha256="", warnings=(message("doubt.zeros", n=2), "as it is")),),
    citations=(CITATION,),
    findings=(
        Finding("r", Span(3, 9), "35-NQ/TW@XII", "date", "[]", message("found.learned", known="2018-10-22"), "câu"),
    ),
)
FAILURE = Failure("a.pdf", message("doubt.unknown_letters", unknown=1, letters=2, remedy=message("do.split")), '"')


def told(value: object) -> Iterator[str]:
    """All texts in a value, in Vietnamese."""
    if isinstance(value, str):
        yield translated("vi", value)
    elif isinstance(value, tuple):
        for each in value:
            yield from told(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from told(getattr(value, field.name))


def test_a_store_keeps_messages(tmp_path: Path) -> None:
    with Store(fill(tmp_path / "s.sqlite", CORPUS)) as store:
        found = store.corpus()
    assert found == CORPUS
    assert [*told(found)] == [*told(CORPUS)]
    assert "bỏ qua 2 byte 0" in told(found)


def test_a_store_keeps_why_a_file_cannot_be_read(tmp_path: Path) -> None:
    with Writer(tmp_path / "s.sqlite") as writer:
        writer.stage_part("a.pdf", None, RULES, 0, pack(FilePart(failures=(FAILURE,))), last=True)
        with writer.publication() as publication:
            publication.merge_staged()
        (found,) = writer.failures()
    assert [*told(found)] == [*told(FAILURE)]
    assert isinstance(found.reason, Message)


@pytest.mark.parametrize("noun", [CITATION, *CORPUS.documents, *CORPUS.reports, *CORPUS.findings, FAILURE])
def test_rows_of_a_cluster_keep_messages(noun: object) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.Table.from_pylist(
        [arrow_rows.to_row(noun)], schema=pyarrow.schema(arrow_rows.arrow_struct(type(noun)))
    )
    (again,) = (arrow_rows.from_row(type(noun), row) for row in table.to_pylist())
    assert again == noun
    assert [*told(again)] == [*told(noun)]
