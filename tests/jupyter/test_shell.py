"""What the extension makes of what a shell tells it, without a kernel."""

from __future__ import annotations

import os
import types
from pathlib import Path

import pytest

from lint_params.jupyter import extension

MODEL = "from keras import Sequential, layers\nmodel = Sequential([layers.Input((4,)), layers.Dense(3)])\n"


class Shell:
    """A shell that keeps what is published and registered."""

    def __init__(self, **names: object) -> None:
        self.user_ns = names
        self.pages: list[dict[str, str]] = []
        self.magics: dict[str, object] = {}
        self.handlers: list[object] = []
        self.display_pub = types.SimpleNamespace(publish=self.pages.append)
        self.events = types.SimpleNamespace(
            register=lambda name, handler: self.handlers.append(handler),
            unregister=lambda name, handler: self.handlers.remove(handler),
        )

    def register_magic_function(self, func: object, magic_kind: str, magic_name: str) -> None:
        self.magics[magic_kind] = func


def ran(text: str, before: Exception | None = None, within: Exception | None = None) -> extension.Result:
    info = types.SimpleNamespace(raw_cell=text)
    return types.SimpleNamespace(info=info, error_before_exec=before, error_in_exec=within)  # type: ignore[return-value]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return tmp_path


@pytest.mark.usefixtures("project")
def test_loaded_once_and_unloaded() -> None:
    shell = Shell()
    for _ in range(2):
        extension.load(shell)  # type: ignore[arg-type]
    assert len(shell.handlers) == 1 and set(shell.magics) == {"cell", "line"}
    for _ in range(2):
        extension.unload(shell)  # type: ignore[arg-type]
    assert not shell.handlers


@pytest.mark.usefixtures("project")
def test_cells_that_did_not_run_belong_to_no_program(capsys: pytest.CaptureFixture[str]) -> None:
    shell = Shell()
    checker = extension.Checker(shell)  # type: ignore[arg-type]
    checker.ran(ran(MODEL, before=SyntaxError()))
    checker.ran(ran("  \n"))
    checker.ran(ran("def (:", within=ValueError()))
    checker.line_magic("")
    assert not shell.pages
    assert "no Sequential model found" in capsys.readouterr().err
    checker.ran(ran(MODEL))
    assert "15" in shell.pages.pop()["text/plain"]
    checker.line_magic("off")
    checker.ran(ran(MODEL))
    assert not shell.pages
    checker.cell_magic("", MODEL)
    assert len(shell.pages) == 1


@pytest.mark.usefixtures("project")
def test_wrong_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    checker = extension.Checker(Shell())  # type: ignore[arg-type]
    checker.cell_magic("more", MODEL)
    checker.line_magic("away")
    told = capsys.readouterr().err.splitlines()
    assert told == ["lint-params: %%lint_params takes no arguments, not 'more'", f"lint-params: {extension.USAGE}"]


def test_errors_are_told_in_a_line(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = Shell()
    checker = extension.Checker(shell)  # type: ignore[arg-type]
    (project / ".lint-params.yaml").write_text("nonsense: 1\n")
    checker.ran(ran(MODEL))
    assert "nonsense" in capsys.readouterr().err
    monkeypatch.setattr(checker, "_inspected", lambda cells: 1 // 0)
    checker.ran(ran(MODEL))
    assert capsys.readouterr().err.startswith("lint-params: internal error: ZeroDivisionError: ")
    assert not shell.pages


@pytest.mark.parametrize(
    ("named", "where"),
    [
        (None, "notebook.ipynb"),
        ("kernel-1.json", "notebook.ipynb"),
        ("{here}/sub/net.ipynb", os.path.join("sub", "net.ipynb")),
        ("{here}/gone/net.ipynb", "net.ipynb"),
    ],
)
def test_where_the_notebook_is(project: Path, monkeypatch: pytest.MonkeyPatch, named: str | None, where: str) -> None:
    (project / "sub").mkdir()
    path = None if named is None else named.format(here=project)
    assert extension.Checker(Shell(__vsc_ipynb_file__=path))._path() == where  # type: ignore[arg-type]
    if path is not None:
        monkeypatch.setenv("JPY_SESSION_NAME", path)
        assert extension.Checker(Shell())._path() == where  # type: ignore[arg-type]
