"""What every decision about a report needs: the report, the known documents, and when and where it was written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from citegraph.authority import Authority
from citegraph.model import Candidate, Citation, Document, Evidence, Form, IsoDate, Link, Mention, Report
from citegraph.resolve.evidence import Said, Setting, contradicts, weigh
from citegraph.resolve.places import Places
from citegraph.resolve.ranking import rank
from citegraph.resolve.sayings import congresses_ahead, years_carried_out
from citegraph.resolve.similarity import Lexicon, wording

# Evidence that two documents of one number hardly share.
BY_DATE = frozenset({"date", "date slip"})
BY_TITLE = frozenset({"title", "title much like"})
TELLING = BY_DATE | BY_TITLE | {"year", "title like"}
NARROWING = BY_DATE | BY_TITLE | {"title like", "words around"}


@dataclass(frozen=True, slots=True)
class Context:
    """One report with what is known; `setting` changes when its citations tell more of its date.

    A report often says the same of a document again: what that weighed is kept in `weighed`.
    """

    report: Report
    authority: Authority
    lexicon: Lexicon
    places: Places
    setting: Setting
    weighed: dict[tuple[str, Said], Candidate] = field(default_factory=dict, compare=False)

    def at(self, setting: Setting) -> Context:
        """The same with another setting."""
        return replace(self, setting=setting, weighed={})

    def weigh(self, document: Document, said: Said) -> Candidate:
        """`document` as a candidate for what is said in this report."""
        key = (document.id, said)
        candidate = self.weighed.get(key)
        if candidate is None:
            candidate = self.weighed[key] = weigh(document, said, self.setting, self.authority, self.lexicon)
        return candidate

    def contradicts(self, document: Document, said: Said) -> bool:
        """Whether the date, the term or the title said speaks against `document`."""
        return contradicts(document, said, self.lexicon)

    def rank(
        self,
        documents: Iterable[Document],
        said: Said,
        number: str | None,
        *,
        whole: bool = True,
        certain: bool = True,
    ) -> tuple[Candidate, ...]:
        """`documents` as candidates, best first; see `ranking.rank`."""
        known = list(documents)
        weighed = [self.weigh(document, said) for document in known]
        lone = len(known) == 1 and self.authority.lone_series(known[0])
        return rank(weighed, number=number, whole=whole, certain=certain, lone_series=lone)

    def term_said(self, said: Said) -> tuple[str | None, tuple[Evidence, ...]]:
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

    def citation(self, mention: Mention, document: str, link: Link, evidence: tuple[Evidence, ...]) -> Citation:
        """The citation that decides for `document`."""
        return Citation(report=self.report.id, mention=mention, document=document, link=link, evidence=evidence)

    def undecided(self, mention: Mention, document: str, ranked: tuple[Candidate, ...]) -> Citation:
        """The citation that leaves open what `document` holds as "?", with the candidates in order."""
        return Citation(
            report=self.report.id, mention=mention, document=document, link=Link.AMBIGUOUS, candidates=ranked
        )


def said_at(mention: Mention) -> Said:
    """What is said at one mention."""
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
        around=(wording(rest),),
        congresses=congresses_ahead(mention.quote),
        years=years_carried_out(mention.quote[: mention.quote_at]),
        plenum=mention.form is Form.PLENUM,
    )


def link_of(best: Candidate) -> Link:
    """How a mention is tied to the candidate that won: by what it says outright, or by the known documents."""
    return Link.EXACT if has(best, BY_DATE | {"term"}) else Link.AUTHORITY


def has(candidate: Candidate, names: frozenset[str]) -> bool:
    """Whether any evidence of `candidate` is called one of `names`."""
    return any(e.name in names for e in candidate.evidence)
