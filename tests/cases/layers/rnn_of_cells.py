"""RNN over cells and stacks of cells."""
from keras import Input, Sequential, layers

model = Sequential([
    Input((8, 3)),
    layers.RNN(layers.LSTMCell(5), return_sequences=True),
    layers.RNN([layers.GRUCell(4), layers.LSTMCell(6)], return_sequences=True),
    layers.RNN(layers.StackedRNNCells([layers.SimpleRNNCell(2), layers.SimpleRNNCell(3)])),
])
