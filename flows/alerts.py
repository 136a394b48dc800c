"""Sending alerts as a Prefect flow, to be run by a deployment between the nights."""

from __future__ import annotations

from datetime import UTC, datetime

from prefect import flow, runtime
from prefect.states import Cancelled, Completed, Failed, State

from flows.alerting import send_alerts
from flows.endings import failing_in_words
from flows.turns import superseded
from jipyo.store.database import database_url
from jipyo.store.home import Home
from jipyo.store.runs import SEOUL


def alerts_name() -> str:
    """The name of a run says when, in Asia/Seoul."""
    start = runtime.flow_run.scheduled_start_time
    return f"alerts of {start.astimezone(SEOUL):%Y-%m-%d %H:%M}"


@flow(name="alerts", flow_run_name=alerts_name)
def alerts(now: datetime | None = None) -> State[None]:
    """Send what waits: from quiet hours, from a channel that failed, of a night that was missed.

    Args:
        now: The moment that the run takes as now, with its zone; the clock by default.
    """

    def work() -> State[None]:
        reason = superseded()
        if reason is not None:
            return Cancelled(message=reason)
        home = Home.from_environment()
        report = send_alerts(
            now=now or datetime.now(UTC), home=home, database_url=database_url(home)
        )
        if report.failures:
            return Failed(message=report.message)
        return Completed(message=report.message)

    return failing_in_words(work)
