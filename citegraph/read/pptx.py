"""Parse presentations (.pptx) slide by slide, each followed by its speaker notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from citegraph.errors import ReadError
from citegraph.i18n import message
from citegraph.read import ooxml_package, single_report, table_to_text
from citegraph.read.ooxml_package import Package
from citegraph.read.parser_types import Content, FileFormat, ParsedReport
from citegraph.read.superscripts import superscript_meaning

_ENDINGS = (".pptx", ".pptm", ".potx", ".ppsx")
_MAIN = "ppt/presentation.xml"
_SKIPPED = ("Fallback", "bodyPr", "lstStyle", "pPr", "rPr")
_PRINTED = ("sldNum", "dt", "hdr", "ftr")  # texts that are repeated on every slide


def parse(content: Content) -> Iterator[ParsedReport]:
    """Yield the one report of a presentation.

    Raises:
        ReadError: The file is broken, has no text or unpacks to too many bytes.
    """
    parts = ooxml_package.open_package(content.data(), content.path, "PowerPoint")
    main = parts.main_part(_MAIN)
    root = parts.part_root(main or "")
    if root is None or main is None:
        raise ReadError(content.path, message("file.misnamed", program="PowerPoint"), message("do.check_type"))
    targets = {relation.id: relation.target for relation in parts.relations_of(main)}
    ids = [
        next((value for key, value in slide.attrib.items() if key.endswith("}id")), "")
        for slide in root.iter("{*}sldId")
    ]
    body = single_report.LocatedLines()
    hidden: list[str] = []
    warnings: list[str] = []
    embedded = 0
    for number, name in enumerate((targets[id] for id in ids if id in targets), 1):
        try:
            slide = parts.part_root(name)
            if slide is not None:
                text = list(_slide_lines(parts, name, slide))
                if slide.get("show") in ("0", "false"):
                    hidden += text
                else:
                    body.begin_section("slide", number)
                    body.add_lines(text)
                embedded += sum(relation.kind in ooxml_package.EMBEDDED for relation in parts.relations_of(name))
        except MemoryError:
            raise
        except Exception:
            warnings.append(message("doubt.part", part=name))
    all_warnings = (
        *warnings,
        *single_report.embedded_warning(embedded),
        *single_report.left_out_warning(single_report.HIDDEN, hidden),
    )
    yield single_report.report_of_lines(content.path, body, all_warnings)


def _slide_lines(parts: Package, name: str, slide: Any) -> Iterator[str]:
    yield from lines(slide)
    for relation in parts.relations_of(name):
        if relation.kind in ("notesSlide", "diagramData", "chart"):
            drawing = parts.part_root(relation.target)
            yield from () if drawing is None else lines(drawing)


def lines(root: Any) -> Iterator[str]:
    """Yield the lines of text below an element: each paragraph and each row of a table.

    Texts that are repeated on every slide are left out.
    """
    for child in root:
        kind = _local_name(child)
        if kind in _SKIPPED or (kind == "sp" and _placeholder_type(child) in _PRINTED):
            continue
        if kind == "p":
            if (text := _paragraph_text(child)).strip():
                yield text
        elif kind == "tbl":
            rows = (row for row in child if _local_name(row) == "tr")
            yield from table_to_text.row_lines(
                ["\n".join(lines(cell)) for cell in row if _local_name(cell) == "tc"] for row in rows
            )
        else:
            yield from lines(child)


def _paragraph_text(paragraph: Any) -> str:
    output = ""
    for run in paragraph:
        if _local_name(run) == "br":
            output += "\n"
        letters = "".join(child.text or "" for child in run if _local_name(child) == "t")
        style = next((child for child in run if _local_name(child) == "rPr"), None)
        is_raised = style is not None and not (style.get("baseline") or "0").startswith(("0", "-"))
        output += superscript_meaning(letters, output) if is_raised else letters
    return output


def _placeholder_type(shape: Any) -> str:
    return next((element.get("type") or "" for element in shape.iter("{*}ph")), "")


def _local_name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


FORMAT = FileFormat(
    name="PowerPoint",
    endings=_ENDINGS,
    recognizes=lambda head, ending: head.startswith(b"PK\x03\x04") and (ending in _ENDINGS or b"ppt/slides/" in head),
    parse=parse,
    risky=True,
    recognizes_container=lambda names: any(
        name.replace("\\", "/").lower().startswith("ppt/presentation") for name in names
    ),
)
