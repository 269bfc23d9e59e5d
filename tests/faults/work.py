"""Commands that write, each with a project to write in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

MODEL = (
    "from keras import Input, Sequential\nfrom keras.layers import Dense\n"
    "model = Sequential([\n    Input((8,)),\n    Dense({units}),  # lint-params: ignore[LP101] -- {why}\n])\n"
)


@dataclass(frozen=True)
class Work:
    """A command line, and the files that it finds."""

    arguments: tuple[str, ...]
    files: Mapping[str, str]

    def prepare(self, folder: Path) -> Path:
        """The project in a folder of its own, always of the same name."""
        folder = folder / "project"
        folder.mkdir(parents=True)
        for name, text in self.files.items():
            (folder / name).write_text(text)
        return folder


MODELS = {f"{name}.py": MODEL.format(units=units, why="old " * 800) for name, units in (("a", 3), ("b", 5))}
BASELINE = {".lint-params.yaml": "baseline: base.json\nbudgets: [{max-params: 10}]\n"}
OLD = '{"version": 1, "models": [], "findings": []}\n'
SET_UP = {".lint-params.yaml": "# old\n", ".lint-params-baseline.json": OLD}
WORKS = {
    "fix": Work(("check", "--fix", "--no-cache"), MODELS),
    "baseline": Work(("check", "--update-baseline", "--no-cache"), {**MODELS, **BASELINE}),
    "raised baseline": Work(("check", "--raise-baseline", "--no-cache"), {**MODELS, **BASELINE, "base.json": OLD}),
    "init": Work(("init", "--force", "--baseline"), {**MODELS, **SET_UP}),
    "page": Work(("report", "-o", "page.html"), {**MODELS, "page.html": "old"}),
    "report": Work(("check", "--no-cache", "--output-format", "sarif:out.sarif"), {**MODELS, "out.sarif": "old"}),
    "cache": Work(("check", "--cache-dir", "cache"), MODELS),
}  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a project by name; without those that a killed command left, begun and never in place."""
    return {path.name: path.read_bytes() for path in _files(folder) if not _left(path)}


def left(folder: Path) -> list[str]:
    """The files that were begun and never put in place."""
    return [path.name for path in _files(folder) if _left(path)]


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.is_file())


def _left(path: Path) -> bool:
    """``.model.py.x1y2z3__`` was to become ``model.py``."""
    return path.name.startswith(".") and path.suffix.removeprefix(".") not in ("yaml", "json")
