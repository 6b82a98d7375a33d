"""Decide which document each mention names, and record the evidence."""

from citegraph.resolve.corpus_decisions import (
    describe_documents,
    is_code_of_learned_document,
    learn_documents,
    reconsider,
)
from citegraph.resolve.passes import resolve

__all__ = ["describe_documents", "is_code_of_learned_document", "learn_documents", "reconsider", "resolve"]
