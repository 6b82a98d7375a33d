"""Two mentions in, whether they may be of one document by what they are called out."""

from __future__ import annotations

from citegraph.grammar import kinds
from citegraph.model import Form, Mention


def number(mention: Mention) -> str:
    """What mentions of one document have in common at the least: the bare number, or the plenum."""
    if mention.form is Form.PLENUM:
        return f"plenum {mention.plenum}"
    return (mention.number or mention.name or "").partition("/")[0].lstrip("0")


def same_number(one: Mention, other: Mention) -> bool:
    """Whether two mentions bear one number and types of one symbol, so that one may be the other's short form."""
    if one.form is Form.PLENUM or other.form is Form.PLENUM:
        return one.form is other.form and one.plenum == other.plenum
    if not one.number or not other.number or one.number.lstrip("0") != other.number.lstrip("0"):
        return _year_left_out(one, other)
    return _same_symbol(one, other)


def _year_left_out(one: Mention, other: Mention) -> bool:
    """Whether a short form leaves out the year that the full form prints: "Nghị định 15" of 15/2020/NĐ-CP."""
    if not one.number or not other.number or "/" in one.number:
        return False
    head, _, year = other.number.partition("/")
    return bool(year) and head.lstrip("0") == one.number.lstrip("0") and _same_symbol(one, other)


def _same_symbol(one: Mention, other: Mention) -> bool:
    if one.kind and other.kind and one.kind == other.kind:
        return True
    return bool(_symbols(one) & _symbols(other))


def _symbols(mention: Mention) -> set[str]:
    if mention.symbol:
        return {mention.symbol}
    kind = kinds.by_name().get(mention.kind or "")
    return set(kind.symbols) if kind else set()


def same_document(one: Mention, other: Mention) -> bool:
    """Whether two undecided mentions can only mean the same document."""
    if Form.ANAPHOR in (one.form, other.form) or one.scope is not other.scope:
        return False
    return same_number(one, other) and (one.code == other.code or None in (one.code, other.code))
