"""Build the canonical id and the label of a document."""

from __future__ import annotations

from dataclasses import replace

import regex

from citegraph.grammar import codes, issuers
from citegraph.grammar.codes import Code
from citegraph.ids import CONGRESS, PLENUM, UNKNOWN, DocumentId
from citegraph.knowledge import bodies, congresses, kinds, legislatures
from citegraph.model import IsoDate, Mention, Scope

_WITH_YEAR = regex.compile(r"[\d.]+[A-Za-z]?/(?:19|20)\d\d/")
_SITTING = regex.compile(r"\(lần(\d)\)")


def party_id(code: str, part: str | None) -> str:
    """Return the id of a numbered Party document: "35-NQ/TW" with its term or locality."""
    return str(DocumentId(code, term=part or UNKNOWN))


def plenum_id(number: str, term: str | None) -> str:
    """Return the id that stands for all documents of a plenum."""
    return str(DocumentId(PLENUM + number.replace(" ", ""), term=term or UNKNOWN))


def congress_id(mention: Mention, locality: str | None) -> str:
    """Return the id of a congress resolution: national ("NQĐH@XIII") or local ("NQĐH@Nam Định:XX").

    A local id has the years, "NQĐH@Nam Định:2020-2025", if neither the report nor the table of congresses gives the
    ordinal.
    """
    if mention.number is None:
        return str(DocumentId(CONGRESS, term=mention.term or UNKNOWN))
    ordinal = congresses.ordinal_by_years(locality, mention.number) if locality else None
    return str(DocumentId(CONGRESS, locality=locality or UNKNOWN, sitting=ordinal or mention.number))


def state_id(code: str, date: IsoDate | None, locality: str | None, *, local: bool) -> str:
    """Return the id of a numbered State document.

    It contains the year if the number does not, and the locality of a local body.

    >>> state_id("34/HD-SNN", "2015-01-27", "Hà Nam", local=True)
    '34/HD-SNN@Hà Nam:2015'
    >>> state_id("47/2012/NQ-HĐND", None, "Nghệ An", local=True), state_id("24/2018/QH14", None, None, local=False)
    ('47/2012/NQ-HĐND@Nghệ An', '24/2018/QH14')
    """
    where = (locality or UNKNOWN) if local else None
    if _WITH_YEAR.match(code):
        return str(DocumentId(code, locality=where))
    return str(DocumentId(code, locality=where, year=date[:4] if date and not date.startswith("--") else UNKNOWN))


def code_from_kind_and_issuer(mention: Mention, date: IsoDate | None) -> Code | None:
    """Return the code of a numbered mention, completed from kind word and issuer, or None if the issuer is missing.

    Args:
        mention: The mention.
        date: The date that decides the legislature of a short citation of the National Assembly.
    """
    if mention.code is not None:
        return _with_legislature(codes.parse(mention.code), mention)
    if mention.number is None or mention.kind is None:
        return None
    kind = kinds.by_name().get(mention.kind)
    symbol = kind.symbols[0] if kind and kind.symbols else None
    number, _, year = mention.number.partition("/")
    row = issuers.parse(mention.issuer) if mention.issuer else None
    if (
        year and kind is not None and "law" in kind.flags and symbol in ("L", "BL")
    ):  # the code contains the number of the legislature
        sitting = legislatures.legislature_of_year(year)
        return Code(f"{number}/{year}", "", f"QH{sitting}", Scope.STATE) if sitting else None
    if symbol is None:
        return None
    if kind is not None and kind.name == "Nghị định" and mention.rule != "type+symbol":  # formerly also of ministries
        return Code(f"{number}/{year}" if year else number, symbol, "CP", Scope.STATE)
    if "." in number and year and kind is not None and kind.name == "Nghị quyết":  # "66.19/2026": of the Government
        return Code(f"{number}/{year}", symbol, "CP", Scope.STATE)
    if row is None:
        return None
    if row.scope is Scope.PARTY:
        signs = row.body or issuers.department_symbol(mention.issuer or "")
        return Code(codes.pad_number(number), symbol, signs, Scope.PARTY) if signs else None
    body = row.body or _ministry_symbol(mention)
    if body in ("QH", "UBTVQH"):
        sitting = (legislatures.legislature_of_year(year) if year else None) or legislatures.legislature_on(
            mention.date or date
        )
        body = f"{body}{sitting}" if sitting else body
        if year and body.startswith(("QH", "UBTVQH")):
            return Code(f"{number}/{year}", "", body, Scope.STATE)
    if body is None:
        return None
    return Code(f"{number}/{year}" if year else number.zfill(2), symbol, body, Scope.STATE)


def _with_legislature(code: Code | None, mention: Mention) -> Code | None:
    """Return `code` with the number of the legislature if omitted: 954/2020/UBTVQH → 954/2020/UBTVQH14."""
    if code is None or code.body not in ("QH", "UBTVQH"):
        return code
    sitting = legislatures.legislature_on(mention.date) if mention.date and len(mention.date) > 4 else None
    return replace(code, body=f"{code.body}{sitting}") if sitting else code


def _ministry_symbol(mention: Mention) -> str | None:
    """Return the symbol of the ministry that issued a State document: "Bộ Y tế" → BYT."""
    body = bodies.state_bodies_by_name().get(" ".join((mention.locality or "").split()).casefold())
    return body.symbol if body is not None else None


def document_label(document: str, kind: str | None) -> str:
    """Return the label of a document, with the locality of a local one.

    >>> document_label("35-NQ/TW@XII", "Nghị quyết"), document_label("HNTW6@XII", None)
    ('Nghị quyết 35-NQ/TW', 'Nghị quyết Trung ương 6 khóa XII')
    >>> document_label("HNTW6(lần2)@VIII", None)
    'Nghị quyết Trung ương 6 (lần 2) khóa VIII'
    """
    parsed = DocumentId.parse(document)
    if parsed.is_plenum:
        number = _SITTING.sub(r" (lần \1)", parsed.name.removeprefix(PLENUM))
        return f"{kind or 'Nghị quyết'} Trung ương {number} khóa {parsed.term}"
    if parsed.is_congress:
        if parsed.locality is None:
            return f"Nghị quyết Đại hội {parsed.term}"
        sitting = parsed.sitting or ""
        suffix = f"nhiệm kỳ {sitting}" if "-" in sitting else f"lần thứ {sitting}"
        return f"Nghị quyết Đại hội Đảng bộ {parsed.locality} {suffix}"
    if not any(character.isdigit() for character in parsed.name) or "/" not in parsed.name:
        return document
    written = f"{kind} {parsed.name}" if kind else parsed.name
    return f"{written} ({parsed.locality})" if parsed.locality else written
