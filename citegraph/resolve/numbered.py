"""A mention with a number in, its citation out, by what is said there and the known documents alone."""

from __future__ import annotations

from dataclasses import replace

from citegraph.grammar import bodies, codes, issuers, kinds
from citegraph.grammar.codes import Code
from citegraph.model import UNKNOWN, Candidate, Citation, Evidence, Link, Mention, Scope
from citegraph.resolve import identity, series
from citegraph.resolve.context import BY_DATE, BY_TITLE, TELLING, Context, has, link_of, said_at
from citegraph.resolve.evidence import Said
from citegraph.resolve.ranking import winner


def numbered(context: Context, mention: Mention, said: Said) -> Citation:
    """Decide a mention with a number: complete its code, then ask for its term, its place or its year."""
    code = identity.code_of(mention, context.setting.horizon)
    if code is not None and code.scope is Scope.STATE:
        return _state(context, replace(mention, scope=Scope.STATE), code)
    if code is None:
        row = issuers.parse(mention.issuer) if mention.issuer else None
        if row is not None and row.scope is Scope.STATE:
            mention = replace(mention, scope=Scope.STATE)
        return _short(context, mention, said)
    code = _repaired(context, mention, code, said)
    if bodies.is_local(code.body):
        return _local(context, mention, code)
    return _central(context, mention, code, said)


def _central(context: Context, mention: Mention, code: Code, said: Said) -> Citation:
    """A central document whose whole code is known: its term is what is asked."""
    known = context.authority.by_code(code)
    kind = kinds.by_name().get(mention.kind or "")
    if kind is not None and kind.symbols and code.symbol not in kind.symbols and code.symbol != "TB":
        # "Chỉ thị số 49-NQ/TW": either the type word or the symbol is a slip; a Thông báo holds any of them
        known += context.authority.by_code(replace(code, symbol=kind.symbols[0]))
    if not known and mention.code is None and (former := bodies.former(code.body)):
        known = context.authority.by_code(replace(code, body=former))
    ranked = context.rank(known, said, code.number)
    best = winner(ranked)
    term, why = context.term_said(said)
    chosen = context.authority.get(best.document) if best else None
    if chosen is not None and best is not None and (term is None or chosen.term == term or _outweighs(best)):
        return context.citation(mention, chosen.id, link_of(best), best.evidence)
    if term is None and not ranked and (only := series.only_term(context.authority, code, context.setting.horizon)):
        term, why = only[0], (only[1],)
    unknown = term is not None and not any(d.term == term for d in known)
    if unknown and not any(series.out_of_place(context.authority, code, term or "", date) for date in said.dates):
        return context.citation(mention, identity.party(str(code), term), Link.MINTED, why)
    return context.undecided(mention, identity.party(str(code), None), ranked)


def _short(context: Context, mention: Mention, said: Said) -> Citation:
    """A number without a symbol and without an issuer that completes it."""
    kind = kinds.by_name().get(mention.kind or "")
    symbols = set(kind.symbols) if kind else set()
    known = [
        document
        for document in context.authority.by_number(mention.number or "")
        if document.place is None and (document.symbol in symbols or document.kind == mention.kind)
    ]
    row = issuers.parse(mention.issuer) if mention.issuer else None
    if row is not None:
        known = [document for document in known if document.scope is row.scope]
    partys = (kind is not None and kind.scope is Scope.PARTY) or (row is not None and row.scope is Scope.PARTY)
    if not known and not partys:  # the State numbers its papers by the hundred
        symbol = kind.symbols[0] if kind and kind.symbols else ""
        if mention.rule == "type+symbol":  # until about 1996 the State often wrote no more: "Chỉ thị 326/CT"
            return _state(
                context, replace(mention, scope=Scope.STATE), Code(mention.number or "", "", symbol, Scope.STATE)
            )
        guess = f"{mention.number}/{symbol}-{UNKNOWN}@{UNKNOWN}"
        return context.undecided(replace(mention, scope=Scope.STATE), guess, ())
    ranked = context.rank(known, said, mention.number, whole=False, certain=partys)
    best = winner(ranked)
    if best is not None:
        chosen = context.authority.get(best.document)
        scope = chosen.scope if chosen else mention.scope
        return context.citation(replace(mention, scope=scope), best.document, link_of(best), best.evidence)
    shapes = {c.document.partition("@")[0] for c in ranked}
    symbol = kind.symbols[0] if kind and kind.symbols else UNKNOWN
    guess = (
        shapes.pop()
        if len(shapes) == 1
        else f"{codes.padded(mention.number or '')}-{symbol}/{'TW' if ranked else UNKNOWN}"
    )
    return context.undecided(mention, identity.party(guess, None), ranked)


def _local(context: Context, mention: Mention, code: Code) -> Citation:
    place = context.places.of(mention, code.body)
    document = identity.party(str(code), place)
    if place is None:
        return context.undecided(mention, document, ())
    by_text = mention.place is not None
    where = Evidence("place", 0.0, f"{place}, said {'with it' if by_text else 'of the report'}")
    link = Link.EXACT if document in context.authority else Link.MINTED
    return context.citation(mention, document, link, (where,))


def _state(context: Context, mention: Mention, code: Code) -> Citation:
    local = bodies.is_local(code.body.partition("-")[0])
    place = context.places.of(mention, code.body.partition("-")[0]) if local else None
    document = identity.state(str(code), mention.date, place, local=local)
    if _is_amended(
        context, mention, document
    ):  # "Luật sửa đổi … của Bộ luật Hình sự số 100/2015/QH13": the number of this
        return context.citation(mention, mention.name or "", Link.MINTED, (Evidence("name", 0.0, "named by itself"),))
    if UNKNOWN in document:
        known = [
            d
            for d in context.authority.by_code(code)
            if not mention.date or (d.date or "").startswith(mention.date[:4])
        ]
        ranked = context.rank(known, said_at(mention), None)
        best = winner(ranked)
        if best is not None and not local:
            return context.citation(mention, best.document, link_of(best), best.evidence)
        return context.undecided(mention, document, ranked)
    link = Link.EXACT if document in context.authority else Link.MINTED
    return context.citation(mention, document, link, (Evidence("number", 0.0, "the year is said"),))


def _is_amended(context: Context, mention: Mention, document: str) -> bool:
    """Whether the number behind the name of an amending law is that of the law it amends."""
    known = context.authority.get(document)
    if known is None or known.title is None or mention.rule != "law" or "sửa đổi" not in (mention.name or ""):
        return False
    return "sửa đổi" not in known.title.lower()


def _repaired(context: Context, mention: Mention, code: Code, said: Said) -> Code:
    """The code with the body that the issuer signs with, where the one printed is a slip.

    "11-NQ/TW ngày 31/5/2017 của Thành ủy Hà Nội" is a paper of the city, unless a central one of that number fits;
    "68-KH/TU của Ban Tuyên giáo Trung ương" one of that department.
    """
    row = issuers.parse(mention.issuer) if mention.issuer else None
    if row is None or row.scope is not Scope.PARTY or not row.body or row.body == code.body or mention.code is None:
        return code
    signs_locally, printed_local = bodies.is_local(row.body), bodies.is_local(code.body)
    if code.body == "TW" and signs_locally and row.body == "TU":
        ranked = context.rank(context.authority.by_code(code), replace(said, issuers=(), kind=None), None)
        fits = any(has(candidate, TELLING) for candidate in ranked[:1])
        contradicted = bool(said.dates or said.titles) and not fits
        return replace(code, body=row.body) if contradicted else code
    if printed_local and not signs_locally and row.central and row.name != "Trung ương":
        return replace(code, body=row.body)
    return code


def _outweighs(best: Candidate) -> bool:
    """Whether the title speaks for the candidate so clearly that the date said must be a slip."""
    return has(best, BY_DATE | BY_TITLE)
