"""`alerts.yaml` of the home folder: channels, and what is told on which, when, in what language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from jipyo.store.errors import JipyoError
from jipyo.store.written import load_yaml

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


class AlertsError(JipyoError):
    """The settings of alerts are wrong or incomplete; the message names field or variable."""


def _clock_time(given: object) -> object:
    # In YAML an unquoted 22:00 is a number to the base of sixty.
    if isinstance(given, int) and 0 <= given < 24 * 60:
        return time(given // 60, given % 60)
    if isinstance(given, int | float):
        # Only of a ValueError Pydantic makes a message.
        raise ValueError(  # noqa: TRY004
            'is no time of day; write it as "22:00"'
        )
    return given


ClockTime = Annotated[time, BeforeValidator(_clock_time)]
"""A time of day in Asia/Seoul, as ``"22:00"``."""


class _Part(BaseModel):
    # What was given stays out of the messages of errors: it may be a secret.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Channel(_Part):
    """Where messages go."""

    name: str = Field(
        pattern=r"^[\w-]{1,40}$",
        description="Short name; routes, tables and messages of the night call the channel so.",
    )
    address: str = Field(
        min_length=1,
        description="Apprise address, as `mailtos://user:${MAIL_PASSWORD}@smtp.example.kr/"
        "?to=desk@example.kr`. `${NAME}` stands for a variable of the environment: the whole "
        "address, or a piece of it, which is then percent-encoded.",
    )
    language: Literal["ko", "en"] | None = Field(
        default=None, description="Its language, if another than that of all."
    )


class QuietHours(_Part):
    """Hours in which nothing is sent; what rises in them is sent by the first run after them."""

    begin: ClockTime = Field(alias="from", description="First minute, in Asia/Seoul.")
    end: ClockTime = Field(alias="to", description="First minute after them, in Asia/Seoul.")

    @model_validator(mode="after")
    def _they_last(self) -> QuietHours:
        if self.begin == self.end:
            raise ValueError("from and to are the same; leave quiet_hours out for none")
        return self


class Content(_Part):
    """What the figures show: flags."""

    critical: tuple[str, ...] = Field(
        default=(), description="Channels that are told of new critical flags at once."
    )
    digest: tuple[str, ...] = Field(
        default=(),
        description="Channels that get the other new flags together: warnings, and critical ones "
        "of which they were not told at once.",
    )
    digest_every: Literal["day", "week"] = Field(
        default="day", description="At most one digest a news day, or one a week."
    )
    digest_weekday: Literal[
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    ] = Field(default="monday", description="The day from which on a week's digest is due.")


class Operations(_Part):
    """How the machine does: nights and outlets."""

    channels: tuple[str, ...] = Field(
        default=(), description="Channels that are told of nights and outlets that fail."
    )
    night_expected_by: ClockTime | None = Field(
        default=time(6, 0),
        description="From when on, in Asia/Seoul, a night that has not begun counts as missed; "
        "null where nights are started by hand.",
    )


class Routes(_Part):
    """What is told on which channels."""

    content: Content = Field(default=Content(), description="Flags.")
    operations: Operations = Field(default=Operations(), description="Nights, outlets.")


class Limits(_Part):
    """How long messages may be."""

    flags: int = Field(
        default=10,
        ge=1,
        le=50,
        description="Flags that one message quotes; the others are counted.",
    )
    quote_letters: int = Field(
        default=120, ge=20, le=500, description="Letters of a quote from an article."
    )


class AlertSettings(_Part):
    """The whole file."""

    channels: tuple[Channel, ...] = Field(description="Where messages can go.")
    routes: Routes = Field(description="What is told on which channels.")
    language: Literal["ko", "en"] = Field(default="ko", description="Language of the messages.")
    quiet_hours: QuietHours | None = Field(
        default=None, description="Hours in Asia/Seoul in which nothing is sent; none by default."
    )
    limits: Limits = Field(default=Limits(), description="How long messages may be.")
    pages_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s<>]+$",
        description="Address under which the readers of messages reach the report and data docs; "
        "by default that of `jipyo up`, where it runs.",
    )

    @model_validator(mode="after")
    def _routes_lead_to_channels(self) -> AlertSettings:
        names = [channel.name for channel in self.channels]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"several channels are called {', '.join(twice)}")
        content, operations = self.routes.content, self.routes.operations
        wanted = {*content.critical, *content.digest, *operations.channels}
        missing = sorted(wanted - set(names))
        if missing:
            raise ValueError(f"routes name {', '.join(missing)}, and no channel is called so")
        return self

    def channel(self, name: str) -> Channel:
        """The channel of this name.

        Raises:
            AlertsError: there is none.
        """
        for channel in self.channels:
            if channel.name == name:
                return channel
        known = ", ".join(channel.name for channel in self.channels) or "none"
        raise AlertsError(f"No channel is called {name}. Known: {known}.")

    def language_of(self, channel: Channel) -> Literal["ko", "en"]:
        """The language in which a channel is written to."""
        return channel.language or self.language


def load_settings(file: Path) -> AlertSettings | None:
    """The settings, or ``None`` where there is no file: then nobody is told anything.

    Variables of the environment are not looked up yet: see `resolved`.

    Raises:
        AlertsError: the file cannot be read or is wrong; its content is not repeated.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise AlertsError(f"{file} cannot be read: {type(error).__name__}.") from None
    try:
        loaded = load_yaml(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        raise AlertsError(f"{file} is no YAML{line}. docs/alerts.md has an example.") from None
    try:
        return AlertSettings.model_validate(loaded)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'file'}: "
            f"{fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors(include_input=False)
        )
        raise AlertsError(f"{file}: {faults}. docs/alerts.md has an example.") from None


def resolved(channel: Channel, environment: Mapping[str, str]) -> str:
    """The address of a channel with the variables of the environment in their places.

    Raises:
        AlertsError: a variable is not set.
    """
    missing = [name for name in _VARIABLE.findall(channel.address) if not environment.get(name)]
    if missing:
        names = ", ".join(dict.fromkeys(missing))
        raise AlertsError(
            f"channel {channel.name} needs the variable {names}, which is not set. Set it for the "
            "process that sends: worker, service or shell"
        )
    whole = _VARIABLE.fullmatch(channel.address)
    if whole:
        return environment[whole[1]]
    return _VARIABLE.sub(lambda found: quote(environment[found[1]], safe=""), channel.address)


def secrets_of(channel: Channel, environment: Mapping[str, str]) -> frozenset[str]:
    """What must stand in no message: values of variables, and passwords in its address."""
    values = {
        environment[name] for name in _VARIABLE.findall(channel.address) if name in environment
    }
    passwords = {_user_of(address).partition(":")[2] for address in {channel.address, *values}}
    return _forms(values | passwords)


def address_pieces(channel: Channel, environment: Mapping[str, str]) -> frozenset[str]:
    """All of its address that may be secret: to be kept out of what a service complains of."""
    values = {
        environment[name] for name in _VARIABLE.findall(channel.address) if name in environment
    }
    pieces: set[str] = set()
    for address in {channel.address, *values}:
        user = _user_of(address)
        _, _, rest = _VARIABLE.sub("", address).partition("://")
        path, _, parameters = rest.rpartition("@")[2].partition("?")
        pieces |= {user, *path.split("/")[1:]}
        pieces |= {one.partition("=")[2] for one in parameters.split("&")}
    return _forms(pieces) | secrets_of(channel, environment)


def _user_of(address: str) -> str:
    """User and password of an address, its variables left out."""
    return _VARIABLE.sub("", address).partition("://")[2].rpartition("@")[0]


def _forms(pieces: set[str]) -> frozenset[str]:
    return frozenset(
        form for piece in pieces if len(piece) >= 4 for form in (piece, quote(piece, safe=""))
    )


def without_secrets(text: str, secrets: frozenset[str]) -> str:
    """A text in which no secret stands any more, the longest taken out first."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "***")
    return text
