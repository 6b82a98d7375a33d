"""The table of Vietnam's provinces in, provinces as they were on a day and what became of them out."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from citegraph.errors import AuthorityError
from citegraph.model import IsoDate

KINDS = ("tỉnh", "thành phố")

_TABLE = "provinces.csv"


@dataclass(frozen=True, slots=True)
class Province:
    """A province or a city of its rank.

    `since` and `until` are its first and last day, None where it was there before 2004 and is there today; its land
    went to `merged_into`, a name in the same table.
    """

    name: str
    kind: str
    since: IsoDate | None = None
    until: IsoDate | None = None
    merged_into: str | None = None
    also: tuple[str, ...] = ()  # further spellings

    def existed(self, day: IsoDate) -> bool:
        """Whether it was there on `day`, "2025-06-30"."""
        return (self.since or "") <= day and (self.until is None or day <= self.until)


@cache
def provinces() -> tuple[Province, ...]:
    """All provinces since 2004, sorted by the alphabet; AuthorityError for a row that breaks the rules of the table."""
    text = files("citegraph").joinpath(f"data/{_TABLE}").read_text(encoding="utf-8")
    found = tuple(
        Province(
            row["name"],
            row["kind"],
            row["since"] or None,
            row["until"] or None,
            row["merged_into"] or None,
            tuple(row["also"].split(";")) if row["also"] else (),
        )
        for row in csv.DictReader(text.splitlines())
    )
    names = {province.name for province in found}
    for province in found:
        if province.kind not in KINDS:
            raise AuthorityError(f"{_TABLE}, {province.name}", f"kind {province.kind!r}", f"write one of {KINDS}")
        if (province.until is None) != (province.merged_into is None) or (
            province.merged_into or "Hà Nội"
        ) not in names:
            raise AuthorityError(f"{_TABLE}, {province.name}", "ends without a successor", "fill until and merged_into")
    return found


@cache
def province_names() -> dict[str, Province]:
    """Provinces by their names."""
    return {province.name: province for province in provinces()}


@cache
def spellings() -> dict[str, str]:
    """The names in the table by every spelling of them, older tone marks ("Thanh Hoá") among them."""
    names = {spelt: province.name for province in provinces() for spelt in (province.name, *province.also)}
    return names | {spelt.replace("óa", "oá").replace("òa", "oà"): name for spelt, name in names.items()}


def successor(name: str) -> str | None:
    """The province of today that holds the one called `name`, or itself; None for a name the table does not have."""
    province = province_names().get(name)
    while province is not None and province.merged_into is not None:
        province = province_names()[province.merged_into]
    return province.name if province else None
