"""A small registry with __getitem__, __len__ and __iter__."""
from keras.models import Sequential
from keras.layers import Dense, Input


class Widths:
    def __init__(self, *values):
        self.values = values

    def __getitem__(self, i):
        return self.values[i]

    def __len__(self):
        return len(self.values)

    def __iter__(self):
        return iter(self.values)


w = Widths(8, 6, 4)
model = Sequential([Input((w[0],)), Dense(w[-1]), Dense(len(w))])
for width in w:
    model.add(Dense(width))
