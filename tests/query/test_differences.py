"""What changed between two stores is told, and nothing where nothing did."""

from __future__ import annotations

from pathlib import Path

from citegraph import decisions
from citegraph.decisions import Verdict
from citegraph.pipeline import build
from citegraph.query import diff, explain
from citegraph.store import Store

FIRST = "Thực hiện Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị, xã đã họp.\n"
SECOND = "Thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị, xã đã họp.\n"
OPEN = "Nghị quyết 18 đã được bàn.\n"


def test_what_changed_between_two_stores_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in (("a", FIRST), ("b", FIRST), ("c", OPEN), ("gone", FIRST)):
        (folder / f"{name}.txt").write_text(f"Báo cáo xã {name}\n\n{text}", encoding="utf-8")
    old, new = tmp_path / "old" / "s.sqlite", tmp_path / "new" / "s.sqlite"
    for store in (old, new):
        store.parent.mkdir()
    build([folder], old, jobs=1)
    (folder / "a.txt").rename(folder / "moved.txt")
    (folder / "b.txt").write_text(f"Báo cáo xã b\n\n{FIRST}\n{SECOND}", encoding="utf-8")
    (folder / "gone.txt").unlink()
    (folder / "more.txt").write_text(SECOND, encoding="utf-8")
    with Store(old) as opened:
        info = opened.report("c")
        assert info is not None
        one = decisions.decision_on_citation(
            info, opened.cites("c")[-1], Verdict.DOCUMENT, "18-NQ/TW@XII", note="vì sao"
        )
    decisions.save(new.with_name(decisions.FILE), [one])
    build([folder], new, jobs=1)
    told = [(each.kind, each.report, each.old, each.new) for each in diff(old, new)]
    assert told[:3] == [
        ("report-added", "more", None, None),
        ("report-removed", "gone", None, None),
        ("report-changed", "b", None, None),
    ]
    assert ("citation-added", "b", None, "05-CT/TW@XII") in told
    assert next(each for each in told if each[0] == "citation-decided")[3] == "18-NQ/TW@XII"
    assert ("document-cited", None, None, "05-CT/TW@XII") in told
    assert ("decision-taken", "c", None, "18-NQ/TW@XII") in told
    assert diff(new, new) == []
    assert {each.kind for each in diff(new, old)} >= {"decision-undone", "citation-removed", "document-uncited"}
    [mention] = explain(OPEN, people=new.with_name(decisions.FILE))
    assert mention.citation is not None
    assert mention.citation.document == "18-NQ/TW@XII"
    assert mention.citation.evidence[0].detail == "vì sao"
