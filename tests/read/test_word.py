"""Tests that all visible text of Word files is read, with warnings about what is left out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from citegraph.model import Failure, Report
from citegraph.read import Source, load
from citegraph.read.table_to_text import row_lines

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SAID = "Chi bộ học tập Quy định số 37-QĐ/TW"


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def document(body: str, namespace: str = W) -> str:
    return f'<w:document xmlns:w="{namespace}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'


def relations(*each: tuple[str, str, str], namespace: str = KIND) -> str:
    rows = "".join(f'<Relationship Id="{id}" Type="{namespace}/{kind}" Target="{to}"/>' for id, kind, to in each)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def word(body: str, parts: dict[str, str | bytes] | None = None, *leads: tuple[str, str, str]) -> bytes:
    return zipped(
        {
            "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml")),
            "word/document.xml": document(body),
            "word/_rels/document.xml.rels": relations(*leads),
            **(parts or {}),
        }
    )


def report(data: bytes, name: str = "a.docx") -> Report:
    (found,) = load(Source(name, Path(name), data))
    assert isinstance(found, Report), found
    return found


def failure(data: bytes, name: str = "a.docx") -> Failure:
    (found,) = load(Source(name, Path(name), data))
    assert isinstance(found, Failure), found
    return found


def sections(*kinds: tuple[str, str]) -> str:
    return "<w:sectPr>" + "".join(f'<w:{kind}Reference r:id="{id}"/>' for kind, id in kinds) + "</w:sectPr>"


def test_headers_of_first_and_even_pages_are_read_once() -> None:
    parts = {
        f"word/{name}.xml": f'<w:hdr xmlns:w="{W}">{paragraph(text)}</w:hdr>'
        for name, text in (("h1", "Trang đầu"), ("h2", "Trang chẵn"), ("h3", "Trang đầu"), ("f1", "Cuối trang"))
    }
    leads = [(name, kind, f"{name}.xml") for name, kind in (("h1", "header"), ("h2", "header"), ("h3", "header"))]
    body = paragraph(SAID) + sections(("header", "h1"), ("header", "h2"), ("header", "h3"), ("footer", "f1"))
    text = report(word(body, parts, *leads, ("f1", "footer", "f1.xml"))).text
    assert text.split("\n") == ["Trang đầu", "Trang chẵn", SAID, "Cuối trang"]


@pytest.mark.parametrize("kind", ["footnotes", "endnotes"])
def test_notes_are_found_under_any_name(kind: str) -> None:
    notes = f'<w:{kind} xmlns:w="{W}"><w:note>{paragraph("Chú thích")}</w:note></w:{kind}>'
    data = word(paragraph(SAID), {"word/ghi-chu7.xml": notes}, ("r9", kind, "ghi-chu7.xml"))
    assert report(data).text == f"{SAID}\nChú thích"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.htm", "<html><body><p>Trang chèn vào</p></body></html>".encode(), "Trang chèn vào"),
        ("a.txt", "Chữ chèn vào".encode(), "Chữ chèn vào"),
        ("a.docx", word(paragraph("Tệp chèn vào")), "Tệp chèn vào"),
    ],
)
def test_an_embedded_file_is_read_in_its_place(name: str, data: bytes, expected: str) -> None:
    body = paragraph("Trước") + '<w:altChunk r:id="c"/>' + paragraph("Sau")
    assert report(word(body, {f"word/{name}": data}, ("c", "aFChunk", name))).text.split("\n") == [
        "Trước",
        expected,
        "Sau",
    ]


def test_a_missing_embedded_file_gives_a_warning() -> None:
    found = report(word(paragraph(SAID) + '<w:altChunk r:id="c"/>'))
    assert found.warnings == ("an embedded file is missing",)


def test_hidden_text_is_left_out_with_a_warning() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="A"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    hidden = paragraph("Đoạn này không ai thấy", "<w:vanish/>") + paragraph("cũng thế", '<w:rStyle w:val="B"/>')
    shown = paragraph(SAID, '<w:rStyle w:val="B"/><w:vanish w:val="0"/>')
    found = report(word(hidden + shown, {"word/styles.xml": styles}, ("s", "styles", "styles.xml")))
    assert (found.text, found.warnings) == (SAID, ("7 words of hidden text were ignored",))


def test_a_superscript_note_mark_is_dropped() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
    body = "".join(
        f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>{raised.format(mark)}"
        for text, mark in (("Quy định 37", "2"), ("-QĐ/TW", "[1]"), (" rộng 50 m", "2"), (", ngày 1", "st"))
    )
    assert report(word(f"<w:p>{body}</w:p>")).text == "Quy định 37-QĐ/TW rộng 50 m², ngày 1st"


def test_a_small_raised_mark_is_dropped() -> None:
    body = "".join(
        f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"
        for text, look in (
            ("Quy định 37", ""),
            ("2", '<w:position w:val="8"/><w:sz w:val="16"/>'),
            ("-QĐ/TW, Chỉ thị ", ""),
            ("05", '<w:position w:val="8"/><w:sz w:val="28"/>'),
            (", Kết luận ", '<w:position w:val="x"/>'),
            ("12", '<w:position w:val="-6"/><w:sz w:val="16"/>'),
        )
    )
    assert report(word(f"<w:p>{body}</w:p>")).text == "Quy định 37-QĐ/TW, Chỉ thị 05, Kết luận 12"


def test_a_paragraph_style_can_hide_its_text() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="A"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    shown = f'<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>{SAID}</w:t></w:r>'
    hidden = "<w:r><w:t>Đoạn này không ai thấy</w:t></w:r>"
    body = f'<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr>{hidden}{shown}</w:p>'
    found = report(word(body, {"word/styles.xml": styles}, ("s", "styles", "styles.xml")))
    assert (found.text, found.warnings) == (SAID, ("5 words of hidden text were ignored",))


@pytest.mark.parametrize(("needs", "expected"), [
    ("urn:unknown", SAID), ("http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "Hình"),
])  # fmt: skip
def test_the_fallback_of_an_unknown_extension_is_read(needs: str, expected: str) -> None:
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        f'<w:p><w:r><m:AlternateContent xmlns:m="{compatibility}" xmlns:z="{needs}"><m:Choice Requires="z"><w:t>Hình'
        f"</w:t></m:Choice><m:Fallback><w:t>{SAID}</w:t></m:Fallback></m:AlternateContent></w:r></w:p>"
    )
    assert report(word(body)).text == expected


@pytest.mark.parametrize("name", ["a.docx", "a.docm", "a.dotx", "a.dotm", "a.bak", "a"])
def test_the_dialects_of_a_package(name: str) -> None:
    rels, body = "_rels/.rels", "word/document.xml"
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    main = relations(("r", "officeDocument", body))
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/d.xml" '
        'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    )
    for parts in (
        {"word/media/a.png": bytes(100_000), rels: main, body: document(paragraph(SAID))},
        {rels: relations(("r", "officeDocument", body), namespace=strict), body: document(paragraph(SAID), STRICT)},
        {"_rels\\.rels": main, "word\\document.xml": document(paragraph(SAID))},
        {
            rels: relations(("r", "officeDocument", "/Word/Document2.xml")),
            "word/document2.xml": document(paragraph(SAID)),
        },
        {"[Content_Types].xml": types, "word/d.xml": document(paragraph(SAID)), "word/document9.txt": ""},
        {body: document(paragraph(SAID))},
    ):
        assert report(zipped(parts), name).text == SAID


def test_a_relationship_to_nothing_is_ignored() -> None:
    leads = [("a", "hyperlink", "#_top"), ("b", "styles", "styles.xml"), ("c", "footnotes", "../../../x.xml")]
    assert report(word(paragraph(SAID), {}, *leads)).text == SAID


def test_a_broken_part_is_left_out_with_a_warning() -> None:
    found = report(word(paragraph(SAID), {"word/n.xml": "<w:footnotes"}, ("n", "footnotes", "n.xml")))
    assert (found.text, found.warnings) == (SAID, ("damaged part word/n.xml ignored",))


def test_a_comment_is_not_part_of_the_text() -> None:
    comments = f'<w:comments xmlns:w="{W}"><w:comment>{paragraph("Lời phê")}</w:comment></w:comments>'
    data = word(paragraph(SAID), {"word/comments.xml": comments}, ("c", "comments", "comments.xml"))
    assert report(data).text == SAID


def test_embedded_objects_give_a_warning() -> None:
    leads = [("o", "oleObject", "embeddings/a.bin"), ("p", "package", "embeddings/b.xlsx")]
    found = report(word(paragraph(SAID), {}, *leads))
    assert found.warnings == ("2 embedded objects of other programs ignored",)


def test_the_text_of_a_diagram_is_read() -> None:
    diagram = '<d:m xmlns:d="d" xmlns:a="a"><a:p><a:t>Sơ đồ</a:t></a:p></d:m>'
    data = word(paragraph(SAID), {"word/d.xml": diagram}, ("d", "diagramData", "d.xml"))
    assert report(data).text == f"{SAID}\nSơ đồ"


def test_a_package_that_is_not_a_document_is_a_failure() -> None:
    found = failure(zipped({"a.txt": "a", "word/document": ""}))
    assert "not in Word format" in found.reason and found.remedy


def test_word_as_a_single_xml_file() -> None:
    old = "http://schemas.microsoft.com/office/word/2003/wordml"
    body = (
        f'<?xml version="1.0"?><w:wordDocument xmlns:w="{old}"><w:body>{paragraph(SAID)}<w:p><w:r><w:t>Sau</w:t>'
        f"<w:footnote>{paragraph('Chú thích')}</w:footnote></w:r></w:p>"
        f"<w:sectPr><w:hdr>{paragraph('Đầu trang')}</w:hdr></w:sectPr></w:body></w:wordDocument>"
    )
    assert report(body.encode(), "a.xml").text.split("\n") == ["Đầu trang", SAID, "Sau", "Chú thích"]
    parts = {
        "/_rels/.rels": relations(("r", "officeDocument", "word/document.xml")),
        "/word/document.xml": document(paragraph(SAID)),
    }
    flat = "".join(
        f'<pkg:part pkg:name="{name}"><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>' for name, xml in parts.items()
    )
    package = f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{flat}</pkg:package>'
    assert report(package.encode(), "a.xml").text == SAID


def test_no_reason_contains_a_memory_address() -> None:
    for data in (
        zipped({"word/document.xml": "<w"}),
        zipped({"word/document.xml": b"\xff"}),
        b"PK\x03\x04" + bytes(50),
    ):
        assert " at 0x" not in failure(data).reason


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Nghị quyết", "35-NQ/TW", "22/10/2018", "Bộ Chính trị"]], "Nghị quyết 35-NQ/TW 22/10/2018 Bộ Chính trị"),
        ([["Loại", "Số", "Ngày"], ["Nghị quyết", "18", "25/10/2017"]], "Nghị quyết 18 25/10/2017"),
        ([["Số, ký hiệu", "Loại văn bản"], ["18", "Nghị quyết"]], "18 | Nghị quyết"),
        ([["Loại văn bản", "Số lượng"], ["Nghị quyết", "15"]], "Nghị quyết | 15"),
        ([["Loại", "Số"], ["Nghị quyết", "15"]], "Nghị quyết | 15"),
        ([["1", "Quy định", "37-QĐ/TW", "học tập"]], "1 | Quy định 37-QĐ/TW | học tập"),
        ([["Họ tên", "Ngày sinh"], ["A", "1/2/1960"]], "A | 1/2/1960"),
        ([["a", "", "b"]], "a | b"),
    ],
)  # fmt: skip
def test_a_row_that_lists_a_document_is_one_phrase(rows: list[list[str]], expected: str) -> None:
    assert list(row_lines(rows))[-1] == expected
