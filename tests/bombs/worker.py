"""Checks files one after another in this process, and tells of each what came out, how long it took and what it held.

python -m tests.bombs.worker FOLDER NAME…        prints one line of JSON a name
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
import time
from pathlib import Path

from lint_params.cli.analysis import Request, Run
from lint_params.cli.checking import Plan, checked
from lint_params.cli.pool import Analysed
from lint_params.report import Report, summary_json, summary_text, writer
from lint_params.report.columns import COLUMNS
from lint_params.report.style import Style
from tests.memory import peak

GIVEN_UP = 25
"""Seconds of the processor after which a file is given up, with where it hangs."""


def looked_at(path: str) -> dict[str, object]:
    """What a check and a summary say of a file."""
    said: list[str] = []
    run = Run.of(Request((path,), isolated=True, verbose=True, select=("LP",)), said.append)
    codes: list[str] = []
    models: list[dict[str, object]] = []
    for found, summary in run.results(_both):
        codes += found
        models += json.loads(summary)["models"]
    states = [
        {key: model[key] for key in ("params", "at_least", "reason", "status", "layers_complete")} for model in models
    ]
    return {"failed": run.failed, "said": "\n".join(said)[-3000:], "codes": codes, "models": states}


def _both(one: Analysed) -> tuple[list[str], str]:
    found = checked(Plan(), one)
    for piece in writer("text").write(Report(found.findings, lines=found.lines), Style()):
        piece.encode("utf-8", "backslashreplace")
    summary_text.write([one.result], tuple(COLUMNS), Style())
    return [finding.code for finding in found.findings], summary_json.dumped(one.result.models, one.result.errors)


def forget() -> None:
    """Let the peak of memory begin anew: documented in proc(5)."""
    Path("/proc/self/clear_refs").write_text("5")


def give_up(*_: object) -> None:
    faulthandler.dump_traceback()
    os._exit(3)


def slowness() -> float:
    """How many times slower this machine is now than one with nothing else to do: others may share its cores."""
    before = time.process_time()
    sum(number * number for number in range(3_000_000))
    return max(1.0, (time.process_time() - before) / 0.2)


def main(folder: str, names: list[str]) -> None:
    os.chdir(folder)
    signal.signal(signal.SIGPROF, give_up)
    looked_at("warm-up.py")
    for name in names:
        forget()
        faulthandler.dump_traceback_later(10 * GIVEN_UP, exit=True)  # in native code no signal is heard
        signal.setitimer(signal.ITIMER_PROF, GIVEN_UP)
        slow, before = slowness(), time.process_time()
        result = looked_at(name)
        result |= {"name": name, "seconds": (time.process_time() - before) / slow, "peak": peak()}
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
