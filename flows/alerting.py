"""Alerts are made of what the store knows and sent through Apprise: in the night and by command."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import psycopg

from jipyo.alerts.rules import (
    DAYS_LOOKED_BACK,
    Notice,
    Operations,
    digest_is_due,
    is_quiet,
    operations_due,
)
from jipyo.alerts.settings import (
    AlertsError,
    AlertSettings,
    Channel,
    address_pieces,
    load_settings,
    resolved,
    secrets_of,
    without_secrets,
)
from jipyo.alerts.wording import (
    LONGEST_BODY,
    Message,
    ToldFlag,
    flags_message,
    operations_message,
    trial_message,
)
from jipyo.plain import on_one_line
from jipyo.store.alerts import (
    Subject,
    Topic,
    claim_message,
    first_night,
    flags_to_tell,
    last_digest,
    mark_message,
    nights_since,
    sending,
    told_last,
    troubles_of,
)
from jipyo.store.database import VARIABLE as DATABASE_VARIABLE
from jipyo.store.database import connect
from jipyo.store.flags import flag_of
from jipyo.store.health import OutletHealth, outlet_health
from jipyo.store.home import Home
from jipyo.store.runs import counted, news_day

# By its own name: Prefect loads flows as modules of other names.
logger = logging.getLogger("flows.alerting")

SEND_SECONDS = 90.0
"""Longest wait for one channel; its own time limits are a few seconds for each step."""

_ROOM_SHARE = 0.9
"""Of the letters that a channel takes: what it makes of a text may be longer than the text."""

Written = Callable[[int], Message]
"""Writes a message with room for so many letters."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A message that a channel is to get: what it is about, and how it is written."""

    topic: Topic
    subjects: Sequence[Subject]
    written: Written


@dataclass(slots=True)
class AlertReport:
    """What came of sending: titles by channel, and a sentence for each channel that failed.

    ``held`` counts messages that wait for the end of the quiet hours.
    """

    sent: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    failures: list[str] = field(default_factory=list[str])
    held: int = 0
    set_up: bool = True

    @property
    def message(self) -> str:
        """It in one line."""
        if not self.set_up:
            return "no alerts: there is no alerts.yaml in the home folder (docs/alerts.md)"
        told = counted(len(self.sent), "message") + " sent"
        if self.held:
            told += f", {self.held} held until the quiet hours are over"
        return "; ".join([told, *self.failures])


def send_alerts(
    *,
    now: datetime,
    home: Home,
    database_url: str,
    current: UUID | None = None,
    outlets: Sequence[OutletHealth] | None = None,
    environment: Mapping[str, str] = os.environ,
) -> AlertReport:
    """Tell every channel what it does not know yet.

    Args:
        now: The moment taken as now, with its zone.
        home: The home whose ``alerts.yaml`` counts.
        database_url: libpq URL of the store.
        current: The night that asks, while it still runs: it counts as one that went well.
        outlets: How outlets did in that night, if that is known; else the store is asked for their
            last nights, which takes longer the more nights it has.
        environment: Where the variables in addresses are looked up.

    Returns:
        What was sent; a channel that failed is named there and tried again the next time.

    Raises:
        AlertsError: the settings are wrong.
        AlertsBusyError: another process sends and does not end.
    """
    settings = load_settings(home.alerts_settings)
    if settings is None:
        return AlertReport(set_up=False)
    report = AlertReport()
    with connect(database_url) as connection, sending(connection):
        facts = _operations(connection, now, current, outlets)
        for channel in settings.channels:
            planned = _planned(connection, settings, channel, facts)
            if is_quiet(settings.quiet_hours, now):
                report.held += len(planned)
                continue
            try:
                resolved(channel, environment)  # What is missing is told also where nothing is.
                way = _Way(channel, environment) if planned else None
            except AlertsError as error:
                report.failures.append(str(error))
                continue
            for message in planned if way else ():
                text = message.written(way.room)
                message_id = claim_message(
                    connection,
                    channel=channel.name,
                    topic=message.topic,
                    title=text.title,
                    subjects=message.subjects,
                    now=now,
                )
                failure = way.send(text)
                mark_message(connection, message_id, failure)
                if failure is not None:
                    report.failures.append(f"channel {channel.name} failed: {failure}")
                    break
                report.sent.append((channel.name, text.title))
    for name, title in report.sent:
        logger.info("Alert to %s: %s", name, title)
    for failure in report.failures:
        logger.error("Alerts: %s", failure)
    return report


def tell_of_failed_night(
    *,
    now: datetime,
    home: Home,
    detail: str,
    environment: Mapping[str, str] = os.environ,
) -> AlertReport:
    """Tell the channels of operations that a night failed because of its store.

    Nothing can be looked up or kept then: every night that fails so is told.

    Raises:
        AlertsError: the settings are wrong.
    """
    settings = load_settings(home.alerts_settings)
    if settings is None:
        return AlertReport(set_up=False)
    report = AlertReport()
    day = news_day(now).isoformat()
    notice = Notice(Subject("night", day, "failed", day), detail)
    for name in settings.routes.operations.channels:
        channel = settings.channel(name)
        if is_quiet(settings.quiet_hours, now):
            report.held += 1
            continue
        try:
            way = _Way(channel, environment)
            message = operations_message(
                [notice], language=settings.language_of(channel), room=way.room
            )
            failure = way.send(message)
        except AlertsError as error:
            report.failures.append(str(error))
            continue
        if failure is None:
            report.sent.append((name, message.title))
        else:
            report.failures.append(f"channel {name} failed: {failure}")
    return report


def waiting_alerts(
    connection: psycopg.Connection[Any], settings: AlertSettings, now: datetime
) -> Sequence[tuple[Channel, Topic, Message]]:
    """What every channel would be sent now, quiet hours aside; nothing is claimed."""
    facts = _operations(connection, now, None)
    return [
        (channel, planned.topic, planned.written(LONGEST_BODY))
        for channel in settings.channels
        for planned in _planned(connection, settings, channel, facts)
    ]


def try_channels(
    settings: AlertSettings,
    name: str | None,
    *,
    now: datetime,
    environment: Mapping[str, str] = os.environ,
) -> Sequence[tuple[Channel, str | None]]:
    """Send a trial message to one channel or to each; nothing of it is kept.

    Returns:
        The channels, each with why it failed, or ``None``.

    Raises:
        AlertsError: no channel is called so.
    """
    chosen = settings.channels if name is None else (settings.channel(name),)
    tried: list[tuple[Channel, str | None]] = []
    for channel in chosen:
        try:
            failure = _Way(channel, environment).send(
                trial_message(channel.name, now, settings.language_of(channel))
            )
        except AlertsError as error:
            failure = str(error)
        tried.append((channel, failure))
    return tried


def kind_of(channel: Channel, environment: Mapping[str, str] = os.environ) -> str:
    """What kind of channel it is, as ``mailtos``: all of its address that may be shown.

    Raises:
        AlertsError: a variable in its address is not set.
    """
    scheme = urlsplit(resolved(channel, environment)).scheme
    return scheme if scheme.isalnum() else "?"


def _operations(
    connection: psycopg.Connection[Any],
    now: datetime,
    current: UUID | None,
    outlets: Sequence[OutletHealth] | None = None,
) -> Operations:
    since = news_day(now) - timedelta(days=DAYS_LOOKED_BACK)
    nights = nights_since(connection, since)
    last = max(nights, key=lambda night: night.started_at, default=None)
    return Operations(
        now=now,
        nights=nights,
        first_night=first_night(connection),
        outlets=outlet_health(connection, None, nights=1) if outlets is None else outlets,
        troubles=troubles_of(connection, last.run_id) if last else {},
        current=current,
    )


def _planned(
    connection: psycopg.Connection[Any],
    settings: AlertSettings,
    channel: Channel,
    facts: Operations,
) -> Sequence[Planned]:
    """What a channel is to get now: the gravest first."""
    content, language = settings.routes.content, settings.language_of(channel)
    found: list[Planned] = []
    told_now: set[Subject] = set()
    if channel.name in settings.routes.operations.channels:
        notices = operations_due(settings, facts, told_last(connection, channel.name))
        if notices:
            found.append(
                Planned(
                    "operations",
                    [notice.subject for notice in notices],
                    lambda room: operations_message(notices, language=language, room=room),
                )
            )
    topics: list[tuple[Topic, Sequence[str]]] = []
    if channel.name in content.critical:
        topics.append(("critical", ["critical"]))
    if channel.name in content.digest and digest_is_due(
        settings, last_digest(connection, channel.name), facts.now
    ):
        topics.append(("digest", ["critical", "warning"]))
    for topic, severities in topics:
        flags = [
            flag
            for flag in flags_to_tell(connection, channel.name, severities)
            if flag.subject not in told_now
        ]
        if not flags:
            continue
        told_now.update(flag.subject for flag in flags)
        told = [
            ToldFlag(flag_of(connection, flag.flag_id), flag.times)
            for flag in flags[: settings.limits.flags]
        ]
        found.append(
            Planned(
                topic,
                [flag.subject for flag in flags],
                _flags_written(told, len(flags), topic, settings, channel),
            )
        )
    return found


def _flags_written(
    told: Sequence[ToldFlag], count: int, topic: Topic, settings: AlertSettings, channel: Channel
) -> Written:
    def written(room: int) -> Message:
        return flags_message(
            told,
            count,
            digest=topic == "digest",
            language=settings.language_of(channel),
            limits=settings.limits,
            room=room,
            report=_report_address(settings),
        )

    return written


def _report_address(settings: AlertSettings) -> str | None:
    """Where readers find the report; ``None`` where no page server is known."""
    base = settings.pages_url or os.environ.get("JIPYO_PAGES_URL")
    return f"{base.rstrip('/')}/report/index.html" if base else None


class _Way:
    """The way to one channel: Apprise's plugin for its address."""

    def __init__(self, channel: Channel, environment: Mapping[str, str]) -> None:
        address = resolved(channel, environment)
        self._channel = channel
        self._secrets = secrets_of(channel, environment) | _database_password(environment)
        self._unsaid = self._secrets | address_pieces(channel, environment) | {address}
        import apprise

        asset = apprise.AppriseAsset(
            app_id="Jipyo",
            app_desc="Jipyo",
            app_url="",
            # Pictures would be fetched from elsewhere by whoever reads the message.
            image_url_mask="",
            image_url_logo="",
            async_mode=False,
        )
        self._apprise = apprise.Apprise(asset=asset)
        with _heard() as lines:
            added = self._apprise.add(address)
        if not added:
            said = without_secrets(" ".join(lines), self._unsaid)
            raise AlertsError(
                f"channel {channel.name} has no address that Apprise knows"
                f"{f' ({on_one_line(said)})' if said else ''}. See docs/alerts.md for examples"
            )
        server = self._apprise[0]
        # Plain text for mail, and where it would be read as Markdown. Elsewhere Apprise makes HTML
        # of it, with all signs escaped, as the service asks.
        is_mail = urlsplit(address).scheme in ("mailto", "mailtos")
        if is_mail or server.notify_format == apprise.NotifyFormat.MARKDOWN:
            server.notify_format = apprise.NotifyFormat.TEXT
        self.room = int(_ROOM_SHARE * server.body_maxlen)

    def send(self, message: Message) -> str | None:
        """Send a message; return why it was not taken, without secrets, or ``None``."""
        import apprise

        outcome: list[object] = []

        def notify() -> None:
            try:
                outcome.append(
                    self._apprise.notify(
                        title=without_secrets(message.title, self._secrets),
                        body=without_secrets(message.body, self._secrets),
                        body_format=apprise.NotifyFormat.TEXT,
                    )
                )
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told
                outcome.append(f"{type(error).__name__}: {error}")

        with _heard() as lines:
            thread = threading.Thread(target=notify, daemon=True, name="alert")
            thread.start()
            thread.join(SEND_SECONDS)
        if not outcome:
            return f"no answer within {SEND_SECONDS:.0f} s"
        if outcome[0] is True:
            return None
        said = outcome[0] if isinstance(outcome[0], str) else " ".join(lines)
        return on_one_line(without_secrets(said, self._unsaid))[:300] or "it was not taken"


def _database_password(environment: Mapping[str, str]) -> frozenset[str]:
    """An error of a night may name the database."""
    password = urlsplit(environment.get(DATABASE_VARIABLE, "")).password
    return frozenset({password} if password else ())


class _Lines(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(record.getMessage())


_TALKATIVE = ("apprise", "urllib3", "requests_oauthlib")
"""Loggers whose lines may carry an address; they go to nobody but us."""


@contextlib.contextmanager
def _heard() -> Generator[list[str]]:
    """Collect what Apprise has to complain of, and let nothing of it reach a log."""
    lines: list[str] = []
    handler = _Lines(lines)
    before = [(logging.getLogger(name), logging.getLogger(name).propagate) for name in _TALKATIVE]
    for known, _ in before:
        known.propagate = False
    logging.getLogger("apprise").addHandler(handler)
    try:
        yield lines
    finally:
        logging.getLogger("apprise").removeHandler(handler)
        for known, propagate in before:
            known.propagate = propagate
