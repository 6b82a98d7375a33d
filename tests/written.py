"""A report and a way to write it in every format and encoding; sentences of our own."""

from __future__ import annotations

import csv
import email.message
import gzip
import html
import io
import json
import lzma
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable

import oldoffice

TITLE = "Huyện Sơn Đồng sơ kết thực hiện Nghị quyết số 35-NQ/TW"
BODY = (
    "Ngày 12/6/2023, Huyện ủy Sơn Đồng tổ chức hội nghị sơ kết thực hiện Nghị quyết số 35-NQ/TW của Bộ Chính trị.\n"
    "Các đồng chí trong Ban Thường vụ nêu rõ những việc đã làm được, đồng thời chỉ ra mặt còn hạn chế ở cơ sở; mỗi "
    "chi bộ phải tự soi, tự sửa và lựa chọn việc khó để làm trước.\n"
    "Hội nghị cũng nghe báo cáo về Quy định 37-QĐ/TW và kế hoạch kiểm tra giữa nhiệm kỳ.\n"
)
TEXT = f"{TITLE}\n{BODY}"


def html_page(title: str = TITLE, body: str = BODY, charset: str = "utf-8", head: str = "", below: str = "") -> str:
    paragraphs = "".join(f"<p>{html.escape(line)}</p>\n" for line in body.splitlines())
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}"><title>{html.escape(title)}</title>{head}</head>\n'
        f"<body><ul><li><a href='/'>Trang chủ</a></li><li><a href='/tin'>Tin tức</a></li></ul>\n"
        f"<h1>{html.escape(title)}</h1>\n{paragraphs}{below}</body></html>\n"
    )


def pdf(pages: list[str], scanned: tuple[int, ...] = (), unmapped: str = "", field: str = "") -> bytes:
    """A PDF whose pages show `pages` in a font with a ToUnicode map: two bytes a code unit, no glyphs needed.

    What stands behind a tab is drawn in a second column, what stands in ⟨⟩ is small and raised. Pages of the numbers `scanned` bear a picture, letters that are
    `unmapped` are missing from the map, and a `field` is filled in on each page.
    """
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(data: bytes) -> bytes:
        return b"<</Length %d>>\nstream\n%s\nendstream" % (len(data), data)

    def strings(piece: str) -> str:
        plain, *raised = piece.replace("⟩", "⟨").split("⟨")
        looks = ("/F 6 Tf 4 Ts", "/F 10 Tf 0 Ts")
        shown = "".join(f" {looks[at % 2]} <{codes(some)}> Tj" for at, some in enumerate(raised))
        return f"<{codes(plain)}> Tj{shown}"

    def codes(some: str) -> str:
        return "".join(f"{ord(c):04X}" for c in some)

    letters = sorted({ord(c) for c in "".join(pages) if c not in "\n\t⟨⟩" + unmapped} | {32})
    cmap = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
    cmap += "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    for at in range(0, len(letters), 100):
        some = letters[at : at + 100]
        cmap += f"{len(some)} beginbfchar\n" + "".join(f"<{c:04X}> <{c:04X}>\n" for c in some) + "endbfchar\n"
    cmap += "endcmap CMapName currentdict /CMap defineresource pop end end"
    unicode_map = add(stream(cmap.encode()))
    descriptor = add(
        b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 500 700]/ItalicAngle 0/Ascent 700/Descent 0"
        b"/CapHeight 700/StemV 80>>"
    )
    descendant = add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 500/FontDescriptor %d 0 R>>" % descriptor
    )
    font = add(
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (descendant, unicode_map)
    )
    filled = field.encode("utf-16-be").hex()
    widget = f"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V<FEFF{filled}>/Rect[9 9 99 29]>>" if field else "null"
    fields = b"%d 0 R" % add(widget.encode())
    tree = len(objects) + 2 * len(pages) + 1
    kids = []
    for page in pages:
        shown = "".join(
            f"1 0 0 1 {20 + 300 * column} {780 - 14 * at} Tm {strings(piece)}\n"
            for at, line in enumerate(page.split("\n"))
            for column, piece in enumerate(line.split("\t"))
        )
        picture = b"q 1200 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q\n" if len(kids) in scanned else b""
        contents = add(stream(picture + f"BT /F 10 Tf\n{shown}ET".encode()))
        kids.append(
            add(
                b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 1200 800]/Resources<</Font<</F %d 0 R>>>>/Contents %d 0 R"
                b"/Annots[%s]>>" % (tree, font, contents, fields)
            )
        )
    assert add(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))) == tree
    catalog = add(b"<</Type/Catalog/Pages %d 0 R/AcroForm<</Fields[%s]>>>>" % (tree, fields))
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, catalog, start)
    return bytes(out)


def docx_file(text: str = TEXT) -> bytes:
    import docx

    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_xml(text: str = TEXT) -> bytes:
    """A Word document as the single file of XML that Word 2003 writes."""
    body = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in text.splitlines())
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?><w:wordDocument '
        f'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>{body}</w:body></w:wordDocument>'
    ).encode()


def subtitles(text: str = TEXT) -> bytes:
    cues = [
        f"{at}\n00:00:{at:02},000 --> 00:00:{at + 1:02},500\n{line}\n" for at, line in enumerate(text.splitlines(), 1)
    ]
    return "\n".join(cues).encode()


def odt_flat(text: str = TEXT) -> bytes:
    """An OpenDocument text as a single file of XML."""
    names = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text"))
    body = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in text.splitlines())
    return (
        f'<?xml version="1.0"?><office:document{names}><office:body><office:text>{body}</office:text></office:body>'
        "</office:document>"
    ).encode()


def opendocument(kind: str, body: str) -> bytes:
    """An OpenDocument file of a kind, "text" or "spreadsheet", as a zip file with this XML in its body."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for name, long in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"))
    )
    content = (
        f'<?xml version="1.0"?><office:document-content{spaces}><office:body><office:{kind}>{body}</office:{kind}>'
        "</office:body></office:document-content>"
    )
    manifest = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zip_file(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def odt(text: str = TEXT) -> bytes:
    return opendocument("text", "".join(f"<text:p>{html.escape(line)}</text:p>" for line in text.splitlines()))


def odp(text: str = TEXT) -> bytes:
    lines = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in text.splitlines())
    return opendocument(
        "presentation", f"<draw:page><draw:frame><draw:text-box>{lines}</draw:text-box></draw:frame></draw:page>"
    )


def ods(rows: list[list[str]]) -> bytes:
    def cell(text: str) -> str:
        lines = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in text.splitlines())
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'

    table = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    return opendocument("spreadsheet", f'<table:table table:name="a">{table}</table:table>')


def mhtml(text: str = TEXT) -> bytes:
    """A web page with its resources as one file, as browsers save it."""
    page = email.message.EmailMessage()
    page["From"], page["Snapshot-Content-Location"], page["Subject"] = (
        "<Saved by Blink>",
        "https://a.example.vn/",
        TITLE,
    )
    page.set_content(html_page(body=text), subtype="html", cte="quoted-printable")
    page.add_related(b"GIF89a", "image", "gif", cid="<a@b>")
    return page.as_bytes()


def epub(text: str = TEXT) -> bytes:
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml"/></manifest><spine>'
        '<itemref idref="a"/></spine></package>'
    )
    chapter = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
    return zip_file(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="o/b.opf"/></rootfiles></container>',
            "o/b.opf": book,
            "o/a.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{chapter}</body></html>',
        }
    )


def zip_file(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def tar_file(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            held = tarfile.TarInfo(name)
            held.size = len(data)
            archive.addfile(held, io.BytesIO(data))
    return out.getvalue()


def seven_zip(files: dict[str, bytes], *, packs_header: bool = True) -> bytes:
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.set_encoded_header_mode(packs_header)
        for name, data in files.items():
            archive.writestr(data, name)
    return out.getvalue()


def mail(text: str = TEXT, subject: str = TITLE) -> bytes:
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.vn", "b@example.vn", subject
    message.set_content(text, cte="base64")
    return message.as_bytes()


def rtf(text: str = TEXT) -> bytes:
    letters = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text).replace("\n", "\\par\n")
    return f"{{\\rtf1\\ansi{{\\fonttbl{{\\f0 X;}}}}\\f0 {letters}}}".encode()


def picture(form: str, text: str = "35-NQ/TW") -> bytes:
    """A picture of a line of text in a format of Pillow: PNG, JPEG, TIFF."""
    from PIL import Image, ImageDraw, ImageFont

    sheet = Image.new("L", (60 + 40 * len(text), 140), 255)
    ImageDraw.Draw(sheet).text((30, 30), text, 0, ImageFont.load_default(60))
    out = io.BytesIO()
    sheet.save(out, form)
    return out.getvalue()


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def excel_xml(text: str = TEXT) -> bytes:
    """A workbook as the single file of XML that Excel 2003 writes."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    cells = "".join(f"<Row><Cell><Data>{html.escape(line)}</Data></Cell></Row>" for line in text.splitlines())
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="a"><Table>{cells}</Table>'
        "</Worksheet></Workbook>"
    ).encode()


def presentation(text: str = TEXT) -> bytes:
    import pptx

    slides = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    slide.shapes.add_textbox(0, 0, 1000, 1000).text_frame.text = text.strip()
    out = io.BytesIO()
    slides.save(out)
    return out.getvalue()


def jsonl(rows: list[dict[str, object]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def csv_table(rows: list[dict[str, str]], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def parquet(rows: list[dict[str, object]]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), out)
    return out.getvalue()


def zst(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(data)


def zst_expanded(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdDecompressor().decompress(data)


COMPRESS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".xz": lzma.compress, ".zst": zst}
EXPAND: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.decompress, ".xz": lzma.decompress, ".zst": zst_expanded}

# One way to write TEXT in each format, by the name of its row in the table of formats.
WRITE: dict[str, Callable[[], bytes]] = {
    "text": TEXT.encode,
    "HTML": lambda: html_page().encode(),
    "PDF": lambda: pdf([TEXT]),
    "Word": docx_file,
    "Word XML": word_xml,
    "PowerPoint": presentation,
    "Excel XML": excel_xml,
    "Excel": lambda: workbook({"Trang": [["id", "text"], ["a", TEXT]]}),
    "EPUB": epub,
    "OpenDocument": odt_flat,
    "Word 97": lambda: oldoffice.word(TEXT.replace("\n", "\r")),
    "PowerPoint 97": lambda: oldoffice.slides([TITLE], [BODY]),
    "Outlook": lambda: oldoffice.disk(oldoffice.mail(TITLE, TEXT)),
    "Rich Text": rtf,
    "archive": lambda: zip_file({"a.txt": TEXT}),
    "tar": lambda: tar_file({"a.txt": TEXT.encode()}),
    "7z archive": lambda: seven_zip({"a.txt": TEXT.encode()}),
    "mail": mail,
    "subtitles": subtitles,
    "JSON lines": lambda: jsonl([{"id": "a", "text": TEXT}]),
    "CSV": lambda: csv_table([{"id": "a", "text": TEXT}]),
    "Parquet": lambda: parquet([{"id": "a", "text": TEXT}]),
}

# The formats that an ending of its own distinguishes within a row of that table.
WRITE_ENDING: dict[str, Callable[[], bytes]] = {
    ".xls": lambda: oldoffice.workbook([["id", "text"], ["a", TEXT]]),
    ".ods": lambda: ods([["id", "text"], ["a", TEXT]]),
    ".odt": odt,
    ".ott": odt,
    ".odp": odp,
    ".mhtml": mhtml,
    ".mht": mhtml,
    ".tgz": lambda: gzip.compress(tar_file({"a.txt": TEXT.encode()})),
    ".json": lambda: json.dumps([{"id": "a", "text": TEXT}]).encode(),
    ".tsv": lambda: csv_table([{"id": "a", "text": TEXT}], "\t"),
    ".jpg": lambda: picture("JPEG"),
    ".jpeg": lambda: picture("JPEG"),
    ".tif": lambda: picture("TIFF"),
    ".tiff": lambda: picture("TIFF"),
    ".gif": lambda: picture("GIF"),
}


def write(form: str, ending: str) -> bytes:
    """The report in a format, as files of an ending have it."""
    return WRITE_ENDING.get(ending, WRITE.get(form, lambda: picture("PNG")))()


_VNI_MARKS = {
    "\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï",
    "\u0302": "â", "\u0302\u0301": "á", "\u0302\u0300": "à", "\u0302\u0309": "å", "\u0302\u0303": "ã",
    "\u0323\u0302": "ä", "\u0306": "ê", "\u0306\u0301": "é", "\u0306\u0300": "è", "\u0306\u0309": "ú",
    "\u0306\u0303": "ü", "\u0323\u0306": "ë",
}  # fmt: skip
_VNI_WHOLE = {
    "đ": "ñ",
    "Đ": "Ñ",
    "ơ": "ô",
    "Ơ": "Ô",
    "ư": "ö",
    "Ư": "Ö",
    "ỉ": "æ",
    "ĩ": "ó",
    "ị": "ò",
    "ỵ": "î",
    "ì": "ì",
    "í": "í",
}


def vni(text: str) -> bytes:
    def letter(c: str) -> str:
        if c in _VNI_WHOLE:
            return _VNI_WHOLE[c]
        base, *marks = unicodedata.normalize("NFD", c)
        if "\u031b" in marks:
            marks.remove("\u031b")
            base = {"o": "ô", "u": "ö", "O": "Ô", "U": "Ö"}[base]
        mark = _VNI_MARKS["".join(marks)] if marks else ""
        return base + (mark.upper() if c.isupper() else mark)

    return "".join(map(letter, text)).encode("cp1252")


def windows_1258(text: str) -> bytes:
    out = []
    for c in text:
        try:
            out.append(c.encode("cp1258"))
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", c)
            tone = next(m for m in marks if m in "\u0300\u0301\u0303\u0309\u0323")
            marks.remove(tone)
            out.append(unicodedata.normalize("NFC", base + "".join(marks)).encode("cp1258") + tone.encode("cp1258"))
    return b"".join(out)


def viqr(text: str) -> bytes:
    marks = {
        "\u0301": "'",
        "\u0300": "`",
        "\u0309": "?",
        "\u0303": "~",
        "\u0323": ".",
        "\u0302": "^",
        "\u0306": "(",
        "\u031b": "+",
    }

    def letter(c: str) -> str:
        if c in "đĐ":
            return "dd" if c == "đ" else "DD"
        if c in ".?":
            return "\\" + c
        decomposed = unicodedata.normalize("NFD", c)
        return decomposed[0] + "".join(marks[m] for m in sorted(decomposed[1:], key=lambda m: marks[m] not in "^(+"))

    return "".join(map(letter, text)).encode("ascii")


def twice(text: str) -> bytes:
    """UTF-8 that a program took for Windows-1252 and wrote as UTF-8 again."""
    wrong = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())
    return wrong.encode()
