"""Tests that a page which Chromium saves as one file is read, with its frames and style sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from citegraph.model import Report
from citegraph.read import read

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><link rel="stylesheet" href="a.css"><title>Hội nghị</title></head>
<body><nav><a href="/">Trang chủ</a></nav><h1>Hội nghị sơ kết của Huyện ủy</h1>
<p>Ban Thường vụ đã họp và thảo luận việc thực hiện Quy định số 37<span class="mu">2</span>-QĐ/TW ngày 25/10/2021.</p>
<p>Các đồng chí dự họp thống nhất với nội dung báo cáo và đề nghị tiếp tục triển khai trong toàn Đảng bộ.</p>
{frame}</body></html>"""
FRAMED = "Khung này nói về Nghị quyết số 18-NQ/TW và còn nhiều chữ khác nữa."
FRAMES = '<html><head><title>Khung</title></head><frameset cols="50%,50%"><frame src="b.html"></frameset></html>'


def saved(browser: Any, page: Path) -> Report:
    """What is read of the page, saved as Chromium saves it."""
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(page.as_uri())
    data = context.new_cdp_session(tab).send("Page.captureSnapshot", {"format": "mhtml"})["data"]
    context.close()
    archive = page.with_suffix(".mhtml")
    archive.write_bytes(data.encode())
    (report,) = read([archive])
    assert isinstance(report, Report), report
    return report


def test_saved_pages(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text(".mu { vertical-align: super; }", encoding="utf-8")
    (tmp_path / "b.html").write_text(f'<meta charset="utf-8"><p>{FRAMED}</p>', encoding="utf-8")
    (tmp_path / "a.html").write_text(PAGE.format(frame='<iframe src="b.html"></iframe>'), encoding="utf-8")
    (tmp_path / "c.html").write_text(FRAMES, encoding="utf-8")
    page = saved(browser, tmp_path / "a.html")
    assert "Quy định số 37-QĐ/TW ngày 25/10/2021." in page.text
    assert "Các đồng chí dự họp" in page.text
    assert page.warnings == ("14 words outside the main text were ignored",)
    assert FRAMED in saved(browser, tmp_path / "c.html").text
