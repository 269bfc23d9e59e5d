"""Pictures read from directories in batches: ``ImageDataGenerator``, ``image_dataset_from_directory``.

What they hold is not in the source; the shapes that they give are.
"""

from __future__ import annotations

from lint_params.interpret.layers import keras_value
from lint_params.interpret.library import function
from lint_params.interpret.library.settings import tool
from lint_params.interpret.machine import Machine
from lint_params.interpret.values import Arguments, Batches, ListValue, Value
from lint_params.keras.arguments import Arguments as Given
from lint_params.keras.arguments import parse_signature
from lint_params.model.dimension import Dimension
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape

CHANNELS = {"rgb": 3, "rgba": 4, "grayscale": 1}
FLOW = "directory, target_size=(256, 256), color_mode='rgb', classes=None, class_mode='categorical'"
DATASET = (
    "directory, labels='inferred', label_mode='int', class_names=None, color_mode='rgb', batch_size=32, "
    "image_size=(256, 256)"
)
_MAY_CHANGE_SHAPES = ("preprocessing_function", "data_format")


@function("keras.preprocessing.image.ImageDataGenerator")
def image_data_generator(machine: Machine, arguments: Arguments) -> Value:
    """Source: ``keras/src/legacy/preprocessing/image.py``."""
    usual = arguments.rest is None and not any(name in arguments.keywords for name in _MAY_CHANGE_SHAPES)

    def flow(machine: Machine, inner: Arguments) -> Value:
        if not usual:
            return machine.unknown("the shape of its pictures is not known", inner.text)
        return _batches(machine, inner, FLOW, "target_size", "class_mode", "classes")

    return tool("generator", {"flow_from_directory": flow})


@function(
    "keras.utils.image_dataset_from_directory",
    "keras.preprocessing.image_dataset_from_directory",
    "keras.preprocessing.image.image_dataset_from_directory",
)
def image_dataset(machine: Machine, arguments: Arguments) -> Value:
    """Source: ``keras/src/utils/image_dataset_utils.py``."""
    unusual = ("data_format", "validation_split", "labels")  # with a split, "both" gives two data sets
    if any(name in arguments.keywords for name in unusual):
        return machine.unknown("the shape of its pictures is not known", arguments.text)
    return _batches(machine, arguments, DATASET, "image_size", "label_mode", "class_names")


def _batches(machine: Machine, arguments: Arguments, signature: str, size: str, mode: str, classes: str) -> Value:
    defaults = dict(parse_signature(signature).defaults)
    given = dict(zip(defaults, arguments.positional, strict=False)) | arguments.keywords
    names = given.get(classes)
    values = {**defaults, **{name: keras_value(machine, given[name]) for name in defaults if name in given}}
    read = Given(values, set(given), "the pictures")
    try:
        if arguments.rest is not None or machine.setting.data_format != "channels_last":
            raise Undetermined("the shape of its pictures is not known")
        height, width = read.sizes(size, 2)
        shape = (height, width, CHANNELS[read.choice("color_mode", CHANNELS)])
        target = _target(machine, read.value(mode), shape, names, column=signature is DATASET)
    except (Refused, Undetermined) as error:
        return machine.unknown(str(error), arguments.text)
    known: dict[str, Value] = {"image_shape": shape} if signature is FLOW else {}
    return Batches("pictures", known, assumed=False, data=Shape((None, *shape)), target=target)


def _target(machine: Machine, mode: object, shape: tuple[Dimension, ...], names: Value, column: bool) -> Shape | None:
    """The shape of the labels; ``column`` says that those of two classes stand in one."""
    if mode in ("binary", "sparse", "int"):
        return Shape((None, 1) if mode == "binary" and column else (None,))
    if mode == "categorical":
        if isinstance(names, tuple) or (isinstance(names, ListValue) and names.open is None):
            return Shape((None, len(names)))
        return Shape((None, machine.unknown("the classes are not in the source").size(1)))
    return Shape((None, *shape)) if mode == "input" else None
