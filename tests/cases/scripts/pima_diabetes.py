"""The classic first network, with names of variables for sizes."""
from keras.models import Sequential
from keras.layers import Dense
import numpy

numpy.random.seed(7)
n_inputs, n_hidden = 8, 12
X = numpy.zeros((768, n_inputs))
Y = numpy.zeros(768)
model = Sequential()
model.add(Dense(n_hidden, input_dim=n_inputs, kernel_initializer='uniform', activation='relu'))
model.add(Dense(n_inputs, kernel_initializer='uniform', activation='relu'))
model.add(Dense(1, kernel_initializer='uniform', activation='sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(X, Y, epochs=150, batch_size=10, verbose=2)
scores = model.evaluate(X, Y)
print("%s: %.2f%%" % ('acc', scores[1] * 100))
