"""Sizes held by an object, a dictionary and a global that grow once for every pass of a loop of unknown length."""
# expect: partial
# given: settings.units = 32
# given: sizes['hidden'] = 7
# given: deeper = 4
# given: settings.last = 7
import random
from keras.models import Sequential
from keras.layers import Dense


class Settings:
    units = 4
    last = 4


settings = Settings()
sizes = {'hidden': 4}
deeper = 1


def deepen():
    global deeper
    deeper += 1


random.seed(0)
for letter in 'abcdefgh'[random.randint(5, 5):]:
    settings.units *= 2
    sizes['hidden'] += 1
    settings.last = settings.last + 1
    deepen()
model = Sequential([Dense(settings.units, input_shape=(3,)), Dense(sizes['hidden']), Dense(settings.last), Dense(deeper)])
