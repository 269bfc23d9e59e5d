"""Check every Python file and notebook below directories, and tell what broke down, what took long, and what was found.

    python tools/corpora.py                     the standard library, and all packages that are installed
    python tools/corpora.py DIR… --slowest 20

Every file goes through all that a check does, also those that the prefilter would pass over where ``--all`` says so.
Exits with 1 where a file made the program break down or took more than five seconds of the processor. Findings of LP2
(what Keras refuses) are listed one by one: in code that works they are to be looked at.
"""

from __future__ import annotations

import argparse
import os
import sys
import sysconfig
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lint_params.source.prefilter import Prefilter  # noqa: E402
from lint_params.source.root import Roots  # noqa: E402

SECONDS = 5.0
SUFFIXES = (".py", ".pyw", ".ipynb")


@dataclass
class Seen:
    """What came of all files."""

    files: int = 0
    bytes: int = 0
    models: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    codes: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    prefilter: Prefilter = field(default_factory=Prefilter)
    roots: Roots = field(default_factory=Roots)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", nargs="*", help="where to look (default: the standard library and all packages)")
    parser.add_argument("--slowest", type=int, default=10, metavar="N", help="files to name (default: 10)")
    parser.add_argument("--all", action="store_true", help="interpret also files without a word of Keras")
    options = parser.parse_args(arguments)
    places = sysconfig.get_paths()
    seen, started = Seen(), time.monotonic()
    try:
        for directory in options.directory or dict.fromkeys((places["stdlib"], places["purelib"])):
            for path in _files(directory):
                _look(path, seen, options.all)
                if seen.files % 1000 == 0:
                    print(f"{seen.files:,} files, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print("interrupted; so far:")
    return _told(seen, time.monotonic() - started, options.slowest)


def _files(directory: str) -> Iterator[str]:
    """The files below a directory, hidden ones and those of packages too: more than a check looks at by itself."""
    for folder, folders, names in os.walk(directory):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            if name.lower().endswith(SUFFIXES) and os.path.isfile(path):
                yield path


def _look(path: str, seen: Seen, every: bool) -> None:
    from lint_params.cli.analysis import STDIN, Request, Run
    from lint_params.cli.checking import Plan
    from lint_params.cli.gathering import report_of

    said: list[str] = []
    request = Request((path,), isolated=True, verbose=True, jobs=1)
    if every:
        data = Path(path).read_bytes()
        words = b"" if path.lower().endswith(".ipynb") else b"\n# keras Sequential\n"
        request = Request((STDIN,), isolated=True, verbose=True, jobs=1, source=data + words, stdin_filename=path)
    before = time.process_time()
    try:
        run = Run.of(request, said.append)
        run._prefilter, run._roots = seen.prefilter, seen.roots  # so that each module is read once for all
        report, _ = report_of(run, Plan())
    except Exception as error:
        seen.broken.append(f"{path}: {type(error).__name__}: {error}")
        return
    seen.seconds[path] = took = time.process_time() - before
    if took > SECONDS:
        print(f"{took:.1f} s: {path}", file=sys.stderr, flush=True)
    seen.files += 1
    seen.bytes += os.path.getsize(path)
    seen.models += report.models
    seen.codes.update(finding.code for finding in report.findings)
    seen.broken += [f"{path}: {line}" for line in said if report.problems]
    seen.refused += [
        f"{finding.span.path}:{finding.span.line}: {finding.code} {finding.message}"
        for finding in report.findings
        if finding.code.startswith("LP2")
    ]


def _told(seen: Seen, took: float, slowest: int) -> int:
    slow = sorted(seen.seconds.items(), key=lambda item: -item[1])
    print(f"{seen.files:,} files, {seen.bytes / 1e6:,.0f} MB, {seen.models:,} models, {took:.0f} s{_memory()}")
    print("findings:", ", ".join(f"{code} {count:,}" for code, count in sorted(seen.codes.items())) or "none")
    print(f"\nwhat Keras refuses ({len(seen.refused)}):", *seen.refused, sep="\n  ")
    print("\nslowest:", *(f"{seconds:.2f} s  {path}" for path, seconds in slow[:slowest]), sep="\n  ")
    late = [path for path, seconds in slow if seconds > SECONDS]
    print(f"\nover {SECONDS:g} s: {len(late)}; broken down: {len(seen.broken)}", *seen.broken, sep="\n  ")
    return 1 if late or seen.broken else 0


def _memory() -> str:
    """The most memory that this process has held."""
    try:
        import resource
    except ImportError:  # Windows has no such count
        return ""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f", at most {most * (1 if sys.platform == 'darwin' else 1024) / 1e6:,.0f} MB of memory"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
