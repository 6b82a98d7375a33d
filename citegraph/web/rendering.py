"""Render pages: the templates, the reader's language and theme, and links that restore a view."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Any
from urllib.parse import quote_plus

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from citegraph import i18n
from citegraph.i18n import LANGUAGES, translated
from citegraph.page import bundle
from citegraph.positions import Position
from citegraph.web.kind_colors import color_rules

THEMES = ("light", "dark")
NAVIGATION = (
    ("/documents", "web.documents"),
    ("/reports", "web.reports"),
    ("/explore", "web.graph"),
    ("/findings", "web.findings"),
    ("/review", "web.review"),
    ("/check", "web.check"),
    ("/bring", "web.bring"),
)
"""The sections of the application, with the ids of their names."""

YEAR_SECONDS = 365 * 24 * 3600
_CHOICES = {"lang": LANGUAGES, "theme": THEMES}
_PLACES = frozenset({"after", "document", "lang", "theme"})
_DARK = re.compile(r':root\[data-theme="dark"\] \{\n(.*?)\n\}\n', re.DOTALL)


@cache
def template_environment() -> Environment:
    """Return the templates."""
    return Environment(
        loader=PackageLoader("citegraph.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def asset(name: str) -> str:
    """Return the text of a file in assets."""
    return (resources.files("citegraph.web") / "assets" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def style_sheet() -> str:
    """Return the style sheet: the colors and controls of the graph page, then what pages of text need."""
    base = bundle.read("base.css")
    dark = _DARK.search(base)
    follows = f"@media (prefers-color-scheme: dark) {{\n:root:not([data-theme]) {{\n{dark[1]}\n}}\n}}\n" if dark else ""
    return base + follows + asset("web.css") + color_rules()


def chosen_setting(request: Request, name: str) -> str | None:
    """Return the language or theme that a reader chose: in this address, or before."""
    given = request.query_params.get(name) or request.cookies.get(name)
    return given if given in _CHOICES[name] else None


def language(request: Request) -> str:
    """Return the reader's language: as chosen, as the browser says, else that of the command."""
    if (told := chosen_setting(request, "lang")) is not None:
        return told
    for part in request.headers.get("accept-language", "").split(","):
        if (name := part.strip().split("-")[0].split(";")[0].lower()) in LANGUAGES:
            return name
    return str(request.app.state.settings.lang)


def render_page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """Return a page.

    Args:
        request: The request, whose address the links of the page are made from.
        template: The name of the template.
        status: The status code.
        **values: What the template shows.
    """
    lang = language(request)
    shown = (
        template_environment()
        .get_template(template)
        .render(
            **values,
            **_template_functions(request, lang),
            theme=chosen_setting(request, "theme"),
            settings=request.app.state.settings,
            secret=request.app.state.secret.value,
            path=request.url.path,
            nav=NAVIGATION,
        )
    )
    answer = HTMLResponse(shown.encode("utf-8", "replace"), status, headers={"Vary": "Accept-Language, Cookie"})
    for name, choices in _CHOICES.items():
        if (told := request.query_params.get(name, "")) in choices:
            answer.set_cookie(name, told, max_age=YEAR_SECONDS, samesite="strict", httponly=True, path="/")
    return answer


def _template_functions(request: Request, lang: str) -> dict[str, Any]:
    """Return the functions that templates use."""
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "token"]

    def say(id: str, /, **args: object) -> str:
        return i18n.say(lang, id, **args)

    def here(**changed: str | int | None) -> str:
        """The address of this view with other values."""
        kept = [(name, value) for name, value in query if name not in changed]
        return address_with_query(request.url.path, *kept, **changed)

    return {
        "lang": lang,
        "say": say,
        "request_all": dict(query),
        "request_values": {name: value for name, value in query if value and name not in _PLACES},
        "here": here,
        "link": address_with_query,
        "day": lambda value: i18n.date(lang, translated(lang, value)) if value else "",
        "number": lambda value: i18n.number(lang, value),
        "told": lambda value: translated(lang, value),
        "named": lambda column, value: i18n.value(lang, column, value),
        "column": lambda name: i18n.column(lang, name),
        "percent": lambda value: f"{round(100 * value)}%",
        "quoted": marked_quote,
        "place": lambda value: position(lang, value),
    }


def address_with_query(path: str, *pairs: tuple[str, str], **values: str | int | None) -> str:
    """Return an address with a query; values that are None or empty are left out.

    >>> address_with_query("/document", id="35-NQ/TW@XII", depth=None)
    '/document?id=35-NQ%2FTW%40XII'
    """
    query = [*pairs, *((name, str(value)) for name, value in values.items() if value not in (None, ""))]
    return f"{path}?{'&'.join(f'{_quoted(name)}={_quoted(value)}' for name, value in query)}" if query else path


@lru_cache(10_000)
def _quoted(value: str) -> str:
    return quote_plus(value.encode("utf-8", "replace"))


def position(lang: str, written: str | None) -> str:
    """Return a position as a reader of the language has it; "" for none."""
    if not written:
        return ""
    try:
        return Position.parse(written).text(lang)
    except ValueError:
        return ""


def marked_quote(quote: str, surface: str, at: int) -> Markup:
    """Return a quote with its mention marked."""
    before, after = quote[:at], quote[at + len(surface) :]
    return Markup("{}<mark>{}</mark>{}").format(before, surface, after) if surface else Markup("{}").format(quote)
