"""Dictionaries with attributes: ``SimpleNamespace``, ``ConfigDict``, ``EasyDict``, OmegaConf."""

from __future__ import annotations

from lint_params.interpret.library import function
from lint_params.interpret.machine import Machine
from lint_params.interpret.values import Arguments, Builtin, DictValue, Namespace, Value
from lint_params.model.unknown import Unknown

MAX_NESTING = 20


def bag(machine: Machine, name: str, entries: DictValue, nested: bool, depth: int = 0) -> Namespace:
    """A bag of the entries of a dictionary, those inside made bags too where the library does so."""
    made = Namespace(name, {}, assumed=False)
    for key, value in entries.items():
        if isinstance(key, str):
            inside = nested and isinstance(value, DictValue) and depth < MAX_NESTING
            made.attributes[key] = bag(machine, f"{name}.{key}", value, nested, depth + 1) if inside else value  # type: ignore[arg-type]
    if nested:
        made.attributes.setdefault("get", Builtin("get", lambda m, arguments: _get(m, made, arguments)))
    return made


def _get(machine: Machine, made: Namespace, arguments: Arguments) -> Value:
    key, default = arguments.get(0, "key"), arguments.get(1, "default")
    if not isinstance(key, str):
        return machine.unknown("the key is not known", arguments.text, key)
    return made.attributes.get(key, default)


def _entries(machine: Machine, arguments: Arguments) -> DictValue | Unknown:
    first = arguments.positional[0] if arguments.positional else None
    if isinstance(first, Unknown):
        return first
    if arguments.rest is not None:
        return arguments.rest
    known = first if isinstance(first, DictValue) else DictValue()
    if known.open is not None:
        return known.open
    entries = DictValue(known, machine.born())
    entries.update(arguments.keywords)
    return entries


@function("types.SimpleNamespace", "argparse.Namespace")
def simple_namespace(machine: Machine, arguments: Arguments) -> Value:
    return _made(machine, arguments, nested=False)


@function("ml_collections.ConfigDict", "ml_collections.FrozenConfigDict", "ml_collections.config_dict.ConfigDict",
          "ml_collections.config_dict.FrozenConfigDict", "easydict.EasyDict", "omegaconf.OmegaConf.create",
          "omegaconf.DictConfig")  # fmt: skip
def config_dict(machine: Machine, arguments: Arguments) -> Value:
    return _made(machine, arguments, nested=True)


@function("ml_collections.config_dict.placeholder")
def placeholder(machine: Machine, arguments: Arguments) -> Value:
    return None


def _made(machine: Machine, arguments: Arguments, nested: bool) -> Value:
    entries = _entries(machine, arguments)
    if isinstance(entries, Unknown):
        return machine.unknown(entries.reason, arguments.text, entries)
    return bag(machine, "config", entries, nested)
