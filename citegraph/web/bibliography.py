"""Write documents for reference managers: as CSL-JSON, for Zotero and pandoc, and as BibTeX.

Both contain the title, number, issuer, date and address of a document, in the language of the document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from citegraph.ids import DocumentId
from citegraph.text import strip_diacritics

Row = Mapping[str, Any]

_SPECIAL = re.compile(r"[\\{}$&#%_^~]")
_ESCAPED = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


def csl(rows: Iterable[Row]) -> str:
    """Return documents as CSL-JSON.

    Args:
        rows: Documents as the JSON interface tells them.
    """
    return json.dumps([_csl_item(row) for row in rows], ensure_ascii=False, indent=1) + "\n"


def bibtex(rows: Iterable[Row]) -> str:
    """Return documents as BibTeX; `date` and `langid` are those of biblatex.

    Args:
        rows: Documents as the JSON interface tells them.

    >>> row = {"document": "35-NQ/TW@XII", "kind": "Nghị quyết", "number": "35", "title": "về công tác tư tưởng",
    ...        "label": "Nghị quyết 35-NQ/TW", "issuer": "Bộ Chính trị", "date": "2018-10-22", "url": None}
    >>> print(bibtex([row]))
    @misc{35-nq-tw-xii,
      title = {Nghị quyết 35-NQ/TW về công tác tư tưởng},
      author = {{Bộ Chính trị}},
      type = {Nghị quyết},
      number = {35-NQ/TW},
      date = {2018-10-22},
      year = {2018},
      langid = {vietnamese},
    }
    <BLANKLINE>
    """
    return "\n".join(map(_bibtex_entry, rows))


def _csl_item(row: Row) -> dict[str, Any]:
    values = {
        "id": row["document"],
        "type": "legislation",
        "title": _title(row),
        "title-short": row["label"],
        "genre": row["kind"],
        "number": _number(row),
        "author": [{"literal": row["issuer"]}] if row["issuer"] else None,
        "authority": row["issuer"],
        "issued": {"date-parts": [[int(part) for part in row["date"].split("-")]]} if row["date"] else None,
        "URL": row["url"],
        "language": "vi",
    }
    return {name: value for name, value in values.items() if value}


def _bibtex_entry(row: Row) -> str:
    date = row["date"] or ""
    values = {
        "title": _escape_bibtex(_title(row)),
        "author": f"{{{_escape_bibtex(row['issuer'])}}}" if row["issuer"] else "",
        "type": _escape_bibtex(row["kind"] or ""),
        "number": _escape_bibtex(_number(row)),
        "date": date,
        "year": date[:4],
        "url": re.sub(r"[{}\\\s]", "", row["url"] or ""),
        "langid": "vietnamese",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in values.items() if value)
    return f"@misc{{{_bibtex_key(row['document'])},\n{lines}}}\n"


def _title(row: Row) -> str:
    return f"{row['label']} {row['title']}" if row["title"] else str(row["label"])


def _number(row: Row) -> str:
    return DocumentId.parse(row["document"]).name if row["number"] else ""


def _bibtex_key(name: str) -> str:
    """Return a key that BibTeX accepts."""
    return re.sub(r"[^a-z0-9]+", "-", strip_diacritics(name)).strip("-") or "document"


def _escape_bibtex(text: str) -> str:
    return _SPECIAL.sub(lambda sign: _ESCAPED.get(sign[0], f"\\{sign[0]}"), text)
