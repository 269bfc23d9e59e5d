"""A functional model, and none of the kind."""
# expect: nothing
import keras

x = keras.Input((3,))
y = keras.layers.Dense(2)(x)
model = keras.Model(x, y)
