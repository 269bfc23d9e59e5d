"""A builder handed to a scikit-learn style wrapper."""
from keras.models import Sequential
from keras.layers import Dense, Input


class KerasClassifier:
    def __init__(self, build_fn=None, **params):
        self.build_fn = build_fn
        self.params = params

    def fit(self, X, y):
        self.model = self.build_fn()
        return self


def baseline():
    model = Sequential()
    model.add(Input((4,)))
    model.add(Dense(8, activation='relu'))
    model.add(Dense(3, activation='softmax'))
    return model


estimator = KerasClassifier(build_fn=baseline, epochs=200, batch_size=5)
estimator.fit(None, None)
