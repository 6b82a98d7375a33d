"""Draw counts by period as bar charts, in SVG or PNG. Needs matplotlib: citegraph[plot]."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from citegraph.errors import ExportError
from citegraph.export import refuse_foreign_file, remove_temporary_files, write_atomically
from citegraph.i18n import message

ENDINGS = (".svg", ".png")
WIDE, HIGH = 9.0, 3.2  # inches, per chart
STAMP = "citegraph timeline"  # marks our charts, which may be replaced
SHOWN = 14  # maximum labels below the axis, so that they do not overlap


def draw_charts(charts: Sequence[tuple[str, Sequence[tuple[str, int]]]], path: Path, *, heading: str) -> Path:
    """Draw charts below each other in one file. The same counts and matplotlib version give the same file.

    Args:
        charts: The name of each chart and its (period, count) pairs.
        path: The file, ending in .svg or .png.
        heading: The label of the count axis.

    Returns:
        `path`.

    Raises:
        ExportError: The file has another suffix, matplotlib is missing, the file cannot be written, or citegraph did
            not write the file that is there.
    """
    if path.suffix.lower() not in ENDINGS:
        raise ExportError(str(path), message("write.no_picture"), message("do.picture"))
    refuse_foreign_file(path, STAMP.encode(), message("do.move_or_save"))
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator
    except ImportError as error:
        remedy = message("do.install", command="pip install 'citegraph[plot]'")
        raise ExportError(str(path), message("need.package", library="matplotlib"), remedy) from error
    # Text stays text in SVG, and element ids are the same in each run.
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "citegraph", "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(WIDE, HIGH * max(1, len(charts))), layout="constrained")
        for at, (name, counts) in enumerate(charts, start=1):
            axes = figure.add_subplot(len(charts), 1, at)
            axes.bar(range(len(counts)), [count for _, count in counts], color="#2a6f97", width=0.85)
            step = max(1, -(-len(counts) // SHOWN))
            axes.set_xticks(range(0, len(counts), step), [period for period, _ in counts[::step]])
            shown = "".join(c if c.isprintable() else " " for c in name)  # SVG allows only printable characters
            axes.set_title(shown, loc="left", parse_math=False)
            axes.set_ylabel(heading)
            axes.yaxis.set_major_locator(MaxNLocator(integer=True))
            axes.spines[["top", "right"]].set_visible(False)
        stamp = {"Date": None, "Creator": STAMP} if path.suffix.lower() == ".svg" else {"Software": STAMP}
        drawn = BytesIO()
        figure.savefig(drawn, format=path.suffix.lower()[1:], dpi=144, metadata=stamp)
    remove_temporary_files(path.parent)
    return write_atomically(path, [drawn.getvalue()])
