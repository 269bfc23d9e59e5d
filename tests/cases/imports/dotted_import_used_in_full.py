"""import keras.layers, used by its full dotted name."""
import keras.layers
import keras.models

model = keras.models.Sequential()
model.add(keras.layers.Dense(units=6, activation='relu', input_dim=11))
model.add(keras.layers.Dense(units=6, activation='relu'))
model.add(keras.layers.Dense(units=1, activation='sigmoid'))
