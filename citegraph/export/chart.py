"""Draw counts by period as a bar chart (SVG or PNG). Needs matplotlib: citegraph[plot]."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from citegraph.errors import ExportError
from citegraph.export import refuse_foreign, save, sweep

ENDINGS = (".svg", ".png")
WIDE, HIGH = 9.0, 3.2  # inches, of one chart
STAMP = "citegraph timeline"  # what tells a chart of ours, which may be written over
SHOWN = 14  # labels below the axis at most, so that they do not run into one another


def draw(charts: Sequence[tuple[str, Sequence[tuple[str, int]]]], path: Path, *, heading: str) -> Path:
    """Draw one chart a row, each a name and its (period, count) pairs, into `path`; return it.

    `heading` says what is counted. The same counts give the same file with the same matplotlib. Raises ExportError for
    another kind of file, where matplotlib is missing, where the file cannot be written, or where one lies there that is
    no chart of ours.
    """
    if path.suffix.lower() not in ENDINGS:
        raise ExportError(str(path), "is no kind of picture that can be drawn", "end the name in .svg or .png")
    refuse_foreign(path, STAMP.encode(), "move it away, or name another file with --save")
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator
    except ImportError as error:
        remedy = "install it with pip install 'citegraph[plot]'"
        raise ExportError(str(path), "needs matplotlib, which is not installed", remedy) from error
    # Text stays text in SVG, and its ids do not depend on the moment.
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "citegraph", "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(WIDE, HIGH * max(1, len(charts))), layout="constrained")
        for at, (name, counts) in enumerate(charts, start=1):
            axes = figure.add_subplot(len(charts), 1, at)
            axes.bar(range(len(counts)), [count for _, count in counts], color="#2a6f97", width=0.85)
            step = max(1, -(-len(counts) // SHOWN))
            axes.set_xticks(range(0, len(counts), step), [period for period, _ in counts[::step]])
            shown = "".join(c if c.isprintable() else " " for c in name)  # SVG has no other characters
            axes.set_title(shown, loc="left", parse_math=False)
            axes.set_ylabel(heading)
            axes.yaxis.set_major_locator(MaxNLocator(integer=True))
            axes.spines[["top", "right"]].set_visible(False)
        stamp = {"Date": None, "Creator": STAMP} if path.suffix.lower() == ".svg" else {"Software": STAMP}
        drawn = BytesIO()
        figure.savefig(drawn, format=path.suffix.lower()[1:], dpi=144, metadata=stamp)
    sweep(path.parent)
    return save(path, [drawn.getvalue()])
