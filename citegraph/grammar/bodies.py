"""The part of a number code after its symbol in, the issuing body it stands for out. Owner of `data/bodies.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from citegraph.model import Scope


@dataclass(frozen=True, slots=True)
class Body:
    """An issuing body: its symbol in codes, its name, and its level ("central", "province", "state"…)."""

    symbol: str
    name: str
    level: str

    @property
    def scope(self) -> Scope:
        """Whose body it is."""
        return Scope.STATE if self.level == "state" else Scope.PARTY

    @property
    def local(self) -> bool:
        """Whether many places have a body of this symbol, so that a number needs its place."""
        return "central" not in self.level and self.level not in ("state", "mass-organisation")


@cache
def by_symbol() -> dict[str, Body]:
    """The bodies of `data/bodies.csv` by symbol; where two share one (BCT) the one that prints it comes first."""
    out: dict[str, Body] = {}
    text = files("citegraph").joinpath("data/bodies.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        if row["period"] != "không chính thức":  # not printed on documents, met only as slips
            out.setdefault(row["symbol"], Body(row["symbol"], row["body_vi"], row["level"]))
    return out


@cache
def _by_folded() -> dict[str, str]:
    return {symbol.upper(): symbol for symbol in by_symbol()}


_CENTRE = regex.compile(r"T\s?\.?\s?(?:Ư|W|UW|WW|ƯW|Ư\.?W|Ơ)\.?$", regex.IGNORECASE)
_PARTY = regex.compile(
    r"(?:TW|TU|HU|QU|TXU|ThU|ThXU|ThĐU|ĐU|ĐUK|CB|ĐH|ĐHĐB)$|^(?:ĐU|BTG|BTC|BDV|BNC|UBKT|VPTU|VPHU|VPĐU|VPTW|BCĐ|BCS|ĐĐ|BXDĐ|TTCT|BTV|HVCT)"
)
_STATE = regex.compile(
    r"^(?:UBND|HĐND|HĐBC|QH\d*|UBTVQH\d*|TVQH\d*|CP|TTg|CTN|VPCP|VPQH|TTLT|CTUBND|S[A-ZĐ]{2,6}|UBTVQH|TANDTC|VKSTC)"
)


@cache
def normal(printed: str) -> str:
    """The symbol as canonical ids write it: "T.Ư", "Tw", "TƯ" → "TW"; "BTGTƯ" → "BTGTW"; "VPTW/nb" → "VPTW";
    "BGD&ĐT" → "BGDĐT".
    """
    text = regex.sub(r"[\s&]+", "", printed).removesuffix(".").removesuffix("/nb")
    text = _CENTRE.sub("TW", text).replace(".", "")
    if text.upper() in ("TW", "TU", "HU"):
        return text.upper()
    return text if text in by_symbol() else _by_folded().get(text.upper(), text)


def scope_of(symbol: str) -> Scope | None:
    """Whose body a normal symbol is; None where neither the table nor its shape tells.

    The mass organisations and most steering committees write both ways: the order of the signs tells how a paper was
    numbered.
    """
    if writes_both_ways(symbol):
        return None
    if (body := by_symbol().get(symbol)) is not None:
        return body.scope
    if _STATE.search(symbol):
        return Scope.STATE
    if _PARTY.search(symbol):
        return Scope.PARTY
    return Scope.STATE if regex.match(r"B[A-ZĐ]{1,8}$", symbol) else None


_COMMITTEE = regex.compile(r"BCĐ(?!.*(?:TW|35)$)")


def writes_both_ways(symbol: str) -> bool:
    """Whether a body of this symbol writes as the Party does or as the State: the Front, the Youth Union, a committee
    that steers some work ("BCĐ") of the Party or of the Government.
    """
    body = by_symbol().get(symbol)
    return body.level == "mass-organisation" if body is not None else _COMMITTEE.match(symbol) is not None


_PARTY_GROUP = regex.compile(r"(?:BCSĐ?|ĐĐ|ĐU)(?P<organ>\p{Lu}\p{L}*)$")
_RESOLUTION_COMMITTEE = regex.compile(r"BCĐ[A-ZĐ]{0,6}NQ\d+$")


# Bodies by what they were called before: their older documents bear that symbol.
_FORMER = {"QUTW": "ĐUQSTW"}


def former(symbol: str) -> str | None:
    """The symbol under which the body signed before it was renamed; None where it never was."""
    return _FORMER.get(symbol)


def is_local(symbol: str) -> bool:
    """Whether documents of this body need a place in their id ("TU", "HU", "ĐU", "UBND"), not a term.

    A symbol that itself names an organ of which there is one needs none: "BCSĐCP" of the Government.
    """
    if symbol.startswith(("UBND", "HĐND")):
        return True
    if _RESOLUTION_COMMITTEE.match(symbol):  # the central committees that review a resolution: "BCĐTKNQ18"
        return False
    if (body := by_symbol().get(symbol)) is not None:
        everywhere = body.level == "mass-organisation" and "TW" not in symbol and symbol != "TLĐ"
        return body.local or everywhere or symbol in ("BCS", "BCSĐ", "ĐĐ", "ĐUK")
    group = _PARTY_GROUP.match(symbol)
    organ = by_symbol().get(group["organ"]) if group else None
    if organ is not None and organ.level == "state":
        return False
    partys = scope_of(symbol) is Scope.PARTY or _COMMITTEE.match(symbol) is not None
    return partys and not symbol.endswith(("TW", "QG"))
