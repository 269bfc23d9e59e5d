"""Fuzz one target, or all: ``python tools/fuzz.py source --minutes 15``.

Where atheris is installed (``pip install -e ".[fuzz]"``) it watches which branches an input reaches and goes on from
those that reach new ones; elsewhere inputs are mutated blindly. What breaks the program down, takes more than five
seconds of the processor or more than 500 MB is written to ``build/fuzz/TARGET/``, and tried again alone before it is
told. Exits with 1 where anything was found. ``--try FILE`` runs one input.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import importlib.util
import os
import random
import re
import resource
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SECONDS = 5.0
"""Of processor time for one input."""
MEGABYTES = 500
HANGS = 30
"""Seconds on the clock after which an input is given up, and the process with it."""
MEASURED = 4
"""How many times slower code is whose branches are watched."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="*", help="what to fuzz (default: everything)")
    parser.add_argument("--minutes", type=float, default=15.0, help="for each target (default: 15)")
    parser.add_argument(
        "--folder", type=Path, default=ROOT / "build" / "fuzz", help="where findings and inputs are kept"
    )
    parser.add_argument("--blind", action="store_true", help="do without atheris")
    parser.add_argument("--try", dest="one", type=Path, metavar="FILE", help="run one input and tell what it takes")
    parser.add_argument("--worker", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    folder: Path = options.folder.resolve()
    blind = options.blind or importlib.util.find_spec("atheris") is None
    if options.worker is not None:
        return (_blindly if blind else _watching)(options.target[0], folder / options.target[0], options.worker)
    if options.one is not None:
        return _one(options.target[0], options.one)
    from tests.fuzz.targets import TARGETS

    unknown = set(options.target) - set(TARGETS)
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    found = 0
    for target in options.target or TARGETS:
        found += _fuzzed(target, folder, options.minutes * 60, blind)
    return 1 if found else 0


# The process that supervises.


def _fuzzed(target: str, folder: Path, seconds: float, blind: bool) -> int:
    """Fuzz a target, in a new process after each that came down; how many inputs are bad, tried alone."""
    place = folder / target
    for name in ("corpus", "found"):
        (place / name).mkdir(parents=True, exist_ok=True)
    started, log, runs = time.monotonic(), place / "log.txt", 0
    log.write_bytes(b"")
    while (left := seconds - (time.monotonic() - started)) > 1:
        command = [sys.executable, __file__, target, "--folder", str(folder), "--worker", f"{left:.0f}"]
        with log.open("ab") as output:
            process = subprocess.Popen(
                [*command, *["--blind"] * blind], stdout=output, stderr=output, env=_environment()
            )
            try:
                status = process.wait(left + 2 * HANGS)
            except subprocess.TimeoutExpired:
                process.kill()
                status = process.wait()
        runs += 1
        current = place / "current"
        if status not in (0, 77) and current.exists():
            _keep(place, current.read_bytes(), f"the process came down with status {status}")
        if runs > 200:
            break
    bad = [path for path in sorted((place / "found").glob("*.input")) if _is_bad(target, path)]
    print(
        f"{target}: {_figures(log.read_text('utf-8', 'replace'))}, {seconds / 60:g} minutes, {len(bad)} bad", flush=True
    )
    return len(bad)


def _figures(log: str) -> str:
    """How much was done: executions over all processes, and branches reached."""
    counts = [int(number) for number in re.findall(r"^executed (\d+)$", log, re.MULTILINE)]
    reached = [int(number) for number in re.findall(r"cov: (\d+)", log)]
    slowest = max((float(number) for number in re.findall(r"^slowest ([\d.]+)$", log, re.MULTILINE)), default=0.0)
    covered = f", {max(reached):,} branches" if reached else ""
    return f"{sum(counts):,} executions{covered}, slowest {slowest:.1f} s"


def _is_bad(target: str, path: Path) -> bool:
    """Whether an input alone, unwatched, still breaks a limit; what it does is told."""
    command = [sys.executable, __file__, target, "--try", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=2 * HANGS, env=_environment())
        status, said = done.returncode, (done.stdout + done.stderr).strip()
    except subprocess.TimeoutExpired:
        status, said = -1, "hangs"
    if status != 0:
        print(f"{target}: {path}: {said[-1500:]}", flush=True)
    return status != 0


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1"}


# The process that works.


class Watch:
    """Runs inputs, and keeps those that break down or take too much."""

    def __init__(self, run: Callable[[bytes], None], place: Path, patience: float) -> None:
        self.run = run
        self.place = place
        self.patience = patience
        self.executed = 0
        self.slowest = 0.0
        self.seen: set[str] = set()
        self.current = place / "current"

    def __call__(self, data: bytes) -> None:
        self.current.write_bytes(data)
        faulthandler.dump_traceback_later(HANGS, exit=True)
        before = time.process_time()
        try:
            self.run(data)
        except Exception as error:
            self._found(data, _key(error), "".join(traceback.format_exception(error)))
        finally:
            faulthandler.cancel_dump_traceback_later()
        took = time.process_time() - before
        self.executed += 1
        self.slowest = max(self.slowest, took)
        if took > SECONDS * self.patience:
            self._found(data, f"slow {took // 5}", f"{took:.1f} s")
        if _peak() > 2 * MEGABYTES:
            _keep(self.place, data, f"{_peak():.0f} MB")
            self.told()
            os._exit(77)  # the peak can't be forgotten
        if self.executed % 50 == 0:
            self.told(50)

    def told(self, count: int | None = None) -> None:
        count = self.executed % 50 if count is None else count
        os.write(1, f"\nexecuted {count}\nslowest {self.slowest:.2f}\n".encode())

    def _found(self, data: bytes, key: str, text: str) -> None:
        if key not in self.seen:
            self.seen.add(key)
            _keep(self.place, data, text)


def _key(error: BaseException) -> str:
    """What tells one error from others: its kind and where it was raised, also where it is told as text."""
    frames = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    told = re.findall(r'File "([^"]+)", line (\d+)', str(error))
    return f"{type(error).__name__} {told[-1] if told else frames[-1]}"


def _keep(place: Path, data: bytes, text: str) -> None:
    name = hashlib.sha256(data).hexdigest()[:12]
    (place / "found" / f"{name}.input").write_bytes(data)
    (place / "found" / f"{name}.txt").write_text(text)


def _peak() -> float:
    """Megabytes that this process has held at most; on Linux ``getrusage`` also counts what its parent held."""
    if sys.platform == "linux":
        held = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
        if held is not None:
            return int(held[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**10 if sys.platform != "darwin" else 2**20)


def _watching(target: str, place: Path, seconds: float) -> int:
    import atheris

    with atheris.instrument_imports(include=["lint_params"]):
        from tests.fuzz.targets import TARGETS
    chosen = TARGETS[target]
    seeds = [bytes(seed) for seed in chosen.seeds()]
    for seed in seeds:
        (place / "corpus" / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    watch = Watch(chosen.run, place, MEASURED)

    def other(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.randrange(8) == 0:
            return bytes(atheris.Mutate(data, most))
        return chosen.mutation(data, chance, seeds)[:most]

    flags = (f"-max_total_time={seconds:.0f}", "-timeout=600", "-rss_limit_mb=0", "-max_len=20000", "-len_control=0")
    quiet = ("-reload=0", "-print_pcs=0", "-verbosity=1", f"-artifact_prefix={place}/")
    atheris.Setup([sys.argv[0], *flags, *quiet, str(place / "corpus")], watch, custom_mutator=other)
    atheris.Fuzz()
    watch.told()
    return 0


def _blindly(target: str, place: Path, seconds: float) -> int:
    from tests.fuzz.targets import TARGETS

    chosen = TARGETS[target]
    seeds = list(chosen.seeds())
    watch, end = Watch(chosen.run, place, 1), time.monotonic() + seconds
    for data in _inputs(seeds, chosen.mutation):
        if time.monotonic() > end:
            break
        watch(data)
    watch.told()
    return 0


def _inputs(seeds: list[bytes], mutation: Callable[..., bytes]) -> Iterator[bytes]:
    """The seeds, and then without end what is like them or like what was drawn before."""
    yield from seeds
    chance, drawn = random.Random(), list(seeds)
    while True:
        data = mutation(chance.choice(drawn), chance, seeds)
        if chance.randrange(20) == 0:
            drawn[len(seeds) :] = [*drawn[len(seeds) :][-200:], data]
        yield data


def _one(target: str, path: Path) -> int:
    """Run one input; 1 where it breaks down or takes too much."""
    faulthandler.dump_traceback_later(HANGS, exit=True)
    from tests.fuzz.targets import TARGETS

    data, before = path.read_bytes(), time.process_time()
    try:
        TARGETS[target].run(data)
    except Exception:
        traceback.print_exc()
        return 1
    took, peak = time.process_time() - before, _peak()
    print(f"{took:.1f} s, {peak:.0f} MB")
    return 1 if took > SECONDS or peak > MEGABYTES else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
