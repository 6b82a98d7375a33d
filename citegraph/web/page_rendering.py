"""Render pages: the templates, the reader's language and theme, and links that restore a view."""

# ruff: noqa: S704 - texts are escaped one by one

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from typing import Any
from urllib.parse import quote_plus

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from citegraph import i18n
from citegraph.i18n import LANGUAGES, translated
from citegraph.model import Document, ReportInfo
from citegraph.page import asset_bundle
from citegraph.positions import Position
from citegraph.records import load
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
def template_environment(lang: str) -> Environment:
    """Return the templates for readers of a language.

    What a filter makes of a constant, such as the words of a heading, is put in when a template is loaded.
    """
    made = Environment(
        loader=PackageLoader("citegraph.web", "templates"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "say": lambda id, **args: i18n.say(lang, id, **args),
        "day": lambda value: i18n.format_date(lang, translated(lang, value)) if value else "",
        "number": lambda value: i18n.format_number(lang, value),
        "told": lambda value: translated(lang, value),
        "named": lambda name, column: i18n.value_name(lang, column, name),
        "column": lambda name: i18n.column_heading(lang, name),
        "percent": lambda value: f"{round(100 * value)}%",
        "place": lambda value: localized_position(lang, value),
        "link": address_with_query,
        "document_link": document_link,
        "document_name": document_name,
        "report_link": report_link,
        "facts": joined_facts,
        "options": lambda values: option_elements(tuple(values)),
        "quoted": marked_quote,
    }
    return made


@cache
def read_asset(name: str) -> str:
    """Return the text of a file in assets."""
    return (resources.files("citegraph.web") / "assets" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def style_sheet() -> str:
    """Return the style sheet: the colors and controls of the graph page, then what pages of text need."""
    base = asset_bundle.read_asset("base.css")
    dark = _DARK.search(base)
    follows = f"@media (prefers-color-scheme: dark) {{\n:root:not([data-theme]) {{\n{dark[1]}\n}}\n}}\n" if dark else ""
    return base + follows + read_asset("web.css") + color_rules()


def chosen_setting(request: Request, name: str) -> str | None:
    """Return the language or theme that a reader chose, in this address or earlier."""
    given = request.query_params.get(name) or request.cookies.get(name)
    return given if given in _CHOICES[name] else None


def language(request: Request) -> str:
    """Return the reader's language: the chosen one, else that of the browser, else that of the command."""
    if (told := chosen_setting(request, "lang")) is not None:
        return told
    for part in request.headers.get("accept-language", "").split(","):
        if (name := part.strip().split("-")[0].split(";")[0].lower()) in LANGUAGES:
            return name
    return str(request.app.state.settings.lang)


def render_page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """Return a page.

    Args:
        request: The request, from whose address the links of the page are made.
        template: The name of the template.
        status: The status code.
        **values: The values for the template.
    """
    lang = language(request)
    shown = (
        template_environment(lang)
        .get_template(template)
        .render(
            **values,
            **_address_values(request),
            lang=lang,
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


def _address_values(request: Request) -> dict[str, Any]:
    """Return what templates know of the address of a view."""
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "token"]

    def address_with(**changed: str | int | None) -> str:
        """Return the address of this view with other values."""
        kept = [(name, value) for name, value in query if name not in changed]
        return address_with_query(request.url.path, *kept, **changed)

    return {
        "request_all": dict(query),
        "request_values": {name: value for name, value in query if value and name not in _PLACES},
        "here": address_with,
    }


def address_with_query(path: str, *pairs: tuple[str, str], **values: str | int | None) -> str:
    """Return an address with a query; values that are None or empty are left out.

    >>> address_with_query("/document", id="35-NQ/TW@XII", depth=None)
    '/document?id=35-NQ%2FTW%40XII'
    """
    query = [*pairs, *((name, str(value)) for name, value in values.items() if value not in (None, ""))]
    return (
        f"{path}?{'&'.join(f'{_quote_value(name)}={_quote_value(value)}' for name, value in query)}" if query else path
    )


@lru_cache(10_000)
def _quote_value(value: str) -> str:
    return quote_plus(value.encode("utf-8", "replace"))


def document_link(document: Document) -> Markup:
    """Return the name of a document as a link to its page."""
    return _link(address_with_query("/document", id=document.id), "", document.full_label)


def document_name(name: str, document: Document | None) -> str:
    """Return the name of a document: as a link to its page if the store has one, else as the known documents have it.

    Args:
        name: Its canonical id.
        document: The document as the store has it; None if it does not.
    """
    if document:
        return document_link(document)
    known = load().get(name)
    return known.full_label if known else name


def report_link(report: ReportInfo) -> Markup:
    """Return the title of a report as a link to its page."""
    return _link(address_with_query("/report", id=report.id), ' lang="vi"', report.title or report.id)


def _link(address: str, attributes: str, text: str) -> Markup:
    return Markup(f'<a href="{escape(address)}"{attributes}>{escape(text)}</a>')


def joined_facts(values: Iterable[str | None]) -> Markup:
    """Return what is known of something, side by side; what is not known is left out."""
    return Markup("".join(f"<span>{escape(value)}</span>" for value in values if value))


@lru_cache(64)
def option_elements(values: tuple[str, ...]) -> Markup:
    """Return the values that a field offers to choose from."""
    return Markup("".join(f'<option value="{escape(value)}"></option>' for value in values))


def localized_position(lang: str, written: str | None) -> str:
    """Return a position in the reader's language; "" for None."""
    if not written:
        return ""
    try:
        return Position.parse(written).text(lang)
    except ValueError:
        return ""


def marked_quote(quote: str, surface: str, at: int) -> Markup:
    """Return a quote with its mention marked."""
    before, after = quote[:at], quote[at + len(surface) :]
    return Markup(f"{escape(before)}<mark>{escape(surface)}</mark>{escape(after)}") if surface else escape(quote)
