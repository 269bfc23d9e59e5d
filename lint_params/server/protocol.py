"""pygls' protocol, mended where it keeps what it has no more use for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeAlias

from pygls.protocol import LanguageServerProtocol

MessageId: TypeAlias = "int | str"


class Protocol(LanguageServerProtocol):
    """Of each notification, pygls 2.1 keeps a future under an identifier that nobody knows: 2 KB an edit, for ever; and
    it takes any JSON for the identifier of a request."""

    def _execute_handler(
        self,
        msg_id: MessageId,
        handler: Callable[..., object],
        callback: Callable[[Future[object]], None],
        args: tuple[object, ...] | None = None,
        kwargs: dict[str, object] | None = None,
    ) -> None:
        if not isinstance(msg_id, (int, str)):
            return  # no answer can name such a request
        super()._execute_handler(msg_id, handler, callback, args, kwargs)
        future = self._request_futures.get(msg_id)
        if future is not None:
            future.add_done_callback(lambda _: self._request_futures.pop(msg_id, None))
