"""What is asked for the record: expressions, programs, layers and findings, each in several settings.

A part is a few questions that are asked together, as most of the time goes into what they begin with.
"""

from __future__ import annotations

import ast
import itertools
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lint_params import summarize
from lint_params.interpret.lower import lower
from lint_params.interpret.machine import Machine, Restart
from lint_params.interpret.program import Program
from lint_params.interpret.project import Project
from lint_params.interpret.tree import Unit
from lint_params.interpret.values import Value
from lint_params.keras import cost
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.unknown import Unknown
from lint_params.source.file import Cell
from tests.interpret import test_numpy, test_python, test_soundness, test_tables, test_tensors
from tests.interpret.parts import IMPORTED, numbers_changed, numbers_unknown
from tests.interpret.test_tensors import IMPORTS, INPUTS, SYMBOLIC, ran
from tests.interpret.test_variants import OPENED, bare
from tests.keras import (
    test_attention,
    test_convolution,
    test_core,
    test_elementwise,
    test_merging,
    test_normalization,
    test_pooling,
    test_preprocessing,
    test_recurrent,
    test_reshaping,
    test_wrappers,
)
from tests.keras.architectures import ARCHITECTURES
from tests.keras.grid import Case, Sizes, build
from tests.precision import found, held, oddly, sizes, trained
from tests.precision.programs import PRELUDE, PROGRAMS
from tests.precision.shown import layer, shown
from tests.precision.varied import uncertain, varied

Answers = dict[str, str]
"""By setting, all that is said."""


@dataclass(frozen=True)
class Part:
    """Questions that are asked together: ``ask`` gives the answers to each, by what is asked."""

    name: str
    ask: Callable[[], dict[str, Answers]]


def parts() -> Iterator[Part]:
    """All of the record, in order."""
    yield from expressions("python", python, bare(test_python.LINES), 45)
    yield from expressions("numpy", arrays, bare(test_numpy.LINES), 40)
    yield from expressions("tensors", tensors, bare(test_tensors.TENSORFLOW), 40)
    yield from expressions("tensors", tensors, bare(test_tensors.BACKEND + test_tensors.OPS), 40)
    for head, some in small_values():
        yield from expressions("values", partial(apart, head), some, 60)
    yield from expressions("tables", tables, test_tables.TABLES, 20)
    yield from expressions("ways", ways, test_soundness.OPEN_STEPS, 10)
    yield from (Part(f"cases {path}", lambda path=path: case(path)) for path in CASES)  # type: ignore[misc]
    yield from expressions("programs", programs, list(PROGRAMS), 4)
    yield from expressions("uncertain", ways_unknown, list(PROGRAMS), 4)
    yield from expressions("layers", layers, list(LAYERS), 5)
    yield from expressions("sizes", sizes.sizes, sizes.QUESTIONS, 10)
    yield from expressions("arguments", oddly.arguments, list(oddly.CLASSES), 4)
    yield from expressions("combinations", oddly.combinations, list(oddly.CLASSES), 10)
    yield from expressions("inputs", oddly.inputs, list(oddly.CLASSES), 20)
    yield from expressions("pretrained", held.pretrained, list(held.CALLS), 7)
    yield from expressions("datasets", held.datasets, list(held.DATASETS), 100)
    yield from expressions("costs", costs, list(ARCHITECTURES), 5)
    yield from expressions("findings", found.findings, list(found.PROGRAMS), 2)
    yield from expressions("training", trained.training, list(trained.PROGRAMS), 3)
    yield from expressions("limits", found.limits, list(found.LIMITED), 4)
    yield from expressions("changes", found.changes, list(found.PROGRAMS), 1)


def expressions(
    name: str, ask: Callable[[Sequence[str]], dict[str, Answers]], every: Sequence[str], size: int
) -> Iterator[Part]:
    """Many questions of a kind, some in each part."""
    for start in range(0, len(every), size):
        some = list(dict.fromkeys(every[start : start + size]))
        yield Part(f"{name} {some[0]}".split("\n")[0], lambda some=some: ask(some))  # type: ignore[misc]


# Expressions.


def values(head: str, lines: Sequence[str]) -> list[str]:
    """What a program that begins so finds each line to be."""
    made = "\n".join(f"result_{index} = ({line})" for index, line in enumerate(lines))
    _, names = ran(f"{head}\n{made}\n")
    return [shown(names.get(f"result_{index}", "is not reached")) for index in range(len(lines))]


def variants(head: str, lines: Sequence[str], of: Callable[[str], Iterable[str]]) -> list[str]:
    """What is said of the variants of each line."""
    many = [list(of(line)) for line in lines]
    found = iter(values(head, list(itertools.chain.from_iterable(many))))
    return ["\n".join(f"{each}: {next(found)}" for each in some) for some in many]


def other_numbers(line: str) -> list[str]:
    """An expression with one of its numbers another one, or from elsewhere."""
    return [*numbers_changed(line), *numbers_unknown(line)]


def by_line(lines: Sequence[str], settings: dict[str, list[str]]) -> dict[str, Answers]:
    return {line: {name: found[at] for name, found in settings.items()} for at, line in enumerate(lines)}


def python(lines: Sequence[str]) -> dict[str, Answers]:
    """Expressions of Python."""
    known = f"{test_soundness.SETUP}\nn, more = 3, [3, 1]\n{test_python.GIVEN}"
    unknown = f"{test_soundness.SETUP}\nfrom elsewhere import n, more\n{test_python.GIVEN}"
    read = f"{test_soundness.SETUP}\nimport sys\nn, more = len(sys.argv), [3, 1]\n{test_python.GIVEN}"
    names = test_python.names_for(3, [3, 1])

    def changed(line: str) -> list[str]:
        some = itertools.islice(numbers_changed(line), 0, None, 2)
        return [*(each for each in some if test_python.gives(each, names)), *numbers_unknown(line)]

    return by_line(
        lines,
        {
            "known": values(known, lines),
            "unknown": values(unknown, lines),
            "number": values(read, lines),
            "partly": values(known + test_python.PARTLY, lines),
            "numbers": variants(IMPORTED + known, lines, changed),
        },
    )


def arrays(lines: Sequence[str]) -> dict[str, Answers]:
    """Expressions of NumPy."""
    head = "import numpy as np\n"
    known = f"{head}n, m, k = 3, 4, 2\n{test_numpy.SETUP}"
    return by_line(
        lines,
        {
            "known": values(known, lines),
            "unknown": values(f"{head}from elsewhere import n, m, k\n{test_numpy.SETUP}", lines),
            "data": values(f"{known}{test_numpy.DATA}", lines),
            "numbers": variants(IMPORTED + known, lines, other_numbers),
        },
    )


def tensors(lines: Sequence[str]) -> dict[str, Answers]:
    """Operations on tensors."""

    def inputs(of: object) -> str:
        assert isinstance(of, dict)
        made = "\n".join(f"{name} = keras.Input(batch_shape={shape})" for name, shape in of.items())
        return f"{IMPORTS}{made}\nids = keras.Input(batch_shape=(None, 4), dtype='int32')\n"

    return by_line(
        lines,
        {
            "known": values(inputs(INPUTS), lines),
            "sizes unknown": values("from elsewhere import p, q, r, s\n" + inputs(SYMBOLIC), lines),
            "rank unknown": values(IMPORTS + OPENED, lines),
            "numbers": variants(IMPORTED + inputs(INPUTS), lines, other_numbers),
        },
    )


def small_values() -> list[tuple[str, list[str]]]:
    """What is asked of values that are unusual, or known in part: what a program begins with, and expressions."""
    sections = (Path(__file__).parent / "values.txt").read_text("utf-8").split("---\n")
    return [(head, some.splitlines()) for head, _, some in (section.partition("\n\n") for section in sections)]


def apart(head: str, lines: Sequence[str]) -> dict[str, Answers]:
    """Expressions that may fail: as they stand, and where the failure is caught."""
    bare_ = "".join(f"result_{at} = ({line})\n" for at, line in enumerate(lines))
    guarded = "".join(
        f"try: result_{at} = ({line})\nexcept Exception: result_{at} = 'fails'\n" for at, line in enumerate(lines)
    )
    found = {name: settled(f"{head}\n{made}") for name, made in (("bare", bare_), ("caught", guarded))}
    said = {
        name: [shown(names.get(f"result_{at}", "is not reached")) for at in range(len(lines))]
        for name, names in found.items()
    }
    return by_line(lines, said)


def settled(text: str) -> dict[str, Value]:
    """The names of a program in the run in which every condition that has to be a choice is one."""
    unit = lower(Cell(text), "case.py")
    assert isinstance(unit, Unit)
    promoted: frozenset[object] = frozenset()
    while True:
        program = Program("case.py", [unit], Project("."))
        try:
            return program.run(Machine(program, "3", {}, promoted)).names
        except Restart as again:
            promoted |= again.keys


READ = {
    "known": "",
    "columns": "df = pd.read_csv('data.csv', names=['a', 'b', 'c', 'y'])\n",
    "partly": "from elsewhere import others\ndf = pd.read_csv('data.csv', names=['a', 'b', 'c', 'y', *others])\n",
    "file": "df = pd.read_csv('data.csv')\n",
    "unknown": "from elsewhere import df\n",
}
"""Where a table comes from."""


def tables(lines: Sequence[str]) -> dict[str, Answers]:
    """Statements about a table."""
    return {
        line: {
            name: shown(ran(test_tables.START + read + line)[1].get("found", "is not reached"))
            for name, read in READ.items()
        }
        for line in lines
    }


# Programs.

CASES_FOLDER = Path(__file__).parents[1] / "cases"


def _programs() -> list[str]:
    files = sorted(path for suffix in ("py", "ipynb") for path in CASES_FOLDER.rglob(f"*.{suffix}"))
    return [path.relative_to(CASES_FOLDER).as_posix() for path in files]


CASES = _programs()


def models(text: str, path: str = "model.py") -> str:
    """All that is said of the models of a program."""
    found = summarize(text.encode(), filename=path, isolated=True).json()
    return json.dumps(json.loads(found)["models"], indent=1, ensure_ascii=False)


def ways(steps: Sequence[str]) -> dict[str, Answers]:
    """Programs whose way is not known."""
    head = f"{test_soundness.SETUP}\nfrom elsewhere import n, more\n"
    return {step: {"unknown": models(f"{head}{step}\n{test_soundness.MODEL.format('r')}")} for step in steps}


def case(path: str) -> dict[str, Answers]:
    """A program of ``tests/cases``; the same with a number of it from elsewhere, and with one small thing otherwise."""
    text = (CASES_FOLDER / path).read_text("utf-8", "replace")
    if not path.endswith(".py"):
        return {path: {"known": _read(path), "number unknown": "", "otherwise": ""}}
    return {path: {"known": _read(path), "number unknown": _elsewhere(path, text), "otherwise": _otherwise(path, text)}}


def _elsewhere(path: str, text: str) -> str:
    other = from_elsewhere(text)
    if other is None:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "cases"
        shutil.copytree((CASES_FOLDER / path).parent, root / Path(path).parent)
        (root / path).write_text(other, "utf-8")
        return _read(path, root)


MOST_OTHERS = 5


def _otherwise(path: str, text: str) -> str:
    try:
        others = list(varied(text))
    except (SyntaxError, ValueError):
        return ""
    step = 1 + len(others) // MOST_OTHERS
    some = others[len(text) % step :: step]
    return "\n".join(models(other, str(CASES_FOLDER / path)).replace(str(CASES_FOLDER), "…") for other in some)


def _read(path: str, root: Path = CASES_FOLDER) -> str:
    said = summarize(root / path, isolated=True).json().replace(str(root), "…")
    return json.dumps(json.loads(said)["models"], indent=1)


def from_elsewhere(text: str) -> str | None:
    """A program with one of its numbers from elsewhere: ``elsewhere.n3`` in place of a 3, on the same lines."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return None
    first = next((node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))), None)
    numbers = [
        number
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for given in (*call.args, *(keyword.value for keyword in call.keywords))
        for number in ([given] if isinstance(given, ast.Constant) else ast.iter_child_nodes(given))
        if isinstance(number, ast.Constant) and type(number.value) is int
    ]
    if not numbers or first is None or (isinstance(first, ast.ImportFrom) and first.module == "__future__"):
        return None
    number = numbers[len(text) % len(numbers)]
    lines = text.split("\n")
    _put(lines, number, number.end_col_offset, f"elsewhere.n{number.value}")
    _put(lines, first, first.col_offset, "import elsewhere; ")
    return "\n".join(lines)


def _put(lines: list[str], node: ast.expr | ast.stmt, end: int | None, text: str) -> None:
    """Put a text in the place of what a line holds from a node's beginning; columns are bytes."""
    line = lines[node.lineno - 1].encode()
    lines[node.lineno - 1] = (line[: node.col_offset] + text.encode() + line[end:]).decode()


def programs(names: Sequence[str]) -> dict[str, Answers]:
    """Programs of other tests, and small ones."""
    said: dict[str, Answers] = {}
    for name in names:
        text = PRELUDE + PROGRAMS[name]
        said[name] = {"models": models(text), "strictly": found.found(text, found.STRICT)}
    return said


MOST_WAYS = 4


def ways_unknown(names: Sequence[str]) -> dict[str, Answers]:
    """The same programs with one statement where it is not known whether, or how often, it is run."""
    said: dict[str, Answers] = {}
    for name in names:
        text = PRELUDE + PROGRAMS[name]
        try:
            others = list(uncertain(text, MOST_WAYS))
        except (SyntaxError, ValueError):
            continue
        said[name] = {"known": models(text), "way unknown": f"[{','.join(map(models, others))}]"}
    return said


def costs(names: Sequence[str]) -> dict[str, Answers]:
    """Known architectures: their layers, and all that can be said against them."""
    return {
        name: {"models": models(ARCHITECTURES[name]), "strictly": found.found(ARCHITECTURES[name], found.STRICT)}
        for name in names
    }


# Layers.

FAMILIES = (test_attention, test_convolution, test_core, test_elementwise, test_merging, test_normalization,
            test_pooling, test_preprocessing, test_recurrent, test_reshaping, test_wrappers)  # fmt: skip


def _layers() -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for family in FAMILIES:
        for table in vars(family).values():
            for one in table if isinstance(table, list) else ():
                if isinstance(one, Case):
                    found.setdefault(f"{one.name} in {one.generation}, {one.data_format}", []).append(one)
    return found


LAYERS = _layers()
"""The cases of the grid, by class and generation."""


def layers(names: Sequence[str]) -> dict[str, Answers]:
    """Layers on their inputs, on what is not known, and with an argument that is not."""
    return {
        name: {
            "known": "\n".join(f"{one}: {built(one)}" for one in LAYERS[name]),
            "rank unknown": "\n".join(f"{one}: {built(one, _each(one, _cut))}" for one in LAYERS[name]),
            "arguments unknown": "\n".join(f"{other}: {built(other)}" for one in LAYERS[name] for other in _open(one)),
        }
        for name in names
    }


def _cut(shape: Sizes) -> Shape:
    return Shape.unknown("nothing shows it", *shape[max(1, len(shape) - 1) :])


def _each(one: Case, of: Callable[[Sizes], Shape]) -> Shapes:
    return list(map(of, one.inputs)) if isinstance(one.inputs, list) else of(one.inputs)


def _open(one: Case) -> Iterator[Case]:
    """The case with each of its arguments from elsewhere."""
    for at in range(len(one.args)):
        given = (*one.args[:at], _unknown(f"given[{at}]"), *one.args[at + 1 :])
        yield Case(one.name, given, one.kwargs, one.inputs, one.generation, one.data_format)
    for name in one.kwargs:
        given_ = {**one.kwargs, name: _unknown(name)}
        yield Case(one.name, one.args, given_, one.inputs, one.generation, one.data_format)


def _unknown(text: str) -> Unknown:
    return Unknown("only the program knows", text, key=text)


def built(one: Case, inputs: Shapes | None = None) -> str:
    """A layer as it is built, and what it gives and costs; or why not."""
    try:
        made, output = build(one, inputs)
    except Refused as refused:
        return f"refused {refused.kind} {refused.argument} {refused.spelling}: {refused.message}"
    except Undetermined as open_:
        return f"open: {open_.reason}"
    gives = shown(output) if isinstance(output, (Shape, list)) else str(output)
    return f"{layer(made)} gives {gives}, costs {shown(cost.macs_described(made))}"


PARTS = list(parts())
