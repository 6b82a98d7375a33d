"""Measure what it costs to build stores and to query them."""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

import made
import speeds
from clocks import Cost, apart, in_turns

Row = tuple[str, ...]

ASK = """
import sys, time
from pathlib import Path
import citegraph
citegraph.cited_by
begin = time.perf_counter()
with citegraph.Store(sys.argv[1]) as store:
    citegraph.cited_by(store, sys.argv[2])
    cold = time.perf_counter() - begin
    times = []
    for _ in range(31):
        begin = time.perf_counter()
        citegraph.cited_by(store, sys.argv[2])
        times.append(time.perf_counter() - begin)
print(cold, sorted(times)[15])
"""
BARE = "import typer\napp = typer.Typer()\n@app.command()\ndef main(name: str) -> None:\n    typer.echo(name)\napp()\n"


def jobs(megabytes: float, runs: int) -> Iterator[Row]:
    """Rows: a build of general news with one process and with two, beside merely reading the file.

    All by the clock on the wall, the least of some runs that take turns: what else the machine does only adds to it.
    """
    with tempfile.TemporaryDirectory() as folder:
        name, about, path = _news(Path(folder), megabytes)
        plain = min(_wall(speeds.plain_reading, path) for _ in range(runs))
        yield f"build, {name}", about, "decompress and parse only", f"{plain:.2f} s", "1"
        costs: dict[int, Cost] = {}
        for run in range(runs):
            for count in (1, 2):
                cost = apart(_build, str(path), f"{folder}/{run}-{count}.sqlite", count)
                if cost is not None:
                    costs[count] = min(cost, costs.get(count, cost), key=lambda cost: cost.wall)
        for count, cost in costs.items():
            faster = f", {costs[1].wall / cost.wall:.2f} times as fast as --jobs 1" if count > 1 else ""
            yield "", "", f"--jobs {count}", _said(cost), f"{cost.wall / plain:.2f}{faster}"


def _news(folder: Path, megabytes: float) -> tuple[str, str, Path]:
    """General news as one compressed table: what it is, how much, and where it lies."""
    name, reports = speeds.general(megabytes)
    about = f"{speeds.size([report.text for report in reports]):.1f} MB"
    if megabytes >= speeds.EVERYTHING and speeds.BULK.exists():
        return name, about, speeds.BULK
    path = folder / "news.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8", preset=1) as lines:
        for number, report in enumerate(reports):
            lines.write(json.dumps({"id": str(number), "text": report.text}, ensure_ascii=False) + "\n")
    return name, about, path


def _wall(work: Callable[..., float], *arguments: object) -> float:
    cost = apart(work, *arguments)
    return float("inf") if cost is None else float(cost.result)


def sizes(counts: list[int]) -> Iterator[Row]:
    """Rows: building, asking and exporting stores of generated reports, each size in turn."""
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            title = f"{count:,} reports"
            path = made.table(Path(folder) / "reports.jsonl", count)
            store = f"{folder}/store.sqlite"
            cost = apart(_build, str(path), store, 2)
            if cost is None:
                yield title, "", "build --jobs 2", "failed", ""
                continue
            large = Path(store).stat().st_size / 1e6
            yield title, f"{path.stat().st_size / 1e6:.0f} MB", "build --jobs 2", _said(cost), f"store {large:.0f} MB"
            yield from _questions(title, store)
            for names in (["html"], ["graphml", "gexf"], ["json", "csv"]):
                cost = apart(_export, store, f"{folder}/out", names, seconds=900)
                yield title, "", f"export {','.join(names)}", _said(cost) if cost else "given up", ""


def _questions(title: str, store: str) -> Iterator[Row]:
    asked = apart(_asked, store)
    if asked is None or asked.result is None:
        return
    document, reports = asked.result
    about = f"{document}, {reports} reports"
    runs = [
        subprocess.run([sys.executable, "-c", ASK, store, document], capture_output=True, check=False, text=True)
        for _ in range(5)
    ]
    pairs = sorted(tuple(map(float, run.stdout.split())) for run in runs if run.returncode == 0)
    if pairs:
        yield title, about, "cited-by, cold (open and ask)", f"{pairs[len(pairs) // 2][0] * 1e3:.1f} ms", ""
        yield title, about, "cited-by, warm", f"{sorted(p[1] for p in pairs)[len(pairs) // 2] * 1e3:.2f} ms", ""
    shell = [sys.executable, "-m", "citegraph", "cited-by", document, "--store", store]
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(BARE)
        script.flush()
        programs = (shell, [sys.executable, script.name, "x"])
        works = [partial(subprocess.run, program, capture_output=True, check=True) for program in programs]
        command, bare = in_turns(works, 15)
    yield title, about, "cited-by, from the shell", f"{command * 1e3:.0f} ms", f"{command / bare:.2f} of a bare typer"


def _build(path: str, store: str, jobs: int) -> None:
    from citegraph import pipeline

    pipeline.build([path], store, jobs=jobs)


def _asked(store: str) -> tuple[str, int] | None:
    """The document that the number of reports nearest to a hundred cites."""
    from citegraph.store import Store

    with Store(store) as opened:
        ranks = [(abs(rank.reports - 100), rank.document.id, rank.reports) for rank in opened.documents_with_counts()]
    return min(ranks)[1:] if ranks else None


def _export(store: str, folder: str, names: list[str]) -> None:
    from citegraph import export
    from citegraph.model import Scope
    from citegraph.publish import USUAL
    from citegraph.store import Store

    with Store(store) as opened:
        export.write(opened.corpus(Scope.PARTY, **asdict(USUAL)), folder, names)


def _said(cost: Cost) -> str:
    return f"{cost.wall:.1f} s, {cost.cpu:.1f} CPU-s, {cost.megabytes:.0f} MB"
