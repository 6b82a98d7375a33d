"""The file of a report stands beside its text, as long as it is what was read and lies in a folder that is served."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from visitors import visitor
from written import pdf

from citegraph.pipeline import build
from citegraph.web import pdf_page_image
from citegraph.web.settings import make_settings

images = pytest.importorskip("PIL.Image", reason="pictures of pages need Pillow")

CITING = "Theo Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị."
NAME = "báo cáo.pdf"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "store").mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / NAME).write_bytes(pdf(["Trang một.", CITING, "Trang ba."]))
    (tmp_path / "in" / "b.txt").write_text(CITING, "utf-8")
    (tmp_path / "in" / "c.jsonl").write_text('{"id": "c1", "text": "' + CITING + '"}\n', "utf-8")
    monkeypatch.chdir(tmp_path / "store")
    build([str(tmp_path / "in")], "citegraph.sqlite", jobs=1)
    return tmp_path


@pytest.fixture
def someone(folder: Path) -> Iterator[TestClient]:
    with visitor(make_settings(Path("citegraph.sqlite"), folders=[folder / "in"])) as client:
        yield client


def test_the_page_that_cites_is_shown_beside_the_text(someone: TestClient) -> None:
    text = someone.get("/report/text", params={"id": "báo cáo"}).text
    assert "Page 2 of 3" in text
    answer = someone.get("/report/page", params={"id": "báo cáo", "page": 2})
    assert answer.headers["content-type"] == "image/webp"
    assert max(images.open(io.BytesIO(answer.content)).size) == pdf_page_image.SIDE
    assert "Page 3 of 3" in someone.get("/report/text", params={"id": "báo cáo", "page": 99}).text


def test_other_files_have_no_pages(someone: TestClient) -> None:
    assert someone.get("/report/page?id=b").status_code == 404
    assert "<img" not in someone.get("/report/text?id=b").text


@pytest.mark.parametrize("name", ["báo cáo", "b"])
def test_the_file_can_be_taken(someone: TestClient, folder: Path, name: str) -> None:
    assert "/report/original?" in someone.get("/report/text", params={"id": name}).text
    answer = someone.get("/report/original", params={"id": name})
    [file] = (folder / "in").glob(f"{name}.*")
    assert answer.content == file.read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")


def test_a_row_of_a_table_has_no_file_of_its_own(someone: TestClient) -> None:
    assert "/report/original?" not in someone.get("/report/text?id=c1").text
    assert someone.get("/report/original?id=c1").status_code == 404


def test_a_file_that_changed_is_neither_shown_nor_given(someone: TestClient, folder: Path) -> None:
    (folder / "in" / NAME).write_bytes(pdf(["Khác."]))
    for path in ("/report/original", "/report/page"):
        assert someone.get(path, params={"id": "báo cáo", "page": 1}).status_code == 404


def test_a_file_outside_of_the_folders_is_neither_shown_nor_given(folder: Path) -> None:
    with visitor(make_settings(Path("citegraph.sqlite"))) as stranger:
        for path in ("/report/original", "/report/page"):
            assert stranger.get(path, params={"id": "báo cáo"}).status_code == 404
    (folder / "store" / "link").symlink_to(folder / "in")  # a link does not make it lie inside
    with visitor(make_settings(Path("citegraph.sqlite"))) as stranger:
        assert stranger.get("/report/original?id=b").status_code == 404


def test_what_cannot_be_drawn_is_given_up() -> None:
    assert pdf_page_image.draw_page(b"%PDF-1.7 broken", 1) is None


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_page_image, "SECONDS", 0.01)
    assert pdf_page_image.draw_page(pdf(["Một."]), 1) is None
