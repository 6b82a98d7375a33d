"""The commands that a page of Markdown shows, with their output; as a program it writes the true output in.

Every block marked `console` or `sh` is run, all blocks of a page in one folder, in order. In a `console` block a line that
begins with "$ " is a command; what follows is what it prints on standard output. A line "…" stands for any lines, "…" at the
end of a line for the rest of it. Of a `sh` block the lines that begin with "citegraph " are run for their exit code alone:
other lines there need other programs. Commands in indented code are not run.

    python tests/docs/tour.py README.md citegraph/docs/tour*.md    # write what the commands print now
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

from command import CODE
from command import run as inside

_BLOCK = re.compile(r"^```(console|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Shown:
    command: str
    output: str  # with its line ends
    language: str  # of the block: "console" or "sh"


def shown(text: str) -> Iterator[Shown]:
    """The commands of a page in their order."""
    for language, body in _BLOCK.findall(text):
        if language == "sh":
            yield from (Shown(line, "", language) for line in body.splitlines() if line.startswith("citegraph "))
            continue
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield Shown(command, output, language)


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a shell makes of a command; one that needs nothing of a shell is run in this process."""
    if command.startswith("citegraph ") and not set(command) & set("|<>;&$`*?~#(){}[]\\\n"):
        return inside(*shlex.split(command)[1:], folder=folder)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "PYTHONPATH": str(CODE), "HOME": str(folder), "LC_ALL": "C.UTF-8"}
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
    """The page with the output of every command as it is now; what is cut short with "…" stays."""
    with tempfile.TemporaryDirectory() as folder:
        for one in shown(text):
            printed = run(one.command, Path(folder)).stdout
            if one.language == "console" and not fits(one.output, printed) and "…" not in one.output:
                text = text.replace(f"$ {one.command}\n{one.output}", f"$ {one.command}\n{printed}")
    return text


if __name__ == "__main__":
    for name in sys.argv[1:]:
        file = Path(name)
        file.write_text(refreshed(file.read_text("utf-8")), "utf-8")
