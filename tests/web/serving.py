"""A real server in a process of its own."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from command import command, environment


@contextmanager
def served(place: Path, *options: str, kill: bool = False) -> Iterator[str]:
    """Serve a store while the block runs, and give the link that the command prints; `kill` ends it without warning."""
    process = subprocess.Popen(
        command("serve", place, "--no-open", *options),
        cwd=place if place.is_dir() else place.parent,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=environment(),
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        found = re.search(r"http://\S+/(?:\?token=\S+)?", line)
        assert found, line
        yield found.group().rstrip("/") if "?" not in found.group() else found.group()
    finally:
        (process.kill if kill else process.terminate)()
        process.wait()
        if process.stdout:
            process.stdout.close()
