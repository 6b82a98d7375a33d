"""Repair number codes in recognized text: "35-NQ/IW" is "35-NQ/TW", and "3S-NQ/TW" may be "35-NQ/TW".

An unlisted body that looks like "TW" can only be "TW", and the symbols "NO" and "OĐ" can only be "NQ" and "QĐ". A
symbol that is none is repaired if the kind word before the code has one that differs in a single letter. A letter in a
number may stand for several digits, so a number is repaired only if the date after it is that of the listed document.

>>> repair_codes("Theo Nghị quyết số 3S-NO/IW ngày 22/10/2018 và Chỉ thị số 4S-CT/TW.")
'Theo Nghị quyết số 35-NQ/TW ngày 22/10/2018 và Chỉ thị số 4S-CT/TW.'
>>> repair_codes("Chỉ thị số 33/T-TTg")
'Chỉ thị số 33/CT-TTg'

A number that was recognized with little confidence is never decided wrongly: its digits become replacement characters,
unless the date after the code is that of the listed document.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import product

import regex

from citegraph.grammar import codes, dates
from citegraph.i18n import Message, message
from citegraph.knowledge import bodies, kinds
from citegraph.read.text_recognition import Recognized
from citegraph.records import load
from citegraph.text import normalize_space

CENTER = "TW"
_LOOKS_LIKE_CENTER = r"[IT1l|]{1,2}\s?(?:W|VV|XV)"
_DIGITS = {"S": "58", "B": "8", "O": "0", "o": "0", "l": "1", "I": "1", "Z": "2", "G": "6"}
"""Digits that a letter in a number may be."""
ILLEGIBLE = "\N{REPLACEMENT CHARACTER}"
ILLEGIBLE_PERCENT = 40
"""Numbers recognized with less confidence are only read where a date confirms them."""
_SPECK = regex.compile(r"(?<=\b[Ss]ố)\.\Z")
"""A full stop before a code, as in "Số.35-CT/TW": a speck of dirt, or the edge of a stamp."""
_DATE_REACH = 30  # maximum code points between a code and its date


@cache
def _misread_symbols() -> dict[str, str]:
    """Return symbols by their misread form, with "O" or zero for "Q", unless that is a symbol itself."""
    known = set(kinds.symbols())
    looks = {symbol.replace("Q", sign): symbol for symbol in kinds.symbols() if "Q" in symbol for sign in "O0"}
    return {look: symbol for look, symbol in looks.items() if look not in known}


@cache
def _code_pattern() -> regex.Pattern[str]:
    symbols = "|".join(map(regex.escape, (*kinds.symbols(), *_misread_symbols())))
    letters = "".join(_DIGITS)
    return regex.compile(
        rf"(?<![\p{{L}}\d])(?P<number>[\d{letters}]{{1,4}})(?P<mark>\s?[-–]\s?)(?P<symbol>{symbols})"
        rf"(?P<slash>\s?/\s?)(?P<body>{_LOOKS_LIKE_CENTER}|\p{{Lu}}{{1,8}})(?!\p{{L}})"
    )


@cache
def _symbol_pattern() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?P<kind>(?i:{kinds.words_pattern()}))\s+số\s*:?\s*\d+(?:/\d{{4}})?\s?[-–/]\s?"
        r"(?P<symbol>[\p{Lu}\d]{1,4})(?=\s?[-–/]\s?\p{Lu})"
    )


def _repair_symbol(match: regex.Match[str]) -> str:
    """Return a kind word with its code, the symbol of the code repaired."""
    printed = match["symbol"]
    kind = kinds.by_word().get(normalize_space(match["kind"]).lower())
    if kind is None or kinds.recognize_symbol(printed) is not None:
        return match[0]
    likely = [symbol for symbol in kind.symbols if _differ_in_one_letter(printed, symbol)]
    return match[0][: match.start("symbol") - match.start()] + likely[0] if len(likely) == 1 else match[0]


def _differ_in_one_letter(printed: str, symbol: str) -> bool:
    """Return whether a letter was left out, put in or taken for another."""
    if len(printed) == len(symbol):
        return sum(map(str.__ne__, printed, symbol)) == 1
    short, long = sorted((printed, symbol), key=len)
    return any(short == long[:at] + long[at + 1 :] for at in range(len(long)))


def repair_page(page: Recognized) -> str:
    """Return the text of a recognized page with its codes repaired and its illegible digits replaced.

    Args:
        page: The page.

    Returns:
        The text, with as many lines as before.
    """
    matches = [match.span() for match in _code_pattern().finditer(page.text)] if page.doubtful else []
    text = page.text
    for number in page.doubtful:
        start, end = next((span for span in matches if span[0] < number.end and number.start < span[1]), (0, 0))
        if _is_illegible(page.text[start:end], _date_after(page.text, end) if end else None, number.percent):
            word = text[number.start : number.end]
            masked = "".join(ILLEGIBLE if letter.isdigit() else letter for letter in word)
            text = text[: number.start] + masked + text[number.end :]
    return repair_codes(text)


def illegible_warnings(texts: Iterable[str]) -> list[Message]:
    """Return the warning that digits of recognized texts are not legible; none if all are."""
    count = sum(text.count(ILLEGIBLE) for text in texts)
    return [message("doubt.illegible_digits", n=count, sign=ILLEGIBLE)] if count else []


def _is_illegible(printed: str, date: str | None, percent: int) -> bool:
    """Whether a doubtful number may be another: its code is "" outside of one, with the date after it."""
    code = codes.parse("".join(printed.split())) if printed else None
    dates_of_code = {document.date for document in load().by_code(code)} if code is not None else set()
    if date is not None and date in dates_of_code:
        return False
    return percent < ILLEGIBLE_PERCENT or (date is not None and bool(dates_of_code))


def repair_codes(text: str) -> str:
    """Return recognized text with its codes repaired, where the repair is certain.

    Args:
        text: The text of a page.

    Returns:
        The text, with as many lines as before.
    """
    text = _symbol_pattern().sub(_repair_symbol, text)
    out, done = [], 0
    for match in _code_pattern().finditer(text):
        body, symbol = match["body"], _misread_symbols().get(match["symbol"], match["symbol"])
        if regex.fullmatch(_LOOKS_LIKE_CENTER, body) and body not in bodies.bodies_by_symbol():
            body = CENTER
        number = match["number"]
        if not number.isdecimal():
            number = _listed_number(number, symbol, body, _date_after(text, match.end())) or number
        out += [_SPECK.sub(" ", text[done : match.start()]), number, match["mark"], symbol, match["slash"], body]
        done = match.end()
    return "".join([*out, text[done:]])


def _date_after(text: str, end: int) -> str | None:
    """Return the whole date printed right after a code."""
    following = text[end : end + 2 * _DATE_REACH]
    date = next(dates.find(following), None)
    return date.iso if date is not None and date.start < _DATE_REACH and len(date.iso) == 10 else None


def _listed_number(printed: str, symbol: str, body: str, date: str | None) -> str | None:
    """Return the only possible number under which a document of this date is listed."""
    if date is None or not any(map(str.isdecimal, printed)):
        return None
    spelt = {"".join(digits) for digits in product(*(_DIGITS.get(letter, letter) for letter in printed))}
    listed = {
        number
        for number in spelt
        if (code := codes.parse(f"{number}-{symbol}/{body}")) is not None
        and any(document.date == date for document in load().by_code(code))
    }
    return listed.pop() if len(listed) == 1 else None
