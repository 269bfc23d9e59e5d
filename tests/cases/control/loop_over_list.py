"""Hidden layers in a loop over their sizes."""
from keras.models import Sequential
from keras.layers import Dense, Input, Dropout

layer_sizes = [128, 64, 32]
model = Sequential()
model.add(Input((784,)))
for i, units in enumerate(layer_sizes):
    model.add(Dense(units, activation='relu'))
    if i < len(layer_sizes) - 1:
        model.add(Dropout(0.1 * (i + 1)))
model.add(Dense(10))
