"""Every program of ``tests/cases`` runs in real Keras, and the tool says of it, unrun, what Keras built.

A case is a file, or a folder with a ``main.py``; those below ``keras2`` run in tf_keras. Comments at its head declare
what is special: ``# expect: partial`` (something can't be known), ``variants`` (a branch is open), ``unbuilt``,
``assumed`` (defaults went in), ``nothing`` (no model of ours); ``# try: build(units=7)`` calls a builder after the
program; ``# given: X.shape[1] = 4`` says what an unknown is in the run, so that formulas can be checked.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lint_params import summarize
from tests.truth.agreement import Json, Terms, file_disagreements, lower_bound_is_useful
from tests.truth.kept import kept
from tests.truth.kerastruth.directives import Directives, directives_of

CASES = Path(__file__).parent / "cases"
RECORD = Path(__file__).parent / "truth" / "record.py"


def _programs() -> list[str]:
    files = sorted(path for suffix in ("py", "ipynb") for path in CASES.rglob(f"*.{suffix}"))
    folders = {path.parent for path in files if path.name == "main.py"}
    programs = [path for path in files if path.name == "main.py" or not folders & {path.parent, *path.parents}]
    return [path.relative_to(CASES).as_posix() for path in programs]


PROGRAMS = _programs()


@dataclass(frozen=True, slots=True)
class Findings:
    """By case: the call sites recorded in Keras, and the run's error."""

    sites: Mapping[str, Sequence[Json]]
    failures: Mapping[str, str]


@pytest.fixture(scope="session")
def findings(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Findings:
    """All cases at once: Keras takes seconds to start. Of several test processes one runs them, the others wait."""
    folder = tmp_path_factory.getbasetemp()
    shared = (folder if worker_id == "master" else folder.parent) / "cases.json"
    try:
        os.close(os.open(shared.with_suffix(".lock"), os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        deadline = time.monotonic() + 1200
        while not shared.exists() and time.monotonic() < deadline:
            time.sleep(0.5)
    else:
        found: dict[str, Any] = {}
        try:
            found = {
                "truth": [
                    record
                    for keras in ("3", "2")
                    for record in kept(f"cases in {keras}, {_digest()}", partial(_truth, keras))
                ]
            }
        finally:  # the others need not wait for what failed
            shared.with_suffix(".part").write_text(json.dumps(found))
            shared.with_suffix(".part").replace(shared)
    data = json.loads(shared.read_text())
    assert data, "the cases could not be run; the process that tried says why"
    sites: dict[str, list[Json]] = {}
    failures: dict[str, str] = {}
    for record in data["truth"]:
        if record["kind"] == "error":
            failures[record["path"]] = record["message"]
        else:
            sites.setdefault(record["path"], []).extend([record] if record["kind"] == "model" else [])
    return Findings(sites, failures)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this test process, ``master`` where there is one only; as pytest-xdist has it."""
    options: Any = request.config
    return str(options.workerinput["workerid"]) if hasattr(options, "workerinput") else "master"


def _digest() -> str:
    """What tells these programs from those that were asked about before."""
    files = sorted(path for path in CASES.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    said = b"".join(str(path.relative_to(CASES)).encode() + path.read_bytes() for path in files)
    return hashlib.sha256(said).hexdigest()


def _truth(keras: str) -> list[dict[str, Any]]:
    programs = [program for program in PROGRAMS if program.startswith("keras2/") == (keras == "2")]
    jobs = "1" if int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) > 1 else "2"  # the others have the other cores
    command = [sys.executable, str(RECORD), "--strict", "--keras", keras, "--root", str(CASES), "--file-limit", "120"]
    command += ["--jobs", jobs]
    run = subprocess.run([*command, *programs], cwd=CASES, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.parametrize("program", PROGRAMS)
def test_case(program: str, findings: Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program not in findings.failures, f"does not run in Keras: {findings.failures[program]}"
    declared = directives_of(CASES / program)
    assert declared.expect <= {"partial", "variants", "unbuilt", "assumed", "nothing"}
    monkeypatch.chdir(CASES)
    summary = summarize(Path(program), isolated=True)
    text = summary.json()
    assert pickle.loads(pickle.dumps(summary)).json() == text, "it is another one where it comes from another process"
    said = json.loads(text)
    sites, claims = findings.sites[program], said["models"]
    assert not said["errors"]
    assert bool(sites) != ("nothing" in declared.expect), f"Keras builds {len(sites)} models"
    disagreements = file_disagreements(sites, claims, _terms(declared))
    assert not disagreements, "\n".join(disagreements)
    _declarations_hold(declared, sites, claims)


def _terms(declared: Directives) -> Terms:
    expect = declared.expect
    return Terms("partial" in expect, "variants" in expect, "unbuilt" in expect, declared.given)


def _declarations_hold(declared: Directives, sites: Sequence[Json], claims: Sequence[Json]) -> None:
    """A declaration that no longer holds has to go."""
    left_open = [claim for claim in claims if claim["status"] != "exact"]
    if "partial" in declared.expect:
        frozen = any(claim["trainable"] is None for claim in claims)
        assert left_open or frozen, "declared partial, yet everything is exact"
        assert all(claim["reason"] or claim["free"] for claim in left_open), "no reason given"
        assert all(lower_bound_is_useful(claim) for claim in left_open)
    if "variants" in declared.expect:
        assert len(claims) > len(sites), "declared to have variants, yet none is stated"
    if "assumed" in declared.expect:
        assert any(claim["assumed"] for claim in claims), "declared to assume defaults, yet none is stated"
    else:
        assert not any(claim["assumed"] for claim in claims), "defaults are assumed; declare it"


def test_there_are_enough_cases() -> None:
    assert len(PROGRAMS) >= 150
    assert sum(program.startswith("custom/") for program in PROGRAMS) >= 40
