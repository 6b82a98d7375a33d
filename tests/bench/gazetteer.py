"""Write `districts.csv` and `communes.csv` of `citegraph/knowledge/data` from published lists of units.

    python tests/bench/gazetteer.py FOLDER

FOLDER holds the unpacked wheels of vietnam-provinces 0.2.2, 0.3.0, 0.5.0, 0.6.0 and 2025.10.1, each under its version,
and of vietnamadminunits 1.0.4 under its name. What the tables hold and what is taken from where stands in the README
beside them. `provinces.csv` and the other tables are written by hand.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from citegraph.knowledge.gazetteer import name_key
from citegraph.text import normalize_space, strip_diacritics

DATA = Path(__file__).parents[2] / "citegraph" / "knowledge" / "data"
# The day each list was taken from the register of the General Statistics Office.
LISTS = {"0.2.2": "2020-02-25", "0.3.0": "2021-02-03", "0.5.0": "2023-05-07", "0.6.0": "2025-01-04"}
LAST = "2025-06-30"  # of the districts
MERGED = "2025-07-01"
OLDER = Path(__file__).with_name("older_districts.csv")  # from before the first list, written by hand
UNITS = ("Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Tỉnh", "Huyện", "Quận", "Xã", "Phường")


@dataclass
class Row:
    """A unit on its way into a table."""

    name: str
    unit: str
    district: str
    province: str
    seen: set[str] = field(default_factory=set)  # lists that have it
    also: set[str] = field(default_factory=set)
    became: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)


def split(printed: str) -> tuple[str, str]:
    """The unit word in small letters and the name; a number keeps its word: ("quận", "Quận 1")."""
    printed = (
        normalize_space(printed)
        .replace("’", "'")
        .replace(" – ", " - ")
        .replace(" NT ", " Nông trường ")
        .replace("N.T ", "Nông trường ")
    )
    for word in UNITS:
        if printed.lower().startswith(word.lower() + " "):
            name = printed[len(word) + 1 :]
            if name.isdigit():
                return word.lower(), f"{word} {int(name)}"
            return word.lower(), name[0].upper() + name[1:]
    raise ValueError(printed)


def read(folder: Path) -> tuple[dict[tuple[str, ...], Row], dict[tuple[str, ...], Row]]:
    """The units until June 2025 and those since, by what tells them apart."""
    old: dict[tuple[str, ...], Row] = {}
    new: dict[tuple[str, ...], Row] = {}

    def put(rows: dict[tuple[str, ...], Row], list_: str, source: str, ward: str, district: str, province: str) -> None:
        unit, name = split(ward)
        place = (split(province)[1], split(district)[1] if district else "")
        row = rows.setdefault((*map(name_key, place), unit, name_key(name)), Row(name, unit, place[1], place[0]))
        if list_ >= max(row.seen, default="") and (" - " in name or " - " not in row.name):
            row.name = name  # as the newest list spells it
        row.seen.add(list_)
        row.sources.add(source)

    for version, day in LISTS.items():
        file = folder / version / "vietnam_provinces/data/nested-divisions.json"
        for province in json.loads(file.read_text(encoding="utf-8")):
            for district in province["districts"]:
                put(old, day, "vietnam-provinces", district["name"], "", province["name"])
                for ward in district["wards"]:
                    put(old, day, "vietnam-provinces", ward["name"], district["name"], province["name"])
    file = folder / "2025.10.1/vietnam_provinces/data/nested-divisions.json"
    for province in json.loads(file.read_text(encoding="utf-8")):
        name = (
            province["name"]
            if province["name"].startswith("Thành phố")
            else f"Tỉnh {province['name'].removeprefix('Tỉnh ')}"
        )
        for ward in province["wards"]:
            put(new, MERGED, "vietnam-provinces", ward["name"], "", name)
    with sqlite3.connect(folder / "vietnamadminunits/vietnamadminunits/data/dataset.db") as base:
        for province, district, ward in base.execute("select province, district, ward from admin_units_legacy"):
            put(old, LISTS["0.6.0"], "vietnamadminunits", district, "", province)
            if ward:
                put(old, LISTS["0.6.0"], "vietnamadminunits", ward, district, province)
        for province, ward in base.execute("select province, ward from admin_units"):
            put(new, MERGED, "vietnamadminunits", ward, "", province)
    return old, new


def joined(rows: dict[tuple[str, ...], Row]) -> list[Row]:
    """The rows; two of one district, of one unit, that only the one list and only the other has and that are nearly
    spelt alike are one, spelt as in vietnamadminunits.
    """
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows.values():
        groups[name_key(row.province), name_key(row.district), row.unit].append(row)
    gone: set[int] = set()
    for group in groups.values():
        theirs = [row for row in group if row.sources == {"vietnamadminunits"}]
        ours = [row for row in group if row.sources == {"vietnam-provinces"} and max(row.seen) == LISTS["0.6.0"]]
        for row in theirs:
            near = [other for other in ours if id(other) not in gone and alike(row.name, other.name)]
            if len(near) == 1:
                row.seen |= near[0].seen
                row.also |= {near[0].name}
                row.sources |= near[0].sources
                gone.add(id(near[0]))
    return [row for row in rows.values() if id(row) not in gone]


def alike(one: str, other: str) -> bool:
    one, other = strip_diacritics(one), strip_diacritics(other)
    return not one[-1].isdigit() and SequenceMatcher(None, one, other).ratio() >= 0.8


def became(folder: Path, old: dict[tuple[str, ...], Row], new: dict[tuple[str, ...], Row]) -> None:
    """Fill in what the units of June 2025 became."""
    table = json.loads(
        (folder / "vietnamadminunits/vietnamadminunits/data/converter_2025.json").read_text(encoding="utf-8")
    )
    with sqlite3.connect(folder / "vietnamadminunits/vietnamadminunits/data/dataset.db") as base:
        before = {
            f"{pk}_{dk}_{wk or ''}": (p, d, w)
            for pk, dk, wk, p, d, w in base.execute(
                "select provinceKey, districtKey, wardKey, province, district, ward from admin_units_legacy"
            )
        }
        after = {
            (pk, wk): (p, w)
            for pk, wk, p, w in base.execute("select provinceKey, wardKey, province, ward from admin_units")
        }
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for province, wards in table["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, parts in wards.items():
            for part in parts:
                found[part].add(after[province, ward])
    for province, parts in table["DICT_PROVINCE_WARD_DIVIDED"].items():
        for part, wards in parts.items():
            found[part] |= {after[province, ward["newWardKey"]] for ward in wards}
    for part, wards in found.items():
        if part not in before:
            print("not listed:", part, file=sys.stderr)
            continue
        p, d, w = before[part]
        names = {
            new[name_key(split(province)[1]), "", split(ward)[0], name_key(split(ward)[1])].name
            for province, ward in wards
        }
        where = (name_key(split(p)[1]), name_key(split(d)[1]))
        district = old[where[0], "", split(d)[0], where[1]]
        district.became |= names
        if w:
            old[(*where, split(w)[0], name_key(split(w)[1]))].became |= names


def dates(row: Row) -> tuple[str, str]:
    """First and last: a year where only two lists tell."""
    days = sorted(LISTS.values())
    if MERGED in row.seen:
        return MERGED, ""
    first, last = min(row.seen), max(row.seen)
    if row.province == "Huế":
        return "2025-01-01", LAST
    since = "" if first == days[0] else first[:4] if first != LISTS["0.6.0"] else "2024"
    if row.province == "Thừa Thiên Huế":
        return since, "2024-12-31"
    until = LAST if last == days[-1] else {days[0]: "2020", days[1]: "2023", days[2]: "2024"}[last]
    return since, until


def write(name: str, columns: list[str], rows: list[list[str]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    print(name, len(rows), file=sys.stderr)


def renewed(districts: list[list[str]], older: list[list[str]]) -> None:
    """End what the one list of 2025 still calls by its old unit, and begin what came over from another province."""
    theirs = {(row[0], row[2]) for row in districts if row[-1] == "vietnamadminunits" and row[4] == LAST}
    moved = {name for name, _, _, _, until, *_ in older if until == "2008-07-31"}
    for row in districts:
        if row[-1] == "vietnam-provinces" and row[4] == LAST and (row[0], row[2]) in theirs:
            row[4] = "2024"
        if row[-1] == "vietnamadminunits" and row[4] == LAST:
            row[3] = "2025"
        if row[0] in moved and row[2] == "Hà Nội":
            row[3] = "2008-08-01"


def main(folder: Path) -> None:
    old, new = read(folder)
    became(folder, old, new)
    districts, communes = [], []
    for row in joined(old) + joined(new):
        since, until = dates(row)
        rest = [
            since,
            until,
            ";".join(sorted(row.became)),
            ";".join(sorted(row.also)),
            "both" if len(row.sources) == 2 else min(row.sources),
        ]
        if row.district == "" and until and row.unit in ("huyện", "quận", "thị xã", "thành phố"):
            districts.append([row.name, row.unit, row.province, *rest])
        else:
            communes.append([row.name, row.unit, row.district, row.province, *rest])
    older = list(csv.reader(OLDER.read_text(encoding="utf-8").splitlines()))[1:]
    renewed(districts, older)
    write(
        "districts.csv",
        ["name", "unit", "province", "since", "until", "became", "also", "source"],
        sorted(districts + older),
    )
    columns = ["name", "unit", "district", "province", "since", "until", "became", "also", "source"]
    write("communes.csv", columns, sorted(communes))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
