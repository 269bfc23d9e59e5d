"""Data sets of every kind made of one tree, and what a scan wrote of them read back."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lint_params.config.settings import Settings
from lint_params.scan.inputs import Columns, Input
from lint_params.scan.output import Output
from lint_params.scan.partition import Job, scan_partition

ROOT = Path(__file__).parents[2]
Files = Mapping[str, bytes]
TABLES = ("models", "layers", "findings", "errors")


def sample() -> dict[str, bytes]:
    """Projects with imports between files, notebooks, code that can't be parsed, and code without models."""
    files = {}
    for folder in (ROOT / "tests/cases/crossfile", ROOT / "tests/cases/notebooks"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".ipynb"):
                files[f"{folder.name}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    files["broken.py"] = b"from keras import Sequential\nmodel = Sequential(\n"
    files["plain.py"] = b"import os\nprint(os.name)\n"
    files["refused.py"] = (
        b"from keras import Sequential\nfrom keras.layers import LSTM, Input\n"
        b"model = Sequential([Input((9, 2)), LSTM(3), LSTM(4)])\n"
    )
    files["unknown.py"] = (
        b"from keras import Sequential\nfrom keras.layers import Dense\nimport data\n"
        b"model = Sequential([Dense(4, input_shape=data.x.shape[1:]), Dense(2)])\n"
    )
    return files


def write_tree(directory: Path, files: Files) -> Path:
    for name, data in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return directory


def write_parquet(path: Path, rows: list[tuple[str | None, str | None, bytes | None]], **options: object) -> Path:
    """Rows of repository, path, content."""
    columns = {
        "repo": pa.array([row[0] for row in rows], pa.string()),
        "path": pa.array([row[1] for row in rows], pa.string()),
        "content": pa.array([row[2] for row in rows], pa.binary()),
    }
    pq.write_table(pa.table(columns), path, **options)
    return path


def write_lines(path: Path, rows: list[tuple[str | None, str, bytes]], pack: Callable[[bytes], bytes] = bytes) -> Path:
    lines = [json.dumps({"repo": repo, "path": name, "content": data.decode()}) for repo, name, data in rows]
    path.write_bytes(pack("\n".join([*lines, ""]).encode()))
    return path


def write_zip(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def write_tar(path: Path, files: Files, mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def of_one_repo(files: Files) -> list[tuple[str | None, str, bytes]]:
    return [("someone/project", name, data) for name, data in sorted(files.items())]


def scanned(directory: Path, *paths: Path, size: int = 5_000, seconds: float = 300.0) -> Path:
    """The output of a scan by this process, without a cluster."""
    output = Output(str(directory))
    given = Input.of([str(path) for path in paths], Columns(), size, lambda path, directory: False)
    with output.lock():
        output.prepare({})
        for partition in given.partitions():
            scan_partition(Job(output.path, given.columns, Settings.default(), seconds), partition)
    return directory


def rows(output: Path, table: str, *without: str) -> list[dict[str, object]]:
    """The rows of a table, partition by partition, without some columns."""
    files = sorted((output / table).glob("part-*.parquet"))
    found = [row for file in files for row in pq.read_table(file).to_pylist()]
    return [{name: value for name, value in row.items() if name not in without} for row in found]


def everything(output: Path, *without: str) -> dict[str, list[dict[str, object]]]:
    return {table: rows(output, table, *without) for table in TABLES}


def summary(output: Path) -> dict[str, object]:
    """What a scan wrote, put together as ``lint-params summary --format json`` has it, by path."""
    layers: dict[tuple[object, ...], list[dict[str, object]]] = {}
    for layer in rows(output, "layers"):
        layers.setdefault((layer["source"], layer["position"], layer["model"]), []).append(layer)
    models = []
    for row in rows(output, "models"):
        its = layers.pop((row["source"], row["position"], row["model"]), [])
        model = {name: row[name] for name in MODEL}
        model |= {name: None if row[name] is None else json.loads(str(row[name])) for name in ("made_at", "variant")}
        model |= {"assumed": json.loads(str(row["assumed"])), "layers": _layers(row, its, None)}
        assert row["layers"] == len(model["layers"])
        models.append(model)
    assert not layers
    errors = [
        {name: row[name] for name in ("path", "cell", "line", "column", "message")} for row in rows(output, "errors")
    ]
    return {"version": 1, "errors": by_path(errors), "models": by_path(models)}


def by_path(items: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(items, key=lambda item: str(item["path"]))


def _layers(model: dict[str, object], layers: list[dict[str, object]], inside: object) -> list[dict[str, object]]:
    found = []
    for row in layers:
        if row["inside"] == inside:
            layer = {name: row[name] for name in LAYER}
            layer |= {name: json.loads(str(row[name])) for name in ("input_shape", "output_shape", "weights")}
            layer["path"] = row["defined_in"] or model["path"]
            layer["layers"] = _layers(model, layers, row["layer"]) if row["nested"] else None
            found.append(layer)
    return found


MODEL = (
    "path cell line column end_line variable name function status layers_complete reason "
    "params trainable non_trainable bytes at_least free"
).split()
LAYER = "type name cell line column dtype params trainable non_trainable at_least formula free reason".split()
