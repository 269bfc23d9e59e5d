"""Settings that come from outside: command lines, flags, the environment. The source knows their defaults alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NoReturn

from lint_params.interpret.attributes import set_attribute
from lint_params.interpret.library import function
from lint_params.interpret.machine import MAX_TEXT, Machine
from lint_params.interpret.program import assumed
from lint_params.interpret.values import (
    Arguments,
    Builtin,
    FunctionValue,
    ListValue,
    Namespace,
    Value,
    is_constant,
    plain,
)
from lint_params.model.unknown import Unknown

Run = Callable[[Machine, Arguments], Value]
ON_COMMAND_LINE = "it is given on the command line"


def tool(name: str, methods: dict[str, Run]) -> Namespace:
    """An object of a library that is known by its methods alone."""
    return Namespace(name, {key: Builtin(key, run) for key, run in methods.items()}, assumed=False)


def keep(machine: Machine, store: Namespace, name: str, value: Value) -> None:
    """Put a value into a bag; where that may not happen, what is there is no longer known."""
    set_attribute(machine, store, name, value, machine.program.frame_of(machine))


def converted(machine: Machine, kind: Value, value: Value) -> Value:
    """A default as its ``type=`` reads it: only texts are converted."""
    if not isinstance(value, str) or kind is None:
        return value
    return machine.program.call_plain(machine, kind, [value])


# argparse


class _Parser:
    """An ``ArgumentParser`` as it is filled: the defaults of its arguments, by the name they get."""

    def __init__(self) -> None:
        self.values = Namespace("args", {}, assumed=True)
        self.declared: list[tuple[list[str], str, Arguments]] = []
        """Names, destination and arguments of each ``add_argument``."""
        self.preset: dict[str, Value] = {}
        """What ``set_defaults`` gave."""
        self.unsaid: Unknown | None = None
        """Why it may have given more."""
        self.commands = False
        self.inherited = False
        """Whether it has the arguments of other parsers too."""

    def value(self) -> Namespace:
        """The parser as the program holds it."""
        inner: dict[str, Run] = {
            "add_argument": self.add_argument,
            "add_argument_group": self.group,
            "add_mutually_exclusive_group": self.group,
            "add_subparsers": self.add_commands,
            "add_parser": self.group,
            "set_defaults": self.set_defaults,
            "get_default": self.get_default,
            "parse_args": self.parse,
            "parse_intermixed_args": self.parse,
            "parse_known_args": self.parse_known,
            "print_help": lambda machine, arguments: None,
            "error": lambda machine, arguments: None,
        }
        made = tool("parser", inner)
        made.attributes[" values"] = self.values
        return made

    def add_argument(self, machine: Machine, arguments: Arguments) -> Value:
        names = [name for name in arguments.positional if isinstance(name, str)]
        keywords = arguments.keywords
        dest = keywords.get("dest")
        if not isinstance(dest, str):
            dest = _destination(names)
        if dest is not None and keywords.get("action") not in ("help", "version"):
            # Of two arguments for one name, the default of the first is taken.
            if self.commands or all(dest != other for _, other, _ in self.declared):
                keep(machine, self.values, dest, self._default(machine, dest, names, arguments))
            self.declared.append((names, dest, arguments))
        return None

    def _default(self, machine: Machine, dest: str, names: list[str], arguments: Arguments) -> Value:
        keywords = arguments.keywords
        action = keywords.get("action")
        if "default" in keywords:
            value = converted(machine, keywords.get("type"), keywords["default"])
            return assumed(machine, value, f"args.{dest}", arguments.place[0]) if not _quiet(value) else value
        if dest in self.preset:
            return self.preset[dest]
        if self.unsaid is not None:
            return machine.unknown(self.unsaid.reason, f"args.{dest}", self.unsaid, key=("argument", dest))
        if action in ("store_true", "store_false"):
            return action == "store_false"
        if action == "count" or arguments.rest is not None:
            return machine.unknown(ON_COMMAND_LINE, f"args.{dest}", arguments.rest, key=("argument", dest))
        positional = bool(names) and not names[0].startswith("-") and keywords.get("nargs") not in ("?", "*")
        numeric = isinstance(keywords.get("type"), Builtin) and keywords["type"] is not None
        if positional or keywords.get("required") is True or (numeric and _number(keywords["type"])):
            # A number without a default is None only until somebody runs the program.
            line = arguments.place[0]
            return machine.unknown(ON_COMMAND_LINE, f"args.{dest}", line=line, key=("argument", dest))
        return None

    def group(self, machine: Machine, arguments: Arguments) -> Value:
        """Groups and sub-commands fill the same settings."""
        return self.value()

    def add_commands(self, machine: Machine, arguments: Arguments) -> Value:
        """Which command is given, and so whose defaults are taken, is open: the last are."""
        self.commands = True
        return self.value()

    def set_defaults(self, machine: Machine, arguments: Arguments) -> Value:
        given = arguments.keywords
        if arguments.rest is not None:
            self.unsaid, self.preset = arguments.rest, {}
            for name in self.values.attributes.keys() - given.keys():
                keep(machine, self.values, name, machine.unknown(arguments.rest.reason, f"args.{name}", arguments.rest))
        self.preset.update(given)
        for name, value in given.items():
            keep(machine, self.values, name, value)
        return None

    def get_default(self, machine: Machine, arguments: Arguments) -> Value:
        name = arguments.get(0, "dest")
        found = self.values.attributes.get(name) if isinstance(name, str) else None
        return found if found is not None else machine.unknown("the default is not known", arguments.text)

    def parse(self, machine: Machine, arguments: Arguments) -> Value:
        return self._parsed(machine, arguments, rest=self.commands)

    def _parsed(self, machine: Machine, arguments: Arguments, rest: bool) -> Value:
        values = dict(self.values.attributes)
        line = arguments.get(0, "args")
        if isinstance(line, (ListValue, tuple)) and line:
            values.update(self._read(machine, line, rest))
        return Namespace("args", values, assumed=True)

    def _read(self, machine: Machine, line: Sequence[Value], rest: bool) -> dict[str, Value]:
        """What a command line that stands in the program sets; nothing is known where it can't be followed. ``rest``:
        whether there may be words in it that no argument takes."""
        import argparse

        class Reader(argparse.ArgumentParser):
            def error(self, message: str) -> NoReturn:
                raise ValueError(message)

        reader = Reader(add_help=False)
        try:
            for names, dest, given in self.declared:
                options = {
                    key: plain(value) for key, value in given.keywords.items() if key in ("action", "const", "nargs")
                }
                if names and names[0].startswith("-"):
                    options["dest"] = dest
                # What the program gives may be of any kind; argparse itself says which does not fit.
                reader.add_argument(*names, default=argparse.SUPPRESS, **options)  # type: ignore[arg-type]
            words = [str(word) for word in line if type(word) is str]
            if len(words) < len(line):
                raise ValueError("a word is not known")
            taken, left = reader.parse_known_args(words)
            if (left and not rest) or self.inherited:
                raise ValueError("a word is not of its own arguments")
            found = vars(taken)
        except (ValueError, TypeError, argparse.ArgumentError, SystemExit):
            why = "how the command line is read is not followed"
            return {name: machine.unknown(why, f"args.{name}", key=("read", name)) for name in self.values.attributes}
        kinds = {dest: given.keywords.get("type") for _, dest, given in self.declared}
        read: dict[str, Value] = {}
        for dest, value in found.items():
            if isinstance(value, list):
                items = [converted(machine, kinds[dest], item) for item in value]
                read[dest] = ListValue(items, machine.born())
            else:
                read[dest] = converted(machine, kinds[dest], value)
        return read

    def parse_known(self, machine: Machine, arguments: Arguments) -> Value:
        rest = ListValue([], machine.born(), machine.unknown(ON_COMMAND_LINE))
        return (self._parsed(machine, arguments, rest=True), rest)


def _number(kind: Value) -> bool:
    return isinstance(kind, Builtin) and kind.name in ("int", "float")


def _quiet(value: Value) -> bool:
    """Whether a default is noted only where it is read: a flag says nothing of sizes by itself."""
    return value is None or isinstance(value, bool) or not is_constant(value)


def _destination(names: list[str]) -> str | None:
    """The attribute that an argument gets: of its first long name, else of its first one."""
    longs = [name for name in names if name.startswith("--")]
    chosen = longs or names
    return chosen[0].lstrip("-").replace("-", "_") if chosen else None


@function("argparse.ArgumentParser")
def argument_parser(machine: Machine, arguments: Arguments) -> Value:
    parser = _Parser()
    parents = arguments.keywords.get("parents")
    for parent in parents if isinstance(parents, (ListValue, tuple)) else ():
        values = parent.attributes.get(" values") if isinstance(parent, Namespace) else None
        if isinstance(values, Namespace):
            parser.values.attributes.update(values.attributes)
            parser.inherited = True
    if "argument_default" in arguments.keywords or arguments.rest is not None:
        parser.unsaid = machine.unknown("a default for all arguments is not followed", arguments.text)
    return parser.value()


# Flags of absl and of TensorFlow 1

FLAGS_HOMES = ("absl.flags", "tensorflow.flags", "tensorflow.app.flags", "tensorflow.compat.v1.flags",
               "tensorflow.compat.v1.app.flags")  # fmt: skip
FLAGS = frozenset(f"{home}.FLAGS" for home in FLAGS_HOMES)
_KINDS = tuple("integer float string boolean bool enum list multi_integer multi_string multi_float".split())


@function(*(f"{home}.DEFINE_{kind}" for home in FLAGS_HOMES for kind in _KINDS))
def define_flag(machine: Machine, arguments: Arguments) -> Value:
    """``flags.DEFINE_integer("units", 64, "…")``: read as ``FLAGS.units``, or as the ``value`` of what it gives."""
    name, default = arguments.get(0, "name"), arguments.get(1, "default")
    default = default if default is not None else arguments.keywords.get("default_value")
    if not isinstance(name, str):
        return machine.unknown("the flag's name is not known", None, name)
    if default is None:
        line = arguments.place[0]
        default = machine.unknown(ON_COMMAND_LINE, f"FLAGS.{name}", line=line, key=("flag", name))
    keep(machine, machine.flags, name, default)
    return Namespace(name, {"value": default}, assumed=True)


@function(*(f"{home}.{name}" for home in FLAGS_HOMES for name in ("mark_flag_as_required", "mark_flags_as_required")))
def mark_flag(machine: Machine, arguments: Arguments) -> Value:
    return None


@function("absl.app.run", "tensorflow.app.run", "tensorflow.compat.v1.app.run")
def run_main(machine: Machine, arguments: Arguments) -> Value:
    """Runs ``main`` with the arguments that no flag takes."""
    main = arguments.get(0, "main")
    if isinstance(main, FunctionValue):
        machine.program.call_plain(machine, main, [machine.unknown(ON_COMMAND_LINE)])
    return None


# click


@function("click.option", "click.argument")
def click_option(machine: Machine, arguments: Arguments) -> Value:
    """A decorator that gives a parameter of the function its default."""
    names = [name for name in arguments.positional if isinstance(name, str)]
    plain_names = [name for name in names if not name.startswith("-") and name.isidentifier()]
    dest = plain_names[0] if plain_names else _destination(names)
    keywords = arguments.keywords
    default = keywords.get("default")
    if default is None and keywords.get("is_flag") is True:
        default = False

    def decorate(machine: Machine, inner: Arguments) -> Value:
        target = inner.positional[0] if inner.positional else None
        if isinstance(target, FunctionValue) and dest is not None and default is not None:
            value = converted(machine, keywords.get("type"), default)
            target.defaults.setdefault(dest.lower(), assumed(machine, value, dest.lower(), arguments.place[0]))
        return target

    return Builtin("decorator", decorate)


# The environment


def _variable(name: str) -> str:
    return f"os.environ[{name!r}]"


@function("os.environ.get", "os.getenv", "os.environ.setdefault")
def getenv(machine: Machine, arguments: Arguments) -> Value:
    """A variable of the environment: what the program set itself, or the fallback, which is only assumed."""
    name, fallback = arguments.get(0, "key"), arguments.get(1, "default")
    if not isinstance(name, str):
        return machine.unknown("the variable's name is not known", arguments.text, name)
    if name in machine.environment:
        return machine.environment[name]
    if fallback is None:
        return machine.unknown("the environment is not in the source", arguments.text, key=("environment", name))
    value = assumed(machine, fallback, _variable(name), arguments.place[0])
    if arguments.text is not None and ".setdefault(" in arguments.text:
        machine.environment[name] = value
    return value


def environment_item(machine: Machine, name: Value, text: str | None) -> Value:
    """``os.environ["N"]``."""
    if isinstance(name, str) and name in machine.environment:
        return machine.environment[name]
    if text is not None and len(text) > MAX_TEXT:
        text = None
    return machine.unknown("the environment is not in the source", text, name, key=("environment", str(name)))


def flag(machine: Machine, name: str, text: str | None) -> Value:
    """``FLAGS.units``."""
    return machine.program.namespace_attribute(machine, machine.flags, name, text, 0)
