"""Render reports as HTML pages on which every citation is marked, explained and linked to the graph."""

from __future__ import annotations

from citegraph.annotate.folder import Held, held, ours, stamp
from citegraph.annotate.marking import Marked, annotate
from citegraph.annotate.rendering import citation_address, file_name, render

__all__ = ["Held", "Marked", "annotate", "citation_address", "file_name", "held", "ours", "render", "stamp"]
