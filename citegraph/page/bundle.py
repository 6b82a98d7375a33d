"""Bundle the files in assets/: style sheets, scripts and strings."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from graphlib import TopologicalSorter
from importlib import resources

from citegraph.i18n import reason
from citegraph.i18n.evidence import NAMES

LANGUAGES = ("vi", "en")
ENTRY = "main.js"
STYLES = ("base.css", "header.css", "graph.css", "filters.css", "panel.css", "sheets.css", "small.css", "print.css")
GUARD = "guard.js"  # stands apart, so that it reports even a script that does not parse

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)


def read(name: str) -> str:
    """The text of one asset, with line ends as a browser reads them."""
    return (resources.files("citegraph.page") / "assets" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def style() -> str:
    """The style of the page: one file a part of it, then what small screens and paper change."""
    return "".join(map(read, STYLES))


@cache
def guard() -> str:
    """The script that tells the reader when another fails."""
    return read(GUARD)


@cache
def modules() -> dict[str, str]:
    """Names and sources of the modules that `main.js` reaches through its imports, each after those it needs."""
    sources: dict[str, str] = {}
    needs: dict[str, list[str]] = {}
    waiting = [ENTRY]
    while waiting:
        name = waiting.pop()
        if name not in sources:
            sources[name] = read(name)
            needs[name] = sorted(needed for _, needed in _IMPORT.findall(sources[name]))
            waiting.extend(needs[name])
    order = TopologicalSorter({name: needs[name] for name in sorted(needs)}).static_order()
    return {name: sources[name] for name in order}


@cache
def script() -> str:
    """The modules of the page as one script.

    An inline module can import nothing, so each file becomes a function called at once, in the order of the imports,
    that returns what the file exports. Only `import { a, b } from "./file.js";` and exported declarations are known.
    """
    body = "".join(module(name, source) for name, source in modules().items())
    return f'"use strict";\n(() => {{\n{body}}})();\n'


def module(name: str, source: str) -> str:
    """One file as a function that returns its exports."""
    exports = ", ".join(_EXPORT.findall(source))
    body = _IMPORT.sub(lambda found: f"const {{{found[1].replace(' as ', ': ')}}} = {_variable(found[2])};\n", source)
    body = _EXPORT.sub("", body)
    return f"const {_variable(name)} = (() => {{\n{body}return {{ {exports} }};\n}})();\n"


def _variable(name: str) -> str:
    return "$" + name.removesuffix(".js").replace("-", "_")


@cache
def vis() -> str:
    """The drawing library, from the files that pyvis brings along."""
    lib = resources.files("pyvis") / "templates" / "lib"
    # The newest that pyvis bundles: folders are named vis-<version>.
    newest = max(
        (folder for folder in lib.iterdir() if folder.name.startswith("vis-")),
        key=lambda folder: [int(part) for part in folder.name.removeprefix("vis-").split(".")],
    )
    text = (newest / "vis-network.min.js").read_text(encoding="utf-8").replace("\r\n", "\n")
    return re.sub(r"\n//# sourceMappingURL=.*\s*$", "\n", text)


@cache
def strings() -> dict[str, dict[str, str]]:
    """What the page says, by language and key; names of reasons among it, each "reason-" and the name in data."""
    return {
        lang: json.loads(read(f"strings.{lang}.json")) | {f"reason-{name}": reason(lang, name, "")[0] for name in NAMES}
        for lang in LANGUAGES
    }


def digest(text: str) -> str:
    """The source expression by which a content security policy admits an inline style or script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
