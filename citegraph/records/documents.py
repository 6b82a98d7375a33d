"""Load records of documents from the Party table, the State table and the user's tables."""

from __future__ import annotations

from dataclasses import replace

import regex

from citegraph.errors import KnowledgeError
from citegraph.grammar import codes
from citegraph.i18n import message
from citegraph.ids import CONGRESS, PLENUM, DocumentId
from citegraph.knowledge import bodies, kinds
from citegraph.knowledge.disk_cache import cached_on_disk
from citegraph.knowledge.gazetteer import gazetteer
from citegraph.knowledge.tables import Row, UserRow, note_or_raise, packaged_rows, split_list, user_rows, user_values
from citegraph.model import Document, Scope, Status
from citegraph.records import row_checks
from citegraph.records.terms import Term, load_terms
from citegraph.text import normalize_space

_CONVERSE = {"replaces": "replaced_by", "amends": "amended_by"}
"""The columns with related documents, by canonical id or number, and the converse relation."""


@cached_on_disk
def load_party() -> list[Document]:
    """Return the documents of the Party table, with relations by canonical id."""
    return with_relations([(party_record(row), row) for row in packaged_rows("documents")])


@cached_on_disk
def load_state() -> list[Document]:
    """Return the documents of the State table."""
    return with_relations([(state_record(row), row) for row in packaged_rows("state")])


def load_user() -> list[Document]:
    """Return the documents of the user's tables `documents.csv` and `state.csv`.

    A local document needs its locality.

    The term is taken from the date if not given.

    Raises:
        KnowledgeError: A row cannot be used; the error names it.
    """
    terms = load_terms()
    read = (user_record(one, terms) for table in row_checks.TABLES for one in user_rows(table))
    return [record for record in read if record is not None]


def user_record(one: UserRow, terms: tuple[Term, ...]) -> Document | None:
    """Return the document in a row of the user's tables; None for a row that cannot be used, in tables being checked.

    Raises:
        KnowledgeError: The row cannot be used, unless the tables are being checked.
    """
    row = {"locality": "", "term": "", **one.cells, "source": one.cells["source"] or one.where}
    faults = [*row_checks.unusable_faults(row, one.where, terms)]
    for found in faults:
        note_or_raise(KnowledgeError(found.where, found.what, found.remedy))
    code = codes.parse(row["number"])
    if faults or code is None:
        return None
    row["kind"] = row_checks.kind_name_as_listed(row["kind"]) or ""
    if code.scope is Scope.STATE:
        return state_record(row)
    local = bodies.is_local_symbol(code.body)
    term = row_checks.term_name_of(row, terms)
    locality = row["locality"] or None
    if locality is not None:
        locality = gazetteer().normalize_locality(locality) or locality  # "Thanh Hoá" → "Thanh Hóa", as in ids
    return replace(
        party_record({**row, "number": str(code), "term": term or ""}),
        id=f"{code}@{locality if local else term}",
        locality=locality,
        term=None if local else term,
    )


def with_aliases(documents: list[Document]) -> list[Document]:
    """Return the documents with the names in the tables of aliases, by canonical id.

    Raises:
        KnowledgeError: A name in the user's table does not begin with a word, or its document is not listed.
    """
    names: dict[str, list[str]] = {}
    for row in packaged_rows("aliases"):
        names.setdefault(row["document"], []).append(row["name"])
    ids = {document.id for document in documents} if user_rows("aliases") else set()

    def checked_alias(one: UserRow) -> tuple[str, str]:
        name, document = normalize_space(one.cells["name"]), normalize_space(one.cells["document"])
        if not any(letter.isalpha() for letter in "".join(name.split()[:2])):
            raise KnowledgeError(one.where, message("cell.alias", value=name), message("do.begin_with_word"))
        if document not in ids:
            remedy = message("do.write_like_or_add", example="35-NQ/TW@XII")
            raise KnowledgeError(one.where, message("cell.document", value=document), remedy)
        return name, document

    for name, document in user_values("aliases", checked_alias):
        names.setdefault(document, []).append(name)
    if not names:
        return documents
    return [
        replace(document, aliases=(*document.aliases, *names[document.id])) if document.id in names else document
        for document in documents
    ]


def party_record(row: Row) -> Document:
    """Return the Party document in a row."""
    kind, title = row["kind"], row["title"] or None
    aliases = tuple(alias.strip().rstrip("?") for alias in row["aliases"].split(";") if alias.strip())
    code = codes.parse(row["number"]) if row["number"] else None
    identity = f"{code}@{row['term']}" if code else _id_without_number(row, aliases)
    return Document(
        id=identity,
        label=f"{kind} {code}" if code else (title if aliases == () else aliases[0]) or kind,
        scope=Scope.PARTY,
        status=Status.KNOWN,
        kind=kind,
        number=code.number if code else None,
        symbol=code.symbol if code else None,
        body=code.body if code else None,
        term=row["term"] or None,
        issuer=row["issuer"] or None,
        date=row["date"] or None,
        title=title,
        aliases=aliases,
        since=row.get("since") or None,
        until=row.get("until") or None,
        url=row["url"] or None,
        checked=int(row["checked"] or 0),
        source=row["source"] or None,
    )


def _id_without_number(row: Row, aliases: tuple[str, ...]) -> str:
    """Return the canonical id of a document without a number."""
    if row["issuer"].startswith("Đại hội đại biểu toàn quốc") and row["kind"] == "Nghị quyết":
        return str(DocumentId(CONGRESS, term=row["term"]))
    if row["kind"] == "Điều lệ Đảng":
        return "Điều lệ Đảng"
    if row["kind"] == "Cương lĩnh chính trị":
        return f"Cương lĩnh {row['date'][:4]}"
    plenum = regex.search(r"Trung ương (\d+) khóa ([IVX]+)", " ".join(aliases))
    if plenum:
        return str(DocumentId(PLENUM + plenum[1], term=plenum[2]))
    return aliases[0] if aliases else row["title"]


def state_record(row: Row) -> Document:
    """Return the State document in a row."""
    kind, title = row["kind"], row["title"] or None
    code = codes.parse(row["number"]) if row["number"] else None
    aliases = tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip())
    year = row["date"][:4]
    if code is None:
        identity = aliases[0] if aliases else title or kind
    elif code.number.find("/") > 0:
        identity = str(code)
    else:
        identity = f"{code}@{year or '?'}"
    is_law = kind in kinds.kind_names_with_flag("law") or code is None
    return Document(
        id=identity,
        label=(title or kind) if is_law or code is None else f"{kind} {code}",
        scope=Scope.STATE,
        status=Status.KNOWN,
        kind=kind,
        number=code.number if code else None,
        symbol=code.symbol if code else None,
        body=code.body if code else None,
        issuer=row["issuer"] or None,
        date=row["date"] or None,
        title=title,
        aliases=aliases,
        since=row.get("since") or None,
        until=row.get("until") or None,
        url=row["url"] or None,
        checked=int(row["checked"] or 0),
        source=row["source"] or None,
    )


def with_relations(found: list[tuple[Document, Row]]) -> list[Document]:
    """Return the documents with the relations in their rows, in both directions."""
    named: dict[str, str] = {}
    for document, row in found:
        for name in (document.id, row["number"]):
            named.setdefault(name, document.id)
    links: dict[str, dict[str, set[str]]] = {}
    for document, row in found:
        for field, converse in _CONVERSE.items():
            for target in filter(None, map(named.get, split_list(row[field]))):
                links.setdefault(document.id, {}).setdefault(field, set()).add(target)
                links.setdefault(target, {}).setdefault(converse, set()).add(document.id)
    return [_with_links(document, links.get(document.id, {})) for document, _ in found]


def _with_links(document: Document, links: dict[str, set[str]]) -> Document:
    return replace(
        document,
        replaces=tuple(sorted(links.get("replaces", ()))),
        replaced_by=tuple(sorted(links.get("replaced_by", ()))),
        amends=tuple(sorted(links.get("amends", ()))),
        amended_by=tuple(sorted(links.get("amended_by", ()))),
    )
