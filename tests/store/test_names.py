"""Every file and every row of a table is a report of its own, whatever files are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from citegraph.pipeline import build
from citegraph.query import find_report
from citegraph.store import Store


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("first", [(), ("x.jsonl",), ("x.jsonl#1",), ("x#1", "x.jsonl#1#"), ("x.jsonl", "x#1")])
def test_a_file_called_like_a_row_of_a_table_is_a_report_beside_it(
    tmp_path: Path, first: tuple[str, ...], jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("d").mkdir()
    files = {"x.jsonl": '{"text": "một"}\n{"text": "hai"}\n'} | dict.fromkeys(("x.jsonl#1", "x.jsonl#1#", "x#1"), "ba")
    for names in (first, files.keys() - set(first), ()):  # whatever comes first, and once more
        for name in names:
            (Path("d") / name).write_text(files[name], encoding="utf-8")
        build(["d"], "s.sqlite", jobs=jobs)
    with Store("s.sqlite") as store:
        found = {report.path: report.id for report in store.reports()}
        assert found == {
            "d/x\\x231": "x\\x231",
            "d/x.jsonl#1": "x#1",
            "d/x.jsonl#2": "x#2",
            "d/x.jsonl\\x231": "x.jsonl\\x231",
            "d/x.jsonl#1#": "x.jsonl#1#",
        }
        for path, name in found.items():
            assert store.report(path) == store.report(name) == find_report(store, path)
        assert find_report(store, "d/x.jsonl#1").path == "d/x.jsonl#1"  # the row
        assert find_report(store, "d/x#1").path == "d/x\\x231"  # as the file system has it
    for name in files:
        (Path("d") / name).unlink()
    assert build(["d"], "s.sqlite", jobs=jobs, prune=True).reports == 0
