"""Patterns against git itself: what ``git check-ignore`` says is right."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lint_params.config.patterns import Patterns

PATHS = (
    "a", "b", "a/b", "a/b/c", "a/x/b", "a/x/y/b", "src/a/b", "train.py", "src/train.py", "src/models/train.py",
    "build/out.py", "src/build/out.py", "mobile/a/b.py", "keep.py", "a b", "a ", "#a", "!a", "a]", "a-b", "[a]", "a*b",
    "a\\b", "A", "1", "x1", "ab/cd/ef", "deep/er/and/deeper/f.ipynb", "ä.py", ".hidden/x.py", "a.b.c",
)  # fmt: skip

LISTS = (
    ["a"], ["/a"], ["a/"], ["/a/"], ["a/b"], ["a/**"], ["**/b"], ["a/**/b"], ["**"], ["*"], ["/*"], ["/**"], ["**/"],
    ["*.py"], ["/*.py"], ["src/*.py"], ["src/**/*.py"], ["src/**"], ["**/build"], ["build/"], ["build"],
    ["mobile/**"], ["*.py", "!keep.py"], ["src/", "!src/train.py"], ["src/*", "!src/models"],
    ["/src/**", "!src/models/"], ["!a", "a"], ["?"], ["[ab]"], ["[!ab]"], ["[^ab]"], ["[a-c]"], ["[c-a]"], ["[]a]"],
    ["a]"], ["[a"], ["[[:alpha:]]"], ["[[:digit:]x]"], ["[[:nope:]]"], ["x[0-9]"], ["a[!-]b"], ["a[-x]b"], ["a\\*b"],
    ["a*b"], ["a\\\\b"], ["a\\"], ["\\#a"], ["#a"], ["\\!a"], ["a\\ "], ["a "], ["a\\ b"], ["a b"], ["  a"], ["a//b"],
    ["//a"], ["/"], ["!"], ["a**b"], ["a/**b"], ["***/b"], ["a/***"], ["ab/*/ef"], ["ab/**/**/ef"], ["deep/**/f.*"],
    ["**/*.ipynb"], ["*/*"], ["*/*/*"], [".*"], ["*.*.*"], ["\\a"], ["[\\]a]*"], ["[a/]b"], ["a\\/b"], ["ä.*"],
    ["[[]a]"], ["a.b*c"], ["*a*b*"], ["build\r"], ["**/a/**"], ["a/**/"], ["?/?"],
)  # fmt: skip


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ignored")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    return root


def ignored_by_git(root: Path, patterns: list[str], paths: list[str]) -> set[str]:
    """The paths that git ignores; none of them exists, so each is a file to git."""
    (root / ".gitignore").write_bytes("\n".join([*patterns, ""]).encode())
    done = subprocess.run(
        ["git", "-C", str(root), "check-ignore", "-z", "--no-index", "--stdin"],
        input="\0".join(paths).encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return set(done.stdout.decode().split("\0")) - {""}


@pytest.mark.parametrize("patterns", LISTS, ids=repr)
def test_as_git_ignores(patterns: list[str], repository: Path) -> None:
    ours = {path for path in PATHS if Patterns.parse(patterns).selects(path)}
    assert ours == ignored_by_git(repository, patterns, list(PATHS))


_text = st.text(st.sampled_from("ab/*?[]!-^\\ .#"), min_size=1, max_size=8).filter(
    lambda text: re.search(r"[^/*]\*\*", text) is None
)
"""Not ``a**/b``: older versions of git (2.39 is one) compare unrelated pointers there, so their answer is chance."""


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_text, min_size=1, max_size=3))
def test_any_patterns_as_git_ignores(repository: Path, patterns: list[str]) -> None:
    paths = ["a", "b", "a/b", "b/a", "a/a/b", "b/a/b/a", "ab", "a.b", "ab/ba", "a-b", "a b", "#", "!a", "a]", "[a]/b"]
    ours = {path for path in paths if Patterns.parse(patterns).selects(path)}
    assert ours == ignored_by_git(repository, patterns, paths)


def test_match_speaks_of_the_path_alone() -> None:
    patterns = Patterns.parse(["build/", "!keep"])
    assert patterns.match("build", directory=True) is True
    assert patterns.match("build") is None
    assert patterns.match("build/x.py") is None
    assert patterns.match("a/keep") is False


def test_stars_beside_others_are_one_star() -> None:
    patterns = Patterns.parse(["/a**/b"])
    assert patterns.selects("axy/b")
    assert not patterns.selects("a/x/b")
    assert not patterns.selects("ab")


def test_text_with_a_mark_and_carriage_returns() -> None:
    patterns = Patterns.parse_text("\ufeff*.log\r\n# not this\r\nout/\r\n")
    assert patterns.selects("a.log")
    assert patterns.selects("out/a")
    assert not patterns.selects("not this")


def test_many_stars_take_no_time() -> None:
    patterns = Patterns.parse(["*a" * 40 + "b", "**/a/" * 20 + "c"])
    start = time.perf_counter()
    assert not patterns.selects("/".join(["a" * 200] * 3 + ["a"] * 60))
    assert time.perf_counter() - start < 2
