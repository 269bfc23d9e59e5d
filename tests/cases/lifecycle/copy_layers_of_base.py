"""The layers of a functional base, one by one, into a Sequential model."""
from keras.applications.vgg16 import VGG16
from keras.layers import Dense
from keras.models import Sequential

vgg = VGG16(weights=None, input_shape=(32, 32, 3), classes=1000, include_top=True)
model = Sequential()
for layer in vgg.layers[:-1]:
    model.add(layer)
for layer in model.layers:
    layer.trainable = False
model.add(Dense(2, activation='softmax'))
