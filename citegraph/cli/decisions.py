"""The commands `decide` and `decisions`: settle what the program left open or got wrong, and keep it."""

from __future__ import annotations

from datetime import date as day
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citegraph.cli.i18n import LangOption
from citegraph.cli.options import DEFAULT_STORE, ShapeOption, StoreOption
from citegraph.cli.output import Shape, print_rows, say, tell

if TYPE_CHECKING:
    from citegraph.decisions import Decision
    from citegraph.model import Citation
    from citegraph.store import Store

_COLUMNS = ("report", "surface", "verdict", "document", "date", "note")

MentionArgument = Annotated[
    str, typer.Argument(help="The words of the mention, or where it begins (a number).", metavar="MENTION")
]


def decide(  # noqa: PLR0917 - typer calls it by name
    report: Annotated[str, typer.Argument(help="The report, by its id.", metavar="REPORT")],
    mention: MentionArgument,
    document: Annotated[
        str | None, typer.Argument(help="The document that it names, by its canonical id.", metavar="DOCUMENT")
    ] = None,
    no_citation: Annotated[bool, typer.Option("--not-a-citation", help="It names no document.")] = False,
    same_as: Annotated[
        str | None, typer.Option("--same-as", help="It names what this other mention names.", metavar="MENTION")
    ] = None,
    different_from: Annotated[
        str | None, typer.Option("--different-from", help="It does not name this document.", metavar="DOCUMENT")
    ] = None,
    note: Annotated[str, typer.Option("--note", help="Why, in a few words.", metavar="TEXT")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of an earlier decision.")] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Say which document a mention of a report names; the next build and all later ones honour it.

    \b
    Examples:
      citegraph decide bao-cao-2018 "Nghị quyết 18" 18-NQ/TW@XII --note "nói về bộ máy"
      citegraph decide bao-cao-2018 "Nghị quyết 18" --different-from 18-NQ/TW@X
      citegraph decide bao-cao-2018 "Quyết định 1" --not-a-citation
    """
    from citegraph import decisions as taken
    from citegraph.decisions import Verdict
    from citegraph.errors import QueryError
    from citegraph.store import Store

    given = [
        (verdict, value)
        for verdict, value in (
            (Verdict.DOCUMENT, document),
            (Verdict.SAME_AS, same_as),
            (Verdict.DIFFERENT_FROM, different_from),
            (Verdict.NO_CITATION, "" if no_citation else None),
        )
        if value is not None
    ]
    if len(given) != 1:
        raise typer.BadParameter("say one thing: a document, --same-as, --different-from or --not-a-citation")
    [(verdict, value)] = given
    with Store(store) as opened:
        citation = _mention(opened, report, mention)
        info = opened.report(report)
        assert info is not None  # noqa: S101 -- its citation was found
        made = taken.of_citation(info, citation, verdict, value, date=day.today().isoformat(), note=note)
    path = store.with_name(taken.FILE)
    held = [one for one in taken.load(path) if not (replace and one.place == made.place)]
    if taken.conflicts([*held, made]):
        what = f"{made.surface!r} was decided otherwise before"
        raise QueryError(str(path), what, "undo that first, or say --replace")
    taken.save(path, [*held, made])
    say(tell("decision kept", path=path))


def decisions(lang: LangOption = None) -> None:
    """List, check, undo and export what people decided.

    \b
    Examples:
      citegraph decisions list
      citegraph decisions check
      citegraph decisions add downloaded.csv
    """


def list(store: StoreOption = DEFAULT_STORE, shape: ShapeOption = Shape.TABLE) -> None:
    """List the decisions.

    \b
    Examples:
      citegraph decisions list --format csv
    """
    from citegraph import decisions as taken

    print_rows([_row(one) for one in taken.load(store.with_name(taken.FILE))], _COLUMNS, shape)


def check(store: StoreOption = DEFAULT_STORE, shape: ShapeOption = Shape.TABLE) -> None:
    """List the decisions that contradict one another, and those whose mention is gone.

    Exit code 1 where there are any.

    \b
    Examples:
      citegraph decisions check
    """
    from citegraph import decisions as taken
    from citegraph.store import Store

    held = taken.load(store.with_name(taken.FILE))
    with Store(store) as opened, opened.snapshot():
        reports = [(info, [*opened.cites(info.id), *opened.rejected(info.id)]) for info in opened.reports()]
        gone = taken.stale(held, reports)
    rows = [{"why": "conflict", **_row(one)} for group in taken.conflicts(held) for one in group]
    rows += [{"why": "stale", **_row(one)} for one in gone]
    if shape is not Shape.TABLE or rows:
        print_rows(rows, ("why", *_COLUMNS), shape)
    else:
        say(tell("decisions sound", n=len(held)))
    if rows:
        raise typer.Exit(1)


def undo(
    report: Annotated[str, typer.Argument(help="The report, by its id.", metavar="REPORT")],
    mention: Annotated[str, typer.Argument(help="The words of the mention.", metavar="MENTION")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Take the decisions about a mention back.

    \b
    Examples:
      citegraph decisions undo bao-cao-2018 "Nghị quyết 18"
    """
    from citegraph import decisions as taken
    from citegraph.errors import QueryError
    from citegraph.text import normalize_space

    path = store.with_name(taken.FILE)
    held = taken.load(path)
    left = [one for one in held if (one.report, one.surface) != (report, normalize_space(mention))]
    if len(left) == len(held):
        raise QueryError(mention, f"no decision about it in {report}", "see decisions list")
    taken.save(path, left)
    say(tell("decisions undone", n=len(held) - len(left)))


def add(
    table: Annotated[Path, typer.Argument(help="A table of decisions, as the page saves it.", metavar="FILE")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Add the decisions of a table to those of the store.

    \b
    Examples:
      citegraph decisions add ~/Downloads/decisions.csv
    """
    from citegraph import decisions as taken
    from citegraph.errors import QueryError

    path = store.with_name(taken.FILE)
    held = [*taken.load(path), *taken.load(table)]
    if told := taken.conflicts(held):
        what = f"{told[0][0].surface!r} was decided otherwise before"
        raise QueryError(str(table), what, "undo one of them first")
    taken.save(path, held)
    say(tell("decision kept", path=path))


def export(store: StoreOption = DEFAULT_STORE) -> None:
    """Print the decisions as annotated sentences, the mention marked in its place.

    \b
    Examples:
      citegraph decisions export > cases.txt
    """
    from citegraph import decisions as taken
    from citegraph.decisions import Verdict
    from citegraph.store import Store

    index = taken.index(taken.load(store.with_name(taken.FILE)))
    with Store(store) as opened, opened.snapshot():
        for info in opened.reports():
            found = [*opened.cites(info.id), *opened.rejected(info.id)]
            told = taken.match(info, found, index)
            for at in sorted(told):
                citation = found[at]
                if any(one.verdict is Verdict.DIFFERENT_FROM for one in told[at]) and not citation.decided:
                    continue
                rejected = any(one.verdict is Verdict.NO_CITATION for one in told[at])
                say(_marked(citation, None if rejected else citation.document))


def _marked(citation: Citation, document: str | None) -> str:
    """The sentence of a citation with the mention marked: "Theo [[Chỉ thị 05-CT/TW|05-CT/TW@XII]]"; bare for none."""
    mention = citation.mention
    start, end = mention.quote_at, mention.quote_at + len(mention.surface)
    marked = mention.surface if document is None else f"[[{mention.surface}|{document}]]"
    return " ".join((mention.quote[:start] + marked + mention.quote[end:]).split())


def _mention(opened: Store, report: str, mention: str) -> Citation:
    """The one citation of a report that has these words or begins there."""
    from citegraph.errors import QueryError
    from citegraph.text import normalize_space

    if opened.report(report) is None:
        raise QueryError(report, "no report is called that", "see citegraph reports")
    cited = [*opened.cites(report), *opened.rejected(report)]
    found = [one for one in cited if mention.isdecimal() and one.mention.span.start == int(mention)]
    found = found or [one for one in cited if normalize_space(one.mention.surface) == normalize_space(mention)]
    if not found:
        raise QueryError(mention, f"is no mention of {report}", f"see citegraph cites {report}")
    if len(found) > 1:
        places = ", ".join(str(one.mention.span.start) for one in found)
        raise QueryError(mention, f"stands {len(found)} times in {report}", f"say where it begins: {places}")
    return found[0]


def _row(decision: Decision) -> dict[str, Any]:
    return {name: str(getattr(decision, name)) for name in _COLUMNS}
