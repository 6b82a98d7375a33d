"""Find the parts of a citation in its printed words: the code, the number in it, the kind word."""

from __future__ import annotations

import regex

from citegraph.grammar import codes
from citegraph.knowledge import kinds
from citegraph.knowledge.tables import cached
from citegraph.model import Mention, Span
from citegraph.text import fold, strip_diacritics

_WORD = regex.compile(r"[\p{L}\d]+")
_NUMBER = regex.compile(r"\d{1,5}(?:\.\d{1,3})?[A-D]?(?!\d)")


def quoted_words(mention: Mention, span: Span) -> str | None:
    """Return the words of the report at `span` from the quote of a mention; None if the quote does not contain them."""
    start = span.start - (mention.span.start - mention.quote_at)
    end = start + span.end - span.start
    return mention.quote[start:end] if start >= 0 and end <= len(mention.quote) else None


def printed_code(mention: Mention) -> tuple[Span, str] | None:
    """Return the position and the printed form of the number code; None if the mention prints none.

    In a list a later member may print its number alone ("18, 19-NQ/TW"): its code is that number.
    """
    folded = fold(mention.surface)
    for match in codes.compiled_code_pattern().finditer(folded.text):
        if codes.code_of_match(match) is not None:
            return _span_and_text(mention, folded.original_span(match.start(), match.end()))
    return None


def number_span(mention: Mention) -> Span | None:
    """Return the span of the number, including a printed year; None if there is none."""
    folded = fold(mention.surface)
    for match in codes.compiled_code_pattern().finditer(folded.text):
        if codes.code_of_match(match) is not None:
            end = match.end("year") if match.groupdict()["year"] else match.end("number")
            return _span_and_text(mention, folded.original_span(match.start("number"), end))[0]
    found = [*_NUMBER.finditer(folded.text)]
    return _span_and_text(mention, folded.original_span(found[-1].start(), found[-1].end()))[0] if found else None


def bracketed_words_span(mention: Mention, shown: str, start: int) -> Span | None:
    """Return the span of the words that stand in square brackets in `shown`, with others around them.

    Args:
        mention: A mention, in whose quote the words are looked for.
        shown: What differs of a title, as `title_comparison.differing_parts` shows it; of several parts, the span
            runs from the first to the last.
        start: Where the title begins in the report.

    Returns:
        The span; None where the quote has the words in another spelling, or where words are missing.
    """
    quote_start = mention.span.start - mention.quote_at
    at, first = max(0, start - quote_start), None
    for part in shown.split(" … "):
        before, opening, rest = part.partition("[")
        inside, closing, after = rest.partition("]")
        pattern = _words_pattern(before, inside, after) if opening and closing else None
        matches = pattern.finditer(mention.quote, max(0, start - quote_start)) if pattern is not None else ()
        found = next((match for match in matches if match.start("words") >= at), None)
        if found is None:
            return None
        first = found.start("words") if first is None else first
        at = found.end("words")
    return None if first is None else Span(quote_start + first, quote_start + at)


def _words_pattern(before: str, inside: str, after: str) -> regex.Pattern[str] | None:
    """Return a pattern for words between others, whatever signs stand between them; None if there are none."""
    if not _WORD.search(inside):
        return None
    lead, words, rest = (
        r"[^\p{L}\d]+".join(map(regex.escape, _WORD.findall(part))) for part in (before, inside, after)
    )
    gap = r"[^\p{L}\d]*"
    return regex.compile(rf"(?<![\p{{L}}\d]){lead}{gap}(?P<words>{words})(?![\p{{L}}\d]){gap}{rest}", regex.IGNORECASE)


def printed_kind(mention: Mention) -> tuple[Span, str] | None:
    """Return the span and printed form of the kind word at the start of a mention; None if it starts with none."""
    folded = fold(mention.surface)
    plain = strip_diacritics(folded.text)  # of the same length, for it is composed
    match = _kind_word_pattern().match(plain) if len(plain) == len(folded.text) else None
    return _span_and_text(mention, folded.original_span(match.start(), match.end())) if match is not None else None


@cached
def _kind_word_pattern() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{strip_diacritics(kinds.words_pattern())})(?!\p{{L}})")


def _span_and_text(mention: Mention, inside: Span) -> tuple[Span, str]:
    start = mention.span.start
    return Span(start + inside.start, start + inside.end), mention.surface[inside.start : inside.end]
