"""An input after other layers is one more layer, which hands on what it reads."""
from tensorflow.keras import Input, Sequential
from tensorflow.keras.layers import Dense, Flatten, InputLayer

model = Sequential()
model.add(Dense(4, input_shape=(3,)))
model.add(InputLayer(input_shape=(7,)))
model.add(Dense(5))

both = Sequential([Input((8, 2)), Flatten(), Input((16,)), Dense(6)])

late = Sequential([Dense(4), InputLayer(input_shape=(4,)), Dense(5)])
late.build((None, 9))

stacked = Sequential([model, InputLayer(input_shape=(5,)), Dense(1)])
