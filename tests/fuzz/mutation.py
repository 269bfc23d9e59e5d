"""What is like an input, but not it: texts by lines, words and bytes; JSON by its values."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence

_WORD = re.compile(rb"\w+|\s+|[^\w\s]")
LARGEST = 60_000
"""Bytes of an input; more would only be slower."""

ODD: tuple[object, ...] = (
    None, True, False, 0, -1, 1, 10**9, 10**30, 1.5, -0.0, 1e308, float("inf"), float("nan"), "", "a", "\0", "\ud800",
    "é" * 3, "\n", [], {}, [[]], [None], {"": None}, "1" * 5000, "../../etc/passwd", "file:///", "\x1b[31m",
)  # fmt: skip
WORDS = (
    b"", b"(", b")", b"[", b"]", b"{", b"}", b":", b",", b"=", b"\n", b"    ", b"\t", b"\\", b"'", b'"', b'"""', b"#",
    b"\0", b"\r", b"\x0c", b"lambda x: ", b"*", b"**", b"if ", b"else", b"for x in x:", b"0", b"-1", b"1e999",
    b"9" * 5000, b"10**10**10", b"\xff", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"def ", b"class ", b"yield ", b"await ",
    b"None", b"f'{x!r:{n}}'", b"...", b":=", b"@", b"&a", b"*a", b"<<: ", b"- ", b"? ", b"|", b">",
    b"!!python/object:os.system", b"%", b"{{}}", b"x.shape[1]", b"~", b"+", b"0x", b"_",
)  # fmt: skip


def mutated(data: bytes, chance: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """Something like ``data``, of which parts of ``others`` may be in."""
    for _ in range(1 + chance.randrange(4)):
        data = chance.choice((_lines, _words, _words, _bytes, _spliced, _repeated))(data, chance, others)
    return data[:LARGEST]


def _lines(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    kind = chance.randrange(6)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, lines[chance.randrange(len(lines))])
    elif kind == 2:
        to = chance.randrange(len(lines))
        lines[at], lines[to] = lines[to], lines[at]
    elif kind == 3:
        lines[at] = b" " * chance.randrange(9) + lines[at].lstrip()
    elif kind == 4 and others:
        more = chance.choice(others).split(b"\n")
        start = chance.randrange(len(more))
        lines[at:at] = more[start : start + 1 + chance.randrange(8)]
    else:
        lines[at] = b"    " + lines[at]
    return b"\n".join(lines)


def _words(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    words = [match.span() for match in _WORD.finditer(data)]
    if not words:
        return chance.choice(WORDS)
    start, end = chance.choice(words)
    other = chance.choice(words)
    new = chance.choice((chance.choice(WORDS), data[other[0] : other[1]], chance.choice(WORDS) + data[start:end]))
    return data[:start] + new + data[end:]


def _bytes(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + bytes([chance.randrange(256)]) * chance.randrange(3) + data[at + chance.randrange(3) :]


def _spliced(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others) if others else data
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _repeated(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    part = data[at : at + 1 + chance.randrange(40)]
    return data[:at] + part * (1 << chance.randrange(9)) + data[at:]


def mutated_json(data: bytes, chance: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """JSON of which values are others, entries gone, doubled or exchanged; now and then no longer JSON."""
    if chance.randrange(5) == 0:
        return mutated(data, chance, others)
    lines = data.split(b"\n") if data.count(b"\n{") else [data]  # one document, or one a line
    at = chance.randrange(len(lines))
    try:
        document = json.loads(lines[at])
        for _ in range(1 + chance.randrange(3)):
            document = _changed(document, chance)
        lines[at] = json.dumps(document).encode()
    except (ValueError, RecursionError):
        lines[at] = mutated(lines[at], chance, others)
    if len(lines) > 1 and chance.randrange(4) == 0:
        to = chance.randrange(len(lines))
        lines[at], lines[to] = lines[to], lines[chance.randrange(len(lines))]
    return b"\n".join(lines)[:LARGEST]


def _changed(value: object, chance: random.Random) -> object:
    """The value with one thing in it changed."""
    if isinstance(value, dict) and value and chance.randrange(6):
        key = chance.choice(list(value))
        kind = chance.randrange(10)
        if kind == 0:
            return {name: inner for name, inner in value.items() if name != key}
        if kind == 1:
            return {**value, str(chance.choice(ODD)): value[key]}
        if kind == 2:
            return {**value, key: value[chance.choice(list(value))]}
        return {**value, key: _changed(value[key], chance)}
    if isinstance(value, list) and value and chance.randrange(6):
        at = chance.randrange(len(value))
        kind = chance.randrange(10)
        if kind == 0:
            return value[:at] + value[at + 1 :]
        if kind == 1:
            return [*value[:at], value[chance.randrange(len(value))], *value[at:]]
        return [*value[:at], _changed(value[at], chance), *value[at + 1 :]]
    if isinstance(value, str) and chance.randrange(2):
        return mutated(value.encode("utf-8", "surrogatepass"), chance).decode("utf-8", "replace")
    if isinstance(value, int) and chance.randrange(2):
        return value + chance.choice((-1, 1, 2**31, -(2**63), 10**18))
    return chance.choice(ODD)
