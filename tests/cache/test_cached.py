"""A run says the same with the cache as without it, whatever changed since; and does no more than it must."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lint_params.cache import store
from lint_params.source import disk
from tests.cache.program import FILES, MODEL, Program, write

CHANGES: dict[str, dict[str, str | None]] = {
    "nothing": {},
    "a model": {"other.py": MODEL.replace("from sizes import UNITS", "UNITS = 44")},
    "a model, of the same length": {"other.py": FILES["other.py"].replace("UNITS = 3", "UNITS = 9")},
    "an imported module": {"sizes.py": "UNITS = 31\n"},
    "an imported module is gone": {"sizes.py": None},
    "a module in front of it": {"sizes/__init__.py": "UNITS = 77\n"},
    "a file without a model gets one": {"plain.py": MODEL},
    "a file without a model": {"plain.py": "import os\nprint(os.name, 1)\n"},
    "a file without a model imports others": {"plain.py": "from model import model\n"},
    "a file without a model is too large to look through": {"plain.py": "#" * 17_000_000},
    "a file on the way to Keras": {
        "way.py": "import os\n",
        "inner/far.py": "from way import Sequential\nSequential()\n",
    },
    "a file leads to Keras": {"way.py": "from keras import *\n"},
    "a new file": {"inner/new.py": MODEL},
    "a file is gone": {"model.py": None},
    "the budget": {".lint-params.yaml": "budgets: [{max-params: 10}]\n"},
    "a configuration further in": {"inner/.lint-params.yml": "select: [LP3]\n", "inner/new.py": MODEL},
    "no configuration": {".lint-params.yaml": None},
    "what git ignores": {".git/HEAD": "", ".gitignore": "other.py\n"},
    "what is excluded": {".lint-params.yaml": "budgets: [{max-params: 10}]\nexclude: [other.py]\n"},
    "a broken configuration": {".lint-params.yaml": "budgets: 3\n"},
    "a broken file": {"model.py": MODEL + "model.add(\n"},
    "an environment": {"inner/pyvenv.cfg": ""},
    "a module that reaches Keras": {
        "inner/deep.py": "from kinds import Sequential, Dense\nm = Sequential([Dense(3)])\n",
        "kinds.py": "from keras import Sequential\nfrom keras.layers import Dense\n",
    },
    "a name with a line break": {"a\nb.py": MODEL},
}
OTHERS = [(), ("inner",), ("model.py",), ("--select", "LP3"), ("--output-format=json",), ("--fail-on", "never")]


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_as_without_cache(program: Program, change: str) -> None:
    program("check")
    program("check", "--output-format", "json", "model.py", "other.py")
    write(program.root, CHANGES[change])
    for arguments in (("check",), ("check", "--output-format", "json", "model.py", "other.py")):
        once = program(*arguments)
        again = program(*arguments)
        assert not program.interpreted or once[0] == 2
        assert once == again == program(*arguments, "--no-cache")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.sampled_from(OTHERS)), min_size=1, max_size=5))
def test_after_any_changes_as_without_cache(program: Program, steps: list[tuple[str, tuple[str, ...]]]) -> None:
    for path in program.root.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    write(program.root, FILES)
    for change, arguments in steps:
        write(program.root, CHANGES[change])
        assert program(*arguments) == program("--no-cache", *arguments)
        assert program("summary", "--format=json") == program("summary", "--format=json", "--no-cache")


def test_nothing_is_interpreted_again(program: Program) -> None:
    first = program("check")
    assert sorted(program.interpreted) == ["model.py", "other.py"]
    assert program("check") == first and not program.interpreted


def test_a_change_costs_those_that_rest_on_it(program: Program) -> None:
    program("check")
    write(program.root, {"sizes.py": "UNITS = 21\n"})
    program("check")
    assert program.interpreted == ["model.py"]
    write(program.root, {"other.py": FILES["other.py"] + "\n"})
    program("check")
    assert program.interpreted == ["other.py"]
    write(program.root, {"plain.py": "import sys\n"})
    program("check")
    assert not program.interpreted


@pytest.mark.parametrize("young", [0, disk.YOUNG])
def test_a_change_without_a_model_costs_a_look(program: Program, monkeypatch: pytest.MonkeyPatch, young: int) -> None:
    """As long as a file imports the same, the run is said again."""
    monkeypatch.setattr(disk, "YOUNG", young)
    first = program("check")
    with monkeypatch.context() as patch:
        patch.setattr("lint_params.cli._run", None)  # would be called for anything else
        for number in range(3):
            write(program.root, {"plain.py": f"import os\nprint({number})\n", "pyproject.toml": ""})
            assert program("check") == first
    write(program.root, {"plain.py": "import sys\n"})
    assert program("check") == first
    write(program.root, {"plain.py": "from keras import *\n"})
    assert program("check") == first
    write(program.root, {"plain.py": MODEL})
    assert program("check") == program("check", "--no-cache") != first


def test_an_imported_module_counts_whole(program: Program) -> None:
    """Also where it was first looked at for its outline alone."""
    paths = ("inner/deep.py", "sizes.py", "model.py")
    for number in range(20, 23):
        write(program.root, {"sizes.py": f"UNITS = {number}\n"})
        assert program("check", *paths) == program("check", "--no-cache", *paths)
        assert program.interpreted == ["model.py"]


def test_other_paths_use_what_is_known_of_files(program: Program) -> None:
    program("check")
    program("check", "model.py")
    assert not program.interpreted
    program("check", "model.py", "--select=LP1")
    assert program.interpreted == ["model.py"], "other settings"


def test_a_touch_changes_nothing(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "YOUNG", 0)
    program("check")
    for name in FILES:
        os.utime(program.root / name, (1, 1))
    program("check")
    assert not program.interpreted


def test_by_size_and_time_alone(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is older than the clock's resolution is not read again."""
    monkeypatch.setattr(disk, "YOUNG", 0)
    first = program("check")

    def read(path: str) -> str:
        raise AssertionError(f"{path} is read")

    monkeypatch.setattr(disk, "_digest_of_file", read)
    assert program("check") == first


@pytest.mark.parametrize(
    "option", [("--fix",), ("--diff",), ("--update-baseline",), ("--no-cache",), ("--output-file", "out.txt")]
)
def test_what_writes_is_not_kept(program: Program, option: tuple[str, ...], tmp_path: Path) -> None:
    program("check", "--select=LP9", *option)
    assert not list((tmp_path / "cache").glob("run-*"))


def test_wrong_use_is_not_kept(program: Program, tmp_path: Path) -> None:
    assert program("check", "missing.py")[0] == 2
    assert not list((tmp_path / "cache").glob("run-*"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="access is not denied here")
def test_access_is_no_fact(program: Program) -> None:
    (program.root / "model.py").chmod(0)
    denied = program("check")
    (program.root / "model.py").chmod(0o644)
    assert program("check") != denied


JUNK = [
    "", "0", "0 0", "7 0\n", "x y\n", "0 3\n", "0 -1\n", "1 0\nabsent\0", "0 0\nfile\n1\n2\0", "0 0\nfile\n/x\n",
    "0 0\nfile\na\nb\nc\n/x\0", "[]", "{}", "3", "[" * 100_000, '{"outlines":3,"results":4}',
    '{"outlines":{"x":3},"results":{"x":3}}', '{"outlines":{},"results":[]}', '{"results":{"x":{"facts":{"y":[]}}}}',
]  # fmt: skip


@pytest.mark.parametrize("text", JUNK, ids=lambda text: repr(text[:60]))
@pytest.mark.parametrize("whole", [True, False])
def test_broken_documents_are_written_anew(program: Program, tmp_path: Path, text: str, whole: bool) -> None:
    first = program("check")
    for path in (tmp_path / "cache").iterdir():
        key = path.read_text(encoding="utf-8").partition("\n")[0]
        path.write_text(f"{key}\n{text}\n{key}" if whole else text, encoding="utf-8")
    assert program("check") == first
    assert program("check") == first and not program.interpreted


def test_a_document_cut_short(program: Program, tmp_path: Path) -> None:
    first = program("check")
    whole = {path: path.read_bytes() for path in (tmp_path / "cache").iterdir()}
    for cut in (0, 1, 100, 500, -1, -40, -400):
        for path, data in whole.items():
            path.write_bytes(data[:cut])
        assert program("check") == first


def test_broken_parts_of_results(program: Program, tmp_path: Path) -> None:
    """Any value in the place of any other: at worst not used."""
    import json

    first = program("check")
    (kept,) = (tmp_path / "cache").glob("files-*")
    key, text, _ = kept.read_text(encoding="utf-8").split("\n")
    document = json.loads(text)
    for junk in (None, 3, "x", [], {}, [[]], -1):
        for entry in document["results"].values():
            for name in ("path", "findings", "lines", "counts"):
                broken = json.loads(json.dumps(document))
                for one in broken["results"].values():
                    if one["result"][name] == entry["result"][name] and name != "path":
                        one["result"][name] = junk if junk not in ([], {}) else 3
                kept.write_text(f"{key}\n{json.dumps(broken)}\n{key}", encoding="utf-8")
                for run in (tmp_path / "cache").glob("run-*"):
                    run.unlink()
                assert program("check") == first


def test_no_place_for_it(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file where the directory should be; no home."""
    first = program("check")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LINT_PARAMS_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert program("check") == first
    monkeypatch.delenv("LINT_PARAMS_CACHE_DIR")
    monkeypatch.setenv("HOME", "")
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert program("check") == first


def test_a_full_disk(program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = program("check", "--no-cache")

    def full(path: str, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "_put", full)
    assert program("check") == first
    assert not list((tmp_path / "cache").glob("*"))


def test_it_is_bounded(program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(store, "MAX_DOCUMENTS", 8)
    for number in range(12):
        program("check", "other.py", "--jobs", str(number + 1))
    assert 4 <= len(list((tmp_path / "cache").iterdir())) <= 9


def test_another_version_begins_anew(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    from lint_params import cache

    program("check")
    monkeypatch.setattr("lint_params.cache.runs.stamp", lambda: "another")
    monkeypatch.setattr("lint_params.cache.place.stamp", lambda: "another")
    assert cache.__doc__
    program("check")
    assert sorted(program.interpreted) == ["model.py", "other.py"]
