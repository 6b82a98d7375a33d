"""Manage a folder of annotated pages: keep the current ones, find the outdated ones, and ignore other files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from citegraph.file_stamps import files_with_stamp, has_stamp
from citegraph.model import ReportInfo

LONGEST = 200
"""The most code points of a report id in the mark of a page. Tables have ids of any length."""


class PageFolder(NamedTuple):
    """The annotated pages in a folder. Other files are ignored."""

    current: frozenset[str]  # ids of reports whose page was made from the bytes in the store
    stale: tuple[Path, ...]  # pages whose report is gone or has changed, sorted


def ownership_stamp(file: str) -> bytes:
    """Return the line in the head of a page that marks it as written by citegraph. It contains the file name.

    A page that was renamed or copied no longer matches.
    """
    from markupsafe import escape

    return f'<meta name="citegraph-page" content="{escape(_one_line(file))}">\n'.encode()


def identity_lines(file: str, report: str, sha256: str) -> str:
    """Return the lines in the head of a page that identify its file and the report it shows."""
    from markupsafe import escape

    about = f'<meta name="citegraph-report" content="{escape(sha256)} {escape(_one_line(report)[:LONGEST])}">'
    return ownership_stamp(file).decode() + about


def is_own_file(path: Path) -> bool:
    """Whether the file at `path` is a page that citegraph wrote under this name."""
    return path.suffix == ".html" and has_stamp(path, ownership_stamp(path.name))


def list_pages(folder: Path, files: Mapping[str, str], reports: Mapping[str, ReportInfo]) -> PageFolder:
    """Return the annotated pages in a folder.

    Args:
        folder: Where to look.
        files: The file name of the page of each report, by report id.
        reports: The reports of the store, by id.
    """
    reports_of = {file: report for report, file in files.items()}
    current, stale = set(), []
    for path in files_with_stamp(folder, "*.html", ownership_stamp):
        report = reports_of.get(path.name)
        if report is not None and has_stamp(path, identity_lines(path.name, report, reports[report].sha256).encode()):
            current.add(report)
        else:
            stale.append(path)
    return PageFolder(frozenset(current), tuple(stale))


def _one_line(value: str) -> str:
    """Return the value on one line, encodable in UTF-8."""
    return " ".join(value.encode("utf-8", "replace").decode().split())
