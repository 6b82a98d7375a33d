"""Decide which document each mention names, and record the evidence."""

from citegraph.resolve.corpus import describe, learn, reconsider
from citegraph.resolve.passes import resolve

__all__ = ["describe", "learn", "reconsider", "resolve"]
