"""Names of other countries and their bodies, to recognize foreign documents.

The tables are `data/countries.csv`, `data/foreign.csv` and `data/home.csv`.

>>> "Hàn Quốc" in country_names(), "Mỹ" in distinctive_country_names(), foreign_institutions("assembly")[0]
(True, False, 'Hội đồng Bảo an')
"""

from __future__ import annotations

import regex

from citegraph.knowledge.tables import cached, rows


@cached
def country_names() -> tuple[str, ...]:
    """Return the names of countries."""
    return tuple(row["name"].strip() for row in rows("countries") if row["name"].strip())


@cached
def distinctive_country_names() -> tuple[str, ...]:
    """Return the names that identify a country: not "Mỹ" and "Nga", which are also personal names."""
    return tuple(row["name"].strip() for row in rows("countries") if row["counts"])


@cached
def foreign_institutions(what: str) -> tuple[str, ...]:
    """Return the institutions of a category that Viet Nam does not have: "party", "assembly" or "office"."""
    return tuple(row["name"] for row in rows("foreign") if row["what"] == what)


@cached
def vietnam_words() -> tuple[str, ...]:
    """Return the words that show that a report is about Viet Nam."""
    return tuple(row["name"] for row in rows("home"))


def names_pattern(countries: tuple[str, ...]) -> str:
    """Return a pattern for any of the names, with any white space."""
    return "|".join(r"\s+".join(map(regex.escape, name.split())) for name in countries)
