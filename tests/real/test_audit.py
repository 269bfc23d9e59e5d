"""Nothing of the checked project runs: an audit hook sees no file written, no socket, no import of its modules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

MALICIOUS = """\
import os, socket, subprocess, sys
import planted
from planted import *
open("written.txt", "w").write("x")
os.mkdir("made")
socket.create_connection(("127.0.0.1", 9))
subprocess.run(["true"])
eval("__import__('planted')")
exec("open('written.txt', 'w')")
compile("1", "x", "eval")

from keras import Sequential, layers

class Evil(layers.Layer):
    def __init_subclass__(cls): open("written.txt", "w")
    def __getattr__(self, name): return open("written.txt", "w")
    def build(self, shape): open("written.txt", "w"); self.add_weight(shape=(3, open("written.txt", "w")))

model = Sequential([layers.Input((3,)), layers.Dense(2), Evil(), layers.Lambda(lambda x: open("written.txt", "w"))])
model.add(layers.Dense(eval("2")))
f"{open('written.txt', 'w')}"
"""

PLANTED = "open('imported.txt', 'w').write('x')\nfrom keras import Sequential\n"

HOOK = """
import json, os, sys
events = []
cache = os.environ["LINT_PARAMS_CACHE_DIR"]
recording = False
def hook(event, arguments):
    if not recording:
        return
    if event == "open":
        path, mode, flags = arguments
        if str(path).startswith(cache):
            return  # the one place where it may write
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            events.append([event, str(path)])
    elif event == "import":
        if arguments[0].split(".")[0] in ("planted", "keras", "tensorflow", "model"):
            events.append([event, str(arguments[0])])
    elif event.split(".")[0] in ("socket", "subprocess", "shutil", "ctypes") or event in (
        "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.system", "os.exec", "os.posix_spawn", "os.fork",
        "os.link", "os.symlink", "os.chmod", "os.truncate",
    ):
        if not (event in ("os.mkdir", "os.rename", "os.remove") and str(arguments[0]).startswith(cache)):
            events.append([event, ""])
sys.addaudithook(hook)
sys.dont_write_bytecode = True
from lint_params.__main__ import run
recording = True
status = run()
recording = False
sys.stderr.write(json.dumps([status, events]))
"""


def observed(directory: Path, *arguments: str) -> tuple[int, list[list[str]]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LINT_PARAMS_CACHE_DIR": f"{directory}-cache"}
    command = [sys.executable, "-c", HOOK, *arguments]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, env=environment)
    status, events = json.loads(done.stderr.splitlines()[-1])
    return status, events


def test_nothing_is_run_or_imported(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(MALICIOUS)
    (tmp_path / "planted.py").write_text(PLANTED)
    notebook = {"cells": [{"cell_type": "code", "source": "!touch written.txt\n%run planted.py\n" + MALICIOUS}]}
    (tmp_path / "model.ipynb").write_text(json.dumps(notebook))
    (tmp_path / ".lint-params.yaml").write_text("budgets: [{max-params: 5}]\n")
    before = sorted(os.listdir(tmp_path))
    for arguments in (
        ("check", "."),
        ("summary", ".", "--format", "json"),
        ("check", ".", "--output-format", "github"),
        ("check", "."),  # said again
        ("check", "model.py"),  # from what is known of the file
    ):
        status, events = observed(tmp_path, *arguments)
        assert events == []
        assert status in (0, 1)
    assert sorted(os.listdir(tmp_path)) == before


def test_the_hook_sees_what_it_should(tmp_path: Path) -> None:
    """The proof proves something: a report into a file is a file written."""
    (tmp_path / "a.py").write_text("x = 1\n")
    _, events = observed(tmp_path, "check", ".", "--output-file", "report.txt")
    (_, opened), *_ = events
    assert os.path.basename(opened).startswith(".report.txt.")
    assert ["os.rename", ""] in events
