"""A mention without a number in, its citation out: plenums, congresses, laws, names and titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date as day
from datetime import timedelta
from functools import lru_cache

from citegraph.authority import Authority, Plenum
from citegraph.knowledge.places import DISTRICT, levels_of
from citegraph.model import UNKNOWN, Candidate, Citation, Document, Evidence, IsoDate, Link, Mention, Scope
from citegraph.resolve import identity
from citegraph.resolve.context import BY_DATE, BY_TITLE, NARROWING, Context, has, link_of, said_at
from citegraph.resolve.evidence import Said, reason
from citegraph.resolve.ranking import winner

_OF_ITS_WORDS = frozenset({"title like", "words around", "several words around"})
_ALIKE = 0.7  # likeness of titles from which two may be one
_SAID_WHOLE = 0.92  # share of the words said from which a title holds them all
_BEHIND_A_BOUND = timedelta(days=200)  # a report is seldom younger than the youngest paper it cites by more
_AS_GOOD = 0.08  # by so much less alike, another version of the document is as good a reading


def plenum(context: Context, mention: Mention, said: Said) -> Citation:
    """Decide a mention of a plenum: its one document of the type, the one its words single out, or all of them."""
    number = mention.plenum or ""
    plenums = [p for p in context.authority.plenums_of(number) if not said.terms or p.term in said.terms]
    documents = [
        _passed(context, d, p) for p in plenums for d in map(context.authority.get, p.documents) if d is not None
    ]
    if not plenums:
        whole = identity.plenum(number, "")
        documents = [d for d in context.authority if d.id.startswith(whole)]
        if len(documents) == 1 and said.terms in ((), (documents[0].term,)):
            fact = Evidence("plenum", 0.0, f"no other plenum {number} is known for a document")
            return context.citation(mention, documents[0].id, Link.AUTHORITY, (fact,))
    if not documents and said.terms:  # plenums of early terms are known by the names of their papers
        documents = list(context.authority.by_alias(f"{mention.kind} Trung ương {number} khóa {said.terms[0]}"))
    same = [d for d in documents if d.kind == mention.kind]
    term = said.terms[0] if said.terms else None
    only = same or documents
    if term is not None and len(only) == 1:
        fact = Evidence("plenum", 0.0, f"the only {only[0].kind} of plenum {number}, khóa {term}")
        return context.citation(mention, only[0].id, Link.EXACT, (fact,))
    ranked = context.rank(documents, said, None)
    best = winner(ranked)
    if best is not None and _narrowed(ranked):
        return context.citation(mention, best.document, link_of(best), best.evidence)
    if term is None:
        term, why = _implied_term(context, plenums, ranked)
    else:
        why = (Evidence("term", 0.0, f"khóa {term} said"),)
    if term is None:
        return context.undecided(mention, identity.plenum(number, None), ranked)
    if not said.terms:
        return plenum(context, mention, replace(said, terms=(term,)))
    known = any(p.term == term for p in plenums)
    return context.citation(mention, identity.plenum(number, term), Link.EXACT if known else Link.MINTED, why)


def _passed(context: Context, document: Document, met: Plenum) -> Document:
    """`document` as of the day it was passed, where it was signed only after the report: news speak of it at once."""
    date = context.setting.date
    if date is None or document.date is None or met.start is None or not met.start <= date < document.date:
        return document
    return replace(document, date=met.start)


def _narrowed(ranked: Sequence[Candidate]) -> bool:
    """Whether the words said are of the best document alone, not of another of the same plenum too."""
    best, *others = ranked
    if has(best, BY_DATE | BY_TITLE):
        return True
    term = best.document.rpartition("@")[2]
    rivals = [c for c in others if c.document.endswith(f"@{term}") and has(c, _OF_ITS_WORDS)]
    return has(best, NARROWING) and not rivals


def _implied_term(
    context: Context, plenums: Sequence[Plenum], ranked: tuple[Candidate, ...]
) -> tuple[str | None, tuple[Evidence, ...]]:
    """The term of a plenum named without one: all that its documents' evidence has in common, or the running term."""
    horizon = context.setting.date
    if horizon is not None:
        running = context.authority.term_on(horizon)
        for met in plenums:
            if running is not None and met.term == running.name and met.start is not None and met.start <= horizon:
                return running.name, (reason("implied term", f"khóa {running.name} ran on {horizon}"),)
    terms = {c.document.rpartition("@")[2] for c in ranked if c.score >= ranked[0].score - 1.0} if ranked else set()
    strong = bool(ranked) and has(ranked[0], NARROWING | {"year"})
    if strong and len(terms) == 1:
        return terms.pop(), ranked[0].evidence
    return None, ()


def congress(context: Context, mention: Mention) -> Citation:
    """Decide a mention of a congress resolution: of the Party by its ordinal, of a place by ordinal and place."""
    place = None
    if mention.number is not None:
        said, levels = mention.place, levels_of(mention.issuer or "tỉnh") or (DISTRICT,)
        place = context.places.named(said, levels[-1]) if said else context.places.around(mention, levels[0])
    document = identity.congress(mention, place)
    if UNKNOWN in document:
        return context.undecided(mention, document, ())
    link = Link.EXACT if document in context.authority or mention.number is None else Link.MINTED
    said = "its years are said" if "-" in (mention.number or "") else "its ordinal is said"
    return context.citation(mention, document, link, (Evidence("congress", 0.0, said),))


def named(context: Context, mention: Mention) -> Citation:
    """A law, a document named by itself, or one known by an alias or a title."""
    if mention.name is None and mention.title is not None:
        return _titled(context, mention, said_at(mention))
    name = mention.name or mention.surface
    versions = context.authority.by_alias(name) if mention.rule == "alias" else ()
    if versions:
        scope = versions[0].scope
        return _version(context, replace(mention, scope=scope), list(versions))
    link = Link.EXACT if mention.scope is Scope.PARTY or name in context.authority else Link.MINTED
    return context.citation(mention, name, link, (Evidence("name", 0.0, "named by itself"),))


def _titled(context: Context, mention: Mention, said: Said) -> Citation:
    """A document named by its title: the version in force where several bear it."""
    alike = []
    for document, title in _entitled(context.authority, mention.kind, mention.scope):
        likeness = context.lexicon.likeness(mention.title or "", title)
        if likeness is not None and likeness.best >= _ALIKE:
            # The words may be short for a longer title: as good a reading as a title of just these words.
            alike.append((1.0 if likeness.said >= _SAID_WHOLE else likeness.whole, document))
    if not alike:
        return context.undecided(mention, f"{mention.kind} {mention.title}@{UNKNOWN}", ())
    top = max(likeness for likeness, _ in alike)
    return _version(context, mention, [document for likeness, document in alike if likeness >= top - _AS_GOOD])


@lru_cache(maxsize=128)
def _entitled(authority: Authority, kind: str | None, scope: Scope) -> tuple[tuple[Document, str], ...]:
    """The known documents of a type that have a title, with it."""
    return tuple(
        (known, known.title) for known in authority if known.title and (known.kind, known.scope) == (kind, scope)
    )


def _version(context: Context, mention: Mention, documents: list[Document]) -> Citation:
    """The one of several documents of the same name that was in force when the report was written."""
    horizon = context.setting.horizon
    said = said_at(mention)
    ranked = context.rank(documents, said, None)
    if len(documents) == 1:
        return context.citation(mention, documents[0].id, Link.AUTHORITY, ranked[0].evidence if ranked else ())
    best = winner(ranked)
    if best is not None:
        return context.citation(mention, best.document, Link.AUTHORITY, best.evidence)
    if horizon is not None and not _later_possible(context, documents, horizon):
        issued = sorted((d for d in documents if d.date and d.date <= horizon), key=lambda d: d.date or "")
        force = [d for d in issued if not _replaced(context, d, horizon)] or issued
        related = {i for d in documents for i in (*d.replaces, *d.replaced_by)}
        dated = context.setting.date is not None and len(force) == 1
        if force and (dated or all(d.id in related for d in documents)):
            fact = Evidence("in force", 0.0, f"the version of {force[-1].date} was in force on {horizon}")
            return context.citation(mention, force[-1].id, Link.AUTHORITY, (fact,))
    number = (
        documents[0].id.partition("@")[0] if len({d.id.partition("@")[0] for d in documents}) == 1 else mention.kind
    )
    return context.undecided(mention, f"{number or mention.surface}@{UNKNOWN}", ranked)


def _later_possible(context: Context, documents: list[Document], horizon: IsoDate) -> bool:
    """Whether the report may be of after a version that the horizon, no date but a lower bound, lies just before."""
    if context.setting.date is not None:
        return False
    later = [d.date for d in documents if d.date and d.date > horizon]
    limit = day.fromisoformat(f"{horizon}-12-28"[:10]) + _BEHIND_A_BOUND
    return bool(later) and min(later) <= limit.isoformat()


def _replaced(context: Context, document: Document, horizon: IsoDate) -> bool:
    later = [context.authority.get(i) for i in document.replaced_by]
    return any(r is not None and r.date is not None and r.date <= horizon for r in later)
