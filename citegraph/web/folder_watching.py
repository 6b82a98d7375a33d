"""Watch folders, and read new files in them as they arrive.

Only folders given when the server was started can be watched. A page refers to them by number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

from citegraph import decisions
from citegraph.publish.watch import Watch
from citegraph.web.build_queue import Job, Jobs
from citegraph.web.settings import Settings


@dataclass(slots=True)
class Watched:
    """A folder that can be watched."""

    folder: Path
    ends: Event | None = None  # set this to stop watching; None if it is not watched
    job: Job | None = None  # the last build that read it

    @property
    def is_watched(self) -> bool:
        """Whether it is being watched."""
        return self.ends is not None

    def progress(self) -> dict[str, Any]:
        """Return its state, for a script."""
        job = self.job
        told = job.progress() if job else {"done": 0, "files": 0, "reports": 0, "recognizing": None, "over": True}
        failures = len(job.failures) + (job.error is not None) if job else 0
        return {**told, "watched": self.is_watched, "failures": failures, "job": job.id if job else ""}


class Watches:
    """The folders that can be watched.

    Args:
        settings: What is served, with its folders.
        jobs: The builds of its store.
    """

    def __init__(self, settings: Settings, jobs: Jobs) -> None:
        self._settings, self._jobs = settings, jobs
        self._folders = [Watched(folder) for folder in settings.folders]

    def __iter__(self) -> Iterator[Watched]:
        """Yield the folders in the order in which they were named."""
        return iter(self._folders)

    def get(self, number: str) -> Watched | None:
        """Return the folder with a number, "0" for the first, or None."""
        at = int(number) if number.isdecimal() and len(number) < 6 else len(self._folders)
        return self._folders[at] if at < len(self._folders) else None

    def read_folder(self, one: Watched) -> Job:
        """Read a folder once. A build that has not begun will read it anyway."""
        if one.job is None or one.job.begun:
            one.job = self._jobs.start([str(one.folder)])
        return one.job

    def start_watching(self, one: Watched) -> None:
        """Read a folder now, and again whenever a file in it changes.

        Raises:
            ExportError: watchfiles is not installed, or the folder is gone.
        """
        if one.is_watched:
            return
        watch = Watch([str(one.folder)], self._settings.folder, self._settings.store)
        one.ends = Event()
        Thread(target=self._read_on_changes, args=(one, watch, one.ends), daemon=True).start()
        self.read_folder(one)

    def stop_watching(self, one: Watched) -> None:
        """Stop watching a folder. A running build continues."""
        if one.ends is not None:
            one.ends.set()
            one.ends = None

    def _read_on_changes(self, one: Watched, watch: Watch, ends: Event) -> None:
        for names in watch.changes(ends):
            if set(names) != {decisions.FILE}:  # decisions are applied on request
                self.read_folder(one)
