"""What people decided holds over rebuilt, renamed and edited reports, in any order, with any number of processes."""

from __future__ import annotations

import random
import re
import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from citegraph import decisions
from citegraph.decisions import Decision, Verdict
from citegraph.errors import KnowledgeError
from citegraph.model import Citation, Method
from citegraph.pipeline import build
from citegraph.store import Store

LEADS = ("Thực hiện", "Theo", "Quán triệt", "Triển khai", "Căn cứ")
TAILS = ("chi bộ đã họp bàn", "xã giao văn phòng theo dõi", "huyện đã có báo cáo", "các thôn đăng ký việc làm")
NAMED = (
    "Nghị quyết 18",
    "Nghị quyết số 35-NQ/TW",
    "Chỉ thị 05",
    "Kết luận 01",
    "Nghị quyết 19",
    "Kế hoạch số 12-KH/HU",
)


def text(number: int) -> str:
    pick = random.Random(number)
    lines = [f"Tình hình học tập ở xã {number}"]
    lines += [
        f"{pick.choice(LEADS)} {pick.choice(NAMED)}, {pick.choice(TAILS)} trong tháng {at + 1} ở thôn {pick.randint(1, 99)}."
        for at in range(8)
    ]
    return "\n".join(lines) + "\n"


def write(folder: Path, count: int = 40) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"r{number:02}.txt").write_text(text(number), encoding="utf-8")
    return folder


def cited(store: Path) -> dict[tuple[str, int], Citation]:
    with Store(store) as opened:
        return {(one.report, one.mention.span.start): one for one in opened.citations()}


def rows(store: Path) -> list[str]:
    with Store(store) as opened:
        return sorted(line for line in opened.dump() if not line.startswith("('"))


def made(store: Path, count: int) -> list[Decision]:
    """Random decisions of every kind on mentions of the store."""
    pick = random.Random(7)
    out = []
    with Store(store) as opened:
        reports = {info.id: info for info in opened.reports()}
        for citation in pick.sample(sorted(opened.citations(), key=lambda c: (c.report, c.mention.span.start)), count):
            verdict = pick.choice([Verdict.DOCUMENT, Verdict.DOCUMENT, Verdict.NO_CITATION, Verdict.DIFFERENT_FROM])
            document = {
                Verdict.DOCUMENT: pick.choice(["18-NQ/TW@XII", "35-NQ/TW@XII", "07-KL/HU@Vĩnh Linh"]),
                Verdict.DIFFERENT_FROM: citation.document,
                Verdict.NO_CITATION: "",
            }[verdict]
            out.append(
                decisions.decision_on_citation(reports[citation.report], citation, verdict, document, date="2026-01-02")
            )
    return out


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[Decision]]:
    """A folder of reports, a store built with 200 decisions on them, and the decisions."""
    folder = write(tmp_path_factory.mktemp("decided") / "reports")
    store = folder.parent / "a.sqlite"
    build([folder], store, jobs=1)
    taken = made(store, 200)
    decisions.save(store.with_name(decisions.FILE), taken)
    build([folder], store, jobs=1)
    return folder, store, taken


def test_every_decision_is_honored(whole: tuple[Path, Path, list[Decision]]) -> None:
    _, store, taken = whole
    by_place = {one.mention_key: one for one in taken}
    assert len(by_place) == 200
    with Store(store) as opened:
        for info in opened.reports():
            for citation in opened.cites(info.id):
                given = by_place.get(decisions.decision_on_citation(info, citation, Verdict.DOCUMENT, "x").mention_key)
                assert given is None or given.verdict is not Verdict.NO_CITATION
                if given is not None and given.verdict is Verdict.DOCUMENT:
                    assert (citation.document, citation.method) == (given.document, Method.PERSON)
                    assert citation.evidence[0].detail == "2026-01-02"
                if given is not None and given.verdict is Verdict.DIFFERENT_FROM and "?" not in given.document:
                    assert citation.document != given.document


def test_a_build_from_nothing_with_more_processes_and_another_order_gives_the_same_rows(
    whole: tuple[Path, Path, list[Decision]], tmp_path: Path
) -> None:
    folder, store, taken = whole
    decisions.save(tmp_path / decisions.FILE, reversed(taken))
    build(sorted(folder.glob("*.txt"), reverse=True), tmp_path / "b.sqlite", jobs=2)
    assert rows(tmp_path / "b.sqlite") == rows(store)


def by_line(store: Path) -> dict[tuple[str, str], tuple[str, bool]]:
    """The document of each mention and whether a person decided it, by number of the report and its line."""
    with Store(store) as opened:
        return {
            (re.sub(r"\D", "", info.id), one.mention.quote.splitlines()[-1]): (
                one.document,
                one.method is Method.PERSON,
            )
            for info in opened.reports()
            for one in opened.cites(info.id)
        }


def test_all_hold_where_reports_are_renamed_and_edited(
    whole: tuple[Path, Path, list[Decision]], tmp_path: Path
) -> None:
    """A third of the reports gets another name, a third more lines at the beginning and between."""
    folder, store, taken = whole
    changed = tmp_path / "reports"
    shutil.copytree(folder, changed)
    for at, path in enumerate(sorted(changed.glob("*.txt"))):
        if at % 3 == 0:
            path.rename(changed / f"moved-{path.name}")
        elif at % 3 == 1:
            title, *lines = path.read_text("utf-8").splitlines()
            more = [line for each in lines for line in ("Cuộc họp bàn thêm việc khác.", each)]
            path.write_text("\n".join([title, *more]) + "\n", "utf-8")
    decisions.save(tmp_path / decisions.FILE, taken)
    build([changed], tmp_path / "a.sqlite", jobs=1)
    before, after = by_line(store), by_line(tmp_path / "a.sqlite")
    assert after == before
    given = sum(one.verdict is Verdict.DOCUMENT for one in taken)
    assert sum(by_person for _, by_person in after.values()) == given
    assert len(after) == 40 * 8 - sum(one.verdict is Verdict.NO_CITATION for one in taken)
    with Store(tmp_path / "a.sqlite") as opened:
        reports = [(info, opened.cites(info.id)) for info in opened.reports()]
        assert [
            one for one in decisions.check_decisions(taken, reports).stale if one.verdict is not Verdict.NO_CITATION
        ] == []


def test_undoing_all_gives_the_store_without_them(tmp_path: Path) -> None:
    folder = write(tmp_path / "reports", 6)
    store = tmp_path / "a.sqlite"
    build([folder], store, jobs=1)
    before = rows(store)
    decisions.save(tmp_path / decisions.FILE, made(store, 30))
    build([folder], store, jobs=1)
    assert rows(store) != before
    (tmp_path / decisions.FILE).unlink()
    build([folder], store, jobs=1)
    assert rows(store) == before


def test_a_renamed_and_an_edited_report_keep_theirs_and_what_is_gone_is_stale(tmp_path: Path) -> None:
    folder = write(tmp_path / "reports", 3)
    store = tmp_path / "a.sqlite"
    build([folder], store, jobs=1)
    with Store(store) as opened:
        infos = {info.id: info for info in opened.reports()}
        taken = [
            decisions.decision_on_citation(infos[name], opened.cites(name)[at], Verdict.DOCUMENT, "18-NQ/TW@XII")
            for name in infos
            for at in (0, 1)
        ]
    decisions.save(tmp_path / decisions.FILE, taken)
    (folder / "r00.txt").rename(folder / "moved.txt")  # the same bytes under another name
    edited = (folder / "r01.txt").read_text("utf-8")
    (folder / "r01.txt").write_text("Một câu mới ở đầu.\n" + edited, encoding="utf-8")  # other places, the same words
    kept = (folder / "r02.txt").read_text("utf-8").splitlines()
    (folder / "r02.txt").write_text(
        "\n".join([kept[0], *kept[2:]]) + "\n", encoding="utf-8"
    )  # its first mention is gone
    build([folder], store, jobs=1, prune=True)
    by_person = [one for one in cited(store).values() if one.method is Method.PERSON]
    assert sorted({one.report for one in by_person}) == ["moved", "r01", "r02"]
    assert len(by_person) == 5
    with Store(store) as opened:
        reports = [(info, opened.cites(info.id)) for info in opened.reports()]
        assert [one.report for one in decisions.check_decisions(taken, reports).stale] == ["r02"]


def test_decisions_that_contradict_one_another_are_told_and_none_holds(tmp_path: Path) -> None:
    folder = write(tmp_path / "reports", 1)
    store = tmp_path / "a.sqlite"
    build([folder], store, jobs=1)
    before = cited(store)
    with Store(store) as opened:
        [info] = opened.reports()
        one = decisions.decision_on_citation(info, opened.cites(info.id)[0], Verdict.DOCUMENT, "18-NQ/TW@XII")
    two = replace(one, document="18-NQ/TW@X", note="merged from another branch")
    decisions.save(tmp_path / decisions.FILE, [one, two])
    assert decisions.conflicts([one, two]) == [tuple(sorted([one, two]))]
    build([folder], store, jobs=1)
    assert cited(store) == before


def test_a_document_that_it_is_and_is_not_is_a_contradiction() -> None:
    one = Decision(report="r", surface="Nghị quyết 18", before="", after="", verdict=Verdict.DOCUMENT, document="a")
    other = replace(one, verdict=Verdict.DIFFERENT_FROM, document="a")
    assert decisions.conflicts([one, other]) == [tuple(sorted([one, other]))]
    assert decisions.conflicts([one, replace(other, document="b")]) == []


def test_the_same_as_another_mention(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(
        "Thực hiện Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị.\nNghị quyết 18 đã được bàn kỹ.\n", "utf-8"
    )
    store = tmp_path / "a.sqlite"
    build([tmp_path / "r.txt"], store, jobs=1)
    with Store(store) as opened:
        [info] = opened.reports()
        second = opened.cites(info.id)[1]
        one = decisions.decision_on_citation(info, second, Verdict.SAME_AS, "Nghị quyết số 35-NQ/TW")
    decisions.save(tmp_path / decisions.FILE, [one])
    build([tmp_path / "r.txt"], store, jobs=1)
    assert {each.document for each in cited(store).values()} == {"35-NQ/TW@XII"}


def test_the_table_is_one_line_a_decision_and_comes_back(tmp_path: Path) -> None:
    one = Decision(report="a,b", surface='Nghị "18"', before="", after="", verdict=Verdict.NO_CITATION, note="vì sao")
    path = tmp_path / decisions.FILE
    decisions.save(path, [one, one])
    assert decisions.load(path) == (one,)
    assert len(path.read_text("utf-8").splitlines()) == 2
    path.write_text("report,surface,verdict,document\nr,Nghị quyết 18,maybe,x\n", "utf-8")
    with pytest.raises(KnowledgeError, match="line 2"):
        decisions.load(path)


def decide_often(path: Path, who: int) -> None:
    for at in range(15):
        with decisions.lock_for_change(path) as held:
            held.append(
                Decision(
                    report=f"r{who}", surface="Nghị quyết 18", before=str(at), after="", verdict=Verdict.NO_CITATION
                )
            )


def test_none_is_lost_where_several_decide_at_once(tmp_path: Path) -> None:
    path = tmp_path / decisions.FILE
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(decide_often, path, who) for who in range(4)]:
            done.result()
    assert len(decisions.load(path)) == 4 * 15


def test_a_change_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / decisions.FILE
    decide_often(path, 1)
    before = path.read_bytes()
    with pytest.raises(RuntimeError), decisions.lock_for_change(path) as held:
        held.clear()
        raise RuntimeError
    assert path.read_bytes() == before
