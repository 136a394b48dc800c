"""Who speaks in an article, and with that what the article is to a city.

An announcement says in its lead who reports: the subject of a reporting verb. Only like speakers
can contradict each other, so a council member's or a ministry's figures are kept as theirs.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple, cast

from jipyo.series.document import SENTENCE_END
from jipyo.series.model import Relevance, RelevanceReason, Speaker
from jipyo.series.places import Place, Places
from jipyo.series.registry import lexicon
from jipyo.series.trace import Trace

_REPORTING = re.compile(
    r"(?:밝혔|말했|전했|주장했|지적했|발표했|설명했|강조했|비판했|촉구했|덧붙였|요구했|공개했)"
)
_SUBJECT = re.compile(r"([가-힣A-Za-z㈜·]{1,20}?)(?:은|는|이|가)(?=\s|$)")
_ASIDE = re.compile(r"\([^()]{1,40}\)")
_COMPANY_MARK = "(주)"
_GOVERNMENTS = ("시", "군", "구", "도")
_OFFICES = {"시장": "시", "군수": "군", "구청장": "구", "시청": "시", "군청": "군", "구청": "구"}
_QUOTES = "‘’'\"“”[]『』「」<>〈〉 "
_LEAD_CHARACTERS = 600


class Judgement(NamedTuple):
    """Who speaks in an article, and what it is to the local government that it names."""

    speaker: Speaker
    relevance: Relevance
    reason: RelevanceReason


def judge(
    text: str,
    place: Place | None,
    published: date | None,
    *,
    place_stated: bool = False,
    trace: Trace | None = None,
) -> Judgement:
    """Tell who claims the figures of an article, and whether it is a government's announcement.

    An article is an *announcement* where a local government reports in its lead (시는 … 밝혔다), or
    acts there and nobody reports (board releases in note form); it is *about* a government where
    that is named and somebody else reports; it is *other* where no local government is known, or
    more than one and none before the others. Figures of others are kept and do not vote.

    Args:
        text: Title, subtitle and body, parts separated by blank lines.
        place: The local government that the article is about, from :meth:`Places.recognise`.
        published: Day of publication.
        place_stated: The source itself says which place it is about.
        trace: Where who speaks is noted, if somebody asked.
    """
    lead = text.split("\n\n", 1)[-1][:_LEAD_CHARACTERS]
    sentences = SENTENCE_END.split(lead)[:3]
    speaker = _reporter(sentences, place, published, trace)
    if trace and speaker is None:
        trace.note_for_all("speaker", reason="nobody", detail="city")
    if place is None:
        return Judgement(speaker or "city", "other", "no_place")
    if speaker == "city":
        return Judgement("city", "announcement", "government_reports")
    if speaker is not None:
        return Judgement(speaker, "about", "other_speaker")
    if _acts(text, sentences, place, published):
        return Judgement("city", "announcement", "government_acts")
    return Judgement("city", "about", "place_stated" if place_stated else "place_named")


def _reporter(
    sentences: list[str], place: Place | None, published: date | None, trace: Trace | None
) -> Speaker | None:
    """Give the kind of speaker that reports in the lead; ``None`` where nobody does."""
    for sentence in sentences:
        if not _REPORTING.search(sentence):
            continue
        for subject in _subjects(sentence):
            speaker = _speaker(subject, place, published)
            if speaker is not None:
                if trace:
                    trace.note_for_all("speaker", subject, reason="reports", detail=speaker)
                return speaker
    return None


def _subjects(sentence: str) -> list[str]:
    """Give what stands as a subject, what brackets add to it set aside: 창원시(시장 …)는."""
    plain = _ASIDE.sub("", sentence.replace(_COMPANY_MARK, "㈜"))
    return [match.group(1) for match in _SUBJECT.finditer(plain)]


def _speaker(subject: str, place: Place | None, published: date | None) -> Speaker | None:
    places = Places.load()
    office = next((title for title in _OFFICES if subject.endswith(title)), None)
    if office is not None:
        subject = subject[: -len(office)] + _OFFICES[office]
    if subject in _GOVERNMENTS:
        own = subject != "도" or place is None or place.level == "province"
        return "city" if own else "province"
    spoken = places.resolve(subject, published)
    if spoken is not None:
        own = spoken.level != "province" or (place is not None and place.id == spoken.id)
        return "city" if own else "province"
    for name, pattern in lexicon().speakers:
        if len(subject) > 1 and pattern.search(subject):
            if name == "province" and place is not None and place.level == "province":
                return "city"
            return cast("Speaker", name)
    return None


def _acts(text: str, sentences: list[str], place: Place, published: date | None) -> bool:
    """Tell whether a government is what the title starts with or what the lead speaks of."""
    places = Places.load()
    title = text.split("\n", 1)[0].lstrip(_QUOTES)
    first = next(iter(places.find(title)), None)
    if first is not None and first.start == 0 and places.names_place(first):
        return place.id in {places.canonical(named).id for named in first.places} | {
            named.id for named in first.places
        }
    return any(
        _speaker(subject, place, published) == "city"
        for sentence in sentences
        for subject in _subjects(sentence)
    )
