"""What goes into a store comes out of it, whatever the order and whoever reads meanwhile."""

from __future__ import annotations

import os
import random
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import pytest
from corpora import Recipe, corpus
from filled import RULES, fill, publish, stage

from citegraph.errors import StoreError
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
from citegraph.store.connection import open_read_only, open_read_write, refuse_foreign_store

SMALL = corpus(Recipe(documents=40, reports=60))
NOTHING = Corpus(documents=(), reports=(), citations=())


def report(path: str, **facts: object) -> ReportInfo:
    return ReportInfo(id=Path(path).stem, path=path, sha256="0" * 64, **facts)  # type: ignore[arg-type]


def full(noun: type, **known: object) -> dict[str, object]:
    """A value for every field of a noun, so that one that the store forgets is missed."""
    texts = {field.name: f"{field.name} đã ghi" for field in fields(noun) if "str" in str(field.type)}
    texts |= {field.name: "2018-10-22" for field in fields(noun) if "Iso" in str(field.type)}
    tuples = {field.name: ("một", "hai") for field in fields(noun) if str(field.type) == "tuple[str, ...]"}
    return {**texts, **tuples, **known}


def test_a_corpus_comes_back_as_it_went_in(tmp_path: Path) -> None:
    with Store(fill(tmp_path / "s.sqlite", SMALL)) as store:
        assert store.corpus() == SMALL


def test_every_field_of_every_noun_is_kept(tmp_path: Path) -> None:
    info = ReportInfo(**full(ReportInfo, id="r", path="r.txt", extra=(("cột", "giá trị"),)))  # type: ignore[arg-type]
    reason = Evidence("date", 0.5, "22/10/2018")
    mention = Mention(**full(Mention, span=Span(3, 9), form=Form.FULL, scope=Scope.PARTY, quote_at=2))  # type: ignore[arg-type]
    citation = Citation(
        report="r",
        mention=mention,
        document="35-NQ/TW@XII",
        method=Method.EXACT,
        evidence=(reason,),
        candidates=(Candidate("35-NQ/TW@XII", 1.5, (reason,)),),
    )
    document = Document(**full(Document, id="35-NQ/TW@XII", scope=Scope.PARTY, status=Status.KNOWN))  # type: ignore[arg-type]
    found = Finding("r", Span(3, 9), "35-NQ/TW@XII", "date", "2018-10-20", "2018-10-22", "câu", "37-NQ/TW@XII")
    whole = Corpus(documents=(document,), reports=(info,), citations=(citation,), findings=(found,))
    with Store(fill(tmp_path / "s.sqlite", whole)) as store:
        assert store.corpus() == whole


def test_text_that_utf8_cannot_hold_is_spelled_out(tmp_path: Path) -> None:
    with Store(
        fill(tmp_path / "s.sqlite", replace(NOTHING, reports=(report("r.txt", title="a\ud800đ\x00"),)))
    ) as store:
        assert [info.title for info in store.reports()] == ["a\\ud800đ\x00"]


@pytest.mark.parametrize("scope", list(Scope))
def test_a_scope_narrows_all_but_the_reports(tmp_path: Path, scope: Scope) -> None:
    with Store(fill(tmp_path / "s.sqlite", SMALL)) as store:
        part = store.corpus(scope)
        sizes = store.item_counts(scope)
    assert part.reports == SMALL.reports
    assert part.documents == tuple(document for document in SMALL.documents if document.scope is scope)
    assert part.citations == tuple(citation for citation in SMALL.citations if citation.mention.scope is scope)
    assert sizes["citations"] == len(part.citations)
    assert sizes["undecided"] == sum(not citation.decided for citation in part.citations)


def test_cited_by_is_what_a_look_at_every_citation_finds(tmp_path: Path) -> None:
    with Store(fill(tmp_path / "s.sqlite", SMALL)) as store:
        for document in SMALL.documents:
            slow: dict[str, list[Citation]] = {}
            for citation in SMALL.citations:
                if citation.document == document.id:
                    slow.setdefault(citation.report, []).append(citation)
            assert {info.id: found for info, found in store.cited_by(document.id)} == slow
            assert store.times_cited(document.id) == len(slow)


def test_ranked_is_by_reports_then_citations_then_name(tmp_path: Path) -> None:
    with Store(fill(tmp_path / "s.sqlite", SMALL)) as store:
        ranked = store.documents_with_counts()
        assert ranked == sorted(ranked, key=lambda rank: (-rank.reports, -rank.citations, rank.document.id))
        assert [rank.document.id for rank in store.documents_with_counts(limit=3)] == [
            rank.document.id for rank in ranked[:3]
        ]
        for rank in ranked:
            reports = [citation.report for citation in SMALL.citations if citation.document == rank.document.id]
            assert (rank.reports, rank.citations) == (len(set(reports)), len(reports))


def test_who_cites_a_document_is_asked_of_an_index(tmp_path: Path) -> None:
    store = Store(fill(tmp_path / "s.sqlite", SMALL))
    asked: list[str] = []
    store._connection.set_trace_callback(asked.append)
    list(store.cited_by(SMALL.documents[0].id))
    plan = store._connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}").fetchall()
    assert any("citation_document" in row[3] for row in plan), plan
    assert not any(row[3].startswith("SCAN") for row in plan), plan
    store.close()


def test_the_order_of_reports_changes_nothing(tmp_path: Path) -> None:
    with Store(fill(tmp_path / "a", SMALL)) as one, Store(fill(tmp_path / "b", SMALL, backwards=True)) as other:
        assert list(one.dump()) == list(other.dump())


def test_stems_that_several_reports_share_become_paths_and_back(tmp_path: Path) -> None:
    with Writer(tmp_path / "s.sqlite") as writer:

        def names(*paths: str) -> list[str]:
            for path in paths:
                stage(writer, report(path))
            publish(writer, NOTHING)
            return [info.id for info in writer.reports()]

        assert names("a/tin.txt", "a/khác.txt") == ["khác", "tin"]
        assert names("b/tin.txt") == ["a/tin.txt", "b/tin.txt", "khác"]
        with writer.publication() as publication:
            assert publication.mark_missing("b/tin.txt".__eq__, [], prune=True)
            publication.assign_report_ids()
        assert [info.id for info in writer.reports()] == ["khác", "tin"]


def test_a_stem_that_is_the_path_of_another_report_gives_way(tmp_path: Path) -> None:
    rows = (replace(report("x.jsonl#1"), id="tin.txt"), report("tin.txt"))
    with Store(fill(tmp_path / "s.sqlite", replace(NOTHING, reports=rows))) as store:
        assert [(info.id, info.path) for info in store.reports()] == [("tin", "tin.txt"), ("x.jsonl#1", "x.jsonl#1")]


def test_files_that_are_gone_are_marked_where_one_looked_and_only_there(tmp_path: Path) -> None:
    with Writer(tmp_path / "s.sqlite") as writer:
        for path in ("a/1.txt", "a/2.txt", "ab/3.txt"):
            stage(writer, report(path))
        writer.stage_part(
            "a/4.pdf", None, "rules", 0, pack(FilePart(failures=(Failure("a/4.pdf", "r", "m"),))), last=True
        )
        publish(writer, NOTHING)

        def missing(asked: str, present: list[str]) -> frozenset[str]:
            with writer.publication() as publication:
                publication.mark_missing(lambda path: path.startswith(asked), present)
            return writer.missing_reports()

        assert missing("ab/", ["ab/3.txt"]) == set()
        assert [failure.path for failure in writer.failures()] == ["a/4.pdf"]
        assert missing("a/", ["a/1.txt"]) == {"2"}
        assert not list(writer.failures())  # what gave no report is no loss
        assert missing("ab/3.txt", []) == {"2", "3"}
        assert missing("a/", ["a/1.txt", "a/2.txt"]) == {"3"}


def test_a_revision_is_undone_before_the_next(tmp_path: Path) -> None:
    bare = next(citation for citation in SMALL.citations if not citation.decided)
    undecided = replace(bare, mention=replace(bare.mention, code="18-NQ/TW"))
    decided = replace(undecided, document=undecided.candidates[0].document, method=Method.LEARNED, candidates=())
    made = replace(SMALL, citations=tuple(undecided if one is bare else one for one in SMALL.citations))
    with Writer(fill(tmp_path / "s.sqlite", made)) as writer:
        before = list(writer.citations())
        with writer.publication() as publication:
            publication.reset_to_local_decisions()
            assert list(writer.citations()) == before
            for place in publication.undecided_citations(publication.undecided_codes()):
                publication.revise_citation(place, decided if place.citation == undecided else place.citation)
        after = list(writer.citations())
        assert [b for a, b in zip(before, after, strict=True) if a != b] == [decided]
        with writer.publication() as publication:
            publication.reset_to_local_decisions()
        assert list(writer.citations()) == before


def test_a_changed_file_takes_the_place_of_what_it_was(tmp_path: Path) -> None:
    first, second = SMALL.reports[1], SMALL.reports[2]
    with Writer(fill(tmp_path / "s.sqlite", SMALL)) as writer:
        changed = replace(first, title="Tên mới", sha256="1" * 64)
        assert writer.drop_outdated_parts_and_get_state(first.path, first.sha256, RULES).published
        assert not writer.drop_outdated_parts_and_get_state(first.path, changed.sha256, RULES).published
        assert not writer.drop_outdated_parts_and_get_state(first.path, first.sha256, "other rules").published
        stage(writer, changed)
        publish(writer, SMALL)
        assert writer.report(first.id) == changed
        assert writer.cites(first.id) == []
        assert writer.cites(second.id)


def test_what_was_staged_is_seen_by_the_next_run_and_by_nobody_before(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    parts = [pack(FilePart(((report(f"bảng.jsonl#{row}"), ()),))) for row in (1, 2)]
    with Writer(path) as writer:
        writer.stage_part("bảng.jsonl", "sha", RULES, 0, parts[0], last=False)
    with Writer(path) as writer:
        publish(writer, NOTHING)
        assert writer.item_counts()["reports"] == 0
        assert writer.drop_outdated_parts_and_get_state("bảng.jsonl", "sha", RULES) == (False, False, 1)
        writer.stage_part("bảng.jsonl", "sha", RULES, 1, parts[1], last=True)
        writer.commit()
        with Store(path) as reader:
            assert reader.item_counts()["reports"] == 0
        assert writer.drop_outdated_parts_and_get_state("bảng.jsonl", "sha", RULES) == (False, True, 2)
        publish(writer, NOTHING)
        with Store(path) as reader:
            assert [info.path for info in reader.reports()] == ["bảng.jsonl#1", "bảng.jsonl#2"]


def test_what_was_staged_of_other_bytes_is_dropped(tmp_path: Path) -> None:
    with Writer(tmp_path / "s.sqlite") as writer:
        stage(writer, report("r.txt"))
        assert writer.drop_outdated_parts_and_get_state("r.txt", "other bytes", RULES).parts == 0
        publish(writer, NOTHING)
        assert writer.item_counts()["reports"] == 0


def test_a_publication_that_fails_changes_nothing(tmp_path: Path) -> None:
    with Writer(fill(tmp_path / "s.sqlite", SMALL)) as writer:
        before = list(writer.dump())
        stage(writer, report("neu.txt"))
        with pytest.raises(ZeroDivisionError), writer.publication() as publication:
            publication.merge_staged()
            1 / 0  # noqa: B018
        assert list(writer.dump()) == before
        assert not writer.drop_outdated_parts_and_get_state(
            "neu.txt", "0" * 64, RULES
        ).staged  # it may be what fails: it is read anew
        stage(writer, report("neu.txt"))
        publish(writer, SMALL)
        assert writer.report("neu")


def test_failures_come_back_sorted(tmp_path: Path) -> None:
    failures = (Failure("b.pdf", "hỏng", "mở lại"), Failure("a.pdf", "khóa", ""))
    with Writer(tmp_path / "s.sqlite") as writer:
        writer.stage_part("b.pdf", None, RULES, 0, pack(FilePart(failures=failures)), last=True)
        publish(writer, NOTHING)
        assert list(writer.failures()) == sorted(failures, key=lambda failure: failure.path)
        assert not writer.drop_outdated_parts_and_get_state("b.pdf", None, RULES).published  # tried again each time


def test_a_reader_sees_one_whole_state_while_another_process_publishes(tmp_path: Path) -> None:
    path = fill(tmp_path / "s.sqlite", SMALL)
    with Writer(path) as writer, Store(path) as reader:
        with reader.snapshot():
            before = list(reader.dump())
            with writer.publication() as publication:
                publication.mark_missing(lambda path: True, [], prune=True)
                assert list(reader.dump()) == before
            assert list(reader.dump()) == before
        assert reader.item_counts()["reports"] == 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.documents_with_counts(),
        lambda store: store.documents_with_counts(limit=3),
        lambda store: list(store.counts_of_citing_reports()),
        lambda store: list(store.documents()),
        lambda store: list(store.cited_by(SMALL.documents[0].id)),
        lambda store: store.corpus(top=5),
    ],
)
def test_a_question_sees_one_state_wherever_in_it_another_is_published(
    tmp_path: Path, ask: Callable[[Store], object]
) -> None:
    path, statements, at = tmp_path / "s.sqlite", 0, 1
    while statements >= at - 1:  # until a question has no statement before which to publish
        for beside in tmp_path.iterdir():
            beside.unlink()
        fill(path, SMALL)
        statements = 0
        with Store(path) as reader, Writer(path) as writer:
            before = ask(reader)

            def publishing(statement: str, writer: Writer = writer, at: int = at) -> None:
                nonlocal statements
                statements += 1
                if statements == at:
                    with writer.publication() as publication:
                        publication.mark_missing(lambda path: True, (), prune=True)
                        publication.replace_documents(())
                        publication.replace_findings(())

            reader._connection.set_trace_callback(publishing)
            answer = ask(reader)
            reader._connection.set_trace_callback(None)
            assert answer in (before, ask(reader)), at
        at += 1
    assert at > 1


def test_a_second_writer_is_told_who_holds_the_store(tmp_path: Path) -> None:
    path = fill(tmp_path / "s.sqlite", SMALL)
    with Writer(path):
        script = f"from citegraph.store import Writer; Writer({str(path)!r})"
        second = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert second.returncode != 0
        assert f"is being written by process {os.getpid()} on" in second.stderr
        with Store(path) as reader:
            assert reader.corpus() == SMALL
    with Writer(path) as writer:
        assert writer.corpus() == SMALL


def test_a_killed_writer_gives_the_store_free(tmp_path: Path) -> None:
    path = fill(tmp_path / "s.sqlite", SMALL)
    script = f"import os; from citegraph.store import Writer; Writer({str(path)!r}); os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    with Writer(path) as writer:
        assert writer.corpus() == SMALL


def bend(path: Path, pragma: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(pragma)
    connection.close()


@pytest.mark.parametrize("opened", [Store, Writer])
class TestWhatIsNoStore:
    def test_another_database(self, tmp_path: Path, opened: type[Store]) -> None:
        bend(tmp_path / "s.sqlite", "CREATE TABLE t (x)")
        with pytest.raises(StoreError, match="not a citegraph store"):
            opened(tmp_path / "s.sqlite")

    def test_another_file(self, tmp_path: Path, opened: type[Store]) -> None:
        (tmp_path / "s.sqlite").write_text("Nghị quyết số 35-NQ/TW\n" * 100, encoding="utf-8")
        with pytest.raises(StoreError, match="not a SQLite database"):
            opened(tmp_path / "s.sqlite")

    def test_a_folder(self, tmp_path: Path, opened: type[Store]) -> None:
        with pytest.raises(StoreError, match="is a folder"):
            opened(tmp_path)

    @pytest.mark.parametrize(("version", "said"), [(99, "newer citegraph"), (0, "older citegraph")])
    def test_another_schema(self, tmp_path: Path, opened: type[Store], version: int, said: str) -> None:
        bend(fill(tmp_path / "s.sqlite", SMALL), f"PRAGMA user_version = {version}")
        with pytest.raises(StoreError, match=said):
            opened(tmp_path / "s.sqlite")

    def test_a_store_cut_short(self, tmp_path: Path, opened: type[Store]) -> None:
        path = fill(tmp_path / "s.sqlite", SMALL)
        path.write_bytes(path.read_bytes()[:5000])
        with pytest.raises(StoreError), opened(path) as store:
            store.corpus()


@pytest.mark.parametrize("opened", [open_read_only, open_read_write, refuse_foreign_store, Store, Writer])
def test_what_is_no_regular_file_is_refused_before_anything_lies_beside_it(
    tmp_path: Path, opened: Callable[[Path], object]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/null")
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        monkey = os.open(tmp_path, os.O_RDONLY)
        try:
            listening.bind(f"/proc/self/fd/{monkey}/socket")  # its own name may be too long
        finally:
            os.close(monkey)
    there = sorted(tmp_path.iterdir())
    for path in (*there, Path("/dev/null")):
        with pytest.raises(StoreError, match="is not a regular file; pass another file"):
            opened(path)
    with pytest.raises(StoreError, match="is a folder"):
        opened(tmp_path)
    assert sorted(tmp_path.iterdir()) == there
    assert not list(Path("/dev").glob("null-*"))


def database(path: Path) -> None:
    bend(path, "CREATE TABLE holder (name TEXT, theirs TEXT)")


@pytest.mark.parametrize(
    "lay",
    [
        lambda path: path.write_bytes(b"what somebody wrote\n" * 300),
        lambda path: path.write_bytes(random.Random(5).randbytes(8192)),
        lambda path: path.mkdir(),
        os.mkfifo,
        database,
    ],
)
def test_what_lies_where_the_writer_is_marked_is_told_and_left(tmp_path: Path, lay: Callable[[Path], object]) -> None:
    store = fill(tmp_path / "s.sqlite", SMALL)
    beside = tmp_path / "s.sqlite-writer"
    beside.unlink()
    lay(beside)
    before = beside.read_bytes() if beside.is_file() else None
    what = r"(has the name of the store's lock file, but is damaged or was not made by citegraph|is not a regular file)"
    with pytest.raises(StoreError, match=rf"s\.sqlite-writer: {what}; move it away and run again"):
        Writer(store)
    assert before is None or beside.read_bytes() == before
    with Store(store) as reader:
        assert reader.corpus() == SMALL
    beside.rename(tmp_path / "away")
    with Writer(store) as writer:
        assert writer.corpus() == SMALL


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal", "-writer-journal"])
@pytest.mark.parametrize("lay", [Path.mkdir, os.mkfifo])
def test_what_lies_where_sqlite_keeps_its_own_is_told(
    tmp_path: Path, ending: str, lay: Callable[[Path], object]
) -> None:
    store = fill(tmp_path / "s.sqlite", SMALL)
    lay(tmp_path / f"s.sqlite{ending}")
    for opened in (Writer,) if "writer" in ending else (Store, Writer):
        with pytest.raises(StoreError, match=f"s.sqlite{ending}: is not a regular file; move it away and run again"):
            opened(store)


def test_the_mark_of_a_writer_is_told_or_right_whatever_byte_of_it_is_changed(tmp_path: Path) -> None:
    store = fill(tmp_path / "s.sqlite", SMALL)
    beside = tmp_path / "s.sqlite-writer"
    sound, rng = beside.read_bytes(), random.Random(5)
    for number in range(150):
        at = rng.randrange(100 if number % 2 else len(sound))
        beside.write_bytes(sound[:at] + bytes([sound[at] ^ rng.randrange(1, 256)]) + sound[at + 1 :])
        try:
            with Writer(store) as writer:
                assert writer.item_counts()["reports"] == len(SMALL.reports)
        except StoreError as error:
            assert error.where == str(beside), error


def test_reading_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store found"):
        Store(tmp_path / "s.sqlite")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be created"):
        Writer(tmp_path / "file" / "s.sqlite")


def test_the_views_answer_in_any_sqlite_tool(tmp_path: Path) -> None:
    connection = sqlite3.connect(fill(tmp_path / "s.sqlite", SMALL))
    decided = [citation for citation in SMALL.citations if citation.decided]
    assert connection.execute("SELECT count(*) FROM cited_by").fetchone() == (len(decided),)
    assert connection.execute("SELECT count(*) FROM undecided").fetchone() == (len(SMALL.citations) - len(decided),)
    assert connection.execute("SELECT sum(citations) FROM most_cited").fetchone() == (len(decided),)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_a_build_does_not_wait_for_readers(tmp_path: Path) -> None:
    path = fill(tmp_path / "s.sqlite", SMALL)
    with Writer(path) as writer, Store(path) as reader, reader.snapshot():
        next(reader.reports())
        began = time.monotonic()
        stage(writer, report("neu.txt"))
        publish(writer, SMALL)
        assert time.monotonic() - began < 5  # SQLite would wait ten seconds for the reader to end
