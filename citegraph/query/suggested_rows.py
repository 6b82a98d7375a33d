"""Suggest rows for the tables: unlisted documents that reports cite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from citegraph.grammar import codes, issuers
from citegraph.grammar.codes import Code
from citegraph.grammar.showable_titles import is_complete_title, names_person
from citegraph.ids import DocumentId
from citegraph.knowledge import bodies, kinds
from citegraph.model import Citation, Document, IsoDate, ReportInfo, Scope, Status, is_day
from citegraph.query.store_argument import takes_path
from citegraph.records import Records, load, row_checks
from citegraph.store import Store
from citegraph.text import normalize_space, words

NAMED = 10
"""The most reports that the source of a row names."""

REPORTED_COLUMNS = ("kind", "issuer", "date", "title")
"""The columns whose values come from reports."""


@dataclass(frozen=True, slots=True)
class ReportedValue:
    """The value that most reports give for a column, these reports, and how many give another value."""

    value: str = ""
    reports: tuple[str, ...] = ()  # ids of reports
    otherwise: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An unlisted document that reports cite, as a row to check and add."""

    document: str  # canonical id
    table: str  # "documents" or "state"
    row: Mapping[str, str]  # by the columns of that table
    reported: Mapping[str, ReportedValue]  # by the columns kind, issuer, date and title
    reports: tuple[ReportInfo, ...]  # reports that cite it


Cited = list[tuple[ReportInfo, list[Citation]]]


@takes_path
def suggest_documents(
    store: Store, *, scope: Scope | None = None, least: int = 1, top: int | None = None
) -> list[Suggestion]:
    """Return the unlisted documents of the Party's center and of the State that the store cites by number.

    Each value is the one that most reports give. A date is left out if it is after all reports that give it or outside
    the term or year of the number. A title is left out if it is cut off, names a person, or is given by only one of
    several reports.

    Args:
        store: A store, open or by its path.
        scope: Documents of the Party, of the State, or (None) of both.
        least: The minimum number of reports that cite a document.
        top: The maximum number of documents; None for all.

    Returns:
        The documents, most cited first.

    Raises:
        StoreError: The store cannot be used.
    """
    records = load()
    found: list[Suggestion] = []
    with store.snapshot():
        for rank in store.documents_with_counts(scope):
            if rank.reports < max(least, 1) or (top is not None and len(found) >= top):
                break
            code = _unlisted_central_code(rank.document, records)
            if code is not None:
                one = _suggestion(rank.document, code, list(store.cited_by(rank.document.id)), records)
                found += [one] if one is not None else []
    return found


def _unlisted_central_code(document: Document, records: Records) -> Code | None:
    """Return the number code of a central document that no table lists; None for every other document."""
    if document.status is Status.KNOWN or document.id in records or document.locality or not document.number:
        return None
    parsed = DocumentId.parse(document.id)
    code = codes.parse(parsed.name)
    if (
        code is None
        or str(code) != parsed.name
        or code.scope is not document.scope
        or bodies.is_local_symbol(code.body)
    ):
        return None
    if code.scope is Scope.PARTY:
        return code if records.term_named(parsed.term) else None
    return code if _is_central(code) else None


def _is_central(code: Code) -> bool:
    """Whether a State code is of a body that exists only once.

    An old decree ("23/SL") is: its symbol stands for the kind, not for a body.
    """
    matches = [bodies.bodies_by_symbol().get(part.rstrip("0123456789")) for part in code.body.split("-")]
    decree = not code.symbol and code.body in kinds.symbols()
    return decree or any(body is not None and body.is_central for body in matches)


def _suggestion(document: Document, code: Code, cited: Cited, records: Records) -> Suggestion | None:
    parsed = DocumentId.parse(document.id)
    term, terms = parsed.term or "", records.terms
    reports = {report.id: report for report, _ in cited}
    reported = {
        "kind": _reported_kind(cited, code),
        "issuer": _reported_issuer(cited, code),
        "date": _reported_date(
            cited, lambda date: not [*row_checks.date_faults(date, "", code, term, terms)], parsed.year
        ),
        "title": _reported_title(cited, code),
    }
    if not reported["kind"].value:
        return None
    row = {
        "number": str(code),
        **{column: reported[column].value for column in REPORTED_COLUMNS},
        **({"term": term} if code.scope is Scope.PARTY else {}),
        "checked": "0",
        "source": _source_note(list(reports)),
        "note": _note(len(reports), reported),
    }
    if parsed.year and not row["date"]:  # the year in the id distinguishes documents with this number
        row["date"] = parsed.year
    table = next(name for name, scope in row_checks.TABLES.items() if scope is code.scope)
    return Suggestion(document=document.id, table=table, row=row, reported=reported, reports=tuple(reports.values()))


def _reports_by_value(cited: Cited, of: Callable[[Citation], str | None]) -> dict[str, set[str]]:
    """Return the values that reports give, each with the ids of those reports."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for report, citations in cited:
        for value in filter(None, map(of, citations)):
            found[value].add(report.id)
    return dict(found)


def _most_reported_value(
    reports_by_value: Mapping[str, Iterable[str]], fit: Callable[[str], bool] = bool
) -> ReportedValue:
    """Return the usable value that most reports give; of equally frequent ones, the first in sort order.

    A report that gives this value and others counts only for this value.
    """
    by = {value: set(reports) for value, reports in reports_by_value.items()}
    value = min(filter(fit, by), key=lambda one: (-len(by[one]), one), default="")
    agreeing = by.get(value, set())
    return ReportedValue(value, tuple(sorted(agreeing)), len(set().union(*by.values()) - agreeing))


def _reported_kind(cited: Cited, code: Code) -> ReportedValue:
    """Return the kind that most reports give; if none does, the only kind that the symbol stands for."""
    reports_by_value = _reports_by_value(cited, lambda citation: citation.mention.kind)

    def is_usable_kind(name: str) -> bool:
        kind = kinds.by_name().get(name)
        whose = kind.scope if kind is not None else None
        return (
            row_checks.kind_name_as_listed(name) is not None
            and whose in (None, code.scope)
            and not [*row_checks.kind_faults(name, "", code)]
        )

    reported = _most_reported_value(reports_by_value, is_usable_kind)
    meant = kinds.kinds_of_symbol(code.symbol)
    return reported if reported.value or len(meant) != 1 else ReportedValue(meant[0].name, (), reported.otherwise)


def _reported_issuer(cited: Cited, code: Code) -> ReportedValue:
    """Return the issuer that most reports give, by its usual name, except one that issues no such numbers."""

    def issuer_name(citation: Citation) -> str | None:
        printed = citation.mention.issuer
        known = issuers.parse(printed) if printed else None
        if known is None or not known.central:
            return printed and normalize_space(printed)
        return known.name if not issuers.is_vague(known) else None

    return _most_reported_value(
        _reports_by_value(cited, issuer_name), lambda issuer: not [*row_checks.issuer_faults(issuer, "", code, "")]
    )


def _reported_date(cited: Cited, fits: Callable[[IsoDate], bool], year: str | None) -> ReportedValue:
    """Return the date that most reports give; a date after all dated reports that give it does not count."""
    days = {report.id: report.date for report, _ in cited}
    whole = _reports_by_value(cited, lambda citation: date if is_day(date := citation.mention.date) else None)
    reports_by_value = {date: reports for date, reports in whole.items() if not date.startswith("--")}

    def is_possible_date(date: IsoDate) -> bool:
        dated = [day for one in reports_by_value[date] if (day := days[one])]
        late = bool(dated) and all(day < date[: len(day)] for day in dated)
        return fits(date) and not late and (year is None or date[:4] == year)

    return _most_reported_value(reports_by_value, is_possible_date)


def _reported_title(cited: Cited, code: Code) -> ReportedValue:
    """Return the title, in the most frequent of spellings that differ only in punctuation and letter case."""
    meant = kinds.kinds_of_symbol(code.symbol)
    if meant and any("apart" in kind.flags and kind.symbols[0] != code.symbol for kind in meant):
        return ReportedValue()  # this is the symbol of personnel decisions
    spelt = _reports_by_value(
        cited, lambda citation: citation.mention.title and normalize_space(citation.mention.title)
    )
    alike: defaultdict[str, set[str]] = defaultdict(set)
    ways: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
    for title, reports in spelt.items():
        key = " ".join(words(title))
        alike[key] |= reports
        ways[key][title] = reports
    reported = _most_reported_value(alike, lambda key: any(map(_is_usable_title, ways[key])))
    if not reported.value or (len(reported.reports) == 1 and len(cited) > 1):
        return ReportedValue("", (), len(set().union(*alike.values())))
    return ReportedValue(
        _most_reported_value(ways[reported.value], _is_usable_title).value, reported.reports, reported.otherwise
    )


def _is_usable_title(title: str) -> bool:
    return is_complete_title(title) and not names_person(title)


def _source_note(reports: list[str]) -> str:
    more = len(reports) - NAMED
    return "; ".join([*reports[:NAMED], *([f"{more} more reports"] if more > 0 else [])])


def _note(reports: int, reported: Mapping[str, ReportedValue]) -> str:
    """Return a note with the numbers of reports that support the row and its values."""

    def note_parts() -> Iterator[str]:
        yield f"cited by {reports}"
        for column, one in reported.items():
            if one.value and (one.reports or one.otherwise):
                against = f", {one.otherwise} otherwise" if one.otherwise else ""
                yield f"{column}: {len(one.reports)}{against}"

    return "; ".join(note_parts())
