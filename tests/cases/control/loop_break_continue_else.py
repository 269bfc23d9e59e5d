"""break, continue and the else of a loop."""
from keras.models import Sequential
from keras.layers import Dense, Input

model = Sequential([Input((6,))])
for n in range(2, 50):
    if n % 2:
        continue
    if n > 12:
        break
    model.add(Dense(n))
else:
    model.add(Dense(1000))
for n in (3,):
    model.add(Dense(n))
else:
    model.add(Dense(1))
