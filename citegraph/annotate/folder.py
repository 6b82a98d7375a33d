"""A folder of annotated reports in, what it holds of ours out: pages that are as they should be, and stale ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from citegraph.model import ReportInfo

HEAD_BYTES = 4096
"""The mark of a page stands in its first bytes."""


LONGEST = 200
"""Of the id of a report, so many code points stand in the mark; tables give ids of any length."""


class Held(NamedTuple):
    """What lies in a folder of annotated reports; other files there are nobody's business."""

    current: frozenset[str]  # ids of the reports whose pages show them with the bytes the store knows
    stale: tuple[Path, ...]  # pages of ours that no report has any more, or has changed since, sorted


def mark(file: str, report: str, sha256: str) -> str:
    """The lines in the head of a page by which a later build knows it again: its file, and the report it shows.

    A page that was renamed or copied by hand is no longer ours, for the mark names its file.
    """
    from markupsafe import escape

    return (
        f'<meta name="citegraph-page" content="{escape(_line(file))}">\n'
        f'<meta name="citegraph-report" content="{escape(sha256)} {escape(_line(report)[:LONGEST])}">'
    )


def held(folder: Path, files: Mapping[str, str], reports: Mapping[str, ReportInfo]) -> Held:
    """What `folder` holds; `files` tells how the page of a report is called, `reports` what the store knows of it."""
    reports_of = {file: report for report, file in files.items()}
    current, stale = set(), []
    for path, head in _ours(folder):
        report = reports_of.get(path.name)
        if report is not None and mark(path.name, report, reports[report].sha256).encode() in head:
            current.add(report)
        else:
            stale.append(path)
    return Held(frozenset(current), tuple(stale))


def _ours(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """The pages that a build put there and nobody moved, sorted, with how they begin."""
    for path in sorted(folder.glob("*.html")):
        if path.is_symlink() or not path.is_file():
            continue
        with suppress(OSError), path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            if mark(path.name, "", "").encode().splitlines()[0] in head:
                yield path, head


def _line(value: str) -> str:
    """As UTF-8 can hold it, in one line."""
    return " ".join(value.encode("utf-8", "replace").decode().split())
