"""Tests that subtitles are read without their numbers and times."""

from __future__ import annotations

from pathlib import Path

import pytest

from citegraph.model import Report
from citegraph.read import Source, load

SRT = "1\n00:00:01,000 --> 00:00:04,000\n<i>Học tập Quy định</i>\n\n2\n00:00:04,000 --> 00:00:06,000\nsố 37-QĐ/TW\n12 chi bộ\n"
VTT = (
    "WEBVTT\n\n00:01.000 --> 00:04.000 align:start\nHọc tập Quy định\n\n00:04.000 --> 00:06.000\nsố 37-QĐ/TW\n12 chi bộ"
)


@pytest.mark.parametrize("text", [SRT, SRT.replace("\n", "\r\n"), f"\ufeff{SRT}", VTT])
@pytest.mark.parametrize("name", ["a.srt", "a.txt"])
def test_the_spoken_text_is_read(text: str, name: str) -> None:
    (found,) = load(Source(name, Path(name), text.encode()))
    assert isinstance(found, Report)
    assert found.text.split("\n") == ["Học tập Quy định", "số 37-QĐ/TW", "12 chi bộ"]
