"""Type word or name in, documents named without a number out: laws, charter, programme, constitution, known titles."""

from __future__ import annotations

from functools import cache

import regex
from rapidfuzz import fuzz

from citegraph.authority import Authority
from citegraph.extract.found import Found
from citegraph.grammar import codes, issuers, kinds, laws, numerals
from citegraph.model import Document, Form, Scope
from citegraph.text import words

_LAW_CODE = regex.compile(rf"\s*,?\s*số\s*:?\s*(?:{codes.CODE})", regex.VERBOSE)
_CHARTER = regex.compile(
    r"(?:\s+của)?\s+Đảng(?:\s+Cộng\s+sản\s+Việt\s+Nam|\s+CSVN)?(?!\s*(?:bộ|ủy|đoàn|viên)\b)(?P<year>\s+(?:năm\s+)?(?:19|20)\d\d)?",
    regex.IGNORECASE,
)
_PROGRAMME = regex.compile(
    r"(?:\s+chính\s+trị)?(?:\s+(?:của\s+)?Đảng(?!\s*(?:bộ|ủy|viên)))?(?:\s+xây\s+dựng\s+đất\s+nước(?:\s+trong\s+thời\s+kỳ\s+quá\s+độ\s+lên\s+(?:chủ\s+nghĩa\s+xã\s+hội|CNXH))?)?(?P<year>\s+\(?(?:năm\s+)?(?P<digits>(?:19|20)\d\d)\)?)?",
    regex.IGNORECASE,
)
_SUPPLEMENTED = regex.compile(r"\s*\(\s*bổ\s+sung\s*,?\s*phát\s+triển\s+năm\s+(?P<digits>2011)\s*\)", regex.IGNORECASE)
_CONSTITUTION = regex.compile(
    r"(?:\s+(?:nước\s+)?(?:Cộng\s+hòa\s+xã\s+hội\s+chủ\s+nghĩa\s+Việt\s+Nam|Việt\s+Nam|nước\s+ta))?(?:\s+(?:năm\s+)?(?P<digits>(?:19|20)\d\d)(?![\d/-]|\.\d))?",
    regex.IGNORECASE,
)
_CONSTITUTION_DATED = regex.compile(r"\s+mới\s+\(ngày\s+\d{1,2}/\d{1,2}/(?P<digits>19\d\d)\)")
_PARTY_PROGRAMME = regex.compile(r"[Cc]ương\s+lĩnh(?!\s+(?:hành\s+động|tranh\s+cử|vận\s+động))|CƯƠNG LĨNH")
_OPENING = regex.compile(r"""(?P<gap>\s+(?:số\s+\S+\s+)?)?(?:(?:của|do)\s+)?""", regex.VERBOSE | regex.IGNORECASE)
_ABOUT = regex.compile(
    r"\s*(?:,\s*)?(?:về(?:\s+việc)?|quy\s+định(?:\s+về)?|ban\s+hành|với\s+chủ\s+đề|với\s+tiêu\s+đề)?\s*(?P<open>[\"“«]\s*(?:về\s+(?:việc\s+)?)?)?",
    regex.IGNORECASE,
)
_SAID_ABOUT = regex.compile(r"\s+về\b", regex.IGNORECASE)
_TERM = regex.compile(rf"\s*[,(]?\s*khóa\s+(?P<term>{numerals.ROMAN}|\d{{1,2}})\)?", regex.IGNORECASE)
_CLOSE = regex.compile(r"[\"”»]")
_WORD = regex.compile(r"[\p{L}\d]+")
_TITLE_REACH = 360
# "Nghị quyết 35", "Nghị quyết Trung ương 4 khóa XII", "02-NQ/TW": names that the rules for numbers and plenums understand
_NUMBERED_ALIAS = regex.compile(
    rf"(?:{'|'.join(word for kind in kinds.KINDS for word in kind.words)})\s+(?:Trung ương\s+)?(?:\(.*\)\s+)?\d|\d+[A-Z]?-\p{{Lu}}",
    regex.IGNORECASE,
)

# How much of a known title must stand in the text. The share is of its words; a title said without its issuer or
# quotation marks must be whole, since a province may use the same words.
_MIN_WORDS = 4
_SHARE_QUOTED = 82.0  # token ratio, 0..100
_SHARE_OPEN = 0.6


def law(text: str, start: int, end: int, kind: str) -> list[Found]:
    """The law that the type word at `[start, end)` of folded `text` begins, named or amending; empty where none is."""
    found = laws.amending(text, end, kind) or laws.listed(text, end, kind, capitalised=text[start].isupper())
    if found is None and text[start].isupper():
        found = laws.unlisted(text, end, kind)
    if found is None:
        return []
    if text[start].islower() and kind == "Luật" and not _distinct(text, end, found):
        return []
    code = None
    stop = found.end
    if match := _LAW_CODE.match(text, stop):
        code, stop = codes.of_match(match), match.end()
    name = f"{found.name} {found.year}" if found.year else found.name
    return [
        Found(
            start=start, end=stop, form=Form.FULL if code else Form.TITLE, scope=Scope.STATE, rule="law", kind=kind,
            number=code.number if code else None, code=code, name=name, date=found.year,
        )
    ]  # fmt: skip


def _distinct(text: str, end: int, found: laws.LawName) -> bool:
    """Whether a law written small is named at all: "luật đất đai" may be the field, "luật phí và lệ phí" is the law."""
    return found.year is not None or text[end : end + 2].strip().isupper() or len(found.name.split()) >= 4


def by_itself(text: str, start: int, end: int, name: str) -> list[Found]:
    """The document that the name at `[start, end)` identifies: charter, programme, constitution, contract systems."""
    match: regex.Match[str] | None
    match name:
        case "điều lệ":
            if (match := _CHARTER.match(text, end)) is None:
                return []
            return [_named(start, match.end(), "Điều lệ Đảng", Scope.PARTY, "charter")]
        case "cương lĩnh":
            if (match := _PROGRAMME.match(text, end)) is None or not _PARTY_PROGRAMME.match(text, start):
                return []
            year, stop = match["digits"], match.end()
            if year is None and (more := _SUPPLEMENTED.match(text, stop)):
                year, stop = more["digits"], more.end()
            return [
                _named(start, stop, f"Cương lĩnh {year}" if year else "Cương lĩnh", Scope.PARTY, "programme", year=year)
            ]
        case "hiến pháp":
            match = _CONSTITUTION.match(text, end)
            dated = _CONSTITUTION_DATED.match(text, end)
            year = dated["digits"] if dated else match["digits"] if match else None
            stop = end if dated or match is None else match.end()
            return [
                _named(
                    start, stop, f"Hiến pháp {year}" if year else "Hiến pháp", Scope.STATE, "constitution", year=year
                )
            ]
    return []


def _named(start: int, end: int, name: str, scope: Scope, rule: str, *, year: str | None = None) -> Found:
    return Found(start=start, end=end, form=Form.NAMED, scope=scope, rule=rule, kind=None, name=name, date=year)


class Titles:
    """The titles and aliases of the known documents, ready to be met in a text."""

    def __init__(self, authority: Authority) -> None:
        self._by_kind: dict[str, list[tuple[tuple[str, ...], Document]]] = {}
        self._aliases: dict[tuple[str, ...], str] = {}
        for document in authority:
            if document.title and document.kind and document.kind not in ("Luật", "Bộ luật", "Pháp lệnh"):
                self._by_kind.setdefault(document.kind, []).append((_title_words(document.title), document))
            for alias in document.aliases:
                key = tuple(words(alias))
                if not _NUMBERED_ALIAS.match(alias):
                    self._aliases.setdefault(key, alias)
        self._first_words = {key[:2] for key in self._aliases}

    def alias_at(self, text: str, start: int) -> Found | None:
        """The well-known name that folded `text` says at `start`; the longest one."""
        spoken: list[str] = []
        best: Found | None = None
        for match in _WORD.finditer(text, start, start + 120):
            spoken.append(match.group().lower())
            if len(spoken) == 2 and tuple(spoken) not in self._first_words:
                return None
            if tuple(spoken) in self._aliases:
                best = _named(start, match.end(), self._aliases[tuple(spoken)], Scope.PARTY, "alias")
            if len(spoken) > 14:
                break
        return best

    def title_at(self, text: str, start: int, end: int, kind: str) -> list[Found]:
        """The known document whose title follows the type word at `[start, end)`; empty where none does."""
        position, issuer, term = _issuer(text, end)
        if issuer is not None and (issuer.issuer.scope is Scope.STATE or not issuer.issuer.central):
            return []
        opening = _ABOUT.match(text, position)
        if opening is None or opening.end() == end:
            return []
        quoted = opening["open"] is not None
        begin = opening.end()
        if quoted:
            close = _CLOSE.search(text, begin, begin + _TITLE_REACH)
            stop = close.end() if close else 0
            said = text[begin : close.start()] if close else text[begin : begin + _TITLE_REACH]
            best = self._like(kind, said, whole=close is not None)
            if best is None:
                return []
            stop = stop or begin + self._reach(best, said)
        else:
            said = text[begin : begin + _TITLE_REACH].split("\n\n", maxsplit=1)[0]
            bound = issuer is not None
            run = self._open(kind, said, bound=bound)
            if run is not None and not bound and text[start].islower() and not _SAID_ABOUT.match(text, position):
                return []
            if run is None:
                return []
            stop = begin + run
        return [
            Found(
                start=start, end=stop, form=Form.TITLE, scope=Scope.PARTY, rule="quoted title" if quoted else "title",
                kind=kind, issuer=issuer.printed if issuer else None, term=term,
                title=" ".join(text[begin:stop].rstrip("\"”»").split()),
            )
        ]  # fmt: skip

    def _like(self, kind: str, said: str, *, whole: bool) -> Document | None:
        """The document whose title is most like the quoted words, if any is like them."""
        spoken = " ".join(_title_words(said))
        if spoken.count(" ") + 1 < _MIN_WORDS:
            return None
        scored = [
            (fuzz.ratio(spoken, " ".join(title)) if whole else fuzz.partial_ratio(spoken, " ".join(title)), document)
            for title, document in self._by_kind.get(kind, ())
        ]
        scored += [  # truncated by the writer: the beginning of a longer title
            (fuzz.ratio(spoken, " ".join(title)[: len(spoken)]) - 2, document)
            for title, document in self._by_kind.get(kind, ())
            if len(title) > spoken.count(" ") + 1 >= 2 * _MIN_WORDS
        ]
        best = max(scored, key=lambda pair: (pair[0], pair[1].date or ""), default=(0.0, None))
        return best[1] if best[0] >= _SHARE_QUOTED else None

    def _reach(self, document: Document, said: str) -> int:
        ends = [match.end() for match in _WORD.finditer(said)]
        title = _title_words(document.title or "")
        return ends[min(len(title), len(ends)) - 1]

    def _open(self, kind: str, said: str, *, bound: bool) -> int | None:
        """How far an unquoted title reaches, in code points; None where no known title stands there."""
        spoken = [(match.group().lower(), match.end()) for match in _WORD.finditer(said)]
        lead = 0
        while lead < len(spoken) and spoken[lead][0] in ("về", "việc"):
            lead += 1
        best: tuple[float, int] | None = None
        for title, _ in self._by_kind.get(kind, ()):
            run = 0
            while run < len(title) and lead + run < len(spoken) and spoken[lead + run][0] == title[run]:
                run += 1
            share = run / len(title) if title else 0.0
            enough = run >= _MIN_WORDS and (share == 1.0 or (bound and (share >= _SHARE_OPEN or run >= 8)))
            if enough and (best is None or run > best[1]):
                best = share, run
        return spoken[lead + best[1] - 1][1] if best else None


@cache
def _title_words(title: str) -> tuple[str, ...]:
    spoken = words(title)
    while spoken and spoken[0] in ("về", "việc"):
        spoken.pop(0)
    return tuple(spoken)


def _issuer(text: str, end: int) -> tuple[int, issuers.Named | None, str | None]:
    """The issuer between a type word and a title, and the term after it."""
    opening = _OPENING.match(text, end)
    position = opening.end() if opening else end
    named = issuers.at(text, position)
    if named is None:
        return end, None, None
    term = _TERM.match(text, named.end)
    return (term.end() if term else named.end), named, numerals.term(term["term"]) if term else None
