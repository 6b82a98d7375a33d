"""Render reports as HTML pages on which every citation is marked, explained and linked to the graph."""

from __future__ import annotations

from citegraph.annotate.folder import PageFolder, is_own_file, list_pages, stamp
from citegraph.annotate.marking import Marked, annotate
from citegraph.annotate.rendering import citation_address, file_name, render

__all__ = [
    "Marked",
    "PageFolder",
    "annotate",
    "citation_address",
    "file_name",
    "is_own_file",
    "list_pages",
    "render",
    "stamp",
]
