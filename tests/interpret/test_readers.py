"""Settings that a program reads from what stands in it: Python's own answers. A line with ``?`` may stay unknown."""

from __future__ import annotations

import configparser

from lint_params.interpret.values import plain
from tests.interpret.test_python import UNKNOWN, listed, native
from tests.interpret.test_tensors import ran

HEAD = """
import configparser, argparse, json, pathlib
TEXT = "[a]\\nyes = on\\nno = 0\\nodd = perhaps\\nN = 3\\nr = 0.5\\n[b]\\nm = %(k)s\\nk = 7\\n[DEFAULT]\\nd = 4\\n"
def cfg(*steps):
    c = configparser.ConfigParser()
    for step in steps: step(c)
    return c
def known(c): c.read_string(TEXT)
def missing(c): c.read("missing_file.ini")
def more(c): c.set("a", "n", "9")
def table(c): c.read_dict({"a": {"n": 5}})
def args(line, *steps, **k):
    p = argparse.ArgumentParser(**k)
    for step in steps: step(p)
    return p.parse_args(line)
def n(p): p.add_argument("-n", "--number", type=int, default=4)
def m(p): p.add_argument("--many", nargs="+", type=int)
def s(p): p.add_argument("--size", type=float, default="2.5")
def flag(p): p.add_argument("--on", action="store_true")
def off(p): p.add_argument("--off", dest="on", action="store_false")
def place(p): p.add_argument("place", type=int)
def opt(p): p.add_argument("opt", nargs="?", type=int, default=8)
def const(p): p.add_argument("--c", action="store_const", const=6, default=5)
def app(p): p.add_argument("--app", action="append", type=int)
def count(p): p.add_argument("-v", action="count", default=0)
def preset(p): p.set_defaults(number=9, extra=1)
def plain(p): p.add_argument("--plain")
def choice(p): p.add_argument("--ch", choices=[1, 2], type=int, default=2)
def up(p): p.add_argument("--up-dash", default=3)
def bool_(p): p.add_argument("--b", type=bool, default=False)
def group(p): p.add_argument_group("g").add_argument("--ing", type=int, default=11)
def sub(p):
    q = p.add_subparsers(dest="cmd")
    t = q.add_parser("train")
    t.add_argument("--k", type=int, default=12)
base = argparse.ArgumentParser(add_help=False)
base.add_argument("--base", type=int, default=21)
"""
LINES = """
cfg(known).getint("a", "n")
cfg(known).getint("a", "N")
cfg(known).getint("a", "n", fallback=9)
cfg(known).getint("a", "zz", fallback=9)
cfg(known).getint("zz", "n", fallback=9)
?cfg(known).getint("zz", "n")
cfg(known).getfloat("a", "r")
?cfg(known).getint("a", "r")
cfg(known).getboolean("a", "yes")
cfg(known).getboolean("a", "no")
?cfg(known).getboolean("a", "odd")
cfg(known).get("a", "d")
cfg(known).get("b", "m")
cfg(known).get("b", "k")
cfg(known)["a"]["n"]
?cfg(known)["a"]["zz"]
int(cfg(known)["b"]["k"])
cfg(known).get("DEFAULT", "d")
?cfg(known, more).getint("a", "n")
?cfg(known, more).getint("a", "n", fallback=3)
?cfg(known, table).getint("a", "n")
?cfg(table).getint("a", "n", fallback=3)
cfg(missing).getint("a", "n", fallback=3)
cfg(missing).getboolean("a", "n", fallback=False)
?cfg(missing).get("a", "n", fallback=None)
cfg(missing).get("a", "n", fallback=[3])
cfg().getint("a", "n", fallback=3)
?args([]).x
args([], n).number
args(["-n", "5"], n).number
args(["--number=6"], n).number
args(["--num", "7"], n).number
?args([], m).many
args(["--many", "1", "2"], m).many
args([], s).size
args(["--size", "3"], s).size
args([], flag).on
args(["--on"], flag).on
args([], flag, off).on
args(["--off"], flag, off).on
args([], off).on
args(["3"], place).place
args([], opt).opt
args(["9"], opt).opt
args([], const).c
args(["--c"], const).c
?args([], app).app
args(["--app", "1", "--app", "2"], app).app
args([], count).v
args(["-vv"], count).v
args([], preset, n).number
args([], n, preset).number
args([], preset).extra
args(["-n", "2"], n, preset).number
args([], plain).plain
args(["--plain", "q"], plain).plain
?args([], plain, argument_default=7).plain
?args([], plain, n, argument_default=argparse.SUPPRESS).plain
args([], choice).ch
args(["--ch", "1"], choice).ch
args([], up).up_dash
args(["--b", "x"], bool_).b
args([], group).ing
args(["--ing", "5"], group).ing
args(["train", "--k", "3"], sub).k
args(["train"], sub).k
?args([], sub).cmd
args([], n, parents=[base]).base
?args(["--base", "3"], n, parents=[base]).base
?args(["-n", "3"], n, parents=[base]).base
len(vars(args([], n, m)))
?pathlib.Path("a/b.c").suffix
pathlib.Path("a/b.c").name
pathlib.Path("a/b.c.d").stem
pathlib.Path(".hidden").stem
pathlib.Path("a/b").parent.name
?pathlib.Path("a").parent.parent
?str(pathlib.Path("a") / "b")
pathlib.Path("a/b").as_posix()
pathlib.Path("a", "b").as_posix()
pathlib.Path("a/b").joinpath("c", "d").as_posix()
pathlib.Path("a/b.c").with_suffix("").as_posix()
pathlib.Path("a/b").with_suffix(".x").name
pathlib.Path("/").name
?pathlib.Path("a/b") == pathlib.Path("a", "b")
?json.loads("[1, 2")
json.loads('{"a": null, "b": true, "c": [1, 2.5, "x"]}')
json.loads("3") + 1
json.loads(s="[1]")[0]
?json.loads(b"[1]")
"""


def test_what_is_read_is_what_python_reads() -> None:
    lines = LINES.strip().splitlines()
    names: dict[str, object] = {}
    exec(HEAD, names)
    made = "".join(f"result_{at} = {line.removeprefix('?')}\n" for at, line in enumerate(lines))
    _, found = ran(f"{HEAD}\n{made}")
    for at, line in enumerate(lines):
        mine = native(plain(found[f"result_{at}"]), {})
        assert line.startswith("?") or mine is not UNKNOWN, line
        try:
            true = listed(eval(line.removeprefix("?"), names))
        except (KeyError, ValueError, AttributeError, configparser.Error):
            true = UNKNOWN
        assert mine is UNKNOWN or mine == true, line
