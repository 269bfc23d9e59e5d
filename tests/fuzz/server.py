"""The language server in this process, told whatever comes: a client that says hello, and then goes mad."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import threading
import traceback
from collections.abc import Iterator

from pygls.io_ import run_async

from lint_params.server import app
from lint_params.server.analysis import Inspector
from lint_params.server.session import Session

HELLO = (
    {
        "jsonrpc": "2.0",
        "id": "hello",
        "method": "initialize",
        "params": {"capabilities": {}, "processId": None, "initializationOptions": {"debounce": 0, "workspace": False}},
    },
    {"jsonrpc": "2.0", "method": "initialized", "params": {}},
)
SHY = (b"initialize", b"orkspaceFolder", b'"exit"', b"shutdown")
"""What the fuzzed part may not say: it would set the server onto the whole disk, or end it."""


class _Client:
    """Bytes to read, and a place to write to."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.answers = 0

    async def readline(self) -> bytes:
        end = self.data.find(b"\n", self.at)
        return self._taken(len(self.data) if end < 0 else end + 1)

    async def readexactly(self, count: int) -> bytes:
        await asyncio.sleep(0)
        if self.at + count > len(self.data):
            raise asyncio.IncompleteReadError(self._taken(len(self.data)), count)
        return self._taken(self.at + count)

    def _taken(self, end: int) -> bytes:
        found, self.at = self.data[self.at : end], end
        return found

    def write(self, data: bytes) -> None:
        self.answers += 1

    def close(self) -> None:
        pass


class _Errors(logging.Handler):
    """What is logged with a traceback that leads through our code."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.ours: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info is not None and record.exc_info[1] is not None:
            text = "".join(traceback.format_exception(record.exc_info[1]))
            # ``session.py`` guards every analysis: what it logs is an error of ours in any case.
            if "/lint_params/" in text and not _refused_by_pygls(record.exc_info[1]):
                self.ours.append(text)


def _refused_by_pygls(error: BaseException) -> bool:
    """Whether the last frame is none of ours: a message that the protocol's library can't read."""
    frames = traceback.extract_tb(error.__traceback__)
    return not frames or not any("/lint_params/" in frame.filename for frame in frames)


def framed(message: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(message), message)


def told(data: bytes) -> int:
    """Tell the server, one message a line (or as it stands, where it begins like a header); the number of answers."""
    if any(word in data for word in SHY):
        return 0
    hello = b"".join(framed(json.dumps(message).encode()) for message in HELLO)
    rest = data if data.startswith(b"Content-") else b"".join(map(framed, data.split(b"\n")))
    client = _Client(hello + rest)
    with _listening() as errors:
        asyncio.run(_served(client))
    if errors.ours:
        raise AssertionError(errors.ours[0])
    return client.answers


@contextlib.contextmanager
def _listening() -> Iterator[_Errors]:
    errors = _Errors()
    loggers = [logging.getLogger(name) for name in ("pygls", "lint_params", "asyncio")]
    before = [(logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(errors)
        logger.propagate = False
    try:
        yield errors
    finally:
        for logger, (propagate, level) in zip(loggers, before, strict=True):
            logger.removeHandler(errors)
            logger.propagate = propagate
            logger.setLevel(level)


async def _served(client: _Client) -> None:
    server, session = _made()
    server.protocol.set_writer(client)  # type: ignore[arg-type]
    try:
        await run_async(threading.Event(), client, server.protocol)
        for _ in range(50):
            running = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            if not running:
                break
            await asyncio.wait(running, timeout=10)
    finally:
        session.worker.stop()


def _made() -> tuple[app.LanguageServer, Session]:
    """A server, and the session that it makes for itself."""
    sessions: list[Session] = []

    class Noted(Session):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # type: ignore[arg-type]
            sessions.append(self)

    before, app.Session = app.Session, Noted  # type: ignore[misc]
    try:
        return app.make_server(Inspector(isolated=True)), sessions[0]
    finally:
        app.Session = before  # type: ignore[misc]
