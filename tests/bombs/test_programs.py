"""Each bomb ends within five seconds and 500 MB, in a finding, or in a model that is counted or says why not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.bombs.programs import COUNTED, HEAD, PARSED, TEXTS

ROOT = Path(__file__).parents[2]
SECONDS = 5.0
MEGABYTES = 500

pytestmark = [
    pytest.mark.long,  # two minutes of the processor
    pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the peak is read from /proc"),
]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, dict[str, object]]:
    """All bombs, one after another in one process: to start one costs more than most of them."""
    folder = tmp_path_factory.mktemp("bombs")
    (folder / "warm-up.py").write_text(HEAD + COUNTED)
    names = {f"b{number:03}.py": name for number, name in enumerate({**TEXTS, **PARSED})}
    for file, name in names.items():
        (folder / file).write_text(f"{HEAD}{COUNTED}{(TEXTS | PARSED)[name]}\n")
    command = [sys.executable, "-m", "tests.bombs.worker", str(folder), *names]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"{names[list(names)[len(found)]]}: {done.stderr[-3000:]}"
    return {names[str(one["name"])]: one for one in found}


@pytest.mark.parametrize("name", [*TEXTS, *PARSED])
def test_it_ends_in_an_answer(name: str, results: Mapping[str, dict[str, object]]) -> None:
    found = results[name]
    assert not found["failed"], found["said"]
    assert found["codes"] or found["models"]
    for model in found["models"]:  # type: ignore[attr-defined]
        assert model["params"] is not None or model["reason"]
    assert found["seconds"] < SECONDS  # type: ignore[operator]
    assert found["peak"] < MEGABYTES * 1e6  # type: ignore[operator]


@pytest.mark.parametrize("name", TEXTS)
def test_the_model_beside_it_is_counted_or_the_file_refused(
    name: str, results: Mapping[str, dict[str, object]]
) -> None:
    found = results[name]
    assert "LP901" in found["codes"] or found["models"][0]["params"] == 4 * 3 + 3  # type: ignore[operator,index]
