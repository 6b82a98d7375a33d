"""Words of a report and words of a title in, how much they speak of the same thing out (0 to 1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from math import log
from typing import NamedTuple

from rapidfuzz import fuzz

from citegraph.authority import Authority
from citegraph.text import words

# Abbreviations that reports use in titles.
_LONG = {
    "bhxh": "bảo hiểm xã hội",
    "bhyt": "bảo hiểm y tế",
    "khcn": "khoa học công nghệ",
    "cntt": "công nghệ thông tin",
    "cnh": "công nghiệp hóa",
    "hđh": "hiện đại hóa",
    "cnxh": "chủ nghĩa xã hội",
    "xhcn": "xã hội chủ nghĩa",
    "gd": "giáo dục",
    "đt": "đào tạo",
    "nsnn": "ngân sách nhà nước",
    "tp": "thành phố",
    "hcm": "hồ chí minh",
    "tphcm": "thành phố hồ chí minh",
    "pctn": "phòng chống tham nhũng",
    "mttq": "mặt trận tổ quốc",
    "htx": "hợp tác xã",
    "qpan": "quốc phòng an ninh",
    "antt": "an ninh trật tự",
    "attp": "an toàn thực phẩm",
    "pccc": "phòng cháy chữa cháy",
    "atgt": "an toàn giao thông",
    "dnnn": "doanh nghiệp nhà nước",
    "ktxh": "kinh tế xã hội",
    "cbcc": "cán bộ công chức",
    "cctp": "cải cách tư pháp",
    "tnxp": "thanh niên xung phong",
    "đbscl": "đồng bằng sông cửu long",
}
_EMPTY = frozenset(
    words(
        "về việc của và các cho với trong đến đối một những là được theo tại từ nhằm bằng ở này đó năm ngày tháng khóa"
        " nghị quyết chỉ thị kết luận quy định hướng dẫn trung ương bộ chính trị bí thư ban hành thực hiện tiếp tục"
        " tình hình mới công tác tăng cường lãnh đạo đẩy mạnh nâng cao"
    )
)
_LETTERS = 0.9  # titles that differ in one telling word are alike letter by letter: words count for more
_ENOUGH = 3.0  # weight of words below which a stretch says too little to contradict anything


@lru_cache(maxsize=4096)
def content(text: str) -> tuple[str, ...]:
    """The telling words of `text`, and as pairs those that stand together: most Vietnamese words have two syllables."""
    spoken: list[str] = []
    for word in words(text):
        spoken += _LONG[word].split() if word in _LONG else [word]
    kept = [word for word in spoken if word not in _EMPTY and not word.isdigit()]
    return tuple(f"{first} {second}" for first, second in pairwise(kept)) + tuple(kept)


def _half(word: str) -> float:
    return 1.0 if " " in word else 0.5


class Likeness(NamedTuple):
    """How alike two titles are, 0 to 1."""

    words: float  # by the words of the shorter
    best: float  # by words or letters, whichever is more
    said: float  # by the words of the one said
    whole: float  # by the words of the longer


class Lexicon:
    """How telling each word is: the rarer in the titles of known documents, the more."""

    def __init__(self, titles: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for title in titles:
            counts.update(set(content(title)))
            total += 1
        self._unknown = log(max(total, 1))
        self._weights = {word: log(total / count) * _half(word) for word, count in counts.items()}

    def weight(self, word: str) -> float:
        """log(N / n) of a word or pair that stands in n of the N titles; pairs count for more than their halves."""
        known = self._weights.get(word)
        return self._unknown * _half(word) if known is None else known

    def mass(self, found: Iterable[str]) -> float:
        """The weight of all the words together."""
        return sum(self.weight(word) for word in found)

    @lru_cache(maxsize=16_384)  # noqa: B019 -- there are as many lexicons as authorities: one or two
    def likeness(self, said: str, known: str) -> Likeness | None:
        """How much a title said is like a known one; None where it says too little to tell.

        Words compare by the weight shared over the lesser of both, since either may be cut short; letters compare the
        beginnings, which forgives misprints.
        """
        s, k = set(content(said)), set(content(known))
        mass = self.mass(s)
        if mass < _ENOUGH or not k:
            return None
        shared = self.mass(s & k) / max(min(mass, self.mass(k)), 1e-9)
        a, b = " ".join(words(said)), " ".join(words(known))
        short = min(len(a), len(b))
        letters = _LETTERS * fuzz.ratio(a[:short], b[:short]) / 100 if short >= 30 else 0.0
        whole = self.mass(s & k) / max(mass, self.mass(k))
        return Likeness(shared, max(shared, letters), self.mass(s & k) / mass, whole)

    def presence(self, around: frozenset[str], known: str) -> tuple[float, float]:
        """How much of a known title stands in the words `around` a mention: weight and share (0 to 1) of its pairs."""
        pairs = {word for word in content(known) if " " in word}
        whole = self.mass(pairs)
        shared = self.mass(pairs & around)
        return shared, shared / whole if whole else 0.0


@lru_cache(maxsize=4)
def lexicon(authority: Authority) -> Lexicon:
    """The lexicon of the titles that `authority` knows."""
    return Lexicon(document.title for document in authority if document.title)
