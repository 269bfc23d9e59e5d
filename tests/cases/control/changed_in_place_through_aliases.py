"""``|=``, ``-=``, ``*=`` and ``__iadd__`` change what another name holds too."""

from keras import Sequential, layers


class Widths:
    def __init__(self):
        self.all = []

    def __iadd__(self, width):
        self.all.append(width)
        return self


first = {1, 2}
second = first
second |= {3}
third = first
third -= {1}
options = {"a": 1}
same = options
same |= {"b": 2}
listed = again = [4]
again *= 2
widths = kept = Widths()
kept += 6
kept += 7
model = Sequential(
    [
        layers.Input((2,)),
        layers.Dense(len(first)),
        layers.Dense(len(options)),
        layers.Dense(len(listed)),
        *[layers.Dense(width) for width in widths.all],
    ]
)
