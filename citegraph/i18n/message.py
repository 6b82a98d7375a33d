"""Messages: an id with arguments, which each language puts into words.

The code names a message by its id and never contains its sentence: `message("file.too_long", mb=512)`. The catalog
has the sentence in each language, with a placeholder for each argument.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from citegraph.i18n.catalog import CATALOG
from citegraph.i18n.languages import format_date, format_number

Value = str | int | float
"""What a message may hold: a name or a date as text, a number, another message."""


class Message(str):
    """A message of the catalog. As a text it is its English sentence, for logs and other programs."""

    __slots__ = ("args", "id")

    id: str
    args: Mapping[str, Value]

    def __new__(cls, id: str, args: Mapping[str, Value]) -> Message:
        """Return the message with this id. Raises KeyError if the catalog has none, or if an argument is missing."""
        made = super().__new__(cls, _fill_template("en", id, args))
        made.id, made.args = id, args
        return made

    def text(self, lang: str) -> str:
        """Return the sentence in a language.

        >>> message("file.too_long", mb=512).text("vi")
        'dài hơn 512 MB'
        """
        return _fill_template(lang, self.id, self.args)

    def __reduce__(self) -> tuple[type[Message], tuple[str, dict[str, Value]]]:
        return Message, (self.id, dict(self.args))


def message(id: str, /, **args: Value) -> Message:
    """Return the message with this id of the catalog, with the values for the placeholders of its sentence.

    Args:
        id: The id.
        args: A value for each hole. Numbers are written as the language writes them, and so are dates where the
            sentence says that the hole is one; of another message the sentence in the same language.

    Returns:
        The message, which is its English sentence as a text.

    Raises:
        KeyError: There is no such message, or an argument is missing.

    >>> message("file.too_long", mb=512)
    'is longer than 512 MB'
    """
    return _cached_message(id, **args)


@lru_cache(maxsize=4096, typed=True)  # the reasons of a decision are the same few again and again
def _cached_message(id: str, /, **args: Value) -> Message:
    return Message(id, args)


def say(lang: str, id: str, /, **args: object) -> str:
    """Return the sentence of the message with this id in a language.

    >>> say("vi", "n.reports", n=1234), say("en", "n.reports", n=1)
    ('1.234 báo cáo', '1 report')
    """
    return _fill_template(lang, id, args)


def join_texts(texts: Iterable[str]) -> str:
    """Return texts and messages as one, separated by commas.

    >>> join_texts(["a", message("file.empty")])
    'a, is empty'
    """
    first, *rest = texts
    return message("list", first=first, rest=join_texts(rest)) if rest else first


def translated(lang: str, text: str) -> str:
    """Return the sentence of a message in a language. Any other text, such as a name, is unchanged."""
    return text.text(lang) if isinstance(text, Message) else text


def to_json(text: str) -> Any:
    """Return a text as a JSON value; of a message, its id and arguments.

    >>> to_json(message("file.too_long", mb=512)), to_json("as it is")
    (['file.too_long', {'mb': 512}], 'as it is')
    """
    if not isinstance(text, Message):
        return text
    return [text.id, {name: _argument_to_json(value) for name, value in text.args.items()}]


def _argument_to_json(value: Value) -> Any:
    """Return an argument as a JSON value. Lone surrogates, which UTF-8 cannot encode, become escape sequences."""
    if isinstance(value, Message):
        return to_json(value)
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def from_json(value: Any) -> str:
    """Return the text that `to_json` stored as JSON.

    A message from another version that is unknown here becomes its id.

    Raises:
        TypeError: `to_json` did not make this.
    """
    if isinstance(value, str):
        return value
    if not (isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], dict)):
        raise TypeError
    args = {name: arg if isinstance(arg, int | float) else from_json(arg) for name, arg in value[1].items()}
    try:
        return Message(value[0], args)
    except KeyError:
        return " ".join([value[0], *(f"{name}={arg}" for name, arg in args.items())])


def to_column_text(text: str) -> str:
    """Return a text for a text column: a message as JSON, other text unchanged unless it could be taken for that JSON.

    >>> to_column_text(message("file.empty")), to_column_text("as it is"), to_column_text("[1]")
    ('["file.empty",{}]', 'as it is', '"[1]"')
    """
    if isinstance(text, Message) or text[:1] in ('"', "["):
        return json.dumps(to_json(text), ensure_ascii=False, separators=(",", ":"))
    return text


def from_column_text(text: str) -> str:
    """Return the text or message that `to_column_text` converted.

    Raises:
        TypeError: `to_column_text` did not give this.
        ValueError: Likewise.
    """
    return from_json(json.loads(text)) if text[:1] in ('"', "[") else text


def _fill_template(lang: str, id: str, args: Mapping[str, object]) -> str:
    template, dates = _template(lang, id)
    if not args:
        return template.format()
    shown = {name: _argument_text(lang, value) for name, value in args.items()}
    for name in dates:
        shown[name] = format_date(lang, shown[name])
    if "n" in args:
        shown["s"] = "" if args["n"] == 1 else "s"  # which Vietnamese does without
    return template.format_map(shown)


def _argument_text(lang: str, value: object) -> str:
    if isinstance(value, Message):
        return value.text(lang)
    if isinstance(value, int | float):
        return format_number(lang, value)
    return str(value)


@cache
def _template(lang: str, id: str) -> tuple[str, tuple[str, ...]]:
    """Return the sentence of a message with its placeholders, and which of these are for dates."""
    template = CATALOG[id][lang == "vi"]
    return template.replace(":date}", "}"), tuple(re.findall(r"\{(\w+):date\}", template))
