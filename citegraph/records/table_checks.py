"""Check tables row by row: a folder of the user, or the tables of this package."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from citegraph.i18n import message
from citegraph.knowledge import kinds
from citegraph.knowledge.tables import (
    Row,
    UserRow,
    open_for_checking,
    packaged_rows,
    packaged_rows_with_positions,
    required_columns,
    user_rows,
    using,
)
from citegraph.model import Document, Fault, Scope
from citegraph.records import Records, check_user_tables, row_checks
from citegraph.records.documents import party_record, state_record, user_record, with_aliases, with_relations
from citegraph.records.number_series import is_out_of_order
from citegraph.records.plenums import load_plenums
from citegraph.records.terms import Term, load_terms


@dataclass(frozen=True, slots=True)
class CheckedRecord:
    """A document with its row in a table and the position of the row."""

    document: Document
    row: Row
    where: str


def check_knowledge(folder: str | Path | None = None) -> list[Fault]:
    """Check the tables of `folder` for errors and doubtful rows.

    Args:
        folder: A folder of tables as for `--knowledge`; None for the documents in the packaged tables.

    Returns:
        Each fault once, in the order of files and lines. A folder without errors can be used; rows with warnings are
        rarely correct.

    Raises:
        KnowledgeError: The folder cannot be read, or holds no table.

    >>> [fault for fault in check_knowledge() if fault.level == "error"]
    []
    """
    if folder is None:
        with using(None):
            records = _packaged_records()
            rows = (
                fault
                for table, one in _table_rows(packaged_rows_with_positions)
                for fault in row_checks.malformed_faults(one.cells, one.where)
            )
            return _sorted_faults(
                [*rows, *_row_faults(_table_rows(packaged_rows_with_positions)), *_faults_between_rows(records, [])]
            )
    with using(open_for_checking(folder)) as knowledge:
        check_user_tables()
        listed = _packaged_records()
        mine = [*_user_records(load_terms())]
        with_aliases([record.document for record in (*mine, *listed)])
        load_plenums()
        found = [
            *_row_faults(_table_rows(user_rows)),
            *_faults_between_rows(mine, listed),
            *_repeated_rows(knowledge.tables),
        ]
        return _sorted_faults(
            [*(Fault(error.where, error.what, error.remedy) for error in knowledge.faults or ()), *found]
        )


def _sorted_faults(faults: Iterable[Fault]) -> list[Fault]:
    return sorted(dict.fromkeys(faults), key=lambda fault: (fault.path, fault.line or 0))


def _packaged_records() -> list[CheckedRecord]:
    convert = {"documents": party_record, "state": state_record}
    return [
        CheckedRecord(convert[table](one.cells), one.cells, one.where)
        for table, one in _table_rows(packaged_rows_with_positions)
    ]


def _user_records(terms: tuple[Term, ...]) -> Iterator[CheckedRecord]:
    for _, one in _table_rows(user_rows):
        document = user_record(one, terms)
        if document is not None:
            yield CheckedRecord(document, one.cells, one.where)


def _table_rows(rows: Callable[[str], Iterable[UserRow]]) -> Iterator[tuple[str, UserRow]]:
    """Return the rows of the tables of documents, each with the name of its table."""
    return ((table, one) for table in row_checks.TABLES for one in rows(table))


def _row_faults(listed: Iterable[tuple[str, UserRow]]) -> Iterator[Fault]:
    """Yield the faults of each single row, usable or not."""
    terms = load_terms()
    for table, one in listed:
        yield from row_checks.consistency_faults(one.cells, one.where, terms)
        yield from row_checks.doubtful_faults(one.cells, one.where, table)


def _faults_between_rows(checked: Collection[CheckedRecord], others: Collection[CheckedRecord]) -> Iterator[Fault]:
    """Yield the contradictions among the records, and between these and the packaged tables."""
    first = {record.document.id: _packaged_row_position(record.where) for record in others}
    whole = with_relations([(record.document, record.row) for record in (*checked, *others)])
    records = Records(whole, load_terms(), load_plenums())
    replaces = {document.id: document.replaces for document in whole if document.replaces}
    labels = {document.id: document.full_label for document in whole}
    for record in checked:
        document = record.document
        if document.id in first:
            what = message("fact.twice", document=document.full_label, where=first[document.id])
            yield Fault(record.where, what, message("do.keep_one"))
        first.setdefault(document.id, record.where)
        if way := _replacement_cycle(document.id, replaces):
            through = ", ".join(labels[one] for one in way)
            what = message("fact.circle", document=document.full_label, way=through)
            yield Fault(record.where, what, message("do.correct_column", column="replaces"))
        in_order = document.scope is Scope.PARTY and document.kind not in kinds.kind_names_with_flag("apart")
        if in_order and document.date and is_out_of_order(records, document, document.date):
            what = message("fact.out_of_order", date=document.date, document=document.full_label)
            yield Fault(record.where, what, message("do.compare_print"), "warning")


def _packaged_row_position(where: str) -> str:
    """Return the position of a row in a packaged table."""
    return message("fact.packaged", where=where)


def _replacement_cycle(document: str, replaces: Mapping[str, Collection[str]]) -> list[str]:
    """Return the chain of documents through which one replaces itself, itself last, or an empty list."""
    before: dict[str, str] = {}
    ahead = [document]
    while ahead:
        current = ahead.pop()
        for other in replaces.get(current, ()):
            if other == document:
                way = [other]
                while current != document:
                    way.append(current)
                    current = before[current]
                return [*way[:0:-1], document]
            if other not in before:
                before[other] = current
                ahead.append(other)
    return []


def _repeated_rows(tables: Iterable[str]) -> Iterator[Fault]:
    """Yield a fault for each row of the other tables whose cells all occur in an earlier row."""
    for table in tables:
        if table in row_checks.TABLES:
            continue
        keys = required_columns(table)
        there: dict[tuple[str, ...], list[tuple[Row, str]]] = {}
        for row in packaged_rows(table):
            there.setdefault(tuple(row[key] for key in keys), []).append((row, _packaged_row_position(f"{table}.csv")))
        for one in user_rows(table):
            before = there.setdefault(tuple(one.cells[key] for key in keys), [])
            where = next((where for row, where in before if _has_all_cells(row, one)), None)
            if where is not None:
                yield Fault(one.where, message("fact.repeated", where=where), message("do.keep_one"))
            before.append((one.cells, one.where))


def _has_all_cells(row: Row, one: UserRow) -> bool:
    """Return whether a row has all the cells of another."""
    return all(row.get(column) == cell for column, cell in one.cells.items() if cell)
