"""The ways to say the input shape."""
from keras import Input, Sequential
from keras.layers import Dense, InputLayer, LSTM, Flatten

Sequential([Input(shape=(4,)), Dense(2)])
Sequential([Input((4,)), Dense(2)])
Sequential([Input(batch_shape=(16, 4)), Dense(2)])
Sequential([Input(shape=(4,), batch_size=8), Dense(2)])
Sequential([InputLayer(shape=(4,)), Dense(2)])
Sequential([InputLayer(batch_shape=(None, 4)), Dense(2)])
Sequential([Dense(2, input_shape=(4,))])
Sequential([Dense(2, input_shape=[4])])
Sequential([Dense(2, input_dim=4)])
Sequential([LSTM(3, input_shape=(None, 4))])
Sequential([Flatten(input_shape=(4, 4)), Dense(2)])
Sequential([Input([3, 3]), Flatten(), Dense(2)])
