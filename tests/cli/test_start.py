"""What a start of the program costs: nothing is imported that is not needed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
WARM = ("cache", "cache.place", "cache.runs", "cache.store", "source", "source.disk", "streams")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def imported(directory: Path, *arguments: str) -> set[str]:
    command = [sys.executable, "-X", "importtime", "-m", "lint_params", *arguments]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, env=ENVIRONMENT)
    assert done.returncode in (0, 1), done.stderr
    return {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}


def test_a_tree_without_models(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("from torch.nn import Sequential\nmodel = Sequential()\n")
    (tmp_path / "b.py").write_text("from keras.utils import to_categorical\n")
    (tmp_path / "c.py").write_text("x = (\n")
    modules = imported(tmp_path, "check", ".")
    assert "lint_params.source.prefilter" in modules
    assert not {"libcst", "yaml", "multiprocessing", "lint_params.keras.base", "lint_params.interpret.lower"} & modules


def test_yaml_only_for_a_configuration(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("from keras import Sequential\nmodel = Sequential()\n")
    modules = imported(tmp_path, "check", ".")
    assert "libcst" in modules
    assert "lint_params.config.load" not in modules
    (tmp_path / ".lint-params.yaml").write_text("budgets: []\n")
    assert "yaml" in imported(tmp_path, "check", ".")


def test_version_imports_nothing(tmp_path: Path) -> None:
    modules = imported(tmp_path, "--version")
    assert not {"argparse", "dataclasses", "libcst", "yaml", "lint_params.cli"} & modules


def test_a_run_again_imports_next_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("from keras import Sequential\nmodel = Sequential()\n")
    (tmp_path / ".lint-params.yaml").write_text("budgets: []\n")
    assert "libcst" in imported(tmp_path, "check", ".")
    again = imported(tmp_path, "check", ".")
    ours = {name for name in again if name.startswith("lint_params")}
    assert ours == {"lint_params", *(f"lint_params.{name}" for name in WARM)}
    assert not {"libcst", "yaml", "argparse", "dataclasses", "typing", "json", "re"} & (again - runpy())


def runpy() -> set[str]:
    """What ``python -m`` itself imports."""
    command = [sys.executable, "-X", "importtime", "-m", "this"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}


def imported_again(folder: Path, changed: str) -> set[str]:
    """What a run imports after one of two files, that without a model, has changed to a text."""
    (folder / "a.py").write_text("from keras import Sequential\nmodel = Sequential()\n")
    (folder / "b.py").write_text("x = 1\n")
    imported(folder, "check", ".")
    (folder / "b.py").write_text(changed)
    return imported(folder, "check", ".")


def test_a_changed_file_without_a_model_needs_next_to_nothing(tmp_path: Path) -> None:
    """The same command again: what it says rests on no more of such a file than its outline."""
    again = imported_again(tmp_path, "x = 22\n")
    ours = {name for name in again if name.startswith("lint_params")}
    assert ours == {"lint_params", *(f"lint_params.{name}" for name in (*WARM, "source.outline"))}
    assert not {"libcst", "yaml", "argparse", "dataclasses", "typing", "json"} & (again - runpy())


def test_a_changed_file_without_a_model_needs_no_parser(tmp_path: Path) -> None:
    modules = imported_again(tmp_path, "import os\n")
    assert "lint_params.cli.analysis" in modules
    assert not {"libcst", "dataclasses"} & modules


def test_a_command_never_seen_needs_little_where_there_is_no_model(tmp_path: Path) -> None:
    """What a hook gives the names of changed files to, without a configuration."""
    (tmp_path / "b.py").write_text("x = 1\n")
    modules = imported(tmp_path, "check", "b.py", "--quiet") - runpy()
    heavy = {"libcst", "yaml", "dataclasses", "inspect", "pathlib", "shutil", "hashlib", "pickle", "threading", "mmap"}
    ours = {"model", "model.finding", "history.baseline", "config.document", "source.nesting", "source.read"}
    assert not modules & {*heavy, *(f"lint_params.{name}" for name in ours)}


def test_version_is_within_three_times_bare_python(tmp_path: Path) -> None:
    def best(*command: str) -> float:
        times = []
        for _ in range(7):
            start = time.perf_counter()
            subprocess.run([sys.executable, *command], cwd=tmp_path, check=True, capture_output=True, env=ENVIRONMENT)
            times.append(time.perf_counter() - start)
        return min(times)

    assert best("-m", "lint_params", "--version") < 3 * best("-c", "pass")
