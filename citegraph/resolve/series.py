"""A number of a central series in, what the numbers around it tell of its term out.

A body numbers the documents of one type from 01 in each congress term, so numbers grow with their dates; in the known
documents only three of some 11,000 pairs of one series stand the other way round.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import regex

from citegraph.authority import Authority
from citegraph.grammar.codes import Code
from citegraph.model import Evidence, IsoDate

_EVERY_TERM = 50  # numbers up to here are used in about every term (authority notes)
_ENOUGH = 5  # known documents from which a term's series tells how far it went
_BEYOND, _FAR_BEYOND = 1.15, 3.0  # by so much it may have gone on after its last known number; where few are known
_SLACK = timedelta(days=180)  # papers are numbered when they are signed, or some weeks around it
_WITNESSES = 2  # documents against a date; one may itself be misdated
_DIGITS = regex.compile(r"\d+")


def only_term(authority: Authority, code: Code, horizon: IsoDate | None) -> tuple[str, Evidence] | None:
    """The only term whose series can have reached the number by `horizon`, and why; None where several or none can.

    Small numbers tell nothing: every term has them.
    """
    number = _value(code.number)
    if number <= _EVERY_TERM:
        return None
    reached = []
    for term in authority.terms:
        if horizon is not None and term.start > horizon:
            continue
        known = authority.series(code, term.name)
        if not known:
            continue
        highest = max(known, key=lambda document: _value(document.number or ""))
        if number <= _value(highest.number or "") * (_BEYOND if len(known) >= _ENOUGH else _FAR_BEYOND):
            reached.append((term.name, highest))
    if len(reached) != 1:
        return None
    term_name, highest = reached[0]
    return term_name, Evidence("series", 0.0, f"only in khóa {term_name} did numbers go so far: {highest.id}")


def out_of_place(authority: Authority, code: Code, term: str, said: IsoDate) -> bool:
    """Whether known documents of higher numbers are clearly older than the date said, or such of lower ones younger.

    Then the date, the number or its symbol is a slip. Only of the Centre's own series enough is known to say so.
    """
    if code.body != "TW" or len(said) < 10 or said.startswith("--"):
        return False
    before, after = ((date.fromisoformat(said) + slack).isoformat() for slack in (-_SLACK, _SLACK))
    number = _value(code.number)
    dated = [(_value(d.number or ""), d.date) for d in authority.series(code, term) if d.date]
    older = [1 for known, on in dated if known > number and on < before]
    younger = [1 for known, on in dated if known < number and on > after]
    return max(len(older), len(younger)) >= _WITNESSES


@lru_cache(maxsize=8192)
def _value(number: str) -> int:
    digits = _DIGITS.match(number)
    return int(digits.group()) if digits else 0
