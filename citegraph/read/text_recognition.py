"""Recognize the text of scanned pages with Tesseract, each page once.

Tesseract is a separate program. It needs its Vietnamese data (on Debian the package `tesseract-ocr-vie`). Pages are
recognized in parallel, each in a process with a time limit. Results are kept in a folder under the hash of the page,
the program and its version, so that a later run does not recognize a page again.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from citegraph import system
from citegraph.errors import ReadError
from citegraph.i18n import Message, message

Mode = Literal["auto", "never", "always"]
"""Which pages are recognized: those without a usable text layer, none, or all."""

DPI = 300
"""The resolution at which pages are rendered. Tesseract's authors recommend it; less loses tone marks."""
LEGIBLE = 0.5
"""Pages with less confidence are blurred, or in another script. Pages of a real scan had 80 to 92 % where they were in
Vietnamese, and 7 to 17 % where they were in Lao."""
SURE_PERCENT = 90
"""Numbers recognized with less confidence may be misread. Of those through which a stamp went, right ones had 25 to
97 %, wrong ones 10 to 80 %."""
PICTURE_SHARE = 0.03
"""The least share of a page in a part that is told to be unread because it was taken for a picture."""
PAGE_SECONDS = 60.0
LANGUAGE = "vie"
REMEDY = message("do.install_tesseract", command="apt-get install tesseract-ocr-vie")

_PROGRAM = "tesseract"
_OPTIONS = ("-l", LANGUAGE, "--psm", "3", "-c", "preserve_interword_spaces=0")
_KEPT = "with doubtful numbers"  # what kept results hold, as part of their names
_PAGE_LEVEL, _BLOCK_LEVEL, _WORD_LEVEL = "1", "2", "5"


@dataclass(frozen=True, slots=True)
class Recognition:
    """Which pages of a run are recognized, and where the results are kept."""

    mode: Mode = "auto"
    folder: str | None = None  # for the results; None keeps none

    @property
    def remedy(self) -> Message:
        """The remedy for a page that is not recognized."""
        return message("do.allow_ocr") if self.mode == "never" else REMEDY

    @property
    def signature(self) -> str:
        """What the text of a file depends on: the mode and, if used, the program."""
        return self.mode if self.mode == "never" else f"{self.mode} {tesseract_version() or 'not installed'}"


DEFAULT = Recognition()

FOLDER = ".citegraph-ocr"
"""The folder beside a store that keeps recognized pages; a hidden one, so that nobody reads it as reports."""


def recognition_beside_store(store: str | Path | None, mode: Mode) -> Recognition:
    """Return a recognition that keeps its results beside a store; without a store it keeps none."""
    return Recognition(mode, None if store is None else str(Path(store).parent / FOLDER))


class Image(NamedTuple):
    """A page as Tesseract reads it: the bytes of an image file, and its resolution in pixels per inch."""

    data: bytes
    dpi: int = DPI


class DoubtfulNumber(NamedTuple):
    """A word with digits that may be misread: where it is in the text of its page, and how sure it is in percent."""

    start: int
    end: int
    percent: int


class Recognized(NamedTuple):
    """The text of a page."""

    text: str
    confidence: float  # 0 to 1, the mean over its letters; 0 without any
    doubtful: tuple[DoubtfulNumber, ...] = ()
    has_picture: bool = False  # whether a large part of the page was taken for a picture and not read


@cache
def tesseract_version() -> str | None:
    """Return the version of Tesseract, or None if it or its Vietnamese data is not installed."""
    program = shutil.which(_PROGRAM)
    if program is None:
        return None
    try:
        languages = _run_tesseract([program, "--list-langs"])
        first, *_ = _run_tesseract([program, "--version"]).splitlines()
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return first.strip() if LANGUAGE in languages.split() else None


def require_tesseract(path: str) -> None:
    """Raise ReadError for the file at `path` if Tesseract or its Vietnamese data is not installed."""
    if tesseract_version() is None:
        raise ReadError(path, message("file.needs_tesseract"), REMEDY)


def recognition_warnings(results: Mapping[int, Recognized], pages: int) -> list[Message]:
    """Return the warnings that text was recognized: on how many pages, with what confidence, which are hardly legible.

    Args:
        results: The recognized pages by number; at least one.
        pages: How many pages the document has.
    """
    sure = sum(result.confidence for result in results.values()) / len(results)
    warnings = [message("doubt.recognized", recognized=len(results), pages=pages, percent=round(100 * sure))]
    illegible = [number for number in sorted(results) if results[number].confidence < LEGIBLE]
    if illegible:
        which = _list_of_page_numbers(illegible)
        warnings.append(message("doubt.illegible", n=len(illegible), which=which, percent=round(100 * LEGIBLE)))
    pictured = [number for number in sorted(results) if results[number].has_picture]
    if pictured:
        warnings.append(message("doubt.parts_as_pictures", n=len(pictured), which=_list_of_page_numbers(pictured)))
    return warnings


def no_text_warning(numbers: Sequence[int], pages: int, remedy: Message) -> Message:
    """Return the warning that pages have no text.

    Args:
        numbers: Which pages.
        pages: How many pages the document has.
        remedy: What to do about them.
    """
    return message(
        "doubt.bare_pages", bare=len(numbers), pages=pages, which=_list_of_page_numbers(numbers), remedy=remedy
    )


def _list_of_page_numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")


def gray_image(width: int, height: int, data: bytes, dpi: int = DPI) -> Image:
    """Return an image of 8-bit gray pixels, row by row."""
    return Image(b"P5 %d %d 255\n" % (width, height) + data, dpi)


def recognize_pages(images: Iterable[Image], recognition: Recognition) -> Iterator[Recognized | None]:
    """Yield the text of each page, in order; None for a page on which Tesseract fails or takes too long.

    Args:
        images: The pages. Few are requested in advance, so that few are in memory.
        recognition: Where the results are kept.
    """
    workers = os.cpu_count() or 1
    waiting: deque[Future[Recognized | None]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for image in images:
            waiting.append(pool.submit(_recognize_cached, image, recognition.folder))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _recognize_cached(image: Image, folder: str | None) -> Recognized | None:
    kept = None if folder is None else Path(folder, _cache_name(image))
    if kept is not None and (result := _load_result(kept)) is not None:
        return result
    command = [_PROGRAM, "stdin", "stdout", *_OPTIONS, "--dpi", str(image.dpi), "tsv"]
    try:
        result = _text_of_table(_run_tesseract(command, image.data))
    except (OSError, subprocess.SubprocessError):
        return None
    if kept is not None:
        with suppress(OSError):  # the page is recognized again next time
            _save_result(kept, result)
    return result


def _run_tesseract(command: list[str], data: bytes = b"") -> str:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # one thread per page is faster than several
    ran = subprocess.run(  # noqa: S603 - a program found by its name, with fixed arguments
        command, input=data, capture_output=True, check=True, timeout=PAGE_SECONDS, env=environment
    )
    return ran.stdout.decode("utf-8", "replace")


def _cache_name(image: Image) -> str:
    digest = hashlib.sha256(f"{tesseract_version()} {' '.join(_OPTIONS)} {image.dpi} {_KEPT}\n".encode())
    digest.update(image.data)
    return f"{digest.hexdigest()[:40]}.json"


def _load_result(path: Path) -> Recognized | None:
    try:
        text, confidence, *rest = json.loads(path.read_text(encoding="utf-8"))
        doubtful, has_picture = rest or ((), False)
        doubts = tuple(DoubtfulNumber(*map(int, number)) for number in doubtful)
    except (OSError, ValueError, TypeError):
        return None
    is_whole = isinstance(text, str) and isinstance(confidence, float)
    return Recognized(text, confidence, doubts, bool(has_picture)) if is_whole else None


def _save_result(path: Path, result: Recognized) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    system.replace_file(path, [json.dumps(result, ensure_ascii=False).encode("utf-8")])


def _text_of_table(table: str) -> Recognized:
    """Return the text of Tesseract's table of words: a line for each of its lines, a blank line between blocks."""
    rows = list(csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    words = [row for row in rows if row["level"] == _WORD_LEVEL and (row["text"] or "").strip()]
    text = ""
    doubtful = []
    place: tuple[str, ...] = ()
    for row in words:
        here = (row["page_num"], row["block_num"], row["par_num"], row["line_num"])
        text += "" if not text else " " if here == place else "\n" if here[:3] == place[:3] else "\n\n"
        place = here
        percent = max(0, int(float(row["conf"])))
        if percent < SURE_PERCENT and any(map(str.isdigit, row["text"])):
            doubtful.append(DoubtfulNumber(len(text), len(text) + len(row["text"]), percent))
        text += row["text"]
    letters = sum(len(row["text"]) for row in words)
    sure = sum(max(0.0, float(row["conf"])) * len(row["text"]) for row in words)
    confidence = round(sure / letters / 100, 3) if letters else 0.0
    return Recognized(text, confidence, tuple(doubtful), _has_unread_picture(rows))


def _has_unread_picture(rows: Sequence[Mapping[str, str]]) -> bool:
    """Whether a large part of the page has no words: Tesseract takes text in a ring or a frame for a picture."""
    areas = {row["block_num"]: int(row["width"]) * int(row["height"]) for row in rows if row["level"] == _BLOCK_LEVEL}
    read = {row["block_num"] for row in rows if (row["text"] or "").strip()}
    page = next((int(row["width"]) * int(row["height"]) for row in rows if row["level"] == _PAGE_LEVEL), 0)
    return any(area > PICTURE_SHARE * page for block, area in areas.items() if block not in read)
