"""The pages in one language: what the builder gives, put into the markup of ``markup/``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, ClassVar, get_args
from urllib.parse import quote, urlsplit

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from expectations.checks import CHECKS
from expectations.checks.definition import CheckDefinition
from expectations.romanization import romanized
from jipyo.report.content import Measured, Night, ShownFlag, plain, quoted
from jipyo.report.measures import ChartText
from jipyo.report.words import Speech, words
from jipyo.store.flags import Language, Severity, Status
from jipyo.store.health import OutletHealth, Verdict

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)
"""What a page may load: the style and the script of its own folder, and nothing else."""


_MENU = {
    "overview": "index.html",
    "flags": "flags.html",
    "outlets": "outlets.html",
    "holders": "holders.html",
    "words": "words.html",
}
_WHOLE_ONLY = ("outlets", "holders")
"""Pages that a site of one place has not."""


@dataclass(frozen=True, slots=True)
class Link:
    """A place in a list: where its page is and what is on it; flags are those not resolved."""

    path: str
    place: str
    place_id: str | None
    measures: int
    figures: int
    last_said_on: date
    critical: int
    warning: int
    info: int


@dataclass(frozen=True, slots=True)
class ChartMarkup:
    """A chart with its table as it stands in a page; ``is_row`` where it is a row of a table."""

    markup: str
    is_row: bool

    def marked(self, digest: str) -> ChartMarkup:
        """The same between marks, by which it is found again in its page."""
        kind = "row" if self.is_row else "chart"
        return ChartMarkup(
            f"<!-- {kind} {digest} -->\n{self.markup}\n<!-- end {digest} -->", self.is_row
        )


_ENDS, _DIGEST_LENGTH = "\n<!-- end ", 24


def charts_in(page: str) -> Mapping[str, ChartMarkup]:
    """The charts of a page as it stands, by what they were made of."""
    found: dict[str, ChartMarkup] = {}
    after = 0
    # From end to end: a page has as many as charts, and a long page is gone through once.
    while (end := page.find(_ENDS, after)) >= 0:
        digest = page[end + len(_ENDS) : end + len(_ENDS) + _DIGEST_LENGTH]
        for kind in ("chart", "row"):
            mark = f"<!-- {kind} {digest} -->\n"
            begin = page.find(mark, after, end)
            if begin >= 0:
                found[digest] = ChartMarkup(page[begin + len(mark) : end], kind == "row")
                break
        after = end + len(_ENDS)
    return found


_TOLD = "<!-- told "


def rows_in(page: str) -> Mapping[str, str]:
    """The rows of the tables of a page as it stands, each with its mark, by what they are of."""
    found: dict[str, str] = {}
    begin = page.find(_TOLD)
    while begin >= 0 and (end := page.find("</tr>\n", begin)) >= 0:
        digest = page[begin + len(_TOLD) : begin + len(_TOLD) + _DIGEST_LENGTH]
        found[digest] = page[begin : end + len("</tr>")]
        begin = page.find(_TOLD, end)
    return found


_PAST_ENDS = "\n<!-- past ends -->"


def past_in(page: str, digest: str) -> str:
    """The resolved flags of a page as it stands, if they are made of this; empty if not."""
    mark = f"<!-- past {digest} -->\n"
    # They stand at the end of it.
    begin = page.rfind(mark)
    end = page.find(_PAST_ENDS, begin) if begin >= 0 else -1
    return page[begin + len(mark) : end] if end >= 0 else ""


def past_marked(markup: str, digest: str) -> str:
    """Resolved flags between marks, by which they are found again in their page."""
    return f"<!-- past {digest} -->\n{markup}{_PAST_ENDS}"


class Pages:
    """Writes the pages of a site in one language.

    ``folder`` is where they lie in the site, empty for the language at its top; ``other_folder``
    where the same pages in the other language lie. ``address_of`` knows the page of a measure of a
    place, from the top of its language, if there is one. A site that is not whole is of one place.
    """

    def __init__(
        self,
        language: Language,
        *,
        folder: str,
        other_folder: str,
        address_of: Callable[[str, str], str | None],
        is_whole: bool,
    ) -> None:
        self.language: Language = language
        self.folder = folder
        self._other_folder = other_folder
        self._address_of = address_of
        self._say = Speech(language)
        # What many pages and charts have is made once: markup by what it depends on.
        self._legends: dict[tuple[str, ...], str] = {}
        self._menus: dict[tuple[str, str], str] = {}
        menu = [
            (name, page, self._say(f"menu.{name}"))
            for name, page in _MENU.items()
            if is_whole or name not in _WHOLE_ONLY
        ]
        self._markup = _markup(
            site=words(language)["site"],
            menu=menu,
            menu_of=self._menu_of,
            other_language="ko" if language == "en" else "en",
            night_of=self._night_of,
            say=self._say,
            language=language,
            policy=POLICY,
            name_of=self._name_of,
            romanized=romanized,
            label_of=self._label_of,
            sentence_of=self._sentence_of,
            address_of=address_of,
            is_whole=is_whole,
            is_address=is_address,
            quoted=quoted,
            plain=plain,
            fragment=partial(quote, safe=""),
            why_of=self._why_of,
            check_title=self._check_title,
            severities=get_args(Severity)[::-1],
            statuses=get_args(Status),
            verdicts=get_args(Verdict),
        )

    def overview(
        self,
        night: Night | None,
        counts: Counter[Severity],
        fresh: Sequence[ShownFlag],
        fresh_in_all: int,
        current: Sequence[ShownFlag],
        places: Sequence[Link],
        latest: Sequence[OutletHealth],
    ) -> str:
        """The first page."""
        told = {flag.flag_id for flag in fresh}
        gravest = [flag for flag in current if flag.severity != "info" and flag.flag_id not in told]
        return self._page(
            "overview",
            "index.html",
            night=night,
            counts=counts,
            fresh=fresh,
            fresh_in_all=fresh_in_all,
            gravest=gravest[:10],
            gravest_in_all=len(gravest),
            places=places,
            attention=[one for one in latest if one.needs_a_person],
            with_outlets=bool(latest),
        )

    def place(
        self,
        link: Link,
        measures: Sequence[Measured],
        once: Sequence[Measured],
        once_in_all: int,
        flags: Sequence[ShownFlag],
        complexes: Sequence[Link],
    ) -> str:
        """A place, with a list of its measures."""
        order = {"critical": 0, "warning": 1, "info": 2}
        return self._page(
            "place",
            link.path,
            link=link,
            measures=sorted(
                measures,
                key=lambda one: (not one.registered, -one.flags, self._label_of(one), one.metric),
            ),
            once=once,
            once_in_all=once_in_all,
            flags=sorted(flags, key=lambda one: order[one.severity])[:10],
            flags_in_all=len(flags),
            complexes=complexes,
        )

    def measure(
        self,
        path: str,
        page: Measured,
        charts: Sequence[ChartMarkup],
        flags: Sequence[ShownFlag],
        history: str,
    ) -> str:
        """A measure of a place, with its charts, tables, flags and what is resolved of those."""
        return self._page(
            "measure",
            path,
            page=page,
            charts=charts,
            flags=flags,
            history=history,
        )

    def history(self, flags: Sequence[ShownFlag]) -> str:
        """The resolved flags of the page of a measure."""
        return self._markup.get_template("history.html").render(flags=flags).strip()

    def chart(self, path: str, page: Measured, chart: ChartText) -> ChartMarkup:
        """A chart of the page of a measure, with its table."""
        up = "../" * path.count("/")
        # A macro needs no context of its own, which takes longer than a short table.
        module: Any = self._markup.get_template("chart.html").module
        names = tuple(chart.legend)
        if names not in self._legends:
            self._legends[names] = module.legend(names)
        markup: str = module.chart_and_table(chart, self._legends[names], page, up)
        return ChartMarkup(markup.strip(), chart.is_row)

    def flags(self, flags: Sequence[ShownFlag], with_evidence: int) -> str:
        """All flags that are not resolved."""
        return self._page(
            "flags",
            "flags.html",
            flags=flags,
            with_evidence=with_evidence,
            places=sorted({flag.place for flag in flags}),
            checks=sorted({flag.check for flag in flags}),
        )

    def outlets(
        self, night: Night | None, latest: Sequence[OutletHealth], nights: Sequence[OutletHealth]
    ) -> str:
        """How the outlets do."""
        by_outlet: dict[str, list[OutletHealth]] = {}
        for one in nights:
            by_outlet.setdefault(one.outlet_id, []).append(one)
        order = list(get_args(Verdict))[::-1]
        return self._page(
            "outlets",
            "outlets.html",
            night=night,
            latest=sorted(latest, key=lambda one: (order.index(one.verdict), one.outlet_id)),
            by_outlet={outlet: found[::-1] for outlet, found in by_outlet.items()},
        )

    def holders(self, holders: Sequence[Link]) -> str:
        """Those whose figures are told and that are no local government."""
        return self._page("holders", "holders.html", holders=holders)

    def words(self, checks: Iterable[type[CheckDefinition]]) -> str:
        """What words and marks mean."""
        return self._page("words", "words.html", checks=list(checks), words=words(self.language))

    def _page(self, name: str, path: str, **told: Any) -> str:  # noqa: ANN401 - what its markup asks
        up = "../" * path.count("/")
        template = self._markup.get_template(f"{name}.html")
        return template.render(
            here=name,
            # From this page to the top of its language, and to the top of the site.
            up=up,
            top=up + ("../" if self.folder else ""),
            other=up + ("../" if self.folder else "") + self._other_folder + path,
            **told,
        )

    def _menu_of(self, here: str, up: str) -> str:
        if (here, up) not in self._menus:
            parts: Any = self._markup.get_template("parts.html").module
            self._menus[here, up] = parts.menu_items(here, up)
        return self._menus[here, up]

    def _name_of(self, place: str) -> str:
        name = plain(place, 80)
        return romanized(name) if self.language == "en" else name

    def _label_of(self, one: Measured | ShownFlag) -> str:
        label = one.label_en if self.language == "en" else one.label_ko
        return plain(label or one.metric.removeprefix("~"), 80)

    def _sentence_of(self, flag: ShownFlag) -> str:
        return plain((flag.message_en if self.language == "en" else None) or flag.message, 600)

    def _night_of(self, one: OutletHealth) -> str:
        verdict = self._say(f"verdict.{one.verdict}")
        return self._say("outlets.night", day=one.news_day, verdict=verdict)

    def _why_of(self, one: OutletHealth) -> str:
        return self._say.known("why", one.why) or one.why

    def _check_title(self, check_id: str) -> str:
        return _check_titles(self.language).get(check_id, check_id)


class _Compiled(BytecodeCache):
    """Templates compiled once in a process: each site has an environment of its own."""

    _known: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what another site of this process has compiled."""
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the next."""
        self._known[bucket.key] = bucket.bytecode_to_string()


class _Markup(Environment):
    """Templates that are all given the same: of a chain of mappings each page is made slowly."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template is given: nothing is added to it later."""
        return {**self.globals, **(d or {})}


def _markup(**given: Any) -> Environment:  # noqa: ANN401 - what templates ask
    """The templates, and what all of them are given: parts of them import each other so."""
    markup = _Markup(
        loader=FileSystemLoader(Path(__file__).with_name("markup")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_Compiled(),
    )
    markup.globals.update(given)
    return markup


@cache
def _check_titles(language: Language) -> Mapping[str, str]:
    return {
        check.check_id: check.title_en if language == "en" else check.title_ko for check in CHECKS
    }


def is_address(url: str) -> bool:
    """Whether a page may link to it: http or https with a host, and nothing that hides."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable()
    except ValueError:
        return False
