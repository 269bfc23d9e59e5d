"""A class of the program's own that is called Sequential."""
# expect: nothing
from keras.layers import Dense


class Sequential:
    def __init__(self, steps=()):
        self.steps = list(steps)

    def add(self, step):
        self.steps.append(step)


s = Sequential([Dense(3, input_shape=(2,))])
s.add(Dense(5))
