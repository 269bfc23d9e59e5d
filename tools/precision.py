"""Write down what the interpreter says of many expressions, programs and layers (``tests/precision``).

    python tools/precision.py             after a change that means to say something else; read the difference
    python tools/precision.py KIND …      the same, for these files of the record alone: values, programs, findings
    python tools/precision.py show TEXT   all that is said, of the parts with that in their name

Two runs of ``show``, before a change and after it, can be compared line by line.
"""

from __future__ import annotations

import sys
from collections.abc import Set as AbstractSet
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.precision.questions import PARTS, Answers  # noqa: E402
from tests.precision.record import FOLDER, kind, lines  # noqa: E402

KINDS = {kind(part.name) for part in PARTS}


def show(name: str) -> None:
    """Print all answers of some parts."""
    for part in PARTS:
        if name in part.name:
            for asked, answers in part.ask().items():
                for setting, said in answers.items():
                    print(f"{kind(part.name)}: {asked} ({setting})\n{said}\n")


def write(kinds: AbstractSet[str]) -> None:
    """Write the record of some kinds anew, and take away what is of no kind any more."""
    every: dict[str, dict[str, Answers]] = {}
    for part in PARTS:
        if kind(part.name) in kinds:
            every.setdefault(kind(part.name), {}).update(part.ask())
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        if old.stem not in KINDS:
            old.unlink()
    for name, answers in every.items():
        (FOLDER / f"{name}.txt").write_text("\n".join(lines(answers)) + "\n", "utf-8")


def main(arguments: list[str]) -> int:
    """What the command line asks for."""
    if arguments[:1] == ["show"]:
        show(" ".join(arguments[1:]))
    elif not KINDS.issuperset(arguments):
        print(__doc__)
        return 2
    else:
        write(set(arguments) or KINDS)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
