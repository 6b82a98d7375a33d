"""Kinds of document: the kind words and symbols of `data/kinds.csv`, and lookup by printed form.

>>> by_word()["qui định"].name, recognize_symbol("nqq"), [kind.name for kind in kinds_of_symbol("CT")][0]
('Quy định', 'NQ', 'Chỉ thị')

Sources: Quy định 66-QĐ/TW (2017) and 399-QĐ/TW (2026) on the documents of the Party, Hướng dẫn 36-HD/VPTW (2018) on
their form; Nghị định 30/2020/NĐ-CP for those of the State; the rest from reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from citegraph.errors import KnowledgeError
from citegraph.i18n import message
from citegraph.knowledge.tables import Row, UserRow, cached, packaged_rows, split_list, user_values
from citegraph.model import Scope
from citegraph.text import normalize_space

FLAGS = {
    "firm": "a bare number behind it is a document's: 'nghị quyết 35', unlike 'quy định 3 mức'",
    "marked": "a bare number behind it counts only after 'số'",
    "programme": "a bare number behind it counts where a committee follows",
    "apart": "those on persons are numbered apart, so the order of numbers tells nothing",
    "law": "its documents are named by their titles: 'Luật Báo chí'",
    "plenum": "a plenum passes such",
    "congress": "a congress passes such",
    "named": "no kind word: what is of this type has a name of its own, 'Điều lệ Đảng'",
}
"""The meanings of the flags in the table."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document.

    `words` are its names in lower case and `symbols` its symbols in number codes, the usual one first. `abbreviation`
    is the symbol used for its name in running text ("NQ 35"). `scope` is None where both the Party and the State issue
    it. Kinds that are not `firm` have names that are also everyday words. These count only with a capital letter, "số"
    or an attribute.
    """

    name: str
    words: tuple[str, ...]
    symbols: tuple[str, ...]
    abbreviation: str | None
    scope: Scope | None
    flags: frozenset[str]
    example: str

    @property
    def takes_bare_number(self) -> bool:
        """Whether a bare number after the kind word belongs to a document."""
        return "firm" in self.flags


@cached
def all_kinds() -> tuple[Kind, ...]:
    """Return the kinds in the tables, the user's last; of kinds with the same symbol the first counts."""
    kinds = {kind.name: kind for kind in map(_kind_of_row, packaged_rows("kinds")) if "named" not in kind.flags}
    for more in user_values("kinds", _from_user_row):
        kinds[more.name] = _merge_kinds(kinds[more.name], more) if more.name in kinds else more
    return tuple(kinds.values())


def _merge_kinds(kind: Kind, more: Kind) -> Kind:
    """Return a packaged kind extended with the words, symbols and flags of a user's row."""
    return replace(
        kind,
        words=tuple(dict.fromkeys((*kind.words, *more.words))),
        symbols=tuple(dict.fromkeys((*kind.symbols, *more.symbols))),
        abbreviation=kind.abbreviation or more.abbreviation,
        flags=kind.flags | more.flags,
    )


def _kind_of_row(row: Row) -> Kind:
    return Kind(
        row["name"],
        split_list(row["words"]) or (row["name"].lower(),),
        split_list(row["symbols"]),
        row["abbreviation"] or None,
        Scope(row["scope"]) if row["scope"] else None,
        frozenset(split_list(row["flags"])),
        row["example"],
    )


_SYMBOL = regex.compile(r"\p{Lu}[\p{L}-]{0,9}")


def _from_user_row(one: UserRow) -> Kind:
    row, where = {column: normalize_space(cell) for column, cell in one.cells.items()}, one.where
    if not row["name"]:
        raise KnowledgeError(where, message("cell.no_name"), message("do.fill_in", column="name"))
    if row["scope"] not in ("", *Scope):
        raise KnowledgeError(where, message("cell.scope", value=row["scope"]), message("do.write_scope"))
    if unknown := [flag for flag in split_list(row["flags"]) if flag not in FLAGS]:
        remedy = message("do.choose", names=", ".join(FLAGS))
        raise KnowledgeError(where, message("cell.kind_flag", value=unknown[0]), remedy)
    for printed in (*split_list(row["symbols"]), *split_list(row["abbreviation"])):
        if not _SYMBOL.fullmatch(printed):
            remedy = message("do.write_like_either", example="NQ", other="CTr")
            raise KnowledgeError(where, message("cell.kind_symbol", value=printed), remedy)
    row["words"] = row["words"].lower()
    return _kind_of_row(row)


@cached
def names() -> frozenset[str]:
    """Return the kinds that listed documents may have, including those without a kind word."""
    return frozenset(by_name()) | frozenset(row["name"] for row in packaged_rows("kinds") if row["flags"] == "named")


@cached
def by_name() -> dict[str, Kind]:
    """Return the kinds by usual name: "Nghị quyết"."""
    return {kind.name: kind for kind in all_kinds()}


@cached
def by_word() -> dict[str, Kind]:
    """Return the kinds by each of their names in lower case: "qui định"."""
    return {word: kind for kind in all_kinds() for word in kind.words}


@cached
def by_abbreviation() -> dict[str, Kind]:
    """Return the kinds by their symbol in running text: "NQ 35", "QĐ 131", "NĐ 72", "CV 12/UBND-VX"."""
    return {kind.abbreviation: kind for kind in reversed(all_kinds()) if kind.abbreviation}


@cached
def kind_names_with_flag(flag: str) -> frozenset[str]:
    """Return the names of the kinds with a flag; see FLAGS."""
    return frozenset(kind.name for kind in all_kinds() if flag in kind.flags)


def is_law_kind(name: str | None) -> bool:
    """Return whether a kind of this name is a law: "Bộ luật"."""
    return name in kind_names_with_flag("law")


def words_pattern(kinds: tuple[Kind, ...] | None = None) -> str:
    """Return a case-insensitive pattern for every kind word of these kinds, or of all."""
    chosen = all_kinds() if kinds is None else kinds
    return "|".join(r"\s+".join(map(regex.escape, word.split())) for kind in chosen for word in kind.words)


@cached
def symbols() -> tuple[str, ...]:
    """Return every symbol, longest first."""
    return tuple(sorted(set(_symbols_in_table_order()), key=lambda symbol: (-len(symbol), symbol)))


def _symbols_in_table_order() -> Iterator[str]:
    for kind in all_kinds():
        yield from kind.symbols


@cached
def _symbols_by_upper_case() -> dict[str, str]:
    return {symbol.upper(): symbol for symbol in reversed(tuple(_symbols_in_table_order()))}


@cached
def recognize_symbol(printed: str) -> str | None:
    """Return the symbol for a correct or misspelt form, or None: "nq" and "NQQ" give "NQ".

    A known symbol is returned as printed: "QĐi" stays "QĐi".
    """
    cleaned = printed.replace(".", "").replace(" ", "")
    if cleaned in symbols():
        return cleaned
    folded = cleaned.upper()
    collapsed = "".join(c for i, c in enumerate(folded) if i == 0 or c != folded[i - 1])
    table = _symbols_by_upper_case()
    return table.get(folded) or table.get(collapsed) or table.get(collapsed.replace("D", "Đ"))


@cached
def kinds_of_symbol(code: str) -> tuple[Kind, ...]:
    """Return the kinds of a symbol, most probable first: QĐ → Quy định, Quyết định."""
    return tuple(kind for kind in all_kinds() if code in kind.symbols)
