"""Give the documents of a picture the shortest names that distinguish them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from citegraph.ids import DocumentId


def short_document_names(documents: Iterable[str]) -> dict[str, str]:
    """Return a name for each document: the code, with its term, locality or year if another document has the same code.

    Names of plenums and congresses always include it.

    Args:
        documents: Canonical ids.

    >>> short_document_names(["35-NQ/TW@XII", "12-NQ/TW@XI", "12-NQ/TW@XII"])
    {'35-NQ/TW@XII': '35-NQ/TW', '12-NQ/TW@XI': '12-NQ/TW (XI)', '12-NQ/TW@XII': '12-NQ/TW (XII)'}
    >>> short_document_names(["HNTW6@XII", "NQĐH@Nam Định:XX"])
    {'HNTW6@XII': 'HNTW6 XII', 'NQĐH@Nam Định:XX': 'NQĐH Nam Định XX'}
    """
    known = {document: DocumentId.parse(document) for document in documents}
    times = Counter(one.name for one in known.values())
    return {document: _short_name(one, shared=times[one.name] > 1) for document, one in known.items()}


def _short_name(one: DocumentId, *, shared: bool) -> str:
    apart = " ".join(part for part in (one.term, one.locality, one.sitting, one.year) if part)
    if apart and (one.is_plenum or one.is_congress):
        return f"{one.name} {apart}"
    return f"{one.name} ({apart})" if apart and shared else one.name
