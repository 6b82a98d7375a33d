"""Run builds one after the other, each in a separate process, and track their progress."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from threading import Lock, Thread
from typing import Any

from citegraph.i18n import from_json, message
from citegraph.model import Failure

ENDS_WITH_INPUT = "--ends-with-input"
"""Tells a build to end when its standard input does: when the server has ended, and another may need the store."""
KEPT = 50
"""Builds whose outcome is kept."""


@dataclass(slots=True)
class Job:
    """A build that waits, runs or has ended."""

    paths: tuple[str, ...]
    files_brought: frozenset[str] = frozenset()  # the files for which it was started; empty for all in its paths
    id: str = field(default_factory=lambda: secrets.token_urlsafe(8))
    begun: bool = False
    done: int = 0  # files
    files: int = 0
    reports: int = 0
    recognizing: dict[str, Any] | None = None  # file with pages being recognized, pages done, and total
    finished: dict[str, int] | None = None
    failures: tuple[Failure, ...] = ()
    error: Failure | None = None

    @property
    def is_over(self) -> bool:
        """Whether it has ended, with or without an error."""
        return self.finished is not None or self.error is not None

    def new_failures(self) -> list[Failure]:
        """Return the failures of the files for which it was started."""
        return [one for one in self.failures if self._is_new(one)]

    def earlier_failures(self) -> list[Failure]:
        """Return the failures of files that were there before."""
        return [one for one in self.failures if not self._is_new(one)]

    def _is_new(self, failure: Failure) -> bool:
        where = PurePath(failure.path)
        return not self.files_brought or any(str(one) in self.files_brought for one in (where, *where.parents))

    def short_path(self, path: str) -> str:
        """Return the path of a file within what was read, with the archive that contains it."""
        for read in map(PurePath, self.paths):
            if PurePath(path).is_relative_to(read):
                return PurePath(path).relative_to(read).as_posix()
        return path

    def progress(self) -> dict[str, Any]:
        """Return its progress, for a script."""
        counts = {"done": self.done, "files": self.files, "reports": self.reports}
        return {**counts, "recognizing": self.recognizing, "over": self.is_over}


class Jobs:
    """Builds of one store.

    Args:
        store: The store.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._turn = Lock()
        self._known: dict[str, Job] = {}

    def start(self, paths: Sequence[str], files: Iterable[str] = ()) -> Job:
        """Start a build, or queue it behind the running one.

        Args:
            paths: What to read; empty to only apply decisions.
            files: The files in the paths for which it is started; its failures are told first.
        """
        job = Job(tuple(paths), frozenset(files))
        self._known[job.id] = job
        for old in [one.id for one in self._known.values() if one.is_over][:-KEPT]:
            del self._known[old]
        Thread(target=self._run_build, args=(job,), daemon=True).start()
        return job

    def get(self, id: str) -> Job | None:
        """Return a build, or None if it is no longer known."""
        return self._known.get(id)

    def _run_build(self, job: Job) -> None:
        program = ["-P", "-m", "citegraph.web.build_process", ENDS_WITH_INPUT]
        command = [sys.executable, *program, str(self._store), *job.paths]
        with self._turn:
            job.begun = True
            try:
                process = subprocess.Popen(  # noqa: S603 - this Python, with a fixed program
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
                )
            except OSError as error:
                job.error = Failure(str(self._store), str(error), "")
                return
            with process:
                for line in process.stdout or ():
                    self._read_progress(job, json.loads(line))
            if not job.is_over:
                job.error = Failure(str(self._store), message("web.build_ended"), message("do.bring_again"))

    def _read_progress(self, job: Job, told: dict[str, Any]) -> None:
        if "error" in told:
            job.error = Failure(*map(from_json, told["error"]))
        elif "finished" in told:
            job.failures = tuple(Failure(path, from_json(why), from_json(do)) for path, why, do in told["failures"])
            job.finished = told["finished"]
        elif "recognizing" in told:
            job.recognizing = told["recognizing"]
        else:
            job.recognizing = None
            job.done, job.files, job.reports = told["done"], told["files"], told["reports"]
