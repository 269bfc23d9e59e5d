"""The cheap ``dataclass`` does what the standard one does."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import ClassVar

import pytest

from lint_params import records
from lint_params.model.model import Span


@records.dataclass(frozen=True, slots=True)
class Point:
    """A point."""

    kind: ClassVar[str] = "point"
    x: int
    y: int = 0
    tags: list[str] = records.field(default_factory=list, compare=False, repr=False)


@records.dataclass(frozen=True, slots=True)
class Named(Point):
    name: str = "a"
    y: int = 7


@records.dataclass(slots=True)
class Open:
    x: int = 1


@records.dataclass(slots=True, eq=False)
class Itself:
    x: int = 1


def test_made_shown_compared_and_hashed() -> None:
    assert repr(Point(1)) == "Point(x=1, y=0)"
    assert Point(1, tags=["a"]) == Point(x=1, y=0)
    assert Point(1) != Point(2)
    assert Point(1) != Named(1)
    assert hash(Point(1)) == hash(Point(1, tags=["b"]))
    assert Point.kind == "point"
    assert Point(1).tags is not Point(1).tags


def test_fields_of_a_base_come_first_and_keep_their_place() -> None:
    assert records.names(Named) == ("x", "y", "tags", "name")
    assert Named(1).y == 7
    assert Point(1).y == 0
    assert Named(1, 2, ["t"], "b") == Named(1, 2, name="b")


def test_what_can_change_is_compared_but_not_hashed() -> None:
    one = Open()
    one.x = 3
    assert one == Open(3)
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)
    assert Itself() != Itself()
    assert len({Itself(), Itself()}) == 2


def test_only_the_fields_are_there() -> None:
    with pytest.raises(AttributeError):
        Open().other = 1  # type: ignore[attr-defined]
    assert not hasattr(Named(1), "__dict__")


@pytest.mark.parametrize("arguments", [(), (1, 2, [], 3)])
def test_wrong_arguments_are_told(arguments: tuple[object, ...]) -> None:
    with pytest.raises(TypeError, match=r"Point\.__init__\(\)"):
        Point(*arguments)  # type: ignore[arg-type]


def test_replaced_copied_and_pickled() -> None:
    one = Named(1, name="b")
    assert records.replace(one, x=2) == Named(2, name="b")
    assert copy.deepcopy(one) == one
    assert pickle.loads(pickle.dumps(one)) == one


def test_the_standard_library_takes_them_for_its_own() -> None:
    span = Span("a.py", 1, 2, 3, 4)
    assert dataclasses.is_dataclass(span)
    assert dataclasses.asdict(span) == {name: getattr(span, name) for name in records.names(Span)}
    assert dataclasses.replace(span, line=9) == records.replace(span, line=9)
    assert [field.name for field in dataclasses.fields(Named)] == list(records.names(Named))
    assert dataclasses.fields(Named)[1].default == 7
    assert dataclasses.fields(Point)[2].default_factory is list


def test_positional_patterns() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)
