"""Restore the diacritics of words about documents in a text typed without them, so that claims can be recognized.

"Nghi quyet so 35-NQ/TW ngay 22/10/2018 cua Bo Chinh tri" becomes "Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính
trị": letter by letter, so all positions in the text stay the same.
"""

from __future__ import annotations

import unicodedata

import regex

from citegraph.knowledge import bodies, kinds
from citegraph.knowledge.disk_cache import cached_on_disk
from citegraph.knowledge.gazetteer import units
from citegraph.knowledge.tables import packaged_rows
from citegraph.text import strip_diacritics

MOST_BYTES = 1.02
"""Bytes of UTF-8 a letter up to which a text was typed without diacritics, but for a pasted name or the Đ of a code.
Vietnamese with its diacritics takes 1.2 and more."""


_MOST_WITH_MARKS = 1.1  # bytes per letter up to which punctuation may explain the difference


def lacks_diacritics(text: str, size: int | None = None) -> bool:
    """Whether a text was typed without diacritics; quotation marks and dashes are ignored.

    Args:
        text: The text.
        size: Its length in bytes of UTF-8, if the caller knows it.

    >>> lacks_diacritics("Nghi quyet so 25-NQ/TW “Ve dan van”, xa da hop"), lacks_diacritics("Nghị quyết “Về dân vận”")
    (True, False)
    """
    share = (_count_bytes(text) if size is None else size) / max(1, len(text))
    if share <= MOST_BYTES or share > _MOST_WITH_MARKS:
        return share <= MOST_BYTES
    letters = "".join(letter for letter in text if letter.isascii() or letter.isalpha())
    return _count_bytes(letters) <= MOST_BYTES * len(letters)


def _count_bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def restore_diacritics(text: str) -> str:
    """Return `text`, of the same length, with the diacritics of words about documents restored.

    Args:
        text: A text that was typed without diacritics; see `lacks_diacritics`.

    Returns:
        The text; all other words are unchanged.
    """
    return _phrase_pattern().sub(
        lambda found: _restored_phrase(found.group(), _phrases_by_plain_letters()[_lookup_key(found.group())]), text
    )


def _restored_phrase(printed: str, phrase: str) -> str:
    """Return the letters of `phrase` with the case and spaces of the printed text."""
    return "".join(
        one if one.isspace() else (other.upper() if one.isupper() else other)
        for one, other in zip(printed, phrase, strict=True)
    )


def _lookup_key(printed: str) -> str:
    return "".join(" " if letter.isspace() else letter for letter in printed.lower())


@cached_on_disk
def _phrases_by_plain_letters() -> dict[str, str]:
    """Return the phrases by their letters without diacritics; letters that fit two phrases are left out."""
    said: list[str] = [row["phrase"] for row in packaged_rows("phrases")]
    said += [word for kind in kinds.all_kinds() for word in kind.words]
    said += [body.name for body in bodies.all_bodies()]
    said += [f"{row['kind']} {row['name']}" for row in packaged_rows("laws")]
    said += [name for unit in units() for name in unit.committees]
    found: dict[str, str] = {}
    for phrase in said:
        lower = unicodedata.normalize("NFC", " ".join(phrase.lower().split()))
        if lower.replace(" ", "").isalpha():
            found.setdefault(strip_diacritics(lower), lower)
    return {plain: phrase for plain, phrase in found.items() if plain != phrase and len(plain) == len(phrase)}


@cached_on_disk
def _phrase_pattern() -> regex.Pattern[str]:
    """Return a pattern for the phrases, longest first; an ambiguous word ("so", "nam") only before a number."""
    before_numbers = {strip_diacritics(row["phrase"]) for row in packaged_rows("phrases") if row["before"] == "number"}
    spelt = []
    for plain in sorted(_phrases_by_plain_letters(), key=lambda one: (-len(one), one)):
        words = r"\s".join(map(regex.escape, plain.split()))
        spelt.append(words + (r"(?=\s*:?\s*\d)" if plain in before_numbers else ""))
    return regex.compile(rf"(?<![\p{{L}}\d])(?:{'|'.join(spelt)})(?!\p{{L}})", regex.IGNORECASE)
