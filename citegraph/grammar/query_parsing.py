"""Parse a typed document name into facts: "nq04 tw khoá 12" is a kind, number 4, body TW and term 12.

The parser is a list of replacements, generated from the tables of kinds, bodies, terms and abbreviations. The page has
the same list, so that its search understands the same names as the command line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import regex

from citegraph.grammar import numerals
from citegraph.knowledge import bodies, kinds
from citegraph.knowledge.abbreviations import expansions
from citegraph.knowledge.tables import cached, cached_recent, packaged_rows
from citegraph.text import strip_diacritics

FILLERS = frozenset({"so", "ngay", "thang", "nam", "cua", "ve", "khoa", "nhiem", "ky"})
"""Words between the facts that say nothing themselves: "nghị quyết số 35 của Bộ Chính trị"."""

_CENTRAL = regex.compile(r"([-–/])\s*tư(?!\p{L})|(?<!\p{L})t\.\s?ư(?!\p{L})\.?", regex.IGNORECASE)
"""The Central Committee. Without diacritics "TƯ" would be "TU", a provincial committee."""

_YEAR = r"((?:19|20)\d\d)"
_MEETING = r"(?: lan)?(?: thu)?"
_PLENUM = r"(?:hoi nghi )?(?:ban chap hanh )?(?:trung uong|hntw|bchtw|tw)(?: dang)?"


@dataclass(frozen=True, slots=True)
class Rule:
    """A replacement: "$1" in `to` stands for the first group, or for the value of that group in `names`, if any.

    Patterns use only syntax that Python and JavaScript share.
    """

    pattern: str
    to: str
    names: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        """Return the text with every match replaced."""
        return regex.sub(self.pattern, self._replacement_for, text)

    def _replacement_for(self, match: regex.Match[str]) -> str:
        def group(found: regex.Match[str]) -> str:
            value = match.group(int(found[1])) or ""
            return self.names.get(value, value)

        return regex.sub(r"\$(\d)", group, self.to)


@cached
def replacement_rules() -> tuple[Rule, ...]:
    """Return the replacements in their order. They apply to text in lower case without diacritics."""
    return (
        Rule(r"[^a-z0-9/@.-]+", " "),
        Rule(r"([a-z])(\d)", "$1 $2"),
        Rule(r"(\d)([a-z]{2})", "$1 $2"),
        Rule(r"\b0+(\d)", "$1"),
        Rule(rf"\b({_any_word_pattern(_kind_symbols())})({_any_word_pattern(_body_symbols())})\b", "$1 $2"),
        *_date_rules(),
        Rule(rf"\b(thu|khoa) ({_any_word_pattern(_spelled_numerals())})\b", "$1 $2", _spelled_numerals()),
        Rule(
            rf"\b(khoa|ky|thu|hoi|dang|quoc|dh) ({_any_word_pattern(_roman_numerals())})\b", "$1 $2", _roman_numerals()
        ),
        Rule(rf"@({_any_word_pattern(_roman_numerals())})\b", " term:$1 ", _roman_numerals()),
        Rule(rf"\b({_any_word_pattern(_unambiguous_roman_numerals())})\b", " term:$1 ", _roman_numerals()),
        Rule(rf"\b(uong|tw|hntw) ({_any_word_pattern(_roman_numerals())})\b", "$1 $2", _roman_numerals()),
        Rule(rf"\b(?:khoa|nhiem ky){_MEETING} (\d\d?)\b", " term:$1 "),
        Rule(
            rf"\b(?:dai hoi|dh)(?: dai bieu)?(?: toan quoc)?(?: cua)?(?: dang)?{_MEETING}(?: term:| )(\d\d?)\b(?![/-])",
            " congress:$1 ",
        ),
        Rule(rf"\b{_PLENUM}{_MEETING} (\d\d?)\b(?!\s*[/-])(?: lan 2\b)?", " plenum:$1 "),
        Rule(rf"\bhoi nghi{_MEETING} (\d\d?)\b(?: {_PLENUM}\b)?", " plenum:$1 "),
        Rule(rf"\b({_any_word_pattern(_kind_facts())})\b", " $1 ", _kind_facts()),
        Rule(r"\btrung uong\b", "tw"),
        Rule(rf"\b({_any_word_pattern(_abbreviation_expansions())})\b", "$1", _abbreviation_expansions()),
    )


def _date_rules() -> Iterator[Rule]:
    yield Rule(rf"\b(\d\d?)[/.-](\d\d?)[/.-]{_YEAR}\b", " day:$1 month:$2 year:$3 ")
    yield Rule(rf"\b{_YEAR}-(\d\d?)-(\d\d?)\b", " year:$1 month:$2 day:$3 ")
    yield Rule(rf"\b(1[0-2]|[1-9])[/.-]{_YEAR}\b(?![/-][a-z])", " month:$1 year:$2 ")
    yield Rule(rf"\bngay (\d\d?) thang (\d\d?) nam {_YEAR}\b", " day:$1 month:$2 year:$3 ")
    yield Rule(rf"\bthang (\d\d?) nam {_YEAR}\b", " month:$1 year:$2 ")
    yield Rule(rf"(?:^| )(?:nam )?{_YEAR}(?= |$)", " year:$1 ")
    yield Rule(r"\b(year|month|day):0+", "$1:")


@cached_recent(4096)
def parse_query(text: str) -> tuple[str, ...]:
    """Return the facts and words in a typed name, in lower case without diacritics.

    Args:
        text: The typed text, in any spelling.

    >>> parse_query("NQ 04 khoá XII"), parse_query("NQTW4"), parse_query("đại hội 13")
    (('nq', '4', 'term:12'), ('nq', 'plenum:4'), ('congress:13',))
    """
    found = strip_diacritics(_CENTRAL.sub(r"\1tw", text))
    for rule in replacement_rules():
        found = rule(found)
    return tuple(dict.fromkeys(part for part in regex.split(r"[^a-z0-9:]+", found) if part and part not in FILLERS))


def replacement_table() -> list[list[object]]:
    """Return the replacements as plain lists, for the page: pattern, replacement and names."""
    return [[rule.pattern, rule.to, dict(rule.names)] for rule in replacement_rules()]


def kind_fact(name: str) -> str:
    """Return the fact that a document is of a kind: "Nghị quyết" → "kind:nghiquyet"."""
    return "kind:" + strip_diacritics(name).replace(" ", "")


def _any_word_pattern(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word))) or "(?!)"


def _kind_facts() -> dict[str, str]:
    return {strip_diacritics(word): kind_fact(kind.name) for word, kind in reversed(kinds.by_word().items())}


def _kind_symbols() -> set[str]:
    return {strip_diacritics(symbol) for symbol in kinds.symbols() if symbol.isalpha() and len(symbol) > 1}


def _body_symbols() -> set[str]:
    printed = {body.symbol for body in bodies.all_bodies() if body.symbol and body.symbol.isalpha()}
    return {strip_diacritics(symbol) for symbol in printed if len(symbol) > 1} | {"dh"}


def _abbreviation_expansions() -> dict[str, str]:
    reserved = _kind_symbols() | _body_symbols()
    return {
        strip_diacritics(" ".join(short)): strip_diacritics(" ".join(long))
        for short, long in sorted(expansions().items())
        if reserved.isdisjoint(map(strip_diacritics, short))
    }


def _spelled_numerals() -> dict[str, str]:
    return {word: str(value) for word, value in numerals.numeral_values_by_plain_spelling().items()}


def _roman_numerals() -> dict[str, str]:
    return {numerals.roman(number).lower(): str(number) for number in range(1, 31)}


def _unambiguous_roman_numerals() -> set[str]:
    """Return the numerals of terms that are not Vietnamese syllables, unlike "vi" and "xi"."""
    terms = {row["term"].lower() for row in packaged_rows("terms")}
    return {numeral for numeral in terms if len(numeral) > 2 or numeral == "ix"}
