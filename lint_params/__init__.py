"""A linter for the size of Keras ``Sequential`` models, from source code alone."""

__version__ = "0.1.0"
