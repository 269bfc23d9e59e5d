"""The libcst visitor that lowers a parsed module to the small tree of :mod:`lint_params.interpret.tree`.

Lowering happens once a file; the tree is then run as often as needed, in loops and for variants. A node that the
interpreter has no use for (a type annotation, a ``del`` of a slice) is lowered to the nearest thing it understands.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, Union, cast

import libcst as cst

from lint_params.interpret import tree
from lint_params.interpret.positions import places_of
from lint_params.source.file import Cell, ReadError
from lint_params.source.syntax import mistake

Lowered = TypeVar("Lowered")
_Part = Union[str, tuple[tree.Expression, "str | None", "tree.Expression | None"]]

_BINARY = {
    "Add": "+", "Subtract": "-", "Multiply": "*", "Divide": "/", "FloorDivide": "//", "Modulo": "%", "Power": "**",
    "MatrixMultiply": "@", "LeftShift": "<<", "RightShift": ">>", "BitAnd": "&", "BitOr": "|", "BitXor": "^",
}  # fmt: skip
_COMPARE = {
    "Equal": "==", "NotEqual": "!=", "LessThan": "<", "LessThanEqual": "<=", "GreaterThan": ">",
    "GreaterThanEqual": ">=", "Is": "is", "IsNot": "is not", "In": "in", "NotIn": "not in",
}  # fmt: skip
_ESCAPED_OR_QUOTE = re.compile(r'\\.|"', re.DOTALL)
_UNARY = {"Minus": "-", "Plus": "+", "Not": "not", "BitInvert": "~"}


def lower(cell: Cell, path: str) -> tree.Unit | ReadError:
    """Parse and lower one cell; a ``ReadError`` where it is no Python that can be parsed."""
    try:
        module = cst.parse_module(cell.text)
    except cst.ParserSyntaxError as error:
        found = mistake(cell.text, _syntax_message(error), error.raw_line, error.raw_column + 1)
        return ReadError(path, found.message, found.line, found.column, cell.index)
    except RecursionError:
        return ReadError(path, "the code is nested too deeply to be parsed", 1, 1, cell.index)
    try:
        body = _Lowerer(places_of(module)).body(module.body)
    except RecursionError:
        return ReadError(path, "the code is nested too deeply to be read", 1, 1, cell.index)
    return tree.Unit(path, cell.index, body, tree.LINE_END.split(cell.text))


def _syntax_message(error: cst.ParserSyntaxError) -> str:
    return " ".join(str(error.message).split()) or "syntax error"


class _Lowerer:
    """One method a libcst node type, named after it."""

    def __init__(self, places: Mapping[cst.CSTNode, tree.Place]) -> None:
        self.places = places
        self.yields = [False]

    def place(self, node: cst.CSTNode) -> tree.Place:
        return self.places[node]

    # Statements

    def body(self, statements: Sequence[cst.CSTNode]) -> list[tree.Statement]:
        lowered: list[tree.Statement] = []
        for statement in statements:
            if isinstance(statement, cst.SimpleStatementLine):
                for small in statement.body:
                    self.statement(small, lowered)
            else:
                self.statement(statement, lowered)
        return lowered

    def statement(self, node: cst.CSTNode, into: list[tree.Statement]) -> None:
        method = getattr(self, "do_" + type(node).__name__, None)
        if method is not None:
            result = method(node)
            if result is not None:
                into.append(result)

    def suite(self, node: cst.BaseSuite) -> list[tree.Statement]:
        lowered: list[tree.Statement] = []
        if isinstance(node, cst.IndentedBlock):
            return self.body(node.body)
        for small in cast(cst.SimpleStatementSuite, node).body:
            self.statement(small, lowered)
        return lowered

    def do_Expr(self, node: cst.Expr) -> tree.Statement:
        return tree.ExpressionStatement(self.place(node), self.expression(node.value))

    def do_Assign(self, node: cst.Assign) -> tree.Statement:
        targets = [self.expression(target.target) for target in node.targets]
        return tree.Assign(self.place(node), targets, self.expression(node.value))

    def do_AugAssign(self, node: cst.AugAssign) -> tree.Statement:
        operator = _BINARY[type(node.operator).__name__.removesuffix("Assign")]
        return tree.AugmentedAssign(
            self.place(node), self.expression(node.target), operator, self.expression(node.value)
        )

    def do_AnnAssign(self, node: cst.AnnAssign) -> tree.Statement:
        value = self.expression(node.value) if node.value is not None else None
        annotation = self.expression(node.annotation.annotation)
        return tree.AnnotatedAssign(self.place(node), self.expression(node.target), annotation, value)

    def do_Del(self, node: cst.Del) -> tree.Statement:
        target = self.expression(node.target)
        return tree.Delete(self.place(node), target.items if isinstance(target, tree.Sequence) else [target])

    def do_Pass(self, node: cst.Pass) -> tree.Statement:
        return tree.Jump(self.place(node), "pass")

    def do_Break(self, node: cst.Break) -> tree.Statement:
        return tree.Jump(self.place(node), "break")

    def do_Continue(self, node: cst.Continue) -> tree.Statement:
        return tree.Jump(self.place(node), "continue")

    def do_Return(self, node: cst.Return) -> tree.Statement:
        return tree.Return(self.place(node), self.optional(node.value))

    def do_Raise(self, node: cst.Raise) -> tree.Statement:
        return tree.Raise(self.place(node), self.optional(node.exc))

    def do_Assert(self, node: cst.Assert) -> tree.Statement:
        return tree.Assert(self.place(node), self.expression(node.test))

    def do_Import(self, node: cst.Import) -> tree.Statement:
        names = []
        for alias in node.names:
            bound = alias.asname.name if alias.asname is not None else None
            names.append((_dotted(alias.name), bound.value if isinstance(bound, cst.Name) else None))
        return tree.Import(self.place(node), names)

    def do_ImportFrom(self, node: cst.ImportFrom) -> tree.Statement:
        module = _dotted(node.module) if node.module is not None else ""
        names: list[tuple[str, str]] = []
        if not isinstance(node.names, cst.ImportStar):
            for alias in node.names:
                name = _dotted(alias.name)
                bound = alias.asname.name if alias.asname is not None else None
                names.append((name, bound.value if isinstance(bound, cst.Name) else name))
        return tree.ImportFrom(self.place(node), module, len(node.relative), names)

    def do_Global(self, node: cst.Global) -> tree.Statement:
        return tree.Global(self.place(node), [item.name.value for item in node.names])

    def do_Nonlocal(self, node: cst.Nonlocal) -> tree.Statement:
        return tree.Global(self.place(node), [item.name.value for item in node.names], True)

    def do_If(self, node: cst.If) -> tree.Statement:
        # A chain of elif is lowered from its end, so that its length costs no depth of recursion.
        chain = [node]
        while isinstance(chain[-1].orelse, cst.If):
            chain.append(chain[-1].orelse)
        last = chain[-1].orelse
        orelse = self.suite(last.body) if isinstance(last, cst.Else) else []
        for part in reversed(chain):
            lowered = tree.If(self.place(part), self.expression(part.test), self.suite(part.body), orelse)
            orelse = [lowered]
        return orelse[0]

    def do_For(self, node: cst.For) -> tree.Statement:
        return tree.For(
            self.place(node),
            self.expression(node.target),
            self.expression(node.iter),
            self.suite(node.body),
            self.suite(node.orelse.body) if node.orelse is not None else [],
        )

    def do_While(self, node: cst.While) -> tree.Statement:
        orelse = self.suite(node.orelse.body) if node.orelse is not None else []
        return tree.While(self.place(node), self.expression(node.test), self.suite(node.body), orelse)

    def do_Try(self, node: cst.Try | cst.TryStar) -> tree.Statement:
        handlers = []
        for handler in node.handlers:
            name = handler.name.name if handler.name is not None else None
            handlers.append(
                tree.Handler(
                    self.optional(handler.type),
                    name.value if isinstance(name, cst.Name) else None,
                    self.suite(handler.body),
                )
            )
        return tree.Try(
            self.place(node),
            self.suite(node.body),
            handlers,
            self.suite(node.orelse.body) if node.orelse is not None else [],
            self.suite(node.finalbody.body) if node.finalbody is not None else [],
        )

    do_TryStar = do_Try

    def do_With(self, node: cst.With) -> tree.Statement:
        items: list[tuple[tree.Expression, tree.Expression | None]] = []
        for item in node.items:
            name = self.expression(cast(cst.BaseExpression, item.asname.name)) if item.asname is not None else None
            items.append((self.expression(item.item), name))
        return tree.With(self.place(node), items, self.suite(node.body))

    def do_FunctionDef(self, node: cst.FunctionDef) -> tree.Statement:
        self.yields.append(False)
        body = self.suite(node.body)
        generator = self.yields.pop()
        return tree.FunctionDef(
            self.place(node),
            node.name.value,
            self.parameters(node.params),
            body,
            [self.expression(decorator.decorator) for decorator in node.decorators],
            generator,
        )

    def do_ClassDef(self, node: cst.ClassDef) -> tree.Statement:
        return tree.ClassDef(
            self.place(node),
            node.name.value,
            [self.argument(base) for base in (*node.bases, *node.keywords)],
            self.suite(node.body),
            [self.expression(decorator.decorator) for decorator in node.decorators],
        )

    def do_Match(self, node: cst.Match) -> tree.Statement:
        cases = [
            tree.Case(self.pattern(case.pattern), self.optional(case.guard), self.suite(case.body))
            for case in node.cases
        ]
        return tree.Match(self.place(node), self.expression(node.subject), cases)

    def pattern(self, node: cst.CSTNode | None) -> tree.Pattern:
        if isinstance(node, cst.MatchValue):
            return tree.Pattern("value", self.expression(node.value))
        if isinstance(node, cst.MatchSingleton):
            return tree.Pattern("value", self.expression(node.value))
        if isinstance(node, cst.MatchAs):
            name = node.name.value if node.name is not None else None
            if node.pattern is None:
                return tree.Pattern("capture" if name is not None else "wildcard", name=name)
            inner = self.pattern(node.pattern)
            return tree.Pattern("as", name=name, patterns=[inner])
        if isinstance(node, cst.MatchOr):
            return tree.Pattern("or", patterns=[self.pattern(element.pattern) for element in node.patterns])
        if isinstance(node, (cst.MatchList, cst.MatchTuple)):
            return tree.Pattern("sequence", patterns=[self._element(element) for element in node.patterns])
        if isinstance(node, cst.MatchMapping):
            keys: list[tree.Expression | str] = [self.expression(element.key) for element in node.elements]
            return tree.Pattern(
                "mapping",
                name=node.rest.value if node.rest is not None else None,
                patterns=[self.pattern(element.pattern) for element in node.elements],
                keys=keys,
            )
        if isinstance(node, cst.MatchClass):
            names: list[tree.Expression | str] = ["" for _ in node.patterns]
            names += [element.key.value for element in node.kwds]
            inner_patterns = [self.pattern(element.value) for element in node.patterns]
            inner_patterns += [self.pattern(element.pattern) for element in node.kwds]
            return tree.Pattern("class", self.expression(node.cls), patterns=inner_patterns, keys=names)
        return tree.Pattern("wildcard")

    def _element(self, node: cst.CSTNode) -> tree.Pattern:
        if isinstance(node, cst.MatchStar):
            return tree.Pattern("star", name=node.name.value if node.name is not None else None)
        return self.pattern(cast(cst.MatchSequenceElement, node).value)

    # Expressions

    def optional(self, node: cst.BaseExpression | None) -> tree.Expression | None:
        return None if node is None else self.expression(node)

    def expression(self, node: cst.CSTNode) -> tree.Expression:
        method: Callable[[cst.CSTNode], tree.Expression] | None = getattr(self, "do_" + type(node).__name__, None)
        if method is None:
            return tree.Constant(self.place(node), ...)
        return method(node)

    def do_Name(self, node: cst.Name) -> tree.Expression:
        constants = {"True": True, "False": False, "None": None}
        if node.value in constants:
            return tree.Constant(self.place(node), constants[node.value])
        return tree.Name(self.place(node), node.value)

    def do_Ellipsis(self, node: cst.Ellipsis) -> tree.Expression:
        return tree.Constant(self.place(node), ...)

    def do_Integer(self, node: cst.Integer) -> tree.Expression:
        return tree.Constant(self.place(node), _number(node.value))

    do_Float = do_Imaginary = do_Integer

    def do_SimpleString(self, node: cst.SimpleString) -> tree.Expression:
        return tree.Constant(self.place(node), _string(node.value))

    def do_ConcatenatedString(self, node: cst.ConcatenatedString) -> tree.Expression:
        left, right = self.expression(node.left), self.expression(node.right)
        if isinstance(left, tree.Constant) and isinstance(right, tree.Constant):
            if isinstance(left.value, str) and isinstance(right.value, str):
                return tree.Constant(self.place(node), left.value + right.value)
            if isinstance(left.value, bytes) and isinstance(right.value, bytes):
                return tree.Constant(self.place(node), left.value + right.value)
        return tree.Joined(self.place(node), _merged([*_parts(left), *_parts(right)]))

    def do_FormattedString(self, node: cst.FormattedString) -> tree.Expression:
        return tree.Joined(self.place(node), self._joined(node.parts, "r" in node.start.lower()))

    def _joined(self, parts: Sequence[cst.BaseFormattedStringContent], raw: bool) -> list[_Part]:
        lowered: list[_Part] = []
        for part in parts:
            if isinstance(part, cst.FormattedStringText):
                lowered.append(_formatted_text(part.value, raw))
            elif isinstance(part, cst.FormattedStringExpression):
                specification: tree.Expression | None = None
                if part.format_spec is not None:
                    specification = tree.Joined(self.place(part), self._joined(part.format_spec, raw))
                shown = part.conversion
                if part.equal is not None:  # f"{x = }" writes the expression's text before its value
                    plain = part.with_changes(conversion=None, format_spec=None)
                    lowered.append(cst.Module([]).code_for_node(plain)[1:-1])
                    shown = shown if shown is not None or specification is not None else "r"
                lowered.append((self.expression(part.expression), shown, specification))
        return _merged(lowered)

    def do_Attribute(self, node: cst.Attribute) -> tree.Expression:
        return tree.Attribute(self.place(node), self.expression(node.value), node.attr.value)

    def do_Subscript(self, node: cst.Subscript) -> tree.Expression:
        items = [self._index(element) for element in node.slice]
        plain = not isinstance(node.slice[0].comma, cst.Comma) and not isinstance(items[0], tree.Starred)
        single = len(items) == 1 and plain
        last = node.slice[-1]
        whole = (
            *self.place(node.slice[0])[:2],
            *self.place(last.comma if isinstance(last.comma, cst.Comma) else last)[2:],
        )
        index = items[0] if single else tree.Sequence(whole, "tuple", items)
        return tree.Subscript(self.place(node), self.expression(node.value), index)

    def _index(self, element: cst.SubscriptElement) -> tree.Expression:
        part = element.slice
        if isinstance(part, cst.Index):
            value = self.expression(part.value)
            return tree.Starred(self.place(part), value) if part.star else value
        sliced = cast(cst.Slice, part)
        return tree.Slice(
            self.place(sliced), self.optional(sliced.lower), self.optional(sliced.upper), self.optional(sliced.step)
        )

    def argument(self, node: cst.Arg) -> tree.Argument:
        name = node.keyword.value if node.keyword is not None else None
        return tree.Argument(self.expression(node.value), name, node.star)

    def do_Call(self, node: cst.Call) -> tree.Expression:
        return tree.Call(self.place(node), self.expression(node.func), [self.argument(arg) for arg in node.args])

    def _items(self, elements: Sequence[cst.BaseElement]) -> list[tree.Expression]:
        return [
            tree.Starred(self.place(element), self.expression(element.value))
            if isinstance(element, cst.StarredElement)
            else self.expression(element.value)
            for element in elements
        ]

    def do_List(self, node: cst.List) -> tree.Expression:
        return tree.Sequence(self.place(node), "list", self._items(node.elements))

    def do_Tuple(self, node: cst.Tuple) -> tree.Expression:
        place = self.place(node)
        if node.lpar:  # the brackets that make it a tuple are its own
            place = (*self.place(node.lpar[-1])[:2], *self.place(node.rpar[0])[2:])
        return tree.Sequence(place, "tuple", self._items(node.elements))

    def do_Set(self, node: cst.Set) -> tree.Expression:
        return tree.Sequence(self.place(node), "set", self._items(node.elements))

    def do_Dict(self, node: cst.Dict) -> tree.Expression:
        items: list[tuple[tree.Expression | None, tree.Expression]] = []
        for element in node.elements:
            key = self.expression(element.key) if isinstance(element, cst.DictElement) else None
            items.append((key, self.expression(element.value)))
        return tree.Dict(self.place(node), items)

    def do_BinaryOperation(self, node: cst.BinaryOperation) -> tree.Expression:
        # A long sum leans to the left: walk down it instead of recurring.
        chain = [node]
        while isinstance(chain[-1].left, cst.BinaryOperation):
            chain.append(chain[-1].left)
        left = self.expression(chain[-1].left)
        for part in reversed(chain):
            operator = _BINARY[type(part.operator).__name__]
            left = tree.Binary(self.place(part), operator, left, self.expression(part.right))
        return left

    def do_UnaryOperation(self, node: cst.UnaryOperation) -> tree.Expression:
        operator = _UNARY[type(node.operator).__name__]
        operand = self.expression(node.expression)
        if operator == "-" and isinstance(operand, tree.Constant) and isinstance(operand.value, (int, float)):
            return tree.Constant(self.place(node), -operand.value)
        return tree.Unary(self.place(node), operator, operand)

    def do_BooleanOperation(self, node: cst.BooleanOperation) -> tree.Expression:
        operator = "and" if isinstance(node.operator, cst.And) else "or"
        return tree.Boolean(self.place(node), operator, self.expression(node.left), self.expression(node.right))

    def do_Comparison(self, node: cst.Comparison) -> tree.Expression:
        comparisons = [
            (_COMPARE[type(target.operator).__name__], self.expression(target.comparator))
            for target in node.comparisons
        ]
        return tree.Compare(self.place(node), self.expression(node.left), comparisons)

    def do_IfExp(self, node: cst.IfExp) -> tree.Expression:
        return tree.Conditional(
            self.place(node), self.expression(node.test), self.expression(node.body), self.expression(node.orelse)
        )

    def do_Lambda(self, node: cst.Lambda) -> tree.Expression:
        return tree.Lambda(self.place(node), self.parameters(node.params), self.expression(node.body))

    def do_NamedExpr(self, node: cst.NamedExpr) -> tree.Expression:
        return tree.Walrus(self.place(node), self.expression(node.target), self.expression(node.value))

    def do_Await(self, node: cst.Await) -> tree.Expression:
        return tree.Await(self.place(node), self.expression(node.expression))

    def do_Yield(self, node: cst.Yield) -> tree.Expression:
        self.yields[-1] = True
        if isinstance(node.value, cst.From):
            return tree.Yield(self.place(node), self.expression(node.value.item), True)
        return tree.Yield(self.place(node), self.optional(node.value))

    def _clauses(self, node: cst.CompFor) -> list[tree.Clause]:
        clauses = []
        part: cst.CompFor | None = node
        while part is not None:
            tests = [self.expression(test.test) for test in part.ifs]
            clauses.append(tree.Clause(self.expression(part.target), self.expression(part.iter), tests))
            part = part.inner_for_in
        return clauses

    def _comprehension(self, node: cst.BaseSimpleComp, kind: str) -> tree.Expression:
        return tree.Comprehension(self.place(node), kind, self.expression(node.elt), None, self._clauses(node.for_in))

    def do_ListComp(self, node: cst.ListComp) -> tree.Expression:
        return self._comprehension(node, "list")

    def do_SetComp(self, node: cst.SetComp) -> tree.Expression:
        return self._comprehension(node, "set")

    def do_GeneratorExp(self, node: cst.GeneratorExp) -> tree.Expression:
        return self._comprehension(node, "generator")

    def do_DictComp(self, node: cst.DictComp) -> tree.Expression:
        return tree.Comprehension(
            self.place(node), "dict", self.expression(node.key), self.expression(node.value), self._clauses(node.for_in)
        )

    def parameters(self, node: cst.Parameters) -> tree.Parameters:
        items: list[tree.Parameter] = []
        groups = ((node.posonly_params, "positional"), (node.params, "plain"))
        for group, kind in groups:
            items += [tree.Parameter(p.name.value, kind, self.optional(p.default)) for p in group]
        if isinstance(node.star_arg, cst.Param):
            items.append(tree.Parameter(node.star_arg.name.value, "star"))
        items += [tree.Parameter(p.name.value, "keyword", self.optional(p.default)) for p in node.kwonly_params]
        if node.star_kwarg is not None:
            items.append(tree.Parameter(node.star_kwarg.name.value, "double"))
        return tree.Parameters(items)


def _dotted(node: cst.BaseExpression | cst.Attribute | cst.Name) -> str:
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if isinstance(node, cst.Name):
        parts.append(node.value)
    return ".".join(reversed(parts))


def _number(text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError):
        return ...  # more digits than Python reads: a number nobody can use as a size


def _formatted_text(text: str, raw: bool) -> str:
    """The text between the braces of an f-string: escapes read, doubled braces single."""
    text = text.replace("{{", "{").replace("}}", "}")
    if raw or "\\" not in text:
        return text
    quoted = _ESCAPED_OR_QUOTE.sub(lambda match: '\\"' if match[0] == '"' else match[0], text)
    value = _string(f'"""{quoted}"""')
    return value if isinstance(value, str) else text


def _parts(node: tree.Expression) -> list[_Part]:
    """The parts of a string that stands beside another one."""
    if isinstance(node, tree.Joined):
        return node.parts
    return [str(node.value) if isinstance(node, tree.Constant) else (node, None, None)]


def _merged(parts: list[_Part]) -> list[_Part]:
    """No two texts in a row, and no empty one."""
    merged: list[_Part] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(before := merged[-1], str):
            merged[-1] = before + part
        elif part != "":
            merged.append(part)
    return merged


def _string(text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError):
        return text
