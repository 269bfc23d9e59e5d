"""What is fuzzed: each target takes bytes as a stranger may give them, and raises where this program breaks down.

What the program tells a person about bad input (``ConfigError``, ``NotASummary``, a finding) is an answer, not a
breakdown. A target is run by hypothesis in ``test_fuzz.py``, and by ``tools/fuzz.py`` for as long as one likes.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from random import Random

from lint_params.cache.files import Files
from lint_params.cache.runs import _read as read_run
from lint_params.cache.store import Store
from lint_params.cli.analysis import STDIN, Request, Run
from lint_params.cli.checking import Checked, Plan, checked
from lint_params.cli.pool import Analysed
from lint_params.cli.remembering import CheckedFiles
from lint_params.cli.settings import described
from lint_params.comments import read_comments
from lint_params.config.errors import ConfigError
from lint_params.config.load import parse as parse_configuration
from lint_params.config.patterns import Patterns
from lint_params.explain.model import explained
from lint_params.history.baseline import Baseline, dumps
from lint_params.history.baseline import parse as parse_baseline
from lint_params.history.compare import compared
from lint_params.history.ratchet import Looked, updated
from lint_params.history.shot import NotASummary, shots_of_json
from lint_params.page.data import shown
from lint_params.page.write import page
from lint_params.pasted.inference import inferred
from lint_params.pasted.reading import tables
from lint_params.report import (
    FORMATS,
    Report,
    diff,
    explain_json,
    explain_text,
    pasted,
    summary_json,
    summary_markdown,
    summary_svg,
    summary_text,
    writer,
)
from lint_params.report.columns import COLUMNS
from lint_params.report.diff import Difference
from lint_params.report.style import Style
from lint_params.rules.registry import rules
from lint_params.source import disk
from lint_params.source.file import Cell, SourceFile
from lint_params.suggest.model import suggested
from tests.fuzz import seeds, server
from tests.fuzz.grammar import program
from tests.fuzz.mutation import mutated, mutated_json

Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]
STYLES = (Style(), Style(color=True, width=40, unicode=False))


@dataclass(frozen=True, slots=True)
class Target:
    """What to call with bytes; ``seeds`` are good inputs to begin with, and ``mutation`` makes others of them."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]
    mutation: Mutation = mutated
    about: str = ""


class Breakdown(Exception):
    """An error of this program, as it tells of it."""


@cache
def ground() -> Path:
    """A directory with the project that inputs belong to; it goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="lint-params-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "pyproject.toml").write_text("")  # here the project begins
    (folder / "helper.py").write_text(seeds.HELPER)
    (folder / "model.py").write_bytes(seeds.PROGRAM)
    (folder / "strict.yaml").write_text(
        "budgets: [{max-params: 50, warn-params: 10}, {for: model, max-params: 60, max-size: 100 B, max-macs: 9},"
        " {max-share: 60%}, {for: model, max-activation: 10 B, as: int8}]\n"
        "inputs: {'build': [3], 'n': 4}\n"
    )
    return folder


# Source, to all that comes of it.


def from_source(data: bytes, name: str = "model.py") -> None:
    """A file, through every command that reads code."""
    if b"keras" not in data:
        data = b"from keras import *\nfrom keras.layers import *\n" + data
    if b"Sequential" not in data:
        data += b"\nSequential\n"
    said: list[str] = []
    every = tuple(rules())
    request = Request((STDIN,), str(ground() / "strict.yaml"), False, str(ground() / name), True, every, source=data)
    run = Run.of(request, said.append)
    for one, text in run.results(_said):
        assert all(isinstance(finding.message, str) for finding in one.findings)
        json.loads(text)
    if run.failed:
        raise Breakdown("\n".join(said))


def _said(one: Analysed) -> tuple[Checked, str]:
    """All that is written about a file; what is told of its models as JSON."""
    found = checked(Plan(), one)
    _written(Report(found.findings, 1, found.models, found.layers, found.not_counted, found.lines))
    results, models = [one.result], one.result.models
    for style in STYLES:
        summary_text.write(results, tuple(COLUMNS), style)
    summary_markdown.write(results, tuple(COLUMNS), Style())
    summary_svg.write(results, tuple(COLUMNS), Style())
    in_words = [explained(model) for model in models]
    explain_text.write(in_words, Style())
    json.loads(explain_json.write(in_words, []))
    page([shown(one.result, one.settings)], 1, "x")
    for model in models[:2]:
        suggested(model, None, Fraction(7, 10))
    text = summary_json.dumped(models, one.result.errors)
    shots = shots_of_json(text.encode())
    assert not any(change.delta for change in compared(shots, shots))
    return found, text


def _written(report: Report) -> None:
    for format in FORMATS:
        for style in STYLES:
            "".join(writer(format).write(report, style)).encode("utf-8", "backslashreplace")


def from_tape(data: bytes) -> None:
    from_source(program(data).encode("utf-8", "surrogatepass"))


def from_notebook(data: bytes) -> None:
    said: list[str] = []
    if b"keras" not in data:  # in the metadata it is a word as well
        data = data.replace(b"{", b'{"keras Sequential": 0, ', 1)
    request = Request((STDIN,), None, True, str(ground() / "model.ipynb"), True, source=data)
    run = Run.of(request, said.append)
    for _, text in run.results(_said):
        json.loads(text)
    if run.failed:
        raise Breakdown("\n".join(said))


def from_comments(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    read_comments(
        SourceFile("model.py", (Cell(text), Cell(f"# lint-params: {text}", 3), Cell(f"x  # noqa: LP1 {text}", 4)))
    )


# Configurations, baselines, caches.


def from_configuration(data: bytes, name: str = ".lint-params.yaml") -> None:
    try:
        settings = parse_configuration(data, name, str(ground()))
    except ConfigError as error:
        assert error.line >= 1
        assert error.column >= 1
        str(error).encode("utf-8", "surrogatepass")
        return
    described(settings)
    for path in ("a.py", "mobile/b.ipynb", "x/y/z.py"):
        settings.excludes(path, False)
        here = settings.for_file(path)
        here.expressions()
        here.named_inputs()
        here.layer_costs()


def from_patterns(data: bytes) -> None:
    patterns = Patterns.parse_text(data.decode("utf-8", "surrogateescape"))
    for path in ("a.py", "src/" * 30 + "a" * 60 + ".py", "a/b/c/d/e/f/g/h.ipynb", "a" * 200, "-".join("aaaaaaaaaa")):
        patterns.match(path, False)
        patterns.match(path, True)


@cache
def analysed() -> Analysed:
    """A program over its budgets."""
    request = Request((STDIN,), str(ground() / "strict.yaml"), False, str(ground() / "model.py"), source=seeds.PROGRAM)
    (one,) = Run.of(request).results(_itself)
    return one


def _itself(one: Analysed) -> Analysed:
    return one


@cache
def baseline_seeds() -> tuple[bytes, ...]:
    found = checked(Plan(), analysed())
    looked = Looked(analysed().source.path, found.every, analysed().result)
    made = updated(Baseline(str(ground() / "base.json")), [looked], [analysed().source.path], True)
    return dumps(made), b'{"version": 1, "models": [], "findings": []}'


def from_baseline(data: bytes) -> None:
    try:
        baseline = parse_baseline(data, str(ground() / "base.json"))
    except ConfigError as error:
        str(error).encode("utf-8", "surrogatepass")
        return
    one = analysed()
    from lint_params.rules import check_file

    every = check_file(one.result, one.source, one.settings, baseline)
    findings = baseline.unrecorded(one.source.path, every)
    _written(Report(tuple(findings), 1))
    parse_baseline(
        dumps(updated(baseline, [Looked(one.source.path, tuple(every), one.result)], [one.source.path], False)), "b"
    )


class _Given(Store):
    """A cache in which one document stands."""

    def __init__(self, text: str) -> None:
        super().__init__(str(ground() / "nowhere"))
        self.text = text

    def load(self, kind: str, key: str) -> str | None:
        return self.text

    def save(self, kind: str, key: str, text: str) -> None:
        self.text = text


def _check_with(store: Store) -> Run:
    said: list[str] = []
    run = Run.of(Request((str(ground() / "model.py"),), str(ground() / "strict.yaml"), verbose=True), said.append)
    run.cached = Files(store, "stamp", "/")
    memory = CheckedFiles(run.cached, Plan())
    found = [finding for one in run.results(partial(checked, Plan()), memory) for finding in one.findings]
    _written(Report(tuple(found), 1))
    if run.failed:
        raise Breakdown("\n".join(said))
    return run


@cache
def cache_seeds() -> tuple[bytes, ...]:
    store = _Given("{}")
    _check_with(store)
    fact = json.dumps([disk.FILE, 3, 5, "abc"])
    run = f"1 2\nout\nx\0err\ny\0{disk.FILE}\n3\n5\nabc\n/x/y\0{disk.ABSENT}\n/x\0"
    return (
        store.text.encode(),
        b'{"outlines": {}, "results": {"k": {"facts": {"/x": %s}}}}' % fact.encode(),
        run.encode(),
    )


def from_cache(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    with contextlib.suppress(ValueError, IndexError):
        _, said, facts = read_run(text)
        disk.confirmed(facts)
        assert all(isinstance(part, str) for _, part in said)
    _check_with(_Given(text))


# What people paste, and what other runs wrote.


def from_summary(data: bytes) -> None:
    found = [inferred(table) for table in tables(data.decode("utf-8-sig", "replace"))]
    for format in ("text", "markdown", "json"):
        pasted.write(found, format, Style())


@cache
def diff_seeds() -> tuple[bytes, ...]:
    return (summary_json.dumped(analysed().result.models, ()).encode(), b'{"version": 1, "models": [], "errors": []}')


def from_diff(data: bytes) -> None:
    try:
        after = shots_of_json(data)
    except NotASummary as error:
        str(error).encode("utf-8", "surrogatepass")
        return
    before = shots_of_json(diff_seeds()[0])
    for one, other in ((before, after), (after, before), (after, after)):
        difference = Difference("a", "b", tuple(compared(one, other)), ())
        for format in ("text", "markdown", "json"):
            diff.write(difference, format, Style())


def from_messages(data: bytes) -> None:
    server.told(data)


TARGETS = {
    "source": Target(from_source, seeds.sources, about="Python source"),
    "program": Target(from_tape, lambda: [bytes(range(n, 256, 7)) for n in range(40)], about="programs of a grammar"),
    "notebook": Target(from_notebook, seeds.notebooks, mutated_json, "notebook JSON"),
    "yaml": Target(from_configuration, seeds.configurations, about="configuration in YAML"),
    "toml": Target(partial(from_configuration, name="pyproject.toml"), seeds.pyprojects, about="configuration in TOML"),
    "patterns": Target(from_patterns, lambda: [seeds.PATTERNS], about="patterns as in .gitignore"),
    "summary": Target(from_summary, seeds.summaries, about="pasted tables of model.summary()"),
    "baseline": Target(from_baseline, baseline_seeds, mutated_json, "baseline files"),
    "cache": Target(from_cache, cache_seeds, mutated_json, "documents in the cache directory"),
    "diff": Target(from_diff, diff_seeds, mutated_json, "JSON summaries to compare"),
    "comments": Target(from_comments, lambda: [seeds.COMMENTS], about="comments that speak to this program"),
    "server": Target(from_messages, seeds.messages, mutated_json, "messages to the language server"),
}
