"""Values of expressions, compared with Python's: each line is run by Python and interpreted, of numbers known or not.

A line that begins with ``?`` may stay unknown; what is said is right in any case, also where ``n`` and ``more``
(a list) are from elsewhere.
"""

from __future__ import annotations

import collections
import itertools
from ast import parse
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pytest

from lint_params.interpret.values import DictValue, ListValue, ViewValue, is_constant, plain
from lint_params.model.dimension import Size
from lint_params.model.unknown import Unknown
from tests.interpret.parts import parted
from tests.interpret.test_soundness import SETUP
from tests.interpret.test_tensors import ran

GIVEN = """
import bisect, collections.abc, dataclasses, heapq, numbers, statistics
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from functools import partial, reduce
text, words, word = 'a Tale of 2 Cities', ['b', 'a', 'c'], 'abc'
xs, ys, pair, empty = [n, 1, 2], [[1, 2], [n, 4]], (n, 5), []
d, e, s, t = {'a': n, 'b': 2}, {}, {1, 2, n}, {n, 7}
f, z, big, none, yes, no = 2.5, 0, 10**9, None, True, False
class Called:
    def __call__(self): return 1
class Deep(Child): pass
class Listed(list): pass
called, deep = Called(), Deep(2)
Pair = namedtuple('Pair', 'left right')
def add(a, b=10, *rest, c=100, **more): return (a, b, rest, c, more)
def inc(x): return x + 1
"""
PARTLY = """
from elsewhere import rest, other
more, xs, ys, text, words = more + rest, xs + rest, [*ys, rest], text + str(other), words + list(other)
d, e, s, t, empty = {**d, **other}, {**e, **other}, s | set(rest), t | set(rest), empty + rest
"""
"""The same names, of which only a part is known."""
LINES = """
n + 1
n - 1
n * 2
n / 2
n // 2
n % 2
-n // 2
-n % 5
n ** 2
2 ** n
n ** -1
n << 2
n >> 1
n & 1
n | 8
n ^ 1
~n
-n
+n
not n
abs(-n)
f * 2
f // 1
f % 1
-f // 1
f ** 2
n + f
n * f
7 // 2
-7 // 2
7 // -2
-7 % 3
7 % -3
-7 / 2
1e3
0x1f + 0o17 + 0b11
1_000 + n
True + True
yes + n
n == 3
n != 3
n < 4
n <= 3
n > 3
n >= 3
1 < n < 5
1 < n > 5
n == 3 == 3.0
n is None
none is None
none is not None
n is not None
n in xs
n not in xs
n in (1, 2)
n in range(5)
n in d
'a' in d
'c' not in d
'Tale' in text
'x' in text
n in s
7 in t
n and 5
n or 5
z and 5
z or n
none or n
'' or 'x'
[] or xs
n and f and 'q'
not []
not xs
not not n
1 if n else 2
1 if z else 2
1 if n > 2 else 2
'yes' if word else 'no'
1 if e else 2
1 if d else 2
[1, 2] + [n]
[n] * 3
3 * [n]
(1,) + (n,)
(n,) * 2
'ab' + 'c'
'ab' * 3
0 * 'ab'
[] * 5
-1 * [1]
[1, 2] == [1, 2]
[1, 2] != [2, 1]
[1, 2] < [1, 3]
[1, 2] < [1]
(1, 2) >= (1, 2)
(n, 1) == (3, 1)
'a' < 'b'
'abc' <= 'abd'
{1, 2} == {2, 1}
{'a': 1} == {'a': 1}
{'a': 1} != {'a': 2}
[n] == [3]
[1] == (1,)
1 == '1'
1 == True
none == 0
xs[0]
xs[-1]
xs[1:]
xs[:-1]
xs[::-1]
xs[::2]
xs[-2:]
xs[5:]
xs[1:1]
xs[:n]
xs[n - 3]
ys[1][0]
ys[-1][-1]
pair[0]
pair[-1]
{'a': n} == {'a': 3}
?{'a': n, 'b': 1} == {'b': 1, 'a': 3}
{'a': n} == {'b': n}
{'a': n} == {'a': n, 'b': 1}
{'a': 1, 'b': 2} != {'b': 2, 'a': 1}
{'a': 1} == ['a']
{1: [n]} == {1: [3]}
{1: [n]} == {1: [3, 4]}
[{'a': 1}] == [{'a': 1}]
d == d
d is d
[n] == [3.0]
{'a': more} == {'a': [3, 1]}
pair[::-1]
word[0]
word[-1]
word[1:]
word[::-1]
word[:2]
word[n - 1]
range(10)[2]
range(10)[-1]
range(10)[2:5]
range(0, 10, 3)[1]
list(range(n))
list(range(1, n))
list(range(10, 0, -n))
list(range(5, 2))
len(range(0, 10, 3))
len(range(10, 0, -3))
range(n)[-1]
d['a']
d['b']
d.get('a')
d.get('c')
d.get('c', n)
d.get('c', default) if False else 4
list(d)
list(d.keys())
list(d.values())
list(d.items())
len(d)
len(d.items())
sorted(d)
sorted(d.items(), key=lambda kv: -kv[1])
dict(d)
dict(d, c=3)
dict(a=1, b=n)
dict([('x', n), ('y', 2)])
dict(zip('ab', xs))
{**d, 'z': 1}
{**d, 'a': 9}
{'q': 0, **d}
d | {'c': 3}
{k: v for k, v in d.items()}
{v: k for k, v in d.items()}
{k: v * 2 for k, v in d.items() if v > 2}
dict.fromkeys('ab')
dict.fromkeys(['a', 'b'], n)
max(d, key=d.get)
min(d.values())
sum(d.values())
[k for k in d]
[k + str(v) for k, v in d.items()]
list(reversed(d)) if False else 1
'a' in d.keys()
n in d.values()
('a', n) in d.items()
e == {}
len(xs)
len(ys)
len(word)
len(pair)
len(s)
len(t)
len(e)
len('')
len([[]])
len(())
len({1, 1, 2})
len({n, n})
len(set('aab'))
len(set(xs))
max(xs)
min(xs)
max(n, 5)
min(n, 5)
max(1, 2, n)
max(xs, default=0)
max([], default=n)
min((), default=7)
max(words)
min(words)
max(words, key=len)
max('ab', 'abc', key=len)
min(xs, key=lambda x: -x)
max([1, 5, 3], key=lambda x: x % 5)
max(2.5, n)
sum(xs)
sum(xs, 10)
sum([])
sum([[1], [2]], [])
sum((1.5, 2.5))
sum(x for x in xs)
sum(x * x for x in xs if x > 1)
sum(map(len, words))
sorted(xs)
sorted(xs, reverse=True)
sorted(words)
sorted(words, key=lambda w: -ord(w))
sorted(ys, key=lambda y: y[1], reverse=True)
sorted('bca')
sorted((3, 1, 2))
sorted({3, 1, 2})
sorted([])
list(reversed(xs))
list(reversed(words))
list(reversed('abc'))
list(reversed(range(3)))
list(enumerate(words))
list(enumerate(words, 1))
list(enumerate(words, start=n))
[i for i, w in enumerate(words) if w != 'a']
list(zip(xs, words))
list(zip(xs, words, 'xyz'))
list(zip([1, 2], [3]))
list(zip())
list(zip(*ys))
list(map(inc, xs))
list(map(str, xs))
list(map(lambda a, b: a + b, xs, xs))
list(map(int, '12'))
list(map(max, xs, [2, 2, 2]))
list(filter(None, [0, 1, '', 'a']))
list(filter(lambda x: x > 1, xs))
len(list(filter(lambda x: x >= 0, range(1500))))
?len(list(filter(lambda x: x >= 0, range(2500))))
?len(list(map(inc, range(2500))))
any(x > 2 for x in xs)
all(x > 0 for x in xs)
any([])
all([])
any([0, '', None])
all([1, 'a', xs])
any(x == 99 for x in xs)
all(x < 2 for x in xs)
abs(-2.5)
round(2.5)
round(3.5)
round(2.567, 2)
round(1234, -2)
round(-2.5)
round(n / 2)
divmod(17, n)
divmod(-7, 3)
pow(2, n)
pow(2, 10, 7)
pow(n, 0)
int('12')
int(2.9)
int(-2.9)
int('ff', 16)
int(' 7 ')
int(True)
int()
float('1.5')
float(n)
float()
float('inf') > 5
str(n)
str(2.0)
str('a')
str(None)
str(True)
str((1, n))
str()
repr('a')
repr(n)
bool(n)
bool('')
bool([])
bool()
list('abc')
list((1, n))
list({'a': 1})
list()
tuple(xs)
tuple('ab')
tuple()
tuple(range(n))
set([1, 1]) == {1}
set() == set()
frozenset([1, 2]) == {1, 2}
chr(97)
ord('a')
hex(255)
bin(5)
oct(8)
isinstance(n, int)
isinstance(yes, int)
isinstance(n, bool)
isinstance(n, str)
isinstance(f, (int, float))
isinstance(xs, list)
isinstance(xs, (tuple, list))
isinstance(pair, tuple)
isinstance(d, dict)
isinstance(s, set)
isinstance(s, list)
isinstance(word, str)
isinstance(none, int)
isinstance(range(3), range)
isinstance(iter(xs), list)
isinstance(d.keys(), list)
isinstance(deque([1]), list)
isinstance(zip(xs, xs), list)
isinstance(n, object)
isinstance(base, object)
isinstance(base, Base)
isinstance(child, Base)
isinstance(base, Child)
isinstance(deep, (Child, int))
isinstance(base, int)
issubclass(Child, Base)
issubclass(Base, Child)
issubclass(Deep, Base)
issubclass(Base, object)
?issubclass(bool, int)
type(n) is int
type(n) == int
type(xs) is list
?type(iter(xs)) is list
type(pair) is tuple
type(d) is dict
type(word) is str
type(f) is float
type(yes) is bool
type(yes) is int
type(base) is Base
type(child) is Base
type(none) is int if False else 1
type(n).__name__
type(base).__name__
callable(len)
callable(inc)
callable(Base)
callable(n)
callable(called)
callable(base)
called()
hasattr(base, 'units')
hasattr(base, 'nothing')
getattr(base, 'units')
getattr(base, 'nothing', n)
next(iter(xs))
next(iter([]), n)
next(x for x in xs if x < 3)
next((x for x in xs if x > 99), 'none')
iter(xs).__next__()
list(iter(xs))
word.upper()
'ABC'.lower()
text.title()
text.capitalize()
text.swapcase()
' a '.strip()
'xxaxx'.strip('x')
'xxa'.lstrip('x')
'axx'.rstrip('x')
text.split()
'a,b,c'.split(',')
'a,b,c'.split(',', 1)
'a,b,c'.rsplit(',', 1)
'a,b,c'.split(sep=',', maxsplit=1)
'a=b'.partition('=')
'a=b=c'.rpartition('=')
'a\\nb'.splitlines()
'-'.join(words)
''.join(str(x) for x in xs)
', '.join(['a'])
text.replace('a', 'o')
text.replace(' ', '', 1)
text.startswith('a')
text.startswith(('x', 'a'))
text.endswith('s')
text.find('T')
text.find('zz')
text.rfind('i')
text.index('T')
text.rindex('i')
text.count('i')
text.isdigit()
'12'.isdigit()
'ab'.isalpha()
'a1'.isalnum()
'AB'.isupper()
'ab'.islower()
' '.isspace()
'Ab'.istitle()
'a1'.isidentifier()
'5'.zfill(3)
'a'.ljust(3, '.')
'a'.rjust(3)
'a'.center(3)
'abc'.removeprefix('a')
'abc'.removesuffix('c')
'a\\tb'.expandtabs(4)
'Straße'.casefold()
'12'.isnumeric()
'12'.isdecimal()
'{} {}'.format(1, n)
'{0}{1}{0}'.format('a', 'b')
'{a}-{b}'.format(a=1, b=n)
'{:03d}'.format(n)
?'{:.2f}'.format(1.234)
'{:>5}'.format('a')
'%d-%s' % (n, 'a')
'%s' % n
'%.1f' % 2.55
'%5d|' % n
f'{n}'
f'{n + 1} and {word}'
f'{n:03d}'
f'{f:.1f}'
f'{word!r}'
f'{word:>5}'
f'{n=}'
f'{{}}'
f'{d["a"]}'
f'{word.upper()}{n}'
'a' 'b'
?b'ab'
xs.index(1)
xs.count(n)
xs.count(99)
words.index('c')
pair.index(5)
pair.count(5)
xs.copy()
xs.copy() == xs
[*xs, 9]
[9, *xs]
[*xs, *pair]
(*xs,)
[x for x in xs]
[x * 2 for x in xs if x > 1]
[x + y for x in xs for y in pair]
[[y for y in range(x)] for x in [1, 2]]
[x for y in ys for x in y]
[(x, y) for x in [1, 2] for y in [x, n]]
[x if x > 1 else 0 for x in xs]
[a + b for a, b in ys]
[(a, b) for a, *b in ys]
{x % 2 for x in xs} == {0, 1}
sorted({w.upper() for w in words})
list(x for x in xs)
(lambda: n)()
(lambda x, y=2: x * y)(n)
(lambda *a: len(a))(1, 2, 3)
(lambda **k: sorted(k))(b=1, a=2)
add(1)
add(1, 2)
add(1, 2, 3, 4)
add(1, c=5)
add(b=1, a=n)
add(1, z=9)
add(*[1, 2])
add(*xs, **{'c': 1})
add(**{'a': 1, 'q': n})
partial(add, 1)(2)
partial(add, c=7)(n)
partial(inc, n)()
reduce(lambda a, b: a * b, xs)
reduce(lambda a, b: a + b, xs, 10)
(y := n + 1) * 2
s | t == {1, 2, 3, 7} if n == 3 else 0
sorted({1, 2} | {2, 5})
sorted({1, 2} & {2, 5})
sorted({1, 2} - {2, 5})
sorted({1, 2} ^ {2, 5})
sorted({1, 2}.union({5}, [6]))
sorted({1, 2}.intersection([2]))
sorted({1, 2}.difference([2]))
sorted({1, 2}.symmetric_difference([2, 9]))
{1} < {1, 2}
{1, 2} <= {1, 2}
{1, 2} > {1}
{1, 3} >= {2}
?{1}.issubset({1, 2})
?{1, 2}.issuperset({1})
?{1}.isdisjoint({2})
sorted(s)
list(deque([1, n]))
deque([1, n])[0]
len(deque(xs, maxlen=2))
list(deque(xs, maxlen=2))
list(OrderedDict(a=1, b=n).items())
?Counter('aab')['a']
?Counter('aab').most_common(1)
?sorted(Counter(xs).values())
?len(Counter('aab'))
defaultdict(int)['q']
defaultdict(list)['q']
defaultdict(lambda: n)['q']
Pair(1, n).right
Pair(left=n, right=2).left
Pair(1, n)[1]
len(Pair(1, 2))
list(Pair(1, n))
?Pair(1, n)._replace(left=5).left
?Pair._fields
math.ceil(2.1)
math.floor(-2.1)
math.sqrt(16)
math.pow(2, n)
math.log2(8)
math.log(math.e)
math.log10(1000)
math.log(8, 2)
math.exp(0)
math.prod(xs)
math.prod([])
?math.gcd(12, 18)
?math.comb(5, 2)
?math.factorial(n)
math.pi > 3
math.fabs(-2)
?math.isclose(1.0, 1.0)
math.trunc(2.7)
?math.hypot(3, 4)
math.inf > 10
?math.isqrt(17)
?math.lcm(4, 6)
operator.add(1, n)
operator.mul(2, n)
operator.sub(5, n)
?operator.itemgetter(1)([5, n])
?operator.attrgetter('units')(base)
?operator.neg(n)
?operator.eq(1, 1)
list(itertools.chain([1], [n], (2,)))
list(itertools.chain.from_iterable(ys))
list(itertools.product([1, 2], 'ab'))
list(itertools.product([0, 1], repeat=2))
list(itertools.combinations(xs, 2))
list(itertools.permutations([1, 2, 3], 2))
list(itertools.combinations([1, 2, 3], 3))
list(itertools.accumulate(xs))
list(itertools.accumulate(xs, lambda a, b: a * b))
?list(itertools.accumulate(xs, initial=10))
list(itertools.islice(xs, 2))
list(itertools.islice(range(10), 2, 8, 3))
list(itertools.islice(itertools.count(n), 3))
list(itertools.islice(itertools.cycle([1, 2]), 5))
list(itertools.repeat(n, 3))
list(itertools.zip_longest([1, 2], [n], fillvalue=0))
list(itertools.zip_longest([1], [n, 5]))
list(itertools.pairwise(xs))
list(itertools.takewhile(lambda x: x > 1, [3, 2, 1, 5]))
?list(itertools.dropwhile(lambda x: x > 1, [3, 2, 1, 5]))
?[(k, list(g)) for k, g in itertools.groupby([1, 1, 2])]
?list(itertools.starmap(lambda a, b: a + b, [(1, n)]))
?list(itertools.compress([1, 2], [0, 1]))
?list(itertools.filterfalse(lambda x: x > 1, xs))
?heapq.nlargest(2, xs)
?bisect.bisect([1, 3, 5], n)
?statistics.mean(xs)
?string.ascii_lowercase
os.path.join('a', 'b')
os.path.join('a', '/b')
os.path.basename('/a/b.txt')
os.path.dirname('/a/b.txt')
?os.path.splitext('a.tar.gz')
?os.path.split('/a/b')
?os.sep
base.units
base.get()
base.get(extra=n)
child.get(2)
deep.get()
deep.units
Base.size
deep.size
base[n]
len(base)
4 in base
point.x
point == Point(2, 9)
point == Point(2, 6)
?point != Point(2, 6)
Point(1, 2) == Point(1, 2)
base == base
base != child
base is base
Colour.RED.value
Colour.RED.name
Colour.RED == Colour.RED
Colour.RED is Colour.BLUE
Colour(8).name
Colour['RED'].value
[c.value for c in Colour]
?len(list(Colour))
copy.copy(xs)
copy.deepcopy(ys)
copy.copy(base).units
ys[0] + ys[1]
ys[0][::-1]
[*map(inc, xs)]
{**dict(a=1), **dict(b=n)}
dict(enumerate(words))
[len(w) for w in text.split()]
sum(ord(c) for c in word)
''.join(sorted(word, reverse=True))
[xs[i] for i in range(len(xs))]
[x for x in xs][-1]
list(zip(*[iter([1, 2, 3, 4])] * 2))
max(enumerate(xs), key=lambda p: p[1])[0]
[b for a, b in sorted(zip(words, xs))]
n if n > 2 else -n
(n > 2) * 5
[1, 2, 3][n > 2]
{True: 'a', False: 'b'}[n > 2]
[0] * (n - 1) + [1]
2 ** (n + 1) - 1
n // 2 * 2 + n % 2
int(n * 0.5)
int(n / 2)
int(round(n * 1.5))
int(math.ceil(n / 2))
int(2 ** 0.5 * 10)
sum(2 ** i for i in range(n))
list(zip([1, 2, 3], *[iter([4, 5, 6, 7])] * 2))
?isinstance(n, numbers.Integral)
?isinstance(f, numbers.Number)
?isinstance(word, numbers.Number)
isinstance(xs, collections.abc.Sequence)
isinstance(n, collections.abc.Sequence)
isinstance(d, collections.abc.Mapping)
isinstance(xs, collections.abc.Mapping)
isinstance(d, collections.abc.Iterable)
?{1, 2}.pop() in (1, 2)
'{:>5}|{:<4}|{:^3}'.format(n, 'a', 'b')
'{:{w}}'.format(n, w=5) if False else 'x'
'{:x} {:b} {:o}'.format(10, 5, 8)
'{:,}'.format(1234567)
'{!r}'.format('a') if False else 1
len('{:500}'.format('a'))
?len('{:50000}'.format('a'))
vars(base)['units']
base.__dict__['units']
sorted(vars(point))
len(vars(base))
base.__class__.__name__
Base.__name__
getattr(Base, 'size')
base.get.__name__
inc.__name__
(lambda: 1).__name__
round(n)
int('z', 36)
max([[1, 2], [1, 3]])
max((1, 'a'), (1, 'b'))
sorted([(2, 'b'), (1, 'a')])
sorted([(2, 'b'), (1, 'a')], key=lambda p: p[1])
?xs.__len__()
?xs.__getitem__(0)
?(3).bit_length()
?(2.0).is_integer()
f'{xs}' if False else 1
?f'{pair}'
str(pair)
'%s-%s' % pair
'%(a)s' % {'a': 2} if False else 2
xs is xs
xs is not ys
() == ()
[next(a) for a in itertools.tee(iter(xs), 2)]
?[(k, len(list(g))) for k, g in itertools.groupby('aab')]
functools.reduce(max, xs)
list(zip(range(n), 'abc'))
sum(range(n))
sum(map(lambda x: x ** 2, range(n)))
max(range(n))
min(range(1, 5))
set('abc') & set('bcd') == {'b', 'c'}
dict(sorted(d.items(), key=lambda kv: kv[0], reverse=True))
[*d]
[*d.values()]
{**{}}
list(dict(a=1).items()) + [('z', n)]
next(iter(d))
next(iter(d.values()))
list(map(list, zip(*ys)))
[r[:] for r in ys]
any(isinstance(x, str) for x in [1, 'a'])
all(isinstance(x, int) for x in xs)
tuple(x * 2 for x in pair)
(*pair, 7)
(pair + (7,))[-1]
pair * 2
[n] + list(range(2))
n > 2 or 5
n < 2 and 5
not (n > 2 and n < 5)
(lambda n: n + 1)(5)
(lambda *, k=2: k)(k=n)
[g() for g in [lambda i=i: i for i in range(3)]]
[g() for g in [lambda: n for i in range(2)]]
dataclasses.replace(point, x=5).x
dataclasses.asdict(point)
dataclasses.astuple(point)
?[each.name for each in dataclasses.fields(point)]
dataclasses.is_dataclass(point) if False else 1
math.floor(n / 2) * 2 + math.ceil(n / 2)
math.log(n, 2) > 0
math.sqrt(n) * math.sqrt(n) > 2
list(itertools.product(xs[:2], [0], 'z'))
list(itertools.chain(xs, *ys))
list(itertools.islice(iter(xs), 1, None))
xs[slice(2)]
[5, 6, 7, 8][slice(1, None)]
"abcdef"[slice(4, 1, -1)]
(4, 5, 6, n)[slice(n - 2, n)]
list(range(10))[slice(*[1, 8, n])]
list(itertools.islice(iter(xs), 0, None, 2))
list(itertools.combinations('abc', 2))
list(itertools.repeat('a', 0))
[a for a, _ in zip('abc', itertools.count())]
[b for _, b in zip('abc', itertools.count(10, 5))]
?[b for _, b in zip('abc', itertools.repeat(n))]
dict(zip('abc', itertools.cycle([1, n])))
[x for x, y in itertools.zip_longest('ab', 'c')]
deque([1, 2, 3], maxlen=2)[0]
list(deque([1, 2, 3, n])) + [0]
d.keys() == {'a', 'b'} if False else 1
list(OrderedDict([('b', n), ('a', 1)]))
defaultdict(int, a=n)['a']
defaultdict(list, {'a': [1]})['a']
bool(Falsy())
bool(base)
1 if Falsy() else n
base.units if base else 0
child.get() + Base.get(child)
Child.get(child, 5)
super(Child, child).get()
Base(units=n).units
Base(n).get(extra=1)
?isinstance(Child(2), Base) and issubclass(Child, (Base, int))
Colour.RED.value + Colour.BLUE.value
Colour.RED in Colour if False else 1
Colour.RED == 3
Colour.RED.name.lower()
{Colour.RED: n}[Colour.RED]
[c.name for c in Colour if c.value > 5]
int(n > 2) + int(n > 5)
[i for i in range(10) if i % n == 0]
[i for i in range(6) if i not in xs]
{i: i ** 2 for i in range(n)}
{k: v for v, k in enumerate(words)}
[w for w in sorted(words) if w > 'a']
''.join(w.upper() if w != 'a' else '_' for w in words)
text.split()[1].lower()[:2]
len(text.split()) * n
'x'.join(['a', 'b', 'c']).split('x')[-1]
os.path.join('a', *['b', 'c'])
os.path.basename(os.path.join('x', 'y.txt')).split('.')[0]
'.'.join('a.b.c'.split('.')[:-1])
'abc'.find('c') + 'abc'.index('b')
[*'abc'][1]
list(map(str.upper, 'ab')) if False else 1
sorted(words, key=str.lower) if False else 1
list(map(len, [xs, ys, pair]))
sum([len(y) for y in ys], 100)
min(len(xs), len(ys), key=lambda q: -q)
max(xs, key=lambda q: (q % 2, q))
more
[*more, 3].count(3)
[3, *more].count(3)
[*more, 3].index(3)
[3, *more].index(3)
[5, 3, *more].index(3)
[3, *more][0]
[1, 3, *more][1]
[*more, 3][-1]
[*more, 3][0]
len([1, *more])
len(more)
max([1, *more])
min([1, *more])
(1, *more)
(1, *more)[0]
sorted(more)
sorted([1, *more])[0]
3 in [*more, 3]
9 in [1, *more]
9 not in more
xs + more
more + xs
(xs + more)[0]
(more + xs)[-1]
(more + xs)[0]
len(xs + more)
more * 2
[more] * 2
list(zip(xs, more))
list(zip([1], more))
list(zip(more, more))
list(enumerate(more))
list(enumerate([1, *more]))[0]
sum(more)
sum([1, *more])
any(more)
any([1, *more])
all([0, *more])
all(more)
tuple(more)
list(more)
[x for x in more]
[x for x in [*more, 1]]
[1 for x in more]
len([1 for x in more])
[x for x in [1, *more] if x == 1]
dict.fromkeys(more)
dict(zip(more, xs))
{**d, **dict.fromkeys(more)}
sorted({1, *more})
len({1, *more})
1 in {1, *more}
next(iter([5, *more]))
next(iter(more), 8)
list(deque([*more, 1]))[-1]
deque([1, *more])[0]
list(reversed([1, *more]))
list(reversed([1, *more]))[-1]
[1, *more][1:]
[1, *more][:1]
[*more, 1][-1:]
[1, 2, *more].copy()[0]
[1, *more] == [1]
[1, *more] != []
[2, *more] == [1]
[1, *more] < [0]
bool(more)
bool([1, *more])
not more
not [1, *more]
1 if more else 2
1 if [0, *more] else 2
more or [7]
more and 7
xs[:len(more)]
[0] * len(more)
add(1, *more)
add(*more, a=1) if False else 1
list(map(inc, more))
list(map(inc, [1, *more]))
list(filter(None, [0, 1, *more]))
','.join(map(str, more))
?str(more)
sorted(set(more))
list(range(len(more)))
max(len(more), 4)
max(more, default=1)
min(4, len(more))
len(more) * 2
len(more) >= 0
len([1, *more]) > 0
(more + [1]).count(9)
[[1, *more], [2]][1]
len([[*more], [2]])
[y for x in [[1], more] for y in x]
[*more] == more
xs == more
copy.copy(more)
copy.deepcopy([more, 1])[1]
list(itertools.chain([1], more))
list(itertools.chain([1], more))[0]
list(itertools.product([1], more))
list(itertools.accumulate([1, *more]))
list(itertools.islice([1, 2, *more], 2))
list(itertools.islice(more, 1))
reduce(lambda a, b: a + b, more, 1)
isinstance(more, list)
sorted({1, 2} | {*more})
{1, 2} <= {1, 2, *more}
{1} == {1, *more}
?math.prod([*more, 2])
math.prod([n, 2], start=3)
?math.prod(more)
isinstance(Pair(1, 2), tuple)
isinstance(called, (list, tuple))
?isinstance(Listed(), list)
?isinstance(Listed(), dict)
?(lambda e: (e.popitem(), 'a' in e))({'a': 1, **dict.fromkeys(more)})
?1 if (NotImplemented is None) else 2
list(range(n))[-1] + len(range(n))
"""


PARTS = parted(LINES.split("\n"), 60)


UNKNOWN = object()
"""What stands for a value that the interpreter does not know."""


def native(value: object, n: Mapping[str, int]) -> Any:
    """A value of the interpreter as Python's own, with what is from elsewhere put in."""
    if isinstance(value, Size):
        known = all(symbol.text in n for symbol in value.symbols())
        return value.substitute(lambda symbol: n[symbol.text]) if known else UNKNOWN
    if isinstance(value, ViewValue):
        value.refresh()
    if isinstance(value, (ListValue, DictValue)) and value.open is not None:
        return UNKNOWN
    if isinstance(value, DictValue):
        return {native(key, n): native(item, n) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return (
            type(value)([native(item, n) for item in value])
            if type(value) is tuple
            else [native(item, n) for item in value]
        )
    if isinstance(value, range):
        return value
    return plain(value) if is_constant(value) else UNKNOWN


def listed(value: Any) -> Any:
    """Python's own value in the same form: what is ordered is a list."""
    if isinstance(value, (list, collections.deque)):
        return [listed(item) for item in value]
    if isinstance(value, tuple):
        return tuple(listed(item) for item in value) if type(value) is tuple else [listed(item) for item in value]
    if isinstance(value, Mapping):
        return {key: listed(item) for key, item in value.items()}
    return value


def parts(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from parts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from parts(item)


def same(mine: Any, true: Any) -> bool:
    """Equal, and of one type; what is unknown equals anything."""
    if mine is UNKNOWN:
        return True
    if isinstance(mine, (list, tuple)) and type(mine) is type(true):
        return len(mine) == len(true) and all(map(same, mine, true))
    if isinstance(mine, dict) and isinstance(true, dict):
        return list(map(repr, mine)) == list(map(repr, true)) and all(
            same(item, true[key]) for key, item in mine.items()
        )
    return type(mine) is type(true) and mine == true


def said(lines: Sequence[str], given: str, after: str = "") -> list[object]:
    """What the interpreter finds for each line."""
    made = "\n".join(f"result_{index} = ({line.removeprefix('?')})" for index, line in enumerate(lines))
    _, names = ran(f"{SETUP}\n{given}\n{GIVEN}\n{after}\n{made}\n")
    missing = [line for index, line in enumerate(lines) if f"result_{index}" not in names]
    assert not missing, f"the program ended at {missing[0]}"
    values = [names[f"result_{index}"] for index in range(len(lines))]
    for line, value in zip(lines, values, strict=True):
        open_ = value if isinstance(value, Unknown) else getattr(value, "open", None)
        assert open_ is None or reads_well(open_), f"{line}: {open_.reason!r}, {open_.text!r}"
    return values


def reads_well(unknown: Unknown) -> bool:
    """Whether the reason is made of words, and the text is an expression of the program."""
    return (
        " " in unknown.reason and "=" not in unknown.reason[:1] and (unknown.text is None or bool(parse(unknown.text)))
    )


def names_for(n: int, more: list[int], after: str = "") -> dict[str, Any]:
    """The names of the lines, as Python has them."""
    names: dict[str, Any] = {}
    exec(f"{SETUP}\nn, more = {n}, {more}\n{GIVEN}\n{after}", names)
    return names


def gives(line: str, names: dict[str, Any]) -> bool:
    """Whether a line has a value."""
    try:
        eval(line, names)
    except Exception:
        return False
    return True


def disagreements(
    lines: Sequence[str],
    values: list[object],
    n: int,
    more: list[int],
    exact: bool,
    elsewhere: Mapping[str, int] = MappingProxyType({}),
    after: str = "",
) -> list[str]:
    """The lines of which something else is said than Python says."""
    names = {**names_for(n, more, after), **elsewhere}
    known_names = {"n": n, **elsewhere}
    wrong = []
    for line, value in zip(lines, values, strict=True):
        try:
            true = listed(eval(line.removeprefix("?"), names))
        except (IndexError, ValueError, TypeError, ZeroDivisionError):
            assert not exact, line
            continue
        mine = native(value, known_names)
        known = not any(part is UNKNOWN for part in parts(mine))
        if not same(mine, true) or (exact and not known and not line.startswith("?")):
            wrong.append(f"{line}: {value!r}, really {true!r} with n = {n}, more = {more}")
    return wrong


@PARTS
def test_values_are_those_of_python(lines: Sequence[str]) -> None:
    assert disagreements(lines, said(lines, "n, more = 3, [3, 1]"), 3, [3, 1], exact=True) == []


@PARTS
@pytest.mark.parametrize(
    "given",
    ["from elsewhere import n, more", "n = int(input())\nmore = [int(each) for each in input().split()]",
     "import sys\nn = len(sys.argv)\nmore = []\nfor each in sys.argv: more.append(len(each))",
     "import sys\nn = 3\nmore = list(sys.argv)", "import sys\nn = len(sys.argv)\nmore = [3, 1]"],
)  # fmt: skip
def test_of_what_is_from_elsewhere_nothing_wrong_is_said(lines: Sequence[str], given: str) -> None:
    values = said(lines, given)
    numbers = (3,) if "n = 3" in given else (1, 2, 3, 5)
    lists = ([3, 1],) if "more = [3, 1]" in given else ([], [3], [4, 1, 3])
    for n, more in itertools.product(numbers, lists):
        assert disagreements(lines, values, n, list(more), exact=False) == []


@PARTS
def test_of_what_is_known_in_part_nothing_wrong_is_said(lines: Sequence[str]) -> None:
    values = said(lines, "n, more = 3, [3, 1]", PARTLY)
    for rest, other in itertools.product(([], [7], [3, 8]), ({}, {"z": 9}, {"a": 8, "c": 1})):
        after = PARTLY.replace("from elsewhere import rest, other", f"rest, other = {rest}, {other}")
        assert disagreements(lines, values, 3, [3, 1], exact=False, after=after) == []
