"""model.trainable set and set back, layers thawed one by one."""
from keras.models import Sequential
from keras.layers import Dense, Input, BatchNormalization

frozen = Sequential([Input((5,)), Dense(4), BatchNormalization(), Dense(3)])
frozen.trainable = False
thawed = Sequential([Input((5,)), Dense(4), Dense(3)])
thawed.trainable = False
thawed.trainable = True
for i, layer in enumerate(thawed.layers):
    if i > 0:
        layer.trainable = False
argument = Sequential([Input((5,)), Dense(4, trainable=False), Dense(3)])
