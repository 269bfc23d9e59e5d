"""A builder with defaults for everything, that this file leaves to others to call."""
from keras.models import Sequential
from keras.layers import Dense, Input, Dropout


def create_model(n_inputs=12, n_hidden=32, dropout=0.2, n_outputs=4):
    """The model our service loads."""
    model = Sequential()
    model.add(Input(shape=(n_inputs,)))
    model.add(Dense(n_hidden, activation='relu'))
    model.add(Dropout(dropout))
    model.add(Dense(n_outputs, activation='softmax'))
    model.compile(optimizer='adam', loss='categorical_crossentropy')
    return model
