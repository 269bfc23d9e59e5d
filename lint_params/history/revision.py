"""The files of one revision after another, looked at where git keeps them: nothing is written to a disk.

What is asked of them can be taken down, and asked again of a later revision: a result holds for as long as all
answers are the same. So what a revision costs goes by what it changes.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from lint_params.source.disk import ABSENT, DIRECTORY, FILE
from lint_params.source.mounted import inside_of

if TYPE_CHECKING:
    from lint_params.interpret.partial import Part

KIND, NAMES, CONTENT = "kind", "names", "content"
Question = tuple["str | Part", str]
"""What was asked, and of which path below the top of the repository. A part of a module is asked for as such."""
Answers = dict[Question, "str | frozenset[str] | None"]
"""For each question the kind of thing that is there, the names in a directory, the name of a content, or what stands
for a part of one."""

Changes = Mapping[str, "str | None"]
"""The name of the content of every file that is another one now, ``None`` of those that are gone."""


class RevisionTree:
    """The files of one revision, in the working directory's place. ``read`` gives a content by its name, ``None`` for
    one that can't be had."""

    def __init__(self, read: Callable[[str], bytes | None], part: Callable[[str, str, Part], str | None]) -> None:
        """``part``: what stands for a part of a module, by its path and the name of its content."""
        self._root = os.getcwd()
        self._read = read
        self._part = part
        self._names: dict[str, set[str]] = {"": {".git"}}  # the project begins here
        self._insides: dict[str, str] = {}
        self._asked: list[Answers] = []
        self.files: dict[str, str] = {}
        """The name of the content of each file, by its path."""

    def advance(self, changes: Changes) -> set[str]:
        """Become another revision; the paths of which something else is true now, directories among them."""
        touched: set[str] = set()
        # What is gone comes first: a directory may stand where a file was.
        for path, content in sorted(changes.items(), key=lambda change: change[1] is not None):
            known = self.files.get(path)
            if content == known:
                continue
            touched.add(path)
            if content is None:
                del self.files[path]
                touched.update(self._leave(path))
                continue
            self.files[path] = content
            if known is None:
                touched.update(self._enter(path))
        return touched

    @contextlib.contextmanager
    def asked(self) -> Iterator[Answers]:
        """What is asked while it is open."""
        answers: Answers = {}
        self._asked.append(answers)
        try:
            yield answers
        finally:
            self._asked.remove(answers)

    def holds(self, answers: Answers) -> bool:
        """Whether all questions would be answered the same."""
        return all(self._answer(question, path) == answer for (question, path), answer in answers.items())

    def settle_for(self, parts: Mapping[str, Part], answers: Answers) -> None:
        """Of modules that were asked for whole, let only the parts count that were looked at."""
        for path, part in parts.items():
            inside = self._inside(path)
            if answers.pop((CONTENT, inside), None) is not None:
                answers[part, inside] = self._answer(part, inside)

    # What ``disk`` asks.

    def kind(self, path: str) -> str:
        return str(self._told(KIND, path) or ABSENT)

    def version(self, path: str) -> tuple[int, int]:
        data = self._content(path)
        return len(data), int(self.files[self._inside(path)], 16)

    def names(self, path: str) -> list[str]:
        names = self._told(NAMES, path)
        if not isinstance(names, frozenset):
            raise _missing(path)
        return sorted(names)

    def read(self, path: str, most: int) -> bytes:
        data = self._content(path)
        return data if most < 0 else data[:most]

    def _content(self, path: str) -> bytes:
        name = self._told(CONTENT, path)
        data = self._read(name) if isinstance(name, str) else None
        if data is None:
            raise _missing(path)
        return data

    def _told(self, question: str | Part, path: str) -> str | frozenset[str] | None:
        inside = self._inside(path)
        answer = self._answer(question, inside)
        for answers in self._asked:
            answers[question, inside] = answer
        return answer

    def _answer(self, question: str | Part, path: str) -> str | frozenset[str] | None:
        if question == CONTENT:
            return self.files.get(path)
        if not isinstance(question, str):
            content = self.files.get(path)
            return None if content is None else self._part(path, content, question)
        if question == NAMES:
            return frozenset(self._names[path]) if path in self._names else None
        if path in self.files or path == ".git":
            return FILE if path in self.files else DIRECTORY
        return DIRECTORY if path in self._names else ABSENT

    def _inside(self, path: str) -> str:
        inside = self._insides.get(path)
        if inside is None:
            inside = inside_of(path, self._root)
            inside = "/" if inside is None else inside  # a path that no file has
            self._insides[path] = inside
        return inside

    def _enter(self, path: str) -> Iterator[str]:
        """Note a path in its directory, and that one in the next, up to one that is known; tells which those are."""
        directory, _, name = path.rpartition("/")
        while directory not in self._names:
            yield directory
            self._names[directory] = {name}
            directory, _, name = directory.rpartition("/")
        yield directory
        self._names[directory].add(name)

    def _leave(self, path: str) -> Iterator[str]:
        """Take a path out of its directory, and that one out of the next where nothing else is in it."""
        directory, _, name = path.rpartition("/")
        self._names[directory].discard(name)
        yield directory
        while directory and not self._names[directory]:
            del self._names[directory]
            directory, _, name = directory.rpartition("/")
            self._names[directory].discard(name)
            yield directory


def _missing(path: str) -> FileNotFoundError:
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
