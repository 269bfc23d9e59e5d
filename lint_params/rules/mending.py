"""Fixes applied to a file, each only if the program that comes of it is as promised.

What a fix promises is seen by interpreting the new code: its finding is gone, no other error or warning has come, the
same models are there with as many parameters as before (or as many fewer as the fix says), and what they give has the
same shape. A fix that brings to light a finding of the same kind with a fix of its own (the next layer of a stack) is
taken together with that one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from lint_params.interpret.result import FileResult
from lint_params.model.finding import Edit, Finding
from lint_params.model.model import Layer, Model
from lint_params.records import dataclass
from lint_params.rules.base import title
from lint_params.source.edits import NotEditable, edited
from lint_params.source.file import SourceFile

MAX_LOOKS = 60
"""How often a file is interpreted anew; what is left then stays as it is."""


@dataclass(frozen=True, slots=True)
class State:
    """A file as it is: its bytes, what is read from them, and what is found in that."""

    data: bytes
    source: SourceFile
    result: FileResult
    findings: tuple[Finding, ...]


Names = Mapping[tuple["str | None", "str | None"], str]
Look = Callable[[bytes], "State | None"]
"""From the bytes of a file to its state; ``None`` where they can't be read or parsed in full."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A file with its fixes applied: how many there are, and how many were withheld."""

    state: State
    fixes: int = 0
    withheld: int = 0


def mend(before: State, look: Look) -> Mended:
    """Apply the fixes of a file's findings as far as each is as promised. Mending what was mended changes nothing."""
    mender = _Mender(look)
    state, fixes, refused = before, 0, set[tuple[object, ...]]()
    while candidates := [finding for finding in state.findings if finding.fix and _identity(finding) not in refused]:
        step = mender.together(state, candidates)
        for finding in candidates if step is None else ():
            step = mender.attempt(state, [finding])
            if step is not None:
                break
            refused.add(_identity(finding))
        if step is None:
            break
        state, fixes = step.state, fixes + step.fixes
    return Mended(state, fixes, sum(finding.fix is not None for finding in state.findings))


def mend_one(before: State, finding: Finding, look: Look) -> State | None:
    """The file with the fix of one of its findings, and of those that it brings to light; ``None`` where that is not as
    promised."""
    done = _Mender(look).attempt(before, [finding])
    return None if done is None else done.state


@dataclass(slots=True)
class _Mender:
    look: Look
    looks: int = 0

    def together(self, state: State, findings: Sequence[Finding]) -> Mended | None:
        """All fixes at once that change no count and do not overlap; ``None`` where that is not as promised."""
        chosen: list[Finding] = []
        for finding in findings:
            if finding.fix is not None and not finding.fix.saves and _apart(finding, chosen):
                chosen.append(finding)
        return self.attempt(state, chosen) if len(chosen) > 1 else None

    def attempt(self, before: State, findings: Sequence[Finding]) -> Mended | None:
        """The fixes of some findings, with those that they bring to light; ``None`` where that is not as promised."""
        state, chosen, done = before, list(findings), list(findings)
        while self.looks < MAX_LOOKS:
            self.looks += 1
            after = self._edited(state, chosen)
            if after is None or not _gone(state, after, chosen):
                return None
            come = _appeared(before, after)
            if not come:
                return Mended(after, len(done)) if _as_promised(before, after, done) else None
            state = after
            chosen = [finding for finding in come if finding.fix is not None and _alike(finding, findings[0])]
            if len(chosen) < len(come):
                return None
            done += chosen
        return None

    def _edited(self, state: State, findings: Sequence[Finding]) -> State | None:
        edits: list[Edit] = [edit for finding in findings if finding.fix for edit in finding.fix.edits]
        try:
            data = edited(state.data, state.source, edits)
        except NotEditable:
            return None
        return self.look(data) if data != state.data else None


def _alike(one: Finding, other: Finding) -> bool:
    """Whether two findings are of one kind: of one code, or both about words that are misspelt."""
    return one.code == other.code or {one.code, other.code} == {"LP207", "LP209"}


def _identity(finding: Finding) -> tuple[object, ...]:
    """What tells a finding with its fix from others, wherever it stands."""
    texts = () if finding.fix is None else tuple(edit.text for edit in finding.fix.edits)
    return (*_key(finding), finding.message, finding.span.line, texts)


def _key(finding: Finding, names: Names | None = None) -> tuple[object, ...]:
    layer = finding.layer if names is None else names.get((finding.model, finding.layer), finding.layer)
    return finding.code, finding.severity, finding.model, layer


def _names(before: State, after: State) -> Names:
    """What each layer was called before a fix that leaves their number as it is.

    A fix may change the class of a layer, and Keras names layers by counting those of a class.
    """
    return {
        (title(now), new.name): old.name
        for then, now in zip(before.result.models, after.result.models, strict=False)
        if len(then.layers) == len(now.layers)
        for old, new in zip(then.layers, now.layers, strict=True)
    }


def _apart(finding: Finding, others: Sequence[Finding]) -> bool:
    """Whether a fix touches nothing that the fixes of others do, unless it is the same edit."""
    taken = {edit for other in others if other.fix for edit in other.fix.edits}
    edits = () if finding.fix is None else finding.fix.edits
    return all(edit in taken or all(_separate(edit, other) for other in taken) for edit in edits)


def _separate(a: Edit, b: Edit) -> bool:
    def place(edit: Edit) -> tuple[object, tuple[int, int], tuple[int, int]]:
        span = edit.span
        return (span.path, span.cell), (span.line, span.column), (span.end_line, span.end_column)

    (one, start, end), (other, begin, stop) = place(a), place(b)
    return one != other or end < begin or stop < start


def _gone(before: State, after: State, fixed: Sequence[Finding]) -> bool:
    """Whether of each kind of finding there are as many fewer as were fixed."""
    names = _names(before, after)
    then, now = Counter(map(_key, before.findings)), Counter(_key(finding, names) for finding in after.findings)
    return all(now[key] <= then[key] - number for key, number in Counter(map(_key, fixed)).items())


def _appeared(before: State, after: State) -> list[Finding]:
    """The errors and warnings that were not there."""
    left, names = Counter(map(_key, before.findings)), _names(before, after)
    found: list[Finding] = []
    for finding in after.findings:
        if left[_key(finding, names)] > 0:
            left[_key(finding, names)] -= 1
        elif finding.severity != "note":
            found.append(finding)
    return found


def _as_promised(before: State, after: State, fixed: Sequence[Finding]) -> bool:
    saves = [finding.fix.saves for finding in fixed if finding.fix is not None and finding.fix.saves]
    models = list(zip(before.result.models, after.result.models, strict=False))
    if len(before.result.models) != len(after.result.models) or not all(_same(a, b) for a, b in models):
        return False
    if not saves:
        return all(_same_counts(a, b) for a, b in models)
    if len(saves) > 1 or any(a.params is None or b.params is None for a, b in models if a.params != b.params):
        return False
    return {(a.params or 0) - (b.params or 0) for a, b in models} - {0} == set(saves)


def _same(a: Model, b: Model) -> bool:
    """Whether a model is still the one it was, and gives the same, if it was built before."""
    built = not any(layer.fault is not None for layer in a.walk())
    return (a.variable, a.function) == (b.variable, b.function) and (not built or _given(a) == _given(b))


def _given(model: Model) -> str | None:
    return str(model.layers[-1].output_shape) if model.layers else None


def _same_counts(a: Model, b: Model) -> bool:
    """Whether every layer that was counted still has its count."""

    def same(then: Layer, now: Layer) -> bool:
        return then.params is None or then.params == now.params

    return len(a.layers) == len(b.layers) and all(map(same, a.layers, b.layers))
