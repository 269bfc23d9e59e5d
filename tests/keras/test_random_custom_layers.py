"""Random layers of a program's own, and models of them: ours and real Keras agree on what every layer holds.

``LINT_PARAMS_LAYERS=5000 pytest tests/keras/test_random_custom_layers.py`` is the long run; every run with that
variable set draws other programs.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from lint_params.interpret import analyse_text
from lint_params.model.model import Model
from tests.keras.grid import clear, judge
from tests.truth.kept import kept

EXAMPLES = int(os.environ.get("LINT_PARAMS_LAYERS", "0"))
HEADS = {
    "3": "import keras\nimport numpy as np\nfrom keras import layers\n",
    "tf2": "import tf_keras as keras\nimport numpy as np\nfrom tf_keras import layers\n",
}
WIDTH = 6
"""Features of every input; layers that Keras asks for no output shape keep them."""

Draw = Callable[[st.SearchStrategy[Any]], Any]


def method(name: str, arguments: str, lines: list[str]) -> list[str]:
    return [f"    def {name}(self{arguments}):", *(f"        {line}" for line in lines)] if lines else []


@st.composite
def sublayers(draw: Draw, earlier: list[str]) -> str:
    """The call of a layer that keeps the number of features, or does not."""
    kinds = ["layers.Dense(6)", "layers.Dense(6, use_bias=False)", "layers.Dense(4)", "layers.LayerNormalization()",
             "layers.BatchNormalization()", "layers.Dropout(0.5)",
             "keras.Sequential([layers.Dense(3), layers.Dense(6)])", "[layers.Dense(6) for _ in range(2)]"]  # fmt: skip
    return str(draw(st.sampled_from(kinds + [f"{name}()" for name in earlier] * 2)))


@st.composite
def own_class(draw: Draw, name: str, earlier: list[str]) -> list[str]:
    """A class of a layer: which base, what is made and built where, whether it says its output shape."""
    base, arguments = draw(
        st.sampled_from([("Layer", ""), ("Layer", ""), ("Layer", ""), ("Dense", "6"), ("LayerNormalization", "")])
    )
    here, inside = draw(st.lists(sublayers(earlier), max_size=3)), draw(st.lists(sublayers(earlier), max_size=1))
    start = [f"super().__init__({arguments})", *(f"self.a{at} = {text}" for at, text in enumerate(here))]
    made = {f"a{at}": text for at, text in enumerate(here)}
    build: list[str] = []
    if inside or draw(st.booleans()):
        build += [f"self.b{at} = {text}" for at, text in enumerate(inside)]
        made |= {f"b{at}": text for at, text in enumerate(inside)}
        single = [held for held, text in made.items() if not text.startswith("[")]
        build += [f"self.{held}.build(s)" for held in single if draw(st.integers(0, 3)) == 0]
        if draw(st.booleans()):
            build.append("self.w = self.add_weight(shape=(s[-1], 2), name='w')")
        if base != "Layer" or draw(st.booleans()):
            build.append("super().build(s)")
        elif draw(st.booleans()):
            build.append("self.built = True")
        build = build or ["super().build(s)"]
    run = ["y = x"]
    if base != "Layer" and draw(st.booleans()):
        run.append("y = super().call(y)")
    for held, text in made.items():
        if draw(st.integers(0, 3)):
            run += (
                [f"for layer in self.{held}:", "    y = layer(y)"] if text.startswith("[") else [f"y = self.{held}(y)"]
            )
    run.append(f"return y[..., :1] + x[..., :{WIDTH}]")
    calls = base == "Layer" or draw(st.booleans())
    shape = ["return s"] if draw(st.booleans()) else []
    lines = [f"class {name}(layers.{base}):", *method("__init__", "", start), *method("build", ", s", build)]
    return [*lines, *method("call", ", x", run if calls else []), *method("compute_output_shape", ", s", shape), ""]


@st.composite
def programs(draw: Draw) -> str:
    names = [f"Own{at}" for at in range(draw(st.integers(1, 3)))]
    lines: list[str] = []
    for at, name in enumerate(names):
        lines += draw(own_class(name, names[:at]))
    for at in range(draw(st.integers(1, 2))):
        chain = [f"{draw(st.sampled_from(names))}()" for _ in range(draw(st.integers(1, 2)))]
        chain.append("layers.Dense(2)")
        sizes = draw(st.sampled_from([(WIDTH,), (5, WIDTH)]))
        if len(sizes) == 2 and draw(st.booleans()):
            chain[0] = f"layers.TimeDistributed({chain[0]})"
        declared = draw(st.booleans())
        first = [f"keras.Input({sizes})"] if declared else []
        lines.append(f"model{at} = keras.Sequential([{', '.join([*first, *chain])}])")
        if not declared and draw(st.booleans()):
            lines.append(f"model{at}.build({(None, *sizes)})")
        elif not declared or draw(st.booleans()):
            lines.append(f"model{at}(np.zeros({(2, *sizes)}, 'float32'))")
    return "\n".join(lines) + "\n"


def in_keras(text: str, generation: str) -> dict[str, list[int | None]] | None:
    """The counts of the layers of each model, ``None`` for what is not built, and last how many parameters train;
    ``None`` where Keras refuses."""

    def ask() -> dict[str, list[int | None]] | None:
        keras = judge(generation)
        clear(keras)
        names: dict[str, Any] = {"__name__": "__main__"}
        try:
            exec(HEADS[generation] + text, names)
            return {
                name: [*(_size(layer.weights) if layer.built else None for layer in model.layers), _trains(model)]
                for name, model in names.items()
                if name.startswith("model")
            }
        except Exception:  # Keras', and TensorFlow's of all kinds; where a model inside is open, also at the weights
            return None

    found: dict[str, list[int | None]] | None = kept(f"own layers {generation} {text}", ask)
    return found


def _size(weights: list[Any]) -> int:
    return sum(math.prod(weight.shape) for weight in weights)


def _trains(model: Any) -> int | None:
    built = all(layer.built for layer in model.layers)
    return _size(model.trainable_weights) if built else None


def check(text: str, generation: str) -> str:
    """``exact``, ``open`` or ``refused``; fails where ours says what is not so."""
    truth = in_keras(text, generation)
    if truth is None:
        return "refused"
    found = analyse_text(HEADS[generation] + text, "m.py").models
    ours: dict[str | None, Model] = {model.variable: model for model in found}
    settled = True
    for name, counts in truth.items():
        model = ours[name]
        shown = f"{HEADS[generation]}{text}\n{name}: Keras {counts}, ours {[each.params for each in model.layers]}"
        for layer, count in zip(model.layers, counts, strict=False):
            assert count is None or layer.params in (None, count), shown
            assert count is None or layer.at_least <= count, shown
        assert len(model.layers) == len(counts) - 1, shown
        assert None in (model.trainable, counts[-1]) or model.trainable == counts[-1], (
            f"{shown}, {model.trainable} train"
        )
        settled = settled and (model.params is not None or None in counts)
    return "exact" if settled else "open"


@pytest.mark.parametrize("generation", ["3", "tf2"])
@pytest.mark.parametrize("part", range(4))
def test_own_layers_hold_what_they_hold_in_keras(part: int, generation: str) -> None:
    said: dict[str, int] = {}

    @settings(
        max_examples=max(EXAMPLES // 8, 12),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    @given(programs())
    def run(text: str) -> None:
        outcome = check(text, generation)
        said[outcome] = said.get(outcome, 0) + 1

    drawn = run if EXAMPLES else seed(part)(run)
    drawn()
    assert said.get("exact", 0) >= 2 * said.get("open", 0), said
