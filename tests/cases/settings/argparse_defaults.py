"""Command line arguments with defaults."""
# expect: assumed
import argparse
from keras.layers import Dense, Dropout, Input
from keras.models import Sequential

parser = argparse.ArgumentParser(description='train')
parser.add_argument('--hidden-units', type=int, default=48, help='width')
parser.add_argument('--layers', '-l', dest='n_layers', default=2, type=int)
parser.add_argument('--dropout', default=0.5, type=float)
parser.add_argument('--no-bias', action='store_true')
args = parser.parse_args()

model = Sequential([Input((10,))])
for _ in range(args.n_layers):
    model.add(Dense(args.hidden_units, use_bias=not args.no_bias))
    model.add(Dropout(args.dropout))
model.add(Dense(1))
