"""Real crawls as processes of their own, of hosts on loopback whose every answer a test decides."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self
from uuid import UUID, uuid4

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from flows.reading import read_capture, reader_version
from jipyo.samples import NIGHTS
from jipyo.store.articles import read_batch
from jipyo.store.captures import register_outlets
from jipyo.store.database import connect
from jipyo.store.home import Home
from jipyo.store.runs import open_run
from spiders.outlets import load_outlets, write_overlay

ROOT = Path(__file__).parents[2]
NOW = NIGHTS[0]

HTML = {"Content-Type": "text/html; charset=UTF-8"}


@dataclass(frozen=True)
class Answer:
    """What a host answers; a function instead of a body writes to the connection itself."""

    body: bytes | Callable[[BaseHTTPRequestHandler], None] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: HTML)


@dataclass(frozen=True)
class Asked:
    """A request as the host saw it.

    ``began`` and ``ended`` (when its last bytes were to be sent) on a steady clock, in seconds.
    """

    path: str
    headers: Mapping[str, str]
    began: float
    ended: float
    status: int = 200
    body_bytes: int = 0


def article(number: int) -> bytes:
    """A page that is an article in everybody's eyes."""
    return (
        f'<html><head><meta charset="utf-8"><title>가온시 도로 {number}곳 고쳐</title></head><body>'
        f"<h1>가온시 도로 {number}곳 고쳐</h1><div>입력 2026-11-15 10:00</div>"
        f"<div><p>가온시는 올해 도로 {number}곳을 고쳤다고 15일 밝혔다.</p>"
        "<p>시는 내년에도 낡은 길을 먼저 고칠 계획이라고 설명했다.</p></div></body></html>"
    ).encode()


def untrusted(folder: Path) -> ssl.SSLContext:
    """What a server needs to speak TLS with a certificate that nobody signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gaon-news.example")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    file = folder / "host.pem"
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


Stage = Literal["began", "half", "answered"]


class Host:
    """A site on loopback: robots.txt, one list of all `articles`, and what they answer.

    An answer may be a list: each request takes one, the last stays. Under ``HOST/path`` stands what
    the site answers as another host. With `tags` its pages have an ETag and say "not modified".
    `watch` is called with the number of each request, from 1, as it begins, is half answered, and
    is answered.
    """

    def __init__(self, *, wrap: Callable[[ThreadingHTTPServer], None] | None = None) -> None:
        self.answers: dict[str, Answer | list[Answer]] = {"/robots.txt": Answer(status=404)}
        self.asked: list[Asked] = []
        self.tags = False
        self.watch: Callable[[int, Stage], None] | None = None
        self._began: list[str] = []
        self._lock = threading.Condition()
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # A page goes out at once: else its last packet waits for a word of the other side.
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                began = time.monotonic()
                with host._lock:
                    host._began.append(self.path)
                    host._lock.notify_all()
                    number = len(host._began)
                host.tell(number, "began")
                answer = host.answer(self.path, self.headers.get("Host", ""))
                status, sent, ended = answer.status, 0, None
                try:
                    if callable(answer.body):
                        answer.body(self)
                    else:
                        status, headers, body = answer.status, dict(answer.headers), answer.body
                        if host.tags and status == 200:
                            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
                            if self.headers.get("If-None-Match") == headers["ETag"]:
                                status, body = 304, b""
                        self.send_response(status)
                        for name, value in headers.items():
                            self.send_header(name, value)
                        if status != 304:
                            self.send_header("Content-Length", str(len(body)))
                        # Before the last bytes: whoever has them may act before this thread does.
                        ended = time.monotonic()
                        self.end_headers()
                        half = len(body) // 2
                        self.wfile.write(body[:half])
                        self.wfile.flush()
                        host.tell(number, "half")
                        if body:
                            ended = time.monotonic()
                        self.wfile.write(body[half:])
                        self.wfile.flush()
                        sent = len(body)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True  # The crawl hung up, as it may.
                headers = dict(self.headers.items())
                host.asked.append(
                    Asked(self.path, headers, began, ended or time.monotonic(), status, sent)
                )
                host.tell(number, "answered")

            def log_message(self, format: str, *args: object) -> None:
                """Requests are kept in `asked`."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                if not isinstance(sys.exception(), (ConnectionError, ssl.SSLError)):
                    super().handle_error(request, client_address)  # type: ignore[arg-type]

        self._server = Server(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        if wrap is not None:
            wrap(self._server)
            self.scheme = "https"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def close(self) -> None:
        """Listen no more, before it was ever entered."""
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def paths(self) -> list[str]:
        """Paths in the order in which they were answered."""
        return [asked.path for asked in self.asked]

    def put(self, number: int, answer: Answer | list[Answer] | None = None) -> str:
        """Have the list name an article, with an answer; returns its path."""
        path = f"/news/view.php?idx={number}"
        self.answers[path] = answer or Answer(article(number))
        return path

    def tell(self, number: int, stage: Stage) -> None:
        if self.watch is not None:
            self.watch(number, stage)

    def answer(self, path: str, hostname: str = "") -> Answer:
        for name in (f"{hostname}{path}", path):
            found = self.answers.get(name)
            if isinstance(found, list):
                return found.pop(0) if len(found) > 1 else found[0]
            if found is not None:
                return found
        if path == "/news/list.php":
            links = "".join(
                f'<li><a href="{name}">기사 {name}</a></li>'
                for name in self.answers
                if name.startswith("/news/view.php")
            )
            return Answer(f"<html><body><ul>{links}</ul></body></html>".encode())
        return Answer(status=404)

    def wait_until_asked(self, times: int, *, seconds: float = 120) -> None:
        """Wait until so many requests for articles have begun."""
        with self._lock:
            assert self._lock.wait_for(
                lambda: sum(path.startswith("/news/view") for path in self._began) >= times, seconds
            ), self._began

    def entry(self, outlet_id: str = "gaon", **fields: object) -> dict[str, Any]:
        """An entry for `outlets.yaml` under which this host is crawled."""
        politeness = {"delay_seconds": 0.0, "timeout_seconds": 20.0}
        politeness.update(fields.pop("politeness", {}))  # type: ignore[call-overload]
        return {
            "id": outlet_id,
            "name": "가온신문",
            "family": "generic",
            "origin": "https://gaon-news.example",
            "lists": ["/news/list.php"],
            "list_pages": 1,
            "article_pattern": r"^/news/view\.php\?idx=\d+$",
            "politeness": politeness,
            "sample": True,
            "connect_to": f"{self.scheme}://127.0.0.1:{self.port}",
            **fields,
        }


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as serving:
        yield serving


CRAWL = """
import json, os, runpy, socket, sys
names = json.loads(os.environ.pop("TEST_NAMES", "{}"))
if names:
    def getaddrinfo(name, port, *rest, **more):
        if name not in names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        kinds = {True: socket.AF_INET6, False: socket.AF_INET}
        return [
            (kinds[":" in ip], socket.SOCK_STREAM, 6, "", (ip, port) + (0, 0) * (":" in ip))
            for ip in names[name]
        ]
    socket.getaddrinfo = getaddrinfo
peak = sys.argv.pop(1)
try:
    runpy.run_module("spiders.run", run_name="__main__", alter_sys=True)
finally:
    with open("/proc/self/status") as status, open(peak, "w") as file:
        file.write(next(line.split()[1] for line in status if line.startswith("VmHWM:")))
"""
"""A crawl that writes down its largest memory, in KiB, when it ends. The system's account of a
child begins with the memory of its parent and so says nothing about a small one. TEST_NAMES in the
environment says, as JSON, which names have which addresses; then no other name has any."""


@dataclass
class Ended:
    """How a crawl ended."""

    code: int
    log: str
    run_id: UUID
    largest_memory_bytes: int


class Crawls:
    """Crawls outlets into a database of the test, and reads what they left there."""

    def __init__(self, home: Home, url: str) -> None:
        self.home = home
        self.url = url

    def start(
        self,
        entry: dict[str, Any],
        *,
        now: datetime = NOW,
        urls: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> tuple[subprocess.Popen[str], UUID]:
        """Begin a crawl in a process of its own."""
        write_overlay(self.home, [entry])
        run_id = uuid4()
        with connect(self.url) as connection:
            register_outlets(connection, [load_outlets(self.home)[entry["id"]]], now)
            open_run(connection, run_id, "collect", now)
        command = [sys.executable, "-c", CRAWL, str(self._peak(run_id)), entry["id"]]
        command += ["--run-id", str(run_id), "--now", now.isoformat()]
        command += [f"--url={url}" for url in urls]
        if seconds is not None:
            command.append(f"--seconds={seconds}")
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={
                **os.environ,
                "JIPYO_HOME": str(self.home.root),
                "JIPYO_DATABASE_URL": self.url,
                **(environment or {}),
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        return process, run_id

    def _peak(self, run_id: UUID) -> Path:
        return self.home.root / f"{run_id}.peak"

    def end(self, process: subprocess.Popen[str], run_id: UUID) -> Ended:
        """Wait for the end of a crawl."""
        assert process.stderr is not None
        log = process.stderr.read()
        process.stderr.close()
        code = process.wait()
        peak = self._peak(run_id)
        # A crawl that was killed leaves no word, or has just opened the file for it.
        kilobytes = peak.read_text() if peak.exists() else ""
        return Ended(code, log, run_id, int(kilobytes or 0) * 1024)

    def run(self, entry: dict[str, Any], *, code: int = 0, **options: Any) -> Ended:
        """Crawl to the end; the exit code must be ``code``."""
        ended = self.end(*self.start(entry, **options))
        assert ended.code == code, ended.log
        return ended

    def read(self, ended: Ended) -> None:
        """Read what a crawl brought, as the night would."""
        with connect(self.url) as connection:
            read_batch(
                connection, ended.run_id, read_capture, size=100, reader_version=reader_version()
            )

    def fetch(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(statement, parameters).fetchall()

    def failures(self, ended: Ended) -> dict[str | None, str]:
        """Reason by path, or by ``None`` for the outlet as a whole."""
        rows = self.fetch("SELECT url, reason FROM failure WHERE run_id = %s", ended.run_id)
        return {url and url.removeprefix("https://gaon-news.example"): why for url, why in rows}

    def captured(self) -> list[str]:
        rows = self.fetch("SELECT url FROM capture ORDER BY fetched_at")
        return [url.removeprefix("https://gaon-news.example") for (url,) in rows]


@pytest.fixture
def crawls(database_url: str, tmp_path: Path) -> Crawls:
    home = Home(tmp_path / "home")
    home.make()
    return Crawls(home, database_url)
