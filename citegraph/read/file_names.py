"""Convert file names between what people type, what the system uses and what a store can hold."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

STDIN = "-"
"""The name of standard input."""

# What is spelled out: a byte that is no text (as Python holds it in a name), and a "#12" at the end, which would look
# like a row of a table. Backslashes before it, and before what looks so already, are doubled; all others stay.
_TOLD_APART = re.compile(r"(\\*)(?:(?P<byte>[\udc80-\udcff])|(?P<row>#)(?=[0-9]+\Z)|(?=x[0-9a-f]{2}))")
_SPELLED = re.compile(r"(?P<slashes>\\+)x(?P<code>[0-9a-f]{2})")


Paths = str | Path | Iterable[str | Path]
"""One file, folder or pattern, or several."""


def normal(paths: Paths) -> list[str]:
    """Return the paths in normal form: "./a//b.txt" becomes "a/b.txt". "-", standard input, stays.

    >>> normal(["./a//b.txt", "-", "./-"]), normal("./a")
    (['a/b.txt', '-', './-'], ['a'])
    """
    return [name if name == STDIN else _plain(os.path.normpath(name)) for name in names(paths)]


def names(paths: Paths) -> list[str]:
    """Return the paths as text: one for a single path, and not one for each of its letters."""
    return [os.fspath(path) for path in ([paths] if isinstance(paths, str | Path) else paths)]


def shown(name: str) -> str:
    r"""The name of a file as text that any store and terminal can hold: another text for each name.

    Bytes that are no text become "\xff"; a name that itself holds "\xff" shows with a second backslash. A name that
    ends like a row of a table, "a.jsonl#12", shows its "#" as "\x23". Every other name is shown as it is.

    >>> print(shown("bao-cao.txt"), shown("a\\b.txt"), shown("\udcff.txt"), shown("\\xff.txt"), shown("a.jsonl#12"))
    bao-cao.txt a\b.txt \xff.txt \\xff.txt a.jsonl\x2312
    """
    text = os.fsencode(name).decode("utf-8", "surrogateescape")
    return text if text.isascii() and "\\" not in text and "#" not in text else _TOLD_APART.sub(_spelled, text)


def named(path: str) -> str:
    r"""The name of the file that is shown as `path`: what `shown` made of it, undone.

    >>> [named(shown(name)) for name in ("a\\b.txt", "\udcff.txt", "\\xff.txt", "a.jsonl#12")]
    ['a\\b.txt', '\udcff.txt', '\\xff.txt', 'a.jsonl#12']
    """
    return os.fsdecode(_SPELLED.sub(_told, path).encode("utf-8", "surrogateescape"))


def _spelled(match: re.Match[str]) -> str:
    slashes = 2 * match[1]
    if match["byte"]:
        return f"{slashes}\\x{ord(match['byte']) - 0xDC00:02x}"
    return f"{slashes}\\x23" if match["row"] else slashes


def _told(match: re.Match[str]) -> str:
    slashes, code = "\\" * (len(match["slashes"]) // 2), int(match["code"], 16)
    if len(match["slashes"]) % 2 == 0:
        return f"{slashes}x{match['code']}"
    return slashes + ("#" if code == ord("#") else chr(0xDC00 + code))


def _plain(name: str) -> str:
    return os.path.join(os.curdir, name) if name == STDIN else name  # noqa: PTH118 - Path would drop the "./"
