"""The map of modules in architecture.md: each module with the first sentence of its documentation.

python tests/docs/modules.py    # write the map as the modules are now
"""

from __future__ import annotations

import ast
import re
import unicodedata
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "citegraph"
PAGE = PACKAGE / "docs" / "architecture.md"
HEADING = "## All modules\n"


def modules() -> list[str]:
    """The modules below the packages: "read/pdf.py"."""
    found = (path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
    return sorted(path.as_posix() for path in found if len(path.parts) > 1 and path.stem != "__init__")


def listed(page: str) -> list[str]:
    """The modules that the map has, in its order."""
    return re.findall(r"^\| `(\w+/[\w/]+\.py)` \|", page.partition(HEADING)[2], re.MULTILINE)


def sentence(module: str) -> str:
    """The first sentence of its documentation, as a cell of a table."""
    text = ast.get_docstring(ast.parse((PACKAGE / module).read_text("utf-8"))) or ""
    first = re.split(r"(?<=[^.]\.)\s+(?=[A-Z])|\n\n", text)[0]
    return unicodedata.normalize("NFC", " ".join(first.split())).removesuffix(".").replace("|", "\\|")


def mapped(page: str) -> str:
    """The page with the map as the modules are now."""
    before, _, _ = page.partition(HEADING)
    rows = "\n".join(f"| `{module}` | {sentence(module)} |" for module in modules())
    return f"{before}{HEADING}\n| module | what it is for |\n|---|---|\n{rows}\n"


if __name__ == "__main__":
    PAGE.write_text(mapped(PAGE.read_text("utf-8")), "utf-8")
