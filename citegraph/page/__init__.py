"""Build the interactive HTML page of a corpus."""

from __future__ import annotations

from citegraph.page.render import render

__all__ = ["render"]
