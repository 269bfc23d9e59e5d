"""Whatever one file is like: one clear line about it, and the other files are still checked."""

from __future__ import annotations

import errno
import io
import json
import os
import stat
import sys
from pathlib import Path

import pytest

from lint_params import interpret, streams
from lint_params.source.file import SourceFile
from tests.cli.command import found, process, run

GOOD = """\
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input((10,)), Dense(3)])
"""

BAD: dict[str, tuple[str, bytes, str]] = {
    "not UTF-8": ("bad.py", b"import keras\nx = '\xe9'\nkeras.Sequential()\n", "not UTF-8"),
    "UTF-16": ("bad.ipynb", ("\ufeffkeras Sequential").encode("utf-16-le"), ""),
    "syntax error": ("bad.py", b"from keras import Sequential\nm = Sequential([\n", ""),
    "Python 2": ("bad.py", b"from keras import Sequential\nprint 'x'\n", "Python 2"),
    "null byte": ("bad.py", b"import keras\nkeras.Sequential()\n\x00\n", "null byte"),
    "nested brackets": ("bad.py", b"import keras\nkeras.Sequential()\nx = " + b"(" * 5000 + b")" * 5000, "nested"),
    "brackets never closed": ("bad.py", b"import keras\nkeras.Sequential(" + b"[" * 5000, "nested"),
    "10 MB": ("bad.py", b"import keras\nkeras.Sequential()\n" + b"x = 1\n" * 1_700_000, "max-file-size"),
    "50 MB": ("bad.py", b"import keras\nkeras.Sequential()\n" + b"x = 1\n" * 8_500_000, "max-file-size"),
    "notebook, not JSON": ("bad.ipynb", b"import keras\nkeras.Sequential()\n", "not JSON"),
    "notebook, no cells": ("bad.ipynb", b'{"metadata": "keras Sequential"}', "no cells"),
    "notebook, empty object": ("bad.ipynb", b'["keras Sequential"]', "no object"),
    "unknown encoding": ("bad.py", b"# coding: klingon\nimport keras\nkeras.Sequential()\n", "klingon"),
}

SILENT: dict[str, tuple[str, bytes]] = {
    "empty": ("fine.py", b""),
    "empty notebook cell": ("fine.ipynb", b'{"cells": [{"cell_type": "code", "source": []}], "x": "keras Sequential"}'),
    "notebook in R": ("fine.ipynb", b'{"cells": [], "metadata": {"language_info": {"name": "R"}}, "x": "keras Model"}'),
    "broken, but without a model": ("fine.py", b"def f(:\n    print 'x'\n\x00"),
    "large, but without a model": ("fine.py", b"x = 1\n" * 1_700_000),
}


@pytest.mark.parametrize("case", BAD)
def test_one_line_and_the_others_still_checked(tmp_path: Path, case: str) -> None:
    name, data, words = BAD[case]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.py").write_text(GOOD)
    done = run(tmp_path, "check", "--output-format", "json", ".")
    document = found(done)
    if case == "UTF-16":  # in UTF-16 no byte of it says keras: nothing to find
        assert done.returncode == 0
    else:
        (finding,) = document["findings"]  # type: ignore[misc]
        assert (finding["code"], finding["path"]) == ("LP901", name)
        assert words in finding["message"]
        assert "\n" not in finding["message"]
        assert done.returncode == 1
    assert document["summary"]["models"] == 1  # type: ignore[index]
    assert done.stderr == ""


@pytest.mark.parametrize("case", SILENT)
def test_nothing_to_say(tmp_path: Path, case: str) -> None:
    name, data = SILENT[case]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.py").write_text(GOOD)
    done = run(tmp_path, "check", "--output-format", "json", ".")
    assert (done.returncode, done.stderr, found(done)["findings"]) == (0, "", [])


def test_a_missing_path(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text(GOOD)
    done = run(tmp_path, "check", "nowhere.py", "good.py")
    assert done.returncode == 2
    assert done.stderr == "lint-params: nowhere.py: no such file or directory\n"
    assert "1 model" in done.stdout


UNPRIVILEGED = """
import io, os, sys
from lint_params.cli import main
sys.stdout, kept = io.StringIO(), sys.stdout
main(["check", "--output-format", "json", "."])
sys.stdout = kept
if os.getuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
sys.exit(main(["check", "--output-format", "json", "."]))
"""
"""Root may read everything, so it must not be root; but first it runs once, as it imports what others may not read."""


@pytest.mark.skipif(os.name == "nt", reason="permissions of another kind")
def test_a_directory_and_a_file_without_permission(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "good.py").write_text(GOOD)
    (tmp_path / "locked.py").write_text(GOOD)
    (tmp_path / "locked").chmod(0)
    (tmp_path / "locked.py").chmod(0)
    for directory in (tmp_path, *tmp_path.parents):
        if directory.stat().st_uid == os.getuid() and not directory.stat().st_mode & stat.S_IXOTH:
            directory.chmod(directory.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
    done = process(tmp_path, "python", "-c", UNPRIVILEGED)
    (tmp_path / "locked").chmod(0o700)
    findings = json.loads(done.stdout)["findings"]
    assert [(one["code"], one["path"]) for one in findings] == [("LP901", "locked"), ("LP901", "locked.py")]  # type: ignore[attr-defined]
    assert all("Permission denied" in one["message"] for one in findings)  # type: ignore[attr-defined]
    assert done.returncode == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_given_by_name(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    done = run(tmp_path, "check", "pipe.py", "--quiet")
    assert done.stdout == "pipe.py:1:1: LP901 error: can't be read: a pipe, not a file\n"


def test_an_error_of_ours_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.py").write_text(GOOD)
    (tmp_path / "b.py").write_text(GOOD)
    real = interpret.analyse

    def analyse(file: SourceFile, **options: object) -> object:
        if file.path == "a.py":
            raise ZeroDivisionError("\x1b[31m")
        return real(file, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(interpret, "analyse", analyse)
    done = run(tmp_path, "check", ".")
    assert done.returncode == 2
    assert done.stderr == "lint-params: a.py: internal error: ZeroDivisionError: \\x1b[31m\n"
    assert "1 model" in done.stdout


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    try:
        with open(os.fsencode(tmp_path) + b"/m\xff\x1b.py", "wb") as file:
            file.write(b"from keras import Sequential\nSequential(\n")
    except OSError:
        pytest.skip("the file system refuses such names")
    done = run(tmp_path, "check", ".")
    assert done.stdout.startswith("m\\xff\\x1b.py:")
    assert found(run(tmp_path, "check", ".", "--output-format", "json"))["findings"]


@pytest.mark.parametrize(
    ("gone", "said", "status"), [("EPIPE", "EPIPE", 0), ("EINVAL", "EINVAL", 0), ("EPIPE", "ENOSPC", 2)]
)
def test_a_reader_that_has_had_enough(gone: str, said: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows has its own number for a pipe that nobody reads."""

    def work() -> int:
        raise OSError(getattr(errno, said), "no")

    monkeypatch.setattr(streams, "_NOBODY_READS", getattr(errno, gone))
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert streams.guarded(work) == status
