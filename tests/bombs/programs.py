"""Programs that ask for more than there is: of time, of memory, of depth. Each is a file as anyone could send it."""

from __future__ import annotations

from pathlib import Path

HEAD = "from keras import Input, Sequential\nfrom keras.layers import Dense, Embedding, Flatten, LSTM, Reshape\n"
COUNTED = "m = Sequential([Input((4,)), Dense(3)])\n"
"""Counted beside the bomb, whatever it does."""
OPEN = "from elsewhere import unknown\n"

DEEP = 10**5


TEXTS = {
    "brackets": "x = " + "[" * DEEP + "]" * DEEP,
    "brackets never closed": "x = " + "(" * DEEP,
    "brackets in calls": "x = " + "f(" * DEEP + ")" * DEEP,
    "braces": "x = " + "{1:" * DEEP + "1" + "}" * DEEP,
    "a sum": "x = " + "1 + " * DEEP + "1",
    "a sum, over lines": "x = (" + "1 +\n" * DEEP + "1)",
    "minus signs": "x = " + "-" * DEEP + "1",
    "nots": "x = " + "not " * DEEP + "1",
    "powers": "x = " + "2 ** " * DEEP + "1",
    "comparisons": "x = " + "1 < " * DEEP + "1",
    "attributes": "x = a" + ".b" * DEEP,
    "items": "x = a" + "[0]" * DEEP,
    "calls": "x = f" + "()" * DEEP,
    "lambdas": "x = " + "lambda: " * DEEP + "1",
    "lambdas with defaults": "x = " + "lambda a=" * 5000 + "1" + ": 1" * 5000,
    "conditions": "x = " + "1 if x else " * DEEP + "1",
    "awaits": "async def f():\n    x = " + "await " * DEEP + "f()",
    "stars": "f(" + "*" * DEEP + "x)",
    "texts side by side": "x = " + "'a' " * DEEP,
    "f-strings in f-strings": "x = " + "f'{" * 150 + "1" + "}'" * 150,
    "fields of an f-string": "x = f'" + "{x}" * DEEP + "'",
    "widths in f-strings": "x = f'" + "{x:{x:{x}}}" * 20_000 + "'",
    "dots of an import": "from " + "." * DEEP + " import x",
    "names of an import": "from x import " + ", ".join(f"a{n}" for n in range(DEEP)),
    "a long import": "import " + ".".join(["a"] * DEEP),
    "imports": "".join(f"import a{n}\n" for n in range(40_000)),
    "a long name": "x" * DEEP + " = 1",
    "a long line": "x = '" + "a" * (DEEP * 5) + "'",
    "a long comment": "#" + " lint-params: ignore[LP101]" * 20_000,
    "many comments": "# lint-params: ignore[LP101] -- x\n" * 20_000,
    "a comment of commas": "# noqa: " + "LP1 , " * 20_000,
    "a comment of blanks": "# lint-params:" + " " * DEEP + "x",
    "elifs": "if a:\n    pass\n" + "elif a:\n    pass\n" * 5_000,
    "blocks": "".join(" " * n + "if a:\n" for n in range(99)) + " " * 99 + "pass",
    "blocks too deep": "".join(" " * n + "if a:\n" for n in range(1400)) + " " * 1400 + "pass",
    "functions in functions": "".join("    " * n + f"def f{n}():\n" for n in range(90)) + "    " * 90 + "pass",
    "decorators": "@f\n" * 10_000 + "def g():\n    pass",
    "decorators that call": "@f(1)\n" * 10_000 + "class A:\n    pass",
    "with statements": "with " + ", ".join(["a as b"] * 20_000) + ":\n    pass",
    "targets": "".join(f"a{n} = " for n in range(20_000)) + "1",
    "arguments": "f(" + ", ".join(f"a{n}=1" for n in range(20_000)) + ")",
    "semicolons": "x = 1; " * DEEP,
    "lines": "\n" * 900_000,
    "short lines": "x=1\n" * 240_000,
    "backslashes": "x = 1 + \\\n" * 50_000 + "1",
    "form feeds": "\x0c" * 900_000 + "\nx = 1",
    "quotes never closed": "x = '''" + "a\n" * 400_000,
    "quotes and more quotes": '"' * 900_000,
    "backticks": "`" * DEEP,
    "a huge number": "x = " + "9" * 900_000,
    "a huge number in hexadecimal": "x = 0x" + "f" * 900_000,
    "digits with gaps": "x = " + "_".join(["1"] * 200_000),
    "a match": "match x:\n" + "    case 1:\n        pass\n" * 10_000,
    "a pattern": "match x:\n    case " + "[" * 150 + "a" + "]" * 150 + ":\n        pass",
    "alternatives": "match x:\n    case " + " | ".join(map(str, range(50_000))) + ":\n        pass",
    "globals": "global " + ", ".join(f"a{n}" for n in range(50_000)),
    "words of a model": "keras Sequential Model " * 40_000,
    "quotes before imports": ("'import " * 100_000)[:900_000],
    "imports never closed": "from x import (" * 60_000,
    "continued imports": "import a, \\\n" * 60_000 + "b",
    "not quite imports": ("from " + "a." * 450 + "\n import ") * 900,
    "magics": "%%time\n" + "!ls {x}\n?x\nx?\n%matplotlib inline\n" * 20_000,
}
"""What cannot, or can barely, be parsed. Beside it stands a model."""

MADE = {
    "many builders": "".join(f"def f{n}(a, b=3):\n    return Sequential([Dense(a), Dense(b)])\n" for n in range(3000)),
    "many parameters": "def f("
    + ", ".join(f"a{n}" for n in range(2000))
    + "):\n    return Sequential(["
    + ", ".join(f"Dense(a{n})" for n in range(2000))
    + "])\n",
    "a width of many digits": "m.add(Dense(" + "9" * 4300 + "))\n",
    "a width of more digits": "m.add(Dense(" + "9" * 50_000 + "))\n",
    "a long name of a layer": "m.add(Dense(3, name='" + "a" * 200_000 + "'))\n",
    "decorated many times": "def d(f):\n    return lambda *a: f(*a)\n"
    + "@d\n" * 2000
    + "def g():\n    return 3\nm.add(Dense(g()))\n",
    "classes that derive": "class A0:\n    x = 3\n"
    + "".join(f"class A{n}(A{n - 1}):\n    pass\n" for n in range(1, 3000))
    + "m.add(Dense(A2999.x))\nm.add(Dense(A2999().y))\n",
    "classes that derive twice": "class A0:\n    pass\nclass B0:\n    pass\n"
    + "".join(
        f"class A{n}(A{n - 1}, B{n - 1}):\n    pass\nclass B{n}(B{n - 1}, A{n - 1}):\n    pass\n" for n in range(1, 60)
    )
    + "x = A59()\nx.y\nm.add(Dense(x.z))\n",
    "layers that derive": "from keras.layers import Layer\nclass L0(Layer):\n    pass\n"
    + "".join(
        f"class L{n}(L{n - 1}):\n    def build(self, s):\n        super().build(s)\n"
        f"        self.w{n} = self.add_weight(shape=(3,))\n"
        for n in range(1, 500)
    )
    + "m.add(L499())\n",
    "tries in tries": OPEN
    + "".join("    " * n + "try:\n" for n in range(60))
    + "    " * 60
    + "m.add(Dense(unknown))\n"
    + "".join(
        "    " * n + "except ValueError:\n" + "    " * (n + 1) + "m.add(Dense(3))\n" for n in reversed(range(60))
    ),
    "open loops in open loops": OPEN
    + "".join("    " * n + f"for i{n} in unknown:\n" for n in range(40))
    + "    " * 40
    + "m.add(Dense(3))\n",
    "patterns of matches": OPEN
    + "match unknown:\n"
    + "".join(f"    case {n}:\n        m.add(Dense({n + 1}))\n" for n in range(2000)),
    "einsum": "from keras.layers import EinsumDense\nm.add(EinsumDense('"
    + "a" * 50_000
    + "->b', output_shape=(3,)))\nm.add(EinsumDense('ab,bc->ac', output_shape="
    + "(" * 90
    + "1,"
    + ")" * 90
    + "))\n",
    "many faults": "from keras.layers import Conv2D\n"
    + "".join(f"m{n} = Sequential([Input((4,)), Conv2D(3, 3)])\n" for n in range(3000)),
    "many layers over budget": "m = Sequential([Input((400,)), " + "Dense(400), " * 8000 + "])\n",
}


def _followed() -> dict[str, str]:
    """The programs of ``followed.txt``, by the line above each."""
    parts = (Path(__file__).parent / "followed.txt").read_text("utf-8").split("==== ")[1:]
    return {name: text for name, _, text in (part.partition("\n") for part in parts)}


PARSED = {**_followed(), **MADE}
"""What parses, and asks for the impossible while it is followed. ``m`` is a model that begins with ``COUNTED``."""
