"""Decide which document each mention names, and record the evidence."""

from citegraph.resolve.corpus import describe, is_learned, learn, reconsider
from citegraph.resolve.passes import resolve

__all__ = ["describe", "is_learned", "learn", "reconsider", "resolve"]
