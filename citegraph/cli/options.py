"""The options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from citegraph.cli.output import Shape
from citegraph.model import Scope

DEFAULT_STORE = Path("output/citegraph.sqlite")


class Whose(StrEnum):
    """Whose documents a command is about."""

    PARTY = "party"
    STATE = "state"
    ALL = "all"

    @property
    def scope(self) -> Scope | None:
        """As the library has it: None for both."""
        return None if self is Whose.ALL else Scope(self.value)


StoreOption = Annotated[Path, typer.Option("--store", help="The store to ask.", metavar="FILE")]
ShapeOption = Annotated[Shape, typer.Option("--format", help="How to print it.")]
ScopeOption = Annotated[Whose, typer.Option("--scope", help="Whose documents: of the Party, of the State, or all.")]
PathsArgument = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, patterns such as 'reports/*.pdf', or - for standard input.", metavar="PATH..."
    ),
]
KnownOption = Annotated[
    Path | None, typer.Option("--authority", help="A CSV table of further known documents.", metavar="FILE")
]
