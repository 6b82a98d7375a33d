"""Corpus in, one interactive HTML page out."""

from __future__ import annotations

from citegraph.page.render import render

__all__ = ["render"]
