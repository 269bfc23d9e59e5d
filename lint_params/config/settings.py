"""What a configuration says, typed: budgets, inputs, and which rules speak about which files."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Union

from lint_params.config.patterns import Patterns
from lint_params.records import dataclass, field, replace

if TYPE_CHECKING:
    from fractions import Fraction

    from lint_params.config.document import Place

SCOPES = ("layer", "model", "project")
LIMITS: Mapping[str, tuple[str, ...]] = {
    "max-params": ("layer", "model", "project"),
    "warn-params": ("layer", "model", "project"),
    "max-trainable": ("layer", "model", "project"),
    "max-size": ("layer", "model", "project"),
    "max-share": ("layer",),
    "max-growth": ("model", "project"),
    "max-activation": ("layer", "model"),
    "max-macs": ("layer", "model"),
}
"""What a budget can limit, and for what."""

DEFAULT_SELECT = ("LP1", "LP2", "LP3", "LP5", "LP9")
GENERATIONS = ("auto", "1", "2", "tf2", "3")

Limit = Union[int, "Fraction", str]
"""A count, a number of bytes, a share of one, or (of the aspect ``as``) a dtype."""

InputValue = Union[int, tuple[Union[int, None], ...]]
"""A number, or a shape without the batch."""


@dataclass(frozen=True, slots=True)
class Budget:
    """One entry of ``budgets``: what it selects, and the aspects it sets; an aspect of ``None`` lifts the limit."""

    place: Place
    scope: str = "layer"
    types: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    paths: Patterns | None = None
    aspects: Mapping[str, Limit | None] = field(default_factory=dict)
    """By the names of ``LIMITS``, and ``as``."""

    def selects_type(self, *types: str) -> bool:
        """Whether one of the class names is meant."""
        return not self.types or any(fnmatchcase(type_, glob) for type_ in types for glob in self.types)

    def selects_name(self, *names: str | None) -> bool:
        """Whether one of the names is meant."""
        return not self.names or any(fnmatchcase(name, glob) for name in names if name for glob in self.names)

    def selects_path(self, path: str) -> bool:
        return self.paths is None or self.paths.selects(path)


@dataclass(frozen=True, slots=True)
class Input:
    """One entry of ``inputs``: the value of a function, variable or constant ``name`` of the file ``path``; or, where
    ``path`` is ``None``, of the expression ``name`` (canonical: see ``canonical``) anywhere."""

    place: Place
    path: Patterns | None
    name: str
    value: InputValue


@dataclass(frozen=True, slots=True)
class LayerCost:
    """What a third-party layer costs and gives: ``output`` is its output shape without the batch, if told."""

    place: Place
    name: str
    params: int
    trainable: int
    output: tuple[int | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """A configuration. ``root`` is the directory that its paths are relative to, absolute."""

    root: str
    path: str | None = None
    """The configuration file, as shown to the user."""
    budgets: tuple[Budget, ...] = ()
    inputs: tuple[Input, ...] = ()
    layers: tuple[LayerCost, ...] = ()
    select: tuple[str, ...] = DEFAULT_SELECT
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[Patterns, tuple[str, ...]], ...] = ()
    ignored_here: tuple[str, ...] = ()
    """Of the settings of one file: the codes that ``per-file-ignores`` names for it."""
    exclude: Patterns = field(default_factory=Patterns)
    max_file_size: int = 1_000_000
    keras: str = "auto"
    baseline: str | None = None
    """The baseline file, absolute."""

    @staticmethod
    def default(root: str | None = None) -> Settings:
        """The settings without any file; ``root`` is the working directory unless given."""
        return Settings(os.path.abspath(root or os.curdir))

    def relative(self, path: str) -> str:
        """A path as the configuration's patterns see it: relative to ``root``, with ``/`` between its parts."""
        absolute = os.path.abspath(path)
        try:
            return os.path.relpath(absolute, self.root).replace(os.sep, "/")
        except ValueError:  # another drive
            return absolute.replace(os.sep, "/")

    def excludes(self, path: str, directory: bool = False) -> bool:
        """Whether ``exclude`` selects a path, given relative to ``root``."""
        return bool(self.exclude) and self.exclude.selects(path, directory)

    def for_file(self, path: str) -> Settings:
        """What holds for one file, its path relative to ``root``: only budgets and inputs that speak of it."""
        ignored = [code for patterns, codes in self.per_file_ignores if patterns.selects(path) for code in codes]
        return replace(
            self,
            budgets=tuple(budget for budget in self.budgets if budget.selects_path(path)),
            inputs=tuple(entry for entry in self.inputs if entry.path is None or entry.path.selects(path)),
            ignored_here=tuple(ignored),
        )

    def enabled(self, code: str) -> bool:
        """Whether a rule speaks: of ``select`` and ``ignore`` the longer prefix decides, ``ignore`` if equal."""
        if any(code.startswith(prefix) for prefix in self.ignored_here):
            return False
        return _longest(self.select, code) > _longest(self.ignore, code)

    def named_inputs(self) -> dict[str, InputValue]:
        """Of the settings of one file: values by the name of a function, variable or constant in it."""
        return {entry.name: entry.value for entry in self.inputs if entry.path is not None}

    def expressions(self) -> dict[str, InputValue]:
        """Values by the canonical text of an expression."""
        return {entry.name: entry.value for entry in self.inputs if entry.path is None}

    def layer_costs(self) -> dict[str, LayerCost]:
        """Costs of third-party layers by their dotted name."""
        return {layer.name: layer for layer in self.layers}


@functools.cache
def canonical(expression: str) -> str:
    """An expression's text however it is spaced or quoted: ``x.shape[ 2 ]`` is ``x.shape[2]``.

    Raises ``SyntaxError`` where it is no Python expression.
    """
    import ast

    try:
        return ast.unparse(ast.parse(expression.strip(), mode="eval"))
    except (ValueError, RecursionError, MemoryError) as error:  # a null byte; nested too deep
        raise SyntaxError(str(error)) from None


def _longest(prefixes: tuple[str, ...], code: str) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)
