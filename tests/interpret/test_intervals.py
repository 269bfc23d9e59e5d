"""Numbers of which the source says between what they lie, as a search does: nothing is said that one of them is not."""

from __future__ import annotations

import itertools
import math

from lint_params.interpret.values import is_constant
from lint_params.model.dimension import Size
from lint_params.model.unknown import Unknown
from tests.interpret.test_tensors import ran

HEAD = """
import math, keras_tuner
hp = keras_tuner.HyperParameters()
a, b, c, f = hp.Int("a", 3, 9), hp.Int("b", -2, 5), hp.Int("c", 1, 4), hp.Float("f", 0.5, 2.5)
"""
VALUES = {"a": range(3, 10), "b": range(-2, 6), "c": range(1, 5), "f": (0.5, 1.0, 1.75, 2.5)}
LINES = """
a + 1
a - 1
1 - a
a * 2
a * -2
a // 2
-a
-b
+a
a // c
b // c
c // a
a % c
b % c
a % b
a % 4
b % 4
c % a
a + b
a - b
b - a
a * b
b * b
a * a
c * c - a
a * b * c
a + b + c
(a + b) * c
(a - b) // c
a ** 2
abs(a)
abs(b)
int(a)
int(b)
int(f)
int(a / 2)
round(f)
float(a)
min(a, 5)
max(a, 5)
max(b, 0)
min(a, b)
max(a, b, c)
min(2, a)
max(2, a)
a > 2
a > 3
a >= 3
a < 9
a <= 9
a < 3
a == 3
a == 2
a != 10
a == 9
a != 9
2 < a
2 < a < 10
b > -3
b >= -2
b < 0
b == 0
a > b
a > c
a >= c - 1
a - b > -3
a * c > 2
a * c >= 3
a * c < 37
a // c >= 0
a % c < 4
c > 0
not c
not b
bool(a)
bool(b)
a or 1
b or 1
a and 1
b and 7
1 if a else 2
1 if b else 2
3 if a > 2 else 4
f > 0
f > 0.5
f >= 0.5
f < 2.5
f <= 2.5
f < 3
f * 2
f + a
f == 3
f == 1
f and 3
a in (1, 2)
a in (3, 4)
a in [10, 11]
b in (0,)
a not in (1, 2)
len(range(a))
len(range(a)) > 2
sum([a, c])
sum([a, b]) > 0
math.ceil(a)
math.floor(f)
divmod(a, c)[0]
divmod(a, c)[1]
pow(a, 2)
a / 2
a << 1
a & 1
a if a > 2 else b
b if b < 9 else a
[1, 2, 3][c - 1]
(5, 6, 7, 8)[c - 1]
"""


def test_what_is_said_of_an_interval_holds_of_all_in_it() -> None:
    lines = LINES.strip().splitlines()
    made = "".join(f"result_{at} = {line}\n" for at, line in enumerate(lines))
    _, found = ran(f"{HEAD}\n{made}")
    wrong = []
    for at, line in enumerate(lines):
        said = found[f"result_{at}"]
        names = sorted({name for name in VALUES if name in compile(line, "line", "eval").co_names})
        for some in itertools.product(*(VALUES[name] for name in names)):
            try:
                true = eval(line, {"math": math, **dict(zip(names, some, strict=True))})
            except (ZeroDivisionError, IndexError):
                continue
            low, high = (said.low, said.high) if isinstance(said, (Unknown, Size)) else (said, said)
            fits = low <= true <= high if isinstance(said, Unknown) else not is_constant(said) or said == true
            if not fits:
                wrong.append(f"{line}: {said!r} of {low}…{high}, really {true!r} with {names} = {some}")
                break
    assert wrong == []
