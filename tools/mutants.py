"""Mutants of a module: its source with one small thing changed, as a mistake would change it.

Left alone is what is no behaviour that a test should hold fast, by kind:

- texts and what is put into them (f-strings, ``"…".format``), documentation, ``__repr__``, annotations, decorators, and
  what only type checkers read;
- how much work is done before something is given up: the number of a ``MAX_…``, and whether it is itself still allowed
  (that there is a bound at all is a condition like any other);
- the order of the arguments of ``max`` and ``min``, which is no change.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
WORD = re.compile(r"[^\W\d]\w{2,}")


@dataclass(frozen=True, slots=True)
class Mutant:
    """What one change makes of a file.

    ``scope`` is the lines of the function or class the change stands in, ``words`` what its own lines name, and
    what it is around them.
    """

    path: str
    line: int
    end_line: int
    operator: str
    before: str
    after: str
    start: int
    end: int
    scope: tuple[int, int] | None
    in_function: bool
    words: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.path}:{self.line}: {self.operator}: {_short(self.before)} -> {_short(self.after)}"

    def applied(self, source: bytes) -> bytes:
        """The source with the change, all else on the lines where it was."""
        after = self.after
        lines = "\n" * (self.before.count("\n") - after.count("\n"))
        after = f"{after[:-1]}{lines})" if after.endswith(")") and lines else after + lines
        return source[: self.start] + after.encode() + source[self.end :]

    def compiles(self, root: Path) -> bool:
        """Whether Python takes the changed file."""
        try:
            compile(self.applied((root / self.path).read_bytes()), self.path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return False
        return True


def _short(text: str) -> str:
    return " ".join(text.split())[:100]


def mutants_of(root: Path, path: str) -> list[Mutant]:
    """All mutants of a file, in the order of its source; among them some that do not compile."""
    source = (root / path).read_bytes()
    found = _Finder(path, source)
    found.visit(ast.parse(source))
    return found.mutants


class _Finder(ast.NodeVisitor):
    def __init__(self, path: str, source: bytes) -> None:
        self.path = path
        self.source = source
        self.mutants: list[Mutant] = []
        self._starts = [0]
        for line in source.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._scopes: list[ast.stmt] = []

    # What is not looked into.

    def visit_arg(self, node: ast.arg) -> None:
        """A parameter holds nothing but its annotation."""

    def visit_FormattedValue(self, node: ast.FormattedValue) -> None:
        """Texts, with what is put into them; the positions of nodes inside are not to be relied on before 3.12."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._inside(node, node.body)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name == "__repr__":
            return
        self.visit(node.args)
        self._inside(node, node.body)

    def _inside(self, node: ast.stmt, body: list[ast.stmt]) -> None:
        self._scopes.append(node)
        for statement in body:
            self.visit(statement)
        self._scopes.pop()

    # The changes.

    def visit_Compare(self, node: ast.Compare) -> None:
        bound = any(_is_bound(each) for each in (node.left, *node.comparators))
        for index, operator in enumerate(node.ops):
            if bound and isinstance(operator, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)):
                continue
            changed = copy.deepcopy(node)
            changed.ops[index] = COMPARISONS[type(operator)]()
            self._change(node, changed, "compare")
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        other = ARITHMETIC.get(type(node.op))
        texts = isinstance(node.left, ast.JoinedStr) or (
            isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
        )
        if other is not None and not texts:
            changed = copy.deepcopy(node)
            changed.op = other()
            self._change(node, changed, "arithmetic")
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        other = ARITHMETIC.get(type(node.op))
        if other is not None:
            changed = copy.deepcopy(node)
            changed.op = other()
            self._change(node, changed, "arithmetic", statement=True)
        self._remove(node)
        self.visit(node.value)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        changed = copy.deepcopy(node)
        changed.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        self._change(node, changed, "boolean")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, (ast.Not, ast.USub)):
            self._change(node, copy.deepcopy(node.operand), "boolean" if isinstance(node.op, ast.Not) else "arithmetic")
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        self._negate(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._negate(node.test)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self._negate(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self._negate(test)
        self.generic_visit(node)

    def _negate(self, test: ast.expr) -> None:
        # A comparison with one operator is negated by another change already, as is what begins with ``not``.
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return
        if isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In)):
            return
        self._change(test, ast.UnaryOp(ast.Not(), copy.deepcopy(test)), "condition")

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self._change(node, ast.Constant(not node.value), "constant")
        elif isinstance(node.value, (int, float)):
            self._change(node, ast.Constant(node.value + 1), "constant")
            self._change(node, ast.Constant(node.value - 1), "constant")

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            self._change(node, ast.Return(ast.Constant(None)), "return None", statement=True)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        plain = [argument for argument in node.args if not isinstance(argument, ast.Starred)]
        if len(plain) == len(node.args) and len(plain) > 1 and not _is_in_any_order(node.func):
            changed = copy.deepcopy(node)
            changed.args[:2] = [changed.args[1], changed.args[0]]
            self._change(node, changed, "swap arguments")
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self._remove(node)
            self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if _is_bound(node.targets[0]):
            return
        if self._in_function:
            self._remove(node)
        self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        self._remove(node)
        self.generic_visit(node)

    def visit_Break(self, node: ast.Break) -> None:
        self._change(node, ast.Continue(), "loop", statement=True)

    def visit_Continue(self, node: ast.Continue) -> None:
        self._change(node, ast.Break(), "loop", statement=True)

    @property
    def _in_function(self) -> bool:
        return any(isinstance(scope, ast.FunctionDef) for scope in self._scopes)

    def _remove(self, node: ast.stmt) -> None:
        self._change(node, ast.Pass(), "remove statement", statement=True)

    def _change(self, node: ast.expr | ast.stmt, to: ast.AST, operator: str, statement: bool = False) -> None:
        start, end = self._offset(node.lineno, node.col_offset), self._offset(node.end_lineno, node.end_col_offset)
        before, after = self.source[start:end].decode(), ast.unparse(to)
        if "\n" in after and statement:
            return
        scope = self._scopes[-1] if self._scopes else None
        lines = self.source[self._starts[node.lineno - 1] : self._starts[node.end_lineno or node.lineno]].decode()
        around = {scope.name for scope in self._scopes if isinstance(scope, (ast.ClassDef, ast.FunctionDef))}
        self.mutants.append(
            Mutant(
                path=self.path,
                line=node.lineno,
                end_line=node.end_lineno or node.lineno,
                operator=operator,
                before=before,
                after=after if statement else f"({after})",
                start=start,
                end=end,
                scope=None if scope is None else (scope.lineno, scope.end_lineno or scope.lineno),
                in_function=self._in_function,
                words=frozenset(around.union(WORD.findall(lines))),
            )
        )

    def _offset(self, line: int | None, column: int | None) -> int:
        assert line is not None and column is not None
        return self._starts[line - 1] + column


def _is_bound(node: ast.expr) -> bool:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name.startswith("MAX_")


def _is_in_any_order(function: ast.expr) -> bool:
    """Of ``max`` and ``min``, and of a text that is filled in."""
    if isinstance(function, ast.Attribute):
        return function.attr == "format"
    return isinstance(function, ast.Name) and function.id in ("max", "min")


def all_mutants(root: Path, packages: list[str]) -> Iterator[Mutant]:
    """The mutants of all modules of some packages below ``lint_params``."""
    for package in packages:
        for path in sorted((root / "lint_params" / package).rglob("*.py")):
            yield from mutants_of(root, path.relative_to(root).as_posix())


def package_of(mutant: Mutant) -> str:
    """``keras`` of ``lint_params/keras/core.py``."""
    return mutant.path.split("/")[1]
