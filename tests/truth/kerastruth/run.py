"""Running a program in real Keras and recording its models: as a whole, or one statement at a time."""

from __future__ import annotations
import __future__

import ast
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from kerastruth.directives import directives_of
from kerastruth.opaque import Opaque
from kerastruth.program import (
    CodeCell,
    builders_never_called,
    load,
    sequential_calls,
)
from kerastruth.sites import Made, Recorder
from kerastruth.snapshot import Json, model_record

HARMLESS = frozenset(
    "fit fit_generator evaluate evaluate_generator predict predict_generator predict_classes compile summary save "
    "save_weights to_json train_on_batch test_on_batch history metrics_names count_params".split()
)
"""What may fail on a model and leave its layers as they are."""


class TooSlow(Exception):
    """A statement took longer than it may."""


def record_file(path: Path, keras: ModuleType, strict: bool, seconds: float) -> Json:
    """The call sites of ``Sequential`` in a file, and the models each made, at the end of the program."""
    try:
        cells, faults = load(path)
    except (SyntaxError, ValueError, KeyError, TypeError, AttributeError, UnicodeError) as error:
        return {"error": f"{type(error).__name__}: {error}", "failed": [], "sites": []}
    recorder = Recorder({cell.name: (cell.index, cell.tree) for cell in cells})
    recorder.watch(keras.Sequential)
    module = ModuleType("__main__")
    module.__dict__["__file__"] = str(path)
    sys.modules["__main__"] = module
    sys.argv = [str(path)]
    sys.path[:0] = [str(path.parent)]
    run = _Run(recorder, module.__dict__, keras, seconds)
    error_text = "; ".join(faults) if strict and faults else None
    never_called: set[int] = set()
    try:
        for cell in cells:
            run.whole(cell) if strict else run.tolerantly(cell)
        for name in builders_never_called([cell.tree for cell in cells]):
            before = len(recorder.made)
            run.expression(f"{name}()", strict)
            never_called |= {id(made.model) for made in recorder.made[before:]}
        for call in directives_of(path).tries if strict else ():
            run.expression(call, strict)
    except BaseException:
        error_text = traceback.format_exc(limit=-6)
    return {"error": error_text, "failed": run.failed, "sites": _sites(run, cells, never_called)}


class _Run:
    def __init__(self, recorder: Recorder, names: dict[str, object], keras: ModuleType, seconds: float) -> None:
        self.recorder = recorder
        self.names = names
        self.keras = keras
        self.seconds = seconds
        self.failed: list[str] = []
        self.tainted: set[int] = set()
        self.flags = 0
        self._touched: set[int] = set()
        for name in ("add", "pop"):
            self._watch_change(name)

    def _watch_change(self, name: str) -> None:
        change = getattr(self.keras.Sequential, name)
        touched = self._touched

        def noting(model: Any, *args: object, **kwargs: object) -> object:
            touched.add(id(model))
            result: object = change(model, *args, **kwargs)
            return result

        setattr(self.keras.Sequential, name, noting)

    def whole(self, cell: CodeCell) -> None:
        """Run a cell as Python does; whatever it raises but the end of the program is raised."""
        with suppress(SystemExit):
            exec(compile(cell.text.lstrip("\ufeff"), cell.name, "exec", dont_inherit=True), self.names)

    def tolerantly(self, cell: CodeCell) -> None:
        """Run a cell's statements one at a time; what a failed one would have changed is unknown after it."""
        for statement in _statements(cell.tree.body):
            self.recorder.statement += 1
            self._touched.clear()
            if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
                for name in statement.names:
                    self.flags |= getattr(__future__, name.name).compiler_flag
            code = compile(ast.Module([statement], []), cell.name, "exec", flags=self.flags, dont_inherit=True)
            try:
                with _at_most(self.seconds):
                    exec(code, self.names)
            except (Exception, SystemExit) as error:
                self._fail(statement, error)

    def expression(self, text: str, strict: bool) -> None:
        """Run a call that the program itself does not make."""
        self.recorder.statement += 1
        try:
            with _at_most(self.seconds):
                eval(text, self.names)
        except (Exception, SystemExit) as error:
            if strict:
                raise
            self._fail(ast.parse(text).body[0], error)

    def may_be_keras(self, callee: str) -> bool:
        """Whether ``callee`` can be Keras' class, by what its name holds at the end of the program."""
        first, *rest = callee.split(".")
        value = self.names.get(first, Opaque(first))
        for name in rest:
            value = getattr(value, name, None)
        if isinstance(value, Opaque):
            return not str(value).startswith("<unknown torch")
        return isinstance(value, type) and issubclass(value, self.keras.Sequential)

    def _fail(self, statement: ast.stmt, error: BaseException) -> None:
        self.failed.append(f"line {statement.lineno}: {type(error).__name__}: {str(error)[:200]}")
        self.tainted |= self._touched
        self.tainted |= {id(made.model) for made in self.recorder.made if made.statement == self.recorder.statement}
        harmless = {
            id(node.value) for node in ast.walk(statement) if isinstance(node, ast.Attribute) and node.attr in HARMLESS
        }
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and id(node) not in harmless:
                self._doubt(node.id)
        for name in _bound(statement):
            self.names[name] = Opaque(name)

    def _doubt(self, name: str) -> None:
        """A failed statement used this name: a model may have been changed, a container filled."""
        value = self.names.get(name)
        if isinstance(value, self.keras.Sequential):
            self.tainted.add(id(value))
        elif isinstance(value, (list, dict, set)):
            self.names[name] = Opaque(name)


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Top-level statements, those under ``if __name__ == "__main__":`` among them."""
    for statement in body:
        if isinstance(statement, ast.If) and "__name__" in ast.unparse(statement.test):
            yield from statement.body
        else:
            yield statement


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The names a statement would have bound; not those inside functions that it defines."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name
        return
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias) and node.name != "*":
            yield (node.asname or node.name).partition(".")[0]


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def late(number: int, frame: FrameType | None) -> None:
        raise TooSlow(f"over {seconds} s")

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _sites(run: _Run, cells: list[CodeCell], never_called: set[int]) -> list[Json]:
    """One record a call site that makes a Keras ``Sequential``; ``open`` where it was not reached."""
    by_place: dict[tuple[int | None, int], list[Made]] = {}
    for made in run.recorder.made:
        by_place.setdefault((made.cell, made.line), []).append(made)
    sites = [_site(place, group, run.tainted, never_called) for place, group in by_place.items()]
    reached = set(by_place) | {(site["cell"], other) for site in sites for other in site["also"]}
    for code in cells:
        for line, callee in sequential_calls(code.tree):
            if (code.index, line) not in reached and run.may_be_keras(callee):
                place: Json = {"cell": code.index, "line": line, "also": []}
                sites.append({**place, "status": "open", "variants": [], "tags": ["not reached"]})
    return sites


def _site(place: tuple[int | None, int], group: list[Made], tainted: set[int], never_called: set[int]) -> Json:
    """The distinct models of one call, and whether anything unknown went into one of them."""
    cell, line = place
    variants: list[Json] = []
    for made in group:
        try:
            record = model_record(made.model)
        except Exception as error:
            record = {"built": False, "error": str(error), "name": "", "total": None, "trainable": None, "layers": []}
        if record not in variants:
            variants.append(record)
    doubtful = any(id(made.model) in tainted for made in group)
    known = all(variant["built"] and variant["layers"] for variant in variants) and not doubtful
    tags = {
        "function": group[0].function is not None,
        "notebook": cell is not None,
        "script": group[0].function is None and cell is None,
        "never called": all(id(made.model) in never_called for made in group),
        "by keras": all(made.by_keras for made in group),
        "unknown": doubtful,
        "unbuilt": not all(variant["built"] for variant in variants),
    }
    return {
        "cell": cell,
        "line": line,
        "also": sorted({other for made in group for other in made.also}),
        "status": "exact" if known else "open",
        "variants": variants,
        "tags": [tag for tag, holds in tags.items() if holds],
    }
