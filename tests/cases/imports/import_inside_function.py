"""Imports where they are used, to start fast."""


def make_model(hidden):
    from tensorflow.keras.layers import Dense, Input
    from tensorflow.keras.models import Sequential

    model = Sequential([Input(shape=(4,)), Dense(hidden, activation='tanh'), Dense(3, activation='softmax')])
    return model


if __name__ == '__main__':
    model = make_model(9)
    model.summary()
