"""Whatever a text holds, these things are true of what is found in it."""

from __future__ import annotations

import tempfile
import unicodedata
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from corpora import Recipe, corpus
from filled import fill
from fuzz import whole
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from running import SENTENCES

from citegraph import records
from citegraph.cite import cite
from citegraph.extract import extract
from citegraph.model import Corpus, Document, Mention, Report, ReportInfo
from citegraph.store import Store
from citegraph.text import DIGITS, fold, strip_diacritics

# Pieces of mentions, and what writers, machines and enemies put between them.
PIECES = (
    "Nghị quyết số 35-NQ/TW", "Nghị quyết 18, 19", "Kết luận 53-KL/TW ngày 04/6/2019", "Luật An ninh mạng", "Điều lệ Đảng",
    "Nghị quyết Trung ương 4 khóa XII", "các Kết luận số 187, 188-KL/TW", "Nghị quyết này", "Chỉ thị", "35-NQ", "/TW", " số ",
    "điểm a khoản 2 Điều 3 ", " của Bộ Chính trị", " về “tăng cường", "” ", ", ", ". ", "\n", "\r\n", "\n\n", " và ", "(khóa XI, XII)",
    "Luật sửa đổi, bổ sung một số điều của Luật Đất đai", "Nghị quyết Đại hội XIII của Đảng", "Kế hoạch thực hiện Nghị quyết 18",
    "NQTW4", "NĐ-CP", "15/2020/", "ngày ", "22/10/2018", "32/13/", "Số: ", "thay thế ", "dự thảo ", "|", "**", "_", "#", "-",
    "&agrave;", "&#769;", "&amp;amp;", "&lt;", "<b>", "</b>", "<br/>", "<a href='x'>", "<", ">", "&", ";", "\t", "  ", "\u00a0", "\u200b",
    "\u00ad", "\u202e", "\u0301", "\u0323", "\u2011", "\u0110", "\u00d0", "²", "٣", "Ⅻ", "ﬁ", "İ", "\x00", "\x1b", "\ufffd", "\ufeff", "😀",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=30).map("".join)

EXAMPLES = {"bounded": 150, "full": 5_000}


def searched(examples: int) -> settings:
    """So many examples, the same each time."""
    return settings(
        max_examples=examples,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )


@pytest.mark.slow
def test_folding_is_idempotent(amount) -> None:  # type: ignore[no-untyped-def]
    @searched(amount(**EXAMPLES))
    @given(texts)
    @example("OÀ&#769;")
    def run(text: str) -> None:
        once = fold(text).text
        assert fold(once).text == once

    run()


@pytest.mark.parametrize("depth", [1, 8, 9, 100, 2_000])
@pytest.mark.parametrize(
    ("left", "right"), [("<", "b>"), ("</", "p>"), ("&am", "p;"), ("*\u200b", "*"), ("<a x=<", "b>>"), ("&#3", "8;")]
)
def test_folding_what_is_nested_is_idempotent(left: str, right: str, depth: int) -> None:
    once = fold(left * depth + "<i>" + right * depth).text
    assert fold(once).text == once


@pytest.mark.slow
def test_what_is_folded_maps_back_to_where_it_stood(amount) -> None:  # type: ignore[no-untyped-def]
    @searched(amount(**EXAMPLES))
    @given(texts)
    def run(text: str) -> None:
        folded = fold(text)
        before = 0
        for at, letter in enumerate(folded.text):
            span = folded.original_span(at, at + 1)
            assert before <= span.start <= span.end <= len(text)  # the order stays
            before = span.start
            if letter.isascii() and letter.isalnum():
                stood = text[span.start : span.end]
                plain = DIGITS.get(stood, strip_diacritics(stood))
                assert strip_diacritics(letter) in plain or stood.startswith("&"), (letter, stood)  # or another tone
        for start, end in ((0, len(folded.text)), (len(folded.text) // 3, len(folded.text) // 2)):
            span = folded.original_span(start, end)
            assert 0 <= span.start <= span.end <= len(text)

    run()


@pytest.mark.slow
def test_mentions_are_the_text_at_their_spans_and_never_overlap(amount) -> None:  # type: ignore[no-untyped-def]
    @searched(amount(**EXAMPLES))
    @given(texts)
    @example("Luật sửa đổi, bổ sung một số điều của Luật Đất đai")
    def run(text: str) -> None:
        text = text.encode("utf-8", "replace").decode()  # as every reader gives it
        for citation in whole(Report(id="r", path="r", sha256="", date="2024-05-02", text=text)):
            mention = citation.mention
            assert mention.quote[mention.quote_at : mention.quote_at + len(mention.surface)] == mention.surface
            assert mention.quote in text

    run()


@pytest.mark.slow
def test_composed_and_decomposed_text_give_the_same_documents(amount) -> None:  # type: ignore[no-untyped-def]
    @searched(amount(**EXAMPLES))
    @given(texts, st.lists(st.tuples(st.sampled_from(SENTENCES), st.integers(1, 200), st.integers(10, 27)), max_size=4))
    def run(text: str, sentences: list[tuple[str, int, int]]) -> None:
        text = "\n".join([vietnamese(text), *(sentence.format(n=n, d=d) for sentence, n, d in sentences)])
        composed, decomposed = (documents(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
        assert composed == decomposed

    run()


# The marks of Vietnamese. Letters with others, "İ", are none of its own, and fold when they are composed alone.
MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"


def vietnamese(text: str) -> str:
    return "".join(
        c for c in text if not any(unicodedata.combining(d) and d not in MARKS for d in unicodedata.normalize("NFD", c))
    )


def documents(text: str) -> list[tuple[str, str]]:
    report = Report(id="r", path="r", sha256="", date="2024-05-02", text=text)
    return [(one.document, str(one.method)) for one in cite(report, records.load())]


# A paragraph by itself: whole sentences, so that nothing of one reaches into the next.
paragraphs = st.lists(
    st.tuples(st.sampled_from([s for s in SENTENCES if "này" not in s]), st.integers(1, 200), st.integers(10, 27)).map(
        lambda made: made[0].format(n=made[1], d=made[2])
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@pytest.mark.slow
def test_a_concatenation_holds_what_its_parts_hold(amount) -> None:  # type: ignore[no-untyped-def]
    @searched(amount(**EXAMPLES))
    @given(st.lists(st.one_of(paragraphs, texts.filter(lambda text: not extract(text))), min_size=1, max_size=6))
    def run(parts: list[str]) -> None:
        parts = [part.replace("này", "") for part in parts]
        alone, at = [], 0
        for part in parts:
            alone += [(at + found.span.start, told(found)) for found in extract(part)]
            at += len(part) + len(BETWEEN)
        assert [(found.span.start, told(found)) for found in extract(BETWEEN.join(parts))] == alone

    run()


BETWEEN = "\n\nBuổi họp kết thúc.\n\n"


def told(mention: Mention) -> tuple[object, ...]:
    return mention.surface, mention.form, mention.code, mention.name, mention.date, mention.term, mention.issuer


PLAIN = corpus(Recipe(documents=6, reports=6))


def valued(noun: type, names: tuple[str, ...]) -> st.SearchStrategy[dict[str, str]]:
    assert set(names) <= {field.name for field in fields(noun)}
    return st.fixed_dictionaries({}, optional={name: days if name == "date" else utf8 for name in names})


# UTF-8 has no halves of characters: what becomes of them is another test's matter.
days = st.dates(date(1000, 1, 1)).map(date.isoformat)
utf8 = st.text(st.characters(codec="utf-8"), max_size=20)


@pytest.mark.slow
def test_a_store_gives_back_what_it_was_given(amount) -> None:  # type: ignore[no-untyped-def]
    @searched(amount(bounded=40, full=400))
    @given(
        st.lists(
            valued(ReportInfo, ("title", "date", "publisher", "locality", "number", "url")), min_size=6, max_size=6
        ),
        st.lists(
            valued(Document, ("label", "kind", "locality", "issuer", "date", "title", "source")), min_size=6, max_size=6
        ),
        st.lists(valued(Mention, ("surface", "quote", "title", "issuer", "pinpoint", "date")), min_size=3, max_size=3),
        st.booleans(),
    )
    def run(
        reports: list[dict[str, str]], named: list[dict[str, str]], said: list[dict[str, str]], backwards: bool
    ) -> None:
        given = replace(
            PLAIN,
            reports=tuple(replace(one, **new) for one, new in zip(PLAIN.reports, reports, strict=True)),  # type: ignore[arg-type]
            documents=tuple(replace(one, **new) for one, new in zip(PLAIN.documents, named, strict=True)),  # type: ignore[arg-type]
            citations=tuple(
                replace(one, mention=replace(one.mention, **said[at % len(said)]))  # type: ignore[arg-type]
                for at, one in enumerate(PLAIN.citations)
            ),
        )
        with (
            tempfile.TemporaryDirectory() as folder,
            Store(fill(Path(folder) / "s.sqlite", given, backwards=backwards)) as store,
        ):
            found: Corpus = store.corpus()
            assert found.reports == given.reports
            assert found.documents == given.documents
            assert found.citations == given.citations
            assert found == given

    run()
