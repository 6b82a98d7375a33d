"""The command `citegraph`: run in this process, or started in one of its own where a test needs that.

`run` is for what a command answers, writes and ends with; it costs no start of Python. `start` is for what only a
process has: streams that are closed, signals, limits, the modules it loads.
"""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import pytest

import citegraph
from citegraph.cli import main

CODE = Path(citegraph.__file__).resolve().parent.parent
"""Where the code under test lies: a process started from a test runs the same."""

PATIENCE = 120.0
"""Seconds until something counts as never to come: the machine may be busy with other work."""

Ran = subprocess.CompletedProcess[str]


def environment(**more: str) -> dict[str, str]:
    """What the command sees of ours: little, no locale (so it speaks English), and the code under test."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    ours = {"PYTHONPATH": str(CODE), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**kept, "HOME": os.devnull, **ours, **more}


def command(*arguments: object) -> list[str]:
    """What starts the command."""
    return [sys.executable, "-m", "citegraph", *map(str, arguments)]


def start(
    *arguments: object, folder: Path, stdin: str = "", env: Mapping[str, str] | None = None, **more: object
) -> Ran:
    """The command in a process of its own, in `folder`; `more` goes to subprocess.run."""
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
        env=environment(**(env or {})),
        **more,  # type: ignore[call-overload]
    )


def on_a_terminal(*arguments: str, folder: Path, columns: int = 100, encoding: str = "utf-8") -> str:
    """What the command prints on a terminal of this encoding."""
    import termios  # where there are terminals

    ours, other = os.openpty()
    termios.tcsetwinsize(other, (40, columns))
    seen = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    process = subprocess.Popen(
        command(*arguments),
        cwd=folder,
        stdin=other,
        stdout=other,
        stderr=other,
        env={**seen, "TERM": "xterm", "PYTHONIOENCODING": encoding},
    )
    os.close(other)
    shown = b""
    while select.select([ours], [], [], PATIENCE)[0]:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    process.wait()
    os.close(ours)
    return shown.decode(encoding)


def until(true: Callable[[], object], *, process: subprocess.Popen[Any] | None = None) -> None:
    """Wait for something that nothing tells of; fail when it does not come, or when the process that makes it ends."""
    began = time.monotonic()
    while not true():
        if process is not None and process.poll() is not None and not true():
            pytest.fail(f"the process ended with {process.returncode}")
        if time.monotonic() - began > PATIENCE:
            pytest.fail(f"it did not come in {PATIENCE:g} s")
        time.sleep(0.02)


def run(*arguments: object, folder: Path, stdin: str = "", env: Mapping[str, str] | None = None) -> Ran:
    """The command in this process, in `folder`: its own main function on real files as its three streams.

    What it changes of the environment, the current folder and the streams is put back; a fault is raised.
    """
    words = list(map(str, arguments))
    with contextlib.chdir(folder), _seen(environment(**(env or {}))), _streams(stdin.encode()) as (out, err):
        before, sys.argv = sys.argv, ["citegraph", *words]
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            sys.argv = before
            sys.stdout.flush()
            sys.stderr.flush()
        return Ran(["citegraph", *words], code, _text(out), _text(err))


@contextlib.contextmanager
def _seen(environment: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _streams(stdin: bytes) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Files in the place of the descriptors 0, 1 and 2, which processes that are started get too."""
    ours = sys.stdin, sys.stdout, sys.stderr
    for stream in ours[1:]:
        stream.flush()
    kept = [os.dup(descriptor) for descriptor in range(3)]
    with contextlib.ExitStack() as files:
        given, out, err = (files.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        given.write(stdin)
        given.seek(0)
        try:
            for descriptor, file in enumerate((given, out, err)):
                os.dup2(file.fileno(), descriptor)
            sys.stdin, sys.stdout, sys.stderr = (
                open(descriptor, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - of a descriptor
                for descriptor, mode in enumerate("rww")
            )
            yield out, err
        finally:
            sys.stdin, sys.stdout, sys.stderr = ours
            for descriptor, old in enumerate(kept):
                os.dup2(old, descriptor)
                os.close(old)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "surrogateescape").replace("\r\n", "\n")
