"""An unknown condition that changes no model."""
import os
from keras.models import Sequential
from keras.layers import Dense, Input

if os.path.exists('/tmp/verbose_please'):
    verbose = 1
else:
    verbose = 0
model = Sequential([Input((10,)), Dense(4), Dense(1)])
if verbose:
    model.summary()
