"""The shell completes commands, options and their values once it is told to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import CODE

BIN = Path(sys.executable).parent

TYPED = [
    (["citegraph", "tim"], {"timeline"}),
    (["citegraph", "timeline", "--ev"], {"--every"}),
    (["citegraph", "documents", "--by", ""], {"reports", "pagerank", "first", "last"}),
    (["citegraph", "reports", "--format", "c"], {"csv"}),
    (["citegraph", "help", "form"], {"formats"}),
    (["citegraph", "help", "cit"], {"cited-by", "cites"}),
]


def environment(home: Path) -> dict[str, str]:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "PYTHONPATH": str(CODE), "HOME": str(home), "LC_ALL": "C.UTF-8"}


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.parametrize(("words", "completed"), TYPED)
def test_bash_completes_once_completion_is_installed(words: list[str], completed: set[str], tmp_path: Path) -> None:
    script = f"""
        citegraph --install-completion >&2
        . ~/.bashrc
        COMP_WORDS=({" ".join(f"'{word}'" for word in words)})
        COMP_CWORD={len(words) - 1}
        "$(complete -p citegraph | sed 's/.* -F \\([^ ]*\\) .*/\\1/')" citegraph
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    command = ["bash", "-c", script]
    ran = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=True)
    assert set(ran.stdout.split()) == completed, ran.stderr


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_other_shells_are_told_the_same(shell: str, tmp_path: Path) -> None:
    asked = {
        "_CITEGRAPH_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "citegraph timeline --ev",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": "--ev",
    }
    command = [BIN / "citegraph"]
    ran = subprocess.run(
        command, env=environment(tmp_path) | asked, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert "--every" in ran.stdout
    assert "--since" not in ran.stdout
