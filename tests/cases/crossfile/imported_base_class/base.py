"""The common part of trainers."""
from keras.models import Sequential
from keras.layers import Input


class Trainer:
    hidden = 1

    def __init__(self, n):
        self.model = Sequential([Input((n,))])
        for layer in self.layers():
            self.model.add(layer)

    def layers(self):
        return []
