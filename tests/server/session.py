"""A client of the language server, talking to the real process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient
from pytest_lsp.client import make_test_lsp_client

from lint_params.interpret import analyse_text
from lint_params.model.model import Model

ROOT = Path(__file__).parents[2]
CAPABILITIES = lsp.ClientCapabilities(
    workspace=lsp.WorkspaceClientCapabilities(
        did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    ),
    window=lsp.WindowClientCapabilities(work_done_progress=True),
)
PULLING = lsp.ClientCapabilities(
    text_document=lsp.TextDocumentClientCapabilities(diagnostic=lsp.DiagnosticClientCapabilities())
)
TIMEOUT = 60.0


@dataclass
class Editor:
    """An editor with one folder open; ``published`` holds every list of diagnostics that came, by URI."""

    client: LanguageClient
    folder: Path
    result: lsp.InitializeResult
    published: dict[str, list[list[lsp.Diagnostic]]] = field(default_factory=dict)
    registered: list[lsp.Registration] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def write(self, name: str, text: str) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return self.uri(name)

    def open(self, name: str, text: str) -> str:
        uri = self.uri(name)
        self.client.text_document_did_open(
            lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, lsp.LanguageKind.Python, 1, text))
        )
        self.versions[uri] = 1
        return uri

    def change(self, uri: str, text: str, range: lsp.Range | None = None) -> None:
        self.versions[uri] += 1
        change = (
            lsp.TextDocumentContentChangeWholeDocument(text)
            if range is None
            else lsp.TextDocumentContentChangePartial(range, text)
        )
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri]), [change]
            )
        )

    async def diagnostics(self, uri: str, times: int = 1) -> list[lsp.Diagnostic]:
        """The diagnostics of a document, once they have been sent so many times."""
        await self.until(lambda: len(self.published.get(uri, [])) >= times)
        return self.published[uri][-1]

    async def until(self, holds: object) -> None:
        assert callable(holds)
        async with asyncio.timeout(TIMEOUT) if sys.version_info >= (3, 11) else contextlib.nullcontext():
            while not holds():
                await asyncio.sleep(0.01)

    async def hover(self, uri: str, line: int, character: int) -> lsp.Hover | None:
        place = lsp.Position(line, character)
        return await self.client.text_document_hover_async(lsp.HoverParams(lsp.TextDocumentIdentifier(uri), place))

    async def hints(self, uri: str, lines: int = 1_000) -> list[lsp.InlayHint]:
        range = lsp.Range(lsp.Position(0, 0), lsp.Position(lines, 0))
        found = await self.client.text_document_inlay_hint_async(
            lsp.InlayHintParams(text_document=lsp.TextDocumentIdentifier(uri), range=range)
        )
        return list(found or [])

    async def actions(self, uri: str, range: lsp.Range, only: list[str] | None = None) -> list[lsp.CodeAction]:
        found = await self.client.text_document_code_action_async(
            lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), range, lsp.CodeActionContext([], only))
        )
        return [one for one in found or [] if isinstance(one, lsp.CodeAction)]


@contextlib.asynccontextmanager
async def editor(
    folder: Path, capabilities: lsp.ClientCapabilities = CAPABILITIES, *arguments: str, **options: object
) -> AsyncIterator[Editor]:
    """An editor that has started the server, and stops it as the protocol has it."""
    client = make_test_lsp_client()
    await client.start_io(
        sys.executable,
        "-m",
        "lint_params",
        "server",
        *arguments,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    uri = folder.as_uri()
    one = Editor(client, folder, lsp.InitializeResult(lsp.ServerCapabilities()))

    @client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
    def register(params: lsp.RegistrationParams) -> None:
        one.registered += params.registrations

    def publish(params: lsp.PublishDiagnosticsParams) -> None:
        one.published.setdefault(params.uri, []).append(list(params.diagnostics))

    client.protocol.fm.features[lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = publish
    one.result = await client.initialize_session(
        lsp.InitializeParams(
            capabilities=capabilities,
            root_uri=uri,
            workspace_folders=[lsp.WorkspaceFolder(uri, folder.name)],
            initialization_options={"debounce": 20, **options},
        )
    )
    try:
        yield one
    finally:
        await client.shutdown_session()
        status = client._server.returncode if client._server is not None else None
        await client.stop()
    assert status == 0


def models_of(text: str) -> tuple[Model, ...]:
    """The models of a text, as the rest of the program sees them; that is held against real Keras elsewhere."""
    return analyse_text(text).models


def applied(text: str, action: lsp.CodeAction, uri: str) -> str:
    """A text after a code action, its columns counted in UTF-16."""
    assert action.edit is not None and action.edit.changes is not None
    lines = text.split("\n")
    for edit in sorted(
        action.edit.changes[uri], key=lambda one: (one.range.start.line, one.range.start.character), reverse=True
    ):
        start, end = (offset(lines, place) for place in (edit.range.start, edit.range.end))
        joined = "\n".join(lines)
        lines = (joined[:start] + edit.new_text + joined[end:]).split("\n")
    return "\n".join(lines)


def offset(lines: list[str], place: lsp.Position) -> int:
    """Where a position is in a text: told by an encoder of UTF-16, not by the code under test."""
    before = lines[place.line].encode("utf-16-le")[: 2 * place.character].decode("utf-16-le")
    return sum(len(line) + 1 for line in lines[: place.line]) + len(before)


def held(text: str, range: lsp.Range) -> str:
    """What stands in a range."""
    lines = text.split("\n")
    return text[offset(lines, range.start) : offset(lines, range.end)]
