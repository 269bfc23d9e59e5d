"""Conditions whose outcome the source says."""
from keras.models import Sequential
from keras.layers import LSTM, GRU, Dense, Input, Bidirectional, Dropout

CONFIG = {'cell': 'gru', 'bidirectional': True, 'dropout': None}
cell = LSTM if CONFIG['cell'] == 'lstm' else GRU
model = Sequential()
model.add(Input((30, 6)))
if CONFIG['bidirectional']:
    model.add(Bidirectional(cell(8)))
else:
    model.add(cell(8))
if CONFIG['dropout'] is not None:
    model.add(Dropout(CONFIG['dropout']))
elif not CONFIG.get('missing'):
    model.add(Dense(4))
model.add(Dense(1))
