"""Passes connections on, so that what listens on one loopback is had on another machine's.

`python -m tests.flows.forward HERE THERE PORT...` listens on the ports of the address HERE and
connects to the same ports of the address THERE.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys


async def main(here: str, there: str, ports: list[int]) -> None:
    """Pass on until killed."""

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def listen(port: int) -> asyncio.Server:
        async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                far_reader, far_writer = await asyncio.open_connection(there, port)
            except OSError:
                writer.close()
                return
            await asyncio.gather(copy(reader, far_writer), copy(far_reader, writer))

        return await asyncio.start_server(passed_on, here, port)

    servers = [await listen(port) for port in ports]
    print("ready", flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], [int(port) for port in sys.argv[3:]]))
