"""Read the files in an archive as those in a folder. Hidden files and links are skipped.

Nothing is written to disk, so no member can be extracted outside the archive. A member with such a name becomes a
Failure and is not read.
"""

from __future__ import annotations

import io
import posixpath
import stat
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress

from citegraph.errors import ReadError, first_line
from citegraph.i18n import Message, message
from citegraph.model import Failure
from citegraph.read import container_names, glob_patterns
from citegraph.read.optional_libraries import import_optional
from citegraph.read.parser_types import DOCUMENT_BYTES, Content, FileFormat, Member

_TAR = (".tar", ".tgz")
_SEVEN = b"7z\xbc\xaf\x27\x1c"
_MACOS_FOLDER = "__macosx/"  # metadata that the archiver of macOS adds
_BROKEN = message("do.repair")
_LINK = (message("member.link"), message("do.add_file_itself"))
_LOCKED = (message("file.encrypted"), message("do.remove_password"))


def parse_zip(content: Content) -> Iterator[Member | Failure]:
    """Yield the files in a zip archive. A broken member becomes a Failure; the others are still read.

    Raises:
        ReadError: The archive is broken, or unpacks to more than its allowance.
    """
    try:
        archive = zipfile.ZipFile(content.stream)
    except zipfile.BadZipFile as error:
        raise ReadError(content.path, message("file.broken_archive", why=first_line(error)), _BROKEN) from error
    name_counts: dict[str, int] = {}
    for part in archive.infolist():
        name = _member_name(part)
        if part.is_dir() or _is_hidden(name):
            continue
        is_link, is_locked = stat.S_ISLNK(part.external_attr >> 16), bool(part.flag_bits & 1)
        fault = _refusal_reason_and_remedy(name, part.file_size, is_link=is_link, is_locked=is_locked)
        if fault:
            yield Failure(f"{content.path}/{name}", *fault)
            continue
        content.allowance.count_member(
            content.path, part.file_size
        )  # zipfile never unpacks more than this declared size
        try:
            data = archive.read(part)
        except MemoryError:
            raise
        except Exception as error:  # each compression raises its own errors
            yield Failure(f"{content.path}/{name}", message("file.broken", why=first_line(error)), _BROKEN)
            continue
        yield Member(_unique_name(name, name_counts), data)


def parse_tar(content: Content) -> Iterator[Member | Failure]:
    """Yield the files in a tar archive, up to the point where it is cut off.

    Raises:
        ReadError: The archive is broken, or unpacks to more than its allowance.
    """
    name_counts: dict[str, int] = {}
    try:
        with tarfile.open(fileobj=content.stream, mode="r|") as archive:
            for part in archive:
                if part.isdir():
                    continue
                fault = _refusal_reason_and_remedy(part.name, part.size, is_link=part.issym() or part.islnk())
                if _is_hidden(part.name) or fault or not part.isfile():
                    content.allowance.count_unpacked(content.path, part.size)  # to skip it, its bytes are unpacked
                    if _is_hidden(part.name):
                        continue
                    yield Failure(
                        f"{content.path}/{part.name}", *(fault or (message("member.no_file"), message("do.skip")))
                    )
                    continue
                content.allowance.count_member(content.path, part.size)
                stream = archive.extractfile(part)
                yield Member(_unique_name(part.name, name_counts), stream.read() if stream else b"")
    except tarfile.TarError as error:
        raise ReadError(content.path, message("file.broken_archive", why=first_line(error)), _BROKEN) from error


def parse_seven(content: Content) -> Iterator[Member | Failure]:
    """Yield the files in a 7z archive.

    Raises:
        ReadError: The archive is broken or encrypted, unpacks to more than its allowance, or py7zr is not installed.
    """
    py7zr = import_optional("py7zr", content.path)
    from py7zr.io import BytesIOFactory

    data = content.data()
    try:
        with py7zr.SevenZipFile(io.BytesIO(data)) as archive:
            if archive.needs_password():
                raise ReadError(content.path, *_LOCKED)
            names = []
            for part in archive.list():
                if part.is_directory or _is_hidden(part.filename):
                    continue
                if fault := _refusal_reason_and_remedy(part.filename, part.uncompressed, is_link=bool(part.is_symlink)):
                    yield Failure(f"{content.path}/{part.filename}", *fault)
                    continue
                content.allowance.count_member(content.path, part.uncompressed)
                names.append(part.filename)
            contents = BytesIOFactory(DOCUMENT_BYTES)
            archive.extract(targets=names, factory=contents)
    except (ReadError, MemoryError):
        raise
    except py7zr.exceptions.UnsupportedCompressionMethodError as error:
        raise ReadError(content.path, message("file.unknown_compression"), message("do.unpack")) from error
    except py7zr.exceptions.PasswordRequired as error:
        raise ReadError(content.path, *_LOCKED) from error
    except Exception as error:  # py7zr raises many kinds of errors
        raise ReadError(content.path, message("file.broken_archive", why=type(error).__name__), _BROKEN) from error
    for name in names:
        if name in contents.products:
            product = contents.products.pop(name)
            product.seek(0)
            yield Member(name, product.read())


def _member_name(part: zipfile.ZipInfo) -> str:
    """Return the name of a zip member. Some programs write UTF-8 names without setting the UTF-8 flag."""
    name = part.filename
    if not part.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _is_hidden(name: str) -> bool:
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    return (
        not parts
        or name.lower().startswith(_MACOS_FOLDER)
        or any(part.startswith(glob_patterns.HIDDEN) for part in parts)
    )


def _refusal_reason_and_remedy(
    name: str, size: int, *, is_link: bool, is_locked: bool = False
) -> tuple[Message, Message] | None:
    """Return why a file is not read, and the remedy; None for a file that can be read."""
    if is_link:
        return _LINK
    if name.startswith("/") or posixpath.normpath(name).startswith("..") or name[1:2] == ":":
        return message("member.outside"), message("do.unpack_if_trusted")
    if size > DOCUMENT_BYTES:
        return message("file.too_long", mb=DOCUMENT_BYTES // 2**20), message("do.split")
    return _LOCKED if is_locked else None


def _unique_name(name: str, name_counts: dict[str, int]) -> str:
    """Return a name that no earlier member has, so that all members with the same name are read."""
    name = posixpath.normpath(name)
    name_counts[name] = name_counts.get(name, 0) + 1
    if name_counts[name] == 1:
        return name
    stem, ending = posixpath.splitext(name)
    return f"{stem} ({name_counts[name]}){ending}"


def _is_tar(head: bytes, ending: str) -> bool:
    return head[257:262] == b"ustar" or (ending in _TAR and len(head) > 512 and b"\0" in head[:512])


ZIP = FileFormat(
    name="archive",
    endings=(".zip",),
    recognizes=lambda head, ending: head.startswith(container_names.ZIP),
    parse=parse_zip,
    risky=True,
    recognizes_container=lambda names: (
        True
    ),  # the last format in the table accepts every zip file that no other format accepts
)
TAR = FileFormat(name="tar", endings=_TAR, recognizes=_is_tar, parse=parse_tar, compressible=True, risky=True)
SEVEN = FileFormat(
    name="7z archive",
    endings=(".7z",),
    recognizes=lambda head, ending: head.startswith(_SEVEN),
    parse=parse_seven,
    risky=True,
)
