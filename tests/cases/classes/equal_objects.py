"""Objects that their class calls equal: in a list they are found; how many a set keeps is not followed."""
# expect: partial

from keras import Sequential, layers


class Width:
    def __init__(self, units):
        self.units = units

    def __eq__(self, other):
        return self.units == other.units

    def __hash__(self):
        return hash(self.units)


model = Sequential([layers.Input((2,)), layers.Dense(4 if Width(3) in [Width(1), Width(3)] else 8)])
model.add(layers.Dense([Width(1), Width(2)].index(Width(2)) + 1))
model.add(layers.Dense(len({Width(1), Width(1), Width(2)})))
