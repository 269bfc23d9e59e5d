"""Builders that a function defines and only hands on: to a search, a trainer, a wrapper that comes from elsewhere."""
from keras import Input, Sequential
from keras.layers import Dense


def register(**builders):
    register.builders = builders


def search(features, classes=3):
    widths = [16, 32]

    def build(width=widths[0]):
        model = Sequential([Input((features,)), Dense(width, activation="relu")])
        model.add(Dense(classes, activation="softmax"))
        return model

    def called(width):
        return Sequential([Input((features,)), Dense(width)])

    register(build=build)
    return called(widths[1])


class Trainer:
    def __init__(self, units):
        self.units = units

    def start(self):
        def model_fn():
            return Sequential([Input((5,)), Dense(self.units), Dense(1)])

        register(model_fn=model_fn)


search(4)
builder = register.builders["build"]
Trainer(7).start()
models = [builder(), register.builders["model_fn"]()]
