"""Parse presentations (.pptx) slide by slide, each followed by its speaker notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from citegraph.errors import ReadError
from citegraph.read import ooxml_package, single_report, table_rows
from citegraph.read.ooxml_package import Package
from citegraph.read.parser_types import Content, Draft, Format
from citegraph.read.superscripts import raised

_ENDINGS = (".pptx", ".pptm", ".potx", ".ppsx")
_MAIN = "ppt/presentation.xml"
_SKIPPED = ("Fallback", "bodyPr", "lstStyle", "pPr", "rPr")
_PRINTED = ("sldNum", "dt", "hdr", "ftr")  # what stands on every slide alike


def parse(content: Content) -> Iterator[Draft]:
    """One report; ReadError for a broken file, and for one that unpacks beyond all measure."""
    parts = ooxml_package.opened(content.data(), content.path, "PowerPoint")
    main = parts.main(_MAIN)
    root = parts.xml(main or "")
    if root is None or main is None:
        raise ReadError(content.path, "is no PowerPoint document, though it is called one", "check what file this is")
    targets = {each.id: each.target for each in parts.related(main)}
    ids = [
        next((value for key, value in each.attrib.items() if key.endswith("}id")), "") for each in root.iter("{*}sldId")
    ]
    shown: list[str] = []
    hidden: list[str] = []
    warnings: list[str] = []
    embedded = 0
    for name in (targets[id] for id in ids if id in targets):
        try:
            slide = parts.xml(name)
            if slide is not None:
                is_hidden = slide.get("show") in ("0", "false")
                (hidden if is_hidden else shown).extend(_slide(parts, name, slide))
                embedded += sum(each.kind in ooxml_package.EMBEDDED for each in parts.related(name))
        except MemoryError:
            raise
        except Exception:
            warnings.append(f"its part {name} is broken and left out")
    doubts = (*warnings, *single_report.embedded(embedded), *single_report.left_out(single_report.HIDDEN, hidden))
    yield single_report.report(content.path, shown, doubts)


def _slide(parts: Package, name: str, slide: Any) -> Iterator[str]:
    yield from lines(slide)
    for relation in parts.related(name):
        if relation.kind in ("notesSlide", "diagramData", "chart"):
            drawn = parts.xml(relation.target)
            yield from () if drawn is None else lines(drawn)


def lines(root: Any) -> Iterator[str]:
    """The lines of text below an element: a paragraph is one, and so is a row of a table.

    What is printed on each slide alike is left out.
    """
    for child in root:
        kind = _name(child)
        if kind in _SKIPPED or (kind == "sp" and _placeholder(child) in _PRINTED):
            continue
        if kind == "p":
            if (text := _text(child)).strip():
                yield text
        elif kind == "tbl":
            rows = (each for each in child if _name(each) == "tr")
            yield from table_rows.lines(["\n".join(lines(cell)) for cell in row if _name(cell) == "tc"] for row in rows)
        else:
            yield from lines(child)


def _text(paragraph: Any) -> str:
    said = ""
    for run in paragraph:
        if _name(run) == "br":
            said += "\n"
        letters = "".join(each.text or "" for each in run if _name(each) == "t")
        look = next((each for each in run if _name(each) == "rPr"), None)
        is_raised = look is not None and not (look.get("baseline") or "0").startswith(("0", "-"))
        said += raised(letters, said) if is_raised else letters
    return said


def _placeholder(shape: Any) -> str:
    return next((each.get("type") or "" for each in shape.iter("{*}ph")), "")


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


FORMAT = Format(
    name="PowerPoint",
    endings=_ENDINGS,
    claims=lambda head, ending: head.startswith(b"PK\x03\x04") and (ending in _ENDINGS or b"ppt/slides/" in head),
    parse=parse,
    risky=True,
    holds=lambda names: any(name.replace("\\", "/").lower().startswith("ppt/presentation") for name in names),
)
