"""Other pretrained bases, with a head of our own."""
from keras import Sequential, layers
from keras.applications import EfficientNetB0, ResNet50

model = Sequential([
    ResNet50(include_top=False, pooling='avg', weights='imagenet', input_shape=(64, 64, 3)),
    layers.Dense(4, activation='softmax'),
])
model.layers[0].trainable = False
base = EfficientNetB0(include_top=False, weights=None, input_shape=(64, 64, 3))
second = Sequential()
second.add(base)
second.add(layers.GlobalAveragePooling2D())
second.add(layers.BatchNormalization())
second.add(layers.Dense(2))
