"""The catalog of messages: each id with its English and its Vietnamese sentence.

"{name}" in a sentence is a placeholder for an argument, "{name:date}" for a date, "{s}" for the plural ending, by the
argument `n`. Both sentences have the same holes. A module holds the messages of one part of the program.
"""

from __future__ import annotations

from citegraph.i18n.catalog import (
    audits_and_decisions,
    commands,
    evidence,
    files,
    outputs,
    queries,
    stores,
    tables,
    usage,
    web,
)

MODULES = (commands, audits_and_decisions, files, tables, stores, queries, evidence, outputs, usage, web)

CATALOG: dict[str, tuple[str, str]] = {id: said for module in MODULES for id, said in module.MESSAGES.items()}
"""Every message: (English, Vietnamese) by id."""
