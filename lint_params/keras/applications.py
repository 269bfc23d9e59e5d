"""The pretrained architectures of ``keras.applications``: VGG16, ResNet50, MobileNetV2 … as models of known layers.

Source: ``keras/src/applications/``. The graphs are recorded from real Keras (see ``architecture.py``); here is what the
arguments mean: the input shape, which Keras refuses, and the parts of the graph they choose.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from lint_params.keras.architecture import Assembly, Choices, Graph, Record, Step, record_of, recorded
from lint_params.keras.arguments import Arguments, as_sizes
from lint_params.keras.base import Call, KerasLayer, Setting, bind
from lint_params.keras.models import Functional, InputLayer
from lint_params.keras.tensor import Node, Tensor
from lint_params.model.dimension import Dimension, Size, upper
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, nameless
from lint_params.model.unknown import Unknown
from lint_params.records import replace

PRETRAINED_CLASSES = 1000


def architectures(generation: str) -> list[str]:
    """The names that ``keras.applications`` has in a generation: ``VGG16`` …"""
    return recorded(_table(generation))


def application(name: str, call: Call, setting: Setting | None = None) -> Application:
    """The model that ``keras.applications.<name>(…)`` makes.

    Raises ``KeyError`` for a name that is not in :func:`architectures`, ``Refused`` for an argument that it does not
    take. What Keras refuses about the values is kept in ``refused``, what the source leaves open in ``unsettled``.
    """
    setting = setting or Setting()
    cls = _class_of(name, _table(setting.generation))
    return cls(bind(cls, call, _table(setting.generation)), setting)


@functools.cache
def _class_of(name: str, generation: str) -> type[Application]:
    """The description of one architecture: :class:`Application` with its signature."""
    signature = record_of(generation, name).signature
    return type(name, (Application,), {"signature": signature, "closed": (generation,), "keras_name": name})


def _table(generation: str) -> str:
    """The generation whose architectures are recorded; stand-alone Keras is read as tf.keras, see ``_check_age``."""
    return "3" if generation == "3" else "tf2"


class Application(Functional):
    """A model of recorded layers, built when it is made, as in Keras.

    ``layers`` are the layer descriptions in Keras' order, the input first: each has its ``name``, ``trainable`` and
    weights. ``graph`` holds the tensors they give.
    """

    keras_name: ClassVar[str] = "Functional"

    def __init__(self, args: Arguments, setting: Setting | None = None, name: str = "") -> None:
        setting = setting or Setting()
        self.graph = Assembly(replace(setting, generation=_table(setting.generation)), Choices(self.keras_name))
        self.stopped: Undetermined | Refused | None = None
        """Why the graph is not whole."""
        try:
            _check_age(type(self).keras_name, setting)
            _assemble(self.graph, type(self).keras_name, args)
        except (Undetermined, Refused) as stopped:
            self.stopped = stopped
        tensors = self.graph.tensors
        unknown = Shape.unknown(str(self.stopped))
        first = tensors[:1] or [Tensor(unknown)]
        last = tensors[-1:] if self.stopped is None else [Tensor(unknown)]
        super().__init__(args, setting, name or self.graph.choices.model, _sources(first), last)
        if first == _sources(first):
            self.layers = self.graph.layers

    @property
    def class_name(self) -> str:
        """The class that Keras reports."""
        return "Functional" if self.setting.generation in ("3", "tf2") else "Model"

    def take_names(self, take: Callable[[str], str]) -> None:
        """Give the layers that Keras numbers their names: ``take(stem)`` is the next name of a stem in the program."""
        for stem, _, layer in sorted(self.graph.numbered, key=lambda entry: entry[1]):
            name = take(stem)
            if layer is not None:
                layer.name = name

    def reset(self) -> None:
        """There is nothing to forget: the graph follows from the arguments."""
        super().reset()
        self.built = True
        if isinstance(self.stopped, Refused):
            self.refused = self.stopped
        elif self.stopped is not None:
            self.unsettled = self.stopped.reason

    def __copy__(self) -> Application:
        """The same model with layers of its own, each trainable as its original is now."""
        made = type(self)(self.args, self.setting, self.name)
        made.site = self.site
        _take_after(made, self)
        return made


def _take_after(layer: KerasLayer, other: KerasLayer) -> None:
    layer.trainable, layer.name = other.trainable, other.name
    for mine, its in zip(layer.sublayers(), other.sublayers(), strict=True):
        _take_after(mine, its)


# The graph that the arguments choose.


def _assemble(graph: Assembly, name: str, args: Arguments) -> None:
    """Build the graph, as far as the arguments are known; raises ``Refused`` or ``Undetermined`` where it stops."""
    setting = graph.setting
    record = record_of(setting.generation, name)
    _check_weights(name, args)
    top = args.flag("include_top")
    shape = _input_shape(name, args, record, setting)
    tensor = _input_tensor(args, setting, shape)
    variant = _variant(args, record, tensor.shape)
    alpha = _number(args, "alpha")
    graph.choices = Choices(
        _model_name(name, args, variant, shape),
        args.size("classes") if top else None,
        alpha,
        args.size("depth_multiplier") if "depth_multiplier" in args else 1,
    )
    start = _start(args, variant, shape)
    graph.begin(tensor, start[0], args.raw("input_tensor") is None)
    for step in (*start[1:], *variant.body):
        graph.add(step)
    pooling = "top" if top else args.value("pooling")
    for step in variant.head[str(pooling) if top or pooling in ("avg", "max") else "none"]:
        if step.kind == "Dropout" and not (_number(args, "dropout_rate") or 0) > 0 and "dropout_rate" in args:
            continue
        graph.add(step)


def _check_age(name: str, setting: Setting) -> None:
    """Stand-alone Keras: VGG has not changed since; the others were rearranged from release to release."""
    if setting.generation in ("1", "2") and not name.startswith("VGG"):
        raise Undetermined(f"the layers of {name} differ between the releases of stand-alone Keras")
    if setting.data_format == "channels_first":
        if setting.generation == "3" and name.startswith(("NASNet", "DenseNet", "ConvNeXt")):
            raise Refused(f"{name} does not support channels_first", "argument", "data_format")
        raise Undetermined(f"{name} is described for channels_last only")


def _variant(args: Arguments, record: Record, shape: Shape) -> Graph:
    """NASNet adds other layers where it does not know that the width shrinks; MobileNetV3 has a minimalistic form."""
    if "open" in record.variants and shape[2] is None:
        if _pretrained(args):
            raise Refused("NASNet's pretrained weights are for inputs of known size", "undefined", "input_shape")
        return record.variants["open"]
    return record.variants["minimalistic" if "minimalistic" in args and args.flag("minimalistic") else "plain"]


def _start(args: Arguments, graph: Graph, shape: Shape) -> Sequence[Step]:
    """The input and the layers that scale pictures."""
    if "none" in graph.start and not args.flag("include_preprocessing"):
        return graph.start["none"]
    if "imagenet" in graph.start and args.value("weights") == "imagenet":
        return graph.start["imagenet"]
    if "rgb" in graph.start:
        channels = shape.last
        if isinstance(channels, Size):
            raise Undetermined("the layers depend on the number of channels, which is not known")
        return graph.start["rgb" if channels == 3 else "plain"]
    return graph.start["plain"]


def _model_name(name: str, args: Arguments, graph: Graph, shape: Shape) -> str:
    given = args.raw("name", args.raw("model_name"))
    if name.startswith("EfficientNetV2") and isinstance(given, str) and given != graph.model:
        if given.startswith("efficientnetv2-"):
            raise Undetermined(f"{name} builds other blocks under the name {given!r}")
        raise Refused(f"{name} finds its blocks by its name, {graph.model!r}, and takes no other", "argument", "name")
    if isinstance(given, str):
        return given
    if name in ("MobileNet", "MobileNetV2"):
        rows = shape[1]
        if args.raw("weights") == "imagenet" and (rows != shape[2] or rows not in _SQUARES[name]):
            rows = 224
        return f"{name.lower()}_{_number(args, 'alpha'):0.2f}_{rows}"
    return graph.model


def _number(args: Arguments, name: str) -> float | None:
    """A plain number; raises ``Undetermined`` where the source does not say it."""
    if name not in args:
        return None
    value = args.value(name)
    if isinstance(value, Size):
        raise Undetermined(f"{name} is {value}")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Refused(f"{name} must be a number, not {value!r}", "argument", name)
    return value


# What Keras refuses about pretrained weights.

_SQUARES: Mapping[str, tuple[int, ...]] = {
    "MobileNet": (128, 160, 192, 224),
    "MobileNetV2": (96, 128, 160, 192, 224),
}
"""Sizes that pretrained weights exist for; such a square is then the default size."""

_ALPHAS: Mapping[str, tuple[float, ...]] = {
    "MobileNet": (0.25, 0.5, 0.75, 1.0),
    "MobileNetV2": (0.35, 0.5, 0.75, 1.0, 1.3, 1.4),
    "MobileNetV3Small": (0.75, 1.0),
    "MobileNetV3Large": (0.75, 1.0),
}


def _pretrained(args: Arguments) -> bool:
    weights = args.raw("weights")
    return isinstance(weights, str) and weights.startswith("imagenet")


def _check_weights(name: str, args: Arguments) -> None:
    """Pretrained weights are for 1000 classes, certain widths, and no other activation than softmax."""
    top = args.flag("include_top")
    classes = args.raw("classes")
    if _pretrained(args) and top and isinstance(classes, int) and classes != PRETRAINED_CLASSES:
        raise Refused(
            f"{name} with weights='imagenet' and its top has 1000 classes, not {classes}", "argument", "classes"
        )
    activation = args.raw("classifier_activation")
    weighted = not isinstance(args.raw("weights"), (Unknown, type(None)))
    if top and weighted and isinstance(activation, str) and activation not in ("softmax", "linear"):
        raise Refused(
            f"{name} with pretrained weights ends in softmax or in no activation, not {activation!r}",
            "argument",
            "classifier_activation",
        )
    if not _pretrained(args):
        return
    allowed = _ALPHAS.get(name)
    if allowed and "minimalistic" in args and args.flag("minimalistic"):
        allowed = (1.0,)
    alpha = args.raw("alpha")
    if allowed and isinstance(alpha, (int, float)) and alpha not in allowed:
        raise Refused(
            f"weights='imagenet' exist for alpha {', '.join(map(str, allowed))}, not {alpha}", "argument", "alpha"
        )
    multiplier = args.raw("depth_multiplier", 1)
    if isinstance(multiplier, int) and multiplier != 1:
        raise Refused("weights='imagenet' exist for depth_multiplier 1 only", "argument", "depth_multiplier")
    given = args.raw("name")
    if name.startswith("ConvNeXt") and isinstance(given, str) and name[8:].lower() not in given:
        raise Refused(f"with weights='imagenet' the name must contain convnext_{name[8:].lower()}", "argument", "name")


# The input.


def _input_shape(name: str, args: Arguments, record: Record, setting: Setting) -> Shape:
    """The shape of the input, batch included.

    Source: ``obtain_input_shape`` in ``keras/src/applications/imagenet_utils.py``, and the callers of it.
    """
    top, pretrained = args.flag("include_top"), args.raw("weights") == "imagenet" and not name.startswith("ResNetRS")
    given = args.raw("input_shape")
    if isinstance(given, Unknown):
        return _unknown_shape(name, given, record, top, pretrained)
    sizes = as_sizes(given, f"input_shape of {name}") if given is not None else None
    if sizes is None and name == "NASNetMobile" and setting.generation == "3" and not top:
        sizes = (224, 224, 3)
    if record.sizes is None:
        return _free_shape(name, sizes)
    if pretrained and name.startswith("NASNet") and sizes is not None and None in sizes and isinstance(given, tuple):
        raise Refused(
            f"{name} with weights='imagenet' needs a static input_shape, not {given}", "undefined", "input_shape"
        )
    default, least = record.sizes
    if sizes is not None and len(sizes) >= 2 and sizes[0] == sizes[1] and sizes[0] in _SQUARES.get(name, ()):
        default = int(str(sizes[0]))
    fixed: tuple[Dimension, ...] = (default, default, 3)
    if pretrained and top:
        if sizes is not None and (not isinstance(given, (tuple, type(None))) or _differ(sizes, fixed)):
            raise Refused(
                f"{name} with its top and weights='imagenet' reads {fixed}, not {given}", "argument", "input_shape"
            )
        return Shape((None, *fixed))
    if not sizes:
        return Shape((None, *(fixed if top else (None, None, 3))))
    _check_sizes(name, sizes, least, pretrained)
    if top and None in sizes:
        raise Refused(f"{name} with its top needs a static input_shape, not {given}", "undefined", "input_shape")
    return Shape((None, *sizes[:2], 3 if pretrained else sizes[2]))


def _check_sizes(name: str, sizes: Sequence[Dimension], least: int, pretrained: bool) -> None:
    if len(sizes) != 3:
        raise Refused(f"input_shape of {name} must have three sizes, not {len(sizes)}", "rank", "input_shape")
    if pretrained and _differ(sizes[2:], (3,)):
        raise Refused(f"{name} with weights='imagenet' reads 3 channels, not {sizes[2]}", "argument", "input_shape")
    if any(size is not None and upper(size) < least for size in sizes[:2]):
        raise Refused(
            f"{name} reads pictures of at least {least}x{least}, not {sizes[0]}x{sizes[1]}", "size", "input_shape"
        )


def _free_shape(name: str, sizes: Sequence[Dimension] | None) -> Shape:
    """MobileNetV3 needs no fixed size. Source: ``keras/src/applications/mobilenet_v3.py``."""
    if sizes is None:
        return Shape((None, None, None, 3))
    if None not in sizes[:2]:
        _check_sizes(name, sizes, 32, False)
    if len(sizes) != 3:
        raise Refused(f"input_shape of {name} must have three sizes, not {len(sizes)}", "rank", "input_shape")
    return Shape((None, *sizes))


def _unknown_shape(name: str, given: Unknown, record: Record, top: bool, pretrained: bool) -> Shape:
    """What is known of an input whose shape the source does not say: with pretrained weights, its channels."""
    if top and pretrained and record.sizes is not None and name not in _SQUARES:
        return Shape((None, record.sizes[0], record.sizes[0], 3))
    if name.startswith("NASNet"):
        raise Undetermined(f"input_shape is {given.text or 'unknown'}: {given.reason}")
    return Shape((None, nameless(), nameless(), 3 if pretrained else nameless()))


def _differ(sizes: Sequence[Dimension], fixed: Sequence[Dimension]) -> bool:
    """Whether sizes are known to be others than the fixed ones."""
    return len(sizes) != len(fixed) or any(
        not isinstance(size, Size) and size != other for size, other in zip(sizes, fixed, strict=True)
    )


def _input_tensor(args: Arguments, setting: Setting, shape: Shape) -> Tensor:
    """The input: the tensor that the caller gives, or one of the shape."""
    given = args.raw("input_tensor")
    if isinstance(given, Tensor):
        return given
    if given is not None:
        raise Undetermined("input_tensor is not a tensor that is known")
    layer = InputLayer(Arguments({}, set(), "InputLayer"), setting, "", shape)
    layer.built = True
    return Tensor(shape, Node((), layer))


def _sources(tensors: Sequence[Tensor]) -> list[Tensor]:
    """The inputs that tensors come from: ``get_source_inputs`` in ``keras/src/ops/operation_utils.py``."""
    found: dict[int, Tensor] = {}
    stack = list(tensors)
    while stack:
        tensor = stack.pop(0)
        if tensor.node is None or not tensor.node.inputs:
            found[id(tensor)] = tensor
        else:
            stack.extend(tensor.node.inputs)
    return list(found.values())
