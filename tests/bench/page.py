"""Prints how long pages of one graph take to their first whole picture and to obey, and how smoothly they are dragged.

The page of citegraph, in each layout, beside the default page of pyvis and one drawn by sigma.js 3, on the same graphs, in one
run. sigma comes from the npm registry into a temporary folder. `--before FOLDER` names another checkout of citegraph, whose
page is measured beside. `python tests/bench/page.py [--sizes 300,1000] [--runs 5] [--pages before]`
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import networkx as nx
from corpora import Recipe, corpus
from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import sync_playwright

from citegraph.graph import cocitation_graph, communities, layout
from citegraph.model import Corpus
from citegraph.page import render

SIZES = (300, 1_000, 3_000, 10_000)
DEGREE = 5  # links a node, as a co-citation graph has
MOST = {"pyvis default": 1_000}  # documents: with more, that page does not come to rest in time
PATIENCE = 120  # seconds until a page counts as never ready
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Looks at each frame, from the first on, whether the page has drawn and whether it obeys; what it shows then is on the
# screen two frames later.
CLOCK = """(() => {
  const conditions = { drawn: () => %s, ready: () => %s };
  window.seconds = {};
  const look = () => {
    for (const [name, holds] of Object.entries(conditions)) {
      if (document.body && holds()) {
        delete conditions[name];
        requestAnimationFrame(() => requestAnimationFrame(() => { window.seconds[name] = performance.now() / 1000; }));
      }
    }
    requestAnimationFrame(look);
  };
  look();
})()"""

FRAMES = """() => new Promise((resolve) => {
  const times = [];
  const tick = (time) => { times.push(time); if (window.dragging) { requestAnimationFrame(tick); } };
  window.dragging = true;
  requestAnimationFrame(tick);
  window.stopDragging = () => {
    window.dragging = false;
    window.frameRate = (times.length - 1) / (times.at(-1) - times[0]) * 1000;
  };
  resolve();
})"""


def make_corpus(size: int) -> Corpus:
    """A corpus of `size` documents with about five links each."""
    return corpus(Recipe(documents=size, reports=int(size * 1.35), cited=2.3, undecided=0.01))


@dataclass(frozen=True, slots=True)
class Made:
    """A page, and the scripts that tell whether it has drawn all of the graph and whether it obeys a hand."""

    path: Path
    drawn: str
    ready: str
    layout: str = ""  # of the page of citegraph


DRAWN, READY = "Boolean(document.body.dataset.drawn)", "Boolean(document.body.dataset.ready)"


def own_page(made: Corpus, folder: Path, layout: str = "map") -> Made:
    """The page of citegraph, which draws first and reads the rest when the picture stands."""
    path = folder / f"own-{layout}.html"
    path.write_text(render(made, title="Bench"), encoding="utf-8")
    return Made(path, DRAWN, READY, layout)


def earlier_page(checkout: Path, made: Corpus, folder: Path) -> Made:
    """The page that another checkout of citegraph makes of the same corpus."""
    path = folder / "earlier.html"
    code = (
        "import sys; from pathlib import Path; from citegraph.page import render; from page import make_corpus;"
        "Path(sys.argv[1]).write_text(render(make_corpus(int(sys.argv[2])), title='Bench'), encoding='utf-8')"
    )
    # It makes the corpus itself: what a corpus is may have changed since.
    paths = os.pathsep.join(map(str, (checkout, checkout / "tests" / "bench", checkout / "tests")))
    command = [sys.executable, "-c", code, str(path), str(len(made.documents))]
    subprocess.run(command, env=os.environ | {"PYTHONPATH": paths}, cwd=checkout, check=True)
    return Made(path, DRAWN, READY)


def pyvis_page(made: Corpus, folder: Path) -> Made:
    """What pyvis makes by default: physics in the browser, ready when its progress bar is gone."""
    from pyvis.network import Network

    network = Network(cdn_resources="in_line")
    graph = cocitation_graph(made)
    for name in graph:
        network.add_node(name, label=name, value=graph.nodes[name]["reports"])
    network.edges = [{"from": one, "to": other, "value": weight} for one, other, weight in graph.edges(data="weight")]
    path = folder / "pyvis.html"
    path.write_text(network.generate_html(), encoding="utf-8")
    done = "document.getElementById('loadingBar')?.style.display === 'none'"
    return Made(path, done, done)


def sigma_page(made: Corpus, folder: Path) -> Made:
    """sigma.js 3 with our own positions, ready when it has drawn at once on being made."""
    graph = cocitation_graph(made)
    groups = communities(graph)
    places = layout(graph, groups=tuple(group.documents for group in groups))
    nodes = [{"key": name, "x": x, "y": -y, "size": 4, "label": name} for name, (x, y) in places.items()]
    links = [{"source": one, "target": other} for one, other in graph.edges]
    (folder / "entry.js").write_text(
        """import Graph from "graphology"; import Sigma from "sigma";
        const { nodes, links } = JSON.parse(document.getElementById("data").textContent);
        const graph = new Graph();
        for (const { key, ...rest } of nodes) graph.addNode(key, rest);
        for (const { source, target } of links) graph.addEdge(source, target, { size: 0.5 });
        new Sigma(graph, document.getElementById("graph"));
        window.sigmaReady = true;""",
        encoding="utf-8",
    )
    packages = ["sigma@3", "graphology@0.25", "esbuild@0.25"]
    if not (folder / "node_modules").is_dir():
        _run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *packages])
    bundle = folder / "bundle.js"
    command = ["npx", "--prefix", str(folder), "esbuild", "entry.js", "--bundle", "--minify", "--outfile=bundle.js"]
    _run(command, cwd=folder)
    data = json.dumps({"nodes": nodes, "links": links}).replace("<", "\\u003c")
    path = folder / "sigma.html"
    path.write_text(
        "<!DOCTYPE html><meta charset=utf-8>"
        "<style>html,body,#graph{height:100%;margin:0}</style><div id=graph></div>"
        f'<script type="application/json" id="data">{data}</script>'
        f"<script>{bundle.read_text(encoding='utf-8')}</script>",
        encoding="utf-8",
    )
    return Made(path, "window.sigmaReady === true", "window.sigmaReady === true")


def _run(command: list[str], cwd: Path | None = None) -> None:
    subprocess.run(command, cwd=cwd, check=True, capture_output=True)


PAGES: dict[str, Callable[[Corpus, Path], Made]] = {
    "citegraph": own_page,
    "citegraph, by year": partial(own_page, layout="time"),
    "citegraph, around one": partial(own_page, layout="center"),
    "pyvis default": pyvis_page,
    "sigma.js 3": sigma_page,
}


def measure(browser: Any, made: Made) -> tuple[float, float, float, float]:
    """Seconds to the first whole picture and until it obeys (infinite: never), frames a second of a drag and of a switch of
    layouts (0: there is none)."""
    tab = browser.new_page(viewport={"width": 1440, "height": 900})
    tab.add_init_script(CLOCK % (made.drawn, made.ready))
    try:
        tab.goto(made.path.as_uri() + (f"#p={made.layout}" if made.layout else ""), wait_until="commit")
        tab.wait_for_function("() => window.seconds?.ready", timeout=PATIENCE * 1000)
        drawn, ready = tab.evaluate("() => [window.seconds.drawn, window.seconds.ready]")
        return drawn, ready, _drag(tab), _glide(tab, made.layout) if made.layout else 0.0
    except Late:
        return float("inf"), float("inf"), 0.0, 0.0
    finally:
        tab.close()


def _glide(tab: Any, layout: str) -> float:
    """Frames a second while documents glide to another layout; half a second each way is longer than they take."""
    other = "time" if layout == "map" else "map"
    tab.evaluate(FRAMES)
    for target in (other, layout):
        tab.click(f"[data-layout={target}]")
        tab.evaluate("() => new Promise((rested) => setTimeout(rested, 450))")
    tab.evaluate("() => window.stopDragging()")
    return float(tab.evaluate("() => window.frameRate"))


def _drag(tab: Any) -> float:
    tab.evaluate(FRAMES)
    tab.mouse.move(1100, 860)
    tab.mouse.down()
    stop = time.monotonic() + 2
    step = 0
    while time.monotonic() < stop:
        step += 1
        tab.mouse.move(1100 - (step * 7) % 300, 860 - (step * 5) % 200)
    tab.mouse.up()
    tab.evaluate("() => window.stopDragging()")
    return float(tab.evaluate("() => window.frameRate"))


def rows(sizes: list[int], names: list[str], runs: int) -> Iterator[str]:
    """The lines of the table. Pages take turns, and the best of the runs counts: other work on the machine only adds."""
    yield "| nodes | links | page | first picture, s | obeys, s | frames/s: dragging | gliding | file, kB |"
    yield "|---|---|---|---|---|---|---|---|"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for size in sizes:
            made = make_corpus(size)
            links = nx.Graph.number_of_edges(cocitation_graph(made))
            pages = {name: PAGES[name](made, Path(folder)) for name in names if size <= MOST.get(name, size)}
            found: dict[str, list[tuple[float, ...]]] = {name: [] for name in pages}
            for _ in range(runs):
                for name, page in pages.items():
                    # What takes so long need not be waited for five times.
                    if not found[name] or found[name][0][0] < 10:
                        found[name].append(measure(browser, page))
            for name, page in pages.items():
                drawn, ready, drag, glide = zip(*found[name], strict=True)
                first, last = (
                    f"{time:.2f}" if time != float("inf") else f"> {PATIENCE}" for time in map(min, (drawn, ready))
                )
                weight = page.path.stat().st_size / 1e3
                gliding = f"{max(glide):.0f}" if max(glide) else "–"
                yield f"| {size} | {links} | {name} | {first} | {last} | {max(drag):.0f} | {gliding} | {weight:.0f} |"
        browser.close()


def main() -> None:
    """Measures what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--pages", action="append", help="one of the pages; may be given several times")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--before", type=Path, help="another checkout of citegraph")
    asked = parser.parse_args()
    if asked.before:
        PAGES["before"] = partial(earlier_page, asked.before.resolve())
    for line in rows([int(size) for size in asked.sizes.split(",")], asked.pages or list(PAGES), asked.runs):
        print(line, flush=True)


if __name__ == "__main__":
    main()
