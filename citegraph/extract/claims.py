"""Read the claims of a sentence about its documents: "…, ngày 22/10/2018 của Bộ Chính trị" gives date and issuer.

Claims after and before a mention are read from the same tokens. A claim about a list holds for each of its items. Each
claim records how it is attached to its mention. A claim never crosses the beginning of a block of text, and is never
taken from the next clause, which has its own subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex

from citegraph.extract.claim_tokens import BLOCK, Token, TokenType, tokens
from citegraph.extract.mention_draft import DraftClaim, MentionDraft
from citegraph.grammar import dates, issuers, numerals
from citegraph.grammar.disambiguation_patterns import REACH
from citegraph.model import CLAIM_FIELDS, Attachment, ClaimField, Form, IsoDate, Scope, is_day

_AHEAD = 420  # code points after a mention that are searched for claims
_BACK = 170  # code points before it
_TITLE_REACH = 300
_MOST = 6  # maximum claims after a mention; a sentence with more is about something else

# Signs that may come between a mention and a claim after it, or between two such claims.
_BEFORE_A_DATE = frozenset(",([*\n")
_BEFORE_A_TERM = frozenset(",;(*-\n")
_BEFORE_AN_ISSUER = frozenset(",(*-\n")
_BEFORE_A_TITLE = frozenset(",:*(\n")
_CLOSING_QUOTES = frozenset('"”»')
_OPENING_QUOTES = frozenset('"“«')
_PLENUM = regex.compile(r"(?:Hội\s+nghị|HN)\s.*?(?P<plenum>\d{1,2}|" + numerals.ORDINAL + r")\b", regex.IGNORECASE)
_QUOTED = regex.compile(
    r"(?:về(?:\s+việc)?|với\s+(?:chủ\s+đề|tiêu\s+đề|nội\s+dung)|ban\s+hành|phê\s+duyệt|quy\s+định)?[\s:,]*(?:[“«]|(?<=[\s:,])\")(?P<title>[^\"”»\n]{6,400})[\"”»]?"
)
_TITLE = regex.compile(
    r"(?:(?:là|nêu|ban\s+hành|quy\s+định|hướng\s+dẫn|phê\s+duyệt|công\s+bố)\s+)?(?P<title>(?:về(?:\s+việc)?|V/v|thi\s+hành|thực\s+hiện|hướng\s+dẫn|quy\s+định(?=\s+(?:về|một\s+số|chi\s+tiết|việc|những))|ban\s+hành|phê\s+duyệt|một\s+số)\s[^;\n()\"“”]{6,300})"
)
# Drop titles about a person, to store no personal data: "về việc kỷ luật đồng chí …". "Bà Rịa" is a place.
_PERSON = r"(?:[Đđ]ồng\s+chí|[Đđ]/c|[Ôô]ng|bà)\s+\p{Lu}\p{Ll}*\s+\p{Lu}"
_OF_A_PERSON = regex.compile(rf"(?<!\p{{L}}){_PERSON}")
_TITLE_END = regex.compile(
    r"[.!?](?:\s|$)|https?:"
    rf"|,\s+(?:[Bb]an\s|[Tt]ỉnh|[Hh]uyện|[Cc]ác\s+cấp|đồng\s+chí|{_PERSON}|\d)"
)
# "ký ngày 22/10/2018", "ban hành vào tháng 10/2012"
_BEFORE_DATE = regex.compile(
    r"(?:(?:ban\s+hành|ký|ra|cùng)\s+(?:(?:vào|từ)\s+)?|vào\s+)(?=ngày|Ngày|NGÀY|ngy|tháng|năm\s+\d|\d)"
)
_TIME_OF_DAY = ("sáng", "chiều", "tối")  # time of an event, not of a document: "học tập Chỉ thị 05 sáng 22/10/2018"
# The verb of the next clause: "…, ngày 4/3/2015, Ban Tổ chức Tỉnh ủy có …".
_ACTS = regex.compile(
    r"[\s,]+(?:đã|vừa|tiếp\s+tục|cũng)\b|[\s,]+(?:có|ban\s+hành|ra|ký|xây\s+dựng|tổ\s+chức|chỉ\s+đạo|triển\s+khai|quán\s+triệt)\b"
)
_JOINING = regex.compile(r"(?:\s*,|\s+và)?\s*+$")  # at the end of a title, before the next document of a list
_GAP = regex.compile(r"\s*,?\s*")
_SENTENCE_END = regex.compile(
    rf"(?<!\b(?:TP|Tp|TX|TT|T\.P|[QPHT]))\.(?=[ ])|;|{BLOCK}"
)  # not the full stop of "TP. Đà Nẵng"
# The end of the words before a mention if they may contain a claim about it.
_CUE = regex.compile(
    r"(?:\b(?:ban\s+hành|ký|ra|có|thông\s+qua|công\s+bố|giao|tại\s+chỗ|(?:ý\s+kiến|đề\s+nghị)\s+tại)\s+(?:(?:các|bản|Bộ)\s+)?"
    r"|\d\s*,?\s*(?:theo|với|tại|bằng)\s+|\(\s*)$"
)
_PROPOSED = regex.compile(r"\btại\s+$")  # "theo đề nghị của Huyện ủy Vĩnh Linh tại Tờ trình số 12-TTr/HU"
# "Hội nghị triển khai Nghị quyết 15 do Tỉnh ủy Bến Tre tổ chức": the issuer of the conference.
_HOLDS_A_MEETING = regex.compile(r"\s+(?:phối\s+hợp\s+)?(?:tổ\s+chức|chủ\s+trì|phát\s+động)\b")
_SINCE = regex.compile(r"\b(?:từ|đến|trước|sau|hết)\s+$")
_YEAR_OF_ENTRY = regex.compile(r"\((?P<year>(?:19|20)\d\d)\)\s*[,.:]?\s*[\"“«]?$")
_CUE_REACH = 24  # code points that contain it
_PREPOSITIONS = frozenset({"tại", "theo", "bằng", "với"})
_BETWEEN_ITEMS = regex.compile(rf"(?:[\s,(]*(?:ngày\s*)?{dates.DATE}\)?)?\s*(?:[,;]|và|,\s*và)\s+", regex.VERBOSE)
_NEXT_DATE = regex.compile(rf"\s*(?:,|;|và)\s*(?:và\s+)?(?:ngày\s+)?{dates.FULL}", regex.VERBOSE)
_OPENING_REACH = 60  # maximum code points from the date that opens a sentence to the verb
_FAR_OPENING_REACH = 140  # the same if the issuer comes directly before the verb
_MEETING_REACH = 700  # maximum code points from a plenum to the last title in the list of its documents
_STOP = regex.compile(rf"[.!?](?=\s)|{BLOCK}")
_SAME_DAY_REACH = 400  # code points back from "Cùng ngày" to the date it refers to
_SHARED_FORMS = (Form.SHORT, Form.FULL)


def attach_claims(text: str, groups: Sequence[Sequence[MentionDraft]]) -> list[MentionDraft]:
    """Return the drafts of all groups with the claims about them in folded `text`.

    Args:
        text: The folded text.
        groups: The drafts in text order; each group is a list of documents.
    """
    if not groups:
        return []
    starts = [group[0].start for group in groups[1:]] + [len(text)]
    drafts: list[MentionDraft] = []
    for group, limit in zip(groups, starts, strict=True):
        last_date = next((item.date for item in drafts[-1:] if group[0].start - item.end < _SAME_DAY_REACH), None)
        drafts += _complete_group(text, group, limit, last_date)
    return _share_claims_forwards(text, _share_claims_backwards(text, drafts))


def _complete_group(
    text: str, group: Sequence[MentionDraft], limit: int, last_date: IsoDate | None
) -> list[MentionDraft]:
    """Complete the items of one list with the claims around it, up to `limit`, the start of the next mention."""
    first, last = group[0], group[-1]
    if last.form in (Form.NAMED, Form.ANAPHOR):
        return list(group)
    claims = _ClaimsAfter(text, group, min(limit, last.end + _AHEAD)).read()
    if first.form in (*_SHARED_FORMS, Form.TITLE):
        claims += _claims_before(text, first, claims, last_date)
    if first.form is Form.TITLE and first.scope is Scope.PARTY and not any(claim.field == "issuer" for claim in claims):
        claims += _plenum_before(text, first)
    dated = _claims_with_listed_dates(text, len(group), claims)
    return [
        _with_claims(item, dated[index] if dated else claims if item is last else _claims_shared_by_list(last, claims))
        for index, item in enumerate(group)
    ]


def _with_claims(draft: MentionDraft, claims: Iterable[DraftClaim]) -> MentionDraft:
    """Return `draft` with claims for its empty fields; the first claim of a field counts."""
    values: dict[str, str] = {}
    added = []
    for claim in claims:
        if getattr(draft, claim.field) is None and claim.field not in values:
            values[claim.field] = claim.value
            added.append(claim)
    return draft._replace(**values, claims=(*draft.claims, *added)) if added else draft  # type: ignore[arg-type]


def _claims_shared_by_list(last: MentionDraft, claims: Iterable[DraftClaim]) -> Iterator[DraftClaim]:
    """Yield the claims that hold for the other items of a list.

    A title after the list belongs only to the last item, unless the items are one plenum in several terms.
    """
    for claim in claims:
        if claim.field != "title" or last.rule == "plenum terms":
            yield claim._replace(attachment=Attachment.LIST)


def _claims_with_listed_dates(text: str, items: int, claims: list[DraftClaim]) -> list[list[DraftClaim]]:
    """Return the claims of each item if one date per item follows, else an empty list.

    "18-NQ/TW và 19-NQ/TW, ngày 25/10/2017 và 27/10/2017" has two items and two dates.
    """
    date = next((claim for claim in claims if claim.field == "date"), None)
    if items == 1 or date is None:
        return []
    in_turn = [date]
    while following := _NEXT_DATE.match(text, in_turn[-1].end, in_turn[-1].end + REACH):
        if (value := dates.date_of_match(following)) is None:
            return []
        in_turn.append(date._replace(value=value, start=following.start(), end=following.end()))
    rest = [claim for claim in claims if claim is not date]
    return [[item_date, *rest] for item_date in in_turn] if len(in_turn) == items else []


class _ClaimsAfter:
    """Reads the claims after the last mention of a list, in any order, up to the first word outside a claim."""

    def __init__(self, text: str, group: Sequence[MentionDraft], limit: int) -> None:
        begin, draft = group[0].start, group[-1]
        self._text, self._draft, self._limit = text, draft, limit
        self._met = {field for field in CLAIM_FIELDS if getattr(draft, field) is not None}
        self._claims: list[DraftClaim] = []
        self._signs = ""  # since the last claim
        self._of: TokenType | None = None  # the word directly before an issuer
        self._date_at = 0  # where the date begins to which the words read so far lead
        self._open = text.count("(", begin, draft.end) - text.count(")", begin, draft.end)

    def read(self) -> list[DraftClaim]:
        """Return all claims up to the limit."""
        position = self._draft.end
        for read in tokens(self._text, position, self._limit):
            if "\n" in self._text[position : read.start]:
                self._signs += "\n"
            if len(self._claims) >= _MOST or not self._read_token(read):
                break
            position = read.end
        return self._claims

    def _read_token(self, read: Token) -> bool:
        """Add the claim of a token, if any, and return whether another claim may follow."""
        if read.start < self._date_at:
            return True  # between "ban hành" and its date: "vào", "từ"
        match read.type:
            case TokenType.NOTE:
                return True
            case TokenType.ACT if self._of is TokenType.BY:  # "của Bộ Chính trị được ban hành từ năm 2005"
                return self._note_date_ahead(read)
            case TokenType.SIGN:
                return self._read_sign(read)
            case TokenType.DATE if "date" not in self._met:
                return self._read_date(read)
            case TokenType.TERM if "term" not in self._met:
                return self._signs_allow(_BEFORE_A_TERM) and self._add_claim(
                    "term", str(read.value), read.start, read.end
                )
            case TokenType.OF | TokenType.BY if self._of is None and self._signs_allow(_BEFORE_AN_ISSUER):
                self._of = read.type
                return True
            case TokenType.ISSUER if "issuer" not in self._met:
                return self._read_issuer(read)
            case TokenType.ACT | TokenType.WORD | TokenType.BY if self._of is None:
                return self._note_date_ahead(read) or self._read_title(read.start)
        return False

    def _signs_allow(self, signs: frozenset[str]) -> bool:
        return signs.issuperset(self._signs)

    def _add_claim(self, field: ClaimField, value: str, start: int, end: int) -> bool:
        self._claims.append(DraftClaim(field, value, start, end))
        self._met.add(field)
        self._signs, self._of = "", None
        return True

    def _read_sign(self, read: Token) -> bool:
        sign = str(read.value)
        at_once = not self._claims and not self._signs
        if sign in _CLOSING_QUOTES and at_once and read.start == self._draft.end:  # the mention itself is quoted
            return True
        if sign in _OPENING_QUOTES:
            return self._read_title(read.start)
        if sign == ")":
            self._open -= 1
            return self._open >= 0 or self._bracket_closes_date_or_term()
        if sign in "-–" and not (
            self._text[read.start - 1].isspace() and self._text[read.end : read.end + 1].isspace()
        ):
            return False
        self._open += sign == "("
        self._signs += sign.replace("–", "-")
        return sign in ",;:([*-–" and self._of is None

    def _bracket_closes_date_or_term(self) -> bool:
        """Return whether a closing bracket matches one before the mention: "(Nghị quyết 35 ngày 22/10/2018)"."""
        last = self._claims[-1].field if self._claims else None
        return not self._signs and last in ("date", "term")

    def _read_date(self, read: Token) -> bool:
        if not self._signs_allow(_BEFORE_A_DATE) or self._text.startswith(_TIME_OF_DAY, read.start):
            return False
        if self._signs.startswith(",") and self._date_opens_next_clause(read.end):
            return False
        return self._add_claim("date", str(read.value), read.start, read.end)

    def _date_opens_next_clause(self, position: int) -> bool:
        """Return whether a date that ends at `position` opens the next clause.

        "…, ngày 4/3/2015, Ban Tổ chức Tỉnh ủy có …" is an example.
        """
        gap = _GAP.match(self._text, position, self._limit)
        named = issuers.issuer_at(self._text, gap.end(), self._limit) if gap else None
        return named is not None and _ACTS.match(self._text, named.end, named.end + REACH) is not None

    def _read_issuer(self, read: Token) -> bool:
        named = read.value
        assert isinstance(named, issuers.NamedIssuer)  # noqa: S101 -- for the type checker
        if not self._signs_allow(_BEFORE_AN_ISSUER) or (
            "-" in self._signs and named.printed.isupper()
        ):  # "789 - TU" is a code
            return False
        if _HOLDS_A_MEETING.match(self._text, named.end, self._limit) and self._text.endswith("do ", 0, read.start):
            return False
        if self._of is not TokenType.OF:
            # After a comma or line end a body begins the next clause, but a plenum belongs to the document that it
            # passed.
            within = not {",", "\n"}.intersection(self._signs) or "plenum" in named.issuer.flags
            if not (
                within
                and (named.issuer.central or _may_follow_directly(named, self._draft))
                and _may_issue(named, self._draft)
            ):
                return False
        for claim in _issuer_claims(named, read.start):
            if claim.field not in self._met:
                self._add_claim(*claim[:4])
        return True

    def _note_date_ahead(self, read: Token) -> bool:
        found = _BEFORE_DATE.match(self._text, read.start, self._limit)
        if found is None:
            return False
        self._date_at, self._of = found.end(), None
        return True

    def _read_title(self, position: int) -> bool:
        """Add the title that begins at `position`, if any, and return False: no claim follows a title."""
        text, signs = self._text, self._signs
        if not _BEFORE_A_TITLE.issuperset(signs):
            return False
        match = _QUOTED.match(text, position, self._limit) if "(" not in signs else None
        if match is not None:
            title, end = match["title"], match.end()
        elif "(" in signs and not (signs.endswith("(") and text.startswith("về ", position)):
            return False
        elif (match := _TITLE.match(text, position, min(self._limit, position + _TITLE_REACH))) is not None:
            title = _JOINING.sub("", _TITLE_END.split(match["title"], maxsplit=1)[0])
            end = match.start("title") + len(title)
        else:
            return False
        if not _OF_A_PERSON.search(title):
            self._add_claim("title", " ".join(title.split()), position, end)
        return False


def _issuer_claims(named: issuers.NamedIssuer, start: int) -> Iterator[DraftClaim]:
    """Yield the claims in the name of an issuer: the issuer, its locality, its plenum."""
    yield DraftClaim("issuer", named.printed, start, named.end)
    if not named.issuer.central and named.locality is not None:
        yield DraftClaim("locality", named.locality, start, named.end)
    meeting = _PLENUM.match(named.printed) if "plenum" in named.issuer.flags else None
    if meeting is not None and (number := numerals.numeral_value(meeting["plenum"])):
        yield DraftClaim("plenum", str(number), start, named.end)


def _may_follow_directly(named: issuers.NamedIssuer, draft: MentionDraft) -> bool:
    """Return whether a local body of the Party may directly follow the mention, without "của".

    It may follow a bare number ("Nghị quyết 05 Tỉnh ủy"). It may follow a code or its date if the code has its symbol:
    "Hướng dẫn số 10-HD/HU ngày 03/4/2021 Huyện ủy Vĩnh Linh".
    """
    if draft.code is not None and draft.form is Form.FULL:
        return named.issuer.body is not None and named.issuer.body == draft.code.body
    return draft.form is Form.SHORT and named.issuer.scope is Scope.PARTY


def _may_issue(named: issuers.NamedIssuer, draft: MentionDraft) -> bool:
    """Return whether a body named without "của" can be the issuer: a State body issues no Party documents."""
    return draft.code is None or named.issuer.scope is draft.scope


def _claims_before(
    text: str, draft: MentionDraft, after: list[DraftClaim], last_date: IsoDate | None
) -> list[DraftClaim]:
    """Return the claims in the words before a mention: "Ngày 22/10/2018, Bộ Chính trị ban hành Nghị quyết…"."""
    met = {claim.field: claim.value for claim in after}
    if (draft.date or "date" in met) and (draft.issuer or "issuer" in met):
        return []
    left = max(0, draft.start - _BACK)
    near = max(0, draft.start - _CUE_REACH)
    if (year := _YEAR_OF_ENTRY.search(text, near, draft.start)) is not None:
        return _reference_entry_claims(text, draft, left, year)
    if not _CUE.search(text, near, draft.start) and not (
        draft.kind == "Tờ trình" and _PROPOSED.search(text, near, draft.start)
    ):
        return []
    begin = _sentence_begin(text, left, draft.start)
    sentence = list(tokens(text, begin, draft.start))
    return list(_ClaimsBefore(text, draft, sentence, last_date).read())


def _sentence_begin(text: str, left: int, end: int) -> int:
    """Return where the sentence that contains `end` begins, but not before `left`."""
    return max((match.end() for match in _SENTENCE_END.finditer(text, left, end)), default=left)


def _reference_entry_claims(text: str, draft: MentionDraft, left: int, year: regex.Match[str]) -> list[DraftClaim]:
    """Return issuer and year of an entry in a list of references: "Bộ Chính trị (2018), Nghị quyết số 35-NQ/TW"."""
    begin = _sentence_begin(text, left, year.start())
    author = next(reversed([*tokens(text, begin, year.start())]), None)
    named = author.value if author is not None else None
    if author is None or not isinstance(named, issuers.NamedIssuer) or not _may_issue(named, draft):
        return []
    return [*_issuer_claims(named, author.start), DraftClaim("date", year["year"], *year.span("year"))]


def _plenum_before(text: str, draft: MentionDraft) -> list[DraftClaim]:
    """Return the plenum in the sentence of a title: "Hội nghị Trung ương 6 khóa XII quán triệt 4 Nghị quyết gồm: …"."""
    left = max(0, draft.start - _MEETING_REACH)
    at = text.rfind("Hội nghị", left, draft.start)
    named = issuers.issuer_at(text, at) if at >= 0 and not _STOP.search(text, at, draft.start) else None
    if named is None or "plenum" not in named.issuer.flags:
        return []
    claims = [*_issuer_claims(named, at)]
    term = next(tokens(text, named.end, draft.start), None)
    if term is not None and term.type is TokenType.TERM:
        claims.append(DraftClaim("term", str(term.value), term.start, term.end))
    return [claim._replace(attachment=Attachment.SENTENCE) for claim in claims]


class _ClaimsBefore:
    """Reads the claims of a sentence about the mention after it, from the mention to the left."""

    def __init__(self, text: str, draft: MentionDraft, sentence: list[Token], last_date: IsoDate | None) -> None:
        self._text, self._draft, self._last_date = text, draft, last_date
        self._left = sentence

    def read(self) -> Iterator[DraftClaim]:
        """Yield the claims, nearest first."""
        left = self._left
        cue = left.pop() if left else None
        proposed = False
        if cue is not None and cue.type is TokenType.WORD and self._text_of_token(cue) in _PREPOSITIONS:
            if (date := self._date_before(len(left))) is not None and self._is_document_date(date, cue):
                yield date
                return
            proposed = self._draft.kind == "Tờ trình" and self._text_of_token(cue) == "tại"
        if cue is None or not (
            proposed or cue.type is TokenType.ACT or (cue.type is TokenType.SIGN and cue.value == "(")
        ):
            return
        while left and left[-1].type is TokenType.ADVERB:
            left.pop()
        end = left[-1].end if left else cue.start
        term = self._skip_to_issuer()
        named = left[-1].value if left else None
        if not isinstance(named, issuers.NamedIssuer):
            if date := self._sentence_opening_date(end, _OPENING_REACH):
                yield date
            return
        if proposed and not _may_issue(named, self._draft):
            return
        issuer = left.pop()
        yield from _issuer_claims(named, issuer.start)
        if term is not None:
            yield DraftClaim("term", str(term.value), term.start, term.end)
        if date := self._date_before(len(left)) or self._sentence_opening_date(issuer.start, _FAR_OPENING_REACH):
            yield date

    def _is_document_date(self, date: DraftClaim, cue: Token) -> bool:
        """Return whether a date before "tại" or "theo" is the date of the document.

        That is so in "thành lập ngày 11/11/1951 theo Quyết định 132".

        Other dates state when something takes effect: "bỏ cấp huyện từ ngày 01/7/2025 theo Kết luận 137".
        """
        apart = self._text[date.end : cue.start].strip() == "," or self._text_of_token(cue) in ("tại", "bằng")
        since = _SINCE.search(self._text, max(0, date.start - _CUE_REACH), date.start) is not None
        return self._begins_with_day_word(date) and (apart or (not since and is_day(date.value)))

    def _text_of_token(self, read: Token) -> str:
        return self._text[read.start : read.end]

    def _skip_to_issuer(self) -> Token | None:
        """Skip the locality and the term that may come between an issuer and its verb; return the term."""
        term = None
        while self._left:
            last = self._left[-1]
            if last.type is TokenType.TERM and term is None:
                term = last
            elif last.value == ")":
                term = self._skip_bracket() or term
                continue
            elif last.type is not TokenType.LOCALITY and last.value not in (",", "("):
                break
            self._left.pop()
        return term

    def _skip_bracket(self) -> Token | None:
        """Skip text in brackets, "(nay là Chính phủ)"; return a term in it, "(khóa XII)"."""
        term = None
        while self._left and self._left.pop().value != "(":
            if self._left and self._left[-1].type is TokenType.TERM:
                term = self._left[-1]
        return term

    def _begins_with_day_word(self, date: DraftClaim) -> bool:
        return self._text.startswith(("Ngày", "ngày"), date.start)

    def _date_before(self, index: int) -> DraftClaim | None:
        """Return the date directly before the token at `index`; a comma may come between."""
        left = self._left[:index]
        if left and left[-1].type is TokenType.SIGN and str(left[-1].value) in ",:":
            left.pop()
        if not left:
            return None
        date = left[-1]
        if date.type is TokenType.SAME_DAY and self._last_date:
            return DraftClaim("date", self._last_date, date.start, date.end)
        if date.type is not TokenType.DATE:
            return None
        return DraftClaim("date", str(date.value), date.start, date.end)

    def _sentence_opening_date(self, end: int, reach: int) -> DraftClaim | None:
        """Return the date that opens the sentence, if it is the only one, within `reach` code points before `end`."""
        opening = [read for read in self._left if read.type is not TokenType.SIGN or read.value == ","]
        if opening and self._text_of_token(opening[0]) in ("Vào", "vào"):
            opening.pop(0)
        dated = [read for read in self._left if read.type is TokenType.DATE]
        if len(opening) < 2 or len(dated) != 1 or dated[0] is not opening[0] or opening[1].value != ",":
            return None
        date = dated[0]
        claim = DraftClaim("date", str(date.value), date.start, date.end, Attachment.SENTENCE)
        return claim if self._begins_with_day_word(claim) and end - opening[1].end <= reach else None


def _share_claims_backwards(text: str, drafts: Sequence[MentionDraft]) -> list[MentionDraft]:
    """Return `drafts` with the central issuer and term after a list attached to each item before it.

    In "Nghị quyết 382 và Kết luận 763 của Quân ủy Trung ương về …", issuer and title apply to both. In "Nghị quyết
    41-NQ/TW, Chỉ thị 12-CT/TW của Ban Bí thư (khóa X)" the term applies to both. The issuer does not, because several
    bodies share the symbol of a complete code. A local issuer is not shared: in "Chỉ thị 05 và Kế hoạch 12 của Huyện
    ủy" only the plan is the district's.
    """
    out = list(drafts)
    for index in range(len(out) - 2, -1, -1):
        item, following = out[index], out[index + 1]
        row = issuers.parse(following.issuer) if following.issuer else None
        if row is None or not row.central or row.scope is not Scope.PARTY:
            continue
        if item.form not in _SHARED_FORMS or item.scope is not Scope.PARTY or item.issuer is not None:
            continue
        if _BETWEEN_ITEMS.fullmatch(text, item.end, following.start):
            shared = {"issuer"} if item.form is Form.SHORT or item.kind == following.kind else set()
            shared |= {"term"} if item.date is None else set()
            shared |= {"title"} if item.form is Form.SHORT else set()
            out[index] = _with_claims(
                item, _as_list_claims(claim for claim in following.claims if claim.field in shared)
            )
    return out


def _share_claims_forwards(text: str, drafts: Sequence[MentionDraft]) -> list[MentionDraft]:
    """Return `drafts` with the issuer, the plenum and the date before a list attached to each item after the first.

    In "Ngày 22/10/2018, Bộ Chính trị ban hành Nghị quyết 35 và Chỉ thị 20", issuer and date apply to both.
    """
    out = list(drafts)
    for index in range(1, len(out)):
        before, item = out[index - 1], out[index]
        shared = [claim for claim in before.claims if claim.end <= before.start]
        issuer = next((issuers.parse(claim.value) for claim in shared if claim.field == "issuer"), None)
        if issuer is None or item.issuer is not None or item.form not in (*_SHARED_FORMS, Form.TITLE):
            continue
        if item.scope is not issuer.scope or (item.code and issuer.body and item.code.body != issuer.body):
            continue
        reach = max([before.end, *(claim.end for claim in before.claims)])
        if reach <= item.start and _BETWEEN_ITEMS.fullmatch(text, reach, item.start):
            out[index] = _with_claims(item, _as_list_claims(shared))
    return out


def _as_list_claims(claims: Iterable[DraftClaim]) -> list[DraftClaim]:
    return [claim._replace(attachment=Attachment.LIST) for claim in claims]
