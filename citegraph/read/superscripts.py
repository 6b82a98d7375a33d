"""Replace superscripts, and drop note marks so that they are not read as digits of the number before them."""

from __future__ import annotations

import regex

_MARK = regex.compile(r"[\[(]*(?:\d{1,3}|\p{Ll}|[*†‡]{1,4})(?:\s*[,;]\s*\d{1,3}){0,5}[\])]*")
_UNIT = regex.compile(r"(?:^|[\s\d(/.,])(?:[kcdm]?m|ha)$")  # m², km²
_RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")


def superscript_meaning(text: str, before: str) -> str:
    """Return the meaning of the superscript `text` after `before`; only its blanks if it is a note mark.

    >>> [superscript_meaning("2", "Nghị quyết 18"), superscript_meaning("2", "50 m"), superscript_meaning("[3]",
    ... "Chỉ thị 05"), superscript_meaning("th", "19")]
    ['', '²', '', 'th']
    """
    mark = text.strip()
    if not mark or (_MARK.fullmatch(mark) and not _UNIT.search(before[-8:])):
        return text.replace(mark, "") if mark else text
    return text.translate(_RAISED)
