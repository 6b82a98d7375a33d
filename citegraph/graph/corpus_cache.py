"""Cache per corpus what several outputs need: its graph, topics and layout."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from citegraph.model import Corpus

T = TypeVar("T")


def once_per_corpus(function: Callable[[Corpus], T]) -> Callable[[Corpus], T]:
    """Decorate a function of a corpus to cache its result for the lifetime of the corpus.

    The result is shared, so it must not be changed.
    """
    kept: dict[int, T] = {}  # by identity of the corpus, because comparing its citations would take as long

    @wraps(function)
    def cached_result(corpus: Corpus) -> T:
        if id(corpus) not in kept:
            kept[id(corpus)] = function(corpus)
            weakref.finalize(corpus, kept.pop, id(corpus), None)
        return kept[id(corpus)]

    return cached_result
