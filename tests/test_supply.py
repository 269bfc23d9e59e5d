"""What the project takes from others: few packages, pinned for development, under licences that all may use."""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements-dev.txt"
NEEDED = ("libcst", "pyyaml", "tomli")
"""What the program itself needs; tomli before Python 3.11."""
OPTIONAL = ("pygls", "shtab")
SOMETIMES = {"tomli", "exceptiongroup", "pyyaml-ft"}
"""What only some versions of Python need."""


def locked() -> dict[str, list[Requirement]]:
    """The lines of the lock file by name; one name may have several, for several systems."""
    found: dict[str, list[Requirement]] = {}
    for line in LOCK.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            one = Requirement(line)
            found.setdefault(canonicalize_name(one.name), []).append(one)
    return found


def wanted() -> Iterator[Requirement]:
    """What pyproject.toml names, for this system and for development."""
    for line in importlib.metadata.requires("lint-params") or []:
        one = Requirement(line)
        if one.marker is None or any(
            one.marker.evaluate({"extra": extra}) for extra in ("", "test", "server", "completion")
        ):
            yield one


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Keras 3.15, which development needs, begins with Python 3.11")
def test_all_that_is_asked_for_is_locked() -> None:
    pins = locked()
    names = {canonicalize_name(one.name) for one in wanted()}
    assert {"libcst", "pyyaml", "keras", "pytest"} <= names <= set(pins)
    for one in wanted():
        for pin in pins[canonicalize_name(one.name)]:
            (version,) = pin.specifier
            assert version.operator == "=="
            assert one.specifier.contains(version.version), f"{pin} is not {one}"


def test_the_lock_names_packages_and_no_place() -> None:
    lines = [line for line in LOCK.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) > 50
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9.-]+==[\w.]+( ; .+)?", line) or "://" in line] == []


def closure(names: tuple[str, ...]) -> dict[str, str]:
    """Packages and all that they need in turn, with the licence of each."""
    found: dict[str, str] = {}
    left = list(names)
    while left:
        name = canonicalize_name(left.pop())
        if name in found:
            continue
        try:
            one = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            assert name == "tomli", f"{name} is not installed"
            continue
        found[name] = licence(one)
        for line in one.requires or []:
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                left.append(needed.name)
    return found


def licence(one: importlib.metadata.Distribution) -> str:
    """A package's licence in the short form of https://spdx.org/licenses."""
    expression = one.metadata.get("License-Expression")
    if expression:
        return str(expression)
    classifiers = [text for text in one.metadata.get_all("Classifier") or [] if text.startswith("License ::")]
    if not classifiers:
        return str(one.metadata["License"])
    names = {"MIT License": "MIT", "Apache Software License": "Apache-2.0"}
    return names[classifiers[0].rpartition(" :: ")[2]]


def test_the_licences_are_those_that_are_told() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `([\w-]+)` \| ([\w.-]+) \|", text, re.MULTILINE))
    found = closure((*NEEDED, *OPTIONAL))
    assert found.items() <= told.items()
    assert set(told) - set(found) <= SOMETIMES


def test_few_packages_are_needed() -> None:
    without_fallbacks = set(closure(("libcst", "pyyaml"))) - {"typing-extensions", *SOMETIMES}
    assert without_fallbacks == {"libcst", "pyyaml"}
