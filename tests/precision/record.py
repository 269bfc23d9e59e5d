"""The record on disk: one line a question, with a few signs for what is said of it in each setting.

A file begins with the settings; every line then is their digests, in that order, and what is asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.precision.questions import Answers

FOLDER = Path(__file__).parent / "recorded"
SIGNS = 5


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:SIGNS]


def kind(part: str) -> str:
    """The name of a part's file."""
    return part.split(" ")[0]


def lines(answers: Mapping[str, Answers]) -> list[str]:
    """What is kept of some answers; the first line names the settings."""
    settings = list(next(iter(answers.values())))
    found = [
        " ".join(digest(answer[name]) for name in settings) + f" {json.dumps(asked)}"
        for asked, answer in answers.items()
    ]
    return [", ".join(settings), *found]


@cache
def kept(name: str) -> dict[str, dict[str, str]]:
    """The digests of a file: by what is asked, then by setting."""
    path = FOLDER / f"{name}.txt"
    settings, *rest = path.read_text("utf-8").splitlines() if path.exists() else [""]
    names = settings.split(", ")
    found: dict[str, dict[str, str]] = {}
    for line in rest:
        *digests, asked = line.split(" ", len(names))
        found[json.loads(asked)] = dict(zip(names, digests, strict=True))
    return found


def differences(part: str, answers: Mapping[str, Answers]) -> list[str]:
    """What is said otherwise than it was: the question, the setting, and all that is said now.

    A program that stands in another test is no question before it is written down: tests come without a record.
    """
    before = kept(kind(part))
    if kind(part) in ("programs", "uncertain"):
        answers = {asked: answer for asked, answer in answers.items() if asked in before}
    return [
        f"{asked} ({name}):\n{said}"
        for asked, answer in answers.items()
        for name, said in answer.items()
        if before.get(asked, {}).get(name) != digest(said)
    ]
