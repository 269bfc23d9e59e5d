"""A base class from another module, filled in here."""
from base import Trainer
from keras.layers import Dense


class MyTrainer(Trainer):
    hidden = 12

    def layers(self):
        yield Dense(self.hidden)
        yield Dense(2)


trainer = MyTrainer(5)
