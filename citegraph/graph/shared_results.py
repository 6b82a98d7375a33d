"""Compute once per corpus what several outputs need: its graph, its topics, its layout."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from citegraph.model import Corpus

T = TypeVar("T")


def once_per_corpus(function: Callable[[Corpus], T]) -> Callable[[Corpus], T]:
    """Decorate a function of a corpus to keep its result as long as that corpus lives.

    The result belongs to all who ask for it, so nobody may change it.
    """
    kept: dict[int, T] = {}  # by the identity of a corpus, for comparing all its citations would take as long

    @wraps(function)
    def answer(corpus: Corpus) -> T:
        if id(corpus) not in kept:
            kept[id(corpus)] = function(corpus)
            weakref.finalize(corpus, kept.pop, id(corpus), None)
        return kept[id(corpus)]

    return answer
