"""Views show what a dictionary holds now; entries popped and moved; sets combined and compared; text measured."""
from collections import OrderedDict

from keras.layers import Dense, Input
from keras.models import Sequential


def built(*sizes):
    return Sequential([Input((7,)), *[Dense(size) for size in sizes]])


table = {"a": 1}
names, sizes = table.keys(), table.values()
table["b"] = 4
built(len(names), *sizes)
last, size = table.popitem()
built(size, len(table) + len(last))

ordered = OrderedDict([("a", 3), ("b", 4), ("c", 5)])
ordered.move_to_end("a")
ordered.move_to_end("c", last=False)
built(*ordered.values())

chosen = {3, 5, 5} | {7}
chosen.discard(9)
chosen.remove(7)
chosen.update([1, 2], {3})
built(len(chosen), len(chosen & {1, 9}), len(chosen - {1}), len(chosen ^ {1, 9}), len(chosen.intersection([2, 3], [3])))
built(4 if {1} <= chosen else 5, 4 if chosen == {1, 2, 3, 5} else 5, 4 if {8} < chosen else 5, *sorted(chosen))

built(len(repr("ab")), len(str("ab")), ord("d") - 90, len("abc".center(9)), len(hex(255)), len("é".encode()))
