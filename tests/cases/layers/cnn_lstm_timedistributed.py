"""A CNN over frames, an LSTM over time."""
from keras import Input, Sequential
from keras.layers import LSTM, Conv2D, Dense, Dropout, Flatten, GlobalMaxPooling2D, MaxPooling2D, TimeDistributed

cnn = Sequential([Input((16, 16, 1)), Conv2D(3, 3), MaxPooling2D(), GlobalMaxPooling2D()])
model = Sequential()
model.add(Input((5, 16, 16, 1)))
model.add(TimeDistributed(cnn))
model.add(LSTM(4))
model.add(Dense(2))
direct = Sequential()
direct.add(TimeDistributed(Conv2D(2, (3, 3), activation='relu'), input_shape=(None, 10, 10, 3)))
direct.add(TimeDistributed(MaxPooling2D((2, 2))))
direct.add(TimeDistributed(Flatten()))
direct.add(TimeDistributed(Dropout(0.2)))
direct.add(LSTM(3))
