"""git, asked read-only: fixed arguments, and nothing of a repository's own configuration is run.

Only plumbing is used (``rev-parse``, ``symbolic-ref``, ``merge-base``, ``rev-list``, ``ls-tree``, ``diff-tree``,
``cat-file``, ``config`` to read), which knows no external diffs, no text conversions, no filters and no pagers; hooks
and the file system monitor are switched off, and so is every transport, so that an object that a partial clone lacks is
an error and not a connection.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import subprocess
import sys
from collections import OrderedDict
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
    """A commit: its name, when it was made (seconds since 1970, UTC), the first line of its message, and its tree."""

    name: str
    time: int
    subject: str
    tree: str = ""


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
            ends = self.commit(first or "HEAD"), self.commit(second or "HEAD")
            try:
                return _text(self.top, "merge-base", *ends).split("\n")[0]
            except GitError as error:
                raise GitError(f"{revision}: no commit in common{self._shallow() or _said(str(error))}") from None
        try:
            found = _text(self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except GitError as error:
            hint = "; the two ends of a range are two arguments" if ".." in revision else ""
            raise GitError(f"{revision}: no such revision{hint or self._shallow() or _said(str(error))}") from None
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
        if self._partial:
            with self.opened(sys.maxsize) as contents:
                yield from map(contents.read, wanted)
            return
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

    def knows(self, path: str) -> bool:
        """Whether a commit of ``HEAD`` or before touches a path, or anything below it."""
        return bool(_text(self.top, "rev-list", "--max-count=1", "HEAD", "--", f":(top,literal){path}"))

    def about(self, commits: Sequence[str]) -> list[Commit]:
        """When commits were made, and their subjects."""
        return [_commit(name, data or b"") for name, data in zip(commits, self.contents(commits), strict=True)]

    def differences(self, commits: Sequence[Commit]) -> Iterator[dict[str, str | None]]:
        """What each commit has otherwise than the one before it: the names of the contents of regular files by their
        paths, ``None`` of those that are gone. The first has everything otherwise."""
        if commits:
            yield {blob.path: blob.name for blob in self.blobs(commits[0].name)}
        pairs = [(before.tree, after.tree) for before, after in itertools.pairwise(commits)]
        asked = "".join(f"{before} {after}\n" for before, after in pairs).encode()
        data = _run(self.top, "diff-tree", "--stdin", "-r", "-z", "--no-renames", input=asked) if pairs else b""
        at = 0
        for before, after in pairs:
            found: dict[str, str | None] = {}
            head = f"{before} {after}\n".encode()
            # Of trees that are equal, nothing is said.
            at += len(head) if data.startswith(head, at) else 0
            while data.startswith(b":", at):
                end = data.index(b"\0", at)
                _, mode, _, name, _ = data[at:end].split()
                last = data.index(b"\0", end + 1)
                found[os.fsdecode(data[end + 1 : last])] = name.decode() if mode.startswith(b"100") else None
                at = last + 1
            yield found

    @contextlib.contextmanager
    def opened(self, most: int) -> Iterator[Contents]:
        """Contents one at a time, from processes that wait in between."""
        with contextlib.ExitStack() as stack:
            partial = self._partial
            sizes = _Asked(self.top, "--batch-check", partial)
            stack.callback(sizes.end)
            contents = _Asked(self.top, "--batch", partial)
            stack.callback(contents.end)
            yield Contents(sizes, contents, most)

    @property
    def _partial(self) -> bool:
        """Whether the repository may lack objects that another one has."""
        try:
            return bool(_text(self.top, "config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$"))
        except GitError:  # there is no such setting
            return False

    @property
    def shallow(self) -> bool:
        return bool(self._shallow())


class Contents:
    """The contents of blobs, asked for one at a time; those read last are kept."""

    KEPT = 64_000_000
    """Bytes of contents that are kept."""

    def __init__(self, sizes: _Asked, contents: _Asked, most: int) -> None:
        self._sizes, self._contents, self._most = sizes, contents, most
        self._known: OrderedDict[str, bytes | None] = OrderedDict()
        self._held = 0

    def read(self, name: str) -> bytes | None:
        """A content by its name; ``None`` where a partial clone lacks it, or where it is larger than is asked for."""
        if name in self._known:
            self._known.move_to_end(name)
            return self._known[name]
        data = self._known[name] = self._read(name)
        self._held += len(data or b"")
        while self._held > self.KEPT and len(self._known) > 1:
            self._held -= len(self._known.popitem(last=False)[1] or b"")
        return data

    def lacks(self, name: str) -> bool:
        """Whether the repository lacks a content."""
        return self._sizes.size(name) is None

    def _read(self, name: str) -> bytes | None:
        size = self._sizes.size(name)
        if size is None or size > self._most or self._contents.size(name) is None:
            return None
        return self._contents.rest(size)


class _Asked:
    """A ``cat-file`` that waits for names. In a ``partial`` repository it ends at an object that is lacking, as it may
    not fetch it, and is begun anew."""

    def __init__(self, directory: str, way: str, partial: bool) -> None:
        self._directory, self._way, self._partial = directory, way, partial
        self._process = self._begun()

    def size(self, name: str) -> int | None:
        """Ask for an object; the size that the answer begins with, ``None`` where there is no such object."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(f"{name}\n".encode())
            self._process.stdin.flush()
            head = self._process.stdout.readline().split()
        except OSError:
            raise GitError("git ended before it was asked all") from None
        if not head and self._partial:
            self.end()
            self._process = self._begun()
            return None
        if not head:
            raise GitError("git ended before it had told all")
        return int(head[2]) if len(head) == 3 and head[2].isdigit() else None

    def rest(self, size: int) -> bytes:
        """The content whose size was told."""
        assert self._process.stdout is not None
        data = self._process.stdout.read(size + 1)
        if len(data) != size + 1:
            raise GitError("git ended before it had told all")
        return data[:-1]

    def end(self) -> None:
        self._process.kill()
        with contextlib.suppress(BrokenPipeError), self._process:
            pass  # what it was asked last can be handed over no more

    def _begun(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                (program(), *_FIXED, "cat-file", self._way),
                cwd=self._directory,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        except OSError as error:
            raise GitError(f"git can't be run: {error.strerror}") from None


_COMMITTER = re.compile(rb"^committer [^\n]*> (\d+) [+-]\d{4}$", re.MULTILINE)


def _commit(name: str, data: bytes) -> Commit:
    head, _, message = data.partition(b"\n\n")
    match = _COMMITTER.search(head)
    subject = message.strip().partition(b"\n")[0].decode("utf-8", "replace")
    tree = head.partition(b"\n")[0].removeprefix(b"tree ").decode("ascii", "replace")
    return Commit(name, int(match[1]) if match is not None else 0, subject, tree)


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
        fatal = [line.removeprefix("fatal: ") for line in lines if line.startswith("fatal: ")]
        raise GitError((fatal or lines)[0][:300])
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
