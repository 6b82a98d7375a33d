"""Records: the listed documents, terms and plenums, with the indexes that resolution uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import regex

from citegraph.grammar import codes, issuers
from citegraph.grammar.codes import Code
from citegraph.ids import DocumentId
from citegraph.knowledge import abbreviations, congresses, gazetteer, law_names, legislatures
from citegraph.knowledge.tables import Folder, Knowledge, active_knowledge, cached, check_list_tables, using
from citegraph.model import Document, IsoDate, Scope, Status
from citegraph.records.documents import load_party, load_state, load_user, with_aliases
from citegraph.records.plenums import Plenum, load_plenums
from citegraph.records.terms import Term, load_terms

__all__ = ["Plenum", "Records", "Term", "load"]

_YEAR = regex.compile(r"\s*\((?:19|20)\d\d\)$")


class Records:
    """The listed documents with indexes for resolution. Immutable.

    `knowledge` has the tables they come from; extraction uses the same tables.
    """

    def __init__(
        self,
        documents: Iterable[Document],
        terms: tuple[Term, ...],
        plenums: tuple[Plenum, ...],
        knowledge: Knowledge | None = None,
    ) -> None:
        self.knowledge = knowledge if knowledge is not None else active_knowledge()
        self.terms = terms
        self._terms_by_name = {term.name: term for term in terms}
        self.plenums = plenums
        self.listed: Records = self
        """The records without the learned documents."""
        self._documents: dict[str, Document] = {}
        for document in documents:
            self._documents.setdefault(document.id, document)

    def __len__(self) -> int:
        return len(self._documents)

    def __iter__(self) -> Iterator[Document]:
        return iter(self._documents.values())

    def __contains__(self, document: object) -> bool:
        return document in self._documents

    def get(self, document: str) -> Document | None:
        """Return the listed document with this canonical id, or None."""
        return self._documents.get(document)

    def with_documents(self, learned: Iterable[Document]) -> Records:
        """Return records extended with `learned` documents; listed ones of the same id take precedence."""
        more = [*learned]
        if not more:
            return self
        extended = Records([*self._documents.values(), *more], self.terms, self.plenums, self.knowledge)
        extended.listed = self.listed
        return extended

    # Terms

    def term_on(self, date: IsoDate) -> Term | None:
        """Return the congress term whose numbering ran on `date`; None before the first."""
        return next((term for term in reversed(self.terms) if term.covers(date)), None)

    def term_named(self, name: str | None) -> Term | None:
        """Return the term `name` ("XII"); None for unknown names."""
        return self._terms_by_name.get(name or "")

    # Documents

    @cached_property
    def _documents_by_code(self) -> dict[str, list[Document]]:
        index: dict[str, list[Document]] = {}
        for document in self:
            for code in _codes_of(document):
                index.setdefault(code, []).append(document)
        return index

    def by_code(self, code: Code) -> tuple[Document, ...]:
        """Return the documents that have or are cited by `code`, of every term and locality, oldest first."""
        return tuple(self._documents_by_code.get(str(code), ()))

    @cached_property
    def _documents_by_number(self) -> dict[str, list[Document]]:
        index: dict[str, list[Document]] = {}
        for document in self:
            if document.number:
                index.setdefault(_without_leading_zeros(document.number), []).append(document)
                if "/" in document.number:  # cited without its year: "Nghị quyết 42" for 42/2017/QH14
                    index.setdefault(_without_leading_zeros(document.number.partition("/")[0]), []).append(document)
        return index

    @cached_property
    def _terms_of_series(self) -> dict[tuple[str | None, str | None], set[str | None]]:
        series: dict[tuple[str | None, str | None], set[str | None]] = {}
        for document in self:
            if document.scope is Scope.PARTY and document.number:
                series.setdefault((document.symbol, document.body), set()).add(document.term)
        return series

    @cached_property
    def _documents_by_series(self) -> dict[tuple[str, str, str], list[Document]]:
        series: dict[tuple[str, str, str], list[Document]] = {}
        for document in self:
            if document.symbol and document.body and document.term and document.status is Status.KNOWN:
                series.setdefault((document.symbol, document.body, document.term), []).append(document)
        return series

    def documents_of_series(self, symbol: str | None, body: str | None, term: str | None) -> tuple[Document, ...]:
        """Return the listed documents of a series: one symbol, body and term."""
        return tuple(self._documents_by_series.get((symbol or "", body or "", term or ""), ()))

    def is_single_term_series(self, document: Document) -> bool:
        """Return whether symbol and body were used in only one term, like "QĐi/TW", so that its numbers are unique."""
        return document.symbol == "QĐi" and len(self._terms_of_series[document.symbol, document.body]) == 1

    def by_number(self, number: str) -> tuple[Document, ...]:
        """Return the documents with this number, with any symbol: "35", "8B", "24/2018"."""
        return tuple(self._documents_by_number.get(_without_leading_zeros(number), ()))

    @cached_property
    def _plenums_by_number(self) -> dict[str, list[Plenum]]:
        index: dict[str, list[Plenum]] = {}
        for plenum in self.plenums:
            index.setdefault(plenum.number, []).append(plenum)
        for number, of_sitting in [*index.items()]:
            if "(" in number:
                index.setdefault(number.partition(" (")[0], []).extend(of_sitting)
        return index

    def is_plenum_beyond_term(self, number: str, term: str | None) -> bool:
        """Return whether a term had fewer plenums than `number`: "15" for VIII, which had twelve.

        This is known for terms whose plenums are all listed.
        """
        ended = self.term_named(term)
        if ended is None or ended.end is None or not number.isdecimal():
            return False
        first_words = (met.number.partition(" ")[0] for met in self.plenums if met.term == term)
        held = {int(word) for word in first_words if word.isdecimal()}
        return held == set(range(1, len(held) + 1)) and int(number) > len(held) > 0

    def plenums_with_number(self, number: str) -> tuple[Plenum, ...]:
        """Return the plenums of this number, "4" or "6 (lần 2)", oldest first, one per term.

        "6" finds both sittings.
        """
        return tuple(self._plenums_by_number.get(number, ()))

    def documents_of_plenum(self, number: str, term: str) -> tuple[str, ...]:
        """Return the canonical ids of the documents that the plenum of this number and term passed."""
        return tuple(d for met in self.plenums_with_number(number) if met.term == term for d in met.documents)

    @cached_property
    def _plenums_by_document(self) -> dict[str, list[Plenum]]:
        index: dict[str, list[Plenum]] = {}
        for plenum in self.plenums:
            for document in plenum.documents:
                index.setdefault(document, []).append(plenum)
        return index

    def plenums_of_document(self, document: str) -> tuple[Plenum, ...]:
        """Return the plenums that passed the document with this canonical id, oldest first."""
        return tuple(self._plenums_by_document.get(document, ()))

    def plenum_with_usual_document(self, number: str, term: str) -> Plenum | None:
        """Return the plenum of this number and term, if it has a document that is usually meant."""
        return next(
            (met for met in self.plenums_with_number(number) if met.term == term and met.usual is not None), None
        )

    @cached_property
    def _documents_by_alias(self) -> dict[str, list[Document]]:
        index: dict[str, list[Document]] = {}
        for document in self:
            for alias in document.aliases:
                index.setdefault(_without_year(alias), []).append(document)
        return index

    def by_alias(self, name: str) -> tuple[Document, ...]:
        """Return the documents with this well-known name, oldest first: "Khoán 10"."""
        return tuple(self._documents_by_alias.get(_without_year(name), ()))


def _without_year(alias: str) -> str:
    """Return a name for comparison, without the year that distinguishes its versions: "19 điều … (2002)"."""
    return _YEAR.sub("", alias).casefold()


def _codes_of(document: Document) -> set[str]:
    """Return the codes that a document is cited by: its own, and aliases that are codes ("08-QĐ/TW (2018)")."""
    found = set()
    if "@" in document.id or document.scope is Scope.STATE:
        found.add(DocumentId.parse(document.id).name)
    for alias in document.aliases:
        if (code := codes.parse(alias.partition(" (")[0])) is not None:
            found.add(str(code))
    return found


def _without_leading_zeros(number: str) -> str:
    head, slash, year = number.partition("/")
    return (head.lstrip("0") or "0") + slash + year


def load(folder: Folder = None) -> Records:
    """Return the listed documents of the package and of the user's own tables.

    Args:
        folder: A folder of tables, or None.

    Raises:
        KnowledgeError: The folder cannot be used, or a row breaks the rules; the error names the row.
    """
    with using(folder):
        return _load_with_active_tables()


@cached
def _load_with_active_tables() -> Records:
    if active_knowledge().folder is not None:
        check_user_tables()
    documents = with_aliases([*load_user(), *load_party(), *load_state()])
    return Records(documents, load_terms(), load_plenums())


def check_user_tables() -> None:
    """Check the user's tables, except documents, aliases, terms and plenums, which are checked on loading.

    Raises:
        KnowledgeError: A row breaks the rules of its table, unless the tables are being checked.
    """
    check_list_tables()
    issuers.check_body_names()
    gazetteer.check_user_tables()
    legislatures.legislature_on(None)
    congresses.check_user_table()
    abbreviations.expansions()
    law_names.listed_laws()
