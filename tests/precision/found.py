"""What all rules say of their examples, of more programs, and of each of these with one small thing otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from lint_params.config.load import parse
from lint_params.history.baseline import Baseline
from lint_params.history.ratchet import Looked, updated
from lint_params.interpret import analyse_text
from lint_params.interpret.result import FileResult
from lint_params.model.finding import Finding
from lint_params.rules import check_file
from lint_params.rules.base import Example
from lint_params.rules.mending import State, mend
from lint_params.rules.project import check_project, standings
from lint_params.rules.registry import rules
from lint_params.rules.silencing import silenced, silenced_in_file
from lint_params.source.file import Cell, SourceFile
from tests.keras.architectures import ARCHITECTURES
from tests.precision.shown import record
from tests.precision.varied import varied
from tests.rules.test_mending import looker

HEAD = "import keras\nfrom keras import Sequential, layers\nfrom elsewhere import unknown\n"


def _more() -> dict[str, Example]:
    """The programs beside this module, each behind its configuration and an empty line; by their first line."""
    sections = (Path(__file__).parent / "rules.txt").read_text("utf-8").split("---\n")
    parts = [section.partition("\n\n") for section in sections]
    return {
        program.split("\n")[0] + f" …{len(program)}": Example(HEAD + program, config) for config, _, program in parts
    }


EXAMPLES = {
    f"{rule.code} {kind} {number}": example
    for rule in rules().values()
    for kind, examples in (("valid", rule.valid), ("invalid", rule.invalid))
    for number, example in enumerate(examples)
}
PROGRAMS = {**EXAMPLES, **_more()}
LIMITED = {name: program.source for name, program in PROGRAMS.items()} | ARCHITECTURES
STRICT = """\
select: [LP]
baseline: baseline.json
budgets:
  - {for: model, max-params: 1k, warn-params: 10, max-macs: 1k, max-activation: 1 KiB, max-size: 1 KiB, as: int8}
  - {for: layer, max-params: 100, max-share: 10%, max-macs: 10}
  - {for: model, max-trainable: 5, max-growth: 1%}
  - {for: project, max-params: 1k, warn-params: 100, max-trainable: 50, max-size: 1 KiB, max-growth: 1%}
"""
"""Limits that hardly anything keeps."""
LIMITS = {
    "small": """\
select: [LP1]
budgets:
  - {for: layer, max-params: 60, warn-params: 20, max-size: 500 B, max-macs: 300, max-activation: 200 B, max-share: 55%}
  - {for: layer, type: Dense, max-size: 60 B, as: int8, warn-params: null}
  - {for: layer, type: [LSTM, GRU, Bidirectional], max-trainable: 30, max-params: null}
  - {for: layer, name: "*_1", max-params: null, max-macs: 5, max-share: 33.5%}
  - {for: model, max-params: 500, warn-params: 50, max-size: 2 kB, as: float16, max-macs: 2k, max-activation: 1 kB}
  - {for: model, name: "*", max-trainable: 100}
  - {for: project, warn-params: 50, max-size: 1 kB, as: int8, max-trainable: 60}
  - {for: project, paths: ["mod*.py"], max-params: 300, warn-params: 30}
  - {for: project, paths: ["other/*"], max-params: 1}
""",
    "large": """\
select: [LP1]
budgets:
  - {for: layer, max-params: 2k, warn-params: 400, max-size: 4 KiB, max-macs: 20k, max-activation: 2 KiB}
  - {for: layer, max-share: 70%}
  - {for: layer, type: "Conv*", max-macs: 100k, as: float16, max-params: 700}
  - {for: layer, max-trainable: 600, name: dense}
  - {for: model, warn-params: 3k, max-macs: 300k, max-activation: 8 kB, as: float64, max-size: 100 kB}
  - {for: model, name: model, max-params: 10k, max-trainable: 1k}
  - {for: project, max-params: 10k, max-size: 40 kB}
""",
}
"""Limits that some layers and models keep, by how large they are."""
OLDER = ("1", "2", "tf2")
MOST = 20
"""How many other forms of a program are looked at."""


def findings(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """What all rules say of some programs, what is mended in them, and what a comment silences."""
    return {
        name: {
            "as set": found(program.source, program.config),
            "strictly": found(program.source, STRICT),
            "older": "\n".join(f"{keras}: {found(program.source, program.config, keras)}" for keras in OLDER),
            "mended": _mended(program),
        }
        for name in names
        for program in [PROGRAMS[name]]
    }


def changes(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """What all rules say of some programs with one small thing otherwise; the growth is since the program itself."""
    return {name: _changed(PROGRAMS[name]) for name in names}


def limits(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """What is over limits of several sizes, and how much would fit."""
    return {name: {size: found(LIMITED[name], config) for size, config in LIMITS.items()} for name in names}


def _changed(program: Example) -> dict[str, str]:
    try:
        others = list(dict.fromkeys(varied(program.source)))
    except SyntaxError:
        return {"as set": "", "strictly": ""}
    before = analyse_text(program.source, "model.py")
    others = others[:: 1 + len(others) // MOST]
    return {
        "as set": "\n".join(f"{other}\n{found(other, program.config)}" for other in others),
        "strictly": "\n".join(f"{other}\n{found(other, STRICT, since=before)}" for other in others[::3]),
    }


def found(source: str, config: str, keras: str = "auto", since: FileResult | None = None) -> str:
    """The findings of a program, and of a project that is that program alone."""
    settings = parse(config.encode(), ".lint-params.yaml")
    result = analyse_text(source, "model.py", keras=keras)
    baseline = None
    if since is not None and settings.baseline is not None:
        looked = Looked("model.py", (), since)
        baseline = updated(Baseline(settings.baseline), [looked], ["model.py"], upwards=True)
    here = check_file(result, SourceFile("model.py", (Cell(source),)), settings, baseline)
    return _told((*here, *check_project([result], settings, baseline), *standings([result], settings)))


def _told(found: Iterable[object]) -> str:
    return "\n".join(map(record, found))


def _mended(program: Example) -> str:
    """The program with its fixes, and with a comment for each of the first findings."""
    look = looker(program.config)
    before = look(program.source.encode())
    if before is None:
        return ""
    done = mend(before, look)
    said = [f"{done.fixes} of {done.fixes + done.withheld}", done.state.data.decode()]
    for finding in _first_of_each(before.findings):
        said += [_text(silenced(before, finding, look)), _text(silenced_in_file(before, finding, look))]
    return "\n".join(said)


def _first_of_each(found: Iterable[Finding]) -> list[Finding]:
    return list({finding.code: finding for finding in found}.values())


def _text(state: State | None) -> str:
    return "nothing silences it" if state is None else state.data.decode()
