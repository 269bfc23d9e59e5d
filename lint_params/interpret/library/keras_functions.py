"""Functions of Keras that are no layers: utilities, data sets, settings, clones."""

from __future__ import annotations

from lint_params.interpret.applying import make_input
from lint_params.interpret.layers import OpaqueLayer
from lint_params.interpret.library import function
from lint_params.interpret.library.arrays import as_data, like, sizes_of
from lint_params.interpret.library.builtins import unknown_call
from lint_params.interpret.machine import Machine, taint
from lint_params.interpret.operations import dimension_of
from lint_params.interpret.values import Arguments, Array, DictValue, External, ListValue, Loss, Value
from lint_params.keras.base import snake_case
from lint_params.keras.copying import fresh
from lint_params.keras.models import Functional, Sequential
from lint_params.keras.tensor import Tensor
from lint_params.model.unknown import Unknown
from lint_params.records import replace


@function("keras.utils.to_categorical", "keras.utils.np_utils.to_categorical")
def to_categorical(machine: Machine, arguments: Arguments) -> Value:
    data = as_data(machine, arguments.get(0, "x", arguments.keywords.get("y")))
    classes = arguments.get(1, "num_classes", arguments.keywords.get("nb_classes"))
    sizes = sizes_of(data)
    if sizes is None:
        return Array(None, "float32", arguments.text, data.reason, conditions=taint(data))
    if classes is None:
        classes = data.classes if isinstance(data, Array) else None
    size = dimension_of(classes) if classes is not None else None
    kept = sizes[:-1] if len(sizes) > 1 and sizes[-1] == 1 else sizes
    return Array((*kept, size), "float32", None, "the number of classes is not in the source", conditions=taint(data))


@function("keras.utils.normalize")
def normalize(machine: Machine, arguments: Arguments) -> Value:
    return as_data(machine, arguments.get(0, "x"))


@function(
    "keras.preprocessing.sequence.pad_sequences",
    "keras.utils.pad_sequences",
    "keras.preprocessing.sequence.sequence.pad_sequences",
)
def pad_sequences(machine: Machine, arguments: Arguments) -> Value:
    given = arguments.get(0, "sequences")
    length = arguments.get(1, "maxlen")
    sizes = sizes_of(given)
    first = sizes[0] if sizes else None
    if length is None:
        return Array(
            (first, None), "int32", arguments.text, "the longest sequence is not in the source", conditions=taint(given)
        )
    return Array((first, dimension_of(length)), "int32", conditions=taint(given) | taint(length))


@function("keras.Input", "keras.layers.Input")
def input_(machine: Machine, arguments: Arguments) -> Value:
    return make_input(machine, arguments, machine.program.frame_of(machine))


_MERGING = "add average concatenate dot maximum minimum multiply subtract"
"""Functions that make a merging layer and call it, as ``keras/src/layers/merging/`` defines them."""

for _name in _MERGING.split():

    @function(f"keras.layers.{_name}")
    def merging(machine: Machine, arguments: Arguments, name: str = _name) -> Value:
        """``concatenate(tensors, axis=-1)``: a layer of that name, called."""
        frame = machine.program.frame_of(machine)
        options = {key: value for key, value in arguments.keywords.items() if key != "inputs"}
        made = replace(arguments, positional=arguments.positional[1:], keywords=options)
        layer = machine.program.call(machine, External(f"keras.layers.{name.capitalize()}"), made, frame)
        called = replace(arguments, positional=[arguments.get(0, "inputs")], keywords={})
        return machine.program.call(machine, layer, called, frame)


_ACTIVATIONS = """celu elu exponential gelu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu linear
log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus sparsemax
squareplus swish tanh tanh_shrink threshold""".split()
"""Activations that keep the shape of what they are given (``glu`` halves it)."""


@function(*(f"keras.activations.{name}" for name in _ACTIVATIONS))
def activation(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "x")
    return (
        like(machine, value, sizes_of(value))
        if isinstance(value, (Tensor, Array))
        else unknown_call(machine, arguments)
    )


_LOSSES = """BinaryCrossentropy BinaryFocalCrossentropy CategoricalCrossentropy CategoricalFocalCrossentropy
SparseCategoricalCrossentropy MeanSquaredError MeanAbsoluteError MeanAbsolutePercentageError
MeanSquaredLogarithmicError CosineSimilarity Huber LogCosh Hinge SquaredHinge CategoricalHinge KLDivergence Poisson
Dice Tversky CTC Circle""".split()


for _name in _LOSSES:

    @function(f"keras.losses.{_name}")
    def loss(machine: Machine, arguments: Arguments, name: str = _name) -> Value:
        """A loss object: its name, and whether it takes logits."""
        crossentropy = name.endswith("Crossentropy")
        logits = arguments.get(0, "from_logits", False) if crossentropy else None
        return Loss(snake_case(name), logits if isinstance(logits, bool) else None)


@function("keras.activations.get", "keras.activations.deserialize")
def activation_named(machine: Machine, arguments: Arguments) -> Value:
    """The function an activation is named by; a function is given back."""
    value = arguments.get(0, "identifier", arguments.keywords.get("name"))
    if value is None:
        return External("keras.activations.linear")
    if isinstance(value, str):
        return External(f"keras.activations.{value}")
    return value


@function("keras.backend.clear_session", "keras.utils.clear_session", "keras.backend.reset_uids")
def clear_session(machine: Machine, arguments: Arguments) -> Value:
    machine.names_given.clear()
    return None


@function(
    "keras.backend.image_data_format",
    "keras.backend.config.image_data_format",
    "keras.config.image_data_format",
    "keras.backend.image_dim_ordering",
)
def image_data_format(machine: Machine, arguments: Arguments) -> Value:
    if arguments.text is not None and "dim_ordering" in arguments.text:
        return "tf" if machine.setting.data_format == "channels_last" else "th"
    return machine.setting.data_format


@function(
    "keras.backend.set_image_data_format",
    "keras.backend.config.set_image_data_format",
    "keras.config.set_image_data_format",
    "keras.backend.set_image_dim_ordering",
)
def set_image_data_format(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "data_format", arguments.keywords.get("dim_ordering"))
    value = {"tf": "channels_last", "th": "channels_first"}.get(str(value), value)
    if value in ("channels_last", "channels_first"):
        machine.setting = replace(machine.setting, data_format=str(value))
    return None


@function("keras.backend.set_floatx", "keras.backend.config.set_floatx", "keras.config.set_floatx")
def set_floatx(machine: Machine, arguments: Arguments) -> Value:
    """The default of layers only until Keras 3 has made the first one: then its policy stands.

    Source: ``dtype_policy`` in ``keras/src/dtype_policies/dtype_policy.py``.
    """
    value = arguments.get(0, "value")
    if isinstance(value, str) and not (machine.setting.generation == "3" and machine.layers_made):
        machine.setting = replace(machine.setting, dtype=value)
    return None


@function("keras.backend.floatx", "keras.backend.config.floatx", "keras.config.floatx")
def floatx(machine: Machine, arguments: Arguments) -> Value:
    return machine.setting.dtype


@function("keras.backend.backend", "keras.config.backend")
def backend(machine: Machine, arguments: Arguments) -> Value:
    return "tensorflow"


@function(
    "keras.mixed_precision.set_global_policy",
    "keras.mixed_precision.experimental.set_policy",
    "keras.mixed_precision.set_dtype_policy",
    "keras.config.set_dtype_policy",
    "keras.config.set_global_policy",
)
def set_policy(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "policy")
    if isinstance(value, str):
        machine.setting = replace(machine.setting, dtype=value)
    return None


@function(
    "keras.mixed_precision.Policy",
    "keras.mixed_precision.DTypePolicy",
    "keras.DTypePolicy",
    "keras.dtype_policies.DTypePolicy",
    "keras.mixed_precision.experimental.Policy",
    "keras.FloatDTypePolicy",
    "keras.dtype_policies.FloatDTypePolicy",
)
def policy(machine: Machine, arguments: Arguments) -> Value:
    return arguments.get(0, "name")


@function("keras.models.clone_model")
def clone_model(machine: Machine, arguments: Arguments) -> Value:
    """A copy with new weights: same layers, same names."""
    model = arguments.get(0, "model")
    if arguments.has(2, "clone_function") or not isinstance(model, (Sequential, Functional)):
        return OpaqueLayer("the clone is not followed", "Model")
    clone = fresh(model)
    clone.born = machine.born()
    clone.user_class = None
    return clone


@function(
    "keras.models.load_model",
    "keras.saving.load_model",
    "keras.models.model_from_json",
    "keras.models.model_from_yaml",
    "keras.models.saving.load_model",
)
def load_model(machine: Machine, arguments: Arguments) -> Value:
    found = unknown_call(machine, arguments, "a saved model is not in the source")
    return Unknown(
        found.reason, found.text, found.line, key=machine.visit(("load", arguments.place)), conditions=found.conditions
    )


@function("keras.utils.get_custom_objects", "keras.saving.get_custom_objects")
def custom_objects(machine: Machine, arguments: Arguments) -> Value:
    machine.setting = replace(machine.setting, custom_objects=True)
    return DictValue({}, machine.born(), machine.unknown("not followed"))


@function(
    "keras.utils.custom_object_scope",
    "keras.utils.CustomObjectScope",
    "keras.saving.custom_object_scope",
    "keras.saving.CustomObjectScope",
)
def custom_object_scope(machine: Machine, arguments: Arguments) -> Value:
    machine.setting = replace(machine.setting, custom_objects=True)
    return machine.unknown("not followed")


@function(
    "tensorflow.test.is_gpu_available",
    "tensorflow.config.list_physical_devices",
    "tensorflow.config.experimental.list_physical_devices",
)
def devices(machine: Machine, arguments: Arguments) -> Value:
    return ListValue(
        [], machine.born(), machine.unknown("the machine is not known", arguments.text, key=("devices", arguments.text))
    )
