"""Star imports from both modules."""
from tensorflow.keras.layers import *
from tensorflow.keras.models import *

model = Sequential()
model.add(Input(shape=(10, 1)))
model.add(SimpleRNN(16))
model.add(Dense(1))
