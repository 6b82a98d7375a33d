"""Tests that files that hang, use too much memory or crash their parser become failures and affect no other file."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
import stubs
import written

from citegraph.model import Failure, Report
from citegraph.read import formats, guarded_loading, load
from citegraph.read.guarded_loading import load_guarded
from citegraph.read.sources import Source, sources

SECONDS = 2.0
MEBIBYTES = 256

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are those of POSIX")


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(formats, "FORMATS", (stubs.FORMAT, *formats.FORMATS))
    yield
    guarded_loading.end_idle_workers()


def stub(deed: str) -> Source:
    return Source(f"{deed}.stub", Path(deed), stubs.MAGIC + deed.encode())


def outcome(source: Source, **limits: float) -> Report | Failure:
    (found,) = load_guarded(
        source,
        seconds=limits.get("seconds", SECONDS),
        mebibytes=int(limits.get("mebibytes", MEBIBYTES)),
        loader=stubs.load,
    )
    return found


def worker_of(found: Report | Failure) -> int:
    assert isinstance(found, Report), found
    return int(found.text.split()[-1])


def test_a_worker_is_another_process_and_is_reused() -> None:
    first, second = worker_of(outcome(stub("behave"))), worker_of(outcome(stub("behave")))
    assert first == second != os.getpid()


@pytest.mark.parametrize(("deed", "reason"), [
    ("hang", "takes longer than 2 s to read"),
    ("hang without the interpreter", "takes longer than 2 s to read"),
    ("eat memory", "exceeds the memory limit"),
    ("die", "crashed the process that read it (SIGSEGV)"),
    ("leave", "crashed the process that read it"),
])  # fmt: skip
def test_a_hostile_file_is_a_failure_and_the_next_is_read(deed: str, reason: str) -> None:
    start = time.monotonic()
    found = outcome(stub(deed))
    assert isinstance(found, Failure)
    assert (found.path, found.reason) == (f"{deed}.stub", reason)
    assert found.remedy
    assert time.monotonic() - start < SECONDS + 15  # a worker starts in a second or two, if a core is free
    worker_of(outcome(stub("behave")))


def test_all_formats_except_plain_text_tables_are_guarded() -> None:
    unguarded = {"JSON lines", "CSV", "subtitles", "text"}
    for form in formats.FORMATS:
        if form.name in written.WRITE:
            with Source("a", Path("a"), written.WRITE[form.name]()).open_content() as content:
                assert formats.recognize_by_first_bytes(content).risky == form.risky == (form.name not in unguarded), (
                    form.name
                )


def test_output_of_a_library_is_not_taken_for_a_response() -> None:
    found = outcome(stub("babble"))
    assert isinstance(found, Report)
    assert (found.warnings, found.extra) == (("a", "b"), (("k", "v"),))
    worker_of(outcome(stub("behave")))


def test_a_worker_that_died_idle_is_replaced() -> None:
    first = worker_of(outcome(stub("behave")))
    os.kill(first, 9)
    time.sleep(0.2)
    assert worker_of(outcome(stub("behave"))) != first


def test_workers_are_replaced_after_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_loading, "FILES", 2)
    assert len({worker_of(outcome(stub("behave"))) for _ in range(4)}) == 2


@pytest.mark.parametrize("name", written.WRITE)
def test_every_format_is_read_as_without_a_guard(name: str) -> None:
    source = Source(f"x/{name}", Path(name), written.WRITE[name]())
    assert list(load_guarded(source, seconds=60, mebibytes=1024)) == list(load(source))


def test_text_and_tables_need_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_loading, "_acquire_worker", lambda mebibytes: pytest.fail("a worker was started"))
    assert isinstance(outcome(Source("a.txt", Path("a"), "Tin của huyện".encode())), Report)
    rows = load_guarded(Source("a.jsonl", Path("a"), b'{"text": "a"}\n{"text": "b"}\n'), seconds=1, mebibytes=64)
    assert [type(row) for row in rows] == [Report, Report]


def test_a_file_that_cannot_be_opened_is_a_failure(tmp_path: Path) -> None:
    found = outcome(Source("gone.pdf", tmp_path / "gone.pdf"))
    assert isinstance(found, Failure)
    assert "does not exist" in found.reason


def test_a_word_file_whose_tree_exceeds_the_memory_limit() -> None:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(written.docx_file())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 4_000_000
    name = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts["word/document.xml"] = b"<w:document xmlns:w='" + name + b"'><w:body>" + body + b"</w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    bomb = Source("bomb.docx", Path("bomb.docx"), out.getvalue())
    (found,) = load_guarded(bomb, seconds=60, mebibytes=512)
    assert isinstance(found, Failure)
    assert "memory" in found.reason
    (found,) = load_guarded(Source("a.docx", Path("a.docx"), written.docx_file()), seconds=60, mebibytes=512)
    assert isinstance(found, Report)


def test_a_pdf_that_draws_nested_forms_without_end() -> None:
    """Forms that each draw the next one ten times: 10 ** 9 drawings in a few hundred bytes."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    resources = b"/Resources<</XObject<</F %d 0 R>>>>"
    objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R" + resources % 5 + b">>")
    objects.append(b"<</Length 5>>stream\n/F Do\nendstream")
    for number in range(5, 14):
        stream = b"/F Do " * 10
        objects.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]" + resources % (number + 1) + b"/Length %d>>" % len(stream)
            + b"stream\n" + stream + b"\nendstream"
        )  # fmt: skip
    objects.append(b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 0>>stream\n\nendstream")
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(
        b"%010d 00000 n \n" % at for at in places
    )
    trailer = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(data))
    start = time.monotonic()
    (found,) = load_guarded(Source("a.pdf", Path("a.pdf"), data + table + trailer), seconds=3, mebibytes=512)
    assert isinstance(found, Failure)
    assert time.monotonic() - start < 20


def test_threads_and_pool_processes_can_use_the_guard() -> None:
    with ThreadPoolExecutor(3) as threads:
        assert all(isinstance(one, Report) for one in threads.map(outcome, [stub("behave")] * 6))
    with ProcessPoolExecutor(2) as processes:
        found = list(processes.map(outcome, [stub("behave"), stub("die"), stub("behave"), stub("hang")], timeout=60))
    assert [type(one) for one in found] == [Report, Failure, Report, Failure]


def test_no_worker_outlives_its_parent() -> None:
    program = """
        import os, sys
        from citegraph.read.guarded_loading import load_guarded
        import stubs
        from citegraph.read import formats
        from citegraph.read.sources import Source
        from pathlib import Path
        formats.FORMATS = (stubs.FORMAT, *formats.FORMATS)
        (found,) = load_guarded(Source("a.stub", Path("a"), b"STUB behave"), seconds=9, mebibytes=256, loader=stubs.load)
        print(found.text.split()[-1], flush=True)
        os.kill(os.getpid(), 9)
    """
    here = str(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([here, *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    worker = int(done.stdout)
    for _ in range(50):
        if not Path(f"/proc/{worker}").exists() and not _alive(worker):
            return
        time.sleep(0.1)
    pytest.fail("the worker lives on")


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("current_first", [False, True])
def test_no_file_in_the_current_folder_is_imported_as_a_module(tmp_path: Path, *, current_first: bool) -> None:
    for name in ("pickle", "struct", "json", "signal", "lxml"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()\n", encoding="utf-8")
    page = "<!doctype html><html><body><p>Trang nói về Nghị quyết số 35-NQ/TW.</p></body></html>"
    (tmp_path / "trang.html").write_text(page, encoding="utf-8")
    program = f"""
        import sys
        from citegraph.read import guarded_loading, sources
        from citegraph.model import Report
        if {current_first}:
            sys.path.insert(0, "")  # as in a Python shell, which has loaded its own modules
        [source] = sources(["trang.html"])
        [found] = guarded_loading.load_guarded(source)
        print(isinstance(found, Report), len(guarded_loading._idle))
    """
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-P", "-c", textwrap.dedent(program)],
        env={**os.environ, "PYTHONPATH": path}, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "True 1\n", done.stderr
    assert not (tmp_path / "ran").exists()


def test_a_relative_name_refers_to_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        page = f"<!doctype html><html><body><p>Trang {name} nói về Nghị quyết số 35-NQ/TW.</p></body></html>"
        (folder / "trang.html").write_text(page, encoding="utf-8")
        monkeypatch.chdir(folder)
        [source] = sources(["trang.html"])
        [found] = load_guarded(source)
        assert isinstance(found, Report)
        assert f"Trang {name}" in found.text
