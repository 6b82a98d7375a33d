"""The claims of a report about one document: date, term, issuer, title and the words around its mentions.

Each mention has its own claims; mentions of one document share their claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import regex

from citegraph.grammar import codes, issuers
from citegraph.knowledge import bodies
from citegraph.model import Form, IsoDate, Mention
from citegraph.records.title_references import codes_in_title
from citegraph.resolve.date_cues import NamedCongress, named_congresses, years_since_effect
from citegraph.resolve.similarity import TermBag, term_bag

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The claims about one document, at one mention or at all of them; the nearest value comes first."""

    kind: str | None = None
    dates: tuple[IsoDate, ...] = ()
    terms: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    title_codes: frozenset[str] = frozenset()  # codes of other documents in the title: "về thực hiện Chỉ thị 07-CT/TW"
    names: tuple[str, ...] = ()  # the mention's own words, which may be a well-known name
    around: tuple[TermBag, ...] = ()  # the words around each mention
    years: tuple[int, ...] = ()  # years since it took effect: "tổng kết 20 năm thực hiện"
    congresses: tuple[NamedCongress, ...] = ()  # national ones named around it: "tiến tới Đại hội XIII"
    plenum: bool = False  # whether it is named by its plenum
    passed: tuple[
        str, ...
    ] = ()  # numbers of the plenums that passed it, as stated: "Nghị quyết 18 của Hội nghị Trung ương 6"
    listed: tuple[str, ...] = ()  # the other numbers of its list: "Nghị quyết 57, 59, 66"


NEAREST = 20
"""Window in mentions on each side, for lists, coreference and anaphors: enough for any page, and linear on long lists.
"""

# What follows a title that breaks off at a citation: "về tiếp tục thực hiện" "Chỉ thị số 07-CT/TW".
_KIND_AHEAD = regex.compile(r"\s*\p{Lu}\p{L}+(?:\s\p{Ll}+){0,2}\s+(?:số\s*:?\s*)?(?=\d)")
_AND = "v(?:à|a\N{COMBINING GRAVE ACCENT})"
_BETWEEN = regex.compile(rf"\s*(?:[,;]\s*(?:{_AND}\s+)?|{_AND}\s+)")


def mentions_by_list(text: str, mentions: Sequence[Mention]) -> list[list[int]]:
    """Return the indexes of mentions by list.

    A list has mentions of one kind, separated by commas; most have one item.
    """
    found: list[list[int]] = []
    for index, mention in enumerate(mentions):
        last = mentions[index - 1] if index else None
        goes_on = last is not None and last.kind == mention.kind and None not in (last.number, mention.number)
        if last is not None and goes_on and _BETWEEN.fullmatch(text, last.span.end, mention.span.start):
            found[-1].append(index)
        else:
            found.append([index])
    return found


def other_numbers_in_list(text: str, mentions: Sequence[Mention]) -> list[tuple[str, ...]]:
    """Return for each mention the other numbers of its list; of a long list only the nearest."""
    found = []
    for listed in mentions_by_list(text, mentions):
        for at, index in enumerate(listed):
            near = listed[max(0, at - NEAREST) : at + NEAREST + 1]
            found.append(tuple(mentions[other].number or "" for other in near if other != index))
    return found


def claims_of_mention(mention: Mention, listed: tuple[str, ...] = ()) -> Claims:
    """Return the claims of one mention; `listed` has the other numbers of its list."""
    rest = mention.quote[: mention.quote_at] + " " + mention.quote[mention.quote_at + len(mention.surface) :]
    names = [mention.surface]
    if mention.kind and mention.number and mention.code is None:
        names.append(f"{mention.kind} {mention.number}")
    return Claims(
        kind=mention.kind,
        dates=(mention.date,) if mention.date else (),
        terms=(mention.term,) if mention.term else (),
        issuers=(mention.issuer,) if mention.issuer and not _is_issuer_of_another(mention, mention.issuer) else (),
        titles=(mention.title,) if mention.title else (),
        title_codes=_title_codes(mention),
        names=tuple(names),
        around=(term_bag(rest),),
        congresses=named_congresses(mention.quote),
        years=years_since_effect(mention.quote[: mention.quote_at]),
        plenum=mention.form is Form.PLENUM,
        passed=(mention.plenum,) if mention.plenum and mention.form is not Form.PLENUM else (),
        listed=listed,
    )


def _title_codes(mention: Mention) -> frozenset[str]:
    """Return the codes that the title names, also the one at which it breaks off: a citation of its own."""
    if not mention.title:
        return frozenset()
    at = mention.quote.find(mention.title, mention.quote_at)
    kind = _KIND_AHEAD.match(mention.quote, at + len(mention.title)) if at >= 0 else None
    following = codes.compiled_code_pattern().match(mention.quote, kind.end()) if kind else None
    return codes_in_title(mention.title) | codes_in_title(following.group() if following else "")


def _is_issuer_of_another(mention: Mention, printed: str) -> bool:
    """Return whether an issuer after a central code belongs to another document.

    In "báo cáo tổng kết Nghị quyết số 45-NQ/TW của Ban Chỉ đạo" it is the issuer of the report.
    """
    row = issuers.parse(printed)
    shared = mention.code is not None and mention.body in bodies.SHARED_SYMBOLS
    return shared and row is not None and not issuers.is_vague(row) and row.body not in bodies.SHARED_SYMBOLS


def merge_claims(mention: Mention, parts: Iterable[Claims]) -> Claims:
    """Return the claims of several mentions of the document that `mention` names, each value once."""
    parts = list(parts)
    return Claims(
        kind=mention.kind,
        dates=_unique_values(part.dates for part in parts),
        terms=_unique_values(part.terms for part in parts),
        issuers=_unique_values(part.issuers for part in parts),
        titles=_unique_values(part.titles for part in parts),
        title_codes=frozenset[str]().union(*(part.title_codes for part in parts)),
        names=_unique_values(part.names for part in parts),
        around=_unique_values(part.around for part in parts),
        congresses=_unique_values(part.congresses for part in parts),
        years=_unique_values(part.years for part in parts),
        plenum=mention.form is Form.PLENUM,
        passed=_unique_values(part.passed for part in parts),
        listed=_unique_values(part.listed for part in parts),
    )


def _unique_values(parts: Iterable[tuple[_T, ...]]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(value for part in parts for value in part))
