"""Suggest rows for the tables: documents that reports cite and no table lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from citegraph.grammar import codes, issuers
from citegraph.grammar.codes import Code
from citegraph.grammar.titles import is_whole, names_person
from citegraph.ids import DocumentId
from citegraph.knowledge import bodies, kinds
from citegraph.model import Citation, Document, IsoDate, ReportInfo, Scope, Status
from citegraph.query.stores import takes_path
from citegraph.records import Records, load, rules
from citegraph.store import Store
from citegraph.text import normalize_space, words

NAMED = 10
"""Reports that the source of a row names at most."""

TOLD = ("kind", "issuer", "date", "title")
"""The columns whose values reports tell."""


@dataclass(frozen=True, slots=True)
class Told:
    """What reports say of one thing: the value of most of them, who says it, and how many say something else."""

    value: str = ""
    reports: tuple[str, ...] = ()  # ids
    otherwise: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A document that reports cite and no table lists, as a row to be checked and added."""

    document: str  # canonical id
    table: str  # "documents" or "state"
    row: Mapping[str, str]  # by the columns of that table
    told: Mapping[str, Told]  # of kind, issuer, date and title
    reports: tuple[ReportInfo, ...]  # that cite it


Cited = list[tuple[ReportInfo, list[Citation]]]


@takes_path
def suggest_documents(
    store: Store, *, scope: Scope | None = None, least: int = 1, top: int | None = None
) -> list[Suggestion]:
    """The documents of the Party's centre and of the State that the store cites by number and no table lists.

    Args:
        store: A store that was built, open.
        scope: Those of the Party, of the State, or (None) of both.
        least: How many reports have to cite a document.
        top: How many to give at most.

    Returns:
        The most cited first. A value is that of most reports that tell one. Left out is a date after every report that
        gives it, outside of the term or of the year in the number, and a title that is cut off, names a person, or that
        only one of several reports gives.

    Raises:
        StoreError: The store is damaged.
    """
    records = load()
    found: list[Suggestion] = []
    with store.snapshot():
        for rank in store.ranked(scope):
            if rank.reports < max(least, 1) or (top is not None and len(found) >= top):
                break
            code = _code(rank.document, records)
            if code is not None:
                one = _suggestion(rank.document, code, list(store.cited_by(rank.document.id)), records)
                found += [one] if one is not None else []
    return found


def _code(document: Document, records: Records) -> Code | None:
    """The number of a document that a table of central ones lacks; None for every other."""
    if document.status is Status.KNOWN or document.id in records or document.locality or not document.number:
        return None
    known = DocumentId.parse(document.id)
    code = codes.parse(known.name)
    if code is None or str(code) != known.name or code.scope is not document.scope or bodies.is_local(code.body):
        return None
    if code.scope is Scope.PARTY:
        return code if records.term_named(known.term) else None
    return code if _is_central(code) else None


def _is_central(code: Code) -> bool:
    """Whether a number of the State is that of a body of which there is one; a decree bears its own symbol, "23/SL"."""
    known = [bodies.by_symbol().get(part.rstrip("0123456789")) for part in code.body.split("-")]
    decree = not code.symbol and code.body in kinds.symbols()
    return decree or any(body is not None and body.central for body in known)


def _suggestion(document: Document, code: Code, cited: Cited, records: Records) -> Suggestion | None:
    known = DocumentId.parse(document.id)
    term, terms = known.term or "", records.terms
    reports = {report.id: report for report, _ in cited}
    told = {
        "kind": _kind(cited, code),
        "issuer": _issuer(cited, code),
        "date": _date(cited, lambda date: not [*rules.of_date(date, "", code, term, terms)], known.year),
        "title": _title(cited, code),
    }
    if not told["kind"].value:
        return None
    row = {
        "number": str(code),
        **{column: told[column].value for column in TOLD},
        **({"term": term} if code.scope is Scope.PARTY else {}),
        "checked": "0",
        "source": _source(list(reports)),
        "note": _note(len(reports), told),
    }
    if known.year and not row["date"]:  # by which its id tells it from others of the number
        row["date"] = known.year
    table = next(name for name, scope in rules.TABLES.items() if scope is code.scope)
    return Suggestion(document=document.id, table=table, row=row, told=told, reports=tuple(reports.values()))


def _said(cited: Cited, of: Callable[[Citation], str | None]) -> dict[str, set[str]]:
    """What the reports say, each value with the ids of those that say it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for report, citations in cited:
        for value in filter(None, map(of, citations)):
            found[value].add(report.id)
    return dict(found)


def _most(said: Mapping[str, Iterable[str]], fit: Callable[[str], bool] = bool) -> Told:
    """What most reports say that is fit; ties go to the lesser value. Reports that say it too say nothing otherwise."""
    by = {value: set(reports) for value, reports in said.items()}
    value = min(filter(fit, by), key=lambda one: (-len(by[one]), one), default="")
    agreeing = by.get(value, set())
    return Told(value, tuple(sorted(agreeing)), len(set().union(*by.values()) - agreeing))


def _kind(cited: Cited, code: Code) -> Told:
    """The type; where none is told, the only one that its symbol stands for."""
    said = _said(cited, lambda citation: citation.mention.kind)

    def fits(said: str) -> bool:
        kind = kinds.by_name().get(said)
        whose = kind.scope if kind is not None else None
        return rules.kind(said) is not None and whose in (None, code.scope) and not [*rules.of_kind(said, "", code)]

    told = _most(said, fits)
    meant = kinds.kinds_of(code.symbol)
    return told if told.value or len(meant) != 1 else Told(meant[0].name, (), told.otherwise)


def _issuer(cited: Cited, code: Code) -> Told:
    """The issuer by its usual name; one that cannot have issued such a number is left out."""

    def name(citation: Citation) -> str | None:
        printed = citation.mention.issuer
        known = issuers.parse(printed) if printed else None
        if known is None or not known.central:
            return printed and normalize_space(printed)
        return known.name if not issuers.is_vague(known) else None

    return _most(_said(cited, name), lambda said: not [*rules.of_issuer(said, "", code, "")])


def _date(cited: Cited, fits: Callable[[IsoDate], bool], year: str | None) -> Told:
    """The day; one that lies after every dated report that gives it is left out."""
    days = {report.id: report.date for report, _ in cited}
    whole = _said(cited, lambda citation: date if len(date := citation.mention.date or "") == 10 else None)
    said = {date: reports for date, reports in whole.items() if not date.startswith("--")}

    def possible(date: IsoDate) -> bool:
        dated = [day for one in said[date] if (day := days[one])]
        late = bool(dated) and all(day < date[: len(day)] for day in dated)
        return fits(date) and not late and (year is None or date[:4] == year)

    return _most(said, possible)


def _title(cited: Cited, code: Code) -> Told:
    """The title; spelt in whichever of the ways that differ in signs and capitals alone is most used."""
    meant = kinds.kinds_of(code.symbol)
    if meant and any("apart" in kind.flags and kind.symbols[0] != code.symbol for kind in meant):
        return Told()  # the symbol of decisions on persons
    spelt = _said(cited, lambda citation: citation.mention.title and normalize_space(citation.mention.title))
    alike: defaultdict[str, set[str]] = defaultdict(set)
    ways: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
    for title, reports in spelt.items():
        key = " ".join(words(title))
        alike[key] |= reports
        ways[key][title] = reports
    told = _most(alike, lambda key: any(map(_is_fit, ways[key])))
    if not told.value or (len(told.reports) == 1 and len(cited) > 1):
        return Told("", (), len(set().union(*alike.values())))
    return Told(_most(ways[told.value], _is_fit).value, told.reports, told.otherwise)


def _is_fit(title: str) -> bool:
    return is_whole(title) and not names_person(title)


def _source(reports: list[str]) -> str:
    more = len(reports) - NAMED
    return "; ".join([*reports[:NAMED], *([f"{more} more reports"] if more > 0 else [])])


def _note(reports: int, told: Mapping[str, Told]) -> str:
    """How many reports stand behind the row: what a reader who checks it looks at first."""

    def parts() -> Iterator[str]:
        yield f"cited by {reports}"
        for column, one in told.items():
            if one.value and (one.reports or one.otherwise):
                against = f", {one.otherwise} otherwise" if one.otherwise else ""
                yield f"{column}: {len(one.reports)}{against}"

    return "; ".join(parts())
