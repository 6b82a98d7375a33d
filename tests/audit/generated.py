"""Drafts made at random from the records: sentences with one slip each, and sentences in which nothing is wrong.

`planted.py` holds what people planted. Here a right citation is drawn from the records, put into one of many forms and
sentences, and exactly one thing in it is changed, so that each kind of slip is met over documents of all kinds and
times. `python tests/audit/generated.py [SEED]` prints for each kind how many slips were found, and what was missed.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import planted

from citegraph.ids import DocumentId
from citegraph.knowledge import kinds
from citegraph.model import Document, Failure, Scope
from citegraph.query.audits import audit
from citegraph.records import Records, load
from citegraph.text import strip_diacritics

SEED = 20_251_110
DAYS = ("2009-05-12", "2012-11-20", "2015-09-08", "2018-06-15", "2019-12-02", "2021-10-30", "2022-08-17", "2023-12-05",
        "2024-11-11", "2025-03-20", "2025-11-10", "2026-03-16")  # fmt: skip
FORMATS = ("txt", "docx", "pdf")
_YEARS = 12  # documents older than this are seldom cited as in force
_PLAIN = frozenset({"made3", "made9"})  # drafts that are typed without diacritics

_LEADS = (
    "Căn cứ {}",
    "Thực hiện {}",
    "Triển khai {}",
    "Quán triệt {}",
    "Trên cơ sở {}",
    "Theo {}",
    "Công tác này được làm theo {}",
    "Đơn vị tiếp tục bám sát {}",
    "Chi bộ đã học tập {}",
    "Cán bộ, công chức chấp hành nghiêm {}",
    "Nội dung sinh hoạt quý này là {}",
    "Các phòng, ban được yêu cầu làm đúng {}",
)
_ENDS = (
    ".",
    ".",
    ";",
    ", đơn vị đã phân công người phụ trách.",
    ", xã xây dựng kế hoạch với các nội dung sau.",
    ", bước đầu đạt kết quả tốt.",
    " tới toàn thể đảng viên.",
    " và hướng dẫn của cấp trên.",
    ", trong đó nêu rõ trách nhiệm của từng đơn vị.",
    "; kết quả được báo cáo trước ngày 25 hằng tháng.",
)
_AFTER_TITLE = tuple(end for end in _ENDS if not end.startswith(" "))
_FORMS = (
    "{kind} số {code} ngày {date} của {issuer}{term}{title}",
    "{kind} số {code}, ngày {date} của {issuer}{term}{title}",
    "{kind} số {code} ngày {date} của {issuer}{term}",
    "{kind} {code} ngày {date} của {issuer}{title}",
    "{kind} số {code} ngày {date}{title}",
    "{kind} số {code} của {issuer}{term}{title}",
    "{kind} số {code}, {date} của {issuer}{title}",
    "{kind} của {issuer}{title} (số {code}, ngày {date})",
)
_LAW_FORMS = (
    "{title} số {code} ngày {date}",
    "{title} số {code} ngày {date} của {issuer}",
    "{title} ({code} ngày {date})",
    "{title} số {code}",
)
_DATES = ("{d}/{m}/{y}", "{d}/{m}/{y}", "{d}-{m}-{y}", "{d} tháng {m} năm {y}")
_NOUNS = ("du lịch", "thể thao", "thủy sản", "bưu chính", "báo chí", "lưu trữ", "điện ảnh", "đường sắt", "thư viện",
          "xuất bản", "ngoại thương", "tem phiếu")  # fmt: skip
_TOPICS = (
    *(
        "giáo dục",
        "nông nghiệp",
        "kinh tế",
        "văn hóa",
        "y tế",
        "tư pháp",
        "thanh niên",
        "phụ nữ",
        "nông dân",
        "công nhân",
    ),
    *("trí thức", "tôn giáo", "dân tộc", "dân vận", "cán bộ", "đảng viên", "kiểm tra", "giám sát", "tham nhũng"),
    *(
        "lãng phí",
        "đất đai",
        "môi trường",
        "quốc phòng",
        "an ninh",
        "đối ngoại",
        "khoa học",
        "công nghệ",
        "doanh nghiệp",
    ),
    *(
        "hợp tác xã",
        "tiền lương",
        "bảo hiểm",
        "dân số",
        "trẻ em",
        "gia đình",
        "năng lượng",
        "biển",
        "ma túy",
        "thi đua",
    ),
    *("tiếp công dân", "khen thưởng", "đầu tư", "đấu thầu", "xây dựng", "nhà ở", "lao động", "viên chức", "thuế"),
)
_PARTY_ISSUERS = ("Bộ Chính trị", "Ban Bí thư", "Ban Chấp hành Trung ương")
_STATE_ISSUERS = ("Chính phủ", "Thủ tướng Chính phủ", "Bộ Tài chính", "Quốc hội")
_KINDS = {
    Scope.PARTY: ("Nghị quyết", "Chỉ thị", "Kết luận", "Quy định", "Hướng dẫn"),
    Scope.STATE: ("Nghị định", "Nghị quyết", "Quyết định", "Thông tư"),
}


@dataclass(frozen=True)
class Said:
    """What a sentence says of a document; the slip is in the field `wrong`."""

    kind: str
    code: str
    date: str
    issuer: str
    term: str = ""
    title: str = ""
    form: str = _FORMS[0]
    dates: str = _DATES[0]
    quoted: bool = False
    wrong: str = ""  # field
    words: str = ""  # the wrong words in it; "" for all of it


@dataclass(frozen=True)
class Made:
    """A sentence with the kind of its slip; "" where nothing is wrong."""

    kind: str
    sentence: planted.Sentence


class Maker:
    """Makes the sentences of one draft."""

    def __init__(self, records: Records, random: Random, day: str, *, plain: bool) -> None:
        self.records, self.random, self.day, self.plain = records, random, day, plain
        listed = sorted(records, key=lambda one: one.id)
        self.versions = Counter((one.title or "").partition(" (")[0] for one in listed)
        self.pool = [one for one in listed if self._is_in_force(one)]
        self.others = [one for one in listed if _is_whole(one)]

    def _is_in_force(self, one: Document) -> bool:
        if not _is_whole(one) or one.until or one.replaced_by or one.amended_by or one.checked < 1:
            return False
        assert one.date
        if (one.since or one.date) > self.day or int(one.date[:4]) < int(self.day[:4]) - _YEARS:
            return False
        return not (one.kind in kinds.kind_names_with_flag("law") and self._is_old_version(one))

    def _is_old_version(self, one: Document) -> bool:
        return self.versions[(one.title or "").partition(" (")[0]] > 1

    def draw(self, test: Callable[[Document], bool] = lambda one: True) -> Document:
        return self.random.choice([one for one in self.pool if test(one)])

    def said(self, one: Document, *, wrong: str = "") -> Said:
        """A right citation in a form that says the field in which the slip will be, and enough beside it."""
        assert one.kind and one.date and one.title
        code = DocumentId.parse(one.id).name
        forms = _LAW_FORMS if _is_law(one) else _FORMS
        rich = [form for form in forms if _says(form, wrong) and (wrong in ("", "title", "kind") or "{date}" in form)]
        if wrong in ("code", "date"):
            rich = [form for form in rich if "{title}" in form or "{issuer}" in form]
        form = self.random.choice(rich)
        title, term = one.title, ""
        if wrong != "title" and forms is _FORMS:
            title = self.random.choice((title, _shortened(title), ""))
        if one.term and self.random.random() < 0.3:
            term = one.term
        return Said(
            kind=one.kind,
            code=code,
            date=one.date,
            issuer=one.issuer or "",
            term=term,
            title=title,
            form=form,
            dates=self.random.choice(_DATES),
            quoted=bool(title) and forms is _FORMS and self.random.random() < 0.3,
            wrong=wrong,
        )

    def sentence(self, kind: str, said: Said) -> Made:
        cited = self._cited(said)
        end = self.random.choice(_AFTER_TITLE if said.title else _ENDS)
        text = self.random.choice(_LEADS).format(cited) + end
        if self.plain:
            text = _typed_plain(text)
        before, mark, rest = text.partition("[[")
        wrong, _, behind = rest.partition("]]")
        return Made(kind, planted.Sentence("", "any" if mark else "", before + wrong + behind, wrong, "", len(before)))

    def _cited(self, said: Said) -> str:
        year, month, day = said.date.split("-")
        date = said.dates.format(d=day, m=month if int(month) < 3 else str(int(month)), y=year)
        title = f"“{_capitalized(said.title)}”" if said.quoted else said.title
        if said.quoted and self.random.random() < 0.5:
            title = f"về {title}"
        parts = {
            "kind": said.kind,
            "code": said.code,
            "date": date,
            "issuer": said.issuer,
            "term": said.term,
            "title": title,
        }
        if said.wrong:
            part = parts[said.wrong]
            marked = said.words if said.words and said.words in part else part
            parts[said.wrong] = part.replace(marked, f"[[{marked}]]", 1)
        parts["term"] = f" khóa {parts['term']}" if parts["term"] else ""
        if parts["title"] and said.form not in _LAW_FORMS:
            parts["title"] = f" {parts['title']}"
        return said.form.format(**parts)


Planter = Callable[[Maker], Said]


def right(maker: Maker) -> Said:
    return maker.said(maker.draw())


def number(scope: Scope) -> Planter:
    def plant(maker: Maker) -> Said:
        said = maker.said(maker.draw(lambda one: one.scope is scope and not _is_law(one)), wrong="code")
        head, sign, rest = _split(said.code)
        changed = next(one for _ in range(99) if (one := _misprinted(head, maker.random)) != head)
        return replace(said, code=f"{changed}{sign}{rest}", words=changed)

    return plant


def date(part: int, scope: Scope) -> Planter:
    def plant(maker: Maker) -> Said:
        said = maker.said(maker.draw(lambda one: one.scope is scope), wrong="date")
        parts = [int(one) for one in said.date.split("-")]
        parts[2] = min(parts[2], 28) if part != 2 else parts[2]
        steps = [-10, -3, -2, -1, 1, 2, 3, 10]
        maker.random.shuffle(steps)
        for step in steps:
            changed = [*parts[:part], parts[part] + step, *parts[part + 1 :]]
            told = f"{changed[0]}-{changed[1]:02}-{changed[2]:02}"
            if 1 <= changed[1] <= 12 and 1 <= changed[2] <= 28 and told <= maker.day and told != said.date:
                return replace(said, date=told)
        return plant(maker)

    return plant


def issuer(scope: Scope) -> Planter:
    names = _PARTY_ISSUERS if scope is Scope.PARTY else _STATE_ISSUERS

    def plant(maker: Maker) -> Said:
        of_them = [one for one in maker.pool if one.scope is scope and one.issuer in names]
        said = maker.said(maker.random.choice(of_them), wrong="issuer")
        return replace(said, issuer=maker.random.choice([one for one in names if one != said.issuer]))

    return plant


def kind(scope: Scope) -> Planter:
    def plant(maker: Maker) -> Said:
        said = maker.said(maker.draw(lambda one: one.scope is scope and one.kind in _KINDS[scope]), wrong="kind")
        return replace(said, kind=maker.random.choice([one for one in _KINDS[scope] if one != said.kind]))

    return plant


def symbol(scope: Scope) -> Planter:
    def plant(maker: Maker) -> Said:
        one = maker.draw(lambda one: one.scope is scope and bool(one.symbol) and one.kind in _KINDS[scope])
        said, others = maker.said(one, wrong="code"), ("NQ", "CT", "KL", "QĐ", "HD", "QC")
        if scope is Scope.STATE:
            others = ("NĐ", "NQ", "QĐ", "TT")
        other = maker.random.choice([name for name in others if name != one.symbol])
        changed = said.code.replace(one.symbol or "", other, 1)
        return replace(said, code=changed)

    return plant


def body(maker: Maker) -> Said:
    said = maker.said(maker.draw(lambda one: one.body == "TW" and one.scope is Scope.PARTY), wrong="code")
    return replace(said, code=said.code.replace("/TW", "/TU"))


def order(maker: Maker) -> Said:
    one = maker.draw(lambda one: one.body == "TW" and one.scope is Scope.PARTY)
    said = maker.said(one, wrong="code")
    return replace(said, code=said.code.replace("/", "~").replace("-", "/").replace("~", "-"))


def term(maker: Maker) -> Said:
    one = maker.draw(lambda one: bool(one.term) and one.body == "TW")
    said = maker.said(one, wrong="term")
    names = [term.name for term in maker.records.terms if term.start <= maker.day]
    at = names.index(one.term or "")
    near = [names[other] for other in (at - 1, at + 1) if 0 <= other < len(names)]
    return replace(said, term=maker.random.choice(near))


def plenum(maker: Maker) -> Said:
    held = [
        (one, document)
        for one in maker.records.plenums
        for document in map(maker.records.get, one.documents)
        if one.number.isdecimal() and document in maker.pool and document is not None
    ]
    one, document = maker.random.choice(held or _any_plenum(maker))
    others = [number for number in range(2, 11) if str(number) != one.number]
    said = maker.said(document, wrong="")
    near = maker.random.choice(sorted(others, key=lambda number: abs(number - int(one.number)))[:3])
    form = maker.random.choice(
        (
            "{kind} số {code} ngày {date} của Hội nghị Trung ương [[" + str(near) + "]] khóa " + one.term + "{title}",
            "{kind} Hội nghị Trung ương [["
            + str(near)
            + "]] khóa "
            + one.term
            + " ({kind} số {code} ngày {date}){title}",
            "{kind} Hội nghị Trung ương [[" + str(near) + "]] khóa " + one.term + "{title} ({kind} số {code})",
            "{kind} Hội nghị Trung ương [[" + str(near) + "]] khóa " + one.term + "{title}",
        )
    )
    return replace(said, form=form, term="", title=document.title or "")


def _any_plenum(maker: Maker) -> list[tuple[object, Document]]:
    return [
        (one, document)
        for one in maker.records.plenums
        for document in map(maker.records.get, one.documents)
        if one.number.isdecimal()
        and document is not None
        and _is_whole(document)
        and (document.date or "") <= maker.day
    ]


def title_noun(maker: Maker) -> Said:
    """One noun of the title is replaced by another."""
    one = maker.draw(
        lambda one: not _is_law(one) and _topics(one.title or "") != [] and len((one.title or "").split()) >= 6
    )
    said = maker.said(one, wrong="title")
    noun = maker.random.choice(_topics(said.title))
    other = maker.random.choice([one for one in (*_NOUNS, *_TOPICS) if one not in said.title])
    return replace(said, title=said.title.replace(noun, other, 1), words=other)


def title_tail(maker: Maker) -> Said:
    """The end of the title is another: its last three to five words."""
    one = maker.draw(
        lambda one: not _is_law(one) and 8 <= len((one.title or "").split()) <= 24 and "," not in (one.title or "")
    )
    said, other = maker.said(one, wrong="title"), maker.draw(lambda one: len((one.title or "").split()) >= 8)
    cut, taken = maker.random.randint(3, 5), " ".join((other.title or "").split()[-maker.random.randint(3, 5) :])
    kept = " ".join(said.title.split()[:-cut])
    return replace(said, title=f"{kept} {taken}", words=taken)


def title_other(maker: Maker) -> Said:
    """The whole title is that of another document."""
    kinds_in_pool = Counter((one.kind, one.scope) for one in maker.pool)
    one = maker.draw(lambda one: not _is_law(one) and kinds_in_pool[one.kind, one.scope] > 1)
    other = maker.draw(lambda two: two.kind == one.kind and two.id != one.id and two.scope is one.scope)
    return replace(maker.said(one, wrong="title"), title=other.title or "")


def unknown(maker: Maker) -> Said:
    one = maker.draw(lambda one: one.body == "TW" and one.kind in ("Nghị quyết", "Chỉ thị"))
    said = maker.said(one, wrong="code")
    high = maker.random.randint(400, 990)
    return replace(said, code=f"{high}-{one.symbol}/TW", title="", form="{kind} số {code} của {issuer}{title}")


def not_issued(maker: Maker) -> Said:
    later = [one for one in maker.others if maker.day < (one.date or "") and one.checked > 0]
    later = later or [one for one in maker.others if one.date == max(two.date or "" for two in maker.others)]
    one = maker.random.choice(later)
    return replace(maker.said(one, wrong="code"), form="{kind} số {code} ngày {date} của {issuer}{title}")


def replaced(maker: Maker) -> Said:
    old = []
    for one in maker.others:
        later = [maker.records.get(name) for name in one.replaced_by]
        ended = any(two is not None and two.date and (two.since or two.date) < maker.day for two in later)
        if ended and (one.until is None or one.until <= maker.day):
            old.append(one)
    return maker.said(maker.random.choice(old), wrong="code")


def legislature(maker: Maker) -> Said:
    laws = [one for one in maker.pool if one.body and one.body.startswith("QH")]
    one = maker.random.choice(laws)
    said = maker.said(one, wrong="code")
    number = int((one.body or "")[2:])
    other = maker.random.choice((number - 1, number + 1))
    return replace(said, code=said.code.replace(f"QH{number}", f"QH{other}"), words=f"QH{other}")


def law_name(maker: Maker) -> Said:
    """The number is that of another law."""
    laws = [one for one in maker.pool if _is_law(one) and "sửa đổi" not in (one.title or "")]
    one, two = maker.random.sample(laws, 2)
    said = maker.said(one, wrong="code")
    return replace(said, code=DocumentId.parse(two.id).name)


PLANTERS: dict[str, Planter] = {
    "number": number(Scope.PARTY),
    "number, State": number(Scope.STATE),
    "day": date(2, Scope.PARTY),
    "day, State": date(2, Scope.STATE),
    "month": date(1, Scope.PARTY),
    "month, State": date(1, Scope.STATE),
    "year": date(0, Scope.PARTY),
    "year, State": date(0, Scope.STATE),
    "issuer": issuer(Scope.PARTY),
    "issuer, State": issuer(Scope.STATE),
    "kind": kind(Scope.PARTY),
    "kind, State": kind(Scope.STATE),
    "symbol": symbol(Scope.PARTY),
    "symbol, State": symbol(Scope.STATE),
    "body": body,
    "order": order,
    "term": term,
    "plenum": plenum,
    "title noun": title_noun,
    "title tail": title_tail,
    "title of another": title_other,
    "unknown number": unknown,
    "not issued": not_issued,
    "replaced": replaced,
    "legislature": legislature,
    "law name": law_name,
}


def drafts(seed: int, slips: int, rights: int) -> list[tuple[planted.Draft, dict[str, str]]]:
    """Drafts of each day with their share of the sentences, and the kind of slip of each sentence."""
    random, records = Random(seed), load()
    names = [name for name, _ in zip(_endless(PLANTERS), range(slips), strict=False)] + [""] * rights
    random.shuffle(names)
    made = []
    for at, day in enumerate(DAYS):
        name, kind = f"made{at}", FORMATS[at % len(FORMATS)]
        maker = Maker(records, random, day, plain=name in _PLAIN)
        own = [_made(maker, kind_of) for kind_of in names[at :: len(DAYS)]]
        sentences = tuple(replace(one.sentence, draft=name) for one in own)
        kinds_of = {one.sentence.text: one.kind for one in own}
        made.append((planted.Draft(name, kind, day, "Báo cáo công tác tháng", sentences), kinds_of))
    return made


def _made(maker: Maker, name: str) -> Made:
    return maker.sentence(name, PLANTERS[name](maker) if name else right(maker))


@dataclass
class Shares:
    """How many slips of each kind were planted and found, what was missed, and each false alarm."""

    planted: Counter[str]
    found: Counter[str]
    missed: list[str]
    alarms: list[str]


def score(seed: int, slips: int, rights: int, folder: Path) -> Shares:
    """Make the drafts, audit each on its day, and count by kind of slip."""
    shares = Shares(Counter(), Counter(), [], [])
    for draft, kinds_of in drafts(seed, slips, rights):
        total = planted.Score()
        for checked in audit([planted.write(draft, folder)], date=draft.date):
            assert not isinstance(checked, Failure), checked
            planted.count(draft, checked, total)
        wrong = Counter(kind for kind in kinds_of.values() if kind)
        missed = [(kinds_of[one.split(": ", 2)[2]], one) for one in total.missed]
        shares.planted += wrong
        shares.found += wrong - Counter(kind for kind, _ in missed)
        shares.missed += [f"{kind}: {draft.date}: {one}" for kind, one in missed]
        shares.alarms += [f"{draft.date}: {one}" for one in total.alarms]
    return shares


def _endless(names: dict[str, Planter]) -> Iterator[str]:
    while True:
        yield from names


def _is_whole(one: Document) -> bool:
    title = one.title or ""
    return bool(
        one.number
        and one.issuer
        and one.kind
        and one.date
        and len(one.date) == len("2018-10-22")
        and len(title.split()) >= 3
        and not any(letter in title for letter in '(/"“')
        and "/" in DocumentId.parse(one.id).name
    )


def _is_law(one: Document) -> bool:
    return one.scope is Scope.STATE and (one.title or "").startswith(one.kind or "?")


def _says(form: str, field: str) -> bool:
    return not field or f"{{{field}}}" in form


def _shortened(title: str) -> str:
    """The title as far as its first part of at least seven words."""
    head, _, _ = title.partition(",")
    return head if len(head.split()) >= 7 else title


def _capitalized(title: str) -> str:
    return title[:1].upper() + title[1:]


def _split(code: str) -> tuple[str, str, str]:
    at = next(at for at, letter in enumerate(code) if not letter.isdecimal())
    return code[:at], code[at], code[at + 1 :]


def _misprinted(number: str, random: Random) -> str:
    """A number with one digit changed, or two exchanged."""
    at = random.randrange(len(number))
    if len(number) > 1 and random.random() < 0.4:
        at = random.randrange(len(number) - 1)
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return number[:at] + random.choice("0123456789") + number[at + 1 :]


def _topics(title: str) -> list[str]:
    return sorted(noun for noun in _TOPICS if f" {noun}" in title)


def _typed_plain(text: str) -> str:
    return "".join(
        bare.upper() if letter.isupper() and len(bare := strip_diacritics(letter)) == 1 else strip_diacritics(letter)
        for letter in text
    )


if __name__ == "__main__":
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else SEED
    amount = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    with tempfile.TemporaryDirectory() as made:
        shares = score(seed, amount, amount, Path(made))
    for name in PLANTERS:
        print(f"{name:20} {shares.found[name]:3} of {shares.planted[name]:3}")
    print(*shares.missed, *(f"alarm {one}" for one in shares.alarms), sep="\n")
    print(f"{shares.found.total()} of {shares.planted.total()} found, {len(shares.alarms)} false alarms")
