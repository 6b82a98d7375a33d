"""A text in Markdown in, the commands it shows with their output out; as a program it writes the true output in.

Between `<!-- tour begin -->` and `<!-- tour end -->` every block marked `console` is run, all in one folder, in order:
a line that begins with "$ " is a command, what follows is what it prints on standard output. A line "…" stands for any
lines, "…" at the end of a line for the rest of it. In blocks marked `sh` the lines that begin with "citegraph " are run
for their exit code alone: other lines there need programs that are not ours.

    python tests/readme/tour.py README.md      # put in what the commands print now; blocks with "…" stay
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run by hand

from command import run as inside

BEGIN, END = "<!-- tour begin -->", "<!-- tour end -->"
_BLOCK = re.compile(r"^```(console|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Shown:
    command: str
    output: str  # with its line ends
    kind: str  # "console" or "sh"


def tours(text: str) -> list[str]:
    return re.findall(f"{re.escape(BEGIN)}(.*?){re.escape(END)}", text, re.DOTALL)


def shown(text: str) -> Iterator[Shown]:
    """The commands of one tour in their order."""
    for kind, body in _BLOCK.findall(text):
        if kind == "sh":
            yield from (Shown(line, "", kind) for line in body.splitlines() if line.startswith("citegraph "))
            continue
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield Shown(command, output, kind)


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a shell makes of a command; one that needs nothing of a shell is run in this process."""
    if command.startswith("citegraph ") and not set(command) & set("|<>;&$`*?~#(){}[]\\\n"):
        return inside(*shlex.split(command)[1:], folder=folder)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def fits(expected: str, printed: str) -> bool:
    """Whether what was printed is what is shown; blanks that end lines do not count, for editors take them away."""
    expected, printed = (re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE) for text in (expected, printed))
    pattern = "".join(
        r"(?:.*\n)*"
        if line == "…\n"
        else re.escape(line.removesuffix("…\n")) + r".*\n"
        if line.endswith("…\n")
        else re.escape(line)
        for line in expected.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, printed) is not None


def refreshed(text: str) -> str:
    """The text with the output of every command as it is now."""
    for tour in tours(text):
        with tempfile.TemporaryDirectory() as folder:
            now = tour
            for one in shown(tour):
                printed = run(one.command, Path(folder)).stdout
                if one.kind == "console" and not fits(one.output, printed) and "…" not in one.output:
                    now = now.replace(f"$ {one.command}\n{one.output}", f"$ {one.command}\n{printed}")
        text = text.replace(tour, now)
    return text


if __name__ == "__main__":
    for name in sys.argv[1:]:
        file = Path(name)
        file.write_text(refreshed(file.read_text("utf-8")), "utf-8")
