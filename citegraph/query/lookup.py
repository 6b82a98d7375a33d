"""Find a document or report by its name, as a user types it."""

from __future__ import annotations

from pathlib import PurePath

from citegraph.errors import QueryError
from citegraph.i18n import message
from citegraph.ids import DocumentId
from citegraph.model import Document, ReportInfo
from citegraph.query.store_argument import takes_path
from citegraph.store import Store

MANY = 25
"""If more documents than this match, the query is too vague to be answered."""

SHOWN = 5
"""How many matches the error names."""


@takes_path
def find(store: Store, query: str) -> list[Document]:
    """Return the documents that a name may mean.

    Args:
        store: A store, open or by its path.
        query: A canonical id ("35-NQ/TW@XII"), a code or number in any spelling ("35/nq-tw", "nghị quyết 35"), a plenum
            or congress ("Nghị quyết Trung ương 4 khóa XII"), a well-known name, or words of a title; with or without
            diacritics.

    Returns:
        The documents, best first; at least one.

    Raises:
        QueryError: No document or more than MANY match; the error names the nearest.
        StoreError: The store cannot be used.
    """
    with store.snapshot():
        exact = store.document(query.strip())
        if exact is not None:
            return [exact]
        found = _documents_with_code(store, query.strip())
        if not found:
            from citegraph.query import name_matching  # importing it takes longer than most queries

            found = name_matching.possible_documents(store, query)
        if len(found) > MANY:
            named = "; ".join(document.full_label for document in found[:SHOWN])
            raise QueryError(query, message("ask.several_documents", n=len(found)), message("do.say_more", names=named))
        return found


def _documents_with_code(store: Store, code: str) -> list[Document]:
    """Return the documents whose code is exactly the typed text, "35-NQ/TW", in the usual order."""
    number, dash, symbols = code.partition("-")
    if not number.isdecimal() or not dash or "/" not in symbols:
        return []
    found = [document for document in store.documents_with_number(number) if DocumentId.parse(document.id).name == code]
    times = store.count_citing_reports([document.id for document in found])
    return sorted(found, key=lambda one: (-times.get(one.id, 0), one.locality or "", one.id))


@takes_path
def find_one(store: Store, query: str) -> Document:
    """Return the only document that `query` may mean; see `find`. Raises QueryError if several match."""
    found = find(store, query)
    if len(found) > 1:
        named = "; ".join(document.full_label for document in found[:SHOWN])
        raise QueryError(query, message("ask.several_documents", n=len(found)), message("do.say_which", names=named))
    return found[0]


@takes_path
def find_report(store: Store, query: str) -> ReportInfo:
    """Return a report.

    Args:
        store: A store, open or by its path.
        query: The id, path or file name of the report.

    Raises:
        QueryError: No report matches, or several files have this name; the error names some.
        StoreError: The store cannot be used.
    """
    with store.snapshot():
        file = PurePath(query)
        names = dict.fromkeys((query, _path_as_stored(query), file.name, file.stem))
        report = next((match for name in names if (match := store.report(name)) is not None), None)
        if report is not None:
            return report
        from citegraph.query import name_matching  # not needed for an id or a path

        reports = list(store.reports())
        called = [report for report in reports if name_matching.is_file_name(query, report.path)]
        if len(called) == 1:
            return called[0]
        if called:
            named = "; ".join(report.id for report in called[:SHOWN])
            raise QueryError(query, message("ask.several_reports", n=len(called)), message("do.say_which", names=named))
        raise name_matching.no_match_error(
            query, message("ask.no_report"), {report.id: report.id for report in reports}
        )


def _path_as_stored(query: str) -> str:
    """Return the path as spelled in the store. The module is imported only for the few paths that need it."""
    if query.isprintable() and "#" not in query and "\\" not in query:
        return query
    from citegraph.read.file_name_encoding import to_stored_name

    return to_stored_name(query)
