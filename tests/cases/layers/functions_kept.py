"""An activation of the program's own is kept as it is given; what is deleted in parentheses is gone too."""
from keras import Input, Sequential, activations
from keras.layers import Dense


def own(x):
    return x


class Fixed:
    @property
    def size(self):
        return 4


layer = Dense(2, activation=own)
other = Dense(2, activation=activations.tanh)
model = Sequential([Input((4,)), Dense(3 if layer.activation is own else 4)])
model.add(Dense(5 if other.activation is activations.tanh else 6))
model.add(Dense(7 if layer.activation is other.activation else 8))
fixed = Fixed()
try:
    fixed.size = 9
except AttributeError:
    model.add(Dense(10))
a, b, c = 1, 2, 3
del (a, b), [c]
model.add(Dense(5 if "a" in globals() or "c" in globals() else fixed.size))
