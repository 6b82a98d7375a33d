"""After a build the folder of annotated reports holds their pages and no others of ours, and all that was put there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from citegraph.publish import publish

CITING = "Theo Chỉ thị số 05-CT/TW ngày 15/5/2016, chi bộ {} đăng ký việc làm theo."


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("tin")
    folder.mkdir()
    for name in ("một", "hai", "ba"):
        (folder / f"{name}.txt").write_text(CITING.format(name), encoding="utf-8")
    return folder


def build(*paths: str | Path, prune: bool = False) -> int:
    done = publish(paths, "o", "o/s.sqlite", formats=["html"], annotate=True, prune=prune, jobs=1)
    return len(done.failures)


def pages() -> set[str]:
    return {path.name for path in Path("o/annotated").iterdir()}


def linked() -> set[str]:
    """The pages that the graph page leads to."""
    return set(re.findall(r'"annotated/([^"#]+)#', Path("o/graph.html").read_text(encoding="utf-8")))


def test_pages_of_reports_that_went_go_with_them(reports: Path) -> None:
    assert build(reports) == 0
    assert pages() == {"một.html", "hai.html", "ba.html"}
    (reports / "hai.txt").unlink()
    build(reports)
    assert pages() == {"một.html", "hai.html", "ba.html"}, (
        "the store still has the report, and its page is all that is left"
    )
    build(reports, prune=True)
    assert pages() == {"một.html", "ba.html"}
    (reports / "ba.txt").write_text("Hôm nay không bàn văn bản nào.", encoding="utf-8")
    build(reports)
    assert pages() == {"một.html"}


def test_a_page_stays_and_is_linked_while_its_report_is_as_it_shows_it(reports: Path) -> None:
    build(reports)
    before = {path.name: path.read_bytes() for path in Path("o/annotated").iterdir()}
    links = linked()
    assert len(links) == 3
    (reports / "một.txt").write_text(CITING.format("đầu tiên"), encoding="utf-8")
    build(reports / "một.txt")
    after = {path.name: path.read_bytes() for path in Path("o/annotated").iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"một.html"}
    assert linked() == links
    # A page that shows an older text than the store knows is worse than none.
    (reports / "hai.txt").write_text(CITING.format("thứ hai"), encoding="utf-8")
    publish([reports], "o", "o/s.sqlite", formats=["html"], jobs=1)
    build(reports / "một.txt")
    assert pages() == {"một.html", "ba.html"}
    assert len(linked()) == 2


def test_what_is_not_ours_stays(reports: Path) -> None:
    build(reports)
    folder = Path("o/annotated")
    (folder / "ghi chép.html").write_text("<!doctype html><p>Của tôi</p>", encoding="utf-8")
    (folder / "hai-bản sao.html").write_bytes((folder / "hai.html").read_bytes())  # copied by hand
    (folder / "ảnh.png").write_bytes(b"\x89PNG")
    (folder / "sâu.html").mkdir()
    (folder / "link.html").symlink_to("hai.html")
    own = pages() - {"một.html", "hai.html", "ba.html"}
    for path in reports.iterdir():
        path.unlink()
    (reports / "bốn.txt").write_text(CITING.format("bốn"), encoding="utf-8")
    build(reports, prune=True)
    assert pages() == own | {"bốn.html"}


def test_two_reports_that_could_be_called_alike_keep_a_page_each(reports: Path) -> None:
    rows = "".join(f'{name},"{CITING.format("x")}"\n' for name in ("a/b", "a?b", "x" * 5000, "<&>"))
    (reports / "bảng.csv").write_text(f"id,text\n{rows}", encoding="utf-8")
    build(reports)
    assert len(pages()) == len(linked()) == 7
    build(reports / "một.txt")  # of the others nothing is read, and all are known again
    assert len(pages()) == len(linked()) == 7
    (reports / "bảng.csv").write_text("id,text\n" + rows.partition("\n")[2], encoding="utf-8")
    build(reports)
    assert len(pages()) == len(linked()) == 6
    assert all("a?b" in Path("o/annotated", name).read_text("utf-8") for name in pages() if name.startswith("a-b"))


def test_the_pages_are_no_reports_of_the_next_build(reports: Path) -> None:
    build(".")
    assert len(pages()) == 3
    assert build(".") == 0
    assert len(pages()) == 3
