"""Split a mailbox (.mbox), in which mails follow one another, each below a line such as "From a@b Fri Apr 5 …"."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from citegraph.read.parser_types import Member

_BEGIN = regex.compile(
    rb"From [^\r\n]{0,200}?[ \t]\d\d:\d\d(?::\d\d)?[^\r\n]{0,40}?[ \t](?:19|20)\d\d[^\r\n]{0,20}\r?\n"
    rb"(?=[A-Za-z][A-Za-z0-9-]{1,60}:)"
)
_NEXT = regex.compile(rb"(?:^|(?<=\n\r\n)|(?<=\n\n))" + _BEGIN.pattern)
_QUOTED = regex.compile(rb"^>(>*From )", regex.MULTILINE)  # how a line of a mail that begins with "From " is kept


def is_mailbox(head: bytes) -> bool:
    """Whether the bytes begin with the line that separates mails, and the header of one."""
    return _BEGIN.match(head) is not None


def mails(data: bytes) -> Iterator[Member]:
    """Yield each mail of a mailbox, named by its number."""
    begins = list(_NEXT.finditer(data))
    ends = [found.start() for found in begins[1:]] + [len(data)]
    for number, (found, end) in enumerate(zip(begins, ends, strict=True), 1):
        yield Member(f"{number}.eml", _QUOTED.sub(rb"\1", data[found.end() : end]))
