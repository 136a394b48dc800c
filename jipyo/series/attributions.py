"""Who says each figure of a text: the city, or whom its sentence quotes or cites.

An article has a speaker, who reports in its lead (``speakers``). Inside it others speak: ``의원은
… 지적했다``, ``국토교통부에 따르면 …``, ``“…”라고 회사 측은 말했다``. What they say is theirs, and
so is what follows in the paragraph until somebody else speaks (이어, 또, 그는, or nobody named).

What a city takes from official statistics in its own announcement is claimed by the city; a
statistics office speaks where it reports itself, or where no city does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jipyo.figures.model import Figure
from jipyo.series.model import Speaker
from jipyo.series.places import Place
from jipyo.series.speakers import (
    CONTRAST,
    cited,
    is_title_alone,
    reporter,
    speaker_of,
    subjects,
    who_says,
)

How = Literal["reports", "nobody", "says", "source", "goes_on", "title"]
"""Why a figure has its speaker: who reports in the lead of the text, or nobody does; whom its
sentence names as who says so, or as where it is from; whoever spoke before it; a headline has the
speaker of what it shortens."""

_SAYING = (
    "밝|알리|알렸|말했|말하|말한|전했|전하|주장|지적|설명|강조|비판|촉구|덧붙|요구|반박|해명|반발|우려"
    "|호소|토로|꼬집|질타|따졌|따져|평가|진단|언급|답했|답변|당부|제안|폭로|보고했|성토|추궁|항변|반문|귀띔|약속"
    "|자랑|소개|입을 모|주문|요청|제기|질의|물었|되물|거론|맞섰|일축|시인|인정|고백"
)
"""What follows something that is said (다고, ”라며)."""
_REPORTING = "발표|공개|공시|내다|전망|예상|예측|분석|추산|추정|집계"
"""What says so by itself."""
_QUOTED = "다고|라고|자고|냐고|라며|다며"
"""With 했다 or 한 behind it, this does too."""
_ACTIVE = r"(?!되|됐|받)[가-힣]{0,6}?"
_SAYING_BEHIND = rf"{_ACTIVE}(?:다|며|고|지만|면서|으나|자|데)(?=[\s.,”\"]|$)"
_REPORTING_BEHIND = rf"{_ACTIVE}(?:다|며|고|지만|면서|으나)(?=[\s.,”\"]|$)"


_SAYS = re.compile(f"(?:{_SAYING}){_SAYING_BEHIND}")
_CLAIMS = re.compile(
    rf"{_SAYS.pattern}|(?:{_REPORTING}){_REPORTING_BEHIND}|(?:{_QUOTED})\s(?:했|한)[가-힣]*(?=[\s.,]|$)"
)
_CLAIM_BEGINS = re.compile(f"{_SAYING}|{_REPORTING}|{_QUOTED}")
"""A search for what begins with one of some letters looks at these alone."""
_QUOTING = re.compile(
    r"(?:[다라자냐]고|라며|다며|다면서|라면서|다는|라는|[”\"][고며]|\x00[”\"’']?\s?(?:이?라고|며|고|이?라며|면서|이?라는))"
    r"[^.]{0,40}\Z"
)
_OPEN, _CLOSE = "“", "”"
_STRAIGHT = re.compile(r'"([^"\n]*)"')
_QUOTATION = re.compile(rf"{_OPEN}[^{_CLOSE}\n]*(?:{_CLOSE}|$)")
_BOUNDS = re.compile(
    rf"{_OPEN}|{_CLOSE}|\.(?<!\d\.)(?=\s|$)|\?(?<!\d\?)(?=\s|$)|!(?<!\d!)(?=\s|$)", re.MULTILINE
)
_BRACKETS = re.compile(r"\([^()\n]{1,40}\)")
_SAME = re.compile(
    r"[\s“\"\x00]*(?:이어|또한?|아울러|그는|그녀는|그러면서|이들은|이와 함께|특히|다만|그러나"
    r"|하지만)(?=[\s,])"
)
_HE = re.compile(
    r"[\s“\"\x00]*(?:(?:이어|또한?|아울러|그러면서)\s)?(?:그는|그녀는|이들은|그러면서|이어)(?=[\s,])"
)
_COMPANY_MARK = "(주)"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a stretch of the text, ``words`` as printed; ``end`` is exclusive."""

    start: int
    end: int
    speaker: Speaker
    how: How
    words: str = ""


def attribute(
    text: str, figures: Sequence[Figure], place: Place | None, published: date | None
) -> list[Attribution]:
    """Tell for every figure of a text who claims it, in the order of ``figures``.

    Args:
        text: Title, subtitle and body, parts separated by blank lines.
        figures: The figures as read in ``text``.
        place: The local government that the article is about, from :meth:`Places.recognise`.
        published: Day of publication.
    """
    if not figures:
        return []
    found = reporter(text, place, published)
    whole = Attribution(
        0,
        len(text),
        found[1] if found else "city",
        "reports" if found else "nobody",
        found[0] if found else "",
    )
    said = attributions(text, whole, place, published)
    return [
        next((each for each in said if each.start <= figure.start < each.end), whole)
        for figure in figures
    ]


def attributions(
    text: str, whole: Attribution, place: Place | None, published: date | None
) -> list[Attribution]:
    """Give the stretches of a text that somebody says or is cited for, in text order.

    ``whole`` is who speaks where nobody is named. Headlines are not looked at.
    """
    body = text.find("\n\n") + 1
    plain = _plain(text)
    found: list[Attribution] = []
    last: Attribution | None = None
    for start, end in _paragraphs(plain, body):
        opening = True
        for first, behind in _utterances(plain, start, end):
            sentence = _Sentence(plain, first, behind, whole, place, published)
            sentence.before = last or whole
            parts = sentence.parts()
            if parts:
                found += parts
                last = parts[-1]
            elif last is not None and sentence.goes_on(opening=opening):
                last = Attribution(first, behind, last.speaker, "goes_on", last.words)
                found.append(last)
            else:
                last = None
            opening = False
    return found


class _Sentence:
    """One sentence with the quotations inside it, and who says what of it."""

    def __init__(
        self,
        plain: str,
        start: int,
        end: int,
        whole: Attribution,
        place: Place | None,
        published: date | None,
    ) -> None:
        self._start, self._end = start, end
        self._said = plain[start:end]
        self._outside = _hide_quotes(self._said)
        self._whole, self._place, self._published = whole, place, published
        self.before = whole

    def parts(self) -> list[Attribution]:
        """Give who says the sentence, clause by clause; none where it names nobody."""
        found: list[Attribution] = []
        begin = 0
        for verb in _claims(self._outside):
            clause = self._outside[begin : verb.end()]
            if _SAYS.fullmatch(verb.group()) and not _QUOTING.search(
                self._outside[begin : verb.start()]
            ):
                continue
            who = who_says(clause, self._place, self._published)
            if who is not None:
                if is_title_alone(who[0].split(), self._place, self._published):
                    who = who[0], self._of_whom(who[1])
                found.append(self._part(begin, verb.end(), who, "says"))
                begin = verb.end()
        if found:
            tail = self._outside[begin:]
            if len(tail.strip(' .,”"')) > 1:
                found[-1] = Attribution(
                    found[-1].start, self._end, found[-1].speaker, "says", found[-1].words
                )
            return self._from_topic(found)
        source = self._source()
        return [source] if source is not None else []

    def goes_on(self, *, opening: bool) -> bool:
        """Tell whether whoever spoke before goes on here, where nobody is named.

        In a new paragraph he does only where the words say so (그는, 이어, a quotation).
        """
        quoted = "\x00" in self._outside
        if opening:
            return bool(_HE.match(self._outside)) or (
                quoted and self._outside.lstrip().startswith(("\x00", '"', _OPEN))
            )
        if quoted or _SAME.match(self._outside):
            return True
        return not any(
            speaker_of(subject.words, self._place, self._published) is not None
            for subject in subjects(self._outside)
        ) and not self._outside.lstrip().startswith(("한편", "이에 "))

    def _part(self, start: int, end: int, who: tuple[str, Speaker], how: How) -> Attribution:
        return Attribution(self._start + start, self._start + end, who[1], how, who[0])

    def _of_whom(self, speaker: Speaker) -> Speaker:
        """Tell as whom a title alone speaks: for who spoke before (상의는 … 회장은)."""
        for other in (self.before, self._whole):
            if other.speaker != "city" and (speaker != "city" or other is self._whole):
                return other.speaker
        return speaker

    def _from_topic(self, found: list[Attribution]) -> list[Attribution]:
        """Leave what stands before a speaker's clause to who speaks otherwise.

        ``시는 30억 원을 썼지만 의원은 5곳뿐이라고 지적했다``: the first clause is not his.
        """
        first = found[0]
        named = [
            subject for subject in subjects(self._outside) if " ".join(subject.words) == first.words
        ]
        if not named:
            return found
        before = self._outside[: named[0].start]
        if _QUOTING.search(before) or not CONTRAST.search(before):
            return found
        return [
            Attribution(
                self._start + named[0].start, first.end, first.speaker, first.how, first.words
            ),
            *found[1:],
        ]

    def _source(self) -> Attribution | None:
        """Give whom a sentence cites: 국토교통부에 따르면."""
        own = self._whole.how == "reports" and self._whole.speaker == "city"
        who = cited(self._outside, self._place, self._published, official=not own)
        return self._part(0, len(self._said), who, "source") if who is not None else None


def _claims(said: str) -> Iterator[re.Match[str]]:
    """Give the verbs that say or report, in order."""
    position = 0
    while found := _CLAIM_BEGINS.search(said, position):
        verb = _CLAIMS.match(said, found.start())
        if verb is not None:
            yield verb
        position = verb.end() if verb is not None else found.start() + 1


def _plain(text: str) -> str:
    """Give a text of the same length in which brackets and straight quotes are evened out."""
    plain = text.replace(_COMPANY_MARK, "㈜\x01\x01")
    plain = _BRACKETS.sub(lambda match: "\x01" * len(match.group()), plain)
    if '"' in plain:
        plain = _STRAIGHT.sub(rf"{_OPEN}\1{_CLOSE}", plain)
    return plain


def _hide_quotes(said: str) -> str:
    """Put fillers in the place of what is quoted, so that only who says it is left."""
    if _OPEN not in said:
        return said
    return _QUOTATION.sub(lambda match: "\x00" * len(match.group()), said)


def _paragraphs(text: str, start: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\n]+", text[start:]):
        found.append((start + match.start(), start + match.end()))
    return found


def _utterances(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a paragraph into sentences; one inside a quotation does not end."""
    found: list[tuple[int, int]] = []
    first, quoted = start, False
    for match in _BOUNDS.finditer(text, start, end):
        if match.group() in (_OPEN, _CLOSE):
            quoted = match.group() == _OPEN
        elif not quoted:
            found.append((first, match.end()))
            first = match.end()
    if text[first:end].strip():
        found.append((first, end))
    return found
