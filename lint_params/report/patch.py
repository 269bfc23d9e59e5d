"""Changes of files as a unified diff, which ``patch`` and ``git apply -p0`` take."""

from __future__ import annotations

from lint_params.source.decoding import decode_exactly


def unified(path: str, before: bytes, after: bytes) -> str:
    """The difference of two contents of a file; lines end as they do in the file, and raises ``NotText``."""
    import difflib

    old, new = (_lines(decode_exactly(data).text) for data in (before, after))
    lines = difflib.unified_diff(old, new, path, path)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """Lines with their ends. Only ``\\n`` ends one to ``patch``; a carriage return before it stays in the line."""
    lines = [f"{line}\n" for line in text.split("\n")]
    return [*lines[:-1], *([last] if (last := lines[-1][:-1]) else [])]
