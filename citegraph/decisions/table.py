"""Read and write the table of decisions: CSV, one decision per line, sorted, so that version control can merge it."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path

from citegraph import system
from citegraph.errors import KnowledgeError
from citegraph.i18n import message
from citegraph.model import Citation, ReportInfo, is_date
from citegraph.text import normalize_space

FILE = "decisions.csv"
"""The name of the table, beside the store."""

AROUND = 80
"""Code points kept of the words on each side: enough to tell two mentions of one sentence apart."""


class Verdict(StrEnum):
    """What was decided about a mention."""

    DOCUMENT = "document"  # it names this document
    NO_CITATION = "not-a-citation"  # it names none
    SAME_AS = "same-as"  # it names what another mention of the report names, which is given by its words
    DIFFERENT_FROM = "different-from"  # it does not name this document


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Decision:
    """What a person decided about one mention of one report."""

    report: str  # id of the report
    surface: str  # words of the mention, blanks made single
    before: str  # words before it
    after: str  # words behind it
    verdict: Verdict
    document: str = ""  # canonical id, or the words of the other mention
    date: str = ""  # day of the decision
    note: str = ""
    sha256: str = ""  # of the report's bytes, by which it is known when it is renamed
    mention_number: str = ""  # "2/3" for the second of three mentions with the same words around; else empty

    @property
    def mention_key(self) -> tuple[str, str, str, str]:
        """The mention that it is about."""
        return self.report, self.surface, self.before, self.after


_COLUMNS = tuple(field.name for field in fields(Decision))


def decision_on_citation(
    report: ReportInfo,
    citation: Citation,
    verdict: Verdict,
    document: str = "",
    *,
    date: str = "",
    note: str = "",
    mentions: Sequence[Citation] = (),
) -> Decision:
    """Return a decision about a citation, as a person makes it.

    Args:
        report: The citing report.
        citation: The citation, whose words and surroundings it is bound to.
        verdict: What was decided.
        document: The canonical id, or the words of the other mention.
        date: The day of the decision.
        note: Why, in a few words.
        mentions: All citations of the report, which tell whether several have the same words around.

    Returns:
        The decision.
    """
    before, after = words_around_mention(citation)
    starts = sorted(
        one.mention.span.start
        for one in mentions
        if _mention_and_surroundings(one) == _mention_and_surroundings(citation)
    )
    place = starts.index(citation.mention.span.start) + 1 if len(starts) > 1 else 0
    return Decision(
        report=report.id,
        surface=normalize_space(citation.mention.surface),
        before=before,
        after=after,
        verdict=verdict,
        document=document,
        date=date,
        note=normalize_space(note),
        sha256=report.sha256,
        mention_number=f"{place}/{len(starts)}" if place else "",
    )


def bind_decision(decision: Decision, start: int | None, report: ReportInfo, mentions: Sequence[Citation]) -> Decision:
    """Bind a decision to the bytes of its report, and to its place among mentions with the same words around.

    Args:
        decision: The decision, without them.
        start: Where its mention begins, if known. It counts only if the words there are still those of the decision.
        report: The report.
        mentions: All citations of the report.

    Returns:
        The decision, bound as far as it can be.
    """
    wanted = decision.mention_key[1:]
    meant = next(
        (one for one in mentions if one.mention.span.start == start and _mention_and_surroundings(one) == wanted), None
    )
    number = decision.mention_number
    if meant is not None and not number:
        number = decision_on_citation(report, meant, decision.verdict, mentions=mentions).mention_number
    return replace(decision, sha256=report.sha256, mention_number=number)


def _mention_and_surroundings(citation: Citation) -> tuple[str, ...]:
    return normalize_space(citation.mention.surface), *words_around_mention(citation)


def words_around_mention(citation: Citation) -> tuple[str, str]:
    """Return the words before and after a mention, with single spaces."""
    mention = citation.mention
    before = normalize_space(mention.quote[: mention.quote_at])
    after = normalize_space(mention.quote[mention.quote_at + len(mention.surface) :])
    return before[-AROUND:].strip(), after[:AROUND].strip()


def load(path: Path) -> tuple[Decision, ...]:
    """Return the decisions in a table; none if there is no file.

    Args:
        path: The table.

    Returns:
        The decisions, sorted.

    Raises:
        KnowledgeError: Where a row is none, naming its line.
    """
    return tuple(sorted(one for one, _ in load_with_places(path)))


def load_with_places(path: Path) -> list[tuple[Decision, int | None]]:
    """The decisions of a table, each with where its mention begins, if a column `start` tells it, as the page does.

    Args:
        path: The table.

    Returns:
        The decisions in the order of the table; none where there is no file.

    Raises:
        KnowledgeError: Where a row is none, naming its line.
    """
    if not path.exists():
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(str(path), message("decision.unreadable"), message("do.save_utf8")) from error
    reader = csv.DictReader(io.StringIO(text))
    if reader.fieldnames is None or not {"report", "surface", "verdict"} <= {*reader.fieldnames}:
        raise KnowledgeError(
            str(path), message("decision.no_table"), message("do.decision_columns", names=", ".join(_COLUMNS))
        )
    return [(_decision_of_row(row, f"{path}, line {reader.line_num}"), _start_of_mention(row)) for row in reader]


def _start_of_mention(row: dict[str, str | None]) -> int | None:
    given = (row.get("start") or "").strip()
    return int(given) if given.isdecimal() and len(given) < 16 else None


def _decision_of_row(row: dict[str, str | None], where: str) -> Decision:
    values = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    values |= {name: normalize_space(values[name]) for name in ("surface", "before", "after")}
    verdict = values.pop("verdict")
    if verdict not in {one.value for one in Verdict}:
        told = ", ".join(one.value for one in Verdict)
        raise KnowledgeError(
            where, message("decision.no_verdict", verdict=verdict), message("do.write_one_of", names=told)
        )
    if not values["surface"] or (verdict != Verdict.NO_CITATION and not values["document"]):
        raise KnowledgeError(where, message("decision.incomplete"), message("do.fill_in_decision"))
    if values["date"] and not is_date(values["date"]):
        raise KnowledgeError(where, message("decision.no_date", date=values["date"]), message("do.write_date"))
    return Decision(verdict=Verdict(verdict), **values)


def save(path: Path, decisions: Iterable[Decision]) -> None:
    """Write a table of decisions, each once, sorted.

    Args:
        path: The table.
        decisions: What it is to hold.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(list(asdict(one).values()) for one in sorted(set(decisions)))
    system.replace_file(path, [out.getvalue().encode("utf-8")])


@contextmanager
def lock_for_change(path: Path) -> Iterator[list[Decision]]:
    """Lock a table of decisions for a change. Other writers, in this or another process, wait.

    Args:
        path: The table, which need not exist.

    Yields:
        Its decisions, to be changed in place. They are saved at the end of the block, unless it raises an error.

    Raises:
        KnowledgeError: A row is not a valid decision; the error names its line.
    """
    descriptor = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o666)
    try:
        with suppress(OSError):  # a file system without locks
            system.lock(descriptor, wait=True)
        held = [*load(path)]
        yield held
        save(path, held)
    finally:
        os.close(descriptor)


def digest_of_decisions(decisions: Iterable[Decision]) -> str:
    """Return a hash that changes when the decisions change; "" for no decisions.

    Args:
        decisions: The decisions, in any order.

    Returns:
        A SHA-256, in hexadecimal.
    """
    told = "\n".join(repr(one) for one in sorted(set(decisions)))
    return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest() if told else ""


def conflicts(decisions: Iterable[Decision]) -> list[tuple[Decision, ...]]:
    """Return groups of decisions that contradict one another: two verdicts on a mention, or yes and no to a document.

    A report is the same if its id or its bytes are the same. So a report that was renamed between two decisions is one.

    Args:
        decisions: All decisions.

    Returns:
        Each mention's decisions that do not go together.
    """
    said: dict[tuple[str, ...], list[Decision]] = defaultdict(list)
    for one in sorted(set(decisions)):
        said[*one.mention_key[1:], one.mention_number].append(one)
    return [group for given in said.values() for group in _group_by_report(given) if are_contradictory(group)]


def _group_by_report(decisions: Iterable[Decision]) -> list[tuple[Decision, ...]]:
    """Group decisions on the same words by report: those about one report, also renamed, are together."""
    groups: list[tuple[Decision, ...]] = []
    for one in decisions:
        same = [group for group in groups if any(_is_same_report(one, other) for other in group)]
        groups = [group for group in groups if group not in same]
        groups.append((*(other for group in same for other in group), one))
    return groups


def is_same_mention(one: Decision, other: Decision) -> bool:
    """Return whether two decisions are about the same words of the same report, even if it was renamed in between."""
    return (one.mention_key[1:], one.mention_number) == (
        other.mention_key[1:],
        other.mention_number,
    ) and _is_same_report(one, other)


def _is_same_report(one: Decision, other: Decision) -> bool:
    return one.report == other.report or (one.sha256 != "" and one.sha256 == other.sha256)


def are_contradictory(given: Iterable[Decision]) -> bool:
    """Return whether decisions about one mention cannot all be true.

    Args:
        given: Decisions about the same mention.
    """
    told = {(one.verdict, one.document) for one in given}
    denied = {document for verdict, document in told if verdict is Verdict.DIFFERENT_FROM}
    said = {one for one in told if one[0] is not Verdict.DIFFERENT_FROM}
    return len(said) > 1 or any(document in denied for _, document in said)
