"""Record the architectures of ``keras.applications`` from real Keras into ``lint_params/keras/applications.json.gz``.

Run it with Keras 3 and tf_keras installed; it takes a quarter of an hour, or seconds for one::

    python tools/record_applications.py
    python tools/record_applications.py "3 VGG16"

Every architecture is built with random weights (nothing is downloaded) and its graph of layers written down: class,
name, the arguments that decide about weights and shapes, and which earlier steps each one reads. Choices of the caller
are not recorded value by value: the number of classes, MobileNet's ``alpha`` and ``depth_multiplier`` stand in the
record as words that ``lint_params/keras/applications.py`` puts a value in place of. What each choice leaves out or adds
is found by building the model under that choice and comparing.

The record is lines of JSON. The first says which line describes which architecture of which generation of Keras
(``"3 VGG16"``); each other line holds a ``signature``, the ``sizes`` of pictures (by default, and the least), and
``variants``: a graph each (``plain``; NASNet's ``open`` for an unknown width; MobileNetV3's ``minimalistic``). A graph
is the ``model``'s name, a ``start``, a ``body`` and a ``head``, start and head one list of steps for each choice. A
step is ``[class, name, arguments, inputs]``: where Keras numbers the name, it is ``[stem, rank within this model]``;
``*`` in it stands for the model's own name; inputs count backwards, 1 is the step before. Arguments at their defaults
are left out.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import importlib
import inspect
import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from unittest import mock

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

TARGET = Path(__file__).parents[1] / "lint_params" / "keras" / "applications.json.gz"
LIBRARIES = {"3": "keras", "tf2": "tf_keras"}
CLASSES = 1009
"""Prime, so that it is the number of classes wherever it stands in a graph."""
MULTIPLIER = 3
"""MobileNet's depth_multiplier while recording."""
SIZE = 257
"""Height and width of inputs while recording."""
NUMBERED = 7000
"""Where Keras' numbering of names begins while recording, so that a name given in the source is told apart."""

KEPT = {
    "Conv2D": ("filters", "kernel_size", "strides", "padding", "dilation_rate", "groups", "use_bias"),
    "DepthwiseConv2D": ("kernel_size", "strides", "padding", "depth_multiplier", "dilation_rate", "use_bias"),
    "SeparableConv2D": (
        "filters",
        "kernel_size",
        "strides",
        "padding",
        "depth_multiplier",
        "dilation_rate",
        "use_bias",
    ),
    "BatchNormalization": ("axis", "center", "scale"),
    "LayerNormalization": ("axis", "center", "scale"),
    "Normalization": ("axis", "mean", "variance"),
    "Dense": ("units", "use_bias"),
    "MaxPooling2D": ("pool_size", "strides", "padding"),
    "AveragePooling2D": ("pool_size", "strides", "padding"),
    "GlobalAveragePooling2D": ("keepdims",),
    "GlobalMaxPooling2D": ("keepdims",),
    "ZeroPadding2D": ("padding",),
    "Cropping2D": ("cropping",),
    "Concatenate": ("axis",),
    "Reshape": ("target_shape",),
    "Activation": ("activation",),
    "Dropout": ("rate",),
    "Rescaling": ("scale",),
    "LayerScale": ("projection_dim",),
    "StochasticDepth": (),
    "CustomScaleLayer": (),
    "Add": (),
    "Multiply": (),
    "Flatten": (),
    "ReLU": (),
    "InputLayer": (),
}
"""The arguments that decide about weights and shapes (or that a class requires), by class: a class that is not here
stops the recording."""

FAMILIES = (
    r"ResNet\d+",
    r"ResNet\d+V2",
    r"ResNetRS\d+",
    r"DenseNet\d+",
    r"EfficientNetB\d",
    r"EfficientNetV2B\d",
    r"EfficientNetV2[SML]",
    r"ConvNeXt\w+",
    r"NASNet\w+",
    r"RegNet[XY]\d+",
)
"""Architectures that begin and end alike: start and head are recorded of the first, the body of each."""

Step = list[object]
HEADS: Mapping[str, Mapping[str, object]] = {
    "none": {"include_top": False},
    "top": {"include_top": True, "classes": CLASSES},
    "avg": {"include_top": False, "pooling": "avg"},
    "max": {"include_top": False, "pooling": "max"},
}


@dataclass(frozen=True)
class Library:
    """One generation of Keras, with downloads and the reading of weights switched off."""

    generation: str

    @property
    def package(self) -> str:
        return LIBRARIES[self.generation]

    @property
    def module(self) -> ModuleType:
        return importlib.import_module(self.package)

    def part(self, path: str) -> ModuleType:
        return importlib.import_module(f"{self.package}.src.{path}")

    @property
    def names(self) -> list[str]:
        return sorted(name for name in dir(self.module.applications) if name[0].isupper())

    def signature(self, name: str) -> str:
        parameters = inspect.signature(getattr(self.module.applications, name)).parameters.values()
        named = [p for p in parameters if p.kind is not inspect.Parameter.VAR_KEYWORD]
        return ", ".join(p.name if p.default is p.empty else f"{p.name}={p.default!r}" for p in named)

    def build(self, name: str, choices: Mapping[str, object]) -> object:
        """A model, with names numbered from ``NUMBERED`` and parity padding marked."""
        numbers = Numbers()
        self.module.backend.clear_session()
        with ExitStack() as stack:

            def patch(target: object, attribute: str, value: object) -> None:
                stack.enter_context(mock.patch.object(target, attribute, value))

            if self.generation == "3":
                patch(self.part("utils.naming").global_state, "get_global_attribute", self._attributes(numbers))
            else:
                patch(self.part("backend"), "get_default_graph_uid_map", lambda: numbers)
                patch(self.part("backend"), "get_uid", lambda *_: 1)
            utils = self.part("utils.file_utils" if self.generation == "3" else "utils.data_utils")
            patch(utils, "get_file", lambda *_, **__: "none.h5")
            patch(self.module.Model, "load_weights", lambda *_, **__: None)
            shared = self.part("applications.imagenet_utils")
            patch(shared, "correct_pad", marked_padding(shared.correct_pad))
            return getattr(self.module.applications, name)(**choices)

    def sizes(self, name: str) -> list[int] | None:
        """The default and the least height and width, where the architecture leaves them to ``obtain_input_shape``."""

        class Asked(Exception):
            pass

        def asked(*_: object, **arguments: object) -> object:
            raise Asked(arguments["default_size"], arguments["min_size"])

        with mock.patch.object(self.part("applications.imagenet_utils"), "obtain_input_shape", asked):
            try:
                self.build(name, {"weights": None})
            except Asked as found:
                return list(found.args)
        return None

    def _attributes(self, numbers: Numbers) -> Callable[..., object]:
        real = self.part("utils.naming").global_state.get_global_attribute

        def get(name: str, *args: object, **kwargs: object) -> object:
            return numbers if name == "object_name_uids" else real(name, *args, **kwargs)

        return get

    def operations(self, model: object) -> list[object]:
        """Layers, and in Keras 3 also plain operations, in the order of ``model.layers``."""
        return list(model.operations if self.generation == "3" else model.layers)  # type: ignore[attr-defined]

    def parents(self, model: object, operation: object) -> list[object]:
        """The operations that one reads within a model."""
        for index, node in enumerate(operation._inbound_nodes):  # type: ignore[attr-defined]
            if self.generation == "3":
                if self.part("ops.function").make_node_key(operation, index) in model._nodes:  # type: ignore[attr-defined]
                    return [tensor._keras_history.operation for tensor in node.input_tensors]
            else:
                key = self.part("engine.functional")._make_node_key(operation.name, index)  # type: ignore[attr-defined]
                if key in model._network_nodes:  # type: ignore[attr-defined]
                    return [tensor._keras_history.layer for tensor in node.keras_inputs]
        raise LookupError(f"{operation} is in no node of the model")


class Numbers(defaultdict[object, int]):
    """Counters of names that begin at ``NUMBERED``, and say so from the first name on."""

    def __init__(self) -> None:
        super().__init__(lambda: NUMBERED)

    def __contains__(self, key: object) -> bool:
        return True


class Padding(int):
    """A padding that Keras takes from the parity of a size, for a convolution of that ``kernel``."""

    kernel: int


def marked_padding(real: Callable[..., object]) -> Callable[..., object]:
    """``correct_pad`` with the kernel kept in what it gives."""

    def mark(value: object, kernel: int) -> object:
        if isinstance(value, tuple):
            return tuple(mark(item, kernel) for item in value)
        marked = Padding(value)  # type: ignore[call-overload]
        marked.kernel = kernel
        return marked

    def correct_pad(inputs: object, kernel_size: int | tuple[int, int]) -> object:
        return mark(real(inputs, kernel_size), kernel_size if isinstance(kernel_size, int) else kernel_size[0])

    return correct_pad


# A model as steps.


def steps_of(library: Library, model: object) -> list[Step]:
    """The graph of a model."""
    operations = library.operations(model)
    place = {id(operation): index for index, operation in enumerate(operations)}
    name = str(model.name)  # type: ignore[attr-defined]
    found: list[Step] = []
    for index, operation in enumerate(operations):
        inputs = [index - place[id(parent)] for parent in library.parents(model, operation)]
        found.append([*described(library, operation, name), inputs])
    return found


def described(library: Library, operation: object, model: str) -> Step:
    """Class, name and arguments of one layer or plain operation."""
    kind = type(operation).__name__
    label = label_of(operation.name, model)  # type: ignore[attr-defined]
    layer = isinstance(operation, library.module.layers.Layer)
    if not layer or kind == "TFOpLambda":
        kept = kept_shape(operation)
        return ["operation", label, {**({"listed": kind} if layer else {}), **({"like": kept} if kept else {})}]
    if kind == "Sequential":
        inner = [item for item in operation.layers if type(item).__name__ != "InputLayer"]  # type: ignore[attr-defined]
        return [kind, label, {"layers": [[*described(library, item, model), [1]] for item in inner]}]
    config = operation.get_config()  # type: ignore[attr-defined]
    if kind == "InputLayer":
        label = ["input_layer" if library.generation == "3" else "input", 0]
    defaults = inspect.signature(type(operation)).parameters
    return [
        kind,
        label,
        {
            name: plain(config[name])
            for name in KEPT[kind]
            if name in config and not is_default(config[name], defaults[name].default)
        },
    ]


def is_default(value: object, default: object) -> bool:
    """Whether an argument is at its default; a padding taken from the parity of a size never is."""
    if isinstance(value, tuple) and any(isinstance(item, tuple) and isinstance(item[0], Padding) for item in value):
        return False
    return value == default or (isinstance(value, tuple) and value == (default,) * len(value))


def label_of(name: str, model: str) -> object:
    """A name; as ``[stem, rank]`` where Keras numbered it; with ``*`` where it begins with the model's own name."""
    stem, _, number = name.rpartition("_")
    if number.isdigit() and int(number) >= NUMBERED:
        return [stem, int(number) - NUMBERED]
    return "*" + name[len(model) :] if name.startswith(f"{model}_") else name


def kept_shape(operation: object) -> int:
    """Plain operations in these graphs are sums and products that keep the shape of one of their inputs: which one."""
    node = operation._inbound_nodes[0]  # type: ignore[attr-defined]
    inputs = node.keras_inputs if hasattr(node, "keras_inputs") else node.input_tensors
    shapes = [tuple(tensor.shape) for tensor in inputs]
    return shapes.index(tuple(operation.output.shape))  # type: ignore[attr-defined]


def plain(value: object) -> object:
    """An argument as JSON, the marks of this recording written as words."""
    if isinstance(value, (tuple, list)):
        marks = [item[0] for item in value if isinstance(item, tuple) and isinstance(item[0], Padding)]
        return ["parity", marks[0].kernel] if marks else [plain(item) for item in value]
    if value == CLASSES:
        return "classes"
    if isinstance(value, (str, int, float)) or value is None:
        return value
    raise TypeError(f"{value!r} cannot be recorded")


# MobileNet: widths are written as the rule they follow from alpha by.


def mobile_steps(library: Library, name: str, choices: Mapping[str, object], real: Sequence[Step]) -> list[Step]:
    """The graph of a MobileNet for any alpha.

    ``real`` is the one for alpha 1. MobileNetV2 and V3 add a shortcut where two widths happen to be equal, which alpha
    decides; the graph holds every shortcut that there can be, marked ``optional``.
    """
    filters = {str(step[1]): step[2]["filters"] for step in real if "filters" in step[2]}  # type: ignore[operator,index]
    blocks: list[dict[str, object]] = []
    steps = list(real)
    if name != "MobileNet":
        with all_shortcuts(library, name, blocks):
            steps = steps_of(library, library.build(name, choices))
    expansions = {block["block_id"]: block["expansion"] for block in blocks}
    for kind, label, arguments, _ in steps:
        assert isinstance(arguments, dict)
        if arguments.get("filters", "classes") != "classes":
            arguments["filters"] = width_rule(name, str(label), filters[str(label)], expansions)
        if arguments.get("depth_multiplier") == MULTIPLIER:
            arguments["depth_multiplier"] = "depth_multiplier"
        if kind == "Add":
            arguments["optional"] = True
    return steps


@contextmanager
def all_shortcuts(library: Library, name: str, blocks: list[dict[str, object]]) -> Iterator[None]:
    """All widths made equal, so that every shortcut is there; ``blocks`` is filled with the arguments of the blocks."""
    family = "mobilenet_v2" if name == "MobileNetV2" else "mobilenet_v3"
    module = library.part(f"applications.{family}")
    block = module._inverted_res_block
    names = list(inspect.signature(block).parameters)

    def logged(*args: object, **kwargs: object) -> object:
        blocks.append({**dict(zip(names, args, strict=False)), **kwargs})
        return block(*args, **kwargs)

    divisible = "_make_divisible" if family == "mobilenet_v2" else "_depth"
    with mock.patch.object(module, "_inverted_res_block", logged), mock.patch.object(module, divisible, lambda *_: 16):
        yield


def width_rule(name: str, label: str, base: object, expansions: Mapping[object, object]) -> object:
    """How one convolution's filters follow from alpha and from the channels it reads; ``base`` is for alpha 1.

    Source: ``keras/src/applications/mobilenet.py``, ``mobilenet_v2.py``, ``mobilenet_v3.py``.
    """
    if name == "MobileNet":
        return ["scaled", base]
    block = re.match(r"(?:block|expanded_conv)_(\d+)[_/]", label)
    expansion = expansions[int(block.group(1))] if block else 1
    if name == "MobileNetV2":
        return {
            "Conv1": ["divisible", base],
            "expand": ["times", expansion],
            "project": ["floored", base],
            "Conv_1": ["widened", base],
        }[label if label in ("Conv1", "Conv_1") else label.rpartition("_")[2]]
    return {
        "conv": base,
        "expand": ["portion", expansion],
        "squeeze_excite_conv": ["portion", 0.25],
        "squeeze_excite_conv_1": ["as", 3],
        "project": ["divisible", base],
        "conv_1": ["portion", 6],
        "conv_2": ["widened", base],
    }[re.sub(r"expanded_conv(_\d+)?_", "", label.lower().replace("/", "_"))]


# One architecture under every choice.


@dataclass(frozen=True)
class Graph:
    """Steps of an architecture: ``start + body + head``, start and head by choice; ``model`` is the name Keras gave."""

    model: str
    start: Mapping[str, Sequence[Step]]
    body: Sequence[Step]
    head: Mapping[str, Sequence[Step]]


def graph(
    library: Library, name: str, fixed: Mapping[str, object], size: int | None = SIZE, relative: Graph | None = None
) -> Graph:
    """The graph of an architecture; start and head are those of ``relative``, where one is given."""
    takes = inspect.signature(getattr(library.module.applications, name)).parameters

    def steps(head: str = "none", channels: int = 3, **more: object) -> list[Step]:
        choices = {"weights": None, "input_shape": (size, size, channels), **HEADS[head], **fixed, **more}
        if name == "MobileNet":
            choices["depth_multiplier"] = MULTIPLIER
        built = library.build(name, choices)
        names.append(str(built.name))  # type: ignore[attr-defined]
        found = steps_of(library, built)
        return mobile_steps(library, name, choices, found) if name.startswith("MobileNet") else found

    names: list[str] = []
    bare = steps()
    if relative is not None:
        start, end = relative.start.get("rgb", relative.start["plain"]), relative.head["none"]
        body = bare[len(start) : len(bare) - len(end)]
        if [*start, *body, *end] != bare:
            raise ValueError(f"{name} begins or ends in another way than its relatives")
        return Graph(names[0], relative.start, body, relative.head)
    source = inspect.getsource(inspect.getmodule(getattr(library.module.applications, name)))  # type: ignore[arg-type]
    other = steps(channels=4) if "num_channels == 3" in source else bare
    starts = {"plain": bare} if other == bare else {"rgb": bare, "plain": other}
    if "include_preprocessing" in takes:
        starts["none"] = steps(include_preprocessing=False)
    if name.startswith("EfficientNetB"):
        starts["imagenet"] = steps(weights="imagenet")
    ends = {head: bare if head == "none" else steps(head) for head in HEADS}
    first = len(bare) - min(common(bare[::-1], start[::-1]) for start in starts.values()) if len(starts) > 1 else 1
    last = min(common(bare, end) for end in ends.values())
    return Graph(
        names[0],
        {key: start[: len(start) - len(bare) + first] for key, start in starts.items()},
        bare[first:last],
        {key: end[last:] for key, end in ends.items()},
    )


def common(one: Sequence[Step], two: Sequence[Step]) -> int:
    """How many steps at the beginning are the same."""
    return next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def record(library: Library, wanted: str) -> Iterator[tuple[str, dict[str, object]]]:
    """The wanted architectures of one generation, by key (``"3 VGG16"``)."""
    relatives: dict[str, Graph] = {}
    for name in library.names:
        if not re.fullmatch(wanted, f"{library.generation} {name}"):
            continue
        family = next((pattern for pattern in FAMILIES if re.fullmatch(pattern, name)), name)
        plain_graph = graph(library, name, {}, relative=relatives.get(family))
        relatives.setdefault(family, plain_graph)
        variants = {"plain": plain_graph}
        if name.startswith("NASNet"):
            variants["open"] = graph(library, name, {}, None, plain_graph)
        if name.startswith("MobileNetV3"):
            variants["minimalistic"] = graph(library, name, {"minimalistic": True})
        shown = {key: dataclasses.asdict(value) for key, value in variants.items()}
        yield (
            f"{library.generation} {name}",
            {"signature": library.signature(name), "sizes": library.sizes(name), "variants": shown},
        )


def read(path: Path) -> dict[str, str]:
    """What is recorded: a line of JSON by key."""
    if not path.exists():
        return {}
    index, *lines = gzip.decompress(path.read_bytes()).decode().split("\n")
    return {key: lines[place] for key, place in json.loads(index).items()}


def write(path: Path, entries: Mapping[str, str]) -> None:
    """The record: a line that says which line is which, then every line once."""
    keys = sorted(entries)
    lines = list(dict.fromkeys(entries[key] for key in keys))
    index = {key: lines.index(entries[key]) for key in keys}
    text = "\n".join([json.dumps(index, separators=(",", ":")), *lines])
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def main() -> None:
    parser = argparse.ArgumentParser(description="Record the architectures of keras.applications from real Keras.")
    parser.add_argument("wanted", nargs="?", default=".*", help="those to record anew, as '3 VGG.*'; the others stay")
    parser.add_argument("--output", type=Path, default=TARGET)
    options = parser.parse_args()
    entries = read(options.output)
    for generation in LIBRARIES:
        for key, entry in record(Library(generation), options.wanted):
            entries[key] = json.dumps(entry, separators=(",", ":"))
            write(options.output, entries)
            print(
                f"{key}: {len(entries[key]):,} characters; in all {options.output.stat().st_size:,} bytes", flush=True
            )


if __name__ == "__main__":
    main()
