"""Modules that are read along are lowered from ``ast``, checked ones from libcst: to the same tree."""

from __future__ import annotations

import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from lint_params.interpret import tree
from lint_params.interpret.lower import lower
from lint_params.interpret.lower_ast import lower_ast
from lint_params.source.file import Cell

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "cases").rglob("*.py"))
LIBRARY = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
OWN = sorted((ROOT / "lint_params").rglob("*.py"))


def parts(node: object, quoted: bool = False) -> Iterator[object]:
    """All that a tree holds, in order; places where both parsers know them alike."""
    if isinstance(node, (list, tuple)):
        yield len(node)
        for each in node:
            yield from parts(each, quoted)
    elif hasattr(type(node), "__slots__"):
        yield type(node).__name__
        for kind in reversed(type(node).__mro__):
            for name in getattr(kind, "__slots__", ()):
                value = getattr(node, name)
                if name != "place":
                    yield from parts(value, quoted or isinstance(node, tree.Joined))
                elif not quoted and not (isinstance(node, tree.Comprehension) and node.kind == "generator"):
                    yield value
    else:
        yield repr(node)


def agree(text: str) -> bool:
    """Whether both parsers take a text; if so the trees are equal."""
    cell = Cell(text)
    ours, plain = lower(cell, "module.py"), lower_ast(cell, "module.py")
    if plain is None or not isinstance(ours, tree.Unit):
        return False
    assert list(parts(plain.body)) == list(parts(ours.body))
    assert plain.lines == ours.lines
    return True


@pytest.mark.parametrize("files", [CASES[::2], LIBRARY[::16], OWN[::6]], ids=["cases", "library", "own"])
def test_same_tree(files: list[Path]) -> None:
    texts = [text for path in files if (text := _text(path)) is not None]
    assert sum(map(agree, texts)) > 0.95 * len(texts)


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None


@pytest.mark.parametrize(
    "text",
    [
        "x = f'a{b!r:>{width}}c' 'd' f'{e}'\n",
        "x = f'{{a}}\\n\"{b = }' rf'\\n{c:\\d}'\n",
        "x = b'a' b'b'\ny = 'a' 'b'\nz = 0x1f, 1e3, 2j, 1_000\n",
        "f(a, *b, c=1, *d, **e, g=2)\nclass A(B, *C, metaclass=D, **E): pass\n",
        "x[1], x[1,], x[1:2, ::3], x[*a], x[...]\n",
        "x = -1, --1, +1, not a, ~b, -1.5\n",
        "a and b or c and (d or e) and not f\n",
        "x = (a and ( (b) ) # )\n  and (c\n ) and \\\n d, ) and ((e, f), (g), h[(i, j)], k[(l), m]) and (yield)\n",
        "for a, (b, c) in (d), (e): (f), (g) = ((h), (i))\n",
        "a < b <= c != d is not e not in f\n",
        "if a: b\nelif c: d\nelse:\n  if e: g\n",
        "del a, b[0], (c.d, e)\ndel (f, g)\n",
        "from . import a as b, c\nfrom ..d.e import *\nimport g.h as i, j.k\n",
        "def f(a, /, b=1, *c, d, e=2, **g): global h; yield a; nonlocal_ = yield from b\n",
        "async def f():\n  async with a as b, c: await d\n  async for e in g: pass\n  else: return\n",
        "lambda *a, b=1: (yield)\n{a: b, **c}\n{*a, b}\n[a for a in b if c if d for e in f]\n",
        "(y := f(x))\n{a: b for a, b in c}\n{a async for a in b}\n",
        "@a.b(c)\n@d\ndef f() -> int: ...\n@e\nclass C: x: int = 1; y: str\n",
        "try: a\nexcept (B, C) as d: e\nexcept: f\nelse: g\nfinally: h\n",
        "while a: break\nelse: continue\n",
        "match a:\n  case [1, *b] | (c, 0): d\n  case {'e': f, **g} if h: 1\n  case J(k, l=-1) as m: n\n  case _: 0\n",
        "match a:\n  case None | True: b\n  case -1 | 'c': d\n  case [_, *_]: e\n",
        "match größe:\n  case {'ä': None, 'ö': -1}: 'ü'\n",
        "größe = {'ß': 'é'}; wert = größe['ß'] + f(größe)\n",
        "a = 1\x0c\nb = 2\r\nc = 3\n",
        "x = (a\n  + b\n  * c) if (d) else (e)\nassert x, y\nraise z from w\n",
    ],
)
def test_same_tree_of(text: str) -> None:
    assert agree(text)


@pytest.mark.parametrize("text", ["print 'a'\n", "x = (\n", "x = " + "9" * 5000 + "\n", "def f():\nreturn\n"])
def test_left_to_libcst(text: str) -> None:
    assert lower_ast(Cell(text), "module.py") is None


def test_odd_escapes_are_not_spoken_of(recwarn: pytest.WarningsRecorder) -> None:
    assert lower_ast(Cell("x = '\\d'\n"), "module.py") is not None
    assert not recwarn.list
