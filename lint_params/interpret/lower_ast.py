"""The same lowering from Python's own parser, for what does not speak of models: imported modules, the rest of a file.

libcst reads what is reported on, as it keeps every character; of the rest nothing but its meaning is asked, which
``ast`` gives in a fraction of the time. Where it gives none (syntax newer than the running Python, numbers of too many
digits, code that leans too deep) the module goes to libcst after all, so that both read the same language.

The trees are equal to those of :mod:`lint_params.interpret.lower` except for the places of generators (``ast`` counts
their brackets in, also those of a call) and of what stands in f-strings.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Sequence

from lint_params.interpret import tree
from lint_params.source.file import Cell

_OPERATORS = {
    "Add": "+", "Sub": "-", "Mult": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**", "MatMult": "@",
    "LShift": "<<", "RShift": ">>", "BitAnd": "&", "BitOr": "|", "BitXor": "^",
    "Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is", "IsNot": "is not",
    "In": "in", "NotIn": "not in", "USub": "-", "UAdd": "+", "Not": "not", "Invert": "~", "And": "and", "Or": "or",
}  # fmt: skip


def lower_ast(cell: Cell, path: str) -> tree.Unit | None:
    """Parse and lower a module; ``None`` where Python's own parser does not take it."""
    lines = tree.LINE_END.split(cell.text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd escapes in somebody's strings
            module = ast.parse(cell.text)
        body = _Lowerer(lines, cell.text.isascii()).body(module.body)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    return tree.Unit(path, cell.index, body, lines)


_CLOSED = re.compile(r"((?:[ \t\f]*\))*)[ \t\f]*(?:\\|#.*)?")


def _operator(node: ast.AST) -> str:
    return _OPERATORS[type(node).__name__]


class _Lowerer:
    """One method an ``ast`` node type, named after it."""

    def __init__(self, lines: list[str], plain: bool) -> None:
        self.lines = lines
        self.plain = plain
        self.yields = [False]
        self.quoted: tree.Place | None = None
        """The f-string that is being lowered: Pythons before 3.12 know no better place for what stands in it."""

    def place(self, node: ast.stmt | ast.expr | ast.pattern) -> tree.Place:
        if self.quoted is not None:
            return self.quoted
        end_line, end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        if self.plain:
            return node.lineno, node.col_offset, end_line, end
        return node.lineno, self._column(node.lineno, node.col_offset), end_line, self._column(end_line, end)

    def _column(self, line: int, offset: int) -> int:
        """A column in characters for one in bytes of UTF-8."""
        text = self.lines[line - 1]
        return offset if text.isascii() else len(text.encode()[:offset].decode("utf-8", "replace"))

    # Statements

    def body(self, statements: Sequence[ast.stmt]) -> list[tree.Statement]:
        lowered: list[tree.Statement] = []
        for node in statements:
            method: Callable[[ast.stmt], tree.Statement] | None = getattr(self, "do_" + type(node).__name__, None)
            if method is not None:
                lowered.append(method(node))
        return lowered

    def do_Expr(self, node: ast.Expr) -> tree.Statement:
        return tree.ExpressionStatement(self.place(node), self.expression(node.value))

    def do_Assign(self, node: ast.Assign) -> tree.Statement:
        return tree.Assign(self.place(node), self.expressions(node.targets), self.expression(node.value))

    def do_AugAssign(self, node: ast.AugAssign) -> tree.Statement:
        target, value = self.expression(node.target), self.expression(node.value)
        return tree.AugmentedAssign(self.place(node), target, _operator(node.op), value)

    def do_AnnAssign(self, node: ast.AnnAssign) -> tree.Statement:
        value = self.optional(node.value)
        annotation = self.expression(node.annotation)
        return tree.AnnotatedAssign(self.place(node), self.expression(node.target), annotation, value)

    def do_Delete(self, node: ast.Delete) -> tree.Statement:
        targets = self.expressions(node.targets)
        if len(targets) == 1 and isinstance(targets[0], tree.Sequence):
            targets = targets[0].items
        return tree.Delete(self.place(node), targets)

    def do_Pass(self, node: ast.Pass) -> tree.Statement:
        return tree.Jump(self.place(node), "pass")

    def do_Break(self, node: ast.Break) -> tree.Statement:
        return tree.Jump(self.place(node), "break")

    def do_Continue(self, node: ast.Continue) -> tree.Statement:
        return tree.Jump(self.place(node), "continue")

    def do_Return(self, node: ast.Return) -> tree.Statement:
        return tree.Return(self.place(node), self.optional(node.value))

    def do_Raise(self, node: ast.Raise) -> tree.Statement:
        return tree.Raise(self.place(node), self.optional(node.exc))

    def do_Assert(self, node: ast.Assert) -> tree.Statement:
        return tree.Assert(self.place(node), self.expression(node.test))

    def do_Import(self, node: ast.Import) -> tree.Statement:
        return tree.Import(self.place(node), [(alias.name, alias.asname) for alias in node.names])

    def do_ImportFrom(self, node: ast.ImportFrom) -> tree.Statement:
        names = [(alias.name, alias.asname or alias.name) for alias in node.names if alias.name != "*"]
        return tree.ImportFrom(self.place(node), node.module or "", node.level, names)

    def do_Global(self, node: ast.Global) -> tree.Statement:
        return tree.Global(self.place(node), node.names)

    def do_Nonlocal(self, node: ast.Nonlocal) -> tree.Statement:
        return tree.Global(self.place(node), node.names, True)

    def do_If(self, node: ast.If) -> tree.Statement:
        # A chain of elif is lowered from its end, so that its length costs no depth of recursion.
        chain = [node]
        while len(chain[-1].orelse) == 1 and isinstance(following := chain[-1].orelse[0], ast.If):
            chain.append(following)
        orelse = self.body(chain[-1].orelse)
        for part in reversed(chain):
            orelse = [tree.If(self.place(part), self.expression(part.test), self.body(part.body), orelse)]
        return orelse[0]

    def do_For(self, node: ast.For | ast.AsyncFor) -> tree.Statement:
        target, iterable = self.expression(node.target), self.expression(node.iter)
        return tree.For(self.place(node), target, iterable, self.body(node.body), self.body(node.orelse))

    do_AsyncFor = do_For

    def do_While(self, node: ast.While) -> tree.Statement:
        return tree.While(self.place(node), self.expression(node.test), self.body(node.body), self.body(node.orelse))

    def do_Try(self, node: ast.Try) -> tree.Statement:
        handlers = [tree.Handler(self.optional(each.type), each.name, self.body(each.body)) for each in node.handlers]
        body, orelse, final = self.body(node.body), self.body(node.orelse), self.body(node.finalbody)
        return tree.Try(self.place(node), body, handlers, orelse, final)

    do_TryStar = do_Try

    def do_With(self, node: ast.With | ast.AsyncWith) -> tree.Statement:
        items = [(self.expression(item.context_expr), self.optional(item.optional_vars)) for item in node.items]
        return tree.With(self.place(node), items, self.body(node.body))

    do_AsyncWith = do_With

    def do_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> tree.Statement:
        self.yields.append(False)
        body = self.body(node.body)
        generator = self.yields.pop()
        parameters, decorators = self.parameters(node.args), self.expressions(node.decorator_list)
        return tree.FunctionDef(self.place(node), node.name, parameters, body, decorators, generator)

    do_AsyncFunctionDef = do_FunctionDef

    def do_ClassDef(self, node: ast.ClassDef) -> tree.Statement:
        bases = [tree.Argument(self._unstarred(base), None, _star(base)) for base in node.bases]
        bases += [self._keyword(keyword) for keyword in node.keywords]
        body, decorators = self.body(node.body), self.expressions(node.decorator_list)
        return tree.ClassDef(self.place(node), node.name, bases, body, decorators)

    def do_Match(self, node: ast.Match) -> tree.Statement:
        cases = [
            tree.Case(self.pattern(case.pattern), self.optional(case.guard), self.body(case.body))
            for case in node.cases
        ]
        return tree.Match(self.place(node), self.expression(node.subject), cases)

    def pattern(self, node: ast.pattern) -> tree.Pattern:
        if isinstance(node, ast.MatchValue):
            return tree.Pattern("value", self.expression(node.value))
        if isinstance(node, ast.MatchSingleton):
            return tree.Pattern("value", tree.Constant(self.place(node), node.value))
        if isinstance(node, ast.MatchAs):
            if node.pattern is None:
                return tree.Pattern("capture" if node.name is not None else "wildcard", name=node.name)
            return tree.Pattern("as", name=node.name, patterns=[self.pattern(node.pattern)])
        if isinstance(node, ast.MatchOr):
            return tree.Pattern("or", patterns=[self.pattern(each) for each in node.patterns])
        if isinstance(node, ast.MatchSequence):
            return tree.Pattern("sequence", patterns=[self.pattern(each) for each in node.patterns])
        if isinstance(node, ast.MatchStar):
            return tree.Pattern("star", name=node.name)
        if isinstance(node, ast.MatchMapping):
            keys: list[tree.Expression | str] = [*self.expressions(node.keys)]
            patterns = [self.pattern(each) for each in node.patterns]
            return tree.Pattern("mapping", name=node.rest, patterns=patterns, keys=keys)
        if isinstance(node, ast.MatchClass):
            names: list[tree.Expression | str] = [*("" for _ in node.patterns), *node.kwd_attrs]
            patterns = [self.pattern(each) for each in (*node.patterns, *node.kwd_patterns)]
            return tree.Pattern("class", self.expression(node.cls), patterns=patterns, keys=names)
        return tree.Pattern("wildcard")

    # Expressions

    def optional(self, node: ast.expr | None) -> tree.Expression | None:
        return None if node is None else self.expression(node)

    def expressions(self, nodes: Sequence[ast.expr]) -> list[tree.Expression]:
        return [self.expression(node) for node in nodes]

    def expression(self, node: ast.expr) -> tree.Expression:
        method: Callable[[ast.expr], tree.Expression] | None = getattr(self, "do_" + type(node).__name__, None)
        return tree.Constant(self.place(node), ...) if method is None else method(node)

    def do_Name(self, node: ast.Name) -> tree.Expression:
        return tree.Name(self.place(node), node.id)

    def do_Constant(self, node: ast.Constant) -> tree.Expression:
        return tree.Constant(self.place(node), node.value)

    def do_JoinedStr(self, node: ast.JoinedStr) -> tree.Expression:
        place, outer = self.place(node), self.quoted
        self.quoted = place
        parts = [self._part(value) for value in node.values]
        self.quoted = outer
        return tree.Joined(place, parts)

    def _part(self, node: ast.expr) -> str | tuple[tree.Expression, str | None, tree.Expression | None]:
        if isinstance(node, ast.FormattedValue):
            conversion = chr(node.conversion) if node.conversion >= 0 else None
            return self.expression(node.value), conversion, self.optional(node.format_spec)
        return str(node.value) if isinstance(node, ast.Constant) else ""

    def do_Attribute(self, node: ast.Attribute) -> tree.Expression:
        return tree.Attribute(self.place(node), self.expression(node.value), node.attr)

    def do_Subscript(self, node: ast.Subscript) -> tree.Expression:
        return tree.Subscript(self.place(node), self.expression(node.value), self.expression(node.slice))

    def do_Slice(self, node: ast.Slice) -> tree.Expression:
        parts = self.optional(node.lower), self.optional(node.upper), self.optional(node.step)
        return tree.Slice(self.place(node), *parts)

    def do_Starred(self, node: ast.Starred) -> tree.Expression:
        return tree.Starred(self.place(node), self.expression(node.value))

    def _unstarred(self, node: ast.expr) -> tree.Expression:
        return self.expression(node.value if isinstance(node, ast.Starred) else node)

    def _keyword(self, node: ast.keyword) -> tree.Argument:
        return tree.Argument(self.expression(node.value), node.arg, "" if node.arg is not None else "**")

    def do_Call(self, node: ast.Call) -> tree.Expression:
        given = [tree.Argument(self._unstarred(each), None, _star(each)) for each in node.args]
        if node.keywords:
            given += [self._keyword(keyword) for keyword in node.keywords]
            # ``f(a=1, *rest)``: in the order in which they are written, which is that of their evaluation.
            written: list[ast.expr | ast.keyword] = [*node.args, *node.keywords]
            at = [(each.lineno, each.col_offset) for each in written]
            if at != sorted(at):
                given = [each for _, each in sorted(zip(at, given, strict=True), key=lambda pair: pair[0])]
        return tree.Call(self.place(node), self.expression(node.func), given)

    def do_List(self, node: ast.List) -> tree.Expression:
        return tree.Sequence(self.place(node), "list", self.expressions(node.elts))

    def do_Tuple(self, node: ast.Tuple) -> tree.Expression:
        return tree.Sequence(self.place(node), "tuple", self.expressions(node.elts))

    def do_Set(self, node: ast.Set) -> tree.Expression:
        return tree.Sequence(self.place(node), "set", self.expressions(node.elts))

    def do_Dict(self, node: ast.Dict) -> tree.Expression:
        items = [
            (self.optional(key), self.expression(value)) for key, value in zip(node.keys, node.values, strict=True)
        ]
        return tree.Dict(self.place(node), items)

    def do_BinOp(self, node: ast.BinOp) -> tree.Expression:
        # A long sum leans to the left: walk down it instead of recurring.
        chain = [node]
        while isinstance(left := chain[-1].left, ast.BinOp):
            chain.append(left)
        value = self.expression(chain[-1].left)
        for part in reversed(chain):
            value = tree.Binary(self.place(part), _operator(part.op), value, self.expression(part.right))
        return value

    def do_UnaryOp(self, node: ast.UnaryOp) -> tree.Expression:
        operator, operand = _operator(node.op), self.expression(node.operand)
        if operator == "-" and isinstance(operand, tree.Constant) and isinstance(operand.value, (int, float)):
            return tree.Constant(self.place(node), -operand.value)
        return tree.Unary(self.place(node), operator, operand)

    def do_BoolOp(self, node: ast.BoolOp) -> tree.Expression:
        place, operator = self.place(node), _operator(node.op)
        value = self.expression(node.values[0])
        for part in node.values[1:-1]:
            end = self._bracketed(self.place(part)[2:])
            value = tree.Boolean((*place[:2], *end), operator, value, self.expression(part))
        return tree.Boolean(place, operator, value, self.expression(node.values[-1]))

    def _bracketed(self, end: tuple[int, int]) -> tuple[int, int]:
        """Where an operand ends that another one follows, with the brackets that close around it."""
        line, column = end
        while self.quoted is None and (rest := _CLOSED.match(self.lines[line - 1], column)) is not None:
            if rest[1]:
                end = line, rest.end(1)
            if rest.end() < len(self.lines[line - 1]) or line == len(self.lines):
                break
            line, column = line + 1, 0
        return end

    def do_Compare(self, node: ast.Compare) -> tree.Expression:
        parts = zip(node.ops, node.comparators, strict=True)
        comparisons = [(_operator(operator), self.expression(value)) for operator, value in parts]
        return tree.Compare(self.place(node), self.expression(node.left), comparisons)

    def do_IfExp(self, node: ast.IfExp) -> tree.Expression:
        parts = self.expression(node.test), self.expression(node.body), self.expression(node.orelse)
        return tree.Conditional(self.place(node), *parts)

    def do_Lambda(self, node: ast.Lambda) -> tree.Expression:
        return tree.Lambda(self.place(node), self.parameters(node.args), self.expression(node.body))

    def do_NamedExpr(self, node: ast.NamedExpr) -> tree.Expression:
        return tree.Walrus(self.place(node), self.expression(node.target), self.expression(node.value))

    def do_Await(self, node: ast.Await) -> tree.Expression:
        return tree.Await(self.place(node), self.expression(node.value))

    def do_Yield(self, node: ast.Yield) -> tree.Expression:
        self.yields[-1] = True
        return tree.Yield(self.place(node), self.optional(node.value))

    def do_YieldFrom(self, node: ast.YieldFrom) -> tree.Expression:
        self.yields[-1] = True
        return tree.Yield(self.place(node), self.expression(node.value), True)

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, kind: str
    ) -> tree.Expression:
        element, value = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt, None)
        clauses = [
            tree.Clause(self.expression(each.target), self.expression(each.iter), self.expressions(each.ifs))
            for each in node.generators
        ]
        return tree.Comprehension(self.place(node), kind, self.expression(element), self.optional(value), clauses)

    def do_ListComp(self, node: ast.ListComp) -> tree.Expression:
        return self._comprehension(node, "list")

    def do_SetComp(self, node: ast.SetComp) -> tree.Expression:
        return self._comprehension(node, "set")

    def do_GeneratorExp(self, node: ast.GeneratorExp) -> tree.Expression:
        return self._comprehension(node, "generator")

    def do_DictComp(self, node: ast.DictComp) -> tree.Expression:
        return self._comprehension(node, "dict")

    def parameters(self, node: ast.arguments) -> tree.Parameters:
        plain = [(each, "positional") for each in node.posonlyargs] + [(each, "plain") for each in node.args]
        missing: list[ast.expr | None] = [None] * (len(plain) - len(node.defaults))
        items = [
            tree.Parameter(each.arg, kind, self.optional(default))
            for (each, kind), default in zip(plain, [*missing, *node.defaults], strict=True)
        ]
        if node.vararg is not None:
            items.append(tree.Parameter(node.vararg.arg, "star"))
        for each, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
            items.append(tree.Parameter(each.arg, "keyword", self.optional(default)))
        if node.kwarg is not None:
            items.append(tree.Parameter(node.kwarg.arg, "double"))
        return tree.Parameters(items)


def _star(node: ast.expr) -> str:
    return "*" if isinstance(node, ast.Starred) else ""
