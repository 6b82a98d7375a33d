"""Find a document or report by what a person types."""

from __future__ import annotations

from pathlib import PurePath

from citegraph.errors import QueryError
from citegraph.model import Document, ReportInfo
from citegraph.query.stores import takes_path
from citegraph.store import Store

MANY = 25
"""More documents than this are no answer: the question says too little."""

SHOWN = 5
"""How many of them are named."""


@takes_path
def find(store: Store, asked: str) -> list[Document]:
    """The documents in the store that `asked` may mean, best first.

    `asked` is a canonical id ("35-NQ/TW@XII"), a code or number however written ("35/nq-tw", "nghị quyết 35"), a
    plenum or congress ("Nghị quyết Trung ương 4 khóa XII"), a well-known name, or words of a title; with or without
    diacritics.
    Raises QueryError, naming the nearest, where nothing fits, or where more than MANY do.
    """
    with store.snapshot():
        exact = store.document(asked.strip())
        if exact is not None:
            return [exact]
        from citegraph.query import document_names  # which a canonical id does without

        found = document_names.documents(store, asked)
        if len(found) > MANY:
            some = "; ".join(document.id for document in found[:SHOWN])
            raise QueryError(asked, f"may mean {len(found)} documents", f"say more; the most cited are {some}")
        return found


@takes_path
def find_one(store: Store, asked: str) -> Document:
    """The only document that `asked` may mean, as `find`; QueryError naming them where there are several."""
    found = find(store, asked)
    if len(found) > 1:
        some = "; ".join(document.id for document in found[:SHOWN])
        raise QueryError(asked, f"may mean {len(found)} documents", f"say which: {some}")
    return found[0]


@takes_path
def find_report(store: Store, asked: str) -> ReportInfo:
    """The report whose id, path or file name is `asked`.

    Raises QueryError, naming the nearest, where there is none, and naming some where several files are called that.
    """
    with store.snapshot():
        file = PurePath(asked)
        names = dict.fromkeys((asked, _shown(asked), file.name, file.stem))
        report = next((found for name in names if (found := store.report(name)) is not None), None)
        if report is not None:
            return report
        from citegraph.query import document_names  # which an id or a path does without

        reports = list(store.reports())
        called = [one for one in reports if document_names.is_file_name(asked, one.path)]
        if len(called) == 1:
            return called[0]
        if called:
            some = "; ".join(one.id for one in called[:SHOWN])
            raise QueryError(asked, f"may mean {len(called)} reports", f"say which: {some}")
        raise document_names.none(asked, "no report is called that", {report.id: report.id for report in reports})


def _shown(asked: str) -> str:
    """The path of the file of this name; few names are spelled out, and what does that is loaded for these alone."""
    if asked.isprintable() and "#" not in asked and "\\" not in asked:
        return asked
    from citegraph.read.file_names import shown

    return shown(asked)
