"""What the README and the documentation show is what happens: their commands run and print what stands below them."""

from __future__ import annotations

import os
import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from tour import fits, run, shown

README = Path(os.environ.get("CITEGRAPH_README", Path(__file__).resolve().parents[2] / "README.md"))
DOCS = Path(str(files("citegraph") / "docs"))
SHOWN = [page for page in (README, *sorted(DOCS.glob("*.md"))) if list(shown(page.read_text("utf-8")))]


def test_tours_and_examples_are_there_in_both_languages() -> None:
    assert {page.name for page in SHOWN} >= {"README.md", "tour.md", "tour.vi.md", "formats.md", "formats.vi.md"}
    for page, least in ((README, 10), (DOCS / "tour.md", 12), (DOCS / "tour.vi.md", 12)):
        assert len(list(shown(page.read_text("utf-8")))) >= least, page.name


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_happens(page: Path, tmp_path: Path) -> None:
    for one in shown(page.read_text("utf-8")):
        ran = run(one.command, tmp_path)
        if one.language == "sh":
            assert ran.returncode in (0, 1), f"{one.command}\n{ran.stderr}"
        else:
            assert fits(one.output, ran.stdout), f"$ {one.command}\n{ran.stdout}\n{ran.stderr}"


def test_the_examples_in_python_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = re.findall(r"^```python\n(.*?)^```$", (DOCS / "python.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert examples
    shutil.copytree(str(files("citegraph") / "samples"), tmp_path / "reports")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for example in examples:
        exec(example, names)  # noqa: S102 - our own documentation
    assert names["graph"].number_of_nodes() > 40  # type: ignore[attr-defined]
    assert names["table"].num_rows > 100  # type: ignore[attr-defined]
    assert "<iframe" in names["page"]._repr_html_()  # type: ignore[attr-defined]
