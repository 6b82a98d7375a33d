"""Known documents named by title or well-known name: "Quy định về những điều đảng viên không được làm"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex
from rapidfuzz import fuzz, process

from citegraph.extract.draft import MentionDraft
from citegraph.extract.names import named
from citegraph.grammar import codes, issuers, numerals
from citegraph.grammar.context_patterns import PLURAL, REACH, can_continue, prefixes_of
from citegraph.knowledge import kinds
from citegraph.model import Document, Form, Scope
from citegraph.records import Records
from citegraph.text import words

_OPENING = regex.compile(r"""(?P<gap>\s+(?:số\s+\S+\s+)?)?(?:(?:của|do)\s+)?""", regex.VERBOSE | regex.IGNORECASE)
_ABOUT = regex.compile(
    r"\s*(?:,\s*)?(?:về(?:\s+việc)?|quy\s+định(?:\s+về)?|ban\s+hành|với\s+chủ\s+đề|với\s+tiêu\s+đề)?\s*:?\s*(?P<open>[\"“«]\s*(?:về\s+(?:việc\s+)?)?)?",
    regex.IGNORECASE,
)
_NEXT_QUOTED = regex.compile(r"\s*(?:[;,]|và)\s*(?:và\s+)?(?:về\s+)?(?=[\"“«])")
# "Hội nghị Trung ương 5 khóa X ban hành các nghị quyết về …; về …": each is one document, however many there are.
_PASSED = regex.compile(r"(?:ban\s+hành|thông\s+qua|\bra)\s+(?:các|những|hai|ba|bốn|năm)\s+$")
_NEXT_OPEN = regex.compile(r"\s*(?:[;,]|và)\s*(?:và\s+)?(?=về\s)")
_SAID_ABOUT = regex.compile(r"\s+về\b", regex.IGNORECASE)
_TERM = regex.compile(rf"\s*[,(]?\s*khóa\s+(?P<term>{numerals.ROMAN}|\d{{1,2}})\)?", regex.IGNORECASE)
_LINE_END = regex.compile(r"[ \t]*\n")
_ACT = regex.compile(r"\s+(?:Đảng\s+)?(?:(?:đã|vừa|mới)\s+)?(?:ký\s+)?(?:ban\s+hành|ra)\s+$")
_ACT_REACH, _BODY_REACH = 40, 50  # code points before a kind word that hold the act, and before that its body
_CAPITALISED = regex.compile(r"(?<!\p{L})\p{Lu}")
_ONE_WORD_ON = regex.compile(r"[,;.:]\s+\p{L}+$")
_CLAUSE_END = regex.compile(r"\s*(?:[.;:,)\n\"”]|$)")
_CLOSE = regex.compile(r"[\"”»]")
_WORD = regex.compile(r"[\p{L}\d]+")
_BEFORE_TITLE = frozenset(' \n:"“')
_LEADING = ("về", "việc")  # before the words of a title
_OPENING_REACH = 80  # code points that hold the first words of a title
_AROUND = ",.;:()[]*\"'“”"
_TITLE_REACH = 360
# "Nghị quyết 35", "Nghị quyết Trung ương 4 khóa XII", "02-NQ/TW": names that the rules for numbers and plenums understand
_NUMBER_OF_ALIAS = r"\s+(?:Trung ương\s+)?(?:\(.*\)\s+)?\d|\d+[A-Z]?-\p{Lu}"

# How much of a known title must stand in the text. The share is of its words; a title said without its issuer or
# quotation marks must be whole, since a province may use the same words.
_MIN_WORDS = 4
_SHARE_QUOTED = 82.0  # token ratio, 0..100
_SHARE_OPEN = 0.6


@dataclass(frozen=True, slots=True)
class _Title:
    """A known title by its words in lower case; `proper` counts the words up to its last proper name."""

    words: tuple[str, ...]
    joined: str
    proper: int
    document: Document


class Titles:
    """The titles and aliases of the known documents, ready to be met in a text."""

    def __init__(self, records: Records) -> None:
        self._by_kind: dict[str, list[_Title]] = {}
        self._by_opening: dict[tuple[str, ...], list[_Title]] = {}
        self._aliases: dict[tuple[str, ...], str] = {}
        unmarked = tuple(kind for kind in kinds.everything() if "marked" not in kind.flags)
        numbered = regex.compile(rf"(?:{kinds.words_pattern(unmarked)}){_NUMBER_OF_ALIAS}", regex.IGNORECASE)
        for document in records:
            if document.title and document.kind and document.scope is Scope.PARTY:
                title = _title(document)
                self._by_kind.setdefault(document.kind, []).append(title)
                self._by_opening.setdefault((document.kind, *title.words[:_MIN_WORDS]), []).append(title)
            for alias in document.aliases:
                key = tuple(words(alias))
                if not numbered.match(alias):
                    self._aliases.setdefault(key, alias)
        self._beginnings = {
            kind: prefixes_of(" ".join(title.words[:_MIN_WORDS]) for title in known)
            for kind, known in self._by_kind.items()
        }
        self._first_words = {key[:2] for key in self._aliases}
        self.openings = frozenset(
            " ".join(_WORD.findall(alias)[:2]) for key, alias in self._aliases.items() if key[0] != _LEADING[0]
        )
        """The first words of the names, save for the subjects by which titles are known: "về xây dựng Đảng"."""
        following = defaultdict[tuple[str, ...], set[str]](set)
        for key in self._aliases:
            for length in range(1, len(key)):
                following[key[:length]].add(key[length])
        self._behind = {said: prefixes_of(words) for said, words in following.items()}

    def alias_may_begin(self, word: str, opening: str) -> bool:
        """Whether a well-known name may begin with `word`, behind which the text goes on with `opening`."""
        said = tuple(word.lower().split())
        if said in self._aliases or said not in self._behind:
            return said in self._aliases
        following = _WORD.search(opening)
        return following is None or following.group().lower() in self._behind[said]

    def title_may_begin(self, kind: str, opening: str) -> bool:
        """Whether a known title may follow the kind word `kind`, behind which the text goes on with `opening`."""
        if kind not in self._by_kind or opening[:1] not in _BEFORE_TITLE:
            return False
        gap, about = _OPENING.match(opening), _ABOUT.match(opening)
        if can_continue(_OPENING, opening) or (gap and issuers.may_begin(opening[gap.end() :], central=True)):
            return True
        if can_continue(_ABOUT, opening) or about is None or about["open"]:
            return True
        said = [word.strip(_AROUND) for word in _unled(opening[about.end() :])]
        return " ".join(said[:_MIN_WORDS]) in self._beginnings[kind] or (
            len(said) == 1 and any(word.startswith(said[0]) for word in _LEADING)
        )

    def alias_at(self, text: str, start: int) -> MentionDraft | None:
        """The well-known name that folded `text` says at `start`; the longest one."""
        spoken: list[str] = []
        best: MentionDraft | None = None
        for match in _WORD.finditer(text, start, start + 120):
            spoken.append(match.group().lower())
            if len(spoken) == 2 and tuple(spoken) not in self._first_words:
                return None
            if tuple(spoken) in self._aliases:
                end = match.end() + (
                    text[start : match.end()].count("“") and text[match.end() : match.end() + 1] == "”"
                )
                best = named(start, end, self._aliases[tuple(spoken)], Scope.PARTY, "alias")
            if len(spoken) > 14:
                break
        return best

    def title_at(self, text: str, start: int, end: int, kind: str) -> list[MentionDraft]:
        """The known document whose title follows the kind word at `[start, end)`; empty where none does."""
        if text[end : end + 1] not in _BEFORE_TITLE or _is_heading(text, start, end):
            return []
        position, issuer, term = _issuer(text, end)
        if issuer is not None and (issuer.issuer.scope is Scope.STATE or not issuer.issuer.central):
            return []
        if issuer is not None and issuer.issuer.name == "Đảng":  # "các nghị quyết của Đảng về …": no document
            return []
        opening = _ABOUT.match(text, position, position + REACH)
        if opening is None or opening.end() == end:
            return []
        quoted = opening["open"] is not None
        bound = quoted or issuer is not None or _passed_by_centre(text, start)
        begin = opening.end()
        close = _CLOSE.search(text, begin, begin + _TITLE_REACH) if quoted else None
        if close is not None:
            title = self._like(kind, text[begin : close.start()])
            if title is None:
                return []
            stop = close.end()
        else:
            said = text[begin : begin + _TITLE_REACH].partition("\n\n")[0]
            run = self._open(kind, said, bound=bound) or (self._clause(kind, said) if issuer is not None else None)
            if run is None or not (bound or _is_named(text, start, position)):
                return []
            title, stop = run[0], begin + run[1]
        if codes.compiled().search(text, begin, stop):  # "Hướng dẫn thực hiện Quy định 07-QĐi/TW": that one is cited
            return []
        found = MentionDraft(
            start=start,
            end=stop,
            form=Form.TITLE,
            scope=title.document.scope,
            rule="quoted title" if close else "title",
            kind=kind,
            issuer=issuer.printed if issuer else None,
            term=term,
            title=" ".join(text[begin:stop].rstrip('"”»').split()),
        )
        return [found, *(self._further(text, found) if close else self._further_open(text, found))]

    def _further(self, text: str, first: MentionDraft) -> Iterator[MentionDraft]:
        """The further titles of a list: "ba Nghị quyết về: “…”; “…” và “…””."""
        end = first.end
        while following := _NEXT_QUOTED.match(text, end, end + REACH):
            begin = following.end()
            close = _CLOSE.search(text, begin + 1, begin + _TITLE_REACH)
            if close is None or self._like(first.kind or "", text[begin + 1 : close.start()]) is None:
                return
            end = close.end()
            title = " ".join(text[begin + 1 : close.start()].split())
            yield first._replace(start=begin, end=end, rule="title list", title=title)

    def _further_open(self, text: str, first: MentionDraft) -> Iterator[MentionDraft]:
        """The further titles of a list without quotation marks: "các nghị quyết về …; về …"."""
        end = first.end
        while following := _NEXT_OPEN.match(text, end, end + REACH):
            begin = following.end()
            run = self._open(first.kind or "", text[begin : begin + _TITLE_REACH].partition("\n\n")[0], bound=False)
            if run is None:
                return
            end = begin + run[1]
            yield first._replace(start=begin, end=end, rule="title list", title=" ".join(text[begin:end].split()))

    def _like(self, kind: str, said: str) -> _Title | None:
        """The title most like the words between two quotation marks, if any is like them."""
        spoken = " ".join(_title_words(said))
        count = spoken.count(" ") + 1
        if count < _MIN_WORDS:
            return None
        titles = self._by_kind.get(kind, [])
        scored = process.extract(
            spoken, [t.joined for t in titles], scorer=fuzz.ratio, score_cutoff=_SHARE_QUOTED, limit=5
        )
        if count >= 2 * _MIN_WORDS:  # cut short by the writer
            cut = [t.joined[: len(spoken)] for t in titles]
            beginnings = process.extract(spoken, cut, scorer=fuzz.ratio, score_cutoff=_SHARE_QUOTED + 2, limit=5)
            scored += [(known, score - 2, index) for known, score, index in beginnings]
        best = max(((score, titles[index].document.date or "", index) for _, score, index in scored), default=None)
        return titles[best[2]] if best else None

    def _open(self, kind: str, said: str, *, bound: bool) -> tuple[_Title, int] | None:
        """The known title that unquoted words go on with, and how far it reaches, in code points; None for none.

        A title cut short must still hold its proper names: "thành lập Đảng bộ tỉnh" may be any province's.
        """
        first = _unled(said[:_OPENING_REACH])
        known = self._by_opening.get((kind, *(word.strip(_AROUND) for word in first[:_MIN_WORDS])))
        if known is None:
            return None
        lead = len(said[:_OPENING_REACH].split()) - len(first)
        spoken = [(match.group().lower(), match.end()) for match in _WORD.finditer(said)]
        best: tuple[_Title, int] | None = None
        for title in known:
            run = 0
            while run < len(title.words) and lead + run < len(spoken) and spoken[lead + run][0] == title.words[run]:
                run += 1
            share = run / len(title.words)
            cut = bound and run >= title.proper and (share >= _SHARE_OPEN or run >= 2 * _MIN_WORDS)
            whole = share == 1.0 and run >= _MIN_WORDS
            if (whole or (cut and run > _MIN_WORDS)) and (best is None or run > best[1]):
                best = title, run
        if best is None:
            return None
        end = spoken[lead + best[1] - 1][1]
        cut_short = best[1] < len(best[0].words)
        next_clause = _ONE_WORD_ON.search(said, 0, end) if cut_short else None  # "…, chống HIV/AIDS, trong đó"
        return best[0], next_clause.start() if next_clause else end

    def _clause(self, kind: str, said: str) -> tuple[_Title, int] | None:
        """The title most like the words up to the end of their clause, and where that is, in code points."""
        end = _CLAUSE_END.search(said)
        stop = end.start() if end else len(said)
        title = self._like(kind, said[:stop]) if len(said[:stop].split()) >= 2 * _MIN_WORDS else None
        return (title, stop) if title is not None else None


def _is_named(text: str, start: int, position: int) -> bool:
    """Whether the kind word at `start` names one document though nothing but a title follows it, at `position`: "các
    nghị quyết về …" are several, and without "về" a small one is an everyday word.
    """
    if text[start].isupper():
        return True
    about = _SAID_ABOUT.match(text, position, position + REACH) is not None
    several = PLURAL.search(text, max(0, start - 12), start) is not None
    return about and (not several or _PASSED.search(text, max(0, start - 30), start) is not None)


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether the kind word stands alone on its line: the head of a paper of its own."""
    return _LINE_END.match(text, end) is not None and not text[text.rfind("\n", 0, start) + 1 : start].strip()


def _passed_by_centre(text: str, start: int) -> bool:
    """Whether a central body of the Party passes what is named at `start`: "Ban Bí thư đã ban hành Chỉ thị về …"."""
    act = _ACT.search(text, max(0, start - _ACT_REACH), start)
    if act is None:
        return False
    for word in _CAPITALISED.finditer(text, max(0, act.start() - _BODY_REACH), act.start()):
        named = issuers.at(text, word.start(), act.start())
        if named is not None:
            ours = named.issuer.central and named.issuer.scope is Scope.PARTY
            return ours and not text[named.end : act.start()].strip()
    return False


def _unled(said: str) -> list[str]:
    """The words of `said` in lower case, without those that lead to a title: "về việc"."""
    first = said.lower().split()
    lead = 0
    while lead < len(first) and first[lead] in _LEADING:
        lead += 1
    return first[lead:]


def _title(document: Document) -> _Title:
    spoken = _WORD.findall(document.title or "")
    lead = len(spoken) - len(_title_words(document.title or ""))
    capitals = [i for i, word in enumerate(spoken[lead:]) if i and word[0].isupper() and word != "Đảng"]
    known = _title_words(document.title or "")
    return _Title(known, " ".join(known), capitals[-1] + 1 if capitals else 0, document)


@lru_cache(maxsize=16384)
def _title_words(title: str) -> tuple[str, ...]:
    spoken = words(title)
    while spoken and spoken[0] in _LEADING:
        spoken.pop(0)
    return tuple(spoken)


def _issuer(text: str, end: int) -> tuple[int, issuers.Named | None, str | None]:
    """The issuer between a kind word and a title, and the term after it."""
    opening = _OPENING.match(text, end, end + REACH)
    position = opening.end() if opening else end
    named = issuers.at(text, position)
    if named is None:
        return end, None, None
    term = _TERM.match(text, named.end, named.end + REACH)
    return (term.end() if term else named.end), named, numerals.term(term["term"]) if term else None
