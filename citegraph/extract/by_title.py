"""Listed documents named by title or well-known name: "Quy định về những điều đảng viên không được làm"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex
from rapidfuzz import fuzz, process

from citegraph.extract.by_name import draft_by_name
from citegraph.extract.mention_draft import MentionDraft
from citegraph.grammar import codes, issuers, numerals
from citegraph.grammar.disambiguation_patterns import OPENINGS, PLURAL, REACH, can_continue, prefixes_of
from citegraph.knowledge import kinds
from citegraph.knowledge.tables import cached_recent
from citegraph.model import Document, Form, Scope
from citegraph.records import Records
from citegraph.text import words

_OPENING = regex.compile(r"""(?P<gap>\s+(?:số\s+\S+\s+)?)?(?:(?:của|do)\s+)?""", regex.VERBOSE | regex.IGNORECASE)
_ABOUT = regex.compile(
    r"\s*(?:,\s*)?(?:về(?:\s+việc)?|quy\s+định(?:\s+về)?|ban\s+hành|với\s+chủ\s+đề|với\s+tiêu\s+đề)?\s*:?\s*(?P<open>[\"“«]\s*(?:về\s+(?:việc\s+)?)?)?",
    regex.IGNORECASE,
)
_NEXT_QUOTED = regex.compile(r"\s*(?:[;,]|và)\s*(?:và\s+)?(?:về\s+)?(?=[\"“«])")
# "Hội nghị Trung ương 5 khóa X ban hành các nghị quyết về …; về …": each is one document, despite the plural.
_PASSED = regex.compile(r"(?:ban\s+hành|thông\s+qua|\bra)\s+(?:các|những|hai|ba|bốn|năm)\s+$")
_NEXT_OPEN = regex.compile(r"\s*(?:[;,]|và)\s*(?:và\s+)?(?=về\s)")
_SAID_ABOUT = regex.compile(r"\s+về\b", regex.IGNORECASE)
_TERM = regex.compile(rf"\s*[,(]?\s*khóa\s+(?P<term>{numerals.ROMAN}|\d{{1,2}})\)?", regex.IGNORECASE)
_HEADING_END = regex.compile(r"(?:[ \t]+CỦA[ \t]+[\p{Lu} \t]+)?[ \t]*\n")
_ACT = regex.compile(r"\s+(?:Đảng\s+)?(?:(?:đã|vừa|mới)\s+)?(?:ký\s+)?(?:ban\s+hành|ra)\s+$")
_ACT_REACH, _BODY_REACH = 40, 50  # code points before a kind word that contain the verb, and before that its subject
_CAPITALIZED = regex.compile(r"(?<!\p{L})\p{Lu}")
_ONE_WORD_ON = regex.compile(r"[,;.:]\s+\p{L}+$")
_CLAUSE_END = regex.compile(r"\s*(?:[.;:,)\n\"”]|$)")
_CLOSE = regex.compile(r"[\"”»]")
_WORD = regex.compile(r"[\p{L}\d]+")
_BEFORE_TITLE = frozenset(' \n:"“')
_LEADING = ("về", "việc")  # before the words of a title
_OPENING_REACH = 80  # code points that contain the first words of a title
_AROUND = ",.;:()[]*\"'“”"
_TITLE_REACH = 360
# Names that the rules for numbers and plenums handle: "Nghị quyết 35", "Nghị quyết Trung ương 4 khóa XII", "02-NQ/TW".
_NUMBER_OF_ALIAS = r"\s+(?:Trung ương\s+)?(?:\(.*\)\s+)?\d|\d+[A-Z]?-\p{Lu}"

# The share of a known title's words that the text must contain. A title without its issuer or quotation marks must be
# complete, because a province may use the same words.
_MIN_WORDS = 4
_SHARE_QUOTED = 82.0  # token ratio, 0..100
_SHARE_OPEN = 0.6


@dataclass(frozen=True, slots=True)
class _KnownTitle:
    """A known title by its words in lower case; `proper` counts the words up to its last proper name."""

    words: tuple[str, ...]
    joined: str
    proper: int
    document: Document


class Titles:
    """The titles and aliases of the listed documents, indexed for search in a text."""

    def __init__(self, records: Records) -> None:
        self._by_kind: dict[str, list[_KnownTitle]] = {}
        self._by_opening: dict[tuple[str, ...], list[_KnownTitle]] = {}
        self._aliases: dict[tuple[str, ...], str] = {}
        unmarked = tuple(kind for kind in kinds.all_kinds() if "marked" not in kind.flags)
        numbered = regex.compile(rf"(?:{kinds.words_pattern(unmarked)}){_NUMBER_OF_ALIAS}", regex.IGNORECASE)
        for document in records:
            if document.title and document.kind and document.scope is Scope.PARTY:
                title = _known_title(document)
                self._by_kind.setdefault(document.kind, []).append(title)
                self._by_opening.setdefault((document.kind, *title.words[:_MIN_WORDS]), []).append(title)
            for alias in document.aliases:
                key = tuple(words(alias))
                if not numbered.match(alias):
                    self._aliases.setdefault(key, alias)
        self._beginnings = {
            kind: prefixes_of(" ".join(title.words[:_MIN_WORDS]) for title in titles)
            for kind, titles in self._by_kind.items()
        }
        self._first_words = {key[:2] for key in self._aliases}
        self.openings = frozenset(
            " ".join(_WORD.findall(alias)[:2]) for key, alias in self._aliases.items() if key[0] != _LEADING[0]
        )
        """The first words of the names, except subjects used as titles: "về xây dựng Đảng"."""
        following = defaultdict[tuple[str, ...], set[str]](set)
        for key in self._aliases:
            for length in range(1, len(key)):
                following[key[:length]].add(key[length])
        self._after = {prefix: prefixes_of(words) for prefix, words in following.items()}

    def alias_may_begin(self, word: str, opening: str) -> bool:
        """Return whether a well-known name may begin with `word`, after which the text continues with `opening`."""
        name = tuple(word.lower().split())
        if name in self._aliases or name not in self._after:
            return name in self._aliases
        following = _WORD.search(opening)
        return following is None or following.group().lower() in self._after[name]

    def title_may_begin(self, kind: str, opening: str) -> bool:
        """Return whether a known title may follow the kind word `kind`, after which the text continues with `opening`."""
        if kind not in self._by_kind or opening[:1] not in _BEFORE_TITLE:
            return False
        first_words = _required_first_words(opening)
        return first_words is None or " ".join(first_words[:_MIN_WORDS]) in self._beginnings[kind]

    def match_alias(self, text: str, start: int) -> MentionDraft | None:
        """Return the longest well-known name at `start` of folded `text`, or None."""
        tokens: list[str] = []
        best: MentionDraft | None = None
        for match in _WORD.finditer(text, start, start + 120):
            tokens.append(match.group().lower())
            if len(tokens) == 2 and tuple(tokens) not in self._first_words:
                return None
            if tuple(tokens) in self._aliases:
                end = match.end() + (
                    text[start : match.end()].count("“") and text[match.end() : match.end() + 1] == "”"
                )
                best = draft_by_name(start, end, self._aliases[tuple(tokens)], Scope.PARTY, "alias")
            if len(tokens) > 14:
                break
        return best

    def match_title(self, text: str, start: int, end: int, kind: str) -> list[MentionDraft]:
        """Return the documents whose titles follow the kind word at `[start, end)`, or an empty list."""
        if text[end : end + 1] not in _BEFORE_TITLE or _is_heading(text, start, end) or _is_verb(text, start):
            return []
        position, issuer, term = _issuer_before_title(text, end)
        if issuer is not None and (issuer.issuer.scope is Scope.STATE or not issuer.issuer.central):
            return []
        if issuer is not None and issuer.issuer.name == "Đảng":  # "các nghị quyết của Đảng về …": not one
            return []
        opening = _ABOUT.match(text, position, position + REACH)
        if opening is None or opening.end() == end:
            return []
        quoted = opening["open"] is not None
        bound = quoted or issuer is not None or _is_passed_by_center(text, start)
        begin = opening.end()
        close = _CLOSE.search(text, begin, begin + _TITLE_REACH) if quoted else None
        if close is not None:
            title = self._most_similar_title(kind, text[begin : close.start()])
            if title is None:
                return []
            stop = close.end()
        else:
            rest = text[begin : begin + _TITLE_REACH].partition("\n\n")[0]
            run = self._match_unquoted_title(kind, rest, bound=bound) or (
                self._match_title_of_clause(kind, rest) if issuer is not None else None
            )
            if run is None or not (bound or _names_one_document(text, start, position)):
                return []
            title, stop = run[0], begin + run[1]
        if codes.compiled_code_pattern().search(
            text, begin, stop
        ):  # "Hướng dẫn thực hiện Quy định 07-QĐi/TW": the other document is cited
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
        return [found, *(self._further_titles(text, found) if close else self._further_unquoted_titles(text, found))]

    def _further_titles(self, text: str, first: MentionDraft) -> Iterator[MentionDraft]:
        """Yield the other titles of a list: "ba Nghị quyết về: “…”; “…” và “…””."""
        end = first.end
        while following := _NEXT_QUOTED.match(text, end, end + REACH):
            begin = following.end()
            close = _CLOSE.search(text, begin + 1, begin + _TITLE_REACH)
            if close is None or self._most_similar_title(first.kind or "", text[begin + 1 : close.start()]) is None:
                return
            end = close.end()
            title = " ".join(text[begin + 1 : close.start()].split())
            yield first._replace(start=begin, end=end, rule="title list", title=title)

    def _further_unquoted_titles(self, text: str, first: MentionDraft) -> Iterator[MentionDraft]:
        """Yield the other titles of a list without quotation marks: "các nghị quyết về …; về …"."""
        end = first.end
        while following := _NEXT_OPEN.match(text, end, end + REACH):
            begin = following.end()
            run = self._match_unquoted_title(
                first.kind or "", text[begin : begin + _TITLE_REACH].partition("\n\n")[0], bound=False
            )
            if run is None:
                return
            end = begin + run[1]
            yield first._replace(start=begin, end=end, rule="title list", title=" ".join(text[begin:end].split()))

    def _most_similar_title(self, kind: str, printed: str) -> _KnownTitle | None:
        """Return the known title most similar to a quoted one, or None."""
        joined = " ".join(_title_words(printed))
        count = joined.count(" ") + 1
        if count < _MIN_WORDS:
            return None
        titles = self._by_kind.get(kind, [])
        scored = process.extract(
            joined, [t.joined for t in titles], scorer=fuzz.ratio, score_cutoff=_SHARE_QUOTED, limit=5
        )
        if count >= 2 * _MIN_WORDS:  # the author may have cut it short
            cut = [t.joined[: len(joined)] for t in titles]
            beginnings = process.extract(joined, cut, scorer=fuzz.ratio, score_cutoff=_SHARE_QUOTED + 2, limit=5)
            scored += [(known, score - 2, index) for known, score, index in beginnings]
        best = max(((score, titles[index].document.date or "", index) for _, score, index in scored), default=None)
        return titles[best[2]] if best else None

    def _match_unquoted_title(self, kind: str, printed: str, *, bound: bool) -> tuple[_KnownTitle, int] | None:
        """Return the known title at the beginning of unquoted words, with its length in code points, or None.

        A title cut short must still contain its proper names: "thành lập Đảng bộ tỉnh" may be any province's.
        """
        first = _words_without_lead(printed[:_OPENING_REACH])
        candidates = self._by_opening.get((kind, *(word.strip(_AROUND) for word in first[:_MIN_WORDS])))
        if candidates is None:
            return None
        lead = len(printed[:_OPENING_REACH].split()) - len(first)
        tokens = [(match.group().lower(), match.end()) for match in _WORD.finditer(printed)]
        best: tuple[_KnownTitle, int] | None = None
        for title in candidates:
            run = 0
            while run < len(title.words) and lead + run < len(tokens) and tokens[lead + run][0] == title.words[run]:
                run += 1
            share = run / len(title.words)
            cut = bound and run >= title.proper and (share >= _SHARE_OPEN or run >= 2 * _MIN_WORDS)
            whole = share == 1.0 and run >= _MIN_WORDS
            if (whole or (cut and run > _MIN_WORDS)) and (best is None or run > best[1]):
                best = title, run
        if best is None:
            return None
        end = tokens[lead + best[1] - 1][1]
        cut_short = best[1] < len(best[0].words)
        next_clause = _ONE_WORD_ON.search(printed, 0, end) if cut_short else None  # "…, chống HIV/AIDS, trong đó"
        return best[0], next_clause.start() if next_clause else end

    def _match_title_of_clause(self, kind: str, printed: str) -> tuple[_KnownTitle, int] | None:
        """Return the known title most similar to the rest of the clause, and the length of that rest in code points."""
        end = _CLAUSE_END.search(printed)
        stop = end.start() if end else len(printed)
        title = (
            self._most_similar_title(kind, printed[:stop]) if len(printed[:stop].split()) >= 2 * _MIN_WORDS else None
        )
        return (title, stop) if title is not None else None


@cached_recent(OPENINGS)
def _required_first_words(opening: str) -> tuple[str, ...] | None:
    """Return the words with which a title must begin after an opening, or None if any title may follow."""
    gap, about = _OPENING.match(opening), _ABOUT.match(opening)
    if can_continue(_OPENING, opening) or (gap and issuers.name_may_begin(opening[gap.end() :], central=True)):
        return None
    if can_continue(_ABOUT, opening) or about is None or about["open"]:
        return None
    found = tuple(word.strip(_AROUND) for word in _words_without_lead(opening[about.end() :]))
    return None if len(found) == 1 and any(word.startswith(found[0]) for word in _LEADING) else found


def _names_one_document(text: str, start: int, position: int) -> bool:
    """Return whether the kind word at `start`, followed only by a title at `position`, names one document.

    "các nghị quyết về …" means several documents; without "về", a lower-case kind word is an everyday word.
    """
    if text[start].isupper():
        return True
    about = _SAID_ABOUT.match(text, position, position + REACH) is not None
    several = PLURAL.search(text, max(0, start - 12), start) is not None
    return about and (not several or _PASSED.search(text, max(0, start - 30), start) is not None)


def _is_verb(text: str, start: int) -> bool:
    """Return whether the kind word is a verb: "Quy định 69-QĐ/TW của Bộ Chính trị quy định về kỷ luật"."""
    of = text.rfind("của ", max(0, start - _BODY_REACH), start) if text[start].islower() else -1
    named = issuers.issuer_at(text, of + len("của ")) if of >= 0 else None
    return named is not None and not text[named.end : start].strip()


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether the kind word is alone on its line, or with its issuer in capitals: the heading of a document."""
    return _HEADING_END.match(text, end) is not None and not text[text.rfind("\n", 0, start) + 1 : start].strip()


def _is_passed_by_center(text: str, start: int) -> bool:
    """Return whether a central body of the Party issues the document at `start`: "Ban Bí thư đã ban hành Chỉ thị về …"."""
    act = _ACT.search(text, max(0, start - _ACT_REACH), start)
    if act is None:
        return False
    for word in _CAPITALIZED.finditer(text, max(0, act.start() - _BODY_REACH), act.start()):
        named = issuers.issuer_at(text, word.start(), act.start())
        if named is not None:
            ours = named.issuer.central and named.issuer.scope is Scope.PARTY
            return ours and not text[named.end : act.start()].strip()
    return False


def _words_without_lead(printed: str) -> list[str]:
    """Return the words of `printed` in lower case, without those before a title: "về việc"."""
    first = printed.lower().split()
    lead = 0
    while lead < len(first) and first[lead] in _LEADING:
        lead += 1
    return first[lead:]


def _known_title(document: Document) -> _KnownTitle:
    tokens = _WORD.findall(document.title or "")
    lead = len(tokens) - len(_title_words(document.title or ""))
    capitals = [i for i, word in enumerate(tokens[lead:]) if i and word[0].isupper() and word != "Đảng"]
    title_words = _title_words(document.title or "")
    return _KnownTitle(title_words, " ".join(title_words), capitals[-1] + 1 if capitals else 0, document)


@lru_cache(maxsize=16384)
def _title_words(title: str) -> tuple[str, ...]:
    tokens = words(title)
    while tokens and tokens[0] in _LEADING:
        tokens.pop(0)
    return tuple(tokens)


def _issuer_before_title(text: str, end: int) -> tuple[int, issuers.NamedIssuer | None, str | None]:
    """Return the end, the issuer and the term of the words between a kind word and a title."""
    opening = _OPENING.match(text, end, end + REACH)
    position = opening.end() if opening else end
    named = issuers.issuer_at(text, position)
    if named is None:
        return end, None, None
    term = _TERM.match(text, named.end, named.end + REACH)
    return (term.end() if term else named.end), named, numerals.canonical_term(term["term"]) if term else None
