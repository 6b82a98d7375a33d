"""Whatever the data says is shown as text."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import Any

import pytest
from corpora import Recipe, corpus

from citegraph.model import Corpus, Evidence, Finding

PLAIN = [
    "<script>hurt()</script>",
    "</script><script>hurt()</script>",
    "<img src=x onerror=hurt()>",
    "<svg onload=hurt()>",
    "<svg><animate onbegin=hurt() attributeName=x dur=1s>",
    "<iframe srcdoc='<script>parent.hurt()</script>'>",
    "<a href=javascript:hurt()>x</a>",
    "<body onload=hurt()>",
    "<details open ontoggle=hurt()>",
    "<input autofocus onfocus=hurt()>",
    "<video><source onerror=hurt()>",
    "<math><mtext><img src=x onerror=hurt()>",
    "<style>*{display:none}</style>",
    "<base href=//example.org>",
    "<meta http-equiv=refresh content='0;url=//example.org'>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<plaintext>",
    "<template><script>hurt()</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=hurt()>'>",
    "'-hurt()-'",
    '"-hurt()-"',
    "`${hurt()}`",
    "\\u003cscript>hurt()</script>",
    "{{ hurt() }}",
    "{{ config }}",
    "{% raw %}",
    "{# comment",
    "${hurt()}",
    "javascript:hurt()",
    "JaVaScRiPt:hurt()",
    "data:text/html,<script>hurt()</script>",
    "&lt;script&gt;hurt()&lt;/script&gt;",
    "&#60;img src=x onerror=hurt()&#62;",
    "\u2028hurt()\u2029",
    "\x00\x01\x1f",
    "\ufffe\uffff",
    "\ud800",
    "\u202egniht rehto eht",
    "a\u0300\u0301\u0302\u0303" * 40,
    "😀👩‍👩‍👧‍👦",
    "x" * 4000,
    "a b " * 900,
    "\n\n\t\r\n",
    " ",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "toString",
    "null",
    "undefined",
    "NaN",
    "=cmd|' /C calc'!A1",
    "+1",
    "@SUM(1)",
    "%s%n%00",
    "../../../../etc/passwd",
    "href",
    "' OR 1=1 --",
    "$&$1$`",
    "~ ~",
    "#f=d:x",
    "-->]]></title></style></textarea><script>hurt()</script>",
    "İıſK",
    "<script>alert(1)</script>",
    "<img src=http://127.0.0.1:9/x.png>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
    "<form action=//example.org><button formaction=javascript:alert(1)>x",
    "<object data=javascript:alert(1)>",
    "x{background:url(http://127.0.0.1:9/y)}",
    "<svg><script href=data:,hurt()>",
    "[x](javascript:hurt())",
]


def _hostile() -> Corpus:
    plain = corpus(Recipe(documents=len(PLAIN), reports=len(PLAIN) * 2, undecided=0.2))
    names = {document.id: f"{PLAIN[at]}{at}" for at, document in enumerate(plain.documents)}
    bad = [PLAIN[at] for at in range(len(PLAIN))]
    documents = tuple(
        replace(
            document,
            id=names[document.id],
            label=bad[at],
            kind=bad[at],
            term=bad[at],
            locality=bad[at],
            issuer=bad[at],
            title=bad[at],
            aliases=(bad[at],),
            source=bad[at],
            replaces=tuple(names[other] for other in document.replaces),
            replaced_by=tuple(names[other] for other in document.replaced_by),
        )
        for at, document in enumerate(plain.documents)
    )
    ids = {report.id: f"{bad[at % len(bad)]}{at}" for at, report in enumerate(plain.reports)}
    reports = tuple(
        replace(
            report,
            id=ids[report.id],
            title=bad[at % len(bad)],
            publisher=bad[at % len(bad)],
            locality=bad[at % len(bad)],
            number=bad[at % len(bad)],
            url=bad[at % len(bad)],
            path=bad[at % len(bad)],
            warnings=(bad[at % len(bad)],),
        )
        for at, report in enumerate(plain.reports)
    )
    citations = tuple(
        replace(
            citation,
            report=ids[citation.report],
            document=names.get(citation.document, f"{bad[at % len(bad)]}@?"),
            candidates=tuple(replace(one, document=names[one.document]) for one in citation.candidates),
            evidence=(Evidence(bad[at % len(bad)], 1.0, bad[at % len(bad)]),),
            mention=replace(
                citation.mention,
                **dict.fromkeys(("surface", "title", "issuer", "locality", "pinpoint", "date"), bad[at % len(bad)]),
                quote=f"a {bad[at % len(bad)]} b",
                quote_at=2,
            ),
        )
        for at, citation in enumerate(plain.citations)
    )
    decided = [citation for citation in citations if citation.document in names.values()]
    findings = tuple(
        Finding(one.report, one.mention.span, one.document, *[text] * 4)
        for one, text in zip(decided, bad, strict=False)
    )
    assert len(findings) == len(bad) <= len(citations)
    return Corpus(documents=documents, reports=reports, citations=citations, findings=findings)


HOSTILE = _hostile()


def test_there_are_enough_of_them() -> None:
    assert len(set(PLAIN)) >= 60


def test_hostile_strings_are_text_everywhere(open_page: Any) -> None:
    title = "</title><script>hurt()</script>{{ 7 * 7 }}"
    page = open_page(HOSTILE, title=title)
    dialogs: list[str] = []
    page.tab.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.tab.evaluate("() => { window.hurts = 0; window.hurt = () => { window.hurts += 1; }; }")
    assert page.text("h1") == title
    foreign = """() => [...document.body.querySelectorAll(
        "img, iframe, base, meta, style, video, math, template, object, embed, form")]
        .filter((node) => !node.closest("#graph")).map((node) => node.outerHTML.slice(0, 80))"""
    for view in ("checks", "table", "graph"):
        page.tab.click(f"[data-view={view}]")
        assert page.tab.evaluate(foreign) == [], view
    for mode in ("kind", "term", "year", "community"):
        page.tab.select_option("#color-by", mode)
    focuses = page.probe(
        "() => [...probe.data.documents.map((row) => ['d', row.id]),"
        "...probe.data.reports.slice(0, 80).map((row) => ['r', row.id])]"
    )
    for kind, name in focuses:
        page.probe("([kind, name]) => probe.state.focusOn(kind, name)", [kind, name])
    assert page.tab.evaluate(foreign) == []
    for query in PLAIN:
        page.tab.fill("#query", query[:200].replace("\ud800", "?"))
    assert page.tab.evaluate(foreign) == []
    assert page.tab.locator("a[href^='javascript' i], a[href^='data' i]").count() == 0
    # A call that some event is to make comes before one that is asked for behind it.
    page.tab.evaluate("() => new Promise((done) => setTimeout(() => requestIdleCallback(done)))")
    assert page.tab.evaluate("() => window.hurts") == 0
    assert dialogs == []
    assert len(page.tab.context.pages) == 1
    assert page.tab.url.startswith("file:")


REFUSED = ["script-src-elem", "script-src-attr", "connect-src", "img-src", "style-src-elem", "object-src"]


def test_what_got_into_the_page_all_the_same_could_neither_run_nor_call_home(open_page: Any) -> None:
    """Markup put in by force, as by a hole that nobody has found yet."""
    page = open_page()
    home = socket.create_server(("127.0.0.1", 0))
    home.setblocking(False)
    hurts, directives = page.tab.evaluate(
        """async ([home, kinds]) => {
            window.hurts = 0;
            window.hurt = () => { window.hurts += 1; };
            const refused = new Set();
            document.addEventListener("securitypolicyviolation", (event) => refused.add(event.effectiveDirective));
            const place = document.createElement("div");
            place.innerHTML = `<img src=http://${home}/x.png><iframe srcdoc='<script>parent.hurt()</script>'></iframe>`
                + "<b style='color:red'>x</b><img src=data:, onerror=hurt()><svg onload=hurt()></svg>"
                + `<link rel=stylesheet href=http://${home}/x.css><object data=http://${home}/y></object>`;
            document.body.append(place);
            const script = document.createElement("script");
            script.textContent = "hurt()";
            document.body.append(script);
            const foreign = document.createElement("script");
            foreign.src = `http://${home}/z.js`;
            document.body.append(foreign);
            for (const call of [() => fetch(`http://${home}/`), () => new WebSocket(`ws://${home}/`),
                                () => new Worker("data:,0"), () => navigator.sendBeacon(`http://${home}/`, "x")]) {
                try { await Promise.race([call(), new Promise((done) => setTimeout(done, 300))]); } catch { /* refused */ }
            }
            for (let ms = 0; ms < 120_000 && !kinds.every((kind) => refused.has(kind)); ms += 50) {
                await new Promise((done) => setTimeout(done, 50));
            }
            return [window.hurts, [...refused].sort()];
        }""",
        [f"127.0.0.1:{home.getsockname()[1]}", REFUSED],
    )
    assert hurts == 0
    with home, pytest.raises(BlockingIOError):  # nobody has called
        home.accept()
    assert set(REFUSED) <= set(directives)
    assert any("Content Security Policy" in error for error in page.errors)
    page.errors.clear()  # of what was forced in
    del page.requests[1:]


def test_hostile_labels_make_a_sound_drawing(open_page: Any) -> None:
    page = open_page(HOSTILE)
    found = page.probe(
        """() => { const scene = probe.view.view.scene;
        const text = probe.svg_drawing.drawing(scene, probe.theme.readPalette(), "</svg><script>");
        const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
        return ["parsererror, script, foreignObject", "text"].map((tags) => parsed.querySelectorAll(tags).length); }"""
    )
    assert found[0] == 0
    assert found[1] > 5
