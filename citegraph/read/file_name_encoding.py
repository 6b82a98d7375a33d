"""Convert file names between what people type, what the system uses and what a store can hold."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

STDIN = "-"
"""The path that means standard input."""

# What is escaped: a byte that is not valid text (a surrogate in Python), and the "#" of a final "#12", which would look
# like a table row. Backslashes before these and before text that looks like an escape are doubled.
_ESCAPABLE = re.compile(r"(\\*)(?:(?P<byte>[\udc80-\udcff])|(?P<row>#)(?=[0-9]+\Z)|(?=x[0-9a-f]{2}))")
_ESCAPE = re.compile(r"(?P<slashes>\\+)x(?P<code>[0-9a-f]{2})")


Paths = str | Path | Iterable[str | Path]
"""One file, folder or pattern, or several of them."""


def normalize_paths(paths: Paths) -> list[str]:
    """Return the paths in normal form: "./a//b.txt" becomes "a/b.txt". "-", which means standard input, is unchanged.

    >>> normalize_paths(["./a//b.txt", "-", "./-"]), normalize_paths("./a")
    (['a/b.txt', '-', './-'], ['a'])
    """
    return [name if name == STDIN else _distinguish_from_stdin(os.path.normpath(name)) for name in path_texts(paths)]


def path_texts(paths: Paths) -> list[str]:
    """Return the paths as text; a single path, also a string, gives a list of one."""
    return [os.fspath(path) for path in ([paths] if isinstance(paths, str | Path) else paths)]


def to_stored_name(name: str) -> str:
    r"""Return the name of a file as text that any store and terminal can hold; different names give different texts.

    Bytes that are not valid text become "\xff". In a name that already contains "\xff", the backslash is doubled. In a
    name that ends like a row of a table, "a.jsonl#12", the "#" becomes "\x23". Every other name is unchanged.

    >>> print(to_stored_name("bao-cao.txt"), to_stored_name("a\\b.txt"), to_stored_name("\udcff.txt"),
    ... to_stored_name("\\xff.txt"), to_stored_name("a.jsonl#12"))
    bao-cao.txt a\b.txt \xff.txt \\xff.txt a.jsonl\x2312
    """
    text = os.fsencode(name).decode("utf-8", "surrogateescape")
    return text if text.isascii() and "\\" not in text and "#" not in text else _ESCAPABLE.sub(_escape, text)


def from_stored_name(path: str) -> str:
    r"""Return the name of the file that `to_stored_name` shows as `path`; the inverse of `to_stored_name`.

    >>> [from_stored_name(to_stored_name(name)) for name in ("a\\b.txt", "\udcff.txt", "\\xff.txt", "a.jsonl#12")]
    ['a\\b.txt', '\udcff.txt', '\\xff.txt', 'a.jsonl#12']
    """
    return os.fsdecode(_ESCAPE.sub(_unescape, path).encode("utf-8", "surrogateescape"))


def _escape(match: re.Match[str]) -> str:
    slashes = 2 * match[1]
    if match["byte"]:
        return f"{slashes}\\x{ord(match['byte']) - 0xDC00:02x}"
    return f"{slashes}\\x23" if match["row"] else slashes


def _unescape(match: re.Match[str]) -> str:
    slashes, code = "\\" * (len(match["slashes"]) // 2), int(match["code"], 16)
    if len(match["slashes"]) % 2 == 0:
        return f"{slashes}x{match['code']}"
    return slashes + ("#" if code == ord("#") else chr(0xDC00 + code))


def _distinguish_from_stdin(name: str) -> str:
    return os.path.join(os.curdir, name) if name == STDIN else name  # noqa: PTH118 - Path would drop the "./"
