"""Check the meetings that a draft names without a document: a meeting not held yet, or wrong days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from citegraph.audit import finding_texts
from citegraph.audit.as_of_date import is_near_congress, plenum_not_yet_held
from citegraph.audit.check_definition import Discrepancy, check
from citegraph.audit.meetings_in_text import Meeting
from citegraph.ids import CONGRESS, PLENUM, DocumentId
from citegraph.knowledge import cue_phrases
from citegraph.model import IsoDate, Severity
from citegraph.records import Records
from citegraph.text import strip_diacritics

_OPENS, _CLOSES = strip_diacritics("khai mạc"), strip_diacritics("bế mạc")

Days = tuple[IsoDate, IsoDate]


@dataclass(frozen=True, slots=True)
class MeetingSubject:
    """A meeting of a draft with what it is compared with."""

    meeting: Meeting
    today: IsoDate | None  # the day by which it must have met
    records: Records

    @property
    def document(self) -> str:
        """The canonical id of what the meeting passed."""
        number, term = self.meeting.number, self.meeting.term
        return str(DocumentId(f"{PLENUM}{number}" if number else CONGRESS, term=term))


@check("not-met", Severity.WRONG)
def not_met(subject: MeetingSubject) -> Iterator[Discrepancy]:
    """The plenum or congress took place only after the date of the draft, or never.

    Example: "Kết quả Hội nghị lần thứ mười Ban Chấp hành Trung ương Đảng khóa XIII" in a draft of 2022.
    """
    meeting, today = subject.meeting, subject.today
    if cue_phrases.tells_of_the_future(meeting.before, meeting.after) and not cue_phrases.tells_of_having_met(
        "", meeting.after
    ):
        return
    told = cue_phrases.tells_of_having_met(meeting.before, meeting.after)
    if meeting.number is not None:
        found = plenum_not_yet_held(meeting.number, meeting.term, today, subject.records)
        if found is not None:
            yield Discrepancy(*found, meeting.numeral, severity=None if told else Severity.DOUBTFUL)
    elif told and today is not None:  # a congress is spoken of long before it meets
        term = subject.records.term_named(meeting.term)
        if term is not None and term.start > today:
            severity = Severity.DOUBTFUL if is_near_congress(today, term.start) else None
            yield Discrepancy(
                finding_texts.cited_on(today),
                finding_texts.congress_met(term.start),
                meeting.numeral,
                severity=severity,
            )
        elif term is None and subject.records.terms:
            last = subject.records.terms[-1].name
            yield Discrepancy(finding_texts.term(meeting.term), finding_texts.last_congress(last), meeting.numeral)


@check("meeting-date", Severity.WRONG)
def meeting_date(subject: MeetingSubject) -> Iterator[Discrepancy]:
    """The plenum or congress met on other days; where another met on those days, it is the one meant.

    Example: "Hội nghị Trung ương 10 khóa XIII họp từ ngày 16 đến ngày 20/9/2024": it met from the 18th.
    """
    meeting, said = subject.meeting, subject.meeting.days
    known = _known_days(meeting, subject.records)
    if said is None or known is None or _days_agree(said, known, meeting.verb):
        return
    if cue_phrases.tells_of_planning(meeting.before, meeting.after):
        return
    told = finding_texts.meeting_days(*known)
    another = _number_and_term_of_meeting_on(said, subject.records) if said[0] != said[1] else None
    if another is not None and another[1] == meeting.term:
        yield Discrepancy(finding_texts.meeting_days(*said), told, meeting.numeral)
    elif another is not None and another[0] == meeting.number:
        yield Discrepancy(finding_texts.meeting_days(*said), told, meeting.term_at or meeting.numeral)
    else:
        prepared = said[0] < known[0] and said[1] == known[1]  # with the sessions before it was opened
        severity = Severity.DOUBTFUL if prepared else None
        yield Discrepancy(finding_texts.meeting_days(*said), told, meeting.days_at, severity=severity)


def _known_days(meeting: Meeting, records: Records) -> Days | None:
    """Return the days of a meeting; None if they are not known."""
    if meeting.number is None:
        term = records.term_named(meeting.term)
        return (term.start, term.congress_end) if term is not None and term.congress_end else None
    found = [one for one in records.plenums_with_number(str(meeting.number)) if one.term == meeting.term]
    if len(found) != 1 or not found[0].start or not found[0].end:  # several sittings
        return None
    return found[0].start, found[0].end


def _number_and_term_of_meeting_on(days: Days, records: Records) -> tuple[int | None, str] | None:
    """Return the number and term of the meeting held on these days; the number is None for a congress."""
    for term in records.terms:
        if (term.start, term.congress_end) == days:
            return None, term.name
    for one in records.plenums:
        if (one.start, one.end) == days and one.number.isdecimal():
            return int(one.number), one.term
    return None


def _days_agree(said: Days, known: Days, verb: str) -> bool:
    """Whether the stated days are the known ones, or one of them: the first or last one if `verb` says so."""
    verb = " ".join(verb.split())
    if said[0] != said[1]:
        return said == known
    if verb in (_OPENS, _CLOSES):
        return said[0] == known[verb == _CLOSES]
    return known[0] <= said[0] <= known[1]


MEETING_CHECKS = (not_met, meeting_date)
