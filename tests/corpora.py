"""A seeded maker of corpora that look like real ones: for tests, benchmarks and pictures."""

from __future__ import annotations

import random
from dataclasses import dataclass

from citegraph.model import (
    Candidate,
    Citation,
    Corpus,
    Document,
    Evidence,
    Finding,
    Form,
    Mention,
    Method,
    ReportInfo,
    Scope,
    Span,
    Status,
)

TERMS = {"X": 2006, "XI": 2011, "XII": 2016, "XIII": 2021}
KINDS = {"Nghị quyết": "NQ", "Chỉ thị": "CT", "Kết luận": "KL", "Quy định": "QĐ", "Hướng dẫn": "HD", "Thông báo": "TB"}
ISSUERS = {"TW": ("Bộ Chính trị", "Ban Bí thư", "Ban Chấp hành Trung ương"), "TU": ("Tỉnh ủy",)}
PLACES = ("Thanh Hóa", "Nghệ An", "Tuyên Quang", "Cà Mau", "Đắk Lắk", "Hà Giang")
TOPICS = (
    ("bảo vệ môi trường", "thu gom rác thải nhựa", "ứng phó biến đổi khí hậu", "quản lý tài nguyên nước"),
    ("chuyển đổi số", "phát triển khoa học, công nghệ", "đổi mới sáng tạo", "hạ tầng dữ liệu"),
    ("xây dựng nông thôn mới", "sản xuất nông nghiệp sạch", "bảo vệ và phát triển rừng", "liên kết hợp tác xã"),
    ("giáo dục mầm non", "xây dựng xã hội học tập", "phổ cập giáo dục tiểu học", "đào tạo nghề cho thanh niên"),
    (
        "kiểm tra, giám sát đảng viên",
        "kỷ luật đảng viên vi phạm",
        "nêu gương của đảng viên",
        "đánh giá đảng viên hằng năm",
    ),
    ("sắp xếp bộ máy tinh gọn", "tinh giản biên chế", "cải cách tiền lương", "vị trí việc làm"),
    ("bảo vệ nền tảng tư tưởng", "phản bác quan điểm sai trái", "công tác tuyên giáo", "báo chí và truyền thông"),
    ("chăm sóc sức khỏe nhân dân", "bảo hiểm y tế toàn dân", "y tế cơ sở", "công tác dân số"),
)
PUBLISHERS = (
    "Báo Nhân Sông",
    "Cổng thông tin huyện Tân Lập",
    "Tạp chí Cơ Sở",
    "Đài Truyền thanh Phú Bình",
    "Báo Miền Trung",
)
OCCASIONS = ("Hội nghị tổng kết", "Kết quả bước đầu", "Tọa đàm", "Sơ kết ba năm")
SENTENCES = (
    "Hội nghị nghe báo cáo kết quả thực hiện {} trên địa bàn và thảo luận các giải pháp trong thời gian tới.",
    "Theo {}, mỗi chi bộ xây dựng kế hoạch cụ thể và đăng ký nội dung làm theo hằng năm.",
    "Đồng chí Bí thư nhấn mạnh: cần quán triệt sâu rộng {} tới từng đảng viên.",
    "Sau ba năm triển khai {}, nhiều chỉ tiêu đã đạt và vượt so với kế hoạch đề ra.",
    "Căn cứ {}, Ban Thường vụ yêu cầu các cấp ủy rà soát, bổ sung chương trình hành động.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How large a corpus, and how it is mixed."""

    documents: int = 300
    reports: int = 400
    cited: float = 5.0  # documents a report cites, on average
    undecided: float = 0.04  # share of citations
    alone: float = 0.05  # share of the documents that no other is cited with


def corpus(recipe: Recipe | None = None, *, seed: int = 7) -> Corpus:
    """A corpus by `recipe`: the same for the same seed, on every machine."""
    recipe = recipe or Recipe()
    rng = random.Random(seed)
    documents = _documents(recipe, rng)
    topic = [at % len(TOPICS) for at in range(len(documents))]
    alone = set(range(len(documents) - int(len(documents) * recipe.alone), len(documents)))
    by_topic = [
        [at for at in range(len(documents)) if topic[at] == one and at not in alone] for one in range(len(TOPICS))
    ]
    reports, citations, findings = [], [], []
    for number in range(recipe.reports):
        theme = rng.randrange(len(TOPICS))
        report = _report(number, theme, rng)
        reports.append(report)
        chosen: set[int] = set()
        if alone and number % 12 == 11:
            chosen.add(sorted(alone)[rng.randrange(len(alone))])
        elif number % 40:  # one in forty cites nothing
            for _ in range(max(1, min(40, round(rng.expovariate(1 / recipe.cited))))):
                pool = by_topic[theme if rng.random() < 0.85 else rng.randrange(len(TOPICS))]
                if pool:
                    chosen.add(pool[min(len(pool) - 1, int(len(pool) * rng.random() ** 2.6))])
        place = 0
        for at in sorted(chosen, key=lambda at: documents[at].id):
            for _ in range(1 + (rng.random() < 0.25)):
                citations.append(_citation(report, documents, at, place, recipe, rng))
                place += 400
            if rng.random() < 0.01 and documents[at].date:
                last = citations[-1].mention
                said = f"{documents[at].date[:8]}{rng.randrange(10, 28)}"
                findings.append(
                    Finding(report.id, last.span, documents[at].id, "date", said, documents[at].date, last.quote)
                )
    return Corpus(
        documents=tuple(sorted(documents, key=lambda one: one.id)),
        reports=tuple(reports),
        citations=tuple(citations),
        findings=tuple(findings),
    )


def _documents(recipe: Recipe, rng: random.Random) -> list[Document]:
    made: dict[str, Document] = {}
    while len(made) < recipe.documents:
        at = len(made)
        theme = TOPICS[at % len(TOPICS)]
        kind = rng.choice(list(KINDS))
        body = "TW" if rng.random() < 0.75 else "TU"
        term = rng.choice(list(TERMS))
        place = rng.choice(PLACES) if body == "TU" else None
        number = f"{rng.randrange(1, max(99, recipe.documents)):02d}"
        code = f"{number}-{KINDS[kind]}/{body}"
        name = f"{code}@{place or term}"
        if name in made:
            continue
        year = TERMS[term] + rng.randrange(5)
        status = rng.choices([Status.KNOWN, Status.LEARNED, Status.MINTED], [7, 2, 1])[0]
        known = status is not Status.MINTED
        made[name] = Document(
            id=name,
            label=f"{kind} {code}",
            scope=Scope.PARTY if rng.random() < 0.9 else Scope.STATE,
            status=status,
            kind=kind,
            number=number,
            symbol=KINDS[kind],
            body=body,
            term=None if place else term,
            locality=place,
            issuer=rng.choice(ISSUERS[body]) if known else None,
            date=f"{year}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}" if known else None,
            title=f"về {rng.choice(theme)} trong {'giai đoạn' if at % 2 else 'tình hình'} mới" if known else None,
        )
    return _with_relations(list(made.values()), rng)


def _with_relations(documents: list[Document], rng: random.Random) -> list[Document]:
    """One in fifteen dated documents replaces an earlier one of its kind and topic."""
    from dataclasses import replace

    at = {document.id: i for i, document in enumerate(documents)}
    for _ in range(len(documents) // 15):
        newer = documents[rng.randrange(len(documents))]
        step = [
            other
            for other in documents
            if other.kind == newer.kind and (other.date or "9") < (newer.date or "0") and not other.replaced_by
        ]
        if step and not newer.replaces:
            older = rng.choice(step)
            documents[at[newer.id]] = replace(newer, replaces=(older.id,))
            documents[at[older.id]] = replace(documents[at[older.id]], replaced_by=(newer.id,))
    return documents


def _report(number: int, theme: int, rng: random.Random) -> ReportInfo:
    year = rng.choices(range(2012, 2026), range(2, 16))[0]
    place = rng.choice(PLACES)
    return ReportInfo(
        id=f"r{number:05d}",
        path=f"reports/r{number:05d}.txt",
        sha256=f"{number:064x}",
        title=f"{place}: {rng.choice(OCCASIONS)} {rng.choice(TOPICS[theme])}",
        date=f"{year}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}" if rng.random() < 0.95 else None,
        publisher=rng.choice(PUBLISHERS),
        locality=place,
        url=f"https://example.org/tin/{number}" if number % 3 else None,
    )


def _citation(
    report: ReportInfo, documents: list[Document], at: int, place: int, recipe: Recipe, rng: random.Random
) -> Citation:
    document = documents[at]
    surface = document.label if rng.random() < 0.7 else f"{document.kind} {document.number}"
    sentence = rng.choice(SENTENCES)
    start = sentence.index("{}")
    mention = Mention(
        span=Span(place + start, place + start + len(surface)),
        surface=surface,
        form=Form.FULL if surface == document.label else Form.SHORT,
        scope=document.scope,
        rule="code" if surface == document.label else "short",
        kind=document.kind,
        number=document.number,
        symbol=document.symbol,
        body=document.body,
        position=f"paragraph {place + 1}",
        quote=sentence.format(surface),
        quote_at=start,
    )
    if rng.random() < recipe.undecided:
        other = documents[rng.randrange(len(documents))]
        return Citation(
            report=report.id,
            mention=mention,
            document=f"{document.id.partition('@')[0]}@?",
            method=Method.AMBIGUOUS,
            candidates=(Candidate(document.id, 0.51), Candidate(other.id, 0.49)),
        )
    if document.status is Status.MINTED:
        return Citation(report=report.id, mention=mention, document=document.id, method=Method.MINTED, confidence=0.9)
    if surface == document.label:
        return Citation(report=report.id, mention=mention, document=document.id, method=Method.EXACT, confidence=0.99)
    evidence = (
        Evidence(
            "term in force", 0.6, f"issued in term {document.term or document.locality}, in force on the report's date"
        ),
        Evidence("title words", 0.3, f"the sentence shares words with “{document.title}”"),
    )
    return Citation(
        report=report.id,
        mention=mention,
        document=document.id,
        method=Method.RECORD,
        evidence=evidence,
        confidence=0.93 if place % 3 else 0.8,
    )
