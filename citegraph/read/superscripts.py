"""Drop superscript note marks, which are no digits of the number before them."""

from __future__ import annotations

import regex

_MARK = regex.compile(r"[\[(]*(?:\d{1,3}|\p{Ll}|[*†‡]{1,4})(?:\s*[,;]\s*\d{1,3}){0,5}[\])]*")
_UNIT = regex.compile(r"(?:^|[\s\d(/.,])(?:[kcdm]?m|ha)$")  # m², km²
_RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")


def raised(text: str, before: str) -> str:
    """What the superscript `text` says behind `before`: nothing for the mark of a note but its blanks.

    >>> [raised("2", "Nghị quyết 18"), raised("2", "50 m"), raised("[3]", "Chỉ thị 05"), raised("th", "19")]
    ['', '²', '', 'th']
    """
    bare = text.strip()
    if not bare or (_MARK.fullmatch(bare) and not _UNIT.search(before[-8:])):
        return text.replace(bare, "") if bare else text
    return text.translate(_RAISED)
