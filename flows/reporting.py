"""What a night tells: one message, and artifacts that an operator reads in the Prefect UI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from expectations.report import CheckReport
from flows.board import duration
from flows.markdown import code, escape, link
from jipyo.plain import on_one_line, shortened
from jipyo.store.flags import Flag
from jipyo.store.health import READ_ONLY, OutletHealth
from jipyo.store.runs import FailureCount, OutletNight, counted

FLAGS_SHOWN = 200
"""Flags in the artifact; all of them are in table ``flag`` and in `jipyo flags`."""

FLAGS_ON_PAGE = 10
"""Flags on the page of the night, the gravest; the artifact *flags* has more."""

MESSAGE_FAILURES = 5
"""Failures named in the message of the run; the others are counted."""

MESSAGE_OUTLETS = 5
"""Outlets told in the message of the run of those that need a person; the others are counted."""


@dataclass(frozen=True, slots=True)
class NightReport:
    """What came of one night, as the tables have it at its end."""

    run_id: UUID
    news_day: date
    outlets: Sequence[OutletNight]
    failures: Sequence[FailureCount]
    flags: Sequence[Flag]
    checked: CheckReport
    health: Sequence[OutletHealth] = ()

    @property
    def to_look_at(self) -> Sequence[OutletHealth]:
        """Outlets that need a person, those that were well until last night first."""
        found = [one for one in self.health if one.needs_a_person]
        return sorted(found, key=lambda one: (one.nights_failing, one.outlet_id))

    @property
    def unusual(self) -> Sequence[OutletHealth]:
        """Outlets that gave something else than they usually do."""
        return [one for one in self.health if one.verdict == "unusual"]

    @property
    def message(self) -> str:
        """One line: what was collected and found, who needs a person and why, what failed."""
        if not self.outlets:
            return (
                f"{self.news_day}: no outlet was collected. Enable one in outlets.yaml of the home "
                "folder, or name it."
            )
        new = sum(night.new_versions for night in self.outlets)
        changed = sum(night.changed_versions for night in self.outlets)
        figures = sum(night.figures for night in self.outlets)
        parts = [
            f"{self.news_day}: {counted(len(self.outlets), 'outlet')}, "
            f"{counted(new, 'new article')}, {changed} changed, {counted(figures, 'figure')}",
            f"flags: {self.checked.opened} opened, {self.checked.resolved} resolved",
        ]
        named = [f"{one.outlet_id}: {one.told}" for one in self.to_look_at[:MESSAGE_OUTLETS]]
        parts += named
        if len(self.to_look_at) > len(named):
            more = len(self.to_look_at) - len(named)
            parts.append(f"{counted(more, 'more outlet')} failing or not collected")
        if self.unusual:
            told = [f"{one.outlet_id} {one.why}" for one in self.unusual[:MESSAGE_OUTLETS]]
            if len(self.unusual) > len(told):
                told.append(f"{len(self.unusual) - len(told)} more")
            parts.append(f"unusual: {', '.join(told)}")
        if self.failures:
            named = [
                f"{failure.outlet_id} {failure.reason}"
                + (f" ×{failure.pages}" if failure.pages > 1 else "")
                for failure in self.failures[:MESSAGE_FAILURES]
            ]
            rest = len(self.failures) - len(named)
            if rest:
                named.append(f"{rest} more")
            parts.append(f"failures: {', '.join(named)}")
        if not self.checked.shape_holds:
            parts.append("the tables are out of shape: see the data docs")
        return on_one_line("; ".join(parts))


def publish_artifacts(report: NightReport) -> None:
    """Put the night before the operator: a table of outlets, the flags, the failures."""
    health = {one.outlet_id: one for one in report.health}
    # What decides stands first: a phone shows three columns, and the others by scrolling.
    create_table_artifact(
        [
            {
                "outlet": escape(night.name),
                **_state(health.get(night.outlet_id)),
                "new": night.new_versions,
                "usually new": _usual(health.get(night.outlet_id)),
                "changed": night.changed_versions,
                "figures": night.figures,
                "flags": night.flags,
                "failed": night.failures,
                "listed": night.listed,
                "asked for": night.fetched,
                "unchanged": night.unchanged,
                "no article": night.no_article,
                "took": duration(night.seconds),
                "last good night": _last_good(health.get(night.outlet_id)),
            }
            for night in report.outlets
        ],
        key="outlets",
        description=f"What each outlet gave in the night of {report.news_day}.",
    )
    create_markdown_artifact(
        flags_markdown(report.flags, report.news_day),
        key="flags",
        description=(
            f"{counted(len(report.flags), 'flag')} found in the night of {report.news_day}."
        ),
    )
    if report.failures:
        create_table_artifact(
            [
                {
                    "outlet": escape(failure.outlet_id),
                    "reason": failure.reason,
                    "pages": failure.pages,
                    "one of them": (
                        link("open", failure.url) if failure.url else "the whole outlet"
                    ),
                    "what happened": escape(shortened(failure.detail)),
                }
                for failure in report.failures
            ],
            key="failures",
            description=(
                f"What could not be collected or read in the night of {report.news_day}; "
                "docs/reasons.md says what to do."
            ),
        )


def flags_markdown(flags: Sequence[Flag], day: date) -> str:
    """The flags with both quotes and both links, the gravest first."""
    lines = [f"# Flags of the night of {day}", ""]
    if not flags:
        lines.append("The checks found nothing that changed or does not fit.")
    for flag in flags[:FLAGS_SHOWN]:
        lines += [
            f"## {flag.severity}: {escape(flag.message)}",
            "",
            *([escape(flag.message_en), ""] if flag.message_en else []),
            f"{escape(flag.place)} · {code(flag.metric)} · {code(flag.check)} · {flag.status}",
            "",
        ]
        for piece in flag.evidence:
            said = escape(piece.published_at or "no date")
            lines.append(
                f"* “{escape(shortened(piece.quote))}” ({link(piece.outlet, piece.url)}, {said})"
            )
        lines.append("")
    if len(flags) > FLAGS_SHOWN:
        lines.append(f"{len(flags) - FLAGS_SHOWN} more: `jipyo flags`.")
    return "\n".join(lines)


def _state(health: OutletHealth | None) -> dict[str, object]:
    """Verdict, and why."""
    if health is None:
        return {"state": READ_ONLY, "why": ""}
    why = escape(f"{health.why} ({health.detail})") if health.why else ""
    return {"state": health.verdict, "why": why}


def _usual(health: OutletHealth | None) -> str:
    """How many new articles the outlet usually brings on such a day."""
    return "" if health is None or health.usual_new is None else f"{health.usual_new:g}"


def _last_good(health: OutletHealth | None) -> str:
    good = health.last_good_night if health else None
    return good.isoformat() if good else ""


def night_markdown(report: NightReport) -> str:
    """What stands below the steps of a night: where to look, and why."""
    lines: list[str] = []
    if report.to_look_at or report.unusual:
        lines += ["## Outlets to look at", ""]
        lines += [
            f"* **{one.verdict}** {escape(f'{one.outlet} ({one.outlet_id}): {one.told}')}"
            for one in (*report.to_look_at, *report.unusual)
        ]
        lines.append("")
    if report.flags:
        lines += ["## Flags", ""]
        lines += [
            f"* **{flag.severity}** {escape(flag.message)} ({code(flag.check)})"
            for flag in report.flags[:FLAGS_ON_PAGE]
        ]
        more = len(report.flags) - FLAGS_ON_PAGE
        lines += [f"* and {more} more"] if more > 0 else []
        lines.append("")
    lines += [
        "## Where to read on",
        "",
        "* Tab *Artifacts* of this run: *outlets*, *flags* with quotes and links"
        + (", *failures*" if report.failures else ""),
        "* In the terminal: `jipyo flags`, `jipyo outlets health`",
        "* What the words mean: docs/night.md",
    ]
    return "\n".join(lines)
