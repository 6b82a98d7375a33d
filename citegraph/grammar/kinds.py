"""Type words and number symbols in, types of document out: one row a type, each with its own example.

Types and symbols: Quy định 66-QĐ/TW (2017) and 399-QĐ/TW (2026) on the documents of the Party, Hướng dẫn 36-HD/VPTW
(2018) on their form; Nghị định 30/2020/NĐ-CP for those of the State; the rest as met in reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from citegraph.model import Scope


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of document.

    `words` are its names in lower case, the first being the usual one; `symbols` what a number code calls it, the first
    being the usual one; `scope` whose type it is, None where both the Party and the State issue it. `firm` types are
    documents whenever a bare number follows ("nghị quyết 35"); the names of the others are everyday words too ("quy
    định 3 mức", "kế hoạch 5 năm"), and need a capital letter, "số" or an attribute to be taken for one.
    """

    name: str
    words: tuple[str, ...]
    symbols: tuple[str, ...]
    example: str
    scope: Scope | None = None
    firm: bool = False


PARTY, STATE = Scope.PARTY, Scope.STATE

KINDS = (
    Kind("Nghị quyết", ("nghị quyết", "nghị quyêt", "nghi quyết"), ("NQ",), "Nghị quyết số 35-NQ/TW", firm=True),
    Kind("Chỉ thị", ("chỉ thị",), ("CT",), "Chỉ thị 05-CT/TW", firm=True),
    Kind("Kết luận", ("kết luận",), ("KL",), "Kết luận số 53-KL/TW", PARTY),
    Kind("Quy định", ("quy định", "qui định"), ("QĐ", "QĐi", "QyĐ", "QyĐi"), "Quy định 37-QĐ/TW", PARTY),
    Kind("Quyết định", ("quyết định",), ("QĐ", "QĐNS"), "Quyết định số 244-QĐ/TW"),
    Kind("Quy chế", ("quy chế", "qui chế"), ("QC", "QCPH"), "Quy chế số 01-QC/TU", PARTY),
    Kind("Hướng dẫn", ("hướng dẫn",), ("HD", "HDLT", "HDLN"), "Hướng dẫn số 01-HD/TW"),
    Kind("Thông báo kết luận", ("thông báo kết luận",), ("TB", "TB-KL", "TBKL"), "Thông báo kết luận số 264-TB/TW"),
    Kind("Thông báo", ("thông báo",), ("TB",), "Thông báo số 27-TB/TW"),
    Kind("Kế hoạch", ("kế hoạch",), ("KH", "KHLT", "KHPH"), "Kế hoạch số 12-KH/HU"),
    Kind(
        "Chương trình hành động",
        ("chương trình hành động",),
        ("CTr", "CTHĐ", "CTrHĐ", "CT"),
        "Chương trình hành động số 27-CTr/TU",
    ),
    Kind("Chương trình phối hợp", ("chương trình phối hợp",), ("CTrPH", "CTPH"), "Chương trình phối hợp 03-CTrPH/BTG"),
    Kind("Chương trình", ("chương trình",), ("CTr", "CT"), "Chương trình số 10-CTr/TU"),
    Kind("Báo cáo", ("báo cáo",), ("BC",), "Báo cáo số 21-BC/TU"),
    Kind("Tờ trình", ("tờ trình",), ("TTr",), "Tờ trình số 120-TTr/UBKTTW"),
    Kind("Đề án", ("đề án",), ("ĐA",), "Đề án số 05-ĐA/TU"),
    Kind("Công văn", ("công văn",), ("CV", "CVNS"), "Công văn số 4171-CV/VPTW"),
    Kind("Thông tri", ("thông tri",), ("TT",), "Thông tri số 06-TT/TW", PARTY, firm=True),
    Kind("Biên bản", ("biên bản",), ("BB",), "Biên bản số 02-BB/TU"),
    Kind("Văn bản", ("văn bản",), (), "văn bản số 07-CV/BCĐTW"),
    Kind(
        "Nghị quyết liên tịch",
        ("nghị quyết liên tịch",),
        ("NQLT",),
        "Nghị quyết liên tịch 403/2017/NQLT-UBTVQH14-CP",
        STATE,
        True,
    ),
    Kind("Nghị định", ("nghị định",), ("NĐ",), "Nghị định số 15/2020/NĐ-CP", STATE, firm=True),
    Kind(
        "Thông tư liên tịch", ("thông tư liên tịch",), ("TTLT",), "Thông tư liên tịch số 06/2012/TTLT-BNV", STATE, True
    ),
    Kind("Thông tư", ("thông tư",), ("TT",), "Thông tư số 29/2024/TT-BGDĐT", STATE, firm=True),
    Kind("Công điện", ("công điện",), ("CĐ",), "Công điện số 230/CĐ-TTg", STATE, firm=True),
    Kind("Văn bản hợp nhất", ("văn bản hợp nhất",), ("VBHN",), "Văn bản hợp nhất số 54/VBHN-BCT", STATE),
    Kind("Pháp lệnh", ("pháp lệnh",), ("PL",), "Pháp lệnh số 34/2007/PL-UBTVQH11", STATE),
    Kind("Bộ luật", ("bộ luật",), ("BL",), "Bộ luật số 45/2019/QH14", STATE),
    Kind("Luật", ("luật",), ("L",), "Luật số 24/2018/QH14", STATE),
    Kind("Sắc lệnh", ("sắc lệnh",), ("SL",), "Sắc lệnh số 64-SL", STATE, firm=True),
)


@cache
def by_name() -> dict[str, Kind]:
    """Types by their usual name: "Nghị quyết"."""
    return {kind.name: kind for kind in KINDS}


@cache
def by_word() -> dict[str, Kind]:
    """Types by each of their names in lower case: "qui định"."""
    return {word: kind for kind in KINDS for word in kind.words}


@cache
def by_abbreviation() -> dict[str, Kind]:
    """Types by the symbol that stands for their name in running text: "NQ 35", "QĐ 131", "NĐ 72", "CV 12/UBND-VX"."""
    chosen = ("NQ", "CT", "KL", "QĐ", "NĐ", "CV")
    return {symbol: next(kind for kind in KINDS if symbol in kind.symbols) for symbol in chosen}


@cache
def _by_folded_symbol() -> dict[str, str]:
    return {symbol.upper(): symbol for kind in reversed(KINDS) for symbol in reversed(kind.symbols)}


@cache
def symbol(printed: str) -> str | None:
    """The symbol that `printed` is or is a slip of: "nq" and "NQQ" for "NQ"; None where it is none.

    The printed symbol is kept where it is one: "QĐi" stays "QĐi".
    """
    cleaned = printed.replace(".", "").replace(" ", "")
    for kind in KINDS:
        if cleaned in kind.symbols:
            return cleaned
    folded = cleaned.upper()
    collapsed = "".join(c for i, c in enumerate(folded) if i == 0 or c != folded[i - 1])
    table = _by_folded_symbol()
    return table.get(folded) or table.get(collapsed) or table.get(collapsed.replace("D", "Đ"))


@cache
def kinds_of(code: str) -> tuple[Kind, ...]:
    """The types a symbol may stand for, the likeliest first: QĐ → Quy định, Quyết định."""
    return tuple(kind for kind in KINDS if code in kind.symbols)
