"""Layers that derive from those of Keras, and that Keras refuses as they are made: the handler makes another."""
from keras import Input, Sequential
from keras.layers import LSTM, Bidirectional, Dense, Embedding


class Negative(Dense):
    def __init__(self, n):
        super().__init__(-n)

    def call(self, x):
        return x


class Misspelt(Dense):
    def __init__(self, n):
        super().__init__(n, unit=3)

    def call(self, x):
        return x


class Less(Dense):
    def __init__(self, n):
        super().__init__()

    def call(self, x):
        return x


class Shifted(Embedding):
    def __init__(self, n):
        super().__init__(n, 3)
        self.extra = self.add_weight(shape=(3,))

    def call(self, x):
        return super().call(x) + self.extra


class Both(Bidirectional):
    def __init__(self, n):
        super().__init__(LSTM(n))
        self.extra = Dense(2)


model = Sequential([Input((3,)), Dense(2)])
for n, cls in enumerate((Negative, Misspelt, Less)):
    try:
        model.add(cls(3))
    except ValueError:
        model.add(Dense(7 + n))
    except TypeError:
        model.add(Dense(17 + n))
other = Sequential([Input((3,)), Shifted(4)])
third = Sequential([Input((3, 2)), Both(4), Dense(2)])
