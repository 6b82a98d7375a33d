"""Match file name patterns by the rules of the shell.

`*`, `?` and `[ ]` stand for letters of one name, `**` for any number of folders. A name that begins with "." or "~$"
fits only what begins so too, and links to folders are not entered, just as below a folder that is named.
"""

from __future__ import annotations

import errno
import fnmatch
import glob
import os
from collections.abc import Iterator
from pathlib import PurePath

HIDDEN = (".", "~$")
"""How names begin that are no reports: settings, and the locks that Office lays beside a document."""

NOWHERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG})
"""What the system says where no such thing can be."""

_ANY = "**"


def is_pattern(name: str) -> bool:
    """Whether a name stands for others: what is there stands for itself."""
    return glob.has_magic(name) and not os.path.lexists(name)


def expand(pattern: str) -> Iterator[str | OSError]:
    """The files and folders that fit, in no order, and what the system says of a folder that it does not open."""
    typed = [os.curdir] if pattern.startswith(os.curdir + os.sep) else []
    waiting = [("", [*typed, *_parts(pattern)])]  # a stack, for folders may lie deep
    while waiting:
        base, parts = waiting.pop()
        if not parts:
            yield base
            continue
        part, rest = parts[0], parts[1:]
        try:
            if part == _ANY:
                waiting += [(base, rest), *((name, parts) for name, folder in _inside(base, "*") if folder)]
            elif glob.has_magic(part):
                waiting += [(name, rest) for name, folder in _inside(base, part) if folder or not rest]
            else:
                name = os.path.join(base, part)  # noqa: PTH118 - the name need not be valid text
                os.lstat(name)
                waiting.append((name, rest))
        except OSError as error:
            if error.errno not in NOWHERE:
                yield error


def covers(pattern: str, path: str) -> bool:
    """Whether `path` fits, or lies below what fits."""
    parts = _parts(pattern)
    reached = {0}  # how many of the parts the names so far may stand for
    for name in PurePath(path).parts:
        reached |= {at + 1 for at in reached if parts[at] == _ANY}
        reached = {at + (parts[at] != _ANY) for at in reached if _fits(name, parts[at])}
        if len(parts) in reached:
            return True
    return False


def _inside(folder: str, part: str) -> list[tuple[str, bool]]:
    """What in a folder fits a part of a pattern, and whether it is a folder itself."""
    with os.scandir(folder or os.curdir) as entries:
        fitting = [entry for entry in entries if _fits(entry.name, part)]
    return [(os.path.join(folder, entry.name), entry.is_dir(follow_symlinks=False)) for entry in fitting]  # noqa: PTH118


def _fits(name: str, part: str) -> bool:
    return fnmatch.fnmatch(name, part) and (part.startswith(HIDDEN) or not name.startswith(HIDDEN))


def _parts(pattern: str) -> list[str]:
    """What stands between separators; `**` at the end is `*`, for what fits is read with all that lies below it."""
    names = PurePath(pattern).parts
    parts = [part for part, before in zip(names, ["", *names], strict=False) if (part, before) != (_ANY, _ANY)]
    return [*parts[:-1], "*"] if parts[-1] == _ANY else parts
