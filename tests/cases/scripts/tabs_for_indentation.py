"""Indented with tabs."""
from keras.models import Sequential
from keras.layers import Dense

def net(n):
	model = Sequential()
	if n > 3:
		model.add(Dense(n, input_shape=(4,)))
	else:
		model.add(Dense(3, input_shape=(4,)))
	return model

net(2)
net(8)
