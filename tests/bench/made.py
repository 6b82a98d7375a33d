"""Generate texts from a seed, the same on every machine: reports, English opinions, and texts that are hard on purpose."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from citegraph import records
from citegraph.model import Scope, Status

SYLLABLES = (
    "anh bà các chị dân đường em gia hàng ích kinh làm mới năm ông phố quê rừng sông tỉnh ưu việc xã yên đất nước "
    "hoạt động phát triển sản xuất nông thôn đô thị khách du lịch trẻ em giáo viên bệnh viện thị trường giá cả mùa vụ "
    "thời tiết giao thông bóng đá âm nhạc điện ảnh công nghệ doanh nghiệp ngân hàng lao động thể thao mạng lưới"
)
ENGLISH = (
    "the court of a to that and in defendant plaintiff was for on by motion evidence claim district judgment not which "
    "under as appeal this statute party order with trial jury contract notice section state law reason held affirmed"
)


def sentence(rng: random.Random, words: str, length: int) -> str:
    """Words in a row, as a sentence."""
    said = " ".join(rng.choices(words.split(), k=length))
    return f"{said[0].upper()}{said[1:]}. "


def news(seed: int, characters: int, *, every: int = 0) -> str:
    """About so many characters of news; a citation every so many of them (0: none)."""
    rng = random.Random(seed)
    parts, length, cited = [], 0, 0
    while length < characters:
        parts.append(sentence(rng, SYLLABLES, rng.randrange(8, 30)))
        if every and length // every > cited:
            cited = length // every
            parts.append(f"Theo Nghị quyết số {rng.randrange(1, 99)}-NQ/TW ngày {rng.randrange(1, 28)}/10/2018, ")
        if rng.random() < 0.12:
            parts.append("\n")
        length += len(parts[-1])
    return "".join(parts)[:characters]


def opinions(per_megabyte: float, megabytes: float) -> list[str]:
    """English opinions of 10 kB each, that cite as often."""
    rng = random.Random(11)
    out = []
    for _ in range(max(1, round(megabytes * 100))):
        parts, length, cites = [], 0, 0
        while length < 10_000:
            if cites < per_megabyte * length / 1e6 + rng.random() - 1:
                cites += 1
                where = (
                    f"{rng.randrange(1, 600)} {rng.choice(('U.S.', 'F.2d', 'F.3d', 'S. Ct.'))} {rng.randrange(1, 999)}"
                )
                parts.append(f"See Smith v. Jones, {where} ({rng.randrange(1950, 2020)}). ")
            else:
                parts.append(sentence(rng, ENGLISH, rng.randrange(8, 30)))
            length += len(parts[-1])
        out.append("".join(parts))
    return out


def hard(characters: int) -> dict[str, str]:
    """Texts that tempt a pattern to look back or ahead without end, of so many characters each."""
    pieces = {
        "kind words": "nghị quyết ",
        "capital kind words": "Nghị quyết ",
        '"Nghị quyết số "': "Nghị quyết số ",
        "digit list": "1, 2, 3, ",
        "list after a type": "18, 19 và ",
        "codes": "35-NQ/TW ",
        "half codes": "35-NQ/",
        "brackets": "(",
        "bracketed types": "(Nghị quyết (",
        "open quotes": "Nghị quyết về “",
        "issuers": "Nghị quyết của Bộ Chính trị ",
        "laws": "Luật sửa đổi, bổ sung một số điều của Luật Đất đai và ",
        "dates": "ngày 1/1/2020 ",
        "plenums": "Nghị quyết Trung ương 4, 5, 6 khóa ",
        "titles": "Nghị quyết về tăng cường sự lãnh đạo của Đảng đối với ",
        "demonstratives": "Nghị quyết này ",
        "tags": "<a ",
        "entities": "&amp;",
        "blanks": "  ",
        "combining marks": "\N{COMBINING ACUTE ACCENT}",
        "letters": "a",
        "digits": "1",
    }
    made = {name: (piece * (characters // len(piece) + 1))[:characters] for name, piece in pieces.items()}
    made["list after a type"] = ("Nghị quyết số " + made["list after a type"])[:characters]
    return made


def table(path: Path, reports: int) -> Path:
    """A table of short reports that cite the known documents as unevenly as real ones do, and some of their own."""
    known = sorted(
        (d for d in records.load() if d.scope is Scope.PARTY and d.status is Status.KNOWN and "@" in d.id and d.date),
        key=lambda document: document.id,
    )
    with path.open("w", encoding="utf-8") as lines:
        for line in _reports(reports, [(f"{d.kind} số {d.id.partition('@')[0]}", d.date or "") for d in known]):
            lines.write(line)
    return path


def _district(number: int) -> str:
    """A name of two capitalized syllables, another one for each number below a few thousand."""
    syllables = [syllable.capitalize() for syllable in dict.fromkeys(SYLLABLES.split())]
    return f"{syllables[number % len(syllables)]} {syllables[number // len(syllables) % len(syllables)]}"


def _reports(count: int, known: list[tuple[str, str]]) -> Iterator[str]:
    for number in range(count):
        rng = random.Random(number)
        said = [sentence(rng, SYLLABLES, 25) for _ in range(rng.randrange(2, 6))]
        for _ in range(min(12, int(rng.expovariate(0.5)))):
            name, date = known[int(len(known) * rng.random() ** 3)]
            year, _, rest = date.partition("-")
            when = f" ngày {rest[3:]}/{rest[:2]}/{year}" if len(date) == 10 and rng.random() < 0.5 else ""
            said.append(f"Hội nghị quán triệt {name}{when}. ")
        if rng.random() < 0.3:
            place = rng.randrange(1 + count // 320)  # documents of districts, about a hundred reports each
            when = f"ngày {place % 28 + 1}/3/{2016 + place % 8}"
            said.append(
                f"Kế hoạch số {place % 300 + 1:02}-KH/HU {when} của Huyện ủy {_district(place)} được triển khai. "
            )
        rng.shuffle(said)
        row = {"id": f"r{number}", "date": f"20{rng.randrange(19, 26)}-05-02", "text": "".join(said)}
        yield json.dumps(row, ensure_ascii=False) + "\n"
