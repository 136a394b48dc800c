"""The words around a figure: what it is linked to, what it continues, what is done with it.

Korean puts the head of a noun phrase last and marks its role by a particle. So the measure of a
figure is, in this order: the noun to which it is linked (8천억 원의 국비), the noun before it
(국비 8천억 원), the noun that it counts (67개 지원사업), the topic of its clause (국비는 …). A
figure without a noun of its own continues the one before it (6,268억에서 961억 원, 15%).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from jipyo.figures.model import Figure
from jipyo.series.registry import lexicon

Role = Literal["figure", "noun", "topic", "subject", "object", "genitive", "oblique", "adnominal",
               "closing", "skip", "open", "close", "comma", "stop"]  # fmt: skip
"""What a word does in its sentence."""

Relation = Literal["linked", "before", "counted", "topic", "object", "into", "example"]
"""How a noun phrase stands to a figure; earlier ones are stronger.

``into`` is what money goes into (4대 사업에 100억 원), ``example`` one of what is counted
(소재 특화단지 등 8개 사업).
"""

_BULLETS = "▲△▶▷■□●○◆◇◦•※"
_TOKEN = re.compile(rf"[(（\[]|[)）\]]|[,，、;…]|[{_BULLETS}](?!\s?\d)|[^\s()（）\[\],，、;…]+")
_PARTICLES: tuple[tuple[str, Role], ...] = (
    ("에서는", "topic"), ("에는", "topic"), ("으로는", "topic"), ("로는", "topic"),
    ("에게는", "topic"),
    ("이라는", "genitive"), ("라는", "genitive"),
    ("으로부터", "oblique"), ("로부터", "oblique"), ("에서", "oblique"), ("에게", "oblique"),
    ("으로", "oblique"), ("까지", "oblique"), ("부터", "oblique"), ("보다", "oblique"),
    ("에도", "oblique"), ("마다", "oblique"), ("만큼", "oblique"), ("처럼", "oblique"),
    ("이며", "closing"), ("이고", "closing"), ("이나", "oblique"),
    ("은", "topic"), ("는", "topic"), ("도", "topic"), ("이", "subject"), ("가", "subject"),
    ("을", "object"), ("를", "object"), ("의", "genitive"),
    ("에", "oblique"), ("로", "oblique"), ("과", "oblique"), ("와", "oblique"), ("만", "oblique"),
)  # fmt: skip
_FINAL_CONSONANT = frozenset(
    ("은", "이", "을", "과", "이나", "으로", "이며", "이고", "이라는", "으로는")
)
_HANGUL_BASE, _FINALS = 0xAC00, 28
_QUOTES = "‘’“”\"'`『』「」<>〈〉《》"
_MARKS = _QUOTES + ".…!?:：→·ㆍ①②③④⑤⑥⑦⑧⑨⑩"
_PARTINGS = frozenset(("→", ":", "|", "/", "="))
_NO_QUOTES = str.maketrans("", "", _QUOTES)
_LINK_TAIL = re.compile(
    r"^(?:여|대|가량|상당|어치|이상|규모|수준|정도|짜리|안팎|남짓|넘|의|이라는|라는|이나되는)*(?:의|짜리|이라는|라는)$"
)
_LINK_WORDS = frozenset(
    (
        *("규모의", "규모", "상당의", "상당", "가량의", "정도의", "이상의", "수준의", "어치의"),
        *("안팎의", "대의", "여의", "넘는", "이르는", "달하는", "이하의", "내외의"),
    )
)
_AFTER_COUNT = frozenset(
    ("이상", "이하", "가량", "정도", "안팎", "내외", "수준", "남짓", "미만", "초과", "여", "씩")
)
_REACH = 120
"""How many words back a topic is looked for; no sentence that a person writes is longer."""
_BOUNDS = frozenset(("이상", "이하", "미만", "초과"))
_AGE = re.compile(r"\d세$")
_CONDITIONS = frozenset(("기준", "대비"))
_FIGURE_TAIL = re.compile(r"[^\s()（）\[\],，、;·‧∙・→…]*")
_EACH = re.compile(
    r"(?:인|명|가구|세대|업체|기업|개소|건|대|곳|마리|농가|ha|㏊|개사|사|주|톤|t|kg|평|하나|시설|학교|학급|팀|동|호|채|면|권)당$"
)
_NEVER_LEFT = frozenset(
    (
        *("등", "및", "또는", "그리고", "등의", "등을", "등이", "등에", "등과", "등은"),
        *("등으로", "등에서"),
    )
)
_VERB_OF = re.compile(r"([가-힣]{2,4}?)(?:했|하였|한다|하고|하며|해|하여|할|하기로|한)")
_ENDING_WORDS = re.compile(r"[가-힣]다[.]?$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: the stem without its particle, and its role there."""

    start: int
    end: int
    text: str
    stem: str
    particle: str
    role: Role
    figure: int = -1


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase near a figure; ``words`` are its nouns in order, the head last.

    ``done`` is the predicate of the clause in front (`시가 [유치한] 투자`), ``of`` what that
    clause is done to or where (`[도담삼봉]을 찾은 관광객`). ``passed`` are words inside it that say
    nothing of what is measured.
    """

    words: tuple[str, ...]
    relation: Relation
    start: int = 0
    done: str = ""
    of: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What the sentence says around one figure.

    ``continues`` is the index of the figure whose measure it takes over, or ``None``; ``apart``
    tells that a locative parts the two (``80ha에 17만 그루``); ``gathers`` that it is the sum of
    the list before it (``…을 더한 208곳``); ``listed`` that it stands as a label and number among
    others of its kind; ``passed`` are the words that were left aside on the way to its phrases,
    each with the reason (skip, each, size, actor, clause, oblique).
    """

    phrases: tuple[Phrase, ...] = ()
    continues: int | None = None
    apart: bool = False
    gathers: bool = False
    listed: bool = False
    bracketed: bool = False
    after: str = ""
    before: str = ""
    clause: str = ""
    holder_words: tuple[str, ...] = field(default=())
    passed: tuple[tuple[str, str], ...] = ()


def sentence_words(
    text: str, start: int, end: int, figures: Sequence[tuple[int, Figure]]
) -> list[Word]:
    """Cut a sentence into words, each figure one word with what hangs on it.

    Args:
        text: The whole text.
        start: Start of the sentence.
        end: Its end, exclusive.
        figures: Index and figure of those that stand in it, in text order.
    """
    words: list[Word] = []
    position = start
    for index, figure in figures:
        if figure.start < position:
            continue
        words += _plain_words(text, position, figure.start)
        tail = _FIGURE_TAIL.match(text, figure.end, end)
        tail_end = tail.end() if tail else figure.end
        tail_text = text[figure.end : tail_end].strip(_QUOTES + "+-.。…")
        words.append(
            Word(figure.start, tail_end, figure.text, figure.text, tail_text, "figure", index)
        )
        position = tail_end
    words += _plain_words(text, position, end)
    return words


def _plain_words(text: str, start: int, end: int) -> list[Word]:
    words: list[Word] = []
    for match in _TOKEN.finditer(text, start, end):
        raw = match.group()
        if raw in "(（[":
            words.append(Word(match.start(), match.end(), raw, "", "", "open"))
        elif raw in ")）]":
            words.append(Word(match.start(), match.end(), raw, "", "", "close"))
        elif raw in ",，、;…" or raw in _BULLETS:
            words.append(Word(match.start(), match.end(), raw, "", "", "comma"))
        elif words and words[-1].role == "close" and words[-1].end == match.start():
            # `(+22.8%)와`: a particle of the noun before the bracket.
            word = _word(raw, match.start(), match.end())
            particles = {particle for particle, _ in _PARTICLES}
            words.append(replace(word, role="skip") if raw in particles else word)
        else:
            words.append(_word(raw, match.start(), match.end()))
    return words


def _word(raw: str, start: int, end: int) -> Word:
    return Word(start, end, raw, *_strip(raw))


@lru_cache(maxsize=32768)
def _strip(raw: str) -> tuple[str, str, Role]:
    """Give stem, particle and role of a word; words come again and again."""
    bare = raw.strip(_MARKS).translate(_NO_QUOTES)
    if not any(map(str.isalnum, bare)):
        return "", "", "stop" if raw.strip() in _PARTINGS else "skip"
    stem, particle, role = _cut(bare)
    return stem, particle, "topic" if raw.endswith((":", "：")) and role == "noun" else role


def _cut(bare: str) -> tuple[str, str, Role]:
    words = lexicon()
    if bare in words.qualifiers or words.time.match(bare):
        return bare, "", "skip"
    if bare in words.particle_like or bare in words.particle_like_whole or bare in words.generic:
        return bare, "", "noun"
    if bare.endswith("고") and len(bare) > 1 and bare[-2:] not in words.nouns_in_go:
        return bare, "", "closing"
    if bare.endswith("해") and len(bare) > 2 and bare[-2:] not in words.nouns_in_hae:
        return bare, "", "closing"
    if words.closing.search(bare) and len(bare) > 1 and not bare.endswith(("이고", "이며")):
        return bare, "", "closing"
    if words.adnominal.search(bare) and bare not in words.adnominal_like:
        return bare, "", "adnominal"
    for particle, role in _PARTICLES:
        stem = bare[: -len(particle)]
        if not stem or not bare.endswith(particle):
            continue
        if not _fits(stem, particle):
            continue
        if (
            len(particle) == 1
            and (bare[-2:] in words.particle_like or bare[-3:] in words.particle_like)
            # 임대가, 수주가: what is done, with its particle, and no price (대가, 주가).
            and stem not in words.verbal
            # 수협의, 농협의 are no consultation (협의).
            and not stem.endswith(words.unions)
        ):
            return bare, "", "noun"
        return stem, particle, role
    return bare, "", "noun"


def _fits(stem: str, particle: str) -> bool:
    """Tell whether a particle can follow this syllable (은 after a consonant, 는 after none)."""
    last = stem[-1]
    if not "가" <= last <= "힣":
        return True
    final = (ord(last) - _HANGUL_BASE) % _FINALS
    if particle in _FINAL_CONSONANT:
        return final != 0 and not (particle.startswith("으로") and final == 8)
    if particle in ("는", "가", "를", "와"):
        return final == 0
    if particle in ("로", "로는", "로부터"):
        return final in (0, 8)
    return True


def read_frames(text: str, figures: Sequence[Figure]) -> list[Frame]:
    """Give the frame of every figure, in the order of ``figures``."""
    frames: list[Frame] = [Frame()] * len(figures)
    by_sentence: dict[tuple[int, int], list[tuple[int, Figure]]] = {}
    for index, figure in enumerate(figures):
        by_sentence.setdefault(figure.sentence, []).append((index, figure))
    for (start, end), members in by_sentence.items():
        members.sort(key=lambda member: member[1].start)
        first, last = members[0][1], members[-1][1]
        words = sentence_words(text, min(start, first.start), max(end, last.end), members)
        at = {word.figure: number for number, word in enumerate(words) if word.figure >= 0}
        for index, figure in members:
            if index in at:
                frames[index] = _frame(words, at[index], figure, text)
        _mark_lists(frames, figures, members, words, at)
    return frames


def _frame(words: Sequence[Word], at: int, figure: Figure, text: str) -> Frame:
    passed: list[tuple[str, str]] = []
    before, continues, gathers, bracketed = _left(words, at, figure, passed)
    after = _right(words, at, passed)
    phrases: list[Phrase] = []
    if before is not None and before.relation == "before":
        phrases.append(before)
    if after is not None and after.relation == "linked":
        # `입주기업 52개사의 수출` counts firms; `8천억 원의 국비` is the fund.
        phrases.insert(len(phrases) if figure.counter else 0, after)
    counts = after is not None and after.relation == "counted"
    if counts and after is not None:
        if figure.counter and not words[at].particle and not _is_action(after):
            # A counter directly before a noun counts that noun: 67개 산업혁신 지원사업.
            phrases.insert(0, after)
        else:
            phrases.append(after)
    if before is not None and before.relation != "before":
        phrases.append(before)
    topic = _topic(words, at, before, counts, passed)
    if topic is not None:
        phrases.append(topic)
    phrases = [_with_verb(words, at, phrase) for phrase in phrases]
    following = _object_after(words, at)
    if following is not None:
        phrases.append(following)
    clause_start = next(
        (words[k].end for k in range(at - 1, -1, -1) if words[k].figure >= 0),
        words[0].start,
    )
    stop = next(
        (words[k].start for k in range(at + 1, len(words)) if words[k].figure >= 0),
        words[-1].end,
    )
    closing = next(
        (words[k].end for k in range(at + 1, len(words))
         if words[k].role == "closing" or words[k].figure >= 0),
        words[-1].end,
    )  # fmt: skip
    return Frame(
        phrases=tuple(phrases),
        continues=continues,
        apart=any(
            word.figure == continues and word.particle == "에"
            for word in words[max(0, at - _REACH) : at]
        ),
        gathers=gathers,
        bracketed=bracketed,
        after=text[words[at].end : min(stop, closing)],
        before=text[clause_start : words[at].start],
        clause=text[clause_start : min(stop, closing)],
        passed=tuple(passed),
    )


def _with_verb(words: Sequence[Word], at: int, phrase: Phrase) -> Phrase:
    """Add the verb of which a phrase is the object: `농기계를 3,305건 임대했다`."""
    if phrase.done:
        return phrase
    last = next(
        (word for word in words if word.start >= phrase.start and word.role == "object"), None
    )
    if last is None or last.stem != phrase.words[-1]:
        return phrase
    position = words.index(last) + 1
    while position < len(words) and (words[position].role == "skip" or position == at):
        position += 1
    if position < len(words) and words[position].role in ("closing", "adnominal", "noun"):
        verb = _VERB_OF.match(words[position].text.strip(_MARKS))
        if verb is not None:
            return replace(phrase, done=verb.group(1) + "한")
    return phrase


def _is_action(phrase: Phrase) -> bool:
    """Tell whether a phrase is only what is done: 316호 공급, 185개사 지원."""
    known = lexicon()
    return all(
        word in known.actions or word in known.sizes or word in known.verbal
        for word in phrase.words
    )


def _left(
    words: Sequence[Word], at: int, figure: Figure, passed: list[tuple[str, str]]
) -> tuple[Phrase | None, int | None, bool, bool]:
    """Read leftwards from a figure, and add to ``passed`` what is left aside on the way.

    Returns:
        The nearest noun phrase, the figure that it continues, whether it sums up a list, and
        whether it stands in brackets behind a noun or figure.
    """
    position = at - 1
    bracketed = False
    crossed = False
    while position >= max(0, at - _REACH):
        word = words[position]
        if word.role == "skip":
            if word.stem:
                passed.append((word.text, "skip"))
            if word.text in _CONDITIONS and position and words[position - 1].role == "noun":
                # `승용차 기준 최대 1,050만 원`: under what condition, not of what.
                position -= 1
                passed.append((words[position].text, "condition"))
            position -= 1
        elif word.role == "noun" and _EACH.search(word.stem):
            passed.append((word.text, "each"))
            position -= 1
        elif word.role == "open":
            bracketed = True
            position -= 1
        elif word.role == "close":
            position = _matching_open(words, position) - 1
        elif word.role == "comma":
            # `1159억 원, 15%` goes on; `A 185곳, 17곳` does not name the second.
            crossed = True
            position -= 1
        elif word.figure >= 0:
            return None, word.figure, False, bracketed
        elif word.role == "noun" and word.text in _NEVER_LEFT:
            if word.text != "등" or crossed or position == 0 or words[position - 1].role != "noun":
                return None, None, False, bracketed
            return _collect_left(words, position - 1, "example"), None, False, bracketed
        elif word.role == "noun":
            if crossed or (len(word.stem) == 1 and "가" <= word.stem <= "힣"):
                # One syllable is a stem (`9억 달러를 사 71억 달러를 남겼다`), hardly a measure.
                return None, None, False, bracketed
            phrase = _collect_left(words, position, "before")
            return phrase, None, False, bracketed
        elif word.role == "genitive":
            phrase = _collect_left(words, position, "before")
            return phrase, None, False, bracketed
        elif word.role in ("topic", "subject"):
            phrase = _collect_left(words, position, "topic")
            if _acts(phrase, word.particle):
                passed.append((" ".join(phrase.words), "actor"))
                return None, None, False, bracketed
            return phrase, None, False, bracketed
        elif word.role == "object":
            phrase = _collect_left(words, position, "object")
            return phrase, None, False, bracketed
        elif word.role == "adnominal":
            if re.match(r"(?:더|합|합친|포함|모두합)한?", word.text):
                return None, None, True, bracketed
            passed.append((word.text, "clause"))
            position -= 1
            bracketed = False
            continues = _changed_figure(words, position)
            if continues is not None:
                return None, continues, False, bracketed
        elif word.role == "oblique":
            if word.particle == "에" and figure.counter is None and len(word.stem) > 1:
                before = words[position - 1].figure if position else -1
                if before >= 0 and word.stem in lexicon().actions:
                    # `저온저장고 12동 설치에 8억 원`: what those counted before cost.
                    return None, before, False, bracketed
                phrase = _collect_left(words, position, "into")
                return phrase, None, False, bracketed
            passed.append((word.text, "oblique"))
            position -= 1
            while position >= 0 and words[position].role in ("noun", "genitive"):
                passed.append((words[position].text, "oblique"))
                position -= 1
        else:
            return None, None, False, bracketed
    return None, None, False, bracketed


def _acts(phrase: Phrase, particle: str) -> bool:
    """Tell whether a subject does or says something rather than being measured.

    People of whom a clause says which ones are counted (`접종을 마친 시민은 3만 명`), and where
    something is nobody acts (토요시장에는).
    """
    known, last = lexicon(), phrase.words[-1]
    if particle == "에는" or (phrase.of and last in known.people):
        return False
    return bool(known.title.match(last)) or (
        len(phrase.words) == 1 and bool(known.actor.match(last))
    )


def _changed_figure(words: Sequence[Word], position: int) -> int | None:
    """Give the change that a level follows: ``70억원(2.1%) 늘어난 3조원``."""
    while position >= 0 and words[position].role in ("skip", "close", "open", "oblique", "comma"):
        position -= 1
    if position >= 0 and words[position].figure >= 0:
        return words[position].figure
    return None


def _matching_open(words: Sequence[Word], position: int) -> int:
    depth = 0
    while position >= 0:
        depth += (words[position].role == "close") - (words[position].role == "open")
        if depth == 0:
            return position
        position -= 1
    return 0


def _collect_left(words: Sequence[Word], position: int, relation: Relation) -> Phrase:
    """Gather the noun phrase that ends at ``position``."""
    nouns = [words[position].stem]
    passed: tuple[str, ...] = ()
    start = words[position].start
    if nouns[0] in _BOUNDS and position and _AGE.search(words[position - 1].text):
        nouns[0] = words[position - 1].text + nouns[0]
        position -= 1
        start = words[position].start
    if words[position].text[0] in _QUOTES and position and words[position - 1].role == "noun":
        # `지역화폐 ‘온누리카드’를`: a name in quotes says what its noun is called.
        nouns.clear()
    position -= 1
    while position >= 0 and len(nouns) < 6:
        word = words[position]
        if word.text in _BOUNDS and position and _AGE.search(words[position - 1].text):
            # 65세 이상 is one name; 65세 미만 is another.
            nouns.append(words[position - 1].text + word.text)
            start = words[position - 1].start
            position -= 2
            continue
        if (word.role == "skip" and word.stem) or (word.figure >= 0 and word.particle == "의"):
            passed = (word.text, *passed)
            position -= 1
            continue
        joint = word.role == "noun" and word.text not in _NEVER_LEFT
        if not joint and word.role != "genitive":
            break
        nouns.append(word.stem)
        start = word.start
        position -= 1
    done, of = _relative_clause(words, position)
    return Phrase(tuple(reversed(nouns)), relation, start, done, of, passed)


def _relative_clause(words: Sequence[Word], position: int) -> tuple[str, tuple[str, ...]]:
    """Read the clause that ends in front of a noun phrase: its predicate, and of what it is."""
    if position < 0 or words[position].role != "adnominal":
        return "", ()
    done = words[position].text.strip(_MARKS)
    position -= 1
    while position >= 0 and words[position].role == "skip":
        position -= 1
    if position < 0 or not (
        words[position].role in ("object", "subject", "noun")
        or (
            words[position].role == "oblique"
            and words[position].particle in ("에서", "에", "로", "으로")
        )
    ):
        return done, ()
    nouns = [words[position].stem]
    position -= 1
    while position >= 0 and len(nouns) < 3 and words[position].role in ("noun", "genitive"):
        nouns.append(words[position].stem)
        position -= 1
    return done, tuple(reversed(nouns))


def _right(words: Sequence[Word], at: int, passed: list[tuple[str, str]]) -> Phrase | None:
    """Read the noun phrase behind a figure that it is linked to or counts."""
    tail = words[at].particle
    position = at + 1
    linked = bool(_LINK_TAIL.match(tail)) if tail else False
    if (
        tail
        and not linked
        and tail not in _AFTER_COUNT
        and tail not in ("규모", "상당", "대", "여")
    ):
        # `7,229억 원으로`, `8천억 원을`: the figure has its own particle.
        return None
    while position < len(words) and (
        words[position].text in _LINK_WORDS
        or words[position].text in _AFTER_COUNT
        or (linked and words[position].role == "skip")
    ):
        if words[position].text in _LINK_WORDS:
            linked = True
        passed.append((words[position].text, "size"))
        position += 1
    nouns: list[str] = []
    start = words[position].start if position < len(words) else 0
    while position < len(words) and len(nouns) < 6:
        word = words[position]
        if word.figure >= 0 or word.text in _NEVER_LEFT:
            break
        if word.role == "noun" or word.role == "genitive":
            nouns.append(word.stem)
        elif word.role in ("topic", "subject", "object", "oblique"):
            nouns.append(word.stem)
            break
        elif word.role == "adnominal" and linked and not nouns:
            position += 1
            continue
        else:
            break
        position += 1
    if not nouns or (len(nouns) == 1 and _ENDING_WORDS.search(nouns[0])):
        return None
    return Phrase(tuple(nouns), "linked" if linked else "counted", start)


def _topic(
    words: Sequence[Word],
    at: int,
    found: Phrase | None,
    within_clause: bool,
    passed: list[tuple[str, str]],
) -> Phrase | None:
    """Give the nearest topic or subject before a figure that is not an actor."""
    weak: Phrase | None = None
    for position in range(at - 1, max(-1, at - _REACH), -1):
        word = words[position]
        if within_clause and word.role == "closing":
            break
        if word.role not in ("topic", "subject"):
            continue
        phrase = _collect_left(words, position, "topic")
        if _acts(phrase, word.particle):
            passed.append((" ".join(phrase.words), "actor"))
            continue
        if found is not None and found.start == phrase.start:
            continue
        if word.role == "topic" and word.particle in ("은", "는", ""):
            return phrase
        weak = weak or phrase
    return weak


def _object_after(words: Sequence[Word], at: int) -> Phrase | None:
    """Give the object behind a figure that has its own particle: ``8천억으로 국비를 늘렸다``."""
    for position in range(at + 1, min(at + 6, len(words))):
        word = words[position]
        if word.figure >= 0 or word.role in ("closing", "comma"):
            return None
        if word.role == "object" and words[at].particle in ("으로", "로", "까지"):
            return _collect_left(words, position, "object")
    return None


def _mark_lists(
    frames: list[Frame],
    figures: Sequence[Figure],
    members: Sequence[tuple[int, Figure]],
    words: Sequence[Word],
    at: dict[int, int],
) -> None:
    """Mark runs of label and number: ``국비 12억 원, 도비 3억 원, 시비 9억 원``."""
    del words
    run: list[int] = []

    def close() -> None:
        if len(run) >= 2:
            for index in run:
                frames[index] = replace(frames[index], listed=True)
        run.clear()

    for index, figure in members:
        if index not in at:
            continue
        frame = frames[index]
        own = frame.phrases[:1]
        is_label = bool(own) and own[0].relation in ("before", "into")
        if frame.continues is not None and run:
            continue
        if not is_label:
            close()
            continue
        if run and (figures[run[-1]].unit != figure.unit or _parted(frame.before)):
            close()
        run.append(index)
    close()


def _parted(between: str) -> bool:
    """Tell whether a clause ends between two figures."""
    return bool(re.search(r"[다요]\.|[가-힣](?:며|고|지만|으나|는데)[\s,]", between))
