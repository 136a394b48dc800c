"""What a night tells: one message, and artifacts that an operator reads in the Prefect UI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from expectations.report import CheckReport
from jipyo.store.flags import Flag
from jipyo.store.health import READ_ONLY, OutletHealth
from jipyo.store.runs import FailureCount, OutletNight, counted

FLAGS_SHOWN = 200
"""Flags in the artifact; all of them are in table ``flag`` and in `jipyo flags`."""

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
        return "; ".join(parts)


def publish_artifacts(report: NightReport) -> None:
    """Put the night before the operator: a summary, a table of outlets, the flags, the failures."""
    create_markdown_artifact(_summary(report), key="night", description=report.message)
    health = {one.outlet_id: one for one in report.health}
    create_table_artifact(
        [
            {
                "outlet": escape(night.name),
                **_state(health.get(night.outlet_id)),
                "listed": night.listed,
                "fetched": night.fetched,
                "new": night.new_versions,
                "changed": night.changed_versions,
                "unchanged": night.unchanged,
                "no article": night.no_article,
                "failed": night.failures,
                "figures": night.figures,
                "flags": night.flags,
                "seconds": round(night.seconds, 1),
            }
            for night in report.outlets
        ],
        key="outlets",
        description=f"What each outlet gave in the night of {report.news_day}.",
    )
    create_markdown_artifact(
        flags_markdown(report.flags, report.news_day),
        key="flags",
        description=f"{len(report.flags)} flags found in the night of {report.news_day}.",
    )
    if report.failures:
        create_table_artifact(
            [
                {
                    "outlet": escape(failure.outlet_id),
                    "reason": failure.reason,
                    "pages": failure.pages,
                    "example": escape(failure.url or "the whole outlet"),
                    "what happened": escape(failure.detail),
                }
                for failure in report.failures
            ],
            key="failures",
            description=f"What could not be collected or read in the night of {report.news_day}.",
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
            f"{escape(flag.place)} · `{flag.metric}` · `{flag.check}` · {flag.status}",
            "",
        ]
        for piece in flag.evidence:
            said = escape(piece.published_at or "no date")
            lines.append(
                f"* “{escape(piece.quote)}” ([{escape(piece.outlet)}]({_link(piece.url)}), {said})"
            )
        lines.append("")
    if len(flags) > FLAGS_SHOWN:
        lines.append(f"{len(flags) - FLAGS_SHOWN} more: `jipyo flags`.")
    return "\n".join(lines)


def _state(health: OutletHealth | None) -> dict[str, object]:
    """Verdict, why, and what the outlet usually brings on such a day."""
    if health is None:
        return {"state": READ_ONLY, "why": "", "usually new": "", "last good night": ""}
    usual, good = health.usual_new, health.last_good_night
    return {
        "state": health.verdict,
        "why": escape(f"{health.why} ({health.detail})") if health.why else "",
        "usually new": "" if usual is None else f"{usual:g}",
        "last good night": good.isoformat() if good else "",
    }


def _summary(report: NightReport) -> str:
    lines = [
        f"# Night of {report.news_day}",
        "",
        escape(report.message) + ".",
        "",
        f"* Run `{report.run_id}`; its rows carry this id in `night_run`, `outlet_night`, "
        "`outlet_health`, `failure` and `check_finding`.",
        f"* Flags: `jipyo flags`, or the artifact *flags* of this run ({len(report.flags)} found).",
        f"* Data docs of Great Expectations: [{report.checked.data_docs}]"
        f"({report.checked.data_docs.as_uri()})",
    ]
    if report.to_look_at or report.unusual:
        lines += ["", "## Outlets to look at", ""]
        lines += [
            f"* **{one.verdict}** {escape(f'{one.outlet} ({one.outlet_id}): {one.told}')}"
            for one in (*report.to_look_at, *report.unusual)
        ]
    if report.flags:
        lines += ["", "## Flags", ""]
        lines += [
            f"* **{flag.severity}** {escape(flag.message)} (`{flag.check}`)"
            for flag in report.flags[:10]
        ]
    return "\n".join(lines)


_MARKUP = str.maketrans(
    {mark: f"\\{mark}" for mark in "\\`*_{}[]()#|~!"} | {"<": "&lt;", ">": "&gt;"}
)


def escape(text: str) -> str:
    """Text from strangers, made harmless for Markdown: on one line, no markup, no tags."""
    return " ".join(text.split()).replace("&", "&amp;").translate(_MARKUP)


def _link(url: str) -> str:
    """An address that cannot leave its place in a Markdown link, or ``#`` for no web address."""
    if not url.startswith(("https://", "http://")):
        return "#"
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20").replace("<", "%3C")
