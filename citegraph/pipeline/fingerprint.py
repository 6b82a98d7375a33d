"""Fingerprint of all code and tables that influence a decision; a change makes every file be read again."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable

from citegraph.knowledge.tables import Folder, opened

DECISIVE = ("audit", "cite", "data", "extract", "grammar", "knowledge", "model", "read", "records", "resolve", "text")
"""The parts of this package that a decision depends on; a change in one has every file read anew."""


def fingerprint(knowledge: Folder = None) -> str:
    """The SHA-256, in hexadecimal, of the package's own rules and facts and of the user's folder of tables."""
    digest = hashlib.sha256()
    for part in sorted(files("citegraph").iterdir(), key=lambda part: part.name):
        if part.name.removesuffix(".py") in DECISIVE:
            _add(digest, part)
    digest.update(opened(knowledge).digest.encode())
    return digest.hexdigest()


def _add(digest: hashlib._Hash, part: Traversable) -> None:
    if part.is_dir():
        for inside in sorted(part.iterdir(), key=lambda inside: inside.name):
            _add(digest, inside)
    elif part.name.endswith((".py", ".csv")):
        content = part.read_bytes()
        digest.update(f"{part.name} {len(content)}\n".encode())
        digest.update(content)
