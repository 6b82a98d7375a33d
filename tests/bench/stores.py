"""Reports in, the cost of building stores of them and of asking those out."""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import made
import speeds
from clocks import Cost, apart, wall_seconds

Row = tuple[str, ...]

ASK = """
import sys, time
from pathlib import Path
import citegraph
begin = time.perf_counter()
with citegraph.Store(sys.argv[1]) as store:
    len(list(store.cited_by(sys.argv[2])))
    cold = time.perf_counter() - begin
    times = []
    for _ in range(31):
        begin = time.perf_counter()
        len(list(store.cited_by(sys.argv[2])))
        times.append(time.perf_counter() - begin)
print(cold, sorted(times)[15])
"""
BARE = "import typer\napp = typer.Typer()\n@app.command()\ndef main(name: str) -> None:\n    typer.echo(name)\napp()\n"


def jobs(megabytes: float) -> Iterator[Row]:
    """Rows: a build of general news with one process and with two, beside merely reading the file."""
    name, reports = speeds.general(megabytes)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.jsonl.xz"
        with lzma.open(path, "wt", encoding="utf-8", preset=1) as lines:
            for number, report in enumerate(reports):
                lines.write(json.dumps({"id": str(number), "text": report.text}, ensure_ascii=False) + "\n")
        title = f"build, {name}"
        about = f"{speeds.size([report.text for report in reports]):.1f} MB"
        plain = apart(speeds.plain_reading, path)
        assert plain is not None
        yield title, about, "decompress and parse only", f"{plain.result:.1f} s", "1"
        for count in (1, 2):
            cost = apart(_build, str(path), f"{folder}/{count}.sqlite", count)
            what = f"--jobs {count}"
            if cost is None:
                yield title, about, what, "failed", ""
            else:
                yield title, about, what, _said(cost), f"{cost.wall / plain.result:.2f}"


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
    command = wall_seconds(lambda: subprocess.run(shell, capture_output=True, check=True), 7)
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(BARE)
        script.flush()
        bare = wall_seconds(
            lambda: subprocess.run([sys.executable, script.name, "x"], capture_output=True, check=True), 7
        )
    yield title, about, "cited-by, from the shell", f"{command * 1e3:.0f} ms", f"{command / bare:.2f} of a bare typer"


def _build(path: str, store: str, jobs: int) -> None:
    from citegraph import pipeline

    pipeline.build([path], store, jobs=jobs)


def _asked(store: str) -> tuple[str, int] | None:
    """The document that the number of reports nearest to a hundred cites."""
    from citegraph.store import Store

    with Store(store) as opened:
        ranks = [(abs(rank.reports - 100), rank.document.id, rank.reports) for rank in opened.ranked()]
    return min(ranks)[1:] if ranks else None


def _export(store: str, folder: str, names: list[str]) -> None:
    from citegraph import export
    from citegraph.model import Scope
    from citegraph.store import Store

    with Store(store) as opened:
        export.write(opened.corpus(Scope.PARTY), folder, names)


def _said(cost: Cost) -> str:
    return f"{cost.wall:.1f} s, {cost.cpu:.1f} CPU-s, {cost.megabytes:.0f} MB"
