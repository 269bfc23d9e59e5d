"""model.trainable set and set back, layers thawed one by one."""
from keras.models import Sequential
from keras.layers import Dense, Input, BatchNormalization

frozen = Sequential([Input((5,)), Dense(4), BatchNormalization(), Dense(3)])
frozen.trainable = False
thawed = Sequential([Input((5,)), Dense(4), Dense(3)])
thawed.trainable = False
thawed.layers[0].trainable = True
thawed.trainable = False
for i, layer in enumerate(thawed.layers):
    if i > 0:
        layer.trainable = True
argument = Sequential([Input((5,)), Dense(4, trainable=False), Dense(3)])
late = Sequential([Input((5,)), Dense(4)])
late.trainable = False
late.add(Dense(2))
