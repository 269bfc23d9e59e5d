"""Refusals: what Keras refuses becomes a finding of the right rule."""

from __future__ import annotations

from typing import Any

import pytest

from lint_params.interpret import analyse_text
from lint_params.interpret.result import ProgramFault
from lint_params.keras.base import KerasLayer
from lint_params.model.model import Fault
from lint_params.rules import check_file
from lint_params.rules.refused.faults import CODES
from lint_params.rules.registry import rules
from lint_params.source.file import Cell, SourceFile
from tests.rules.models import findings, made, model, settings, span


@pytest.mark.parametrize(
    ("inputs", "layers", "code"),
    [
        ((40, 13), [made("LSTM", 5), made("LSTM", 5)], "LP201"),
        ((40, 13), [made("LSTM", 5), made("Dropout", 0.5), made("GRU", 5)], "LP201"),
        ((40, 13), [made("LSTM", 5), made("Dense", 5), made("TimeDistributed", made("Dense", 5))], "LP201"),
        ((40, 13), [made("Bidirectional", made("LSTM", 5)), made("LSTM", 5)], "LP201"),
        ((40, 13), [made("LSTM", 5), made("Conv1D", 5, 3)], "LP201"),
        ((40, 13), [made("Flatten"), made("LSTM", 5)], "LP202"),
        ((13,), [made("Dense", 5), made("LSTM", 5)], "LP202"),
        ((28, 28), [made("Conv2D", 5, 3)], "LP202"),
        ((40, 13), [made("LSTM", 5), made("Conv2D", 5, 3)], "LP202"),
        ((4, 4, 1), [made("Conv2D", 5, 5)], "LP203"),
        ((13, None), [made("Dense", 5)], "LP204"),
        ((8, 8, 4), [made("Conv2D", 10, 3, groups=4)], "LP205"),
        ((780,), [made("Reshape", (28, 28))], "LP206"),
        ((13,), [made("Dense", 0)], "LP209"),
        ((13,), [made("Dense", 784, 128)], "LP209"),
    ],
)
def test_layers(inputs: tuple[int | None, ...], layers: list[KerasLayer], code: str) -> None:
    (finding,) = [one for one in findings("{}", model(inputs, *layers)) if one.code.startswith("LP2")]
    assert (finding.code, finding.severity) == (code, "error")
    assert finding.layer is not None
    assert finding.layer.endswith(f"_{len(layers) - 1}")
    assert finding.message.startswith("Keras refuses ")


def test_refusals_are_not_told_as_uncounted() -> None:
    assert [one.code for one in findings("{}", model((28, 28), made("Conv2D", 5, 3)))] == ["LP202"]


@pytest.mark.parametrize("kind", [*CODES, "something else"])
def test_every_kind_is_told_wherever_it_stands(kind: str) -> None:
    fault = ProgramFault(Fault(kind, "this is wrong"), span(3), "model")
    (finding,) = findings("{}", faults=[fault])
    assert finding.code == CODES.get(kind, "LP200")
    assert finding.code in rules()
    assert "this is wrong" in finding.message
    assert finding.span == span(3)


def test_return_sequences_is_added() -> None:
    text = "\n\nmodel = [\n    " + "layers.LSTM(5),".ljust(20) + "\n    layers.LSTM(5),\n]\n"
    found = model((40, 13), made("LSTM", 5), made("LSTM", 5))
    (finding,) = findings("{}", found, text=text)
    # The span by hand is wider than the call, so there is no bracket at its end, and no fix.
    assert finding.fix is None
    text = text.replace("layers.LSTM(5),     ", "layers.LSTM(units=5)")
    (finding,) = findings("{}", found, text=text)
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert (edit.span.line, edit.span.column, edit.text) == (4, 24, ", return_sequences=True")
    assert finding.related[-1].span == span(4)
    (finding,) = findings("{}", found, text=text.replace("units=5)", "**more )"))
    assert finding.fix is None


def test_what_is_not_known_has_no_name_that_could_be_taken() -> None:
    source = (
        "from keras import Sequential, layers\nfrom elsewhere import Pool\nimport other\nmodel = Sequential()\n"
        "for _ in range(2):\n    model.add(layers.Dense(3))\n    model.add(Pool(2))\n    model.add(other.Norm())\n"
    )
    found = check_file(analyse_text(source), SourceFile("model.py", (Cell(source),)), settings("{}"))
    assert [finding for finding in found if finding.code.startswith("LP2")] == []


WIDE = (
    "from {} import Sequential, layers\nmodel = Sequential([layers.Conv1D(8, 2, input_shape=(32, 32, 3)), "
    "layers.Flatten(), layers.Dense(4)])\n"
)


def test_a_convolution_over_more_axes_is_of_an_older_keras() -> None:
    """tf.keras 2 reads axes before its own as more of the batch, Keras 3 refuses them."""
    names: dict[str, Any] = {}
    exec(WIDE.format("tf_keras"), names)
    (model,) = analyse_text(WIDE.format("tensorflow.keras")).models
    assert (model.generation, model.params) == ("tf2", names["model"].count_params())
    (model,) = analyse_text(WIDE.format("keras")).models
    assert (model.generation, model.params) == ("3", None)
    with pytest.raises(ValueError, match="Kernel shape"):
        exec(WIDE.format("keras"), names)
