"""Names of other countries and their bodies, to recognise foreign documents: `data/countries.csv`,
`data/foreign.csv` and `data/home.csv`.

>>> "Hàn Quốc" in names(), "Mỹ" in telling(), foreign("assembly")[0]
(True, False, 'Hội đồng Bảo an')
"""

from __future__ import annotations

import regex

from citegraph.knowledge.tables import cached, rows


@cached
def names() -> tuple[str, ...]:
    """The names of countries."""
    return tuple(row["name"].strip() for row in rows("countries") if row["name"].strip())


@cached
def telling() -> tuple[str, ...]:
    """Those by which no person is called ("Mỹ" and "Nga" are): a report that says them speaks of that country."""
    return tuple(row["name"].strip() for row in rows("countries") if row["counts"])


@cached
def foreign(what: str) -> tuple[str, ...]:
    """What only others have: "party", "assembly", "office"."""
    return tuple(row["name"] for row in rows("foreign") if row["what"] == what)


@cached
def home() -> tuple[str, ...]:
    """Words that tell a report of this country."""
    return tuple(row["name"] for row in rows("home"))


def pattern(said: tuple[str, ...]) -> str:
    """A pattern for any of the names, whatever the blanks in them."""
    return "|".join(r"\s+".join(map(regex.escape, name.split())) for name in said)
