"""Text that would take the parser's process down is recognised; what people write is not."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lint_params.source import nesting
from lint_params.source.nesting import MAX_BRACKETS, MAX_CHAIN, MAX_ELIF, too_deep

DEEP = {
    "brackets": lambda n: "(" * n + ")" * n,
    "unclosed": lambda n: "x = " + "[" * n,
    "dictionaries": lambda n: "{1:" * n + "1" + "}" * n,
    "walrus": lambda n: "(x:=" * n + "1" + ")" * n,
    "f-string": lambda n: 'x = f"{' + "(" * n + "1" + ")" * n + '}"',
    "format": lambda n: 'x = f"{a:' + "{b:" * n + "}" * n + '}"',
    "lambda": lambda n: "x = " + "lambda:" * n + "1",
    "lambda parameters": lambda n: "x = " + "lambda a, b:" * n + "1",
    "lambda defaults": lambda n: "x = " + "lambda a=lambda b:1:" * n + "1",
    "calls": lambda n: "f" + "()" * n,
    "subscripts": lambda n: "f" + "[0]" * n,
    "attributes": lambda n: "f" + ".a" * n,
    "signs": lambda n: "x = " + "-" * n + "1",
    "not": lambda n: "x = " + "not " * n + "1",
    "powers": lambda n: "x = " + "1**" * n + "1",
    "sums": lambda n: "x = " + "1+" * n + "1",
    "conditions": lambda n: "x = " + "a if b else " * n + "1",
    "many sums": lambda n: ("x = " + "a + " * 400 + "a\n") * (n // 50),
    "many sums in brackets": lambda n: "x = [" + ("1 + " * 400 + "1, ") * (n // 50) + "]",
    "elif": lambda n: "if a: pass\n" + "elif b: pass\n" * n,
}

FLAT = {
    "a long list": lambda n: "x = [" + "-1, " * n + "]",
    "many lists": lambda n: "x = [[0]]\n" * n,
    "many statements": lambda n: "x = a.b(c)[0] + 1; " * n,
    "a long dictionary": lambda n: "x = {" + "'a': [1, 2], " * n + "}",
    "many ifs": lambda n: "if a: pass\nelif b: pass\n" * n,
    "brackets in strings": lambda n: "x = '" + "(" * n + "'\ny = '''" + "[" * n + "'''",
    "brackets in comments": lambda n: "# " + "(" * n,
    "braces in f-strings": lambda n: "x = f'" + "{{" * n + "'",
}


@pytest.mark.parametrize("name", DEEP)
def test_too_deep(name: str) -> None:
    text = DEEP[name](5000)
    fault = too_deep(text)
    assert fault is not None
    assert 1 <= fault.line <= text.count("\n") + 1
    assert fault.column >= 1
    assert too_deep(DEEP[name](50)) is None


@pytest.mark.parametrize("name", FLAT)
def test_deep_only_at_first_sight(name: str) -> None:
    assert too_deep(FLAT[name](5000)) is None


PIECES = ["x", "lambda:", "case ", "if a: ", "elif b: ", "(", ")", "[", "]", "{", "}", ",", ";", "-", "a.b", " ", "\f"]
PIECES += ["\n", "\n", "x = y(1)\n", "\\\n", "\\", "'", '"', "'a'", '""', "'''", '"""', "f'{(((1)))}'", "r'\\'"]
PIECES += ["# (((\n"]
TIMES = st.tuples(st.sampled_from(PIECES), st.integers(1, 20))


@pytest.fixture
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that short texts reach; the longest easy line too is then a short one."""
    monkeypatch.setattr(nesting, "MAX_BRACKETS", 8)
    monkeypatch.setattr(nesting, "MAX_CHAIN", 20)
    monkeypatch.setattr(nesting, "LONG", 7)
    monkeypatch.setattr(nesting, "MAX_WORK", 300)


@pytest.mark.usefixtures("low_limits")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.tuples(st.sampled_from(PIECES), st.integers(2, 20))), max_size=40)
)
@example(["\n", ("case ", 1), ("(", 9)])
def test_lines_passed_over_at_once_hide_nothing(pieces: list[str | tuple[str, int]]) -> None:
    text = "".join(piece if isinstance(piece, str) else piece[0] * piece[1] for piece in pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nesting, "EASY", re.compile(nesting.EASY.pattern.replace("{0,300}", "{0,7}")))
        found = too_deep(text)
        patch.setattr(nesting, "EASY", re.compile(""))
        assert found == too_deep(text)


def test_the_standard_library_is_not_too_deep() -> None:
    for path in sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py")):
        assert too_deep(path.read_text(encoding="utf-8", errors="replace")) is None, path


def test_what_passes_is_parsed() -> None:
    """Just below the limits, and in all ways at once, libcst parses and gives positions."""
    program = f"""
import sys
from lint_params.cli.stack import with_deep_stack
from lint_params.source.nesting import too_deep
texts = [
    "(" * {MAX_BRACKETS - 1} + "1" + ")" * {MAX_BRACKETS - 1},
    "x = " + "lambda: " * {MAX_CHAIN // 4 - 20} + "1",
    "f" + "[0]" * {MAX_CHAIN // 2 - 20},
    "x = " + ("[" + "-" * 7) * {MAX_BRACKETS - 2} + "1" + "]" * {MAX_BRACKETS - 2},
    "if a: pass\\n" + "elif b: pass\\n" * {MAX_ELIF - 1},
]
def parse():
    import libcst
    from libcst.metadata import MetadataWrapper, PositionProvider
    for text in texts:
        assert too_deep(text) is None, text[:40]
        MetadataWrapper(libcst.parse_module(text), unsafe_skip_copy=True).resolve(PositionProvider)
    return len(texts)
print(with_deep_stack(parse))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["5"]
