"""Measure the share of Vietnamese syllables among the words of a text, to judge a guessed encoding.

A Vietnamese syllable has an onset, a rhyme and at most one tone mark, each from a closed list. In a text read in the
wrong encoding, almost every word with a mark breaks these rules; in the right encoding, almost none does.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt up ut
uơ uy uya uych uyên uyêt uyn uynh uyt uyu
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu
"""
ONSETS = frozenset(_ONSETS.split()) | {""}
RHYMES = frozenset(_RHYMES.split())

TONES = {
    "\N{COMBINING GRAVE ACCENT}",
    "\N{COMBINING ACUTE ACCENT}",
    "\N{COMBINING TILDE}",
    "\N{COMBINING HOOK ABOVE}",
    "\N{COMBINING DOT BELOW}",
}

MODERN = regex.compile("[ĂăĐđƠơƯưẠ-ỹ]")
"""Letters that occur only in Vietnamese Unicode text; a text with them is not in an old encoding."""

_WORD = regex.compile(r"[^\s!-/:-@\[-`{-~“”‘’…–—]+")


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Whether `word` (any case, NFC or NFD, letters only) is a well-formed Vietnamese syllable."""
    letters = unicodedata.normalize("NFD", word.casefold())
    bare = unicodedata.normalize("NFC", "".join(c for c in letters if c not in TONES))
    if sum(c in TONES for c in letters) > 1:
        return False
    return any(bare[:cut] in ONSETS and bare[cut:] in RHYMES for cut in range(min(3, len(bare) - 1), -1, -1)) or (
        bare == "gi"
    )


def syllable_share(text: str) -> tuple[float, int]:
    """Return the share of Vietnamese syllables among the marked (non-ASCII) words, and the number of marked words."""
    marked = [word for word in _WORD.findall(text) if not word.isascii()]
    if not marked:
        return 1.0, 0
    return sum(map(is_syllable, marked)) / len(marked), len(marked)
