"""Files that are brought, drafts that are audited, decisions: what a person changes, in a real store."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import scans
from command import PATIENCE
from serving import served
from starlette.testclient import TestClient
from visitors import visitor

from citegraph import decisions
from citegraph.decisions import Verdict
from citegraph.errors import ArgumentError
from citegraph.pipeline import build
from citegraph.read import text_recognition
from citegraph.store import Store
from citegraph.web.settings import make_settings
from citegraph.web.uploads import safe_file_name

CITING = "Theo Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị."
OPEN = "Thực hiện Nghị quyết 18-NQ/TW, tỉnh đã sắp xếp."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def someone(folder: Path) -> Iterator[TestClient]:
    with visitor(make_settings(Path())) as client:
        yield client


def secret(client: httpx.Client) -> dict[str, str]:
    [found] = set(re.findall(r'name="secret" value="([^"]+)"', client.get("/bring").text))
    return {"secret": found}


def bring(client: TestClient, **files: str | bytes) -> str:
    """Bring files in, and return the page that tells what became of them."""
    sent = [("files", (name.replace("_", "."), io.BytesIO(_bytes(data)))) for name, data in files.items()]
    return ended(client, client.post("/bring", data=secret(client), files=sent).url)


def ended(client: TestClient, url: object) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        page = client.get(str(url)).text
        if "data-progress" not in page:
            return page
        told = client.get(str(url).replace("progress", "events")).text  # ends with the build
        assert told.startswith("data: {")
    raise TimeoutError


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


def test_files_are_brought_in_and_read(someone: TestClient, folder: Path) -> None:
    page = bring(someone, a_txt=CITING, b_txt=OPEN, c_txt="")
    assert "3 files read" in page
    assert "c.txt" in page
    assert "is empty" in page
    assert sorted(path.name for path in (folder / "brought").iterdir()) == ["a.txt", "b.txt", "c.txt"]
    assert someone.get("/api/v1/cited-by", params={"document": "35-NQ/TW"}).json()["rows"][0]["report"] == "a"


@pytest.mark.skipif(text_recognition.tesseract_version() is None, reason=text_recognition.REMEDY)
@pytest.mark.skipif(not scans.has_fonts(), reason="install fonts-dejavu-core")
def test_it_is_told_how_many_pages_are_recognized(tmp_path: Path) -> None:
    """The lines of a build are those that the server sends on to the page."""
    (tmp_path / "quét.pdf").write_bytes(scans.pdf([scans.page(CITING, dpi=150), scans.page(OPEN, dpi=150)], 150))
    command = [sys.executable, "-m", "citegraph.web.build_process", "s.sqlite", "quét.pdf"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    told = [json.loads(line) for line in said.splitlines()]
    pages = [line["recognizing"] for line in told if "recognizing" in line]
    assert pages and all(page["name"] == "quét.pdf" and page["of"] == 2 for page in pages)
    assert told[-1]["finished"]["reports"] == 1


def test_a_file_of_the_same_name_replaces_none(someone: TestClient, folder: Path) -> None:
    bring(someone, a_txt=CITING)
    bring(someone, a_txt=CITING)
    bring(someone, a_txt=OPEN)
    assert {path.name: path.read_text() for path in (folder / "brought").iterdir()} == {
        "a.txt": CITING,
        "a-2.txt": OPEN,
    }


@pytest.mark.parametrize(
    "name",
    [
        "../../x.txt",
        "/etc/x.txt",
        "..\\..\\x.txt",
        "C:\\x.txt",
        ".x.txt",
        "con.txt",
        "",
        "...",
        "a\x00b.txt",
        "x" * 400,
        "x\u202etxt.exe",
    ],
)
def test_no_name_leads_out_of_its_folder(name: str) -> None:
    kept = safe_file_name(name)
    assert kept
    assert not set(kept) & set("/\\\x00:\u202e")
    assert not kept.startswith(".")
    assert len(kept.encode()) < 255


def test_a_file_is_kept_only_in_its_folder(someone: TestClient, folder: Path) -> None:
    sent = [("files", (name, b"x")) for name in ("../../x.txt", "..\\y.txt", "/srv/z.txt")]
    ended(someone, someone.post("/bring", data=secret(someone), files=sent).url)
    held = {path.relative_to(folder).as_posix() for path in folder.rglob("*.txt")}
    assert held == {"brought/x.txt", "brought/y.txt", "brought/z.txt"}


def test_broken_files_are_told_with_a_remedy(someone: TestClient) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 30_000_000)
    page = bring(someone, a_docx=b"PK\x03\x04broken", b_pdf=b"%PDF-1.4 broken", c_zip=bomb.getvalue(), d_txt=CITING)
    assert page.count("<li><b>") >= 2
    assert someone.get("/report?id=d").status_code == 200


def test_what_could_not_be_read_before_is_told_apart(someone: TestClient) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("../x.txt", "x")
    first = bring(someone, a_zip=inner.getvalue(), b_txt="")
    assert "<b>a.zip/" in first  # not the name in the archive alone
    assert "<details>" not in first
    second = bring(someone, c_txt="", d_txt=CITING)
    new, earlier = second.split("<details>")
    assert "c.txt" in new
    assert "b.txt" not in new
    assert "b.txt" in earlier
    assert "a.zip" in earlier
    assert "<details>" in bring(someone, e_txt=CITING)


@pytest.mark.parametrize("path", ["/bring", "/bring/folder", "/check", "/review/decide", "/review/apply"])
@pytest.mark.parametrize("sent", [{}, {"secret": ""}, {"secret": "wrong"}], ids=str)
def test_nothing_is_changed_without_the_secret(
    someone: TestClient, folder: Path, path: str, sent: dict[str, str]
) -> None:
    answer = someone.post(path, data={**sent, "verdict": "none", "key": "1"}, files=[("files", ("a.txt", b"x"))])
    assert answer.status_code == 403
    assert {one.name for one in folder.iterdir()} <= {
        "citegraph.sqlite",
        "citegraph.sqlite-wal",
        "citegraph.sqlite-shm",
        "citegraph.sqlite-writer",
    }


def test_a_read_only_server_changes_nothing(undecided: Path, folder: Path) -> None:
    shutil.copytree(undecided, folder, dirs_exist_ok=True)
    with visitor(make_settings(folder, read_only=True)) as reader:
        held = {"secret": reader.app.state.secret.value, "verdict": "none", "key": "1"}  # type: ignore[attr-defined]
        for path in ("/bring", "/bring/folder", "/review/decide", "/review/apply"):
            assert reader.post(path, data=held, files=[("files", ("a.txt", b"x"))]).status_code == 403
        assert reader.get("/review").status_code == 200
    assert not (folder / decisions.FILE).exists()


def test_the_folder_of_the_store_is_read(someone: TestClient, folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "z.txt").write_text(CITING, "utf-8")
    ended(someone, someone.post("/bring/folder", data={**secret(someone), "folder": "0", "wish": "read"}).url)
    assert someone.get("/report?id=z").status_code == 200


@pytest.mark.parametrize(("named", "wish", "status"), [("7", "read", 404), ("-1", "watch", 404), ("0", "other", 400)])
def test_only_folders_that_were_named_are_read(someone: TestClient, named: str, wish: str, status: int) -> None:
    answer = someone.post("/bring/folder", data={**secret(someone), "folder": named, "wish": wish})
    assert answer.status_code == status


def test_a_folder_that_does_not_exist_is_refused(folder: Path) -> None:
    with pytest.raises(ArgumentError, match="not a folder"):
        make_settings(folder, folders=[folder / "nothing"])


def test_what_comes_into_a_watched_folder_is_read(folder: Path) -> None:
    (folder / "incoming").mkdir()
    with (
        served(folder, "--folder", folder / "incoming") as link,
        httpx.Client(base_url=link, timeout=PATIENCE) as someone,
    ):
        wish = {**secret(someone), "folder": "0", "wish": "watch"}
        assert someone.post("/bring/folder", data=wish).status_code == 303
        with someone.stream("GET", "/bring/folders/events") as told:
            states = (json.loads(line.removeprefix("data: "))[0] for line in told.iter_lines() if "data:" in line)
            next(one for one in states if one["watched"] and one["job"] and one["over"])  # what was there is read
            (folder / "incoming" / "new.txt").write_text(CITING, "utf-8")
            next(one for one in states if one["reports"] == 1 and one["over"])
        assert "new" in someone.get("/report?id=new").text
        assert someone.post("/bring/folder", data={**wish, "wish": "end"}).status_code == 303
        assert "data-watched hidden" in someone.get("/bring").text


def test_a_draft_is_audited_and_taken_back(someone: TestClient, folder: Path) -> None:
    draft = CITING.replace("22/10", "20/10")
    answer = someone.post("/check", data=secret(someone), files=[("files", ("d.txt", draft.encode()))])
    assert "2018-10-22" in answer.text
    text, marked = re.findall(r'href="(/check/copy[^"]*)"', answer.text)
    assert "22/10/2018" in someone.get(text.replace("&amp;", "&")).text
    copy = someone.get(marked.replace("&amp;", "&"))
    assert copy.headers["content-disposition"] == 'attachment; filename="checked.html"'
    assert "20/10/2018" in copy.text
    assert not (folder / "brought").exists()


def test_a_draft_whose_day_is_not_known_is_said_to_be_checked_in_part(someone: TestClient) -> None:
    unknown = [("files", ("d.txt", "Căn cứ Quy định số 47-QĐ/TW ngày 01/11/2011, chi bộ họp.".encode()))]
    told = "The day of this draft is not known"
    assert told in someone.post("/check", data=secret(someone), files=unknown).text
    assert told not in someone.post("/check", data={**secret(someone), "date": "2023-05-05"}, files=unknown).text


def test_a_checked_word_file_is_a_word_file(someone: TestClient) -> None:
    docx = pytest.importorskip("docx")
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph(CITING.replace("22/10", "20/10"))
    made.save(out)
    answer = someone.post("/check", data=secret(someone), files=[("files", ("d.docx", out.getvalue()))])
    link = re.findall(r'href="(/check/copy[^"]*docx)"', answer.text)[0]
    copy = someone.get(link.replace("&amp;", "&")).content
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        assert "word/comments.xml" in archive.namelist()


@pytest.fixture(scope="module")
def undecided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of three undecided citations, to be copied."""
    made = tmp_path_factory.mktemp("undecided")
    (made / "reports").mkdir()
    for name, who in (("a", "tỉnh"), ("b", "huyện"), ("c", "xã")):
        (made / "reports" / f"{name}.txt").write_text(OPEN.replace("tỉnh", who), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made)
        build(["reports"], "citegraph.sqlite", jobs=1)
    return made


class TestReview:
    @pytest.fixture
    def reviewer(self, undecided: Path, folder: Path) -> Iterator[TestClient]:
        shutil.copytree(undecided, folder, dirs_exist_ok=True)
        with visitor(make_settings(Path())) as client:
            yield client

    def decide(self, client: TestClient, **told: str) -> str:
        page = client.get("/review").text
        key = re.findall(r'name="key" value="(\d+)"', page)
        return client.post("/review/decide", data={**secret(client), "key": key[0] if key else "", **told}).text

    def left(self, page: str) -> int:
        return int(re.findall(r"<b>(\d+)</b> left", page)[0])

    def test_each_decision_is_kept_and_the_next_one_shown(self, reviewer: TestClient, folder: Path) -> None:
        page = reviewer.get("/review").text
        assert self.left(page) == 3
        chosen = re.findall(r'value="document:([^"]+)"', page)[0]
        assert self.left(self.decide(reviewer, verdict=f"document:{chosen}")) == 2
        assert self.left(self.decide(reviewer, verdict="none")) == 1
        assert "Nothing is left" in self.decide(reviewer, verdict="other", document="35-NQ/TW@XII")
        held = decisions.load(folder / decisions.FILE)
        assert [(one.report, one.verdict, one.document) for one in held] == [
            ("a", Verdict.DOCUMENT, chosen),
            ("b", Verdict.NO_CITATION, ""),
            ("c", Verdict.DOCUMENT, "35-NQ/TW@XII"),
        ]

    def test_decisions_are_taken_back(self, reviewer: TestClient, folder: Path) -> None:
        self.decide(reviewer, verdict="none")
        self.decide(reviewer, verdict="none")
        assert self.left(self.decide(reviewer, verdict="undo")) == 2
        assert self.left(self.decide(reviewer, verdict="undo")) == 3
        assert decisions.load(folder / decisions.FILE) == ()
        assert self.left(self.decide(reviewer, verdict="undo")) == 3

    def test_a_skipped_one_comes_again(self, reviewer: TestClient) -> None:
        first = re.findall(r'name="key" value="(\d+)"', reviewer.get("/review").text)
        keys = [
            re.findall(r'name="key" value="(\d+)"', reviewer.get(f"/review?after={key}").text)[0] for key in (1, 2, 3)
        ]
        assert len({*first, *keys}) == 3

    def test_the_store_follows_with_the_next_build(self, reviewer: TestClient, folder: Path) -> None:
        chosen = re.findall(r'value="document:([^"]+)"', reviewer.get("/review").text)[0]
        self.decide(reviewer, verdict=f"document:{chosen}")
        ended(reviewer, reviewer.post("/review/apply", data=secret(reviewer)).url)
        with Store(folder / "citegraph.sqlite") as store:
            assert [one.document for one in store.cites("a")] == [chosen]
        assert self.left(reviewer.get("/review").text) == 2

    @pytest.mark.parametrize(
        "told", [{"key": "x"}, {"key": "999999"}, {"verdict": "document:nothing"}, {"verdict": ""}]
    )
    def test_a_form_that_fits_nothing_is_refused(
        self, reviewer: TestClient, folder: Path, told: dict[str, str]
    ) -> None:
        given = {**secret(reviewer), "verdict": "none", **told}
        answer = reviewer.post("/review/decide", data=given)
        assert answer.status_code == 404
        assert '<a class="button main" href="/review">' in answer.text  # back to the queue
        assert not (folder / decisions.FILE).exists()
