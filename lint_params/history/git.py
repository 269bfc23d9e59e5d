"""git, asked read-only: fixed arguments, and nothing of a repository's own configuration is run.

Only plumbing is used (``rev-parse``, ``symbolic-ref``, ``merge-base``, ``rev-list``, ``ls-tree``, ``cat-file``), which
knows no external diffs, no text conversions, no filters and no pagers; hooks and the file system monitor are switched
off, and so is every transport, so that an object that a partial clone lacks is an error and not a connection.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lint_params.records import dataclass

_FIXED = (
    "--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
    "-c", "protocol.allow=never", "-c", "core.quotePath=false",
)  # fmt: skip
_KEPT = (
    "PATH", "HOME", "XDG_CONFIG_HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP",
    "GIT_DIR", "GIT_WORK_TREE", "GIT_CONFIG_GLOBAL",
)  # fmt: skip
"""Variables that git is given: others can name programs for it to run."""


class GitError(Exception):
    """Why a repository or a revision can't be read, in words."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a revision: its path below the top of the repository, and the name of its content."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its name, when it was made (seconds since 1970, UTC), and the first line of its message."""

    name: str
    time: int
    subject: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository; ``top`` is the directory of its working tree, ``prefix`` where below it one stands (``a/b/``)."""

    top: str
    prefix: str

    @staticmethod
    def around(directory: str) -> Repository:
        """The repository that a directory is in; raises ``GitError``."""
        lines = _text(directory, "rev-parse", "--show-toplevel", "--show-prefix").split("\n")
        return Repository(lines[0], lines[1] if len(lines) > 1 else "")

    def commit(self, revision: str) -> str:
        """The name of the commit that a revision means, for ``A...B`` that of their merge base; raises ``GitError``."""
        first, dots, second = revision.partition("...")
        if dots:
            found = _text(self.top, "merge-base", self.commit(first or "HEAD"), self.commit(second or "HEAD"))
            return found.split("\n")[0]
        try:
            found = _text(self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except GitError as error:
            raise GitError(f"{revision}: no such revision{self._shallow() or _said(str(error))}") from None
        return found.strip()

    @property
    def unborn(self) -> bool:
        """Whether the branch that is checked out has no commit yet."""
        return self._works("symbolic-ref", "--quiet", "HEAD") and not self._works("rev-parse", "--verify", "HEAD")

    def _works(self, *arguments: str) -> bool:
        try:
            _run(self.top, *arguments)
        except GitError:
            return False
        return True

    def _shallow(self) -> str:
        try:
            shallow = _text(self.top, "rev-parse", "--is-shallow-repository").strip() == "true"
        except GitError:
            return ""
        return ": this clone is shallow and may lack it (git fetch --unshallow)" if shallow else ""

    def blobs(self, commit: str) -> Iterator[Blob]:
        """The regular files of a commit; no links, no submodules."""
        for entry in _run(self.top, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
            about, tab, path = entry.partition(b"\t")
            if tab and about.startswith(b"100"):
                yield Blob(os.fsdecode(path), about.split()[2].decode())

    def contents(self, names: Iterable[str]) -> Iterator[bytes | None]:
        """The contents of blobs, or the texts of commits, in order; ``None`` for what a partial clone lacks."""
        wanted = list(names)
        data = _run(self.top, "cat-file", "--batch", input="".join(f"{name}\n" for name in wanted).encode())
        at = 0
        for _ in wanted:
            end = data.find(b"\n", at)
            head = data[at:end].split()
            if end < 0 or len(head) != 3:
                yield None
                at = end + 1
                continue
            size = int(head[2])
            yield data[end + 1 : end + 1 + size]
            at = end + 1 + size + 1

    def commits(self, suffixes: Sequence[str], most: int) -> list[str]:
        """The names of the newest commits that touch a file with one of the suffixes, oldest first: those of ``HEAD``
        and its first parents."""
        patterns = [f":(top,glob,icase)**/*{suffix}" for suffix in suffixes]
        found = _text(self.top, "rev-list", "--first-parent", f"--max-count={most}", "HEAD", "--", *patterns)
        return found.split()[::-1]

    def about(self, commits: Sequence[str]) -> list[Commit]:
        """When commits were made, and their subjects."""
        return [_commit(name, data or b"") for name, data in zip(commits, self.contents(commits), strict=True)]

    @property
    def shallow(self) -> bool:
        return bool(self._shallow())


_COMMITTER = re.compile(rb"^committer [^\n]*> (\d+) [+-]\d{4}$", re.MULTILINE)


def _commit(name: str, data: bytes) -> Commit:
    head, _, message = data.partition(b"\n\n")
    match = _COMMITTER.search(head)
    subject = message.strip().partition(b"\n")[0].decode("utf-8", "replace")
    return Commit(name, int(match[1]) if match is not None else 0, subject)


def _said(error: str) -> str:
    return f": {error}" if error else ""


def _text(directory: str, *arguments: str) -> str:
    return os.fsdecode(_run(directory, *arguments)).rstrip("\n")


def _run(directory: str, *arguments: str, input: bytes = b"") -> bytes:
    try:
        done = subprocess.run(
            (program(), *_FIXED, *arguments),
            cwd=directory,
            input=input,
            capture_output=True,
            env=_environment(),
            check=False,
        )
    except OSError as error:
        raise GitError(f"git can't be run: {error.strerror}") from None
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().split("\n")
        raise GitError(lines[0].removeprefix("fatal: ")[:300])
    return done.stdout


def program(windows: bool = os.name == "nt") -> str:
    """What to run as git: never what lies in the working directory, which holds what is checked. Windows would look
    there first, others where ``PATH`` has an entry that is empty or relative. Raises ``GitError``."""
    name = "git.exe" if windows else "git"
    places = filter(os.path.isabs, os.environ.get("PATH", os.defpath).split(os.pathsep))
    candidates = (os.path.join(place, name) for place in places)
    found = (path for path in candidates if os.path.isfile(path) and (windows or os.access(path, os.X_OK)))
    try:
        return next(found)
    except StopIteration:
        raise GitError("git can't be run: it is not on the PATH") from None


def _environment() -> Mapping[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
