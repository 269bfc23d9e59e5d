"""The input shape read off the data set."""
from keras.datasets import mnist
from keras.layers import Dense, Flatten
from keras.models import Sequential
from keras.utils import to_categorical

(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train = x_train.reshape((x_train.shape[0], -1)).astype('float32') / 255
y_train = to_categorical(y_train)
model = Sequential()
model.add(Dense(64, activation='relu', input_shape=(x_train.shape[1],)))
model.add(Dense(y_train.shape[1], activation='softmax'))
raw = Sequential([Flatten(input_shape=x_test.shape[1:]), Dense(10)])
