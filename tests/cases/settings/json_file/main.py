"""A configuration read from a JSON file next to the program."""
# expect: assumed
import json
from keras.layers import Dense, Input
from keras.models import Sequential

with open('config.json') as f:
    config = json.load(f)

model = Sequential(name=config['name'])
model.add(Input((config['inputs'],)))
for units in config['hidden']:
    model.add(Dense(units))
