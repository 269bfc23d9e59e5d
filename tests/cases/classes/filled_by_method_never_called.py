"""A model made empty when the object is, and filled by a method that the file itself never calls."""
# try: Classifier().build()
from keras.layers import Dense
from keras.models import Sequential


class Classifier:
    def __init__(self):
        self.model = Sequential()

    def build(self, classes=3):
        self.model.add(Dense(8, input_shape=(4,)))
        self.model.add(Dense(classes))
        return self.model
