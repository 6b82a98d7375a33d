"""What the page is put together from: files joined as they stand, admitted by their hashes, data that stays data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources

import pytest
from corpora import Recipe, corpus

from citegraph.model import Corpus
from citegraph.page import asset_bundle, render
from citegraph.page.json_tables import Limits

ASSETS = resources.files("citegraph.page") / "assets"
SCRIPTS = sorted(file.name for file in ASSETS.iterdir() if file.name.endswith(".js"))
SMALL = corpus(Recipe(documents=40, reports=50))
NOTHING = Corpus(documents=(), reports=(), citations=())


class Parts(HTMLParser):
    """Texts of style and script elements, and the policy."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.styles: list[str] = []
        self.policy = ""
        self.attributes: list[tuple[str, str]] = []
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(name, value or "") for name, value in attrs]
        if dict(attrs).get("http-equiv") == "Content-Security-Policy":
            self.policy = dict(attrs)["content"] or ""
        if tag in ("script", "style"):
            self._open = tag, dict(attrs)

    def handle_data(self, data: str) -> None:
        if self._open:
            tag, attrs = self._open
            if tag == "style":
                self.styles.append(data)
            else:
                self.scripts.append((attrs, data))

    def handle_endtag(self, tag: str) -> None:
        self._open = None


def _data(page: str, name: str = "details") -> dict[str, object]:
    return json.loads(next(text for attrs, text in Parts(page).scripts if attrs.get("id") == name))


def test_policy_admits_the_scripts_and_the_style_of_the_page_and_nothing_else() -> None:
    parts = Parts(render(SMALL, title="x"))
    code = [text for attrs, text in parts.scripts if attrs.get("type") != "application/json"]
    directives = dict(part.strip().split(" ", 1) for part in parts.policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"].split() == [asset_bundle.csp_hash(text) for text in code]
    assert directives["style-src"].split() == [asset_bundle.csp_hash(text) for text in parts.styles]
    assert "unsafe" not in parts.policy


def test_page_names_no_other_file() -> None:
    parts = Parts(render(SMALL, title="x"))
    assert not [value for name, value in parts.attributes if name in ("src", "href") and not value.startswith("#")]
    assert not [name for name, _ in parts.attributes if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_make_no_markup_from_strings(name: str) -> None:
    source = (ASSETS / name).read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", source)
    assert not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon", source)


def test_every_script_is_used_and_begins_with_a_sentence() -> None:
    assert {*asset_bundle.imported_modules(), asset_bundle.GUARD} == set(SCRIPTS)
    for name in SCRIPTS:
        head = re.match(r"(?:// .*\n)+", (ASSETS / name).read_text(encoding="utf-8"))
        assert head and re.match(r"// [A-Z]", head[0]) and head[0].endswith(".\n"), name


@pytest.mark.parametrize("name", SCRIPTS)
def test_exports_are_documented(name: str) -> None:
    lines = (ASSETS / name).read_text(encoding="utf-8").splitlines()
    exported = [at for at, line in enumerate(lines) if re.match(r"export (?:async )?(?:function|class) ", line)]
    assert not [lines[at] for at in exported if not lines[at - 1].endswith("*/")]


def test_join_knows_every_import_and_export() -> None:
    for name, source in asset_bundle.imported_modules().items():
        joined = asset_bundle.wrap_module(name, source)
        assert not re.search(r"^\s*(import|export)\b", joined, re.MULTILINE), name


@pytest.mark.parametrize("name", [*SCRIPTS, "page.html.j2"])
def test_every_string_asked_for_is_there(name: str) -> None:
    source = (ASSETS / name).read_text(encoding="utf-8")
    asked = re.findall(r'\bt\("([\w-]+)"', source) + re.findall(r'say\("([\w-]+)"\)', source)
    asked += re.findall(r'data-t(?:-label|-hint)?="([\w-]+)"', source)
    assert not [key for key in asked if key not in asset_bundle.texts_by_language()["vi"]]


def test_languages_say_the_same_things() -> None:
    keys = {
        lang: {re.sub(r"\.one$", "", key) for key in said} for lang, said in asset_bundle.texts_by_language().items()
    }
    assert keys["vi"] == keys["en"]
    for key, text in asset_bundle.texts_by_language()["vi"].items():
        assert set(re.findall(r"\{\w+\}", text)) == set(
            re.findall(r"\{\w+\}", asset_bundle.texts_by_language()["en"][key])
        ), key


def test_strings_are_all_used() -> None:
    sources = "".join((ASSETS / name).read_text(encoding="utf-8") for name in [*SCRIPTS, "page.html.j2"])
    prefixes = (
        "way-",
        "field-",
        "severity-",
        "status-",
        "scope-",
        "color-",
        "view-",
        "export-",
        "relation-",
        "key-",
        "reason-",
        "sight-",
        "layout-",
        "least-",
        "sure-",
    )
    unused = [
        key
        for key in asset_bundle.texts_by_language()["vi"]
        if f'"{key}"' not in sources and not key.startswith(prefixes)
    ]
    assert not [key for key in unused if not key.endswith("-note")]


def test_page_is_small_without_data() -> None:
    assert len(render(NOTHING, title="x").encode()) < 700_000


def test_page_with_an_ordinary_corpus_is_small() -> None:
    page = render(corpus(Recipe(documents=300, reports=400)), title="x")
    assert len(page.encode()) < 1_500_000


def test_same_corpus_same_bytes() -> None:
    assert render(SMALL, title="x") == render(SMALL, title="x")


def test_data_cannot_end_its_element() -> None:
    bad = "</script><script>alert(1)</script><!--\u2028\u2029&amp;"
    page = render(replace(SMALL, reports=tuple(replace(report, title=bad) for report in SMALL.reports)), title=bad)
    assert "alert(1)</script>" not in page
    assert not [text for attrs, text in Parts(page).scripts if "\u2028" in text]
    assert {row["title"] for row in _data(page)["reports"]} == {bad}  # type: ignore[attr-defined, index]


def test_lone_surrogates_do_not_stop_the_page() -> None:
    page = render(replace(SMALL, reports=(replace(SMALL.reports[0], title="a\ud800b"), *SMALL.reports[1:])), title="x")
    page.encode("utf-8")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("http://[", False),
    ],
)
def test_only_web_addresses_become_links(url: str, kept: bool) -> None:
    page = render(replace(SMALL, reports=tuple(replace(report, url=url) for report in SMALL.reports)), title="x")
    assert any("url" in row for row in _data(page)["reports"]) is kept  # type: ignore[attr-defined]


def test_places_in_a_quote_count_as_javascript_does() -> None:
    citation = SMALL.citations[0]
    mention = replace(citation.mention, quote=f"😀😀 {citation.mention.surface}!", quote_at=3)
    data = _data(render(replace(SMALL, citations=(replace(citation, mention=mention),)), title="x"))
    said = next(row["said"][0] for row in data["reports"] if "said" in row)  # type: ignore[attr-defined]
    assert said[2] == 5
    assert said[3] == len(citation.mention.surface)


def test_a_quote_says_where_it_is_in_the_original() -> None:
    citation = SMALL.citations[0]
    mention = replace(citation.mention, position="page 3 (recognized 87%), line 12")
    data = _data(render(replace(SMALL, citations=(replace(citation, mention=mention),)), title="x"))
    said = next(row["said"][0] for row in data["reports"] if "said" in row)  # type: ignore[attr-defined]
    assert data["positions"][said[4]] == [  # type: ignore[call-overload,index]
        "trang 3 (nhận dạng, độ tin cậy 87%), dòng 12", "page 3 (recognized, 87% confidence), line 12"
    ]  # fmt: skip


def test_numbers_that_stand_twice_are_told_apart() -> None:
    one, *rest = SMALL.documents
    twin = replace(one, id=f"{one.id}-twin", term="IX", locality=None)
    page = render(replace(SMALL, documents=(one, twin, *rest)), title="x")
    labels = _data(page, "outline")["documents"]["label"]  # type: ignore[index]
    assert f"{one.label} (IX)" in labels
    assert len(set(labels)) == len(labels)


def test_large_corpora_are_cut_newest_first_and_say_so() -> None:
    page = render(SMALL, title="x", limits=Limits(documents=20, quotes=30))
    outline, rows = _data(page, "outline"), _data(page)["reports"]
    assert len(outline["documents"]["id"]) == 20  # type: ignore[index]
    assert outline["totals"]["documents"] == 40  # type: ignore[index]
    cites = outline["reports"]["cites"]  # type: ignore[index]
    assert len(cites) == len(rows)  # type: ignore[arg-type]
    assert 0 < sum(len(row.get("said", [])) for row in rows) <= 30  # type: ignore[attr-defined]
    most_cited = [row for row, cited in zip(rows, cites, strict=True) if 0 in cited]  # type: ignore[call-overload]
    assert "path" in most_cited[0]


def test_a_report_that_cites_nothing_does_not_travel() -> None:
    silent = replace(SMALL.reports[0], id="silent", path="silent.txt")
    page = render(replace(SMALL, reports=(*SMALL.reports, silent)), title="x")
    citing = {citation.report for citation in SMALL.citations}
    assert {row["id"] for row in _data(page)["reports"]} == citing  # type: ignore[attr-defined]


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="vi and en"):
        render(SMALL, title="x", lang="fr")


def test_the_page_without_data_is_light() -> None:
    assert len(render(NOTHING).encode("utf-8")) <= 350_000
