"""Features that compare a candidate document with what the report claims.

A comparison looks at one thing, such as the date, and finds at most one of its levels: "date", "date slip", "other
date". Each level that is found is a feature with a weight, which `score` knows; here is only what holds and why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from citegraph.grammar import issuers
from citegraph.ids import PLENUM, DocumentId
from citegraph.knowledge import bodies, kinds
from citegraph.model import Document, IsoDate, Scope, Status
from citegraph.records import Records
from citegraph.records.series import HIGH_NUMBER, Reach, numbers, out_of_order, reach, value
from citegraph.resolve.claims import Claims
from citegraph.resolve.cues import congresses_ahead
from citegraph.resolve.similarity import IdfIndex, TermBag

UNLIKE = 0.15
"""Share of their words that two titles have in common below which they are of two documents."""

_SAME_TITLE, _MUCH_LIKE, _LIKE = 0.92, 0.78, 0.45  # likeness of titles, 0 to 1
# Least weight and least share of a title's pairs of syllables. A pair weighs ln(N / n), where n of the N known titles
# have it: one that a title in a hundred has weighs 4.6.
_AROUND = (5.5, 0.08)
_ENOUGH_WORDS = 25.0  # weight of pairs beyond which more tell no more
_THROUGHOUT = (16.0, 0.5)
_ABSENT = (3.0, 12.0)  # a title of at least the second weight, of which the report holds less than the first
_LONG_ENOUGH = 40  # telling words from which a report speaks of the subject of what it cites
_ENOUGH_COMPANY = 2  # other documents from which their terms tell anything
_ENOUGH_LISTED = 2  # other numbers of a list from which they tell a term
_SHARED_SYMBOLS = ("TW", "HNTW")  # of several issuers: the Central Committee, the Political Bureau, the Secretariat
_WELL_LISTED = tuple(f"/{symbol}" for symbol in _SHARED_SYMBOLS)
_LATER = 2  # years by which a report without a date may be younger than the latest it cites


class Neighbour(NamedTuple):
    """A numbered document of a term that the report surely cites."""

    number: str
    symbol: str
    body: str
    term: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the report: its date, the earliest day it can be of, and the text whose words count."""

    date: IsoDate | None
    horizon: IsoDate | None  # the date, else the latest date of anything it cites
    text: str
    company: tuple[Neighbour, ...] = ()  # the numbered central documents that it surely cites
    plenums: tuple[tuple[str, str], ...] = ()  # number and term of those whose documents it surely cites


class Pair(NamedTuple):
    """A document beside the claims about the one that is meant."""

    document: Document  # of status MINTED where it stands for a document that no table has
    claims: Claims
    setting: Setting
    records: Records
    idf_index: IdfIndex


Level = tuple[str, str] | tuple[str, str, float]
"""The level of a comparison that holds, the detail that shows it, and, where not just 1, how much of it there is."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing to compare, with the levels it can have and what each means."""

    name: str
    levels: dict[str, str]
    compare: Callable[[Pair], Level | None]
    listed: bool = False  # whether it looks at what only a listed document has


class Feature(NamedTuple):
    """A level that holds for a pair."""

    level: str
    detail: str
    value: float = 1.0


def compare(pair: Pair) -> list[Feature]:
    """Every level that holds, in the order of COMPARISONS."""
    comparisons = _OF_UNLISTED if pair.document.status is Status.MINTED else COMPARISONS
    return [Feature(*level) for comparison in comparisons if (level := comparison.compare(pair)) is not None]


def contradicts(pair: Pair) -> bool:
    """Whether the date, the term or the title claimed speaks against the document."""
    document, claims = pair.document, pair.claims
    if claims.terms and document.term is not None and document.term not in claims.terms:
        return True
    if claims.dates and _by_date(pair) is None and not any(_is_in_term(pair, date) for date in claims.dates):
        return True
    subject = _by_subject(pair)
    return subject is not None and subject[0] == "other title"


@lru_cache(maxsize=4)
def report_words(text: str) -> TermBag:
    """The telling words of a report, found when a decision first asks for them."""
    return TermBag(text)


def _by_date(pair: Pair) -> Level | None:
    for date in pair.claims.dates:
        if (level := _dated(pair, date)) is not None:
            return level
    return None


def _dated(pair: Pair, said: IsoDate) -> Level | None:
    known = pair.document.date
    if said.startswith("--"):
        if known is not None:
            return ("date slip", f"day and month of {known}") if known[5:] == said[2:] else None
        said = _last(said, pair.setting.date)
        if not said:
            return None
    if known is not None:
        exact = min(len(said), len(known))
        if said[:exact] == known[:exact]:
            return "date" if exact > 4 else "year", f"{said}, known {known}"
        if len(said) == len(known) == 10 and _is_slip(said, known):
            return "date slip", f"{said}, known {known}"
    if known is not None or pair.document.term is None:
        return None
    return ("date in term", f"{said} lies in khóa {pair.document.term}") if _is_in_term(pair, said) else None


def _is_in_term(pair: Pair, said: IsoDate) -> bool:
    term = pair.records.term_named(pair.document.term)
    return term is None or said.startswith("--") or term.covers(said)


def _last(day_and_month: IsoDate, report: IsoDate | None) -> IsoDate:
    """The last such day before a report of that date: "--10-22" → "2018-10-22"; "" where that is not known."""
    if report is None or len(report) < 10:
        return ""
    year = int(report[:4]) - (day_and_month[2:] > report[5:])
    return f"{year}-{day_and_month[2:]}"


def _is_slip(said: IsoDate, known: IsoDate) -> bool:
    """Whether two full dates differ as by one slip: one part wrong, or day and month exchanged."""
    a, b = said.split("-"), known.split("-")
    wrong = sum(x != y for x, y in zip(a, b, strict=True))
    if a[0] != b[0] and abs(int(a[0]) - int(b[0])) > 1:
        return False
    return wrong == 1 or (a[0] == b[0] and a[1] == b[2] and a[2] == b[1])


def _by_term(pair: Pair) -> Level | None:
    said, known = pair.claims.terms, pair.document.term
    if not said or known is None:
        return None
    return ("term", f"khóa {known}") if known in said else ("other term", f"khóa {said[0]}, known {known}")


def _by_name(pair: Pair) -> Level | None:
    aliases = {alias.casefold() for alias in pair.document.aliases}
    return ("alias", pair.claims.names[0]) if any(name.casefold() in aliases for name in pair.claims.names) else None


def _by_subject(pair: Pair) -> Level | None:
    """The best that title, sentence and report say of the document's subject."""
    title = pair.document.title
    if title is None:
        return None
    likeness, detail = _likeness(pair, title)
    if likeness >= _SAME_TITLE:
        return "title", detail
    if likeness >= _MUCH_LIKE:
        return "title much like", detail
    weight, share = pair.idf_index.presence(pair.claims.around, title)
    least, part = _AROUND
    if weight >= least and share >= part:
        return "words around", f"{share:.0%} of {title!r}", min(weight, _ENOUGH_WORDS) / 10 * (1 + share)
    if (found := _throughout(pair, title)) is not None:
        return found
    said = [x.words for said in pair.claims.titles if (x := pair.idf_index.likeness(said, title)) is not None]
    return ("other title", detail) if said and likeness < _LIKE and max(said) < UNLIKE else None


def _likeness(pair: Pair, title: str) -> tuple[float, str]:
    """How much the title claimed is like the document's, or like a subject it usually goes by."""
    likeness = pair.idf_index.likeness
    best = max((x.best for said in pair.claims.titles if (x := likeness(said, title)) is not None), default=0.0)
    subjects = [alias for alias in pair.document.aliases if alias.startswith("về ")]
    usual = max(
        (x.best for said in pair.claims.titles for s in subjects if (x := likeness(said, s)) is not None), default=0.0
    )
    if best < _MUCH_LIKE and usual >= _SAME_TITLE:
        return _MUCH_LIKE, f"its usual subject, {subjects[0]!r}"
    return best, f"{best:.2f} like {title!r}"


def _throughout(pair: Pair, title: str) -> Level | None:
    """Whether the words of a title run through the report, or none of them stands anywhere in it."""
    text, idf_index = pair.setting.text, pair.idf_index
    words = report_words(text)
    weight, share = idf_index.presence((words,), title)
    least, part = _THROUGHOUT
    if weight >= least and share >= part:
        return "words of the report", f"{share:.0%} of {title!r}"
    least, whole = _ABSENT
    if words.size < _LONG_ENOUGH or idf_index.subject(title) < whole or weight >= least:
        return None
    return ("other subject", title) if idf_index.presence((words, *pair.claims.around), title)[0] < least else None


def _by_congress(pair: Pair) -> Level | None:
    said, title = pair.claims.congresses, pair.document.title
    if not said or title is None or not (ahead := congresses_ahead(title)):
        return None
    return "other congress" if set(ahead).isdisjoint(said) else "congress ahead", title


def _by_issuer(pair: Pair) -> Level | None:
    known = pair.document.issuer
    if known is None:
        return None
    for printed in pair.claims.issuers:
        row = issuers.parse(printed)
        if row is None or issuers.is_vague(row):
            continue
        former = bodies.former(row.body or "")  # "Quân ủy Trung ương" of a paper that it signed under its old name
        if row.body == pair.document.body and row.body not in _SHARED_SYMBOLS:
            return None  # the symbol says as much already
        if row.name in known or ("plenum" in row.flags and "Chấp hành" in known):
            return None
        if former is not None and former == pair.document.body:
            return None
        return "other issuer", f"{printed}, known {known}"
    return None


def _by_kind(pair: Pair) -> Level | None:
    said, known = pair.claims.kind, pair.document.kind
    if not said or not known or said == "Văn bản":
        return None
    return None if said in known or known in said else ("other kind", f"{said}, known {known}")


def _by_age(pair: Pair) -> Level | None:
    """Years are counted up to about the day of the report, or up to a day in the past."""
    known, said, setting = pair.document.date, pair.claims.years, pair.setting
    if not said or known is None or setting.horizon is None:
        return None
    age = int(setting.horizon[:4]) - int(known[:4])
    later = 0 if setting.date is not None else _LATER  # a report without a date is of the horizon or later
    held = any(n - 1 - later <= age <= n + 1 for n in said)
    return ("years since", f"{max(said)} years, {known}") if held else None


def is_too_late(document: Document, claims: Claims, setting: Setting) -> bool:
    """Whether a document was issued after the report, or after the years began for which it is said to be in use."""
    issued, written, horizon = document.date, setting.date, setting.horizon
    if issued is None or horizon is None:
        return False
    if written is not None and issued[: len(written)] > written[: len(issued)]:
        return True
    if not claims.years or (written is None and issued == horizon):  # then it may be the very document that bounds it
        return False
    later = 0 if written is not None else _LATER
    return int(horizon[:4]) - int(issued[:4]) < max(claims.years) - 1 - later


def _by_term_in_force(pair: Pair) -> Level | None:
    horizon, document = pair.setting.horizon, pair.document
    if horizon is None:
        return None
    distance = _terms_ago(document.term, horizon, pair.records)
    detail = f"khóa {document.term}"
    if distance == 0:
        implied = pair.claims.plenum and not pair.claims.terms
        return "implied term" if implied else "term in force", detail
    if distance == 1:
        return "term before", detail
    return ("long past", detail) if distance is not None and distance > 2 else None


@lru_cache(maxsize=8192)
def _terms_ago(term: str | None, horizon: IsoDate, records: Records) -> int | None:
    """How many congress terms before the one that ran on `horizon` the `term` was; None where one is not known."""
    running = records.term_on(horizon)
    terms = [known.name for known in records.terms]
    return terms.index(running.name) - terms.index(term) if running is not None and term in terms else None


def _by_company(pair: Pair) -> Level | None:
    """What the other documents that the report surely cites tell: papers of one term are cited together."""
    document, company = pair.document, pair.setting.company
    for number, term in pair.setting.plenums:
        if document.id in pair.records.documents_of(number, term) and not pair.claims.plenum:
            return "of a plenum of the report", f"plenum {number}, khóa {term}"
    if document.term is None or document.number is None or len(company) < _ENOUGH_COMPANY:
        return None
    if any(other.term == document.term for other in company):
        return None
    return "not a term of the report", f"none of {len(company)} others is of khóa {document.term}"


def _by_list(pair: Pair) -> Level | None:
    """Whether the numbers that stand in one list with it are of documents of its term: lists seldom mix terms."""
    document, others = pair.document, pair.claims.listed
    if len(others) < _ENOUGH_LISTED or document.term is None or document.number is None:
        return None
    series = numbers(pair.records, document.symbol, document.body, document.term)
    if not all(value(number) in series for number in others):
        return None
    return "list of its term", f"{', '.join(others)} in khóa {document.term}"


def _by_series(pair: Pair) -> Level | None:
    """What the numbers of its series tell of a document that no table has."""
    document = pair.document
    if document.status is not Status.MINTED:
        return None
    if document.number is None:
        if not pair.claims.titles:
            return "whole plenum", document.id
        listed = _led_to_listed(pair.records, DocumentId.parse(document.id))
        return ("whole plenum with a title", document.id) if listed else None
    number = f"number {document.number}"
    if document.term is None:
        return _by_anothers(pair), number
    for date in pair.claims.dates if pair.claims.kind not in kinds.flagged("apart") else ():
        if out_of_order(pair.records, document, date):
            return "out of order", f"{number}, {date}"
    if not is_well_listed(document.id):
        return "unlisted of a department", number
    found = reach(pair.records, document)
    if found in (Reach.BEYOND, Reach.BEYOND_FEW):
        return found.value, number
    return "unlisted high number" if value(document.number) > HIGH_NUMBER else "unlisted", number


def _led_to_listed(records: Records, whole: DocumentId) -> bool:
    """Whether a plenum has listed documents, of which a title singles out one."""
    number = whole.name.removeprefix(PLENUM)
    return any(met.documents for met in records.plenums_of(number) if met.term == whole.term)


def is_well_listed(document: str) -> bool:
    """Whether most papers of its series are listed, by its id: of departments only a few of each term are."""
    return DocumentId.parse(document).name.endswith(_WELL_LISTED)


def _by_anothers(pair: Pair) -> str:
    """Whose a document may be that a mention without a symbol names, besides the listed ones."""
    kind = kinds.by_name().get(pair.claims.kind or "")
    issuer = next((row for row in map(issuers.parse, pair.claims.issuers) if row is not None), None)
    ours = (kind is not None and kind.scope is Scope.PARTY) or (issuer is not None and issuer.scope is Scope.PARTY)
    ours = ours or bool(pair.claims.terms)  # only the Party counts its papers by terms
    return "another document" if ours else "another's document"


COMPARISONS = (
    Comparison(
        "date",
        {
            "date": "the date said is the document's",
            "date slip": "the date said differs in one part, as a slip would",
            "year": "the year said is the document's",
            "date in term": "the date said lies in the term of a document whose own is not known",
        },
        _by_date,
    ),
    Comparison(
        "term",
        {"term": "the term said is the document's", "other term": "the term said is not the document's"},
        _by_term,
    ),
    Comparison("name", {"alias": "it is known by just this name"}, _by_name, listed=True),
    Comparison(
        "subject",
        {
            "title": "the title said is the document's",
            "title much like": "the title said is much like the document's",
            "words around": "words of the document's title stand around the mention: the more telling, the more",
            "words of the report": "words of the document's title run through the report",
            "other title": "the title said has nothing of the document's",
            "other subject": "no telling word of the document's title stands anywhere in the report",
        },
        _by_subject,
        listed=True,
    ),
    Comparison(
        "congress",
        {
            "congress ahead": "the congress that the mention says to lie ahead is the one of the document's title",
            "other congress": "the congress that the mention says to lie ahead is not the one of the title",
        },
        _by_congress,
        listed=True,
    ),
    Comparison(
        "issuer",
        {"other issuer": "the issuer said is another of the same symbol"},
        _by_issuer,
        listed=True,
    ),
    Comparison("kind", {"other kind": "the kind word is another of the same symbol"}, _by_kind),
    Comparison(
        "age",
        {"years since": "as many years lie between it and the report as it is said to be carried out"},
        _by_age,
        listed=True,
    ),
    Comparison(
        "term in force",
        {
            "term in force": "it is of the term that ran on the report's date",
            "implied term": "a plenum named without a term is one of the running term",
            "term before": "it is of the term before",
            "long past": "it is of three terms ago or more",
        },
        _by_term_in_force,
    ),
    Comparison(
        "company",
        {
            "of a plenum of the report": "it is of a plenum whose resolutions the report cites as such",
            "not a term of the report": "none of the documents that the report surely cites is of this term",
        },
        _by_company,
    ),
    Comparison(
        "list",
        {"list of its term": "its term has documents of all the numbers that stand in one list with it"},
        _by_list,
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
            "out of order": "a document that is not listed; its number and the date said do not go together",
            "another document": "some other document of the Party with this number",
            "another's document": "some other document with this number, of the Party, the State or anybody",
        },
        _by_series,
    ),
)

_OF_UNLISTED = tuple(comparison for comparison in COMPARISONS if not comparison.listed)

MEANINGS: dict[str, str] = {
    level: meaning for comparison in COMPARISONS for level, meaning in comparison.levels.items()
}
"""What each level means."""
