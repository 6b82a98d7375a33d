"""One report with its mentions in, its citations out: the report's own words first, then the known documents.

Every mention is first decided by what is said at it. What stays open takes the identity of another mention of the same
number in the report, then what all mentions of the number say together. Where the report bears no date the latest
document it surely cites tells when it was written at the earliest, and the open mentions are asked once more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import regex

from citegraph.authority import Authority
from citegraph.grammar import bodies, codes, issuers
from citegraph.model import UNKNOWN, Citation, Evidence, Form, IsoDate, Link, Mention, Report, Scope
from citegraph.resolve import abroad, alike, anaphors, named, numbered
from citegraph.resolve.context import Context, said_at
from citegraph.resolve.evidence import UNLIKE, Said, Setting
from citegraph.resolve.places import Places
from citegraph.resolve.similarity import lexicon

_T = TypeVar("_T")
_BRACKET = regex.compile(r"\s*\(\s*(?:gọi\s+tắt\s+là\s+|tức\s+|là\s+)?", regex.IGNORECASE)
_TERM = regex.compile("[IVX]+")
_NEAREST = 20  # mentions on each side that another may lean on
_READ_FOR_WORDS = 20_000  # code points of a report whose words count as evidence


def resolve(report: Report, mentions: Sequence[Mention], authority: Authority) -> list[Citation]:
    """Decide which document each of `mentions` names, by the report and the known documents alone.

    Citations come in the order of the mentions. A report's own number is not a citation, nor is a demonstrative without
    an earlier mention to point to: such mentions have none.
    """
    return _Resolution(report, authority).run(mentions) if mentions else []


@dataclass(slots=True)
class _Open:
    """A mention on its way: its decision so far."""

    mention: Mention
    citation: Citation | None = None
    _said: Said | None = None

    @property
    def said(self) -> Said:
        """What is said at it."""
        if self._said is None:
            self._said = said_at(self.mention)
        return self._said

    @property
    def document(self) -> str | None:
        return self.citation.document if self.citation is not None and self.citation.decided else None


class _Resolution:
    """The resolution of one report."""

    def __init__(self, report: Report, authority: Authority) -> None:
        places = Places(report)
        setting = Setting(report.date, report.date, report.text[:_READ_FOR_WORDS], places)
        self.report = report
        self.keys: list[str] = []  # what each mention is called, plainly
        self.numbers: dict[str, list[int]] = {}  # the mentions called so
        self.context = Context(report, authority, lexicon(authority), places, setting)
        self._abroad: dict[str, bool] = {}  # by the rules of such mentions, found out when first asked for

    def run(self, mentions: Sequence[Mention]) -> list[Citation]:
        own = codes.parse(self.report.number) if self.report.number else None
        items = [
            _Open(mention)
            for mention in mentions
            if (own is None or mention.code != str(own)) and not self._of_others(mention)
        ]
        self.keys = [alike.number(item.mention) for item in items]
        for index, key in enumerate(self.keys):
            self.numbers.setdefault(key, []).append(index)
        self._decide(items)
        horizon = self._latest(items)
        if horizon is not None and horizon > (self.report.date or ""):
            # Without a date, or with one that is not the day of writing: what it cites is older than the report.
            self._set(replace(self.context.setting, date=None, horizon=horizon))
            for item in items:
                if item.document is None or item.mention.form in (Form.TITLE, Form.NAMED) or item.said.years:
                    item.citation = None
            self._decide(items)
        self._bind_anaphors(items)
        return [item.citation for item in items if item.citation is not None]

    def _of_others(self, mention: Mention) -> bool:
        """Whether the mention is of a law of another country, which a report on such may name without its land."""
        if not abroad.may_be_of_others(mention):
            return False
        if mention.rule not in self._abroad:
            self._abroad[mention.rule] = abroad.is_of_others(mention, self.report.text)
        return self._abroad[mention.rule]

    def _set(self, setting: Setting) -> None:
        self.context = self.context.at(setting)

    def _decide(self, items: list[_Open]) -> None:
        """Decide what is open: what is said in full first, then what leans on it."""
        for item in items:
            if item.citation is None and item.mention.form not in (Form.ANAPHOR, Form.SHORT):
                item.citation = self._by_itself(item)
        for index, item in enumerate(items):
            if item.citation is None and item.mention.form is Form.SHORT:
                item.citation = self._by_coreference(items, index) or self._by_itself(item)
        for item, following in pairwise(items):
            named = item.mention.form in (Form.PLENUM, Form.TITLE) and item.mention.scope is Scope.PARTY
            if item.citation is not None and named and following.document is not None:
                item.citation = self._by_bracket(item.citation, following) or item.citation
        for index, item in enumerate(items):
            if item.citation is not None and not item.citation.decided:
                item.citation = self._by_coreference(items, index) or item.citation
        for index, item in enumerate(items):
            if item.citation is not None and not item.citation.decided and item.citation.mention.scope is Scope.PARTY:
                item.citation = self._by_all_it_says(items, index) or item.citation
        self._narrow_plenums(items)

    def _narrow_plenums(self, items: list[_Open]) -> None:
        """A plenum that its own sentence leaves whole takes the one document that the report's other sentences single
        out of it.
        """
        single: dict[tuple[str, str], set[str]] = {}
        for item in items:
            if item.mention.form is Form.PLENUM and item.document and not item.document.startswith("HNTW"):
                term = item.document.rpartition("@")[2]
                single.setdefault((item.mention.plenum or "", term), set()).add(item.document)
        for item in items:
            if item.citation is None or not (item.document or "").startswith("HNTW"):
                continue
            found = single.get((item.mention.plenum or "", (item.document or "").rpartition("@")[2]), set())
            if len(found) == 1:
                document = next(iter(found))
                note = Evidence("coreference", 0.0, f"the report names {document} of this plenum")
                item.citation = self.context.citation(item.mention, document, Link.COREFERENCE, (note,))

    def _latest(self, items: Iterable[_Open]) -> IsoDate | None:
        """The latest date of anything the report surely cites: it was written no earlier.

        Against a date of its own only a document counts whose date the report itself gives.
        """
        dated = []
        for item in items:
            said = item.mention.date
            fixed = item.document is not None and item.mention.form not in (Form.TITLE, Form.NAMED)
            known = self.context.authority.get(item.document) if item.document and fixed else None
            if known is not None and known.date and (self.report.date is None or known.date == said):
                dated.append(known.date)
            elif self.report.date is None and said and not said.startswith("--"):
                dated.append(said)
        return max(dated, default=None)

    def _by_itself(self, item: _Open) -> Citation:
        mention = item.mention
        match mention.form:
            case Form.PLENUM:
                return named.plenum(self.context, mention, item.said)
            case Form.CONGRESS:
                return named.congress(self.context, mention)
            case Form.NAMED | Form.TITLE if mention.code is None:
                return named.named(self.context, mention)
        return numbered.numbered(self.context, mention, item.said)

    def _by_coreference(self, items: list[_Open], index: int) -> Citation | None:
        """The identity that another mention of the same number has in this report; the nearest before, else after."""
        mention = items[index].mention
        for other in self._of_same_number(index):
            known, there = items[other].citation, items[other].mention
            if known is None:
                continue
            # A short form follows its full form even where that is not settled: they stay undecided together.
            follows = known.decided or (mention.form is Form.SHORT and there.code is not None)
            if not follows or not alike.same_number(mention, there):
                continue
            code = known.document.partition("@")[0]
            if mention.code not in (None, there.code, code) or not self._agrees(mention, known.document):
                continue
            if self._of_other_subject(mention, there, known.document):
                continue
            note = Evidence("coreference", 0.0, f"as {there.surface!r} at {there.span.start}")
            link = Link.COREFERENCE if known.decided else Link.AMBIGUOUS
            followed: Citation = replace(
                known, mention=replace(mention, scope=known.mention.scope), link=link, evidence=(note,)
            )
            return followed
        return None

    def _of_same_number(self, index: int) -> list[int]:
        """The mentions that bear the number of the one at `index`: the nearest before it, then those after it."""
        group = self.numbers[self.keys[index]]
        at = bisect_left(group, index)
        return [*reversed(group[max(0, at - _NEAREST) : at]), *group[at + 1 : at + 1 + _NEAREST]]

    def _by_bracket(self, citation: Citation, following: _Open) -> Citation | None:
        """The identity of a document named by plenum or title whose number follows in brackets."""
        start, end = citation.mention.span.end, following.mention.span.start
        between = self.report.text[start:end]
        document = following.document
        if document is None or not _BRACKET.fullmatch(between) or document == citation.document:
            return None
        if citation.mention.form is Form.PLENUM:
            plenums = self.context.authority.plenums_of(citation.mention.plenum or "")
            if not any(document in p.documents for p in plenums):
                return None
        note = Evidence("bracket", 0.0, f"{following.mention.surface!r} follows in brackets")
        return self.context.citation(citation.mention, document, Link.COREFERENCE, (note,))

    def _agrees(self, mention: Mention, document: str) -> bool:
        """Whether nothing said at the mention speaks against `document`."""
        term = document.rpartition("@")[2]
        if mention.term is not None and _TERM.fullmatch(term) and mention.term != term:
            return False
        if mention.issuer is not None and (row := issuers.parse(mention.issuer)) is not None:
            shape = document.partition("@")[0]
            scope = (
                Scope.STATE if (code := codes.parse(shape)) is not None and code.scope is Scope.STATE else Scope.PARTY
            )
            if row.scope is not scope:
                return False
            if (
                code is not None
                and row.body
                and row.scope is Scope.PARTY
                and bodies.is_local(row.body) != bodies.is_local(code.body)
            ):
                return False
        if mention.place is not None and self._of_another_place(mention, document):
            return False
        known = self.context.authority.get(document)
        if known is None:
            return True
        return not self.context.contradicts(known, said_at(mention))

    def _of_another_place(self, mention: Mention, document: str) -> bool:
        """Whether the place said at the mention is not that of a local `document`."""
        code, part = codes.parse(document.partition("@")[0]), document.rpartition("@")[2].partition(":")[0]
        body = code.body.partition("-")[0] if code is not None else ""
        if not body or not bodies.is_local(body) or part == UNKNOWN:
            return False
        return self.context.places.of(mention, body) not in (None, part)

    def _of_other_subject(self, mention: Mention, there: Mention, document: str) -> bool:
        """Whether two mentions of one number give titles that have nothing in common: of a body that numbers anew each
        year these are two papers. Of a known document its own title tells.
        """
        if document in self.context.authority or not mention.title or not there.title:
            return False
        likeness = self.context.lexicon.likeness(mention.title, there.title)
        return likeness is not None and likeness.words < UNLIKE

    def _by_all_it_says(self, items: list[_Open], index: int) -> Citation | None:
        """The decision by what all mentions of the same document say together."""
        item = items[index]
        near = [items[other] for other in sorted([index, *self._of_same_number(index)])]
        group = [other for other in near if other.document is None and alike.same_document(item.mention, other.mention)]
        if len(group) < 2:
            return None
        parts = [other.said for other in group]
        said = Said(
            kind=item.mention.kind,
            dates=_merged(part.dates for part in parts),
            terms=_merged(part.terms for part in parts),
            issuers=_merged(part.issuers for part in parts),
            titles=_merged(part.titles for part in parts),
            aliases=_merged(part.aliases for part in parts),
            around=tuple(dict.fromkeys(wording for part in parts for wording in part.around)),
            congresses=_merged(part.congresses for part in parts),
            years=_merged(part.years for part in parts),
            plenum=item.mention.form is Form.PLENUM,
        )
        if len(said.terms) > 1:
            return None
        decided = (
            named.plenum(self.context, item.mention, said)
            if said.plenum
            else numbered.numbered(self.context, item.mention, said)
        )
        return decided if decided.decided else None

    def _bind_anaphors(self, items: list[_Open]) -> None:
        """Bind each demonstrative to one of the citations before it."""
        for index, item in enumerate(items):
            if item.mention.form is Form.ANAPHOR:
                near = (other for other in items[max(0, index - _NEAREST) : index])
                before = [o.citation for o in near if o.citation is not None and o.mention.form is not Form.ANAPHOR]
                item.citation = anaphors.bind(self.report, item.mention, before)


def _merged(parts: Iterable[tuple[_T, ...]]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(value for part in parts for value in part))
