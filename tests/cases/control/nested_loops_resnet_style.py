"""Blocks in stages."""
from keras.models import Sequential
from keras.layers import Conv2D, BatchNormalization, ReLU, GlobalAveragePooling2D, Dense, Input

model = Sequential(name='plain')
model.add(Input((32, 32, 3)))
for stage, (filters, blocks) in enumerate([(16, 2), (32, 2), (64, 1)]):
    for block in range(blocks):
        strides = 2 if stage > 0 and block == 0 else 1
        model.add(Conv2D(filters, 3, strides=strides, padding='same', use_bias=False, name=f'conv{stage}_{block}'))
        model.add(BatchNormalization(name=f'bn{stage}_{block}'))
        model.add(ReLU())
model.add(GlobalAveragePooling2D())
model.add(Dense(10))
