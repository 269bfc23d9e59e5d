"""Paths, and files that the program reads its settings from: JSON, YAML, TOML, INI.

Only files inside the project are read, of bounded size, and nothing in them is run. What they hold may differ where the
program runs: every value taken from one is an assumed one.
"""

from __future__ import annotations

import configparser
import importlib
import json
import os
import posixpath
from collections.abc import Callable

from lint_params.interpret import tree
from lint_params.interpret.library import function
from lint_params.interpret.library.bags import bag
from lint_params.interpret.library.settings import Run, tool
from lint_params.interpret.machine import Machine
from lint_params.interpret.program import assumed
from lint_params.interpret.project import shown
from lint_params.interpret.values import (
    Arguments,
    AssumedStr,
    Builtin,
    DictValue,
    ListValue,
    Namespace,
    Value,
    is_constant,
)
from lint_params.model.unknown import Unknown
from lint_params.source import disk

MAX_BYTES = 256_000
"""Of a settings file."""
MAX_TEXT_READ = 20_000
"""Of a file read as text: longer ones are data."""
MAX_ENTRIES = 10_000
NOT_THERE = "the file is not in the project"


class Unreadable(Exception):
    """A settings file can't be parsed."""


# Paths


def path_of(value: Value) -> str | None:
    """The path that a value says: a text, or an object of ``pathlib``."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Namespace):
        kept = value.attributes.get(" path")
        return kept if isinstance(kept, str) else None
    return None


def path_value(machine: Machine, path: str) -> Namespace:
    """A ``pathlib.Path``."""
    methods: dict[str, Run] = {
        "open": lambda m, arguments: opened(m, path, arguments),
        "read_text": lambda m, arguments: text_value(m, path, arguments),
        "joinpath": lambda m, arguments: joined(m, path, arguments.positional),
        "resolve": lambda m, arguments: path_value(m, path),
        "absolute": lambda m, arguments: path_value(m, path),
        "expanduser": lambda m, arguments: path_value(m, path),
        "with_suffix": lambda m, arguments: _with_suffix(m, path, arguments),
        "as_posix": lambda m, arguments: path,
        "exists": lambda m, arguments: m.unknown("whether a file exists is not known", arguments.text),
        "mkdir": lambda m, arguments: None,
    }
    made = tool("path", methods)
    head, tail = posixpath.split(path)
    made.attributes |= {" path": path, "name": tail, "stem": tail.rsplit(".", 1)[0] or tail}
    if path:
        made.attributes["parent"] = path_value(machine, head) if head != path else made
    return made


def joined(machine: Machine, path: str, parts: list[Value]) -> Value:
    """``path / part``."""
    names = [path_of(part) for part in parts]
    if any(name is None for name in names):
        return machine.unknown("a part of the path is not known", None, *parts)
    return path_value(machine, posixpath.join(path, *(name for name in names if name is not None)))


def _with_suffix(machine: Machine, path: str, arguments: Arguments) -> Value:
    suffix = arguments.get(0, "suffix")
    if not isinstance(suffix, str):
        return machine.unknown("the suffix is not known", arguments.text, suffix)
    return path_value(machine, posixpath.splitext(path)[0] + suffix)


@function("pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath")
def path(machine: Machine, arguments: Arguments) -> Value:
    return joined(machine, "", arguments.positional)


@function("pathlib.Path.cwd")
def cwd(machine: Machine, arguments: Arguments) -> Value:
    return path_value(machine, "")


# Reading


def located(machine: Machine, path: str, arguments: Arguments) -> str | None:
    """A file of the project by the path the program gives: beside the code, from the project's root, or from the
    working directory; ``None`` for one that is not there, or lies outside."""
    root = disk.real(machine.program.project.root)
    beside = os.path.dirname(os.path.abspath(arguments.unit.path))
    for base in (beside, root, os.getcwd()):
        candidate = disk.real(os.path.join(base, path))
        if candidate.startswith(os.path.join(root, "")) and disk.is_file(candidate):
            return candidate
    return None


def content(machine: Machine, path: str | None, arguments: Arguments, most: int = MAX_BYTES) -> str | Unknown:
    """The text of a file of the project, or why it is not known; the file then belongs to what the result rests on."""
    place = located(machine, path, arguments) if path is not None else None
    if place is None:
        return machine.unknown(NOT_THERE, arguments.text, key=("file", path))
    machine.program.texts.add(place)
    machine.program.read.setdefault(place, tree.Unit(shown(place), None, [], [""]))
    try:
        if disk.version(place)[0] > most:
            return machine.unknown("the file is too large to be read for settings", arguments.text)
        text = disk.read(place).decode("utf-8-sig")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, UnicodeDecodeError, ValueError):
        return machine.unknown("the file can't be read", arguments.text)


def opened(machine: Machine, path: str | None, arguments: Arguments) -> Value:
    """An open file; what is written into it is not followed."""
    if path is None:
        return machine.unknown("which file is opened is not known", arguments.text, *arguments.positional[:1])
    methods: dict[str, Run] = {
        "read": lambda m, inner: text_value(m, path, inner),
        "close": lambda m, inner: None,
        "write": lambda m, inner: None,
    }
    made = tool("file", methods)
    made.attributes[" path"] = path
    return made


def open_(machine: Machine, arguments: Arguments) -> Value:
    """Python's ``open``."""
    return opened(machine, path_of(arguments.get(0, "file")), arguments)


def text_value(machine: Machine, path: str, arguments: Arguments) -> Value:
    """The text of a file, where it is a short one."""
    text = content(machine, path, arguments, MAX_TEXT_READ)
    if isinstance(text, Unknown):
        return text
    return _marked_text(text, path, arguments)


def _marked_text(text: str, path: str, arguments: Arguments) -> AssumedStr:
    marked = AssumedStr(text)
    marked.assumed = ((path, f"{len(text)} characters", arguments.place[0]),)
    return marked


# Settings files

Parse = Callable[[str], object]


def _json(text: str) -> object:
    return json.loads(text)


def _yaml(text: str) -> object:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise Unreadable from error


def _toml(text: str) -> object:
    """Python 3.11 has a reader of its own."""
    try:
        reader = importlib.import_module("tomllib")
    except ModuleNotFoundError as missing:
        raise Unreadable from missing
    return reader.loads(text)


_HOOKS = frozenset({"cls", "object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant"})
"""Arguments of ``json.load`` by which the program makes values of its own."""


def _loader(parse: Parse, from_text: bool, nested: bool = False) -> Run:
    """A function that reads settings from an open file, a path, or a text."""

    def load(machine: Machine, arguments: Arguments) -> Value:
        if not _HOOKS.isdisjoint(arguments.keywords):
            return machine.unknown("what its entries are made into is not followed", arguments.text)
        source = arguments.get(0, "fp" if not from_text else "s", arguments.keywords.get("stream"))
        where = path_of(source)
        text: str | Unknown
        if from_text and isinstance(source, str):
            text = str(source)
            marks = getattr(source, "assumed", ())
            where = str(marks[0][0]) if marks else None
        elif isinstance(source, Unknown) or where is None:
            return machine.unknown(NOT_THERE, arguments.text, source)
        else:
            text = content(machine, where, arguments)
        if isinstance(text, Unknown):
            return text
        value = parsed(machine, parse, text, where, arguments)
        return bag(machine, _stem(where), value, nested=True) if nested and isinstance(value, DictValue) else value

    return load


def _stem(where: str | None) -> str:
    return posixpath.basename(where).rsplit(".", 1)[0] if where else "config"


def parsed(machine: Machine, parse: Parse, text: str, where: str | None, arguments: Arguments) -> Value:
    """The settings of a text as values of the program; those of a file are only assumed."""
    try:
        data = parse(text)
    except (Unreadable, ValueError, RecursionError):
        return machine.unknown("the settings can't be parsed", arguments.text)
    left = [MAX_ENTRIES]
    try:
        return _value(machine, data, _stem(where), where is not None, arguments.place[0], left)
    except RecursionError:
        return machine.unknown("the settings are nested too deeply", arguments.text)


def _value(machine: Machine, data: object, name: str, mark: bool, line: int, left: list[int]) -> Value:
    left[0] -= 1
    if left[0] < 0:
        return machine.unknown("the settings are too many to follow")
    if isinstance(data, dict):
        entries = {
            key: _value(machine, item, f"{name}[{key!r}]", mark, line, left)
            for key, item in list(data.items())[: max(left[0], 0)]
            if is_constant(key)
        }
        missing = machine.unknown("some settings are not followed") if len(entries) < len(data) else None
        return DictValue(entries, machine.born(), missing)
    if isinstance(data, list):
        items = [_value(machine, item, f"{name}[{at}]", mark, line, left) for at, item in enumerate(data[: left[0]])]
        missing = machine.unknown("some settings are not followed") if len(items) < len(data) else None
        return ListValue(items, machine.born(), missing)
    if not is_constant(data):
        return machine.unknown(f"a {type(data).__name__} is not followed", name)
    return assumed(machine, data, name, line) if mark and not isinstance(data, bool) and data is not None else data


function("json.load")(_loader(_json, from_text=False))
function("json.loads")(_loader(_json, from_text=True))
function("yaml.safe_load", "yaml.load", "yaml.full_load", "yaml.unsafe_load")(_loader(_yaml, from_text=True))
function("toml.load", "tomllib.load")(_loader(_toml, from_text=False))
function("toml.loads", "tomllib.loads")(_loader(_toml, from_text=True))
function("omegaconf.OmegaConf.load")(_loader(_yaml, from_text=False, nested=True))


@function("configparser.ConfigParser", "configparser.RawConfigParser", "configparser.SafeConfigParser")
def config_parser(machine: Machine, arguments: Arguments) -> Value:
    """A reader of INI files: sections by name, options by ``get``, ``getint`` … ."""
    made = Namespace("config", {}, assumed=False)

    def read(machine: Machine, inner: Arguments) -> Value:
        path = path_of(inner.get(0, "filenames"))
        text = content(machine, path, inner)
        if isinstance(text, Unknown):
            made.attributes.setdefault(_MORE, text)
        else:
            _read_sections(machine, made, text, inner, "config")
        return ListValue([], machine.born(), machine.unknown("which files are there is not known"))

    def read_string(machine: Machine, inner: Arguments) -> Value:
        text = inner.get(0, "string")
        if isinstance(text, str):
            _read_sections(machine, made, str(text), inner, None)
        else:
            changed(machine, inner)
        return None

    def changed(machine: Machine, inner: Arguments) -> Value:
        """What was read may be there no more."""
        for name in [name for name, held in made.attributes.items() if isinstance(held, DictValue)]:
            del made.attributes[name]
        made.attributes[_MORE] = machine.unknown("what the program sets in it is not followed", inner.text)
        return made.attributes[_MORE]

    made.attributes |= {"read": Builtin("read", read), "read_string": Builtin("read_string", read_string)}
    for name in ("read_dict", "read_file", "readfp", "remove_option", "remove_section", "set"):
        made.attributes[name] = Builtin(name, changed)
    for name, kind in (("get", str), ("getint", int), ("getfloat", float), ("getboolean", bool)):
        made.attributes[name] = Builtin(name, _getter(made, kind))
    return made


_MORE = " more"
"""Under what it is kept why a reader may hold more than is known."""


def _read_sections(machine: Machine, made: Namespace, text: str, arguments: Arguments, where: str | None) -> None:
    reader = configparser.ConfigParser()
    try:
        reader.read_string(text)
        sections = {section: dict(reader.items(section)) for section in (*reader.sections(), reader.default_section)}
    except (configparser.Error, ValueError):
        return
    value = parsed(machine, lambda _: sections, text, where, arguments)
    if isinstance(value, DictValue):
        made.attributes.update({str(key): section for key, section in value.items()})


def _getter(made: Namespace, kind: type) -> Run:
    def get(machine: Machine, arguments: Arguments) -> Value:
        section, option = arguments.get(0, "section"), arguments.get(1, "option")
        options = made.attributes.get(section) if isinstance(section, str) else None
        found = options.get(option.lower()) if isinstance(options, DictValue) and isinstance(option, str) else None
        if not isinstance(found, str):
            fallback = arguments.keywords.get("fallback")
            more = made.attributes.get(_MORE)
            if fallback is None or (isinstance(more, Unknown) and more.reason != NOT_THERE):
                return machine.unknown("the setting is not known", arguments.text, fallback)
            if more is None or not is_constant(fallback):
                return fallback
            return assumed(machine, fallback, f"config[{section!r}][{option!r}]", arguments.place[0])
        if kind is bool:
            return configparser.ConfigParser.BOOLEAN_STATES.get(found.lower(), machine.unknown("not a truth value"))
        try:
            number = kind(found)
        except ValueError:
            return machine.unknown("the setting is no number", arguments.text)
        if not getattr(found, "assumed", ()):  # it stands in the program
            return number
        return assumed(machine, number, f"config[{section!r}][{option!r}]", arguments.place[0])

    return get
