"""A convolutional autoencoder, down and up again."""
from keras.models import Sequential
from keras.layers import Conv2D, Conv2DTranspose, Input, MaxPooling2D, UpSampling2D, ZeroPadding2D, Cropping2D

model = Sequential()
model.add(Input((28, 28, 1)))
model.add(Conv2D(16, (3, 3), activation='relu', padding='same'))
model.add(MaxPooling2D((2, 2), padding='same'))
model.add(Conv2D(8, (3, 3), activation='relu', padding='same'))
model.add(MaxPooling2D((2, 2), padding='same'))
model.add(Conv2DTranspose(8, 3, strides=2, padding='same'))
model.add(UpSampling2D((2, 2)))
model.add(ZeroPadding2D(((1, 0), (0, 1))))
model.add(Cropping2D(((1, 0), (0, 1))))
model.add(Conv2D(1, (3, 3), activation='sigmoid', padding='same'))
