"""What is not known is not stated: names that code may set, attributes of library classes, generations that are set."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint_params.interpret import analyse_text
from tests.interpret.programs import UNKNOWN, analysed, in_keras, models, only, write

SET = ["exec(unknown())", "globals()[unknown()] = 3", "import sys\nsetattr(sys.modules[__name__], unknown(), 3)"]


@pytest.mark.parametrize("statement", SET)
def test_any_name_may_be_set_by_what_is_not_known(statement: str) -> None:
    text = f"{UNKNOWN}units = 4\n{statement}\nmodel = Sequential([Input((2,)), Dense(units)])\n"
    assert only(text).params is None
    assert only(text.replace(statement, "")).params == 2 * 4 + 4


def test_a_function_keeps_its_variables_whatever_code_runs_in_it() -> None:
    text = f"""{UNKNOWN}
def build(units=4):
    exec(unknown())
    return Sequential([Input((2,)), Dense(units)])
build()
"""
    assert only(text).params == 2 * 4 + 4


def test_layers_of_code_in_a_text_stand_where_it_is_run() -> None:
    model = only('\n\nexec("model = Sequential([Input((2,)), Dense(4)])")\n')
    assert (model.span.line, model.layers[0].span.line) == (5, 5)
    assert model.variable == "model"


@pytest.mark.parametrize("holder", ["Box", "Box()"])
def test_a_class_of_a_library_may_have_any_attribute(holder: str) -> None:
    text = "import keras\nclass Box(keras.callbacks.Callback):\n    pass\n"
    result = analysed(f"{text}model = Sequential([Input((2,)), Dense({holder}.units)])\n")
    (model,) = result.models
    assert model.layers[0].fault is None
    assert model.params is None
    assert model.free


def test_a_generation_that_is_set_refuses_what_others_take() -> None:
    text = "model = Sequential([LSTM(3, batch_input_shape=(1, 2, 3))])\n"
    assert only(text).generation == "tf2"
    refused = only(text, keras="3").layers[0].fault
    assert refused is not None
    assert refused.kind == "unknown-argument"
    assert only(text, keras="tf2").params == only(text).params


def test_nothing_above_the_root_is_read(tmp_path: Path) -> None:
    write(tmp_path, secret="UNITS = 3\n", project__model="", project__inner__model="")
    text = "from ...secret import UNITS\nfrom keras import Input, Sequential\nfrom keras.layers import Dense\n"
    text += "model = Sequential([Input((2,)), Dense(UNITS)])\n"
    path = str(tmp_path / "project" / "inner" / "model.py")
    assert analyse_text(text, path, root=tmp_path / "project").models[0].params is None
    assert analyse_text(text, path, root=tmp_path).models[0].params == 2 * 3 + 3


def test_one_tensor_of_unknown_kind_may_be_several() -> None:
    for layer in models("model = Sequential([Concatenate(), Dense(3)])\n")[0].layers:
        assert layer.fault is None


def test_scalars_are_encoded_as_keras_does() -> None:
    from keras.layers import CategoryEncoding, Discretization

    for name, layer in (
        (
            "Discretization(bin_boundaries=[0.0, 1.0], output_mode='one_hot')",
            Discretization([0.0, 1.0], output_mode="one_hot"),
        ),
        ("CategoryEncoding(num_tokens=4, output_mode='one_hot')", CategoryEncoding(4, output_mode="one_hot")),
    ):
        shape = layer.compute_output_shape(())
        text = f"size = {name}.compute_output_shape(())[0]\nmodel = Sequential([Input((2,)), Dense(size)])\n"
        assert only(text).params == 2 * shape[0] + shape[0]


OPEN_LOOPS = {
    "add": "m = Sequential([Input((2,)), Dense(7)])\nfor _ in {passes}:\n    m.add(Dense(3))\nm.add(Dense(4))\n",
    "pop": "m = Sequential([Input((2,)), Dense(7), Dense(2)])\nfor _ in {passes}:\n    m.pop()\nm.add(Dense(4))\n",
    "list": "parts = [Input((2,)), Dense(7)]\nfor _ in {passes}:\n    parts.append(Dense(30))\nparts.append(Dense(4))\n"
    "m = Sequential(parts)\n",
    "star": "parts = []\nfor _ in {passes}:\n    parts.append(Dense(30))\n"
    "m = Sequential([Input((2,)), *parts, Dense(4)])\n",
}


@pytest.mark.parametrize("kind", OPEN_LOOPS)
@pytest.mark.parametrize("passes", [0, 1, 2])
def test_the_lower_bound_holds_for_any_number_of_passes(kind: str, passes: int) -> None:
    claimed = only(UNKNOWN + OPEN_LOOPS[kind].format(passes="unknown()"))
    real = in_keras(OPEN_LOOPS[kind].format(passes=f"range({passes})"))["m"]
    assert not claimed.layers_complete
    assert claimed.at_least <= real.count_params()
    assert claimed.layers[-1].params is None
    assert claimed.layers[-1].at_least <= real.layers[-1].count_params()


OPEN_LISTS = [
    "built = []\nfor index in range(unknown()):\n    built.append(Sequential([Input((3,)), Dense(4)]))\n",
    "built = {}\nfor name in unknown():\n    built[name] = Sequential([Input((3,)), Dense(4)])\n",
]


@pytest.mark.parametrize("before", OPEN_LISTS)
@pytest.mark.parametrize("change", ["add(Dense(5))", "pop()"])
def test_a_layer_may_go_to_any_model_of_an_open_list(before: str, change: str) -> None:
    assert only(UNKNOWN + before).layers_complete
    made = only(f"{UNKNOWN}{before}built[unknown()].{change}\n")
    assert not made.layers_complete
    assert made.reason == "it is not known to which model layers are added"


def test_the_list_that_a_model_keeps_its_layers_in_may_be_changed() -> None:
    text = "model = Sequential([Input((3,)), Dense(4), Dense(5)])\n"
    assert only(text + "for layer in model._layers:\n    layer.trainable = False\n").trainable == 0
    changed = only(text + "model._layers.pop()\n")
    assert not changed.layers_complete
    assert changed.at_least == 0


def test_a_size_that_is_no_number_is_named_in_words() -> None:
    class_given, function_given = "class Box:\n    pass\n", "def size():\n    return 3\n"
    for before, given, named in ((class_given, "Box", "the class Box"), (function_given, "size", "a function")):
        made = only(f"{before}model = Sequential([Input((3,)), Dense({given})])\n")
        assert made.layers[0].reason == f"units of Dense must be a whole number, not {named}"


def test_what_one_model_refuses_of_a_layer_leaves_the_other_that_holds_it_alone() -> None:
    text = """
shared = Dense(3)
first = Sequential([Input((5,)), shared])
second = Sequential([Input((6,)), shared, Dense(2)])
"""
    good, bad = models(text)
    assert (good.params, bad.params) == (5 * 3 + 3, None)
    assert [layer.fault is None for layer in bad.layers] == [False, True]
    caught = text.replace("second =", "try:\n    second =") + "except ValueError:\n    first.add(Dense(1))\n"
    (alone,) = models(caught)
    assert alone.params == 5 * 3 + 3 + 3 + 1


@pytest.mark.parametrize("base", ["keras.Sequential, metaclass=Widened", "Mixed, keras.Sequential"])
def test_what_a_metaclass_or_an_unknown_base_adds_is_not_denied(base: str) -> None:
    text = f"""
import keras
from mixtures import Mixed

class Widened(type(keras.Sequential)):
    def __call__(cls, *args, **kwargs):
        made = super().__call__(*args, **kwargs)
        made.add(keras.layers.Dense(5))
        return made

class Net({base}):
    def __init__(self):
        super().__init__()
        self.add(keras.Input((4,)))
        self.add(keras.layers.Dense(3))

model = Net()
"""
    model = only(text)
    assert (model.params, model.layers_complete) == (None, False)
    assert only(text.replace(base, "keras.Sequential")).params == 4 * 3 + 3


@pytest.mark.parametrize(
    "use", ["model(np.zeros((2, 6)), training=True)", "model.fit(np.zeros((2, 6)), np.zeros((2, 2)))"]
)
def test_what_a_call_builds_may_depend_on_how_it_is_called(use: str) -> None:
    """Keras 3 builds the layers that a symbolic call takes, and then those that training takes."""
    model = only(f"""\
import numpy as np
class Own(Layer):
    def __init__(self):
        super().__init__()
        self.a, self.b = Dense(4), Dense(4)
    def call(self, x, training=None):
        return self.a(x) if training else self.b(x)
model = Sequential([Own(), Dense(2)])
{use}
""")
    assert model.params is None


def test_a_function_that_raises_gives_something_unknown() -> None:
    text = """
def width(name):
    raise LookupError(name)
def build():
    model = Sequential([Input((2,)), Dense(4)])
    model.add(Dense(width("wide")))
    model.add(Dense(3))
    return model
build()
"""
    model = only(text)
    assert [layer.params for layer in model.layers] == [2 * 4 + 4, None, None]
    assert model.layers_complete
    assert model.free == ('width("wide")',)


def test_what_a_function_changed_before_it_raised_stays() -> None:
    text = """
def fill(model):
    model.add(Dense(4))
    raise LookupError
model = Sequential([Input((2,))])
fill(model)
"""
    assert only(text).params == 2 * 4 + 4


@pytest.mark.parametrize("caller", ["", "build()\n", "def main():\n    build()\nmain()\n"])
def test_a_model_that_a_function_does_not_come_to_is_named(caller: str) -> None:
    text = f"""
def build(kind=None):
    if kind is None:
        raise ValueError("no kind")
    return Sequential([Input((2,)), Dense(4)])
{caller}"""
    model = only(text)
    assert model.params is None
    assert model.reason is not None
    assert "build raises ValueError" in model.reason


def test_a_class_of_that_name_is_not_ours_where_a_function_raises() -> None:
    text = "class Sequential: pass\ndef build(kind=None):\n    raise ValueError\n    return Sequential()\n"
    assert models(text) == ()


OWN_LAYERS = """
class Own(keras.layers.Layer):
    def build(self, shape):
        {}
"""


@pytest.mark.parametrize("body", ["raise ValueError", "return [1, 2][self.missing()]", "self.fail()"])
def test_no_layer_is_built_whose_build_raises(body: str) -> None:
    own = OWN_LAYERS.format(body) + "    def fail(self):\n        raise ValueError\n"
    result = analysed(f"import keras\n{own}model = Sequential([Input((2,)), Own(), Dense(3)])\n")
    assert all(model.params is None for model in result.models)
    result = analysed(f"import keras\n{own}model = Sequential([Dense(4), Own(), Dense(3)])\n")
    (model,) = result.models
    assert model.params is None


def test_a_condition_in_the_code_of_a_layer_that_is_built_late_is_no_error() -> None:
    own = OWN_LAYERS.format("if unknown():\n            return Dense(self.units)")
    text = f"{UNKNOWN}import keras\n{own}def build():\n    return Sequential([Dense(4), Own(), Dense(3)])\nbuild()\n"
    (model,) = analysed(text).models
    assert model.params is None


HOLD = """import keras
class Hold(Layer):
    def __init__(self):
        super().__init__()
        self.dense = Dense(3)
        {held}
    def call(self, x):
        {used}
        return self.dense(x)
model = Sequential([Input((2,)), Hold(), Dense(2)])
"""
HELD = [
    ("self.more = unknown()", "self.more(x)"),
    ("self.more = [unknown(), unknown()]", "[each(x) for each in self.more]"),
    ("self.more = {'a': unknown()}", "self.more['a'](x)"),
    ("self.more = [Dense(3) for _ in range(unknown())]", "[each(x) for each in self.more]"),
]


@pytest.mark.parametrize(("held", "used"), HELD)
def test_what_is_called_on_a_tensor_may_be_a_layer(held: str, used: str) -> None:
    """No number is said of a layer that may hold more than is known, and no more is sure than what it holds surely."""
    model = only(UNKNOWN + HOLD.format(held=held, used=used))
    hold, last = model.layers
    assert hold.params is None
    assert (model.params, last.params) == (None, 3 * 2 + 2)
    assert hold.at_least == 2 * 3 + 3


def test_numbers_that_are_not_known_are_no_layers() -> None:
    text = HOLD.format(held="self.rate, self.activation = unknown(), unknown()", used="self.activation(x * self.rate)")
    assert only(UNKNOWN + text).params == (2 * 3 + 3) + (3 * 2 + 2)


CONFIGURED = ["['layers'][1]['config']['units'] = 9", "[unknown()] = 9", ".pop('layers')", "\nunknown(config)"]


@pytest.mark.parametrize("change", CONFIGURED)
def test_a_configuration_that_is_changed_within_is_not_followed(change: str) -> None:
    base = "base = Sequential([Input((2,)), Dense(4)], name='base')\nconfig = base.get_config()\n"
    text = (
        f"{UNKNOWN}{base}config{change}\nmodel = Sequential([Input((2,)), Sequential.from_config(config), Dense(2)])\n"
    )
    (model,) = [each for each in models(text) if each.variable == "model"]
    assert model.params is None


@pytest.mark.parametrize(
    "program",
    ["own = Layer()\nown.add_weight(name='w', shape=(None, 3))",
     "def give(layer):\n    layer.add_weight(name='w', shape=(None, 3))\ngive(Layer())",
     "def never():\n    own = Layer()\n    own.add_weight(shape=(None,))\n    return Sequential([Input((4,)), own])",
     "class Own(Layer):\n  def __init__(self):\n    super().__init__()\n    self.add_weight(shape=(0, None))\nOwn()"],
)  # fmt: skip
def test_a_weight_of_no_size_is_refused_wherever_it_is_made(program: str) -> None:
    assert all(model.params is None for model in models(program))
    if "never" not in program:
        with pytest.raises(ValueError):
            in_keras(program)
