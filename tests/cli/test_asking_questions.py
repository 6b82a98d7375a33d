"""Each question on the command line gives what the library gives, in each shape and language."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from command import PATIENCE, environment, run, until

import citegraph as library
from citegraph import pipeline, query
from citegraph.publish.watch import Watch
from citegraph.store import Store

STORE = "output/citegraph.sqlite"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("questions")
    pipeline.build([str(files("citegraph") / "samples")], found / STORE, jobs=1)
    return found


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    with Store(folder / STORE) as opened:
        yield opened


def ask(*arguments: object, folder: Path, code: int = 0, **environment: str) -> str:
    ran = run(*arguments, folder=folder, env=environment)
    assert ran.returncode == code, ran.stderr
    return ran.stdout


def test_related(folder: Path, store: Store) -> None:
    shown = json.loads(ask("related", "35-NQ/TW", "--since", "2023", "--limit", 3, "--format", "json", folder=folder))
    (found,) = library.related(store, "35-NQ/TW", since="2023", limit=3)
    assert [(one["document"], one["reports"], one["weight"]) for one in shown["related"]] == [
        (one.document.id, one.reports, one.weight) for one in found.related
    ]
    assert len(shown["related"]) == 3
    rows = list(csv.DictReader(io.StringIO(ask("related", "35-NQ/TW", "--format", "csv", folder=folder))))
    assert {row["of"] for row in rows} == {"35-NQ/TW@XII"}


def test_coupling(folder: Path, store: Store) -> None:
    shown = json.loads(ask("related", "--coupling", "ky-cam-ket-2016", "--format", "json", folder=folder))
    found = library.coupling(store, "ky-cam-ket-2016")
    assert [(one["report"], one["documents"]) for one in shown["alike"]] == [
        (one.report.id, list(one.documents)) for one in found.alike
    ]


@pytest.mark.parametrize(
    "arguments", [["related"], ["related", "x", "--coupling", "y"], ["audit", "x", "--store", "y"]]
)
def test_a_question_that_contradicts_itself_is_not_understood(folder: Path, arguments: list[str]) -> None:
    ask(*arguments, folder=folder, code=2)


def test_timeline(folder: Path, store: Store) -> None:
    shown = json.loads(ask("timeline", "05-CT/TW", "--every", "month", "--format", "json", folder=folder))
    (found,) = library.timeline(store, "05-CT/TW", every="month")
    assert [(one["period"], one["reports"]) for one in shown["periods"]] == list(found.periods)
    lines = ask("timeline", "05-CT/TW", folder=folder).splitlines()
    bars = [line.split("\t") for line in lines[2:] if "\t" in line]
    most = max(int(reports) for _, reports, _ in bars)
    assert all(len(bar) == -(-int(reports) * 40 // most) for _, reports, bar in bars)


def test_a_chart_is_saved(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    ask("timeline", "05-CT/TW", "--save", tmp_path / "t.svg", "--lang", "vi", folder=folder, HOME=str(tmp_path))
    assert "Số báo cáo trích dẫn" in (tmp_path / "t.svg").read_text("utf-8")


def test_path_documents_and_search(folder: Path, store: Store) -> None:
    steps = json.loads(ask("path", "35-NQ/TW", "57-NQ/TW", "--format", "json", folder=folder))
    assert [(step["document"], step["reports"]) for step in steps] == [
        (step.document.id, list(step.reports)) for step in library.path(store, "35-NQ/TW", "57-NQ/TW")
    ]
    ranked = json.loads(ask("documents", "--by", "last", "--locality", "ha noi", "--format", "json", folder=folder))
    assert [row["document"] for row in ranked] == [
        one.document.id for one in library.documents(store, by="last", locality="ha noi")
    ]
    assert ranked
    hits = json.loads(ask("search", "bao", "ve", "--format", "json", folder=folder))
    assert [(hit["found"], hit["text"]) for hit in hits] == [(h.kind, h.text) for h in library.search(store, "bao ve")]
    ask("search", "khôngcóđâu", folder=folder, code=1)


def test_the_day_of_an_audit_decides_what_is_in_force(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Theo Luật Đất đai năm 2013, xã đã lập quy hoạch.\n", encoding="utf-8")
    assert ask("audit", "a.txt", "--date", "2020-05-01", folder=tmp_path).startswith("No problems found")
    assert "2024" in ask("audit", "a.txt", "--date", "2025-05-01", folder=tmp_path, code=1)


DRAFT = "Theo Nghị quyết số 35-NQ/TW ngày 20/10/2018 của Bộ Chính trị.\nChỉ thị số 05-CT/TW ngày 15/5/2016.\n"


def test_a_corrected_copy_says_what_it_leaves(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DRAFT + "Nghị quyết số 999-NQ/TW ngày 01/01/2024.\n", encoding="utf-8")
    ran = run("audit", "a.txt", "--fix", "-o", "b.txt", folder=tmp_path)
    assert "1 finding not corrected" in ran.stderr
    assert "ngày 22/10/2018" in (tmp_path / "b.txt").read_text("utf-8")
    ran = run("audit", "a.txt", "--fix", "-o", "b.html", folder=tmp_path)
    assert (ran.returncode, (tmp_path / "b.html").exists()) == (6, False)
    assert "leave out --fix" in ran.stderr


def test_a_draft_with_a_slip_is_found_and_a_clean_one_passes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n" + DRAFT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(DRAFT.replace("20/10", "22/10"), encoding="utf-8")
    (row,) = csv.DictReader(io.StringIO(ask("audit", "a.txt", "b.txt", "--format", "csv", folder=tmp_path, code=1)))
    assert (row["path"], row["line"], row["field"], row["said"], row["known"]) == (
        *("a.txt", "2", "date", "2018-10-20"),
        "2018-10-22",
    )
    assert row["suggestion"] == "Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị"
    clean = "No problems found in the 2 citations that could be checked.\n"
    assert ask("audit", "b.txt", "--date", "2025-01-01", folder=tmp_path) == clean
    undated = "its day is not known, so whether what it cites was in force was not checked; pass the day with --date"
    assert ask("audit", "b.txt", folder=tmp_path) == f"{clean}b.txt: {undated}\n"
    assert json.loads(ask("audit", "b.txt", "--format", "json", folder=tmp_path))["undated"] == ["b.txt"]
    said = ask("audit", "a.txt", folder=tmp_path, code=1, LANG="vi_VN.UTF-8")
    assert "ngày: ghi 20/10/2018; danh mục ghi 22/10/2018" in said
    assert not list(tmp_path.glob("output"))


def test_a_store_tells_its_findings(folder: Path, store: Store) -> None:
    answer = json.loads(ask("audit", "--format", "json", folder=folder, code=1))
    rows = answer["findings"]
    assert [(row["report"], row["start"], row["field"], row["said"], row["known"]) for row in rows] == [
        (one.report, one.where.start, one.field, one.said, one.known) for one in store.findings()
    ]
    assert all(row["surface"] and row["surface"] in row["quote"] for row in rows)
    assert any(row["suggestion"] for row in rows)
    assert sum(answer["counts"].values()) == len(answer["citations"]) == sum(1 for _ in store.citations())


def test_what_replaced_a_document_is_suggested(store: Store) -> None:
    for finding in query.audit_store(store):
        if finding.finding.known.startswith("replaced by"):
            new = finding.finding.known.split()[2]
            assert finding.suggestion is not None
            assert new.partition("@")[0] in finding.suggestion


def test_an_explanation_has_every_mention_with_its_weights() -> None:
    text = "Thực hiện Nghị quyết 18 và Nghị quyết số 35-NQ/TW ngày 22/10/2018."
    found = library.explain(text, "2018-12-02")
    decided = library.extract(text, "2018-12-02")
    assert [one.citation for one in found] == decided
    assert len(found) == 2
    for one in found:
        assert one.citation is not None and one.document is not None
        best, *others = one.candidates
        assert best.document == one.citation.document
        assert best.score == pytest.approx(sum(reason.weight for reason in best.evidence), abs=0.01)
        assert all(other.score < best.score for other in others)
    assert {other.document for other in found[0].candidates[1:]} >= {"18-NQ/TW@X"}  # that of XIII was not issued yet


def test_an_undecided_mention_is_explained_with_its_candidates(tmp_path: Path) -> None:
    found = json.loads(ask("explain", "Theo Nghị quyết số 10-NQ/TW.", "--format", "json", folder=tmp_path))
    assert (found[0]["decided"], found[0]["document"]) == (False, "10-NQ/TW@?")
    scores = [candidate["score"] for candidate in found[0]["candidates"]]
    assert len(scores) > 2
    assert scores == sorted(scores, reverse=True)
    assert "No document" in ask("explain", "Trời đẹp.", folder=tmp_path)


def test_annotated_reports_lead_to_the_page_beside_the_store(folder: Path, tmp_path: Path) -> None:
    sample = files("citegraph") / "samples" / "bao-cao-yen-thanh-2023.txt"
    ask("annotate", sample, "-o", folder / "marked" / "deep", folder=folder)
    page = (folder / "marked" / "deep" / "bao-cao-yen-thanh-2023.html").read_text("utf-8")
    assert 'href="../../output/graph.html#f=d%3A' in page


@pytest.mark.parametrize("chosen", [{"LANG": "vi_VN.UTF-8"}, {"CITEGRAPH_LANG": "vi"}])
def test_the_locale_chooses_the_language(folder: Path, chosen: dict[str, str]) -> None:
    assert ask("reports", folder=folder, **chosen).startswith("báo cáo\tngày\ttiêu đề\t")
    assert ask("reports", "--lang", "en", folder=folder, **chosen).startswith("report\tdate\ttitle\t")


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Starts a build that watches; at the end Ctrl-C ends it well."""
    pytest.importorskip("watchfiles")
    running = []

    def begin(*arguments: str) -> Watched:
        running.append(Watched(tmp_path, *arguments))
        return running[-1]

    yield begin
    for one in running:
        one.process.send_signal(signal.SIGINT)
        assert one.process.wait(timeout=PATIENCE) == 0, one.file.read_text("utf-8")
        assert one.file.read_text("utf-8").endswith("stopped watching\n")


class Watched:
    """A build that goes on, and how often it has built so far."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.file = folder / ".said"
        with self.file.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-c", WATCHES, "build", *arguments, "--watch", "--prune", "-j", "1"],
                cwd=folder,
                env=environment(),
                stdout=said,
                stderr=said,
            )

    def built(self, times: int) -> None:
        """Wait until it has built so often and looks for the next change, and see that it has not built more often."""
        until(lambda: self._said("looking") >= times, process=self.process)
        assert (self._said("Files ") + self._said(" read; now "), self._said("looking")) == (times, times)

    def _said(self, word: str) -> int:
        return self.file.read_text("utf-8").count(word)


WATCHES = """
import threading, watchfiles
from citegraph.cli import main

watch = watchfiles.watch

def told(*paths, **how):
    quiet = False
    for changes in watch(*paths, **how, yield_on_timeout=True, rust_timeout=1000):
        if changes:
            quiet = False
            yield changes
        elif not quiet:  # for a second nothing has changed: what the last build wrote was seen
            quiet = True
            threading.Timer(0.2, print, ["looking"], {"flush": True}).start()  # when it looks again

watchfiles.watch = told
main()
"""
"""The command, which says when nothing is left of the changes before."""


def put(path: Path, text: str) -> None:
    """Write a file that is there in one go: names that begin with a dot are none that is watched."""
    hidden = path.with_name(f".{path.name}")
    hidden.write_text(text, encoding="utf-8")
    hidden.rename(path)


def test_a_watched_folder_is_built_again_when_it_changes(tmp_path: Path, watch: Callable[..., Watched]) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "a.txt").write_text("Theo Chỉ thị 05-CT/TW ngày 15/5/2016.", encoding="utf-8")
    watched = watch("r", "--format", "json")

    def reports() -> list[str]:
        with Store(tmp_path / STORE) as store:
            return [report.id for report in store.reports()]

    watched.built(1)
    assert reports() == ["a"]
    put(tmp_path / "r" / "b.txt", "Theo Nghị quyết số 35-NQ/TW ngày 22/10/2018.")
    watched.built(2)
    assert reports() == ["a", "b"]
    told = watched.file.read_text("utf-8")
    assert re.search(r"^\d\d:\d\d:\d\d  b\.txt: 1 read; now 2 reports, 2 citations$", told, re.MULTILINE)
    (tmp_path / "r" / "a.txt").unlink()
    watched.built(3)
    assert reports() == ["b"]


def test_what_a_build_writes_into_a_watched_folder_is_no_change(tmp_path: Path, watch: Callable[..., Watched]) -> None:
    """Watching a folder or a pattern builds again for a report, and for nothing that the builds themselves write."""
    (tmp_path / "a.txt").write_text("Theo Chỉ thị 05-CT/TW ngày 15/5/2016.", encoding="utf-8")
    watched = watch(".", "*.txt", "--annotate", "-o", ".", "--format", "html,json,csv,obsidian,parquet")
    watched.built(1)
    put(tmp_path / "b.txt", "Theo Nghị quyết số 35-NQ/TW ngày 22/10/2018.")
    watched.built(2)
    (tmp_path / "a.txt").unlink()  # its page and its notes go with it
    watched.built(3)
    put(tmp_path / "annotated" / "c.txt", "Theo Chỉ thị 05-CT/TW.")  # not of ours
    watched.built(4)


def test_a_pattern_is_watched_where_it_begins(tmp_path: Path) -> None:
    pytest.importorskip("watchfiles")
    (tmp_path / "r" / "sâu").mkdir(parents=True)
    with contextlib.chdir(tmp_path):
        watch = Watch(["r/*.txt", "./*.md", "r/sâu/**/*.txt", "r/một.txt"], tmp_path, tmp_path / "s")
    assert watch.roots == ["r", ".", "r/sâu"]


def test_what_cannot_be_watched_is_said_before_the_build(tmp_path: Path) -> None:
    pytest.importorskip("watchfiles")
    ran = run("build", "không có/*.txt", "--watch", folder=tmp_path)
    assert ran.returncode == 6
    assert "has nothing to watch" in ran.stderr and "matches no file" not in ran.stderr
    assert not list(tmp_path.iterdir())
