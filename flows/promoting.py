"""`jipyo metrics promote`: a provisional measure gets an entry, and history is read with it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any

import psycopg

from flows.measures import measures_of
from flows.reading import places
from flows.reparse import ReparseReport, report_lines
from flows.reparse import reparse as replay
from jipyo.figures import read
from jipyo.series.document import canonical_noun, provisional_parts
from jipyo.series.identity import explain
from jipyo.series.registry import (
    MEASURE_ID,
    NATURES,
    Measure,
    Registry,
    lexicon,
    overlay_entries,
    squeeze,
    unit_classes,
    unknown_unit,
)
from jipyo.store.database import connect, database_url
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from jipyo.store.overlay import Overlay, read_overlay, with_block, write_overlay
from jipyo.store.runs import SEOUL, counted
from jipyo.store.stored import count_measure
from jipyo.store.unmapped import (
    Stated,
    measure_as_stated,
    provisional_ids,
    texts_of_measure,
)

PROPOSED_ALIASES = 5
"""How many names a proposal takes over from what is stored, the most frequent ones."""

EXPLAINED_TEXTS = 50
"""How many texts are looked at to tell why figures keep their provisional id."""

_SIZES = ("amount", "cumulative", "target", "forecast", "capacity")
"""Classes of kinds that are counted in the unit of their measure; growth and shares are not."""

_NATURE_OF = {"level": "stock", "flow": "flow", "cumulative": "cumulative"}


@dataclass(frozen=True, slots=True)
class Promotion:
    """What is asked for; what is empty is proposed from what is stored.

    Either ``id`` is that of a measure to be made, or ``into`` that of one which is known and gets
    further names.
    """

    metric: str
    id: str = ""
    into: str = ""
    label_ko: str = ""
    label_en: str = ""
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    nature: str = ""

    @property
    def target(self) -> str:
        """The measure under which its figures will stand."""
        return self.into or self.id


@dataclass(frozen=True, slots=True)
class _Asked:
    """A promotion with everything that it needs to be decided."""

    wish: Promotion
    stated: list[Stated]
    overlay: Overlay
    known: Registry

    @property
    def figures(self) -> int:
        return sum(one.figures for one in self.stated)


def promote(
    wish: Promotion,
    *,
    dry_run: bool,
    workers: int,
    now: datetime | None,
    tell: Callable[[str], None],
    progress: Callable[[str], None],
    agree: Callable[[str], bool],
) -> ReparseReport | None:
    """Write an entry for a provisional measure into the overlay of the home, and replay history.

    What would change is told first. Cut off anywhere, it is finished by the same command, or by
    `jipyo reparse` once the entry is written.

    Args:
        wish: What is asked for.
        dry_run: Only tell what would change; nothing is written anywhere.
        workers: How many processes read side by side.
        now: The moment that the run is kept under.
        tell: Takes what there is to tell, line by line.
        progress: Takes the lines of progress.
        agree: Asked once, before anything is written, whether to go on.

    Returns:
        What the replay did, or would do; ``None`` if it was not agreed to.

    Raises:
        JipyoError: no such measure, a wrong id or unit, a tie of names, nothing that would change,
            a broken overlay, or another replay. Nothing was written then.
    """
    home = Home.from_environment()
    overlay = read_overlay(home)
    known = measures_of(overlay)
    url = database_url(home)
    with connect(url) as connection:
        stated = measure_as_stated(connection, wish.metric)
        asked = _Asked(wish, stated, overlay, known)
        if not stated and not _is_promoted(asked):
            raise JipyoError(_unknown(wish.metric, provisional_ids(connection)))
    moment = now or datetime.now(UTC)
    block = _block(asked, moment, tell)
    after = with_block(overlay, block) if block else overlay
    measures_of(after)
    if block:
        tell(f"To be added to {overlay.file}:\n")
        tell(block)
        preview = replay(workers=workers, dry_run=True, now=moment, tell=progress, overlay=after)
        for line in _preview_lines(asked, preview):
            tell(line)
        if not any(today == wish.target for _, today in preview.moved):
            with connect(url) as connection:
                reasons = _reasons(connection, wish.metric, measures_of(after))
            raise JipyoError(
                "\n".join(
                    [
                        f"No figure would come to {wish.target}. Nothing was written: give the "
                        "names under which it is printed with --alias.",
                        *reasons,
                    ]
                )
            )
        if dry_run:
            return preview
        if not agree(f"Add this to {overlay.file} and read all history with it?"):
            return None
        write_overlay(overlay, after)
    else:
        tell(f"{overlay.file} has this entry already.")
    report = replay(workers=workers, dry_run=dry_run, now=moment, tell=progress, overlay=after)
    for line in report_lines(report, dry_run):
        tell(line)
    if dry_run:
        return report
    with connect(url) as connection:
        now_of = count_measure(connection, wish.target).figures
        tell(f"{counted(now_of, 'figure')} now of {wish.target}.")
        left = count_measure(connection, wish.metric).figures
        if left:
            tell(f"{counted(left, 'figure')} still of {wish.metric}:")
            for line in _reasons(connection, wish.metric, measures_of(after)):
                tell(line)
        else:
            tell(f"None is left of {wish.metric}.")
    return report


def proposal(metric: str) -> Promotion:
    """What would be promoted if nothing but an id were given: names, units and nature as stored.

    Raises:
        JipyoError: no figure carries this id.
    """
    home = Home.from_environment()
    known = measures_of(read_overlay(home))
    with connect(database_url(home)) as connection:
        stated = measure_as_stated(connection, metric)
        if not stated:
            raise JipyoError(_unknown(metric, provisional_ids(connection)))
    return _completed(_Asked(Promotion(metric), stated, read_overlay(home), known))


def _unknown(metric: str, ids: Sequence[str]) -> str:
    nouns = set(re.split(r"[~+/@:]", metric)) - {""}
    alike = sorted(
        ids, key=lambda other: (-len(nouns & set(re.split(r"[~+/@:]", other))), len(other), other)
    )[:50]
    near = get_close_matches(metric, alike, 3, 0.3)
    told = f" Near it: {', '.join(near)}." if near else ""
    return f"No figure carries {metric}.{told} `jipyo metrics unmapped` lists the provisional ids."


def _is_promoted(asked: _Asked) -> bool:
    """Whether the overlay has an entry of the target that was made of this provisional measure."""
    entries = overlay_entries(asked.overlay.text, str(asked.overlay.file))
    return any(
        asked.wish.metric in entry.get("provisional", ())
        and asked.wish.target in (entry.get("id"), entry.get("extends"))
        for entry in entries
    )


def _completed(asked: _Asked) -> Promotion:
    """The wish with what is stored put in where it says nothing."""
    wish, stated = asked.wish, asked.stated
    aliases = wish.aliases or _names(wish.metric, stated, asked.known)
    natures: Counter[str] = Counter()
    for one in stated:
        if one.kind in _NATURE_OF:
            natures[_NATURE_OF[one.kind]] += one.figures
    return replace(
        wish,
        aliases=aliases,
        units=wish.units or _units(stated),
        nature=wish.nature or (natures.most_common(1)[0][0] if natures else "stock"),
        label_ko=wish.label_ko or (aliases[0] if aliases else ""),
    )


def _units(stated: Sequence[Stated]) -> tuple[str, ...]:
    """The classes of units in which it is counted, the most frequent first."""
    classes = lexicon().unit_classes
    found: Counter[str] = Counter()
    for sizes_only in (True, False):
        for one in stated:
            if not sizes_only or one.kind_class in _SIZES:
                found[classes.get(one.unit_class, one.unit_class)] += one.figures
        if found:
            break
    return tuple(unit for unit, _ in found.most_common())


def _names(metric: str, stated: Sequence[Stated], known: Registry) -> tuple[str, ...]:
    """The nouns of a provisional id as they are printed, in every order that is.

    An id has them sorted and in one form (이용자 is 이용객). A phrase that lacks some of them is a
    short name, if it is more than one word: a head alone would take in what is another measure.
    """
    parts = provisional_parts(metric, known, lexicon())
    if parts is None or not parts.nouns:
        return ()  # Something else of a measure that is known: its name is that measure's.
    nouns = set(parts.nouns)
    found: Counter[str] = Counter()
    for one in stated:
        words = [word for word in one.phrase.split() if canonical_noun(word) in nouns]
        phrase = squeeze(one.phrase)
        if {canonical_noun(word) for word in words} == nouns:
            found[" ".join(words)] += one.figures
        elif all(noun in phrase for noun in nouns):
            found[" ".join(sorted(nouns, key=phrase.index))] += one.figures
        elif len(one.phrase.split()) > 1 or len(nouns) == 1:
            found[one.phrase] += one.figures
    return tuple(alias for alias, _ in found.most_common(PROPOSED_ALIASES) if alias)


def _block(asked: _Asked, moment: datetime, tell: Callable[[str], None]) -> str:
    """The text to be added to the overlay; empty if all of it stands there.

    Raises:
        JipyoError: the wish does not fit what is known.
    """
    promoted = _is_promoted(asked)
    wish = asked.wish if promoted and not asked.stated else _completed(asked)
    _check_words(wish)
    if wish.into:
        target = asked.known.measures.get(wish.into)
        if target is None:
            near = get_close_matches(wish.into, asked.known.measures, 3, 0.4)
            told = f" Near it: {', '.join(near)}." if near else ""
            raise JipyoError(f"No measure is called {wish.into}.{told}")
        return _extension(asked, wish, target, moment, promoted, tell)
    target = asked.known.measures.get(wish.id)
    if target is not None:
        if not promoted:
            raise JipyoError(
                f"The id {wish.id} is taken: {target.label_ko} ({target.label_en}). Choose another "
                f"id, or use --into {wish.id} to make this one of its names."
            )
        more = _missing(target.aliases, asked.wish.aliases)
        if more or set(asked.wish.units) - set(target.units):
            raise JipyoError(
                f"{wish.metric} was promoted to {wish.id} already. Use --into {wish.id} to add "
                f"names or units, or edit {asked.overlay.file} and run `jipyo reparse`."
            )
        return ""
    if not MEASURE_ID.fullmatch(wish.id):
        raise JipyoError(
            f"The id {wish.id} must be lower-case words joined by dots, as welfare.senior_jobs."
        )
    if not wish.aliases:
        raise JipyoError(
            f"{wish.metric} has no name of its own. Give the names under which it is printed with "
            "--alias."
        )
    if not wish.label_en:
        raise JipyoError(f"{wish.id} needs an English name: give it with --label-en.")
    _check_ties(asked.known, wish.aliases, wish.units, "", tell)
    return _text(
        asked,
        moment,
        {
            "id": wish.id,
            "label_ko": wish.label_ko,
            "label_en": wish.label_en,
            "units": wish.units,
            "nature": wish.nature,
            "aliases": wish.aliases,
        },
    )


def _extension(
    asked: _Asked,
    wish: Promotion,
    target: Measure,
    moment: datetime,
    promoted: bool,
    tell: Callable[[str], None],
) -> str:
    if any((asked.wish.label_ko, asked.wish.label_en, asked.wish.nature)):
        raise JipyoError(
            f"--into only adds names and units: labels and nature of {target.id} stay as they are."
        )
    if promoted and not asked.wish.aliases and not asked.wish.units:
        return ""
    # A unit is only added where one was asked for: it would change what the measure counts.
    units = tuple(unit for unit in asked.wish.units if unit not in target.units)
    stated = _units(asked.stated)
    if stated and not set(stated) & {*target.units, *units}:
        raise JipyoError(
            f"{target.id} counts {', '.join(target.units)}, and {wish.metric} is stated in "
            f"{', '.join(stated)}. If they are the same measure, add --unit {stated[0]}."
        )
    aliases = _missing(target.aliases, wish.aliases)
    if not aliases and not units:
        if promoted:
            return ""
        raise JipyoError(
            f"{target.id} has these names already. Give others with --alias; `jipyo reparse` reads "
            "history with those that it has."
        )
    _check_ties(asked.known, wish.aliases, (*target.units, *units), target.id, tell)
    return _text(asked, moment, {"extends": target.id, "aliases": aliases, "units": units})


def _missing(known: Sequence[str], aliases: Sequence[str]) -> tuple[str, ...]:
    have = {squeeze(alias) for alias in known}
    return tuple(alias for alias in aliases if squeeze(alias) not in have)


def _check_words(wish: Promotion) -> None:
    for word in (wish.metric, wish.label_ko, wish.label_en, *wish.aliases):
        if not word.isprintable():
            raise JipyoError(f"{word!r} has signs that cannot be printed. Leave them out.")
    for alias in wish.aliases:
        if len(squeeze(alias)) < 2 or not re.search(r"[가-힣A-Za-z]{2}", squeeze(alias)):
            raise JipyoError(f"The alias {alias!r} is too short to name anything.")
    for unit in wish.units:
        if unit not in unit_classes():
            raise JipyoError(f"{unknown_unit(unit)}.")
    if wish.nature and wish.nature not in NATURES:
        raise JipyoError(f"The nature {wish.nature} must be one of {', '.join(NATURES)}.")


def _check_ties(
    known: Registry,
    aliases: Sequence[str],
    units: Sequence[str],
    own: str,
    tell: Callable[[str], None],
) -> None:
    """Refuse names of other measures of the same unit class; tell of those of another class."""
    for alias in aliases:
        for other in known.by_alias.get(squeeze(alias), ()):
            if other.id == own:
                continue
            shared = [unit for unit in other.units if unit in units]
            if shared:
                raise JipyoError(
                    f"{alias} is a name of {other.id} ({other.label_ko}) already, which counts "
                    f"{', '.join(shared)} too: figures of either would be a tie and stay "
                    f"provisional. Leave it out, or use --into {other.id}."
                )
            tell(
                f"Note: {alias} is a name of {other.id} ({', '.join(other.units)}) too. Growth and "
                "shares of it are a tie and stay provisional."
            )


def _text(asked: _Asked, moment: datetime, fields: dict[str, str | tuple[str, ...]]) -> str:
    """An entry as text, under a comment that says where it comes from."""
    spread = len({one.place for one in asked.stated})
    lines = [
        f"# Promoted from {asked.wish.metric} on {moment.astimezone(SEOUL).date().isoformat()}: "
        f"{counted(asked.figures, 'figure')} of {counted(spread, 'place')}.",
        "[[measure]]",
    ]
    for name, value in fields.items():
        if isinstance(value, str):
            lines.append(f"{name} = {_quoted(value)}")
        elif value:
            lines.append(f"{name} = [{', '.join(map(_quoted, value))}]")
    lines.append(f"provisional = [{_quoted(asked.wish.metric)}]")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # Printable text in JSON is a basic string in TOML.
    return json.dumps(text, ensure_ascii=False)


def _preview_lines(asked: _Asked, preview: ReparseReport) -> list[str]:
    """What would come to the target, and from where; what of it is another measure first."""
    wish = asked.wish
    coming = preview.moved[wish.metric, wish.target]
    lines = [f"{coming} of {counted(asked.figures, 'figure')} of {wish.metric} would come."]
    others = {
        earlier: figures
        for (earlier, today), figures in preview.moved.items()
        if today == wish.target and earlier != wish.metric
    }
    registered = {one: others[one] for one in others if one in asked.known.measures}
    for told, found in (
        ("Its names are so general that figures of other measures would come too", registered),
        (
            "So would figures of these provisional ids",
            {one: others[one] for one in others if one not in registered},
        ),
    ):
        if found:
            ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
            lines.append(f"{told}: " + ", ".join(f"{one} ({count})" for one, count in ordered[:10]))
    elsewhere = {
        today: figures
        for (earlier, today), figures in preview.moved.items()
        if earlier == wish.metric and today != wish.target
    }
    if elsewhere:
        ordered = sorted(elsewhere.items(), key=lambda one: (-one[1], one[0]))
        lines.append(
            "Others would go elsewhere, most likely because a short name is missing: "
            + ", ".join(f"{one} ({count})" for one, count in ordered[:10])
        )
    aside = {
        f"{earlier} → {today}": figures
        for (earlier, today), figures in preview.moved.items()
        if earlier != wish.metric and today != wish.target
    }
    if aside:
        ordered = sorted(aside.items(), key=lambda one: (-one[1], one[0]))
        lines.append(
            "Figures of others would change too, by a tie of names or a newer reader: "
            + ", ".join(f"{one} ({count})" for one, count in ordered[:10])
        )
    return [*lines, *report_lines(preview, dry_run=True)]


def _reasons(
    connection: psycopg.Connection[Any], metric: str, measures: Registry, *, most: int = 5
) -> list[str]:
    """Why figures carry a provisional id: what each is taken for, with a sentence as example."""
    reasons: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for stated in texts_of_measure(connection, metric, most=EXPLAINED_TEXTS):
        figures = read(stated.text, published=stated.published_day).figures
        place = places().resolve(stated.place, stated.published_day) if stated.place else None
        explained = explain(figures, stated.text, place, stated.published_day, measures)
        for figure, one in zip(figures, explained, strict=True):
            if one.identity.metric == metric:
                because = next(
                    (step.reason for step in reversed(one.steps) if step.name == "measure"), ""
                )
                reason = re.sub(r"\d[\d,.]*", "…", because)
                reasons[reason] += 1
                start, end = figure.sentence
                examples.setdefault(reason, " ".join(stated.text[start:end].split())[:120])
    return [
        f"  {reason or 'no reason'} ({counted(count, 'figure')}): “{examples[reason]}”"
        for reason, count in reasons.most_common(most)
    ]
