"""The names of laws, codes and ordinances, from `data/laws.csv`.

>>> next(law.aliases for law in titles() if law.name == "Bảo hiểm xã hội")
('BHXH',)
"""

from __future__ import annotations

from dataclasses import dataclass

from citegraph.errors import AuthorityError
from citegraph.knowledge import kinds
from citegraph.knowledge.tables import Own, cached, each, listed, packaged
from citegraph.text import tidy


@dataclass(frozen=True, slots=True)
class LawTitle:
    """A law: its type, its name without the type word, and what else it is called."""

    kind: str
    name: str
    aliases: tuple[str, ...]


@cached
def titles() -> tuple[LawTitle, ...]:
    """The rows of the tables, those of the user last."""
    found = (LawTitle(row["type_vi"], row["name"], listed(row["aliases"])) for row in packaged("laws"))
    return (*found, *each("laws", _checked))


def _checked(one: Own) -> LawTitle:
    known = {kind.casefold(): kind for kind in kinds.flagged("law")}
    kind, name = known.get(tidy(one.cells["type_vi"]).casefold()), tidy(one.cells["name"])
    if kind is None:
        what = f"{one.cells['type_vi']!r} is no type of law"
        raise AuthorityError(one.where, what, f"write {', '.join(sorted(known.values()))}")
    if not name:
        raise AuthorityError(one.where, "has no name", "fill in the column name")
    return LawTitle(kind, name, listed(one.cells["aliases"]))
