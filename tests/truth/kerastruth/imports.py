"""Imports of the run: missing modules become unknown values, and old homes of Keras lead to the Keras that is there."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from types import ModuleType

from kerastruth.opaque import Opaque

OLD_HOMES = {
    "layers.advanced_activations": "layers",
    "layers.convolutional": "layers",
    "layers.core": "layers",
    "layers.embeddings": "layers",
    "layers.merge": "layers",
    "layers.noise": "layers",
    "layers.normalization": "layers",
    "layers.normalization.batch_normalization": "layers",
    "layers.pooling": "layers",
    "layers.recurrent": "layers",
    "layers.recurrent_v2": "layers",
    "layers.wrappers": "layers",
    "engine.topology": "layers",
    "engine.sequential": "models",
    "utils.np_utils": "utils",
    "optimizer_v2.adam": "optimizers",
}
"""Modules of Keras before 2.13, and the modules that hold their names since."""

LEGACY_ROOTS = ("tensorflow.python.keras", "tensorflow.contrib.keras", "tensorflow.keras", "keras")


class LegacyKeras(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Leads every import of Keras to ``tf_keras``, at whatever home the program looks for it."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if _below_legacy_root(name) is not None else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        below = _below_legacy_root(spec.name) or ""
        below = OLD_HOMES.get(below, below)
        return importlib.import_module(".".join(filter(None, ("tf_keras", below))))

    def exec_module(self, module: ModuleType) -> None:
        """The module is loaded already."""


def _below_legacy_root(name: str) -> str | None:
    for root in LEGACY_ROOTS:
        if name == root:
            return ""
        if name.startswith(root + "."):
            return name[len(root) + 1 :]
    return None


class OpaqueModule(ModuleType):
    """A module that is not installed: whatever is taken from it is unknown."""

    def __getattr__(self, name: str) -> Opaque:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Opaque(f"{self.__name__}.{name}")


class MissingModules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The last resort of an import. Modules of Keras and TensorFlow are never made up: there, absence is the truth."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        top = name.partition(".")[0]
        if top in ("keras", "tensorflow", "tf_keras"):
            return None
        parent = sys.modules.get(name.rpartition(".")[0])
        if "." in name and not isinstance(parent, OpaqueModule):
            return None
        return importlib.util.spec_from_loader(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return OpaqueModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


def install(generation: str) -> None:
    """Prepare imports for ``generation`` ("3" or "2"): Keras must be imported already."""
    if generation == "2":
        for name in [name for name in sys.modules if _below_legacy_root(name) is not None]:
            del sys.modules[name]
        sys.meta_path.insert(0, LegacyKeras())
        # A public module of Keras until 2.12.
        utils = importlib.import_module("tf_keras.utils")
        vars(utils)["np_utils"] = importlib.import_module("tf_keras.src.utils.np_utils")
    sys.meta_path.append(MissingModules())
