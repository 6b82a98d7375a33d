"""Cache on disk what is derived from the packaged tables, so that other processes can reuse it.

Reading all tables and compiling the patterns of all names takes longer than reading a few reports. The cache contains
nothing from reports and nothing from a user's own tables.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeVar

import regex

from citegraph import system
from citegraph.knowledge.tables import active_knowledge, cached

T = TypeVar("T")

_MADE_BY = ("grammar", "knowledge", "extract", "records", "resolve", "text", "ids.py", "model.py")
"""The parts of this package whose code or tables decide what is kept."""
_VERSIONS = 4  # versions to keep, the most recently used ones


def cached_on_disk(function: Callable[[], T]) -> Callable[[], T]:
    """Decorate a function that depends only on the tables, like `cached`, and share its result with other processes.

    A file that is missing, damaged or outdated is created again. If the disk is not writable, nothing is cached.
    """

    @wraps(function)
    def load_or_compute() -> T:
        folder = _cache_folder() if active_knowledge().folder is None else None
        if folder is None:
            return function()
        path = folder / f"{function.__module__}.{function.__qualname__}"
        try:
            value: T = _RestrictedUnpickler(io.BytesIO(path.read_bytes())).load()
        except Exception:  # any damaged file can be created again
            value = function()
            with suppress(OSError, pickle.PicklingError):
                system.replace_file(path, [pickle.dumps(value, protocol=5)])
        return value

    return cached(load_or_compute)


class _RestrictedUnpickler(pickle.Unpickler):
    """Unpickles only patterns and types of this package, so that a file cannot call anything else."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(("regex.", "citegraph.")):  # before anything is imported
            found = super().find_class(module, name)
            if module.startswith("regex.") or isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


@cache
def _cache_folder() -> Path | None:
    """Return the cache folder for the current tables and code, created if missing; None without a cache."""
    try:
        folder = system.cache_folder("citegraph")
        if folder is None:
            return None
        mine = folder / _version_digest()
        if not mine.is_dir():
            mine.mkdir(parents=True, mode=0o700)
            _remove_old_versions(folder)
        return mine
    except OSError:
        return None


def _version_digest() -> str:
    """Return a digest that identifies the versions of tables and code without reading them."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(f"{sys.version} {regex.__version__} {package}".encode())
    for part in _MADE_BY:
        whole = package / part
        for path in sorted(whole.rglob("*.[pc][ys]*")) if whole.is_dir() else [whole]:
            if path.suffix in (".py", ".csv"):
                seen = path.stat()
                digest.update(f"{path.relative_to(package)} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:32]


def _remove_old_versions(folder: Path) -> None:
    found = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[_VERSIONS:]:
        shutil.rmtree(path, ignore_errors=True)
