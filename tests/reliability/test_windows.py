"""What differs on Windows, as far as another system can show it: slashes, names, line ends, consoles."""

from __future__ import annotations

import ntpath
import os
import re
import sys
from pathlib import Path

import pytest
from command import on_a_terminal, run

from citegraph.pipeline import citations
from citegraph.read.file_name_encoding import normalize_paths
from citegraph.read.sources import make_coverage_test

TEXT = "Báo cáo\nThực hiện Nghị quyết số\n35-NQ/TW ngày 22/10/2018 của Bộ Chính trị.\n"
REFUSED = re.compile(r'[\\:*?"<>|\x00-\x1f]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)', re.IGNORECASE)

posix = pytest.mark.skipif(sys.platform == "win32", reason="the system itself refuses such names")


def test_both_slashes_name_the_same_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "path", ntpath)
    monkeypatch.setattr(os, "sep", ntpath.sep)
    assert normalize_paths(["reports\\", "reports/", ".\\reports//a.txt"]) == ["reports", "reports", "reports\\a.txt"]
    for typed in ("reports\\", "reports/", ".\\reports"):
        covers = make_coverage_test(normalize_paths(typed))
        assert covers("reports\\a.txt")
        assert not covers("reports2\\a.txt")


@posix
def test_no_file_is_written_under_a_name_that_windows_refuses(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    for name in (
        "con.txt",
        "AUX.md",
        "nul.jsonl.txt",
        "com1.html.txt",
        "a:b?.txt",
        "cuối .txt",
        "chấm..txt",
        "a|b.txt",
    ):
        (tmp_path / "r" / name).write_text(TEXT, encoding="utf-8")
    rows = "".join(f'id,text\nlpt1,"{TEXT}"\nprn.,"{TEXT}"\n')
    (tmp_path / "r" / "bảng.csv").write_text(rows, encoding="utf-8")
    ran = run("build", "r", "-o", "o", "--annotate", "--format", "html,obsidian,csv", folder=tmp_path)
    assert ran.returncode == 0, ran.stderr
    written = [path.name for path in (tmp_path / "o").rglob("*")]
    assert len(written) > 20
    assert [name for name in written if REFUSED.search(name)] == []


def test_line_ends_change_nothing(tmp_path: Path) -> None:
    kinds = "name,symbols,scope,flags\nĐề cương,ĐC,party,firm\n"
    for folder, end in (("lf", "\n"), ("crlf", "\r\n")):
        (tmp_path / folder / "my").mkdir(parents=True)
        files = {
            "my/kinds.csv": "\ufeff" + kinds,
            "a.txt": f"{TEXT}Theo Đề cương số\n07-ĐC/TW.",
            "b.csv": f'id,date,text\nr,2024-03-05,"{TEXT}"\n',
            "c.jsonl": '{"id": "s", "text": "Chỉ thị số 05-CT/TW"}\n',
            "d.srt": "1\n00:00:01,000 --> 00:00:02,000\nNghị quyết\nsố 35-NQ/TW\n",
        }
        for name, text in files.items():
            (tmp_path / folder / name).write_text(text, encoding="utf-8", newline=end)
    found = {
        folder: [
            (one.report, one.document, one.mention.position)
            for one in citations(sorted((tmp_path / folder).glob("?.*")), knowledge=tmp_path / folder / "my")
        ]
        for folder in ("lf", "crlf")
    }
    assert found["crlf"] == found["lf"]
    assert {document for _, document, _ in found["lf"]} >= {"35-NQ/TW@XII", "07-ĐC/TW@?"}


@posix
@pytest.mark.parametrize("encoding", ["cp1258", "cp437"])
def test_a_console_of_another_code_page_ends_no_command(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    asked = ("cited-by", "35-NQ/TW", "--store", "o/citegraph.sqlite", "--lang", "vi")
    for arguments in (("build", "a.txt", "-o", "o", "--lang", "vi"), asked):
        shown = on_a_terminal(*arguments, folder=tmp_path, encoding=encoding)
        assert "Traceback" not in shown
        assert "35-NQ/TW@XII" in shown
    ran = run(*asked, folder=tmp_path)
    assert "Nghị quyết" in ran.stdout  # what goes to a file or a pipe is UTF-8
