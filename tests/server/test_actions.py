"""Code actions: what they do to the text of the editor."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp

from tests.server.session import ROOT, Editor, applied, models_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

TAGGER = (ROOT / "examples" / "sequence_tagger.py").read_text()
ALL = lsp.Range(lsp.Position(0, 0), lsp.Position(1_000, 0))
FLAT = """from keras import Sequential, layers
model = Sequential()
model.add(layers.Input((10, 3)))
model.add(layers.LSTM(4))
model.add(layers.LSTM(5, name='''x
y'''))  # the second one
"""


async def test_a_finding_is_silenced_on_its_line_or_in_the_file(one: Editor) -> None:
    (one.folder / ".lint-params.yaml").write_text("budgets: [{max-params: 50_000}]\n")
    text = f"#!/usr/bin/env python\n{TAGGER}"
    uri = one.open("tagger.py", text)
    times = 1
    (found,) = await one.diagnostics(uri)
    here, everywhere = await one.actions(uri, ALL)
    assert [list(each.diagnostics or []) for each in (here, everywhere)] == [[found], [found]]
    assert "LSTM(20, return_sequences=True))  # lint-params: ignore[LP101]\n" in applied(text, here, uri)
    assert applied(text, everywhere, uri).split("\n")[1] == "# lint-params: ignore-file[LP101]"
    for action in (here, everywhere):
        times += 1
        one.change(uri, applied(text, action, uri))
        assert await one.diagnostics(uri, times) == []
    # Elsewhere there is nothing to do.
    assert await one.actions(uri, lsp.Range(lsp.Position(0, 0), lsp.Position(0, 1))) == []


async def test_a_code_is_added_to_a_comment_that_is_there(one: Editor) -> None:
    (one.folder / ".lint-params.yaml").write_text("budgets: [{max-params: 10, max-size: 10 B}]\n")
    text = (
        "from keras import Sequential, layers\n"
        "model = Sequential([layers.Input((13,)), layers.Dense(5)])  # lint-params: ignore[LP103] -- measured\n"
    )
    uri = one.open("model.py", text)
    assert [each.code for each in await one.diagnostics(uri)] == ["LP101"]
    after = applied(text, (await one.actions(uri, ALL))[0], uri)
    assert "# lint-params: ignore[LP103, LP101] -- measured" in after
    one.change(uri, after)
    assert await one.diagnostics(uri, 2) == []


async def test_fixes_are_tried_before_they_are_offered(one: Editor) -> None:
    uri = one.open("flat.py", FLAT)
    found = await one.diagnostics(uri)
    assert found and all(each.code == "LP201" for each in found), found
    preferred = [each for each in await one.actions(uri, ALL) if each.is_preferred]
    assert len(preferred) == len(found)
    (everything,) = await one.actions(uri, ALL, only=["source.fixAll"])
    assert everything.kind == "source.fixAll.lint-params"
    for action in (*preferred[:1], everything):
        after = applied(FLAT, action, uri)
        assert "LSTM(4, return_sequences=True)" in after
        assert models_of(after)[0].status == "exact"
    one.change(uri, applied(FLAT, everything, uri))
    assert await one.diagnostics(uri, 2) == []
    assert await one.actions(uri, ALL, only=["source.fixAll"]) == []


async def test_a_comment_goes_where_it_can_stand(one: Editor) -> None:
    """The first line of the call ends inside a string: the comment goes to the next."""
    (one.folder / ".lint-params.yaml").write_text("budgets: [{name: 'x*', max-params: 10}]\nignore: [LP2]\n")
    text = FLAT.replace("LSTM(4)", "LSTM(4, return_sequences=True)").replace("'''x\ny'''", '"""x\n\\\ny"""')
    uri = one.open("model.py", text)
    assert [each.code for each in await one.diagnostics(uri)] == ["LP101"]
    after = applied(text, (await one.actions(uri, ALL))[0], uri)
    assert 'y"""))  # the second one  # lint-params: ignore[LP101]\n' in after
    one.change(uri, after)
    assert await one.diagnostics(uri, 2) == []
