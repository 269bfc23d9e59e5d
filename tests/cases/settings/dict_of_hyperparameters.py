"""Hyperparameters in a dictionary, updated and merged."""
from keras.layers import Dense, Input
from keras.models import Sequential

defaults = {'units': 10, 'layers': 2, 'classes': 2}
hp = {**defaults, 'units': 12}
hp.update(classes=3)
hp['layers'] += 1
hp |= {'extra': 4}
extra = hp.pop('extra')
model = Sequential([Input((5,))])
for _ in range(hp['layers']):
    model.add(Dense(hp['units']))
model.add(Dense(hp.get('nothing', extra)))
model.add(Dense(hp['classes']))
