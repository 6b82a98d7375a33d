"""What a person decides on the command line: which document it may be, and what later decisions do to earlier ones."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from command import run

from citegraph.decisions import Verdict, decision_on_citation
from citegraph.store import Store

TEXT = "Chi bộ đã học tập Nghị quyết 18 trong quý II.\nĐảng ủy xã nhắc lại Chỉ thị 05 ở cuộc họp sau.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one report, and a store built from it."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "r.txt").write_text(TEXT, encoding="utf-8")
    built(tmp_path)
    return tmp_path


def built(folder: Path) -> str:
    done = run("build", "reports", "--prune", folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stderr


def documents(folder: Path) -> list[str]:
    with Store(folder / "output" / "citegraph.sqlite") as store:
        return [one.document for one in store.citations()]


def verdicts(folder: Path, *command: str) -> list[tuple[str, str, str]]:
    rows = csv.DictReader(run("decisions", *command, "--format", "csv", folder=folder).stdout.splitlines())
    return [(row.get("why", ""), row["report"], row["document"]) for row in rows]


def test_a_document_may_be_given_by_its_id_or_by_a_name(folder: Path) -> None:
    for given in ("18-NQ/TW@XII", "07-KL/HU@Vĩnh Linh", "Điều lệ Đảng"):
        decided = run("decide", "r", "Nghị quyết 18", given, "--replace", folder=folder)
        assert decided.returncode == 0, decided.stderr
        assert verdicts(folder, "list") == [("", "r", given)]
        built(folder)
        assert given in documents(folder)
    assert run("decide", "r", "Chỉ thị 05", "nghị quyết 918 khóa xii", folder=folder).returncode == 3
    run("decide", "r", "Chỉ thị 05", "05-CT/TW@XII", folder=folder)
    built(folder)
    assert run("decide", "r", "Nghị quyết 18", "chỉ thị 05 khóa XII", "--replace", folder=folder).returncode == 0
    assert verdicts(folder, "list") == [("", "r", "05-CT/TW@XII")] * 2


@pytest.mark.parametrize(
    ("given", "said"), [(["blabla"], "blabla"), (["18-NQ/TW@?"], ""), (["--same-as", "Nghị quyết 99"], "Nghị quyết 99")]
)
def test_what_names_no_document_and_no_mention_is_refused(folder: Path, given: list[str], said: str) -> None:
    refused = run("decide", "r", "Chỉ thị 05", *given, folder=folder)
    assert refused.returncode == 3
    assert said in refused.stderr
    assert verdicts(folder, "list") == []


def test_a_decision_on_a_renamed_report_contradicts_the_one_under_its_old_name(folder: Path) -> None:
    run("decide", "r", "Nghị quyết 18", "18-NQ/TW@XII", folder=folder)
    (folder / "reports" / "r.txt").rename(folder / "reports" / "moved.txt")
    built(folder)
    assert verdicts(folder, "list") == [("", "moved", "18-NQ/TW@XII")]
    refused = run("decide", "moved", "Nghị quyết 18", "18-NQ/TW@X", folder=folder)
    assert refused.returncode == 3
    assert "--replace" in refused.stderr
    assert run("decide", "moved", "Nghị quyết 18", "18-NQ/TW@X", "--replace", folder=folder).returncode == 0
    assert verdicts(folder, "list") == [("", "moved", "18-NQ/TW@X")]
    assert run("decisions", "undo", "moved", "Nghị quyết 18", folder=folder).returncode == 0


def test_a_decision_under_an_old_name_is_undone_by_the_new_one(folder: Path) -> None:
    run("decide", "r", "Nghị quyết 18", "18-NQ/TW@XII", folder=folder)
    (folder / "reports" / "r.txt").rename(folder / "reports" / "moved.txt")
    built(folder)
    assert run("decisions", "undo", "moved", "Nghị quyết 18", folder=folder).returncode == 0
    assert verdicts(folder, "list") == []


@pytest.mark.parametrize("change", ["renamed", "edited"])
def test_contradictions_are_told_though_the_report_changed_in_between(folder: Path, change: str) -> None:
    table, path = folder / "output" / "decisions.csv", folder / "reports" / "r.txt"
    run("decide", "r", "Nghị quyết 18", "18-NQ/TW@XII", folder=folder)
    first = table.read_text("utf-8").splitlines()
    if change == "renamed":
        path.rename(folder / "reports" / "moved.txt")
    else:
        path.write_text(TEXT.replace("Chi bộ đã học tập", "Chi bộ thôn đã học"), encoding="utf-8")
    name = "moved" if change == "renamed" else "r"
    built(folder)
    table.unlink()
    run("decide", name, "Nghị quyết 18", "18-NQ/TW@X", folder=folder)
    table.write_text("\n".join([*table.read_text("utf-8").splitlines(), first[1], ""]), encoding="utf-8")  # as merged
    assert {row[0] for row in verdicts(folder, "check")} == {"conflict"}
    told = built(folder)
    assert "18-NQ/TW@X," in told
    assert "18-NQ/TW@XII" in told
    assert "18-NQ/TW@?" in documents(folder)
    assert len(verdicts(folder, "check")) == 2


def test_of_two_alike_sentences_the_one_that_was_meant_is_decided(folder: Path) -> None:
    alike = "- Tổ chức học tập Nghị quyết 26.\n- Kết quả {}.\n"
    text = "BÁO CÁO\nI. Khối xã\n" + alike.format("tốt") + "II. Khối phường\n" + alike.format("khá")
    (folder / "reports" / "c.txt").write_text(text, encoding="utf-8")
    built(folder)
    with Store(folder / "output" / "citegraph.sqlite") as store:
        first, second = (one.mention.span.start for one in store.cites("c"))
    assert run("decide", "c", second, "26-NQ/TW@X", folder=folder).returncode == 0
    assert run("decide", "c", first, "26-NQ/TW@XII", folder=folder).returncode == 0
    assert run("decide", "c", second, "26-NQ/TW@XI", folder=folder).returncode == 3
    assert built(folder) == ""
    with Store(folder / "output" / "citegraph.sqlite") as store:
        assert [one.document for one in store.cites("c")] == ["26-NQ/TW@XII", "26-NQ/TW@X"]
    assert verdicts(folder, "check") == []
    (folder / "reports" / "c.txt").write_text(text.replace(alike.format("tốt"), ""), encoding="utf-8")
    assert "2 decisions found no mention any more" in built(folder)  # which of the two is left cannot be known


def test_a_report_that_was_renamed_and_edited_is_told(folder: Path) -> None:
    """Without --prune the old report stays in the store, with its decision, and the new one has none."""
    run("decide", "r", "Nghị quyết 18", "18-NQ/TW@XII", folder=folder)
    (folder / "reports" / "r.txt").rename(folder / "reports" / "new.txt")
    (folder / "reports" / "new.txt").write_text(TEXT + "Thêm một câu.\n", encoding="utf-8")
    told = run("build", "reports", folder=folder).stderr
    assert "1 decision about reports whose file is gone" in told
    assert verdicts(folder, "check") == [("no-file", "r", "18-NQ/TW@XII")]
    assert "1 decision found no mention any more" in built(folder)


@pytest.mark.parametrize("given", ["26-NQ/TW@ZZ", "99-KL/TW@XX", "07-KL/HU@Không Đâu"])
def test_ids_that_no_document_can_have_are_refused(folder: Path, given: str) -> None:
    assert run("decide", "r", "Chỉ thị 05", given, folder=folder).returncode == 3
    assert verdicts(folder, "list") == []


def test_a_name_finds_a_known_document_that_no_report_cites(folder: Path) -> None:
    decided = run("decide", "r", "Chỉ thị 05", "nghị quyết 35 khóa XII", folder=folder)
    assert decided.returncode == 0, decided.stderr
    assert verdicts(folder, "list") == [("", "r", "35-NQ/TW@XII")]


@pytest.mark.parametrize("by", ["words", "position"])
def test_a_mention_is_not_the_same_as_itself(folder: Path, by: str) -> None:
    given = "Chỉ thị 05" if by == "words" else str(TEXT.index("Chỉ thị 05"))
    assert run("decide", "r", "Chỉ thị 05", "--same-as", given, folder=folder).returncode == 3
    assert verdicts(folder, "list") == []
    assert run("decide", "r", "Chỉ thị 05", "--same-as", str(TEXT.index("Nghị")), folder=folder).returncode == 0
    assert verdicts(folder, "list") == [("", "r", "Nghị quyết 18")]


def test_a_table_that_does_not_exist_is_not_added(folder: Path) -> None:
    refused = run("decisions", "add", "nofile.csv", folder=folder)
    assert refused.returncode == 3
    assert "nofile.csv" in refused.stderr
    assert not (folder / "output" / "decisions.csv").exists()


ALIKE = "".join(f"- Tổ chức học tập Nghị quyết 26.\n- Kết quả {how}.\n" for how in ("tốt", "khá"))


def alike_places(folder: Path) -> list[str]:
    """Build a report with two mentions with the same words around, and return where they begin."""
    (folder / "reports" / "c.txt").write_text(f"BÁO CÁO\n{ALIKE}", encoding="utf-8")
    built(folder)
    with Store(folder / "output" / "citegraph.sqlite") as store:
        return [str(one.mention.span.start) for one in store.cites("c")]


def test_of_two_decided_mentions_with_the_same_words_one_is_undone_by_its_place(folder: Path) -> None:
    first, second = alike_places(folder)
    run("decide", "c", first, "26-NQ/TW@XII", folder=folder)
    run("decide", "c", second, "26-NQ/TW@X", folder=folder)
    refused = run("decisions", "undo", "c", "Nghị quyết 26", folder=folder)
    assert refused.returncode == 3
    assert f"{first}, {second}" in refused.stderr
    assert run("decisions", "undo", "c", first, folder=folder).returncode == 0
    assert verdicts(folder, "list") == [("", "c", "26-NQ/TW@X")]
    assert run("decisions", "undo", "c", "Nghị quyết 26", folder=folder).returncode == 0
    assert verdicts(folder, "list") == []


def test_added_decisions_hold_for_mentions_alike_and_after_a_rename(folder: Path) -> None:
    places = alike_places(folder)
    with Store(folder / "output" / "citegraph.sqlite") as store:
        made = [decision_on_citation(store.report("c"), one, Verdict.DOCUMENT) for one in store.cites("c")]
    with (folder / "saved.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("report", "surface", "before", "after", "verdict", "document", "date", "start"))
        for one, start, document in zip(made, places, ("26-NQ/TW@XII", "26-NQ/TW@X"), strict=True):
            writer.writerow(("c", one.surface, one.before, one.after, one.verdict, document, "2026-01-02", start))
    added = run("decisions", "add", "saved.csv", folder=folder)
    assert added.returncode == 0, added.stderr
    (folder / "reports" / "c.txt").rename(folder / "reports" / "moved.txt")
    assert built(folder) == ""
    with Store(folder / "output" / "citegraph.sqlite") as store:
        assert [one.document for one in store.cites("moved")] == ["26-NQ/TW@XII", "26-NQ/TW@X"]
    assert verdicts(folder, "check") == []
