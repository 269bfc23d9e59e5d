"""Arguments parsed in main and handed to the builder, as vars and by name."""
# expect: assumed
import argparse
from keras.layers import Dense, Input
from keras.models import Sequential


def parse_args(argv=None):
    p = argparse.ArgumentParser()
    group = p.add_argument_group('model')
    group.add_argument('--units', type=int, default=20)
    group.add_argument('--classes', type=int, default=3)
    return p.parse_args(argv)


def build(units, classes):
    return Sequential([Input((7,)), Dense(units), Dense(classes)])


def main():
    args = parse_args([])
    model = build(args.units, classes=args.classes)
    again = build(**vars(args))
    return model, again


if __name__ == '__main__':
    main()
