"""The methods of layers and models: what ``add``, ``pop``, ``build``, ``fit`` … do to the chain."""

from __future__ import annotations

from collections.abc import Callable

from lint_params.interpret.adapting import enable_lora, quantize
from lint_params.interpret.applying import array_shape, as_tensors, data_shape, meet_data, note, shape_from, source_of
from lint_params.interpret.configurations import get_config
from lint_params.interpret.custom import CustomLayer
from lint_params.interpret.expressions import elements
from lint_params.interpret.growing import add_layer, fault, took_name
from lint_params.interpret.layers import OpaqueLayer, shapes_of
from lint_params.interpret.machine import Machine
from lint_params.interpret.members import output_shapes
from lint_params.interpret.tracking import Variable, is_on_read
from lint_params.interpret.values import (
    Arguments,
    Array,
    Batches,
    External,
    FunctionValue,
    ListValue,
    Loss,
    Value,
    plain,
)
from lint_params.keras.base import KerasLayer, snake_case
from lint_params.keras.copying import fresh
from lint_params.keras.models import Functional, Sequential
from lint_params.keras.preprocessing import LOOKUPS
from lint_params.keras.tensor import Tensor
from lint_params.model.dimension import Dimension, Size
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.model import Event
from lint_params.model.shape import Shape, Shapes
from lint_params.model.unknown import Unknown
from lint_params.records import replace

Method = Callable[[Machine, KerasLayer, Arguments], Value]


def add(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    if isinstance(layer, Sequential):
        add_layer(machine, layer, arguments.get(0, "layer"), arguments)
    return None


def pop(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    if not isinstance(layer, Sequential):
        return machine.unknown("pop is not followed here")
    machine.touch_model(layer, layer.born)
    if machine.region_of(layer.born) is not None:
        layer.erode()
    popped = layer.pop()
    if machine.setting.generation == "3" and not layer.layers:
        # The list that Keras 3 pops from holds the input too, and it looks at what is then the first.
        if popped is None and layer.input is None:
            fault(machine, Refused("there is no layer to pop", "pop"), arguments, layer)
        if popped is None:
            layer.input, layer.declared = None, False
        if layer.input is None:
            machine.fails("IndexError")
    elif popped is None:
        fault(machine, Refused("there is no layer to pop", "pop"), arguments, layer)
        machine.fails("TypeError")
    took_name(machine, layer)
    return popped


def build(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    """``build(input_shape)``: batch first; in Keras 3 it may be several shapes, or a list of them."""
    if layer.built_of and machine.setting.generation != "3":
        return None  # TensorFlow's makes its weights only when it is called
    shape = _first_shape(machine, layer, arguments)
    try:
        if isinstance(layer, Sequential):
            machine.touch_model(layer, layer.born)
            if layer.input is None:
                layer.declared = True
                layer.set_input(shape)
            layer.built = True
            took_name(machine, layer)
            if any(step.refused is not None for step in layer.steps):
                machine.fails("ValueError")
        elif isinstance(layer, CustomLayer) and layer.user_class.find("build") is not None:
            layer.build_base(shape)  # super().build(input_shape) of a layer of the program
        elif isinstance(layer, CustomLayer) and machine.program.keras_base(layer.user_class) != "Model":
            layer.build_alone(layer.checked(shape))
        else:
            layer.build(layer.checked(_shapes(machine, layer, arguments, shape)))
    except (Refused, Undetermined) as error:
        if isinstance(error, Refused):
            machine.fails("ValueError")
            fault(machine, error, arguments, layer if isinstance(layer, Sequential) else None)
    return None


def _first_shape(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Shape:
    names = ("input_shape", "sequences_shape", *layer.built_of[:1])
    return shape_from(machine, arguments.get(0, next((name for name in names if name in arguments.keywords), names[0])))


def _shapes(machine: Machine, layer: KerasLayer, arguments: Arguments, first: Shape) -> Shapes:
    """All shapes that a layer is built of."""
    if layer.built_of:
        others = [arguments.get(at, name) for at, name in enumerate(layer.built_of)][1:]
        given = [first, *(shape_from(machine, each) for each in others if each is not None)]
        return given if len(given) > 1 else first
    listed = arguments.get(0, "input_shape")
    items = listed if isinstance(listed, (tuple, ListValue)) else ()
    if type(layer).weights_of is KerasLayer.weights_of:
        return first
    if items and all(isinstance(each, (tuple, ListValue, Shape)) for each in items):
        return [shape_from(machine, each) for each in items]
    if first.open and not first.sizes:
        raise Undetermined(first.reason or "what it is built of is not known")
    return first


def fit(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    """``fit(x, y)``, ``evaluate(x, y)``: a model that has no input shape yet takes that of the batches."""
    _read(machine, layer, arguments, lambda samples: _batches(machine, arguments, samples))
    return machine.unknown("what training or prediction gives is not followed")


def train_on_batch(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    """All of the data are one batch."""
    _read(machine, layer, arguments, lambda samples: samples)
    return machine.unknown("what training or prediction gives is not followed")


def _read(machine: Machine, layer: KerasLayer, arguments: Arguments, batch: Callable[[Dimension], Dimension]) -> None:
    if isinstance(layer, Sequential) and layer.input is None and layer.layers:
        data = arguments.get(0, "x")
        if isinstance(data, (Array, Tensor)):
            shape = data.shape if isinstance(data, Tensor) else data_shape(machine, data, source_of(machine, arguments))
            if not shape.open and len(shape) > 0:
                layer.input = Shape((batch(shape.sizes[0]), *tuple(shape)[1:]))
                layer.rebuild()
                took_name(machine, layer)
    meet_data(machine, layer)


def _batches(machine: Machine, arguments: Arguments, samples: Dimension) -> Dimension:
    """The size of the batches that Keras trains on; from Keras 3 on none where the last is smaller."""
    split = arguments.keywords.get("validation_split", 0.0)
    if isinstance(split, (int, float)) and isinstance(samples, int) and split:
        samples = int(samples * (1 - split))
    first = _first_batch(arguments, samples) if isinstance(split, (int, float)) else None
    whole = isinstance(first, int) and isinstance(samples, int) and first and samples % _batch_size(arguments) == 0
    return first if whole or machine.setting.generation != "3" else None


def _batch_size(arguments: Arguments) -> int:
    given = arguments.get(2, "batch_size", arguments.keywords.get("nb_batch"))
    return given if isinstance(given, int) and given > 0 else 32


def _first_batch(arguments: Arguments, samples: Dimension) -> Dimension:
    """The size of the first batch: 32 unless the call says otherwise, or all there are."""
    given = arguments.get(2, "batch_size", arguments.keywords.get("nb_batch"))
    if not isinstance(samples, int) or not (given is None or isinstance(given, int)):
        return None
    return min(_batch_size(arguments), samples)


def predict(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    """``predict(x)``: data of the model's output shape."""
    positional = [*arguments.positional[0:1], None, *arguments.positional[1:2]]  # predict(x, batch_size)
    given = replace(arguments, positional=positional)
    _read(machine, layer, given, lambda samples: _first_batch(given, samples))
    shapes = output_shapes(layer)
    data = arguments.get(0, "x")
    if not isinstance(shapes, Shape) or shapes.open:
        return machine.unknown("what the model predicts is not known")
    first = data.shape[0] if isinstance(data, Array) and data.shape else None
    return Array((first, *shapes.sizes[1:]), "float32")


def get_layer(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    name = arguments.keywords.get("name")
    index = arguments.keywords.get("index")
    first = arguments.positional[0] if arguments.positional else None
    name = name if name is not None else first if isinstance(first, str) else None
    index = index if index is not None else first if isinstance(first, int) else arguments.get(1, "index")
    layers = layer.layers if isinstance(layer, (Sequential, Functional)) else list(layer.sublayers())
    if isinstance(index, int) and -len(layers) <= index < len(layers):
        return layers[index]
    found = next((each for each in layers if each.name == name), None) if name is not None else None
    if found is None and not isinstance(name, Unknown) and not isinstance(index, Unknown) and _all_known(layer):
        machine.fails("ValueError")
    if found is not None:
        return found
    open_ = machine.unknown(f"there is no layer {name!r} that is known here", key=machine.visit(("layer of", layer)))
    machine.may_be(open_, layers)
    return open_


def _all_known(layer: KerasLayer) -> bool:
    """Whether all layers of a model are known, and what each is called."""
    return isinstance(layer, Sequential) and layer.incomplete is None and all(each.name for each in layer.layers)


def count_params(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    if layer.open_reason() is None:
        count = layer.count()
        if isinstance(count, int):
            return count
    return machine.unknown("the number of parameters is not known")


def compute_output_shape(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    shape = shape_from(machine, arguments.get(0, "input_shape"))
    if machine.setting.generation == "3" and isinstance(layer, Sequential):
        layer = fresh(layer)  # it builds nothing
    try:
        result = layer.output_of(layer.checked(shape))
    except (Undetermined, Refused) as error:
        return machine.unknown(str(error))
    if isinstance(result, Shape) and not result.open:
        return result.sizes
    return machine.unknown("the output shape is not known")


def add_weight(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    """``self.add_weight(...)`` of a custom layer, in the old order of arguments or the new one."""
    positional = list(arguments.positional)
    keywords = arguments.keywords
    name = keywords.get("name")
    shape = keywords.get("shape")
    # Keras 3: add_weight(shape, initializer, dtype, trainable, …, name=); before: add_weight(name, shape, dtype, …).
    if positional and isinstance(positional[0], str):
        name = positional.pop(0)
        shape = positional.pop(0) if positional else shape
    elif positional:
        shape = positional.pop(0)
    trainable = keywords.get("trainable", True)
    if trainable is None and machine.setting.generation == "tf2":
        trainable = True
    if "trainable" not in keywords and is_on_read(keywords.get("synchronization")):
        trainable = False
    dtype = keywords.get("dtype")
    machine.require(shape, trainable)
    layer.unsettled = layer.unsettled or machine.why_uncertain(layer)
    sizes = shape_from(machine, shape) if shape is not None else Shape(())
    label = name if isinstance(name, str) else machine.layer_name("variable")
    if sizes.open:
        layer.unsettled = layer.unsettled or f"line {arguments.place[0]}: {sizes.reason}"
        return Tensor(sizes)
    if isinstance(trainable, Unknown):
        layer.unsettled = layer.unsettled or f"line {arguments.place[0]}: {trainable.reason}"
        trainable = True
    if any(size is None for size in sizes.sizes):
        raise Refused(f"the weight {label} has a size that is None", "undefined")
    kind = dtype if isinstance(dtype, str) else None
    weight = layer.weight(label, sizes.sizes, bool(plain(trainable)), kind)
    layer.keep(weight)
    return Variable(Shape(sizes.sizes), dtype=weight.dtype, weight=weight)


def flatten_layers(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    """``_flatten_layers()``: the layer, and all within."""
    if arguments.positional or arguments.keywords:
        return machine.unknown("which layers _flatten_layers gives is not followed")
    return ListValue(list(layer.within()), machine.born())


def vocabulary_size(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    if isinstance(layer, LOOKUPS):
        try:
            return layer.vocabulary_size()
        except Undetermined as open_:
            return machine.unknown(open_.reason, arguments.text)
    return machine.unknown("the method vocabulary_size is not followed", arguments.text)


def adapt(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    if isinstance(layer, LOOKUPS) and layer.args.value("vocabulary") is not None:
        layer.args.values["vocabulary"] = machine.unknown("the vocabulary is set anew")
    return None


def nothing(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    return None


def loads(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    """``load_weights``: the file may not be there."""
    machine.doubts += 1
    return None


def set_weights(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    return None


def compile_(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    """``compile``: noted, since rules compare it with the last layer."""
    loss = arguments.get(1, "loss")
    metrics, _ = elements(machine, arguments.get(2, "metrics", ()))
    event = Event(
        "compile",
        machine.span(arguments.unit, arguments.place),
        _named(loss),
        loss.from_logits if isinstance(loss, Loss) else False,
        tuple(name for name in map(_named, metrics) if name is not None),
        _named(arguments.get(0, "optimizer")),
        trainable=_trainable_now(layer),
    )
    note(machine, layer, event)
    return None


def _named(value: Value) -> str | None:
    """What a loss, metric or optimizer is called, in Keras' snake case."""
    if isinstance(value, Loss):
        return value.name
    if isinstance(value, str):
        return str(value)
    return snake_case(value.name.rsplit(".", 1)[-1]) if isinstance(value, External) else None


def _trainable_now(layer: KerasLayer) -> int | None:
    """The parameters that train as the layer stands, ``None`` where that is open."""
    if layer.open_reason() is not None:
        return None
    counts = [weight.count for weight, trains in layer.all_weights() if trains is True]
    known = [count for count in counts if isinstance(count, int)]
    return sum(known) if len(known) == len(counts) else None


def _used(kind: str, method: Method = fit) -> Method:
    """``fit`` and its like: noted with the shapes of the data and of the targets."""

    def run(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
        result = method(machine, layer, arguments)
        if machine.visit(("trained", layer, arguments.unit.cell, arguments.place))[1]:
            return result  # a training loop says no more in its second pass
        data, target = arguments.get(0, "x"), None if kind.startswith("predict") else arguments.get(1, "y")
        if isinstance(data, Batches):
            shapes: list[Shape | None] = [data.data, data.target]
        else:
            shapes = [array_shape(given) if isinstance(given, Array) else None for given in (data, target)]
        span = machine.span(arguments.unit, arguments.place)
        note(machine, layer, Event(kind, span, data=shapes[0], target=shapes[1], trainable=_trainable_now(layer)))
        return result

    return run


def call(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    """``layer.call(x)``; of a layer of the program, ``super().call(x)``."""
    if isinstance(layer, CustomLayer) and layer.base is not None:
        return machine.program.call_layer(machine, layer.base, arguments, machine.program.frame_of(machine))
    return machine.program.call_layer(machine, layer, arguments, machine.program.frame_of(machine))


METHODS: dict[str, Method] = {
    "add": add,
    "pop": pop,
    "build": build,
    "fit": _used("fit"),
    "fit_generator": _used("fit_generator"),
    "train_on_batch": _used("train_on_batch", train_on_batch),
    "evaluate": _used("evaluate"),
    "predict": _used("predict", predict),
    "predict_classes": predict,
    "predict_proba": predict,
    "predict_on_batch": predict,
    "get_layer": get_layer,
    "_flatten_layers": flatten_layers,
    "count_params": count_params,
    "compute_output_shape": compute_output_shape,
    "compile": compile_,
    "summary": nothing,
    "save": nothing,
    "save_weights": nothing,
    "load_weights": loads,
    "reset_states": nothing,
    "reset_state": nothing,
    "set_weights": set_weights,
    "get_config": get_config,
    "add_weight": add_weight,
    "add_variable": add_weight,
    "add_loss": nothing,
    "add_metric": nothing,
    "adapt": adapt,
    "set_vocabulary": adapt,
    "vocabulary_size": vocabulary_size,
    "enable_lora": enable_lora,
    "quantize": quantize,
    "call": call,
    "__call__": call,
    "__init__": nothing,
}

__all__ = ["METHODS", "FunctionValue", "ListValue", "OpaqueLayer", "Size", "as_tensors", "elements", "shapes_of"]
