"""Tell whether a canonical id that no list and no store has may be that of a document."""

from __future__ import annotations

from citegraph.grammar import codes
from citegraph.ids import DocumentId
from citegraph.knowledge import bodies, organizations_with_committee
from citegraph.knowledge.gazetteer import gazetteer
from citegraph.records import load


def may_exist(document: str) -> bool:
    """Return whether a canonical id names a possible document: its term is known, or its locality exists.

    >>> may_exist("07-KL/HU@Vĩnh Linh"), may_exist("26-NQ/TW@ZZ"), may_exist("99-KL/TW@XX"), may_exist("Điều lệ Đảng")
    (True, False, False, False)
    """
    parts = DocumentId.parse(document)
    if not parts.is_complete:
        return False
    if parts.term is not None:
        return load().term_named(parts.term) is not None
    if parts.locality is None:
        return True
    code = codes.parse(parts.name)
    if code is not None and not bodies.is_local_symbol(code.body.partition("-")[0]):
        return False
    return gazetteer().is_locality(parts.locality) or organizations_with_committee.is_organization(parts.locality)
