"""What only the corpus can tell, and that no order of reports changes it."""

from __future__ import annotations

import random

import pytest

from citegraph.extract import extract
from citegraph.model import Citation, Method, Report, Status
from citegraph.records import load
from citegraph.resolve import describe_documents, learn_documents, reconsider, resolve

RECORDS = load()


def report(name: str, text: str, date: str | None = None) -> Report:
    return Report(id=name, path=name, sha256="", text=text, date=date)


REPORTS = [
    report("a", "Thực hiện Kết luận số 76B-KL/TW ngày 17/3/2020 của Ban Bí thư về công tác thư viện.", "2021-01-05"),
    report("b", "Theo Kết luận số 76B-KL/TW ngày 17/3/2020 của Ban Bí thư.", "2020-06-01"),
    report("c", "Theo Kết luận số 76B-KL/TW ngày 18/3/2020 của Bộ Chính trị.", "2020-07-01"),
    report("d", "Các xã đã học Kết luận số 76B-KL/TW về công tác thư viện.", "2020-08-01"),
    report("e", "Nghị quyết số 18-NQ/TW được quán triệt.", None),
]


def decided(reports: list[Report]) -> dict[str, tuple[str, Method]]:
    citations = [c for r in reports for c in resolve(r, extract(r.text), RECORDS)]
    known = learn_documents(citations, RECORDS)
    by_id = {r.id: r for r in reports}
    final = [c if c.decided else reconsider(c, by_id[c.report], known) for c in citations]
    return {c.report: (c.document, c.method) for c in final}


def local() -> list[Citation]:
    return [c for r in REPORTS for c in resolve(r, extract(r.text), RECORDS)]


def test_a_document_is_learned_from_the_reports_that_date_it() -> None:
    assert "76B-KL/TW@XII" not in RECORDS
    learned = learn_documents(local(), RECORDS).get("76B-KL/TW@XII")
    assert learned is not None
    assert learned.status is Status.LEARNED
    assert learned.date == "2020-03-17"
    assert learned.issuer == "Ban Bí thư"
    assert learned.title is not None
    assert "thư viện" in learned.title


def test_what_is_learned_settles_what_was_open() -> None:
    alone = {c.report: c.document for c in local()}
    assert alone["d"] == "76B-KL/TW@?"
    assert decided(REPORTS)["d"] == ("76B-KL/TW@XII", Method.LEARNED)
    assert decided(REPORTS)["a"] == ("76B-KL/TW@XII", Method.MINTED)  # as it said itself


def test_what_nothing_settles_stays_open() -> None:
    document, method = decided(REPORTS)["e"]
    assert document == "18-NQ/TW@?"
    assert method is Method.AMBIGUOUS


@pytest.mark.parametrize("seed", range(8))
def test_no_order_of_reports_changes_anything(seed: int) -> None:
    shuffled = REPORTS.copy()
    random.Random(seed).shuffle(shuffled)
    assert decided(shuffled) == decided(REPORTS)


def test_nodes_say_what_is_known_learned_or_said_of_them() -> None:
    citations = [
        *local(),
        *resolve(
            report(
                "f",
                "Kế hoạch số 12-KH/TU ngày 3/4/2022 của Tỉnh ủy Thanh Hóa và Nghị quyết số 35-NQ/TW ngày 22/10/2018.",
            ),
            extract(
                "Kế hoạch số 12-KH/TU ngày 3/4/2022 của Tỉnh ủy Thanh Hóa và Nghị quyết số 35-NQ/TW ngày 22/10/2018."
            ),
            RECORDS,
        ),
    ]
    nodes = {d.id: d for d in describe_documents(citations, learn_documents(citations, RECORDS))}
    assert nodes["35-NQ/TW@XII"].status is Status.KNOWN
    assert nodes["76B-KL/TW@XII"].status is Status.LEARNED
    plan = nodes["12-KH/TU@Thanh Hóa"]
    assert (plan.locality, plan.date, plan.kind) == ("Thanh Hóa", "2022-04-03", "Kế hoạch")
    assert not any("?" in name for name in nodes)


def test_a_reports_own_number_is_no_citation() -> None:
    text = "Số 68-KH/HU\nKế hoạch này thực hiện Kế hoạch số 68-KH/HU của huyện và Nghị quyết số 35-NQ/TW."
    own = Report(id="x", path="x", sha256="", text=text, number="68-KH/HU", locality="Vĩnh Linh")
    assert [c.document for c in resolve(own, extract(text), RECORDS)] == ["35-NQ/TW@XII"]
