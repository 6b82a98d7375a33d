"""Reports in, the same texts as HTML with every citation marked, explained and linked to the graph out."""

from __future__ import annotations

from citegraph.annotate.folder import Held, held, ours, stamp
from citegraph.annotate.marking import Marked, annotate
from citegraph.annotate.rendering import file_name, place, render

__all__ = ["Held", "Marked", "annotate", "file_name", "held", "ours", "place", "render", "stamp"]
