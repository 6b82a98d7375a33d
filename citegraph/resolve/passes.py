"""Passes: how a report is decided as a whole.

Each pass looks at all mentions of the report and decides some of those that are still open. A first round knows of the
report only what its own words say. What it decides surely tells the second round when the report was written at the
earliest and which other documents it cites; what was left open is asked once more with that. Then come the passes that
only tie mentions to what is decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from citegraph.grammar import codes
from citegraph.ids import UNKNOWN, DocumentId
from citegraph.knowledge import bodies
from citegraph.knowledge.tables import using
from citegraph.model import Citation, Form, IsoDate, Mention, Method, Report, Scope
from citegraph.records import Records
from citegraph.resolve import anaphors, by_name, by_number, coreference, jurisdiction
from citegraph.resolve.claims import NEAREST, Claims, claims_at, in_lists, lists, together
from citegraph.resolve.context import Context
from citegraph.resolve.features import Neighbour, Setting
from citegraph.resolve.localities import Localities
from citegraph.resolve.similarity import idf_index

_BRACKET = regex.compile(r"\s*\(\s*(?:gọi\s+tắt\s+là\s+|tức\s+|là\s+)?", regex.IGNORECASE)
USUAL = "usual of its plenum"
"""The reason that a plenum's resolution is the one usually meant; how sure that is, the table of plenums says."""

_PLURAL = regex.compile(r"(?:\bcác|\bnhững|\b\d+|\b(?:hai|ba|bốn|năm|sáu))\s+$", regex.IGNORECASE)
_AND_ANOTHER = regex.compile(r"\)?\s*(?:,|và)\s*(?:khóa\s+|khoá\s+)?[IVX]+\b")
_ENOUGH_OF_A_LIST = 2  # decided numbers of a list from which their term is that of the others
_READ_FOR_WORDS = 20_000  # code points of a report whose words count as evidence


def resolve(report: Report, mentions: Sequence[Mention], records: Records) -> list[Citation]:
    """Decide which document each of `mentions` names, by the report and the known documents alone.

    Citations come in the order of the mentions. A report's own number is not a citation, nor is a demonstrative without
    an earlier mention to point to: such mentions have none.
    """
    if not mentions:
        return []
    with using(records.knowledge):
        return _resolved(report, mentions, records)


def _resolved(report: Report, mentions: Sequence[Mention], records: Records) -> list[Citation]:
    own = codes.parse(report.number) if report.number else None
    ours = [
        mention
        for mention in mentions
        if (own is None or mention.code != str(own)) and not jurisdiction.is_of_another(mention, report.text)
    ]
    if not ours:
        return []
    localities = Localities(report)
    setting = Setting(report.date, report.date, report.text[:_READ_FOR_WORDS])
    context = Context(report, records, idf_index(records), localities, setting)
    items = [
        Item(mention, claims_at(mention, others))
        for mention, others in zip(ours, in_lists(report.text, ours), strict=True)
    ]
    _run(ROUND, items, context)
    learned = _learned(items, context)
    if learned != context.setting:
        context = context.at(learned)
        _reopen(items)
        _run(ROUND, items, context)
    _run(LAST, items, context)
    return [item.citation for item in items if item.citation is not None]


@dataclass
class Item:
    """A mention with its decision so far."""

    mention: Mention
    claims: Claims  # what is said at it
    citation: Citation | None = None

    @property
    def told(self) -> bool:
        """Whether a date, a term or a title is said of it."""
        return bool(self.claims.dates or self.claims.terms or self.claims.titles)

    @property
    def document(self) -> DocumentId | None:
        """The document it is decided for; None while it is open."""
        citation = self.citation
        return DocumentId.parse(citation.document) if citation is not None and citation.decided else None

    @property
    def open(self) -> bool:
        """Whether it is undecided, or a plenum as a whole, which another mention may narrow."""
        document = self.document
        return document is None or document.is_plenum


Items = list[Item]
Pass = Callable[[Items, Context], None]


def _run(passes: Iterable[Pass], items: Items, context: Context) -> None:
    for each in passes:
        each(items, context)


def decide_told(items: Items, context: Context) -> None:
    """Decide the codes that are said with a date, a term or a title."""
    for item in items:
        if item.citation is None and item.told and item.mention.code is not None:
            item.citation = _alone(item, context)


def decide_alone(items: Items, context: Context) -> None:
    """Decide by what is said at the mention itself, or, where that is no more than a code, by what is said of the code
    elsewhere in the report; numbers without their code wait for one that has it.
    """
    elsewhere = _told(items)
    for item in items:
        if item.citation is None and item.mention.form not in (Form.ANAPHOR, Form.SHORT):
            told = elsewhere.get(item.mention.code or "", [])
            item.citation = _as_told(item, told, context) or _alone(item, context)


def _told(items: Items) -> dict[str, Items]:
    """The first mentions of each code that is said with a date, a term or a title, where all are decided alike."""
    told: dict[str, Items] = defaultdict(list)
    documents: dict[str, set[DocumentId | None]] = defaultdict(set)
    for item in items:
        if item.told and item.mention.code is not None:
            told[item.mention.code].append(item)
            documents[item.mention.code].add(item.document)
    return {code: told[code][:NEAREST] for code, found in documents.items() if len(found) == 1}


def _as_told(item: Item, told: Items, context: Context) -> Citation | None:
    """The decision for a mere code that is said elsewhere with more; None where it is not."""
    if not told:
        return None
    if told[0].document is not None:
        return _following(item.mention, told[0], context)
    claims = together(item.mention, (each.claims for each in (item, *told)))
    return by_number.numbered(context, item.mention, claims) if len(claims.terms) < 2 else None


def decide_short(items: Items, context: Context) -> None:
    """Decide numbers without their code: as another mention of the number, else by themselves."""
    groups = coreference.Groups([item.mention for item in items])
    for index, item in sorted(enumerate(items), key=lambda each: not each[1].told):  # what is told first
        if item.citation is None and item.mention.form is Form.SHORT:
            item.citation = _as_another(items, groups, index, context) or _alone(item, context)


def read_brackets(items: Items, context: Context) -> None:
    """Take the number in brackets behind a plenum or title for its: "Nghị quyết Trung ương 6 (18-NQ/TW)"."""
    for item, following in pairwise(items):
        in_words = item.mention.form in (Form.PLENUM, Form.TITLE) and item.mention.scope is Scope.PARTY
        if item.citation is None or not in_words or following.citation is None or following.document is None:
            continue
        between = context.report.text[item.mention.span.end : following.mention.span.start]
        document = following.citation.document
        if document == item.citation.document or not _BRACKET.fullmatch(between):
            continue
        if item.mention.form is Form.PLENUM and not context.is_of_plenum(document, item.mention.plenum or ""):
            continue
        detail = f"{following.mention.surface!r} follows in brackets"
        item.citation = context.plain(item.mention, document, Method.COREFERENCE, "bracket", detail)


def follow(items: Items, context: Context) -> None:
    """Decide what is open as another mention of the same number."""
    groups = coreference.Groups([item.mention for item in items])
    for index, item in enumerate(items):
        if item.citation is not None and not item.citation.decided:
            item.citation = _as_another(items, groups, index, context) or item.citation


def decide_together(items: Items, context: Context) -> None:
    """Decide what is open by what all mentions that can only name the same document claim together."""
    groups = coreference.Groups([item.mention for item in items])
    for index, item in enumerate(items):
        if item.citation is None or not item.open or item.citation.mention.scope is not Scope.PARTY:
            continue
        near = (items[other] for other in sorted([index, *groups.around(index)]))
        cluster = [other for other in near if other.open and coreference.same_document(item.mention, other.mention)]
        claims = together(item.mention, (other.claims for other in cluster))
        if len(cluster) < 2 or len(claims.terms) > 1:
            continue
        found = (by_name.plenum if claims.plenum else by_number.numbered)(context, item.mention, claims)
        if found.decided:
            item.citation = found


def decide_listed(items: Items, context: Context) -> None:
    """Decide the open numbers of a list as of the term of its decided ones: lists of three and more do not mix terms.

    So it was in all of the six such lists of annotated reports.
    """
    for listed in lists(context.report.text, [item.mention for item in items]):
        decided = [document for index in listed if (document := items[index].document) is not None]
        terms = {document.term for document in decided}
        if len(decided) < _ENOUGH_OF_A_LIST or len(terms) > 1 or (term := terms.pop()) is None:
            continue
        for item in (items[index] for index in listed if items[index].document is None):
            found = by_number.numbered(context, item.mention, replace(item.claims, terms=(term,)))
            item.citation = found if found.decided else item.citation


def narrow_plenums(items: Items, context: Context) -> None:
    """Give a plenum as a whole the one document that the report's other sentences single out of it."""
    _narrow(items, context, _singled_out(items))


def narrow_by_number(items: Items, context: Context) -> None:
    """Give a plenum as a whole the one document of it that the report names by its number."""
    numbered = {str(item.document) for item in items if item.mention.number is not None}
    single = _singled_out(items)
    for key in {key for key in map(_plenum_of, items) if key is not None}:
        single[key] |= numbered.intersection(context.records.documents_of(*key))
    _narrow(items, context, single)


def _narrow(items: Items, context: Context, single: dict[tuple[str, str], set[str]]) -> None:
    for item, key in _whole_plenums(items, context):
        if len(single[key]) == 1:
            one = next(iter(single[key]))
            detail = f"the report names {one} of this plenum"
            item.citation = context.plain(item.mention, one, Method.COREFERENCE, "coreference", detail)


def narrow_by_usage(items: Items, context: Context) -> None:
    """Give a plenum as a whole the one document that is usually meant, where the report singles out none."""
    single = _singled_out(items)
    for item, key in _whole_plenums(items, context):
        met = context.records.with_usual(*key)
        known = context.records.get(met.usual or "") if met is not None and not single[key] else None
        if met is None or known is None or known.kind != item.mention.kind:
            continue
        meant, told = met.usage
        detail = f"{meant} of {told} mentions whose words tell"
        share = round((meant + 1) / (told + 2), 4)
        item.citation = context.plain(item.mention, known.id, Method.RECORD, USUAL, detail, confidence=share)


def _singled_out(items: Items) -> dict[tuple[str, str], set[str]]:
    """The documents that mentions of a plenum are decided for, by its number and term."""
    single: dict[tuple[str, str], set[str]] = defaultdict(set)
    for item in items:
        key = _plenum_of(item)
        if key is not None and item.document is not None and not item.document.is_plenum:
            single[key].add(str(item.document))
    return single


def _whole_plenums(items: Items, context: Context) -> list[tuple[Item, tuple[str, str]]]:
    """The mentions decided for a plenum as a whole that may mean one document of it, with its number and term.

    A report that names several documents of a plenum, or speaks of its resolutions, means all of them.
    """
    cited = {str(item.document) for item in items if item.document is not None}
    found, several = [], set()
    for item in items:
        if (key := _plenum_of(item)) is None:
            continue
        if len(cited.intersection(context.records.documents_of(*key))) > 1 or _is_plural(item, context):
            several.add(key)
        if item.document is not None and item.document.is_plenum:
            found.append((item, key))
    return [(item, key) for item, key in found if key not in several]


def _plenum_of(item: Item) -> tuple[str, str] | None:
    """The number and the term of the plenum that a mention names, where both are known."""
    number = item.mention.plenum
    if item.mention.form is not Form.PLENUM or number is None:
        return None
    document = item.document
    return (number, document.term) if document is not None and document.term else None


def _is_plural(item: Item, context: Context) -> bool:
    """Whether a mention speaks of the resolutions of a plenum: "các Nghị quyết Trung ương 6", but not "các Nghị quyết
    Trung ương 4 khóa XI, XII", which are one of each term.
    """
    if _AND_ANOTHER.match(context.report.text, item.mention.span.end):
        return False
    start = item.mention.span.start
    return _PLURAL.search(context.report.text[max(0, start - 20) : start]) is not None


def unite_congresses(items: Items, context: Context) -> None:
    """Take a local congress told by its years for the one told by its ordinal, where the report tells of no other."""
    told: dict[str | None, set[str]] = defaultdict(set)
    congresses = [(item, item.document) for item in items if item.mention.form is Form.CONGRESS]
    for _, document in congresses:
        if document is not None and document.sitting is not None:
            told[document.locality].add(document.sitting)
    for item, document in congresses:
        if document is None or document.sitting is None or "-" not in document.sitting:
            continue
        others = told[document.locality] - {document.sitting}
        if len(others) == 1 and "-" not in (ordinal := next(iter(others))):
            one = str(replace(document, sitting=ordinal))
            item.citation = context.plain(
                item.mention, one, Method.COREFERENCE, "coreference", f"the report names {one}"
            )


def share_localities(items: Items, context: Context) -> None:
    """Give a local paper without a place that of the others of its body in the report, where they agree."""
    localities: dict[str, set[str]] = defaultdict(set)
    for item in items:
        document = item.document
        if document is not None and document.locality is not None and item.mention.locality is not None:
            localities[_body(document)].add(document.locality)
    for item in items:
        if item.citation is None or item.citation.decided or not bodies.is_local(item.mention.body or ""):
            continue
        open_ = DocumentId.parse(item.citation.document)
        found = localities[_body(open_)]
        if len(found) == 1 and open_.term is not None:
            locality = next(iter(found))
            one = str(replace(open_, term=None, locality=locality))
            item.citation = context.plain(item.mention, one, Method.MINTED, "report's locality", locality)


def bind_demonstratives(items: Items, context: Context) -> None:
    """Bind each demonstrative ("Nghị quyết này") to one of the citations before it."""
    for index, item in enumerate(items):
        if item.mention.form is Form.ANAPHOR:
            near = items[max(0, index - NEAREST) : index]
            before = [o.citation for o in near if o.citation is not None and o.mention.form is not Form.ANAPHOR]
            item.citation = anaphors.bind(context, item.mention, before)


ROUND: tuple[Pass, ...] = (
    decide_told,
    decide_alone,
    decide_short,
    read_brackets,
    follow,
    decide_together,
    decide_listed,
    narrow_plenums,
)
"""The passes that decide, in their order; run twice."""

LAST: tuple[Pass, ...] = (narrow_by_number, narrow_by_usage, unite_congresses, share_localities, bind_demonstratives)
"""The passes that tie what is left to what is decided."""


def _alone(item: Item, context: Context) -> Citation:
    mention = item.mention
    match mention.form:
        case Form.PLENUM:
            return by_name.plenum(context, mention, item.claims)
        case Form.CONGRESS:
            return by_name.congress(context, mention)
        case Form.NAMED | Form.TITLE if mention.code is None:
            return by_name.named(context, mention)
    return by_number.numbered(context, mention, item.claims)


def _as_another(items: Items, groups: coreference.Groups, index: int, context: Context) -> Citation | None:
    """The decision of the nearest other mention of the same number that nothing said here speaks against.

    A plenum without a term follows none where the report speaks of its number in several terms.
    """
    mention = items[index].mention
    around = groups.around(index)
    if mention.form is Form.PLENUM and mention.term is None:
        terms = {items[other].mention.term for other in around} - {None}
        around = around if len(terms) < 2 else []
    return next((found for other in around if (found := _following(mention, items[other], context)) is not None), None)


def _following(mention: Mention, other: Item, context: Context) -> Citation | None:
    """The decision of another mention for this one; None where something said here speaks against it."""
    known, there = other.citation, other.mention
    if known is None or not coreference.may_follow(context, mention, there, known):
        return None
    detail = f"as {there.surface!r} at {there.span.start}"
    return context.follow(known, mention, Method.COREFERENCE, "coreference", detail)


def _body(document: DocumentId) -> str:
    return document.name.partition("/")[2]


def _learned(items: Items, context: Context) -> Setting:
    """The setting with what the first round found out: the company of each document, and a bound for the date.

    A report without a date, or with one that is not the day of writing, is younger than what it cites.
    """
    plenums = tuple(sorted({key for key in map(_plenum_of, items) if key is not None and key[1] != UNKNOWN}))
    setting = replace(context.setting, company=_company(items, context.records), plenums=plenums)
    latest = _latest(items, context)
    if latest is not None and latest > (context.report.date or ""):
        setting = replace(setting, date=None, horizon=latest)
    return setting


def _reopen(items: Items) -> None:
    """Open again what is not decided, and what the date of the report decides."""
    for item in items:
        if item.document is None or item.mention.form in (Form.TITLE, Form.NAMED) or item.claims.years:
            item.citation = None


def _company(items: Items, records: Records) -> tuple[Neighbour, ...]:
    """The numbered central documents that the report surely cites, sorted."""
    found = set()
    for item in items:
        document = item.document
        if document is None or records.term_named(document.term) is None:
            continue
        code = codes.parse(document.name)
        if code is not None and code.scope is Scope.PARTY:
            found.add(Neighbour(code.number, code.symbol, code.body, document.term or ""))
    return tuple(sorted(found))


def _latest(items: Items, context: Context) -> IsoDate | None:
    """The latest date of anything the report surely cites: it was written no earlier.

    Against a date of its own only a document counts whose date the report itself gives.
    """
    dated, dateless = [], context.report.date is None
    for item in items:
        said = item.mention.date
        fixed = item.document is not None and item.mention.form not in (Form.TITLE, Form.NAMED)
        known = context.records.get(str(item.document)) if fixed else None
        if known is not None and known.date and (dateless or known.date == said):
            dated.append(known.date)
        elif dateless and said and not said.startswith("--"):
            dated.append(said)
    return max(dated, default=None)
