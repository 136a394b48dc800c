"""The days of an event that a text looks back on: told apart, or by one day and how long it lasted.

제15회 산삼축제가 열흘간의 일정을 마치고 16일 막을 내렸다. 지난 7일 개막한 이번 축제에는 ...
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from jipyo.figures.model import Period
from jipyo.figures.periods import Scope, resolve
from jipyo.figures.times import DAYS, Told

_LONGEST = 250
"""Days; what lasts longer is a programme, not an event."""
_LASTED = re.compile(
    r"(?<!\d)(?P<number>\d{1,3})일(?:간(?!격)|(?:의)?\s(?:일정|열전|여정|대장정|축제))"
    rf"|(?P<word>{'|'.join(DAYS)})(?:간|\s?동안|의|\s(?:일정|열전|여정|대장정))"
)
_OPENED = re.compile(
    r"(?![^.\d]{0,24}시작으로)[^.\d]{0,24}?"
    r"(?:막을 [올연]|막이 오|개막|개장|문을 [연열]|시작[한된해돼]|펼쳐진|돌입)"
)
_TOOK_PLACE = re.compile(
    r"(?:까지|동안|간)?[^.\d]{0,60}?(?:열[렸린었]|연\s|개최[된한했]|펼[쳐친]|치러[진졌]|치[른렀]|진행[된한했]|이어[진졌])"
)
_ENDED = re.compile(
    r"[^.]{0,44}?(?:폐막|폐장|막을 내|막이 내|마무리|끝[났난나]|성료|종료|마쳤|마친|마치고|대단원)"
)
"""What is said behind the first and behind the last day."""
_OVER = re.compile(r"폐막|폐장|막을 내|막이 내|마무리|성료|마쳤|마치고|열전|다녀[갔간]|대단원")


def event_days(
    titles: Sequence[Sequence[Told]], leads: Sequence[Sequence[Told]], scope: Scope
) -> Period | None:
    """Give the days of the event of a text.

    Args:
        titles: What title and subtitle say of time, for each of them by stretches.
        leads: The same of the first sentences of the body.
        scope: What is known of the text; only its day of publication counts.

    Returns:
        First and last day, the last one not after the publication; None where the text does not
        tell both of them.
    """
    now = scope.published
    if now is None:
        return None
    opened: date | None = None
    ended: date | None = None
    for told in leads:
        if not any([stretch.event for stretch in told]):
            continue
        resolved = [time for time in resolve(told, scope) if time.meaning.grain == "day"]
        for first, last, behind in (
            (*time.meaning[:2], _behind(told, time.place, time.mention.end)) for time in resolved
        ):
            # 5일부터 9일까지 덕유산국립공원에서 열린 영화제
            if first and last and first < last <= now and _TOOK_PLACE.match(behind):
                return _between(first, last)
        times = [time for time in resolved if time.meaning.first == time.meaning.last]
        for index, time in enumerate(times):
            day, behind = time.meaning.first, _behind(told, time.place, time.mention.end)
            following = times[index + 1] if index + 1 < len(times) else None
            if following is not None and following.place == time.place:
                behind = behind[: following.mention.start - time.mention.end]
            if day is None or day > now:
                continue
            if opened is None and _OPENED.match(behind):
                opened = day
            elif ended is None and _ENDED.match(behind):
                ended = day
    if ended is not None and opened is not None:
        return _between(opened, ended)
    if ended is None and opened is None:
        return None
    texts = [_behind(told, 0, 0) for told in (*titles, *leads)]
    lasted = next((found for text in texts if (found := _LASTED.search(text))), None)
    if lasted is None:
        return None
    days = timedelta((DAYS.get(lasted["word"]) or int(lasted["number"] or 0)) - 1)
    if ended is not None:
        return _between(ended - days, ended)
    if opened is not None and opened + days <= now and any(map(_OVER.search, texts)):
        return _between(opened, opened + days)
    return None


def _behind(told: Sequence[Told], place: int, start: int) -> str:
    """Give the rest of a sentence behind a place, with 0 where its figures stand."""
    return "0".join(stretch.text for stretch in told[place:])[start:]


def _between(first: date, last: date) -> Period | None:
    return Period(first, last, "document") if 0 < (last - first).days < _LONGEST else None
