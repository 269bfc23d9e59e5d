"""The baseline: models and findings as they were, so that only what is new or has grown is reported.

Nothing in it depends on lines: a model is known by its file, function, variable and name, a finding by its file, code,
model and layer. Names that Keras numbers (``dense_3``) are compared without their number first to last, so that a layer
added elsewhere in the file moves nothing; of several alike, the amounts tell them apart.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from lint_params.config.errors import ConfigError
from lint_params.model.finding import Finding
from lint_params.model.model import Model, Span
from lint_params.records import dataclass, field, replace
from lint_params.source import disk
from lint_params.typed import optional_number, optional_text, text, whole

VERSION = 1
MAX_BYTES = 64_000_000
GROWTH = "LP105"
"""The rule that compares with the baseline; what it finds is never part of one."""

_NUMBER = re.compile(r"_\d+$")


@dataclass(frozen=True, slots=True)
class RecordedModel:
    """A model as it was. ``params`` is a lower bound where ``exact`` is false; ``adds`` are the parameters that it adds
    to those of the models before it (a weight that several share counts once); ``layers`` are parameters by name."""

    path: str
    function: str | None
    variable: str | None
    name: str
    params: int
    exact: bool
    adds: int
    layers: Mapping[str, int]

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.path, self.function or "", self.variable or "", stem(self.name)


@dataclass(frozen=True, slots=True)
class RecordedFinding:
    """A finding as it was; ``actual`` is the number it was about, if any."""

    path: str
    code: str
    model: str | None
    layer: str | None
    actual: int | float | None

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.path, self.code, stem(self.model or ""), stem(self.layer or "")


@dataclass(frozen=True, slots=True)
class Matched:
    """Findings beside what was recorded of them: ``known`` in pairs, ``new`` ones with what they grew from (if they
    did), and the recorded ones that nothing answers to any more."""

    known: tuple[tuple[Finding, RecordedFinding], ...]
    new: tuple[tuple[Finding, RecordedFinding | None], ...]
    gone: tuple[RecordedFinding, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a baseline file holds. ``file`` is its absolute path; paths inside are relative to its directory."""

    file: str
    models: tuple[RecordedModel, ...] = ()
    findings: tuple[RecordedFinding, ...] = ()
    _by_path: dict[str, tuple[list[RecordedModel], list[RecordedFinding]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def relative(self, path: str) -> str:
        """A path as the baseline writes it."""
        absolute = os.path.abspath(path)
        try:
            return os.path.relpath(absolute, os.path.dirname(self.file)).replace(os.sep, "/")
        except ValueError:  # another drive
            return absolute.replace(os.sep, "/")

    def absolute(self, path: str) -> str:
        """Where a path that the baseline writes is."""
        return os.path.normpath(os.path.join(os.path.dirname(self.file), path))

    def of_path(self, path: str) -> tuple[list[RecordedModel], list[RecordedFinding]]:
        """What is recorded of a file, its path as the baseline writes it."""
        if not self._by_path:
            for model in self.models:
                self._by_path.setdefault(model.path, ([], []))[0].append(model)
            for finding in self.findings:
                self._by_path.setdefault(finding.path, ([], []))[1].append(finding)
        return self._by_path.get(path, ([], []))

    def recorded_models(self, path: str, models: Sequence[Model]) -> dict[Span, RecordedModel]:
        """What is recorded of the models of a file, by the place where each is made."""
        path = self.relative(path)
        return {
            model.span: known
            for model, known in paired(largest(models), path, self.of_path(path)[0])
            if model is not None and known is not None
        }

    def matched(self, path: str, findings: Sequence[Finding]) -> Matched:
        """The findings of a file beside what is recorded of it."""
        return matched(self.relative(path), findings, self.of_path(self.relative(path))[1])

    def unrecorded(self, path: str, findings: Sequence[Finding]) -> list[Finding]:
        """The findings of a file that are not in the baseline, or have grown since; in their order."""
        new = {id(finding): was for finding, was in self.matched(path, findings).new}
        return [_grown(finding, new[id(finding)]) for finding in findings if id(finding) in new]


def stem(name: str) -> str:
    """A name without the number that Keras gives it."""
    return _NUMBER.sub("", name)


def largest(models: Sequence[Model]) -> list[Model]:
    """One model for each place where one is made, of its variants the largest; in the order of the source."""
    found: dict[Span, Model] = {}
    for model in models:
        known = found.get(model.span)
        if known is None or model.at_least > known.at_least:
            found[model.span] = model
    return sorted(found.values(), key=lambda model: (model.span.cell or 0, model.span.line, model.span.column))


def paired(
    models: Sequence[Model], path: str, recorded: Sequence[RecordedModel]
) -> list[tuple[Model | None, RecordedModel | None]]:
    """Models beside what is recorded of them: of several alike those of equal size first, then in order."""
    pairs: list[tuple[Model | None, RecordedModel | None]] = []
    groups: dict[tuple[str, str, str, str], tuple[list[Model], list[RecordedModel]]] = {}
    for model in models:
        key = (path, model.function or "", model.variable or "", stem(model.name))
        groups.setdefault(key, ([], []))[0].append(model)
    for known in recorded:
        groups.setdefault(known.key, ([], []))[1].append(known)
    for now, before in groups.values():
        if len(now) != len(before):
            for model in list(now):
                same = next((known for known in before if known.params == model.at_least), None)
                if same is not None:
                    pairs.append((model, same))
                    now.remove(model)
                    before.remove(same)
        shared = min(len(now), len(before))
        pairs += zip(now[:shared], before[:shared], strict=True)
        pairs += [(model, None) for model in now[shared:]]
        pairs += [(None, known) for known in before[shared:]]
    return pairs


def matched(path: str, findings: Sequence[Finding], recorded: Sequence[RecordedFinding]) -> Matched:
    """Findings of one file beside those recorded: the same layer first, then one alike, each used once."""
    groups: dict[tuple[str, str, str, str], tuple[list[Finding], list[RecordedFinding]]] = {}
    for finding in findings:
        key = (path, finding.code, stem(finding.model or ""), stem(finding.layer or ""))
        groups.setdefault(key, ([], []))[0].append(finding)
    for known in recorded:
        groups.setdefault(known.key, ([], []))[1].append(known)
    pairs: list[tuple[Finding, RecordedFinding]] = []
    new: list[tuple[Finding, RecordedFinding | None]] = []
    gone: list[RecordedFinding] = []
    for now, before in groups.values():
        for suits in (_same, _alike, _smaller_same, _smaller):
            _take(now, before, suits, pairs)
        for finding in now:
            was = _named(finding, before) or (before[0] if before else None)
            if was is not None:
                before.remove(was)
            new.append((finding, was))
        gone += before
    return Matched(tuple(pairs), tuple(new), tuple(gone))


Suits = Callable[[Finding, RecordedFinding], bool]


def _take(
    now: list[Finding], before: list[RecordedFinding], suits: Suits, pairs: list[tuple[Finding, RecordedFinding]]
) -> None:
    for finding in list(now):
        fitting = [known for known in before if suits(finding, known)]
        if fitting:
            known = min(fitting, key=lambda one: one.actual or 0)
            now.remove(finding)
            before.remove(known)
            pairs.append((finding, known))


def _alike(finding: Finding, known: RecordedFinding) -> bool:
    return finding.actual == known.actual


def _same(finding: Finding, known: RecordedFinding) -> bool:
    return _alike(finding, known) and _is_of(finding, known)


def _smaller(finding: Finding, known: RecordedFinding) -> bool:
    return known.actual is None or (finding.actual is not None and finding.actual <= known.actual)


def _smaller_same(finding: Finding, known: RecordedFinding) -> bool:
    return _smaller(finding, known) and _is_of(finding, known)


def _is_of(finding: Finding, known: RecordedFinding) -> bool:
    return (finding.model, finding.layer) == (known.model, known.layer)


def _named(finding: Finding, before: Iterable[RecordedFinding]) -> RecordedFinding | None:
    return next((known for known in before if _is_of(finding, known)), None)


def _grown(finding: Finding, was: RecordedFinding | None) -> Finding:
    if was is None or was.actual is None:
        return finding
    return replace(finding, message=f"{finding.message}; {was.actual:,} in the baseline")


# The file.


def load(file: str) -> Baseline:
    """The baseline in a file; raises ``ConfigError`` where there is none, or it is none."""
    try:
        status = os.stat(file)
        disk.seen(file, status, None)
        return _loaded(file, status.st_mtime_ns, status.st_size)
    except FileNotFoundError:
        raise ConfigError(
            _shown(file), 1, 1, "there is no baseline yet; `lint-params check --update-baseline` writes it"
        ) from None
    except OSError as error:
        raise ConfigError(_shown(file), 1, 1, f"can't be read: {error.strerror}") from None


@functools.lru_cache(maxsize=16)
def _loaded(file: str, changed: int, size: int) -> Baseline:
    """By the time of its last change, so that one that was written meanwhile is read again."""
    if size > MAX_BYTES:
        raise ConfigError(_shown(file), 1, 1, f"the file has {size:,} bytes; expected at most {MAX_BYTES:,}")
    with disk.opened(file) as opened:
        return parse(opened.read(), file)


def parse(data: bytes, file: str) -> Baseline:
    """The baseline that the content of a file gives; raises ``ConfigError``."""
    shown = _shown(file)
    try:
        document = json.loads(data.decode("utf-8"))
    except json.JSONDecodeError as error:
        raise ConfigError(shown, error.lineno, error.colno, f"no baseline: {error.msg}") from None
    except (ValueError, RecursionError) as error:  # not UTF-8, or a number of more digits than Python reads
        raise ConfigError(shown, 1, 1, f"no baseline: {error}") from None
    if not isinstance(document, dict) or document.get("version") != VERSION:
        raise ConfigError(shown, 1, 1, f"no baseline of version {VERSION}; `--update-baseline` writes one anew")
    try:
        models = tuple(_model(entry) for entry in document["models"])
        findings = tuple(_finding(entry) for entry in document["findings"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError(shown, 1, 1, f"no baseline: an entry is not as expected ({error!r})") from None
    return Baseline(os.path.abspath(file), models, findings)


def dumps(baseline: Baseline) -> bytes:
    """The content of the file: sorted, one entry a few lines, the same for the same baseline."""
    models = sorted(
        (_as_dict(model) for model in baseline.models),
        key=lambda entry: [json.dumps(entry[name]) for name in ("path", "function", "variable", "name", "params")],
    )
    findings = sorted(
        ({"path": one.path, "code": one.code, "model": one.model, "layer": one.layer, "actual": one.actual}
         for one in baseline.findings),
        key=lambda entry: [json.dumps(value) for value in entry.values()],
    )  # fmt: skip
    document = {"version": VERSION, "models": models, "findings": findings}
    return (json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False) + "\n").encode()


def _as_dict(model: RecordedModel) -> dict[str, object]:
    return {
        "path": model.path,
        "function": model.function,
        "variable": model.variable,
        "name": model.name,
        "params": model.params,
        "exact": model.exact,
        "adds": model.adds,
        "layers": dict(model.layers),
    }


def _model(entry: Mapping[str, object]) -> RecordedModel:
    layers = entry["layers"]
    if not isinstance(layers, dict):
        raise TypeError("layers")
    return RecordedModel(
        text(entry["path"]),
        optional_text(entry["function"]),
        optional_text(entry["variable"]),
        text(entry["name"]),
        _parameters(entry["params"]),
        bool(entry["exact"]),
        _parameters(entry["adds"]),
        {str(name): _parameters(number) for name, number in layers.items()},
    )


def _finding(entry: Mapping[str, object]) -> RecordedFinding:
    return RecordedFinding(
        text(entry["path"]),
        text(entry["code"]),
        optional_text(entry["model"]),
        optional_text(entry["layer"]),
        optional_number(entry["actual"]),
    )


def _parameters(value: object) -> int:
    """A number of parameters."""
    number = whole(value)
    if number < 0:
        raise TypeError(f"{number} is no number of parameters")
    return number


def _shown(file: str) -> str:
    working = os.getcwd()
    return os.path.relpath(file, working) if file.startswith(os.path.join(working, "")) else file
