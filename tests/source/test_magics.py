"""What is not Python goes, and everything else stays where it was."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint_params.source.magics import PYTHON_CELL_MAGICS, python_of

UNTOUCHED = [
    "x = a % b\n",
    "x = (a\n% b)\n",
    "x = a \\\n  % b\n",
    's = """\n!not a shell line\n%nor a magic\nhelp?\n"""\n',
    "s = 'what?'\n",
    "# really?\n",
    "f(x)  # sure?\n",
    "x = a != b\n",
    "x = {'a': [\n  1,\n  2]}\n",
    "run = 3\nrun + 3\nls in [1]\ncd = ls\n",
    "if x:\n    # %magic in a comment\n    pass\n",
    "@decorator\ndef f(): pass\n",
    "s = f'{a!r}'\n",
    "print('100%')\n",
]

REPLACED = [
    ("%matplotlib inline\nx = 1\n", "pass\nx = 1\n"),
    ("!pip install keras\nx = 1\n", "pass\nx = 1\n"),
    ("!pip install a \\\n    b\nx = 1\n", "pass\n\nx = 1\n"),
    ("if a:\n    !ls\n    x = 1\n", "if a:\n    pass\n    x = 1\n"),
    ("?help\nhelp?\na.b??\nx = 1", "pass\npass\npass\nx = 1"),
    ("pip install keras-tuner\nx = 1", "pass\nx = 1"),
    ("files = !ls\nx = 1", "files = get_ipython()\nx = 1"),
    ("a['b'] = %sql SELECT 1\nx = 1", "a['b'] = get_ipython()\nx = 1"),
    ("%time x = f(1)\ny = 2", "if 1: x = f(1)\ny = 2"),
    ("%prun -l 4 x = f(1)\n", "if      1: x = f(1)\n"),
    ("x = %time f(1)\n", "x =       f(1)\n"),
    ("%time for i in y: f(i)\n", "pass\n"),
    ("%timeit f()\n", "pass\n"),
    ("%%time\nx = 1\n", "\nx = 1\n"),
    ("\n%%capture out\nx = 1\n", "\n\nx = 1\n"),
    ("%%time\n!ls\nx = 1\n", "\npass\nx = 1\n"),
    ("%%writefile model.py\nx = 1\n", ""),
    ("%%bash\nls\n", ""),
    ("%%html\n<b>\n", ""),
    ("  x = 1\n  y = 2\n", "x = 1\ny = 2\n"),
]


@pytest.mark.parametrize("text", UNTOUCHED)
def test_python_is_left_alone(text: str) -> None:
    ast.parse(text)
    assert python_of(text) == text


@pytest.mark.parametrize(("text", "expected"), REPLACED)
def test_magics_go(text: str, expected: str) -> None:
    assert python_of(text) == expected
    ast.parse(expected)


@pytest.mark.parametrize("statement", ["%time", "%prun", "%memit", "%prun -l 10", "%notify"])
def test_a_timed_statement_keeps_its_column(statement: str) -> None:
    text = f"{statement} model = build()"
    tree = ast.parse(python_of(text))
    (name,) = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "model"]
    assert name.col_offset == text.index("model")


@given(
    st.lists(st.sampled_from([*UNTOUCHED, *(text for text, _ in REPLACED if not text.startswith((" ", "\n", "%%")))]))
)
def test_lines_stay_where_they_were(parts: list[str]) -> None:
    text = "".join(part if part.endswith("\n") else part + "\n" for part in parts)
    result = python_of(text)
    assert result.count("\n") == text.count("\n")
    ast.parse(result)


@given(st.text(alphabet="ab=%!?'\"()[]{}\\\n #:,;/", max_size=80))
def test_any_text_keeps_its_lines(text: str) -> None:
    result = python_of(text)
    assert result == "" or result.count("\n") == text.count("\n")


def test_ipython_agrees_on_cell_magics() -> None:
    """What this program takes for Python in a cell must not be what IPython hands to another language."""
    assert not PYTHON_CELL_MAGICS & {"bash", "sh", "script", "html", "javascript", "js", "latex", "markdown", "perl"}
    assert not PYTHON_CELL_MAGICS & {"writefile", "file", "ruby", "svg", "R", "cython", "sql", "python", "python2"}
