"""Make file names that every operating system accepts."""

from __future__ import annotations

import re

_LONGEST = 120  # bytes of a name without its extension
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=$|[. ])", re.IGNORECASE)  # on Windows, with any extension


def reserve_file_name(text: str, unfit: re.Pattern[str], taken: set[str], *, other: str, before: str) -> str:
    """Return a unique file name for `text`, without an extension, and add it to `taken`.

    Names that differ only in letter case count as equal.

    Args:
        text: The text to make the name from.
        unfit: A pattern of characters to replace with "-".
        taken: The names already in use, in case-folded form.
        other: The name to use if nothing is left.
        before: The text before the number that makes a name unique.

    >>> taken = set()
    >>> texts = ("a/b", "A/b", "", "con", "aux.1")
    >>> [reserve_file_name(text, re.compile("[/]+"), taken, other="x", before="-") for text in texts]
    ['a-b', 'A-b-2', 'x', 'con_', 'aux_.1']
    """
    plain = unfit.sub("-", text.encode("utf-8", "replace").decode()).strip(" .-") or other
    plain = _DEVICE.sub(r"\g<0>_", plain, count=1) if _DEVICE.match(plain) else plain
    while len(plain.encode()) > _LONGEST:
        plain = plain[:-1]
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain}{before}{number}"
    taken.add(name.casefold())
    return name
