"""The last layer popped and replaced."""
from keras.models import Sequential
from keras.layers import Dense, Input

model = Sequential([Input((10,)), Dense(8), Dense(1000, name='logits')])
model.pop()
model.add(Dense(5, name='new_logits'))
