"""Every row of a rule table is run against its own example."""

from __future__ import annotations

import pytest

from citegraph.extract import extract
from citegraph.grammar import codes, issuers, laws, numerals
from citegraph.knowledge import bodies, kinds
from citegraph.knowledge.kinds import Kind
from citegraph.model import Form


@pytest.mark.parametrize("kind", kinds.all_kinds(), ids=lambda kind: kind.name)
def test_each_type_is_found_in_its_example(kind: Kind) -> None:
    [mention] = extract(f"Căn cứ {kind.example} đã ban hành.")
    assert mention.kind == kind.name
    assert mention.surface == kind.example
    assert mention.form is Form.FULL


@pytest.mark.parametrize("kind", kinds.all_kinds(), ids=lambda kind: kind.name)
def test_each_symbol_is_its_own_normal_spelling(kind: Kind) -> None:
    for symbol in kind.symbols:
        assert kinds.recognize_symbol(symbol) == symbol
        assert kind in kinds.kinds_of_symbol(symbol)


@pytest.mark.parametrize("issuer", issuers.named_issuers(), ids=lambda issuer: issuer.name)
def test_each_issuer_is_the_one_its_example_names(issuer: issuers.Issuer) -> None:
    assert issuers.parse(issuer.example) == issuer


@pytest.mark.parametrize("symbol", sorted(bodies.bodies_by_symbol()))
def test_each_body_is_its_own_normal_spelling(symbol: str) -> None:
    assert bodies.normalize_symbol(symbol) == symbol


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("35 -NQ/ TW", "35-NQ/TW"),
        ("37/QĐ-TW", "37-QĐ/TW"),
        ("10/NQ-TW", "10-NQ/TW"),
        ("221 CT/TW", "221-CT/TW"),
        ("92CT/TW", "92-CT/TW"),
        ("05-NQTW", "05-NQ/TW"),
        ("5-nq/tw", "05-NQ/TW"),
        ("21-NQQ/TW", "21-NQ/TW"),
        ("24-NQ/T.Ư", "24-NQ/TW"),
        ("07-QĐi/TW", "07-QĐi/TW"),
        ("5053-CV/VPTW/nb", "5053-CV/VPTW"),
        ("12-HD/BTGTƯ", "12-HD/BTGTW"),
        ("8B-NQ/HNTW", "8B-NQ/HNTW"),
        ("72/2013/NĐCP", "72/2013/NĐ-CP"),
        ("954/2020/UBTVQH14", "954/2020/UBTVQH14"),
        ("403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN", "403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN"),
        ("12/2014/TTLT-BTC-BNV", "12/2014/TTLT-BTC-BNV"),
        ("2620/VPCP-KGVX", "2620/VPCP-KGVX"),
        ("514 NQ/TVQH", "514-NQ/TVQH"),
    ],
)
def test_codes_in_any_spelling(printed: str, normal: str) -> None:
    code = codes.parse(printed)
    assert str(code) == normal
    assert str(codes.parse(normal)) == normal


@pytest.mark.parametrize("printed", ["35", "12/3/2020", "Covid-19", "A/B-C", "2021-2026", "50-TV"])
def test_what_is_no_code(printed: str) -> None:
    assert codes.parse(printed) is None


def test_numerals() -> None:
    assert [numerals.numeral_value(n) for n in ("4", "IV", "tư", "mười một", "IIII", "x", "")] == [
        4,
        4,
        4,
        11,
        None,
        10,
        None,
    ]
    assert numerals.canonical_term("12") == "XII"
    assert all(numerals.numeral_value(numerals.roman(n)) == n for n in range(1, 90))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Luật BHXH 2024", "Luật Bảo hiểm xã hội"),
        ("Luật Phí và lệ phí", "Luật Phí và lệ phí"),
        ("Luật phòng, chống tham nhũng", "Luật Phòng, chống tham nhũng"),
        ("Luật Giáo dục đại học", "Luật Giáo dục đại học"),
    ],
)
def test_laws_by_name_and_abbreviation(text: str, name: str) -> None:
    law = laws.listed_law(text, len("Luật"), "Luật")
    assert law is not None
    assert law.name == name
