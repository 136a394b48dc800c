"""Runs tell how they ended, and of those that could not tell it the next night does."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from jipyo.store.database import connect
from jipyo.store.runs import NO_END_TOLD, close_lost_nights, close_run, open_run

NIGHT = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)


def test_a_night_that_told_no_end_is_told_as_cut_off(database_url: str) -> None:
    with connect(database_url) as store:
        well, failed, lost, other = uuid4(), uuid4(), uuid4(), uuid4()
        for run_id in (well, failed, lost):
            open_run(store, run_id, "nightly", NIGHT)
        open_run(store, other, "check", NIGHT)  # Of other kinds several may run.
        close_run(store, well, "completed", "well")
        close_run(store, failed, "failed", "it broke")
        assert [close_lost_nights(store) for _ in range(2)] == [1, 0]
        rows = store.execute(
            "SELECT run_id, state, finished_at IS NOT NULL, message FROM night_run"
        ).fetchall()
    assert {row[0]: row[1:] for row in rows} == {
        well: ("completed", True, "well"),
        failed: ("failed", True, "it broke"),
        lost: ("failed", False, NO_END_TOLD),
        other: ("running", False, ""),
    }
