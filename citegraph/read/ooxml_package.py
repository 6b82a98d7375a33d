"""Open the parts of an Office Open XML file, as leniently as Office does.

A part is found by the relationships of another. Relationships to missing parts are ignored, names are compared without
case, and backslashes may separate their components.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from citegraph.errors import ReadError, first_line
from citegraph.i18n import message

UNPACKED_BYTES = 256 * 1024 * 1024
"""The most bytes that the parts of a file may unpack to."""
MAX_PARTS = 10_000
EMBEDDED = ("package", "oleObject")
"""The types of relationships to embedded files of other programs."""

_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_OFFICE = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/", "urn:schemas-microsoft-com:")
_TYPES = "[content_types].xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship to another part.

    `kind` is the last word of its type, such as "header"; `target` is the name of the other part.
    """

    id: str
    kind: str
    target: str


class Package:
    """The parts of a file by their names, such as "word/document.xml"."""

    def __init__(self, names: list[str], read: Callable[[str], bytes]) -> None:
        """Create a package from the `names` of its parts and a function to `read` one."""
        self._names = {normalize_part_name(name): name for name in reversed(names)}
        self._read = read

    @property
    def part_names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._names)

    def part_data(self, name: str) -> bytes | None:
        """Return the bytes of a part; None if there is no part of that name."""
        original = self._names.get(normalize_part_name(name))
        return None if original is None else self._read(original)

    def part_root(self, name: str) -> Any | None:
        """Return the root of a part; None if there is no part of that name. Raises if it is not XML."""
        data = self.part_data(name)
        return None if data is None else parse_xml(data)

    def relations_of(self, name: str = "") -> Iterator[Relation]:
        """Yield the relationships of a part, or of the file itself, to other parts. External links are left out."""
        folder, file_name = posixpath.split(normalize_part_name(name) if name else "")
        root = self.part_root(posixpath.join(folder, "_rels", f"{file_name}.rels"))
        for relationship in () if root is None else root.iter("{*}Relationship"):
            target = (relationship.get("Target") or "").partition("#")[0]
            if target and relationship.get("TargetMode") != "External":
                kind = (relationship.get("Type") or "").rpartition("/")[2]
                yield Relation(
                    relationship.get("Id") or "", kind, normalize_part_name(posixpath.join("/", folder, target))
                )

    def main_part(self, name: str) -> str | None:
        """Return the name of the main part.

        It is found by the relationships, by the list of content types, or else as a part with a name like `name`.
        """
        found = next((element.target for element in self.relations_of() if element.kind == "officeDocument"), None)
        if found in self._names:
            return found
        types = self.part_root(_TYPES)
        for element in () if types is None else types.iter("{*}Override"):
            if (
                "main+xml" in (element.get("ContentType") or "")
                and normalize_part_name(element.get("PartName") or "") in self._names
            ):
                return normalize_part_name(element.get("PartName"))
        stem, ending = posixpath.splitext(name)
        return next((folded for folded in self._names if folded.startswith(stem) and folded.endswith(ending)), None)


def open_package(data: bytes, path: str, program: str) -> Package:
    """Open a zip file as a package.

    Declared sizes are enough for the check, because Python never unpacks more.

    Args:
        data: The bytes of the file.
        path: The path of the file, for messages.
        program: The name of the program that can repair it.

    Raises:
        ReadError: The file is broken, encrypted, has too many parts or unpacks to too many bytes.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        what = message("file.broken_document", program=program, why=first_line(error))
        raise ReadError(path, what, message("do.repair_in", program=program)) from error
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise ReadError(path, message("file.too_many_members", most=MAX_PARTS), message("do.split"))
    if sum(part.file_size for part in parts) > UNPACKED_BYTES:
        what = message("file.unpacks_too_long", mb=UNPACKED_BYTES // 2**20)
        raise ReadError(path, what, message("do.save_without_pictures"))
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError(path, message("file.encrypted"), message("do.remove_password"))
    return Package([part.filename for part in parts], archive.read)


def parse_xml(data: bytes) -> Any:
    """Return the root of an XML document, without resolving entities or fetching anything.

    A content that needs an extension which Office does not know is replaced by its fallback, as Office does.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(data, parser)
    for alternatives in root.iter(f"{{{_COMPATIBILITY}}}AlternateContent"):
        choices = [child for child in alternatives if child.tag == f"{{{_COMPATIBILITY}}}Choice"]
        if not any(map(_are_extensions_known, choices)):
            for choice in choices:
                alternatives.remove(choice)
            for fallback in alternatives:
                fallback.tag = f"{{{_COMPATIBILITY}}}Choice"
    return root


def _are_extensions_known(choice: Any) -> bool:
    """Whether Office knows all extensions that a content needs; a prefix that is not declared is taken for one."""
    spaces = (choice.nsmap.get(prefix, _OFFICE[0]) for prefix in (choice.get("Requires") or "").split())
    return all(space.startswith(_OFFICE) for space in spaces)


def normalize_part_name(name: str) -> str:
    """Return the name of a part as `Package.names` has it: in lower case, without a leading slash."""
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").lower()
