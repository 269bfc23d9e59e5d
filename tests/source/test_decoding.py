"""Bytes become the text that Python itself would read, or an error where Python refuses them too."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint_params.source.decoding import NotText, decode


def constants(code: object) -> list[object]:
    return [value for value in getattr(code, "co_consts", ()) if isinstance(value, str)]


@pytest.mark.parametrize(
    "data",
    [
        "x = 'é'\n".encode(),
        codecs.BOM_UTF8 + "x = 'é'\n".encode(),
        b"# -*- coding: latin-1 -*-\nx = '\xe9'\n",
        b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n",
        b"\n# coding: koi8-r\nx = '\xc1'\n",
        b"x = 1\n# coding: latin-1\n# coding in a third line or behind code means nothing\n",
        "# coding: shift_jis\nx = 'あ'\n".encode("shift_jis"),
        b"x = '''a\r\nb\rc\n'''\r\n",
        b"x = 'a\x0cb'\n\x0cy = 2\n",
        b"# coding: UTF_8-sig\nx = 'a'\n",
    ],
)
def test_reads_what_python_reads(data: bytes) -> None:
    assert constants(compile(decode(data), "x.py", "exec")) == constants(compile(data, "x.py", "exec"))


@pytest.mark.parametrize(
    ("data", "words", "line"),
    [
        (b"x = 1\ny = '\xe9'\n", "not UTF-8", 2),
        (b"x = 1\n\x00\n", "null byte", 2),
        (b"# coding: klingon\n", "unknown encoding klingon", 1),
        (codecs.BOM_UTF8 + b"# coding: latin-1\n", "begins with the mark of UTF-8", 1),
        ("x = 1\n".encode("utf-16"), "UTF-16", 1),
        ("x = 1\n".encode("utf-32"), "UTF-32", 1),
        (b"# coding: ascii\nx = '\xe9'\n", "not ascii", 1),
        (b"# coding: rot13\nx = 1\n", "rot-13", 1),
    ],
)
def test_refuses_what_python_refuses(data: bytes, words: str, line: int) -> None:
    with pytest.raises(NotText) as caught:
        decode(data)
    assert words in caught.value.message
    assert caught.value.line == line
    with pytest.raises((SyntaxError, ValueError)):
        compile(data, "x.py", "exec")


@given(st.binary(max_size=200))
def test_any_bytes_end_in_text_or_an_error(data: bytes) -> None:
    try:
        text = decode(data)
    except NotText as error:
        assert error.line >= 1
        assert error.column >= 1
    else:
        assert "\r" not in text
