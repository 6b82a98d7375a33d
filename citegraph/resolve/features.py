"""Features that compare a candidate document with the claims of the report.

A comparison examines one property, such as the date, and yields at most one level: "date", "date slip", "other date".
Each level is a feature. `score` has the weights; this module decides which levels hold, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from citegraph.grammar import issuers
from citegraph.grammar.codes import Code
from citegraph.i18n import message
from citegraph.ids import PLENUM, DocumentId
from citegraph.knowledge import bodies, kinds
from citegraph.model import Document, IsoDate, Report, Scope, Status, is_day
from citegraph.records import Records
from citegraph.records.number_series import (
    HIGH_NUMBER,
    Reach,
    is_future_number,
    is_in_order,
    is_out_of_order,
    numbers_in_series,
    order_value,
    position_in_series,
)
from citegraph.records.title_references import codes_in_title, documents_named_in_title
from citegraph.resolve import canonical_ids
from citegraph.resolve.date_cues import named_congresses
from citegraph.resolve.merged_claims import Claims
from citegraph.resolve.similarity import IdfIndex, TermBag, term_bag

UNLIKE = 0.15
"""Share of common words below which two titles belong to two documents."""

_SAME_TITLE, _MUCH_LIKE, _LIKE = 0.92, 0.78, 0.45  # similarity of titles, 0 to 1
# Minimum weight and minimum share of a title's syllable pairs. A pair weighs ln(N / n), where n of the N known titles
# contain it: a pair in one of a hundred titles weighs 4.6.
_AROUND = (5.5, 0.08)
_PHRASE = 8.0  # minimum weight of a phrase, a run of a title's pairs
_ENOUGH_WORDS = 25.0  # total weight above which further pairs add nothing
_MOST = (16.0, 0.5)  # minimum weight and minimum share of a title's pairs that are most of it
_THROUGHOUT = (8.0, 0.25)  # minimum weight and minimum share of a title's pairs in the whole report
_MUCH_OF_A_TITLE = 20.0  # weight of pairs in a report or its opening above which more pairs add nothing
_SHORT_REPORT = 500  # content words up to which a report has few words of a title by chance
_READ_FOR_WORDS = 20_000  # characters at the beginning of a report that show its subject
_OPENING = 600  # characters, about its title and first paragraph
_IN_OPENING = (5.5, 0.1)  # minimum weight and minimum share of a title's pairs in the opening
_ABSENT = (3.0, 12.0)  # maximum weight in the report, for a title of at least the second weight
_LONG_ENOUGH = 40  # content words that a report needs to show its subject
_ENOUGH_COMPANY = 2  # minimum other documents to infer something from their terms
_ENOUGH_LISTED = 2  # minimum other numbers of a list to infer its term
_WELL_LISTED = tuple(f"/{symbol}" for symbol in bodies.SHARED_SYMBOLS)
_LONGEST_AGO = 9  # terms; so long ago counts twice as much as three terms
_LATER = 2  # years by which an undated report may be later than its latest citation


class Neighbor(NamedTuple):
    """A numbered document that the report cites for certain."""

    number: str
    symbol: str
    body: str
    term: str

    @property
    def id(self) -> str:
        """Its canonical id."""
        return canonical_ids.party_id(str(Code(self.number, self.symbol, self.body, Scope.PARTY)), self.term)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known about the report: its date, its earliest possible date, and its text for word evidence."""

    date: IsoDate | None
    horizon: IsoDate | None  # its date, else the latest date of its citations
    text: str
    opening: str = ""  # its title and first lines, which tell its subject
    neighbors: tuple[Neighbor, ...] = ()  # numbered central documents cited for certain
    plenums: tuple[tuple[str, str], ...] = ()  # number and term of plenums cited for certain
    named: Mapping[str, str] = field(default_factory=dict)  # documents that titles of neighbors name, and whose


def setting_of(report: Report) -> Setting:
    """Return what is known about a report before any citation in it is decided."""
    opening = "\n".join((report.title or "", report.text[:_OPENING]))
    return Setting(report.date, report.date, report.text[:_READ_FOR_WORDS], opening)


def documents_named_in_titles(company: Iterable[Neighbor], records: Records) -> dict[str, str]:
    """Return the documents that titles of other documents name by code, each with one of these.

    Args:
        company: The documents that a report cites for certain, sorted.
        records: The listed documents.
    """
    return {named: other.id for other in company for named in documents_named_in_title(records, other.id)}


class Pair(NamedTuple):
    """A document and the claims to compare it with."""

    document: Document  # status MINTED for an unlisted document
    claims: Claims
    setting: Setting
    records: Records
    idf_index: IdfIndex


Level = tuple[str, str] | tuple[str, str, float]
"""The level of a comparison that holds, its detail and, if it is not 1, its value."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A property to compare, with its possible levels and their meanings."""

    name: str
    levels: dict[str, str]
    compare: Callable[[Pair], Level | None]
    listed: bool = False  # whether it needs data that only listed documents have


class Feature(NamedTuple):
    """A level that holds for a pair."""

    level: str
    detail: str
    value: float = 1.0


def compare(pair: Pair) -> list[Feature]:
    """Return every level that holds, in the order of COMPARISONS."""
    comparisons = _OF_UNLISTED if pair.document.status is Status.MINTED else COMPARISONS
    return [Feature(*level) for comparison in comparisons if (level := comparison.compare(pair)) is not None]


def contradicts(pair: Pair) -> bool:
    """Return whether a claimed date, term or title contradicts the document."""
    document, claims = pair.document, pair.claims
    if claims.terms and document.term is not None and document.term not in claims.terms:
        return True
    dated = _compare_date(pair)
    if dated is not None and dated[0] == "date out of term":
        return True
    subject = _compare_subject(pair)
    return subject is not None and subject[0] in ("other title", "another's title")


def speaks_of_another_subject(pair: Pair) -> bool:
    """Return whether the claimed title, or all words of the report, contradict the document's title."""
    subject = _compare_subject(pair)
    return subject is not None and subject[0] in ("other title", "another's title", "other subject")


@lru_cache(maxsize=4)
def report_words(text: str) -> TermBag:
    """Return the content words of a report, computed at first use."""
    return TermBag(text)


def _compare_date(pair: Pair) -> Level | None:
    """Compare the claimed dates; a date in another term counts only if no other date fits."""
    levels = [level for date in pair.claims.dates if (level := _date_level(pair, date)) is not None]
    return next((level for level in levels if level[0] != "date out of term"), levels[0] if levels else None)


def _date_level(pair: Pair, claimed: IsoDate) -> Level | None:
    known = pair.document.date
    if claimed.startswith("--"):
        if known is not None:
            return ("date slip", message("why.day_of", known=known)) if known[5:] == claimed[2:] else None
        claimed = _last_such_day(claimed, pair.setting.date)
        if not claimed:
            return None
    if known is not None:
        exact = min(len(claimed), len(known))
        if claimed[:exact] == known[:exact]:
            return "date" if exact > 4 else "year", message("why.known", said=claimed, known=known)
        if len(claimed) == len(known) == 10 and _is_date_slip(claimed, known):
            return "date slip", message("why.known", said=claimed, known=known)
    if pair.document.term is None:
        return None
    if not _is_in_term(pair, claimed):
        return "date out of term", message("why.not_in_term", said=claimed, term=pair.document.term)
    if known is not None:
        return None
    in_order = pair.document.status is Status.MINTED and is_in_order(pair.records, pair.document, claimed)
    return "date in order" if in_order else "date in term", message(
        "why.in_term", said=claimed, term=pair.document.term
    )


def _is_in_term(pair: Pair, claimed: IsoDate) -> bool:
    term = pair.records.term_named(pair.document.term)
    return term is None or claimed.startswith("--") or term.covers(claimed)


def _is_dated_in_term(pair: Pair) -> bool:
    """Return whether a claimed day lies in the document's term."""
    return any(is_day(date) and _is_in_term(pair, date) for date in pair.claims.dates)


def _last_such_day(day_and_month: IsoDate, report: IsoDate | None) -> IsoDate:
    """Return the last such date before that of the report: "--10-22" → "2018-10-22"; "" if that date is unknown."""
    if report is None or len(report) < 10:
        return ""
    year = int(report[:4]) - (day_and_month[2:] > report[5:])
    return f"{year}-{day_and_month[2:]}"


def _is_date_slip(claimed: IsoDate, known: IsoDate) -> bool:
    """Return whether two full dates differ by one misprint: one part wrong, or day and month exchanged."""
    a, b = claimed.split("-"), known.split("-")
    wrong = sum(x != y for x, y in zip(a, b, strict=True))
    if a[0] != b[0] and abs(int(a[0]) - int(b[0])) > 1:
        return False
    return wrong == 1 or (a[0] == b[0] and a[1] == b[2] and a[2] == b[1])


def _compare_term(pair: Pair) -> Level | None:
    claimed, known = pair.claims.terms, pair.document.term
    if not claimed or known is None:
        return None
    if known in claimed:
        return "term", message("why.term", term=known)
    return "other term", message("why.term_known", said=claimed[0], known=known)


def _compare_name(pair: Pair) -> Level | None:
    aliases = {alias.casefold() for alias in pair.document.aliases}
    return ("alias", pair.claims.names[0]) if any(name.casefold() in aliases for name in pair.claims.names) else None


def _compare_subject(pair: Pair) -> Level | None:
    """Compare the document's title with the claimed title, the sentence and the report, and return the best level."""
    title = pair.document.title
    if title is None:
        return None
    named = pair.claims.title_codes
    if named and (own := codes_in_title(title)) and named.isdisjoint(own):
        return "another's title", ", ".join(sorted(named))
    whole = next((said for said in pair.claims.titles if pair.idf_index.is_whole_title_of_another(said, title)), None)
    if whole is not None:
        return "another's title", whole
    likeness, detail = _title_similarity(pair, title)
    if likeness >= _SAME_TITLE:
        return "title", detail
    if likeness >= _MUCH_LIKE:
        return "title much like", detail
    another = next((said for said in pair.claims.titles if pair.idf_index.is_title_of_another(said, title)), None)
    if another is not None:
        return "another's title", another
    weight, share = pair.idf_index.overlap_weight_and_share(pair.claims.around, title)
    least, part = _AROUND
    if weight >= least and share >= part:
        return (
            "words around",
            message("why.share", percent=round(share * 100), title=title),
            min(weight, _ENOUGH_WORDS) / 10 * (1 + share),
        )
    if _occurs_in_report(pair, title):
        return None
    if _is_title_absent(pair, title):
        return "other subject", title
    claimed = [
        x.words for claimed in pair.claims.titles if (x := pair.idf_index.title_similarity(claimed, title)) is not None
    ]
    return ("other title", detail) if claimed and likeness < _LIKE and max(claimed) < UNLIKE else None


def _compare_title_with_sentence(pair: Pair) -> Level | None:
    """Compare the document's title with the sentence: a phrase is stronger evidence than single words."""
    title = pair.document.title
    if title is None or not (weight := pair.idf_index.phrase_weight(pair.claims.around, title, _PHRASE)):
        return None
    return "phrase around", message("why.phrase", title=title), min(weight, _ENOUGH_WORDS) / 10


def _title_similarity(pair: Pair, title: str) -> tuple[float, str]:
    """Return the similarity of the claimed title to the document's title, or to its usual subject."""
    likeness = pair.idf_index.title_similarity
    best = max((x.best for claimed in pair.claims.titles if (x := likeness(claimed, title)) is not None), default=0.0)
    subjects = [alias for alias in pair.document.aliases if alias.startswith("về ")]
    usual = max(
        (x.best for claimed in pair.claims.titles for s in subjects if (x := likeness(claimed, s)) is not None),
        default=0.0,
    )
    if best < _MUCH_LIKE and usual >= _SAME_TITLE:
        return _MUCH_LIKE, message("why.usual_subject", subject=subjects[0])
    return best, message("why.like", likeness=round(best, 2), title=title)


def _is_title_absent(pair: Pair, title: str) -> bool:
    """Return whether the words of a title occur nowhere in the report."""
    text, idf_index = pair.setting.text, pair.idf_index
    words = report_words(text)
    least, whole = _ABSENT
    if words.size < _LONG_ENOUGH or idf_index.title_weight(title) < whole:
        return False
    return idf_index.overlap_weight_and_share((words, *pair.claims.around), title)[0] < least


def _occurs_in_report(pair: Pair, title: str) -> bool:
    """Return whether most words of a title occur in the report, which then does not speak against it."""
    weight, share = pair.idf_index.overlap_weight_and_share((report_words(pair.setting.text),), title)
    least, part = _MOST
    return weight >= least and share >= part


def _compare_title_with_report(pair: Pair) -> Level | None:
    """Compare the document's title with the whole report."""
    title = pair.document.title
    if title is None:
        return None
    words = report_words(pair.setting.text)
    weight, share = pair.idf_index.overlap_weight_and_share((words,), title)
    least, part = _THROUGHOUT
    if weight < least or share < part:
        return None
    amount = share**2 * min(weight, _MUCH_OF_A_TITLE) / 5 * sqrt(_SHORT_REPORT / max(words.size, _SHORT_REPORT))
    return "words of the report", message("why.share", percent=round(share * 100), title=title), amount


def _compare_title_with_opening(pair: Pair) -> Level | None:
    """Compare the document's title with the title and the first lines of the report, which tell its subject."""
    title = pair.document.title
    if title is None or not pair.setting.opening:
        return None
    weight, share = pair.idf_index.overlap_weight_and_share((term_bag(pair.setting.opening),), title)
    least, part = _IN_OPENING
    if weight < least or share < part:
        return None
    amount = share * min(weight, _MUCH_OF_A_TITLE) / 10
    return "words of the opening", message("why.share", percent=round(share * 100), title=title), amount


def _compare_congress(pair: Pair) -> Level | None:
    """Compare the congress in the document's title with those in the text: some titles recur for each congress."""
    claimed, title = pair.claims.congresses, pair.document.title
    if not claimed or title is None or not (own := named_congresses(title)):
        return None
    return None if set(own).isdisjoint(claimed) else ("its congress", title)


def _compare_issuer(pair: Pair) -> Level | None:
    known = pair.document.issuer
    if known is None:
        return None
    for printed in pair.claims.issuers:
        row = issuers.parse(printed)
        if row is None or issuers.is_vague(row):
            continue
        former = bodies.former_symbol(row.body or "")  # "Quân ủy Trung ương" on a document under its former name
        if row.body == pair.document.body and row.body not in bodies.SHARED_SYMBOLS:
            return None  # the symbol gives the same information
        if row.name in known or ("plenum" in row.flags and "Chấp hành" in known):
            return None
        if former is not None and former == pair.document.body:
            return None
        return "other issuer", message("why.known", said=printed, known=known)
    return None


def _compare_kind(pair: Pair) -> Level | None:
    claimed, known = pair.claims.kind, pair.document.kind
    if not claimed or not known or claimed == "Văn bản":
        return None
    return (
        None
        if claimed in known or known in claimed
        else ("other kind", message("why.known", said=claimed, known=known))
    )


def _compare_age(pair: Pair) -> Level | None:
    """Compare the claimed age; years are counted up to about the date of the report, or to an earlier date."""
    known, claimed, setting = pair.document.date, pair.claims.years, pair.setting
    if not claimed or known is None or setting.horizon is None:
        return None
    age = int(setting.horizon[:4]) - int(known[:4])
    later = 0 if setting.date is not None else _LATER  # an undated report was written on the horizon date or later
    detail = message("why.years", years=max(claimed), known=known)
    if any(n - 1 - later <= age <= n + 1 for n in claimed):
        return "years since", detail
    return ("longer ago", detail) if age > max(claimed) + 1 else None


def possible_documents(
    documents: Iterable[Document], claims: Claims, setting: Setting, records: Records
) -> list[Document]:
    """Return the documents that a report may cite, given its date.

    An unlisted document whose number was not reached yet counts only if no listed one does.
    """
    found = [document for document in documents if not is_too_late(document, claims, setting)]
    if setting.date is None or not any(document.status is Status.KNOWN for document in found):
        return found
    return [document for document in found if not _is_not_issued_yet(document, claims, setting.date, records)]


def _is_not_issued_yet(document: Document, claims: Claims, written: IsoDate, records: Records) -> bool:
    unlisted = document.status is Status.MINTED and document.number is not None and document.term is not None
    return (
        unlisted
        and claims.kind not in kinds.kind_names_with_flag("apart")
        and is_future_number(records, document, written)
    )


def is_too_late(document: Document, claims: Claims, setting: Setting) -> bool:
    """Return whether a document is later than the report, or than the claimed years in force allow."""
    issued, written, horizon = document.date, setting.date, setting.horizon
    if issued is None or horizon is None:
        return False
    if written is not None and issued[: len(written)] > written[: len(issued)]:
        return True
    if not claims.years or (written is None and issued == horizon):  # the horizon may be the document itself
        return False
    later = 0 if written is not None else _LATER
    return int(horizon[:4]) - int(issued[:4]) < max(claims.years) - 1 - later


def _compare_term_in_force(pair: Pair) -> Level | None:
    horizon, document = pair.setting.horizon, pair.document
    if horizon is None:
        return None
    distance = _terms_ago(document.term, horizon, pair.records)
    detail = message("why.term", term=document.term or "")
    if distance == 0:
        claims = pair.claims
        told = claims.terms or any(map(pair.idf_index.listed_title_prefixes, claims.titles))
        implied = claims.plenum and not told and pair.setting.date is not None
        return "implied term" if implied else "term in force", detail
    if distance is not None and distance < 0:
        return "term to come", detail
    if distance is None or distance <= 2 or pair.claims.years:  # by years it is compared more closely
        return None
    return "long past", detail, (min(distance, _LONGEST_AGO) + 3) / 6


@lru_cache(maxsize=8192)
def _terms_ago(term: str | None, horizon: IsoDate, records: Records) -> int | None:
    """Return how many congress terms before the one on `horizon` the `term` was; None if either is unknown."""
    running = records.term_on(horizon)
    terms = [known.name for known in records.terms]
    return terms.index(running.name) - terms.index(term) if running is not None and term in terms else None


def _compare_with_neighbors(pair: Pair) -> Level | None:
    """Compare with the other certain citations: reports tend to cite documents of one term."""
    document, company = pair.document, pair.setting.neighbors
    if (namer := pair.setting.named.get(document.id)) is not None:
        return "named by a document of the report", message(
            "why.named_by", document=canonical_ids.document_label(namer, None)
        )
    for number, term in pair.setting.plenums:
        if document.id in pair.records.documents_of_plenum(number, term) and not pair.claims.plenum:
            return "of a plenum of the report", message("why.plenum", plenum=number, term=term)
    if document.term is None or document.number is None or len(company) < _ENOUGH_COMPANY:
        return None
    if any(other.term == document.term for other in company):
        return None
    return "not a term of the report", message("why.not_of_term", n=len(company), term=document.term)


def _compare_plenum(pair: Pair) -> Level | None:
    """Compare the plenum that passed the document, as stated, with the known one."""
    said, passed = pair.claims.passed, pair.records.plenums_of_document(pair.document.id)
    if not said or not passed:
        return None
    numbers = {met.number.partition(" ")[0] for met in passed}
    if not any(number.partition(" ")[0] in numbers for number in said):
        return None
    return "plenum", message("why.known", said=said[0], known=", ".join(sorted(numbers)))


def _compare_with_listed_numbers(pair: Pair) -> Level | None:
    """Return whether the term has documents with all other numbers in the list: lists rarely mix terms."""
    document, others = pair.document, pair.claims.listed
    if len(others) < _ENOUGH_LISTED or document.term is None or document.number is None:
        return None
    series = numbers_in_series(pair.records, document.symbol, document.body, document.term)
    if not all(order_value(number) in series for number in others):
        return None
    return "list of its term", message("why.listed", numbers=", ".join(others), term=document.term)


def _compare_with_series(pair: Pair) -> Level | None:
    """Compare the number of an unlisted document with its series."""
    document = pair.document
    if document.status is not Status.MINTED:
        return None
    if document.number is None:
        listed = _plenum_has_listed_documents(pair.records, DocumentId.parse(document.id))
        label = canonical_ids.document_label(document.id, document.kind)
        if not pair.claims.titles:
            dated = pair.setting.date is not None or document.term in pair.claims.terms
            return "whole plenum" if listed or dated else "plenum without documents", label
        return ("whole plenum with a title", label) if listed else None
    number = message("why.number", number=document.number)
    if document.term is None:
        return None if _names_party_document(pair) else ("another's document", number)
    for date in pair.claims.dates if pair.claims.kind not in kinds.kind_names_with_flag("apart") else ():
        if is_out_of_order(pair.records, document, date):
            return "out of order", message("why.number_dated", number=document.number, date=date)
    if not is_series_well_listed(document.id):
        return "unlisted of a department", number
    found = position_in_series(pair.records, document)
    if found in (Reach.BEYOND, Reach.BEYOND_FEW) and not _is_dated_in_term(pair):
        return found.value, number
    return "unlisted high number" if order_value(document.number) > HIGH_NUMBER else "unlisted", number


def _plenum_has_listed_documents(records: Records, whole: DocumentId) -> bool:
    """Return whether a plenum has listed documents, one of which a title can identify."""
    number = whole.name.removeprefix(PLENUM)
    return any(met.documents for met in records.plenums_with_number(number) if met.term == whole.term)


def is_series_well_listed(document: str) -> bool:
    """Return whether most documents of the series are listed; of departments, only a few are."""
    return DocumentId.parse(document).name.endswith(_WELL_LISTED)


def _names_party_document(pair: Pair) -> bool:
    """Return whether a mention without a symbol names a document of the Party, by its kind, issuer or term."""
    kind = kinds.by_name().get(pair.claims.kind or "")
    issuer = next((row for row in map(issuers.parse, pair.claims.issuers) if row is not None), None)
    if (kind is not None and kind.scope is Scope.PARTY) or (issuer is not None and issuer.scope is Scope.PARTY):
        return True
    return bool(pair.claims.terms)  # only the Party numbers its documents by terms


COMPARISONS = (
    Comparison(
        "date",
        {
            "date": "the date said is the document's",
            "date slip": "the date said differs in one part, as a slip would",
            "year": "the year said is the document's",
            "date in order": "the date said lies between those of the numbers before and after it",
            "date in term": "the date said lies in the term of a document whose own is not known",
            "date out of term": "the date said lies in another term",
        },
        _compare_date,
    ),
    Comparison(
        "term",
        {"term": "the term said is the document's", "other term": "the term said is not the document's"},
        _compare_term,
    ),
    Comparison("name", {"alias": "it is known by just this name"}, _compare_name, listed=True),
    Comparison(
        "subject",
        {
            "title": "the title said is the document's",
            "title much like": "the title said is much like the document's",
            "another's title": "the title said is that of another document",
            "words around": "words of the document's title stand around the mention: the more telling, the more",
            "other title": "the title said has nothing of the document's",
            "other subject": "no telling word of the document's title stands anywhere in the report",
        },
        _compare_subject,
        listed=True,
    ),
    Comparison(
        "report",
        {"words of the report": "words of the document's title run through the report: the more of them, the more"},
        _compare_title_with_report,
        listed=True,
    ),
    Comparison(
        "opening",
        {"words of the opening": "words of the document's title stand at the beginning of the report"},
        _compare_title_with_opening,
        listed=True,
    ),
    Comparison(
        "phrase",
        {"phrase around": "a phrase of the document's title stands around the mention: the longer, the more"},
        _compare_title_with_sentence,
        listed=True,
    ),
    Comparison(
        "congress",
        {"its congress": "the congress named around is the one of the document's title"},
        _compare_congress,
        listed=True,
    ),
    Comparison(
        "issuer",
        {"other issuer": "the issuer said is another of the same symbol"},
        _compare_issuer,
        listed=True,
    ),
    Comparison("kind", {"other kind": "the kind word is another of the same symbol"}, _compare_kind),
    Comparison(
        "age",
        {
            "years since": "as many years lie between it and the report as it is said to be carried out",
            "longer ago": "more years lie between it and the report",
        },
        _compare_age,
        listed=True,
    ),
    Comparison(
        "term in force",
        {
            "term in force": "it is of the term that ran on the report's date",
            "implied term": "a plenum named without a term is one of the running term",
            "term to come": "it is of a term after all that an undated report speaks of",
            "long past": "it is of three terms ago or more: the longer ago, the less",
        },
        _compare_term_in_force,
    ),
    Comparison(
        "company",
        {
            "named by a document of the report": "the title of a document that the report surely cites names it",
            "of a plenum of the report": "it is of a plenum whose resolutions the report cites as such",
            "not a term of the report": "none of the documents that the report surely cites is of this term",
        },
        _compare_with_neighbors,
    ),
    Comparison(
        "plenum",
        {"plenum": "the plenum said is the one that passed it"},
        _compare_plenum,
        listed=True,
    ),
    Comparison(
        "list",
        {"list of its term": "its term has documents of all the numbers that stand in one list with it"},
        _compare_with_listed_numbers,
    ),
    Comparison(
        "series",
        {
            "unlisted": "a document that is not listed; its term used such a number",
            "unlisted high number": "a document that is not listed; its term used such a high number",
            "unlisted of a department": "a document of a department that is not listed",
            "beyond the series": "a document that is not listed; its term's series hardly went so far",
            "beyond the few known": "a document that is not listed; the few known numbers of its term are much lower",
            "whole plenum": "all documents of the plenum together",
            "whole plenum with a title": "all documents of the plenum together, though a title is said: one of them",
            "plenum without documents": "no document of the plenum is listed, and neither date nor term speaks for it",
            "out of order": "a document that is not listed; its number and the date said do not go together",
            "another's document": "some other document with this number, of the Party, the State or anybody",
        },
        _compare_with_series,
    ),
)

_OF_UNLISTED = tuple(comparison for comparison in COMPARISONS if not comparison.listed)

MEANINGS: dict[str, str] = {
    level: meaning for comparison in COMPARISONS for level, meaning in comparison.levels.items()
}
"""The meaning of each level."""
