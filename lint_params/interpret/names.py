"""Dotted names of libraries: the many spellings of Keras made one, and which generations have a spelling."""

from __future__ import annotations

import functools

KNOWN = frozenset(
    """keras tf_keras keras_core tensorflow tensorflow_core numpy math os sys argparse json yaml toml tomllib
    configparser functools itertools collections dataclasses typing typing_extensions enum abc pandas sklearn
    random time pathlib copy operator string re datetime absl click scikeras kerastuner keras_tuner scipy
    matplotlib types warnings pickle logging contextlib pydantic ml_collections easydict hydra omegaconf
    __future__ builtins gc glob shutil urllib seaborn tqdm inspect importlib pytest six""".split()
)
"""Packages whose names are taken as they are; a name of any other package is unknown."""

_SPELLINGS = (
    ("tensorflow.python.keras.api._v2.keras", ("tf2",)),
    ("tensorflow.python.keras", ("tf2",)),
    ("tensorflow.contrib.keras.python.keras", ("tf2",)),
    ("tensorflow.contrib.keras.api.keras", ("tf2",)),
    ("tensorflow.contrib.keras", ("tf2",)),
    ("tensorflow.compat.v1.keras", ("tf2",)),
    ("tensorflow.compat.v2.keras", ("3", "tf2")),
    ("tensorflow.keras", ("3", "tf2")),
    ("tensorflow_core.python.keras", ("tf2",)),
    ("tensorflow_core.keras", ("tf2",)),
    ("tf_keras.api._v2.keras", ("tf2",)),
    ("tf_keras.src", ("tf2",)),
    ("tf_keras", ("tf2",)),
    ("keras_core.src", ("3",)),
    ("keras_core", ("3",)),
    ("keras.src", ("3", "tf2")),
    ("keras.api", ("3", "tf2")),
    ("keras", ("3", "tf2", "2", "1")),
)
"""How checked code may spell Keras, longest first, with the generations that have the spelling."""

_OLD_HOMES = frozenset(
    """keras.layers.core keras.layers.convolutional keras.layers.pooling keras.layers.recurrent keras.layers.embeddings
    keras.layers.normalization keras.layers.wrappers keras.layers.noise keras.layers.local keras.layers.merge
    keras.layers.advanced_activations keras.layers.cudnn_recurrent keras.layers.convolutional_recurrent
    keras.utils.np_utils keras.utils.vis_utils keras.wrappers keras.wrappers.scikit_learn keras.engine
    keras.engine.topology keras.engine.training keras.preprocessing.text keras.layers.recurrent_v2
    keras.layers.experimental keras.layers.experimental.preprocessing keras.estimator
    keras.backend.tensorflow_backend keras.utils.training_utils""".split()
)
"""Modules of Keras before 3 that Keras 3 does not have."""

_LAYER_HOMES = ("keras.layers.", "keras.models.", "keras.engine.", "keras.legacy.", "keras.utils.", "keras.backend.")


@functools.lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """A dotted name with Keras' spellings made one: ``tensorflow.python.keras.layers`` is ``keras.layers``."""
    for spelling, _ in _SPELLINGS:
        if name == spelling or name.startswith(spelling + "."):
            name = "keras" + name[len(spelling) :]
            break
    # Layers live right below keras.layers, whatever module once held them.
    if name.startswith("keras.layers."):
        parts = name.split(".")
        if len(parts) > 3 and parts[-1][:1].isupper():
            name = f"keras.layers.{parts[-1]}"
    return name


@functools.lru_cache(maxsize=4096)
def generations_of(module: str) -> frozenset[str] | None:
    """The generations that have a module of that name; ``None`` for one that is not Keras'."""
    for spelling, generations in _SPELLINGS:
        if module == spelling or module.startswith(spelling + "."):
            found = frozenset(generations)
            rest = "keras" + module[len(spelling) :]
            if rest in _OLD_HOMES:
                found &= {"tf2", "2", "1"}
            return found
    return None


def root(name: str) -> str:
    return name.split(".", 1)[0]
