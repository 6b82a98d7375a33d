"""A notebook, run as Jupyter runs it, shows the page and takes the answers as frames."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import pytest

from citegraph import pipeline

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
pytest.importorskip("ipykernel")

CELLS = (
    "import citegraph\nstore = citegraph.Store('s.sqlite')",
    "citegraph.show(store, height=500)",
    "graph = citegraph.graph(store)\nprint(graph.nodes['35-NQ/TW@XII']['reports'], graph.number_of_edges() > 20)",
)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[list[dict[str, object]]]:
    """What each cell gave."""
    folder = tmp_path_factory.mktemp("notebook")
    pipeline.build([str(files("citegraph") / "samples")], folder / "s.sqlite", jobs=1)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    resources = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources).execute()
    return [cell.outputs for cell in notebook.cells]


def test_the_cells_give_what_the_library_gives(outputs: list[list[dict[str, object]]]) -> None:
    assert outputs[0] == []
    assert outputs[2][0]["text"] == "5 True\n"


def test_the_page_is_drawn_in_the_cell(outputs: list[list[dict[str, object]]], tmp_path: Path) -> None:
    (shown,) = outputs[1]
    assert set(shown["data"]) == {"text/html", "text/plain"}  # type: ignore[call-overload]
    assert len(shown["data"]["text/plain"]) < 100  # type: ignore[index]
    cell = tmp_path / "cell.html"
    cell.write_text(f"<!doctype html><meta charset=utf-8>{shown['data']['text/html']}", encoding="utf-8")  # type: ignore[index]
    pytest.importorskip("playwright.sync_api")
    if not (chromium := shutil.which("chromium")):
        pytest.skip("no Chromium here")
    with ThreadPoolExecutor(1) as aside:  # where no other test's browser runs
        height, faults = aside.submit(opened, cell, chromium).result()
    assert (height, faults) == (500, [])


def opened(cell: Path, chromium: str) -> tuple[float, list[str]]:
    """The height of the frame and what went wrong, when a document was searched for in the page within it."""
    from playwright.sync_api import sync_playwright

    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1100, "height": 600})
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.goto(cell.as_uri())
        frame = tab.frame_locator("iframe")
        frame.locator("canvas").first.wait_for()
        frame.locator("#search input").fill("35-NQ/TW")
        frame.get_by_text("Nghị quyết 35-NQ/TW").first.wait_for()
        box = tab.locator("iframe").bounding_box()
        browser.close()
    return box["height"] if box else 0, faults
