"""The vocabulary of all the rest: dimensions, shapes, weights, layers, models, findings."""
