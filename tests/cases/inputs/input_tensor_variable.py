"""An Input kept in a variable and used twice."""
from keras import Input, Sequential
from keras.layers import Dense

inp = Input(shape=(6,), name='features')
a = Sequential([inp, Dense(2)])
b = Sequential()
b.add(inp)
b.add(Dense(3))
