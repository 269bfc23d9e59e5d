"""Code actions: what mends a finding, and what silences it. Each has been tried before it is offered."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from lint_params.model.finding import Finding
from lint_params.report.escape import printable
from lint_params.rules.mending import Look, State, mend, mend_one
from lint_params.rules.silencing import silenced, silenced_in_file
from lint_params.server.analysis import Inspection, Inspector
from lint_params.server.diagnostics import diagnostic
from lint_params.server.documents import Snapshot
from lint_params.server.text import Moved
from lint_params.server.view import View
from lint_params.source.decoding import universal_newlines

FIX_ALL = "source.fixAll.lint-params"
KINDS = [lsp.CodeActionKind.QuickFix, FIX_ALL]


def of_finding(view: View, finding: Finding, inspector: Inspector) -> list[lsp.CodeAction]:
    """What can be done about one finding of a text that could be parsed in full; analyses the text that would come."""
    before, look = _state(view.good), _look(view.good, inspector)
    found: list[lsp.CodeAction] = []
    if finding.fix is not None:
        mended = mend_one(before, finding, look)
        found += _action(view, finding, printable(finding.fix.message), mended, preferred=True)
    if finding.code != "LP901":
        here = f"silence {finding.code} on this line"
        found += _action(view, finding, here, silenced(before, finding, look))
        found += _action(view, finding, f"silence {finding.code} in this file", silenced_in_file(before, finding, look))
    return found


def of_file(view: View, inspector: Inspector) -> list[lsp.CodeAction]:
    """All fixes at once, as ``check --fix`` applies them."""
    if not any(finding.fix is not None for finding in view.good.findings):
        return []
    mended = mend(_state(view.good), _look(view.good, inspector))
    edit = _edit(view.now, mended.state.data) if mended.fixes else None
    if edit is None:
        return []
    return [lsp.CodeAction("fix all that lint-params can fix", kind=FIX_ALL, edit=edit)]


def _action(
    view: View, finding: Finding, title: str, after: State | None, preferred: bool = False
) -> Iterator[lsp.CodeAction]:
    place = view.place(finding.span)
    edit = _edit(view.now, after.data) if after is not None else None
    if edit is not None and place is not None:
        yield lsp.CodeAction(
            title=f"lint-params: {title}",
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(finding, place.range, view)],
            is_preferred=preferred or None,
            edit=edit,
        )


def _state(one: Inspection) -> State:
    return State(one.data, one.source, one.result, one.findings)


def _look(one: Inspection, inspector: Inspector) -> Look:
    return lambda data: inspector.look(one, data)


def _edit(now: Snapshot, data: bytes) -> lsp.WorkspaceEdit | None:
    """What has to change in the documents of a file for it to be ``data``."""
    changes: dict[str, list[lsp.TextEdit]] = {}
    for uri, text in now.texts(data).items():
        part = now.part_of(uri)
        if part is None or text in (part.text.text, universal_newlines(part.text.text)):
            continue
        moved = Moved.between(part.text.text, text)
        edit = lsp.TextEdit(part.text.range(moved.start, moved.end), text[moved.start : moved.end + moved.by])
        changes[uri] = [edit]
    return lsp.WorkspaceEdit(changes=changes) if changes else None
