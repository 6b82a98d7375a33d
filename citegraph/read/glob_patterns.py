"""Match file name patterns by the rules of the shell.

`*`, `?` and `[ ]` match characters of one name, `**` any number of folders. A name that begins with "." or "~$"
matches only a pattern that begins with the same. As when reading a folder, links to folders are not followed.
"""

from __future__ import annotations

import errno
import fnmatch
import glob
import os
from collections.abc import Iterator
from pathlib import PurePath

HIDDEN = (".", "~$")
"""How the names of files begin that are not reports: hidden files, and the lock files of Office."""

NOWHERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG})
"""The error numbers that mean that a path does not exist."""

_ANY = "**"


def is_pattern(name: str) -> bool:
    """Whether a name is a pattern. The name of an existing file is never a pattern."""
    return glob.has_magic(name) and not os.path.lexists(name)


def expand(pattern: str) -> Iterator[str | OSError]:
    """Yield the files and folders that match, in no order, and an OSError for each folder that cannot be opened."""
    typed = [os.curdir] if pattern.startswith(os.curdir + os.sep) else []
    waiting = [("", [*typed, *_pattern_parts(pattern)])]  # a stack, because folders may be nested deeply
    while waiting:
        base, parts = waiting.pop()
        if not parts:
            yield base
            continue
        part, rest = parts[0], parts[1:]
        try:
            if part == _ANY:
                waiting += [(base, rest), *((name, parts) for name, folder in _matching_entries(base, "*") if folder)]
            elif glob.has_magic(part):
                waiting += [(name, rest) for name, folder in _matching_entries(base, part) if folder or not rest]
            else:
                name = os.path.join(base, part)  # noqa: PTH118 - the name need not be valid text
                os.lstat(name)
                waiting.append((name, rest))
        except OSError as error:
            if error.errno not in NOWHERE:
                yield error


def covers(pattern: str, path: str) -> bool:
    """Whether `path`, or a folder above it, matches `pattern`."""
    parts = _pattern_parts(pattern)
    reached = {0}  # the numbers of parts that the names so far may match
    for name in PurePath(path).parts:
        reached |= {at + 1 for at in reached if parts[at] == _ANY}
        reached = {at + (parts[at] != _ANY) for at in reached if _name_matches_part(name, parts[at])}
        if len(parts) in reached:
            return True
    return False


def _matching_entries(folder: str, part: str) -> list[tuple[str, bool]]:
    """Return the entries of a folder that match a part of a pattern, and whether each is a folder."""
    with os.scandir(folder or os.curdir) as entries:
        fitting = [entry for entry in entries if _name_matches_part(entry.name, part)]
    return [(os.path.join(folder, entry.name), entry.is_dir(follow_symlinks=False)) for entry in fitting]  # noqa: PTH118


def _name_matches_part(name: str, part: str) -> bool:
    return fnmatch.fnmatch(name, part) and (part.startswith(HIDDEN) or not name.startswith(HIDDEN))


def _pattern_parts(pattern: str) -> list[str]:
    """Return the parts of a pattern. A final `**` becomes `*`, since a matching folder is read with all its files."""
    names = PurePath(pattern).parts
    parts = [part for part, before in zip(names, ["", *names], strict=False) if (part, before) != (_ANY, _ANY)]
    return [*parts[:-1], "*"] if parts[-1] == _ANY else parts
