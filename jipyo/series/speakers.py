"""Who speaks in an article, and with that what the article is to a city.

An announcement says in its lead who reports: the subject of a reporting verb. Only like speakers
can contradict each other, so a council member's or a ministry's figures are kept as theirs. Who
says a single sentence is found by ``attributions``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple, cast

from jipyo.series.document import SENTENCE_END
from jipyo.series.model import Relevance, RelevanceReason, Speaker
from jipyo.series.places import LONGEST_KEPT, Place, Places
from jipyo.series.registry import lexicon

_REPORTING = re.compile(
    r"(?:밝혔|말했|전했|주장했|지적했|발표했|설명했|강조했|비판했|촉구했|덧붙였|요구했|공개했"
    r"|공시했|내다봤|전망했|주문했|반박했|우려했|분석했|추산했)"
)
_PRINTED = re.compile(r"[^\s,\x00\]】]+")
_SUBJECT_PARTICLES = ("은", "는", "이", "가")
_SUBJECT_MARK = re.compile(
    rf"(?P<stem>[가-힣A-Za-z0-9㈜·]+?)(?P<particle>{'|'.join(_SUBJECT_PARTICLES)})\Z"
)
_MODIFIER_ENDS = (
    *("을", "를", "에", "며", "고", "다", "에서", "으로", "까지", "부터"),
    *("하는", "했던", "한다는", "지만", "으나", "는데", "반면"),
)
_LISTED = re.compile(r"(?<=[가-힣])(?:와|과)$")
_GENITIVE = re.compile(r"(?<=[가-힣]{2})의$")
_FILLERS = re.compile(r"[\x01‘’'\"“”\[\]【】『』「」<>〈〉]")
_MODIFIERS = 4
_KEPT_WORDS = 16384
"""Words whose title or speaker is kept: those of a night are mostly the same."""
_SAID = re.compile(
    r"(?:[다라자냐]고|라며|다며|다면서|라면서|[”\"][고며]|\x00[”\"]?\s?(?:라고|이라고|며|고|라며|면서)?)[\s,]*\Z"
)
_CASE = re.compile(r"(?:이|가|은|는|의|와|과|에서|으?로부터|에게서|측)$")
_LONGEST_SOURCE = 14
_SOURCE = re.compile(
    r"(?:[에의]\s?(?:따르면|의하면)|[를을]\s?(?:보면|살펴보면|인용해|토대로))(?=[\s,])"
)
CONTRAST = re.compile(r"(?:지만|으나|는데|반면에?),?\s*\Z")
"""What ends a clause that is held against the one behind it."""
_ASIDE = re.compile(r"\([^()]{1,40}\)")
_COMPANY_MARK = "(주)"
_GOVERNMENTS = ("시", "군", "구", "도")
_OFFICES = {
    "부시장": "시", "부군수": "군", "부구청장": "구", "시장": "시", "군수": "군", "구청장": "구",
    "시청": "시", "군청": "군", "구청": "구",
}  # fmt: skip
_OFFICE_ENDINGS = tuple(_OFFICES)
_BODY = re.compile(r"(?:재단|장학회|진흥원|공단|공사|사업소|관리소|연구원|의료원)$")
"""Bodies that are a government's own where its name stands before them: 창원문화재단."""
_ANNOUNCES = re.compile(r"밝혔|발표했|공개했")
_NO_BODY = re.compile(r"(?:업계|들|주민|시민|상인|씨|전문가|교수|박사|대표|관계자)$")
"""Who may be cited for a sentence, but issues no announcement."""
_INSTITUTIONS = ("city", "ministry", "province", "council", "civic_group")
_QUOTES = "‘’'\"“”[]『』「」<>〈〉 "
_LEAD_CHARACTERS = 600


class NamedSubject(NamedTuple):
    """A noun phrase with the particle of a subject; ``words`` are its nouns, the head last.

    ``topic`` tells 은 and 는 from 이 and 가; ``start`` and ``end`` are where it stands.
    """

    start: int
    end: int
    words: tuple[str, ...]
    topic: bool


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
    """
    sentences = _lead(text)
    found = reporter(text, place, published)
    speaker = found[1] if found is not None else None
    if place is None:
        return Judgement(speaker or "city", "other", "no_place")
    if speaker == "city":
        return Judgement("city", "announcement", "government_reports")
    if speaker is not None:
        return Judgement(speaker, "about", "other_speaker")
    if _acts(text, sentences, place, published):
        return Judgement("city", "announcement", "government_acts")
    return Judgement("city", "about", "place_stated" if place_stated else "place_named")


# Whoever judges a text and whoever attributes its figures ask alike.
@lru_cache(maxsize=4)
def reporter(text: str, place: Place | None, published: date | None) -> tuple[str, Speaker] | None:
    """Give who reports in the lead of a text, as printed, and as whom; none where nobody does.

    Where nobody says that he reports, it is who is cited for what the lead says (시에 따르면).
    """
    quoted: tuple[str, Speaker] | None = None
    for sentence in _lead(text):
        if not _REPORTING.search(sentence):
            continue
        found = who_says(_plain(sentence), place, published)
        if found is None:
            continue
        announces = _ANNOUNCES.search(sentence) is not None
        if announces or (found[1] in _INSTITUTIONS and _titled(found[0]) is None):
            return found
        # A person who is quoted in the lead speaks for that sentence only, unless he is of those
        # who announce.
        if quoted is None and found[1] in _INSTITUTIONS:
            quoted = found
    for sentence in _lead(text):
        found = cited(_plain(sentence), place, published, official=True)
        if found is not None and not _NO_BODY.search(found[0]):
            return found
    return quoted


def who_says(
    clause: str, place: Place | None, published: date | None
) -> tuple[str, Speaker] | None:
    """Give the subject of the reporting verb that ends a clause, as printed, and as whom it speaks.

    It is the one behind what is said (``… 줄었다고 시가 밝혔다``) or behind a contrast, else the
    first topic, else the first subject; that of what is said stands behind it.
    """
    named: list[tuple[NamedSubject, Speaker]] = [
        (subject, speaker)
        for subject in subjects(clause)
        if (speaker := speaker_of(subject.words, place, published)) is not None
    ]
    for subject, speaker in reversed(named):
        if _SAID.search(clause[: subject.start]):
            return " ".join(subject.words), speaker
    for subject, speaker in reversed(named):
        if subject.topic and CONTRAST.search(clause[: subject.start]):
            return " ".join(subject.words), speaker
    for subject, speaker in sorted(named, key=lambda each: not each[0].topic):
        return " ".join(subject.words), speaker
    return None


def cited(
    sentence: str, place: Place | None, published: date | None, *, official: bool
) -> tuple[str, Speaker] | None:
    """Give whom a sentence cites (국토교통부에 따르면), as printed, and as whom.

    The city, where it is one of several.

    Args:
        sentence: The sentence.
        place: The local government that the text is about.
        published: Day of publication.
        official: Official statistics, and offices that keep them, count as speakers; where a city
            reports they are only its source.
    """
    match = _SOURCE.search(sentence)
    if match is None:
        return None
    named = re.split(r"(?:[다까요]\.|,)\s", sentence[: match.start()])[-1]
    words = [word for part in named.split() if (word := _FILLERS.sub("", part).strip("\x00"))]
    words = words[-_LONGEST_SOURCE:]
    found: tuple[str, Speaker] | None = None
    by_subject = [number for number in range(len(words)) if _SUBJECT_MARK.search(words[number])]
    for number in (*reversed(by_subject), *reversed(range(len(words)))):
        for head in dict.fromkeys((words[number], _CASE.sub("", words[number]))):
            before = words[max(0, number - _MODIFIERS) : number]
            speaker = speaker_of((*before, head), place, published) if head else None
            if speaker == "city":
                return head, speaker
            if speaker is not None and found is None:
                found = head, speaker
    if found is not None and not official and _is_source(words, found):
        return None
    return found


def _is_source(words: Sequence[str], who: tuple[str, Speaker]) -> bool:
    """Tell whether what is cited are official statistics."""
    name, speaker = who
    if lexicon().statistics.search(name):
        return True
    return speaker == "ministry" and bool(lexicon().documents.search(words[-1]))


def _lead(text: str) -> list[str]:
    lead = text.split("\n\n", 1)[-1][:_LEAD_CHARACTERS]
    return SENTENCE_END.split(lead)[:3]


def _plain(sentence: str) -> str:
    """Set aside what brackets add to a subject: 창원시(시장 …)는."""
    return _ASIDE.sub("", sentence.replace(_COMPANY_MARK, "㈜"))


def subjects(text: str) -> list[NamedSubject]:
    """Give the noun phrases that stand as topic or subject, in order."""
    tokens = [(match.start(), match.end(), match[0]) for match in _PRINTED.finditer(text)]
    if _FILLERS.search(text):
        tokens = [(start, end, _FILLERS.sub("", token)) for start, end, token in tokens]
    found: list[NamedSubject] = []
    for number, (start, end, token) in enumerate(tokens):
        if not token.endswith(_SUBJECT_PARTICLES):
            continue
        marked = _marked(token)
        if marked is None:
            continue
        stem, particle = marked
        words = [stem]
        for before_start, before_end, before in reversed(
            tokens[max(0, number - _MODIFIERS) : number]
        ):
            joint = text[before_end:start]
            if joint.strip() or not before or before.endswith(_MODIFIER_ENDS):
                break
            mark = _marked(before)
            if len(before) > 1 and mark is not None and mark[1] in "은는":
                break
            words.insert(0, before)
            start = before_start
        found.append(NamedSubject(start, end, tuple(words), particle in "은는"))
    return found


def _marked(token: str) -> tuple[str, str] | None:
    """Give the stem and the particle of a word that may be a topic or a subject."""
    if not token.endswith(_SUBJECT_PARTICLES):
        return None
    return _kept_mark(token) if len(token) <= LONGEST_KEPT else _mark(token)


def _mark(token: str) -> tuple[str, str] | None:
    mark = _SUBJECT_MARK.search(token)
    return None if mark is None or not _fits(*mark.groups()) else (mark["stem"], mark["particle"])


def _fits(stem: str, particle: str) -> bool:
    """Tell whether a particle can follow this syllable (은 after a consonant, 는 after none)."""
    last = stem[-1]
    if not "가" <= last <= "힣":
        return True
    return ((ord(last) - ord("가")) % 28 != 0) == (particle in "은이")


def speaker_of(words: Sequence[str], place: Place | None, published: date | None) -> Speaker | None:
    """Tell as whom somebody speaks whom a noun phrase names; ``None`` for who does not speak.

    A local government, its offices and its officials are the city; an official of whom the words
    before his title say more is of those (국토교통부 과장, 업체 관계자). Of several that are named
    together (시와 한국은행은) the city speaks.

    Args:
        words: The nouns of the phrase, the head last.
        place: The local government that the text is about.
        published: Day of publication.
    """
    nouns = [_without_genitive(word) for word in words]
    for word in nouns[:-1]:
        joined = _without_and(word)
        if joined != word and _government(joined, place, published) == "city":
            return "city"
    *modifiers, head = [_without_and(word) for word in nouns[:-1]] + nouns[-1:]
    own = _named(head, place, published)
    title = _titled(head)
    if title is None or own == "city":
        if own == "other" and modifiers and _BODY.search(head):
            # 인천시 연구원: the city's own.
            return _government(modifiers[-1], place, published) or own
        return own
    kind, before = title
    for modifier in reversed(modifiers):
        speaker = _named(modifier, place, published)
        if speaker is not None:
            return speaker
    if len(before) > 1 and _government(before, place, published) is None:
        # 노조위원장
        speaker = _named(before, place, published)
        if speaker is not None:
            return speaker
    return None if kind == "nobody" else cast("Speaker", kind)


def _without_genitive(word: str) -> str:
    return _GENITIVE.sub("", word) if word.endswith("의") else word


def _without_and(word: str) -> str:
    return _LISTED.sub("", word) if word.endswith(("와", "과")) else word


def is_title_alone(words: Sequence[str], place: Place | None, published: date | None) -> bool:
    """Tell whether a noun phrase is a title that does not say of whom: 김솔 회장, not 시장."""
    head = words[-1]
    return (
        _titled(head) is not None
        and _government(head, place, published) is None
        and all(_named(_without_genitive(word), place, published) is None for word in words[:-1])
    )


def _titled(word: str) -> tuple[str, str] | None:
    """Give the class of a title, and what stands before it in one word."""
    return _kept_title(word) if len(word) <= LONGEST_KEPT else _title(word)


def _title(word: str) -> tuple[str, str] | None:
    for name, pattern in lexicon().titles:
        match = pattern.search(word)
        if match is not None:
            return name, word[: match.start()]
    return None


def _named(word: str, place: Place | None, published: date | None) -> Speaker | None:
    """Tell as whom one word speaks."""
    government = _government(word, place, published)
    if government is not None:
        return government
    if (
        place is not None
        and _BODY.search(word)
        and word.startswith((place.name_ko, place.short_ko))
    ):
        return "city"
    name = _kept_speaker(word) if len(word) <= LONGEST_KEPT else _known_speaker(word)
    if name == "province" and place is not None and place.level == "province":
        return "city"
    return name


def _known_speaker(word: str) -> Speaker | None:
    """Tell as whom one word speaks that names no local government, wherever it is said."""
    known = lexicon()
    for name, pattern in known.speakers:
        if pattern.search(word):
            return cast("Speaker", name)
    if len(word) > 2 and known.company.search(word) and not known.company_like.search(word):
        return "company"
    return None


_kept_mark = lru_cache(maxsize=_KEPT_WORDS)(_mark)
_kept_title = lru_cache(maxsize=_KEPT_WORDS)(_title)
_kept_speaker = lru_cache(maxsize=_KEPT_WORDS)(_known_speaker)


def _government(word: str, place: Place | None, published: date | None) -> Speaker | None:
    """Tell as whom a local government speaks, by its name or by that of its office or head."""
    places = Places.load()
    if word.endswith(_OFFICE_ENDINGS):
        office = next(title for title in _OFFICES if word.endswith(title))
        word = word[: -len(office)] + _OFFICES[office]
    if word in _GOVERNMENTS:
        own = word != "도" or place is None or place.level == "province"
        return "city" if own else "province"
    spoken = places.resolve(word, published)
    if spoken is None:
        return None
    own = spoken.level != "province" or (place is not None and place.id == spoken.id)
    return "city" if own else "province"


def _acts(text: str, sentences: Sequence[str], place: Place, published: date | None) -> bool:
    """Tell whether a government is what the title starts with or what the lead speaks of."""
    places = Places.load()
    title = text.split("\n", 1)[0].lstrip(_QUOTES)
    first = next(iter(places.find(title)), None)
    if first is not None and first.start == 0 and places.names_place(first):
        return place.id in {places.canonical(named).id for named in first.places} | {
            named.id for named in first.places
        }
    return any(
        speaker_of(subject.words, place, published) == "city"
        for sentence in sentences
        for subject in subjects(_plain(sentence))
    )
