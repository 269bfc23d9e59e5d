"""Calls of Python's own functions with arguments that nothing is known of, or that Python refuses: its own answers."""

from __future__ import annotations

import itertools

import pytest

from lint_params.interpret.values import External, Instance, is_constant, plain
from tests.interpret.test_python import native, parts, same
from tests.interpret.test_tensors import ran

HEAD = """
import collections, copy, functools, itertools, math, numbers, operator, os, typing
import numpy as np, pandas as pd
from collections import OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass, field
P = namedtuple("P", "a b", defaults=(3, 4))
class Q(typing.NamedTuple):
    x: int
    y: int = 2
@dataclass
class G:
    a: int
    c: list = field(default_factory=lambda: [1])
xs, d, dq, known = [3, 1, 2], {"a": 1, "b": 2}, deque([1, 2]), defaultdict(int, a=1)
class C:
    def __init__(self): self.v = 1
    def __abs__(self): return -5
    def __round__(self, n=None): return n
c = C()
@dataclass
class Weighed:
    a: int
    b: int = field(default=2, compare=False)
@dataclass(eq = False)
class Same:
    a: int
class Told:
    def __get__(self, obj, owner=None): return (obj is None, owner.__name__)
class Has:
    told = Told()
"""
STARRED = """
int('3', *rest)
max(3, 4, *rest)
max([3], **other)
min(3, *rest)
sum([1], *rest)
sorted(xs, **other)
list(enumerate(xs, *rest))
list(map(max, xs, *[rest]))
list(reversed([1], *rest))
math.gcd(4, *rest)
os.path.join('a', *map(str, rest))
'a,b'.split(*map(str, rest))
'abab'.replace('a', 'c', *rest)
d.get('z', *rest)
d.get('a', *rest)
[].append(*rest)
(lambda x: (x.extend([5], *rest), x)[1])([1])
(lambda x: (x.append(*rest), x)[1])([1])
(lambda x: (x.insert(0, *rest), x)[1])([1])
(lambda x: (x.insert(*rest, 5), x)[1])([1])
(lambda x: (x.pop(*rest), x)[1])([1, 2, 3, 4, 5, 6, 7, 8, 9])
(lambda x: (x.add(*rest), sorted(x))[1])({1})
(lambda x: (x.update(*[rest]), sorted(x))[1])({1})
(lambda x: (x.rotate(*rest), list(x))[1])(deque([1, 2, 3]))
(lambda x: (x.update({'a': 5}, **other), x)[1])({'a': 1})
sorted({1}.union([2], *[rest]))
xs.index(2, *rest)
functools.partial(max, 1, *rest)(3)
functools.partial(dict, **other)(q=3)
functools.reduce(max, xs, *rest)
len(list(itertools.product(xs, *[rest])))
list(itertools.chain(xs, *[rest]))
list(itertools.islice([1, 2, 3, 4], 2, *rest))
list(itertools.combinations(xs, *rest))
list(deque(xs, *rest))
operator.add(1, *rest)
dict(d, **other)
dict(d, **other)['a']
dict([('a', 1)], **other)['a']
dict(d, **other).get('z')
OrderedDict(d, **other).get('a')
defaultdict(int, d, **other)['a']
defaultdict(int, **other)['z']
P(*rest)[0]
P(1, *rest).b
G(1, *rest).c
G(1, *rest).a
np.prod([2, 3], *rest).item()
np.zeros((2, 3)).reshape(*rest).ndim
np.zeros((2, 3)).sum(*rest).ndim
np.expand_dims(np.zeros((2, 3)), *rest).ndim
callable(*rest)
pd.DataFrame(np.zeros((2, 3)), **other).shape[1]
type(*rest) is int
getattr(xs, 'zz', *rest)
range(7, *rest)
slice(*rest).start
pow(2, *rest)
round(7.25, *rest)
"""
KNOWN = """
known.copy()['q']
copy.copy(known)['q']
copy.deepcopy(known)['q']
(known | {})['q']
({} | known)['q']
pow(2, 3, mod=5)
pow(base=2, exp=3)
pow(2, exp=3)
1 is True
2 is 2.0
True is True
0 is not False
None is None
P(1) == (1, 4)
(1, 4) == P(1)
P(1) != (1, 4)
P(1, 2) == [1, 2]
P(1, 2) + (3,)
(0,) + P(1, 2)
P(1, 2) * 2
P(1, 2) < P(1, 3)
P(1, 2) < (1, 3)
2 in P(1, 2)
2 not in Q(1)
P(1, 2) in [(1, 2)]
(P(1, 2),) == ((1, 2),)
Q(1) == P(1, 2)
Q(1) is Q(1)
?{P(1, 2): 3}[(1, 2)]
?{P(1, 2): 3}.get((1, 2), 9)
?{P(1, 2): 3}.get((1, 5), 9)
isinstance(xs, collections.abc.MutableSequence)
isinstance((1,), collections.abc.MutableSequence)
isinstance({}, collections.abc.Sized)
isinstance({}, collections.abc.Sequence)
isinstance({1}, collections.abc.Sequence)
isinstance({1}, collections.abc.Set)
isinstance(b'a', collections.abc.Iterable)
isinstance(3, collections.abc.Hashable)
isinstance(xs, collections.abc.Hashable)
isinstance(iter(xs), collections.abc.Iterator)
isinstance(deque(), collections.abc.Sequence)
isinstance(dq, deque)
isinstance(xs, deque)
isinstance(xs, typing.Sequence)
?isinstance(known, defaultdict)
?isinstance({}, OrderedDict)
isinstance(P(1), collections.abc.Sequence)
?isinstance(G(1), collections.abc.Hashable)
?isinstance(1.0, numbers.Integral)
?list(itertools.islice(itertools.count(1, 0.5), 3))
list(zip([1, 2], [3, 4], strict=True))
max([], default=3)
~True
+True
-True
deque([1]) == [1]
{1} == [1]
[1] == {1}
iter([1]) == iter([1])
(lambda it: it == it)(iter([1]))
{1: 2}.values() == [2]
{1: 2}.items() == [(1, 2)]
?{1: 2}.keys() == {1}
{1: 2}.keys() == [1]
[{1, 2}] == [{2, 1}]
[{1, 2}] == [{2, 3}]
{1, 2} in [{2, 1}]
range(3) == range(0, 3)
range(0) == range(1, 1)
range(3) == range(4)
slice(1) == slice(1)
slice(1) == slice(2)
abs(c)
round(c)
round(c, 2)
dict(vars(c))
{**vars(c)}
float(np.ceil(2.1))
float(np.floor(2.5))
int(np.unique(np.array([3, 1, 2, 3]))[0])
len(np.zeros((4, 6)).flat)
len(np.split(np.zeros((4, 6)), 2))
np.append([[1, 2]], values=[[3]], axis=1).shape
np.append([[1, 2]], [[3, 4]]).shape
np.append([[1, 2]], [[3, 4]], 0).shape
?str(np.eye(3, dtype='int32').dtype)
?str(np.identity(3, 'int32').dtype)
?str(np.arange(0, 1, 0.25, 'float32').dtype)
np.eye(3, 4).shape
np.identity(3, 'int32').shape
?np.linspace(0, 1, 5, retstep=True)[1].shape
np.reshape(np.zeros((4, 6)), 24, 'C').shape
Weighed(1, 5) == Weighed(1, 6)
Weighed(1, 5) != Weighed(2, 5)
Same(1) == Same(1)
Same(1) != Same(1)
[Same(1)] == [Same(1)]
Has.told
Has().told
list(pd.DataFrame({'a': [1, 2], 'b': [3, 4]}))
[each for each in pd.DataFrame({'a': [1, 2], 'b': [3, 4]})]
?np.random.default_rng(1).choice(np.zeros((4, 6)), 2).shape
"""
REFUSED = """
dict(known)['q']
OrderedDict(known)['q']
range(1, 2, 3, 4)
range()
+'a'
~2.5
~[1]
-'a'
+(1, 2)
max([])
min(())
list(itertools.product([1], repeat=-1))
list(itertools.islice(xs, -1))
list(itertools.islice(xs, 0, -1))
list(itertools.islice(xs, 0, 3, 0))
list(zip([1, 2], [3], strict=True))
list(zip([1], [3, 4], strict=True))
xs[7]
d['q']
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def said(given: str, some: list[str]) -> list[object]:
    """What the interpreter finds for each line; ``fails`` where it says that Python would raise."""
    made = "".join(
        f"try: result_{at} = ({line.removeprefix('?')})\nexcept Exception: result_{at} = 'fails'\n"
        for at, line in enumerate(some)
    )
    _, names = ran(f"{HEAD}\n{given}\n{made}")
    return [names[f"result_{at}"] for at in range(len(some))]


def python(line: str, given: str) -> object:
    names: dict[str, object] = {}
    exec(f"{HEAD}\n{given}", names)
    try:
        return eval(line.removeprefix("?"), names)
    except Exception:
        return "fails"


@pytest.mark.parametrize(
    ("rest", "other"),
    list(
        itertools.product(
            ([], [1], [0], [2, 5], [1, 2, 3]), ({}, {"a": 8}, {"z": 9}, {"default": 1}, {"reverse": True})
        )
    ),
)
def test_what_an_unknown_star_may_hold_is_not_taken_for_missing(rest: list[int], other: dict[str, int]) -> None:
    some = lines(STARRED)
    values = said("from elsewhere import rest, other", some)
    wrong = []
    for line, value in zip(some, values, strict=True):
        true = python(line, f"rest, other = {rest}, {other}")
        if not same(native(value, {}), true):
            wrong.append(f"{line}: {value!r}, really {true!r}")
    assert wrong == []


def test_values_are_those_of_python() -> None:
    some = lines(KNOWN)
    for line, value in zip(some, said("", some), strict=True):
        mine = native(value, {})
        assert same(mine, python(line, "")), line
        if not line.startswith("?"):
            assert all(is_constant(plain(part)) or isinstance(part, (dict, list, tuple)) for part in parts(mine)), line
            assert not isinstance(value, (External, Instance))


def test_what_python_refuses_is_refused() -> None:
    some = lines(REFUSED)
    assert [python(line, "") for line in some] == ["fails"] * len(some)
    assert dict(zip(some, said("", some), strict=True)) == dict.fromkeys(some, "fails")


ODD = """
ops.vstack(unknown)
ops.hstack(unknown)
ops.vstack([])
ops.conv(unknown)
ops.conv(x)
ops.image.resize(3, (2, 2))
ops.image.resize(x, (2, 3, 4))
ops.image.resize(x, [])
ops.split(x, 10**30)
tf.linalg.matrix_transpose(2.5)
tf.range(float("inf"))
tf.cast(float("nan"), "int32")
tf.cast(float("inf"), unknown)
np.arange(10**30)
np.split(np.zeros((4, 6)), 0)
np.split(np.zeros((4, 6)), 2, axis=(0, 1))
[] * 10**30
10**30 * [*unknown]
[1, 2].insert(10**30)
range(1, 2, 3, 4)
"""
"""What Python, NumPy or Keras refuse, or what nothing is known of."""


@pytest.mark.parametrize("line", lines(ODD))
def test_odd_arguments_end_nothing(line: str) -> None:
    head = "import numpy as np\nimport keras, tensorflow as tf\nfrom keras import ops\nfrom elsewhere import unknown\n"
    _, names = ran(f"{head}x = keras.Input((4, 6))\nfound = {line}\nafter = 3\n")
    assert names["after"] == 3
