"""The table of Central Committee plenums in, plenums with their documents out. Owner of `data/plenums.csv`."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

import regex

from citegraph.grammar import codes
from citegraph.model import IsoDate


@dataclass(frozen=True, slots=True)
class Plenum:
    """A plenum of the Central Committee and the canonical ids of the documents it led to."""

    term: str  # "XII"
    number: str  # "4", "6 (lần 2)", "bất thường 1"
    start: IsoDate | None
    documents: tuple[str, ...]
    usual: str | None = None  # the one of them that is meant where nothing else tells
    usage: tuple[int, int] = (0, 0)  # how often it was, and how many mentions there were whose words told


# "18, 19, 20, 21-NQ/TW 25/10/2017; 08-QĐi/TW 25/10/2018": codes that share a tail, then the date of signing
_CODES = regex.compile(r"(?P<numbers>\d{1,3}[A-Z]?(?:, \d{1,3}[A-Z]?)*)(?P<tail>-[\p{L}]+/[\p{L}]+)")


def load_plenums(term: Callable[[str], str | None]) -> tuple[Plenum, ...]:
    """All plenums, oldest first. `term` normalises the name of a term."""
    text = files("citegraph").joinpath("data/plenums.csv").read_text(encoding="utf-8")
    return tuple(
        Plenum(
            term(row["term"]) or row["term"],
            regex.sub(r" \(giữa nhiệm kỳ\)$", "", row["plenum"]),
            row["start"] or None,
            tuple(_documents(row["documents"], row["term"])),
            next(iter(_documents(row["usual"], row["term"])), None),
            _usage(row["usual"]),
        )
        for row in csv.DictReader(text.splitlines())
    )


def _usage(printed: str) -> tuple[int, int]:
    """Two counts: "04-NQ/TW 31/32" → (31, 32)."""
    meant, _, told = printed.rpartition(" ")[2].partition("/")
    return (int(meant), int(told)) if told else (0, 0)


def _documents(printed: str, term: str) -> list[str]:
    found = []
    for match in _CODES.finditer(printed):
        for number in match["numbers"].split(", "):
            code = codes.parse(number + match["tail"])
            if code is not None:
                found.append(f"{code}@{term}")
    return found
