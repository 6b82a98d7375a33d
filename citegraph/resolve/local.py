"""One report with its mentions in, its citations out: the report's own words first, then the known documents.

Every mention is first decided by what is said at it. What stays open takes the identity that another mention of the same
number has in the report, then what all mentions of the number say together. Where the report bears no date the latest
document it surely cites tells when it was written at the earliest, and the open mentions are asked once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from citegraph.authority import Authority
from citegraph.grammar import bodies, codes, issuers, kinds
from citegraph.grammar.codes import Code
from citegraph.model import (
    UNKNOWN,
    Candidate,
    Citation,
    Document,
    Evidence,
    Form,
    IsoDate,
    Link,
    Mention,
    Report,
    Scope,
)
from citegraph.resolve import identity
from citegraph.resolve.evidence import Said, Setting, rank, reason, weigh, winner
from citegraph.resolve.places import Places
from citegraph.resolve.similarity import content, lexicon

# Evidence that two documents of one number hardly share.
_BY_DATE = frozenset({"date", "date slip"})
_BY_TITLE = frozenset({"title", "title much like"})
_TELLING = _BY_DATE | _BY_TITLE | {"year", "title like"}
_NARROWING = _BY_DATE | _BY_TITLE | {"title like", "words around"}
# Types that the State numbers by the hundred: an unknown bare number of theirs is no Party document.
_MOSTLY_STATE = frozenset({"Quyết định", "Nghị quyết", "Chỉ thị"})
_BRACKET = regex.compile(r"\s*\(\s*(?:gọi\s+tắt\s+là\s+|tức\s+|là\s+)?", regex.IGNORECASE)
_SUBORDINATE = regex.compile(r"(?:sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ)[^.;\n]{0,40}$", regex.IGNORECASE)


def resolve(report: Report, mentions: Sequence[Mention], authority: Authority) -> list[Citation]:
    """Decide which document each of `mentions` names, by the report and the known documents alone.

    Citations come in the order of the mentions. A report's own number is not a citation, nor is a demonstrative without
    an earlier mention to point to: such mentions have none.
    """
    return _Resolution(report, authority).run(mentions)


@dataclass(slots=True)
class _Open:
    """A mention on its way: its decision so far."""

    mention: Mention
    citation: Citation | None = None

    @property
    def document(self) -> str | None:
        return self.citation.document if self.citation is not None and self.citation.decided else None


class _Resolution:
    """The resolution of one report."""

    def __init__(self, report: Report, authority: Authority) -> None:
        self.report = report
        self.authority = authority
        self.lexicon = lexicon(authority)
        self.places = Places(report)
        self.setting = Setting(report.date, report.date, frozenset())

    def run(self, mentions: Sequence[Mention]) -> list[Citation]:
        own = codes.parse(self.report.number) if self.report.number else None
        items = [_Open(mention) for mention in mentions if own is None or mention.code != str(own)]
        if any(m.form is not Form.FULL or m.scope is Scope.PARTY for m in mentions):
            self.setting = replace(self.setting, words=frozenset(content(self.report.text[:20_000])))
        self._decide(items)
        horizon = self._latest(items)
        if horizon is not None and horizon > (self.report.date or ""):
            # Without a date, or with one that is not the day of writing: what it cites is older than the report.
            self.setting = replace(self.setting, date=None, horizon=horizon)
            for item in items:
                if item.document is None or item.mention.form in (Form.TITLE, Form.NAMED):
                    item.citation = None
            self._decide(items)
        self._bind_anaphors(items)
        return [item.citation for item in items if item.citation is not None]

    def _decide(self, items: list[_Open]) -> None:
        """Decide what is open: what is said in full first, then what leans on it."""
        for item in items:
            if item.citation is None and item.mention.form not in (Form.ANAPHOR, Form.SHORT):
                item.citation = self._by_itself(item.mention)
        for index, item in enumerate(items):
            if item.citation is None and item.mention.form is Form.SHORT:
                item.citation = self._by_coreference(items, index) or self._by_itself(item.mention)
        for item, following in pairwise(items):
            named = item.mention.form in (Form.PLENUM, Form.TITLE) and item.mention.scope is Scope.PARTY
            if item.citation is not None and named and following.document is not None:
                item.citation = self._by_bracket(item.citation, following) or item.citation
        for index, item in enumerate(items):
            if item.citation is not None and not item.citation.decided:
                item.citation = self._by_coreference(items, index) or item.citation
        for item in items:
            if item.citation is not None and not item.citation.decided and item.citation.mention.scope is Scope.PARTY:
                item.citation = self._by_all_it_says(items, item) or item.citation

    def _latest(self, items: Iterable[_Open]) -> IsoDate | None:
        """The latest date of anything the report surely cites: it was written no earlier.

        Against a date of its own only a document counts whose date the report itself gives.
        """
        dated = []
        for item in items:
            said = item.mention.date
            known = self.authority.get(item.document) if item.document else None
            if known is not None and known.date and (self.report.date is None or known.date == said):
                dated.append(known.date)
            elif self.report.date is None and said and not said.startswith("--"):
                dated.append(said)
        return max(dated, default=None)

    # One mention by itself

    def _by_itself(self, mention: Mention) -> Citation:
        match mention.form:
            case Form.PLENUM:
                return self._plenum(mention, self._said(mention))
            case Form.CONGRESS:
                return self._congress(mention)
            case Form.NAMED | Form.TITLE if mention.code is None:
                return self._named(mention)
        return self._numbered(mention, self._said(mention))

    def _said(self, mention: Mention) -> Said:
        rest = mention.quote[: mention.quote_at] + " " + mention.quote[mention.quote_at + len(mention.surface) :]
        names = [mention.surface]
        if mention.kind and mention.number:
            names.append(f"{mention.kind} {mention.number}")
        return Said(
            kind=mention.kind,
            dates=(mention.date,) if mention.date else (),
            terms=(mention.term,) if mention.term else (),
            issuers=(mention.issuer,) if mention.issuer else (),
            titles=(mention.title,) if mention.title else (),
            aliases=tuple(names),
            around=frozenset(content(rest)),
            plenum=mention.form is Form.PLENUM,
        )

    def _numbered(self, mention: Mention, said: Said) -> Citation:
        code = identity.code_of(mention, self.setting.horizon)
        if code is not None and code.scope is Scope.STATE:
            return self._state(replace(mention, scope=Scope.STATE), code)
        if code is None:
            row = issuers.parse(mention.issuer) if mention.issuer else None
            if row is not None and row.scope is Scope.STATE:
                mention = replace(mention, scope=Scope.STATE)
            return self._short(mention, said)
        code = self._repaired(mention, code, said)
        if bodies.is_local(code.body):
            return self._local(mention, code)
        return self._central(mention, code, said)

    def _central(self, mention: Mention, code: Code, said: Said) -> Citation:
        """A central document whose whole code is known: its term is what is asked."""
        known = self.authority.by_code(code)
        kind = kinds.by_name().get(mention.kind or "")
        if kind is not None and kind.symbols and code.symbol not in kind.symbols:
            # "Chỉ thị số 49-NQ/TW": either the type word or the symbol is a slip
            known += self.authority.by_code(replace(code, symbol=kind.symbols[0]))
        ranked = self._rank(known, said, code.number)
        best = winner(ranked)
        term, why = self._term_said(said)
        chosen = self.authority.get(best.document) if best else None
        if chosen is not None and best is not None and (term is None or chosen.term == term or _outweighs(best)):
            return self._citation(mention, chosen.id, _link(best), best.evidence)
        if term is not None and not any(d.term == term for d in known):
            return self._citation(mention, identity.party(str(code), term), Link.MINTED, why)
        return self._undecided(mention, identity.party(str(code), None), ranked)

    def _short(self, mention: Mention, said: Said) -> Citation:
        """A number without a symbol and without an issuer that completes it."""
        kind = kinds.by_name().get(mention.kind or "")
        symbols = set(kind.symbols) if kind else set()
        known = [
            document
            for document in self.authority.by_number(mention.number or "")
            if document.place is None and (document.symbol in symbols or document.kind == mention.kind)
        ]
        row = issuers.parse(mention.issuer) if mention.issuer else None
        if row is not None:
            known = [document for document in known if document.scope is row.scope]
        if not known and (mention.scope is Scope.STATE or mention.kind in _MOSTLY_STATE):
            symbol = next(iter(symbols), "")
            guess = f"{mention.number}/{symbol}-{UNKNOWN}@{UNKNOWN}"
            return self._undecided(replace(mention, scope=Scope.STATE), guess, ())
        ranked = self._rank(known, said, mention.number, whole=False)
        best = winner(ranked)
        if best is not None:
            chosen = self.authority.get(best.document)
            scope = chosen.scope if chosen else mention.scope
            return self._citation(replace(mention, scope=scope), best.document, _link(best), best.evidence)
        shapes = {c.document.partition("@")[0] for c in ranked}
        symbol = kind.symbols[0] if kind and kind.symbols else UNKNOWN
        guess = (
            shapes.pop()
            if len(shapes) == 1
            else f"{codes.padded(mention.number or '')}-{symbol}/{'TW' if ranked else UNKNOWN}"
        )
        return self._undecided(mention, identity.party(guess, None), ranked)

    def _local(self, mention: Mention, code: Code) -> Citation:
        place = self.places.of(mention, code.body)
        document = identity.party(str(code), place)
        if place is None:
            return self._undecided(mention, document, ())
        by_text = mention.place is not None
        where = Evidence("place", 0.0, f"{place}, said {'with it' if by_text else 'of the report'}")
        link = Link.EXACT if document in self.authority else Link.MINTED
        return self._citation(mention, document, link, (where,))

    def _state(self, mention: Mention, code: Code) -> Citation:
        local = bodies.is_local(code.body.partition("-")[0])
        place = self.places.of(mention, code.body.partition("-")[0]) if local else None
        document = identity.state(str(code), mention.date, place, local=local)
        if UNKNOWN in document:
            known = [
                d
                for d in self.authority.by_code(code)
                if not mention.date or (d.date or "").startswith(mention.date[:4])
            ]
            ranked = self._rank(known, self._said(mention), None)
            best = winner(ranked)
            if best is not None and not local:
                return self._citation(mention, best.document, _link(best), best.evidence)
            return self._undecided(mention, document, ranked)
        link = Link.EXACT if document in self.authority else Link.MINTED
        return self._citation(mention, document, link, (Evidence("number", 0.0, "the number says its year"),))

    def _plenum(self, mention: Mention, said: Said) -> Citation:
        number = mention.plenum or ""
        plenums = [p for p in self.authority.plenums_of(number) if not said.terms or p.term in said.terms]
        documents = [d for p in plenums for d in map(self.authority.get, p.documents) if d is not None]
        if not plenums:
            whole = identity.plenum(number, "")
            documents = [d for d in self.authority if d.id.startswith(whole)]
            if len(documents) == 1 and said.terms in ((), (documents[0].term,)):
                fact = Evidence("plenum", 0.0, f"no other plenum {number} is known for a document")
                return self._citation(mention, documents[0].id, Link.AUTHORITY, (fact,))
        same = [d for d in documents if d.kind == mention.kind]
        term = said.terms[0] if said.terms else None
        only = same or documents
        if term is not None and len(only) == 1:
            fact = Evidence("plenum", 0.0, f"the only {only[0].kind} of plenum {number}, khóa {term}")
            return self._citation(mention, only[0].id, Link.EXACT, (fact,))
        ranked = self._rank(documents, said, None)
        best = winner(ranked)
        if best is not None and _has(best, _NARROWING):
            return self._citation(mention, best.document, _link(best), best.evidence)
        if term is None:
            term, why = self._implied_term(plenums, ranked)
        else:
            why = (Evidence("term", 0.0, f"khóa {term} said"),)
        if term is None:
            return self._undecided(mention, identity.plenum(number, None), ranked)
        if not said.terms:
            return self._plenum(mention, replace(said, terms=(term,)))
        known = any(p.term == term for p in plenums)
        return self._citation(mention, identity.plenum(number, term), Link.EXACT if known else Link.MINTED, why)

    def _implied_term(
        self, plenums: Sequence[object], ranked: tuple[Candidate, ...]
    ) -> tuple[str | None, tuple[Evidence, ...]]:
        """The term of a plenum named without one: all that its documents' evidence has in common, or the running term."""
        met = [p for p in plenums if getattr(p, "start", None)]
        horizon = self.setting.date
        if horizon is not None:
            running = self.authority.term_on(horizon)
            for plenum in met:
                if running is not None and plenum.term == running.name and plenum.start <= horizon:  # type: ignore[attr-defined]
                    return running.name, (reason("implied term", f"khóa {running.name} ran on {horizon}"),)
        terms = {c.document.rpartition("@")[2] for c in ranked if c.score >= ranked[0].score - 1.0} if ranked else set()
        strong = bool(ranked) and _has(ranked[0], _NARROWING | {"year"})
        if strong and len(terms) == 1:
            return terms.pop(), ranked[0].evidence
        return None, ()

    def _congress(self, mention: Mention) -> Citation:
        place = None
        if mention.number is not None:
            said = mention.place or None
            rank_ = "province" if mention.issuer in (None, "tỉnh", "thành phố") else "district"
            place = said or self.places.at(rank_)
        document = identity.congress(mention, place)
        if UNKNOWN in document:
            return self._undecided(mention, document, ())
        link = Link.EXACT if document in self.authority or mention.number is None else Link.MINTED
        return self._citation(mention, document, link, (Evidence("congress", 0.0, "its ordinal is said"),))

    def _named(self, mention: Mention) -> Citation:
        """A law, a document named by itself, or one known by an alias or a title."""
        if mention.name is None and mention.title is not None:
            return self._titled(mention, self._said(mention))
        name = mention.name or mention.surface
        versions = self.authority.by_alias(name) if mention.rule == "alias" else ()
        if versions:
            scope = versions[0].scope
            return self._version(replace(mention, scope=scope), list(versions))
        link = Link.EXACT if mention.scope is Scope.PARTY or name in self.authority else Link.MINTED
        return self._citation(mention, name, link, (Evidence("name", 0.0, "named by itself"),))

    def _titled(self, mention: Mention, said: Said) -> Citation:
        """A document named by its title: the version in force where several bear it."""
        alike = []
        for document in self.authority:
            if document.title and document.kind == mention.kind and document.scope is Scope.PARTY:
                likeness = self.lexicon.likeness(mention.title or "", document.title)
                if likeness is not None and likeness.best >= 0.7:
                    alike.append((likeness.best, document))
        if not alike:
            return self._undecided(mention, f"{mention.kind} {mention.title}@{UNKNOWN}", ())
        top = max(likeness for likeness, _ in alike)
        return self._version(mention, [document for likeness, document in alike if likeness >= top - 0.08])

    def _version(self, mention: Mention, documents: list[Document]) -> Citation:
        """The one of several documents of the same name that was in force when the report was written."""
        horizon = self.setting.horizon
        said = self._said(mention)
        ranked = self._rank(documents, said, None)
        if len(documents) == 1:
            return self._citation(mention, documents[0].id, Link.AUTHORITY, ranked[0].evidence if ranked else ())
        best = winner(ranked)
        if best is not None:
            return self._citation(mention, best.document, Link.AUTHORITY, best.evidence)
        if horizon is not None:
            issued = sorted((d for d in documents if d.date and d.date <= horizon), key=lambda d: d.date or "")
            force = [d for d in issued if not self._replaced(d, horizon)] or issued
            related = {i for d in documents for i in (*d.replaces, *d.replaced_by)}
            if force and (len(force) == 1 or all(d.id in related for d in documents)):
                fact = Evidence("in force", 0.0, f"the version of {force[-1].date} was in force on {horizon}")
                return self._citation(mention, force[-1].id, Link.AUTHORITY, (fact,))
        number = (
            documents[0].id.partition("@")[0] if len({d.id.partition("@")[0] for d in documents}) == 1 else mention.kind
        )
        return self._undecided(mention, f"{number or mention.surface}@{UNKNOWN}", ranked)

    def _replaced(self, document: Document, horizon: IsoDate) -> bool:
        later = [self.authority.get(i) for i in document.replaced_by]
        return any(r is not None and r.date is not None and r.date <= horizon for r in later)

    # The rest of the report

    def _by_coreference(self, items: list[_Open], index: int) -> Citation | None:
        """The identity that another mention of the same number has in this report; the nearest before, else after."""
        mention = items[index].mention
        order = [*range(index - 1, -1, -1), *range(index + 1, len(items))]
        for other in order:
            known, there = items[other].citation, items[other].mention
            if known is None or not _same_number(mention, there):
                continue
            # A short form follows its full form even where that is not settled: they stay undecided together.
            follows = known.decided or (mention.form is Form.SHORT and there.code is not None)
            if not follows or not self._agrees(mention, known.document):
                continue
            note = Evidence("coreference", 0.0, f"as {there.surface!r} at {there.span.start}")
            link = Link.COREFERENCE if known.decided else Link.AMBIGUOUS
            return replace(known, mention=replace(mention, scope=known.mention.scope), link=link, evidence=(note,))
        return None

    def _by_bracket(self, citation: Citation, following: _Open) -> Citation | None:
        """The identity of a document named by plenum or title whose number follows in brackets."""
        start, end = citation.mention.span.end, following.mention.span.start
        between = self.report.text[start:end]
        document = following.document
        if document is None or not _BRACKET.fullmatch(between) or document == citation.document:
            return None
        if citation.mention.form is Form.PLENUM:
            plenums = self.authority.plenums_of(citation.mention.plenum or "")
            if not any(document in p.documents for p in plenums):
                return None
        note = Evidence("bracket", 0.0, f"{following.mention.surface!r} follows in brackets")
        return self._citation(citation.mention, document, Link.COREFERENCE, (note,))

    def _agrees(self, mention: Mention, document: str) -> bool:
        """Whether nothing said at the mention speaks against `document`."""
        term = document.rpartition("@")[2]
        if mention.term is not None and regex.fullmatch("[IVX]+", term) and mention.term != term:
            return False
        if mention.code is not None and not document.startswith(f"{mention.code}@"):
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
        known = self.authority.get(document)
        if known is None:
            return True
        candidate = weigh(known, replace(self._said(mention), kind=None), self.setting, self.authority, self.lexicon)
        return not any(e.name in ("other date", "other term", "other title") for e in candidate.evidence)

    def _by_all_it_says(self, items: list[_Open], item: _Open) -> Citation | None:
        """The decision by what all mentions of the same document say together."""
        group = [
            other.mention for other in items if other.document is None and _same_document(item.mention, other.mention)
        ]
        if len(group) < 2:
            return None
        parts = [self._said(mention) for mention in group]
        said = Said(
            kind=item.mention.kind,
            dates=_merged(part.dates for part in parts),
            terms=_merged(part.terms for part in parts),
            issuers=_merged(part.issuers for part in parts),
            titles=_merged(part.titles for part in parts),
            aliases=_merged(part.aliases for part in parts),
            around=frozenset().union(*(part.around for part in parts)),
            plenum=item.mention.form is Form.PLENUM,
        )
        if len(said.terms) > 1:
            return None
        decided = self._plenum(item.mention, said) if said.plenum else self._numbered(item.mention, said)
        return decided if decided.decided else None

    def _bind_anaphors(self, items: list[_Open]) -> None:
        """Bind each demonstrative to the nearest earlier mention of its type that is not a mere amendment of another."""
        for index, item in enumerate(items):
            if item.mention.form is not Form.ANAPHOR:
                continue
            earlier = [
                other
                for other in items[:index]
                if other.mention.form is not Form.ANAPHOR
                and other.mention.kind == item.mention.kind
                and other.citation is not None
            ]
            main = [other for other in earlier if not self._subordinate(other.mention)] or earlier
            if main and main[-1].citation is not None:
                target = main[-1].citation
                note = Evidence(
                    "demonstrative", 0.0, f"points to {target.mention.surface!r} at {target.mention.span.start}"
                )
                mention = replace(item.mention, scope=target.mention.scope)
                item.citation = replace(
                    target, mention=mention, link=Link.ANAPHOR if target.decided else Link.AMBIGUOUS, evidence=(note,)
                )

    def _subordinate(self, mention: Mention) -> bool:
        start = mention.span.start
        return _SUBORDINATE.search(self.report.text, max(0, start - 60), start) is not None

    # Steps they share

    def _rank(
        self, documents: Iterable[Document], said: Said, number: str | None, *, whole: bool = True
    ) -> tuple[Candidate, ...]:
        known = list(documents)
        weighed = [weigh(document, said, self.setting, self.authority, self.lexicon) for document in known]
        lone = len(known) == 1 and self.authority.lone_series(known[0])
        return rank(weighed, number=number, whole=whole, lone_series=lone)

    def _term_said(self, said: Said) -> tuple[str | None, tuple[Evidence, ...]]:
        """The term that what is said settles by itself, and the reason."""
        for date in said.dates:
            full = self._completed(date)
            if full is not None and (term := self._only_term(full)) is not None:
                return term, (Evidence("date", 0.0, f"{full} lies in khóa {term}"),)
        if said.terms:
            return said.terms[0], (Evidence("term", 0.0, f"khóa {said.terms[0]} said"),)
        return None, ()

    def _completed(self, date: IsoDate) -> IsoDate | None:
        """A day and month without a year take the last such day before the report."""
        if not date.startswith("--"):
            return date
        if self.report.date is None or len(self.report.date) < 10:
            return None
        year = int(self.report.date[:4]) - (date[2:] > self.report.date[5:])
        return f"{year}-{date[2:]}"

    def _only_term(self, date: IsoDate) -> str | None:
        """The term of `date`, where it lies in one only."""
        fitting = [term.name for term in self.authority.terms if term.covers(date)]
        return fitting[0] if len(fitting) == 1 else None

    def _repaired(self, mention: Mention, code: Code, said: Said) -> Code:
        """The code with the body that the issuer signs with, where the one printed is a slip.

        "11-NQ/TW ngày 31/5/2017 của Thành ủy Hà Nội" is a paper of the city, unless a central one of that number fits;
        "68-KH/TU của Ban Tuyên giáo Trung ương" one of that department.
        """
        row = issuers.parse(mention.issuer) if mention.issuer else None
        if row is None or row.scope is not Scope.PARTY or not row.body or row.body == code.body or mention.code is None:
            return code
        signs_locally, printed_local = bodies.is_local(row.body), bodies.is_local(code.body)
        if code.body == "TW" and signs_locally and row.body == "TU":
            ranked = self._rank(self.authority.by_code(code), replace(said, issuers=(), kind=None), None)
            fits = any(_has(candidate, _TELLING) for candidate in ranked[:1])
            contradicted = bool(said.dates or said.titles) and not fits
            return replace(code, body=row.body) if contradicted else code
        if printed_local and not signs_locally and row.central and row.name != "Trung ương":
            return replace(code, body=row.body)
        return code

    def _citation(self, mention: Mention, document: str, link: Link, evidence: tuple[Evidence, ...]) -> Citation:
        return Citation(report=self.report.id, mention=mention, document=document, link=link, evidence=evidence)

    def _undecided(self, mention: Mention, document: str, ranked: tuple[Candidate, ...]) -> Citation:
        return Citation(
            report=self.report.id, mention=mention, document=document, link=Link.AMBIGUOUS, candidates=ranked
        )


def _outweighs(best: Candidate) -> bool:
    """Whether the title speaks for the candidate so clearly that the date said must be a slip."""
    return _has(best, _BY_DATE | _BY_TITLE)


def _has(candidate: Candidate, names: frozenset[str]) -> bool:
    return any(e.name in names for e in candidate.evidence)


def _link(best: Candidate) -> Link:
    return Link.EXACT if _has(best, _BY_DATE | {"term"}) else Link.AUTHORITY


def _same_number(one: Mention, other: Mention) -> bool:
    """Whether two mentions bear the same number and types of the same symbol, so that one may be the other's short form."""
    if one.form is Form.PLENUM or other.form is Form.PLENUM:
        return one.form is other.form and one.plenum == other.plenum
    if not one.number or not other.number or one.number.lstrip("0") != other.number.lstrip("0"):
        return _year_left_out(one, other)
    return _same_symbol(one, other)


def _year_left_out(one: Mention, other: Mention) -> bool:
    """Whether a short form leaves out the year that the full form prints: "Nghị định 15" of 15/2020/NĐ-CP."""
    if not one.number or not other.number or "/" in one.number:
        return False
    head, _, year = other.number.partition("/")
    return bool(year) and head.lstrip("0") == one.number.lstrip("0") and _same_symbol(one, other)


def _same_symbol(one: Mention, other: Mention) -> bool:
    if one.kind and other.kind and one.kind == other.kind:
        return True
    return bool(_symbols(one) & _symbols(other))


def _symbols(mention: Mention) -> set[str]:
    if mention.symbol:
        return {mention.symbol}
    kind = kinds.by_name().get(mention.kind or "")
    return set(kind.symbols) if kind else set()


def _same_document(one: Mention, other: Mention) -> bool:
    """Whether two undecided mentions can only mean the same document."""
    if Form.ANAPHOR in (one.form, other.form) or one.scope is not other.scope:
        return False
    return _same_number(one, other) and (one.code == other.code or None in (one.code, other.code))


def _merged(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for part in parts for value in part))
