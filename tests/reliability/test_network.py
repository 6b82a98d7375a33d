"""Nothing is ever asked of the network: the whole main job runs where asking is fatal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from command import CODE, command, environment

from citegraph.cli import root_command
from citegraph.export import all_formats

# What Python itself reports of every socket, whoever opens it: the hook cannot be taken off again. Processes of one
# machine may talk (multiprocessing), and urllib3, which a reader of pages brings along, looks for IPv6 as it is
# imported by binding to this very machine; neither sends anything.
FORBIDDEN = """
import os, socket, sys

def _forbid(event, arguments):
    harmless = event in ("socket.__new__", "socket.gethostname")
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        harmless = arguments[0].family == getattr(socket, "AF_UNIX", None)
        harmless |= event == "socket.bind" and arguments[1] == ("::1", 0)
    if event.startswith("socket.") and not harmless or event.startswith(("urllib.R", "http.client.", "ftplib.")):
        with open(os.environ["NETWORK"], "a") as told:  # workers have no standard error
            told.write(f"{event} {arguments}\\n")
        os._exit(99)

sys.addaudithook(_forbid)
"""

MAIN_JOB = (
    ("demo", "-o", "out"),
    ("build", "out/samples", "-o", "again", "--scope", "all", "-j", "2"),
    ("cited-by", "35-NQ/TW", "--store", "out/demo.sqlite", "--format", "json"),
    ("documents", "--store", "out/demo.sqlite", "--scope", "all"),
    ("reports", "--store", "out/demo.sqlite"),
    ("failures", "--store", "out/demo.sqlite"),
    ("extract", "out/samples"),
    ("cites", "diem-tin-2024-03", "--store", "out/demo.sqlite"),
    ("related", "35-NQ/TW", "--store", "out/demo.sqlite"),
    ("timeline", "35-NQ/TW", "--store", "out/demo.sqlite", "--save", "out/timeline.svg"),
    ("path", "35-NQ/TW", "57-NQ/TW", "--store", "out/demo.sqlite"),
    ("search", "nen tang", "--store", "out/demo.sqlite"),
    ("explain", "Nghị quyết 18", "--date", "2018-05-02"),
    ("audit", "out/samples"),
    ("annotate", "out/samples", "-o", "marked", "--store", "out/demo.sqlite"),
    ("known", "suggest", "--store", "out/demo.sqlite", "--to", "my/documents.csv"),
    ("known", "check", "my"),
    ("help", "formats"),
    ("check", "--store", "again/citegraph.sqlite"),
    ("decide", "diem-tin-2024-03", "Luật An ninh mạng", "--not-a-citation", "--store", "again/citegraph.sqlite"),
    ("decisions", "list", "--store", "again/citegraph.sqlite"),
    ("diff", "out/demo.sqlite", "again/citegraph.sqlite"),
    ("build", "out/samples", "-o", "all", "--format", ",".join(row.name for row in all_formats())),
)
"""Every command but those that talk to a cluster, a browser of this machine or an assistant."""


@pytest.fixture
def cut_off(tmp_path: Path) -> dict[str, str]:
    """An environment in which every Python forbids itself the network as it starts."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(FORBIDDEN, encoding="utf-8")
    path = os.pathsep.join((str(hooks), environment()["PYTHONPATH"]))
    return {"PYTHONPATH": path, "NETWORK": str(tmp_path / "asked.txt")}


def test_the_command_runs_with_sockets_forbidden(tmp_path: Path, cut_off: dict[str, str]) -> None:
    """One process runs them all; those that it starts are cut off too."""
    script = f"""
from pathlib import Path
from command import run
for arguments in {MAIN_JOB!r}:
    ran = run(*arguments, folder=Path(), env={cut_off!r})
    assert ran.returncode in (0, 1), ran.stderr
    assert ran.stdout, arguments
"""
    seen = cut_off | {"PYTHONPATH": os.pathsep.join((cut_off["PYTHONPATH"], str(CODE / "tests")))}
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path, check=False, capture_output=True, text=True, env=environment(**seen),
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    asked = Path(cut_off["NETWORK"])
    assert not asked.exists(), asked.read_text()


def test_every_command_is_among_them() -> None:
    every = set(typer.main.get_command(root_command()).commands)  # type: ignore[attr-defined]
    assert {arguments[0] for arguments in MAIN_JOB} == every - {"cluster", "import", "serve", "mcp"}


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'', ('127.0.0.1', 9))",
        "import socket, multiprocessing as m; p = m.Process(target=socket.gethostbyname, args=('x.org',)); p.start(); p.join()",
    ],
)
def test_the_ban_is_real(tmp_path: Path, cut_off: dict[str, str], deed: str) -> None:
    """Or the test above would show nothing."""
    subprocess.run([sys.executable, "-c", deed], check=False, capture_output=True, env=environment(**cut_off))
    assert Path(cut_off["NETWORK"]).read_text()


def test_the_library_runs_with_sockets_forbidden_in_its_own_process(tmp_path: Path) -> None:
    script = f"""{FORBIDDEN}
import citegraph, sys
from citegraph import export, pipeline, query
from citegraph.cli import main
try:
    sys.argv = ["citegraph", "demo", "-o", "out"]
    main()
except SystemExit as end:
    assert not end.code, end.code
with citegraph.Store("out/demo.sqlite") as store:
    assert citegraph.cited_by(store, "35-NQ/TW")
    assert len(citegraph.graph(store))
    export.write(store.corpus(), "out2")
assert list(pipeline.citations(["out/samples"]))
assert citegraph.extract("Theo Nghị quyết số 35-NQ/TW")
print("all of it")
"""
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
        env=environment(NETWORK=str(tmp_path / "asked.txt")),
    )
    assert not (tmp_path / "asked.txt").exists()
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.endswith("all of it\n")


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_no_library_in_c_connects_past_python_either(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    allowed = subprocess.run(["strace", "-o", trace, "true"], check=False, capture_output=True)
    if allowed.returncode:
        pytest.skip("strace may not watch processes here")
    watch = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(trace)]
    for arguments in (
        ("demo", "-o", "out"),
        ("extract", "out/samples"),
        ("cited-by", "35", "--store", "out/demo.sqlite"),
    ):
        ran = subprocess.run(
            [*watch, *command(*arguments)], cwd=tmp_path, check=False, capture_output=True, env=environment()
        )
        assert ran.returncode in (0, 1), ran.stderr
        asked = [line for line in trace.read_text().splitlines() if "AF_INET" in line or "AF_NETLINK" in line]
        assert asked == []
