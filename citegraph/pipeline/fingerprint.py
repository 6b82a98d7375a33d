"""Compute a fingerprint of all code and tables that influence decisions. If it changes, all files are read again."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable

from citegraph.knowledge.tables import Folder, open_knowledge
from citegraph.read import DEFAULT, Recognition

DECISIVE = (
    "audit",
    "cite",
    "data",
    "extract",
    "grammar",
    "knowledge",
    "model",
    "positions",
    "read",
    "records",
    "resolve",
    "text",
)
"""The parts of this package that influence a decision."""


EVERY = (".py", ".csv", ".js", ".css", ".j2", ".json", ".sql")
"""The endings of files on which anything written may depend."""


def fingerprint(knowledge: Folder = None) -> str:
    """Return the SHA-256, in hexadecimal, of the decisive code and tables and of the user's folder of tables."""
    digest = hashlib.sha256()
    for part in sorted(files("citegraph").iterdir(), key=lambda part: part.name):
        if part.name.removesuffix(".py") in DECISIVE:
            _add_to_digest(digest, part)
    digest.update(open_knowledge(knowledge).digest.encode())
    return digest.hexdigest()


def package_fingerprint() -> str:
    """Return the SHA-256, in hexadecimal, of all code, tables and templates of this package."""
    digest = hashlib.sha256()
    _add_to_digest(digest, files("citegraph"), EVERY)
    return digest.hexdigest()


def reading_fingerprint(knowledge: Folder = None, recognition: Recognition = DEFAULT) -> str:
    """Return what the result of reading depends on: the fingerprint, and how scanned pages are recognized.

    Args:
        knowledge: The user's folder of tables.
        recognition: Which scanned pages are recognized.
    """
    return f"{fingerprint(knowledge)} {recognition.signature}"


def _add_to_digest(digest: hashlib._Hash, part: Traversable, endings: tuple[str, ...] = (".py", ".csv")) -> None:
    if part.is_dir():
        for inside in sorted(part.iterdir(), key=lambda inside: inside.name):
            _add_to_digest(digest, inside, endings)
    elif part.name.endswith(endings):
        content = part.read_bytes()
        digest.update(f"{part.name} {len(content)}\n".encode())
        digest.update(content)
