"""A base class with hooks, and subclasses that fill them."""
from keras.models import Sequential
from keras.layers import Dense, Input, LSTM, Embedding


class Base:
    units = 8

    def __init__(self, classes):
        self.classes = classes
        self.model = Sequential()
        self.body()
        self.head()

    def body(self):
        raise NotImplementedError

    def head(self):
        self.model.add(Dense(self.classes))


class Mlp(Base):
    def body(self):
        self.model.add(Input((10,)))
        self.model.add(Dense(self.units))


class Text(Base):
    units = 16

    def __init__(self, classes, vocabulary=100):
        self.vocabulary = vocabulary
        super().__init__(classes)

    def body(self):
        self.model.add(Input((12,)))
        self.model.add(Embedding(self.vocabulary, self.units))
        self.model.add(LSTM(self.units))

    def head(self):
        super().head()
        self.model.add(Dense(1))


Mlp(3)
Text(2)
Text(2, vocabulary=50)
