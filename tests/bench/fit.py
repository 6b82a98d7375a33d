"""Fit the weights of `citegraph/data/weights.csv` from texts, from nothing: `python tests/bench/fit.py [--write]`.

A full code with its date is a free label: the document is known for sure. With date and term hidden, or with only the
number left, the same mention is a question whose answer is known. Annotated reports add mentions as people leave them.
Candidates and features are those of the program; the weights are those of a softmax over the candidates of a mention
(conditional logit) with a penalty on their squares. Printed are the weights, the share of right decisions and how well
probabilities are met, both on texts left out of the fit.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cases"))

import caseformat  # the marked sentences of the tests

from citegraph import read
from citegraph.extract import extract
from citegraph.grammar import codes
from citegraph.ids import UNKNOWN, DocumentId
from citegraph.knowledge import bodies
from citegraph.model import Citation, Document, Failure, Form, IsoDate, Mention, Report, Scope
from citegraph.records import load
from citegraph.resolve import by_name, by_number, candidates, canonical_ids, features, resolve
from citegraph.resolve.context import Context
from citegraph.resolve.date_cues import named_congresses
from citegraph.resolve.document_locality import Localities
from citegraph.resolve.features import COMPARISONS, Neighbor, compare, documents_named_in_titles, setting_of
from citegraph.resolve.merged_claims import Claims, claims_of_mention, other_numbers_in_list
from citegraph.resolve.score import THRESHOLD
from citegraph.resolve.similarity import idf_index, term_bag

SHARED = Path(__file__).resolve().parents[3] / "shared"
TABLE = Path(__file__).resolve().parents[2] / "citegraph" / "data" / "weights.csv"
RELIABILITY = TABLE.with_name("reliability.csv")
LEVELS = [level for comparison in COMPARISONS for level in comparison.levels]
PENALTY = 0.03  # on half the sum of squared weights: a level seen a few times stays within some units of 0
FOLDS = 5
BINS = 10
# How much a question counts: annotated mentions are few, but of the kind that is asked; a number that stands alone only
# because its code was hidden is rarer than it looks, for reports name such a document in full before.
SOURCES = {
    "annotated": 3.0,
    "case": 1.0,
    "dated": 1.0,
    "masked": 1.0,
    "slip": 0.5,
    "year": 0.5,
    "number": 0.5,
    "listed": 0.035,
}

# Share of the central documents cited in texts not seen before that are not listed: 16 of 141 counted, 8 of 18 of those
# of departments, in texts some of whose documents were looked up for the list; of others somewhat more.
UNLISTED, UNLISTED_OF_DEPARTMENTS = 0.15, 0.6

RECORDS = load()


@dataclass(frozen=True, slots=True)
class Question:
    """The candidates of one mention by their features, and which of them is right."""

    report: str
    source: str  # "dated", "masked", "year", "number", "annotated"
    features: np.ndarray  # candidates by levels, 0 or 1
    right: int
    weight: float
    names: tuple[str, ...]


def question(
    context: Context, documents: list[Document], claims: Claims, right: str, source: str, share: float = 1.0
) -> Question | None:
    """The question which of `documents` the claims are about; None where the right one is none of them."""
    possible = features.possible_documents(documents, claims, context.setting, RECORDS)
    names = tuple(document.id for document in possible)
    if right not in names or len(names) < 2:
        return None
    table = np.zeros((len(possible), len(LEVELS)))
    for row, document in enumerate(possible):
        for feature in compare(context.pair_with_claims(document, claims)):
            table[row, LEVELS.index(feature.level)] = feature.value
    return Question(context.report.id, source, table, names.index(right), share * SOURCES[source], names)


def label(mention: Mention, code: codes.Code) -> str | None:
    """The document that a full date, or a term, says outright; None where it leaves a doubt."""
    listed = RECORDS.by_code(code)
    if mention.date and len(mention.date) == 10 and not mention.date.startswith("--"):
        exact = [document for document in listed if document.date == mention.date]
        if exact:
            return exact[0].id
        terms = [term.name for term in RECORDS.terms if term.covers(mention.date)]
    else:
        terms = [mention.term] if mention.term else []
    if len(terms) != 1 or any(document.term == terms[0] and document.date for document in listed):
        return None
    return canonical_ids.party_id(str(code), terms[0])


def company(labels: Iterable[str], left_out: str) -> tuple[Neighbor, ...]:
    """The central documents that a report surely cites besides the one in question."""
    found = set()
    for document in labels:
        known = DocumentId.parse(document)
        code = codes.parse(known.name)
        if code is None or code.scope is not Scope.PARTY or not RECORDS.term_named(known.term):
            continue
        if known.name != left_out:
            found.add(Neighbor(code.number, code.symbol, code.body, known.term or ""))
    return tuple(sorted(found))


def plenums(mentions: Iterable[Mention]) -> tuple[tuple[str, str], ...]:
    """The plenums that a report names with their terms."""
    return tuple(sorted({(m.plenum, m.term) for m in mentions if m.plenum and m.term}))


def horizon(report: Report, mentions: list[Mention], left_out: Mention) -> IsoDate | None:
    """The date of the report, else the latest date of what it cites besides."""
    dates = [m.date for m in mentions if m.date and not m.date.startswith("--") and m.number != left_out.number]
    return report.date or max(dates, default=None)


def questions(report: Report) -> Iterator[Question]:
    """The free labels of a report, each asked with all it says, with less, and by its number alone."""
    mentions = extract(report.text, RECORDS)
    labels = _labels(mentions)
    seen: set[str] = set()
    for mention, listed in zip(mentions, other_numbers_in_list(report.text, mentions), strict=True):
        if mention.form is not Form.FULL or mention.code is None or (code := codes.parse(mention.code)) is None:
            continue
        beside = company(labels.values(), str(code))
        context = _context(report, horizon(report, mentions, mention), beside, plenums(mentions))
        central = code.scope is Scope.PARTY and not bodies.is_local_symbol(code.body)
        right = label(mention, code) if central else ""
        if right is None:
            continue
        if (key := right or str(code)) in seen:
            continue
        seen.add(key)
        if central:
            yield from _central(context, mention, code, claims_of_mention(mention, listed), right)
        yield from _by_number(context, mention, listed, right)


def _labels(mentions: Iterable[Mention]) -> dict[int, str]:
    """The documents that the mentions of a report say outright, by where they stand."""
    found = {}
    for mention in mentions:
        code = codes.parse(mention.code) if mention.code else None
        central = code is not None and code.scope is Scope.PARTY and not bodies.is_local_symbol(code.body)
        if code is not None and central and (right := label(mention, code)) is not None:
            found[mention.span.start] = right
    return found


def _context(
    report: Report, latest: IsoDate | None, beside: tuple[Neighbor, ...], held: tuple[tuple[str, str], ...] = ()
) -> Context:
    places = Localities(report)
    named = documents_named_in_titles(beside, RECORDS)
    setting = replace(setting_of(report), horizon=latest, neighbors=beside, plenums=held, named=named)
    return Context(report, RECORDS, idf_index(RECORDS), places, setting)


def _central(context: Context, mention: Mention, code: codes.Code, claims: Claims, right: str) -> Iterator[Question]:
    year = (mention.date[:4],) if mention.date else ()
    for source, asked in (
        ("dated", claims),
        ("masked", replace(claims, dates=(), terms=())),
        ("year", replace(claims, dates=year, terms=())),
        ("slip", replace(claims, dates=_slipped(mention.date), terms=())),
    ):
        if source in ("year", "slip") and not asked.dates:
            continue
        for known, share in _lists(by_number.listed_documents_of_code(context, mention, code), right):
            options = candidates.candidates_of_code(RECORDS, known, code, asked, context.setting)
            if (found := question(context, options, asked, right, source, share)) is not None:
                yield found


def _lists(known: list[Document], right: str) -> Iterator[tuple[list[Document], float]]:
    """The list as it is and as if it lacked the right document, by how often either is so on texts not seen before.

    The list was made from texts like these, which therefore cite what is on it more than others do.
    """
    document = next((each for each in known if each.id == right), None)
    if document is None:
        yield known, 1.0
        return
    share = UNLISTED if (document.body or "") in ("TW", "HNTW") else UNLISTED_OF_DEPARTMENTS
    yield known, 1 - share
    yield [each for each in known if each is not document], share


def _slipped(date: IsoDate | None) -> tuple[IsoDate, ...]:
    """A full date with a slip of the kind that reports have: the next month, day or year, as the day falls."""
    if date is None or len(date) != 10 or date.startswith("--"):
        return ()
    year, month, day = map(int, date.split("-"))
    return (
        (f"{year}-{month % 12 + 1:02d}-{min(day, 28):02d}",) if day % 3 == 0
        else (f"{year}-{month:02d}-{day % 28 + 1:02d}",) if day % 3 == 1
        else (f"{year + 1}-{month:02d}-{min(day, 28):02d}",)
    )  # fmt: skip


def _by_number(context: Context, mention: Mention, listed: tuple[str, ...], right: str) -> Iterator[Question]:
    number = (mention.number or "").partition("/")[0]
    short = replace(mention, code=None, symbol=None, body=None, number=number, form=Form.SHORT, issuer=None)
    options = by_number.short_number_options(context, short)
    if options is None:
        return
    claims = replace(claims_of_mention(short, listed), dates=(), terms=(), issuers=())
    same = (document.id for document in options if DocumentId.parse(document.id).name == mention.code)  # of the State
    names = {document.id for document in options}
    answer = right if right in names else next(same, options[-1].id) if not right else options[-1].id
    if (found := question(context, options, claims, answer, "number")) is not None:
        yield found


def annotated(report: Report, marks: list[tuple[int, int, str]], source: str) -> Iterator[Question]:
    """The questions that mentions marked with start, end and document ask, as the report has them.

    One that is left open asks none: that nobody can tell does not make each candidate as likely.
    """
    found = extract(report.text, RECORDS)
    mentions = {(m.span.start, m.span.end): m for m in found}
    lists = dict(zip(mentions, other_numbers_in_list(report.text, found), strict=True))
    for start, end, right in marks:
        mention = mentions.get((start, end))
        if mention is None or mention.scope is not Scope.PARTY or UNKNOWN in right:
            continue
        if mention.form not in (Form.FULL, Form.SHORT, Form.PLENUM):
            continue
        beside = company(
            (document for _, _, document in marks if UNKNOWN not in document), DocumentId.parse(right).name
        )
        held = plenums(mentions.values())
        context = _context(report, horizon(report, [*mentions.values()], mention), beside, held)
        claims = claims_of_mention(mention, lists[start, end])
        code = canonical_ids.code_from_kind_and_issuer(mention, context.setting.horizon) if mention.number else None
        if code is not None and (code.scope is not Scope.PARTY or bodies.is_local_symbol(code.body)):
            continue
        if mention.form is Form.PLENUM:
            options = by_name.plenum_options(context, mention, claims)
        elif code is not None:
            options = candidates.candidates_of_code(
                RECORDS, by_number.listed_documents_of_code(context, mention, code), code, claims, context.setting
            )
        else:
            options = by_number.short_number_options(context, mention) or []
            if options and right not in {document.id for document in options}:
                options = [*options[:-1], replace(options[-1], id=right)]  # the last stands for what is not listed
        if (asked := question(context, options, claims, right, source)) is not None:
            yield asked


def fit(asked: list[Question]) -> tuple[np.ndarray, np.ndarray]:
    """The weights of the levels and their standard errors."""
    lengths = [len(each.features) for each in asked]
    table = np.vstack([each.features for each in asked])
    group = np.repeat(np.arange(len(asked)), lengths)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    wanted = np.concatenate([_wanted(each) for each in asked])
    weight = np.array([each.weight for each in asked])

    def shares(beta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        score = table @ beta
        score -= np.maximum.reduceat(score, starts)[group]
        expected = np.exp(score)
        whole = np.add.reduceat(expected, starts)
        return expected / whole[group], np.add.reduceat(wanted * (score - np.log(whole)[group]), starts)

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        share, logs = shares(beta)
        gradient = (table * ((share - wanted) * weight[group])[:, None]).sum(0)
        return float(-(weight * logs).sum() + PENALTY / 2 * beta @ beta), gradient + PENALTY * beta

    beta = minimize(loss, np.zeros(len(LEVELS)), jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x
    share, _ = shares(beta)
    weighed = table * (share * weight[group])[:, None]
    mean = np.add.reduceat(table * share[:, None], starts, axis=0)
    hessian = table.T @ weighed - (mean * weight[:, None]).T @ mean + PENALTY * np.eye(len(LEVELS))
    return beta, np.sqrt(np.diag(np.linalg.inv(hessian)))


def _wanted(asked: Question) -> np.ndarray:
    """The share that each candidate should have."""
    return np.eye(len(asked.names))[asked.right]


def judged(asked: Iterable[Question], beta: np.ndarray) -> list[tuple[str, float, bool]]:
    """Of each question its source, the probability of the likeliest candidate and whether that is the right one."""
    out = []
    for each in asked:
        score = each.features @ beta
        share = np.exp(score - score.max())
        share /= share.sum()
        best = int(share.argmax())
        if UNKNOWN not in each.names[best]:
            out.append((each.source, float(share[best]), best == each.right))
    return out


def report_on(found: list[tuple[str, float, bool]]) -> None:
    """Print what is decided, how much of it is right, and how far probabilities are off."""
    for source in [*sorted({each[0] for each in found}), "all"]:
        mine = [each for each in found if source in (each[0], "all")]
        sure = [right for _, p, right in mine if p >= THRESHOLD]
        print(
            f"  {source:10} {len(mine):6} asked  {len(sure) / len(mine):.3f} decided  {np.mean(sure):.4f} of them right"
        )
    error = 0.0
    for low in np.arange(0, 1, 1 / BINS):
        inside = [
            (p, right) for _, p, right in found if low <= p < low + 1 / BINS or (p == 1.0 and low >= 1 - 1 / BINS)
        ]
        if inside:
            claimed, right = np.mean([p for p, _ in inside]), np.mean([r for _, r in inside])
            error += abs(claimed - right) * len(inside) / len(found)
            print(f"  claimed {claimed:.3f}  right {right:.3f}  n {len(inside)}")
    print(f"  calibration error {error:.4f}")


def reports(paths: Iterable[Path]) -> Iterator[Report]:
    for source in read.sources(paths):
        if not isinstance(source, Failure):
            yield from (each for each in read.load(source) if isinstance(each, Report))


def gold(name: str) -> Iterator[Question]:
    rows = [json.loads(line) for line in (SHARED / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()]
    texts = {report.id: report for report in reports([SHARED / "gold" / name])}
    for row in rows:
        marks = [(m["start"], m["end"], m["id"]) for m in row["mentions"] if m["scope"] == "party"]
        yield from annotated(texts[row["doc"]], marks, "annotated")


def listed() -> Iterator[Question]:
    """What the list itself asks: a code of several terms, or a number alone, beside the title or plenum of one."""
    for document in RECORDS:
        code = codes.parse(DocumentId.parse(document.id).name) if document.term and document.title else None
        if code is None or code.scope is not Scope.PARTY:
            continue
        report = Report(id=f"list {document.id}", path="", sha256="", text="")  # the title is said once, not all along
        context = _context(report, None, ())
        beside = Claims(
            kind=document.kind,
            around=(term_bag(document.title or ""),),
            congresses=named_congresses(document.title or ""),
        )
        for claims in (
            replace(beside, titles=(document.title or "",)),
            beside,
            *(Claims(kind=document.kind, passed=(met.number,)) for met in RECORDS.plenums_of_document(document.id)),
        ):
            known = [each for each in RECORDS.by_number(code.number) if each.symbol == code.symbol]
            for options in (
                candidates.candidates_of_code(RECORDS, RECORDS.by_code(code), code, claims, context.setting),
                candidates.candidates_of_number(known, code.number, code.symbol),
            ):
                if (found := question(context, options, claims, document.id, "listed")) is not None:
                    yield found


def cases(exported: Iterable[Path] = ()) -> Iterator[Question]:
    """The questions of the marked sentences beside the tests, and of those that `citegraph decisions export` wrote."""
    for case in (*caseformat.load(), *(case for path in exported for case in caseformat.of_file(path))):
        report = Report(id=case.id, path="", sha256="", text=case.text, **case.metadata)
        yield from annotated(report, [(e.start, e.end, e.document) for e in case.expected], "case")


def plain_reasons() -> list[tuple[str, float, int]]:
    """Of each plain reason how often annotated mentions decided for it are right, (right + 1) / (n + 2), and n."""
    right: dict[str, list[bool]] = {}
    for name in ("dev", "fresh"):
        rows = [json.loads(line) for line in (SHARED / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()]
        texts = {report.id: report for report in reports([SHARED / "gold" / name])}
        for row in rows:
            known = {(m["start"], m["end"]): m["id"] for m in row["mentions"]}
            for citation in resolve(texts[row["doc"]], extract(texts[row["doc"]].text, RECORDS), RECORDS):
                wanted = known.get((citation.mention.span.start, citation.mention.span.end))
                if wanted is not None and citation.decided and citation.evidence:
                    right.setdefault(citation.evidence[0].name, []).append(_same(wanted, citation))
    with RELIABILITY.open(encoding="utf-8") as file:
        reasons = [row["reason"] for row in csv.DictReader(file)]
    found = ((reason, right.get(reason, [])) for reason in reasons)
    return [(reason, round((sum(held) + 1) / (len(held) + 2), 3), len(held)) for reason, held in found]


def _same(wanted: str, citation: Citation) -> bool:
    """Whether a citation is of the document wanted; of the State its number or name decides."""
    if citation.mention.scope is Scope.PARTY:
        return wanted == citation.document
    one, other = (DocumentId.parse(each).name.casefold() for each in (wanted, citation.document))
    return one.startswith(other) or other.startswith(one)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the table of weights")
    parser.add_argument("--annotated", nargs="*", default=["dev", "fresh"], help="annotated sets to fit on")
    parser.add_argument("--decided", nargs="*", type=Path, default=[], help="files of `citegraph decisions export`")
    chosen = parser.parse_args()
    texts = [SHARED / "corpus" / "reports", SHARED / "corpus" / "bulk.jsonl.xz"]
    asked = [each for report in reports(texts) for each in questions(report)]
    people = {name: list(gold(name)) for name in ("dev", "fresh")}
    print(len(asked), "free labels,", {name: len(each) for name, each in people.items()}, "annotated")
    asked += [*listed(), *cases(chosen.decided), *(each for name in chosen.annotated for each in people[name])]

    names = sorted({each.report for each in asked})
    fold = {name: index % FOLDS for index, name in enumerate(names)}
    out: list[tuple[str, float, bool]] = []
    for left in range(FOLDS):
        beta, _ = fit([each for each in asked if fold[each.report] != left])
        out += judged((each for each in asked if fold[each.report] == left), beta)
    print("on texts left out of the fit:")
    report_on(out)

    beta, error = fit(asked)
    counts = sum(each.features.sum(0) for each in asked)
    for name in sorted(people.keys() - set(chosen.annotated)):
        print(f"on {name}, which was not fitted on:")
        report_on(judged(people[name], beta))
    rows = [
        (comparison.name, level, round(float(beta[at]), 2), round(float(error[at]), 2), int(counts[at]))
        for comparison in COMPARISONS
        for level in comparison.levels
        if (at := LEVELS.index(level)) >= 0
    ]
    for row in rows:
        print("{:14} {:22} {:7.2f} ± {:.2f}  n {}".format(*row))
    if chosen.write:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("comparison", "level", "weight", "error", "n"))
            writer.writerows(rows)
        reliable = plain_reasons()
        with RELIABILITY.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("reason", "reliability", "n"))
            writer.writerows(reliable)


if __name__ == "__main__":
    sys.exit(main())
