"""Methods that each fill the model of their object, of which the object's own code calls one: none goes on another."""

from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
from keras.models import Sequential


class Digits:
    def __init__(self, name="wide"):
        self.model = Sequential()
        if name == "small":
            self.build_small()
        elif name == "wide":
            self.build_wide()

    def build_small(self):
        self.model.add(Conv2D(4, (3, 3), input_shape=(28, 28, 1)))
        self.model.add(Flatten())
        self.model.add(Dense(10, activation="softmax"))

    def build_wide(self):
        self.model.add(Conv2D(8, (3, 3), input_shape=(28, 28, 1)))
        self.model.add(MaxPooling2D((2, 2)))
        self.model.add(Flatten())
        self.model.add(Dense(32, activation="relu"))
        self.model.add(Dense(10, activation="softmax"))


digits = Digits()
