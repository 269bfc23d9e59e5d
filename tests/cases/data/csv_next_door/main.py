"""Features counted in a data file: its columns are not in the source."""
# expect: partial
# given: X.shape[1] = 4
import numpy as np
from keras.layers import Dense, Input
from keras.models import Sequential

data = np.loadtxt('wine.csv', delimiter=',')
X = data[:, :-1]
model = Sequential([Input((X.shape[1],)), Dense(6), Dense(6), Dense(1)])
