"""After a build the folder of annotated reports holds their pages and no others of ours, and all that was put there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from citegraph.errors import ExportError
from citegraph.publish import publish
from citegraph.publish.annotated_pages import WrittenPage, annotate

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


def test_a_page_is_never_written_over_a_report_or_a_file_of_somebody_else(reports: Path) -> None:
    source = Path("bài.html")
    source.write_text(f"<!doctype html><p>{CITING.format('x')}", encoding="utf-8")
    before = source.read_bytes()
    with pytest.raises(ExportError, match="is an input"):
        list(annotate(["bài.html"], Path()))
    Path("một.html").write_bytes(before)
    with pytest.raises(ExportError, match="not written by citegraph"):
        list(annotate([str(reports / "một.txt")], Path()))
    assert source.read_bytes() == before == Path("một.html").read_bytes()
    first, again = (list(annotate(["bài.html"], Path("m"))) for _ in range(2))
    assert first == again == [WrittenPage(Path("m/bài.html"), 1, 0)], "our own page is written anew"
    page = Path("m/bài.html").read_bytes()
    with pytest.raises(ExportError, match="is an input"):
        list(annotate(["m/bài.html"], Path("m")))
    assert Path("m/bài.html").read_bytes() == page
    foreign = Path("o/annotated/hai.html")
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(before)
    with pytest.raises(ExportError, match="not written by citegraph"):
        build(reports)
    assert foreign.read_bytes() == before


def test_reports_of_one_name_have_a_page_each_however_their_folder_is_typed(tmp_path: Path, reports: Path) -> None:
    (reports / "sâu").mkdir()
    (reports / "sâu" / "một.txt").write_text(CITING.format("bốn"), encoding="utf-8")
    for typed in (f"./{reports}", f"{reports}/", f".//{reports}/sâu/..", str(reports)):
        assert build(typed) == 0
        assert len(pages()) == len(linked()) == 4
        written = [page for page in annotate([typed], Path("m"), Path("o/s.sqlite")) if isinstance(page, WrittenPage)]
        assert len(written) == 4
        assert all("graph.html#f=d" in page.file.read_text("utf-8") for page in written), "all are those of the store"


def test_a_folder_of_pages_is_named_only_where_there_is_one(reports: Path) -> None:
    for path in reports.iterdir():
        path.write_text("Hôm nay không bàn văn bản nào.", encoding="utf-8")
    done = publish([reports], "o", formats=["html"], annotate=True, jobs=1)
    assert set(done.files) == {Path("o/citegraph.sqlite"), Path("o/graph.html")}
    assert all(file.exists() for file in done.files)
