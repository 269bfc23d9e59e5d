"""The files of the workspace that are not open: looked through in the background, and again when files change."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import uuid
from collections.abc import Sequence
from typing import Union

from lsprotocol import types as lsp
from pygls.uris import to_fs_path

from lint_params.cli.checking import baseline_of
from lint_params.config.errors import ConfigError
from lint_params.records import dataclass, field
from lint_params.server import diagnostics
from lint_params.server.analysis import Inspection
from lint_params.server.documents import of_bytes, uri_of
from lint_params.server.session import Session
from lint_params.server.view import View
from lint_params.source.discovery import Found
from lint_params.source.root import from_here

PAUSE = 0.5
"""Seconds after a change of files before they are looked through again: changes come in swarms."""

Diagnostics = dict[str, list[lsp.Diagnostic]]
Token = Union[int, str]


@dataclass(slots=True)
class Scanner:
    """Looks through the folders of a workspace for a session."""

    session: Session
    enabled: bool = True
    """Whether files that are not open are looked at at all."""
    _published: set[str] = field(default_factory=set)
    _task: asyncio.Task[None] | None = None
    _changed: asyncio.Event | None = None
    _begun_once: bool = False

    @staticmethod
    def of(session: Session) -> Scanner:
        scanner = Scanner(session)
        session.listeners.append(scanner.again)
        return scanner

    def again(self, delay: float = PAUSE) -> None:
        """Files have changed: a client that is sent diagnostics is sent them anew, one that waits is answered."""
        if self._changed is not None:
            self._changed.set()
            self._changed = None
        if self.session.pull or not self.enabled:
            return
        if self._task is not None:
            self._task.cancel()
        self._task = asyncio.ensure_future(self._push(delay))

    async def report(self, params: lsp.WorkspaceDiagnosticParams) -> lsp.WorkspaceDiagnosticReport:
        """The answer to a client that asks; where nothing is new to it, not before something is."""
        known = {previous.uri: previous.value for previous in params.previous_result_ids}
        while True:
            changed = self._changed = self._changed or asyncio.Event()
            found = await self.scan(params.work_done_token)
            gone = [uri for uri in known if uri not in found and uri not in self._open()]
            items = {uri: found.get(uri, []) for uri in (*found, *gone)}
            stamps = {uri: _stamp(each) for uri, each in items.items() if each or uri in known}
            if not known or any(known.get(uri) != stamp for uri, stamp in stamps.items()):
                reports = [_report(uri, items[uri], stamp, known.get(uri)) for uri, stamp in stamps.items()]
                return lsp.WorkspaceDiagnosticReport(reports)
            await changed.wait()
            await asyncio.sleep(PAUSE)

    async def scan(self, token: Token | None = None) -> Diagnostics:
        """The diagnostics of all files that are not open, and of budgets for whole projects."""
        session, folders = self.session, self._folders() if self.enabled else []
        inspected: list[Inspection] = []
        try:
            files = await session.worker.run(lambda: list(session.inspector.files(folders)))
            token = await self._begun(token, len(files))
            for number, found in enumerate(files):
                if token is not None and self._cancelled(token):
                    break
                inspected.append(await session.worker.run(functools.partial(session.inspector.inspect_file, found)))
                self._went_on(token, number, found, len(files))
            of_projects = await session.worker.run(lambda: _of_projects(inspected))
        except ConfigError as error:
            session.mistaken(error)
            return {}
        finally:
            self._ended(token)
        opened = self._open()
        closed = [one for one in inspected if one.findings and uri_of(one.path) not in opened]
        return {**{uri_of(one.path): self._of_file(one) for one in closed}, **of_projects}

    def _of_file(self, one: Inspection) -> list[lsp.Diagnostic]:
        snapshot = of_bytes(one.path, one.data, self.session.documents.position_codec.impl)
        return diagnostics.of_view(View.of(snapshot, one, None))[snapshot.uri]

    async def _push(self, delay: float) -> None:
        await asyncio.sleep(delay)
        found = await self.scan()
        for uri in {*found, *(self._published - self._open())}:
            self.session.publish(uri, found.get(uri, []))
        self._published = set(found)

    def _open(self) -> set[str]:
        """What is open, by URIs as they are made of paths: clients escape them in their own ways."""
        paths = (to_fs_path(uri) for uri in self.session.open)
        return {uri_of(path) for path in paths if path}

    def _folders(self) -> list[str]:
        workspace = self.session.documents
        uris = [folder.uri for folder in workspace.folders.values()] or [workspace.root_uri]
        paths = [to_fs_path(uri) for uri in uris if uri]
        return list(dict.fromkeys(from_here(path) for path in paths if path))

    # Progress, where the client shows any.

    async def _begun(self, token: Token | None, files: int) -> Token | None:
        server = self.session.server
        window = server.client_capabilities.window
        if token is None:
            # Only the first time: after that, little is looked at again, and a bar would flicker at each save.
            if self._begun_once or not files or window is None or not window.work_done_progress:
                return None
            self._begun_once = True
            token = str(uuid.uuid4())
            await server.work_done_progress.create_async(token)
        begin = lsp.WorkDoneProgressBegin("lint-params", cancellable=True, message="looking for models", percentage=0)
        server.work_done_progress.begin(token, begin)
        return token

    def _went_on(self, token: Token | None, number: int, found: Found, files: int) -> None:
        if token is not None:
            report = lsp.WorkDoneProgressReport(message=found.shown, percentage=100 * (number + 1) // files)
            self.session.server.work_done_progress.report(token, report)

    def _cancelled(self, token: Token) -> bool:
        future = self.session.server.work_done_progress.tokens.get(token)
        return future is not None and future.cancelled()

    def _ended(self, token: Token | None) -> None:
        if token is not None:
            self.session.server.work_done_progress.end(token, lsp.WorkDoneProgressEnd())
            self.session.server.work_done_progress.tokens.pop(token, None)


def _of_projects(inspected: Sequence[Inspection]) -> Diagnostics:
    """What budgets for the whole project say, at the entries of the configurations that decide it."""
    from lint_params.rules.project import check_project

    groups: dict[tuple[str, str | None], list[Inspection]] = {}
    for one in inspected:
        groups.setdefault((one.settings.root, one.settings.path), []).append(one)
    found: Diagnostics = {}
    for group in groups.values():
        settings = group[0].settings
        if not any(budget.scope == "project" for budget in settings.budgets):
            continue
        baseline = baseline_of(settings)
        for finding in check_project([one.result for one in group], settings, baseline):
            if baseline is None or baseline.unrecorded(finding.span.path, [finding]):
                place = diagnostics.plain_range(finding.span)
                found.setdefault(uri_of(finding.span.path), []).append(diagnostics.diagnostic(finding, place))
    return found


def _stamp(items: Sequence[lsp.Diagnostic]) -> str:
    """Equal for equal diagnostics."""
    return hashlib.sha256(repr(items).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _report(
    uri: str, items: Sequence[lsp.Diagnostic], stamp: str, known: str | None
) -> lsp.WorkspaceFullDocumentDiagnosticReport | lsp.WorkspaceUnchangedDocumentDiagnosticReport:
    if stamp == known:
        return lsp.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=stamp)
    return lsp.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=items, result_id=stamp)
