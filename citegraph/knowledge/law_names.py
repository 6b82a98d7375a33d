"""The names of laws, codes and ordinances, from `data/laws.csv`.

>>> next(law.aliases for law in listed_laws() if law.name == "Bảo hiểm xã hội")
('BHXH',)
"""

from __future__ import annotations

from dataclasses import dataclass

from citegraph.errors import KnowledgeError
from citegraph.i18n import message
from citegraph.knowledge import kinds
from citegraph.knowledge.tables import UserRow, cached, packaged_rows, split_list, user_values
from citegraph.text import normalize_space


@dataclass(frozen=True, slots=True)
class ListedLaw:
    """A law: its kind, its name without the kind word, and its other names."""

    kind: str
    name: str
    aliases: tuple[str, ...]


@cached
def listed_laws() -> tuple[ListedLaw, ...]:
    """Return the rows of the tables, those of the user last."""
    found = (ListedLaw(row["kind"], row["name"], split_list(row["aliases"])) for row in packaged_rows("laws"))
    return (*found, *user_values("laws", _from_user_row))


def _from_user_row(one: UserRow) -> ListedLaw:
    kinds_of_law = {kind.casefold(): kind for kind in kinds.kind_names_with_flag("law")}
    kind, name = kinds_of_law.get(normalize_space(one.cells["kind"]).casefold()), normalize_space(one.cells["name"])
    if kind is None:
        remedy = message("do.write_one_of", names=", ".join(sorted(kinds_of_law.values())))
        raise KnowledgeError(one.where, message("cell.law", value=one.cells["kind"]), remedy)
    if not name:
        raise KnowledgeError(one.where, message("cell.no_name"), message("do.fill_in", column="name"))
    return ListedLaw(kind, name, split_list(one.cells["aliases"]))
