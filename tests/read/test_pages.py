"""Tests that web pages give their whole main text and the metadata of their head, without navigation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import written
from written import BODY, TITLE

from citegraph.model import Report
from citegraph.read import read
from citegraph.read.html import RELATED, is_html_page, read_page
from citegraph.read.parser_types import ParsedReport

OTHER = "Tỉnh ủy Hà Đông quán triệt Chỉ thị số 99-CT/TW"


def links(*titles: str) -> str:
    return "".join(f"<li><a href='/x'>{title}</a></li>" for title in titles)


@pytest.mark.parametrize("heading", [
    "Tin cùng chuyên mục", "Tin liên quan", "Bài viết liên quan", "Các tin khác", "Tin mới nhất", "Các bài viết khác:",
    "Tin đã đưa", "Xem thêm", "Có thể bạn quan tâm", "Những tin mới hơn", "Tin tức khác",
])  # fmt: skip
@pytest.mark.parametrize("box", [
    "<h3>{heading}</h3><ul>{links}</ul>", "<div><div><b>{heading}</b></div><div><ul>{links}</ul></div></div>",
    "<p><strong>{heading}</strong></p>{links}",
])  # fmt: skip
def test_lists_of_other_reports_are_left_out(heading: str, box: str) -> None:
    assert RELATED.fullmatch(heading)
    below = box.format(heading=heading, links=links(OTHER, "Một tin khác về nông thôn mới"))
    text = read_page(written.html_page(below=below)).text
    assert OTHER not in text
    assert heading not in text
    assert BODY.strip() in text


def test_a_sentence_that_begins_like_a_heading_of_a_list_is_kept() -> None:
    line = "Tin liên quan đến hội nghị được gửi về Ban Tuyên giáo trước ngày 15 hằng tháng theo Quy chế 12-QC/HU."
    assert line in read_page(written.html_page(body=f"{BODY}{line}\n")).text


def test_navigation_is_left_out_and_the_title_occurs_once() -> None:
    text = read_page(written.html_page()).text
    assert text.count(TITLE) == 1
    assert "Trang chủ" not in text


def test_a_title_only_in_the_head_is_part_of_the_text() -> None:
    page = written.html_page().replace(f"<h1>{TITLE}</h1>", "")
    assert read_page(page).text.startswith(TITLE)


def test_metadata_of_the_head() -> None:
    head = (
        '<meta property="og:title" content="Tin trong đầu trang"><meta property="og:site_name" content="Báo Sơn Đồng">'
        '<meta property="article:published_time" content="2021-03-04T08:00:00+07:00">'
        '<link rel="canonical" href="https://sondong.example.vn/tin-1">'
    )
    draft = read_page(written.html_page(head=head))
    assert (draft.title, draft.date, draft.publisher) == ("Tin trong đầu trang", "2021-03-04", "Báo Sơn Đồng")
    assert draft.url == "https://sondong.example.vn/tin-1"


def test_no_date_is_taken_from_a_cited_document(tmp_path: Path) -> None:
    body = (
        "Huyện triển khai Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị; Kết luận 53-KL/TW ngày 04/6/2019.\n"
    )
    (tmp_path / "a.html").write_text(written.html_page("Tin của huyện", body * 3), encoding="utf-8")
    (report,) = read([tmp_path])
    assert isinstance(report, Report)
    assert report.date is None


def test_a_document_from_a_word_processor_is_read_whole() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>Quyết định số {n}-QĐ/HU</td></tr>" for n in range(1, 80))
    page = (
        "<html xmlns:w='urn:schemas-microsoft-com:office:word'><head><meta charset=utf-8></head><body>"
        "<table><tr><td>HUYỆN ỦY SƠN ĐỒNG<p>Số: 12-BC/HU</p></td><td>ĐẢNG CỘNG SẢN VIỆT NAM</td></tr></table>"
        f"<p>BÁO CÁO</p><p><a name=x>Kết quả năm 2022</a></p><p>{BODY}</p><table>{rows}</table><p>Nơi nhận:</p></body>"
    )
    text = read_page(page).text
    assert all(f"Quyết định số {n}-QĐ/HU" in text for n in range(1, 80))
    assert text.split("\n")[:5] == [
        "HUYỆN ỦY SƠN ĐỒNG", "Số: 12-BC/HU", "ĐẢNG CỘNG SẢN VIỆT NAM", "BÁO CÁO", "Kết quả năm 2022",
    ]  # fmt: skip
    assert text.endswith("Nơi nhận:")


def test_entities_and_line_breaks_of_the_source() -> None:
    body = "<p>Ngh&#7883;\n  quy&#7871;t&nbsp;s&#7889;\n 35-NQ/TW</p><p>Hai<br>ba</p>"
    page = f"<html><head><title>Tin</title></head><body>{body}</body></html>"
    assert read_page(page).text.split("\n") == ["Tin", "Nghị quyết số 35-NQ/TW", "Hai", "ba"]


@pytest.mark.parametrize(("start", "whole"), [
    ("<!DOCTYPE html><html>", True), ("\ufeff<!-- saved -->\n<HTML lang=vi>", True),
    ("<?xml version='1.0'?><html>", True), ("<head><title>a</title></head><body>", True),
    ("<p>Tin</p>", False), ("Tin về <html> và thẻ", False), ("<h1>Tin", False),
])  # fmt: skip
def test_only_a_whole_page_is_a_page(start: str, whole: bool) -> None:
    assert is_html_page(start.encode()) is whole


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<html><script>x()</script></html>"])
def test_a_page_without_text(tmp_path: Path, page: str) -> None:
    (tmp_path / "a.html").write_text(page)
    (found,) = read([tmp_path])
    assert "without text" in getattr(found, "reason", "")


NEWS = "Hội nghị đã nghe báo cáo kết quả nửa nhiệm kỳ, thảo luận sôi nổi và thống nhất những việc cần làm ngay ở cơ sở."
CITED = "Quy định số 37-QĐ/TW của Ban Chấp hành Trung ương"


def page_of(inside: str, head: str = "") -> ParsedReport:
    return read_page(f"<html><head><title>Tin</title>{head}</head><body>{inside}</body></html>")


@pytest.mark.parametrize(
    "inside",
    [
        f"<form action='/t.aspx'><input value=x><p>{NEWS}</p><p>{CITED}</p><p>{NEWS}</p><button>Gửi</button></form>",
        f"<main><p>{NEWS}</p><aside><p>{CITED}</p></aside><p>{NEWS}</p></main>",
        f"<article><p>{NEWS}</p><p><a href='/v'>{CITED}</a></p><p>{NEWS}</p></article>",
        f"<article><p>{NEWS}</p><ul><li><a href='/v'>{CITED}</a></li><li><a href='/x'>x</a></li></ul><p>{NEWS}</p></article>",
        f"<article><p>{NEWS}</p><noscript><p>{NEWS} {CITED}</p></noscript><p>{NEWS}</p></article>",
        f"<article><p>{NEWS}</p><my-box><template shadowrootmode=open><p>{CITED}</p></template></my-box></article>",
        f"<article><p>{NEWS}</p><textarea rows=9>{NEWS} {CITED}</textarea><p>{NEWS}</p></article>",
        "<div>" * 300 + f"<p>{NEWS}</p><p>{CITED}</p><p>{NEWS}</p>" + "</div>" * 300,
        "<div>" * 3000 + f"<p>{NEWS}</p><p>{CITED}</p><p>{NEWS}</p>",
        "<article>" + f"<p><font color=red><b>{NEWS}" * 400 + f"<p>{CITED}</article>",
    ],
)  # fmt: skip
def test_all_parts_of_an_article_are_read(inside: str) -> None:
    text = page_of(inside).text
    assert CITED in text and NEWS in text
    assert "Gửi" not in text and "value" not in text


def test_an_article_only_in_structured_data_is_read() -> None:
    data = json.dumps({"@graph": [{"@type": "NewsArticle", "articleBody": f"{NEWS} {CITED}"}]})
    script = f"<script type='application/ld+json'>{data}</script><script type='application/ld+json'>{{broken</script>"
    assert page_of("<div id=root></div>", script).text == f"Tin\n{NEWS} {CITED}"


def test_frames_give_a_warning() -> None:
    draft = read_page(f"<html><frameset><frame src=a.html><noframes><body><p>{NEWS}</p></body></noframes></frameset>")
    assert (draft.text, draft.warnings) == (NEWS, ("1 frame ignored, for other files are shown there",))


def test_a_paragraph_that_is_left_out_gives_a_warning() -> None:
    below = f"<aside><p>{NEWS}</p></aside>"
    (warning,) = read_page(written.html_page(below=below)).warnings
    assert warning == f"{len(NEWS.split())} words outside the main text were ignored"


@pytest.mark.parametrize(
    "inside",
    ["<template><p>{}</p></template>", "<object data=x><p>{}</p></object>", '<iframe srcdoc="<p>{}</p>"></iframe>'],
)
def test_a_long_text_that_is_no_part_of_the_page_is_told(inside: str) -> None:
    draft = page_of(f"<p>{NEWS}</p>{inside.format(NEWS)}<p>{NEWS}</p>")
    assert draft.text.count(NEWS) == 2
    assert draft.warnings == (f"{len(NEWS.split())} words outside the main text were ignored",)
    assert page_of(f"<p>{NEWS}</p>{inside.format('Tải lại')}<p>{NEWS}</p>").warnings == ()
    assert page_of(f"<p>{NEWS}</p>{inside.format(CITED)}<p>{NEWS}</p>").warnings != ()


@pytest.mark.parametrize("inside", [
    "<div class=box><p>{}</p></div>", "<section><p>Hai việc.</p><p>{}</p></section>", "<table><tr><td>{}</td></tr></table>",
])  # fmt: skip
def test_short_lines_beside_the_main_text_are_read_or_told(inside: str) -> None:
    short = "Đảng ủy xã họp phiên tháng năm."
    draft = page_of(f"<article><p>{NEWS}</p><p>{NEWS}</p></article>{inside.format(short)}")
    lost = sum(
        len(line.split()) for line in (short, "Hai việc.") if line in inside.format(short) and line not in draft.text
    )
    assert draft.warnings == ((f"{lost} words outside the main text were ignored",) if lost else ())


@pytest.mark.parametrize("inside", [
    "<footer><p>{}</p></footer>", "<div id=site-footer><p>{}</p></div>", "<div class='page copyright'>{}</div>",
])  # fmt: skip
def test_the_top_and_bottom_of_a_site_are_left_out_like_menus(inside: str) -> None:
    draft = page_of(
        f"<article><p>{NEWS}</p><p>{NEWS}</p></article>{inside.format('Cơ quan chủ quản: Tỉnh ủy Sơn Đồng')}"
    )
    assert ("Sơn Đồng" in draft.text, draft.warnings) == (False, ())


def test_a_menu_between_paragraphs_is_left_out() -> None:
    menu = links(*(f"Tin số {number} về Quy định 99-QĐ/TW" for number in range(20)))
    assert "99-QĐ/TW" not in page_of(f"<p>{NEWS}</p>{menu}<p>{NEWS}</p>").text


def test_a_superscript_note_mark_is_dropped() -> None:
    inside = (
        "<p>Quy định 37<sup>2</sup>-QĐ/TW<sup><a href='#n'>[1]</a></sup>, rộng 50 m<sup>2</sup>, x<sup>n+1</sup>.</p>"
    )
    assert page_of(inside).text.endswith("Quy định 37-QĐ/TW, rộng 50 m², xn⁺¹.")


@pytest.mark.parametrize(("style", "mark"), [
    ("span.a.fn , .b { vertical-align : super }", "<span class='a fn'>2</span>"),
    ("@media print { p .fn{color:red;vertical-align:33%} }", "<small class=fn>2</small>"),
    ("/* .x */ p > .fn { vertical-align: +.4em }", "<a class='x fn'>2</a>"),
    ("", "<font style='vertical-align: 5pt' size=1>2</font>"),
])  # fmt: skip
def test_a_superscript_is_found_by_its_style(style: str, mark: str) -> None:
    inside = f"<style>{style}</style><p>{NEWS}</p><p>Quy định 37{mark}-QĐ/TW của Trung ương</p><p>{NEWS}</p>"
    assert "Quy định 37-QĐ/TW của" in page_of(inside).text


@pytest.mark.parametrize(("style", "mark"), [
    ("span.a.fn { vertical-align: super }", "<span class=fn>2</span>"),
    ("a.fn { vertical-align: super }", "<span class=fn>2</span>"),
    (".fn { vertical-align: -5px } .fn { vertical-align: 1px }", "<span class=fn>2</span>"),
    (".fn a { vertical-align: super }", "<span class=fn>2</span>"),
])  # fmt: skip
def test_what_no_style_raises_is_no_superscript(style: str, mark: str) -> None:
    inside = f"<style>{style}</style><p>{NEWS}</p><p>Quy định 37{mark}-QĐ/TW của Trung ương</p><p>{NEWS}</p>"
    assert "Quy định 372-QĐ/TW của" in page_of(inside).text


def test_a_row_that_lists_a_document_is_a_phrase() -> None:
    rows = [["Loại", "Số, ký hiệu", "Ngày"], ["Quy định", "37-QĐ/TW", "25/10/2021"], ["Quy định", "", "sắp có"]]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    lines = page_of(f"<p>{NEWS}</p><table>{table}</table><p>{NEWS}</p>").text.split("\n")
    assert lines[2:5] == ["Loại | Số, ký hiệu | Ngày", "Quy định 37-QĐ/TW 25/10/2021", "Quy định | sắp có"]
    plain = f"<p>{NEWS}</p><table><tr><td>Dân số</td><td>15.000</td></tr></table><p>{NEWS}</p>"
    assert page_of(plain).text.split("\n")[2:4] == ["Dân số", "15.000"]


@pytest.mark.parametrize(
    ("printed", "date", "is_doubted"),
    [
        ("3/5/2024 10:15:00 AM", None, True),
        ("3/15/2024 10:15 PM", "2024-03-15", False),
        ("5/5/2024 1:00 AM", "2024-05-05", False),
        ("2024-03-05T10:15:00+07:00", "2024-03-05", False),
    ],
)
def test_day_and_month_are_not_confused(printed: str, date: str | None, is_doubted: bool) -> None:
    draft = page_of(f"<p>{NEWS}</p>", f'<meta itemprop="datePublished" content="{printed}">')
    assert (draft.date, bool(draft.warnings)) == (date, is_doubted)


LISTED = ("Quy định 37-QĐ/TW", "Kết luận 21-KL/TW")
ROWS = "".join(f"<tr><td>{name.rsplit(maxsplit=1)[0]}</td><td>{name.split()[-1]}</td></tr>" for name in LISTED)
TABLE = f"<table><tr><td>Loại</td><td>Số, ký hiệu</td></tr>{ROWS}</table>"


@pytest.mark.parametrize("box", ["article", "main", "div"])
@pytest.mark.parametrize("rows", [1, 20])
def test_a_table_at_either_end_is_read(box: str, rows: int) -> None:
    table = TABLE.replace(ROWS, ROWS * rows)
    end = page_of(f"<{box}><p>{NEWS}</p><p>{NEWS}</p>{table}</{box}>")
    begin = page_of(f"<{box}>{table}<p>{NEWS}</p><p>{NEWS}</p></{box}>")
    for draft in (end, begin):
        assert [draft.text.count(name) for name in LISTED] == [rows, rows]
        assert draft.text.count("Loại | Số, ký hiệu") == 1


def test_a_table_of_figures_at_the_end_of_an_article_is_read() -> None:
    table = "<h2>Phụ lục</h2><table><tr><td>Dân số</td><td>15.000</td></tr></table>"
    assert page_of(f"<article><p>{NEWS}</p><p>{NEWS}</p>{table}</article>").text.endswith("Phụ lục\nDân số\n15.000")


def linked(lead: str = "", name: str = CITED) -> str:
    return f"<p>{lead}<a href='/v'>{name}</a>;</p>"


@pytest.mark.parametrize("inside", [
    f"<p>HUYỆN ỦY</p><p>QUYẾT ĐỊNH</p>{linked('Căn cứ ')}{linked('Căn cứ ', OTHER)}<p>Điều 1.</p><p>{NEWS}</p>",
    f"<p>{NEWS}</p><p>{NEWS}</p>{linked('Căn cứ ')}",
    f"<p>Các văn bản:</p>{linked('- ')}<p>Các chi bộ đã học.</p>",
    f"<h2><a href='/v'>{CITED}</a></h2><p>{NEWS}</p><h2>Sau đó</h2><p>{NEWS}</p>",
    f"<p>{NEWS}</p><table><tr><td>1</td><td><a href='/v'>{CITED}</a></td></tr></table><p>{NEWS}</p>",
    f"<p>{NEWS}</p><ul>{links(*[CITED] * 13)}</ul><p>{NEWS}</p>",
    f"<p>{NEWS}</p><p>Xem ở:</p><p><a href='/v'>Toàn văn {CITED}</a></p><p>Hết.</p><p>{NEWS}</p>",
])  # fmt: skip
def test_linked_lines_of_an_article_are_read(inside: str) -> None:
    assert CITED in page_of(f"<article>{inside}</article>").text


@pytest.mark.parametrize("below", [
    f"<p>Từ khóa:</p>{links(CITED)}", f"<p>Từ khóa: <a href='/v'>{CITED}</a></p>",
    f"<div class='post-tags'>{links(CITED)}</div>", f"<p><a rel=tag href='/v'>{CITED}</a></p>",
    f"<ul>{links(OTHER, f'Học tập {CITED}')}</ul>", f"<h3>Văn bản liên quan</h3><ul>{links(CITED)}</ul>",
    f"<div class=related>{links(CITED)}</div>",
])  # fmt: skip
def test_tags_and_other_reports_below_an_article_are_left_out(below: str) -> None:
    text = page_of(f"<article><p>{NEWS}</p><p>{NEWS}</p>{below}</article>").text
    assert CITED not in text and OTHER not in text
    assert CITED not in page_of(f"<article><p>{NEWS}</p><p>{NEWS}</p></article>{below}").text


def test_a_second_article_is_read_but_not_a_card() -> None:
    second = f"<article><p>Huyện thực hiện {CITED}.</p></article>"
    card = f"<article><h3><a href='/x'>Hội nghị ở xã</a></h3><p>{OTHER}</p></article>"
    news = "".join(f"<p>{NEWS} Lần {number}.</p>" for number in range(6))
    draft = page_of(f"<article><h1>Tin</h1>{news}</article>{second}{card}")
    assert CITED in draft.text
    assert OTHER not in draft.text


def test_structured_data_of_another_article_does_not_replace_the_text() -> None:
    data = json.dumps({"@type": "NewsArticle", "articleBody": f"{NEWS} " * 6})
    draft = page_of(
        f"<article><p>{NEWS}</p><p>{CITED}</p></article>", f"<script type='application/ld+json'>{data}</script>"
    )
    assert draft.text == f"Tin\n{NEWS}\n{CITED}"
    assert draft.warnings == (f"{6 * len(NEWS.split())} words outside the main text were ignored",)


def test_structured_data_that_continues_the_text_replaces_it() -> None:
    data = json.dumps({"@type": "NewsArticle", "articleBody": f"{NEWS} {NEWS} {CITED}"})
    draft = page_of(f"<article><p>{NEWS}..</p></article>", f"<script type='application/ld+json'>{data}</script>")
    assert draft.text.endswith(CITED)


@pytest.mark.parametrize("inside", [f"<textarea>{CITED}</textarea>", f"<footer><p>Nguồn: {CITED}</p></footer>"])
def test_short_parts_of_an_article_are_read(inside: str) -> None:
    assert CITED in page_of(f"<article><p>{NEWS}</p><p>{NEWS}</p>{inside}</article>").text


@pytest.mark.parametrize("inside", [
    f"<div class=comments><p>Bạn đọc: {CITED}</p></div>", f"<nav><a href='/v'>Bạn đọc: {CITED}</a></nav>",
    f"<button>Bạn đọc: {CITED}</button>",
])  # fmt: skip
def test_a_short_part_with_a_document_that_is_left_out_is_told(inside: str) -> None:
    draft = page_of(f"<main><p>{NEWS}</p><p>{NEWS}</p>{inside}</main>")
    assert CITED not in draft.text
    assert draft.warnings == (f"{len(CITED.split()) + 2} words outside the main text were ignored",)
