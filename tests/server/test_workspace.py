"""Notebooks, configurations that change, and the files of the workspace that are not open."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from tests.cli.command import process
from tests.server.session import PULLING, ROOT, Editor, applied, editor, held, models_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

TAGGER = (ROOT / "examples" / "sequence_tagger.py").read_text()
BUDGET = "budgets: [{max-params: 50_000}]\n"
CELLS = (
    "%matplotlib inline\nfrom keras import Sequential, layers\nunits = 5",
    "model = Sequential([layers.Input((13,)), layers.Dense(units)])",
    "  model.add(layers.Dense(7, name='𝔘'))\n  model.summary()",
)


class Notebook:
    """A notebook that is open: a cell of prose, and the code cells."""

    def __init__(self, one: Editor, name: str) -> None:
        self.one, self.uri = one, one.uri(name)
        self.cells = [f"{self.uri}#{number}" for number in range(len(CELLS))]
        documents = [
            lsp.TextDocumentItem(uri, lsp.LanguageKind.Python, 1, text)
            for uri, text in zip(self.cells, CELLS, strict=True)
        ]
        prose = lsp.NotebookCell(lsp.NotebookCellKind.Markup, f"{self.uri}#prose")
        cells = [prose, *(lsp.NotebookCell(lsp.NotebookCellKind.Code, uri) for uri in self.cells)]
        notebook = lsp.NotebookDocument(self.uri, "jupyter-notebook", 1, cells)
        one.client.notebook_document_did_open(lsp.DidOpenNotebookDocumentParams(notebook, documents))
        self.version = 1

    def change(self, cell: int, text: str) -> None:
        self.version += 1
        change = lsp.NotebookDocumentCellContentChanges(
            lsp.VersionedTextDocumentIdentifier(uri=self.cells[cell], version=self.version),
            [lsp.TextDocumentContentChangeWholeDocument(text)],
        )
        self.one.client.notebook_document_did_change(
            lsp.DidChangeNotebookDocumentParams(
                lsp.VersionedNotebookDocumentIdentifier(version=self.version, uri=self.uri),
                lsp.NotebookDocumentChangeEvent(cells=lsp.NotebookDocumentCellChanges(text_content=[change])),
            )
        )


async def test_notebooks(one: Editor) -> None:
    (one.folder / ".lint-params.yaml").write_text("budgets: [{max-params: 1}]\n")
    notebook = Notebook(one, "n.ipynb")
    first, second, third = notebook.cells
    found = [await one.diagnostics(uri) for uri in notebook.cells]
    assert [[held(text, each.range) for each in items] for text, items in zip(CELLS, found, strict=True)] == [
        [],
        ["layers.Dense(units)"],
        ["layers.Dense(7, name='𝔘')"],
    ]
    (model,) = models_of("\n".join((CELLS[0][len("%matplotlib inline\n") :], CELLS[1], CELLS[2].replace("  ", ""))))
    labels = [hint.label for uri in notebook.cells for hint in await one.hints(uri)]
    assert labels == [f"  ⟵ {each.params} params · {each.output_shape}" for each in model.layers]
    hover = await one.hover(second, 0, CELLS[1].index("Dense"))
    assert (
        hover is not None
        and held(CELLS[1], hover.range or lsp.Range(*[lsp.Position(0, 0)] * 2)) == "layers.Dense(units)"
    )
    action = (await one.actions(third, found[2][0].range))[0]
    assert applied(CELLS[2], action, third).startswith("  model.add(layers.Dense(7, name='𝔘'))  # lint-params: ign")
    # A cell that does not parse takes nothing away from the others.
    notebook.change(0, CELLS[0] + "\nx = (")
    await one.diagnostics(first, 2)
    assert [each.code for each in one.published[first][-1]] == ["LP901"]
    assert [each.code for each in await one.diagnostics(second, 2)] == ["LP101"]
    notebook.change(0, CELLS[0].replace("5", "6"))
    assert (await one.diagnostics(second, 3))[0].message != found[1][0].message


async def test_a_configuration_with_a_mistake_is_shown_where_it_is(tmp_path: Path) -> None:
    async with editor(tmp_path) as one:
        watched = await _watched(one)
        assert any(pattern.endswith(".lint-params.yaml") for pattern in watched)
        uri = one.open("tagger.py", TAGGER)
        assert await one.diagnostics(uri) == []
        # A configuration that comes is seen by itself.
        configuration = one.write(".lint-params.yaml", BUDGET)
        one.change(uri, TAGGER + "\n")
        assert [each.code for each in await one.diagnostics(uri, 2)] == ["LP101"]

        def saved(text: str) -> None:
            one.write(".lint-params.yaml", text)
            event = lsp.FileEvent(configuration, lsp.FileChangeType.Changed)
            one.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))

        saved("budgets: []\nbudgest: []\n")
        (mistake,) = await one.diagnostics(configuration)
        assert mistake.range.start.line == 1 and "budgest" in mistake.message
        # What was known stays.
        assert [each.code for each in one.published[uri][-1]] == ["LP101"]
        saved("budgets: [{max-params: 60_000}]\n")
        await one.until(lambda: one.published[configuration][-1] == [] and one.published[uri][-1] == [])


async def test_files_that_are_not_open_are_looked_through(tmp_path: Path) -> None:
    (tmp_path / ".lint-params.yaml").write_text("budgets: [{max-params: 50_000}, {for: project, max-params: 60_000}]\n")
    (tmp_path / "notes.py").write_text("print()\n")
    (tmp_path / "closed.py").write_text(TAGGER)
    source = ["from keras import Sequential, layers\n", "m = Sequential([layers.Input((9_999,)), layers.Dense(6)])"]
    notebook = json.dumps({"cells": [{"cell_type": "code", "source": source}], "nbformat": 4}, indent=1)
    (tmp_path / "n.ipynb").write_text(notebook)
    async with editor(tmp_path) as one:
        (found,) = await one.diagnostics(one.uri("closed.py"))
        assert held(TAGGER, found.range) == "LSTM(20, return_sequences=True)"
        (found,) = await one.diagnostics(one.uri("n.ipynb"))
        assert held(notebook, found.range) == "layers.Dense(6)"
        assert [each.code for each in await one.diagnostics(one.uri(".lint-params.yaml"))] == ["LP102"]
        assert one.uri("notes.py") not in one.published
        # Once it is open, what counts is the text in the editor; once it is closed, the file again.
        uri = one.open("closed.py", TAGGER.replace("LSTM(20", "LSTM(2"))
        await one.until(lambda: one.published[uri][-1] == [])
        one.client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
        await one.until(lambda: [each.code for each in one.published[uri][-1]] == ["LP101"])
        (reports,) = one.client.progress_reports.values()
        assert isinstance(reports[0], lsp.WorkDoneProgressBegin) and isinstance(reports[-1], lsp.WorkDoneProgressEnd)
        assert any(isinstance(report, lsp.WorkDoneProgressReport) and report.percentage == 100 for report in reports)


async def test_the_search_can_be_cancelled_and_left_out(tmp_path: Path) -> None:
    (tmp_path / ".lint-params.yaml").write_text(BUDGET)
    for number in range(40):
        (tmp_path / f"m{number:02}.py").write_text(TAGGER)
    async with editor(tmp_path) as one:
        await one.until(lambda: one.client.progress_reports)
        (token,) = one.client.progress_reports
        one.client.window_work_done_progress_cancel(lsp.WorkDoneProgressCancelParams(token))
        await one.until(lambda: isinstance((one.client.progress_reports[token] or [None])[-1], lsp.WorkDoneProgressEnd))
        await asyncio.sleep(0.1)
        assert one.uri("m39.py") not in one.published
    async with editor(tmp_path, workspace=False) as one:
        assert await one.diagnostics(one.open("m00.py", TAGGER))
        assert set(one.published) == {one.uri("m00.py")}


async def test_a_client_that_asks_waits_for_what_is_new(tmp_path: Path) -> None:
    (tmp_path / ".lint-params.yaml").write_text(BUDGET)
    (tmp_path / "closed.py").write_text(TAGGER)
    async with editor(tmp_path, PULLING) as one:
        first = await one.client.workspace_diagnostic_async(lsp.WorkspaceDiagnosticParams([]))
        (report,) = first.items
        assert isinstance(report, lsp.WorkspaceFullDocumentDiagnosticReport)
        assert (report.uri, [each.code for each in report.items]) == (one.uri("closed.py"), ["LP101"])
        known = [lsp.PreviousResultId(report.uri, report.result_id or "")]
        asked = asyncio.ensure_future(one.client.workspace_diagnostic_async(lsp.WorkspaceDiagnosticParams(known)))
        await asyncio.sleep(0.3)
        assert not asked.done()
        uri = one.write("closed.py", TAGGER.replace("LSTM(20", "LSTM(2"))
        event = lsp.FileEvent(uri, lsp.FileChangeType.Changed)
        one.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))
        (report,) = (await asyncio.wait_for(asked, 30)).items
        assert isinstance(report, lsp.WorkspaceFullDocumentDiagnosticReport) and list(report.items) == []


async def test_without_the_extra() -> None:
    code = "import sys; sys.modules['pygls'] = None; from lint_params.cli import main; sys.exit(main(['server']))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 2
    assert done.stdout == "" and done.stderr.count("\n") == 1
    assert "lint-params[server]" in done.stderr


async def test_the_command_says_what_it_is(tmp_path: Path) -> None:
    done = process(tmp_path, "python", "-m", "lint_params", "server", "--help")
    assert done.returncode == 0 and b"language server" in done.stdout
    done = process(tmp_path, "python", "-m", "lint_params", "server", "--isolated", "--config", "x.yaml")
    assert done.returncode == 2


async def _watched(one: Editor) -> list[str]:
    await one.until(lambda: one.registered)
    options = one.registered[0].register_options
    assert isinstance(options, dict)
    return [watcher["globPattern"] for watcher in options["watchers"]]
