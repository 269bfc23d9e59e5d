"""Documents in an editor: diagnostics, and what is shown of the models."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from lint_params.explain.weights import parts_of
from lint_params.report.columns import COLUMNS
from tests.server.session import PULLING, ROOT, Editor, applied, editor, held, models_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

TAGGER = (ROOT / "examples" / "sequence_tagger.py").read_text()
BUDGET = "budgets: [{max-params: 50_000}]\n"
ODD = '''"""𝔘nicode"""
from keras import Sequential, layers
\f
name = "\u2028"; model = Sequential([layers.Input((13,)), layers.Dense(5, name="𝔘_ü"), layers.Dense(4)])
'''


async def test_diagnostics_on_open_change_and_save(one: Editor) -> None:
    (one.folder / ".lint-params.yaml").write_text(BUDGET)
    uri = one.open("tagger.py", TAGGER)
    (found,) = await one.diagnostics(uri)
    assert (found.code, found.severity, found.source) == ("LP101", lsp.DiagnosticSeverity.Error, "lint-params")
    assert held(TAGGER, found.range) == "LSTM(20, return_sequences=True)"
    # Typing: of several changes at once only the last is looked at.
    for units in (19, 18, 2):
        one.change(uri, TAGGER.replace("LSTM(20", f"LSTM({units}"))
    assert await one.diagnostics(uri, 2) == []
    one.change(uri, TAGGER)
    await one.diagnostics(uri, 3)
    (one.folder / ".lint-params.yaml").write_text("budgets: [{max-params: 60_000}]\n")
    one.client.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
    assert await one.diagnostics(uri, 4) == []
    one.client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
    assert await one.diagnostics(uri, 5) == []


async def test_ranges_count_utf16_units(one: Editor) -> None:
    (one.folder / ".lint-params.yaml").write_text("budgets: [{max-params: 10}]\n")
    uri = one.open("odd.py", ODD)
    found = await one.diagnostics(uri)
    assert [held(ODD, each.range) for each in found] == ['layers.Dense(5, name="𝔘_ü")', "layers.Dense(4)"]
    # A change by range behind a form feed, a line separator and characters of two units.
    lines = ODD.split("\n")
    row = next(index for index, line in enumerate(lines) if "layers.Dense(4)" in line)
    start = len(lines[row][: lines[row].index("layers.Dense(4)") + len("layers.Dense(")].encode("utf-16-le")) // 2
    one.change(uri, "7", lsp.Range(lsp.Position(row, start), lsp.Position(row, start + 1)))
    text = ODD.replace("Dense(4)", "Dense(7)")
    assert [held(text, each.range) for each in await one.diagnostics(uri, 2)][1] == "layers.Dense(7)"
    (model,) = models_of(text)
    assert f"{model.layers[1].params:,} parameters" in one.published[uri][-1][1].message


async def test_windows_line_ends_a_byte_order_mark_and_a_coding_comment(one: Editor) -> None:
    (one.folder / ".lint-params.yaml").write_text("budgets: [{max-params: 10}]\n")
    body = "from keras import Sequential, layers\nmodel = Sequential([layers.Input((13,)), layers.Dense(5)])\n"
    texts = {
        "bom.py": "\ufefffrom keras import layers, Sequential as S; m = S([layers.Input((13,)), layers.Dense(5)])\n",
        "latin.py": f"# -*- coding: latin-1 -*-\nünits = 'ä'\n{body}",
        "windows.py": body.replace("\n", "\r\n"),
    }
    for name, text in texts.items():
        uri = one.open(name, text)
        (found,) = await one.diagnostics(uri)
        assert held(text, found.range) == "layers.Dense(5)", name
        for action in await one.actions(uri, found.range):
            after = applied(text, action, uri)
            assert after.count("\r\n") == after.count("\n") * (name == "windows.py")
            assert after.startswith("\ufeff") == (name == "bom.py")
            assert "lint-params: ignore" in after


async def test_the_last_good_result_stays_while_the_text_does_not_parse(one: Editor) -> None:
    (one.folder / ".lint-params.yaml").write_text(BUDGET)
    uri = one.open("tagger.py", TAGGER)
    await one.diagnostics(uri)
    broken = TAGGER.replace("def build", "x = (\n\ndef build", 1)
    one.change(uri, broken)
    found = {each.code: held(broken, each.range) for each in await one.diagnostics(uri, 2)}
    assert set(found) == {"LP101", "LP901"}
    assert found["LP101"] == "LSTM(20, return_sequences=True)"
    assert await one.hints(uri)
    # In the middle of the very call: its finding stays with what is left of it.
    typing = TAGGER.replace("LSTM(20, return_sequences=True)", "LSTM(20, return_seq", 1)
    one.change(uri, typing)
    found = {each.code: held(typing, each.range) for each in await one.diagnostics(uri, 3)}
    assert found["LP101"] == "LSTM(20, return_seq"
    hint = await one.hover(uri, *_at(typing, "LSTM(20"))
    assert hint is not None
    # No action, as it would be about another text.
    assert await one.actions(uri, lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))) == []


async def test_hover_hints_lenses_and_symbols(one: Editor) -> None:
    uri = one.open("tagger.py", TAGGER)
    (model,) = models_of(TAGGER)
    layer = next(layer for layer in model.layers if layer.name == "lstm_2")
    hover = await one.hover(uri, *_at(TAGGER, "LSTM(20"))
    assert hover is not None and isinstance(hover.contents, lsp.MarkupContent)
    for text in (
        "LSTM 'lstm_2'",
        f"{layer.params:,}",
        str(layer.input_shape),
        str(layer.output_shape),
        layer.formula,
        *(f"{part.formula} = {part.count:,} " for part in parts_of(layer)),
        *(f"  {part.words}" for part in parts_of(layer)),
    ):
        assert text is not None and text in hover.contents.value
    assert hover.range is not None and held(TAGGER, hover.range) == "LSTM(20, return_sequences=True)"
    assert await one.hover(uri, 0, 0) is None

    hints = await one.hints(uri)
    assert [hint.label for hint in hints] == [
        f"  ⟵ {COLUMNS['params'].text(layer)} params · {layer.output_shape}" for layer in model.layers
    ]
    line = _at(TAGGER, "LSTM(20")[0]
    (there,) = [hint for hint in hints if hint.position.line == line]
    assert there.position.character == len(TAGGER.split("\n")[line])

    (lens,) = await one.client.text_document_code_lens_async(lsp.CodeLensParams(lsp.TextDocumentIdentifier(uri))) or []
    assert lens.command is not None and f"{model.params:,} params" in lens.command.title
    table = await one.client.workspace_execute_command_async(
        lsp.ExecuteCommandParams(lens.command.command, lens.command.arguments)
    )
    assert f"Total params: {model.params:,}" in str(table)

    (symbol,) = (
        await one.client.text_document_document_symbol_async(lsp.DocumentSymbolParams(lsp.TextDocumentIdentifier(uri)))
        or []
    )
    assert isinstance(symbol, lsp.DocumentSymbol) and symbol.children is not None
    assert [child.name for child in symbol.children] == [f"{each.name} ({each.type})" for each in model.layers]


async def test_several_layers_of_one_call(one: Editor) -> None:
    text = (
        "from keras import Sequential, layers\nmodel = Sequential([layers.Input((13,))])\n"
        "for units in (5, 4):\n    model.add(layers.Dense(units))\n"
    )
    (hint,) = await one.hints(one.open("loop.py", text))
    (model,) = models_of(text)
    assert hint.label == "  ⟵ " + " | ".join(f"{each.params} params · {each.output_shape}" for each in model.layers)


async def test_what_a_program_calls_its_layers_is_no_markdown(one: Editor) -> None:
    text = (
        "from keras import Sequential, layers\n"
        "model = Sequential([layers.Input((13,)), layers.Dense(5, name='`````\\n[x](http://x)\\x1b')])\n"
    )
    hover = await one.hover(one.open("odd.py", text), *_at(text, "layers.Dense"))
    assert hover is not None and isinstance(hover.contents, lsp.MarkupContent)
    first, *inside, last = hover.contents.value.split("\n")
    assert first == "``````text" and last == "``````"
    assert "\x1b" not in hover.contents.value and not any(line.startswith("[x]") for line in inside)


async def test_a_client_that_asks_for_diagnostics_is_sent_none(tmp_path: Path) -> None:
    (tmp_path / ".lint-params.yaml").write_text(BUDGET)
    async with editor(tmp_path, PULLING) as one:
        uri = one.open("tagger.py", TAGGER)
        report = await one.client.text_document_diagnostic_async(
            lsp.DocumentDiagnosticParams(lsp.TextDocumentIdentifier(uri))
        )
        assert isinstance(report, lsp.RelatedFullDocumentDiagnosticReport)
        assert [each.code for each in report.items] == ["LP101"]
        assert one.published == {}


async def test_unsaved_text_with_modules_of_the_project_from_disk(one: Editor) -> None:
    (one.folder / "pyproject.toml").write_text("")
    one.write("sizes.py", "UNITS = 5\n")
    text = (
        "from keras import Sequential, layers\nfrom sizes import UNITS\n"
        "model = Sequential([layers.Input((13,)), layers.Dense(UNITS)])\n"
    )
    uri = one.open("model.py", text)
    first = [hint.label for hint in await one.hints(uri)]
    sizes = one.write("sizes.py", "UNITS = 6\n")
    one.client.workspace_did_change_watched_files(
        lsp.DidChangeWatchedFilesParams([lsp.FileEvent(sizes, lsp.FileChangeType.Changed)])
    )
    second = [hint.label for hint in await one.hints(uri)]
    known = [models_of(text.replace("UNITS)", f"{units})"))[0].layers[0] for units in (5, 6)]
    assert [first, second] == [[f"  ⟵ {each.params} params · {each.output_shape}"] for each in known]


async def test_a_request_that_is_cancelled(tmp_path: Path) -> None:
    async with editor(tmp_path, debounce=300) as one:
        uri = one.open("tagger.py", TAGGER)
        await one.diagnostics(uri)
        one.change(uri, TAGGER + "\n")
        place = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(*_at(TAGGER, "LSTM(20")))
        request = one.client.protocol.send_request("textDocument/hover", place, msg_id="hover")
        one.client.cancel_request(lsp.CancelParams("hover"))
        with pytest.raises(Exception, match="cancel"):
            await asyncio.wrap_future(request)
        assert await one.hover(uri, *_at(TAGGER, "LSTM(20")) is not None


def _at(text: str, part: str) -> tuple[int, int]:
    """Line and column of a part of a text, of plain characters."""
    before = text[: text.index(part)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1
