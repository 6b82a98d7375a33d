"""Tests that archives are read like folders, within limits, and that mails give their text and attachments."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest
import written

from citegraph.model import Failure, Report
from citegraph.pipeline import build
from citegraph.read import Source, archive, load, parser_types

SAID = "Chi bộ học tập Quy định số 37-QĐ/TW"
HEADER = "From: a@example.vn\nMIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\n"
PACK = {
    "a.zip": written.zip_file,
    "a.tar": written.tar_file,
    "a.tar.gz": lambda files: gzip.compress(written.tar_file(files)),
    "a.tgz": lambda files: gzip.compress(written.tar_file(files)),
    "a.7z": written.seven_zip,
}

BCJ2 = (
    "377abcaf271c0004384cb30a30000000000000008200000000000000a6438b3b00289d4b2205d1d51186010da57d1be7e02055295424"
    "84a5358f05019de3f6c0000000000000000000000000000000000104060004092105050500070b01000423030101055d001000002303"
    "0101055d0010000023030101055d00100000140303011b0401050004010302020601000c00001a1a00080a01bafb899a00000501190b"
    "0000000000000000000000110d0061002e007400780074000000140a01000116dc5f9580dd01150601002080a4810000"
)
"""A 7z archive that 7-Zip made with its filter for programs, BCJ2."""


def found(name: str, data: bytes) -> list[Report | Failure]:
    return list(load(Source(name, Path(name), data)))


def reasons(name: str, data: bytes) -> dict[str, str]:
    return {one.path: one.text if isinstance(one, Report) else one.reason for one in found(name, data)}


@pytest.mark.parametrize("name", PACK)
def test_members_of_an_archive_are_read_under_their_paths(name: str) -> None:
    files = {
        "tin/một.txt": SAID.encode(), "b.docx": written.docx_file(SAID), "c.txt.gz": gzip.compress(SAID.encode()),
        "d.jsonl": written.jsonl([{"id": "r", "text": SAID}]), ".ẩn.txt": b"x", "__MACOSX/._b.docx": b"x", "~$b.docx": b"x",
        "trong.zip": written.zip_file({"e.txt": SAID}),
    }  # fmt: skip
    assert reasons(name, PACK[name](files)) == {
        f"{name}/{inner}": SAID for inner in ("tin/một.txt", "b.docx", "c.txt.gz", "d.jsonl#1", "trong.zip/e.txt")
    }


def test_an_unreadable_member_does_not_affect_the_others() -> None:
    files = {"a.pdf": b"%PDF-1.7 broken", "b.txt": SAID.encode(), "c.db": b"SQLite format 3\x00" + bytes(30)}
    broken, read, database = found("a.zip", written.zip_file(files))
    assert isinstance(broken, Failure) and broken.path == "a.zip/a.pdf"
    assert isinstance(read, Report) and read.id == "b"
    assert isinstance(database, Failure) and database.reason == "is a database"
    data = bytearray(written.zip_file({"a.txt": "x" * 50, "b.txt": SAID}))
    data[data.index(b"x" * 50)] = 0x79  # this breaks its checksum
    assert [type(one) for one in found("a.zip", bytes(data))] == [Failure, Report]


def test_links_and_paths_outside_the_archive_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("bí mật", encoding="utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, str(tmp_path / "secret.txt"))
        for name in ("../out.txt", "/root.txt", "a/../../up.txt", "C:/x.txt", "a/b/../c.txt"):
            archive.writestr(name, SAID)
    said = reasons("a.zip", out.getvalue())
    assert "bí mật" not in str(said)
    assert said.pop("a.zip/a/c.txt") == SAID
    assert said.pop("a.zip/link.txt") == "is a link, which is not followed"
    assert set(said.values()) == {"has a path that points outside the archive"} and len(said) == 4
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for kind, name in ((tarfile.SYMTYPE, "sym"), (tarfile.LNKTYPE, "hard"), (tarfile.CHRTYPE, "device")):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, str(tmp_path / "secret.txt")
            tar.addfile(member)
    said = reasons("a.tar", out.getvalue())
    assert "bí mật" not in str(said) and set(said) == {"a.tar/sym", "a.tar/hard", "a.tar/device"}


@pytest.mark.parametrize("name", PACK)
def test_bombs_are_bounded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser_types, "MEMBER_FREE_BYTES", 2**20)
    monkeypatch.setattr(parser_types, "MEMBER_RATIO", 0)
    found_of = found(name, PACK[name]({"a.txt": SAID.encode(), **{f"{at}.txt": bytes(2**19) for at in range(30)}}))
    assert any(isinstance(one, Failure) and "like a decompression bomb" in one.reason for one in found_of)


def test_a_bomb_costs_no_other_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "DOCUMENT_BYTES", 2**20)
    monkeypatch.setattr(parser_types, "MEMBER_FREE_BYTES", 2**21)
    monkeypatch.setattr(parser_types, "MEMBER_RATIO", 0)
    for bomb in ("a.bin", ".hidden"):  # neither is read, but a stream is unpacked to skip it
        packed = gzip.compress(written.tar_file({bomb: bytes(2**22)}))
        assert reasons(
            "z.zip", written.zip_file({"a.tar.gz": packed, "b.tar.gz": PACK["a.tar.gz"]({"b.txt": SAID.encode()})})
        ) == {
            "z.zip/a.tar.gz": "unpacks to far more than its size, like a decompression bomb",
            "z.zip/b.tar.gz/b.txt": SAID,
        }


def test_a_7z_archive_of_an_unknown_compression_is_said() -> None:
    (failure,) = found("a.7z", bytes.fromhex(BCJ2))
    assert isinstance(failure, Failure)
    assert (failure.reason, failure.remedy) == (
        "is compressed in an unsupported way", "unpack it and pass the files in it"
    )  # fmt: skip


def test_archives_in_archives_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    data = written.zip_file({"a.txt": SAID})
    for _ in range(parser_types.MEMBER_DEPTH + 2):
        data = written.zip_file({"z.zip": data})
    (deep,) = found("z.zip", data)
    assert isinstance(deep, Failure) and "nested more than 5 files deep" in deep.reason
    monkeypatch.setattr(parser_types, "MEMBERS", 10)
    inner = written.zip_file({f"{at}.txt": SAID for at in range(4)})
    many = found("z.zip", written.zip_file({f"{at}.zip": inner for at in range(4)}))
    assert sum(isinstance(one, Report) for one in many) < 9
    assert any(isinstance(one, Failure) and "contains more than 10 files" in one.reason for one in many)


@pytest.mark.parametrize("hides_names", [True, False])
def test_an_encrypted_archive_is_a_failure(hides_names: bool) -> None:
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password="mật khẩu", header_encryption=hides_names) as archive:  # noqa: S106
        archive.writestr(SAID, "a.txt")
    assert reasons("a.7z", out.getvalue()) == {"a.7z": "is encrypted"}


def test_members_of_one_name_are_distinguished() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.txt", "một")
        archive.writestr("a.txt", "hai")
    assert reasons("a.zip", out.getvalue()) == {"a.zip/a.txt": "một", "a.zip/a (2).txt": "hai"}
    unsaid = written.zip_file({"qđ.txt": SAID}).replace(b"\x00\x08", b"\x00\x00", 2)
    assert SAID in reasons("a.zip", unsaid).values()


def test_an_archive_is_built_and_forgotten_as_one_file(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "a.zip").write_bytes(written.zip_file({"a.txt": SAID, "b.txt": SAID, "c.bin": bytes(9)}))
    built = build([tmp_path / "r"], tmp_path / "s.sqlite")
    assert (built.reports, [one.path for one in built.failures]) == (2, [f"{tmp_path}/r/a.zip/c.bin"])
    again = build([tmp_path / "r"], tmp_path / "s.sqlite")
    assert (again.files_read, again.reports, len(again.failures)) == (0, 2, 1)
    (tmp_path / "r" / "a.zip").unlink()
    (tmp_path / "r" / "d.txt").write_text(SAID, encoding="utf-8")
    assert build([tmp_path / "r"], tmp_path / "s.sqlite", prune=True).reports == 1


def mail(**parts: object) -> bytes:
    import email.message

    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ông A <a@example.vn>", "b@example.vn", "Về Quy định"
    message["Date"] = "Tue, 05 Mar 2024 23:30:00 +0700"
    message.set_content("Kính gửi các đồng chí.\n")
    message.add_alternative("<p>Kính gửi <b>các đồng chí</b>.</p><img src='cid:1'>", subtype="html")
    message.add_attachment(SAID.encode(), maintype="application", subtype="octet-stream", filename="kế hoạch.txt")
    message.add_attachment(SAID.encode(), maintype="application", subtype="octet-stream", filename="kế hoạch.txt")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="l.png", cid="<1>")
    return message.as_bytes()


@pytest.mark.parametrize("name", ["t.eml", "t.txt", "t"])
def test_a_mail_gives_its_text_and_attachments(name: str) -> None:
    text, first, second = found(name, mail())
    assert isinstance(text, Report) and isinstance(first, Report) and isinstance(second, Report)
    assert (text.text, text.title, text.date) == ("Về Quy định\nKính gửi các đồng chí.", "Về Quy định", "2024-03-05")
    assert "example.vn" not in str(text)
    assert [one.path for one in (first, second)] == [f"{name}/kế hoạch.txt", f"{name}/kế hoạch (2).txt"]
    assert {first.text, second.text} == {SAID}


def test_a_mail_within_a_mail_is_read() -> None:
    import email
    import email.message
    import email.policy

    outer = email.message.EmailMessage()
    outer["From"], outer["Subject"], outer["MIME-Version"] = "a@example.vn", "Chuyển tiếp", "1.0"
    outer.set_content("Xem thư kèm theo.")
    outer.add_attachment(email.message_from_bytes(mail(), policy=email.policy.default))
    paths = [one.path for one in found("t.eml", outer.as_bytes())]
    assert paths == ["t.eml", "t.eml/mail.eml", "t.eml/mail.eml/kế hoạch.txt", "t.eml/mail.eml/kế hoạch (2).txt"]


def test_a_saved_web_archive_is_read_as_a_page() -> None:
    page = written.html_page().replace('charset="utf-8"', 'charset="x"')
    head = "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example.vn/1\nMIME-Version: 1.0\n"
    data = f'{head}Content-Type: multipart/related; type="text/html"; boundary="B"\n\n--B\nContent-Type: text/html\n\n{page}\n--B\n'
    data += "Content-Type: text/css\n\np {}\n--B--\n"
    (one,) = found("a.mhtml", data.encode())
    assert isinstance(one, Report)
    assert one.text.split() == written.TEXT.split()


def web_archive(*parts: tuple[str, str]) -> bytes:
    head = "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example.vn/1\nMIME-Version: 1.0\n"
    head += 'Content-Type: multipart/related; type="text/html"; boundary="B"\n\n'
    return (head + "".join(f"--B\nContent-Type: {kind}\n\n{text}\n" for kind, text in parts) + "--B--\n").encode()


def test_the_style_sheet_of_a_web_archive_tells_what_is_superscript() -> None:
    page = written.html_page(body=SAID).replace("37-QĐ", '37<span class="mu">2</span>-QĐ')
    (one,) = found("a.mhtml", web_archive(("text/html", page), ("text/css", ".mu { vertical-align: super; }")))
    assert isinstance(one, Report) and "37-QĐ/TW" in one.text


def test_the_frames_of_a_web_archive_are_read_or_told() -> None:
    framed = written.html_page(body=f"{SAID} và nhiều nội dung khác.")
    (one,) = found("a.mhtml", web_archive(("text/html", written.html_page()), ("text/html", framed)))
    assert isinstance(one, Report) and SAID not in one.text
    assert any("words outside the main text were ignored" in warning for warning in one.warnings)
    frames = "<html><frameset><frame src='cid:a'><frame src='cid:b'></frameset></html>"
    (one,) = found("a.mhtml", web_archive(("text/html", frames), ("text/html", framed)))
    assert isinstance(one, Report) and SAID in one.text


@pytest.mark.parametrize(
    "text", ["Từ: một nơi\nĐến: nơi khác\n", "Date: today\nSubject: a\n\nx", "Subject: a\nTo: b\nCc: c\n\nd"]
)
def test_a_text_that_begins_somewhat_like_a_mail_is_a_text(text: str) -> None:
    (one,) = found("a.txt", text.encode())
    assert isinstance(one, Report) and one.text == text


def test_a_reason_is_short_however_much_a_library_quotes() -> None:
    data = written.zip_file({"a.txt": SAID * 1000, "b.txt": SAID})
    long_name = data[:26] + b"\xff\x7f" + data[28:]  # the length of the first name, beside its file
    (path, reason), _ = reasons("a.zip", long_name).items()
    assert path == "a.zip/a.txt"
    assert reason.startswith("is damaged") and reason.endswith("…)") and len(reason) < 250


def mime(*parts: str, kind: str = "mixed", boundary: str = "B") -> str:
    inside = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{inside}--{boundary}--\n'


def plain(text: str) -> str:
    return f"Content-Type: text/plain; charset=utf-8\n\n{text}"


def page_part(text: str) -> str:
    return f"Content-Type: text/html; charset=utf-8\n\n<p>{text}</p>"


ATTACHED = f'Content-Type: application/octet-stream; name="kèm.txt"\nContent-Disposition: attachment\n\n{SAID}'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (mime(plain("Phần một."), ATTACHED, plain("Phần hai.")), "Phần một.\nPhần hai."),
        # As Apple's program writes a mail: the attachment stands between two pages, which are one form of the text.
        (
            mime(
                plain("Phần một. Phần hai."),
                mime(page_part("Phần một."), ATTACHED, page_part("Phần hai."), boundary="C"),
                kind="alternative",
            ),
            "Phần một. Phần hai.",
        ),
        (
            mime(mime(plain(" "), page_part("Phần một và hai."), kind="alternative", boundary="C"), ATTACHED),
            "Phần một và hai.",
        ),
        (
            mime(
                mime(
                    plain("Xem bản HTML."), page_part("Một hai ba bốn năm sáu bảy."), kind="alternative", boundary="C"
                ),
                ATTACHED,
            ),
            "Một hai ba bốn năm sáu bảy.",
        ),
    ],
)
def test_no_part_of_a_mail_is_lost(body: str, text: str) -> None:
    one, attached = found("a.eml", f"Subject: Tin\n{body}".encode())
    assert isinstance(one, Report) and [line for line in one.text.split("\n") if line.strip()] == [
        "Tin",
        *text.split("\n"),
    ]
    assert isinstance(attached, Report) and (attached.path, attached.text) == ("a.eml/kèm.txt", SAID)


def test_doubts_about_the_text_of_a_mail_are_told() -> None:
    body = "Content-Type: text/plain\n\nThùc hiÖn NghÞ quyÕt sè 35-NQ/TW ngµy 22/10/2018 cña Bé ChÝnh trÞ."
    (one,) = found("a.eml", b"Subject: Bao cao\n" + body.encode("latin-1"))
    assert isinstance(one, Report) and one.text.endswith("của Bộ Chính trị.")
    assert any("TCVN3" in warning for warning in one.warnings)


@pytest.mark.parametrize("before", ["\ufeff", "\r\n\r\n", "\ufeff\n"])
def test_a_mail_may_begin_with_a_byte_order_mark_or_blank_lines(before: str) -> None:
    (one,) = found("a.eml", f"{before}Subject: Tin\n{plain(SAID)}".encode())
    assert isinstance(one, Report) and (one.title, one.text) == ("Tin", f"Tin\n{SAID}")


def test_a_web_archive_that_word_calls_doc_is_read_as_a_page() -> None:
    data = f"MIME-Version: 1.0\n{mime(page_part(SAID), kind='related')}".encode()
    for name in ("a.doc", "a.mht", "a"):
        (one,) = found(name, data)
        assert isinstance(one, Report) and one.text == SAID


def test_each_mail_of_a_mailbox_is_read() -> None:
    first = f"From a@example.vn Tue Mar  5 23:30:00 2024\nSubject: Một\n{plain(SAID)}\n>From đây trở đi\n\n"
    second = f"From - Wed Mar 06 08:00:00 +0700 2024\nSubject: Hai\n{mime(plain('Phần hai.'), ATTACHED)}\n"
    for end in ("\n", "\r\n"):
        one, two, attached = found("a.mbox", (first + second).replace("\n", end).encode())
        assert isinstance(one, Report) and isinstance(two, Report) and isinstance(attached, Report)
        assert (one.path, one.title, one.text.rstrip().split("\n")[-1]) == ("a.mbox/1.eml", "Một", "From đây trở đi")
        assert (two.path, two.title, attached.path) == ("a.mbox/2.eml", "Hai", "a.mbox/2.eml/kèm.txt")
    (text,) = found("a.txt", b"From here on 10:20 in 2024\nwe write.")
    assert isinstance(text, Report)


def test_an_invitation_says_its_summary_and_its_description() -> None:
    calendar = (
        f"BEGIN:VEVENT\nSUMMARY:{SAID}\nLOCATION;LANGUAGE=vi:Hội trường\nDESCRIPTION:Thành phần\\, thời gian:\\n"
        "toàn thể đảng\n viên\nORGANIZER:mailto:a@b.vn\nEND:VEVENT\n"
    )
    (one,) = found("a.eml", f"Subject: Tin\n{HEADER}Content-Type: text/calendar; charset=utf-8\n\n{calendar}".encode())
    assert isinstance(one, Report)
    assert one.text.split("\n") == ["Tin", SAID, "Hội trường", "Thành phần, thời gian:", "toàn thể đảngviên"]


def test_a_mail_in_utf_7_is_decoded() -> None:
    data = f"Subject: Tin\n{HEADER}Content-Type: text/plain; charset=utf-7\n\n".encode() + SAID.encode("utf-7")
    (one,) = found("a.eml", data)
    assert isinstance(one, Report) and one.text == f"Tin\n{SAID}"


def test_a_day_that_its_month_has_not_is_no_date_of_a_page() -> None:
    head = '<meta property="article:published_time" content="2024-02-31T10:00:00+07:00"><title>Tin</title>'
    (one,) = found("a.html", f"<!doctype html><html><head>{head}</head><body><p>{SAID * 5}</p></body></html>".encode())
    assert isinstance(one, Report)
    assert one.date is None
    assert "date '2024-02-31' was not understood and was ignored" in one.warnings
