"""Known documents, from the tables of documents of the Party and of the State and from the user's own."""

from __future__ import annotations

from dataclasses import replace

import regex

from citegraph.authority.terms import Term, load_terms
from citegraph.errors import AuthorityError
from citegraph.grammar import codes
from citegraph.ids import CONGRESS, PLENUM, DocumentId
from citegraph.knowledge import bodies, kinds
from citegraph.knowledge.places import gazetteer
from citegraph.knowledge.tables import Own, Row, cached, listed, own, packaged
from citegraph.model import Document, Scope, Status, is_date
from citegraph.text import tidy

_CONVERSE = {"replaces": "replaced_by", "amends": "amended_by"}
"""The columns that tie a document to others, by canonical id or number, and what it is to them."""


def load_party() -> list[Document]:
    """The known documents of the Party, with their relations tied to canonical ids."""
    return _related([(_party(row), row) for row in packaged("documents")])


def load_state() -> list[Document]:
    """The known documents of the State."""
    return _related([(_state(row), row) for row in packaged("state")])


def load_user() -> list[Document]:
    """The documents that the user's tables add: `documents.csv`, where a local one needs its place, and `state.csv`.

    The term is taken from the date where it is not given. Raises AuthorityError, naming the row, where a number, type
    or date cannot be understood.
    """
    terms = load_terms()
    return [_user(one, terms) for table in ("documents", "state") for one in own(table)]


def _user(one: Own, terms: tuple[Term, ...]) -> Document:
    where = one.where
    row = {"place": "", "term": "", **one.cells, "source": one.cells["source"] or where}
    date = row["date"] or None
    if date is not None and not is_date(date):
        raise AuthorityError(where, f"{date!r} is no date", "write it like 2018-10-22")
    kind = _kinds().get(tidy(row["type_vi"]).casefold())
    if kind is None:
        what = f"{row['type_vi']!r} is no type of document"
        raise AuthorityError(where, what, "write it like Nghị quyết or Quy định, with its marks")
    row["type_vi"] = kind
    code = codes.parse(row["number"])
    if code is None:
        raise AuthorityError(where, f"{row['number']!r} is no number code", "write it like 35-NQ/TW or 15/2020/NĐ-CP")
    if code.scope is Scope.STATE:
        return _state(row)
    local = bodies.is_local(code.body)
    term = row["term"] or next((t.name for t in reversed(terms) if date and t.covers(date)), None)
    place = row["place"] or None
    if place is not None:
        place = gazetteer().written(place) or place  # "Thanh Hoá" → "Thanh Hóa", as ids write it
    if (place if local else term) is None:
        asked = "place" if local else "date or a term"
        raise AuthorityError(where, f"{code} without its {asked}", f"fill in the column {asked.split(maxsplit=1)[0]}")
    return replace(
        _party({**row, "number": str(code), "term": term or ""}),
        id=f"{code}@{place if local else term}",
        place=place,
        term=None if local else term,
    )


def with_aliases(documents: list[Document]) -> list[Document]:
    """The documents with the names that the tables of aliases give them, by their canonical ids.

    Raises AuthorityError for a name of the user's that is empty, or of a document that is not known.
    """
    names: dict[str, list[str]] = {}
    for row in packaged("aliases"):
        names.setdefault(row["document"], []).append(row["name"])
    ids = {document.id for document in documents} if own("aliases") else set()
    for one in own("aliases"):
        name, document = tidy(one.cells["name"]), tidy(one.cells["document"])
        if not any(letter.isalpha() for letter in "".join(name.split()[:2])):
            raise AuthorityError(one.where, f"{name!r} is no name", "begin it with a word")
        if document not in ids:
            what = f"{document!r} is the id of no known document"
            raise AuthorityError(one.where, what, "write it like 35-NQ/TW@XII, or add the document to documents.csv")
        names.setdefault(document, []).append(name)
    if not names:
        return documents
    return [
        replace(document, aliases=(*document.aliases, *names[document.id])) if document.id in names else document
        for document in documents
    ]


def _party(row: Row) -> Document:
    kind, title = row["type_vi"], row["title_vi"] or None
    aliases = tuple(alias.strip().rstrip("?") for alias in row["aliases"].split(";") if alias.strip())
    code = codes.parse(row["number"]) if row["number"] else None
    identity = f"{code}@{row['term']}" if code else _unnumbered(row, aliases)
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
        url=row["url"] or None,
        checked=int(row["checked"] or 0),
        source=row["source"] or None,
    )


def _unnumbered(row: Row, aliases: tuple[str, ...]) -> str:
    """The canonical id of a document that carries no number."""
    if row["issuer"].startswith("Đại hội đại biểu toàn quốc") and row["type_vi"] == "Nghị quyết":
        return str(DocumentId(CONGRESS, term=row["term"]))
    if row["type_vi"] == "Điều lệ Đảng":
        return "Điều lệ Đảng"
    if row["type_vi"] == "Cương lĩnh chính trị":
        return f"Cương lĩnh {row['date'][:4]}"
    plenum = regex.search(r"Trung ương (\d+) khóa ([IVX]+)", " ".join(aliases))
    if plenum:
        return str(DocumentId(PLENUM + plenum[1], term=plenum[2]))
    return aliases[0] if aliases else row["title_vi"]


def _state(row: Row) -> Document:
    kind, title = row["type_vi"], row["title_vi"] or None
    code = codes.parse(row["number"]) if row["number"] else None
    aliases = tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip())
    year = row["date"][:4]
    if code is None:
        identity = aliases[0] if aliases else title or kind
    elif code.number.find("/") > 0:
        identity = str(code)
    else:
        identity = f"{code}@{year or '?'}"
    is_law = kind in kinds.flagged("law") or code is None
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
        url=row["url"] or None,
        checked=int(row["checked"] or 0),
        source=row["source"] or None,
    )


def _related(found: list[tuple[Document, Row]]) -> list[Document]:
    """The documents with the relations that their rows tell, both ways."""
    named: dict[str, str] = {}
    for document, row in found:
        for name in (document.id, row["number"]):
            named.setdefault(name, document.id)
    links: dict[str, dict[str, set[str]]] = {}
    for document, row in found:
        for field, converse in _CONVERSE.items():
            for target in filter(None, map(named.get, listed(row[field]))):
                links.setdefault(document.id, {}).setdefault(field, set()).add(target)
                links.setdefault(target, {}).setdefault(converse, set()).add(document.id)
    return [_linked(document, links.get(document.id, {})) for document, _ in found]


def _linked(document: Document, links: dict[str, set[str]]) -> Document:
    return replace(
        document,
        replaces=tuple(sorted(links.get("replaces", ()))),
        replaced_by=tuple(sorted(links.get("replaced_by", ()))),
        amends=tuple(sorted(links.get("amends", ()))),
        amended_by=tuple(sorted(links.get("amended_by", ()))),
    )


@cached
def _kinds() -> dict[str, str]:
    """The types by their names however they are capitalised."""
    return {name.casefold(): name for name in kinds.names()}
