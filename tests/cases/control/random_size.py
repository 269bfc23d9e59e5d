"""A size that chance decides."""
# expect: partial
import random
from keras.models import Sequential
from keras.layers import Dense, Input

n = random.randint(3, 9)
model = Sequential([Input((10,)), Dense(n), Dense(16), Dense(16), Dense(1)])
