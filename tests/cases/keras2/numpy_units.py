"""A numpy integer for units, as GAN tutorials write it."""
import numpy as np
from keras.layers import Dense, Flatten, LeakyReLU, Reshape
from keras.models import Sequential

img_shape = (28, 28, 1)
generator = Sequential()
generator.add(Dense(16, input_dim=100))
generator.add(LeakyReLU(alpha=0.2))
generator.add(Dense(np.prod(img_shape), activation='tanh'))
generator.add(Reshape(img_shape))
discriminator = Sequential()
discriminator.add(Flatten(input_shape=img_shape))
discriminator.add(Dense(1, weights=None))
