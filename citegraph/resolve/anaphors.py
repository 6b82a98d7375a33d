"""Resolve anaphors such as "Nghị quyết này" to an earlier citation."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from citegraph.i18n import message
from citegraph.model import Citation, Form, Mention, Method, Report
from citegraph.resolve.context import Context

_REACH = 5_000  # maximum code points from a demonstrative to what it refers to
_HEAD = 1_500  # code points in which a document states its kind
_AMENDED_REACH, _PART_REACH = 60, 24  # code points before a mention that the next two patterns read
_SUBORDINATE = regex.compile(r"(?:sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ)[^.;\n]{0,40}$", regex.IGNORECASE)
# Only a document with articles and annexes has parts: "Điều 3 của Nghị quyết này", "kèm theo Quy định này".
_PART = regex.compile(
    r"(?:kèm\s+theo|Điều\s+\d+|khoản\s+\d+|Phụ\s+lục(?:\s+[\dIVX]+)?)\s+(?:của\s+)?$", regex.IGNORECASE
)
_FAR, _VERY_FAR = 800, 2_000  # code points after which it may mean something else
_LISTED = regex.compile(r"\s*(?:[,;]|và|[,;]\s*và)\s*", regex.IGNORECASE)  # between the items of a list
_WITHOUT_PARTS = frozenset({Form.PLENUM, Form.CONGRESS})


def resolve_anaphor(context: Context, mention: Mention, before: Sequence[Citation]) -> Citation | None:
    """Return `mention` as a citation of the nearest earlier one that it can refer to, or None.

    The earlier citation has the same kind, and is not merely the object of an amendment.

    Args:
        context: The report and its setting.
        mention: The demonstrative.
        before: The citations before it, in text order.
    """
    report, start = context.report, mention.span.start
    earlier = [
        citation
        for citation in before
        if citation.mention.kind == mention.kind and start - citation.mention.span.end < _REACH
    ]
    if _is_report_of_kind(
        report, mention.kind
    ):  # "Kế hoạch này" in a plan means that plan, unless its title begins with its number
        earlier = [citation for citation in earlier if _mention_opens_report_title(report, citation.mention)]
    if _PART.search(report.text, max(0, start - _PART_REACH), start):
        earlier = [citation for citation in earlier if citation.mention.form not in _WITHOUT_PARTS]
    main = [citation for citation in earlier if not _is_amended_by_another(report, citation.mention)] or earlier
    if not main or _is_antecedent_uncertain(report, mention, main):
        return None
    target = main[-1]
    detail = message("why.points_to", surface=target.mention.surface, at=target.mention.span.start)
    return context.cite_like(target, mention, Method.ANAPHOR, "demonstrative", detail)


def _is_antecedent_uncertain(report: Report, mention: Mention, main: Sequence[Citation]) -> bool:
    """Return whether the nearest citation is too uncertain: it is far away, or one of several.

    A document with a named part ("Điều 3 Thông tư này") is the report itself, not a cited document.
    """
    *others, target = main
    start, documents = mention.span.start, {citation.document for citation in main}
    distance = start - target.mention.span.end
    part = _PART.search(report.text, max(0, start - _PART_REACH), start) is not None
    if len(documents) > 1 and (distance > _FAR or (part and others[0].document != target.document)):
        return True
    if distance > _VERY_FAR and not part:
        return True
    last = next((c for c in reversed(others) if c.document != target.document), None)
    between = report.text[last.mention.span.end : target.mention.span.start] if last is not None else None
    return between is not None and _LISTED.fullmatch(between) is not None


def _mention_opens_report_title(report: Report, mention: Mention) -> bool:
    return (report.title or "").casefold().startswith(mention.surface.casefold())


def _is_report_of_kind(report: Report, kind: str | None) -> bool:
    """Return whether the report is a document of this kind: its title or a heading in capitals gives the kind."""
    if kind is None:
        return False
    if (report.title or "").casefold().startswith(kind.casefold()):
        return True
    lines = (line.strip(" *#|\t") for line in report.text[:_HEAD].splitlines())
    return any(line.isupper() and line == kind.upper() for line in lines)


def _is_amended_by_another(report: Report, mention: Mention) -> bool:
    """Return whether another document amends or replaces the mention's."""
    start = mention.span.start
    return _SUBORDINATE.search(report.text, max(0, start - _AMENDED_REACH), start) is not None
