"""Find the mentions of a text: every place that names a document, with what is claimed of it there.

A text passes through five stages, each of which is entered once and hands on a value: it is folded and scanned for
keywords (`folding`), rules match at the keywords (`matching`), claims are read around the matches (`claims`), and what
was found is put in terms of the text as given (`mentions`).
"""

from __future__ import annotations

from functools import lru_cache

from citegraph import records as known
from citegraph.extract.claims import attach
from citegraph.extract.draft import MOST
from citegraph.extract.folding import folded_and_scanned
from citegraph.extract.matching import matched
from citegraph.extract.mentions import mentions_of
from citegraph.extract.plain_letters import with_diacritics
from citegraph.extract.prefilter import Prefilter
from citegraph.extract.titles import Titles
from citegraph.knowledge.tables import active, using
from citegraph.model import Mention
from citegraph.records import Records

__all__ = ["MOST", "extract"]


@lru_cache(maxsize=4)
def _known(records: Records) -> tuple[Titles, Prefilter]:
    titles = Titles(records)
    return titles, Prefilter(titles)


def extract(text: str, records: Records | None = None) -> list[Mention]:
    """The mentions of `text`, in the order of the text, never overlapping.

    Spans are code points of `text` as given: `text[m.span.start:m.span.end] == m.surface`. `records` knows the titles
    by which documents are named (default: the known documents of the package). Of a text with more than MOST mentions,
    the rest is not looked for.
    """
    records = records or known.load()
    if records.knowledge is active():  # as for most texts, many of which are short
        return _extracted(text, *_known(records))
    with using(records.knowledge):
        return _extracted(text, *_known(records))


def _extracted(text: str, titles: Titles, prefilter: Prefilter) -> list[Mention]:
    folded, hits = folded_and_scanned(with_diacritics(text), prefilter)
    if not hits:
        return []
    groups = matched(folded.text, hits, titles)
    return mentions_of(text, folded, attach(folded.text, groups))
