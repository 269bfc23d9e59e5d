"""What is open, and what is known of it: analysed a moment after the last change, one file after another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from lint_params.config.errors import ConfigError
from lint_params.model.finding import Finding
from lint_params.records import dataclass, field
from lint_params.server import actions, diagnostics
from lint_params.server.analysis import Inspector
from lint_params.server.documents import Documents, Snapshot, of_document, of_notebook, uri_of
from lint_params.server.view import View
from lint_params.server.worker import Worker

DEBOUNCE = 0.2
"""Seconds without a change before a text is analysed."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Open:
    """A file that is open in the editor; ``task`` brings its view up to date."""

    uri: str
    view: View | None = None
    task: asyncio.Task[None] | None = None
    offered: dict[Finding, list[lsp.CodeAction]] = field(default_factory=dict)
    """What can be done about findings of the view, as far as it was asked for."""


class Session:
    """One client. ``pull`` says that it asks for diagnostics; otherwise they are sent to it."""

    def __init__(self, server: LanguageServer, inspector: Inspector) -> None:
        self.server = server
        self.inspector = inspector
        self.worker = Worker()
        self.debounce = DEBOUNCE
        self.pull = False
        self.open: dict[str, Open] = {}
        self.listeners: list[Callable[[], None]] = []
        """Told when files on disk have changed, or are no longer open."""
        self._mistake: tuple[str, lsp.Diagnostic] | None = None

    @property
    def documents(self) -> Documents:
        workspace = self.server.workspace
        assert isinstance(workspace, Documents)
        return workspace

    # What the client does.

    def changed(self, uri: str, delay: float = 0.0) -> None:
        """A document has another text: it is analysed after ``delay`` seconds, unless it changes again."""
        uri = self._owner(uri)
        one = self.open.setdefault(uri, Open(uri))
        if one.task is not None:
            one.task.cancel()
        one.task = asyncio.ensure_future(self._refresh(one, delay))

    def closed(self, uri: str) -> None:
        """A file is no longer open; what was said of it is taken back."""
        one = self.open.pop(uri, None)
        if one is None:
            return
        if one.task is not None:
            one.task.cancel()
        if one.view is not None and not self.pull:
            for part in one.view.now.parts:
                self.publish(part.uri, [])
        for listener in self.listeners:
            listener()

    def files_changed(self, listing: bool = True, except_for: str | None = None) -> None:
        """Files on disk have changed, configurations perhaps: all that is open is looked at again. Where ``listing``,
        files may also have come or gone."""
        self.inspector.forget(listing)
        for uri in self.open:
            if uri != except_for:
                self.changed(uri)
        self._ask_again()
        for listener in self.listeners:
            listener()

    # What is known.

    async def view(self, uri: str) -> View | None:
        """What is known of the text of a document as it is now; waits until it has been analysed."""
        one = self.open.get(self._owner(uri))
        while one is not None and one.task is not None and not one.task.done():
            await asyncio.wait({one.task})
        return None if one is None else one.view

    async def actions(self, uri: str, range: lsp.Range, only: list[str] | None) -> list[lsp.CodeAction]:
        """What can be done about the findings in a range; nothing while the text does not parse."""
        view = await self.view(uri)
        one = self.open.get(self._owner(uri))
        if view is None or one is None or not view.fresh or not view.good.whole:
            return []
        found: list[lsp.CodeAction] = []
        for finding, place in view.findings():
            if place.uri == uri and _touches(place.range, range) and _wanted(lsp.CodeActionKind.QuickFix, only):
                if finding not in one.offered:
                    one.offered[finding] = await self._offered(view, finding)
                found += one.offered[finding]
        if only is not None and _wanted(actions.FIX_ALL, only):
            found += await self.worker.run(lambda: actions.of_file(view, self.inspector))
        return found

    def publish(self, uri: str, found: list[lsp.Diagnostic], version: int | None = None) -> None:
        self.server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, version))

    def mistaken(self, error: ConfigError | None) -> None:
        """The configuration has a mistake, or none any more: it is shown where it stands."""
        if self._mistake is not None:
            self.publish(self._mistake[0], [])
            self._mistake = None
        if error is not None:
            self._mistake = uri_of(error.path), diagnostics.of_mistake(error)
            self.publish(self._mistake[0], [self._mistake[1]])

    def say(self, message: str, type: lsp.MessageType = lsp.MessageType.Info) -> None:
        self.server.window_show_message(lsp.ShowMessageParams(type, message))

    # How it comes to be known.

    async def _refresh(self, one: Open, delay: float) -> None:
        if delay:
            await asyncio.sleep(delay)
        snapshot = self._snapshot(one.uri)
        try:
            latest = await self.worker.run(lambda: self.inspector.inspect(snapshot.path, snapshot.data))
        except ConfigError as error:
            self.mistaken(error)
            return
        except Exception as error:  # an error of ours: what was known before stays
            log.exception("%s: internal error", snapshot.path)
            message = f"lint-params: {snapshot.path}: internal error: {type(error).__name__}: {error}"
            self.server.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, message))
            return
        self.mistaken(None)
        one.view = View.of(snapshot, latest, one.view)
        one.offered = {}
        if not self.pull:
            for part in snapshot.parts:
                self.publish(part.uri, diagnostics.of_view(one.view)[part.uri], part.version)

    async def _offered(self, view: View, finding: Finding) -> list[lsp.CodeAction]:
        return await self.worker.run(lambda: actions.of_finding(view, finding, self.inspector))

    def _snapshot(self, uri: str) -> Snapshot:
        notebook = self.documents.get_notebook_document(notebook_uri=uri)
        if notebook is not None:
            return of_notebook(notebook, self.documents)
        return of_document(self.documents.get_text_document(uri))

    def _owner(self, uri: str) -> str:
        """The URI of the notebook that a cell belongs to; of any other document its own."""
        notebook = self.documents.get_notebook_document(cell_uri=uri)
        return uri if notebook is None else notebook.uri

    def _ask_again(self) -> None:
        """The client is told that what it shows may be old."""
        workspace = self.server.client_capabilities.workspace
        if workspace is None:
            return
        if workspace.inlay_hint and workspace.inlay_hint.refresh_support:
            self.server.workspace_inlay_hint_refresh(None)
        if workspace.code_lens and workspace.code_lens.refresh_support:
            self.server.workspace_code_lens_refresh(None)
        if self.pull and workspace.diagnostics and workspace.diagnostics.refresh_support:
            self.server.workspace_diagnostic_refresh(None)


def _touches(one: lsp.Range, other: lsp.Range) -> bool:
    def key(position: lsp.Position) -> tuple[int, int]:
        return position.line, position.character

    return key(one.start) <= key(other.end) and key(other.start) <= key(one.end)


def _wanted(kind: str, only: list[str] | None) -> bool:
    """Whether a kind of action is asked for: by its own name, or that of a kind above it."""
    return only is None or any(kind == one or kind.startswith(f"{one}.") for one in only)
