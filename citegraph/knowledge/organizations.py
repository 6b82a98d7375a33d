"""Organizations that have a Party committee and are no locality, such as universities and corporations.

>>> is_organ("Đại học Quốc gia Hà Nội"), is_organ("Chính phủ"), is_organ("Trường"), is_organ("Về Phát Triển")
(True, True, False, False)
"""

from __future__ import annotations

from citegraph.knowledge.tables import cached, rows
from citegraph.text import normalize_space


@cached
def _openings() -> dict[str, bool]:
    """The openings of the table in small letters, and whether they are a whole name."""
    return {normalize_space(row["opening"]).lower(): bool(row["alone"]) for row in rows("organizations")}


@cached
def whole_names() -> tuple[str, ...]:
    """The openings that are a whole name, the longest first."""
    names = (normalize_space(row["opening"]) for row in rows("organizations") if row["alone"])
    return tuple(sorted(names, key=lambda name: -len(name)))


@cached
def troops() -> tuple[str, ...]:
    """The openings behind which a number makes the name: "Quân khu 4"."""
    return tuple(normalize_space(row["opening"]) for row in rows("organizations") if row["numbered"])


def is_organ(name: str) -> bool:
    """Whether a name is that of such a body: it begins as one of the table does, and goes on if it must."""
    words = normalize_space(name).lower().split()
    return any(
        (length < len(words) or _openings().get(" ".join(words[:length]), False))
        and " ".join(words[:length]) in _openings()
        for length in range(len(words), 0, -1)
    )
