"""Changes sound files at random and has every mutant read, as a build would: none may crash it, hang it or be lost.

    python tests/reliability/fuzz.py                          # until Ctrl-C, from a seed of its own
    python tests/reliability/fuzz.py --mutants 5000 --seed 7  # these, always the same
    python tests/reliability/fuzz.py --seed 7 --only 1234     # one of them once more
    python tests/reliability/fuzz.py --endings .doc .7z       # those of some formats

A mutant that breaks something is kept in a folder (--keep), and its seed and number are said. The mutant in hand always
lies there, so one that takes the program along is found there, too. The exit code is 1 where something broke.
"""

from __future__ import annotations

import argparse
import faulthandler
import gzip
import io
import random
import secrets
import struct
import sys
import tempfile
import time
import traceback
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run by hand

import oldoffice
import written

from citegraph import records
from citegraph.cite import cite
from citegraph.model import Citation, Failure, Report
from citegraph.read.guarded_loading import load_guarded
from citegraph.read.sources import Source

SECONDS = 20.0
"""What reading one mutant may take."""
STUCK_SECONDS = 120
"""A mutant that keeps the program itself this long hangs it."""

TEXT = written.TEXT + (
    "Căn cứ Nghị quyết Trung ương 4 khóa XII, Kết luận số 53-KL/TW ngày 04/6/2019 và Luật An ninh mạng; Nghị quyết này "
    "thay thế Nghị quyết 18.\nCác Chỉ thị số 05, 19-CT/TW được nhắc lại, cùng Nghị định 15/2020/NĐ-CP.\n"
)


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


ROWS = [{"id": f"r{at}", "title": "Tin", "date": "2024-05-02", "text": TEXT} for at in range(3)]

SOUND: dict[str, Callable[[], bytes]] = {
    ".txt": TEXT.encode,
    ".md": f"# {TEXT}".encode,
    ".html": lambda: written.html_page(body=TEXT).encode(),
    ".pdf": lambda: written.pdf([TEXT, TEXT[:300]]),
    ".docx": lambda: written.docx_file(TEXT),
    ".xml": lambda: written.word_xml(TEXT),
    ".pptx": lambda: written.presentation(TEXT),
    ".xlsx": lambda: written.workbook({"a": [["id", "text"], ["r", TEXT]], "b": [["Ghi chú", TEXT]]}),
    ".ods": lambda: written.ods([["id", "text"], ["r", TEXT], ["s", "Ghi chú"]]),
    ".odt": lambda: written.odt(TEXT),
    ".odp": lambda: written.odp(TEXT),
    ".epub": lambda: written.epub(TEXT),
    ".fodt": lambda: written.odt_flat(TEXT),
    ".doc": lambda: oldoffice.word(TEXT.replace("\n", "\r") + "a\x07b\x07\x07", "Ghi chú 37-QĐ/TW", "Đầu trang"),
    ".xls": lambda: oldoffice.workbook([["id", "text"], ["r", TEXT], ["s", "Ghi chú"]]),
    ".ppt": lambda: oldoffice.slides([TEXT], [TEXT], "Ghi chú"),
    ".msg": lambda: oldoffice.disk(oldoffice.mail("Tin", TEXT, {"a.txt": TEXT.encode()})),
    ".rtf": lambda: written.rtf(TEXT),
    ".zip": lambda: written.zip_file({"a.txt": TEXT, "b/c.html": written.html_page(body=TEXT)}),
    ".tar": lambda: written.tar_file({"a.txt": TEXT.encode(), "b/c.txt": TEXT.encode()}),
    ".tar.gz": lambda: gzip.compress(written.tar_file({"a.txt": TEXT.encode(), "b/c.txt": TEXT.encode()}), mtime=0),
    ".7z": lambda: written.seven_zip({"a.txt": TEXT.encode(), "b/c.txt": b"Tin"}, packs_header=False),
    ".eml": lambda: written.mail(TEXT),
    ".mhtml": lambda: written.mhtml(TEXT),
    ".png": lambda: written.picture("PNG"),
    ".jpg": lambda: written.picture("JPEG"),
    ".tif": lambda: written.picture("TIFF"),
    ".srt": lambda: written.subtitles(TEXT),
    ".jsonl": lambda: written.jsonl(ROWS),  # type: ignore[arg-type]
    ".csv": lambda: written.csv_table(ROWS),
    ".parquet": lambda: written.parquet(ROWS),  # type: ignore[arg-type]
    ".txt.gz": lambda: gzip.compress(TEXT.encode(), mtime=0),
    ".jsonl.xz": lambda: written.COMPRESS[".xz"](written.jsonl(ROWS)),  # type: ignore[arg-type]
    ".csv.zst": lambda: written.zst(written.csv_table(ROWS)),
    ".vni.txt": lambda: written.vni(written.TEXT),
    ".viqr.txt": lambda: written.viqr(written.TEXT),
    ".1258.html": lambda: written.windows_1258(written.html_page(charset="windows-1258")),
    ".twice.txt": lambda: written.twice(TEXT),
    ".utf16.txt": lambda: TEXT.encode("utf-16-le"),
    ".nfd.txt": lambda: unicodedata.normalize("NFD", TEXT).encode(),
}
"""A sound file of each format and encoding, by the ending of its name."""

MAIN = {
    ".docx": "word/document.xml",
    ".pptx": "ppt/slides/slide1.xml",
    ".xlsx": "xl/worksheets/sheet1.xml",
    ".ods": "content.xml",
    ".odt": "content.xml",
    ".odp": "content.xml",
    ".epub": "o/a.xhtml",
    ".zip": "b/c.html",
}
"""The part of a zipped file that holds most of its text."""

TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\r\n", b"\n" * 9, b" " * 99, b"\x1b[2J",
    b"%PDF-1.7", b"endobj", b"/Kids[2 0 R]", b"/Length -1", b"/Count 2147483648", b"<< " * 50, b"[" * 500, b"stream\n", b"startxref\n0",
    b"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>&e;", b"<w:p>" * 200, b"<![CDATA[", b"&#x110000;", b"&#0;", b"<table><tr>" * 100,
    b"<b><i>", b"</html>", b"<script>", b'{"text": ', b"\\ud800", b'"', b'""', b"1e999", b"-99999999999999999999", b",,,,", b";\t|",
    b"PK\x03\x04", b"PK\x05\x06", b"PAR1", b"\x1f\x8b", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd",
    "Nghị quyết số ".encode() * 20, "ngày 32/13/99999".encode(), b"35-NQ/TW", "khóa MCMXCIX".encode(), "\u202e\u2066".encode(),
    "\u0301\u0323".encode() * 30, "²³½٣".encode(), "Số: ".encode(), "“".encode() * 40, b"0" * 300,
)  # fmt: skip


@cache
def sound(ending: str) -> bytes:
    return SOUND[ending]()


def mutant(seed: int, number: int) -> tuple[str, bytes]:
    """The name and the bytes of a mutant: the same for the same seed and number, whatever was made before."""
    ending = list(SOUND)[number % len(SOUND)]
    chance = random.Random(f"{seed}:{number}")
    data = sound(ending)
    if ending in MAIN and chance.random() < 0.7:  # within its parts, or hardly one would be unpacked
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice([MAIN[ending], *parts])
        data = _zip({**parts, name: changed(parts[name], chance)})
    elif ending.endswith((".gz", ".xz", ".zst")) and chance.random() < 0.5:
        packed = ending[ending.rindex(".") :]
        data = written.COMPRESS[packed](changed(written.EXPAND[packed](data), chance))
    elif ending == ".7z" and chance.random() < 0.7:
        data = _sealed(data[:32] + changed(data[32:], chance))
    else:
        data = changed(data, chance)
    if chance.random() < 0.1:  # under the name of another
        ending = chance.choice(list(SOUND))
    return f"fuzz-{seed}-{number}{ending}", data


def _sealed(archive: bytes) -> bytes:
    """A 7z archive with the right checksums for its changed header, which is not looked into otherwise."""
    offset, size = struct.unpack_from("<QQ", archive, 12)
    size = max(0, min(size, len(archive) - 32 - offset))
    place = struct.pack("<QQI", offset, size, zlib.crc32(archive[32 + offset :][:size]))
    return archive[:8] + struct.pack("<I", zlib.crc32(place)) + place + archive[32:]


def changed(data: bytes, chance: random.Random) -> bytes:
    """Cut off, with bits turned, with pieces doubled, dropped, moved, set to zero, or come from elsewhere."""
    piece = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 24))):
        at = chance.randrange(len(piece) or 1)
        end = min(len(piece), at + chance.choice((1, 1, 4, 32, 300)))
        match chance.randrange(9):
            case 0:
                piece[at:end] = bytes(byte ^ (1 << chance.randrange(8)) for byte in piece[at:end])
            case 1:
                piece[at:end] = bytes(end - at)
            case 2:
                piece[at:at] = piece[at:end] * chance.choice((1, 3, 30))
            case 3:
                del piece[at:end]
            case 4:
                piece[at:end] = chance.randbytes(end - at)
            case 5:
                piece[at:at] = chance.choice(TOKENS)
            case 6:
                piece[at:end] = chance.choice(TOKENS)
            case 7:
                taken = bytes(piece[at:end])
                del piece[at:end]
                to = chance.randrange(len(piece) or 1)
                piece[to:to] = taken
            case _:
                other = sound(chance.choice(list(SOUND)))
                start = chance.randrange(len(other))
                piece[at:end] = other[start : start + chance.choice((4, 64, 1000))]
    return bytes(piece[: chance.randrange(len(piece) or 1)] if chance.random() < 0.1 else piece)


def tried(name: str, data: bytes) -> str:
    """Read a mutant and find what it cites; how it ended. Raises AssertionError, or what else is broken, where it does."""
    began = time.monotonic()
    found = list(load_guarded(Source(name, Path(name), data), seconds=SECONDS))
    assert time.monotonic() - began < 2 * SECONDS + 5, "reading it took too long"
    assert found, "neither a report nor a failure"
    for one in found:
        if isinstance(one, Report):
            whole(one)
        else:
            assert one.reason.strip(), "a failure without its reason"
            assert one.remedy.strip(), "a failure without a remedy"
            assert len(one.reason) < 1000, "a reason as long as a text"
    reasons = [one.reason for one in found if isinstance(one, Failure)]
    if any("ended the process" in reason for reason in reasons):
        return "parser died"
    if any("longer than" in reason and "to read" in reason for reason in reasons):
        return "stopped: time"
    if any("more memory" in reason for reason in reasons):
        return "stopped: memory"
    return "read" if len(reasons) < len(found) else "listed"


def whole(report: Report) -> list[Citation]:
    """The citations of a report, which must stand where they say and not overlap."""
    report.text.encode()
    assert report.id.strip() or report.path, "a report without a name"
    citations, end = cite(report, records.load()), 0
    for citation in citations:
        span = citation.mention.span
        assert report.text[span.start : span.end] == citation.mention.surface, "a surface that is not the text's"
        assert end <= span.start < span.end, "mentions that overlap"
        assert citation.document, "a citation of nothing"
        end = span.end
    return citations


def run(seed: int, numbers: Iterator[int], keep: Path) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Try the mutants; how each ending's ended, and what broke."""
    endings: Counter[tuple[str, str]] = Counter()
    broken: list[str] = []
    keep.mkdir(parents=True, exist_ok=True)
    try:
        for number in numbers:
            name, data = mutant(seed, number)
            file = keep / name
            file.write_bytes(data)
            faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True, file=sys.__stderr__)
            try:
                endings[list(SOUND)[number % len(SOUND)], tried(name, data)] += 1
            except Exception:
                broken.append(f"seed {seed}, mutant {number}: {file}\n{traceback.format_exc()}")
                print(broken[-1], file=sys.stderr, flush=True)
            else:
                file.unlink()
    except KeyboardInterrupt:
        file.unlink(missing_ok=True)
    finally:
        faulthandler.cancel_dump_traceback_later()
    return endings, broken


def table(endings: Counter[tuple[str, str]]) -> str:
    """How the mutants ended, a line a format."""
    ways = sorted({way for _, way in endings})
    lines = [["ending", *ways, "tried"]]
    for ending in SOUND:
        counts = [endings[ending, way] for way in ways]
        lines.append([ending, *map(str, counts), str(sum(counts))])
    sums = [sum(endings[ending, way] for ending in SOUND) for way in ways]
    lines.append(["all", *map(str, sums), str(sum(sums))])
    return "\n".join("  ".join(f"{cell:>15}" for cell in line) for line in lines)


def main() -> int:
    """Fuzz as the command line says; return 1 where something broke."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, help="makes the mutants; by default another one each time")
    parser.add_argument("--mutants", type=int, help="how many; by default, until Ctrl-C")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="one mutant of the seed")
    parser.add_argument(
        "--endings", nargs="+", choices=SOUND, default=list(SOUND), help="of which formats; by default, of all"
    )
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "citegraph-fuzz", help="a folder")
    wanted = parser.parse_args()
    seed = secrets.randbelow(10**6) if wanted.seed is None else wanted.seed
    if wanted.only is not None:
        numbers = iter([wanted.only])
    else:
        of_these = (number for number in count() if list(SOUND)[number % len(SOUND)] in wanted.endings)
        numbers = islice(of_these, wanted.mutants)
    print(f"seed {seed}; what breaks something is kept in {wanted.keep}", flush=True)
    endings, broken = run(seed, numbers, wanted.keep)
    print(table(endings))
    print(f"{len(broken)} of {endings.total() + len(broken)} mutants broke something")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
