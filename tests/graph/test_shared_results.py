from __future__ import annotations

import gc

from citegraph.graph.corpus_cache import once_per_corpus
from citegraph.model import Corpus


def test_what_a_corpus_needs_is_computed_once_and_goes_with_it() -> None:
    asked: list[int] = []

    @once_per_corpus
    def size(corpus: Corpus) -> int:
        asked.append(len(corpus.reports))
        return len(corpus.reports)

    one, other = (Corpus(documents=(), reports=(), citations=()) for _ in range(2))
    assert [size(one), size(one), size(other)] == [0, 0, 0]
    assert len(asked) == 2
    del one
    gc.collect()
    another = Corpus(documents=(), reports=(), citations=())  # perhaps in the place of the first in memory
    assert [size(another), size(other)] == [0, 0]
    assert len(asked) == 3
