"""Write down what the interpreter says of many expressions, programs and layers (``tests/precision``).

    python tools/precision.py             after a change that means to say something else; read the difference
    python tools/precision.py show TEXT   all that is said, of the parts with that in their name

Two runs of ``show``, before a change and after it, can be compared line by line.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.precision.questions import PARTS, Answers  # noqa: E402
from tests.precision.record import FOLDER, kind, lines  # noqa: E402


def show(name: str) -> None:
    """Print all answers of some parts."""
    for part in PARTS:
        if name in part.name:
            for asked, answers in part.ask().items():
                for setting, said in answers.items():
                    print(f"{kind(part.name)}: {asked} ({setting})\n{said}\n")


def write() -> None:
    """Write the record anew."""
    every: dict[str, dict[str, Answers]] = {}
    for part in PARTS:
        every.setdefault(kind(part.name), {}).update(part.ask())
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for name, answers in every.items():
        (FOLDER / f"{name}.txt").write_text("\n".join(lines(answers)) + "\n", "utf-8")


def main(arguments: list[str]) -> int:
    """What the command line asks for."""
    if arguments[:1] == ["show"]:
        show(" ".join(arguments[1:]))
    elif arguments:
        print(__doc__)
        return 2
    else:
        write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
