"""A condition only the machine decides: one variant each way."""
# expect: variants
import os
from keras.models import Sequential
from keras.layers import Dense, Input, BatchNormalization

model = Sequential([Input((10,))])
if os.path.exists('/tmp/use_the_wide_model'):
    model.add(Dense(256))
    model.add(BatchNormalization())
else:
    model.add(Dense(32))
model.add(Dense(1))
