"""The command line as the contract has it: commands, options, exit statuses, outputs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lint_params.cli import pool
from tests.cli.command import ROOT, Done, found, process, run

SEED = (ROOT / "examples" / "sequence_tagger.py").read_text()
LINE = SEED.split("\n").index("    model.add(LSTM(20, return_sequences=True))") + 1
"""Of the first of its layers that is over the budget."""

BUDGET = "budgets: [{max-params: 50_000}]\n"


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    (tmp_path / "model.py").write_text(SEED)
    (tmp_path / ".lint-params.yaml").write_text(BUDGET)
    return tmp_path


def test_check_is_the_default(seed: Path) -> None:
    assert run(seed, "model.py").stdout == run(seed, "check", "model.py").stdout
    assert run(seed).stdout == run(seed, "check", ".").stdout
    assert run(seed, "--quiet", "check").stdout == run(seed, "check", "--quiet").stdout


def test_a_file_named_twice_is_looked_at_once(seed: Path) -> None:
    assert run(seed, "check", "model.py", ".", "./model.py").stdout == run(seed, "check", ".").stdout


def test_the_seed_is_over_budget(seed: Path) -> None:
    done = run(seed, "check", "--quiet")
    assert done.stdout == (
        f"model.py:{LINE}:15: LP101 error: LSTM 'lstm_2' has 53,680 parameters, budget 50,000 (+7.4%): "
        "4*(650*20 + 20*20 + 20); at most 18 units fit\n"
    )
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((), 1),
        (("--isolated",), 0),
        (("--fail-on", "never"), 0),
        (("--ignore", "LP101"), 0),
        (("--select", "LP9"), 0),
        (("--select", "LP1"), 1),
        (("--output-format", "github"), 1),
        (("--nonsense",), 2),
        (("--select", "XY1"), 2),
        (("--output-format", "xml"), 2),
        (("--jobs", "0"), 2),
        (("--config", "missing.yaml"), 2),
        (("--isolated", "--config", ".lint-params.yaml"), 2),
        (("--stdin-filename", "a.py"), 2),
        (("--output-format", "text,json"), 2),
        (("--output-format", "text:a.txt,json:./a.txt"), 2),
        (("--output-format", "text:a.txt,json", "--output-file", "a.txt"), 2),
        (("--output-file", "no/such/directory"), 2),
        (("--show-config",), 0),
        (("--version",), 0),
        (("--help",), 0),
    ],
)
def test_exit_status(seed: Path, arguments: tuple[str, ...], status: int) -> None:
    done = run(seed, "check", *arguments)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    if status == 2:
        assert done.stderr.count("\n") == 1


def test_fail_on_warning(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(SEED)
    (tmp_path / ".lint-params.yaml").write_text("budgets: [{warn-params: 50_000}]\n")
    assert run(tmp_path).returncode == 0
    assert run(tmp_path, "--fail-on", "warning").returncode == 1


def test_a_mistake_in_the_configuration(seed: Path) -> None:
    (seed / ".lint-params.yaml").write_text("budgets:\n  - max-parms: 3\n")
    done = run(seed)
    assert done.returncode == 2
    assert done.stderr.startswith("lint-params: .lint-params.yaml:2:5: ")
    assert done.stdout == ""


def test_the_nearest_configuration_holds(seed: Path) -> None:
    (seed / "sub").mkdir()
    (seed / "sub/model.py").write_text(SEED)
    (seed / "sub/lint-params.yml").write_text("budgets: [{max-params: 60_000}]\n")
    assert [one["path"] for one in found(run(seed, "--output-format", "json"))["findings"]] == ["model.py"]  # type: ignore[attr-defined]


def test_verbose_says_which_budget_applied(seed: Path) -> None:
    assert "budget: .lint-params.yaml:1" in run(seed, "--verbose").stdout


def test_exclude_holds_for_names(seed: Path) -> None:
    (seed / ".lint-params.yaml").write_text(BUDGET + "exclude: [model.py]\n")
    assert run(seed, "model.py").returncode == 0


def test_standard_input(seed: Path) -> None:
    done = run(seed, "check", "-", "--stdin-filename", "./sub/new.py", "--quiet", input=SEED)
    assert done.stdout.startswith(f"sub/new.py:{LINE}:15: LP101")
    assert run(seed, "-", "--quiet", input=SEED).stdout.startswith(f"<stdin>:{LINE}:15: LP101")
    notebook = json.dumps({"cells": [{"cell_type": "code", "source": SEED}]})
    assert f"new.ipynb:cell 0:{LINE}:15:" in run(seed, "-", "--stdin-filename", "new.ipynb", input=notebook).stdout


def test_several_outputs(seed: Path) -> None:
    done = run(seed, "--output-format", "text,json:a.json", "--output-format", "github:b,c.txt")
    assert "LP101 error" in done.stdout
    assert json.loads((seed / "a.json").read_text())["summary"]["errors"] == 1
    assert (seed / "b,c.txt").read_text().startswith("::error file=model.py")
    assert run(seed, "--output-file", "out.txt").stdout == ""
    assert (seed / "out.txt").read_text() == done.stdout


def test_every_format_from_one_run(seed: Path) -> None:
    from lint_params.report import FORMATS

    done = run(seed, *(part for name in FORMATS for part in ("--output-format", f"{name}:out.{name}")), "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    for name in FORMATS:
        assert "LP101" in (seed / f"out.{name}").read_text(), name


def test_files_are_written_whole_or_not_at_all(seed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lint_params.report import json as written

    (seed / "a.json").write_text("before")
    monkeypatch.setattr(written, "_finding", lambda finding: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(seed, "--output-format", "json:a.json")
    assert (seed / "a.json").read_text() == "before"
    assert sorted(os.listdir(seed)) == [".lint-params.yaml", "a.json", "model.py"]


def test_a_device_stays_one(seed: Path) -> None:
    done = process(seed, "python", "-m", "lint_params", "--output-file", os.devnull)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    assert not os.path.isfile(os.devnull)
    done = process(seed, "python", "-m", "lint_params", "--quiet", "--output-file", "/dev/stdout")
    assert done.stdout.startswith(b"model.py:")


def test_a_reader_that_has_had_enough_costs_no_file(seed: Path) -> None:
    (seed / "many.py").write_text(SEED * 400)
    command = f"'{sys.executable}' -m lint_params --output-format json,sarif:a.sarif | head -n 1"
    assert process(seed, "sh", "-c", command).stderr == b""
    assert json.loads((seed / "a.sarif").read_text())["version"] == "2.1.0"


def test_windows_line_ends(seed: Path) -> None:
    unix = run(seed, "--output-format", "json").stdout
    (seed / "model.py").write_bytes(SEED.replace("\n", "\r\n").encode())
    (seed / ".lint-params.yaml").write_bytes(b"budgets:\r\n  - max-params: 50_000\r\n")
    assert run(seed, "--output-format", "json").stdout == unix
    for name in ("text", "github", "rdjson", "sarif"):
        assert "\r" not in run(seed, "--output-format", name).stdout


@pytest.mark.parametrize("columns", [20, 40])
def test_findings_on_a_narrow_terminal(seed: Path, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    excerpts = [line for line in run(seed).stdout.split("\n") if "│" in line]
    assert len(excerpts) == 2
    assert all(len(line) <= columns for line in excerpts)


def test_statistics(seed: Path) -> None:
    assert "1  LP101  error" in run(seed, "--statistics").stdout


@pytest.mark.parametrize(
    ("environment", "arguments", "colored"),
    [
        ({}, (), False),
        ({"FORCE_COLOR": "1"}, (), True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, (), False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
    ],
)
def test_color(
    seed: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], arguments: tuple[str, ...], colored: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in run(seed, *arguments).stdout) == colored


def test_color_on_a_terminal(seed: Path) -> None:
    pty = pytest.importorskip("pty")
    primary, secondary = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    subprocess.run([sys.executable, "-m", "lint_params"], cwd=seed, stdout=secondary, env=environment)
    os.close(secondary)
    assert b"\x1b[" in os.read(primary, 100_000)
    os.close(primary)


def test_a_closed_pipe(seed: Path) -> None:
    (seed / "many.py").write_text(SEED + "build_model()\n" * 50)
    done = process(seed, "sh", "-c", f"'{sys.executable}' -m lint_params summary . | head -n 1")
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("target", "reason"), [("&-", "standard output is closed"), ("/dev/full", "No space left on device")]
)
def test_an_output_that_can_not_be_written(seed: Path, target: str, reason: str) -> None:
    if target.startswith("/dev") and not Path(target).exists():
        pytest.skip("no full device here")
    done = process(seed, "sh", "-c", f"exec '{sys.executable}' -m lint_params >{target}")
    assert done.returncode == 2
    assert done.stderr.decode() == f"lint-params: can't write the output: {reason}\n"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_an_output_that_is_not_utf8(seed: Path, encoding: str) -> None:
    (seed / "model.py").write_text(SEED.replace("Dense(hidden)", "Dense(hidden), name='größe_层'"), encoding="utf-8")
    done = process(seed, "python", "-m", "lint_params", "summary", ".", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert "53,680" in done.stdout.decode(encoding)
    assert "\\u5c42" in done.stdout.decode(encoding)


@pytest.mark.parametrize("columns", [20, 40, 72, 200])
def test_narrow_terminals(seed: Path, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for line in run(seed, "summary").stdout.split("\n"):
        if line[:1] in "┏┃┡│├└":
            assert len(line) <= max(columns, 4 * (6 + 3) + 1)


def test_output_is_the_same_every_time(seed: Path) -> None:
    for number in range(3):
        (seed / f"m{number}.py").write_text(SEED)
    for arguments in (("check",), ("summary", "--format", "json")):
        command = ["python", "-m", "lint_params", *arguments]
        assert len({process(seed, *command, PYTHONHASHSEED=number).stdout for number in "12"}) == 1


def test_processes_agree_with_one(seed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (seed / "broken.py").write_text("from keras import Sequential\nSequential(\n")
    (seed / "other.py").write_text(SEED)
    for arguments in (("check",), ("summary", "--format", "json")):
        monkeypatch.setattr(pool, "PAYS", 10**9)
        one = run(seed, *arguments)
        monkeypatch.setattr(pool, "PAYS", 1)
        assert run(seed, *arguments, "--jobs", "2") == one
        assert "53680" in one.stdout.replace(",", "")


def test_rule(tmp_path: Path) -> None:
    from lint_params.rules.registry import rules

    listed = run(tmp_path, "rule").stdout
    assert [line.split()[0] for line in listed.splitlines()] == list(rules())
    assert "LP101" in run(tmp_path, "rule", "lp101").stdout.split("\n")[0]
    assert run(tmp_path, "rule", "LP777").returncode == 2
    assert len(json.loads(run(tmp_path, "rule", "LP1", "--format", "json").stdout)) >= 2


def test_top_level_help(tmp_path: Path) -> None:
    done = run(tmp_path, "--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in ("check", "summary", "rule"))


def test_help_for_a_command(tmp_path: Path) -> None:
    assert run(tmp_path, "help", "rule") == run(tmp_path, "rule", "--help")


def test_a_misspelt_command(tmp_path: Path) -> None:
    done = run(tmp_path, "sumary", "--nonsense")
    assert done == Done(
        2, "", "lint-params: sumary: no such file or directory, and no command; did you mean summary?\n"
    )
    assert "did you mean" not in run(tmp_path, "models").stderr
    (tmp_path / "sumary").mkdir()
    assert run(tmp_path, "sumary").returncode == 0


def test_models_of_other_kinds_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "from keras import Input, Model, layers\nx = Input((3,))\nmodel = Model(x, layers.Dense(2)(x))\n"
    )
    last = run(tmp_path).stdout.splitlines()[-1]
    assert "not counted: 1 model of other kinds" in last
