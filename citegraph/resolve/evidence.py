"""What a report says of a document and a document it could be in, the reasons for and against with their weights out.

Evidence is additive: what it comes to is compared in `ranking`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as day
from datetime import timedelta
from functools import lru_cache

from citegraph.authority import Authority
from citegraph.grammar import issuers
from citegraph.knowledge.places import PROVINCE
from citegraph.model import Candidate, Document, Evidence, IsoDate
from citegraph.resolve.places import Places, named_in
from citegraph.resolve.sayings import congresses_ahead
from citegraph.resolve.similarity import Lexicon, Wording

# name → (weight, what it means). One unit is about the doubt that a single weak reason removes.
WEIGHTS: dict[str, tuple[float, str]] = {
    "date": (14.0, "the date said is the document's"),
    "date slip": (8.0, "the date said differs in one part, as a slip would"),
    "year": (6.0, "the year said is the document's"),
    "same term by date": (4.0, "the date said lies in the document's term"),
    "other date": (-9.0, "the date said lies in another term"),
    "term": (12.0, "the term said is the document's"),
    "other term": (-12.0, "the term said is another"),
    "title": (13.0, "the title said is the document's"),
    "title much like": (9.0, "the title said is much like the document's"),
    "title like": (5.0, "the title said is like the document's"),
    "other title": (-4.0, "the title said has nothing of the document's"),
    "issuer": (2.0, "the issuer said is the document's"),
    "other issuer": (-1.0, "the issuer said is another of the same symbol"),
    "kind": (1.5, "the type word is the document's"),
    "other kind": (-3.0, "the type word is another of the same symbol"),
    "alias": (2.5, "it is known by just this name"),
    "words around": (6.0, "many words of the document's title stand around the mention"),
    "several words around": (4.0, "several words of the document's title stand around the mention"),
    "some words around": (2.0, "words of the document's title stand around the mention"),
    "words of the report": (2.0, "words of the document's title run through the report"),
    "other subject": (-2.0, "no telling word of the document's title stands anywhere in the report"),
    "place": (2.5, "its title names the province that the report is about"),
    "years since": (5.0, "as many years lie between it and the report as it is said to be carried out"),
    "too young": (-9.0, "it cannot have been carried out for the years said"),
    "congress ahead": (5.0, "the congress that the mention says to lie ahead is the one of the document's title"),
    "other congress": (-9.0, "the congress that the mention says to lie ahead is another than the one of the title"),
    "term in force": (2.5, "it was issued in the term that ran on the report's date"),
    "term before": (1.0, "it was issued in the term before"),
    "implied term": (3.0, "a plenum named without a term is one of the running term"),
    "long past": (-1.5, "it was issued three terms ago or more: such papers are rarely cited by number alone"),
    "recent": (1.0, "it was issued in the three years before the report"),
    "just issued": (1.5, "it was issued in the three months before the report"),
    "replaced": (-2.0, "it had been replaced by the report's date"),
    "not yet issued": (-30.0, "it was issued after the report's date"),
    "only one": (5.0, "no other document of this number is known, and few terms count so far"),
    "only one known": (3.0, "no other document of this code is known"),
    "only one so numbered": (1.5, "no other document of this number, cited without its symbol, is known"),
}
# name → (least weight, least share) of a title's pairs of syllables; a pair that one title in a hundred has weighs 4.6
_PRESENCE = {
    "words around": (14.0, 0.12),
    "several words around": (9.0, 0.1),
    "some words around": (5.5, 0.08),
    "words of the report": (16.0, 0.5),
}
_AGAINST = frozenset({"other date", "other term", "other title"})
_AROUND = ("words around", "several words around", "some words around")
UNLIKE = 0.15
"""Share of their words that two titles have in common below which they are of two documents."""
_ABSENT = (3.0, 12.0)  # a title of at least this weight of pairs, of which the report holds less than that
_LONG_ENOUGH = 1_500  # code points of a report that would speak of what it cites
_JUST = timedelta(days=92)
_LATER = 2  # years by which a report without a date may be younger than the latest it cites


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a report says of one document, at one mention or at all that name the same."""

    kind: str | None = None
    dates: tuple[IsoDate, ...] = ()
    terms: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()  # the mention's own words, in case they are a well-known name
    around: tuple[Wording, ...] = ()  # the words around each mention
    years: tuple[int, ...] = ()  # for which it has been carried out: "tổng kết 20 năm thực hiện"
    congresses: tuple[int, ...] = ()  # that lie ahead: "tiến tới Đại hội XIII"
    plenum: bool = False  # named by its plenum


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the report: its date, the earliest day it can be of, and the text whose words count."""

    date: IsoDate | None
    horizon: IsoDate | None  # the date, else the latest date of anything it cites
    text: str
    places: Places | None = None  # that the report is about


@lru_cache(maxsize=4)
def report_words(text: str) -> Wording:
    """The telling words of a report, found when a decision first asks for them."""
    return Wording(text)


def reason(name: str, detail: str) -> Evidence:
    """The evidence called `name`, with its weight from the table."""
    return Evidence(name, WEIGHTS[name][0], detail)


def weigh(document: Document, said: Said, setting: Setting, authority: Authority, lexicon: Lexicon) -> Candidate:
    """`document` as a candidate for what is said, with every reason for and against it."""
    found = [
        *_by_date(document, said),
        *_by_term(document, said),
        *_by_title(document, said, lexicon),
        *_by_subject(document, said, setting, lexicon),
        *_by_issuer(document, said),
        *_by_time(document, said, setting, authority),
    ]
    return Candidate(document.id, round(sum(e.weight for e in found), 2), tuple(found))


def contradicts(document: Document, said: Said, lexicon: Lexicon) -> bool:
    """Whether the date, the term or the title said speaks against `document`."""
    found = (*_by_date(document, said), *_by_term(document, said), *_by_title(document, said, lexicon))
    return any(evidence.name in _AGAINST for evidence in found)


def _by_date(document: Document, said: Said) -> list[Evidence]:
    known = document.date
    if known is None:
        return []
    for date in said.dates:
        if date.startswith("--"):
            if known[5:] == date[2:]:
                return [reason("date slip", f"day and month of {known}")]
            continue
        exact = min(len(date), len(known))
        if date[:exact] == known[:exact]:
            return [reason("date" if exact > 4 else "year", f"{date}, known {known}")]
        if len(date) == len(known) == 10 and _slip(date, known):
            return [reason("date slip", f"{date}, known {known}")]
        if date[:4] == known[:4]:
            return [reason("same term by date", f"{date}, known {known}")]
        return [reason("other date", f"{date}, known {known}")]
    return []


def _slip(said: IsoDate, known: IsoDate) -> bool:
    """Whether two full dates differ as by one slip: one part wrong, or day and month exchanged."""
    a, b = said.split("-"), known.split("-")
    wrong = sum(x != y for x, y in zip(a, b, strict=True))
    if a[0] != b[0] and abs(int(a[0]) - int(b[0])) > 1:
        return False
    return wrong == 1 or (a[0] == b[0] and a[1] == b[2] and a[2] == b[1])


def _by_term(document: Document, said: Said) -> list[Evidence]:
    if not said.terms or document.term is None:
        return []
    if document.term in said.terms:
        return [reason("term", f"khóa {document.term}")]
    return [reason("other term", f"khóa {said.terms[0]}, known {document.term}")]


def _by_title(document: Document, said: Said, lexicon: Lexicon) -> list[Evidence]:
    """What the title or the name said tells of a document."""
    found = []
    if document.aliases and any(
        alias.casefold() == name.casefold() for alias in document.aliases for name in said.aliases
    ):
        found.append(reason("alias", said.aliases[0]))
    if document.title is None:
        return found
    alike = [x for x in (lexicon.likeness(title, document.title) for title in said.titles) if x is not None]
    subjects = [alias for alias in document.aliases if alias.startswith("về ")]
    by_subject = [x for x in (lexicon.likeness(title, s) for title in said.titles for s in subjects) if x is not None]
    if by_subject and max(by_subject).best >= 0.92 and max(alike, default=by_subject[0]).best < 0.7:
        found.append(reason("title much like", f"its usual subject, {subjects[0]!r}"))
    elif alike:
        by_words, best = max(x.words for x in alike), max(x.best for x in alike)
        if best >= 0.92:
            found.append(reason("title", f"{best:.2f} like {document.title!r}"))
        elif best >= 0.7:
            found.append(reason("title much like", f"{best:.2f} like {document.title!r}"))
        elif best >= 0.45:
            found.append(reason("title like", f"{best:.2f} like {document.title!r}"))
        elif by_words < UNLIKE:
            found.append(reason("other title", f"{by_words:.2f} like {document.title!r}"))
    return found


def _by_subject(document: Document, said: Said, setting: Setting, lexicon: Lexicon) -> list[Evidence]:
    """What the words around the mention, and those of the whole report, tell of a document's subject."""
    if document.title is None:
        return []
    found = []
    for words, names in ((said.around, _AROUND), ((report_words(setting.text),), ("words of the report",))):
        weight, share = lexicon.presence(words, document.title)
        for name in names:
            least, part = _PRESENCE[name]
            if weight >= least and share >= part:
                found.append(reason(name, f"{share:.0%} of {document.title!r}"))
                break
    if said.congresses and (ahead := congresses_ahead(document.title)):
        agrees = not set(ahead).isdisjoint(said.congresses)
        found.append(reason("congress ahead" if agrees else "other congress", document.title))
    if _of_other_subject(document.title, said, setting, lexicon):
        found.append(reason("other subject", document.title))
    if setting.places is not None and named_in(document.title):
        province = setting.places.at(PROVINCE)
        if province is not None and province in document.title:
            found.append(reason("place", province))
    return found


def _of_other_subject(title: str, said: Said, setting: Setting, lexicon: Lexicon) -> bool:
    """Whether a report long enough to speak of what it cites never says a word of `title`."""
    least, whole = _ABSENT
    if len(setting.text) < _LONG_ENOUGH or lexicon.subject(title) < whole:
        return False
    whole_report = report_words(setting.text)
    if lexicon.presence((whole_report,), title)[0] >= least:
        return False
    return lexicon.presence((whole_report, *said.around), title)[0] < least


def _by_issuer(document: Document, said: Said) -> list[Evidence]:
    found = []
    if document.issuer:
        for printed in said.issuers:
            row = issuers.parse(printed)
            if row is None or row.name in ("Đảng", "Trung ương"):
                continue
            if row.name in document.issuer or (row.name == "Hội nghị Trung ương" and "Chấp hành" in document.issuer):
                found.append(reason("issuer", printed))
            else:
                found.append(reason("other issuer", f"{printed}, known {document.issuer}"))
            break
    if said.kind and document.kind and said.kind != "Văn bản":
        alike = said.kind == document.kind or said.kind in document.kind or document.kind in said.kind
        found.append(reason("kind" if alike else "other kind", f"{said.kind}, known {document.kind}"))
    return found


def _by_age(known: IsoDate, said: Said, setting: Setting) -> list[Evidence]:
    """What the years tell for which a document of the date `known` is said to be carried out.

    They are counted up to about the day of the report, or up to a day in the past: a document may be older than they
    say, but hardly younger.
    """
    if not said.years or setting.horizon is None:
        return []
    age = int(setting.horizon[:4]) - int(known[:4])
    later = 0 if setting.date is not None else _LATER  # a report without a date is of the horizon or later
    years = max(said.years)
    if any(n - 1 - later <= age <= n + 1 for n in said.years):
        return [reason("years since", f"{years} years, {known}")]
    return [reason("too young", f"{years} years, {known}")] if age < years - 1 - later else []


@lru_cache(maxsize=8192)
def _terms_ago(term: str | None, horizon: IsoDate, authority: Authority) -> int | None:
    """How many congress terms before the one that ran on `horizon` the `term` was; None where one is not known."""
    running = authority.term_on(horizon)
    terms = [known.name for known in authority.terms]
    return terms.index(running.name) - terms.index(term) if running is not None and term in terms else None


def _by_time(document: Document, said: Said, setting: Setting, authority: Authority) -> list[Evidence]:
    if document.date is None:
        return []
    found = []
    if setting.date is not None and document.date > setting.date:
        found.append(reason("not yet issued", f"{document.date}, report of {setting.date}"))
        return found
    if setting.horizon is None:
        return found
    found += _by_age(document.date, said, setting)
    distance = _terms_ago(document.term, setting.horizon, authority)
    if distance == 0:
        found.append(reason("term in force", f"khóa {document.term}"))
        if said.plenum and not said.terms:
            found.append(reason("implied term", f"khóa {document.term}"))
    elif distance == 1:
        found.append(reason("term before", f"khóa {document.term}"))
    elif distance is not None and distance > 2:
        found.append(reason("long past", f"khóa {document.term}"))
    if document.date[:4] >= str(int(setting.horizon[:4]) - 3) and document.date <= setting.horizon:
        found.append(reason("recent", document.date))
    if setting.date is not None and len(setting.date) == len(document.date) == 10:
        age = day.fromisoformat(setting.date) - day.fromisoformat(document.date)
        if timedelta(0) <= age <= _JUST:
            found.append(reason("just issued", f"{document.date}, report of {setting.date}"))
    replaced = [r for r in map(authority.get, document.replaced_by) if r and r.date and r.date <= setting.horizon]
    if replaced:
        found.append(reason("replaced", f"by {replaced[0].id} on {replaced[0].date}"))
    return found
