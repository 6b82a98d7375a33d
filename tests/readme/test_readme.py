"""What the README shows is what happens: its commands are run in their order and print what stands below them."""

from __future__ import annotations

import os
import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from tour import fits, run, shown, tours

README = Path(os.environ.get("CITEGRAPH_README", Path(__file__).resolve().parents[2] / "README.md"))
TEXT = README.read_text("utf-8")


def test_there_is_a_tour_in_both_languages() -> None:
    assert len(tours(TEXT)) == 2, "README.md holds a tour in English and its twin in Vietnamese, each between its marks"


@pytest.mark.parametrize("at", [0, 1], ids=["English", "Vietnamese"])
def test_what_the_tour_shows_is_what_happens(at: int, tmp_path: Path) -> None:
    found = list(shown(tours(TEXT)[at]))
    assert len(found) > 8
    for one in found:
        ran = run(one.command, tmp_path)
        if one.kind == "sh":
            assert ran.returncode in (0, 1), f"{one.command}\n{ran.stderr}"
        else:
            assert fits(one.output, ran.stdout), f"$ {one.command}\n{ran.stdout}\n{ran.stderr}"


def test_the_example_in_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    shutil.copytree(str(files("citegraph") / "samples"), tmp_path / "reports")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(example, names)  # noqa: S102 - our own README
    assert names["graph"].number_of_nodes() > 40  # type: ignore[attr-defined]
    assert names["table"].num_rows > 100  # type: ignore[attr-defined]
    assert "<iframe" in names["page"]._repr_html_()  # type: ignore[attr-defined]
