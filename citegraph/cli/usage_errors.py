"""Messages for invalid command lines.

The command-line parser reports errors in English. This module rewrites them as messages, by type of error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

import typer

from citegraph.i18n import Message, message, say, translated
from citegraph.i18n.vietnamese_help import localized_usage


def usage_error(id: str, **args: str) -> typer.BadParameter:
    """Return the error for arguments that a command cannot take, with the message of this id."""
    return typer.BadParameter(message(id, **args))


def stop_parsing(context: Any, what: Message) -> NoReturn:
    """End the parsing of a command.

    Args:
        context: That of the command, of the library.
        what: What is wrong.

    Raises:
        Exception: Always, the library's for a wrong usage.
    """
    context.fail(what)
    raise AssertionError  # it has raised


def error_message_lines(error: Any, lang: str) -> Iterator[str]:
    """Yield the lines that say what is wrong, in a language.

    Args:
        error: An error of the parser. Typer has its own, which it took over from Click, so that their classes are known
            by name alone.
        lang: The language.

    Yields:
        The usage of the command, where there is one, and the error.
    """
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        yield from error.format_message().splitlines()
        return
    if context is not None:
        yield from context.get_usage().splitlines()
        if context.help_option_names:
            yield say(lang, "usage.try", command=f"{context.command_path} {context.help_option_names[-1]}")
        yield ""
    yield say(lang, "usage.error", what=translated(lang, parser_message(error, lang)))


def parser_message(error: Any, lang: str) -> str:
    """Return the message for an error of the parser; its own words if its kind is not known.

    Args:
        error: The error.
        lang: The language, for the names of arguments.
    """
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return _unknown_option_message(error)
    if kind == "BadOptionUsage":
        return _option_value_message(error)
    if kind == "MissingParameter":
        missing = "usage.missing_argument" if _is_argument(error.param) else "usage.missing_option"
        return message(missing, parameter=_quoted_parameter(error, lang))
    what = error.message if isinstance(getattr(error, "message", None), str) else str(error)
    if kind == "BadParameter":
        if not isinstance(what, Message):
            what = _bad_value_message(error) or what
        if error.param is None and error.param_hint is None:
            return message("usage.invalid_value", what=what)
        return message("usage.invalid", parameter=_quoted_parameter(error, lang), what=what)
    return what


def _bad_value_message(error: Any) -> Message | None:
    """Return the message that says which values a parameter takes and what it was given; None if that is unknown."""
    parameter, value = error.param, _refused_value(error)
    described = getattr(parameter, "type_descriptor", None)  # of a newer Typer
    kind = getattr(parameter, "type", None)
    choices: Iterable[Any] = getattr(described, "choices", None) or getattr(kind, "choices", None) or ()
    if choices:
        names = ", ".join(str(getattr(one, "value", one)) for one in choices)
        return message(
            "usage.choose" if value is None else "usage.not_one_of", names=names, **_value_as_message_argument(value)
        )
    bounds = getattr(described, "parameter_info", kind)
    least, most = getattr(bounds, "min", None), getattr(bounds, "max", None)
    if least is None or most is None:
        return None
    id = "usage.whole_number" if value is None else "usage.not_whole_number"
    return message(id, least=least, most=most, **_value_as_message_argument(value))


def _refused_value(error: Any) -> str | None:
    """Return the value that was refused, where the error tells it."""
    problems = getattr(error.__cause__, "errors", None)  # of Pydantic, by which a newer Typer reads values
    return str(problems()[0]["input"]) if callable(problems) else None


def _value_as_message_argument(value: str | None) -> dict[str, str]:
    return {} if value is None else {"value": value}


def _unknown_option_message(error: Any) -> Message:
    name = str(error.option_name)
    names = sorted(error.possibilities or ())
    return (
        message("usage.no_option_but", name=name, names=", ".join(names))
        if names
        else message("usage.no_option", name=name)
    )


def _option_value_message(error: Any) -> Message:
    """Return the message for an option without its value, or with a value that it does not take."""
    name = str(error.option_name)
    options = error.ctx.command.params if error.ctx is not None else ()
    option = next((one for one in options if name in (*one.opts, *one.secondary_opts)), None)
    takes_none = option is not None and getattr(option, "is_flag", False)
    return message("usage.takes_no_value" if takes_none else "usage.needs_value", name=name)


def _quoted_parameter(error: Any, lang: str) -> str:
    """Return the name of the argument or option, in quotation marks."""
    hint = error.param_hint
    if hint is None and error.param is not None:
        hint = [localized_usage(lang, parameter_name(error.param))] if _is_argument(error.param) else error.param.opts
    if hint is None or isinstance(hint, str):
        return hint or ""  # as the library has it, in quotation marks
    return " / ".join(f"'{one}'" for one in hint)


def parameter_name(parameter: Any) -> str:
    """Return the name of an option or argument in the help: "--store", "DOCUMENT"."""
    if _is_argument(parameter):
        return str(parameter.metavar or parameter.name.upper())
    return str(max(parameter.opts, key=len))


def _is_argument(parameter: Any) -> bool:
    return getattr(parameter, "param_type_name", None) == "argument"
