"""A look at how deep an expression goes, before a parser does.

libcst parses by recursion in native code and takes the whole process down when the stack ends: at a bit over a
thousand nested brackets, or some thousands of ``lambda``. Long before that, its time grows with the square of the
depth. Python itself refuses 200 nested brackets (``MAXLEVEL`` in CPython's ``tokenizer.h``).
"""

from __future__ import annotations

import re

from lint_params.records import dataclass, field
from lint_params.source.tokens import TOKEN

MAX_BRACKETS = 200
"""Brackets inside each other."""

MAX_CHAIN = 2000
"""Tokens of one expression between commas, those around its brackets included: what can nest without brackets."""

MAX_WORK = 10_000_000
"""The sum of the squares of all long chains of a file: some three seconds of parsing."""

MAX_TOKENS = 100_000
"""Words, signs and line ends of one file: some four seconds of work, and 400 MB. The largest file with a
model among some thousands of programs has 50,000 (long generated tests aside)."""

WORDS = "words and signs"

FIELD = 3
"""Tokens that a replacement field of an f-string, which is one token here, is worth."""

PATTERN = 80
"""What a bracket in the pattern of a ``case`` adds to the work, times three to the power of its depth: libcst goes
back and tries again there."""

LONG = 300
"""Tokens from which a chain is long; shorter ones cost next to nothing."""

MAX_ELIF = 1000
"""``elif`` branches in one file's longest chain: each one is nested in the one before."""


def _balanced(depth: int) -> str:
    """A stretch within a line with so many brackets inside each other, all closed, and no string that goes on."""
    plain = r"""[^\n"'\#\\()\[\]{}]*"""
    inner = r"""\"[^"\\\n]*\"(?!")|'[^'\\\n]*'(?!')"""
    if depth:
        inner += rf"|[(\[{{]{_balanced(depth - 1)}[)\]}}]"
    return f"{plain}(?:(?:{inner}){plain})*"


EASY = re.compile(rf"(?:(?=[^\n]{{0,{LONG}}}\n)(?![^\n]*\bcase\b){_balanced(4)}(?:\#[^\n]*)?\n)*")
"""Whole lines in which nothing can go deep, passed over at once: nine tenths of most files. To look at each
word of them takes 6 ms of a file of 17 kB, this one."""


@dataclass(frozen=True, slots=True)
class TooDeep:
    """Where an expression goes too deep, and in which way, or where there is too much; line and column from 1."""

    message: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.message}: too {'many' if self.message.endswith(WORDS) else 'deep'} to be parsed"


@dataclass(slots=True)
class _Level:
    """What stands between one pair of brackets, so far: tokens since the last comma, and every ``lambda``.

    A comma ends what is nested, but not among the parameters of a ``lambda``; so those are counted throughout.
    """

    tokens: int = 0
    lambdas: int = 0

    @property
    def depth(self) -> int:
        return self.tokens + 2 * self.lambdas


@dataclass(slots=True)
class _Scan:
    levels: list[_Level] = field(default_factory=lambda: [_Level()])
    outside: int = 0
    """The depth of all levels but the innermost."""
    work: int = 0
    tokens: int = 0
    in_case: bool = False
    """Whether the logical line begins with ``case``."""

    def end_chain(self, level: _Level) -> None:
        """A comma, a bracket or the end of a line ends what was nested."""
        if level.tokens > LONG:
            self.work += level.tokens**2
        level.tokens = 0

    def push(self) -> None:
        self.outside += self.levels[-1].depth
        self.levels.append(_Level())

    def pop(self) -> None:
        if len(self.levels) > 1:
            self.end_chain(self.levels.pop())
            self.outside -= self.levels[-1].depth


def too_deep(text: str) -> TooDeep | None:
    """The first place of ``text`` that nests deeper than a parser can be trusted with; ``None`` where all is well."""
    if len(text) <= MAX_BRACKETS:
        return None
    fault = _deep_at(text, _Scan())
    if fault is None:
        return None
    message, offset = fault
    return TooDeep(message, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _deep_at(text: str, scan: _Scan) -> tuple[str, int] | None:
    branches = 0
    # Whether there may be so many words and branches that each must be looked at.
    counted = len(text) + FIELD * text.count("{") > MAX_TOKENS or text.count("elif") > MAX_ELIF
    tokens = TOKEN.finditer(text, 0 if counted else _behind_easy_lines(text, 0))
    while (token := next(tokens, None)) is not None:
        kind = token.lastgroup
        if kind == "space" or kind == "comment" or kind == "join":
            continue
        scan.tokens += 1
        if scan.tokens > MAX_TOKENS:
            return f"more than {MAX_TOKENS:,} {WORDS}", token.start()
        level = scan.levels[-1]
        if kind == "newline":
            if len(scan.levels) == 1:
                scan.end_chain(level)
                level.lambdas = 0
                scan.in_case = False
                if scan.work > MAX_WORK:
                    return "too many long expressions", token.start()
                if not counted:
                    tokens = TOKEN.finditer(text, _behind_easy_lines(text, token.end()))
        elif kind == "open":
            level.tokens += 1  # a[0][0] nests as a.b.c does
            if scan.outside + level.depth > MAX_CHAIN:
                return f"an expression nested more than {MAX_CHAIN} deep", token.start()
            scan.push()
            if scan.in_case:
                scan.work += PATTERN * 3 ** (len(scan.levels) - 1)
                if scan.work > MAX_WORK:
                    return "patterns nested too deep", token.start()
            if len(scan.levels) > MAX_BRACKETS:
                return f"more than {MAX_BRACKETS} nested brackets", token.start()
        elif kind == "close":
            scan.pop()
        elif kind == "mark" and token[0] in ",;":
            scan.end_chain(level)
            if scan.work > MAX_WORK:
                return "too many long expressions", token.start()
        else:
            level.tokens += 1
            if kind == "word":
                if token[0] == "lambda":
                    level.lambdas += 1
                elif token[0] == "elif":
                    branches += 1
                    if branches > MAX_ELIF:
                        return f"more than {MAX_ELIF} elif branches", token.start()
                elif token[0] == "case" and level.tokens == 1 and len(scan.levels) == 1:
                    scan.in_case = True
                elif token[0] == "if" and level.tokens == 1 and len(scan.levels) == 1:
                    branches = 0
            elif kind == "string" and "f" in (token["prefix"] or "").lower():
                scan.tokens += FIELD * token[0].count("{")
                fault = _deep_in_fstring(token[0], scan)
                if fault is not None:
                    return fault, token.start()
            if scan.outside + level.depth > MAX_CHAIN:
                return f"an expression nested more than {MAX_CHAIN} deep", token.start()
    return None


def _behind_easy_lines(text: str, at: int) -> int:
    """The first line from here on that must be looked at; ``at`` is where a logical line begins."""
    match = EASY.match(text, at)
    return match.end() if match is not None else at


def _deep_in_fstring(text: str, scan: _Scan) -> str | None:
    """What is too deep in the replacement fields of an f-string; its own text does not nest."""
    depth = tokens = at = 0
    outer = len(scan.levels)
    while at < len(text):
        character = text[at]
        at += 1
        if not depth:
            if text.startswith("{{", at - 1):
                at += 1
            elif character == "{":
                depth = 1
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            tokens = tokens if depth else 0
        elif not (character.isalnum() or character.isspace() or character in "_,'\""):
            tokens += 1
        if outer + depth > MAX_BRACKETS:
            return f"more than {MAX_BRACKETS} nested brackets"
        if scan.outside + tokens > MAX_CHAIN:
            return f"an expression nested more than {MAX_CHAIN} deep"
    return None
