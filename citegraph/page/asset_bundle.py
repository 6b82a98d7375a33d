"""Bundle the files in assets/: style sheets, scripts and strings."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from graphlib import TopologicalSorter
from importlib import resources

from citegraph.i18n.catalog import evidence

LANGUAGES = ("vi", "en")
ENTRY = "main.js"
STYLES = ("base.css", "header.css", "graph.css", "filters.css", "panel.css", "sheets.css", "small.css", "print.css")
REASON = "evidence."
GUARD = "guard.js"  # a separate script, so that it reports even syntax errors in the other one

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_COMMENT = re.compile(r"^ *(?://.*|/\*\*[\s\S]*?\*/)\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)


def read_asset(name: str) -> str:
    """Return the text of an asset, with newlines as a browser reads them."""
    return (resources.files("citegraph.page") / "assets" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def style_sheet() -> str:
    """Return the style sheet of the page: one file per part, then the rules for small screens and print."""
    return "".join(map(read_asset, STYLES))


@cache
def error_script() -> str:
    """Return the script that shows an error if another script fails."""
    return read_asset(GUARD)


@cache
def imported_modules() -> dict[str, str]:
    """Return the modules that `main.js` imports, directly or indirectly: source by name, dependencies first."""
    sources: dict[str, str] = {}
    needs: dict[str, list[str]] = {}
    waiting = [ENTRY]
    while waiting:
        name = waiting.pop()
        if name not in sources:
            sources[name] = read_asset(name)
            needs[name] = sorted(needed for _, needed in _IMPORT.findall(sources[name]))
            waiting.extend(needs[name])
    order = TopologicalSorter({name: needs[name] for name in sorted(needs)}).static_order()
    return {name: sources[name] for name in order}


@cache
def script() -> str:
    """Return the modules of the page as one script.

    An inline module cannot import anything. So each file becomes a function that returns its exports; the functions are
    called in the order of the imports. Only `import { a, b } from "./file.js";` and exported declarations are
    supported.
    """
    body = "".join(wrap_module(name, source) for name, source in imported_modules().items())
    return f'"use strict";\n(() => {{\n{body}}})();\n'


def wrap_module(name: str, source: str) -> str:
    """Return a file as a function that returns its exports, without whole-line comments."""
    exports = ", ".join(_EXPORT.findall(source))
    body = _IMPORT.sub(
        lambda found: f"const {{{found[1].replace(' as ', ': ')}}} = {_module_variable(found[2])};\n", source
    )
    body = _COMMENT.sub("", _EXPORT.sub("", body))
    return f"const {_module_variable(name)} = (() => {{\n{body}return {{ {exports} }};\n}})();\n"


def _module_variable(name: str) -> str:
    return "$" + name.removesuffix(".js").replace("-", "_")


@cache
def texts_by_language() -> dict[str, dict[str, str]]:
    """Return the texts of the page by language and key.

    The keys for names of evidence are "reason-" and the name.
    """
    names = [(id.removeprefix(REASON), told) for id, told in evidence.MESSAGES.items() if id.startswith(REASON)]
    return {
        lang: json.loads(read_asset(f"strings.{lang}.json"))
        | {f"reason-{name}": told[lang == "vi"] for name, told in names}
        for lang in LANGUAGES
    }


def csp_hash(text: str) -> str:
    """Return the source expression that allows an inline style or script in a content security policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
