"""The rules for one row of a table of documents, used when loading, checking and suggesting.

Loading refuses unusable rows. Wrong rows load but contradict themselves. Doubtful rows are sometimes right. `citegraph
known check` reports both.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from citegraph.grammar import codes, issuers
from citegraph.grammar.codes import Code
from citegraph.knowledge import bodies, kinds
from citegraph.knowledge.tables import Row, cached
from citegraph.model import Fault, IsoDate, Scope, is_date
from citegraph.records.terms import Term
from citegraph.text import normalize_space

TABLES = {"documents": Scope.PARTY, "state": Scope.STATE}
"""The tables of documents, with their scopes."""

_URL = regex.compile(r"https?://[^\s/]\S*")


def malformed(row: Row, where: str) -> Iterator[Fault]:
    """Yield the faults of cells that cannot be parsed: a date, a kind, a count, a number."""
    date = row["date"]
    if date and not is_date(date):
        yield Fault(where, f"{date!r} is no date", "write it like 2018-10-22")
    if kind(row["kind"]) is None:
        what = f"{row['kind']!r} is no kind of document"
        yield Fault(where, what, "write it like Nghị quyết or Quy định, with its marks")
    if not is_count(row["checked"]):
        what = f"{row['checked']!r} is no number of pages"
        yield Fault(where, what, "write how many pages agree on number and date, 0 for none")
    if row["number"] and codes.parse(row["number"]) is None:
        yield _no_code(row, where)


def unusable(row: Row, where: str, terms: tuple[Term, ...]) -> Iterator[Fault]:
    """Yield the faults that make a user's row unusable: it needs a number, and a date, a term or a locality."""
    yield from malformed(row, where)
    code = codes.parse(row["number"])
    if not row["number"]:
        yield _no_code(row, where)
    elif code is not None and code.scope is Scope.PARTY:
        local = bodies.is_local(code.body)
        if not (row.get("locality") if local else term_of(row, terms)):
            asked = "locality" if local else "date or a term"
            yield Fault(where, f"{code} without its {asked}", f"fill in the column {asked.split(maxsplit=1)[0]}")


def _no_code(row: Row, where: str) -> Fault:
    return Fault(where, f"{row['number']!r} is no number code", "write it like 35-NQ/TW or 15/2020/NĐ-CP")


def wrong(row: Row, where: str, terms: tuple[Term, ...]) -> Iterator[Fault]:
    """Yield the contradictions within a row, and an invalid address."""
    code = codes.parse(row["number"]) if row["number"] else None
    term = row.get("term", "")
    if term and not any(known.name == term for known in terms):
        yield Fault(where, f"{term!r} is no term", "write it like XII")
    if is_date(row["date"]):
        yield from of_date(row["date"], where, code, term, terms)
    if code is not None and row["issuer"]:
        yield from of_issuer(row["issuer"], where, code, row["kind"])
    if row["url"] and not _URL.fullmatch(row["url"]):
        yield Fault(where, f"{row['url']!r} is no address", "begin it with https:// or http://, without blanks")


def of_date(date: IsoDate, where: str, code: Code | None, term: str, terms: tuple[Term, ...]) -> Iterator[Fault]:
    """Yield the contradictions of a date: it is outside the term, or not in the year of the number."""
    listed_term = next((candidate for candidate in terms if candidate.name == term), None)
    if listed_term is not None and not listed_term.covers(date):
        until = listed_term.end or "today"
        what = f"{date} lies outside khóa {term}, which ran from {listed_term.start} to {until}"
        yield Fault(where, what, "correct the date or the term")
    year = code.number.partition("/")[2] if code is not None else ""
    if code is not None and year and date[:4] != year:
        yield Fault(where, f"{date} is not of the year in {code}", "correct the date or the number")


def of_issuer(issuer: str, where: str, code: Code, kind: str) -> Iterator[Fault]:
    """Yield the contradictions of an issuer: it has another scope than the number, or signs with another symbol.

    Laws are skipped, because they bear the symbol of whoever promulgated them. So are bodies that no table lists.
    """
    parsed = issuers.parse(normalize_space(issuer))
    if parsed is None or kind in kinds.flagged("law"):
        return
    scope = bodies.named(parsed.name).scope
    if scope is not None and scope is not code.scope and not bodies.writes_both_ways(code.body):
        what = f"{code} is a number of the State, and {issuer} is not of it"
        if code.scope is Scope.PARTY:
            what = f"{code} is a number of the Party, and {issuer} is not of it"
        yield Fault(where, what, "correct the issuer or the number")
    elif parsed.central and parsed.body is not None and _signs_apart(parsed.body, code.body):
        yield Fault(where, f"{issuer} signs with {parsed.body}, not {code.body}", "correct the issuer or the number")


def _signs_apart(symbol: str, printed: str) -> bool:
    """Return whether the symbol in a number belongs to a body other than that of `symbol`."""
    body = bodies.by_symbol().get(printed)
    if body is None or "variant" in body.flags or symbol in (printed, body.former):
        return False
    return not (printed.startswith(symbol) or symbol.startswith(printed) or bodies.former(symbol) == printed)


def doubtful(row: Row, where: str, table: str) -> Iterator[Fault]:
    """Yield what is rarely correct: a number in another form, in the table of the other scope, or of another kind."""
    code = codes.parse(row["number"]) if row["number"] else None
    if code is None:
        return
    if code.swapped or str(code) != row["number"]:
        yield Fault(where, f"{row['number']} is usually written {code}", "write it so", "warning")
    if code.scope is not TABLES[table]:
        other = next(name for name, scope in TABLES.items() if scope is code.scope)
        yield Fault(where, f"{code} is no number of this table", f"move the row to {other}.csv", "warning")
    yield from of_kind(row["kind"], where, code)


def of_kind(printed: str, where: str, code: Code) -> Iterator[Fault]:
    """Yield the contradiction of a kind with the symbol in the number."""
    printed_kind, possible = kind(printed), [known.name for known in kinds.kinds_of(code.symbol)]
    if (
        printed_kind is not None
        and possible
        and printed_kind not in possible
        and printed_kind not in kinds.flagged("law")
    ):
        what = f"{code.symbol} in {code} stands for {', '.join(possible)}, not for {printed_kind}"
        yield Fault(where, what, "correct the type or the number", "warning")


def term_of(row: Row, terms: tuple[Term, ...]) -> str | None:
    """Return the term of a row, from its date if not given."""
    date = row["date"]
    running = (term.name for term in reversed(terms) if date and is_date(date) and term.covers(date))
    return row.get("term") or next(running, None)


def kind(printed: str) -> str | None:
    """Return the kind of document that a row names, in any capitalization, or None."""
    return _kinds().get(normalize_space(printed).casefold())


@cached
def _kinds() -> dict[str, str]:
    return {name.casefold(): name for name in kinds.names()}


def is_count(cell: str) -> bool:
    """Return whether a cell is empty or a count."""
    return not cell or (cell.isascii() and cell.isdecimal())
