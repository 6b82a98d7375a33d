"""The rules for one row of a table of documents, used when loading, checking and suggesting.

Loading refuses unusable rows. Rows that contradict themselves are loaded, and so are doubtful rows, which may be right.
`citegraph known check` reports both.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from citegraph.grammar import codes, issuers
from citegraph.grammar.codes import Code
from citegraph.i18n import message
from citegraph.knowledge import bodies, kinds
from citegraph.knowledge.tables import Row, cached
from citegraph.model import Fault, IsoDate, Scope, is_date
from citegraph.records.terms import Term
from citegraph.text import normalize_space

TABLES = {"documents": Scope.PARTY, "state": Scope.STATE}
"""The tables of documents, with their scopes."""

_URL = regex.compile(r"https?://[^\s/]\S*")


def malformed_faults(row: Row, where: str) -> Iterator[Fault]:
    """Yield the faults of cells that cannot be parsed: a date, a kind, a count, a number."""
    date = row["date"]
    if date and not is_date(date):
        yield Fault(where, message("cell.date", value=date), message("do.write_like", example="2018-10-22"))
    if kind_name_as_listed(row["kind"]) is None:
        remedy = message("do.write_with_marks", example="Nghị quyết", other="Quy định")
        yield Fault(where, message("cell.kind", value=row["kind"]), remedy)
    if not is_empty_or_count(row["checked"]):
        yield Fault(where, message("cell.pages", value=row["checked"]), message("do.write_pages"))
    if row["number"] and codes.parse(row["number"]) is None:
        yield _no_code_fault(row, where)


def unusable_faults(row: Row, where: str, terms: tuple[Term, ...]) -> Iterator[Fault]:
    """Yield the faults that make a user's row unusable: it needs a number, and a date, a term or a locality."""
    yield from malformed_faults(row, where)
    code = codes.parse(row["number"])
    if not row["number"]:
        yield _no_code_fault(row, where)
    elif code is not None and code.scope is Scope.PARTY:
        local = bodies.is_local_symbol(code.body)
        if not (row.get("locality") if local else term_name_of(row, terms)):
            what = message("fact.needs_locality" if local else "fact.needs_term", code=str(code))
            yield Fault(where, what, message("do.fill_in", column="locality" if local else "date"))


def _no_code_fault(row: Row, where: str) -> Fault:
    remedy = message("do.write_like_either", example="35-NQ/TW", other="15/2020/NĐ-CP")
    return Fault(where, message("cell.number", value=row["number"]), remedy)


def consistency_faults(row: Row, where: str, terms: tuple[Term, ...]) -> Iterator[Fault]:
    """Yield the contradictions within a row, and an invalid address."""
    code = codes.parse(row["number"]) if row["number"] else None
    term = row.get("term", "")
    if term and not any(known.name == term for known in terms):
        yield Fault(where, message("cell.term", value=term), message("do.write_like", example="XII"))
    if is_date(row["date"]):
        yield from date_faults(row["date"], where, code, term, terms)
    if code is not None and row["issuer"]:
        yield from issuer_faults(row["issuer"], where, code, row["kind"])
    if row["url"] and not _URL.fullmatch(row["url"]):
        yield Fault(where, message("cell.url", value=row["url"]), message("do.write_url"))


def date_faults(date: IsoDate, where: str, code: Code | None, term: str, terms: tuple[Term, ...]) -> Iterator[Fault]:
    """Yield the contradictions of a date: outside the term, or not in the year of the number."""
    listed_term = next((candidate for candidate in terms if candidate.name == term), None)
    if listed_term is not None and not listed_term.covers(date):
        what = message("fact.outside_current_term", date=date, term=term, start=listed_term.start)
        if listed_term.end:
            what = message("fact.outside_term", date=date, term=term, start=listed_term.start, end=listed_term.end)
        yield Fault(where, what, message("do.correct_date_or_term"))
    year = code.number.partition("/")[2] if code is not None else ""
    if code is not None and year and date[:4] != year:
        what = message("fact.other_year", date=date, code=str(code))
        yield Fault(where, what, message("do.correct_date_or_number"))


def issuer_faults(issuer: str, where: str, code: Code, kind: str) -> Iterator[Fault]:
    """Yield the contradictions of an issuer: it has another scope than the number, or signs with another symbol.

    Laws are skipped, because they have the symbol of the promulgating body. So are unlisted bodies.
    """
    parsed = issuers.parse(normalize_space(issuer))
    if parsed is None or kind in kinds.kind_names_with_flag("law"):
        return
    scope = bodies.body_named(parsed.name).scope
    if scope is not None and scope is not code.scope and not bodies.uses_both_code_styles(code.body):
        what = message("fact.of_state", code=str(code), issuer=issuer)
        if code.scope is Scope.PARTY:
            what = message("fact.of_party", code=str(code), issuer=issuer)
        yield Fault(where, what, message("do.correct_issuer_or_number"))
    elif parsed.central and parsed.body is not None and _is_another_body(parsed.body, code.body):
        what = message("fact.other_symbol", issuer=issuer, known=parsed.body, said=code.body)
        yield Fault(where, what, message("do.correct_issuer_or_number"))


def _is_another_body(symbol: str, printed: str) -> bool:
    """Return whether the symbol in a number belongs to a body other than that of `symbol`."""
    body = bodies.bodies_by_symbol().get(printed)
    if body is None or "variant" in body.flags or symbol in (printed, body.former):
        return False
    return not (printed.startswith(symbol) or symbol.startswith(printed) or bodies.former_symbol(symbol) == printed)


def doubtful_faults(row: Row, where: str, table: str) -> Iterator[Fault]:
    """Yield what is rarely correct: a number in another form, in the table of the other scope, or of another kind."""
    code = codes.parse(row["number"]) if row["number"] else None
    if code is None:
        return
    if code.swapped or str(code) != row["number"]:
        what = message("fact.spelling", said=row["number"], known=str(code))
        yield Fault(where, what, message("do.write_so"), "warning")
    if code.scope is not TABLES[table]:
        other = next(name for name, scope in TABLES.items() if scope is code.scope)
        what = message("fact.other_table", code=str(code))
        yield Fault(where, what, message("do.move_row", table=f"{other}.csv"), "warning")
    yield from kind_faults(row["kind"], where, code)


def kind_faults(printed: str, where: str, code: Code) -> Iterator[Fault]:
    """Yield the contradiction of a kind with the symbol in the number."""
    printed_kind, possible = kind_name_as_listed(printed), [known.name for known in kinds.kinds_of_symbol(code.symbol)]
    if (
        printed_kind is not None
        and possible
        and printed_kind not in possible
        and printed_kind not in kinds.kind_names_with_flag("law")
    ):
        kinds_of_symbol = ", ".join(possible)
        what = message("fact.other_kind", symbol=code.symbol, code=str(code), kinds=kinds_of_symbol, said=printed_kind)
        yield Fault(where, what, message("do.correct_kind_or_number"), "warning")


def term_name_of(row: Row, terms: tuple[Term, ...]) -> str | None:
    """Return the term of a row, from its date if not given."""
    date = row["date"]
    running = (term.name for term in reversed(terms) if date and is_date(date) and term.covers(date))
    return row.get("term") or next(running, None)


def kind_name_as_listed(printed: str) -> str | None:
    """Return the kind of document that a row names, in any capitalization, or None."""
    return _kinds().get(normalize_space(printed).casefold())


@cached
def _kinds() -> dict[str, str]:
    return {name.casefold(): name for name in kinds.names()}


def is_empty_or_count(cell: str) -> bool:
    """Return whether a cell is empty or a count."""
    return not cell or (cell.isascii() and cell.isdecimal())
