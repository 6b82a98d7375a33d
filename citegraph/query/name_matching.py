"""Match what a user types ("nq 35", "nghi quyet tw 4") to the documents of a store, or suggest the nearest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from citegraph.errors import QueryError
from citegraph.grammar import query_parsing
from citegraph.i18n import Message, join_texts, message
from citegraph.ids import DocumentId
from citegraph.model import Document
from citegraph.query.name_exactness import DocumentQuery, Exactness
from citegraph.store import Store
from citegraph.text import strip_diacritics

NEAREST = 5


def rank_matches(store: Store, query: str) -> list[tuple[Exactness, Document]]:
    """Return the documents that a query may name, sorted by exactness, then by citing reports, central ones first."""
    from citegraph.records import load

    typed, records = DocumentQuery(query), load()
    found: list[tuple[Exactness, Document]] = []
    for documents, least in _candidates(store, typed):
        found = [(exact, one) for one in documents if (exact := typed.exactness(one, records))]
        if any(exactness >= least for exactness, _ in found):
            break
    times = store.count_citing_reports([document.id for _, document in found])
    return sorted(found, key=lambda one: (-one[0], -times.get(one[1].id, 0), one[1].locality or "", one[1].id))


def _candidates(store: Store, typed: DocumentQuery) -> Iterator[tuple[Iterable[Document], Exactness]]:
    """Yield documents to measure, smallest set first, with the exactness at which the search can stop."""
    number = next((part for part in typed.facts_and_words if part[0].isdecimal()), None)
    if number is not None:
        yield store.documents_with_number(number.upper()), Exactness.FACTS
    if typed.facts_and_words and not any(":" in part for part in typed.facts_and_words):
        yield store.documents_with_words(typed.words_without_diacritics), Exactness.PHRASE
    yield store.documents_for_name_comparison(), Exactness.WORDS


def possible_documents(store: Store, query: str) -> list[Document]:
    """Return the documents that may be meant, best first. Raises QueryError, naming the nearest, if there are none."""
    found = matching_documents(store, query)
    if not found:
        raise no_match_error(query, _not_found_message(store, query), _documents_as_shown(store, numbered="/" in query))
    return found


def matching_documents(store: Store, query: str) -> list[Document]:
    """Return the matching documents, best first."""
    found = rank_matches(store, query)
    if not found:
        return []
    least = min(found[0][0], Exactness.FACTS)
    return [document for exactness, document in found if exactness >= least]


def known_documents(query: str) -> list[Document]:
    """Return the documents of the lists that a query may name, best first, whether a report cites them or not."""
    from citegraph.records import load

    typed, records = DocumentQuery(query), load()
    found = [(exact, one) for one in records if (exact := typed.exactness(one, records)) >= Exactness.FACTS]
    return [one for exact, one in found if exact == max(exact for exact, _ in found)]


def _not_found_message(store: Store, query: str) -> Message:
    """Return the message that nothing matches, with the matching undecided citations, if any."""
    typed = set(query_parsing.parse_query(query))
    undecided = [
        (name, reports) for name, reports in store.undecided_ids() if typed <= set(query_parsing.parse_query(name))
    ]
    if not typed or not undecided:
        return message("ask.no_document")
    names = [message("ask.undecided", name=DocumentId.parse(name).name, n=reports) for name, reports in undecided]
    return message("ask.undecided_document", names=join_texts(names))


def _documents_as_shown(store: Store, *, numbered: bool) -> dict[str, str]:
    """Return the documents as shown to the user, each with the text to compare with the query: code or title."""
    shown = {}
    for document in store.documents():
        title = document.title or document.label
        short = title if len(title) <= 60 else title[:59].rsplit(" ", 1)[0] + "…"
        shown[f"{document.full_label}: {short}" if document.title else document.full_label] = (
            DocumentId.parse(document.id).name if numbered else title
        )
    return shown


def is_file_name(query: str, path: str) -> bool:
    """Whether the file at `path` has the name `query`, with or without its suffix, ignoring case and diacritics."""
    file = PurePath(path.removesuffix("#"))  # "#" is appended to names that look like table rows
    return strip_diacritics(query) in (strip_diacritics(file.name), strip_diacritics(file.stem))


def no_match_error(query: str, what: Message, names: Mapping[str, str]) -> QueryError:
    """Return the error for a name that nothing matches.

    Args:
        query: What was typed.
        what: What is wrong with it.
        names: The possible names, each with the text to compare with `query`; the error names the nearest.
    """
    from rapidfuzz import fuzz, process

    near = process.extract(query, names, scorer=fuzz.WRatio, processor=strip_diacritics, limit=NEAREST)
    return QueryError(query, what, message("do.nearest", names="; ".join(name for *_, name in near)) if near else "")
