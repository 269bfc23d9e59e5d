"""Notes on what could not be counted, and the line of configuration that would settle it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lint_params.config.load import parse
from lint_params.model.dimension import Size
from lint_params.model.model import Model
from lint_params.model.shape import Shape
from tests.rules.models import findings, layer, made, model, of, span


def note(found: Model) -> str:
    (finding,) = [one for one in findings("{}", found) if one.code == "LP301"]
    assert finding.severity == "note"
    return finding.message


def test_an_expression() -> None:
    found = replace(model((Size.symbol("x.shape[1]"),), made("Dense", 5), made("Dense", 5)), reason="x is not known")
    message = note(found)
    assert message == (
        "1 of 2 layers of model 'model' is not counted: x is not known; settle it with `inputs: {\"x.shape[1]\": …}`"
    )


@pytest.mark.parametrize("text", ["x.shape[1]", 'cfg["n"]', "cfg['n']", "len(vocabulary)", "n"])
def test_the_line_is_one_that_the_loader_reads(text: str) -> None:
    message = note(model((Size.symbol(text),), made("Dense", 5)))
    line = message[message.index("`") + 1 : message.rindex("`")].replace("…", "13")
    assert parse(line.encode(), "a.yaml").expressions() == {text.replace('"', "'"): 13}


def test_an_input_shape() -> None:
    unread, _ = layer(made("Dense", 5), Shape.unknown("nothing shows the shape of its input"), span(4), "dense")
    found = of([replace(unread, free=())], function="build")
    assert '`inputs: {"model.py::build": […]}`' in note(found)
    assert '`inputs: {"model.py::model": […]}`' in note(replace(found, function=None))
    assert "`# lint-params: input=(…)` beside Dense 'dense'" in note(replace(found, function=None, variable=None))


def test_a_layer_of_others() -> None:
    known, _ = layer(made("Dense", 5), Shape((None, 3)), span(4), "dense")
    foreign = replace(
        known, type="hub.KerasLayer", name="hub", params=None, formula=None, reason="not a layer of Keras"
    )
    message = note(of([foreign]))
    assert '`layers: {"hub.KerasLayer": {params: …, output: […]}}`' in message
    assert "not a layer of Keras" in message


def test_one_note_a_model() -> None:
    found = model((Size.symbol("n"),), made("Dense", 5))
    assert len(findings("{}", found, replace(found, variant={"units": 5}))) == 1
    assert findings("{}", model((3,), made("Dense", 5))) == []


def test_layers_that_may_be_missing() -> None:
    found = replace(model((3,), made("Dense", 5)), layers_complete=False, reason="the loop's length is not known")
    assert note(found) == "model 'model' may have layers that are not seen here: the loop's length is not known"
