"""Parse number codes as printed ("35 - NQ/TW") into parts and canonical spelling ("35-NQ/TW").

The Party writes number, hyphen, symbol, slash, body ("35-NQ/TW"); the State number, slash, year, slash, symbol, hyphen,
body ("15/2020/NĐ-CP"). Each also occurs with the separators of the other, with spaces, without separators, and in lower
case.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from citegraph.grammar.disambiguation_patterns import REACH
from citegraph.knowledge import bodies, kinds
from citegraph.knowledge.disk_cache import cached_on_disk
from citegraph.knowledge.gazetteer import levels_by_symbol
from citegraph.knowledge.tables import cached, cached_recent
from citegraph.model import Scope
from citegraph.text import fold


def _loose_symbol_pattern(symbol: str) -> str:
    """Return a pattern for `symbol` in any case and with doubled letters."""
    return "".join(
        "-" if c == "-" else "[đĐdD]{1,2}" if c in "đĐ" else f"[{c.lower()}{c.upper()}]{{1,2}}" for c in symbol
    )


# "SLĐTB&XH", "BGD&ĐT": "&" joins the two halves of one name. Most authors omit it.
_SEGMENT = r"[A-ZĐƯ][A-Za-zĐđƯưăâêô]{0,14}(?:&[A-ZĐ][A-Za-zĐđ]{0,9})?(?:(?<=T)\.[ƯW](?!\p{L}))?"
_LEGISLATURE = r"(?:UBTVQH|TVQH|QH)(?:[ ]?[IVX]{1,4}\b|\d{1,2})?"
_CENTER = r"(?:T\.[ ]?[ƯWU]\.?|T[WƯ](?!(?!NGÀY)\p{Lu})|(?:[Tt]w|[Tt]ư)(?!\p{L})|tu(?!\p{L})|TU(?!\p{L}))"
NUMBER = r"(?P<number>\d{1,5}(?:\.\d{1,3}(?=/))?(?:[A-Da-d](?=[ ]?[-/]))?)"
_SIGN = r"[ ]?[-/.,_]{0,2}[ ]?"

# A ministry after whose symbol the separator is often omitted: "1177/QĐ BGDĐT". BCT may also be a Party body.
_MINISTRY = "B(?!CT)[A-ZĐ]{2,6}"

BODILESS = ("NQ", "CT", "KL", "QĐ", "NĐ", "TT", "KH", "HD", "TB", "CV")
"""Symbols whose body may be omitted: "Chỉ thị 326/CT", "Nghị quyết 19-NQ"."""


@cached
def code_pattern() -> str:
    """Return a VERBOSE pattern for a number code; `code_of_match` reads its groups."""
    symbols = "|".join(map(_loose_symbol_pattern, kinds.symbols()))
    # Steering committees identified by a number; any other digit after a body is a footnote mark.
    committees = "|".join(map(regex.escape, bodies.committee_numbers()))
    body = (
        rf"(?:{_CENTER}|{_LEGISLATURE}(?!\p{{L}})|BCĐ(?:TW|TƯ)?[ ]?(?:{committees})(?!\d)|BCĐ[A-ZĐ]{{0,6}}NQ[ ]?\d{{1,2}}(?!\d)"
        rf"|{''.join(map(_exact_symbol_pattern, bodies.irregular_symbols()))}{_SEGMENT})"
    )
    # Offices of a central or provincial committee, by the prefix of its symbol: "01/HDBTGDVTW" omits the separator.
    offices = "|".join(map(regex.escape, bodies.department_prefixes()))
    without_sign = "|".join((*map(regex.escape, bodies.symbols_without_separator()), _MINISTRY))
    # What follows the number. A separator or a known symbol anchors each alternative, which bounds backtracking.
    return rf"""{NUMBER}(?:
    [ ]?(?:[/-]|//)[ ]?(?P<year>(?:19|20)\d\d)[ ]?[/-][ ]?
        (?P<state> (?:QĐ|NĐ|NQ|TT)[ ](?:{without_sign})(?![\p{{L}}-]) | (?:nđ|qđ|tt|nq|ct)-(?:cp|ttg|ubnd|hđnd|b[a-zđ]{{1,7}})(?!\p{{L}}) | {_LEGISLATURE}(?!\p{{L}}) | {_SEGMENT}(?:[ ]?[-/][ ]?(?!\p{{Lu}}\p{{Ll}}{{2}})(?:{_LEGISLATURE}(?!\p{{L}})|{_SEGMENT})){{0,4}} )
  | (?P<first>{_SIGN})(?P<symbol>{symbols})(?P<second>[ ]?[-/.\\]{{1,2}}[ ]?)(?P<body>{body}(?:[-/](?:[A-Z]\d{{2}}(?!\d)|{_SEGMENT}|nb\b)){{0,2}})
  | {_SIGN}(?P<symbol>{symbols})(?:[ ]?|[Il|])(?P<body>(?:{offices})?(?:TW|TƯ|TU))(?!\p{{L}})
  | (?P<first>[ ]?/[ ]?)(?P<symbol>QĐ)(?P<body>UBND|UB|QP)(?![\p{{L}}-])
  | (?P<first>[ ]?/[ ]?)(?P<symbol>QĐ|NĐ|NQ|TT|KH|CV)(?P<second>[ ])(?P<body>{without_sign})(?![\p{{L}}-])
  | [ ]?/[ ]?(?P<organ>{_SEGMENT}|[A-ZĐ]\d{{1,2}})[ ]?-[ ]?(?P<unit>{_SEGMENT}\d{{0,2}}|[A-ZĐ]\d{{1,2}})(?!\p{{L}}|\d)
  | [ ]?[-/][ ]?(?P<old>HĐBT|HĐNN|LCT|CP|TTg|CTN|SL|{"|".join(BODILESS)})(?!\p{{L}}|[-/]\p{{L}})
)"""


def _exact_symbol_pattern(symbol: str) -> str:
    """Return the pattern of the symbol as a first alternative, with its bar: more alternatives follow."""
    return rf"{regex.escape(symbol)}(?!\p{{L}})|"


@cached_on_disk
def compiled_code_pattern() -> regex.Pattern[str]:
    """Return `code_pattern`, compiled."""
    return regex.compile(code_pattern(), regex.VERBOSE)


_DIGITS = regex.compile(r"\d+")
_BODY_PARTS = regex.compile(r"([^/-]+)([-/]?)(.*)")
_SEPARATOR = regex.compile(r"[-/]|(?<=^(?:QĐ|NĐ|NQ|TT))[ ](?=[A-ZĐ])")
_ASSEMBLY = regex.compile(r"QH\d{1,2}")
_LEGISLATIVE = regex.compile(_LEGISLATURE)
_GLUED = regex.compile(r"(NĐ|TT|QĐ|NQ|CT)(CP|TTg|B[A-ZĐ]{1,7}|UBND|HĐND)$")


@dataclass(frozen=True, slots=True)
class Code:
    """The parts of a number code in normal spelling.

    `number` includes the year of State codes that print one ("15/2020"). `swapped` marks a Party code printed with the
    separators of the State ("20/NQ-TW"), also if body and symbol have changed places ("20/TW-NQ").
    """

    number: str
    symbol: str
    body: str
    scope: Scope
    swapped: bool = False
    dashed: bool = False  # a State code with the separators of the Party ("514-NQ/TVQH")

    def __str__(self) -> str:
        """Return the code as canonical ids write it, without term or locality."""
        if self.scope is Scope.PARTY:
            return f"{self.number}-{self.symbol}/{self.body}"
        if not self.symbol:
            return f"{self.number}{'-' if self.dashed else '/'}{self.body}"
        return f"{self.number}-{self.symbol}/{self.body}" if self.dashed else f"{self.number}/{self.symbol}-{self.body}"


def pad_number(number: str) -> str:
    """Return a Party number with at least two digits: "5" → "05", "007" → "07"; "8B" is unchanged."""
    digits = _DIGITS.match(number)
    if digits is None:
        return number
    letter = number[digits.end() :].upper()
    bare = digits.group().lstrip("0") or "0"
    return (bare if letter else bare.zfill(2)) + letter


def code_of_match(match: regex.Match[str]) -> Code | None:
    """Return the code of a match of `code_pattern`; None if its letters are not a known symbol."""
    part = match.groupdict()
    number = part["number"]
    if part["year"]:
        return _parse_state_code(f"{number}/{part['year']}", part["state"])
    if part["organ"]:
        body = bodies.normalize_symbol(part["organ"])
        if bodies.scope_of_symbol(body) is Scope.PARTY and part["unit"] in kinds.symbols():  # "28/TW-NQ"
            return Code(pad_number(number), part["unit"], body, Scope.PARTY, swapped=True)
        return Code(number, "", f"{body}-{part['unit'].replace('&', '')}", Scope.STATE)
    if part["old"]:  # until about 1996 only the body followed the number: "26/CP", "64-SL"
        dashed = "-" in match.group()
        return Code(number, "", bodies.normalize_symbol(part["old"]), Scope.STATE, dashed=dashed)
    symbol = kinds.recognize_symbol(part["symbol"])
    if symbol is None:
        return None
    printed, _, rest = _split_body(part["body"])
    body = bodies.normalize_symbol(printed)
    first, second = part.get("first") or "-", part.get("second") or "/"
    party_signs = "/" not in first and "/" in second
    scope = bodies.scope_of_symbol(body)
    # The National Assembly printed hyphen and slash for decades: "514-NQ/TVQH". Elsewhere that is a misprint:
    # "17-NQ/CP".
    keeps_signs = scope is None or _LEGISLATIVE.fullmatch(body) is not None
    if scope is None:  # an unknown body belongs to the State by default
        party_signs = party_signs and "-" in first
        scope = Scope.PARTY if party_signs and bodies.uses_both_code_styles(body) else Scope.STATE
    if scope is Scope.PARTY and not party_signs and all(k.scope is Scope.STATE for k in kinds.kinds_of_symbol(symbol)):
        scope = Scope.STATE  # "Công điện 01/CĐ-TW": of a State committee
    if scope is Scope.PARTY:
        return Code(pad_number(number), symbol, body, scope, swapped="/" in first and "-" in second)
    return Code(number, symbol, body + rest, scope, dashed=party_signs and keeps_signs)


def _split_body(printed: str) -> tuple[str, str, str]:
    """Split "UBND-VX" of a State code into body, separator and rest; a Party body is the first segment only."""
    match = _BODY_PARTS.match(printed)
    assert match is not None  # noqa: S101 -- the pattern matches no empty body
    head, sign, tail = match.groups()
    return head, sign, f"-{tail.replace('&', '')}" if tail else ""


def _parse_state_code(number: str, printed: str) -> Code | None:
    """Parse a State code that prints its year: "24/2018/QH14", "15/2020/NĐ-CP", also without a hyphen ("NĐCP")."""
    segments = [segment.strip() for segment in _SEPARATOR.split(printed)]
    if len(segments) == 1:
        glued = _GLUED.match(segments[0])
        if glued:
            segments = list(glued.groups())
    symbol = kinds.recognize_symbol(segments[0]) if len(segments) > 1 else ""
    if symbol is None:
        symbol = segments[0]
    body = "-".join(bodies.normalize_symbol(segment) for segment in segments[1 if len(segments) > 1 else 0 :])
    if _ASSEMBLY.fullmatch(body) and symbol in ("NQ", "L"):  # "193/2025/NQ-QH15": the Assembly prints no symbol
        symbol = ""
    if body in ("TW", "TU") and symbol:  # "35/2018/NQ-TW": a Party code with a year as the State writes it
        return Code(pad_number(number.partition("/")[0]), symbol, body, Scope.PARTY, swapped=True)
    return Code(number, symbol, body.replace(" ", ""), Scope.STATE)


ALONE = rf"{NUMBER}[ ]?/[ ]?(?P<office>[A-ZĐ][A-ZĐ\d]{{1,7}}(?:&[A-ZĐ]{{1,6}})?)(?![\p{{L}}\d]|[-/][\p{{L}}\d])"
"""A number with the issuing office only: "499/BDN". Only its kind word shows that it is a code."""

_ALONE = regex.compile(ALONE, regex.VERBOSE)
_MISPRINTED = regex.compile(rf"{NUMBER}[ ]?-[ ]?(?P<symbol>[A-ZĐ]{{2}})[ ]?/[ ]?(?P<body>TW|TƯ|TU|HU)(?!\p{{L}})")


_WITHOUT_SYMBOL = regex.compile(
    rf"{NUMBER}[ ]?/[ ]?(?P<body>{_CENTER}|[A-ZĐ]{{2,8}})(?![\p{{L}}\d]|[-/][\p{{L}}\d])", regex.VERBOSE
)


def code_without_symbol_at(text: str, position: int, kind: kinds.Kind) -> tuple[Code, int] | None:
    """Return the code of a Party committee at `position` that omits its symbol, and its end.

    The kind word gives the symbol: "45/TƯ" after "Chỉ thị" is 45-CT/TW.
    """
    match = _WITHOUT_SYMBOL.match(text, position, position + REACH) if kind.symbols else None
    body = bodies.normalize_symbol(match["body"]) if match is not None else ""
    if match is None or not (body == "TW" or body in levels_by_symbol()):
        return None
    return Code(pad_number(match["number"]), kind.symbols[0], body, Scope.PARTY), match.end()


def state_code_at(text: str, position: int) -> tuple[Code, int] | None:
    """Return the State code of a number and an office at `position`, and its end."""
    match = _ALONE.match(text, position, position + REACH)
    if match is None or bodies.scope_of_symbol(match["office"]) is Scope.PARTY:
        return None
    return Code(match["number"], "", bodies.normalize_symbol(match["office"]), Scope.STATE), match.end()


def misprinted_code_at(text: str, position: int, kind: kinds.Kind) -> tuple[Code, int] | None:
    """Return the Party code at `position` with one wrong letter in its symbol, and its end.

    The kind word gives the right symbol: "28-CQ/TW" after "Nghị quyết".
    """
    match = _MISPRINTED.match(text, position, position + REACH)
    if match is None or not kind.symbols or len(kind.symbols[0]) != 2:
        return None
    if sum(a != b for a, b in zip(match["symbol"], kind.symbols[0], strict=True)) != 1:
        return None
    return Code(
        pad_number(match["number"]), kind.symbols[0], bodies.normalize_symbol(match["body"]), Scope.PARTY
    ), match.end()


@cached_recent(4096)
def parse(text: str) -> Code | None:
    """Return the code that `text` consists of, or None.

    >>> str(parse("10/nq-tw"))
    '10-NQ/TW'
    """
    match = compiled_code_pattern().fullmatch(text.strip())
    if match is None and (alone := state_code_at(text.strip(), 0)) is not None:
        return alone[0]
    return code_of_match(match) if match else None


def party_code_year(match: regex.Match[str] | None, code: Code) -> str | None:
    """Return the year in a Party code printed like the State's: "36/2004/NQ-TW"; else None."""
    return match.groupdict()["year"] if match is not None and code.scope is Scope.PARTY else None


@dataclass(frozen=True, slots=True)
class Printed:
    """A Party code as printed: its text, its symbol, and whether it has the separators of the State."""

    text: str
    symbol: str
    swapped: bool


def code_as_printed(surface: str) -> Printed | None:
    """Return how the code in the `surface` of a mention is printed; None if it contains no Party code."""
    for match in compiled_code_pattern().finditer(fold(surface).text):
        code = code_of_match(match)
        if code is not None and code.scope is Scope.PARTY and (symbol := match["symbol"] or match["unit"]):
            return Printed(match.group(), symbol, code.swapped)
    return None


_SIGNED_WITH_SYMBOL = frozenset({"CP", "TTg"})


def with_omitted_symbol(code: Code, kind: kinds.Kind) -> Code:
    """Return `code` with the symbol of its kind if the author omitted it: "Nghị quyết 16/2008/CP" → 16/2008/NQ-CP."""
    if code.symbol or "/" not in code.number or code.body not in _SIGNED_WITH_SYMBOL or not kind.symbols:
        return code
    return replace(code, symbol=kind.symbols[0])


def with_number_of_item(code: Code, number: str) -> Code:
    """Return the code of another item of a list, which shares the rest: 187 from 188-KL/TW, 72 from 73/2013/NĐ-CP."""
    if code.scope is Scope.PARTY:
        return replace(code, number=pad_number(number))
    year = code.number.partition("/")[2]
    return replace(code, number=f"{number}/{year}" if year and "/" not in number else number)
