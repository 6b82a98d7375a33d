"""Open the parts of an Office Open XML file, as leniently as Office does.

A part is found by the relationships of another. What these say is taken as far as it goes: one that leads nowhere is
passed over, names are compared without capitals, and their parts may be separated by backslashes.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from citegraph.errors import ReadError

UNPACKED_BYTES = 256 * 1024 * 1024
"""What the parts of a file may come to, in bytes."""
MAX_PARTS = 10_000
EMBEDDED = ("package", "oleObject")
"""The relationships that lead to files of other programs in a document."""

_TYPES = "[content_types].xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """How one part leads to another: the last word of its type, such as "header", and the name of the other."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of a file by their names, "word/document.xml"."""

    def __init__(self, names: list[str], read: Callable[[str], bytes]) -> None:
        """`names` as the file spells them; `read` gives the bytes of one."""
        self._names = {_plain(name): name for name in reversed(names)}
        self._read = read

    @property
    def names(self) -> list[str]:
        """The names of all parts, in small letters."""
        return list(self._names)

    def data(self, name: str) -> bytes | None:
        """The bytes of a part; None where there is none of that name."""
        own = self._names.get(_plain(name))
        return None if own is None else self._read(own)

    def xml(self, name: str) -> Any | None:
        """The root of a part; None where there is none of that name. Raises where it is no XML."""
        data = self.data(name)
        return None if data is None else parsed(data)

    def related(self, name: str = "") -> Iterator[Relation]:
        """Where a part leads, or the file itself; outside of the file, and to places in a part, leads nothing."""
        folder, own = posixpath.split(_plain(name) if name else "")
        root = self.xml(posixpath.join(folder, "_rels", f"{own}.rels"))
        for each in () if root is None else root.iter("{*}Relationship"):
            target = (each.get("Target") or "").partition("#")[0]
            if target and each.get("TargetMode") != "External":
                kind = (each.get("Type") or "").rpartition("/")[2]
                yield Relation(each.get("Id") or "", kind, _plain(posixpath.join("/", folder, target)))

    def main(self, name: str) -> str | None:
        """The part that all else belongs to: as the relationships say, the list of types, or the usual `name`."""
        found = next((each.target for each in self.related() if each.kind == "officeDocument"), None)
        if found in self._names:
            return found
        types = self.xml(_TYPES)
        for each in () if types is None else types.iter("{*}Override"):
            if "main+xml" in (each.get("ContentType") or "") and _plain(each.get("PartName") or "") in self._names:
                return _plain(each.get("PartName"))
        stem, ending = posixpath.splitext(name)
        return next((own for own in self._names if own.startswith(stem) and own.endswith(ending)), None)


def opened(data: bytes, path: str, program: str) -> Package:
    """The parts of a zip file; ReadError for one that is broken, encrypted or a bomb.

    Sizes may lie; Python unpacks no further. `program` names the one that may repair it.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        remedy = f"fetch it again, or let {program} repair it"
        raise ReadError(path, f"is a broken {program} document ({error})", remedy) from error
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > UNPACKED_BYTES or len(parts) > MAX_PARTS:
        raise ReadError(path, f"unpacks to more than {UNPACKED_BYTES // 2**20} MB", "save it without its pictures")
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError(path, "is encrypted", "save it without a password")
    return Package([part.filename for part in parts], archive.read)


def parsed(data: bytes) -> Any:
    """The root of XML, of which no entity is put in and nothing fetched."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(data, parser)


def _plain(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").lower()
