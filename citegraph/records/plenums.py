"""Plenums of the Central Committee with their documents, from the table of plenums."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from citegraph.errors import KnowledgeError
from citegraph.grammar import codes, numerals
from citegraph.i18n import message
from citegraph.knowledge.tables import Row, UserRow, cached, packaged_rows, user_values
from citegraph.model import IsoDate, is_date, is_day


@dataclass(frozen=True, slots=True)
class Plenum:
    """A plenum of the Central Committee and the canonical ids of the documents it passed."""

    term: str  # "XII"
    number: str  # "4", "6 (lần 2)", "bất thường 1"
    start: IsoDate | None
    end: IsoDate | None
    documents: tuple[str, ...]
    usual: str | None = None  # the document usually meant if nothing else decides
    usage: tuple[int, int] = (0, 0)  # how often the usual document was meant, and of how many decided mentions


# "18, 19, 20, 21-NQ/TW 25/10/2017; 08-QĐi/TW 25/10/2018": codes with a common end, then the date of signing.
_CODES = regex.compile(r"(?P<numbers>\d{1,3}[A-Z]?(?:, \d{1,3}[A-Z]?)*)(?P<tail>-[\p{L}]+/[\p{L}]+)")


@cached
def load_plenums() -> tuple[Plenum, ...]:
    """Return all plenums, oldest first, then those of the user's table.

    Raises:
        KnowledgeError: A row of the user's table has an invalid term, number, date, usage or document.
    """
    return (*map(_plenum_of_row, packaged_rows("plenums")), *user_values("plenums", _from_user_row))


def _plenum_of_row(row: Row) -> Plenum:
    return Plenum(
        numerals.canonical_term(row["term"]) or row["term"],
        regex.sub(r" \(giữa nhiệm kỳ\)$", "", row["plenum"]),
        row["start"] or None,
        row["end"] or None,
        tuple(_parse_document_ids(row["documents"], row["term"])),
        next(iter(_parse_document_ids(row["usual"], row["term"])), None),
        _usage_counts(row["usual"]),
    )


def _usage_counts(printed: str) -> tuple[int, int]:
    """Return two counts: "04-NQ/TW 31/32" → (31, 32)."""
    meant, _, total = printed.rpartition(" ")[2].partition("/")
    return (int(meant), int(total)) if total else (0, 0)


def _from_user_row(one: UserRow) -> Plenum:
    row = one.cells
    if numerals.canonical_term(row["term"]) is None:
        raise KnowledgeError(
            one.where, message("cell.term", value=row["term"]), message("do.write_like", example="XII")
        )
    if not row["plenum"][:1].isdecimal():
        remedy = message("do.write_like_either", example="4", other="6 (lần 2)")
        raise KnowledgeError(one.where, message("cell.plenum", value=row["plenum"]), remedy)
    for column in ("start", "end"):
        if row[column] and not (is_date(row[column]) and is_day(row[column])):
            raise KnowledgeError(
                one.where, message("cell.date", value=row[column]), message("do.write_like", example="2018-10-22")
            )
    if row["usual"] and not regex.fullmatch(r"\S+ \d{1,9}/\d{1,9}", row["usual"]):
        remedy = message("do.write_like_or_empty", example="04-NQ/TW 31/32")
        raise KnowledgeError(one.where, message("cell.usage", value=row["usual"]), remedy)
    if not list(_parse_document_ids(row["documents"], row["term"])):
        remedy = message("do.write_like", example="18, 19-NQ/TW")
        raise KnowledgeError(one.where, message("cell.codes", value=row["documents"]), remedy)
    return _plenum_of_row(row)


def _parse_document_ids(printed: str, term: str) -> list[str]:
    found = []
    for match in _CODES.finditer(printed):
        for number in match["numbers"].split(", "):
            code = codes.parse(number + match["tail"])
            if code is not None:
                found.append(f"{code}@{numerals.canonical_term(term) or term}")
    return found
