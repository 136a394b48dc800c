"""The page server of a home: the report and the data docs, for a browser on this machine.

`python -m flows.page_server PORT` serves until it is told to end.
"""

from __future__ import annotations

import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from flows.addresses import DATA_DOCS, REPORT, data_docs_folder
from flows.processes import LongProcess, free_port
from flows.server import PrefectServer, listen_address
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home

PREFERRED_PORT = 4201
"""Beside the Prefect UI; another free port is taken where this one is not free."""

START_SECONDS = 60.0
"""Longest wait for the server: it needs one second on two idle cores."""


HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    # Each night makes the pages anew, under the same names.
    (b"cache-control", b"no-cache"),
)
"""What every answer says besides."""


class PageServerError(JipyoError):
    """The page server could not be started; the message says what to do."""


@dataclass(frozen=True, slots=True)
class PageServer:
    """The page server of one home."""

    home: Home

    def start(self) -> tuple[str, bool]:
        """Start the server, or attach to the one that runs.

        Returns:
            The address under which it serves, and whether this call started it.

        Raises:
            PageServerError: it ended at once or did not answer in time.
        """
        process = self.process
        with process.starting():
            state = process.state()
            if state is not None:
                return self._when_it_answers(state["port"]), False
            port = free_port(self._preferred_port(), listen_address())
            process.start(
                [sys.executable, "-m", "flows.page_server", str(port)],
                {**os.environ, "JIPYO_HOME": str(self.home.root)},
                port=port,
            )
            return self._when_it_answers(port), True

    def url(self) -> str | None:
        """The address of the running server, or ``None``."""
        state = self.process.state()
        return _address(state["port"]) if state else None

    @property
    def process(self) -> LongProcess:
        """Its process."""
        return LongProcess(self.home, "page-server", "The page server")

    def _when_it_answers(self, port: int) -> str:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port):
            if time.monotonic() > deadline or not self.process.is_running():
                raise PageServerError(
                    f"The page server does not answer on port {port}. Its last words:\n"
                    f"{self.process.last_words()}\nThe whole log: {self.process.log}"
                )
            time.sleep(0.05)
        return _address(port)

    def _preferred_port(self) -> int:
        named = int(os.environ.get("JIPYO_PAGES_PORT") or PREFERRED_PORT)
        return int(self.process.left_behind().get("port", named))


def serve(home: Home, port: int) -> None:
    """Serve the pages of a home until this process is told to end."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, JSONResponse, Response
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    def pages(folder: Path) -> StaticFiles:
        files = StaticFiles(directory=folder, html=True, check_dir=False)
        # Else it takes a folder that is not there yet for a fault: no night has made it.
        files.config_checked = True
        return files

    async def index(_: Request) -> Response:
        return HTMLResponse(_index(home))

    async def health(_: Request) -> Response:
        # For the health check of a container: whether what `jipyo up` starts is there.
        there = {
            "prefect": PrefectServer(home).process.is_running(),
            "worker": LongProcess(home, "worker", "The worker").is_running(),
        }
        return JSONResponse(there, 200 if all(there.values()) else 503)

    application = Starlette(
        routes=[
            Route("/", index),
            Route("/health", health),
            Mount(f"/{REPORT}", pages(home.report)),
            Mount(f"/{DATA_DOCS}", pages(data_docs_folder(home))),
        ],
        middleware=[Middleware(_Headers)],
    )
    uvicorn.run(application, host=listen_address(), port=port, log_level="warning")


class _Headers:
    """Every answer says that it is what it says it is, and is asked for anew each time."""

    def __init__(self, application: Callable[..., Awaitable[None]]) -> None:
        self._application = application

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ) -> None:
        async def answer(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
            await send(message)

        await self._application(scope, receive, answer)


def _index(home: Home) -> str:
    pages = (
        (REPORT, "Report", home.report),
        (DATA_DOCS, "Data docs of Great Expectations", data_docs_folder(home)),
    )
    items = "".join(
        f'<li><a href="/{path}/">{escape(title)}</a></li>'
        if (folder / "index.html").is_file()
        else f"<li>{escape(title)}: made by the first night</li>"
        for path, title, folder in pages
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<link rel="icon" href="data:,"><title>Jipyo</title>'
        f"<h1>Jipyo</h1><ul>{items}</ul></html>"
    )


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(_address(port), timeout=5) as answer:  # noqa: S310
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    serve(Home.from_environment(), int(sys.argv[1]))
