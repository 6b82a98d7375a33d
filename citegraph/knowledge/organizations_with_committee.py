"""Organizations, other than localities, that have a Party committee, such as universities and corporations.

>>> (is_organization("Đại học Quốc gia Hà Nội"), is_organization("Chính phủ"), is_organization("Trường"),
... is_organization("Về Phát Triển"))
(True, True, False, False)
"""

from __future__ import annotations

import regex

from citegraph.knowledge.tables import cached, rows
from citegraph.text import normalize_space

_CENTER = regex.compile(r"(?<=\s)(?:T\.?[ƯW]|Tw)$")


@cached
def _name_openings() -> dict[str, bool]:
    """Map each opening of an organization's name, in lower case, to whether it is a complete name on its own."""
    return {normalize_space(row["opening"]).lower(): bool(row["alone"]) for row in rows("organizations")}


@cached
def complete_names() -> tuple[str, ...]:
    """Return the openings that are complete names, longest first."""
    names = (normalize_space(row["opening"]) for row in rows("organizations") if row["alone"])
    return tuple(sorted(names, key=lambda name: -len(name)))


@cached
def military_units() -> tuple[str, ...]:
    """Return the openings that form a name with a number: "Quân khu 4"."""
    return tuple(normalize_space(row["opening"]) for row in rows("organizations") if row["numbered"])


def is_organization(name: str) -> bool:
    """Return whether a name is that of an organization.

    It begins with an opening from the table, and continues after it where the table requires that.
    """
    words = normalize_space(name).lower().split()
    return any(
        (length < len(words) or _name_openings().get(" ".join(words[:length]), False))
        and " ".join(words[:length]) in _name_openings()
        for length in range(len(words), 0, -1)
    )


def usual_name(name: str) -> str:
    """Return the name of an organization as it is usually spelled.

    >>> usual_name("khối  các cơ quan T.Ư")
    'Khối các cơ quan Trung ương'
    """
    plain = _CENTER.sub("Trung ương", normalize_space(name))
    return plain[:1].upper() + plain[1:]
