"""Our positions are libcst's own, at a third of the price."""

from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from lint_params.interpret.positions import places_of
from lint_params.source.decoding import decode

CASES = sorted((Path(__file__).parents[1] / "cases").rglob("*.py"))
ODD = [
    "",
    "x",
    "\n\n# only a comment\n",
    "if a:\n\tb = (1,\n\t     2)\nelif c: d\nelse:\n  pass\n",
    "@f\n@g(1)\ndef h(a, /, b=1, *c, d, **e) -> int:\n    '''text\n    more'''\n    return [x for x in y if z]\r\n",
    "x = (((  a  )))\ny = f'{a!r:>{b}}' 'c'\n\f\nclass A(B, c=D): pass; e = lambda: 0\n",
]


def _agree(text: str) -> None:
    module = cst.parse_module(text)
    expected = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    places = places_of(module)
    for node, where in expected.items():
        assert places[node] == (where.start.line, where.start.column, where.end.line, where.end.column)
    assert len(places) == len(expected)


@pytest.mark.parametrize("text", ODD)
def test_odd_code(text: str) -> None:
    _agree(text)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_case_files(path: Path) -> None:
    _agree(decode(path.read_bytes()))
