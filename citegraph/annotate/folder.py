"""Manage a folder of annotated pages: keep the current ones, find the outdated ones, leave other files alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from citegraph.model import ReportInfo
from citegraph.provenance import own, stamped

LONGEST = 200
"""Of the id of a report, so many code points stand in the mark; tables give ids of any length."""


class Held(NamedTuple):
    """What lies in a folder of annotated reports; other files there are nobody's business."""

    current: frozenset[str]  # ids of the reports whose pages show them with the bytes the store knows
    stale: tuple[Path, ...]  # pages of ours that no report has any more, or has changed since, sorted


def stamp(file: str) -> bytes:
    """What stands in the head of a page by which it is known again: the name of its file.

    A page that was renamed or copied by hand is no longer ours.
    """
    from markupsafe import escape

    return f'<meta name="citegraph-page" content="{escape(_line(file))}">\n'.encode()


def mark(file: str, report: str, sha256: str) -> str:
    """The lines in the head of a page by which a later build knows it again: its file, and the report it shows."""
    from markupsafe import escape

    about = f'<meta name="citegraph-report" content="{escape(sha256)} {escape(_line(report)[:LONGEST])}">'
    return stamp(file).decode() + about


def ours(path: Path) -> bool:
    """Whether the file at `path` is a page that this program made, and nobody moved."""
    return path.suffix == ".html" and stamped(path, stamp(path.name))


def held(folder: Path, files: Mapping[str, str], reports: Mapping[str, ReportInfo]) -> Held:
    """What `folder` holds; `files` tells how the page of a report is called, `reports` what the store knows of it."""
    reports_of = {file: report for report, file in files.items()}
    current, stale = set(), []
    for path in own(folder, "*.html", stamp):
        report = reports_of.get(path.name)
        if report is not None and stamped(path, mark(path.name, report, reports[report].sha256).encode()):
            current.add(report)
        else:
            stale.append(path)
    return Held(frozenset(current), tuple(stale))


def _line(value: str) -> str:
    """As UTF-8 can hold it, in one line."""
    return " ".join(value.encode("utf-8", "replace").decode().split())
