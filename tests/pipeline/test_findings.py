"""A build audits again what may have changed, and no other report: its findings are those of a build of all at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from citegraph import audit, decisions, pipeline
from citegraph.audit.checked_citation import Subject
from citegraph.model import Finding
from citegraph.store import Store

LEARNED = "Ngày 5/6/2023\nThực hiện Hướng dẫn số 999-HD/BTCTW ngày {day}/3/2023 của Ban Tổ chức Trung ương về thư viện."
LISTED = "Ngày 5/6/2023\nTheo Nghị quyết số 35-NQ/TW ngày {day}/10/2018 của Bộ Chính trị."


@pytest.fixture
def audited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The reports that are audited, as they are."""
    reports: list[str] = []
    find = audit.findings

    def noted(subjects: Sequence[Subject]) -> list[Finding]:
        reports.append(subjects[0].citation.report)
        return find(subjects)

    monkeypatch.setattr(audit, "findings", noted)
    return reports


def write(folder: Path, text: str, **days: int) -> Path:
    """Write a report of a text for each day."""
    folder.mkdir(exist_ok=True)
    for name, day in days.items():
        (folder / f"{name}.txt").write_text(text.format(day=day), encoding="utf-8")
    return folder


def build(folder: Path, store: Path, audited: list[str], **options: Path) -> tuple[list[str], list[str]]:
    """Build, and return which reports were audited and which have findings; a build of all at once finds the same."""
    audited.clear()
    pipeline.build([folder], store, jobs=1, **options)
    done = sorted(audited)
    pipeline.build([folder], alone := store.with_name(f"{len([*store.parent.iterdir()])}.sqlite"), jobs=1, **options)
    with Store(store) as opened, Store(alone) as other:
        assert [*opened.dump()] == [*other.dump()]
        return done, sorted({found.report for found in opened.findings()})


def test_only_a_new_or_changed_report_is_audited(tmp_path: Path, audited: list[str]) -> None:
    folder, store = write(tmp_path / "r", LISTED, a=22, b=23), tmp_path / "s.sqlite"
    assert build(folder, store, audited) == (["a", "b"], ["b"])
    write(folder, LISTED, c=24)
    assert build(folder, store, audited) == (["c"], ["b", "c"])
    write(folder, LISTED, b=22)
    assert build(folder, store, audited) == (["b"], ["c"])
    assert build(folder, store, audited) == ([], ["c"])


def test_what_other_reports_teach_about_its_documents_has_a_report_audited(tmp_path: Path, audited: list[str]) -> None:
    folder, store = write(tmp_path / "r", LEARNED, a=12, x=15), tmp_path / "s.sqlite"
    write(folder, LISTED, far=22)
    assert build(folder, store, audited) == (["a", "far", "x"], ["x"])
    write(folder, LEARNED, b=12)  # as it was learned
    assert build(folder, store, audited) == (["b"], ["x"])
    write(folder, LEARNED, y=15, z=15)  # the majority changes
    assert build(folder, store, audited) == (["a", "b", "x", "y", "z"], ["a", "b"])


def test_other_tables_have_every_report_audited(tmp_path: Path, audited: list[str]) -> None:
    folder, store, own = write(tmp_path / "r", LISTED, a=22, b=23), tmp_path / "s.sqlite", tmp_path / "own"
    build(folder, store, audited)
    own.mkdir()
    (own / "abbreviations.csv").write_text("short,long\nabc,một\n", encoding="utf-8")
    assert build(folder, store, audited, knowledge=own)[0] == ["a", "b"]
    audited.clear()
    write(folder, LISTED, c=22)
    pipeline.build([folder / "c.txt"], store, jobs=1)  # the others stay as they were read
    assert sorted(audited) == ["a", "b", "c"]


def test_a_decision_of_a_person_has_its_report_audited(tmp_path: Path, audited: list[str]) -> None:
    folder, store = write(tmp_path / "r", LISTED, a=22, b=23), tmp_path / "s.sqlite"
    build(folder, store, audited)
    with Store(store) as opened:
        [report], [citation] = [one for one in opened.reports() if one.id == "b"], opened.cites("b")
    denied = decisions.decision_on_citation(report, citation, decisions.Verdict.NO_CITATION)
    decisions.save(tmp_path / decisions.FILE, [denied])
    assert build(folder, store, audited) == ([], [])  # without citations nothing is left to audit
    decisions.save(tmp_path / decisions.FILE, [])
    assert build(folder, store, audited) == (["b"], ["b"])
