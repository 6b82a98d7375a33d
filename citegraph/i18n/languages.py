"""The supported languages, and how each writes numbers and dates."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("vi", "en")

VARIABLE = "CITEGRAPH_LANG"
"""The environment variable that names the language, before the locale does."""


def reader_language(environment: Mapping[str, str]) -> str:
    """Return the language of a reader, given by `VARIABLE` or else by the locale in the environment; "en" if unknown.

    >>> [reader_language(one) for one in ({"LANG": "vi_VN.UTF-8"}, {"LC_ALL": "C", "LANG": "vi_VN.UTF-8"}, {})]
    ['vi', 'en', 'en']
    """
    names = (VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG")
    named = next((environment[name] for name in names if environment.get(name)), "")
    return "vi" if named.lower().split("_")[0].split(".")[0] == "vi" else "en"


def format_number(lang: str, value: float) -> str:
    """Return a number as the language writes it.

    >>> format_number("vi", 1234.5), format_number("en", 1234.5), format_number("vi", 2018)
    ('1.234,5', '1,234.5', '2.018')
    """
    text = f"{value:,}"
    return text.translate(_VIETNAMESE) if lang == "vi" else text


def format_date(lang: str, value: str) -> str:
    """Return a date as the language writes it: a day, a month or a year. Text that is not a date is unchanged.

    >>> [format_date("vi", value) for value in ("2018-10-22", "2018-10", "--10-22")], format_date("en", "2018-10-22")
    (['22/10/2018', '10/2018', '22/10'], '2018-10-22')
    """
    if lang != "vi" or not value.replace("-", "").isdigit():
        return value
    return "/".join(reversed(value.removeprefix("--").split("-")))


_VIETNAMESE = str.maketrans(",.", ".,")
