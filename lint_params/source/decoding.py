"""Bytes to text as Python itself reads them: byte order mark, coding cookie (PEP 263), universal newlines."""

from __future__ import annotations

import codecs
import re

from lint_params.records import dataclass

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_OTHER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


class NotText(Exception):
    """The bytes are no text that Python could read. Line and column count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file with its line ends as they are, the byte order mark before it, and its encoding."""

    text: str
    encoding: str
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """Another text as the bytes of such a file; raises ``UnicodeEncodeError`` where the encoding can't hold it."""
        return self.mark + text.encode(self.encoding)


def decode(data: bytes) -> str:
    """The text of a Python file, lines ending in ``\\n``, without its byte order mark; raises ``NotText``."""
    return universal_newlines(decode_exactly(data).text)


def decode_exactly(data: bytes) -> Decoded:
    """The text of a Python file as it is, and how it is written; raises ``NotText``."""
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            raise NotText(f"the file is {name}; Python reads UTF-8, or what a coding comment says")
    marked = data.startswith(codecs.BOM_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    if (at := data.find(b"\0")) >= 0:
        raise NotText("null byte in the source", *_place(data, at))
    encoding = _encoding(data)
    if marked and encoding not in (None, "utf-8"):
        raise NotText(f"the coding comment says {encoding}, but the file begins with the mark of UTF-8")
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        what = f"not {error.encoding}" if encoding else "not UTF-8, and no coding comment says what it is"
        at = error.start if encoding in (None, "utf-8") else 0
        raise NotText(f"{what}: byte 0x{data[error.start]:02x}", *_place(data, at)) from None
    except (LookupError, UnicodeError, ValueError) as error:
        raise NotText(f"can't be decoded as {encoding}: {error}") from None
    return Decoded(text, encoding or "utf-8", codecs.BOM_UTF8 if marked else b"")


def universal_newlines(text: str) -> str:
    """``\\r\\n`` and ``\\r`` as ``\\n``, as Python's own reader makes them."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _encoding(data: bytes) -> str | None:
    """The encoding that a comment in the first two lines names, in its normal spelling; ``None`` without one."""
    for number, line in enumerate(re.split(rb"\r\n|\r|\n", data[:4096], maxsplit=2)[:2], 1):
        match = _COOKIE.match(line)
        if match:
            name = match[1].decode("ascii")
            try:
                info = codecs.lookup(name)
            except LookupError:
                raise NotText(f"unknown encoding {name}", number, match.start(1) + 1) from None
            return info.name
        if not _BLANK.match(line):
            break
    return None


def _place(data: bytes, at: int) -> tuple[int, int]:
    """Line and column of a byte, the text before it being as good as UTF-8."""
    before = universal_newlines(data[:at].decode("utf-8", "replace"))
    return before.count("\n") + 1, len(before) - before.rfind("\n")
