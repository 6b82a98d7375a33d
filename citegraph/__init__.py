"""Finds the Party documents that Vietnamese reports cite and maps them as a citation graph."""

from __future__ import annotations

__version__ = "0.1.0"
