"""Find the mentions in a text: every passage that names a document, with the claims about it.

Extraction has five stages, and each returns a value. The text is folded and scanned for keywords (`fold_and_scan`), rules
match at the keywords (`rule_matching`), claims are read around the matches (`claims`), and the results are mapped back to
the original text (`mentions_from_drafts`).
"""

from __future__ import annotations

from functools import lru_cache

from citegraph import records as known
from citegraph.extract.by_title import Titles
from citegraph.extract.claims import attach_claims
from citegraph.extract.fold_and_scan import fold_and_scan
from citegraph.extract.mention_draft import MOST
from citegraph.extract.mentions_from_drafts import Locate, drafts_to_mentions
from citegraph.extract.rule_matching import match_all
from citegraph.extract.rule_prefilter import Prefilter
from citegraph.knowledge.tables import active_knowledge, using
from citegraph.model import Mention
from citegraph.records import Records

__all__ = ["MOST", "extract"]


@lru_cache(maxsize=4)
def _titles_and_prefilter(records: Records) -> tuple[Titles, Prefilter]:
    titles = Titles(records)
    return titles, Prefilter(titles)


def extract(text: str, records: Records | None = None, locate: Locate | None = None) -> list[Mention]:
    """Return the mentions of `text`, in text order, without overlaps.

    Spans are code points of `text` as given: `text[m.span.start:m.span.end] == m.surface`.

    Args:
        text: The text to read. Extraction stops after MOST mentions.
        records: The listed documents, whose titles are recognized. The default is the records of the package.
        locate: Finds the positions of the mentions in the original; without it they have none.

    >>> [m.surface for m in extract("Theo Chỉ thị 05-CT/TW và Nghị quyết này")]
    ['Chỉ thị 05-CT/TW']
    """
    records = records or known.load()
    if (
        records.knowledge is active_knowledge()
    ):  # the common case; switching tables costs time, and many texts are short
        return _extract_mentions(text, *_titles_and_prefilter(records), locate)
    with using(records.knowledge):
        return _extract_mentions(text, *_titles_and_prefilter(records), locate)


def _extract_mentions(text: str, titles: Titles, prefilter: Prefilter, locate: Locate | None) -> list[Mention]:
    folded, hits = fold_and_scan(text, prefilter)
    if not hits:
        return []
    groups = match_all(folded.text, hits, titles)
    return drafts_to_mentions(text, folded, attach_claims(folded.text, groups), locate)
