"""How models developed, from the models of one commit after another: each model one line of moments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lint_params.history.compare import SAME, ModelChange, compared
from lint_params.history.git import Commit
from lint_params.history.shot import ModelShot
from lint_params.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Moment:
    """A commit in which a model came, went or changed."""

    commit: Commit
    change: ModelChange


@dataclass(slots=True)
class Line:
    """One model through time, oldest moment first; ``last`` is what it is at the end, ``None`` where it is gone."""

    last: ModelShot | None
    moments: list[Moment] = field(default_factory=list)


def lines(states: Iterable[tuple[Commit, Sequence[ModelShot]]]) -> list[Line]:
    """Every model through the commits, oldest first. A model that is the very same object as before was not read again,
    and is compared with nothing."""
    found: list[Line] = []
    standing: dict[int, Line] = {}
    for commit, models in states:
        here = {id(model) for model in models}
        before = [line.last for key, line in standing.items() if key not in here and line.last is not None]
        after = [model for model in models if id(model) not in standing]
        for change in compared(before, after):
            line = None if change.before is None else standing.pop(id(change.before))
            if line is None:
                line = Line(change.after)
                found.append(line)
            if change.kind != SAME:
                line.moments.append(Moment(commit, change))
            line.last = change.after
            if change.after is not None:
                standing[id(change.after)] = line
    return found


def present(lines: Sequence[Line]) -> Iterator[Line]:
    """The models that are there at the end first, then those that are gone."""
    yield from (line for line in lines if line.last is not None)
    yield from (line for line in lines if line.last is None)
