"""Make a file name that every operating system accepts."""

from __future__ import annotations

import re

_LONGEST = 120  # bytes of a name without its ending
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=$|[. ])", re.IGNORECASE)  # whatever the ending, on Windows


def file_name(text: str, unfit: re.Pattern[str], taken: set[str], *, other: str, before: str) -> str:
    """A name without an ending for `text`, none in `taken`, to which it is added; letter case makes no other name.

    What is `unfit` becomes "-". `other` is taken where nothing is left, `before` stands before the number that parts
    names that would be the same.

    >>> taken = set()
    >>> texts = ("a/b", "A/b", "", "con", "aux.1")
    >>> [file_name(text, re.compile("[/]+"), taken, other="x", before="-") for text in texts]
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
