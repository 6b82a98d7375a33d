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


def party(code: str, part: str | None) -> str:
    """The id of a numbered Party document: "35-NQ/TW" and its term or place."""
    return str(DocumentId(code, term=part or UNKNOWN))


def plenum(number: str, term: str | None) -> str:
    """The id of a plenum's documents where the text does not narrow them to one."""
    return str(DocumentId(PLENUM + number.replace(" ", ""), term=term or UNKNOWN))


def congress(mention: Mention, locality: str | None) -> str:
    """The id of a congress resolution, of the Party ("NQĐH@XIII") or of a place ("NQĐH@Nam Định:XX"; by its years,
    "NQĐH@Nam Định:2020-2025", where neither the report nor the table of congresses tells the ordinal).
    """
    if mention.number is None:
        return str(DocumentId(CONGRESS, term=mention.term or UNKNOWN))
    known = congresses.ordinal(locality, mention.number) if locality else None
    return str(DocumentId(CONGRESS, locality=locality or UNKNOWN, sitting=known or mention.number))


def state(code: str, date: IsoDate | None, locality: str | None, *, local: bool) -> str:
    """The id of a numbered State document; numbers without their year need it, and those of a local body its place."""
    if _WITH_YEAR.match(code):
        return code
    year = date[:4] if date and not date.startswith("--") else UNKNOWN
    return str(DocumentId(code, locality=(locality or UNKNOWN) if local else None, year=year))


def code_of(mention: Mention, date: IsoDate | None) -> Code | None:
    """The code of a numbered mention, as far as kind word and issuer complete a short one.

    `date` tells the legislature of a short citation of the National Assembly. None where the issuer is missing.
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
    ):  # the Assembly that passed it has it in its code
        sitting = legislatures.throughout(year)
        return Code(f"{number}/{year}", "", f"QH{sitting}", Scope.STATE) if sitting else None
    if symbol is None:
        return None
    if kind is not None and kind.name == "Nghị định" and mention.rule != "type+symbol":  # ministries once had them too
        return Code(f"{number}/{year}" if year else number, symbol, "CP", Scope.STATE)
    if "." in number and year and kind is not None and kind.name == "Nghị quyết":  # "66.19/2026": of the Government
        return Code(f"{number}/{year}", symbol, "CP", Scope.STATE)
    if row is None:
        return None
    if row.scope is Scope.PARTY:
        signs = row.body or issuers.department(mention.issuer or "")
        return Code(codes.padded(number), symbol, signs, Scope.PARTY) if signs else None
    body = row.body or _ministry(mention)
    if body in ("QH", "UBTVQH"):
        sitting = (legislatures.throughout(year) if year else None) or legislatures.on(mention.date or date)
        body = f"{body}{sitting}" if sitting else body
        if year and body.startswith(("QH", "UBTVQH")):
            return Code(f"{number}/{year}", "", body, Scope.STATE)
    if body is None:
        return None
    return Code(f"{number}/{year}" if year else number.zfill(2), symbol, body, Scope.STATE)


def _with_legislature(code: Code | None, mention: Mention) -> Code | None:
    """`code` with the number of the legislature that its writer left out: 954/2020/UBTVQH → 954/2020/UBTVQH14."""
    if code is None or code.body not in ("QH", "UBTVQH"):
        return code
    sitting = legislatures.on(mention.date) if mention.date and len(mention.date) > 4 else None
    return replace(code, body=f"{code.body}{sitting}") if sitting else code


def _ministry(mention: Mention) -> str | None:
    """The symbol of the ministry that issued a State document: "Bộ Y tế" → BYT."""
    body = bodies.by_name().get(" ".join((mention.locality or "").split()).casefold())
    return body.symbol if body is not None else None


def label(document: str, kind: str | None) -> str:
    """A canonical id as people write the document: "Nghị quyết 35-NQ/TW"; with the place of a local one."""
    known = DocumentId.parse(document)
    if known.is_plenum:
        number = regex.sub(r"\(lần(\d)\)", r" (lần \1)", known.name.removeprefix(PLENUM))
        return f"{kind or 'Nghị quyết'} Trung ương {number} khóa {known.term}"
    if known.is_congress:
        if known.locality is None:
            return f"Nghị quyết Đại hội {known.term}"
        sitting = known.sitting or ""
        met = f"nhiệm kỳ {sitting}" if "-" in sitting else f"lần thứ {sitting}"
        return f"Nghị quyết Đại hội Đảng bộ {known.locality} {met}"
    if not any(character.isdigit() for character in known.name) or "/" not in known.name:
        return document
    written = f"{kind} {known.name}" if kind else known.name
    return f"{written} ({known.locality})" if known.locality else written
