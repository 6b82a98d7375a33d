"""Known documents, from the tables of documents of the Party and of the State and from the user's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import regex

from citegraph.authority.terms import Term, load_terms
from citegraph.errors import AuthorityError
from citegraph.grammar import codes
from citegraph.ids import CONGRESS, PLENUM, DocumentId
from citegraph.knowledge import bodies, kinds
from citegraph.knowledge.places import gazetteer
from citegraph.knowledge.tables import Own, Row, cached, own, packaged
from citegraph.model import Document, Scope, Status, is_date
from citegraph.text import tidy

Relations = Callable[
    [str], Iterator[tuple[str, str, str]]
]  # a printed cell → field, code, year ("" where none is given)

# "replaces 45-QĐ/TW (2011); replaced_by 24-QĐ/TW (2021)?" -- a question mark is a relation inferred, not quoted
_RELATION = regex.compile(
    r"(?P<verb>replaces|replaced_by|supersedes|superseded_by|amends|amended_by)\s+(?P<targets>[^;]+)"
)
_TARGET = regex.compile(r"(?P<code>\d{1,4}[A-Z]?-\p{L}+/\p{L}+)\s*\((?P<year>\d{4})\)")
_FIELD = {
    "replaces": "replaces",
    "supersedes": "replaces",
    "replaced_by": "replaced_by",
    "superseded_by": "replaced_by",
    "amends": "amends",
    "amended_by": "amended_by",
}
_CONVERSE = {"replaces": "replaced_by", "replaced_by": "replaces", "amends": "amended_by", "amended_by": "amends"}
_STATE_RELATION = regex.compile(
    r"(?P<verb>thay thế bởi|thay thế|sửa đổi bởi|sửa đổi)\s+(?:\p{Lu}?[\p{L}\s]*\s)?(?P<code>\d+[\d./]*/[\p{L}\d-]+)"
)
_STATE_FIELD = {"thay thế bởi": "replaced_by", "thay thế": "replaces", "sửa đổi bởi": "amended_by", "sửa đổi": "amends"}


def load_party() -> list[Document]:
    """The known documents of the Party, with their relations tied to canonical ids."""
    rows = [(row, _party(row)) for row in packaged("documents")]
    return _related([document for _, document in rows], [row["status_relation"] for row, _ in rows], _party_relations)


def load_state() -> list[Document]:
    """The known documents of the State."""
    rows = [(row, _state(row)) for row in packaged("state")]
    return _related([document for _, document in rows], [row["status_relation"] for row, _ in rows], _state_relations)


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
        source=row["source"] or None,
    )


def _party_relations(printed: str) -> Iterator[tuple[str, str, str]]:
    for match in _RELATION.finditer(printed):
        for target in _TARGET.finditer(match["targets"]):
            yield _FIELD[match["verb"]], target["code"], target["year"]


def _state_relations(printed: str) -> Iterator[tuple[str, str, str]]:
    for match in _STATE_RELATION.finditer(printed):
        yield _STATE_FIELD[match["verb"]], match["code"], ""


def _related(documents: list[Document], printed: list[str], relations: Relations) -> list[Document]:
    """The documents with the relations that the table prints, both ways."""
    by_code: dict[str, list[Document]] = {}
    for document in documents:
        by_code.setdefault(DocumentId.parse(document.id).name, []).append(document)
    links: dict[str, dict[str, set[str]]] = {}
    for document, text in zip(documents, printed, strict=True):
        for field, code, year in relations(text):
            for target in by_code.get(code, ()):
                if not year or (target.date or "").startswith(year):
                    links.setdefault(document.id, {}).setdefault(field, set()).add(target.id)
                    links.setdefault(target.id, {}).setdefault(_CONVERSE[field], set()).add(document.id)
    return [_linked(document, links.get(document.id, {})) for document in documents]


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
