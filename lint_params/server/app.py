"""The server: which message of the client leads to what."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from lint_params import __version__
from lint_params.config.discovery import NAMES
from lint_params.server import actions, diagnostics, features
from lint_params.server.analysis import Inspector
from lint_params.server.documents import Documents
from lint_params.server.protocol import Protocol
from lint_params.server.session import Session
from lint_params.server.workspace import Scanner

NOTEBOOKS = lsp.NotebookDocumentSyncOptions(
    notebook_selector=[
        lsp.NotebookDocumentFilterWithNotebook(
            notebook="jupyter-notebook", cells=[lsp.NotebookCellLanguage(language="python")]
        )
    ],
    save=True,
)
WATCHED = (*(f"**/{name}" for name in NAMES), "**/pyproject.toml", "**/*.json", "**/*.py", "**/*.ipynb")
"""Files whose change can change findings: configurations, what they extend, baselines, modules of the project."""


def make_server(inspector: Inspector) -> LanguageServer:
    """A server for one client."""
    server = LanguageServer("lint-params", __version__, protocol_cls=Protocol, notebook_document_sync=NOTEBOOKS)
    session = Session(server, inspector)
    scanner = Scanner.of(session)
    _lifecycle(server, session, scanner)
    _documents(server, session)
    _features(server, session)
    _diagnostics(server, session, scanner)
    return server


def _lifecycle(server: LanguageServer, session: Session, scanner: Scanner) -> None:
    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        server.protocol._workspace = Documents.like(server.workspace)
        if server.workspace.root_path:
            # Paths are shown, and projects without a mark begin, as on a command line that is run in the folder.
            with contextlib.suppress(OSError):
                os.chdir(server.workspace.root_path)
        inspector = session.inspector
        inspector.forget()
        capabilities = params.capabilities.text_document
        session.pull = capabilities is not None and capabilities.diagnostic is not None
        options = params.initialization_options
        if isinstance(options, Mapping):
            debounce = options.get("debounce")
            if isinstance(debounce, (int, float)) and not isinstance(debounce, bool) and debounce >= 0:
                session.debounce = debounce / 1000
            scanner.enabled = options.get("workspace") is not False

    @server.feature(lsp.INITIALIZED)
    async def initialized(params: lsp.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace is not None else None
        if watching is not None and watching.dynamic_registration:
            watchers = [lsp.FileSystemWatcher(glob_pattern=pattern) for pattern in WATCHED]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
            registration = lsp.Registration("watch", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            await server.client_register_capability_async(lsp.RegistrationParams([registration]))
        scanner.again(0)

    @server.feature(lsp.SHUTDOWN)
    def shutdown(params: None) -> None:
        session.worker.stop()


def _documents(server: LanguageServer, session: Session) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        session.changed(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        session.changed(params.text_document.uri, session.debounce)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        session.files_changed(listing=False)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        session.closed(params.text_document.uri)

    @server.feature(lsp.NOTEBOOK_DOCUMENT_DID_OPEN)
    def notebook_opened(params: lsp.DidOpenNotebookDocumentParams) -> None:
        session.changed(params.notebook_document.uri)

    @server.feature(lsp.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def notebook_changed(params: lsp.DidChangeNotebookDocumentParams) -> None:
        session.changed(params.notebook_document.uri, session.debounce)

    @server.feature(lsp.NOTEBOOK_DOCUMENT_DID_SAVE)
    def notebook_saved(params: lsp.DidSaveNotebookDocumentParams) -> None:
        session.files_changed(listing=False)

    @server.feature(lsp.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def notebook_closed(params: lsp.DidCloseNotebookDocumentParams) -> None:
        session.closed(params.notebook_document.uri)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: lsp.DidChangeWatchedFilesParams) -> None:
        session.files_changed(any(change.type != lsp.FileChangeType.Changed for change in params.changes))

    @server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configuration_changed(params: lsp.DidChangeConfigurationParams) -> None:
        session.files_changed()


def _features(server: LanguageServer, session: Session) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        view = await session.view(params.text_document.uri)
        known = server.client_capabilities.text_document
        formats = known.hover.content_format if known is not None and known.hover is not None else None
        markdown = not formats or lsp.MarkupKind.Markdown in formats
        return None if view is None else features.hover(view, params.text_document.uri, params.position, markdown)

    @server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
    async def inlay_hints(params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
        view = await session.view(params.text_document.uri)
        return [] if view is None else features.hints(view, params.text_document.uri, params.range)

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    async def code_lenses(params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        view = await session.view(params.text_document.uri)
        return [] if view is None else features.lenses(view, params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbols(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        view = await session.view(params.text_document.uri)
        return [] if view is None else features.symbols(view, params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=actions.KINDS))
    async def code_actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        only = params.context.only
        return await session.actions(params.text_document.uri, params.range, list(only) if only is not None else None)

    @server.command(features.SUMMARY)
    async def summary(uri: str, line: int) -> str | None:
        view = await session.view(uri)
        table = "" if view is None else features.tables(view, uri, line)
        if table:
            session.say(table)
        return table or None


def _diagnostics(server: LanguageServer, session: Session, scanner: Scanner) -> None:
    @server.feature(
        lsp.TEXT_DOCUMENT_DIAGNOSTIC,
        lsp.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True, identifier=diagnostics.SOURCE),
    )
    async def of_document(params: lsp.DocumentDiagnosticParams) -> lsp.RelatedFullDocumentDiagnosticReport:
        uri = params.text_document.uri
        view = await session.view(uri)
        items = [] if view is None else diagnostics.of_view(view).get(uri, [])
        return lsp.RelatedFullDocumentDiagnosticReport(items=items)

    @server.feature(lsp.WORKSPACE_DIAGNOSTIC)
    async def of_workspace(params: lsp.WorkspaceDiagnosticParams) -> lsp.WorkspaceDiagnosticReport:
        return await scanner.report(params)
