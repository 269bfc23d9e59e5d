"""The settings that hold for a path, as ``--show-config`` says them."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.config.settings import Budget, Settings


def described(settings: Settings) -> str:
    """A comment with the file they come from, then one setting a line, in the words of the configuration."""
    return "\n".join(_lines(settings)) + "\n"


def _lines(settings: Settings) -> Iterator[str]:
    yield f"# {settings.path or 'no configuration file'}"
    yield f"# paths are relative to {settings.root}"
    yield "budgets:" if settings.budgets else "budgets: []"
    for budget in settings.budgets:
        yield f"  - {_budget(budget)}  # {budget.place.path}:{budget.place.line}"
    yield "inputs:" if settings.inputs else "inputs: {}"
    for entry in settings.inputs:
        value = list(entry.value) if isinstance(entry.value, tuple) else entry.value
        yield f'  "{entry.name}": {_yaml(value)}  # {entry.place.path}:{entry.place.line}'
    yield "layers:" if settings.layers else "layers: {}"
    for layer in settings.layers:
        output = "" if layer.output is None else f", output: {_yaml(list(layer.output))}"
        yield f'  "{layer.name}": {{params: {layer.params}, trainable: {layer.trainable}{output}}}'
    yield f"select: {_yaml(list(settings.select))}"
    yield f"ignore: {_yaml(list(settings.ignore))}"
    yield f"max-file-size: {settings.max_file_size}"
    yield f"keras: {settings.keras}"
    if settings.baseline is not None:
        yield f"baseline: {settings.baseline}"


def _budget(budget: Budget) -> str:
    parts = {"for": budget.scope, "type": list(budget.types), "name": list(budget.names), **budget.aspects}
    text = ", ".join(f"{key}: {_yaml(value)}" for key, value in parts.items() if value != [])
    return f"{{{text}}}" if budget.paths is None else f"{{{text}, paths: …}}"


def _yaml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_yaml, value))}]"
    return "null" if value is None else str(value)
