"""Render reports as HTML pages with every citation marked, explained and linked to the graph."""

from __future__ import annotations

from citegraph.annotate.html_page import citation_address, render, reserve_file_name
from citegraph.annotate.marked_segments import MarkedReport, annotate
from citegraph.annotate.page_folder import PageFolder, is_own_file, list_pages, ownership_stamp

__all__ = [
    "MarkedReport",
    "PageFolder",
    "annotate",
    "citation_address",
    "is_own_file",
    "list_pages",
    "ownership_stamp",
    "render",
    "reserve_file_name",
]
