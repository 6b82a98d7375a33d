"""The passes that decide a report as a whole.

Each pass examines all mentions of the report and decides some of the open ones. The first round uses only the words of
the report. Its certain decisions show the earliest date of the report and the other documents that it cites. The second
round decides the open mentions with this knowledge. The last passes link the remaining mentions to decided ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from citegraph.grammar import codes
from citegraph.i18n import message
from citegraph.ids import UNKNOWN, DocumentId
from citegraph.knowledge import bodies
from citegraph.knowledge.tables import using
from citegraph.model import Citation, Form, IsoDate, Mention, Method, Report, Scope
from citegraph.records import Records
from citegraph.resolve import (
    anaphors,
    by_name,
    by_number,
    canonical_ids,
    coreference,
    date_cues,
    foreign_laws,
    year_of_writing,
)
from citegraph.resolve.context import Context
from citegraph.resolve.document_locality import Localities
from citegraph.resolve.features import Neighbor, Setting, documents_named_in_titles, setting_of
from citegraph.resolve.merged_claims import NEAREST, Claims, claims_of_mention, merge_claims, other_numbers_in_list
from citegraph.resolve.similarity import idf_index, term_bag

_BRACKET = regex.compile(r"\s*\(\s*(?:gọi\s+tắt\s+là\s+|tức\s+|là\s+)?", regex.IGNORECASE)
USUAL = "usual of its plenum"
"""The reason for choosing the usual resolution of a plenum; the table of plenums gives its confidence."""
SEVERAL = "several titles"
"""The reason for taking a plenum as a whole: the titles of several of its documents stand behind one mention."""

_PLURAL = regex.compile(r"(?:\bcác|\bnhững|\b\d+|\b(?:hai|ba|bốn|năm|sáu))\s+$", regex.IGNORECASE)
_AND_ANOTHER = regex.compile(r"\)?\s*(?:,|và)\s*(?:khóa\s+|khoá\s+)?[IVX]+\b")
_ENUMERATION = 1_000  # code points after a plenum that may list the titles of its documents
_SHARE_NAMED = 0.6  # minimum share of a title's syllable pairs to count as named there


def resolve(report: Report, mentions: Sequence[Mention], records: Records) -> list[Citation]:
    """Decide which document each of `mentions` names, from the report and the records alone.

    Args:
        report: The report.
        mentions: Its mentions, in text order.
        records: The listed documents and the knowledge tables.

    Returns:
        Citations in the order of the mentions. The report's own number has no citation, nor has a demonstrative without
        an earlier mention.
    """
    if not mentions:
        return []
    with using(records.knowledge):
        return _resolve_in_rounds(report, mentions, records)


def _resolve_in_rounds(report: Report, mentions: Sequence[Mention], records: Records) -> list[Citation]:
    own = codes.parse(report.number) if report.number else None
    ours = [
        mention
        for mention in mentions
        if (own is None or mention.code != str(own)) and not foreign_laws.is_foreign(mention, report.text)
    ]
    if not ours:
        return []
    localities = Localities(report)
    context = Context(report, records, idf_index(records), localities, setting_of(report))
    items = [
        Item(mention, claims_of_mention(mention, others))
        for mention, others in zip(ours, other_numbers_in_list(report.text, ours), strict=True)
    ]
    _run_passes(ROUND, items, context)
    learned = _setting_after_first_round(items, context)
    if learned != context.setting:
        context = context.with_setting(learned)
        _reopen_items(items)
        _run_passes(ROUND, items, context)
    _run_passes(LAST, items, context)
    return [item.citation for item in items if item.citation is not None]


@dataclass
class Item:
    """A mention with its decision so far."""

    mention: Mention
    claims: Claims  # claims of the mention itself
    citation: Citation | None = None
    _parsed: tuple[Citation | None, DocumentId | None] = (None, None)  # the parsed id of the citation; needed often

    @property
    def has_claims(self) -> bool:
        """Whether a date, a term or a title is claimed."""
        return bool(self.claims.dates or self.claims.terms or self.claims.titles)

    @property
    def document(self) -> DocumentId | None:
        """The document it is decided for; None while undecided."""
        citation, document = self._parsed
        if citation is not self.citation:
            citation = self.citation
            document = DocumentId.parse(citation.document) if citation is not None and citation.decided else None
            self._parsed = citation, document
        return document

    @property
    def is_open(self) -> bool:
        """Whether it is undecided, or a whole plenum that another mention may narrow down."""
        document = self.document
        return document is None or document.is_plenum


Items = list[Item]
Pass = Callable[[Items, Context], None]


def _run_passes(passes: Iterable[Pass], items: Items, context: Context) -> None:
    for run_pass in passes:
        run_pass(items, context)


def decide_with_claims(items: Items, context: Context) -> None:
    """Decide codes with a claimed date, term or title."""
    for item in items:
        if item.citation is None and item.has_claims and item.mention.code is not None:
            item.citation = _decide_alone(item, context)


def decide_alone(items: Items, context: Context) -> None:
    """Decide mentions by their own claims, and a bare code by its claims elsewhere in the report.

    Numbers without a code and plenums without claims wait for a more complete mention.
    """
    elsewhere = _claimed_mentions_by_code(items)
    for item in items:
        if item.citation is None and item.mention.form is not Form.ANAPHOR and not _is_incomplete(item):
            claimed = elsewhere.get(item.mention.code or "", [])
            item.citation = _decide_from_claims_elsewhere(item, claimed, context) or _decide_alone(item, context)


def _claimed_mentions_by_code(items: Items) -> dict[str, Items]:
    """Return for each code the first mentions with a claimed date, term or title, if all have the same decision."""
    claimed: dict[str, Items] = defaultdict(list)
    documents: dict[str, set[DocumentId | None]] = defaultdict(set)
    for item in items:
        if item.has_claims and item.mention.code is not None:
            claimed[item.mention.code].append(item)
            documents[item.mention.code].add(item.document)
    return {code: claimed[code][:NEAREST] for code, found in documents.items() if len(found) == 1}


def _decide_from_claims_elsewhere(item: Item, claimed: Items, context: Context) -> Citation | None:
    """Return the decision for a bare code from its other mentions, or None."""
    if not claimed:
        return None
    if claimed[0].document is not None:
        return _follow_decision(item.mention, claimed[0], context)
    claims = merge_claims(item.mention, (other.claims for other in (item, *claimed)))
    return by_number.resolve_numbered(context, item.mention, claims) if len(claims.terms) < 2 else None


def decide_incomplete(items: Items, context: Context) -> None:
    """Decide the mentions that are still open: like another mention of the same number or plenum, else alone.

    A plenum without a term gets the term with which the report names that plenum, if it names only one.
    """
    groups = coreference.MentionGroups([item.mention for item in items])
    for index, item in sorted(enumerate(items), key=lambda pair: not pair[1].has_claims):  # those with claims first
        if item.citation is None and _is_incomplete(item):
            item.citation = (
                _decision_of_another(items, groups, index, context)
                or _decide_by_named_meeting(item, context)
                or _decide_alone(item, context)
            )


def _decide_by_named_meeting(item: Item, context: Context) -> Citation | None:
    mention = item.mention
    if mention.form is not Form.PLENUM or item.has_claims or mention.plenum is None:
        return None
    named = date_cues.terms_of_named_plenums(context.report.text)
    terms = named.get(mention.plenum) or _past_term_of_later_plenums(mention.plenum, named, context)
    return (
        by_name.resolve_plenum(context, mention, replace(item.claims, terms=tuple(terms))) if len(terms) == 1 else None
    )


def _past_term_of_later_plenums(plenum: str, named: Mapping[str, frozenset[str]], context: Context) -> frozenset[str]:
    """Return the only term of the named plenums, if all were held after `plenum`.

    Only for a report without a date or of after that term. One of that time may mean the last plenum with this number,
    of whatever term.
    """
    terms = frozenset[str]().union(*named.values())
    later = plenum.isdecimal() and all(int(number) > int(plenum) for number in named)
    if not later or len(terms) != 1:
        return frozenset()
    term = context.records.term_named(next(iter(terms)))
    written = context.report.date
    return (
        terms if written is None or (term is not None and term.end is not None and term.end < written) else frozenset()
    )


def _is_incomplete(item: Item) -> bool:
    """Whether another mention may be more complete: for a number without a code or a plenum without claims."""
    form = item.mention.form
    return form is Form.SHORT or (form is Form.PLENUM and not item.has_claims)


def resolve_by_bracketed_code(items: Items, context: Context) -> None:
    """Resolve a plenum or title to the code in brackets after it: "Nghị quyết Trung ương 6 (18-NQ/TW)"."""
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
        detail = message("why.bracket", surface=following.mention.surface)
        item.citation = context.cite_for_reason(item.mention, document, Method.COREFERENCE, "bracket", detail)


def decide_by_same_number(items: Items, context: Context) -> None:
    """Decide undecided mentions like another mention of the same number."""
    groups = coreference.MentionGroups([item.mention for item in items])
    for index, item in enumerate(items):
        if item.citation is not None and not item.citation.decided:
            item.citation = _decision_of_another(items, groups, index, context) or item.citation


def decide_by_other_names(items: Items, context: Context) -> None:
    """Decide a number without a code as the document with that number which the report also names otherwise.

    In "Khoán 10 … Nghị quyết 10" both are 10-NQ/TW.
    """
    named: dict[str, Items] = defaultdict(list)
    for item in items:
        if item.document is not None and item.mention.number is None and item.mention.form is not Form.ANAPHOR:
            named[item.document.name.partition("-")[0]].append(item)
    for item in items:
        if item.citation is None or item.citation.decided or item.mention.form is not Form.SHORT:
            continue
        same_number = named.get(codes.pad_number(item.mention.number or ""), [])
        found = [other for other in same_number if _may_be_named_otherwise(item.mention, other, context)]
        if len({other.document for other in found}) == 1 and (known := found[0].citation) is not None:
            detail = message("why.as_at", surface=known.mention.surface, at=known.mention.span.start)
            item.citation = context.cite_like(known, item.mention, Method.COREFERENCE, "coreference", detail)


def _may_be_named_otherwise(mention: Mention, other: Item, context: Context) -> bool:
    """Return whether a number without a code may belong to the document that another mention names otherwise."""
    known = context.records.get(str(other.document))
    if known is None or known.kind != mention.kind:
        return False
    return coreference.agrees_with(context, mention, DocumentId.parse(known.id))


def decide_by_joint_claims(items: Items, context: Context) -> None:
    """Decide open mentions by the joint claims of all mentions that can only name the same document."""
    groups = coreference.MentionGroups([item.mention for item in items])
    for index, item in enumerate(items):
        if item.citation is None or not item.is_open or item.citation.mention.scope is not Scope.PARTY:
            continue
        near = (items[other] for other in sorted([index, *groups.others_in_group(index)]))
        cluster = [
            other for other in near if other.is_open and coreference.must_be_same_document(item.mention, other.mention)
        ]
        claims = merge_claims(item.mention, (other.claims for other in cluster))
        if len(cluster) < 2 or len(claims.terms) > 1:
            continue
        found = (by_name.resolve_plenum if claims.plenum else by_number.resolve_numbered)(context, item.mention, claims)
        if found.decided:
            item.citation = found


def widen_plenums(items: Items, context: Context) -> None:
    """Give mentions of a plenum all of its documents if the titles of several follow one of the mentions.

    A mention with a title of its own means that document.
    """
    titles = {
        key: said
        for item in items
        if (key := _plenum_of(item)) is not None and len(said := _documents_titled_after(item, key, context)) > 1
    }
    for item in items:
        key = _plenum_of(item)
        if key not in titles or item.citation is None or item.document is None or item.document.is_plenum:
            continue
        if item.mention.title is None:
            detail, sure = ", ".join(map(context.label, titles[key])), item.citation.confidence
            whole = canonical_ids.plenum_id(*key)
            item.citation = context.cite_for_reason(item.mention, whole, Method.EXACT, SEVERAL, detail, confidence=sure)


def _documents_titled_after(item: Item, key: tuple[str, str], context: Context) -> list[str]:
    """Return the documents of a plenum whose titles follow its mention on the same line."""
    end = item.mention.span.end
    line = term_bag(context.report.text[end : end + _ENUMERATION].partition("\n")[0])
    known = filter(None, map(context.records.get, context.records.documents_of_plenum(*key)))
    titled = [(document.id, document.title) for document in known if document.title is not None]
    return [
        name for name, title in titled if context.idf_index.overlap_weight_and_share((line,), title)[1] >= _SHARE_NAMED
    ]


def narrow_by_number(items: Items, context: Context) -> None:
    """Resolve a whole plenum to the one document that the report names by number."""
    numbered = {str(item.document) for item in items if item.mention.number is not None}
    single = _decided_documents_by_plenum(items)
    for key in {key for key in map(_plenum_of, items) if key is not None}:
        single[key] |= numbered.intersection(context.records.documents_of_plenum(*key))
    _narrow_to_single(items, context, single)


def _narrow_to_single(items: Items, context: Context, single: dict[tuple[str, str], set[str]]) -> None:
    for item, key in _whole_plenums(items, context):
        if len(single[key]) == 1:
            document = next(iter(single[key]))
            detail = message("why.named_of_plenum", document=context.label(document))
            item.citation = context.cite_for_reason(item.mention, document, Method.COREFERENCE, "coreference", detail)


def resolve_by_usage(items: Items, context: Context) -> None:
    """Resolve a whole plenum to the document that is usually meant, if the report identifies none."""
    single = _decided_documents_by_plenum(items)
    for item, key in _whole_plenums(items, context):
        plenum = context.records.plenum_with_usual_document(*key)
        known = context.records.get(plenum.usual or "") if plenum is not None and not single[key] else None
        if plenum is None or known is None or known.kind != item.mention.kind:
            continue
        meant, total = plenum.usage
        detail = message("why.usual", meant=meant, told=total)
        share = round((meant + 1) / (total + 2), 4)
        item.citation = context.cite_for_reason(item.mention, known.id, Method.RECORD, USUAL, detail, confidence=share)


def _decided_documents_by_plenum(items: Items) -> dict[tuple[str, str], set[str]]:
    """Return the decided documents of a plenum's mentions, by its number and term."""
    single: dict[tuple[str, str], set[str]] = defaultdict(set)
    for item in items:
        key = _plenum_of(item)
        if key is not None and item.document is not None and not item.document.is_plenum:
            single[key].add(str(item.document))
    return single


def _whole_plenums(items: Items, context: Context) -> list[tuple[Item, tuple[str, str]]]:
    """Return the mentions of whole plenums that may mean one document, with number and term.

    A report that names several documents of a plenum, or its "resolutions" in the plural, means all of them.
    """
    cited = {str(item.document) for item in items if item.document is not None}
    found, several = [], set()
    for item in items:
        if (key := _plenum_of(item)) is None:
            continue
        of_plenum = cited.intersection(context.records.documents_of_plenum(*key))
        if len(of_plenum) > 1 or _is_plural(item, context) or len(_documents_titled_after(item, key, context)) > 1:
            several.add(key)
        if item.document is not None and item.document.is_plenum:
            found.append((item, key))
    return [(item, key) for item, key in found if key not in several]


def _plenum_of(item: Item) -> tuple[str, str] | None:
    """Return the number and term of the plenum that a mention names, or None if either is unknown."""
    number = item.mention.plenum
    if item.mention.form is not Form.PLENUM or number is None:
        return None
    document = item.document
    return (number, document.term) if document is not None and document.term else None


def _is_plural(item: Item, context: Context) -> bool:
    """Return whether a mention means several resolutions of a plenum: "các Nghị quyết Trung ương 6".

    "các Nghị quyết Trung ương 4 khóa XI, XII" means one resolution per term.
    """
    if _AND_ANOTHER.match(context.report.text, item.mention.span.end):
        return False
    start = item.mention.span.start
    return _PLURAL.search(context.report.text[max(0, start - 20) : start]) is not None


def unite_congresses(items: Items, context: Context) -> None:
    """Resolve a local congress named without its ordinal to the one named with it, if the report names no other."""
    sittings: dict[str | None, set[str]] = defaultdict(set)
    congresses = [
        (item, DocumentId.parse(item.citation.document))
        for item in items
        if item.mention.form is Form.CONGRESS and item.citation is not None
    ]
    for item, named in congresses:
        if item.document is not None and named.sitting is not None:
            sittings[named.locality].add(named.sitting)
    for item, named in congresses:
        others = sittings[named.locality] - {named.sitting}
        if named.sitting is None or not _lacks_ordinal(named.sitting) or len(others) != 1:
            continue
        if not _lacks_ordinal(ordinal := next(iter(others))):
            united = str(replace(named, sitting=ordinal))
            detail = message("why.named", document=context.label(united))
            item.citation = context.cite_for_reason(item.mention, united, Method.COREFERENCE, "coreference", detail)


def _lacks_ordinal(sitting: str) -> bool:
    """Return whether a local congress is named without its ordinal, by its years ("2020-2025") or without them."""
    return sitting == UNKNOWN or "-" in sitting


def share_localities(items: Items, context: Context) -> None:
    """Give a local document the locality of others with the same body in the report, if these agree."""
    localities: dict[str, set[str]] = defaultdict(set)
    for item in items:
        document = item.document
        if document is not None and document.locality is not None and item.mention.locality is not None:
            localities[_body_of(document)].add(document.locality)
    for item in items:
        if item.citation is None or item.citation.decided or not bodies.is_local_symbol(item.mention.body or ""):
            continue
        open_ = DocumentId.parse(item.citation.document)
        found = localities[_body_of(open_)]
        if len(found) == 1 and open_.term is not None:
            locality = next(iter(found))
            resolved = str(replace(open_, term=None, locality=locality))
            item.citation = context.cite_for_reason(
                item.mention, resolved, Method.MINTED, "report's locality", locality
            )


def bind_anaphors(items: Items, context: Context) -> None:
    """Resolve each demonstrative ("Nghị quyết này") to an earlier citation."""
    for index, item in enumerate(items):
        if item.mention.form is Form.ANAPHOR:
            near = items[max(0, index - NEAREST) : index]
            before = [o.citation for o in near if o.citation is not None and o.mention.form is not Form.ANAPHOR]
            item.citation = anaphors.resolve_anaphor(context, item.mention, before)


ROUND: tuple[Pass, ...] = (
    decide_with_claims,
    decide_alone,
    decide_incomplete,
    resolve_by_bracketed_code,
    decide_by_same_number,
    decide_by_other_names,
    decide_by_joint_claims,
    widen_plenums,
)
"""The deciding passes, in order; run twice."""

LAST: tuple[Pass, ...] = (narrow_by_number, resolve_by_usage, unite_congresses, share_localities, bind_anaphors)
"""The passes that link remaining mentions to decided ones."""


def _decide_alone(item: Item, context: Context) -> Citation:
    mention = item.mention
    match mention.form:
        case Form.PLENUM:
            return by_name.resolve_plenum(context, mention, item.claims)
        case Form.CONGRESS:
            return by_name.resolve_congress(context, mention)
        case Form.NAMED | Form.TITLE if mention.code is None:
            return by_name.resolve_named(context, mention)
    return by_number.resolve_numbered(context, mention, item.claims)


def _decision_of_another(
    items: Items, groups: coreference.MentionGroups, index: int, context: Context
) -> Citation | None:
    """Return the decision of the nearest other mention of the same number that this mention's claims do not contradict.

    A plenum without a term follows none if the report names plenums with this number in several terms.
    """
    mention = items[index].mention
    around = groups.others_in_group(index)
    if mention.form is Form.PLENUM and mention.term is None:
        terms = {items[other].mention.term for other in around} - {None}
        around = around if len(terms) < 2 else []
    return next(
        (found for other in around if (found := _follow_decision(mention, items[other], context)) is not None), None
    )


def _follow_decision(mention: Mention, other: Item, context: Context) -> Citation | None:
    """Return the decision of another mention for this one; None if a claim of this mention contradicts it."""
    known, there = other.citation, other.mention
    if known is None or not coreference.may_corefer(context, mention, there, known):
        return None
    detail = message("why.as_at", surface=there.surface, at=there.span.start)
    return context.cite_like(known, mention, Method.COREFERENCE, "coreference", detail)


def _body_of(document: DocumentId) -> str:
    return document.name.partition("/")[2]


def _setting_after_first_round(items: Items, context: Context) -> Setting:
    """Return the setting with the results of the first round: the cited documents, and a bound for the date.

    A report without a date, or whose date is not that of writing, is later than the documents it cites.
    """
    plenums = tuple(sorted({key for key in map(_plenum_of, items) if key is not None and key[1] != UNKNOWN}))
    company = _certainly_cited_documents(items, context.records)
    named = documents_named_in_titles(company, context.records)
    setting = replace(context.setting, neighbors=company, plenums=plenums, named=named)
    latest = _latest_cited_date(items, context)
    if context.report.date is None and (year := year_of_writing.latest_year(setting.text)) is not None:
        latest = max(latest or "", str(year))
    if latest is not None and latest > (context.report.date or ""):
        setting = replace(setting, date=None, horizon=latest)
    return setting


def _reopen_items(items: Items) -> None:
    """Reopen undecided mentions, and those that depend on the date of the report."""
    for item in items:
        if item.document is None or item.mention.form in (Form.TITLE, Form.NAMED) or item.claims.years:
            item.citation = None


def _certainly_cited_documents(items: Items, records: Records) -> tuple[Neighbor, ...]:
    """Return the numbered central documents that the report cites for certain, sorted."""
    found = set()
    for item in items:
        document = item.document
        if document is None or records.term_named(document.term) is None:
            continue
        code = codes.parse(document.name)
        if code is not None and code.scope is Scope.PARTY:
            found.add(Neighbor(code.number, code.symbol, code.body, document.term or ""))
    return tuple(sorted(found))


def _latest_cited_date(items: Items, context: Context) -> IsoDate | None:
    """Return the latest date of the certain citations; the report is not earlier.

    If the report has a date, only documents whose date the report itself gives are counted.
    """
    dated, dateless = [], context.report.date is None
    for item in items:
        claimed = item.mention.date
        fixed = item.document is not None and item.mention.form not in (Form.TITLE, Form.NAMED)
        known = context.records.get(str(item.document)) if fixed else None
        if known is not None and known.date and (dateless or known.date == claimed):
            dated.append(known.date)
            if dateless and item.claims.years:  # "tổng kết 10 năm thực hiện" is written about ten years later
                dated.append(str(int(known.date[:4]) + max(item.claims.years) - 1))
        elif dateless and claimed and not claimed.startswith("--"):
            dated.append(claimed)
    return max(dated, default=None)
