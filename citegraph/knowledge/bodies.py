"""Issuing bodies: the rows of `data/bodies.csv`, and the symbols on their documents.

>>> bodies_by_symbol()["QUTW"].name, normalize_symbol("T.Ư"), is_local_symbol("HU"), is_local_symbol("TW")
('Quân ủy Trung ương', 'TW', True, False)
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from citegraph.errors import KnowledgeError
from citegraph.i18n import message
from citegraph.knowledge import kinds
from citegraph.knowledge.tables import Row, UserRow, cached, packaged_rows, rows, split_list, user_rows, user_values
from citegraph.model import Scope
from citegraph.text import normalize_space

FLAGS = {
    "anywhere": "organs that are no place have one as well",
    "council": "its Party committee is called after it",
    "organ": "called the committee of an organ, whose name stands where others have that of a place",
    "plenum": "a meeting, whose number is that of the plenum",
    "unsigned": "its symbol may stand in a code without a sign before it: '12/QĐ UBND'",
    "vague": "the name says whose document it is, not which body issued it",
    "variant": "another symbol of a body that has a row of its own",
}
"""The meanings of the flags in the table."""

LEVELS = ("central", "province", "district", "commune", "ministry")
BOTH = "both"
"""The scope of a body that writes codes like the Party or like the State; the order of the separators decides."""

NAMELESS = "-"
"""The value of the column `names` for a body known by its symbol alone."""


@dataclass(frozen=True, slots=True)
class Body:
    """An issuing body: its usual name, the symbol in its codes, and how reports name it.

    `symbol` is None if the body has none or it depends on the locality. `names` are phrases in the notation of
    `grammar.body_patterns`; the usual name is one of them unless one has a slot. `scope` is None for a body that writes
    codes in both styles. `former` is its symbol before it was renamed.
    """

    name: str
    symbol: str | None
    names: tuple[str, ...]
    levels: tuple[str, ...]
    scope: Scope | None
    former: str | None
    flags: frozenset[str]
    example: str
    where: str = ""  # position of a row in the user's table

    @property
    def is_central(self) -> bool:
        """Whether there is only one such body, not one per locality."""
        return self.levels == ("central",)

    @property
    def is_local(self) -> bool:
        """Whether many localities have a body with this symbol, so that a number needs its locality."""
        return not self.is_central


@cached
def all_bodies() -> tuple[Body, ...]:
    """Return the bodies in the tables, the user's first; the first body that matches a text counts."""
    return (*user_values("bodies", _from_user_row), *map(_body_of_row, packaged_rows("bodies")))


def _body_of_row(row: Row, where: str = "") -> Body:
    names = () if row["names"] == NAMELESS else split_list(row["names"])
    if row["names"] != NAMELESS and not any("{" in name for name in names):
        names = tuple(dict.fromkeys((*names, row["name"])))
    return Body(
        row["name"],
        row["symbol"] or None,
        names,
        tuple(row["level"].split("|")),
        None if row["scope"] == BOTH else Scope(row["scope"]),
        row["former"] or None,
        frozenset(split_list(row["flags"])),
        row["example"] or row["name"],
        where,
    )


_SYMBOL = regex.compile(r"\p{Lu}[\p{L}\d]{0,14}")


def _from_user_row(one: UserRow) -> Body:
    row = {column: normalize_space(cell) for column, cell in one.cells.items()}
    if not row["name"]:
        raise KnowledgeError(one.where, message("cell.no_name"), message("do.fill_in", column="name"))
    if not _SYMBOL.fullmatch(row["symbol"]):
        remedy = message("do.write_like_either", example="TW", other="BTCTW")
        raise KnowledgeError(one.where, message("cell.body_symbol", value=row["symbol"]), remedy)
    if wrong := [level for level in row["level"].split("|") if level not in LEVELS]:
        remedy = message("do.write_levels", names=", ".join(LEVELS))
        raise KnowledgeError(one.where, message("cell.level", value=wrong[0]), remedy)
    if row["scope"] not in (BOTH, *Scope):
        raise KnowledgeError(one.where, message("cell.scope", value=row["scope"]), message("do.write_scopes"))
    if unknown := [flag for flag in split_list(row["flags"]) if flag not in FLAGS]:
        remedy = message("do.choose", names=", ".join(FLAGS))
        raise KnowledgeError(one.where, message("cell.body_flag", value=unknown[0]), remedy)
    return _body_of_row(row, one.where)


@cached
def bodies_by_symbol() -> dict[str, Body]:
    """Return the bodies by symbol; if several have the same one (TW), the first row counts."""
    out: dict[str, Body] = {}
    for body in all_bodies():
        if body.symbol is not None:
            out.setdefault(body.symbol, body)
    return out


@cached
def body_named(name: str) -> Body:
    """Return the body of this usual name, which must be in the table."""
    return next(body for body in all_bodies() if body.name == name)


@cached
def bodies_with_party_committee() -> tuple[str, ...]:
    """Return name and symbol of each local body that a Party committee is named after."""
    return tuple(text for body in all_bodies() if "council" in body.flags for text in (body.name, body.symbol or ""))


@cached
def names_sharing_symbol(symbol: str) -> tuple[str, ...]:
    """Return the usual names of the bodies with this symbol, longest first: TW → "Bộ Chính trị", "Ban Bí thư" …"""
    names = {body.name for body in all_bodies() if body.symbol == symbol}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cached
def ministries() -> tuple[Body, ...]:
    """Return the ministries, longest name first."""
    found = [body for body in all_bodies() if body.name.startswith("Bộ ") and body.scope is Scope.STATE and body.symbol]
    return tuple(sorted(found, key=lambda body: -len(body.name)))


@cached
def state_bodies_by_name() -> dict[str, Body]:
    """Return the State bodies with a symbol, by their usual name in lower case."""
    found = [body for body in all_bodies() if body.scope is Scope.STATE and body.symbol]
    return {body.name.casefold(): body for body in reversed(found)}


@dataclass(frozen=True, slots=True)
class Department:
    """A department of a committee: its names and the prefix of its symbol; `local` if provinces also have it."""

    names: tuple[str, ...]
    symbol: str
    local: bool


@cached
def departments() -> tuple[Department, ...]:
    """Return the rows of `data/departments.csv`, longest name first."""
    found = [
        Department((row["name"], *split_list(row["also"])), row["symbol"], bool(row["local"]))
        for row in rows("departments")
    ]
    return tuple(sorted(found, key=lambda department: -len(department.names[0])))


@cached
def department_prefixes() -> tuple[str, ...]:
    """Return the prefixes of department symbols, longest first: "BTGDV", "BTG"."""
    return tuple(sorted({department.symbol for department in departments()}, key=lambda symbol: (-len(symbol), symbol)))


@cached
def symbols_without_separator() -> tuple[str, ...]:
    """Return the symbols that may follow without a separator."""
    return tuple(body.symbol for body in all_bodies() if "unsigned" in body.flags and body.symbol)


@cached
def committee_numbers() -> tuple[str, ...]:
    """Return the numbers that identify steering committees: "Ban Chỉ đạo 35"."""
    return tuple(row["number"] for row in rows("committees"))


@cached
def irregular_symbols() -> tuple[str, ...]:
    """Return the user's symbols of unusual form, longest first: with a digit, "X15"."""
    found = {
        one.cells["symbol"] for one in user_rows("bodies") if regex.search(r"\d|[^\p{Lu}]\p{Lu}", one.cells["symbol"])
    }
    return tuple(sorted(found, key=lambda symbol: (-len(symbol), symbol)))


@cached
def _symbols_by_upper_case() -> dict[str, str]:
    return {symbol.upper(): symbol for symbol in bodies_by_symbol()}


SHARED_SYMBOLS = ("TW", "HNTW")
"""The symbols that the Central Committee, the Political Bureau and the Secretariat share."""

_CENTER = regex.compile(r"T\s?\.?\s?(?:Ư|W|UW|WW|ƯW|Ư\.?W|Ơ)\.?$", regex.IGNORECASE)
_BETWEEN = regex.compile(r"[\s&]+")
_MINISTRY = regex.compile(r"B[A-ZĐ]{1,8}$")
_OFFICE_OF_PROVINCE = regex.compile(r"S[A-ZĐ]{2,6}")


@cached
def _symbol_shape_pattern(scope: Scope) -> regex.Pattern[str]:
    """Return a pattern for the beginnings and endings of a scope's symbols, from `data/symbols.csv`."""
    shapes = [row for row in rows("symbols") if row["scope"] == scope.value]
    begins = "|".join(regex.escape(row["begins"]) for row in shapes if row["begins"])
    ends = "|".join(regex.escape(row["ends"]) for row in shapes if row["ends"])
    return regex.compile("|".join(part for part in (f"^(?:{begins})", f"(?:{ends})$" if ends else "") if part))


@cached
def normalize_symbol(printed: str) -> str:
    """Return the symbol as canonical ids write it.

    >>> [normalize_symbol(printed) for printed in ("Tw", "BTGTƯ", "VPTW/nb", "BGD&ĐT")]
    ['TW', 'BTGTW', 'VPTW', 'BGDĐT']
    """
    text = _BETWEEN.sub("", printed).removesuffix(".").removesuffix("/nb")
    text = _CENTER.sub("TW", text).replace(".", "")
    if text.upper() in ("TW", "TU", "HU"):
        return text.upper()
    return text if text in bodies_by_symbol() else _symbols_by_upper_case().get(text.upper(), text)


@cached
def scope_of_symbol(symbol: str) -> Scope | None:
    """Return the scope of a normalized symbol; None where neither the table nor its form decides.

    Mass organizations and most steering committees use both styles: the separators in the code decide.
    """
    if uses_both_code_styles(symbol):
        return None
    if (body := bodies_by_symbol().get(symbol)) is not None:
        return body.scope
    if _symbol_shape_pattern(Scope.STATE).search(symbol) or _OFFICE_OF_PROVINCE.match(symbol):
        return Scope.STATE
    if _symbol_shape_pattern(Scope.PARTY).search(symbol):
        return Scope.PARTY
    return Scope.STATE if _MINISTRY.match(symbol) else None


_COMMITTEE = regex.compile(r"BCĐ(?!.*(?:TW|35)$)")


def uses_both_code_styles(symbol: str) -> bool:
    """Return whether a body with this symbol writes codes in the styles of both Party and State.

    These are the Front, the Youth Union, and steering committees ("BCĐ") of the Party or the Government.
    """
    body = bodies_by_symbol().get(symbol)
    if body is not None and not _COMMITTEE.match(symbol):
        return body.scope is None
    return _COMMITTEE.match(symbol) is not None


_PARTY_GROUP = regex.compile(r"(?:BCSĐ?|ĐĐ|ĐU)(?P<organ>\p{Lu}\p{L}*)$")
_RESOLUTION_COMMITTEE = regex.compile(r"BCĐ[A-ZĐ]{0,6}NQ\d+$")


def former_symbol(symbol: str) -> str | None:
    """Return the symbol of the body before it was renamed, or None."""
    body = bodies_by_symbol().get(symbol)
    return body.former if body is not None else None


@cached
def is_local_symbol(symbol: str) -> bool:
    """Return whether ids of this body's documents need a locality ("TU", "HU", "ĐU", "UBND") instead of a term.

    A symbol of a single body needs none: "BCSĐCP" of the Government.
    """
    if local_state_body(symbol) is not None:
        return True
    if _RESOLUTION_COMMITTEE.match(symbol):  # central committees that review a resolution: "BCĐTKNQ18"
        return False
    if (body := bodies_by_symbol().get(symbol)) is not None:
        return body.is_local
    group = _PARTY_GROUP.match(symbol)
    organ = bodies_by_symbol().get(group["organ"]) if group else None
    if organ is not None and organ.scope is Scope.STATE:
        return False
    partys = scope_of_symbol(symbol) is Scope.PARTY or _COMMITTEE.match(symbol) is not None
    return partys and not symbol.endswith(("TW", "QG"))


def local_state_body(symbol: str) -> Body | None:
    """Return the local State body whose symbol begins this one, as those of its offices do; None if there is none.

    >>> local_state_body("UBND-NC").name, local_state_body("SNNPTNT").levels, local_state_body("BNV")
    ('Ủy ban nhân dân', ('province',), None)
    """
    found = (body for beginning, body in _local_state_bodies() if symbol.startswith(beginning))
    return None if symbol in kinds.symbols() else next(found, None)  # "32/SL" is a decree, not a department's


@cached
def _local_state_bodies() -> tuple[tuple[str, Body], ...]:
    local = (body for body in all_bodies() if body.is_local and body.scope is Scope.STATE)
    return tuple((body.symbol, body) for body in local if body.symbol)
