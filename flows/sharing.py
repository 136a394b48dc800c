"""What of a night several machines share: its crawls and the reading of its pages.

There is no coordinator: each machine takes the next outlet and the next pages that nobody has, with
locks of Postgres that end with their connection. A night orders a run of the deployment `share` for
each worker, in the queue of that worker's name. Whether one comes does not matter: what nobody else
takes, the night does itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import queue
import socket
import time
from collections.abc import Collection, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.settings import get_current_settings

from flows.batches import BATCH_CAPTURES, Batches, readers
from flows.crawl import CrawlFailedError, crawl
from flows.progress import step
from flows.reading import reader_version
from flows.server import WORK_POOL, PrefectServerError, ask
from jipyo.store.articles import LoadCounts
from jipyo.store.captures import record_failure
from jipyo.store.database import connect
from jipyo.store.home import Home
from jipyo.store.sharing import SharedOutlets, capture_is_free, unread_captures
from spiders.outlets import load_outlets

logger = logging.getLogger("flows.sharing")

CRAWLS_AT_ONCE = 4
"""Outlets that a machine crawls side by side; each host still gets one request at a time."""

LOOK_SECONDS = 1.0
"""How often a machine looks whether another one has let go what it had."""


def machine(home: Home) -> str:
    """What a machine is called in the store: its host, and the home in which it works."""
    return f"{socket.gethostname()}:{home.root}"


def sharing_turn(run_id: UUID, home: Home) -> str:
    """Of what there is one process on each machine: a part in the run."""
    return f"part of {run_id} on {machine(home)}"


def common_ground(home: Home, outlets: Collection[str]) -> str:
    """Names what all machines of a night must have in common: its outlets and the readers."""
    known = load_outlets(home)
    said = "\n".join(repr(known.get(outlet_id)) for outlet_id in sorted(outlets))
    return f"{reader_version()} {hashlib.sha256(said.encode()).hexdigest()[:12]}"


# -- collecting ------------------------------------------------------------------------------


@task(name="collect", task_run_name="collect {outlet_id}", cache_policy=NO_CACHE)
def collect(
    outlet_id: str,
    run_id: UUID,
    now: datetime,
    home: Home,
    url: str,
    arguments: Sequence[str] = (),
) -> None:
    """Crawl one outlet; a crawl that ended otherwise than well is tried again by the task."""
    crawl(outlet_id, run_id=run_id, now=now, home=home, database_url=url, arguments=arguments)


def collect_shared(
    run_id: UUID,
    now: datetime,
    home: Home,
    url: str,
    retry_delay_seconds: float,
    arguments: Sequence[str] = (),
) -> None:
    """Crawl outlets of a run side by side until those of all machines are over.

    What fails for good is a failure row, never the end.
    """
    patient = collect.with_options(
        retries=2, retry_delay_seconds=[retry_delay_seconds, 2 * retry_delay_seconds]
    )
    crawls: dict[str, PrefectFuture[None]] = {}
    ended: queue.Queue[str] = queue.Queue()
    with contextlib.closing(connect(url)) as connection:
        connection.autocommit = True
        connection.execute("SELECT set_config('idle_session_timeout', '0', false)")
        shared = SharedOutlets(connection, run_id, machine(home))
        while True:
            while len(crawls) < CRAWLS_AT_ONCE and (taken := shared.take()) is not None:
                future = patient.submit(taken, run_id, now, home, url, arguments)
                crawls[taken] = future
                future.add_done_callback(lambda _, outlet_id=taken: ended.put(outlet_id))
            done, planned = shared.done()
            if done == planned:
                return
            try:
                outlet_id = ended.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                continue
            result: Any = crawls.pop(outlet_id).result(raise_on_failure=False)
            if isinstance(result, BaseException):
                _record_failed_crawl(run_id, outlet_id, result, now, url)
            shared.finish(outlet_id)
            done, planned = shared.done()
            logger.info(
                "%d of %d outlets done: %s",
                done,
                planned,
                outlet_id,
                extra=step("collect", done, planned),
            )


def _record_failed_crawl(
    run_id: UUID, outlet_id: str, error: BaseException, now: datetime, url: str
) -> None:
    reason = "crawl_failed" if isinstance(error, CrawlFailedError) else "crawl_error"
    logger.error("%s failed: %s", outlet_id, error)
    with connect(url) as connection:
        record_failure(
            connection,
            run_id=run_id,
            outlet_id=outlet_id,
            url=None,
            step="discover",
            reason=reason,
            detail=str(error),
            occurred_at=now,
        )


# -- reading ---------------------------------------------------------------------------------


@task(
    name="parse",
    task_run_name="read pages, batch {number}",
    retries=1,
    retry_delay_seconds=5,
    cache_policy=NO_CACHE,
)
def parse_batch(number: int, batches: Batches) -> LoadCounts:
    """Read and load a batch of captures, in the transaction that claimed it."""
    return batches.next()


def read_shared(run_id: UUID, url: str, waiting: int) -> None:
    """Read captures until none waits that this run has fetched, whoever has claimed it.

    Args:
        run_id: The run.
        url: libpq URL of the store.
        waiting: How many captures wait, for those who look on; many are read by many processes.
    """
    total = LoadCounts()
    number = 0
    with Batches(url, run_id, processes=readers(waiting)) as batches:
        while True:
            number += 1
            counts = parse_batch(number, batches)
            total.add(counts)
            logger.info(
                "%d of %d pages read: %d articles, %d figures",
                total.captures,
                max(waiting, total.captures),
                total.articles,
                total.figures,
                extra=step("parse", total.captures, max(waiting, total.captures)),
            )
            if counts.captures < BATCH_CAPTURES and not _more_is_let_go(run_id, url):
                return


def _more_is_let_go(run_id: UUID, url: str) -> bool:
    """Wait while others read pages of this run; return whether there is something left to claim."""
    with contextlib.closing(connect(url)) as connection:
        connection.autocommit = True
        while unread_captures(connection, run_id):
            if capture_is_free(connection):
                return True
            time.sleep(LOOK_SECONDS)
    return False


# -- asking others ---------------------------------------------------------------------------


def ask_others(
    run_id: UUID,
    now: datetime,
    home: Home,
    outlets: Sequence[str],
    retry_delay_seconds: float,
    arguments: Sequence[str],
) -> Sequence[str]:
    """Order a run of the deployment `share` for each worker, where there are several.

    Returns:
        The ids of the runs, for `release_others`.
    """
    api_url = get_current_settings().api.url
    if not api_url or len(outlets) < 2:
        return []
    try:
        workers = [
            one["name"]
            for one in ask(api_url, f"work_pools/{WORK_POOL}/workers/filter", {})
            if one["status"] == "ONLINE"
        ]
        if len(workers) < 2:
            return []
        deployment = ask(api_url, "deployments/name/share/share")
    except PrefectServerError as error:
        if error.status != HTTPStatus.NOT_FOUND:  # No pool or no such deployment: nobody to ask.
            logger.warning("Other workers could not be asked to share this run: %s", error)
        return []
    parameters = {
        "run_id": str(run_id),
        "now": now.isoformat(),
        "common_ground": common_ground(home, outlets),
        "retry_delay_seconds": retry_delay_seconds,
        "arguments": list(arguments),
    }
    ordered: list[str] = []
    for worker in workers:
        try:
            _ensure_queue(api_url, worker)
            run = ask(
                api_url,
                f"deployments/{deployment['id']}/create_flow_run",
                {
                    "parameters": parameters,
                    "work_queue_name": worker,
                    "state": {"type": "SCHEDULED"},
                },
            )
        except PrefectServerError as error:
            logger.warning("Worker %s could not be asked to share this run: %s", worker, error)
        else:
            ordered.append(run["id"])
    logger.info("%d workers are asked to share this run", len(ordered))
    return ordered


def release_others(flow_run_ids: Sequence[str]) -> None:
    """Cancel the runs of `ask_others` that no worker has begun."""
    api_url = get_current_settings().api.url or ""
    for flow_run_id in flow_run_ids:
        try:
            if ask(api_url, f"flow_runs/{flow_run_id}")["state_type"] == "SCHEDULED":
                ask(
                    api_url,
                    f"flow_runs/{flow_run_id}/set_state",
                    {"state": {"type": "CANCELLED", "message": "The night needs no help any more"}},
                )
        except PrefectServerError as error:
            logger.warning("A run of share could not be cancelled: %s", error)


def _ensure_queue(api_url: str, name: str) -> None:
    try:
        ask(api_url, f"work_pools/{WORK_POOL}/queues", {"name": name})
    except PrefectServerError as error:
        if error.status != HTTPStatus.CONFLICT:  # Else it is there already.
            raise
