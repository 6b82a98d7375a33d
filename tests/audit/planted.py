"""Drafts with slips planted in them: made from a table of sentences, written as text, Word and PDF, audited and scored."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import written

from citegraph.model import Failure
from citegraph.query.audits import CheckedDraft, audit

TABLES = Path(__file__).parent / "planted"
_MARK = re.compile(r"\[\[(.+?)\]\]")
_LINES_A_PAGE = 6


@dataclass(frozen=True)
class Sentence:
    """A row of a table: a sentence with its slip, or one in which nothing is wrong."""

    draft: str
    slip: str  # the names of the checks that may say it, "date|number"; "any"; "" where nothing is wrong
    text: str
    wrong: str  # the words that are wrong
    document: str  # canonical id of the document that is meant, where it is known
    at: int = 0  # where the wrong words begin


@dataclass(frozen=True)
class Draft:
    """A draft as a row of drafts.csv tells it, with its sentences."""

    name: str
    format: str
    date: str
    title: str
    sentences: tuple[Sentence, ...]

    @property
    def lines(self) -> list[str]:
        return [self.title, *(sentence.text for sentence in self.sentences)]


@dataclass
class Score:
    """How many slips were found, which were not, and what was found where nothing is wrong."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)  # found, but by no finding that lies on the wrong words
    alarms: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / (self.found + len(self.missed))


def drafts(table: str) -> list[Draft]:
    """The drafts whose sentences stand in a table of the folder, "own.csv"."""
    rows = csv.DictReader((TABLES / table).read_text("utf-8").splitlines())
    sentences = [_sentence(row) for row in rows]
    return [
        Draft(
            row["draft"],
            row["format"],
            row["date"],
            row["title"],
            tuple(one for one in sentences if one.draft == row["draft"]),
        )
        for row in csv.DictReader((TABLES / "drafts.csv").read_text("utf-8").splitlines())
        if any(one.draft == row["draft"] for one in sentences)
    ]


def _sentence(row: dict[str, str]) -> Sentence:
    mark = _MARK.search(row["sentence"])
    return Sentence(
        row["draft"],
        row["slip"],
        _MARK.sub(r"\1", row["sentence"]),
        mark.group(1) if mark else "",
        row.get("document") or "",
        mark.start() if mark else 0,
    )


def write(draft: Draft, folder: Path) -> Path:
    """The draft as a file in `folder`, in its format."""
    path = folder / f"{draft.name}.{draft.format}"
    if draft.format == "docx":
        import docx

        document = docx.Document()
        for line in draft.lines:
            document.add_paragraph(line)
        data = io.BytesIO()
        document.save(data)
        path.write_bytes(data.getvalue())
    elif draft.format == "pdf":
        lines = [wrapped for line in draft.lines for wrapped in (*_wrapped(line), "")]
        pages = [lines[at : at + 30] for at in range(0, len(lines), 30)]
        path.write_bytes(written.pdf(["\n".join(page) for page in pages]))
    else:
        path.write_text("\n".join(draft.lines) + "\n", encoding="utf-8")
    return path


def _wrapped(line: str, width: int = 90) -> Iterator[str]:
    """A paragraph in the lines of a page."""
    said = ""
    for word in line.split():
        if said and len(said) + 1 + len(word) > width:
            yield said
            said = word
        else:
            said = f"{said} {word}".strip()
    yield said


def score(table: str, folder: Path) -> Score:
    """Write the drafts of a table, audit each on its day, and count."""
    total = Score()
    for draft in drafts(table):
        for checked in audit([write(draft, folder)], date=draft.date, style=True):
            assert not isinstance(checked, Failure), checked
            count(draft, checked, total)
    return total


def count(draft: Draft, checked: CheckedDraft, total: Score) -> None:
    """Add what was found in a draft to the score.

    A slip is found where a finding of one of its names is of a citation in its sentence; strictly, where one lies on
    the words that are wrong. A finding of any other sentence is a false alarm.
    """
    text, places = _flat(checked.report.text)
    at = 0
    spans = []
    for sentence in draft.sentences:
        flat, _ = _flat(sentence.text)
        start = text.find(flat, at)
        assert start >= 0, sentence.text
        at = start + len(flat)
        if sentence.slip:
            wrong, _ = _flat(sentence.wrong)
            begin = start + len(_flat(sentence.text[: sentence.at])[0])
            spans.append((sentence, begin, begin + len(wrong), start, at))
    flat_at = {place: index for index, place in enumerate(places)}

    def flat_span(start: int, end: int) -> tuple[int, int]:
        inside = [flat_at[place] for place in range(start, end) if place in flat_at]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    met, marked = set(), set()
    for one in checked.findings:
        low, high = flat_span(one.finding.where.start, one.finding.where.end)
        begin, end = flat_span(one.finding.span.start, one.finding.span.end)
        for number, (sentence, wrong, wrong_end, start, stop) in enumerate(spans):
            named = sentence.slip == "any" or one.finding.field in sentence.slip.split("|")
            touches = low < wrong_end and high > wrong
            of_it = start <= begin and end <= stop  # the citation stands in the sentence of the slip
            if named and (touches or of_it):
                met.add(number)
                if touches:
                    marked.add(number)
                break
            if of_it and touches:
                break
        else:
            total.alarms.append(
                f"{draft.name}: {one.finding.field}: {one.finding.said} / {one.finding.known}: {one.surface}"
            )
    total.found += len(met)
    total.beside += [f"{draft.name}: {spans[number][0].wrong}" for number in sorted(met - marked)]
    total.missed += [
        f"{draft.name}: {sentence.slip}: {sentence.text}"
        for number, (sentence, *_) in enumerate(spans)
        if number not in met
    ]


def _flat(text: str) -> tuple[str, list[int]]:
    """The text without blanks, and where each character of it stands."""
    kept = [(letter, at) for at, letter in enumerate(text) if not letter.isspace()]
    return "".join(letter for letter, _ in kept), [at for _, at in kept]


if __name__ == "__main__":
    import tempfile

    for table in sys.argv[1:] or ["own.csv"]:
        with tempfile.TemporaryDirectory() as folder:
            result = score(table, Path(folder))
        print(
            f"{table}: {result.found} found, {len(result.beside)} of them on other words, "
            f"{len(result.missed)} missed, {len(result.alarms)} false alarms"
        )
        for name, told in (("missed", result.missed), ("beside", result.beside), ("alarm", result.alarms)):
            print(*(f"  {name} {one}" for one in told), sep="\n")
