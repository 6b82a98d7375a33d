"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from citegraph.cli.printing import OutputFormat
from citegraph.model import Scope

DEFAULT_STORE = Path("output/citegraph.sqlite")


LARGEST = 1_000_000_000
"""The largest number an option accepts: more than any count in a store, and within the integers of SQLite."""


class ScopeChoice(StrEnum):
    """Whose documents a command is about."""

    PARTY = "party"
    STATE = "state"
    ALL = "all"

    @property
    def scope(self) -> Scope | None:
        """The scope for the library; None for both."""
        return None if self is ScopeChoice.ALL else Scope(self.value)


class PeriodChoice(StrEnum):
    """The periods of a timeline."""

    YEAR = "year"
    MONTH = "month"


class RankOrder(StrEnum):
    """The orders of a ranking."""

    REPORTS = "reports"
    PAGERANK = "pagerank"
    FIRST = "first"
    LAST = "last"


StoreOption = Annotated[Path, typer.Option("--store", help="The store to ask.", metavar="FILE")]
ShapeOption = Annotated[OutputFormat, typer.Option("--format", help="How to print it.")]
ScopeOption = Annotated[
    ScopeChoice, typer.Option("--scope", help="Whose documents: of the Party, of the State, or all.")
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", min=1, max=LARGEST, metavar="N", help="How many to show at most. [default: all]"),
]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since", help="Only reports of this day, month or year or later: 2024, 5/2024, 2024-05-02.", metavar="DATE"
    ),
]
UntilOption = Annotated[
    str | None, typer.Option("--until", help="Only reports of this day, month or year or earlier.", metavar="DATE")
]
PublisherOption = Annotated[
    str | None, typer.Option("--publisher", help="Only reports of publishers of this name.", metavar="WORDS")
]
LocalityOption = Annotated[
    str | None, typer.Option("--locality", help="Only reports about this place.", metavar="WORDS")
]
DocumentArgument = Annotated[list[str], typer.Argument(help="The document, as you would type it.", metavar="DOCUMENT")]
PathsArgument = Annotated[
    list[str],
    typer.Argument(help="Files, folders, patterns such as 'reports/*.pdf', or - for standard input.", metavar="PATH"),
]


class Ocr(StrEnum):
    """Which scanned pages are recognized."""

    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"


OcrOption = Annotated[
    Ocr, typer.Option("--ocr", help="Recognize scanned pages with Tesseract: those without text, none, or all.")
]
KnowledgeOption = Annotated[
    Path | None,
    typer.Option(
        "--knowledge", help="A folder of CSV tables of your own: documents, types, bodies …", metavar="FOLDER"
    ),
]
