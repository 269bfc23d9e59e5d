"""try for the wanted thing, except for the fallback."""
from keras import layers
from keras.models import Sequential

try:
    Norm = layers.LayerNormalization
except AttributeError:
    Norm = layers.BatchNormalization
model = Sequential([layers.Input((8,)), Norm(), layers.Dense(2)])
try:
    model.add(layers.Dense(1))
except Exception as e:
    print(e)
    raise
else:
    model.add(layers.Activation('sigmoid'))
finally:
    print('ready')
