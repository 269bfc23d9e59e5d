"""The GAN of old: the discriminator frozen inside the stack."""
from keras.layers import Dense, LeakyReLU, BatchNormalization
from keras.models import Sequential
from keras.optimizers import Adam

generator = Sequential([Dense(8, input_dim=5), LeakyReLU(alpha=0.2), BatchNormalization(momentum=0.8), Dense(12)])
discriminator = Sequential([Dense(6, input_dim=12), LeakyReLU(alpha=0.2), Dense(1)])
discriminator.compile(loss='binary_crossentropy', optimizer=Adam(lr=0.0002))
discriminator.trainable = False
gan = Sequential()
gan.add(generator)
gan.add(discriminator)
