"""The commands `decide` and `decisions`: decide what the program left open or got wrong, and keep the decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as day
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from citegraph.cli.localized_commands import LangOption
from citegraph.cli.options import DEFAULT_STORE, ShapeOption, StoreOption
from citegraph.cli.printing import OutputFormat, localized, print_line, print_rows
from citegraph.cli.usage_errors import usage_error

if TYPE_CHECKING:
    from citegraph.decisions import Decision
    from citegraph.model import Citation, ReportInfo
    from citegraph.store import Store

_COLUMNS = ("report", "surface", "verdict", "document", "date", "note")

MentionArgument = Annotated[
    str, typer.Argument(help="The words of the mention, or where it begins (a number).", metavar="MENTION")
]


def decide(  # noqa: PLR0917 - typer calls it by name
    report: Annotated[str, typer.Argument(help="The report, by its id.", metavar="REPORT")],
    mention: MentionArgument,
    document: Annotated[
        str | None,
        typer.Argument(help="The document that it names, by its canonical id or a name.", metavar="DOCUMENT"),
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
    """Record which document a mention of a report refers to. All later builds apply it.

    \b
    Examples:
      citegraph decide bao-cao-2018 "Nghị quyết 18" 18-NQ/TW@XII --note "nói về bộ máy"
      citegraph decide bao-cao-2018 "Nghị quyết 18" --different-from 18-NQ/TW@X
      citegraph decide bao-cao-2018 "Quyết định 1" --not-a-citation
    """
    from citegraph import decisions as taken
    from citegraph.decisions import Verdict
    from citegraph.errors import QueryError
    from citegraph.i18n import message
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
        raise usage_error("usage.one_decision")
    [(verdict, value)] = given
    with Store(store) as opened:
        info, citation = _find_citation(opened, report, mention)
        if verdict is Verdict.SAME_AS:
            value = _words_of_other_mention(citation, _find_mentions(opened, info, value), value)
        elif verdict is not Verdict.NO_CITATION:
            value = _document_id(opened, citation, value)
        mentions, today = opened.all_mentions(info.id), day.today().isoformat()
        made = taken.decision_on_citation(info, citation, verdict, value, date=today, note=note, mentions=mentions)
    path = store.with_name(taken.FILE)
    with taken.lock_for_change(path) as held:
        if replace:
            at = mentions.index(citation)
            earlier = taken.match_with_contradictions(info, mentions, taken.index_by_report(held)).get(at, [])
            held[:] = [one for one in held if one not in earlier]
        held.append(made)
        if any(made in group for group in taken.check_decisions(held, [(info, mentions)]).conflicts):
            what = message("decision.otherwise", surface=made.surface)
            raise QueryError(str(path), what, message("do.undo_or_replace"))
    told = {Verdict.SAME_AS: "decision.same", Verdict.DIFFERENT_FROM: "decision.different"}.get(verdict, "decision.is")
    if verdict is not Verdict.NO_CITATION:
        print_line(localized(told, surface=made.surface, document=value))
    print_line(localized("decision.kept", path=path))


def decisions(lang: LangOption = None) -> None:
    """List, check, undo and export what people decided.

    \b
    Examples:
      citegraph decisions list
      citegraph decisions check
      citegraph decisions add downloaded.csv
    """


def list(store: StoreOption = DEFAULT_STORE, shape: ShapeOption = OutputFormat.TABLE) -> None:
    """List the decisions.

    \b
    Examples:
      citegraph decisions list --format csv
    """
    from citegraph import decisions as taken

    held = taken.load(store.with_name(taken.FILE))
    names = _present_ids_of_renamed_reports(store, held)
    print_rows([_decision_row(one, names) for one in held], _COLUMNS, shape)


def check(store: StoreOption = DEFAULT_STORE, shape: ShapeOption = OutputFormat.TABLE) -> None:
    """List decisions that contradict each other, and those whose mention or whose report's file no longer exists.

    Exit code 1 where there are any.

    \b
    Examples:
      citegraph decisions check
    """
    from citegraph import decisions as taken

    held = taken.load(store.with_name(taken.FILE))
    names = _present_ids_of_renamed_reports(store, held)
    problems = _find_problems(store, held)
    rows = [{"why": "conflict", **_decision_row(one, names)} for group in problems.conflicts for one in group]
    rows += [{"why": "stale", **_decision_row(one, names)} for one in problems.stale]
    rows += [{"why": "no-file", **_decision_row(one, names)} for one in problems.without_file]
    if shape is not OutputFormat.TABLE or rows:
        print_rows(rows, ("why", *_COLUMNS), shape)
    else:
        print_line(localized("decisions.sound", n=len(held)))
    if rows:
        raise typer.Exit(1)


def undo(
    report: Annotated[str, typer.Argument(help="The report, by its id.", metavar="REPORT")],
    mention: MentionArgument,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Take the decisions about a mention back.

    \b
    Examples:
      citegraph decisions undo bao-cao-2018 "Nghị quyết 18"
    """
    from citegraph import decisions as taken
    from citegraph.errors import QueryError
    from citegraph.i18n import message

    path = store.with_name(taken.FILE)
    with taken.lock_for_change(path) as held:
        before = len(held)
        withdrawn = _decisions_about(store, held, report, mention)
        held[:] = [one for one in held if one not in withdrawn]
        if len(held) == before:
            raise QueryError(
                mention, message("decision.none", report=report), message("do.see", command="citegraph decisions list")
            )
    print_line(localized("decisions.undone", n=before - len(held)))


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
    from citegraph.i18n import message

    if not table.exists():
        raise QueryError(str(table), message("file.not_found"), message("do.check_name"))
    path = store.with_name(taken.FILE)
    with taken.lock_for_change(path) as held:
        held.extend(_bind_decisions(store, taken.load_with_places(table)))
        if told := taken.conflicts(held):
            what = message("decision.otherwise", surface=told[0][0].surface)
            raise QueryError(str(table), what, message("do.undo_one"))
    print_line(localized("decision.kept", path=path))


def export(store: StoreOption = DEFAULT_STORE) -> None:
    """Print the decisions as annotated sentences, the mention marked in its place; tests/bench/fit.py can fit on them.

    \b
    Examples:
      citegraph decisions export > cases.txt
    """
    from citegraph import decisions as taken
    from citegraph.decisions import Verdict
    from citegraph.store import Store

    index = taken.index_by_report(taken.load(store.with_name(taken.FILE)))
    number = 0
    with Store(store) as opened, opened.snapshot():
        for info in opened.reports():
            found = opened.all_mentions(info.id)
            told = taken.match(info, found, index)
            for at in sorted(told):
                citation = found[at]
                if any(one.verdict is Verdict.DIFFERENT_FROM for one in told[at]) and not citation.decided:
                    continue
                number += 1
                rejected = any(one.verdict is Verdict.NO_CITATION for one in told[at])
                sentence = _sentence_with_mark(citation, None if rejected else citation.document)
                print_line(f"decided-{number:03}: {_case_header(info)}{sentence}")


def _case_header(report: ReportInfo) -> str:
    """Return what is known of a report besides its text, as cases write it: "{date=2018-05-02; locality=Hà Nội} "."""
    parts = [f"{name}={value}" for name in ("date", "locality") if (value := getattr(report, name))]
    return f"{{{'; '.join(parts)}}} " if parts else ""


def _sentence_with_mark(citation: Citation, document: str | None) -> str:
    """Return the sentence of a citation with the mention marked: "Theo [[Chỉ thị 05-CT/TW|05-CT/TW@XII]]"."""
    mention = citation.mention
    end = mention.quote_at + len(mention.surface)
    before, named, after = (
        " ".join(part.replace("\\", r"\\").split())
        for part in (mention.quote[: mention.quote_at], mention.surface, mention.quote[end:])
    )
    marked = named if document is None else f"[[{named}|{document}]]"
    gaps = (mention.quote[: mention.quote_at][-1:].isspace(), mention.quote[end:][:1].isspace())
    return f"{before}{' ' * gaps[0]}{marked}{' ' * gaps[1]}{after}"


def _find_citation(opened: Store, report: str, mention: str) -> tuple[ReportInfo, Citation]:
    """Return the report, and its one citation that has these words or begins there."""
    from citegraph.errors import QueryError
    from citegraph.i18n import message

    info = opened.report(report)
    if info is None:
        raise QueryError(report, message("ask.no_report"), message("do.see", command="citegraph reports"))
    found = _find_mentions(opened, info, mention)
    if len(found) > 1:
        places = ", ".join(str(one.mention.span.start) for one in found)
        raise QueryError(
            mention, message("decision.several", n=len(found), report=report), message("do.say_where", places=places)
        )
    return info, found[0]


def _find_mentions(opened: Store, report: ReportInfo, mention: str) -> Sequence[Citation]:
    """Return the citations of a report that have these words or begin there; at least one."""
    from citegraph.errors import QueryError
    from citegraph.i18n import message
    from citegraph.text import normalize_space

    cited = opened.all_mentions(report.id)
    found = [one for one in cited if mention.isdecimal() and one.mention.span.start == int(mention)]
    found = found or [one for one in cited if normalize_space(one.mention.surface) == normalize_space(mention)]
    if not found:
        raise QueryError(
            mention,
            message("decision.no_mention", report=report.id),
            message("do.see", command=f"citegraph cites {report.id}"),
        )
    return found


def _words_of_other_mention(citation: Citation, found: Sequence[Citation], given: str) -> str:
    """Return the words of the first mention in `found` that is not that of `citation`.

    Raises:
        QueryError: There is no other mention.
    """
    from citegraph.errors import QueryError
    from citegraph.i18n import message
    from citegraph.text import normalize_space

    other = next((one for one in found if one.mention.span != citation.mention.span), None)
    if other is None:
        raise QueryError(given, message("decision.itself"), message("do.name_other_mention"))
    return normalize_space(other.mention.surface)


def _decisions_about(store: Path, held: Sequence[Decision], report: str, mention: str) -> Sequence[Decision]:
    """Return the decisions about one mention; those on its words that no mention has any more if there are no others.

    Raises QueryError where several mentions with these words are decided.
    """
    from citegraph import decisions as taken
    from citegraph.errors import QueryError
    from citegraph.i18n import message
    from citegraph.store import Store
    from citegraph.text import normalize_space

    names, words = _present_ids_of_renamed_reports(store, held), normalize_space(mention)
    own = [one for one in held if report in {one.report, names.get(one.report)}]
    by_place: dict[int, Sequence[Decision]] = {}
    if store.exists():
        with Store(store) as opened, opened.snapshot():
            info = opened.report(report)
            said = opened.all_mentions(info.id) if info else ()
        if info:
            found = taken.match_with_contradictions(info, said, taken.index_by_report(own))
            by_place = {said[at].mention.span.start: given for at, given in found.items()}
    if mention.isdecimal() and int(mention) in by_place:
        return by_place[int(mention)]
    places = [at for at, given in sorted(by_place.items()) if given[0].surface == words]
    if len(places) > 1:
        what = message("decision.several", n=len(places), report=report)
        raise QueryError(mention, what, message("do.say_where", places=", ".join(map(str, places))))
    return by_place[places[0]] if places else [one for one in own if one.surface == words]


def _bind_decisions(store: Path, given: Iterable[tuple[Decision, int | None]]) -> Iterator[Decision]:
    """Bind decisions to the bytes of their reports, and to their place among mentions with the same words around."""
    from citegraph import decisions as taken
    from citegraph.store import Store

    if not store.exists():
        yield from (one for one, _ in given)
        return
    with Store(store) as opened, opened.snapshot():
        for one, start in given:
            info = opened.report(one.report) if not one.sha256 else None
            yield taken.bind_decision(one, start, info, opened.all_mentions(info.id)) if info else one


def _document_id(opened: Store, citation: Citation, text: str) -> str:
    """Return the canonical id of the meant document, given as the id or as any name that finds one document."""
    from citegraph.ids import is_decided
    from citegraph.query import name_matching
    from citegraph.query.lookup import find_one
    from citegraph.query.possible_ids import may_exist
    from citegraph.records import load

    offered = {citation.document, *(one.document for one in citation.candidates)}
    if is_decided(text) and (text in offered or text in load() or may_exist(text)):
        return text
    known = name_matching.known_documents(text) if not name_matching.matching_documents(opened, text) else []
    return known[0].id if len(known) == 1 else find_one(opened, text).id


def _present_ids_of_renamed_reports(store: Path, decisions: Iterable[Decision]) -> dict[str, str]:
    """Map the report ids in decisions to the present ids of reports that were renamed since."""
    from citegraph.store import Store

    held = [*decisions]
    if not store.exists():
        return {}
    with Store(store) as opened, opened.snapshot():
        found = [*opened.reports_by_id_or_hash({key for one in held for key in (one.report, one.sha256)})]
    ids, by_bytes = {one.id for one in found}, {one.sha256: one.id for one in found}
    return {one.report: by_bytes[one.sha256] for one in held if one.report not in ids and one.sha256 in by_bytes}


class _Problems(NamedTuple):
    """Decisions that a person should look at again."""

    conflicts: Sequence[tuple[Decision, ...]]  # those that contradict one another
    stale: Sequence[Decision]  # those whose mention is in no report
    without_file: Sequence[Decision]  # those about a report whose file is gone, or was renamed and edited


def _find_problems(store: Path, decisions: Iterable[Decision]) -> _Problems:
    """Compare decisions with the reports of a store that they are about."""
    from citegraph import decisions as taken
    from citegraph.store import Store

    held = [*decisions]
    with Store(store) as opened, opened.snapshot():
        missing = opened.missing_reports()
        found = opened.reports_by_id_or_hash(taken.index_by_report(held))
        reports = [(info, opened.all_mentions(info.id)) for info in found]
    conflicts, stale = taken.check_decisions(held, reports)
    _, stale_in_present = taken.check_decisions(
        held, [(info, said) for info, said in reports if info.id not in missing]
    )
    return _Problems(conflicts, stale, [one for one in stale_in_present if one not in stale])


def print_decision_problems(decisions: Iterable[Decision], store: Path | None = None) -> None:
    """Print decisions that contradict one another, so that none is applied, and those whose mention or file is gone.

    Args:
        decisions: All decisions.
        store: The store they are applied to, if there is one. Without it, gone mentions are not known.
    """
    from citegraph import decisions as taken

    held = [*decisions]
    problems = _find_problems(store, held) if store is not None and held else _Problems(taken.conflicts(held), (), ())
    for group in problems.conflicts:
        verdicts = ", ".join(f"{one.verdict} {one.document}".strip() for one in group)
        told = localized("decisions.conflict", report=group[-1].report, surface=group[-1].surface, verdicts=verdicts)
        print_line(told, error=True)
    if problems.stale:
        print_line(localized("decisions.stale", n=len(problems.stale)), error=True)
    if problems.without_file:
        print_line(localized("decisions.without_file", n=len(problems.without_file)), error=True)


def _decision_row(decision: Decision, names: Mapping[str, str]) -> dict[str, Any]:
    row = {name: str(getattr(decision, name)) for name in _COLUMNS}
    return {**row, "report": names.get(decision.report, decision.report)}
